"""The pins agree with what is asked for, all of it is used, and Streamlit does not call home."""

import re
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT, files, imports_of, product_python

# Asked for, but reached in another way than by an import.
REACHED_OTHERWISE = {
    "django-js-lib-leaflet": "its files are read from the wheel and served below /vendor/",
    "duckdb-extension-ducklake": "store/connection.py loads the extension that lies inside",
    "duckdb-extension-httpfs": "store/connection.py loads the extension that lies inside",
    "duckdb-extension-postgres-scanner": "store/connection.py loads the extension that lies inside",
    "duckdb-extension-spatial": "store/ loads the extension that lies inside",
    "duckdb-extension-sqlite-scanner": "store/connection.py loads the extension that lies inside",
    "pyarrow": "pandas, geopandas and DuckDB hand tables to each other through it",
    "defusedxml": "openpyxl parses through it where it is installed; etl/contribution/workbook.py insists on it",
    "protobuf": "Streamlit speaks through it; its version is what streamlit and the tests can both take",
    "mypy": "make types",
    "pandas-stubs": "make types",
    "pip-tools": "make pins",
    "pytest-xdist": "make test",
    "ruff": "make lint",
    "types-openpyxl": "make types",
    "types-tqdm": "make types",
    "authlib": "Streamlit signs people in through it",
    "httpx": "Authlib speaks to the OpenID provider through it, starlette.testclient to the routes",
}


def _lines(name: str) -> list[str]:
    """Return a requirements file's own lines, without comments and references to other files."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = (re.sub(r"(^|\s)#.*", "", line).strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("-c ")]


def _pins(name: str) -> dict[str, str]:
    """Return the pinned version of every package of a requirements file."""
    pairs = (line.split("==") for line in _lines(name))
    return {canonicalize_name(package): version for package, version in pairs}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_pin_file_holds_nothing_but_exact_versions(name: str) -> None:
    loose = [line for line in _lines(name) if not re.fullmatch(r"[A-Za-z0-9._-]+==[\w.!+]+", line)]
    assert not loose, f"{name} holds {loose}. To mend it: `make pins` writes it from the .in file."


@pytest.mark.parametrize(
    ("asked", "pinned"),
    [("requirements.in", "requirements.txt"), ("requirements-dev.in", "requirements-dev.txt")],
)
def test_the_pins_satisfy_what_is_asked_for(asked: str, pinned: str) -> None:
    pins = _pins(pinned)
    offences = [
        line
        for line in _lines(asked)
        if not Requirement(line).specifier.contains(pins.get(canonicalize_name(Requirement(line).name), "0"))
    ]
    assert not offences, f"{pinned} does not satisfy {offences} of {asked}. To mend it: `make pins`."


def test_development_pins_the_same_versions_as_the_product() -> None:
    product, development = _pins("requirements.txt"), _pins("requirements-dev.txt")
    apart = {name for name in product.keys() & development.keys() if product[name] != development[name]}
    assert not apart, f"Pinned twice, differently: {sorted(apart)}. To mend it: `make pins`."


@pytest.mark.parametrize("asked", ["requirements.in", "requirements-dev.in"])
def test_everything_asked_for_is_used(asked: str) -> None:
    sources = product_python() if asked == "requirements.in" else list(files(".py"))
    modules = {item.name.split(".")[0] for path in sources for item in imports_of(path)}
    homes = packages_distributions()
    used = {canonicalize_name(maker) for module in modules for maker in homes.get(module, [])}
    idle = [
        name
        for line in _lines(asked)
        if (name := canonicalize_name(Requirement(line).name)) not in used | REACHED_OTHERWISE.keys()
    ]
    assert not idle, f"{asked} asks for {idle}, which nothing imports. To mend it: take them out, then `make pins`."


def test_streamlit_does_not_call_home_and_listens_to_this_machine_only() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False, "Set gatherUsageStats = false in .streamlit/config.toml."
    assert settings["server"]["address"] == "localhost", 'Set address = "localhost" in .streamlit/config.toml.'
