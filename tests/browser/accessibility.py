"""What axe-core finds on a page: faults that keep people who see, hear or move otherwise from using it.

What belongs here: reading axe-core as npm installed it, and asking it. Which pages are asked stands in the tests.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
ADVICE = "axe-core is missing. To install it: npm ci --prefix tests/browser"
SEVERE = ("serious", "critical")
# Each document is asked by itself: what stands in a frame is asked there. A rule of axe may find nothing, be unsure,
# or find a fault; only faults are reported.
ASK = """async (impacts) => {
  const { violations } = await window.axe.run(document, { iframes: false, resultTypes: ["violations"] });
  return violations.filter(({ impact }) => impacts.includes(impact)).flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => `${impact} ${id}: ${node.target.join(" ")} (${node.any.concat(node.all, node.none)
      .map(({ message }) => message).join("; ")})`));
}"""
COUNT = "async () => (await window.axe.run(document, { iframes: false, resultTypes: ['passes'] })).passes.length"


@cache
def axe_script() -> str | None:
    """Return axe-core's script, None where nobody installed it."""
    return AXE.read_text(encoding="utf-8") if AXE.is_file() else None


def severe_faults(frame: Frame) -> list[str]:
    """Return what axe-core calls serious or critical in one document, one fault an element.

    Skips the test where axe-core is missing; fails it under CI=true instead.
    """
    script = axe_script()
    if script is None:
        if os.environ.get("CI") == "true":
            pytest.fail(ADVICE, pytrace=False)
        # The reason is the machine's, not the project's: the message says what to install.
        pytest.skip(ADVICE)
    frame.evaluate(f"{script};0")
    assert frame.evaluate(COUNT) > 0, "axe-core looked at nothing"
    faults: list[Any] = frame.evaluate(ASK, SEVERE)
    return [str(fault) for fault in faults]
