"""The list of pages and the folder of pages agree."""

import pytest

from ui.page_registry import PAGES, PAGES_FOLDER, PageEntry, page_file


def test_every_page_of_the_folder_is_listed_and_every_listed_page_is_there() -> None:
    listed = sorted(entry.file for entry in PAGES)
    found = sorted(path.name for path in PAGES_FOLDER.glob("*.py"))
    assert listed == found, "To mend it: one row of PAGES in ui/page_registry.py for each file of pages/."


def test_no_two_pages_share_a_name_or_an_address() -> None:
    for field in ("file", "title", "url_path"):
        values = [getattr(entry, field) for entry in PAGES]
        assert len(set(values)) == len(values), field


def test_one_page_is_the_root() -> None:
    assert [entry.url_path for entry in PAGES].count("") == 1


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.file)
def test_a_page_is_found_by_its_address(entry: PageEntry) -> None:
    assert page_file(entry.url_path) == str(PAGES_FOLDER / entry.file)
