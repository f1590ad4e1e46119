"""How charts look: the codebook's tokens and the page's type, so that they are part of the page."""

from typing import Any

from geo.colours import Theme, token

FONT = '"Source Sans", sans-serif'
"""The family that Streamlit sets its pages in."""

WORDS_PX = 12


def chart_config(theme: Theme) -> dict[str, Any]:
    """Return Vega-Lite's configuration for a theme: no frame, no grid, words in the colour of the page's own."""
    words = {"font": FONT, "fontSize": WORDS_PX, "color": token("text", theme)}
    axis = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": WORDS_PX, "titleFontSize": WORDS_PX}
    colours = {"labelColor": token("text", theme), "titleColor": token("quiet", theme)}
    return {
        "background": token("page", theme),
        "view": {"stroke": None},
        "text": words,
        "axis": {**axis, **colours, "domainColor": token("line", theme), "tickColor": token("line", theme)},
        "legend": {**axis, **colours},
    }
