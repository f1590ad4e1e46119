"""Words as keys: the same word in another case, with other accents or blanks is found again."""

import re
import unicodedata

from geo.names import fold_accents

# Signs between words. Vowel signs of Indian scripts are no letters to Python, so what is taken out is listed.
BETWEEN_WORDS = re.compile(r"[\s_\-./:;,()\[\]{}#*?!\"'’`´“”«»<>=+&%@|\\]+")
# Signs that nobody sees, the joiners of Indian and Arabic scripts included: they make no difference to a word.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def word_key(text: str) -> str:
    """Return the words of a text in lower case without accents, joined by underscores.

    ``"  Trade-Unions? "`` gives ``trade_unions``, ``"País"`` gives ``pais``.
    """
    if text.isascii():
        return BETWEEN_WORDS.sub("_", text.lower()).strip("_")
    composed = unicodedata.normalize("NFKC", UNSEEN.sub("", text))
    return BETWEEN_WORDS.sub("_", fold_accents(composed)).strip("_")
