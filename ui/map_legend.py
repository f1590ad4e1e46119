"""What the colours of the map mean: the measure and the tier that a reader chooses, and the legend made of them."""

import streamlit as st

import codebook
from geo.cluster_layer import Legend
from geo.colours import legend_classes
from store.atlas import Atlas
from store.filters import FILTERS, Filter
from store.map_query import CLASS_FILTERS, TIERS
from ui.map_choices import hold_choice
from ui.markup import count
from ui.style import theme
from ui.url_state import MapState
from ui.words import heading

WHOLE = "tier_gap"
"""The measure that holds one tier against the other: it has one value a cluster, and marks are whole."""
TIER_LABELS = {"both": "First tier and lower tiers", "first": "First tier", "lower": "Lower tiers"}


def colour_choices(state: MapState) -> None:
    """Show what colours the map, with its caveat beside it, and which tier it is said of."""
    st.selectbox(
        "Colour by",
        codebook.MEASURE_NAMES,
        format_func=lambda name: codebook.measure(name).label,
        key=hold_choice("colour", state),
        filter_mode="contains",
        # Beside the choice; the legend says it in full.
        help=codebook.measure(state.colour).caveat,
    )
    st.selectbox(
        "Tier",
        TIERS,
        format_func=TIER_LABELS.__getitem__,
        key=hold_choice("tier", state),
        disabled=is_whole(state.colour),
    )


def is_whole(measure: str) -> bool:
    """Return whether a measure has one value a cluster, and not one a tier."""
    return measure == WHOLE


def map_legend(atlas: Atlas, state: MapState) -> Legend:
    """Return the legend of what the map shows; a count of its classes where one tier is shown."""
    measure = codebook.measure(state.colour)
    first, lower = (state.wanted.values_of(name) for name in CLASS_FILTERS)
    return Legend(
        heading(measure.label),
        measure.caveat,
        is_suppressed=measure.is_suppressed,
        classes=legend_classes(theme(), state.colour, state.palette, _counts(atlas, state)),
        chosen_first=first,
        chosen_lower=lower,
    )


def _counts(atlas: Atlas, state: MapState) -> dict[str, int] | None:
    """Return how many clusters each class has under the other filters; two tiers have two counts, so none."""
    name = CLASS_FILTERS[0] if is_whole(state.colour) else f"{state.tier}_class"
    if name not in CLASS_FILTERS:
        return None
    options = atlas.filter_options(state.wanted, [name], state.colour)[name]
    return {option.value: option.clusters for option in options}


def caption(atlas: Atlas, state: MapState) -> list[str]:
    """Return what a picture of the map says below it: the colours, the clusters, the state of the data."""
    narrowed = "; ".join(_filter_words(item, state) for item in FILTERS if state.wanted.values_of(item.name))
    tier = "" if is_whole(state.colour) else f", {TIER_LABELS[state.tier].lower()}"
    return [
        heading(codebook.measure(state.colour).label) + tier,
        narrowed or "All clusters",
        f"Clusterwatch, snapshot {atlas.snapshot}, model version {atlas.model_version or codebook.NOT_KNOWN}",
    ]


def _filter_words(item: Filter, state: MapState) -> str:
    """Return a filter and what it lets through in words: ``Sector: leather and tanneries``."""
    values = state.wanted.values_of(item.name)
    if item.kind == "flag":
        return item.label
    if item.kind == "area":
        return f"{item.label}: a shape of {count(values[0].count(';') + 1, 'corner', 'corners')}"
    return f"{item.label}: {', '.join(value_label(item, value, state.colour) for value in values)}"


def value_label(item: Filter, value: str, measure: str) -> str:
    """Return the words of a filter's value; a country is named by its code, as only the lake knows its name."""
    if item.kind != "values":
        return value
    if value == codebook.UNKNOWN:
        return codebook.NOT_KNOWN
    if item.name in CLASS_FILTERS:
        return codebook.measure(measure).classes[int(value) - 1].label
    return value if item.domain is None else codebook.label(item.domain, value)
