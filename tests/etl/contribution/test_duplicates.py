"""Possible duplicates: found with their reasons, in a file and against what is there; nobody decides for you."""

import numpy as np
import pandas as pd
import pytest

from etl.contribution.duplicates import FULL_BLOCK, MOST_CANDIDATES, find_duplicates, list_candidates
from etl.contribution.lake_view import LakeView
from etl.contribution.report import Choice, Decisions
from tests.etl.contribution.conftest import Check
from tests.etl.contribution.files import WIDE

SIALKOT = {"name": "Sialkot footballs", "country": "Pakistan", "place": "Sialkot", "sector": "sports_goods"}
POINT = {"latitude": "32.49", "longitude": "74.53"}


def frame(*rows: tuple[str, str, float, float], country: str = "IND", sector: str = "leather") -> pd.DataFrame:
    """Return clusters from name, place and point."""
    made = pd.DataFrame(rows, columns=["name", "place", "latitude", "longitude"])
    return made.assign(country_iso3=country, sector=sector, cluster_id=[f"c{number}" for number in range(len(made))])


def pairs(rows: pd.DataFrame, known: pd.DataFrame | None = None) -> list[tuple[int, object]]:
    """Return each row with what it may be: an id or an earlier row."""
    found = find_duplicates(rows, rows.iloc[:0] if known is None else known)
    return [(item.row, item.cluster_id or item.other_row) for item in list_candidates(found)]


KANPUR = ("Kanpur leather cluster", "Kanpur", 26.45, 80.33)


@pytest.mark.parametrize(
    ("other", "is_found"),
    [
        (("Kanpur Leather Cluster", "Kanpur", 26.45, 80.33), True),
        (("Leather cluster of Kanpur", "Kanpur", 26.47, 80.35), True),
        (("Kánpur leathr clustr", "Jajmau", 26.43, 80.41), True),
        (("Kanpur leather cluster", "Kanpur", np.nan, np.nan), True),
        (("Kanpur leather cluster", "Kanpur", 12.9, 79.3), True),
        (("Unnao tanneries", "Unnao", 26.55, 80.49), False),
        (("Ranipet leather cluster", "Ranipet", 12.93, 79.33), False),
    ],
)
def test_a_cluster_is_found_again_under_another_spelling_point_or_word_order(
    other: tuple[str, str, float, float], is_found: bool
) -> None:
    assert pairs(frame(other), frame(KANPUR)) == ([(0, "c0")] if is_found else [])
    assert pairs(frame(KANPUR, other)) == ([(1, 0)] if is_found else [])


def test_the_same_name_in_another_country_is_another_cluster() -> None:
    assert pairs(frame(KANPUR, country="PAK"), frame(KANPUR)) == []


def test_another_sector_counts_for_less() -> None:
    same, other = (frame(("Kanpur hides", "Jajmau", 26.43, 80.41), sector=sector) for sector in ("leather", "food"))
    assert pairs(frame(("Kanpur paper", "Jajmau", 26.43, 80.41), sector="food"), same) == []
    assert pairs(same, frame(("Kanpur skins", "Jajmau", 26.43, 80.41))) == [(0, "c0")]
    assert pairs(other, frame(("Kanpur hides", "Jajmau", 26.43, 80.41))) == [(0, "c0")]


def test_reasons_are_told_in_plain_words() -> None:
    [candidate] = list_candidates(find_duplicates(frame(("Kanpur leather", "Kanpur", 26.5, 80.33)), frame(KANPUR)))
    assert candidate.reasons == ("names 78% alike", "5.6 km apart", "same sector", "same place", "same country")
    [same] = list_candidates(find_duplicates(frame(KANPUR), frame(KANPUR)))
    assert same.reasons[:2] == ("names 100% alike", "at the same point")
    assert same.score == 1.0


def test_the_shipped_base_holds_hardly_any_pair_that_looks_like_one(view: LakeView) -> None:
    assert len(find_duplicates(view.clusters, view.clusters.iloc[:0])) <= 3


