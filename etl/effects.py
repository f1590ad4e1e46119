"""What a change of the evidence does to predictions: clusters whose colour, class or flag would be another one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

import codebook
from model.context import make_context
from model.implications import classify, screen
from model.prediction import predict
from model.quarantine import separate_rows
from model.states import TIERS
from store import batches, writer
from store.connection import Cursor

READ = ("evidence_id", "cluster_id", "factor", "value", "tier", "year", "source_id", "confidence")
"""Columns of evidence that the model reads."""


@dataclass(frozen=True)
class Effects:
    """How many clusters a change moves.

    Attributes
    ----------
    clusters
        Clusters that the change speaks of.
    new_clusters
        Those among them that did not count before.
    other_colour
        Clusters with another colour class, by tier.
    other_class
        Clusters with another class of propositions.
    raised, dropped
        Clusters that get the smokescreen flag, and that lose it.
    """

    clusters: int
    new_clusters: int
    other_colour: dict[str, int]
    other_class: int
    raised: int
    dropped: int

    def as_dict(self) -> dict[str, object]:
        """Return the effects as plain values for JSON."""
        return dict(vars(self))


def effects_of(
    cursor: Cursor,
    clusters: pd.DataFrame,
    added: pd.DataFrame,
    removed_batch: int | None = None,
    touched: Sequence[str] = (),
) -> Effects:
    """Return what adding rows, or taking a batch away, does to the clusters named.

    Parameters
    ----------
    cursor
        Of an open transaction in which the change is not made yet.
    clusters
        New clusters: cluster_id, country_iso3.
    added
        New evidence with the columns of ``READ``.
    removed_batch
        Number of a batch whose evidence is taken away.
    touched
        Clusters that this evidence speaks of.
    """
    ids = list(dict.fromkeys([*clusters["cluster_id"], *added["cluster_id"], *touched]))
    known, before = batches.clusters_for_model(cursor, ids)
    new = clusters[~clusters["cluster_id"].isin(known["cluster_id"])]
    everywhere = pd.concat([known, new[["cluster_id", "country_iso3"]]], ignore_index=True)
    kept = before if removed_batch is None else before[before["batch_id"] != removed_batch]
    after = pd.concat([kept[[*READ]], added[[*READ]]], ignore_index=True) if len(added) else kept
    return _compare(_scores(cursor, before, everywhere), _scores(cursor, after, everywhere), len(new))


def _scores(cursor: Cursor, evidence: pd.DataFrame, clusters: pd.DataFrame) -> pd.DataFrame:
    """Return colour class by tier, class of propositions and flag of each cluster, in the order of `clusters`."""
    ids = clusters["cluster_id"].tolist()
    context = make_context(*writer.national_input(cursor)).of(clusters["country_iso3"].tolist())
    rows, _ = separate_rows(evidence, ids)
    predicted = predict(rows, ids, context)
    colours = predicted["above_unknown"].map(codebook.adoption_class).to_numpy().reshape(-1, len(TIERS))
    frame = pd.DataFrame(colours, columns=[*TIERS])
    frame["known"] = predicted["known_factors"].to_numpy().reshape(-1, len(TIERS)).max(axis=1, initial=0) > 0
    frame["proposition"] = classify(rows, ids, context)["proposition_class"].to_numpy()
    frame["is_smokescreen"] = screen(rows, ids)["is_smokescreen"].to_numpy(dtype=bool)
    return frame


def _compare(before: pd.DataFrame, after: pd.DataFrame, new_clusters: int) -> Effects:
    # A place that nobody knew has no colour that could change: it becomes known.
    was_known = before["known"].to_numpy()
    differs = {tier: int(np.sum(was_known & (before[tier] != after[tier]).to_numpy())) for tier in TIERS}
    return Effects(
        clusters=len(after),
        new_clusters=new_clusters,
        other_colour=differs,
        other_class=int(np.sum(was_known & (before["proposition"] != after["proposition"]).to_numpy())),
        raised=int((after["is_smokescreen"] & ~before["is_smokescreen"]).sum()),
        dropped=int((before["is_smokescreen"] & ~after["is_smokescreen"]).sum()),
    )
