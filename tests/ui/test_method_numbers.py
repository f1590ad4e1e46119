"""Every number on the method page equals one computed apart from the product; a number nobody knows is a fault."""

import json
import re
from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.ui import method_figures as figures
from tests.ui.app import html_of, open_page
from tests.ui.method_figures import labels, number_of, per_cent, table
from tests.ui.page_html import Element, folded
from ui.method_contents import PARTS

pytestmark = pytest.mark.usefixtures("case_base")

NUMERAL = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
# What the model does on the coded cases and with national context is computed by the model: tests/model judges it.
OF_THE_MODEL = tuple(PARTS[anchor] for anchor in ("tests", "context", "assumed"))
CODEBOOK = "The factors and how they are coded"
SOURCES = "Where everything comes from"
PAPER_NUMBERS = [2016.0, 133.0, 1.0, 9.0, 24.0]
Expected = dict[str, list[float]]


@pytest.fixture(scope="module")
def app(built_lake: object) -> AppTest:
    """Return the method page of the shipped case base, rendered once."""
    del built_lake
    return open_page("method")


def _numbers(words: str) -> list[float]:
    return [float(numeral.replace(",", "")) for numeral in NUMERAL.findall(words)]


def _sentences(app: AppTest) -> Iterator[tuple[str, Element]]:
    """Yield each paragraph and item of the page with the heading of its part."""
    part = ""
    for item in html_of(app).elements:
        if item.tag == "h2":
            part = item.words
        is_inner = any(parent.tag in ("p", "li") for parent in item.inside)
        if item.tag in ("p", "li", "h3", "summary") and not is_inner:
            yield part, item


def _model() -> Expected:
    predictors = number_of(table("codebook/factors")["is_predictor"], "yes")
    return {
        "factors go in": [predictors],
        "plausible sets of strengths": [float(figures.prior("draws")["median"]), 90],
        "The theory:": PAPER_NUMBERS,
    }


def _data() -> Expected:
    count = {name: float(value) for name, value in figures.contract().items() if isinstance(value, int)}
    return {
        "clusters in": [count[name] for name in ("clusters", "countries", "evidence", "sources")],
        "do not say which year": [count["evidence_without_year"]],
        "combinations of cluster": [count["rival_combinations"], count["tier_combinations"]],
        "written down from memory": [count["evidence_from_memory"]],
        "describe a national industry": [count["country_level_clusters"]],
    }


def _agreement(newest: bool) -> list[float]:
    rows = figures.codings(newest=newest)
    statements, without_value, compared, equal = figures.agreement(rows)
    return [statements, without_value, compared, per_cent(equal, compared), round(figures.kappa_of_all(rows) or 0, 2)]


def _reliability() -> Expected:
    audit, evidence, sources = table("reliability/source_audit"), table("cases/evidence"), table("cases/sources")
    reasons = table("cases/withdrawn")["reason"].value_counts()
    press, research = number_of(sources["type"], "news", "web"), number_of(sources["type"], *figures.RESEARCH)
    return {
        "were coded twice": [len(table("reliability/codings"))],
        "In the first rounds": _agreement(newest=False),
        "In the newest round": _agreement(newest=True),
        "were held against their source": [
            len(audit),
            number_of(audit["found"], "same", "other"),
            *(number_of(audit["statement"], answer) for answer in ("supported", "partly", "wrong")),
            number_of(audit["place"], "wider"),
        ],
        "were withdrawn": [len(table("cases/withdrawn")), *reasons.tolist()],
        "speak of something wider": [
            len(evidence),
            *(number_of(evidence["scope"], scope) for scope in ("wider", "part")),
            *(number_of(evidence["mode"], mode) for mode in ("claimed", "inferred", "planned")),
        ],
        "news or web pages": [
            press,
            len(sources),
            per_cent(press, len(sources)),
            research,
            per_cent(research, len(sources)),
        ],
        "Kappa is 1": [1, 0],
    }


def _selection() -> Expected:
    evidence = table("cases/evidence")
    pollution = evidence.loc[evidence["factor"] == "pollution", "value"]
    factors = table("codebook/factors").set_index("name")["label"]
    outcomes = {name: figures.coded_outcomes(name) for name in ("first_tier_adoption", "lower_tier_adoption")}
    return {
        **{f"{factors[name]} is coded": [sum(levels), *levels] for name, levels in outcomes.items()},
        "evidence on pollution": [len(pollution), number_of(pollution, "severe")],
    }


def test_the_contents_name_every_part_in_the_page_s_order_and_lead_to_it(app: AppTest) -> None:
    page = html_of(app)
    heads = [(item.attributes["id"], item.words) for item in page.tagged("h2")]
    links = [item for item in page.tagged("a") if item.within("contents")]
    assert [(item.attributes["href"].removeprefix("#"), item.words) for item in links] == heads == list(PARTS.items())


def test_what_is_long_is_folded_away(app: AppTest) -> None:
    assert len(app.expander) >= 5
    assert not [item.label for item in app.expander if item.proto.expanded]


def test_every_number_in_a_sentence_is_computed_from_the_files(app: AppTest) -> None:
    expected = {**_model(), **_data(), **_reliability(), **_selection()}
    said = []
    for part, item in _sentences(app):
        words = folded(item.words)
        if part in (*OF_THE_MODEL, CODEBOOK, SOURCES) or words.startswith("Model version") or not _numbers(words):
            continue
        key = next((key for key in expected if key in words), None)
        assert key is not None, f"no computation knows the numbers of: {words}"
        assert _numbers(words) == expected[key], words
        said.append(key)
    assert sorted(said) == sorted(expected), "a number that was computed is not on the page"


