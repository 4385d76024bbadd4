"""What the commands share: exit statuses and JSON."""

from typing import Any

__all__ = ["CHECK_FAILED", "FINE", "UNUSABLE", "print_json"]

FINE, CHECK_FAILED, UNUSABLE = 0, 1, 2


def print_json(value: Any) -> None:
    """Prints a value as JSON: amounts as numbers with their two decimals, dates as text."""
    import simplejson

    def plain(other: Any) -> str:
        return other.isoformat() if hasattr(other, "isoformat") else str(other)

    print(simplejson.dumps(value, use_decimal=True, default=plain, indent=2, ensure_ascii=False))
