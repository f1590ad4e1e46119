"""What if: a supposition moves what is shown and is marked everywhere; it is stored nowhere, and taken back whole."""

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

import codebook
from model.base_rate import own_share
from model.explanation import Explanation
from store.connection import Lake
from tests.etl.lake_state import state as lake_state
from tests.ui.app import Query, html_of, open_page
from tests.ui.conftest import ReadCase
from ui.case_state import NOT_KNOWN, CaseState
from ui.implications_view import class_words
from ui.what_if import AS_DOCUMENTED, supposed_case
from ui.words import in_ten_words, level, signed

SIALKOT = "pk-sialkot-footballs"
RESET = "Back to what is documented"
# The value with which the football cluster becomes a case of the paper's first two propositions.
FACTOR, VALUE = "business_association", "strong"
SUPPOSED: Query = {"id": SIALKOT, "suppose": f"{FACTOR}:{VALUE}"}
SHARES = [value.value for value in codebook.values("assumed_share")]
FEW_CLUSTERS = (SIALKOT, "in-jalandhar-footballs", "bd-dhaka-garments")


def _box(app: AppTest, factor: str) -> Selectbox[str]:
    return next(box for box in app.selectbox if box.label == codebook.factor(factor).label)


def _share_box(app: AppTest) -> Selectbox[str]:
    return next(box for box in app.selectbox if box.label.startswith("Assumed share"))


def _banners(app: AppTest) -> list[str]:
    return [item.words for item in html_of(app).of_kind("hypothetical")]


def _check_shown(app: AppTest, explanation: Explanation) -> None:
    """Check that levels, ranges and class on the page are those of an explanation."""
    assert not app.exception
    page = html_of(app)
    for item, tier in zip(page.of_kind("tier-numbers"), (explanation.first, explanation.lower), strict=True):
        low, high = tier.interval
        assert item.words.startswith(f"{level(tier.expected)} (90 % range {low:.1f} to {high:.1f})")
    label = codebook.label("proposition_class", explanation.proposition.name)
    assert f"Which of the theory’s cases: {label}." in page.of_kind("implications")[0].words


