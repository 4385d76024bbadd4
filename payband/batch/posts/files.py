"""Reads a table of posts piece by piece, whatever kind of file it is: Parquet, CSV or a workbook."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as parquet

from payband.batch.posts.file import Piece, PostsFile
from payband.csv_text import delimiter_of, delimiter_said, holds_rows
from payband.errors import WrongInput
from payband.review.columns import CHUNK

__all__ = ["KINDS", "kind_of", "open_posts"]

KINDS = ("parquet", "csv", "xlsx")
_BLOCK = 4 << 20  # bytes of a CSV file that are read at a time
_SAMPLE = 64 << 10  # bytes that show which delimiter stands between the columns


def kind_of(path: str, what: str) -> str:
    """The kind of file that a name says: parquet, csv or xlsx. Raises WrongInput for another."""
    ending = os.path.splitext(path)[1].lower().removeprefix(".")
    if ending in ("xlsm", "xlsx"):
        return "xlsx"
    if ending in ("csv", "txt", "tsv"):
        return "csv"
    if ending in ("parquet", "pq"):
        return "parquet"
    raise WrongInput(f"{path}: {what} is a .parquet, .csv or .xlsx file: name one")


def open_posts(path: str) -> PostsFile:
    """Opens a table of posts; only its headings are read yet. Raises WrongInput for what is not such a table."""
    if os.path.isdir(path):
        raise WrongInput(f"{path} is a folder: name the file with the posts in it")
    if not os.path.exists(path):
        raise WrongInput(f"there is no file {path}: check the name and the folder")
    kind = kind_of(path, "a table of posts")
    opened: PostsFile = {"parquet": _Parquet, "csv": _Csv, "xlsx": _workbook}[kind](path)
    names = opened.columns
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice[:1] == [""]:
        raise WrongInput(
            f"{path}: several columns have no heading: the first row must hold the headings, with no title above it "
            "and no empty columns next to it"
        )
    if twice:
        raise WrongInput(f"{path}: the heading '{twice[0]}' is there twice: rename one of the columns")
    return opened


def _workbook(path: str) -> PostsFile:
    from payband.batch.posts.workbook import WorkbookPosts  # only a workbook needs its reader

    return WorkbookPosts(path)


# --- Parquet -------------------------------------------------------------------------------------------------------


class _Parquet(PostsFile):
    def __init__(self, path: str) -> None:
        self._read_as_codes: list[str] = []
        try:
            with parquet.ParquetFile(path) as file:
                schema, rows = file.schema_arrow.remove_metadata(), file.metadata.num_rows
        except (pa.ArrowException, OSError) as error:
            raise WrongInput(f"{path} cannot be read as Parquet ({error}): write it again") from None
        super().__init__(path, schema, -(-rows // CHUNK))

    def coded_columns(self, columns: Sequence[str]) -> None:
        for name in columns:
            kind = self.schema.field(name).type
            if pa.types.is_string(kind) or pa.types.is_large_string(kind):
                self._read_as_codes.append(name)

    def pieces(self) -> Iterator[Piece]:
        number = 1
        try:
            with parquet.ParquetFile(self.path, read_dictionary=self._read_as_codes, pre_buffer=True) as file:
                for rows in file.iter_batches(CHUNK):
                    yield Piece(rows, number)
                    number += rows.num_rows
        except (pa.ArrowException, OSError) as error:
            raise WrongInput(f"{self.path} cannot be read from row {number} on ({error}): write it again") from None


# --- CSV -----------------------------------------------------------------------------------------------------------


class _Csv(PostsFile):
    """A CSV file: UTF-8, with or without a byte order mark; every value is read as the text it is."""

    def __init__(self, path: str) -> None:
        self.path = path
        size = os.path.getsize(path)
        with open(path, "rb") as file:
            sample = file.read(_SAMPLE)
        if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise WrongInput(f"{path} is UTF-16 text: save it in Excel as 'CSV UTF-8 (Comma delimited)'")
        text = sample.decode("utf-8-sig", "ignore")
        if not text.strip():
            raise WrongInput(f"{path} is empty: it needs a row of headings and a row for each post")
        whole_lines = text if len(sample) < _SAMPLE else text.rpartition("\n")[0]
        said = delimiter_said(text)
        self._delimiter = said or delimiter_of(whole_lines) or ","
        self._headings_at = 2 if said else 1  # a first line such as sep=; is for Excel alone
        self._broken: deque[csv.InvalidRow] = deque()
        with self._opened({}) as stream:
            names = stream.schema.names
        super().__init__(path, pa.schema([(name, pa.string()) for name in names]), -(-size // _BLOCK))

    def _opened(self, types: dict[str, pa.DataType]) -> Any:
        try:
            return csv.open_csv(
                self.path,
                read_options=csv.ReadOptions(use_threads=False, block_size=_BLOCK, skip_rows=self._headings_at - 1),
                parse_options=csv.ParseOptions(
                    delimiter=self._delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._keep_broken,
                ),
                convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=False, check_utf8=True),
            )
        except pa.ArrowException as error:
            raise self._wrong(error) from None

    def _wrong(self, error: Exception) -> WrongInput:
        if "UTF8" in str(error) or "UTF-8" in str(error):
            return WrongInput(
                f"{self.path} is not UTF-8 text: save it in Excel as 'CSV UTF-8 (Comma delimited)', so that £ and "
                "names with accents are read as they are"
            )
        return WrongInput(f"{self.path} cannot be read as CSV ({error}): save it again as 'CSV UTF-8'")

    def _keep_broken(self, row: csv.InvalidRow) -> str:
        self._broken.append(row)
        return "skip"

    def pieces(self) -> Iterator[Piece]:
        self._broken.clear()
        number = self._headings_at + 1
        with self._opened({name: pa.string() for name in self.columns}) as stream:
            while True:
                try:
                    rows = stream.read_next_batch()
                except StopIteration:
                    break
                except pa.ArrowException as error:
                    raise self._wrong(error) from None
                broken = self._broken_until(number + rows.num_rows)
                self._check_swallowed(rows, number, broken)
                yield from self._smaller(rows, number, broken)
                number += rows.num_rows + len(broken)
        broken = self._broken_until(number)
        if broken:
            none = pa.RecordBatch.from_pylist([], self.schema)
            self._check_swallowed(none, number, broken)
            yield Piece(none, number, broken)

    def _check_swallowed(self, rows: pa.RecordBatch, number: int, broken: Sequence[tuple[int, str, str]]) -> None:
        """Refuses a table in which rows are swallowed: their posts would be lost, and one paid as another."""
        piece, width = Piece(rows, number, broken), len(self.columns)
        found = [line for line, text, _ in broken if _is_several(text, width, self._delimiter)]
        for at, column in enumerate(rows.columns):
            if not _has_line_ends(column):
                continue
            among = pc.match_substring_regex(column, r"[\r\n]").to_numpy(zero_copy_only=False)
            for row in among.nonzero()[0].tolist():
                if holds_rows(column[row].as_py(), at, width, self._delimiter):
                    found.append(piece.number(row))
        if found:
            raise WrongInput(
                f"{self.path}, row {min(found)}: a cell holds several rows of the table, because a quotation mark is "
                "where it should not be: mend it in the file"
            )

    def _broken_until(self, end: int) -> list[tuple[int, str, str]]:
        """The broken lines that are among the rows before a number; the file is read some way ahead of them."""
        found = []
        while self._broken and self._broken[0].number <= end:
            row = self._broken.popleft()
            mend = f"a value that contains the delimiter '{self._delimiter}' must be in quotation marks"
            if row.actual_columns < row.expected_columns:
                mend = f"put a '{self._delimiter}' for each value that is empty, or fill in what is missing"
            why = f"has {row.actual_columns} values where there are {row.expected_columns} columns: {mend}"
            found.append((row.number, row.text, why))
            end += 1
        return found


def _has_line_ends(column: pa.Array) -> bool:
    """Whether a line ends anywhere in a column of text: quickly told, since in most no line does."""
    text = column.buffers()[2]
    return text is not None and any(end in text.to_pybytes() for end in (b"\n", b"\r"))


def _is_several(text: str, width: int, delimiter: str) -> bool:
    """Whether a broken line is several rows of a table in one, by how many delimiters its lines have."""
    lines = text.splitlines()
    return len(lines) > 1 and text.count(delimiter) >= len(lines) * max(width - 1, 1)
