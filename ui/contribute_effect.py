"""Steps 3 and 4 of giving records: what they would change, and the receipt of what was stored."""

import json
from dataclasses import dataclass

import streamlit as st

import codebook
from codebook import uploads
from etl.accounts import Account
from etl.contribution.lake_view import view_lake
from etl.contribution.report import Report
from etl.contribution.rows import Contributor, to_rows
from etl.effects import Effects
from etl.importing import DEFAULT_LICENCE, Contribution, ImportResult, import_batch
from model.states import TIERS
from store import header_mappings
from store.connection import Cursor, Lake
from store.transaction import write
from ui.batches_view import BATCH
from ui.contribute_preview import preview
from ui.draft import forget
from ui.markup import count, element, text
from ui.words import heading, tier_name

RECEIPT = "receipt of the last contribution"
PRESSED = "the button that gives records was pressed"
BROUGHT = {
    "clusters": ("cluster", "clusters"),
    "evidence": ("statement", "statements"),
    "sources": ("source", "sources"),
}
"""What a batch brings, in words for one and for many."""


@dataclass(frozen=True)
class Answers:
    """What a contributor says of the whole file.

    Attributes
    ----------
    mode, scope
        How the statements are known and how far they reach, where the file does not say.
    citation
        What is cited where the file names no source, None for the contributor.
    message
        What is said about the batch, None for nothing.
    """

    mode: str
    scope: str
    citation: str | None
    message: str | None


def effect_step(lake: Lake, account: Account, report: Report) -> None:
    """Show what the ready rows would change, and let the reader give them."""
    st.html(element("h2", "3. Effect"))
    if report.count("ok") == 0:
        st.html(element("p", "No row is ready yet: accept a mending above, or correct the file and choose it again."))
        return
    answers = _questions()
    state = (report.upload.sha256, report.upload.name, report.upload.mapping, report.decisions, lake.snapshot())
    contribution, tried = _try(state, answers, account, lake, report)
    st.html(element("p", text(effect_words(tried))))
    preview(lake, contribution, tried)
    _give(lake, account, report, contribution)


@st.cache_data(max_entries=4, show_spinner="Trying what the records would change")
def _try(
    state: tuple[object, ...], answers: Answers, account: Account, _lake: Lake, _report: Report
) -> tuple[Contribution, ImportResult]:
    """Return the ready rows and what giving them would do; ``state`` names file, decisions and data for the cache."""
    del state
    contribution = contribution_of(_lake, account, _report, answers)
    return contribution, import_batch(_lake, contribution, account, dry_run=True)


def _questions() -> Answers:
    mode = _question("How do you know?", "mode")
    scope = _question("What do the statements speak of?", "scope")
    citation = st.text_input("Whom to cite where the file names no source", placeholder="yourself", max_chars=500)
    message = st.text_input("What you want to say about these records", max_chars=500)
    return Answers(mode, scope, citation.strip() or None, message.strip() or None)


def _question(words: str, domain: str) -> str:
    """Ask for one value of a vocabulary, in the plain words of its meanings; for rows that do not say."""
    values = {value.value: value for value in codebook.values(domain)}
    default = next(column.default for column in uploads.upload_columns("wide") if column.name == domain)
    captions = [value.meaning for value in values.values()]
    return str(
        st.radio(
            f"{words} For rows that do not say.",
            list(values),
            format_func=lambda value: heading(values[value].label),
            captions=captions,
            index=list(values).index(str(default)),
        )
    )


def contribution_of(lake: Lake, account: Account, report: Report, answers: Answers) -> Contribution:
    """Return the ready rows as what is committed."""
    contributor = Contributor(account.name, answers.citation, {"mode": answers.mode, "scope": answers.scope})
    taken = frozenset(view_lake(lake).clusters["cluster_id"])
    rows = to_rows(report, contributor, taken)
    return Contribution(
        tables=rows.tables,
        file_name=report.upload.name,
        sha256=report.upload.sha256,
        licence=DEFAULT_LICENCE,
        message=answers.message,
    )


