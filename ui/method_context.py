"""Two choices behind every prediction on the method page, and what each of them moves: context, and how common it is.

Nothing of this is stored; the choices stand in the address of the page.
"""

import pandas as pd
import streamlit as st

import codebook
from model.base_rate import own_share, rank_agreement
from model.context import make_context
from model.prediction import predict
from model.states import TIERS
from store import writer
from store.connection import Lake, LakeSettings, open_lake
from ui.markup import element, text
from ui.method_contents import head_html
from ui.words import in_ten_words, share_words, tier_name

LEFT_OUT, ASSUMED = "without_context", "assumed_share"
"""Names of the two choices in the address."""


def method_context(lake: Lake) -> None:
    """Show how national indicators fill what is unknown, and what changes without them."""
    st.html(
        head_html("context")
        + element(
            "p",
            text(
                "Where nothing or little is known of a factor, the country’s published indicators of governance and of "
                "workers’ rights shift what is assumed of it, as far as they are sure. Evidence outweighs them, the "
                "more so the surer and the newer it is. A place without any evidence is like any other such place, "
                "whatever its country."
            ),
        )
    )
    if st.toggle("Show what changes when they are left out", key=LEFT_OUT, bind="query-params"):
        _show_moves(_predicted(lake.settings, lake.snapshot(), has_context=False, share=None), lake)


def method_base_rate(lake: Lake) -> None:
    """Show how common practice is assumed to be, and what another assumption would change."""
    own = own_share()
    st.html(
        head_html("assumed")
        + element(
            "p",
            text(
                "The theory says that most clusters show no practice; how many do is a judgement. The model assumes "
                f"some practice in the first tier of {in_ten_words(own)} unstudied clusters ({round(100 * own)} %)"
                ". Another assumption moves all levels together and hardly changes the order of places."
            ),
        )
    )
    labels = {value.label: int(value.value) / 100 for value in codebook.values("assumed_share")}
    chosen = st.selectbox(
        "Show what changes if it were",
        list(labels),
        index=None,
        placeholder="as the model assumes",
        key=ASSUMED,
        bind="query-params",
    )
    if chosen is not None:
        _show_moves(_predicted(lake.settings, lake.snapshot(), has_context=True, share=labels[chosen]), lake)


def _show_moves(others: pd.DataFrame, lake: Lake) -> None:
    """Show for each tier how far predictions under another choice lie from the served ones."""
    served = _predicted(lake.settings, lake.snapshot(), has_context=True, share=None)
    st.html("".join(element("p", text(words)) for words in moves_in_words(served, others)))


def moves_in_words(served: pd.DataFrame, others: pd.DataFrame) -> list[str]:
    """Return for each tier in a sentence how many clusters change colour, how far levels move, and whether ranks do.

    Parameters
    ----------
    served, others
        From `model.prediction.predict`, of the same clusters in the same order.
    """
    ranks = rank_agreement(served, others)
    sentences = []
    for tier in TIERS:
        rows = served["tier"] == tier
        change = (others.loc[rows, "expected"] - served.loc[rows, "expected"]).abs()
        colours = [
            [codebook.adoption_class(share) for share in predictions.loc[rows, "above_unknown"]]
            for predictions in (served, others)
        ]
        is_other = [one != other for one, other in zip(*colours, strict=True)]
        base, other_base = (float(predictions.loc[rows, "base"].iloc[0]) for predictions in (served, others))
        of_unstudied = "" if base == other_base else f", of an unstudied place from {base:.2f} to {other_base:.2f}"
        recoloured = f"{share_words(sum(is_other), len(change))} of {len(change)} clusters"
        sentences.append(
            f"{tier_name(tier)}: {recoloured} would have another colour; the level would move by "
            f"{change.mean():.2f} on average and by {change.max():.2f} at most (of 2){of_unstudied}; the order of "
            f"places would agree to {ranks[tier]:.2f} (1 is the same order)."
        )
    return sentences


@st.cache_data(max_entries=6, show_spinner="Predicting every cluster once more")
def _predicted(settings: LakeSettings, snapshot: int, *, has_context: bool, share: float | None) -> pd.DataFrame:
    """Return the predictions of every cluster under a choice; the snapshot tells the cache which data it is of."""
    del snapshot
    given = writer.model_input(open_lake(settings).cursor())
    countries = given.clusters["country_iso3"].tolist()
    context = make_context(given.countries, given.country_context).of(countries) if has_context else None
    return predict(given.evidence, given.clusters["cluster_id"].tolist(), context, assumed_share=share)
