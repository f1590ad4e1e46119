"""A second implementation of the model: loops over one cluster and its draws, no arrays.

Slow and plain on purpose. It reads the codebook's priors by name and writes the formula as prose
would, so that a slip in the arrays of the product shows up as a difference.
"""

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

import codebook
from model.draws import Draws

Row = Mapping[Hashable, object]
Chances = list[float]


def states(rows: Sequence[Row], tier: str) -> dict[str, Chances]:
    """Return the chances of the three levels of every factor in one tier."""
    counted = [row for row in rows if row["factor"] in codebook.PREDICTORS]
    same_source = Counter((row["factor"], row["source_id"]) for row in counted)
    found = {}
    for factor in codebook.PREDICTORS:
        prior = codebook.prior("p0", factor)
        chances = [prior.lowest or 0.0, prior.middle or 0.0, prior.highest or 0.0]
        for row in counted:
            if row["factor"] == factor:
                weight = _weight(row, tier) / same_source[factor, row["source_id"]]
                chances = [chance * _likelihood(row, level) ** weight for level, chance in enumerate(chances)]
        found[factor] = [chance / sum(chances) for chance in chances]
    return found


def _number(name: str) -> float:
    return codebook.prior(name).median or 0.0


def _likelihood(row: Row, level: int) -> float:
    values = [value.value for value in codebook.values(str(row["factor"]))]
    said = values.index(str(row["value"]))
    sharpness = _number(f"k_{row['confidence']}")
    every = [math.exp(-sharpness * abs(other - level)) for other in range(3)]
    return every[said] / sum(every)


def _weight(row: Row, tier: str) -> float:
    year = float(str(row["year"]))
    if math.isnan(year):
        weight = _number("missing_year_weight")
    else:
        age = max(0.0, _number("reference_year") - year)
        weight = math.pow(2.0, -age / _number("half_life_years"))
    if row["tier"] not in {tier, "all"} and row["factor"] != "subcontracting":
        weight *= _number("other_tier_weight")
    return weight


def _m(chances: Mapping[str, Chances], draws: Draws, d: int) -> dict[str, float]:
    effects = {}
    for j, factor in enumerate(codebook.PREDICTORS):
        lowest, middle, _ = chances[factor]
        rank = draws.rank[j, d]
        zeta = float(draws.zeta[j, d])
        effects[factor] = 0.0 if rank < lowest else zeta if rank < lowest + middle else 1.0
    return effects


def _from_below(m: Mapping[str, float]) -> float:
    return (m["peer_monitoring"] + m["community_accountability"] + m["union_presence"] + m["ngo_media_monitoring"]) / 4


def _latent(m: Mapping[str, float], draws: Draws, d: int) -> float:
    beta = {factor: float(draws.beta[j, d]) for j, factor in enumerate(codebook.PREDICTORS)}
    eta = float(draws.eps[d])
    for factor in codebook.PREDICTORS:
        sign = -1 if codebook.FACTORS[factor].role == "barrier" else 1
        eta += sign * beta[factor] * m[factor]
    law, union, visible = m["law_enforcement"], m["union_presence"], m["buyer_visibility"]
    eta -= draws.phi_capture[d] * beta["law_enforcement"] * law * m["regulator_capture"]
    eta -= draws.phi_suppression[d] * beta["union_presence"] * union * m["union_suppression"]
    eta += draws.gamma_visibility_association[d] * visible * m["business_association"]
    eta += draws.gamma_topdown_bottomup[d] * (law + visible) / 2 * _from_below(m)
    return eta


def latent(rows: Sequence[Row], draws: Draws) -> tuple[list[float], list[float]]:
    """Return latent adoption of the first and of the lower tier, one number a draw."""
    first_states, lower_states = states(rows, "first"), states(rows, "lower")
    first, lower = [], []
    for d in range(draws.count):
        m_first, m_lower = _m(first_states, draws, d), _m(lower_states, draws, d)
        out = m_first["subcontracting"]
        gap = draws.delta[d] * (1 - draws.omega[d] * _from_below(m_lower))
        gap += draws.kappa_subcontracting[d] * out
        gap += draws.kappa_visibility[d] * out * m_first["buyer_visibility"]
        first.append(_latent(m_first, draws, d))
        lower.append(_latent(m_lower, draws, d) - gap)
    return first, lower


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def levels(eta: Sequence[float], draws: Draws) -> tuple[list[float], list[float]]:
    """Return the chances of at least partial and of substantial adoption, one each a draw."""
    p_any = [_logistic(e - draws.c1[d]) for d, e in enumerate(eta)]
    p_substantial = [_logistic(e - draws.c2[d]) for d, e in enumerate(eta)]
    return p_any, p_substantial


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _win(level: float, base: float) -> float:
    # Equal levels may differ in the last bit when sums run in another order.
    if abs(level - base) < 1e-12:
        return 0.5
    return 1.0 if level > base else 0.0


def predict(rows: Sequence[Row], draws: Draws) -> dict[str, dict[str, float]]:
    """Return the numbers of both tiers, named as the columns of the predictions."""
    unknown = latent([], draws)
    result = {}
    known = latent(rows, draws)
    for tier, eta, eta_unknown in zip(("first", "lower"), known, unknown, strict=True):
        p_any, p_substantial = levels(eta, draws)
        level = [a + b for a, b in zip(p_any, p_substantial, strict=True)]
        base = [a + b for a, b in zip(*levels(eta_unknown, draws), strict=True)]
        wins = [_win(a, b) for a, b in zip(level, base, strict=True)]
        count = len(level)
        result[tier] = {
            "p_none": 1 - sum(p_any) / count,
            "p_partial": (sum(p_any) - sum(p_substantial)) / count,
            "p_substantial": sum(p_substantial) / count,
            "expected": sum(level) / count,
            "interval_low": _quantile(level, 0.05),
            "interval_high": _quantile(level, 0.95),
            "above_unknown": sum(wins) / count,
            "base": sum(base) / count,
        }
    return result
