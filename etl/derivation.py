"""What follows from the rows: the value that counts for each factor, the predictions, the classes.

Build, import, review and undo all end here, so that the same rows give the same colours however they came in.
"""

import pandas as pd

from model.context import make_context
from model.hashing import evidence_hash
from model.implications import classify, screen
from model.outcomes import likeliest_adoption
from model.prediction import add_percentiles, model_version, predict
from model.quarantine import separate_rows
from store import writer
from store.connection import Cursor


def derive(cursor: Cursor) -> None:
    """Derive the values that count and score every cluster, from all rows that count in the open transaction."""
    writer.derive_attributes(cursor, likeliest_adoption(writer.outcome_rows(cursor)))
    score(cursor)


def score(cursor: Cursor) -> None:
    """Predict both tiers of every cluster from all evidence in the open transaction and store what changed.

    A cluster is scored again only when its evidence, its national context or the model changed. Evidence that the
    model cannot read is set aside in the table ``quarantine``, each with its reason.
    """
    given = writer.model_input(cursor)
    ids = given.clusters["cluster_id"].tolist()
    national = make_context(given.countries, given.country_context)
    evidence, set_aside = separate_rows(given.evidence, ids)
    writer.replace_derived(cursor, "quarantine", set_aside)
    countries = given.clusters["country_iso3"]
    hashes = pd.Series(evidence_hash(evidence, ids, national.of(countries.tolist())), index=ids)
    kept = _still_valid(writer.stored_predictions(cursor), hashes)
    is_changed = ~given.clusters["cluster_id"].isin(kept["cluster_id"])
    asked = given.clusters.loc[is_changed, "cluster_id"].tolist(), national.of(countries[is_changed].tolist())
    fresh = predict(evidence, *asked)
    fresh["input_hash"] = fresh["cluster_id"].map(hashes)
    country_level = given.clusters.loc[given.clusters["is_country_level"], "cluster_id"].tolist()
    writer.replace_derived(cursor, "predictions", add_percentiles(_join(kept, fresh), country_level))
    classes = writer.stored_classes(cursor)
    classes = _join(classes[classes["cluster_id"].isin(kept["cluster_id"])], classify(evidence, *asked))
    writer.replace_derived(cursor, "implications", classes.merge(screen(evidence, ids), on="cluster_id"))


def _still_valid(stored: pd.DataFrame, hashes: pd.Series) -> pd.DataFrame:
    """Return the stored predictions that were made by this model from what holds now."""
    same_input = stored["cluster_id"].map(hashes) == stored["input_hash"]
    return stored[same_input & (stored["model_version"] == model_version())]


def _join(kept: pd.DataFrame, fresh: pd.DataFrame) -> pd.DataFrame:
    """Return both below each other; an empty frame would spoil the types of the other."""
    return pd.concat([kept, fresh], ignore_index=True) if len(kept) else fresh
