"""JSON that may stand inside a script: what Python tells a browser, whatever a record holds."""

from __future__ import annotations

import json
import re


def script_json(value: object) -> str:
    """Return JSON that may stand inside a script element and inside a folium template.

    ``<``, ``>``, ``&`` and ``'`` are written as escapes, and so is everything beyond ASCII (U+2028
    among it), so that no markup, quote or line end breaks out. So is a brace that opens a Jinja
    expression: branca 0.8 parses every rendered script as a template once more, which would run
    ``{{ ... }}`` from an address bar on the server.

    Raises
    ------
    ValueError
        The value holds a number that JSON does not know (NaN or infinite).
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False)
    for sign in "<>&'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    # Outside of strings a brace is followed by a quote, a brace that closes, or a space.
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text)
