"""What was tried, read from the lake: accounts of initiatives and the figures that a sentence is made of.

An initiative that several sources describe has several accounts. How strongly it was evaluated is the strongest
comparison among them, and only accounts with that comparison say what was found: a claim never borrows the strength of
somebody else's measurement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

import codebook
from store.asking import ask
from store.connection import Lake

FILTERS = ("kind", "topic", "route", "led_by", "tier_reached", "comparison", "finding", "country", "sector")
"""What initiatives can be narrowed by; any value of one suffices, all must hold."""

COMPARISONS = tuple(item.value for item in codebook.values("comparison") if item.rank is not None)
"""Ways of comparing, weakest first; where none is known, it is weaker still."""

WITH_OTHERS = COMPARISONS[COMPARISONS.index(codebook.value("comparison", "comparison_group").value) :]
"""The ways that compare with somebody outside the initiative."""

YES = codebook.value("yes_no_unknown", "yes").value
UNKNOWN = codebook.value("finding", "unknown").value


@dataclass(frozen=True)
class InitiativeCounts:
    """Numbers of initiatives, each counted once however many sources describe it.

    Attributes
    ----------
    initiatives, clusters
        How many there are, and at how many clusters.
    with_baseline, with_comparison_group, with_both
        Those for which some source measured before it began, compared with others outside it, or both.
    improved, improved_unmeasured
        Those whose strongest accounts agree on an improvement, and those of them that compare it with nothing.
    rival
        Those whose sources disagree.
    naming_gain, naming_loss, naming_both
        Those for which some source names who gained, who lost, or both.
    """

    initiatives: int
    clusters: int
    with_baseline: int
    with_comparison_group: int
    with_both: int
    improved: int
    improved_unmeasured: int
    rival: int
    naming_gain: int
    naming_loss: int
    naming_both: int


def initiative_accounts(lake: Lake, wanted: Mapping[str, Sequence[str]] | None = None) -> pd.DataFrame:
    """Return the accounts of all initiatives that a choice lets through.

    Parameters
    ----------
    wanted
        Values by name of `FILTERS`; a name that is missing or empty means all. ``comparison`` and ``finding`` speak of
        the initiative as a whole, as the strongest accounts have it.

    Returns
    -------
    pandas.DataFrame
        One row per initiative and source, the strongest account of an initiative first: the columns of
        ``interventions`` but the batch, cluster_name, country_iso3, country_name, sector, then citation, source_year,
        doi, url, source_type, and of the initiative as a whole strength (its strongest comparison), standing_finding
        (what the accounts of that strength found; missing where they disagree), has_baseline, is_rival.

    Raises
    ------
    EmptyLakeError
        When nothing was ever built.
    """
    chosen = wanted or {}
    values: dict[str, object] = {name: list(chosen.get(name, ())) or None for name in FILTERS}
    return ask(
        lake, "initiative_accounts", {**values, "comparisons": list(COMPARISONS), "yes": YES, "unknown": UNKNOWN}
    ).df()


def initiatives_of(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per initiative, its strongest account, with the number of its accounts as ``accounts``."""
    sizes = accounts.groupby("intervention_id")["source_type"].size()
    first = accounts.drop_duplicates("intervention_id").reset_index(drop=True)
    return first.assign(accounts=first["intervention_id"].map(sizes).astype(int))


def count_initiatives(accounts: pd.DataFrame) -> InitiativeCounts:
    """Return the figures of some accounts, as `initiative_accounts` gives them."""
    initiatives = initiatives_of(accounts)
    is_compared = initiatives["strength"].isin(WITH_OTHERS)
    improved = initiatives["standing_finding"] == codebook.values("finding")[_best()].value
    # Weakest first, so the first of all compares with nothing; what is not known is no measurement either.
    is_measured = initiatives["strength"].isin(COMPARISONS[1:])
    gain, loss = (
        initiatives["intervention_id"].isin(accounts.loc[accounts[side].notna(), "intervention_id"])
        for side in ("gained", "lost")
    )
    return InitiativeCounts(
        initiatives=len(initiatives),
        clusters=int(initiatives["cluster_id"].nunique()),
        with_baseline=int(initiatives["has_baseline"].sum()),
        with_comparison_group=int(is_compared.sum()),
        with_both=int((initiatives["has_baseline"].astype(bool) & is_compared).sum()),
        improved=int(improved.sum()),
        improved_unmeasured=int((improved & ~is_measured).sum()),
        rival=int(initiatives["is_rival"].sum()),
        naming_gain=int(gain.sum()),
        naming_loss=int(loss.sum()),
        naming_both=int((gain & loss).sum()),
    )


def _best() -> int:
    """Return the place of the best finding among the codebook's."""
    return sum(item.rank is not None for item in codebook.values("finding")) - 1
