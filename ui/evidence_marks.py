"""The quiet marks beside a piece of evidence: how it came about, how far it reaches, who agreed on it.

Each mark is a short word with a plain sentence that shows on hover and on keyboard focus.
"""

from collections.abc import Mapping

import codebook
from model.outcomes import adoption_outcomes
from ui.markup import element, text, tip
from ui.words import heading, number_word

FROM_MEMORY = "from memory, to be verified"
GENERAL_STATEMENT = "[general statement"
BOTH = 2
PLAIN = {"scope": "cluster", "mode": "observed"}

Row = Mapping[str, object]


def is_set_apart(row: Row) -> bool:
    """Return whether a row speaks of more than this place, rests on a general sentence, or is unverified."""
    locator = str(row["locator"] or "")
    return row["scope"] == "wider" or FROM_MEMORY in locator or GENERAL_STATEMENT in locator


def marks_html(row: Row) -> str:
    """Return a row's marks: what needs care first, the agreement of coders last."""
    return "".join(tip(word, sentence) for word, sentence in marks(row))


def marks(row: Row) -> list[tuple[str, str]]:
    """Return the marks of a row as pairs of a short word and its sentence."""
    locator = str(row["locator"] or "")
    found = []
    for sign, key in ((FROM_MEMORY, "from_memory"), (GENERAL_STATEMENT, "general_statement")):
        if sign in locator:
            note = codebook.note(key)
            found.append((note.title.lower(), note.text))
    for column, plain in PLAIN.items():
        value = row[column]
        if value is not None and value != plain:
            meaning = codebook.value(column, str(value))
            found.append((meaning.label, f"{heading(column_words(column))}: {meaning.meaning}"))
    if row["coders"] is not None and row["coders_agreeing"] is not None:
        found.append(agreement_mark(int(str(row["coders_agreeing"])), int(str(row["coders"]))))
    return found


def column_words(column: str) -> str:
    """Return what a column of the evidence is called on screens."""
    return codebook.column("evidence", column).label


def agreement_mark(agreeing: int, coders: int) -> tuple[str, str]:
    """Return how many coders gave the value that stands, short and as a sentence."""
    if agreeing == coders:
        everybody = "Both" if coders == BOTH else f"All {number_word(coders)}"
        sentence = f"{everybody} coders, blind to each other, gave this value."
    else:
        verb = "gives" if agreeing == 1 else "give"
        few = heading(number_word(agreeing))
        sentence = f"{few} of {number_word(coders)} blind coders {verb} this value; it was settled so."
    return f"{agreeing} of {coders} coders", sentence


def counts_html(row: Row, rows_of_tier: int) -> str:
    """Return the mark of the row whose value counts, with the reason why; empty for other rows."""
    if not row["counts"]:
        return ""
    confidence = codebook.label("confidence", str(row["confidence"]))
    tier = codebook.label("tier", str(row["tier"]))
    if rows_of_tier == 1:
        why = f"the only one on {tier}"
    elif str(row["factor"]) in adoption_outcomes().values():
        why = f"what all rows on {tier} together make likeliest"
    else:
        why = f"the newest of the most confident ({confidence}) on {tier}"
    return tip("this one counts", f"Its value stands for the factor here: it is {why}.", kind="counts")


def group_note_html() -> str:
    """Return what a dashed edge beside rows means."""
    words = "A dashed edge sets apart what speaks of something wider, rests on a general sentence, or is unverified."
    return element("p", text(words), kind="note")
