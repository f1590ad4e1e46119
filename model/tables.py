"""The formula as tables: what each distinct state adds in each draw, relative to a cluster of which nothing is known.

Everything is read from the forms of `model.structure`; no coefficient and no product is named again here. Around the
reference effects m0, with x = m - m0, a bilinear form is

    form(m) - form(m0) = sum_j x_j (a_j + sum_i a_ij m0_i) + sum_ij a_ij x_i x_j,

so a factor in its unknown state has x = 0 and adds nothing, exactly: most clusters need few of the terms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model import structure
from model.closure import Closure, make_closure
from model.codes import CodeArray, counts, encode
from model.draws import Draws
from model.priors import FACTOR_INDEX, FloatArray, SmallFloats
from model.scoring import Reference, Scores, score
from model.states import TIERS

Positions = NDArray[np.intp]

_FIRST, _LOWER = range(len(TIERS))
_BELOW = frozenset(FACTOR_INDEX[name] for name in structure.FROM_BELOW)


@dataclass(frozen=True)
class Terms:
    """The terms of one tier's distance from the unknown cluster: linear ones, then products of two factors.

    Attributes
    ----------
    linear
        Table of each linear term, among those of the plan.
    factor, tier
        Its factor, and the tier whose state counts.
    scaled
        Table of the second part of each product, which holds the coefficient.
    ones, others, pair_tier
        Its two factors, and the tier whose states count.
    owners
        What of each term belongs to each factor, [terms, 15]: a product is split evenly.
    """

    linear: Positions
    factor: Positions
    tier: Positions
    scaled: Positions
    ones: Positions
    others: Positions
    pair_tier: Positions
    owners: SmallFloats


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
    linear, scaled
        Factor and coefficient [draws] of each table of linear terms, and of each of second parts of products.
    terms
        Those of the first and of the lower tier.
    base_codes, base_scores
        Codes of the unknown cluster, [15, 2], and its scores in double precision.
    base_eta, base_levels, base_slopes
        Its latent adoption, level, and slope of the level, [2 tiers, draws].
    """

    draws: Draws
    closure: Closure
    rank_position: Positions
    base_effects: FloatArray
    linear: tuple[tuple[int, FloatArray], ...]
    scaled: tuple[tuple[int, FloatArray], ...]
    terms: tuple[Terms, Terms]
    base_codes: CodeArray
    base_scores: Scores
    base_eta: FloatArray
    base_levels: FloatArray
    base_slopes: FloatArray


@dataclass(frozen=True)
class Block:
    """Tables of the distinct states that some clusters have; row 0 of each is all zeros, as the unknown state is.

    Attributes
    ----------
    linear, scaled
        The tables of the plan, one below the other, [rows, draws].
    effect
        x of every factor, one below the other, [rows, draws].
    linear_start, scaled_start, effect_start
        Row of the first state in each table.
    is_above
        1 where the factor stands above its lowest level, and 1 where it stands at its highest, else 0,
        [2, rows, draws], with rows as in `effect`.
    """

    linear: SmallFloats
    scaled: SmallFloats
    effect: SmallFloats
    linear_start: Positions
    scaled_start: Positions
    effect_start: Positions
    is_above: SmallFloats


def make_plan(draws: Draws, reference: Reference, base_q: FloatArray) -> Plan:
    """Return the plan of a set of draws; `base_q` are the states of the unknown cluster, [1, 15, 2, 3]."""
    effects, eta = reference.latent.m[0, 0], reference.latent.eta[:, 0]
    latent, gap = structure.latent_form(draws), structure.gap_form(draws)
    collected = _Collected()
    linear, taken = _linear(latent, effects, 1.0), _linear(gap, effects, -1.0)
    both = {factor: linear[factor] + taken[factor] for factor in _BELOW}
    for factor in linear:
        collected.add_linear(_FIRST, factor, _FIRST, linear[factor], "latent")
        in_gap = factor in _BELOW
        collected.add_linear(
            _LOWER, factor, _LOWER, *((both[factor], "both") if in_gap else (linear[factor], "latent"))
        )
    for factor in taken.keys() - _BELOW:
        # What the first tier puts out, and for whom, widens the gap: its own state counts, not the lower tier's.
        collected.add_linear(_LOWER, factor, _FIRST, taken[factor], "gap")
    for tier in (_FIRST, _LOWER):
        collected.add_products(tier, tier, latent.pairs)
    collected.add_products(_LOWER, _FIRST, {names: -coefficient for names, coefficient in gap.pairs.items()})
    return Plan(
        draws=draws,
        closure=make_closure(draws),
        rank_position=np.argsort(np.argsort(draws.rank, axis=1), axis=1),
        base_effects=effects,
        linear=tuple(collected.linear.values()),
        scaled=tuple(collected.scaled.values()),
        terms=(collected.terms(_FIRST), collected.terms(_LOWER)),
        base_codes=encode(base_q, draws)[0],
        base_scores=score(base_q, draws, reference),
        base_eta=eta,
        base_levels=reference.levels,
        base_slopes=np.sum([chance * (1.0 - chance) for chance in structure.at_least(eta, draws)], axis=0),
    )


