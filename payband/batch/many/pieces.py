"""The pieces of a run: a file of posts, or some row groups of a long Parquet file, each answered by itself.

A piece depends on the files alone and on nothing else, such as how many processes there are, so that its answers are
the same bytes however a run is done.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as parquet

from payband.batch.many.store import DIGITS, Found, is_remote, shown, store_of
from payband.batch.posts.file import Piece, PostsFile
from payband.batch.posts.files import kind_of, open_posts
from payband.errors import WrongInput
from payband.review.columns import CHUNK

__all__ = ["ENDINGS", "MOST_ROWS", "FilePiece", "ParquetFacts", "facts_of", "opened_piece", "pieces_of"]

MOST_ROWS = 2_000_000
"""A Parquet file with more rows than this is several pieces, which end where its row groups do."""

ENDINGS = {"parquet": ".parquet", "csv": ".csv", "xlsx": ".xlsx"}
"""How the file with a piece's answers ends, by the kind of the posts."""

_READ_AT_ONCE = 1 << 20  # bytes of a column: a row group of any length is never held whole
_FETCHED_AT_ONCE = 8 << 20  # the same from a store, which takes a while to answer


class FilePiece(NamedTuple):
    """A piece: its name, which that of its output begins with, and the file that it is, or row groups of it."""

    name: str
    path: str
    groups: tuple[int, int] | None = None
    """The first row group and the one after the last; None for a whole file."""
    rows_before: int = 0

    @property
    def kind(self) -> str:
        """The kind of its file."""
        return kind_of(self.path, "a table of posts")

    def fingerprint(self) -> str:
        """The same when, and only when, the piece's bytes are."""
        store = store_of(self.path)
        if self.groups is None:
            return store.fingerprint(self.path)
        facts = facts_of(self.path)
        content = store.fingerprint(self.path, facts.ranges(*self.groups))
        return sha256(f"{content}|{facts.schema}|{self.groups}".encode()).hexdigest()[:DIGITS]


class ParquetFacts(NamedTuple):
    """What the end of a Parquet file says of it."""

    schema: pa.Schema
    metadata: Any

    def ranges(self, first: int, end: int) -> list[tuple[int, int]]:
        """Where the bytes of some row groups are."""
        columns = [
            self.metadata.row_group(group).column(number)
            for group in range(first, end)
            for number in range(self.metadata.num_columns)
        ]
        found = []
        for column in columns:
            start = column.data_page_offset
            if column.has_dictionary_page:
                start = min(start, column.dictionary_page_offset or start)
            found.append((start, start + column.total_compressed_size))
        return found


def facts_of(path: str) -> ParquetFacts:
    """Reads the end of a Parquet file. Raises WrongInput where it is none."""
    with _parquet(path) as file:
        return ParquetFacts(file.schema_arrow.remove_metadata(), file.metadata)


@contextmanager
def _parquet(path: str, codes: Sequence[str] = ()) -> Iterator[Any]:
    store = store_of(path)
    try:
        if is_remote(path):
            with (
                store.opened(path) as source,
                parquet.ParquetFile(
                    source, read_dictionary=list(codes), pre_buffer=False, buffer_size=_FETCHED_AT_ONCE
                ) as file,
            ):
                yield file
        else:
            with parquet.ParquetFile(
                path, read_dictionary=list(codes), pre_buffer=False, buffer_size=_READ_AT_ONCE
            ) as file:
                yield file
    except FileNotFoundError:
        raise WrongInput(f"there is no file {shown(path)}: check the name and the folder") from None
    except (pa.ArrowException, OSError) as error:
        raise WrongInput(f"{shown(path)} cannot be read as Parquet ({shown(str(error))}): write it again") from None


def pieces_of(found: Found) -> list[FilePiece]:
    """The pieces of a file."""
    name = found.name.rpartition(".")[0]
    whole = [FilePiece(name, found.path)]
    if kind_of(found.path, "a table of posts") != "parquet":
        return whole
    metadata = facts_of(found.path).metadata
    if metadata.num_rows <= MOST_ROWS or metadata.num_row_groups == 1:
        return whole
    pieces: list[FilePiece] = []
    first = rows = before = 0
    for group in range(metadata.num_row_groups):
        more = metadata.row_group(group).num_rows
        if rows and rows + more > MOST_ROWS:
            pieces.append(FilePiece(f"{name}.part-{len(pieces) + 1:04d}", found.path, (first, group), before))
            first, before, rows = group, before + rows, 0
        rows += more
    number = len(pieces) + 1
    return [*pieces, FilePiece(f"{name}.part-{number:04d}", found.path, (first, metadata.num_row_groups), before)]


@contextmanager
def opened_piece(piece: FilePiece) -> Iterator[PostsFile]:
    """A piece as a table of posts. What is not Parquet comes to this machine whole while it is read."""
    if piece.kind == "parquet":
        yield _ParquetPiece(piece)
        return
    with store_of(piece.path).here(piece.path) as path:
        yield open_posts(path)


class _ParquetPiece(PostsFile):
    """Row groups of a Parquet file, some rows of one at a time."""

    def __init__(self, piece: FilePiece) -> None:
        self._read_as_codes: list[str] = []
        facts = facts_of(piece.path)
        self._groups = range(*(piece.groups or (0, facts.metadata.num_row_groups)))
        self._before = piece.rows_before
        rows = sum(facts.metadata.row_group(group).num_rows for group in self._groups)
        super().__init__(shown(piece.path), facts.schema, -(-rows // CHUNK))
        self._file = piece.path

    def coded_columns(self, columns: Sequence[str]) -> None:
        for name in columns:
            kind = self.schema.field(name).type
            if pa.types.is_string(kind) or pa.types.is_large_string(kind):
                self._read_as_codes.append(name)

    def pieces(self) -> Iterator[Piece]:
        number = self._before + 1
        try:
            with _parquet(self._file, self._read_as_codes) as file:
                for group in self._groups:
                    for rows in file.iter_batches(CHUNK, row_groups=[group]):
                        yield Piece(rows, number)
                        number += rows.num_rows
        except (pa.ArrowException, OSError) as error:
            raise WrongInput(f"{self.path} cannot be read from row {number} on ({error}): write it again") from None
