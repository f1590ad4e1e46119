"""Bytes as text: which encoding a file is in, found without asking, and always told."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import islice

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WESTERN = "cp1252"
# Encodings that spreadsheets of several regions and systems save in, the likelier first.
ENCODINGS = (WESTERN, "mac_roman", "cp850", "cp1256", "cp1250", "cp1251", "cp1254", "cp1258", "cp874", "gb18030")
SAMPLE_BYTES = 65_536
MOST_SIGNS = 2_000
# Multibyte signs of UTF-8: the more of them stand in a file, the less another encoding explains it.
UTF8_SIGN = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")
NOT_ASCII = re.compile(rb"[\x80-\xff]")
FOREIGN = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True)
class Decoded:
    """A file's text.

    Attributes
    ----------
    text
        Without byte order mark; what no encoding explains is the replacement sign.
    encoding
        Python's name of the encoding, e.g. ``utf-8``.
    odd_lines
        Lines, from 1, that are written in another encoding than the rest and were read in the Western one.
    """

    text: str
    encoding: str
    odd_lines: tuple[int, ...] = ()


def decode(content: bytes) -> Decoded:
    """Return the text of a file; never fails."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return Decoded(content.decode(encoding, errors="replace"), encoding)
    wide = _utf16_without_mark(content)
    if wide:
        return Decoded(content.decode(wide, errors="replace"), wide)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if 2 * len(UTF8_SIGN.findall(content)) >= len(NOT_ASCII.findall(content)) - len(UTF8_SIGN.findall(content)):
        return _decode_by_line(content)
    encoding = _likely_encoding(content)
    return Decoded(content.decode(encoding, errors="replace"), encoding)


def _utf16_without_mark(content: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: every other byte of ASCII text is then NUL."""
    sample = content[:1000]
    if len(sample) < 4:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 0.4 * len(sample) / 2 or min(even, odd) > 0.1 * len(sample) / 2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_by_line(content: bytes) -> Decoded:
    """Return text that is UTF-8 but for some lines, as when files of two origins were pasted together."""
    odd: list[int] = []
    lines: list[str] = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            odd.append(number)
            lines.append(line.decode(WESTERN, errors="replace"))
    return Decoded("\n".join(lines), "utf-8", tuple(odd))


def _likely_encoding(content: bytes) -> str:
    """Return the encoding that makes the most of the bytes which are not ASCII."""
    lines = [line for line in content[: 50 * SAMPLE_BYTES].split(b"\n") if NOT_ASCII.search(line)]
    sample = b"\n".join(lines)[:SAMPLE_BYTES]
    return min(ENCODINGS, key=lambda encoding: _oddness(sample.decode(encoding, errors="replace")))


def _oddness(text: str) -> int:
    """Return how odd the first signs are that are not ASCII: how often one stands where no writer puts it."""
    framed = f" {text} "
    return sum(
        _oddness_of(*framed[found.start() - 1 : found.end() + 1])
        for found in islice(FOREIGN.finditer(framed), MOST_SIGNS)
    )


def _oddness_of(before: str, sign: str, after: str) -> int:
    """Return how odd a sign is between two others.

    Odd are signs that are no text, punctuation and capitals inside a word, letters of two scripts in one word, and
    three Latin letters with accents in a row.
    """
    near = (before, after)
    if sign == "\ufffd" or unicodedata.category(sign) in {"Cc", "Cn", "Co"}:
        return 3
    if not sign.isalpha():
        return all(map(str.isalpha, near)) + any(not other.isascii() for other in near)
    is_mixed = any(other.isalpha() and _is_latin(other) != _is_latin(sign) for other in near)
    is_heap = _is_latin(sign) and all(other.isalpha() and not other.isascii() for other in near)
    return (before.islower() and sign.isupper()) + is_mixed + is_heap


@cache
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
