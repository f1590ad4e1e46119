"""Classes and smokescreens of many clusters equal those that are explained one by one."""

import numpy as np
import pandas as pd
import pytest

import model.implications as implications
from model.context import NationalContext
from model.explanation import explain
from model.implications import classify, screen
from model.propositions import CLASSES, UNDETERMINED, modal_classes
from model.smokescreen import smokescreen_chances
from tests.model.made_evidence import CLUSTER, frame, row


def test_every_case_has_the_class_and_the_screen_of_its_explanation(
    cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame, national: NationalContext
) -> None:
    countries = cases_clusters.set_index("cluster_id")["country_iso3"].iloc[::9]
    ids = countries.index.tolist()
    classes = classify(cases_evidence, ids, national.of(countries.tolist())).set_index("cluster_id")
    screens = screen(cases_evidence, ids).set_index("cluster_id")
    for cluster_id, country in zip(ids, countries, strict=True):
        rows = cases_evidence[cases_evidence["cluster_id"] == cluster_id]
        one = explain(rows, cluster_id, national.of([country]))
        assert classes.loc[cluster_id, "proposition_class"] == one.proposition.name
        assert classes.loc[cluster_id, "proposition_p"] == pytest.approx(max(one.proposition.p.values()), abs=1e-12)
        chance = np.nan if one.smokescreen is None else one.smokescreen.probability
        assert screens.loc[cluster_id, "smokescreen_p"] == pytest.approx(chance, abs=1e-12, nan_ok=True)
        is_raised = one.smokescreen is not None and one.smokescreen.is_raised()
        assert screens.loc[cluster_id, "is_smokescreen"] == is_raised


def test_many_are_classified_as_few_are(
    cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = cases_clusters["cluster_id"].tolist()
    few = classify(cases_evidence, ids)
    monkeypatch.setattr(implications, "FAST_FROM", 1)
    many = classify(cases_evidence, ids)
    assert np.abs(few["proposition_p"] - many["proposition_p"]).max() < 1e-4
    decided = (few["proposition_p"] - 0.5).abs() > 1e-4
    assert (few["proposition_class"] == many["proposition_class"])[decided].all()


def test_a_class_needs_half_of_the_draws() -> None:
    sure, unsure = np.eye(len(CLASSES))[2], np.full(len(CLASSES), 1 / len(CLASSES))
    assert modal_classes(np.stack([sure, unsure])) == [CLASSES[2], UNDETERMINED]


def test_a_source_that_repeats_itself_counts_once_in_a_screen() -> None:
    giving = row("law_enforcement", 0) | {"factor": "philanthropy", "value": "prominent"}
    bad = row("law_enforcement", 0) | {"factor": "pollution", "value": "severe"}
    once, twice = (smokescreen_chances(frame(giving, *rows), [CLUSTER]) for rows in ([bad], [bad, bad]))
    assert once == pytest.approx(twice, abs=1e-12)
    other = bad | {"source_id": "another"}
    assert smokescreen_chances(frame(giving, bad, other), [CLUSTER]) > once


def test_no_clusters_have_no_classes() -> None:
    assert classify(frame(), []).empty
    assert screen(frame(), []).empty