class _Collected:
    """Terms on their way into a plan; tables that several terms share are kept once."""

    def __init__(self) -> None:
        self.linear: dict[tuple[str, int], tuple[int, FloatArray]] = {}
        self.scaled: dict[tuple[int, int], tuple[int, FloatArray]] = {}
        self.linear_terms: list[list[tuple[int, int, int]]] = [[], []]
        self.products: list[list[tuple[int, int, int, int]]] = [[], []]

    def add_linear(self, to: int, factor: int, tier: int, coefficient: FloatArray, kind: str) -> None:
        """Add to one tier's terms one that is read from the state of a tier."""
        self.linear.setdefault((kind, factor), (factor, coefficient))
        self.linear_terms[to].append((list(self.linear).index((kind, factor)), factor, tier))

    def add_products(self, to: int, tier: int, pairs: Mapping[tuple[str, str], FloatArray]) -> None:
        """Add to one tier's terms all products of a form."""
        for (one, other), coefficient in pairs.items():
            key = (id(coefficient), FACTOR_INDEX[other])
            self.scaled.setdefault(key, (FACTOR_INDEX[other], coefficient))
            self.products[to].append((list(self.scaled).index(key), FACTOR_INDEX[one], FACTOR_INDEX[other], tier))

    def terms(self, tier: int) -> Terms:
        """Return all terms of one tier."""
        linear, factor, of_tier = np.array(self.linear_terms[tier], dtype=np.intp).T
        scaled, ones, others, pair_tier = np.array(self.products[tier], dtype=np.intp).T
        owners = np.zeros((len(linear) + len(scaled), len(FACTOR_INDEX)), dtype=np.float32)
        owners[np.arange(len(linear)), factor] = 1.0
        for side in (ones, others):
            owners[np.arange(len(linear), len(owners)), side] += 0.5
        return Terms(linear, factor, of_tier, scaled, ones, others, pair_tier, owners)


def _linear(form: structure.Form, base: FloatArray, sign: float) -> dict[int, FloatArray]:
    """Return the linear coefficients of a form around the effects `base` [15, draws], times the sign."""
    linear = {FACTOR_INDEX[name]: sign * coefficient for name, coefficient in form.linear.items()}
    for (one_name, other_name), coefficient in form.pairs.items():
        one, other = FACTOR_INDEX[one_name], FACTOR_INDEX[other_name]
        linear[one] = linear.get(one, 0.0) + sign * coefficient * base[other]
        linear[other] = linear.get(other, 0.0) + sign * coefficient * base[one]
    return linear


def make_block(plan: Plan, catalogue: Sequence[CodeArray]) -> Block:
    """Return the tables of the distinct codes of each factor."""
    effects = [_effects(plan, factor, codes) for factor, codes in enumerate(catalogue)]
    moved = [effect - plan.base_effects[factor] for factor, effect in enumerate(effects)]
    linear, linear_start = _stack([moved[factor] * coefficient for factor, coefficient in plan.linear])
    scaled, scaled_start = _stack([moved[factor] * coefficient for factor, coefficient in plan.scaled])
    effect, effect_start = _stack(moved)
    is_above = np.stack([_stack([e > bound for e in effects])[0] for bound in (0.0, 1.0 - np.finfo(np.float32).eps)])
    return Block(linear, scaled, effect, linear_start, scaled_start, effect_start, is_above)


def _stack(tables: Sequence[NDArray[np.generic]]) -> tuple[SmallFloats, Positions]:
    """Return tables below a row of zeros, and the first row of each."""
    zeros = np.zeros((1, tables[0].shape[1]))
    start = np.cumsum([1, *(len(table) for table in tables[:-1])])
    return np.concatenate([zeros, *tables], dtype=np.float32, casting="unsafe"), start


def _effects(plan: Plan, factor: int, codes: CodeArray) -> FloatArray:
    """Return the effect of a factor in each draw for each of its codes, [codes, draws]."""
    below, to_middle = counts(codes, plan.draws)
    position = plan.rank_position[factor]
    above_lowest = np.where(position < to_middle[:, None], plan.draws.zeta[factor], 1.0)
    return np.where(position < below[:, None], 0.0, above_lowest)
