"""Rows of a sheet in words, as messages name them."""

from collections.abc import Sequence

__all__ = ["rows_text", "rows_told"]


def rows_text(rows: Sequence[int]) -> str:
    """Rows in words, with those that follow each other together.

    >>> rows_text([6]), rows_text([5, 6, 7, 9])
    ('row 6', 'rows 5 to 7 and 9')
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown = [str(first) if first == last else f"{first} to {last}" for first, last in runs]
    told = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"{'row' if len(rows) == 1 else 'rows'} {told}"


def rows_told(message: str, rows: Sequence[int]) -> str:
    """A message about the first of some rows that hold the same slip, which names the others.

    >>> rows_told("did you mean 'M1'?", [5]), rows_told("known: M1", [5, 7, 8])
    ("did you mean 'M1'?", 'known: M1. The same in rows 7 to 8')
    """
    if len(rows) == 1:
        return message
    stop = "" if message.endswith("?") else "."
    return f"{message}{stop} The same in {rows_text(rows[1:])}"
