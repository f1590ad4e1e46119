"""Which documented cases speak for the paper's propositions and which against, by the rule of the classes.

The rule is that of `model.propositions`, read on what sources say instead of on draws. Where a document is missing the
answer is neither yes nor no: a case speaks only if it does so whatever the missing documents would say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import codebook
from model.documented import UNKNOWN, Documented
from model.priors import FACTOR_INDEX, SERVED, PriorTable
from model.propositions import ROUNDING
from model.structure import FROM_ABOVE, FROM_BELOW

Answer = bool | None
"""Yes, no, or that the documents do not say."""


@dataclass(frozen=True)
class ProposedCase:
    """What is documented of one cluster whose first-tier practice is coded.

    Attributes
    ----------
    cluster_id
        The cluster.
    has_practice
        Whether first-tier firms show at least some practice.
    lower_has_practice
        Whether the lower tiers do.
    has_both
        Whether buyers are at their most visible and the association at its strongest.
    is_strong
        Whether drivers are strong: both of the above, or pressure from above times pressure from below at .25 or more.
    is_put_out
        Whether work is put out at least in part.
    """

    cluster_id: str
    has_practice: bool
    lower_has_practice: Answer
    has_both: Answer
    is_strong: Answer
    is_put_out: Answer

    @property
    def stops(self) -> Answer:
        """Whether practice stops at the first tier: work is put out, and the lower tiers show none."""
        if not self.has_practice:
            return None
        if self.is_put_out is False or self.lower_has_practice:
            return False
        return True if self.is_put_out and self.lower_has_practice is False else None

    def speaks(self, proposition: int) -> Answer:
        """Return whether the case speaks for (yes) or against (no) proposition 1, 2 or 3, or for neither.

        1. Practice where buyers are visible and an association acts; against: none in spite of both.
        2. Practice that stops at the first tier; against: practice that does not.
        3. No practice where drivers are weak; against: practice in spite of that, or none in spite of strong drivers.
        """
        if proposition == 1:
            return self.has_practice if self.has_both else None
        if proposition == 2:
            return self.stops
        if self.is_strong is None:
            return None
        if self.is_strong:
            return None if self.has_practice else False
        return not self.has_practice

    @property
    def is_surprise(self) -> bool:
        """Whether the theory did not expect it: strong drivers, and no practice."""
        return self.is_strong is True and not self.has_practice


PROPOSITIONS = (1, 2, 3)
"""The paper's propositions."""


def proposed_cases(documents: Documented, table: PriorTable = SERVED) -> list[ProposedCase]:
    """Return every cluster whose first-tier practice is coded, in the order of the documents."""
    cases = []
    for cluster_id, levels, outcome in zip(documents.cluster_ids, documents.level, documents.outcome, strict=True):
        if outcome[0] == UNKNOWN:
            continue
        of_factor = {name: int(levels[place, 0]) for name, place in FACTOR_INDEX.items()}
        has_both = _all(_at_least(of_factor[name], 2) for name in ("buyer_visibility", "business_association"))
        cases.append(
            ProposedCase(
                cluster_id=cluster_id,
                has_practice=bool(outcome[0] > 0),
                lower_has_practice=_at_least(int(outcome[1]), 1),
                has_both=has_both,
                is_strong=_is_strong(of_factor, has_both, table),
                is_put_out=_at_least(of_factor["subcontracting"], 1),
            )
        )
    return cases


def _at_least(level: int, bound: int) -> Answer:
    return None if level == UNKNOWN else level >= bound


def _all(answers: Iterable[Answer]) -> Answer:
    known = list(answers)
    if False in known:
        return False
    return None if None in known else True


def _is_strong(levels: Mapping[str, int], has_both: Answer, table: PriorTable) -> Answer:
    """Return whether drivers are strong, None where missing documents could make them so or not."""
    bound = table.constant("strong_pressure") - ROUNDING
    above, below = (_range_of(names, levels) for names in (FROM_ABOVE, FROM_BELOW))
    if has_both or above[0] * below[0] >= bound:
        return True
    return False if has_both is False and above[1] * below[1] < bound else None


def _range_of(names: Iterable[str], levels: Mapping[str, int]) -> tuple[float, float]:
    """Return the least and the greatest mean effect of some factors, an undocumented one anything from 0 to 1."""
    ends = [_effect(name, levels[name]) for name in names]
    return sum(low for low, _ in ends) / len(ends), sum(high for _, high in ends) / len(ends)


def _effect(factor: str, level: int) -> tuple[float, float]:
    if level == UNKNOWN:
        return 0.0, 1.0
    effect = (0.0, float(codebook.prior("zeta", factor).median or 0.0), 1.0)[level]
    return effect, effect
