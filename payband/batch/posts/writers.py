"""The files that a table is written to: Parquet and CSV."""

import base64
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as parquet

from payband.csv_text import CSV_ENCODING, FORMULA_START, NUMBER, csv_safe_text
from payband.errors import WrongInput
from payband.shown_text import CONTROLS, escaped

__all__ = ["CsvWriter", "ParquetWriter", "Writer", "behind", "csv_safe"]

_MOST_WAITING = 2  # pieces of a table that wait to be written


class Writer(Protocol):
    """What a table is written with, some rows at a time."""

    def write(self, rows: pa.RecordBatch) -> None:
        """Adds rows."""

    def close(self) -> None:
        """Ends the file."""


class ParquetWriter:
    """Parquet with exact decimals. `original` has the types that a reader should see where codes are written.

    Only columns of codes and those named in `few` are searched for equal values, and only the table's own columns are
    compressed: in the others it costs more than it saves.
    """

    def __init__(self, path: str, written: pa.Schema, original: pa.Schema, few: Sequence[str] = ()) -> None:
        codes = [field.name for field in written if pa.types.is_dictionary(field.type)]
        small = {*codes, *few, *(field.name for field in written if pa.types.is_decimal32(field.type))}
        self._writer = parquet.ParquetWriter(
            path,
            written,
            compression={name: "none" if name in small else "snappy" for name in written.names},
            use_dictionary=[*codes, *few] or False,
            write_statistics=False,
            store_decimal_as_integer=True,
            store_schema=False,
        )
        # Text that was read as codes is written as codes, but the file says of it what it said before.
        meaning = base64.b64encode(original.serialize().to_pybytes()).decode()
        self._writer.add_key_value_metadata({"ARROW:schema": meaning})

    def write(self, rows: pa.RecordBatch) -> None:
        """Adds rows as a row group."""
        self._writer.write_batch(rows)

    def close(self) -> None:
        """Ends the file."""
        self._writer.close()


class CsvWriter:
    """UTF-8 text, marked so, with commas, or tabs in a .tsv; dates as 2025-05-31, amounts as plain numbers."""

    def __init__(self, path: str, written: pa.Schema) -> None:
        self._schema = pa.schema([(csv_safe_text(field.name), pa.string()) for field in written])
        self._file = pa.OSFile(path, "wb")
        self._file.write("".encode(CSV_ENCODING))  # its mark alone
        delimiter = "\t" if path.lower().endswith(".tsv") else ","
        options = csv.WriteOptions(quoting_style="needed", delimiter=delimiter)
        self._writer = csv.CSVWriter(self._file, self._schema, write_options=options)

    def write(self, rows: pa.RecordBatch) -> None:
        """Adds rows, each value as text."""
        arrays = [_text_of(name, rows.column(place)) for place, name in enumerate(rows.schema.names)]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        """Ends the file."""
        self._writer.close()
        self._file.close()


def _text_of(name: str, array: pa.Array) -> pa.Array:
    try:
        return csv_safe(array)
    except pa.ArrowException:
        raise WrongInput(
            f"the column '{name}' holds values ({array.type}) that have no text: write .parquet with -o, or take the "
            "column out"
        ) from None


def csv_safe(array: pa.Array) -> pa.Array:
    """A column as the text that a CSV file holds; text that a spreadsheet may take for a formula has a ' before it."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        safe = csv_safe(array.dictionary)
        return pc.take(safe, array.indices)
    if pa.types.is_boolean(kind):
        return pc.if_else(array, "yes", "no")
    text = array.cast(pa.string())
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind)):
        return text
    if pc.any(pc.match_substring_regex(text, CONTROLS)).as_py():
        text = pa.array([None if each is None else escaped(each) for each in text.to_pylist()], text.type)
    starts = pc.and_(pc.match_substring_regex(text, FORMULA_START), pc.invert(pc.match_substring_regex(text, NUMBER)))
    if not pc.any(starts).as_py():
        return text
    return pc.if_else(starts, pc.binary_join_element_wise("'", text, ""), text)


class _Behind:
    """Writes in a thread of its own, so that the next rows are calculated meanwhile; a few pieces may wait."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def write(self, rows: pa.RecordBatch) -> None:
        """Hands rows over; raises what went wrong with earlier ones."""
        while len(self._waiting) >= _MOST_WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._writer.write, rows))

    def close(self) -> None:
        """Waits until everything is written, and ends the file."""
        while self._waiting:
            self._waiting.popleft().result()
        self._writer.close()

    def stop(self) -> None:
        """Ends the thread."""
        self._thread.shutdown(cancel_futures=True)


@contextmanager
def behind(opened: Callable[[pa.Schema], Writer]) -> Iterator[Callable[[pa.Schema], Writer]]:
    """Within this block the writers that `opened` makes write in threads of their own."""
    made: list[_Behind] = []

    def open_behind(schema: pa.Schema) -> Writer:
        made.append(_Behind(opened(schema)))
        return made[-1]

    try:
        yield open_behind
    finally:
        for writer in made:
            writer.stop()