def test_without_a_supposition_the_page_is_the_documented_one(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    app = open_page("cluster", {"id": SIALKOT})
    assert supposed_case(case, CaseState(SIALKOT)) is case
    _check_shown(app, case.explanation)
    assert _banners(app) == []
    assert not [button for button in app.button if button.label == RESET]
    assert {_box(app, factor).value for factor in codebook.PREDICTORS} == {AS_DOCUMENTED}


@pytest.mark.usefixtures("case_base")
def test_every_factor_can_be_supposed_at_every_value_or_not_known() -> None:
    app = open_page("cluster", {"id": SIALKOT})
    for factor in codebook.PREDICTORS:
        said = _box(app, factor).options
        assert said[0].startswith(AS_DOCUMENTED)
        assert said[1:] == [*(value.label for value in codebook.values(factor)), codebook.NOT_KNOWN]
    assert _share_box(app).options[1:] == [codebook.label("assumed_share", share) for share in SHARES]


def test_a_supposition_moves_bars_and_class_is_marked_twice_stored_nowhere_and_taken_back(
    case_of: ReadCase, case_base: Lake
) -> None:
    case, before = case_of(SIALKOT), lake_state(case_base)
    supposed = supposed_case(case, CaseState(SIALKOT, ((FACTOR, VALUE),))).explanation
    assert supposed.proposition.name != case.explanation.proposition.name
    assert supposed.first.expected > case.explanation.first.expected + 0.1
    app = open_page("cluster", {"id": SIALKOT})
    documented = html_of(app).words
    _box(app, FACTOR).set_value(VALUE).run()
    _check_shown(app, supposed)
    assert app.query_params == SUPPOSED
    banners = _banners(app)
    assert len(banners) == 2
    assert all(codebook.factor(FACTOR).label in words and "Hypothetical" in words for words in banners)
    [row] = [item for item in html_of(app).tagged("tr") if "(supposed)" in item.words]
    assert row.words.startswith(f"{codebook.factor(FACTOR).short_label}: {codebook.label(FACTOR, VALUE)}")
    next(button for button in app.button if button.label == RESET).click().run()
    assert html_of(app).words == documented
    assert app.query_params == {"id": SIALKOT}
    assert lake_state(case_base) == before


def test_before_and_after_stand_side_by_side_for_both_tiers_and_the_class(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    after = supposed_case(case, CaseState(SIALKOT, ((FACTOR, VALUE),)))
    [table] = html_of(open_page("cluster", SUPPOSED)).of_kind("moves")
    tiers = ((case.explanation.first, after.explanation.first), (case.explanation.lower, after.explanation.lower))
    for then, now in tiers:
        assert level(then.expected) in table.words
        assert level(now.expected) in table.words
        assert f"({signed(now.expected - then.expected)})" in table.words
    assert class_words(case) != class_words(after)
    assert f"{class_words(case)}{class_words(after)}" in table.words
    assert not html_of(open_page("cluster", {"id": SIALKOT})).of_kind("moves")


@pytest.mark.usefixtures("case_base")
def test_the_model_s_own_share_is_computed() -> None:
    own = _share_box(open_page("cluster", {"id": SIALKOT})).options[0]
    assert own == f"the model’s own ({in_ten_words(own_share())})"
    assert "about two in ten" in own


def test_a_link_shows_what_was_chosen(case_of: ReadCase) -> None:
    state = CaseState(SIALKOT, ((FACTOR, VALUE), ("union_presence", None)), SHARES[-1])
    query: Query = {**state.query()}
    app = open_page("cluster", query)
    _check_shown(app, supposed_case(case_of(SIALKOT), state).explanation)
    assert [_box(app, FACTOR).value, _box(app, "union_presence").value] == [VALUE, NOT_KNOWN]
    assert _share_box(app).value == SHARES[-1]
    assert app.query_params == query


@pytest.mark.usefixtures("case_base")
def test_one_supposition_after_another_keeps_all_of_them() -> None:
    app = open_page("cluster", {"id": SIALKOT, "suppose": f"union_presence:{NOT_KNOWN}"})
    _box(app, FACTOR).set_value(VALUE).run()
    _share_box(app).set_value(SHARES[0]).run()
    kept = CaseState(SIALKOT, ((FACTOR, VALUE), ("union_presence", None)), SHARES[0])
    assert app.query_params == kept.query()
    _box(app, FACTOR).set_value(AS_DOCUMENTED).run()
    assert app.query_params == {"id": SIALKOT, "suppose": f"union_presence:{NOT_KNOWN}", "assumed_share": SHARES[0]}


@pytest.mark.usefixtures("case_base")
def test_a_supposition_is_still_there_after_a_visit_to_another_page() -> None:
    app = open_page("cluster", SUPPOSED)
    app.switch_page("../pages/method.py")
    app.query_params.clear()
    app.run()
    app.switch_page("../pages/cluster.py")
    app.query_params.clear()
    app.query_params.update(SUPPOSED)
    app.run()
    assert app.query_params == SUPPOSED
    assert len(_banners(app)) == 2


@pytest.mark.usefixtures("case_base")
def test_another_cluster_begins_with_what_is_documented() -> None:
    app = open_page("cluster", SUPPOSED)
    app.query_params.clear()
    app.query_params["id"] = "in-jalandhar-footballs"
    app.run()
    assert app.query_params == {"id": "in-jalandhar-footballs"}
    assert _banners(app) == []


@pytest.mark.parametrize("cluster_id", FEW_CLUSTERS)
def test_the_assumed_share_moves_both_tiers_in_its_order(case_of: ReadCase, cluster_id: str) -> None:
    case = case_of(cluster_id)
    moved = [supposed_case(case, CaseState(cluster_id, (), share)).explanation for share in SHARES]
    assert sorted(SHARES, key=int) == SHARES
    for levels in ([one.first.expected for one in moved], [one.lower.expected for one in moved]):
        assert levels == sorted(levels)
        assert levels[0] < levels[-1]
    # The model's own assumption lies between two and three in ten.
    assert moved[1].first.expected < case.explanation.first.expected < moved[2].first.expected


@pytest.mark.parametrize("share", SHARES)
def test_the_page_shows_the_assumed_share_and_its_levels(case_of: ReadCase, share: str) -> None:
    app = open_page("cluster", {"id": SIALKOT, "assumed_share": share})
    _check_shown(app, supposed_case(case_of(SIALKOT), CaseState(SIALKOT, (), share)).explanation)
    assert [codebook.label("assumed_share", share) in words for words in _banners(app)] == [True, True]


@pytest.mark.parametrize("cluster_id", FEW_CLUSTERS)
def test_what_sources_say_is_shown_as_it_is_whatever_is_supposed(case_of: ReadCase, cluster_id: str) -> None:
    case = case_of(cluster_id)
    supposed = supposed_case(case, CaseState(cluster_id, ((FACTOR, VALUE),), SHARES[0]))
    assert supposed.explanation.hypothetical
    assert not case.explanation.hypothetical
    assert supposed.evidence is case.evidence
    assert supposed.cluster is case.cluster


@pytest.mark.parametrize("factor", codebook.PREDICTORS)
def test_a_better_state_of_a_factor_never_lowers_the_first_tier(case_of: ReadCase, factor: str) -> None:
    case = case_of(SIALKOT)
    ranked = [value.value for value in codebook.values(factor)]
    is_barrier = codebook.factor(factor).role == "barrier"
    levels = [
        supposed_case(case, CaseState(SIALKOT, ((factor, value),))).explanation.first.expected for value in ranked
    ]
    assert levels == pytest.approx(sorted(levels, reverse=is_barrier), abs=1e-6)
