"""The structural formula of both tiers, in one place: from states and draws to latent adoption.

Read as a sentence: drivers raise and barriers lower what first-tier firms do; captured officials
take away part of what the law does, and suppressed unions part of what unions do; visible buyers
and an active association add to each other, and so do pressure from above and from below; the
lower tier stays behind by a gap that local pressure narrows and subcontracting widens.

With m the effect of a factor's level (0 at the lowest, zeta in the middle, 1 at the highest),
T = (m_law + m_visibility) / 2 the pressure from above and
B = (m_peer + m_community + m_union + m_ngo) / 4 the pressure from below::

    latent = sum of sign beta m - phi_capture beta_law m_law m_capture
             - phi_suppression beta_union m_union m_suppression
             + gamma_1 m_visibility m_association + gamma_2 T B + eps
    gap    = delta (1 - omega B) + kappa m_sub + kappa_v m_sub m_visibility

    first tier: latent at its own m            P(at least level k) = logistic(first - c_k)
    lower tier: latent at its own m - gap      P(at least level k) = logistic(lower - c_k)

Both expressions are bilinear in m, and are kept as such (`Form`), so that the score and its exact
explanation read the same coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

import codebook
from model.draws import Draws
from model.priors import FACTOR_INDEX, FloatArray
from model.states import TIERS

EDITION = 1
"""Number of the formula, part of the model version; raised whenever the formula changes."""

FROM_ABOVE = ("law_enforcement", "buyer_visibility")
"""Factors whose mean effect is the pressure from above, T."""

FROM_BELOW = (
    "peer_monitoring",
    "community_accountability",
    "union_presence",
    "ngo_media_monitoring",
)
"""Factors whose mean effect is the pressure from below, B."""


@dataclass(frozen=True)
class Form:
    """An expression constant + sum_j a_j m_j + sum_ij a_ij m_i m_j, one of each per draw.

    Attributes
    ----------
    constant
        [draws].
    linear
        Coefficient of each factor that stands alone, by name, [draws] each.
    pairs
        Coefficient of each product of two factors, by their names, [draws] each.
    """

    constant: FloatArray
    linear: dict[str, FloatArray]
    pairs: dict[tuple[str, str], FloatArray]

    def value(self, m: FloatArray) -> FloatArray:
        """Return the expression at effects m [clusters, 15, draws], [clusters, draws].

        Only element-wise steps in a fixed order: a cluster gets the same bits alone and in a crowd.
        """
        total = np.repeat(self.constant[None, :], m.shape[0], axis=0)
        for name, coefficient in self.linear.items():
            total += coefficient * m[:, FACTOR_INDEX[name]]
        for (one, other), coefficient in self.pairs.items():
            total += coefficient * m[:, FACTOR_INDEX[one]] * m[:, FACTOR_INDEX[other]]
        return total


@dataclass(frozen=True)
class Latent:
    """Latent adoption of both tiers.

    Attributes
    ----------
    eta
        [2 tiers, clusters, draws], on the scale of the cut points.
    m
        Effects of the factors that each tier's `latent` was taken at, [2, clusters, 15, draws].
    """

    eta: FloatArray
    m: FloatArray


def effects(q: FloatArray, draws: Draws) -> FloatArray:
    """Return each factor's effect m in each draw, [clusters, 15, draws], from [clusters, 15, 3].

    A factor takes the level in whose stretch of the chances the draw's rank falls: with chances
    .40, .50, .10 a rank of .30 gives the lowest level and m = 0, .70 the middle one and m = zeta,
    .95 the highest and m = 1. A factor of which one level is certain has it in every draw.
    """
    to_lowest = q[:, :, 0, None]
    to_middle = (q[:, :, 0] + q[:, :, 1])[:, :, None]
    above_lowest = np.where(draws.rank < to_middle, draws.zeta, 1.0)
    return np.where(draws.rank < to_lowest, 0.0, above_lowest)


def latent_form(draws: Draws) -> Form:
    """Return the form of latent adoption of a tier from its own states, before the gap."""
    beta = dict(zip(FACTOR_INDEX, draws.beta, strict=True))
    linear = {name: _sign(name) * strength for name, strength in beta.items()}
    pairs = {
        ("law_enforcement", "regulator_capture"): -draws.phi_capture * beta["law_enforcement"],
        ("union_presence", "union_suppression"): -draws.phi_suppression * beta["union_presence"],
        ("buyer_visibility", "business_association"): draws.gamma_visibility_association,
    }
    share = draws.gamma_topdown_bottomup / (len(FROM_ABOVE) * len(FROM_BELOW))
    pairs |= {(above, below): share for above in FROM_ABOVE for below in FROM_BELOW}
    return Form(draws.eps, linear, pairs)


def gap_form(draws: Draws) -> Form:
    """Return the form of the gap between the tiers, never below 0, to be taken at `gap_effects`."""
    closed = -draws.delta * draws.omega / len(FROM_BELOW)
    linear = dict.fromkeys(FROM_BELOW, closed)
    linear["subcontracting"] = draws.kappa_subcontracting
    pairs = {("subcontracting", "buyer_visibility"): draws.kappa_visibility}
    return Form(draws.delta, linear, pairs)


def gap_effects(first: FloatArray, lower: FloatArray) -> FloatArray:
    """Return the effects behind the gap: pressure from below at the lower tier, the rest above.

    What is put out, and how visible the buyers are, are facts of the first tier's firms, which do
    the putting out; whether neighbours, unions and reporters look on is a fact of the units below.
    """
    mixed = first.copy()
    for name in FROM_BELOW:
        mixed[:, FACTOR_INDEX[name]] = lower[:, FACTOR_INDEX[name]]
    return mixed


def latent(q: FloatArray, draws: Draws) -> Latent:
    """Return latent adoption of both tiers from states [clusters, 15, 2 tiers, 3].

    For clusters whose lower tier has no evidence of its own the lower tier is the first minus the
    gap, so at or below it in every draw.
    """
    m = np.stack([effects(q[:, :, tier], draws) for tier in range(len(TIERS))])
    form = latent_form(draws)
    gap = gap_form(draws).value(gap_effects(m[0], m[1]))
    return Latent(np.stack([form.value(m[0]), form.value(m[1]) - gap]), m)


def pressure(m: FloatArray) -> FloatArray:
    """Return pressure from above times pressure from below, T B, [clusters, draws], 0 to 1, at effects m."""
    above, below = (m[:, [FACTOR_INDEX[name] for name in names]].mean(axis=1) for names in (FROM_ABOVE, FROM_BELOW))
    product: FloatArray = above * below
    return product


def at_least(eta: FloatArray, draws: Draws) -> tuple[FloatArray, FloatArray]:
    """Return the chances of at least partial and of substantial adoption, [..., draws] each.

    At latent 2.0 and cut points 3.2 and 6.2: logistic(-1.2) = .23 and logistic(-4.2) = .015.
    """
    return expit(eta - draws.c1), expit(eta - draws.c2)


def _sign(factor: str) -> float:
    return -1.0 if codebook.FACTORS[factor].role == "barrier" else 1.0