def test_every_shipped_cluster_is_found_again_in_the_base(view: LakeView) -> None:
    found = find_duplicates(view.clusters, view.clusters)
    best = found.drop_duplicates("row")
    assert best["score"].tolist() == [1.0] * len(view.clusters)
    assert best["cluster_id"].tolist() == view.clusters["cluster_id"].tolist()


def test_in_a_crowded_place_the_likeliest_are_found_and_told() -> None:
    crowd = [(f"Works number {number} of {name}", "Kanpur", 26.45, 80.33) for number in range(40) for name in "abc"]
    assert len(crowd) > FULL_BLOCK
    rows = frame(*crowd, ("Jajmau tanners", "Kanpur", 26.45, 80.33), ("Jajmau taners", "Kanpur", 26.45, 80.33))
    found = find_duplicates(rows, rows.iloc[:0])
    last = found[found["row"] == len(crowd) + 1]
    assert last.iloc[0]["other_row"] == len(crowd)
    assert found.groupby("row").size().max() <= MOST_CANDIDATES


def test_the_order_of_what_is_there_makes_no_difference(view: LakeView) -> None:
    rows = view.clusters.iloc[:40].assign(name=lambda table: table["name"].str.upper())
    turned = view.clusters.iloc[::-1].reset_index(drop=True)
    one, other = (find_duplicates(rows, known) for known in (view.clusters, turned))
    key = ["row", "cluster_id"]
    assert one.sort_values(key, ignore_index=True).equals(other.sort_values(key, ignore_index=True))


def test_a_possible_duplicate_waits_until_somebody_decides(check: Check) -> None:
    rows = [{**SIALKOT, **POINT, "union_presence": "weak", "year": "2019"}]
    report = check(rows)
    [candidate] = report.candidates()
    assert candidate.cluster_id == "pk-sialkot-footballs"
    assert report.count("waiting") == 1
    choices = (
        (Choice("same", cluster_id="pk-sialkot-footballs"), "ok"),
        (Choice("new"), "ok"),
        (Choice("skip"), "skipped"),
        (Choice("same", cluster_id="nowhere"), "waiting"),
    )
    for choice, status in choices:
        decided = check(rows, Decisions(choices={2: choice}))
        assert decided.count(status) == 1  # type: ignore[arg-type]  # the three words of Status
    told = report.as_dict()["duplicates"]
    assert told == [
        {
            "line": 2,
            "cluster_id": "pk-sialkot-footballs",
            "other_line": None,
            "name": candidate.name,
            "score": candidate.score,
            "reasons": list(candidate.reasons),
        }
    ]


def test_of_two_rows_of_a_file_the_later_one_waits(check: Check) -> None:
    rows = [WIDE, {**WIDE, "name": "Ranipet hides market"}]
    report = check(rows)
    assert [(item.row, item.other_row) for item in report.candidates()] == [(1, 0)]
    assert report.status.tolist() == [0, 1]
    assert check(rows, Decisions(choices={3: Choice("same", line=2)})).count("ok") == 2


def test_the_same_as_a_row_that_waits_waits_too(check: Check) -> None:
    rows = [{**WIDE, "sector": "??"}, {**WIDE, "name": "Ranipet hides market"}]
    report = check(rows, Decisions(choices={3: Choice("same", line=2)}))
    assert report.count("waiting") == 2
    assert "target_waits" in report.counts()
    skipped = check([WIDE, WIDE], Decisions(choices={3: Choice("same", line=2), 2: Choice("skip")}))
    assert (skipped.count("waiting"), skipped.count("skipped")) == (1, 1)


def test_rows_that_name_each_other_in_a_ring_wait(check: Check) -> None:
    choices = {2: Choice("same", line=3), 3: Choice("same", line=2), 4: Choice("same", line=4)}
    report = check([WIDE, WIDE, WIDE], Decisions(choices=choices))
    assert report.count("ok") == 0
    assert report.rows == 3
