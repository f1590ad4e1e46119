"""The parts of an explanation, each with the JSON form it has in the command line's and the API's answers.

How they are made stands in `model.explanation`. Classes, flags, screens and suppositions have modules of their own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TierPrediction:
    """The prediction of one tier of one cluster.

    Attributes
    ----------
    p
        Chances of no, partial and substantial adoption, sum 1.
    expected
        Expected level, 0 to 2.
    interval
        90 % interval of the level.
    above_unknown
        Share of draws above the unknown cluster, 0 to 1; .5 where nothing is known.
    base
        Expected level of the unknown cluster.
    """

    p: tuple[float, float, float]
    expected: float
    interval: tuple[float, float]
    above_unknown: float
    base: float

    def as_dict(self) -> dict[str, object]:
        """Return the tier as JSON holds it; the base stands beside both tiers there."""
        return {
            "p": list(self.p),
            "expected": self.expected,
            "interval": list(self.interval),
            "above_unknown": self.above_unknown,
        }


@dataclass(frozen=True)
class Contribution:
    """What one factor adds to, or takes from, the expected level of both tiers.

    Attributes
    ----------
    factor
        Its codebook name.
    first_tier, lower_tier
        Levels added (or, negative, taken away) against the unknown cluster; exactly 0 where the
        state of the factor is that of the unknown cluster.
    first_joint, lower_joint
        The part of them that the factor owes to products with others (synergies and moderators), levels.
    first_context, lower_context
        The part of them that national context adds to what the evidence says, levels; all of it where `inferred`.
    inferred
        True if no evidence row speaks of the factor and its state nevertheless differs from the
        base rates, because the national context moved it.
    is_known_first, is_known_lower
        Whether evidence speaks of the factor in that tier.
    """

    factor: str
    first_tier: float
    lower_tier: float
    first_joint: float
    lower_joint: float
    first_context: float
    lower_context: float
    inferred: bool
    is_known_first: bool
    is_known_lower: bool

    def as_dict(self) -> dict[str, object]:
        """Return the contribution as JSON holds it."""
        return {
            "factor": self.factor,
            "first_tier": self.first_tier,
            "lower_tier": self.lower_tier,
            "first_joint": self.first_joint,
            "lower_joint": self.lower_joint,
            "first_context": self.first_context,
            "lower_context": self.lower_context,
            "inferred": self.inferred,
        }


@dataclass(frozen=True)
class Completeness:
    """How many of the factors that the prediction reads are documented in a tier.

    Attributes
    ----------
    known, of
        Counts of factors.
    """

    known: int
    of: int

    def as_dict(self) -> dict[str, object]:
        """Return the counts as JSON holds them."""
        return {"known": self.known, "of": self.of}


@dataclass(frozen=True)
class Information:
    """What learning one factor in one tier would be worth.

    Attributes
    ----------
    factor, tier
        What would be learned.
    share
        Share of the variance of that tier's level that it would remove, 0 to 1.
    question
        What to ask in the field, naming the tier.
    is_known
        Whether evidence speaks of it already.
    """

    factor: str
    tier: str
    share: float
    question: str
    is_known: bool

    def as_dict(self) -> dict[str, object]:
        """Return the entry as JSON holds it."""
        return {"factor": self.factor, "tier": self.tier, "share": self.share, "question": self.question}


@dataclass(frozen=True)
class Lever:
    """What one favourable step of a factor would add, if the model is right and nothing else changes.

    Attributes
    ----------
    factor
        Its codebook name; a barrier goes one level down.
    first_tier, lower_tier
        Levels added to each tier.
    """

    factor: str
    first_tier: float
    lower_tier: float

    def as_dict(self) -> dict[str, object]:
        """Return the lever as JSON holds it."""
        return {"factor": self.factor, "first_tier": self.first_tier, "lower_tier": self.lower_tier}
