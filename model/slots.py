"""Which terms each cluster of a batch needs, packed so that clusters with few terms cost little.

The k-th needed term of every cluster stands in slot k; a cluster with fewer terms points at a row of zeros there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.priors import SmallFloats
from model.tables import Block, Positions, Terms


@dataclass(frozen=True)
class Slots:
    """The needed terms of one tier of a batch.

    Attributes
    ----------
    linear
        Row of the table of linear terms, [slots, clusters].
    ones, others
        Rows of the tables of effects and of scaled effects whose product is a term, [slots, clusters].
    linear_width, product_width
        Slots that each cluster needs, [clusters].
    linear_order, product_order
        Which term stands in each slot, [clusters, slots].
    terms
        The terms.
    """

    linear: Positions
    ones: Positions
    others: Positions
    linear_width: Positions
    product_width: Positions
    linear_order: Positions
    product_order: Positions
    terms: Terms

    def spread(self, at: slice, linear: SmallFloats, products: SmallFloats) -> SmallFloats:
        """Return what slots of some clusters hold, [slots, clusters], by the factors it belongs to, [clusters, 15]."""
        by_term = np.zeros((linear.shape[1], len(self.terms.owners)), dtype=np.float32)
        split = len(self.terms.linear)
        np.put_along_axis(by_term[:, :split], self.linear_order[at, : len(linear)], linear.T, axis=1)
        np.put_along_axis(by_term[:, split:], self.product_order[at, : len(products)], products.T, axis=1)
        by_factor: SmallFloats = by_term @ self.terms.owners
        return by_factor


def term_counts(is_moved: NDArray[np.bool_], terms: Terms) -> tuple[Positions, Positions]:
    """Return how many linear terms and how many products clusters need, from what is not unknown, [clusters, 15, 2]."""
    return tuple(needed.sum(axis=1) for needed in _needed(is_moved, terms))


def make_slots(block: Block, states: Positions, is_moved: NDArray[np.bool_], terms: Terms) -> Slots:
    """Return the slots of one tier.

    Parameters
    ----------
    states
        Place of each state among the distinct ones of its factor, [clusters, 15, 2].
    is_moved
        Whether it is another state than the unknown one, [clusters, 15, 2].
    """
    needs_linear, needs_product = _needed(is_moved, terms)
    linear_order, linear_width = _packed(needs_linear)
    product_order, product_width = _packed(needs_product)
    linear = block.linear_start[terms.linear] + states[:, terms.factor, terms.tier]
    ones = block.effect_start[terms.ones] + states[:, terms.ones, terms.pair_tier]
    others = block.scaled_start[terms.scaled] + states[:, terms.others, terms.pair_tier]
    return Slots(
        linear=_in_slots(linear, needs_linear, linear_order),
        ones=_in_slots(ones, needs_product, product_order),
        others=_in_slots(others, needs_product, product_order),
        linear_width=linear_width,
        product_width=product_width,
        linear_order=linear_order,
        product_order=product_order,
        terms=terms,
    )


def _needed(is_moved: NDArray[np.bool_], terms: Terms) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which linear terms and which products are not 0, [clusters, terms] each."""
    ones, others = (is_moved[:, factors, terms.pair_tier] for factors in (terms.ones, terms.others))
    return is_moved[:, terms.factor, terms.tier], ones & others


def _packed(needed: NDArray[np.bool_]) -> tuple[Positions, Positions]:
    """Return each cluster's terms, the needed ones first, in as many slots as any needs, and how many each needs."""
    width = needed.sum(axis=1)
    order = np.argsort(~needed, axis=1, kind="stable")
    return order[:, : int(width.max(initial=0))], width


def _in_slots(rows: Positions, needed: NDArray[np.bool_], order: Positions) -> Positions:
    return np.ascontiguousarray(np.take_along_axis(np.where(needed, rows, 0), order, axis=1).T)
