"""Writes the net anew: `python -m tests.net.freeze [CASE ...]`. What has changed is then to be read in the diff.

A case is named as its file in tests/net/frozen without .txt, such as worked/kent-2011, or by the beginning of its name,
such as generated/. Without any, everything is written and what no case has any more is deleted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.net.cases import CASES, ENDING, FROZEN, pages_of

__all__ = ["freeze", "main"]


def freeze(names: Sequence[str]) -> list[str]:
    """Writes the pages of some cases, and gives the files that changed."""
    changed = []
    for name in names:
        for file, text in pages_of(name).items():
            path = FROZEN / file
            before = path.read_text(encoding="utf-8") if path.exists() else None
            if text != before:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
                changed.append(file)
    return changed


def main(wanted: Sequence[str]) -> int:
    """Freezes the cases whose names begin as one of those wanted, or all, and says which files changed."""
    names = [name for name in CASES if not wanted or name.startswith(tuple(wanted))]
    changed = freeze(names)
    if not wanted:
        kept = {path for name in CASES for path in FROZEN.glob(f"{name}*{ENDING}")}
        for path in sorted(set(FROZEN.rglob(f"*{ENDING}")) - kept):
            path.unlink()
            changed.append(f"{path.relative_to(FROZEN)} (deleted)")
    print("\n".join(changed) or "nothing has changed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
