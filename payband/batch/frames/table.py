"""Answers an Arrow table of posts whole: a row of answers for each row, or the reason why there is none."""

import warnings
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from payband.batch.posts.file import Piece, PostsFile
from payband.batch.posts.posts import PostsBatch, Rejected
from payband.errors import WrongInput
from payband.review.columns import CHUNK
from payband.review.inputs.inputs import Inputs

__all__ = ["REJECTED", "AnsweredTable", "answered_table"]

REJECTED = "rejected"
_ROW = "\0row"  # a name that no heading has


class AnsweredTable(NamedTuple):
    """The rows of a table in their order with the answers."""

    own: pa.Table
    """The table's own columns; a row that stands for several posts is there as often."""
    answers: pa.Table
    """The answers, and why a row has none."""
    rows: np.ndarray
    """The number of each row in the table that was given."""

    @property
    def is_row_by_row(self) -> bool:
        """Whether each row of the table is one row of the answers."""
        return len(self.rows) == self.own.num_rows and bool((self.rows == np.arange(len(self.rows))).all())

    @property
    def whole(self) -> pa.Table:
        """Both as one table."""
        whole = self.own
        for name in self.answers.column_names:
            whole = whole.append_column(self.answers.schema.field(name), self.answers.column(name))
        return whole


class _InMemory(PostsFile):
    def __init__(self, table: pa.Table) -> None:
        super().__init__("the frame", table.schema, -(-table.num_rows // CHUNK))
        self._table = table

    def pieces(self) -> Iterator[Piece]:
        number = 1
        for rows in self._table.to_batches(max_chunksize=CHUNK):
            yield Piece(rows, number)
            number += rows.num_rows


class _Kept:
    """Keeps the rows with their answers as they come."""

    def __init__(self) -> None:
        self.batches: list[pa.RecordBatch] = []

    def write(self, rows: pa.RecordBatch) -> None:
        """Adds rows."""
        self.batches.append(rows)

    def close(self) -> None:
        """Nothing has to be closed."""


class _Why(Rejected):
    """Why each row that is rejected is so."""

    def __init__(self) -> None:
        self.of: dict[int, list[str]] = {}

    def add(self, number: int, column: str, value: str, why: str) -> None:
        said = f"{column} ({value}): {why}" if value else f"{column}: {why}"
        self.of.setdefault(number - 1, []).append(said)


def answered_table(table: pa.Table, inputs: Inputs, columns: Mapping[str, str], *, whole: bool = True) -> AnsweredTable:
    """Answers a table, which is the `whole` one or a part of it.

    Raises WrongInput for columns that cannot be used; what else is to be known is a warning.
    """
    if REJECTED in table.column_names:
        raise WrongInput(f"the column '{REJECTED}' has the name of an answer that is to be written: rename it")
    numbered = table.append_column(_ROW, pa.array(np.arange(table.num_rows)))
    # What pandas or another keeps of a frame beside its columns is no part of a table of posts.
    batch = PostsBatch(_InMemory(numbered.replace_schema_metadata(None)), inputs, (), columns, whole=whole)
    if asked := batch.matched.recognised.asked:
        lines = [f"  {number}. {question.text}" for number, question in enumerate(asked, start=1)]
        raise WrongInput(
            "\n".join(
                ["before anything is calculated, say:", *lines, "Answer with columns={'HEADING': 'WHAT IT HOLDS'}."]
            )
        )
    kept, why = _Kept(), _Why()
    batch.run(lambda schema: kept, why)
    for note in batch.notes:
        if _ROW not in note:
            warnings.warn(note, stacklevel=4)
    written = batch.written
    found = pa.Table.from_batches([each for each in kept.batches if each.num_rows], _coded_alike(kept, batch, numbered))
    found = found.cast(written).append_column(REJECTED, pa.nulls(found.num_rows, pa.string()))
    if why.of:
        found = pa.concat_tables([found, _rejected(numbered, why.of, found.schema)])
        found = found.take(np.argsort(found.column(_ROW).to_numpy(), kind="stable"))
    rows = found.column(_ROW).to_numpy()
    own = found.select(table.column_names)
    answers = found.select([name for name in found.column_names if name not in (*table.column_names, _ROW)])
    return AnsweredTable(own, answers, rows)


def _coded_alike(kept: _Kept, batch: PostsBatch, table: pa.Table) -> pa.Schema:
    if kept.batches:
        return kept.batches[0].schema
    return batch.schema_of(pa.RecordBatch.from_pylist([], table.schema))


def _rejected(table: pa.Table, why: Mapping[int, list[str]], schema: pa.Schema) -> pa.Table:
    """The rows that have no answer."""
    rows = sorted(why)
    some = table.take(pa.array(rows, pa.int64()))
    arrays = [
        some.column(field.name) if field.name in some.column_names else pa.nulls(len(rows), field.type)
        for field in schema
    ]
    arrays[-1] = pa.array(["; ".join(why[row]) for row in rows], pa.string())
    return pa.Table.from_arrays(arrays, schema=schema)
