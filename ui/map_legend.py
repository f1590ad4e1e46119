"""What the colours of the map mean: the measure and the tier that a reader chooses, and the legend made of them."""

import streamlit as st

import codebook
from geo.cluster_layer import Legend, is_whole
from geo.colours import legend_classes
from store.atlas import Atlas
from store.map_query import CLASS_FILTERS, TIERS
from store.map_words import filters_in_words
from ui.map_choices import hold_choice
from ui.style import theme
from ui.url_state import MapState
from ui.words import heading

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
    if not is_whole(state.colour):
        st.selectbox("Tier", TIERS, format_func=TIER_LABELS.__getitem__, key=hold_choice("tier", state))


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
    tier = "" if is_whole(state.colour) else f", {TIER_LABELS[state.tier].lower()}"
    return [
        heading(codebook.measure(state.colour).label) + tier,
        narrowed_to(atlas, state) or "All clusters",
        f"Clusterwatch, snapshot {atlas.snapshot}, model version {atlas.model_version or codebook.NOT_KNOWN}",
    ]


def narrowed_to(atlas: Atlas, state: MapState) -> str:
    """Return what the filters let through in words, empty where they let all through."""
    countries = {option.value: option.label for option in atlas.filter_options(names=("country",))["country"]}
    return "; ".join(filters_in_words(state.wanted, state.colour, countries))