def effect_words(tried: ImportResult) -> str:
    """Return what the rows bring and what they would change once they are reviewed."""
    brought = [count(tried.committed[name], *words) for name, words in BROUGHT.items() if tried.committed[name]]
    same = sum(tried.same.values())
    words = [f"New: {', '.join(brought) or 'nothing'}."]
    if same:
        words.append(f"{count(same, 'row is', 'rows are')} there already, word for word.")
    if tried.rivals:
        beside = count(len(tried.rivals), "statement says", "statements say")
        words.append(f"{beside} something else than what stands there; both will be shown.")
    return " ".join([*words, _moved_words(tried.effects), "Until a reviewer has accepted them they change no colour."])


def _moved_words(effects: Effects) -> str:
    colours = {tier: count(effects.other_colour[tier], "cluster", "clusters") for tier in TIERS}
    moved = [
        f"{clusters} would change colour in the {tier_name(tier).lower()}"
        for tier, clusters in colours.items()
        if effects.other_colour[tier]
    ]
    if effects.other_class:
        moved.append(f"{count(effects.other_class, 'cluster', 'clusters')} would change class")
    if effects.raised:
        moved.append(f"{count(effects.raised, 'cluster gets', 'clusters get')} a smokescreen flag")
    if effects.dropped:
        moved.append(f"{count(effects.dropped, 'cluster loses', 'clusters lose')} its smokescreen flag")
    return "Once accepted: " + ("; ".join(moved) if moved else "no colour of a known cluster would change") + "."


def _give(lake: Lake, account: Account, report: Report, contribution: Contribution) -> None:
    st.html(element("h2", "4. Give"))
    waiting = report.count("waiting")
    with st.form("give"):
        agreed = st.checkbox(f"I may give these records, and they may be used under {DEFAULT_LICENCE}.")
        note = f" {count(waiting, 'row waits', 'rows wait')} and can follow later." if waiting else ""
        st.caption(f"{count(report.count('ok'), 'row is', 'rows are')} stored as one batch, whole or not at all.{note}")
        # Noted before anything else runs: what moves on the map may begin the page anew and would lose the click.
        st.form_submit_button("Give these records", type="primary", on_click=_note_press)
    if not st.session_state.pop(PRESSED, False):
        return
    if not agreed:
        st.html(
            element("p", "Tick the line above first: without a licence nobody may use the records.", kind="refusal")
        )
        return
    result = import_batch(lake, contribution, account)
    _remember_mapping(lake, account, report)
    st.session_state[RECEIPT] = receipt_of(result, contribution, account, report)
    forget()
    st.rerun()


def _note_press() -> None:
    st.session_state[PRESSED] = True


def _remember_mapping(lake: Lake, account: Account, report: Report) -> None:
    def work(cursor: Cursor) -> None:
        header_mappings.remember(cursor, report.upload.header_key, report.upload.mapping, account.name)

    write(lake, work, author=account.name, message="columns of a file", facts=False)


def receipt_of(result: ImportResult, contribution: Contribution, account: Account, report: Report) -> dict[str, object]:
    """Return what the contributor keeps: which batch, which file, who, under which licence, how many rows."""
    return {
        "batch_id": result.batch_id,
        "snapshot": result.snapshot,
        "address": f"contribute?{BATCH}={result.batch_id}",
        "file": contribution.file_name,
        "sha256": contribution.sha256,
        "author": account.name,
        "licence": contribution.licence,
        "committed": result.committed,
        "waiting": report.count("waiting"),
        "skipped": report.count("skipped"),
        "effects": result.effects.as_dict(),
    }


def receipt_view() -> None:
    """Show the receipt of what was given last in this tab."""
    receipt = st.session_state.get(RECEIPT)
    if receipt is None:
        return
    with st.container(border=True, key="receipt"):
        stored = sum(receipt["committed"].values())
        st.html(
            element("h2", text(f"Stored as batch {receipt['batch_id']}"))
            + element(
                "p",
                text(
                    f"{count(stored, 'row', 'rows')} from “{receipt['file']}”, given by {receipt['author']} under "
                    f"{receipt['licence']}. {count(receipt['waiting'], 'row was', 'rows were')} not stored because "
                    f"they wait for you. {codebook.value('review_state', 'waiting').meaning}"
                ),
            )
            + element("p", text(f"SHA-256 of the file: {receipt['sha256']}"), kind="note")
        )
        with st.container(horizontal=True):
            st.link_button("Look at the batch", str(receipt["address"]))
            st.download_button(
                "Receipt",
                json.dumps(receipt, indent=2),
                f"batch-{receipt['batch_id']}.json",
                "application/json",
                on_click="ignore",
            )
