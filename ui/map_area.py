"""Shapes of the reader on the map: an area that narrows it, drawn or pasted, and shapes of one's own to look at."""

import json
from typing import Any

import streamlit as st

from codebook.errors import ClusterwatchError
from geo.own_shapes import MOST_BYTES, read_area, read_overlay
from store.filters import Filter
from ui.map_choices import narrow
from ui.markup import count, element, text
from ui.url_state import MapState

PASTED = "area that was pasted"
PASTED_PROBLEM, DRAWN_PROBLEM = "what is wrong with the area that was pasted", "what is wrong with the drawn area"
UPLOADED, SHAPES, SHAPES_PROBLEM = "file of shapes", "shapes over the map", "what is wrong with the shapes"


def area_filter(item: Filter, state: MapState) -> None:
    """Show the area that narrows the map and the way to take it away, or the field to paste one into."""
    for value in state.wanted.values_of(item.name):
        corners = count(value.count(";") + 1, "corner", "corners")
        st.html(element("p", text(f"{item.label}: inside a shape of {corners}."), kind="note"))
        st.button("Take the area away", on_click=narrow, args=(state,), kwargs={item.name: ()}, width="stretch")
    st.text_area(
        f"{item.label} to paste",
        key=PASTED,
        placeholder="GeoJSON, or POLYGON((74 31, 75 31, 75 32, 74 31))",
        help=f"{item.meaning} One outline in longitude and latitude. Or draw it: the button on the map.",
    )
    st.button("Use this area", on_click=_paste, args=(state,), width="stretch")
    _say(PASTED_PROBLEM)


def own_shapes() -> dict[str, Any] | None:
    """Return the shapes that the reader laid over the map in this session, None for none."""
    shapes: dict[str, Any] | None = st.session_state.get(SHAPES)
    return shapes


def own_shapes_upload() -> None:
    """Show the field for a file of shapes of one's own, which this session alone sees and nothing stores."""
    st.file_uploader(
        "Shapes of your own over the map",
        type=["geojson", "json"],
        key=UPLOADED,
        on_change=_read_shapes,
        max_upload_size=-(-MOST_BYTES // 1_000_000),
        help="A GeoJSON file in longitude and latitude, to look at beside the clusters. It is not stored.",
    )
    _say(SHAPES_PROBLEM)
    if own_shapes() is not None:
        st.button("Take the shapes away", on_click=_forget_shapes, width="stretch")


def take_drawn_area(state: MapState, ring: list[Any] | None) -> None:
    """Narrow the map to an area that was drawn on it; None takes the area away.

    What is drawn comes from a browser: what is no area is refused in words below the map.
    """
    if ring is None:
        st.session_state.pop(DRAWN_PROBLEM, None)
        narrow(state, area=())
    else:
        closed = [*ring, *ring[:1]] if isinstance(ring, list) else ring
        _narrow_to(state, json.dumps({"type": "Polygon", "coordinates": [closed]}).encode(), DRAWN_PROBLEM)


def say_what_is_wrong_with_the_drawn_area() -> None:
    """Show why the area that was drawn last was refused; nothing where it was not."""
    _say(DRAWN_PROBLEM)


def _narrow_to(state: MapState, outline: bytes, problem: str) -> bool:
    """Narrow the map to an outline and return True, or keep in words why it is none."""
    st.session_state.pop(problem, None)
    try:
        corners = read_area(outline)
    except ClusterwatchError as error:
        st.session_state[problem] = f"{error.public_message} {error.next_step}"
        return False
    narrow(state, area=(";".join(f"{lon:.5f},{lat:.5f}" for lon, lat in corners),))
    return True


def _paste(state: MapState) -> None:
    """Use what stands in the field; where it is an area the field is empty again."""
    if _narrow_to(state, str(st.session_state[PASTED]).strip().encode(), PASTED_PROBLEM):
        st.session_state[PASTED] = ""


def _read_shapes() -> None:
    """Keep the shapes of the file that was chosen, or in words why it holds none; its removal takes them away."""
    _forget_shapes()
    uploaded = st.session_state[UPLOADED]
    if uploaded is None:
        return
    try:
        st.session_state[SHAPES] = read_overlay(uploaded.getvalue())
    except ClusterwatchError as error:
        st.session_state[SHAPES_PROBLEM] = f"{error.public_message} {error.next_step}"


def _forget_shapes() -> None:
    st.session_state.pop(SHAPES, None)
    st.session_state.pop(SHAPES_PROBLEM, None)


def _say(problem: str) -> None:
    if words := st.session_state.get(problem):
        st.html(element("p", text(words), kind="refusal"))
