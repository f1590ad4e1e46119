"""Command line of the codebook: ``python -m codebook write`` and ``python -m codebook check``.

``write`` brings every generated text up to date and names what it changed. ``check`` changes
nothing, names stale files and exits with 1 if there are any. Wrong usage exits with 2.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from codebook.documents import stale_documents, write_documents
from codebook.errors import ClusterwatchError

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder."""


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Return the exit code of one command: 0 good, 1 stale or wrong, 2 wrong usage (argparse)."""
    parser = argparse.ArgumentParser(prog="python -m codebook", description=__doc__)
    parser.add_argument("command", choices=("write", "check"))
    command = parser.parse_args(arguments).command
    try:
        names = write_documents(root) if command == "write" else stale_documents(root)
    except ClusterwatchError as error:
        print(f"{error}\n{error.next_step}", file=sys.stderr)
        return 1
    if command == "write":
        print("\n".join(f"written: {name}" for name in names) or "Everything was up to date.")
        return 0
    for name in names:
        print(f"stale: {name} (mend it with: python -m codebook write)")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
