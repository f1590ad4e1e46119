"""Whatever somebody gives: reading never fails, no row is lost, nothing is written, nothing in it is run."""

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.contribution.annotated import annotate
from etl.contribution.checks import check_upload
from etl.contribution.lake_view import LakeView
from etl.contribution.mapping import all_columns
from etl.contribution.reading import read_upload
from etl.contribution.report import STATUSES, Decisions, Report
from etl.contribution.rows import Contributor, to_rows
from store.connection import Lake
from store.spreadsheet_cells import FORMULA_STARTS, NUMBER
from tests.etl.contribution.files import HOSTILE, LONG, WIDE, csv_bytes

CONTRIBUTOR = Contributor("Ana")
# The slow machines of others decide nothing here.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(HOSTILE),
    st.sampled_from(["", "  ", "India", "31.5", "74,35", "strong", "Yes", "2019", "pk-sialkot-footballs", "leather"]),
)
HEADERS = st.lists(
    st.one_of(st.sampled_from(sorted(all_columns())), st.sampled_from(sorted({*WIDE, *LONG})), st.text(max_size=8)),
    min_size=1,
    max_size=12,
)


def assert_whole(report: Report) -> None:
    """Fail when a row is not ready, waiting or left out, or more than one of them."""
    assert report.rows == sum(report.count(status) for status in STATUSES)
    assert report.rows == len(report.upload.cells)


@settings(UNHURRIED, max_examples=150)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    upload = read_upload(content, "any")
    assert upload.rows == len(upload.cells)
    if upload.is_refused:
        assert upload.rows == 0
        assert any(group.blocks for group in upload.groups)


@settings(UNHURRIED, max_examples=100)
@given(text=st.text(alphabet=st.sampled_from("ab\",;\t|\n\r'=\x00"), max_size=120))
def test_any_text_of_separators_and_quotes_keeps_its_lines(text: str) -> None:
    upload = read_upload(text.encode(), "any.csv")
    lines = upload.lines.tolist()
    assert lines == sorted(set(lines))
    assert all(1 <= line <= text.count("\n") + text.count("\r") + 1 for line in lines)


@settings(UNHURRIED, max_examples=25)
@given(data=st.data())
def test_any_table_is_checked_whole_and_nothing_is_written(data: st.DataObject, view: LakeView) -> None:
    headers = data.draw(HEADERS)
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), max_size=6))
    target = io.StringIO()
    writer = csv.writer(target, delimiter=data.draw(st.sampled_from(",;\t|")))
    writer.writerows([["name", "country", *headers], *(["a cluster", "India", *row] for row in rows)])
    before = view.lake.snapshot()
    upload = read_upload(target.getvalue().encode(), "any.csv")
    assert upload.rows == len(rows)
    report = check_upload(upload, view)
    assert_whole(report)
    json.dumps(report.as_dict())
    again = check_upload(upload, view, Decisions(report.proposals()))
    assert_whole(again)
    ready = to_rows(again, CONTRIBUTOR, frozenset(view.clusters["cluster_id"]))
    assert ready.rows == again.count("ok")
    back = list(csv.reader(io.StringIO(annotate(report).decode("utf-8-sig"), newline="")))
    assert len(back) >= 1
    assert view.lake.snapshot() == before


@pytest.mark.parametrize("good", [WIDE, LONG], ids=["wide", "long"])
def test_a_hostile_cell_in_any_column_is_inert(good: dict[str, str], view: LakeView) -> None:
    rows = [good, *({**good, column: hostile} for column in good for hostile in HOSTILE)]
    upload = read_upload(csv_bytes(rows), "hostile.csv")
    assert upload.rows == len(rows)
    report = check_upload(upload, view)
    assert_whole(report)
    back = annotate(report).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(back, newline="")):
        for cell in row:
            assert not cell.startswith(FORMULA_STARTS) or NUMBER.fullmatch(cell)
    to_rows(report, CONTRIBUTOR)
    assert_whole(check_upload(upload, view, Decisions(report.proposals())))


def test_a_check_of_a_file_that_is_already_there_changes_no_lake(built_lake: Lake, view: LakeView) -> None:
    before = built_lake.snapshot()
    check_upload(read_upload(csv_bytes([WIDE] * 50), "mine.csv"), view)
    assert built_lake.snapshot() == before
