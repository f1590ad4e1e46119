"""National context on the method page: what it is, and a switch that shows what it moves."""

import pandas as pd
import streamlit as st

import codebook
from model.context import make_context
from model.prediction import predict
from store import writer
from store.connection import Lake, LakeSettings, open_lake
from ui.markup import element, text
from ui.words import share_words, tier_name


def method_context(lake: Lake) -> None:
    """Show how national indicators fill what is unknown, and what changes without them."""
    st.html(
        element("h2", "What the country’s indicators do")
        + element(
            "p",
            text(
                "Where nothing or little is known of a factor, the country’s published indicators of governance and of "
                "workers’ rights shift what is assumed of it, as far as they are sure. Evidence outweighs them, the "
                "more so the surer and the newer it is."
            ),
        )
    )
    if not st.toggle("Show what changes when they are left out", key="context left out"):
        return
    changes = _changes(lake.settings, lake.snapshot())
    for tier, moved in changes.groupby("tier", sort=False):
        share = share_words(int(moved["is_other_colour"].sum()), len(moved))
        words = (
            f"{tier_name(str(tier))}: {share} of {len(moved)} clusters would have another colour; the level would move "
            f"by {moved['change'].abs().mean():.2f} on average and by {moved['change'].abs().max():.2f} at most (of 2)."
        )
        st.html(element("p", text(words)))


@st.cache_data(max_entries=2, show_spinner="Predicting every cluster without the country’s indicators")
def _changes(settings: LakeSettings, snapshot: int) -> pd.DataFrame:
    """Return how each prediction changes without context: cluster_id, tier, change, is_other_colour."""
    del snapshot
    given = writer.model_input(open_lake(settings).cursor())
    ids = given.clusters["cluster_id"].tolist()
    context = make_context(given.countries, given.country_context).of(given.clusters["country_iso3"].tolist())
    with_context, without = predict(given.evidence, ids, context), predict(given.evidence, ids)
    colours = [
        [codebook.adoption_class(share) for share in predictions["above_unknown"]]
        for predictions in (with_context, without)
    ]
    return pd.DataFrame(
        {
            "cluster_id": without["cluster_id"],
            "tier": without["tier"],
            "change": without["expected"] - with_context["expected"],
            "is_other_colour": [one != other for one, other in zip(*colours, strict=True)],
        }
    )
