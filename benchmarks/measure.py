"""One measured quantity: the runs of ours, of a peer and of the limit, and what is printed of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from codebook.errors import ClusterwatchError

DIGITS = 3
"""Significant digits of a printed figure: repeated runs differ by more than the fourth."""


class UnmeasurableError(ClusterwatchError):
    """A measure cannot be taken on this machine: a tool is missing, or what is measured did not start."""

    next_step = "Install what is missing, or read the message, and run it again."


@dataclass(frozen=True)
class Compared:
    """What ours is held against, measured in the same run.

    Attributes
    ----------
    name
        What did the same work, in words.
    runs
        Its figures, in the measure's unit, in the order they were taken.
    absent
        Why there are none; None when there are.
    """

    name: str
    runs: tuple[float, ...]
    absent: str | None = None


@dataclass(frozen=True)
class Measure:
    """One quantity; smaller is better.

    Attributes
    ----------
    measure
        What is measured, in words.
    unit
        Of every figure and of the target, such as ``s``.
    ours
        Figures of Clusterwatch, in the order they were taken; empty when it could not be measured.
    target
        The most that the median of ours should be; None where nothing was promised.
    peer
        What people would use instead; None where there is nothing of the kind.
    limit
        The bare minimum that the work needs; None where there is nothing of the kind.
    absent
        Why there are no figures; None when there are.
    """

    measure: str
    unit: str
    ours: tuple[float, ...]
    target: float | None = None
    peer: Compared | None = None
    limit: Compared | None = None
    absent: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the measure for JSON: medians, rounded, null where there is no figure."""
        ours, peer, limit = (_median(runs) for runs in (self.ours, _runs(self.peer), _runs(self.limit)))
        return {
            "measure": self.measure,
            "unit": self.unit,
            "ours": rounded(ours),
            "peer": rounded(peer),
            "peer_name": self.peer.name if self.peer else None,
            "limit": rounded(limit),
            "limit_name": self.limit.name if self.limit else None,
            "ratio_to_peer": rounded(ratio(ours, peer)),
            "ratio_to_limit": rounded(ratio(ours, limit)),
            "n": len(self.ours),
        }

    def as_lines(self) -> list[str]:
        """Return the measure for people: a heading, then one line each for ours, the peer and the limit."""
        ours = _median(self.ours)
        lines = [self.measure, f"  ours   {_figures(self.ours, self.unit)}{self._verdict()}"]
        if ours is None:
            lines[1] = f"  not measured: {self.absent}"
        for word, compared in (("peer", self.peer), ("limit", self.limit)):
            if compared and compared.runs:
                times = ratio(ours, _median(compared.runs))
                words = "" if times is None else f"; ours is {_short(times)} times that"
                lines.append(f"  {word:<6} {_figures(compared.runs, self.unit)}, {compared.name}{words}")
            elif compared and compared.absent:
                lines.append(f"  {word:<6} {compared.name}: not measured: {compared.absent}")
        return lines

    def _verdict(self) -> str:
        """Return the target and whether the median meets it."""
        ours = _median(self.ours)
        if ours is None or self.target is None:
            return ""
        return f"; target at most {self.target:g} {self.unit}: {'met' if ours <= self.target else 'missed'}"


def ratio(ours: float | None, other: float | None) -> float | None:
    """Return ours divided by the other, None where one of them is missing or the other is zero."""
    return None if ours is None or not other else ours / other


def rounded(figure: float | None) -> float | None:
    """Return a figure with as many digits as it deserves: 3 significant ones, more before the point."""
    return None if figure is None else float(_short(figure))


def _short(figure: float) -> str:
    """Return a figure as text with 3 significant digits and no exponent."""
    whole_digits = len(str(int(abs(figure))))
    return f"{figure:.0f}" if whole_digits >= DIGITS else f"{float(f'{figure:.{DIGITS}g}'):g}"


def _median(runs: Sequence[float]) -> float | None:
    return median(runs) if runs else None


def _runs(compared: Compared | None) -> tuple[float, ...]:
    return compared.runs if compared else ()


def _figures(runs: Sequence[float], unit: str) -> str:
    """Return the median with its range: ``3.41 s (3.2 to 3.9, n = 3)``."""
    if not runs:
        return "no figure"
    return f"{_short(median(runs))} {unit} ({_short(min(runs))} to {_short(max(runs))}, n = {len(runs)})"
