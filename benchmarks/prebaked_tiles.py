"""The limit of tiles: files that were made before, sent as they are by the kind of server that ours runs in.

The folder is named by CLUSTERWATCH_PREBAKED; a file's name is the tile's address with ``-`` for ``/``.
"""

import os
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.prompt_sockets import prompt_sockets

FOLDER = Path(os.environ.get("CLUSTERWATCH_PREBAKED", "."))


def tile(request: Request) -> Response:
    """Return one file, gzipped as it lies there."""
    name = "-".join(str(request.path_params[part]) for part in ("zoom", "column", "row"))
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    return Response((FOLDER / name).read_bytes(), headers=headers)


app = st.App("plain_page.py", routes=[Route("/tiles/{zoom}/{column}/{row}.json", tile)], lifespan=prompt_sockets)
