"""The pages as Streamlit's own test runner runs them, opened as a reader opens an address.

What belongs here: opening a page and reading what it shows. What it should show stands in the test.
"""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Html

from tests.conftest import ROOT
from tests.ui.page_html import Page, folded, read_html
from ui.fragment import TO_FRAGMENT
from ui.page_registry import PAGES

SHELL = ROOT / "ui" / "shell.py"
TIMEOUT_S = 60
Query = dict[str, str | list[str]]


def open_page(url_path: str = "", query: Query | None = None, theme: str = "light") -> AppTest:
    """Return the app after a reader opened a page with a query."""
    app = AppTest.from_file(SHELL, default_timeout=TIMEOUT_S)
    app.context["theme"] = theme
    if not url_path:
        app.query_params.update(query or {})
        return app.run()
    # A page with links runs only below its navigation, so it is reached through it.
    app.run()
    app.switch_page(f"../pages/{next(page.file for page in PAGES if page.url_path == url_path)}")
    app.query_params.clear()
    app.query_params.update(query or {})
    return app.run()


def address_after(script: Callable[[], None], state: object, before: Query | None = None) -> Query:
    """Return the address after a script has run with a state in its session; the address was another before."""
    app = AppTest.from_function(script)
    app.query_params.update(before or {})
    app.session_state["state"] = state
    app.run()
    assert not app.exception
    return app.query_params


def state_after(script: Callable[[], None], query: Query) -> object:
    """Return the state that a script keeps in its session after it has run at an address."""
    app = AppTest.from_function(script)
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app.session_state["state"]


def html_of(app: AppTest) -> Page:
    """Return all HTML that the page shows, in its order; a script may be our own alone, and shows nothing."""
    shown = []
    for item in app.get("html"):
        if isinstance(item, Html) and item.proto.unsafe_allow_javascript:
            assert item.value == TO_FRAGMENT.read_text(encoding="utf-8")
        elif isinstance(item, Html):
            shown.append(item.value)
    return read_html(shown)


def words_of(app: AppTest) -> str:
    """Return what the page says in HTML and in plain text, on one line."""
    return folded(" ".join([html_of(app).words, *(item.value for item in app.text)]))


def check_calm(app: AppTest) -> list[str]:
    """Return what a page says that cannot show what was asked for: the cause, then the next step.

    It shows no traceback, and its last word is a way back.
    """
    assert not app.exception
    assert not app.error
    message, next_step = (item.value for item in app.text)
    assert message.endswith(".")
    assert next_step.endswith(".")
    assert "Traceback" not in message + next_step
    links = app.get("page_link")
    assert [link.proto.page for link in links][-1] == "", "there is no way back to the map"
    return [message, next_step]
