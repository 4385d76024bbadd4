"""A table of posts in a file of whatever kind, and the pieces in which it is read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from payband.review.columns import CHUNK

__all__ = ["Piece", "PostsFile"]


class Piece(NamedTuple):
    """Some rows of a table of posts, and the number of the first as a person counts them.

    `broken` are lines that are not rows of the table, each with its number, its text and what is wrong with it.
    `cells` are the values of a workbook's columns as they are, where a column of the table must be of one kind.
    """

    rows: pa.RecordBatch
    first_number: int
    broken: Sequence[tuple[int, str, str]] = ()
    cells: Mapping[str, Sequence[Any]] = {}

    def number(self, row: int) -> int:
        """The number of a row: broken lines before it count too."""
        number = self.first_number + row
        for line, _, _ in self.broken:
            number += line <= number
        return number


class PostsFile:
    """A table of posts in a file.

    `cells` says that it is a workbook, where a date must be one; `steps` is about how many pieces it has.
    """

    cells = False

    def __init__(self, path: str, schema: pa.Schema, steps: int) -> None:
        self.path = path
        self.schema = schema
        self.steps = max(steps, 1)
        self.notes: list[str] = []
        """What a person should be told of how it is read."""

    @property
    def where(self) -> str:
        """Where its headings are, in words."""
        return self.path

    @property
    def columns(self) -> list[str]:
        """The headings."""
        return list(self.schema.names)

    def coded_columns(self, columns: Sequence[str]) -> None:
        """Says which columns have few distinct values, where that helps to read them faster."""

    def pieces(self) -> Iterator[Piece]:
        """The rows, some at a time."""
        raise NotImplementedError

    def _smaller(self, rows: pa.RecordBatch, first_number: int, broken: Sequence[tuple[int, str, str]] = ()) -> Any:
        """A piece that is too large for a processor's cache, in smaller ones."""
        if broken or rows.num_rows <= CHUNK:
            yield Piece(rows, first_number, broken)
            return
        for start in range(0, rows.num_rows, CHUNK):
            yield Piece(rows.slice(start, CHUNK), first_number + start)
