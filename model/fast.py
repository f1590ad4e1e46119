"""Scores of many clusters: batches in two threads, each distinct input scored once, memory bounded.

Scores come in single precision, a batch at a time, in an order of its own; the caller keeps what it needs. The
arithmetic is in `model.kernel`; numbers equal those of `model.scoring` to 1e-4 and mostly to 1e-6.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from queue import Empty, SimpleQueue

import numpy as np
from numpy.typing import NDArray

from model.codes import CodeArray, drawn_chances
from model.draws import Draws, served_draws
from model.hashing import row_hashes
from model.kernel import Kernel
from model.output import Output, make_output
from model.scoring import Reference, Scores, served_reference
from model.slots import make_slots, term_counts
from model.states import TIERS, unknown_states
from model.tables import Block, Plan, Positions, make_block, make_plan

THREADS = 2
"""Threads that score at the same time; numpy lets them."""

_CHUNK = 64
"""Clusters whose arrays are worked on at once: most of them then stay in a core's own cache."""

_BATCH = 2048
"""Clusters that a thread takes at a time."""

_BLOCK = 65_536
"""Clusters that share tables at most."""

_TABLE_ROWS = 1024
"""Distinct states of a factor that one block may have; some 10 kB each over all tables."""

Batch = tuple[Positions, Output]


@dataclass(frozen=True)
class Distinct:
    """The distinct rows among many, those that need as many terms together.

    Attributes
    ----------
    first
        Position of one row of each kind, [kinds].
    members
        Positions of all rows, those of a kind together, in the order of the kinds.
    ends
        Where the members of each kind end.
    """

    first: Positions
    members: Positions
    ends: Positions


@dataclass(frozen=True)
class _Stretch:
    """Kinds that one thread scores at a time.

    Attributes
    ----------
    first
        Position of the first among all kinds.
    codes
        Their codes.
    states
        Place of each code among the distinct ones of its factor, [kinds, 15, 2].
    block
        The tables that hold them.
    """

    first: int
    codes: CodeArray
    states: Positions
    block: Block


