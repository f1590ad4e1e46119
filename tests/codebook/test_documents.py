"""Generated texts: fresh in the project, mended by ``write``, named by ``check``."""

import tomllib
from pathlib import Path

import pytest

import codebook
from codebook.__main__ import main
from codebook.documents import BLOCKS, DICTIONARY, THEME, stale_documents, write_documents
from codebook.errors import MissingFileError

ROOT = Path(__file__).resolve().parents[2]
MEND = "mend it with: python -m codebook write"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project folder whose files have empty generated blocks between words of ours."""
    for block in BLOCKS:
        path = tmp_path / block.path
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = ["# above", block.begin, block.end, "# below", ""]
        path.write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_generated_texts_of_the_project_are_fresh() -> None:
    assert stale_documents(ROOT) == (), MEND


def test_files_with_a_block_are_there() -> None:
    assert [block.path for block in BLOCKS if not (ROOT / block.path).is_file()] == []


def test_write_fills_the_blocks_and_leaves_the_rest_alone(project: Path) -> None:
    written = write_documents(project)
    assert set(written) == {DICTIONARY.as_posix(), *(block.path.as_posix() for block in BLOCKS)}
    assert stale_documents(project) == ()
    for block in BLOCKS:
        text = (project / block.path).read_text(encoding="utf-8")
        assert text.startswith(f"# above\n{block.begin}\n")
        assert text.endswith(f"\n{block.end}\n# below\n")


def test_writing_twice_changes_nothing(project: Path) -> None:
    write_documents(project)
    assert write_documents(project) == ()


def test_a_file_that_does_not_exist_gets_no_block(tmp_path: Path) -> None:
    assert write_documents(tmp_path) == (DICTIONARY.as_posix(),)


def test_a_lost_marker_is_an_error_that_names_the_file_and_the_lines(project: Path) -> None:
    block = BLOCKS[0]
    (project / block.path).write_text("nothing here", encoding="utf-8")
    with pytest.raises(MissingFileError) as caught:
        stale_documents(project)
    assert str(block.path) in str(caught.value)
    assert block.begin in str(caught.value)
    assert "Put both lines back" in caught.value.next_step


def test_check_exits_with_one_and_names_stale_files_until_they_are_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"], project) == 1
    assert f"stale: {DICTIONARY.as_posix()}" in capsys.readouterr().out
    assert main(["write"], project) == 0
    assert f"written: {DICTIONARY.as_posix()}" in capsys.readouterr().out
    assert main(["check"], project) == 0
    assert capsys.readouterr().out == ""


def test_a_hand_edit_inside_a_block_is_stale(project: Path) -> None:
    write_documents(project)
    path = project / BLOCKS[1].path
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(codebook.COLOURS["accent"].light, "#FF0000"), encoding="utf-8")
    assert stale_documents(project) == (BLOCKS[1].path.as_posix(),)


def test_an_error_of_the_command_goes_to_the_error_stream(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / BLOCKS[0].path).write_text("", encoding="utf-8")
    assert main(["check"], project) == 1
    assert "has lost its lines" in capsys.readouterr().err


def test_wrong_usage_exits_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["mend"])
    assert caught.value.code == 2
    assert "write" in capsys.readouterr().err


def test_the_theme_is_valid_and_holds_the_tokens(project: Path) -> None:
    write_documents(project)
    theme = tomllib.loads((project / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    for shade in ("light", "dark"):
        expected = {opt: getattr(codebook.COLOURS[token], shade) for opt, token in THEME.items()}
        assert theme[shade] == expected


def test_the_dictionary_names_every_table_column_factor_vocabulary_and_parameter() -> None:
    text = (ROOT / DICTIONARY).read_text(encoding="utf-8")
    for table in codebook.TABLES:
        assert f"### {table}\n" in text
        for column in codebook.columns(table):
            assert f"| `{column.name}` |" in text
    for factor in codebook.FACTORS.values():
        assert f"### {factor.label} (`{factor.name}`)" in text
    for domain in set(codebook.DOMAINS) - set(codebook.FACTORS) - {"factor"}:
        assert f"### {domain}\n" in text
    for parameter in codebook.PRIORS.parameters:
        assert f"| `{parameter}` |" in text


def test_rows_of_markdown_tables_have_as_many_cells_as_their_header() -> None:
    cells = 0
    for line in (ROOT / DICTIONARY).read_text(encoding="utf-8").splitlines():
        if not line.startswith("| "):
            cells = 0
            continue
        count = line.replace("\\|", "").count("|")
        cells = cells or count
        assert count == cells, line
