"""The split disc as logo and favicon, in the colours of the codebook.

The letters are outlines (Noto Sans Bold, SIL Open Font License), since a picture has no page fonts.
"""

from pathlib import Path
from string import Template

from geo.colours import Theme, token

STATIC = Path(__file__).resolve().parent / "static"


def brand_svg(name: str, theme: Theme) -> str:
    """Return ``logo`` or ``favicon`` as SVG: blue over brown, a first tier that may hide what lies beneath."""
    template = Template((STATIC / f"{name}.svg").read_text(encoding="utf-8"))
    colours = {
        "upper": token("adoption_5", theme),
        "lower": token("adoption_2", theme),
        "letters": token("accent", theme),
    }
    return template.substitute(colours)
