"""Rows of whole numbers as they are collected: one by one where rows differ, whole columns where many are alike."""

from collections.abc import Sequence
from typing import Any

__all__ = ["Collected", "columns_of"]


class Collected:
    """Rows of so many whole numbers each, numbered in the order in which they are added."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._pieces: list[Any] = []
        self._rows: list[tuple[int, ...]] = []
        self._before = 0

    def __len__(self) -> int:
        return self._before + len(self._rows)

    def __getitem__(self, number: int) -> tuple[int, ...]:
        """A row that was added by itself, since the last columns were."""
        assert number >= self._before  # what is collected in columns is not looked up
        return self._rows[number - self._before]

    def add(self, *row: int) -> int:
        """Adds one row, and gives its number."""
        self._rows.append(row)
        return len(self) - 1

    def extend(self, *columns: Any) -> int:
        """Adds rows as columns, or as one number for all of them, and gives the number of the first."""
        import numpy as np

        first = len(self)
        self._close()
        piece = np.array(np.broadcast_arrays(*map(np.atleast_1d, columns)), dtype=np.int64)
        self._pieces.append(piece)
        self._before += piece.shape[1]
        return first

    def columns(self, *, at_once: bool) -> Sequence[Any]:
        """The columns: as NumPy columns for evaluation at once."""
        if not self._pieces:
            return columns_of(self._rows, self._width, at_once=at_once)
        import numpy as np

        self._close()
        return list(np.concatenate(self._pieces, axis=1))

    def _close(self) -> None:
        """Puts the rows that were added one by one below the columns before them."""
        if self._rows:
            self._pieces.append(columns_of(self._rows, self._width, at_once=True))
            self._before += len(self._rows)
            self._rows = []


def columns_of(rows: Sequence[tuple[int, ...]], width: int, *, at_once: bool) -> Sequence[Any]:
    """The columns of rows of whole numbers."""
    if at_once:
        import numpy as np

        return list(np.array(rows, dtype=np.int64).reshape(len(rows), width).T.copy())
    return list(zip(*rows, strict=True)) if rows else [()] * width
