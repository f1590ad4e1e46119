"""How far each tier's numbers have been tested: the stored validation, and where the word "illustrative" must stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import streamlit as st

import codebook
from model.prediction import model_version
from model.states import TIERS
from model.validation.result import Validation, from_json
from model.validation.sentences import order_sentence, order_verdict
from store import reader
from store.connection import Lake, LakeSettings, open_lake
from ui.words import tier_name

WORD = "illustrative"


@dataclass(frozen=True)
class Standing:
    """What the validation says of each tier.

    Attributes
    ----------
    illustrative
        Tiers whose numbers have not passed the test that was set for them.
    verdicts
        How the order of places held on the coded cases, by tier, in a few words: ``no better than guessing``. Empty
        before it was judged.
    sentences
        The same with its numbers, by tier.
    """

    illustrative: tuple[str, ...]
    verdicts: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)

    def words(self, tiers: Collection[str] = TIERS) -> str:
        """Return the word where it must stand for some of the tiers, saying which where it is not all of them."""
        failed = [tier for tier in TIERS if tier in tiers and tier in self.illustrative]
        if not failed:
            return ""
        return WORD if len(failed) == len(tiers) else f"{WORD} for the {codebook.label('model_tier', failed[0])}"

    def head(self, tier: str) -> str:
        """Return a tier as the head of a column of its numbers: ``First tier (illustrative)``."""
        return f"{tier_name(tier)} ({WORD})" if tier in self.illustrative else tier_name(tier)


UNJUDGED = Standing(TIERS)
"""What holds before anything was judged: the word stands everywhere."""


def read_standing(lake: Lake) -> Standing:
    """Return what the stored validation of this model version says of each tier."""
    result = read_validation(lake)
    if result is None:
        return UNJUDGED
    return Standing(
        illustrative=tuple(tier for tier in TIERS if result.is_illustrative(tier)),
        verdicts={tier: verdict for tier in TIERS if (verdict := order_verdict(result, tier))},
        sentences={tier: sentence for tier in TIERS if (sentence := order_sentence(result, tier))},
    )


def read_validation(lake: Lake) -> Validation | None:
    """Return how this model version did on the coded cases, None when that has not been computed yet."""
    return _read_validation(lake.settings, lake.snapshot(), model_version())


@st.cache_data(max_entries=4, show_spinner=False)
def _read_validation(settings: LakeSettings, snapshot: int, version: str) -> Validation | None:
    """Read the result; the snapshot tells the cache which state of the data it belongs to."""
    del snapshot
    stored = reader.validation(open_lake(settings), version)
    return None if stored is None else from_json(stored)


def illustrative_words(lake: Lake, tiers: Collection[str] = TIERS) -> str:
    """Return "illustrative, " where the word must stand before what a number is not, else nothing."""
    words = read_standing(lake).words(tiers)
    return f"{words}, " if words else ""
