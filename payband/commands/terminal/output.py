"""What the commands share: exit statuses, JSON, and where the guide says what to do."""

import sys
from typing import Any

__all__ = ["CHECK_FAILED", "FINE", "UNUSABLE", "WRONG_COMMAND", "point_to_guide", "print_json"]

FINE, CHECK_FAILED, UNUSABLE = 0, 1, 2
WRONG_COMMAND = "PB6"
"""The code of a command line that cannot be run; payband.errors has those of the other kinds."""


def point_to_guide(code: str) -> None:
    """Names the heading of the guide that says what to do, to somebody at a terminal and not to a script."""
    if sys.stderr.isatty():
        print(f"Help: payband guide, 'When it says no', {code}", file=sys.stderr)


def print_json(value: Any) -> None:
    """Prints a value as JSON: amounts as numbers with their two decimals, dates as text."""
    import simplejson

    def plain(other: Any) -> str:
        return other.isoformat() if hasattr(other, "isoformat") else str(other)

    print(simplejson.dumps(value, use_decimal=True, default=plain, indent=2, ensure_ascii=False))
