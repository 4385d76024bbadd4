"""What a piece writes: its answers in one file, or in one for each value of a column, and its rejected rows.

All are written under other names first and take their places together when the piece is done.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from pathlib import PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import numpy as np
import pyarrow as pa

from payband.batch.many.pieces import ENDINGS, FilePiece
from payband.batch.many.store import Store, store_of
from payband.batch.posts.output import FEW_VALUES
from payband.batch.posts.posts import BatchOutcome, PostsBatch, Rejected
from payband.batch.posts.writers import CsvWriter, ParquetWriter, Writer, behind
from payband.errors import WrongInput
from payband.review.columns import CHUNK

__all__ = ["answered", "by_piece", "joined"]

_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"  # what others call the folder of rows without a value
_REJECTED = "_rejected/"
_MOST_VALUES = 1_000  # of a column that a table is partitioned by: each is a file
_MOST_WAITING = 16 * CHUNK  # rows that wait for their file to have enough of them


def joined(folder: str, name: str) -> str:
    """The path of a file below a folder, of this machine or of a store."""
    return f"{folder.rstrip('/')}/{name}"


def answered(batch: PostsBatch, piece: FilePiece, output: str, partition_by: str) -> tuple[BatchOutcome, list[str]]:
    """Answers a piece, and puts what came of it in its place. Gives the names of the files, from the output on."""
    names: list[str] = []
    with ExitStack() as files:
        target = _Target(files, store_of(output), output, names)
        if piece.kind == "xlsx":
            return _workbook(batch, piece, target), names
        rejected = _RejectedRows(target, _rejected(piece))
        if partition_by:
            opened = _by_value(batch, piece, target, partition_by)
        else:
            opened = _whole(batch, piece, target)
        with closing(rejected), behind(opened) as writer_of:
            outcome = batch.run(writer_of, rejected)
        return outcome, names


def by_piece(names: Iterable[str], partition_by: str) -> dict[str, list[str]]:
    """The files of an output by the pieces that wrote them.

    >>> by_piece(["region=North/a.parquet", "region=South/a.parquet", "_rejected/a.csv"], "region")
    {'a': ['region=North/a.parquet', 'region=South/a.parquet', '_rejected/a.csv']}
    >>> by_piece(["region=North/a.parquet", "_rejected/region=North/a.csv"], "")
    {'region=North/a': ['region=North/a.parquet', '_rejected/region=North/a.csv']}
    """
    found: dict[str, list[str]] = {}
    for name in names:
        stem = name.rpartition(".")[0]
        if stem.startswith(_REJECTED) or partition_by:
            stem = stem.partition("/")[2]
        found.setdefault(stem, []).append(name)
    return found


def _rejected(piece: FilePiece) -> str:
    """The file of a piece's rejected rows; what begins so is not a table to those who read the folder as one."""
    return f"{_REJECTED}{piece.name}.csv"


class _Target:
    """Where a piece's files go, and which there are."""

    def __init__(self, files: ExitStack, store: Store, output: str, names: list[str]) -> None:
        self._files = files
        self._store = store
        self._output = output
        self._names = names

    def path(self, name: str) -> str:
        """A path to write one of them to."""
        path: str = self._files.enter_context(self._store.written(joined(self._output, name)))
        self._names.append(name)
        return path

    def held(self, block: Any) -> Any:
        """Enters a block that ends before the files take their places."""
        return self._files.enter_context(block)


class _RejectedRows(Rejected):
    """The list of rejected rows, with a file only where there is one."""

    def __init__(self, target: _Target, name: str) -> None:
        self._target = target
        self._name = name
        self._list: Rejected | None = None
        self._open = ExitStack()

    def add(self, number: int, column: str, value: str, why: str) -> None:
        if self._list is None:
            self._list = self._open.enter_context(Rejected.at(self._target.path(self._name)))
        self._list.add(number, column, value, why)

    def close(self) -> None:
        """Ends the file."""
        self._open.close()


def _whole(batch: PostsBatch, piece: FilePiece, target: _Target) -> Callable[[pa.Schema], Writer]:
    def opened(schema: pa.Schema) -> Writer:
        return _writer(piece.kind, target.path(f"{piece.name}{ENDINGS[piece.kind]}"), schema, batch.written)

    return opened


