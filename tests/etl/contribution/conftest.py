"""What tests of contributed files share: the shipped base to hold them against, and files made from rows."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from etl.contribution.checks import check_upload
from etl.contribution.lake_view import LakeView, view_lake
from etl.contribution.reading import read_upload
from etl.contribution.report import Decisions, Report
from store.connection import Lake
from tests.etl.contribution.files import csv_bytes

Check = Callable[..., Report]


@pytest.fixture(scope="session")
def view(built_lake: Lake) -> LakeView:
    """Return what is there already: the shipped case base."""
    return view_lake(built_lake)


@pytest.fixture(scope="session")
def check(view: LakeView) -> Check:
    """Return what checks a file that is made of rows."""

    def check_rows(rows: Sequence[Mapping[str, str]], decisions: Decisions | None = None) -> Report:
        return check_upload(read_upload(csv_bytes(rows), "mine.csv"), view, decisions)

    return check_rows
