"""Online base maps that a reader may choose: where their tiles are, and whom they come from.

Nothing is asked for here, and the map asks for nothing unless a page hands it one of these. Only
services that need no key are offered (the codebook's vocabulary ``base_tiles`` names them as
xyzservices does); addresses and attributions are those of xyzservices.
"""

from __future__ import annotations

from dataclasses import dataclass

from xyzservices import providers

import codebook


@dataclass(frozen=True)
class BaseTiles:
    """Online tiles: ``url`` with {z}, {x}, {y} and perhaps {s}, which Leaflet fills.

    ``attribution`` is plain text, and the map always shows it.
    """

    url: str
    attribution: str


def base_tiles(name: str) -> BaseTiles:
    """Return one of the online base maps by its name in an address.

    Raises
    ------
    UnknownNameError
        There is no base map of that name.
    """
    provider = providers.flatten()[codebook.value("base_tiles", name).value]
    return BaseTiles(provider.build_url(fill_subdomain=False), provider.attribution.replace("(C)", "©"))
