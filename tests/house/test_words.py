"""What may not stand in the tree: hosts it would call, and words of where it was written."""

import re

from tests.house.tree import LAYERS, OUTSIDE, ROOT, files, part_of, report, where

# Words that describe how or where somebody worked, not what the product is. Each is split so that
# this file passes its own rule.
FOREIGN_WORDS = (
    *("clau" + "de", "anth" + "ropic", "open" + "ai", "chat" + "gpt", "co" + "pilot"),
    *("sub" + "agent", "sub-" + "agent", "language " + "model", "ai " + "assistant"),
    *("coding " + "agent", "ll" + "m", "ll" + "ms"),
)
FOREIGN_PLACES = (
    *(
        "/wo" + "rk/",
        "/ro" + "ot/",
        "/ho" + "me/",
        "/Us" + "ers/",
        "/tm" + "p/",
        "/opt/" + "wheels",
    ),
    *("../sha" + "red", "shared/" + "data", "shared/" + "contract", "shared/" + "look"),
    *("DESIGN" + ".md", "STYLE" + ".md", "MODEL" + ".md", "LOOK" + ".md", "PEERS" + ".md"),
    *("py" + "pi.org", "python" + "hosted", "npm" + "js.", "deb." + "debian"),
)
# Content delivery networks and font servers: a page that asks one fails where there is no internet.
NETWORKS = re.compile(
    r"//(?:[\w.-]*\.)?(?:cdn|cdnjs|unpkg|jsdelivr|skypack|esm|bootstrapcdn|jquery|googleapis|gstatic)\b"
    r"|cdn\.|cdnjs|unpkg\.com|jsdelivr|bootstrapcdn|code\.jquery|fonts\.googleapis|fonts\.gstatic",
    re.IGNORECASE,
)
TEXT_FILES = (
    *(".py", ".js", ".css", ".html", ".sql", ".md", ".toml", ".txt", ".in", ".yaml", ".yml"),
    *("Makefile", "run", ".gitignore", "LICENSE"),
)


def _lines() -> list[tuple[str, int, str]]:
    """Return file, number and text of each line of code, queries, settings and documents."""
    return [
        (where(path), number, line)
        for path in files(*TEXT_FILES)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    ]


def test_nothing_tells_how_or_where_the_project_was_written() -> None:
    words = re.compile(r"(?<![a-z])(?:" + "|".join(map(re.escape, FOREIGN_WORDS)) + r")(?![a-z])", re.IGNORECASE)
    offences = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, number, line in _lines()
        if words.search(line) or any(place in line for place in FOREIGN_PLACES)
    ]
    assert not offences, report(offences, "say it in terms of the project: its own files, its own reasons.")


def test_the_product_names_no_content_delivery_network() -> None:
    offences = [
        f"{where(path)}:{number}: {line.strip()[:120]}"
        for path in files(".py", ".js", ".css", ".html", ".toml", ".svg")
        if part_of(path) in LAYERS or part_of(path) == ".streamlit"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if NETWORKS.search(line)
    ]
    assert not offences, report(offences, "ship the file as a wheel or in the tree, and serve it below /vendor/.")


def test_an_exception_to_a_rule_has_its_reason_beside_it() -> None:
    marks = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma)\b(?P<rest>.*)")
    offences = []
    for path in files(".py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            mark = marks.search(line)
            above = lines[number - 1].strip() if number else ""
            if mark and "  # " not in mark["rest"] and not above.startswith("#"):
                offences.append(f"{where(path)}:{number + 1}: {line.strip()[:120]}")
    assert not offences, report(offences, "mend the code, or say on the line above why the rule does not fit here.")


def test_unfinished_work_is_no_comment() -> None:
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    offences = [
        f"{where(path)}:{number}"
        for path in files(".py", ".js", ".sql")
        if part_of(path) in LAYERS or part_of(path) in OUTSIDE
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if marks.search(line)
    ]
    assert not offences, report(offences, "do it, or open an issue and take the comment out.")


def test_the_project_stands_where_these_rules_look() -> None:
    assert (ROOT / "README.md").is_file(), "The rules walk the wrong folder. To mend it: ROOT in tests/house/tree.py."
    assert len(_lines()) > 1000, "The rules find hardly any text. To mend it: TEXT_FILES in tests/house/test_words.py."
