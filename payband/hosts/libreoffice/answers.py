"""What Calc hands over for a worksheet function, and its answer as Calc's cells hold it. Knows nothing of UNO.

Calc gives a required argument as rows of cells even where it is one cell, an optional one as a value or rows, and one
that was left out as None. Numbers are floats, TRUE is 1.0, and an empty cell is "" inside a range but 0.0 on its own.
An error value on its own or in an array never comes here, since Calc answers with it at once; nor does a range of
cells with one in it, which Calc refuses (Err:504). An error that a newer Calc did hand over would be a number that is
none, and is handed on.
"""

import struct
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from payband.errors import PaybandError
from payband.hosts.cells import as_host_cells, serial
from payband.kinds import AMOUNT, AWARDS, CHANGE, DAY, MONEY, MONTHS, RATE, SHARES, YESNO, blank
from payband.registry import Argument, WorksheetFunction, function
from payband.rules import load

__all__ = ["ERROR_CODES", "ONE_VALUE", "answer", "error_value"]

Rows: TypeAlias = tuple[tuple[Any, ...], ...]

ERROR_CODES = {
    "#NULL!": 521,
    "#DIV/0!": 532,
    "#VALUE!": 519,
    "#REF!": 524,
    "#NAME?": 525,
    "#NUM!": 503,
    "#N/A": 32767,
}
"""Calc's own numbers for the error values that a cell shows."""

ONE_VALUE = ("CHECK",)
"""The functions that never answer with several cells, and so not with rows."""

_ERRORS = {code: cell_value for cell_value, code in ERROR_CODES.items()}
_NUMBERS = (
    AMOUNT,
    CHANGE,
    MONEY,
    MONTHS,
    RATE,
    SHARES,
    YESNO,
)  # 0 may be meant as such; 0 as a date or a text never is
_ABOUT_A_FUNCTION = ("CHECK", "EXPLAIN")

load()


def error_value(cell_value: str) -> float:
    """An error value: Calc keeps one as a number that is none, with the error's code in its low half.

    An exception would do for #VALUE! alone, and not for one cell of a column.

    >>> struct.pack("<d", error_value("#N/A")).hex()
    'ff7f00000000f87f'
    """
    code = ERROR_CODES.get(cell_value, ERROR_CODES["#VALUE!"])
    value: float = struct.unpack("<d", struct.pack("<II", code, 0x7FF80000))[0]
    return value


def _error_text(value: float) -> str:
    """The error value that a number stands for which is none."""
    code, _ = struct.unpack("<II", struct.pack("<d", value))
    return _ERRORS.get(code, "#VALUE!")


def answer(name: str, given: Sequence[Any], null_date: date = date(1899, 12, 30)) -> Any:
    """The answer of a worksheet function in rows of what Calc's cells take; one value is one row of one.

    `null_date` is the day that the document counts its dates from.

    >>> answer("EMPLOYERNI", [((3000.0,), (8000.0,), ("",)), (("31/05/2025",),)])
    ((387.45,), (1137.45,))
    """
    called = function(name)
    later = serial(null_date)
    values = [_value(value) for value in given]
    arguments = _arguments(called, values)
    for position, (value, argument) in enumerate(zip(values, arguments, strict=False)):
        if argument is None:
            continue
        if value == 0 and not isinstance(value, list) and _nobody_means_0(argument):
            values[position] = None
        elif later and argument.kind in (DAY, AWARDS):
            values[position] = _later(value, later)
    cells = as_host_cells(
        called.in_cells(values),
        day=lambda day: float(serial(day) - later),
        error=lambda error: error_value(error.cell_value),
    )
    if name in ONE_VALUE:
        return cells
    if not isinstance(cells, list):
        cells = [[cells]]
    return tuple(tuple(map(_as_double, row)) for row in cells)


def _value(value: Any) -> Any:
    """One cell as its value; rows of cells without the empty ones below the last that is filled."""
    if not isinstance(value, tuple):
        return value
    if len(value) == 1 and len(value[0]) == 1:
        return _cell(value[0][0])
    return [tuple(map(_cell, row)) for row in value[: _filled(value)]]


def _cell(value: Any) -> Any:
    return _error_text(value) if value != value else value


def _filled(rows: Rows) -> int:
    """How many rows there are down to the last that is not empty: a whole column has a million."""
    for last in range(len(rows), 0, -1):
        for cell in rows[last - 1]:
            if cell != "" and cell is not None:
                return last
    return 0


def _arguments(called: WorksheetFunction, values: Sequence[Any]) -> list[Argument | None]:
    """What each value is an argument of: CHECK and EXPLAIN are given those of another function."""
    if called.name not in _ABOUT_A_FUNCTION or not values or blank(values[0]):
        return list(called.arguments)
    try:
        return [None, *function(str(values[0])).arguments]
    except PaybandError:
        return []


def _nobody_means_0(argument: Argument) -> bool:
    """Whether a 0 can only be an empty cell, or means the same as one."""
    return not argument.required and (argument.kind not in _NUMBERS or not argument.default)


def _later(value: Any, days: int) -> Any:
    """Serial numbers, those in the first column of rows, as if the document counted its dates from 1899."""
    if isinstance(value, list):
        return [(_later(row[0], days), *row[1:]) for row in value]
    return value + days if isinstance(value, float) else value


def _as_double(cell: Any) -> Any:
    """Calc reads a boolean in an array as TRUE and one alone as FALSE, whatever it is: so it gets 1 or 0."""
    return float(cell) if isinstance(cell, (bool, int)) else cell
