"""The scores of a few clusters at a time in single precision, from tables, with every large array used again.

This is the arithmetic of `model.prediction`, `model.contributions` and `model.propositions` once more, for speed; the
formula itself comes from `model.structure` through `model.tables`. `tests/model/test_fast.py` ties the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from model.output import Output
from model.priors import FACTOR_INDEX, SERVED
from model.propositions import CLASSES, INTERVAL, ROUNDING
from model.structure import FROM_ABOVE, FROM_BELOW
from model.tables import ABOVE_LOWEST_ASKED, HIGHEST_ASKED, Block, Plan, Positions, Product, SmallFloats

_FIRST, _LOWER = 0, 1
_BELOW = {FACTOR_INDEX[name] for name in FROM_BELOW}

_HUGE = np.float32(1e30)
_NEAR = np.float32(1e-8)
"""Square of the distance from the reference below which the chord of the level becomes its slope."""

_STRONG = np.float32(SERVED.constant("strong_pressure") - ROUNDING)


@dataclass(frozen=True)
class Layout:
    """Which rows the shares of a form fill, and whose each is.

    Attributes
    ----------
    linear
        The factors of the first rows, one each; the products follow.
    products
        The products with the number that the tables know them by.
    summed
        The first so many rows sum to the form's distance from the reference; the rest shares in the same products.
    owners
        What of each row belongs to each factor, [rows, 15]: a product is split evenly.
    """

    linear: tuple[int, ...]
    products: tuple[tuple[int, Product], ...]
    summed: int
    owners: SmallFloats


class Kernel:
    """The working arrays of one thread, made once: page faults of fresh ones cost more than the arithmetic.

    Arrays are [rows, draws]; lists of them have the tier, or the row of a layout, before that.
    """

    def __init__(self, plan: Plan, rows: int) -> None:
        """Make room for chunks of at most so many clusters."""
        draws, latent, minus_gap = plan.draws, plan.latent.products, plan.minus_gap.products
        self.latent = _layout(range(len(FACTOR_INDEX)), list(enumerate(latent)))
        self.minus_gap = _layout(plan.minus_gap.linear, list(enumerate(minus_gap, start=len(latent))))
        self.start = np.asarray(draws.c1 - plan.base_eta, dtype=np.float32)
        self.step = np.exp(draws.c2 - draws.c1).astype(np.float32)
        self.base_levels = plan.base_levels.astype(np.float32)
        self.near_slopes = (plan.base_slopes * _NEAR).astype(np.float32)
        self.coefficients = (plan.closure.coefficients / draws.count).astype(np.float32)
        self.pressure = _pressure_scales(plan)
        self.count = draws.count
        self._shares = _room(rows, draws.count, len(self.latent.owners))
        self._gap_shares = _room(rows, draws.count, len(self.minus_gap.owners))
        self._distance, self._levels, self._sums = (_room(rows, draws.count, 2) for _ in range(3))
        self._chances = _room(rows, draws.count, 4)
        self._strong, self._both, self._put_out, self._scratch = _room(rows, draws.count, 4)
        self._flags = np.empty((rows, draws.count), dtype=bool)

    def score(self, block: Block, states: Positions, is_alike: bool, out: Output, full: bool) -> None:
        """Write the scores of a chunk of clusters to an output of as many rows.

        Parameters
        ----------
        block
            Tables that hold every state of the chunk.
        states
            Row of each state in the tables of its factor, [2 tiers, 15, clusters].
        is_alike
            Whether both tiers have the same states in all of these clusters.
        full
            Whether everything is asked for, or chances, levels and intervals alone.
        """
        n = states.shape[2]
        distance = self._distance[:, :n]
        self._fill_latent(block, states[_FIRST], distance[_FIRST])
        self._score_tier(_FIRST, n, out)
        if full:
            self._read_classes(block, states[_FIRST], n)
            self._split(_FIRST, n, out)
        if is_alike:
            distance[_LOWER] = distance[_FIRST]
        else:
            self._fill_latent(block, states[_LOWER], distance[_LOWER])
        self._fill_gap(block, states, distance[_LOWER])
        self._score_tier(_LOWER, n, out)
        if full:
            self._split(_LOWER, n, out)
            self._write_classes(n, out)
            self._write_slopes(n, out)
        self._write_intervals(n, out, full)

    def _fill_latent(self, block: Block, states: Positions, distance: SmallFloats) -> None:
        """Write the shares of latent adoption before the gap, and their sum."""
        shares = self._shares[:, : states.shape[1]]
        for row, factor in enumerate(self.latent.linear):
            _take(block.linear[factor], states[factor], shares[row])
        row, extra = len(self.latent.linear), self.latent.summed
        for number, product in self.latent.products:
            if len(product.ones) == len(product.others) == 1:
                self._multiply(block, number, product, states, states, shares[row])
                row += 1
            else:
                ones, others = shares[row : row + len(product.ones)], shares[extra : extra + len(product.others)]
                self._multiply_sums(block, number, product, states, (ones, others))
                row, extra = row + len(ones), extra + len(others)
        np.add.reduce(shares[: self.latent.summed], axis=0, out=distance)

    def _fill_gap(self, block: Block, states: Positions, distance: SmallFloats) -> None:
        """Write the shares of what the gap takes away, and add them to the distance of the lower tier."""
        shares = self._gap_shares[:, : states.shape[2]]
        for row, factor in enumerate(self.minus_gap.linear):
            tier = _LOWER if factor in _BELOW else _FIRST
            _take(block.gap_linear[factor], states[tier, factor], shares[row])
        for row, (number, product) in enumerate(self.minus_gap.products, start=len(self.minus_gap.linear)):
            self._multiply(block, number, product, states[_FIRST], states[_FIRST], shares[row])
        for share in shares:
            distance += share

    def _multiply(
        self, block: Block, number: int, product: Product, ones: Positions, others: Positions, share: SmallFloats
    ) -> None:
        (one,), (other,) = product.ones, product.others
        scaled = self._scratch[: len(share)]
        _take(block.effect[one], ones[one], share)
        _take(block.scaled[number, other], others[other], scaled)
        share *= scaled

    def _multiply_sums(
        self, block: Block, number: int, product: Product, states: Positions, parts: tuple[SmallFloats, SmallFloats]
    ) -> None:
        """Write each factor's part in a product of two sums, and keep both sums."""
        ones, others = parts
        sums = self._sums[:, : states.shape[1]]
        for row, factor in enumerate(product.ones):
            _take(block.effect[factor], states[factor], ones[row])
        for row, factor in enumerate(product.others):
            _take(block.scaled[number, factor], states[factor], others[row])
        np.add.reduce(ones, axis=0, out=sums[0])
        np.add.reduce(others, axis=0, out=sums[1])
        ones *= sums[1]
        others *= sums[0]

    def _score_tier(self, tier: int, n: int, out: Output) -> None:
        """Write chances, levels and the place against the unknown of one tier."""
        p_any, p_substantial = chances = self._chances[2 * tier : 2 * tier + 2, :n]
        distance, level, scratch = self._distance[tier, :n], self._levels[tier, :n], self._scratch[:n]
        np.subtract(self.start[tier], distance, out=p_any)
        np.exp(p_any, out=p_any)
        np.multiply(p_any, self.step, out=p_substantial)
        chances += np.float32(1.0)
        np.reciprocal(chances, out=chances)
        np.add(p_any, p_substantial, out=level)
        means = np.einsum("kcd->kc", chances) / self.count
        out.p[:, tier] = np.stack([1.0 - means[0], means[0] - means[1], means[1]], axis=1)
        out.expected[:, tier] = means.sum(axis=0)
        # Any distance above 0 becomes 1, any below it -1, and 0 stays what it is: a tie.
        np.multiply(distance, _HUGE, out=scratch)
        np.clip(scratch, np.float32(-1.0), np.float32(1.0), out=scratch)
        out.above_unknown[:, tier] = 0.5 + 0.5 * np.einsum("cd->c", scratch) / self.count

    def _split(self, tier: int, n: int, out: Output) -> None:
        """Write what each factor adds to the level of one tier.

        The chord (h - h0) / x of the level over a distance x is taken as ((h - h0) x + s h0') / (x^2 + s) with a tiny
        s: it becomes the slope h0' where x is 0, and misses the sum by less than s.
        """
        distance, chord, scratch = self._distance[tier, :n], self._scratch[:n], self._sums[0, :n]
        np.subtract(self._levels[tier, :n], self.base_levels[tier], out=chord)
        chord *= distance
        chord += self.near_slopes[tier]
        np.multiply(distance, distance, out=scratch)
        scratch += _NEAR
        chord /= scratch
        parts = np.vecdot(self._shares[:, :n], chord).T @ self.latent.owners
        if tier == _LOWER:
            parts += np.vecdot(self._gap_shares[:, :n], chord).T @ self.minus_gap.owners
        out.contributions[:, tier] = parts / self.count

    def _read_classes(self, block: Block, states: Positions, n: int) -> None:
        """Keep what the first tier's levels say of the classes; the sums must be those of its latent form."""
        both, strong, scratch = self._both[:n], self._strong[:n], self._scratch[:n]
        visibility, association = HIGHEST_ASKED
        _take(block.is_highest[visibility], states[visibility], both)
        _take(block.is_highest[association], states[association], scratch)
        both *= scratch
        (put_out,) = ABOVE_LOWEST_ASKED
        _take(block.is_above_lowest[put_out], states[put_out], self._put_out[:n])
        (above_scale, above_base), (below_scale, below_base) = self.pressure
        np.multiply(self._sums[0, :n], above_scale, out=strong)
        strong += above_base
        np.multiply(self._sums[1, :n], below_scale, out=scratch)
        scratch += below_base
        strong *= scratch
        np.greater_equal(strong, _STRONG, out=self._flags[:n])
        np.copyto(strong, self._flags[:n])
        np.maximum(strong, both, out=strong)

    def _write_classes(self, n: int, out: Output) -> None:
        first, lower = self._chances[0, :n], self._chances[2, :n]
        both, strong, stops = self._both[:n], self._strong[:n], self._scratch[:n]
        np.subtract(np.float32(1.0), lower, out=stops)
        stops *= first
        stops_at_first = np.einsum("cd->c", stops)
        stops *= self._put_out[:n]
        any_first, any_stops, any_strong = (np.einsum("cd->c", part) for part in (first, stops, strong))
        visible, visible_stops = np.vecdot(both, first), np.vecdot(both, stops)
        deviant = any_strong - np.vecdot(strong, first)
        chances = {
            "P1": visible - visible_stops,
            "P1_P2": visible_stops,
            "other": any_first - visible - any_stops + visible_stops,
            "other_P2": any_stops - visible_stops,
            "P3": self.count - any_first - deviant,
            "deviant": deviant,
        }
        np.stack([np.maximum(chances[name], 0.0) / self.count for name in CLASSES], axis=1, out=out.classes)
        out.gap[:, 0] = out.expected[:, _FIRST] - out.expected[:, _LOWER]
        out.gap[:, 3] = stops_at_first / self.count

    def _write_slopes(self, n: int, out: Output) -> None:
        """Write what the closed forms of `model.closure` need of the draws."""
        slope = self._scratch[:n]
        for position, chance in enumerate(self._chances[:, :n]):
            np.multiply(chance, chance, out=slope)
            np.subtract(chance, slope, out=slope)
            out.pulls[:, position // 2, position % 2] = slope @ self.coefficients
        for tier, level in enumerate(self._levels[:, :n]):
            out.spread[:, tier] = np.vecdot(level, level) / self.count - out.expected[:, tier] ** 2

    def _write_intervals(self, n: int, out: Output, full: bool) -> None:
        """Write the quantiles of levels and gap; the levels are sorted in place, so this comes last."""
        levels, gap = self._levels[:, :n], self._scratch[:n]
        if full:
            np.subtract(levels[_FIRST], levels[_LOWER], out=gap)
            out.gap[:, 1:3] = _quantiles(gap)
        for tier, level in enumerate(levels):
            out.interval[:, tier] = _quantiles(level)


def _quantiles(values: SmallFloats) -> SmallFloats:
    """Return the ends of the interval of each row, [rows, 2], sorting the rows in place."""
    values.sort(axis=1)
    place = np.array(INTERVAL) * (values.shape[1] - 1)
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, values.shape[1] - 1)
    share = (place - below).astype(np.float32)
    ends: SmallFloats = values[:, below] * (1 - share) + values[:, above] * share
    return ends


