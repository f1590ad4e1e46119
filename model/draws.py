"""Draws of the theory's parameters, of what the factors leave out, and of every unknown factor.

Nothing is fitted: the draws are a pure function of the priors table, its seed and the number of
draws, made once at start-up and shared by all clusters, so that equal evidence gives equal numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from model.priors import FACTOR_INDEX, SERVED, FloatArray, PriorTable, quantile

# Uniform numbers of exactly 0 or 1 would become infinite parameters.
_SMALLEST = 2.0**-40


@dataclass(frozen=True)
class Draws:
    """One value a draw of everything that is uncertain besides the evidence.

    Attributes
    ----------
    beta
        Strength of each factor, [15, draws], positive; barriers get their sign in the structure.
    zeta
        What the middle level of each factor counts, as a share of the highest, [15, draws].
    phi_capture, phi_suppression
        Share of the effect of law (unions) that full capture (suppression) takes away, [draws].
    gamma_visibility_association, gamma_topdown_bottomup
        Strength of the two synergies, [draws].
    delta, omega, kappa_subcontracting, kappa_visibility
        The gap between the tiers: its base, the share of it that bottom-up pressure closes, what
        subcontracting adds, and what subcontracting adds under visible buyers, [draws].
    c1, c2
        Cut points of partial and of substantial adoption on the latent scale, [draws], c1 < c2.
    eps
        What the factors leave out, on the latent scale, [draws]; 0 in the middle.
    rank
        Rank in (0, 1) that decides the level of each factor as far as its state leaves it open,
        [15, draws]; common to both tiers.
    sd_country, sd_sector, sd_cluster
        Spreads of the parts of `eps` that clusters of a country share, that those of a sector share, and that each
        has for itself, [draws]; they matter for groups of clusters alone.
    """

    beta: FloatArray
    zeta: FloatArray
    phi_capture: FloatArray
    phi_suppression: FloatArray
    gamma_visibility_association: FloatArray
    gamma_topdown_bottomup: FloatArray
    delta: FloatArray
    omega: FloatArray
    kappa_subcontracting: FloatArray
    kappa_visibility: FloatArray
    c1: FloatArray
    c2: FloatArray
    eps: FloatArray
    rank: FloatArray
    sd_country: FloatArray
    sd_sector: FloatArray
    sd_cluster: FloatArray

    @property
    def count(self) -> int:
        """Number of draws."""
        return int(self.eps.shape[0])


def make_draws(table: PriorTable = SERVED, count: int | None = None, seed: int | None = None) -> Draws:
    """Return the draws that follow from a priors table, a number of draws and a seed.

    One scrambled Sobol sequence gives all: a dimension for `eps`, one for the rank of each factor
    and one for each drawn parameter, in the order of the table. With a power of two of draws each
    of as many equal strips of a dimension holds one draw, so that every prior's own distribution is
    met nearly exactly however few the draws; for another number the sequence is cut.
    The parameters come last, so that a further one leaves the ranks of the others alone.

    `eps` is one normal number times the root of the summed squares of three spreads (country,
    sector, cluster), which are drawn themselves: spreads of .35, .35 and .60 make
    sqrt(.1225 + .1225 + .36) = .778.

    Parameters
    ----------
    table
        The priors to draw from.
    count, seed
        Number of draws and seed; those of the table where not given.
    """
    count = int(table.constant("draws")) if count is None else count
    seed = int(table.constant("seed")) if seed is None else seed
    factors = len(FACTOR_INDEX)
    sequence = qmc.Sobol(d=1 + factors + len(table.drawn), rng=seed)
    design = sequence.random_base2((count - 1).bit_length())[:count]
    uniform = np.ascontiguousarray(np.clip(design.T, _SMALLEST, 1 - _SMALLEST))
    eps, rank, parameters = uniform[0], uniform[1 : 1 + factors], uniform[1 + factors :]
    drawn = {
        (row.parameter, row.factor): quantile(row, values) for row, values in zip(table.drawn, parameters, strict=True)
    }
    return _arrange(drawn, eps, rank)


def _arrange(drawn: dict[tuple[str, str | None], FloatArray], uniform_eps: FloatArray, rank: FloatArray) -> Draws:
    def one(parameter: str) -> FloatArray:
        return drawn[parameter, None]

    def per_factor(parameter: str) -> FloatArray:
        return np.stack([drawn[parameter, factor] for factor in FACTOR_INDEX])

    spread = np.sqrt(one("sd_country") ** 2 + one("sd_sector") ** 2 + one("sd_cluster") ** 2)
    return Draws(
        beta=per_factor("beta"),
        zeta=per_factor("zeta"),
        phi_capture=one("phi_capture"),
        phi_suppression=one("phi_suppression"),
        gamma_visibility_association=one("gamma_visibility_association"),
        gamma_topdown_bottomup=one("gamma_topdown_bottomup"),
        delta=one("delta"),
        omega=one("omega"),
        kappa_subcontracting=one("kappa_subcontracting"),
        kappa_visibility=one("kappa_visibility"),
        c1=one("c1"),
        c2=one("c1") + one("c2_minus_c1"),
        eps=spread * ndtri(uniform_eps),
        rank=rank,
        sd_country=one("sd_country"),
        sd_sector=one("sd_sector"),
        sd_cluster=one("sd_cluster"),
    )


@lru_cache(maxsize=1)
def served_draws() -> Draws:
    """Return the draws that predictions are served from, made once a process."""
    return make_draws()