class BatchScorer:
    """Scores batches of clusters in the draws of a plan."""

    def __init__(self, plan: Plan | None = None) -> None:
        """Score in the draws of the plan; in the served ones by default."""
        self.plan = plan or served_plan()
        self._kernels: SimpleQueue[Kernel] = SimpleQueue()

    def batches(self, codes: CodeArray, full: bool, groups: Positions | None = None) -> Iterator[Batch]:
        """Yield positions and scores of clusters, every cluster in exactly one batch.

        Parameters
        ----------
        codes
            States as `model.codes.encode` gives them, [clusters, 15, 2].
        full
            Everything, or chances, levels, intervals and the place against the unknown alone.
        groups
            Number of the group of each cluster, [clusters], such as its country, where clusters of a group have more
            states in common than others; it saves tables and changes no score.
        """
        kinds = find_distinct(codes, self.plan, groups)
        if len(kinds.first) <= _CHUNK:
            yield from (self._score(kinds, stretch, full) for stretch in self._stretches(codes, kinds))
            return
        waiting: deque[Future[Batch]] = deque()
        with ThreadPoolExecutor(THREADS) as threads:
            for stretch in self._stretches(codes, kinds):
                waiting.append(threads.submit(self._score, kinds, stretch, full))
                if len(waiting) > 2 * THREADS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _stretches(self, codes: CodeArray, kinds: Distinct) -> Iterator[_Stretch]:
        start, total = 0, len(kinds.first)
        while start < total:
            part = codes[kinds.first[start : start + _BLOCK]]
            found = _catalogue(part)
            while len(part) > _CHUNK and max(len(distinct) for distinct, _ in found) > _TABLE_ROWS:
                part = part[: len(part) // 2]
                found = _catalogue(part)
            block = make_block(self.plan, [distinct for distinct, _ in found])
            states = np.stack([place.reshape(-1, len(TIERS)) for _, place in found], axis=1)
            for first in range(0, len(part), _BATCH):
                some = slice(first, first + _BATCH)
                yield _Stretch(start + first, part[some], states[some], block)
            start += len(part)

    def _free_kernel(self) -> Kernel:
        """Return working arrays that no other thread uses."""
        try:
            return self._kernels.get_nowait()
        except Empty:
            return Kernel(self.plan, _CHUNK)

    def _score(self, kinds: Distinct, stretch: _Stretch, full: bool) -> Batch:
        rows = len(stretch.codes)
        out = make_output(rows, self.plan.closure.coefficients.shape[1], full)
        is_moved = stretch.codes != self.plan.base_codes
        first, lower = (make_slots(stretch.block, stretch.states, is_moved, terms) for terms in self.plan.terms)
        of_first = np.ascontiguousarray(stretch.states[:, :, 0].T)
        kernel = self._free_kernel()
        # Chances that run out of single precision become 0, as they should.
        with np.errstate(over="ignore", under="ignore"):
            for start in range(0, rows, _CHUNK):
                at = slice(start, start + _CHUNK)
                kernel.score(stretch.block, (first, lower), of_first, at, out.rows(at))
            if full:
                close(out, stretch.codes, self.plan)
        self._kernels.put(kernel)
        begin = kinds.ends[stretch.first - 1] if stretch.first else 0
        ends = kinds.ends[stretch.first : stretch.first + rows]
        members = kinds.members[begin : ends[-1]]
        is_single = len(members) == rows
        return members, out if is_single else out.rows(np.repeat(np.arange(rows), np.diff(ends, prepend=begin)))


def find_distinct(codes: CodeArray, plan: Plan, groups: Positions | None = None) -> Distinct:
    """Return which rows of codes [clusters, 15, 2] are equal; hashes find them, the rows themselves decide.

    Kinds of a group, as `BatchScorer.batches` takes them, stand together.
    """
    flat = codes.reshape(len(codes), math.prod(codes.shape[1:]))
    _, first, kind, count = np.unique(row_hashes(flat), return_index=True, return_inverse=True, return_counts=True)
    if not all((flat[first[kind[part]]] == flat[part]).all() for part in _parts(len(flat))):
        _, first, kind, count = np.unique(flat, axis=0, return_index=True, return_inverse=True, return_counts=True)
    # Clusters that need as many terms together leave few empty slots.
    moved = (codes[first[part]] != plan.base_codes for part in _parts(len(first)))
    needs = [np.stack(term_counts(some, plan.terms[-1])) for some in moved]
    keys = [*np.concatenate([*needs, np.empty((2, 0), dtype=int)], axis=1)[::-1]]
    order = np.lexsort(keys if groups is None else [*keys, groups[first]])
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return Distinct(first[order], np.argsort(place[kind], kind="stable"), np.cumsum(count[order]))


def _parts(count: int) -> Iterator[slice]:
    """Yield slices of so many rows: a copy of all at once would take most of the memory."""
    return (slice(start, start + _BLOCK) for start in range(0, count, _BLOCK))


def score_fast(codes: CodeArray, plan: Plan, groups: Positions | None = None) -> Scores:
    """Return the scores of clusters from their codes [clusters, 15, 2], in the order of the codes.

    Parameters as for `BatchScorer.batches`.

    What single precision misses at the unknown cluster is taken off everywhere, so a cluster about which nothing is
    known has exactly the numbers that `model.scoring` gives it.
    """
    scorer, exact = BatchScorer(plan), plan.base_scores
    ((_, ours),) = scorer.batches(plan.base_codes[None], full=False)
    scores = Scores(*(np.empty((len(codes), *whole.shape[1:])) for whole in vars(exact).values()))
    for rows, batch in scorer.batches(codes, False, groups):
        for name, whole in vars(scores).items():
            error = getattr(exact, name) - getattr(ours, name).astype(float)
            whole[rows] = getattr(batch, name) + error
    return scores


def plan_of(draws: Draws, reference: Reference) -> Plan:
    """Return the plan of some draws; that of the served ones is made once a process."""
    return served_plan() if draws is served_draws() else make_plan(draws, reference, unknown_states().q)


@lru_cache(maxsize=1)
def served_plan() -> Plan:
    """Return the plan of the served draws."""
    return make_plan(served_draws(), served_reference(), unknown_states().q)


def close(out: Output, codes: CodeArray, plan: Plan) -> None:
    """Write what closed forms give, value of information and levers, from what the draws gave."""
    q = np.ascontiguousarray(drawn_chances(codes, plan.draws).T, dtype=np.float32).swapaxes(0, 1)
    some = np.stack([out.p[..., 1] + out.p[..., 2], out.p[..., 2]])
    variance, levers = plan.closure.learn(
        q, some.transpose(2, 0, 1), np.ascontiguousarray(out.pulls.transpose(1, 2, 3, 0))
    )
    spread = np.maximum(out.spread, np.finfo(np.float32).tiny)
    out.information[:] = variance.transpose(2, 0, 1) / spread[:, :, None]
    out.levers[:] = levers.transpose(2, 0, 1)


def _catalogue(codes: CodeArray) -> list[tuple[CodeArray, NDArray[np.intp]]]:
    """Return the distinct codes of each factor, and where each code stands among them."""
    return [np.unique(codes[:, factor], return_inverse=True) for factor in range(codes.shape[1])]
