"""What the tests of the etl share: a small case base that a test may spoil."""

import shutil
from pathlib import Path

import pytest

from tests.etl.case_files import DataFolder, make_small


@pytest.fixture(scope="session")
def _small_template(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    return make_small(tmp_path_factory.mktemp("small"))


@pytest.fixture
def small(_small_template: DataFolder, tmp_path: Path) -> DataFolder:
    """Return four clusters of the shipped base with all that its files say of them, free to spoil."""
    return DataFolder(Path(shutil.copytree(_small_template.path, tmp_path / "small")))
