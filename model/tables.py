"""The formula as tables: what each distinct state adds in each draw, relative to the cluster about which nothing is known.

Everything is read from the forms of `model.structure`; no coefficient and no product is named again here. Around the
reference effects m0, with x = m - m0, a bilinear form is

    form(m) - form(m0) = sum_j x_j (a_j + sum_i a_ij m0_i) + sum_ij a_ij x_i x_j,

so a factor in its unknown state has x = 0 and adds nothing, exactly. The products of a form that share a coefficient
are kept as one product of two sums, such as (law + visibility) x (peers + community + unions + press).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model import structure
from model.closure import Closure, make_closure
from model.codes import CodeArray, counts, encode
from model.draws import Draws
from model.prediction import Reference
from model.priors import FACTOR_INDEX, FloatArray

SmallFloats = NDArray[np.float32]
Positions = NDArray[np.intp]


@dataclass(frozen=True)
class Product:
    """A coefficient times the sum of some effects times the sum of others.

    Attributes
    ----------
    coefficient
        [draws].
    ones, others
        Positions of the factors in each sum.
    """

    coefficient: FloatArray
    ones: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True)
class RecentredForm:
    """A form around the reference effects.

    Attributes
    ----------
    linear
        Coefficient of x by factor position, [draws] each.
    products
        Products of the x.
    """

    linear: dict[int, FloatArray]
    products: tuple[Product, ...]


@dataclass(frozen=True)
class Plan:
    """What all blocks of clusters share.

    Attributes
    ----------
    draws, closure
        The draws, and the closed forms made of them.
    rank_position
        Position of each draw's rank among the sorted ranks of its factor, [15, draws].
    base_effects
        Effects of the unknown cluster, [15, draws].
    latent, minus_gap
        Both forms around those effects; the gap with its sign turned, as what it takes from the lower tier.
    base_codes
        Codes of the unknown cluster, [15, 2].
    base_eta, base_levels, base_slopes
        Its latent adoption, level, and slope of the level, [2 tiers, draws].
    """

    draws: Draws
    closure: Closure
    rank_position: NDArray[np.intp]
    base_effects: FloatArray
    latent: RecentredForm
    minus_gap: RecentredForm
    base_codes: CodeArray
    base_eta: FloatArray
    base_levels: FloatArray
    base_slopes: FloatArray


@dataclass(frozen=True)
class Block:
    """Tables of the distinct states that some clusters have, one row per state and factor.

    Attributes
    ----------
    linear
        x times its linear coefficient in the latent form, by factor, [states, draws] each.
    gap_linear
        The same for what the gap takes from the lower tier.
    effect
        x, for the factors that stand in the first sum of a product.
    scaled
        x times the coefficient, by position of the product (latent form first) and factor of its second sum.
    is_highest, is_above_lowest
        1 where the factor stands at that level in the draw, else 0.
    """

    linear: tuple[SmallFloats, ...]
    gap_linear: dict[int, SmallFloats]
    effect: dict[int, SmallFloats]
    scaled: dict[tuple[int, int], SmallFloats]
    is_highest: dict[int, SmallFloats]
    is_above_lowest: dict[int, SmallFloats]


HIGHEST_ASKED = (FACTOR_INDEX["buyer_visibility"], FACTOR_INDEX["business_association"])
"""Factors of which the classes of propositions ask whether they stand at their highest level."""

ABOVE_LOWEST_ASKED = (FACTOR_INDEX["subcontracting"],)
"""Factors of which they ask whether they stand above their lowest level."""


def make_plan(draws: Draws, reference: Reference, base_q: FloatArray) -> Plan:
    """Return the plan of a set of draws; `base_q` are the states of the unknown cluster, [1, 15, 2, 3]."""
    base = reference.latent
    latent = recentred(structure.latent_form(draws), base.m[0, 0])
    gap = recentred(_negative(structure.gap_form(draws)), base.m[0, 0])
    eta = base.eta[:, 0]
    chances = structure.at_least(eta, draws)
    return Plan(
        draws=draws,
        closure=make_closure(draws),
        rank_position=np.argsort(np.argsort(draws.rank, axis=1), axis=1),
        base_effects=base.m[0, 0],
        latent=latent,
        minus_gap=gap,
        base_codes=encode(base_q, draws)[0],
        base_eta=eta,
        base_levels=reference.levels,
        base_slopes=np.sum([chance * (1.0 - chance) for chance in chances], axis=0),
    )


def recentred(form: structure.Form, base: FloatArray) -> RecentredForm:
    """Return a form around the effects `base`, [15, draws]."""
    linear = {FACTOR_INDEX[name]: coefficient.copy() for name, coefficient in form.linear.items()}
    for (one_name, other_name), coefficient in form.pairs.items():
        one, other = FACTOR_INDEX[one_name], FACTOR_INDEX[other_name]
        linear[one] = linear.get(one, 0.0) + coefficient * base[other]
        linear[other] = linear.get(other, 0.0) + coefficient * base[one]
    return RecentredForm(linear, _products(form))


def _negative(form: structure.Form) -> structure.Form:
    linear, pairs = ({name: -value for name, value in part.items()} for part in (form.linear, form.pairs))
    return structure.Form(-form.constant, linear, pairs)


def _products(form: structure.Form) -> tuple[Product, ...]:
    """Return the products of a form, those of one coefficient as one wherever they are all pairs of two sets."""
    by_coefficient: dict[int, list[tuple[int, int]]] = {}
    for (one, other), coefficient in form.pairs.items():
        by_coefficient.setdefault(id(coefficient), []).append((FACTOR_INDEX[one], FACTOR_INDEX[other]))
    coefficients = {id(coefficient): coefficient for coefficient in form.pairs.values()}
    products = []
    for key, pairs in by_coefficient.items():
        ones, others = (tuple(dict.fromkeys(pair[side] for pair in pairs)) for side in (0, 1))
        if len(pairs) == len(ones) * len(others):
            products.append(Product(coefficients[key], ones, others))
        else:
            products += [Product(coefficients[key], (one,), (other,)) for one, other in pairs]
    return tuple(products)


def make_block(plan: Plan, catalogue: Sequence[CodeArray]) -> Block:
    """Return the tables of the distinct codes of each factor."""
    effects = [_effects(plan, factor, codes) for factor, codes in enumerate(catalogue)]
    x = [effect - plan.base_effects[factor] for factor, effect in enumerate(effects)]
    products = (*plan.latent.products, *plan.minus_gap.products)
    return Block(
        linear=tuple(_small(x[factor] * plan.latent.linear[factor]) for factor in range(len(x))),
        gap_linear={factor: _small(x[factor] * coefficient) for factor, coefficient in plan.minus_gap.linear.items()},
        effect={factor: _small(x[factor]) for product in products for factor in product.ones},
        scaled={
            (position, factor): _small(x[factor] * product.coefficient)
            for position, product in enumerate(products)
            for factor in product.others
        },
        is_highest={factor: _small(effects[factor] == 1.0) for factor in HIGHEST_ASKED},
        is_above_lowest={factor: _small(effects[factor] > 0.0) for factor in ABOVE_LOWEST_ASKED},
    )


def _effects(plan: Plan, factor: int, codes: CodeArray) -> FloatArray:
    """Return the effect of a factor in each draw for each of its codes, [codes, draws]."""
    below, to_middle = counts(codes, plan.draws)
    position = plan.rank_position[factor]
    above_lowest = np.where(position < to_middle[:, None], plan.draws.zeta[factor], 1.0)
    return np.where(position < below[:, None], 0.0, above_lowest)


def _small(values: NDArray[np.generic]) -> SmallFloats:
    return np.ascontiguousarray(values, dtype=np.float32)
