"""Leaflet's own files, out of the wheel that carries them: nothing is asked of a delivery network."""

from __future__ import annotations

from importlib.resources import files


def leaflet_file(name: str) -> bytes:
    """Return one of Leaflet's files, such as ``leaflet.js`` or ``images/layers.png``.

    Raises
    ------
    FileNotFoundError
        The wheel holds no such file.
    """
    return (files("js_lib_leaflet") / "static" / "js_lib_leaflet").joinpath(*name.split("/")).read_bytes()
