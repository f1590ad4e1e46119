"""The scores of a few clusters at a time in single precision, from tables, with every large array used again.

This is the arithmetic of `model.scoring`, `model.contributions` and `model.propositions` once more, for speed; the
formula itself comes from `model.structure` through `model.tables`. `tests/model/test_fast.py` ties the two together.
"""

from __future__ import annotations

import numpy as np

from model.output import Output
from model.priors import FACTOR_INDEX, SERVED, SmallFloats
from model.propositions import ACTIVE, CLASSES, PUT_OUT, ROUNDING, VISIBLE
from model.scoring import INTERVAL
from model.slots import Slots
from model.states import TIERS
from model.structure import FROM_ABOVE, FROM_BELOW
from model.tables import Block, Plan, Positions

_FIRST, _LOWER = range(len(TIERS))

_HUGE = np.float32(1e30)
_NEAR = np.float32(1e-8)
"""Square of the distance from the reference below which the chord of the level becomes its slope."""

_STRONG = np.float32(SERVED.constant("strong_pressure") - ROUNDING)

_STRIP = 16
"""Rows multiplied by a matrix at once: with more, the library behind numpy starts threads of its own."""


class Kernel:
    """The working arrays of one thread, made once: page faults of fresh ones cost more than the arithmetic.

    Arrays are [rows, draws]; where there are several, what tells them apart stands before that.
    """

    def __init__(self, plan: Plan, rows: int) -> None:
        """Make room for chunks of at most so many clusters."""
        draws = plan.draws
        self.count = draws.count
        self.start = np.asarray(draws.c1 - plan.base_eta, dtype=np.float32)
        self.step = np.exp(draws.c2 - draws.c1).astype(np.float32)
        self.base_levels = plan.base_levels.astype(np.float32)
        self.near_slopes = (plan.base_slopes * _NEAR).astype(np.float32)
        self.coefficients = (plan.closure.coefficients / draws.count).astype(np.float32)
        self.base_effects = plan.base_effects
        slots = max(len(terms.owners) for terms in plan.terms)

        def room(count: int) -> SmallFloats:
            return np.empty((count, rows, draws.count), dtype=np.float32)

        self._shares, self._chances = room(slots), room(2 * len(TIERS))
        self._levels, self._pressure = room(len(TIERS)), room(2)
        self._distance, self._scratch, self._other = room(3)
        self._flags = np.empty((rows, draws.count), dtype=bool)

    def score(self, block: Block, slots: tuple[Slots, Slots], states: Positions, at: slice, out: Output) -> None:
        """Write the scores of a chunk of a batch.

        Parameters
        ----------
        block
            Tables that hold every state of the batch.
        slots
            The needed terms of each tier of the batch.
        states
            Place of each first-tier state of the batch among the distinct ones of its factor, [15, clusters].
        at
            Which clusters of the batch, at most as many as there is room for.
        out
            As many rows as the chunk has; without rows for contributions only the map's numbers are made.
        """
        full = len(out.contributions) > 0
        for tier in range(len(TIERS)):
            widths = self._add_terms(block, slots[tier], at, len(out.p), full)
            self._score_tier(tier, out)
            if full:
                self._split(tier, widths, slots[tier], at, out)
        if full:
            self._write_classes(block, states[:, at], out)
            self._write_slopes(out)
        self._write_intervals(out, full)

    def _add_terms(self, block: Block, slots: Slots, at: slice, n: int, keep: bool) -> tuple[int, int]:
        """Write the distance from the reference, and keep its terms if asked to; return how many slots were needed."""
        distance, factor = self._distance[:n], self._scratch[:n]
        linear, products = (int(width[at].max()) for width in (slots.linear_width, slots.product_width))
        distance.fill(0.0)
        for slot in range(linear):
            share = self._shares[slot if keep else 0, :n]
            _take(block.linear, slots.linear[slot, at], share)
            distance += share
        for slot in range(products):
            share = self._shares[linear + slot if keep else 0, :n]
            _take(block.effect, slots.ones[slot, at], share)
            _take(block.scaled, slots.others[slot, at], factor)
            share *= factor
            distance += share
        return linear, products

    def _score_tier(self, tier: int, out: Output) -> None:
        """Write chances, levels and the place against the unknown of one tier."""
        n = len(out.p)
        p_any, p_substantial = chances = self._chances[2 * tier : 2 * tier + 2, :n]
        distance, level, scratch = self._distance[:n], self._levels[tier, :n], self._scratch[:n]
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

    def _split(self, tier: int, widths: tuple[int, int], slots: Slots, at: slice, out: Output) -> None:
        """Write what each factor adds to the level of one tier.

        The chord (h - h0) / x of the level over a distance x is taken as ((h - h0) x + s h0') / (x^2 + s) with a tiny
        s: it becomes the slope h0' where x is 0, and misses the sum by less than s.
        """
        n, (linear, products) = len(out.p), widths
        distance, chord, square = self._distance[:n], self._scratch[:n], self._other[:n]
        np.subtract(self._levels[tier, :n], self.base_levels[tier], out=chord)
        chord *= distance
        chord += self.near_slopes[tier]
        np.multiply(distance, distance, out=square)
        square += _NEAR
        chord /= square
        dots = np.vecdot(self._shares[: linear + products, :n], chord) / np.float32(self.count)
        out.contributions[:, tier] = slots.spread(at, dots[:linear], dots[linear:])

    def _write_classes(self, block: Block, states: Positions, out: Output) -> None:
        """Write the chances of the classes of propositions, and that practice stops at the first tier."""
        n = len(out.p)
        first, lower = self._chances[0, :n], self._chances[2, :n]
        both, stops, put_out = self._distance[:n], self._other[:n], self._scratch[:n]
        strong = self._strong(block, states, both)
        self._look_up(block.is_above[0], block, states, PUT_OUT, put_out)
        np.subtract(np.float32(1.0), lower, out=stops)
        stops *= first
        out.gap[:, 3] = np.einsum("cd->c", stops) / self.count
        stops *= put_out
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
        out.classes[:] = np.stack([np.maximum(chances[name], 0.0) for name in CLASSES], axis=1) / self.count

    def _strong(self, block: Block, states: Positions, both: SmallFloats) -> SmallFloats:
        """Return where drivers are strong, 1 or 0, and write where buyers are visible and the association acts."""
        n = len(both)
        scratch, (above, below), flags = self._scratch[:n], self._pressure[:, :n], self._flags[:n]
        for pressure, names in ((above, FROM_ABOVE), (below, FROM_BELOW)):
            factors = [FACTOR_INDEX[name] for name in names]
            pressure[:] = self.base_effects[factors].sum(axis=0, dtype=np.float32)
            for factor in factors:
                self._look_up(block.effect, block, states, factor, scratch)
                pressure += scratch
        above *= below
        np.greater_equal(above, _STRONG * np.float32(len(FROM_ABOVE) * len(FROM_BELOW)), out=flags)
        np.copyto(above, flags)
        self._look_up(block.is_above[1], block, states, VISIBLE, both)
        self._look_up(block.is_above[1], block, states, ACTIVE, scratch)
        both *= scratch
        return np.maximum(above, both, out=above)

    def _look_up(self, table: SmallFloats, block: Block, states: Positions, factor: int, to: SmallFloats) -> None:
        _take(table, block.effect_start[factor] + states[factor], to)

    def _write_slopes(self, out: Output) -> None:
        """Write what the closed forms of `model.closure` need of the draws."""
        n = len(out.p)
        slope = self._scratch[:n]
        for position, chance in enumerate(self._chances[:, :n]):
            np.multiply(chance, chance, out=slope)
            np.subtract(chance, slope, out=slope)
            for start in range(0, n, _STRIP):
                strip = slice(start, start + _STRIP)
                out.pulls[strip, position // 2, position % 2] = slope[strip] @ self.coefficients
        for tier, level in enumerate(self._levels[:, :n]):
            out.spread[:, tier] = np.vecdot(level, level) / self.count - out.expected[:, tier] ** 2

    def _write_intervals(self, out: Output, full: bool) -> None:
        """Write the quantiles of levels and gap; the levels are sorted in place, so this comes last."""
        n = len(out.p)
        levels, gap = self._levels[:, :n], self._scratch[:n]
        if full:
            np.subtract(levels[_FIRST], levels[_LOWER], out=gap)
            out.gap[:, 0] = out.expected[:, _FIRST] - out.expected[:, _LOWER]
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


def _take(table: SmallFloats, rows: Positions, to: SmallFloats) -> None:
    # Rows come from the tables themselves; without the mode numpy checks them in a buffer of its own.
    table.take(rows, axis=0, out=to, mode="clip")
