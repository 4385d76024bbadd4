"""Rows of a table that stand for several posts: each of them is answered as so many rows."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from payband.batch.posts.column_names import FTE, POSTS
from payband.batch.posts.columns import CodedColumn, Refusal
from payband.establishment.lines import share_text
from payband.review.columns import CHUNK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[Any]

__all__ = ["SeveralPosts"]


class SeveralPosts:
    """Repeats the rows of a table for the posts that they stand for, in whole posts or in full-time equivalents.

    40.5 posts are 40 rows for a whole post and one of an FTE of a half; the column of posts says which is which.
    """

    def __init__(self, column: str, fte: CodedColumn, *, has_fte: bool, fte_of_each: bool) -> None:
        self._column = column
        self._fte = fte
        self._has_fte = has_fte
        self._fte_of_each = fte_of_each
        self.rows = self.posts = 0
        """How many rows stood for several posts, and for how many."""

    def refused(self, counts: Sequence[Fraction], codes: "Column") -> list[Refusal]:
        """The rows for several posts, or a part of one, of which an FTE next to it does not say whose it is."""
        if not self._has_fte:
            return []
        part = "is not a whole number of posts, and an FTE is given too: leave one of them out"
        whose = (
            "several posts, and an FTE as well: if it is the FTE of each post, say so with "
            "--answer 'several_fte=each post'; else give one row for each post"
        )
        why = [
            part if count.denominator > 1 else whose if count > 1 and not self._fte_of_each else "" for count in counts
        ]
        wrong = np.array([bool(each) for each in why])[codes]
        return [
            Refusal(row, POSTS, share_text(counts[codes[row]]), why[codes[row]])
            for row in np.flatnonzero(wrong).tolist()
        ]

    def pieces(
        self,
        rows: pa.RecordBatch,
        now: "Column",
        codes: dict[str, "Column"],
        numbers: "Column",
        counts: Sequence[Fraction],
    ) -> Iterator[tuple[pa.RecordBatch, "Column", dict[str, "Column"], "Column"]]:
        """The same rows where all stand for one post, else each as often as it has posts, some at a time."""
        of_row = codes[POSTS]
        if all(counts[code] == 1 for code in np.unique(of_row).tolist()):
            yield rows, now, codes, numbers
            return
        whole = np.array([int(count) for count in counts], dtype=np.int64)
        rest = [count - int(count) for count in counts]
        has_rest = np.array([part > 0 for part in rest])
        times = (whole + has_rest)[of_row]
        self.rows += int(np.count_nonzero(times > 1))
        self.posts += int(times[times > 1].sum())
        parts = np.array([self._fte.code_of(part) if part > 0 else 0 for part in rest], dtype=np.intp)
        ends = np.cumsum(times)
        start = 0
        while start < len(times):
            before = int(ends[start - 1]) if start else 0
            end = max(int(np.searchsorted(ends, before + CHUNK, side="right")), start + 1)
            at = np.repeat(np.arange(start, end), times[start:end])
            last = np.append(at[1:] != at[:-1], True)
            partial = last & has_rest[of_row[at]]
            taken = {name: column[at] for name, column in codes.items()}
            taken[FTE] = np.where(partial, parts[of_row[at]], taken[FTE])
            yield self._taken(rows, at, partial, rest, of_row), now[at], taken, numbers[at]
            start = end

    def _taken(
        self, rows: pa.RecordBatch, at: "Column", partial: "Column", rest: Sequence[Fraction], of_row: "Column"
    ) -> pa.RecordBatch:
        """The rows, with what each stands for in the column of posts."""
        repeated = rows.take(pa.array(at))
        place = repeated.schema.get_field_index(self._column)
        stands_for = [
            rest[of_row[row]] if is_part else Fraction(1)
            for row, is_part in zip(at.tolist(), partial.tolist(), strict=True)
        ]
        array = _array(stands_for, repeated.schema.field(place).type)
        columns = [array if number == place else column for number, column in enumerate(repeated.columns)]
        return pa.RecordBatch.from_arrays(columns, schema=repeated.schema)


def _array(values: Sequence[Fraction], kind: pa.DataType) -> pa.Array:
    """Numbers of posts in a column's own kind of values."""
    if pa.types.is_dictionary(kind):
        return _array(values, kind.value_type).dictionary_encode().cast(kind)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pa.array([share_text(value) for value in values], kind)
    if pa.types.is_floating(kind):
        return pa.array([float(value) for value in values], kind)
    if pa.types.is_decimal(kind):
        return pa.array([Decimal(value.numerator) / Decimal(value.denominator) for value in values]).cast(kind)
    return pa.array([int(value) for value in values], kind)