def _writer(kind: str, path: str, schema: pa.Schema, original: pa.Schema) -> Writer:
    if kind == "csv":
        return CsvWriter(path, schema)
    return ParquetWriter(path, schema, original, [name for name in FEW_VALUES if name in schema.names])


def _workbook(batch: PostsBatch, piece: FilePiece, target: _Target) -> BatchOutcome:
    from payband.batch.posts.workbook_out import write_workbook  # only a workbook needs it

    with TemporaryDirectory() as folder:
        rejected = os.path.join(folder, "rejected.csv")
        outcome = write_workbook(batch, target.path(f"{piece.name}.xlsx"), rejected)
        if outcome.rejected:
            with open(rejected, "rb") as old, open(target.path(_rejected(piece)), "wb") as new:
                new.write(old.read())
    return outcome


# --- by the values of a column -------------------------------------------------------------------------------------


def _by_value(batch: PostsBatch, piece: FilePiece, target: _Target, column: str) -> Callable[[pa.Schema], Writer]:
    folders: dict[str, str] = {}

    def opened_for(value: str | None, schema: pa.Schema) -> Writer:
        folder = f"{quote(column, safe=' ')}={_NO_VALUE if value is None else quote(value, safe=' ')}"
        other = folders.setdefault(folder.casefold(), str(value))
        if other != str(value):
            raise WrongInput(
                f"--partition-by {column}: '{other}' and '{value}' differ in capitals alone, and not every disk has "
                "both as folders: write them alike"
            )
        if len(folders) > _MOST_VALUES:
            raise WrongInput(
                f"--partition-by {column}: it has more than {_MOST_VALUES:,} values: name a column with fewer"
            )
        original = pa.schema([field for field in batch.written if field.name != column])
        path = target.path(str(PurePosixPath(folder, f"{piece.name}{ENDINGS[piece.kind]}")))
        return _writer(piece.kind, path, schema, original)

    return lambda schema: _Partitioned(column, opened_for)


class _Partitioned:
    """Writes each row to the file of its value, without the column, which the folder's name says.

    Rows wait until a file has enough of them, so that it is not a heap of small row groups.
    """

    def __init__(self, column: str, opened: Callable[[str | None, pa.Schema], Writer]) -> None:
        self._column = column
        self._opened = opened
        self._writers: dict[str | None, Writer] = {}
        self._waiting: dict[str | None, list[pa.RecordBatch]] = {}
        self._rows: dict[str | None, int] = {}

    def write(self, rows: pa.RecordBatch) -> None:
        """Adds rows."""
        place = rows.schema.get_field_index(self._column)
        coded = rows.column(place)
        if not pa.types.is_dictionary(coded.type):
            coded = coded.dictionary_encode()
        texts = [None if value is None else str(value) for value in coded.dictionary.to_pylist()]
        codes = coded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
        order = np.argsort(codes, kind="stable")
        sorted_rows = rows.remove_column(place).take(pa.array(order))
        present, starts = np.unique(codes[order], return_index=True)
        ends = [*starts[1:].tolist(), len(order)]
        for code, start, end in zip(present.tolist(), starts.tolist(), ends, strict=True):
            value = [*texts, None][code]
            self._waiting.setdefault(value, []).append(sorted_rows.slice(start, end - start))
            self._rows[value] = self._rows.get(value, 0) + end - start
            if self._rows[value] >= CHUNK:
                self._flush(value)
        while sum(self._rows.values()) > _MOST_WAITING:
            self._flush(max(self._rows, key=lambda value: self._rows[value]))

    def _flush(self, value: str | None) -> None:
        waiting = pa.Table.from_batches(self._waiting.pop(value)).combine_chunks()
        self._rows.pop(value)
        if value not in self._writers:
            self._writers[value] = self._opened(value, waiting.schema)
        for batch in waiting.to_batches():
            self._writers[value].write(batch)

    def close(self) -> None:
        """Ends all files."""
        for value in list(self._waiting):
            self._flush(value)
        for writer in self._writers.values():
            writer.close()
