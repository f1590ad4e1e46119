"""Degrees as people write them: decimals, degrees-minutes-seconds, with the letter of a hemisphere."""

import re
import unicodedata

NUMBER = r"\d+(?:[.,]\d+)?"
DEGREES = re.compile(
    rf"(?P<before>[NSEWO])?\s*(?P<sign>[+-])?\s*(?P<degrees>{NUMBER})\s*(?:°|º|˚|d|deg|degrees|grados|graus|\s)?\s*"
    rf"(?:(?P<minutes>{NUMBER})\s*(?:'|m|min|:|\s)?\s*)?"
    rf"(?:(?P<seconds>{NUMBER})\s*(?:\"|''|sec|(?-i:s))?\s*)?"
    r"(?P<after>[NSEWO])?",
    re.IGNORECASE,
)
# O stands for west in Spanish, French and Portuguese (oeste, ouest).
NEGATIVE = frozenset("SWO")
LARGEST = 180.0
LONGEST = 40


def parse_degrees(text: str) -> float | None:
    """Return degrees with their sign, south and west negative; None where the text is no such number.

    ``31°31'12"N`` gives 31.52, ``74,35 O`` gives -74.35.
    """
    if len(text) > LONGEST:
        return None
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text.strip())
    plain = re.sub("[\u2032\u2019\u02b9\u00b4`]", "'", re.sub("[\u2033\u201d\u201c\u02ba]", '"', plain))
    plain = plain.replace("\u2212", "-").replace("\u2013", "-").replace(":", " ")
    match = DEGREES.fullmatch(plain)
    if match is None or (match["before"] and match["after"]):
        return None
    parts = [_number(match[name]) for name in ("degrees", "minutes", "seconds")]
    if any(part >= 60 for part in parts[1:]):
        return None
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    letter = (match["before"] or match["after"] or "").upper()
    if value > LARGEST or (letter and match["sign"] == "-"):
        return None
    return -value if letter in NEGATIVE or match["sign"] == "-" else value


def _number(text: str | None) -> float:
    return float(text.replace(",", ".")) if text else 0.0
