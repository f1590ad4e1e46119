"""Giving beside bad practice: raised for the paper's case, silent where practice is not documented."""

import pandas as pd
import pytest

from model.explanation import explain
from model.smokescreen import CORE_PRACTICES, find_smokescreen
from tests.model.made_evidence import CLUSTER, frame, row

GIVING = row("law_enforcement", 0) | {"factor": "philanthropy", "value": "prominent"}


def _practice(factor: str, value: str, **changes: object) -> dict[str, object]:
    return row("law_enforcement", 0) | {"factor": factor, "value": value} | changes


def test_the_screen_is_raised_for_the_football_cluster_of_jalandhar(cases_evidence: pd.DataFrame) -> None:
    cluster_id = "in-jalandhar-footballs"
    screen = find_smokescreen(cases_evidence, cluster_id)
    assert screen is not None
    assert screen.is_raised()
    flags = explain(cases_evidence, cluster_id).as_dict()["flags"]
    assert isinstance(flags, list)
    assert [flag["factor"] for flag in flags if flag["flag"] == "smokescreen"] == ["philanthropy"]


def test_giving_alone_is_no_screen_and_neither_is_bad_practice_alone() -> None:
    assert find_smokescreen(frame(GIVING), CLUSTER) is None
    assert find_smokescreen(frame(_practice("pollution", "severe")), CLUSTER) is None
    assert explain(frame(GIVING), CLUSTER).smokescreen is None


@pytest.mark.parametrize(("factor", "worst"), CORE_PRACTICES.items())
def test_one_practice_at_its_worst_is_enough(factor: str, worst: str) -> None:
    screen = find_smokescreen(frame(GIVING, _practice(factor, worst)), CLUSTER)
    assert screen is not None
    assert screen.giving == pytest.approx(0.998, abs=1e-3)
    assert screen.probability == pytest.approx(0.998 * 0.952, abs=1e-3)
    assert dict(screen.reasons) == {factor: pytest.approx(0.952, abs=1e-3)}


def test_good_practice_and_rows_of_others_raise_nothing() -> None:
    good = _practice("working_conditions", "good")
    elsewhere = _practice("pollution", "severe", cluster_id="elsewhere")
    screen = find_smokescreen(frame(GIVING, good, elsewhere), CLUSTER)
    assert screen is not None
    assert not screen.is_raised()
    assert len(screen.reasons) == 1


def test_no_giving_is_no_screen_whatever_the_practice() -> None:
    screen = find_smokescreen(frame(GIVING | {"value": "none"}, _practice("pollution", "severe")), CLUSTER)
    assert screen is not None
    assert not screen.is_raised()


def test_unreadable_rows_count_for_nothing() -> None:
    bad = _practice("pollution", "very severe")
    assert find_smokescreen(frame(GIVING, bad, _practice("pollution", "severe", confidence="?")), CLUSTER) is None
