"""The rows of a validation's tables as plain data: one class a table.

Nothing is computed here. None means "not defined", never 0.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """How one contestant did on one tier in one design; all numbers None where there are too few cases.

    Attributes
    ----------
    model, tier, design
        Names of contestant, tier and design.
    n
        Judged clusters.
    rps, log, auc
        Mean ranked probability score and mean log score (lower is better), and the chance that a cluster with some
        adoption is placed above one with none (higher is better); the base rate has no AUC.
    gain, gain_se
        By how much the ranked probability score is below the base rate's, and the paired standard error of that.
    rps_low, rps_high, log_low, log_high, auc_low, auc_high, gain_low, gain_high
        Ends of 95 % intervals.
    """

    model: str
    tier: str
    design: str
    n: int
    rps: float | None = None
    log: float | None = None
    auc: float | None = None
    gain: float | None = None
    gain_se: float | None = None
    rps_low: float | None = None
    rps_high: float | None = None
    log_low: float | None = None
    log_high: float | None = None
    auc_low: float | None = None
    auc_high: float | None = None
    gain_low: float | None = None
    gain_high: float | None = None


@dataclass(frozen=True)
class Comparison:
    """One contestant against another on the same clusters, and how many clusters would settle it.

    Attributes
    ----------
    model, against, tier, design, n
        Who, against whom, where, and on how many clusters.
    gain, gain_sd
        Mean and standard deviation over clusters of the difference of ranked probability scores; above 0 `model` is
        better.
    z
        The gain in standard errors.
    n_needed, n_more
        Clusters with which a gain of this size would be 2.5 standard errors, and how many more than `n` that are; None
        where there is no gain.
    """

    model: str
    against: str
    tier: str
    design: str
    n: int
    gain: float | None = None
    gain_sd: float | None = None
    z: float | None = None
    n_needed: int | None = None
    n_more: int | None = None


@dataclass(frozen=True)
class Gate:
    """Whether one tier's predictions must be called illustrative.

    Attributes
    ----------
    n
        Clusters that were coded after the form of the model stood.
    z_base_rate, z_index
        The theory's gain over the base rate and over the index on them, in standard errors.
    illustrative
        True unless both exceed the threshold.
    """

    n: int
    z_base_rate: float | None
    z_index: float | None
    illustrative: bool


@dataclass(frozen=True)
class CalibrationBin:
    """Forecast chances of at least partial adoption between two bounds, and what came.

    Attributes
    ----------
    tier, design
        Where; the contestant is the theory.
    low, high
        Bounds of the bin.
    n
        Clusters in it.
    forecast, observed
        Mean forecast chance and share with at least partial adoption; None in an empty bin.
    observed_low, observed_high
        95 % interval of the share.
    """

    tier: str
    design: str
    low: float
    high: float
    n: int
    forecast: float | None
    observed: float | None
    observed_low: float | None
    observed_high: float | None


@dataclass(frozen=True)
class Scale:
    """How far the documented clusters lie above what the model implies for them: selection on the outcome.

    Attributes
    ----------
    tier, n
        Tier and number of clusters with a coded outcome.
    coded_share
        Share of them with at least partial adoption.
    implied_share
        What the model, unmoved, implies for the same clusters.
    unknown_share
        What it implies for a cluster about which nothing is known.
    """

    tier: str
    n: int
    coded_share: float
    implied_share: float
    unknown_share: float


@dataclass(frozen=True)
class Sensitivity:
    """What one change of the priors does to the predictions of one tier of all clusters.

    Attributes
    ----------
    variant, label
        Name, and what is changed in words.
    tier, n
        Tier and number of clusters.
    rank_correlation
        Spearman's, of the expected levels with those of the baseline.
    mean_change, largest_change
        Of the expected level, without sign.
    base_change
        What of that the level of a place changes about which nothing is known, with its sign.
    class_changed_share
        Share of clusters whose class of propositions changes; "undetermined" counts as one.
    colour_changed_share
        Share of clusters that change their colour on the map.
    """

    variant: str
    label: str
    tier: str
    n: int
    rank_correlation: float | None
    mean_change: float
    largest_change: float
    base_change: float
    class_changed_share: float
    colour_changed_share: float


@dataclass(frozen=True)
class Convergence:
    """How well a prediction goes with an indicator that it never reads, in clusters without any coded adoption.

    Attributes
    ----------
    predictor
        ``theory``, with or without context, or ``index``.
    indicator
        Name of the outcome or practice, None for the mean over all of them, weighted by n.
    n
        Clusters.
    rho
        Spearman's rank correlation with the good end of the indicator.
    p
        Chance of a correlation at least as far from 0 if clusters were shuffled.
    """

    predictor: str
    indicator: str | None
    n: int
    rho: float | None
    p: float | None
