"""Place names as people write them, brought to one form so that the same place is found again.

Only text: no gazetteer is read here. Where a name leads is in :mod:`geo.places`.
"""

import re
import unicodedata
from functools import lru_cache

# Words that say what kind of place it is; writers add them or not ("Bundi district").
KIND_WORDS = frozenset(
    {
        "city",
        "town",
        "village",
        "district",
        "county",
        "municipality",
        "subdistrict",
        "township",
        "prefecture",
        "governorate",
        "department",
        "province",
        "region",
        "division",
        "state",
        "area",
        "areas",
        "zone",
        "estate",
        "park",
        "industrial",
    }
)
# Letters that Unicode does not take apart into a base letter and an accent.
PLAIN_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ə": "e",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
# Apostrophes and the letters that stand for ayn, hamza and glottal stops: "Cox's Bazar", "Sana‘a".
APOSTROPHES = re.compile("['`´‘’ʻʼʾʿ]")
NO_WORD = re.compile(r"[\W_]+")
# What joins several places in one entry: "Aroor and Ambalappuzha, Alappuzha district".
BETWEEN_PLACES = re.compile(
    r"[,;:()\[\]/&–—]"
    r"|\b(?:and|near|around|shown at|outskirts of|(?:north|south|east|west) of)\b",
    re.IGNORECASE,
)
# Short forms of bodies that run estates: "Vapi GIDC" is at Vapi.
SHORT_FORM = re.compile(r"\b[A-Z]{3,}\b")
# Halves of a hyphenated name shorter than this are articles and particles: "El-Mahalla El-Kubra".
SHORTEST_HALF = 4


def fold_accents(text: str) -> str:
    """Return the text in lower case with accents and special letters folded to plain ones."""
    if text.isascii():
        return text.lower()
    # Taken apart before and after: signs such as the ligature for "TEL" hide capitals.
    folded = unicodedata.normalize("NFKD", text).casefold()
    letters = unicodedata.normalize("NFKD", folded).translate(PLAIN_LETTERS)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def make_ascii_name(text: str) -> str:
    """Return the name in ASCII letters with its capitals; what has no plain form is left out."""
    letters = []
    for letter in APOSTROPHES.sub("'", unicodedata.normalize("NFC", text)):
        plain = letter if letter.isascii() else fold_accents(letter)
        letters.append(plain.capitalize() if letter.isupper() else plain)
    return "".join(letters).encode("ascii", "ignore").decode()


@lru_cache(maxsize=65_536)
def normalise_name(name: str) -> str:
    """Return the name as a key: accents folded, lower case, no spaces, hyphens or kind words.

    ``Bundi District`` and ``Būndi`` give ``bundi``; ``Novi-Pazar`` and ``Novi Pazar`` give
    ``novipazar``. A name that consists of kind words only keeps them; text without any letter gives
    "".
    """
    words = [word for word in NO_WORD.split(APOSTROPHES.sub("", fold_accents(name))) if word]
    telling = [word for word in words if word not in KIND_WORDS]
    return "".join(telling or words)


def split_place(text: str) -> tuple[str, ...]:
    """Return the place names in an entry, each once, in the order they stand.

    ``Challawa and Sharada, Kano`` gives three names. Names keep their hyphens (see
    :func:`split_hyphens`) but lose short forms such as GIDC or EPZ, unless nothing else is left.
    """
    names: dict[str, None] = {}
    for part in BETWEEN_PLACES.split(text):
        spelt_out = SHORT_FORM.sub(" ", part)
        name = spelt_out if normalise_name(spelt_out) else part
        if normalise_name(name):
            names[" ".join(name.split())] = None
    return tuple(names)


def split_hyphens(name: str) -> tuple[str, ...]:
    """Return the halves of a hyphenated name, for ``Savar-Ashulia`` that is two places, not one.

    Halves of fewer than four letters are left out, and a name without a hyphen gives nothing.
    """
    halves = tuple(half.strip() for half in name.split("-"))
    if len(halves) == 1:
        return ()
    return tuple(half for half in halves if len(normalise_name(half)) >= SHORTEST_HALF)
