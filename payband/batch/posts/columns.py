"""The columns of a table of posts: each value read once, exactly as the review reads a cell."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pydantic import BeforeValidator

from payband.batch.posts.column_names import CATEGORY, FTE, GRADE, LEAVES, LINE, POSTS, PROFILE, SALARY, WAIVED
from payband.batch.posts.salaries import SalaryColumn
from payband.batch.posts.values import ValueReader, cannot_be_a_cell, plain_value, why_not
from payband.errors import PaybandError, WrongInput
from payband.establishment.cells import posts
from payband.establishment.days import last_day
from payband.establishment.words import nothing_there
from payband.kinds import blank
from payband.review.inputs.fields import Day, FullTimeEquivalent, Text, YesNo
from payband.review.inputs.raw.raw_tables import BadCell

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CodedColumn", "PostColumns", "Refusal"]

_MAY_BE_UNKNOWN = (CATEGORY, LEAVES, POSTS)  # where a word such as N/A is an empty cell; an FTE has to be given
_MOST_REMEMBERED = 50_000  # distinct values of a column that are read once and not again


class Refusal(NamedTuple):
    """One value for which a row is rejected: the index of its row, its column, what stands there, and why."""

    row: int
    column: str
    value: str
    why: str


Posts = Annotated[Fraction, BeforeValidator(posts)]
"""How many posts a row stands for."""

# --- reading values ------------------------------------------------------------------------------------------------


class CodedColumn:
    """A column of few distinct values: each row as the number of its value among those read so far."""

    def __init__(self, name: str, kind: Any, default: Any, *, cells: bool) -> None:
        self.name = name
        self.values: list[Any] = [default]
        """What the codes stand for; the first is that of an empty cell."""
        self._places: dict[Any, int] = {default: 0}
        self._read = ValueReader(kind, cells=cells)
        self._known: dict[Any, int] = {}

    def codes(self, array: pa.Array) -> "NDArray[np.intp]":
        """The code of each row; -1 where the value cannot be read, which `why` puts into words."""
        if pa.types.is_nested(array.type):
            return self.codes_of_cells(array.to_pylist())
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        places = np.array([*map(self._code, array.dictionary.to_pylist()), 0], dtype=np.intp)
        indices = array.indices
        if indices.null_count:
            indices = indices.fill_null(len(places) - 1)
        taken: NDArray[np.intp] = places[indices.to_numpy(zero_copy_only=False).astype(np.intp, copy=False)]
        return taken

    def codes_of_cells(self, cells: Sequence[Any]) -> "NDArray[np.intp]":
        """The same for the cells of a sheet, of whatever kinds they are."""
        return np.fromiter(map(self._code, cells), np.intp, len(cells))

    def _code(self, raw: Any) -> int:
        value = plain_value(raw)
        if isinstance(value, BadCell) or cannot_be_a_cell(value):
            return -1
        if blank(value) or (self.name in _MAY_BE_UNKNOWN and nothing_there(value)) or self._has_no_end(value):
            return 0
        key = (type(value), value)  # 1 is no TRUE
        code = self._known.get(key)
        if code is None:
            try:
                read = self._read(value)
            except WrongInput:
                code = -1
            else:
                code = self._places.setdefault(read, len(self.values))
                if code == len(self.values):
                    self.values.append(read)
            self._known[key] = code
        return code

    def _has_no_end(self, value: Any) -> bool:
        """Whether a last day is the far one, such as 31/12/9999, that systems write for none."""
        if self.name != LEAVES:
            return False
        try:
            return last_day(value) is None
        except PaybandError:
            return False

    def code_of(self, value: Any) -> int:
        """The code of what a value stands for; it is kept among those read so far."""
        code = self._places.setdefault(value, len(self.values))
        if code == len(self.values):
            self.values.append(value)
        return code

    def why(self, value: Any) -> str:
        """Why a value cannot be read."""
        if self.name == FTE and nothing_there(value) and not cannot_be_a_cell(value):
            return f"'{value}' says that nothing is known: give the FTE, such as 0.5"
        why = why_not(self._read, value)
        if self.name == FTE and _is_above_one(value):
            why += "; if the column counts posts in full-time equivalents, call it posts"
        return why


def _is_above_one(value: Any) -> bool:
    try:
        number = posts(value)
    except PaybandError:
        return False
    return number is not None and number > 1


# --- a piece of the table ------------------------------------------------------------------------------------------


class PostColumns:
    """The columns of a table of posts that decide an answer, read piece by piece."""

    def __init__(self, found: Mapping[str, str], *, cells: bool) -> None:
        self._found = found
        self.salary = SalaryColumn(cells=cells)
        kinds: dict[str, tuple[Any, Any]] = {
            LINE: (Text, ""),
            GRADE: (Text, ""),
            PROFILE: (Text, ""),
            CATEGORY: (Text, ""),
            FTE: (FullTimeEquivalent, Fraction(1)),
            WAIVED: (YesNo, False),
            LEAVES: (Day, None),
            POSTS: (Posts, Fraction(1)),
        }
        self.coded = {name: CodedColumn(name, kind, default, cells=cells) for name, (kind, default) in kinds.items()}

    def read(
        self, rows: pa.RecordBatch, cells: Mapping[str, Sequence[Any]]
    ) -> tuple["NDArray[np.int64]", dict[str, "NDArray[np.intp]"], "NDArray[np.bool_]", list[Refusal]]:
        """The salaries in pence, the codes of the other columns, which rows can be read, and why the rest cannot.

        `cells` are the columns as a sheet holds them, where they come from one.
        """
        name = self._found[SALARY]
        if cells:
            pence, usable = self.salary.pence_of_cells(cells[name])
        else:
            pence, usable = self.salary.pence(rows.column(name))
        refused = _refusals(~usable, self.salary, cells.get(name, rows.column(name)))
        codes = {}
        for known, column in self.coded.items():
            if known not in self._found:
                codes[known] = np.zeros(rows.num_rows, dtype=np.intp)
                continue
            name = self._found[known]
            codes[known] = column.codes_of_cells(cells[name]) if cells else column.codes(rows.column(name))
            wrong = codes[known] < 0
            refused += _refusals(wrong, column, cells.get(name, rows.column(name)))
            usable &= ~wrong
        read = set(self._found.values())
        for name in cells:
            for row, value in enumerate(cells[name]):
                if isinstance(value, BadCell) and name not in read:  # it cannot be carried through as it is
                    refused.append(Refusal(row, name, "", value.message))
                    usable[row] = False
        return pence, codes, usable, refused


def _refusals(wrong: "NDArray[np.bool_]", column: SalaryColumn | CodedColumn, values: Any) -> list[Refusal]:
    refused = []
    for row in np.flatnonzero(wrong).tolist():
        value = values[row].as_py() if isinstance(values, pa.Array) else values[row]
        refused.append(Refusal(row, column.name, shown(value), column.why(value)))
    return refused


def shown(value: Any) -> str:
    """A value as the list of rejected rows shows it."""
    return "" if value is None or isinstance(value, BadCell) else str(plain_value(value))
