"""Step 1 of giving records: choose a file, see how it was read, and say what its columns mean."""

import pandas as pd
import streamlit as st

import codebook
from codebook import uploads
from etl.contribution.limits import BYTES_PER_MEGABYTE, most_bytes, most_rows
from etl.contribution.mapping import form_columns
from etl.contribution.template import template_xlsx
from etl.contribution.upload import Upload
from store.connection import Lake
from ui.draft import Draft, begin, change, draft, upload_of
from ui.markup import element, text
from ui.page_registry import page_file
from ui.words import heading

ENDINGS = ["csv", "tsv", "txt", "xlsx"]
LEFT_OUT = "not used"
EXAMPLES = 3
"""Values of a column that help to say what it means."""


def file_step(lake: Lake) -> Upload | None:
    """Show the step and return the file as it was read, None before there is one that can be taken."""
    st.html(element("h2", "1. Your file"))
    limits = f"{most_bytes() // BYTES_PER_MEGABYTE} MB and {most_rows():,} rows"
    _templates()
    chosen = st.file_uploader(
        f"CSV or Excel workbook, up to {limits}. Nothing is stored before you say so in step 4.",
        type=ENDINGS,
        max_upload_size=most_bytes() // BYTES_PER_MEGABYTE,
        key="file to give",
    )
    if chosen is not None:
        begin(lake, chosen.name, chosen.getvalue())
    given = draft()
    if given is None:
        return None
    upload = upload_of(given)
    st.html(element("p", text(_reading_words(upload))))
    if upload.is_refused:
        for group in upload.groups:
            allowed = f" Allowed: {'; '.join(group.allowed)}." if group.allowed else ""
            st.html(element("p", text(f"{group.message}{allowed} {group.hint}"), kind="refusal"))
        return None
    _mapping(given, upload)
    return upload


def _templates() -> None:
    """Offer an empty file of each form with examples, and the guide to its columns."""
    with st.expander("What a file should look like"), st.container(horizontal=True):
        for form in codebook.values("upload_form"):
            workbook = f"clusterwatch-{form.value}.xlsx"
            st.download_button(
                f"Template: {form.label}", _template(form.value), workbook, key=workbook, on_click="ignore"
            )
        st.page_link(page_file("method"), label="What every column and value means")


@st.cache_data(max_entries=4, show_spinner=False)
def _template(form: str) -> bytes:
    return template_xlsx(form)


def _reading_words(upload: Upload) -> str:
    """Return how the file was read, in a sentence."""
    dialect = upload.dialect
    delimiters = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    parts = [f"“{upload.name}”: {upload.rows:,} rows"]
    if dialect.sheet:
        parts.append(f"sheet “{dialect.sheet}”")
    if dialect.encoding:
        parts.append(f"letters as {dialect.encoding}")
    if dialect.delimiter:
        parts.append(f"cells between {delimiters[dialect.delimiter]}")
    if dialect.decimal == ",":
        parts.append("decimals with a comma")
    parts.append(codebook.label("upload_form", upload.form))
    return "Read " + ", ".join(parts) + "."


def column_label(name: str) -> str:
    """Return what a column of a form is called on screens, a factor's with its suffix."""
    if name in codebook.FACTORS:
        return codebook.factor(name).label
    for form in codebook.values("upload_form"):
        for column in uploads.upload_columns(form.value):
            if column.name == name:
                return column.label
    factor, suffix = next(
        (factor, name.removeprefix(f"{factor}_")) for factor in codebook.FACTORS if name.startswith(f"{factor}_")
    )
    label = next(item.label for item in uploads.suffixes() if item.name == suffix)
    return f"{codebook.factor(factor).label}: {label.lower()}"


def _mapping(given: Draft, upload: Upload) -> None:
    """Let the reader say what each heading means; the answer is remembered for files with the same headings."""
    names = {column_label(name): name for name in form_columns(upload.form)}
    labels = {name: label for label, name in names.items()}
    unknown = sum(match.column is None for match in upload.matches)
    title = "What the columns mean" + (f" ({unknown} not used)" if unknown else "")
    with st.expander(title, expanded=bool(unknown)):
        table = pd.DataFrame(
            {
                "In your file": [match.header for match in upload.matches],
                "First values": [_first_values(upload, match.position) for match in upload.matches],
                "Means": [labels.get(match.column or "", LEFT_OUT) for match in upload.matches],
                "Perhaps": [labels.get(match.similar or "", "") for match in upload.matches],
            }
        )
        edited = st.data_editor(
            table,
            hide_index=True,
            disabled=["In your file", "First values", "Perhaps"],
            column_config={"Means": st.column_config.SelectboxColumn(options=[LEFT_OUT, *names], required=True)},
            key=f"meaning of columns {upload.header_key}",
            width="stretch",
        )
        said = {
            match.header: names.get(meaning)
            for match, meaning, before in zip(upload.matches, edited["Means"], table["Means"], strict=True)
            if meaning != before
        }
        if said:
            change(mapping={**given.mapping, **said}, fixes={}, choices={})
            st.rerun()


def _first_values(upload: Upload, position: int) -> str:
    values = upload.cells[position].dropna().drop_duplicates().head(EXAMPLES)
    return heading(" · ".join(str(value)[:40] for value in values))