def test_the_rules_of_the_codebook_are_printed_as_they_are_written(app: AppTest) -> None:
    values, factors = table("codebook/values"), table("codebook/factors")
    notes = table("codebook/notes")
    written = {folded(f"{row.label}: {row.meaning} {row.rule}") for row in values.itertuples()}
    written |= {folded(f"In the paper: {passage}") for passage in factors["passage"]}
    written |= {folded(text) for text in (*factors["definition"], *notes["text"])}
    printed = [folded(item.words) for part, item in _sentences(app) if part == CODEBOOK and item.tag in ("p", "li")]
    assert len(printed) > 100
    assert not [words for words in printed if words not in written]


def test_the_sources_are_counted_and_named_as_their_notes_name_them(app: AppTest) -> None:
    kinds = table("cases/sources")["type"].value_counts()
    words = labels("source_type")
    notes = [json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "data").rglob("*.source.json")]
    named = {folded(f"{note['citation']} Licence: {note['licence']}").replace(" ", "") for note in notes}
    sentences = [folded(item.words) for part, item in _sentences(app) if part == SOURCES]
    counted = next(sentence for sentence in sentences if sentence.startswith("Sources of the evidence by kind"))
    by_kind = re.findall(r"([a-z][a-z ]+) ([\d,]+)", counted.partition(":")[2])
    assert {kind.strip(): _numbers(number)[0] for kind, number in by_kind} == {
        words[str(kind)]: number for kind, number in kinds.items()
    }
    assert _numbers(counted) == [float(number) for number in kinds]
    others = [sentence for sentence in sentences if sentence != counted and _numbers(sentence)]
    citing = [sentence for sentence in others if sentence.startswith("Clusterwatch, snapshot")]
    assert len(citing) == 1
    assert {sentence.replace(" ", "") for sentence in others if sentence not in citing} <= named


def test_snapshot_and_model_version_are_those_of_the_stored_predictions(app: AppTest, case_base: object) -> None:
    del case_base
    said = [folded(item.words) for _, item in _sentences(app) if "odel version" in item.words]
    assert len(said) == 2
    found = [re.search(r"odel version ([0-9a-f]+)", words) for words in said]
    assert len({match[1] for match in found if match}) == 1
    assert len({match[1] for match in (re.search(r"snapshot (\d+)", words) for words in said) if match}) == 1
    assert _numbers(said[1].partition("theory:")[2]) == PAPER_NUMBERS


def _frame(app: AppTest, column: str) -> pd.DataFrame:
    df: pd.DataFrame = next(item.value for item in app.dataframe if column in item.value)
    return df


def test_the_coverage_of_each_factor_is_counted_from_the_files(app: AppTest) -> None:
    df = _frame(app, "Newest (year)").set_index("Factor")
    evidence, factors = table("cases/evidence"), table("codebook/factors")
    assert list(df.index) == list(factors["label"])
    for name, label in zip(factors["name"], factors["label"], strict=True):
        rows = evidence[evidence["factor"] == name]
        expected = [rows["cluster_id"].nunique(), len(rows), rows["source_id"].nunique()]
        assert df.loc[label, ["Clusters", "Pieces of evidence", "Sources"]].tolist() == expected, label
        assert df.loc[label, "Newest (year)"] == max(int(year) for year in rows["year"] if year)


def test_the_agreement_by_factor_is_computed_from_the_files(app: AppTest) -> None:
    df = _frame(app, "Kappa").set_index("Factor")
    earlier, factors = figures.codings(newest=False), table("codebook/factors")
    coded = factors[factors["name"].isin(set(earlier["factor"]))]
    assert list(df.index) == list(coded["label"])
    for name, label in zip(coded["name"], coded["label"], strict=True):
        rows = earlier[earlier["factor"] == name]
        statements, without_value, compared, equal = figures.agreement(rows)
        row = df.loc[label]
        assert [row["Statements"], row["Without a value for the second coder"]] == [statements, without_value]
        assert row["Same value (of the others)"] == f"{per_cent(equal, compared)}%"
        kappa = figures.kappa(rows, linear=figures.is_ordered(name))
        assert (pd.isna(row["Kappa"]) and kappa is None) or row["Kappa"] == pytest.approx(round(kappa or 0, 2)), label


def test_every_elicited_number_is_printed_with_its_range(app: AppTest) -> None:
    df = _frame(app, "90 % range")
    rows = table("codebook/priors")
    rows = rows[rows["basis"] == "elicited"]
    assert list(df["Why"]) == list(rows["passage"])
    for (value, spread), row in zip(df[["Value", "90 % range"]].to_numpy(), rows.to_dict("records"), strict=True):
        texts = {str(name): str(text) for name, text in row.items()}
        levels = [texts[name] for name in ("lowest", "middle", "highest")]
        is_share = texts["scale"] == "base_rate"
        expected = [100 * float(level) for level in levels] if is_share else [float(texts["median"])]
        assert _signed(value) == pytest.approx(expected, abs=0.5 if is_share else 1e-9)
        bounds = figures.range_90(texts)
        assert _signed(spread) == ([] if bounds is None else pytest.approx(bounds, rel=0.06))


def _signed(words: str) -> list[float]:
    return [float(numeral) for numeral in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", words)]


def test_every_number_of_the_contract_is_what_the_files_give() -> None:
    agreed = json.loads((ROOT / "tests" / "contract" / "counts.json").read_text(encoding="utf-8"))
    assert figures.contract() == agreed