def _pressure_scales(plan: Plan) -> tuple[tuple[SmallFloats, SmallFloats], ...]:
    """Return what turns both kept sums into pressures from above and below: a factor and a summand, [draws] each."""
    product = next(product for product in plan.latent.products if len(product.ones) > 1)
    scales = []
    for names, coefficient in ((FROM_ABOVE, np.ones(1)), (FROM_BELOW, product.coefficient)):
        base = plan.base_effects[[FACTOR_INDEX[name] for name in names]].mean(axis=0)
        scales.append(((1.0 / (len(names) * coefficient)).astype(np.float32), base.astype(np.float32)))
    return tuple(scales)


def _layout(linear: Iterable[int], products: list[tuple[int, Product]]) -> Layout:
    factors = tuple(linear)
    singles = [entry for entry in products if len(entry[1].ones) == len(entry[1].others) == 1]
    sums = [entry for entry in products if entry not in singles]
    owners = [{factor: 1.0} for factor in factors]
    owners += [{product.ones[0]: 0.5, product.others[0]: 0.5} for _, product in singles]
    owners += [{factor: 0.5} for _, product in sums for factor in product.ones]
    summed = len(owners)
    owners += [{factor: 0.5} for _, product in sums for factor in product.others]
    matrix = np.zeros((len(owners), len(FACTOR_INDEX)), dtype=np.float32)
    for row, shares in enumerate(owners):
        for factor, share in shares.items():
            matrix[row, factor] = share
    return Layout(factors, (*singles, *sums), summed, matrix)


def _take(table: SmallFloats, rows: Positions, to: SmallFloats) -> None:
    # Positions come from the tables themselves; without the mode numpy checks them in a buffer of its own.
    np.take(table, rows, axis=0, out=to, mode="clip")


def _room(rows: int, draws: int, count: int) -> SmallFloats:
    return np.empty((count, rows, draws), dtype=np.float32)
