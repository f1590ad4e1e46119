"""What the tests of the routes share: clients of the routes alone, over lakes of three kinds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette

from api.routes import ROUTES
from store.connection import CATALOG_VARIABLE, DATA_VARIABLE, Lake, LakeSettings
from tests.api.asking import Client
from tests.store.small_lake import empty_lake, make_small_lake


@contextmanager
def client_of(lake: LakeSettings) -> Iterator[Client]:
    """Yield a client of the routes, served from this lake."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CATALOG_VARIABLE, lake.catalog)
        patch.setenv(DATA_VARIABLE, lake.data)
        yield Client(Starlette(routes=ROUTES))


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory) -> LakeSettings:
    """Return where a lake of eight clusters lies that no test changes."""
    lake = make_small_lake(tmp_path_factory.mktemp("small"))
    lake.close()
    return lake.settings


@pytest.fixture
def client(small_settings: LakeSettings) -> Iterator[Client]:
    """Return a client over the eight clusters of tests/store/small_lake.py."""
    with client_of(small_settings) as client:
        yield client


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[Client]:
    """Return a client over a lake in which nothing was ever built."""
    lake = empty_lake(tmp_path)
    with client_of(lake.settings) as client:
        yield client
    lake.close()


@pytest.fixture
def case_client(built_lake: Lake) -> Iterator[Client]:
    """Return a client over the shipped case base."""
    with client_of(built_lake.settings) as client:
        yield client
