"""Sentences that several pages say, in the plain English of a field worker; every word list is the codebook's."""

from collections.abc import Iterable

import codebook
from codebook.ids import shorten
from store.reader import Cluster
from ui.markup import count

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def heading(words: str) -> str:
    """Return words with a capital first letter; the rest stays as it is."""
    return words[:1].upper() + words[1:]


def tier_name(tier: str) -> str:
    """Return what a tier is called at the head of a line: ``First tier``."""
    return heading(codebook.label("model_tier", tier))


def place_line(cluster: Cluster) -> str:
    """Return where a cluster is and what its point stands for."""
    parts = [part for part in (cluster.place, cluster.admin1, cluster.country_name) if part]
    where = ", ".join(dict.fromkeys(parts))
    precision = codebook.label("location_precision", cluster.location_precision)
    return " · ".join(part for part in (where, cluster.products, precision) if part)


def adoption_words(adoption_class: int | None, known: int) -> str:
    """Return what a colour says, never "low" where nothing is known."""
    if adoption_class is None or known == 0:
        return "nothing known"
    return codebook.adoption_colours()[adoption_class - 1].label


def level(expected: float) -> str:
    """Return an expected level with no more digits than it deserves: ``0.9 of 2``."""
    return f"{expected:.1f} of {len(codebook.values('first_tier_adoption')) - 1}"


def evidence_words(evidence_rows: int, source_count: int, years: tuple[int, int] | None) -> str:
    """Return how much evidence there is: ``33 pieces of evidence from 12 sources, 2002 to 2020``."""
    if evidence_rows == 0:
        return "no evidence yet"
    span = "" if years is None else f", {years[0]}" if years[0] == years[1] else f", {years[0]} to {years[1]}"
    pieces = count(evidence_rows, "piece of evidence", "pieces of evidence")
    return f"{pieces} from {count(source_count, 'source', 'sources')}{span}"


def known_words(known: int, of: int) -> str:
    """Return how much of the model's input is documented: ``12 of 15 factors known``."""
    return f"{known} of {of} factors known"


def value_words(factor: str, values: Iterable[str]) -> str:
    """Return a factor with what is known of it: ``Unions: weak``; several values are joined by ``and``."""
    labels = list(dict.fromkeys(codebook.label(factor, value) for value in values))
    return f"{codebook.factor(factor).short_label}: {' and '.join(labels) or codebook.NOT_KNOWN}"


def direction(contribution: float) -> str:
    """Return what a contribution does to the level; too little to show is said to be so."""
    if abs(contribution) < SMALLEST_SHOWN:
        return "hardly moves it"
    return "raises it" if contribution > 0 else "holds it back"


def signed(levels: float) -> str:
    """Return levels with their sign and two digits; a minus sign has the width of the plus, a hyphen has not."""
    return f"{levels:+.2f}".replace("-", "−")


def in_ten(chance: float) -> str:
    """Return a chance in words of tenths: ``7 of 10``; the ends are said to be less or more, never none or all."""
    tenths = round(10 * chance)
    if tenths == 0:
        return "less than 1 of 10"
    return "more than 9 of 10" if tenths == 10 else f"about {tenths} of 10"


def in_ten_words(chance: float) -> str:
    """Return a chance in tenths written out: ``about two in ten``; the ends as in `in_ten`."""
    tenths = round(10 * chance)
    if tenths == 0:
        return "less than one in ten"
    return "more than nine in ten" if tenths == 10 else f"about {number_word(tenths)} in ten"


def number_word(number: int) -> str:
    """Return a small whole number written out, a larger one in figures."""
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)


def share_words(part: int, whole: int) -> str:
    """Return a share in whole per cent: ``73 %``; of nothing there is no share."""
    return f"{part / whole:.0%}".replace("%", " %") if whole else "none"


SMALLEST_SHOWN = 0.005
"""Levels; below this a contribution would be printed as 0.00."""


def short_citation(citation: str | None, limit: int = 110) -> str:
    """Return the beginning of a citation, cut between words."""
    return shorten(citation or "source not named", limit)
