"""What the tests of the pages share: lakes of four kinds that the pages are pointed at, and cases to read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.connection import CATALOG_VARIABLE, DATA_VARIABLE, Lake, LakeSettings
from tests.store.small_lake import make_small_lake
from tests.ui.hostile_records import add_hostile_records
from ui.case import Case, read_case

ReadCase = Callable[[str], Case]


def point_at(patch: pytest.MonkeyPatch, settings: LakeSettings) -> None:
    """Let every page that runs from now on read this lake."""
    patch.setenv(CATALOG_VARIABLE, settings.catalog)
    patch.setenv(DATA_VARIABLE, settings.data)


@pytest.fixture
def case_base(built_lake: Lake, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """Return the lake of the shipped case base, which the pages show."""
    point_at(monkeypatch, built_lake.settings)
    return built_lake


@pytest.fixture
def case_of(case_base: Lake) -> ReadCase:
    """Return what reads a cluster's case from the shipped case base."""
    return lambda cluster_id: read_case(case_base, cluster_id)


@pytest.fixture(scope="package")
def hostile_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LakeSettings]:
    """Return where eight clusters lie with two hostile ones beside them."""
    lake = make_small_lake(tmp_path_factory.mktemp("hostile"))
    add_hostile_records(lake, "FJI", -17.7, 170.0)
    yield lake.settings
    lake.close()


@pytest.fixture
def hostile_lake(hostile_settings: LakeSettings, monkeypatch: pytest.MonkeyPatch) -> LakeSettings:
    """Return the lake with hostile records, which the pages show."""
    point_at(monkeypatch, hostile_settings)
    return hostile_settings


@pytest.fixture
def lake_without_build(empty_lake: Lake, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """Return a lake in which nothing was ever built, which the pages show."""
    point_at(monkeypatch, empty_lake.settings)
    return empty_lake


@pytest.fixture
def lake_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the pages at a catalogue that is none."""
    catalog = tmp_path / "catalog.sqlite"
    catalog.write_text("This is a letter, and no catalogue.", encoding="utf-8")
    point_at(monkeypatch, LakeSettings(f"sqlite:{catalog}", str(tmp_path / "files")))
