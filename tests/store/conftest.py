"""What the tests of the store share: small lakes of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.atlas import Atlas
from store.connection import Lake
from tests.store.small_lake import empty_lake, make_small_lake


@pytest.fixture(scope="package")
def small_lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """Return a lake of eight clusters that no test changes."""
    lake = make_small_lake(tmp_path_factory.mktemp("small"))
    yield lake
    lake.close()


@pytest.fixture(scope="package")
def small_atlas(small_lake: Lake) -> Atlas:
    """Return the atlas of the eight clusters."""
    return Atlas(small_lake)


@pytest.fixture
def lake_to_change(tmp_path: Path) -> Iterator[Lake]:
    """Return a lake of eight clusters that the test may change."""
    lake = make_small_lake(tmp_path)
    yield lake
    lake.close()


@pytest.fixture
def lake_without_build(tmp_path: Path) -> Iterator[Lake]:
    """Return a lake in which nothing was ever built."""
    lake = empty_lake(tmp_path)
    yield lake
    lake.close()
