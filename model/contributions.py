"""What each factor adds to the expected level, exactly: a split of the distance from the cluster nobody has studied."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import expit

from model import structure
from model.draws import Draws
from model.priors import FACTOR_INDEX, FloatArray
from model.scoring import Reference

Forms = tuple[structure.Form, structure.Form]
"""The form of latent adoption of a tier, and that of the gap."""


def split_contributions(state: structure.Latent, draws: Draws, reference: Reference) -> tuple[FloatArray, FloatArray]:
    """Return what each factor adds to the expected level in two parts, own and joint, [2 tiers, clusters, 15].

    Within a draw, latent adoption is a sum of shares of the factors (`shares`), and so is its distance from the
    reference, eta - eta0. The level h is a curve over latent adoption; a factor with a third of that distance gets a
    third of h(eta) - h(eta0), whichever way the others point. The mean over draws keeps the sum: expected = base + all
    parts of all factors. Rescaling mean shares instead would be simpler, and wrong: near the base it can turn signs.

    The joint part is what a factor owes to products with others: known buyers with an active association, pressure
    from above with pressure from below, enforcement against bribes, unions against suppression, work put out for known
    buyers.
    """
    slope = level_slope(state.eta, reference.latent.eta, draws)
    change = state.m - reference.latent.m
    form, gap = _forms(draws)
    alone = replace(form, pairs={}), replace(gap, pairs={})
    together = replace(form, linear={}), replace(gap, linear={})
    own, joint = (_levels_of(change, forms, state, reference, slope) for forms in (alone, together))
    return own, joint


def context_contributions(
    state: structure.Latent, without: FloatArray, draws: Draws, reference: Reference
) -> FloatArray:
    """Return the part of each contribution that national context adds, [2 tiers, clusters, 15 factors].

    A factor goes from the cluster nobody has studied to where the evidence takes it, and from there to where context
    and evidence together do. Its share is proportional to the way, so it splits along it: the second leg is what
    context adds, the rest is the evidence's. Where evidence is sure the second leg is short. A factor whose effect is
    .2 in a draw of the unknown cluster, .6 by evidence and .7 with context owes context a fifth of its share.

    Parameters
    ----------
    without
        Effects of the factors by evidence alone, [2 tiers, clusters, 15, draws], as `structure.effects` gives them.
    """
    slope = level_slope(state.eta, reference.latent.eta, draws)
    return _levels_of(state.m - without, _forms(draws), state, reference, slope)


def _forms(draws: Draws) -> Forms:
    """Return the forms of latent adoption and of the gap."""
    return structure.latent_form(draws), structure.gap_form(draws)


def _levels_of(
    change: FloatArray,
    forms: Forms,
    state: structure.Latent,
    reference: Reference,
    slope: FloatArray,
) -> FloatArray:
    """Return what a change of effects adds to the levels by the terms of some forms, [2 tiers, clusters, 15]."""
    form, gap = forms
    first, lower = (shares(form, m, base, by) for m, base, by in zip(state.m, reference.latent.m, change, strict=True))
    mixed, mixed_base, mixed_change = (structure.gap_effects(m[0], m[1]) for m in (state.m, reference.latent.m, change))
    moved = np.stack([first, lower - shares(gap, mixed, mixed_base, mixed_change)]) * slope[:, :, None, :]
    # Adding 0 makes a plain 0 of the -0 that a barrier at its reference leaves.
    levels: FloatArray = moved.mean(axis=3) + 0.0
    return levels


def shares(form: structure.Form, m: FloatArray, base: FloatArray, change: FloatArray | None = None) -> FloatArray:
    """Return the share of each factor in form(m) - form(base), [clusters, 15, draws].

    The Shapley value: what a factor adds on average over all orders in which factors can be moved
    from the reference to their own level. For a bilinear form it is closed: the change of a factor
    times its own coefficient, plus, for each product it stands in, times the coefficient and the
    mean of the partner's two effects. So a product is split evenly: two factors that both go from 0
    to 1 and stand in a product with coefficient 1.0 get .5 each for it.

    Parameters
    ----------
    m, base
        Effects where the factors are, and where they came from, [clusters, 15, draws].
    change
        The part of the way that is asked for, in the same shape; all of it where not given.
    """
    change = m - base if change is None else change
    share = np.zeros_like(change)
    for name, coefficient in form.linear.items():
        factor = FACTOR_INDEX[name]
        share[:, factor] += coefficient * change[:, factor]
    for (one_name, other_name), coefficient in form.pairs.items():
        one, other = FACTOR_INDEX[one_name], FACTOR_INDEX[other_name]
        share[:, one] += coefficient * change[:, one] * (m[:, other] + base[:, other]) / 2.0
        share[:, other] += coefficient * change[:, other] * (m[:, one] + base[:, one]) / 2.0
    return share


def level_slope(eta: FloatArray, base: FloatArray, draws: Draws) -> FloatArray:
    """Return the level gained per unit of latent adoption from `base` to `eta`, always positive.

    That is (h(eta) - h(base)) / (eta - base) for the level h, the sum of two logistic curves, with
    arrays of shape [..., draws]. As logistic(a) logistic(-b) (1 - e^-(a-b)) / (a - b) it needs no
    subtraction of nearly equal numbers; where both are equal it is the slope of the curve itself.
    From latent 0 to 1 with a cut point at 0: (.7311 - .5) / 1 = .2311.
    """
    distance = eta - base
    is_same = distance == 0.0
    ratio = np.where(is_same, 1.0, -np.expm1(-distance) / np.where(is_same, 1.0, distance))
    both = expit(eta - draws.c1) * expit(draws.c1 - base)
    both += expit(eta - draws.c2) * expit(draws.c2 - base)
    slope: FloatArray = ratio * both
    return slope
