"""How far the model has been tested: the stored validation, and whether the word "illustrative" must stand."""

import streamlit as st

from model.prediction import model_version
from model.states import TIERS
from model.validation.result import Validation, from_json
from model.validation.sentences import statements
from store import reader
from store.connection import Lake, LakeSettings, open_lake


def read_validation(lake: Lake) -> Validation | None:
    """Return how this model version did on the coded cases, None when that has not been computed yet."""
    return _read_validation(lake.settings, lake.snapshot(), model_version())


@st.cache_data(max_entries=4, show_spinner=False)
def _read_validation(settings: LakeSettings, snapshot: int, version: str) -> Validation | None:
    """Read the result; the snapshot tells the cache which state of the data it belongs to."""
    del snapshot
    stored = reader.validation(open_lake(settings), version)
    return None if stored is None else from_json(stored)


def is_illustrative(lake: Lake) -> bool:
    """Return whether the word must stand: always, unless both tiers have passed the test that was set for them."""
    result = read_validation(lake)
    return result is None or any(result.is_illustrative(tier) for tier in TIERS)


def illustrative_words(lake: Lake) -> str:
    """Return "illustrative, " where the word must stand before what a number is not, else nothing."""
    return "illustrative, " if is_illustrative(lake) else ""


def ranking_words(lake: Lake, tier: str) -> str:
    """Return how well the order of places in a tier has held on the coded cases; empty before it was judged."""
    result = read_validation(lake)
    if result is None:
        return ""
    return " ".join(said.text for said in statements(result) if said.key == "ranking" and said.tier == tier)
