"""Who may import whom: data flow one way, and each heavy library has one home."""

import ast
from importlib.metadata import packages_distributions

import pytest

from tests.house.tree import (
    LAYERS,
    OUTSIDE,
    ROOT,
    Import,
    files,
    imports_of,
    parsed,
    part_of,
    product_python,
    report,
    where,
)

# A command line puts parts together, so it may reach further than its package.
FURTHER = {"model/__main__.py": ("store", "etl")}

# The library on the left is imported only by the parts on the right.
HOMES: dict[str, tuple[str, ...]] = {
    "duckdb": ("store",),
    "duckdb_extensions": ("store",),
    "duckdb_extension_": ("store",),
    "scipy": ("model",),
    "sklearn": ("model",),
    "setqca": ("model",),
    "folium": ("geo",),
    "branca": ("geo",),
    "xyzservices": ("geo",),
    "geopandas": ("geo",),
    "shapely": ("geo",),
    "pyproj": ("geo",),
    "pyogrio": ("geo",),
    "streamlit": ("ui", "pages", "streamlit_app"),
    "streamlit_folium": ("ui",),
    "starlette": ("api",),
    "aiohttp": ("etl",),
    "http.client": ("etl",),
    "httpx": ("etl",),
    "requests": ("etl",),
    "urllib.request": ("etl",),
    "urllib3": ("etl",),
}
# Names that say nothing about what a file is.
EMPTY_NAMES = {"common", "helper", "helpers", "misc", "util", "utils"}


def _is_below(name: str, module: str) -> bool:
    """Return whether a name is the module or lies in it; a trailing underscore means any ending."""
    return name == module or name.startswith(f"{module}.") or (module.endswith("_") and name.startswith(module))


def _our_part(item: Import) -> str | None:
    """Return the part of the house that an import names, None for a library."""
    first = item.name.split(".")[0]
    return first if first in LAYERS or first in OUTSIDE else None


@pytest.mark.parametrize("part", sorted(LAYERS))
def test_every_part_of_the_house_stands(part: str) -> None:
    place = ROOT / f"{part}.py" if part == "streamlit_app" else ROOT / part
    written = place.is_file() if place.suffix else any(place.rglob("*.py"))
    assert written, (
        f"{where(place)} is missing or holds no Python. "
        "To mend it: write it, or take it out of LAYERS in tests/house/tree.py."
    )


def test_every_python_file_belongs_to_a_part_of_the_house() -> None:
    strays = [where(path) for path in files(".py") if part_of(path) not in {*LAYERS, *OUTSIDE}]
    assert not strays, report(
        strays, "move the file into the package whose job it does (LAYERS in tests/house/tree.py)."
    )


def test_a_package_imports_only_what_its_row_allows() -> None:
    offences = []
    for path in product_python():
        part = part_of(path)
        allowed = {part, *LAYERS[part], *FURTHER.get(where(path), ())}
        offences += [
            f"{where(path)}:{item.line} imports {item.name}; {part} may import of ours: {', '.join(sorted(allowed))}"
            for item in imports_of(path)
            if (other := _our_part(item)) is not None and other not in allowed
        ]
    assert not offences, report(
        offences,
        "move the code to the layer that may know both sides, or hand the value in as an argument.",
    )


def test_a_library_is_imported_only_at_its_home() -> None:
    offences = []
    for path in product_python():
        for item in imports_of(path):
            offences += [
                f"{where(path)}:{item.line} imports {item.name}; only {', '.join(homes)} may"
                for library, homes in HOMES.items()
                if _is_below(item.name, library) and part_of(path) not in homes
            ]
    assert not offences, report(offences, "call a function of that package instead of its library.")


def test_imports_are_absolute() -> None:
    offences = [
        f"{where(path)}:{item.line} imports {item.name}"
        for path in files(".py")
        for item in imports_of(path)
        if item.name.startswith(".")
    ]
    assert not offences, report(offences, "write the package's name in full.")


def test_the_product_imports_no_library_that_only_development_has() -> None:
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    homes = packages_distributions()
    offences = []
    for path in product_python():
        for item in imports_of(path):
            makers = {name.lower().replace("_", "-") for name in homes.get(item.name.split(".")[0], [])}
            if makers and not makers & pinned and DEVELOPMENT_SCRIPTS not in path.parents:
                offences.append(f"{where(path)}:{item.line} imports {item.name}")
    assert not offences, report(offences, "add the library to requirements.in with its reason and run `make pins`.")


# Scripts here prepare data/ once; what they need besides stands in requirements-dev.in.
DEVELOPMENT_SCRIPTS = ROOT / "etl" / "prepare"


def test_no_file_is_named_for_nothing() -> None:
    offences = [
        where(path)
        for path in files(".py", ".js", ".sql")
        if path.stem.lower() in EMPTY_NAMES or path.parent.name.lower() in EMPTY_NAMES
    ]
    assert not offences, report(offences, "name the file for what it holds.")


def test_an_init_file_holds_no_code() -> None:
    offences = [
        f"{where(path)}:{node.lineno}"
        for path in files("__init__.py")
        if part_of(path) != "codebook"
        for node in parsed(path).body
        if not _is_docstring(node)
    ]
    assert not offences, report(offences, "move the code into a module named for what it is, and import it from there.")


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_the_app_file_only_puts_parts_together() -> None:
    path = ROOT / "streamlit_app.py"
    assert path.is_file(), "streamlit_app.py is missing. To mend it: write what `make run` starts."
    allowed = (ast.Import, ast.ImportFrom, ast.Assign)
    offences = [
        f"{where(path)}:{node.lineno}"
        for node in parsed(path).body
        if not isinstance(node, allowed) and not _is_docstring(node)
    ]
    assert not offences, report(offences, "move it: routes live in api/, what pages share in ui/.")
