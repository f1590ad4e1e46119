"""The parts of the method page: their order, their anchors, and the list of contents that leads to them."""

from ui.markup import element, text

PARTS = {
    "meaning": "What the colour means",
    "data": "What the data can bear",
    "coding": "How the evidence was coded and how far it can be trusted",
    "tests": "How the model does on the coded cases",
    "context": "What the country’s indicators do",
    "assumed": "How common practice is assumed to be",
    "factors": "The factors and how they are coded",
    "strengths": "The strengths the model assumes",
    "sources": "Where everything comes from",
}
"""Title of each part by its anchor, in the order of the page."""


def contents_html() -> str:
    """Return the list of contents: a link to each part."""
    links = (f'<a href="#{anchor}">{text(title)}</a>' for anchor, title in PARTS.items())
    return element("ul", *(element("li", link) for link in links), kind="contents")


def head_html(anchor: str) -> str:
    """Return the heading of a part, which an address may point at."""
    return element("h2", text(PARTS[anchor]), anchor=anchor)
