"""Initiatives: every figure against the shipped file read by itself, and no claim that borrows a measurement."""

import csv
from collections import defaultdict
from dataclasses import asdict

import pytest

import codebook
from codebook.errors import EmptyLakeError
from store.connection import Lake
from store.interventions import count_initiatives, initiative_accounts, initiatives_of
from tests.conftest import ROOT

Row = dict[str, str]


def _rows() -> list[Row]:
    with (ROOT / "data" / "cases" / "interventions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _groups() -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in _rows():
        groups[row["intervention_id"]].append(row)
    return groups


def _strongest(rows: list[Row]) -> list[Row]:
    """Return the accounts with the strongest comparison: an order written out here by hand."""
    order = ("randomised", "matched", "comparison_group", "before_after", "none", "unknown")
    best = min(order.index(row["comparison"]) for row in rows)
    return [row for row in rows if order.index(row["comparison"]) == best]


def _findings(rows: list[Row]) -> set[str]:
    return {row["finding"] for row in rows} - {"unknown"}


def test_the_figures_are_those_of_the_file(built_lake: Lake) -> None:
    groups = _groups()
    with_others = {"comparison_group", "matched", "randomised"}
    baseline = {key for key, rows in groups.items() if any(row["baseline"] == "yes" for row in rows)}
    compared = {key for key, rows in groups.items() if any(row["comparison"] in with_others for row in rows)}
    improved = {key for key, rows in groups.items() if _findings(_strongest(rows)) == {"improved"}}
    unmeasured = {key for key in improved if _strongest(groups[key])[0]["comparison"] in ("none", "unknown")}
    gained, lost = ({row["intervention_id"] for row in _rows() if row[side]} for side in ("gained", "lost"))
    assert asdict(count_initiatives(initiative_accounts(built_lake))) == {
        "initiatives": len(groups),
        "clusters": len({row["cluster_id"] for row in _rows()}),
        "with_baseline": len(baseline),
        "with_comparison_group": len(compared),
        "with_both": len(baseline & compared),
        "improved": len(improved),
        "improved_unmeasured": len(unmeasured),
        "rival": sum(len(_findings(rows)) > 1 for rows in groups.values()),
        "naming_gain": len(gained),
        "naming_loss": len(lost),
        "naming_both": len(gained & lost),
    }


def test_an_initiative_shows_what_its_strongest_accounts_found(built_lake: Lake) -> None:
    found = initiatives_of(initiative_accounts(built_lake)).set_index("intervention_id")
    for key, rows in _groups().items():
        strongest = _strongest(rows)
        assert found.at[key, "strength"] == strongest[0]["comparison"]
        findings = _findings(strongest)
        standing = found["standing_finding"].fillna("").at[key]
        assert standing == ("" if len(findings) > 1 else (findings or {"unknown"}).pop())
        assert found.at[key, "accounts"] == len(rows)


def test_a_claim_never_borrows_the_strength_of_another_account(built_lake: Lake) -> None:
    accounts = initiative_accounts(built_lake)
    weaker = accounts[(accounts["comparison"] != accounts["strength"]) & (accounts["finding"] == "improved")]
    borrowed = weaker[weaker["standing_finding"] == "improved"]
    strongest = accounts[accounts["comparison"] == accounts["strength"]]
    backed = set(strongest.loc[strongest["finding"] == "improved", "intervention_id"])
    assert len(weaker)
    assert set(borrowed["intervention_id"]) <= backed


@pytest.mark.parametrize(
    ("name", "column"), [("kind", "kind"), ("route", "route"), ("led_by", "led_by"), ("sector", "sector")]
)
def test_the_values_of_a_filter_share_out_all_initiatives(built_lake: Lake, name: str, column: str) -> None:
    everything = initiative_accounts(built_lake)
    parts = [initiative_accounts(built_lake, {name: (value.value,)}) for value in codebook.values(name)]
    assert sum(len(part) for part in parts) == len(everything)
    assert all(part[column].nunique() <= 1 for part in parts)


def test_filters_narrow_together_and_a_filter_takes_any_of_its_values(built_lake: Lake) -> None:
    wanted = {"country": ("PAK", "IND"), "topic": ("work",), "comparison": ("none", "unknown")}
    found = initiatives_of(initiative_accounts(built_lake, wanted))
    countries = {row["cluster_id"]: row["country_iso3"] for row in _clusters()}
    expected = {
        key
        for key, rows in _groups().items()
        if countries[rows[0]["cluster_id"]] in ("PAK", "IND")
        and any(row["topic"] == "work" for row in rows)
        and _strongest(rows)[0]["comparison"] in ("none", "unknown")
    }
    assert expected
    assert set(found["intervention_id"]) == expected


def test_what_no_initiative_is_leaves_none(built_lake: Lake) -> None:
    accounts = initiative_accounts(built_lake, {"country": ("' OR 1=1 --",)})
    assert accounts.empty
    assert set(asdict(count_initiatives(accounts)).values()) == {0}


def test_a_lake_without_a_build_says_so(empty_lake: Lake) -> None:
    with pytest.raises(EmptyLakeError):
        initiative_accounts(empty_lake)


def _clusters() -> list[Row]:
    with (ROOT / "data" / "cases" / "clusters.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
