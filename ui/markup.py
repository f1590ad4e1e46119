"""Text as HTML: the one place where text from a record meets a tag.

Everything that comes from a record or an address is hostile until it went through :func:`text` or
:func:`link`. Only ``st.html`` is given what these functions make; Streamlit's Markdown is never given record
text, since Markdown can load pictures and make links.
"""

import html
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlsplit

from codebook.ids import shorten

DOI_RESOLVER = "https://doi.org/"
WITHOUT_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Embeddings, overrides and isolates of Unicode's bidirectional algorithm, for ``str.translate``."""
MARKDOWN_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
"""Every ASCII punctuation mark: CommonMark lets each be escaped, and none then means anything."""
LONGEST_LABEL = 100


def text(value: object) -> str:
    """Return a value as text that is inert in HTML, empty for None.

    Marks that turn the direction of writing are left out: one that is never closed turns the words after it, which
    are ours. Scripts written from right to left need none.
    """
    return "" if value is None else html.escape(unturned(str(value)), quote=True)


def unturned(words: str) -> str:
    """Return words without the marks that turn the direction of writing, as `text` has them."""
    return words.translate(WITHOUT_TURNS)


def link(address: str | None, words: str) -> str:
    """Return a link that opens in a new tab, or the plain words when the address is no web address."""
    if not is_web_address(address):
        return text(words)
    return f'<a href="{text(address)}" target="_blank" rel="noopener noreferrer">{text(words)}</a>'


def cluster_link(cluster_id: str, words: object) -> str:
    """Return a link to the page of a cluster; the words are plain text."""
    return f'<a href="cluster?id={quote(cluster_id)}" target="_self">{text(words)}</a>'


def is_web_address(address: str | None) -> bool:
    """Return whether an address is http or https with a host, all of it in signs that can be seen.

    Python and browsers drop line ends and control characters from an address before they read it, so one that
    holds any may lead elsewhere than it says.
    """
    if not address or " " in address or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def source_address(url: str | None, doi: str | None) -> str | None:
    """Return where a source can be read: its address, else its DOI's, else None."""
    if is_web_address(url):
        return url
    return DOI_RESOLVER + quote(doi, safe="/.();:-_") if doi else None


def element(tag: str, *content: str, kind: str = "", title: str = "", anchor: str = "") -> str:
    """Return one element around content that is HTML already.

    Parameters
    ----------
    tag
        Its name.
    content
        HTML, joined without a space.
    kind
        Its class of the style sheet.
    title
        Words shown on hover, escaped here.
    anchor
        Its id, which an address may point at after ``#``; escaped here.
    """
    named = {"id": anchor, "class": kind, "title": title}
    attributes = "".join(f' {name}="{text(value)}"' for name, value in named.items() if value)
    return f"<{tag}{attributes}>{''.join(content)}</{tag}>"


def wide_html(content: str) -> str:
    """Return HTML, such as a table of numbers, in a box of its own that scrolls sideways where a screen is narrow."""
    # What scrolls must take the focus, or a keyboard cannot scroll it.
    return f'<div class="wide" tabindex="0">{content}</div>'


def chips(labels: Iterable[str]) -> str:
    """Return short facts as a row of chips; the labels are plain text."""
    return element("ul", *(element("li", text(label)) for label in labels), kind="chips")


def plain_label(words: object) -> str:
    """Return record text as the label of a widget: one short line in which Streamlit's Markdown finds nothing.

    Labels are Markdown, whose pictures would be fetched from wherever a record says.
    """
    return MARKDOWN_SIGN.sub(r"\\\g<0>", shorten(unturned(str(words)), LONGEST_LABEL))


def option_words(names: Mapping[str, str]) -> dict[str, str]:
    """Return record text as the options of a list, by value: short lines, no two alike.

    Options are plain words and no Markdown; Streamlit 1.67 tells them apart by these words alone.
    """
    taken: dict[str, str] = {}
    for value, name in names.items():
        line = short = shorten(unturned(name), LONGEST_LABEL)
        number = 1
        while line in taken:
            number += 1
            line = f"{short} ({number})"
        taken[line] = value
    return {value: line for line, value in taken.items()}


def count(number: int, one: str, many: str) -> str:
    """Return a count with its noun: ``1 source``, ``2,401 sources``."""
    return f"{number:,} {one if number == 1 else many}"


def tip(word: str, sentence: str, kind: str = "") -> str:
    """Return a short word with a sentence that shows on hover and on keyboard focus; both are plain text."""
    inner = f'{text(word)}<span class="tip" role="tooltip">{text(sentence)}</span>'
    return f'<span class="mark {text(kind)}" tabindex="0">{inner}</span>'
