"""HTML as a test asks about it: its words, its elements, its links.

What belongs here: reading what st.html was given, as a browser would. What a test expects stands in the test.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Elements the pages are made of. Anything else came out of a record.
OUR_TAGS = frozenset(
    (
        *(
            "a",
            "article",
            "br",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "em",
            "h1",
            "h2",
            "h3",
            "h4",
            "li",
            "ol",
            "p",
            "section",
        ),
        *("span", "strong", "style", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)
OUR_ATTRIBUTES = frozenset(
    ("class", "colspan", "href", "id", "open", "rel", "role", "scope", "style", "tabindex", "target", "title")
)
WITHOUT_END = frozenset(("br",))


@dataclass
class Element:
    """One element: its name, its attributes, what it stands in (the outermost first), and the words in it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple["Element", ...] = ()
    words: str = ""

    @property
    def kinds(self) -> set[str]:
        """Return the classes of the style sheet that it has."""
        return set(self.attributes.get("class", "").split())

    def within(self, kind: str) -> "Element | None":
        """Return the nearest element with a class that it stands in, None when it stands in none."""
        return next((item for item in reversed(self.inside) if kind in item.kinds), None)


@dataclass
class Page:
    """A page's HTML: all its words in one line, and its elements in their order."""

    words: str = ""
    elements: list[Element] = field(default_factory=list)

    def of_kind(self, kind: str, tag: str = "") -> list[Element]:
        """Return the elements with a class of the style sheet."""
        return [item for item in self.elements if kind in item.kinds and tag in ("", item.tag)]

    def tagged(self, tag: str) -> list[Element]:
        """Return the elements with a name."""
        return [item for item in self.elements if item.tag == tag]

    def addresses(self) -> list[str]:
        """Return where its links lead."""
        return [item.attributes.get("href", "") for item in self.tagged("a")]

    def foreign(self) -> list[str]:
        """Return every element and attribute that no page of ours is made of."""
        tags = [item.tag for item in self.elements if item.tag not in OUR_TAGS]
        attributes = [
            f"{item.tag} {name}" for item in self.elements for name in item.attributes if name not in OUR_ATTRIBUTES
        ]
        ours = ("http://", "https://", "#", "cluster?id=")
        links = [address for address in self.addresses() if not address.lower().startswith(ours)]
        return tags + attributes + links


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        item = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open))
        self.page.elements.append(item)
        if tag not in WITHOUT_END:
            self.open.append(item)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().tag != tag:
            continue

    def handle_data(self, data: str) -> None:
        if any(item.tag == "style" for item in self.open):
            return
        self.page.words += data
        for item in self.open:
            item.words += data


def read_html(bodies: str | Iterable[str]) -> Page:
    """Return what a browser would make of one piece of HTML, or of several one after the other."""
    reader = _Reader()
    for number, body in enumerate([bodies] if isinstance(bodies, str) else bodies):
        reader.page.words += " " if number else ""
        reader.feed(body)
    reader.close()
    return reader.page


def folded(words: object) -> str:
    """Return words on one line, as a browser shows them."""
    return " ".join(str(words).split())
