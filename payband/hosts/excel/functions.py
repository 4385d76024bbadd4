"""The functions that xlwings shows in Excel: one for each worksheet function, made from the registry.

xlwings looks for its functions among the names of a module. Such a module needs two lines:

    from payband.hosts.excel.functions import worksheet_functions
    globals().update(worksheet_functions())

The Python name serves VBA (`payband_slot`, in a cell `=PAYBAND_SLOT(...)`); Office.js takes the namespace and the
registry's name (`=PAYBAND.SLOT(...)`). xlwings is imported when the functions are made, and not before.
"""

import os
from collections.abc import Callable
from datetime import date
from inspect import Parameter, Signature
from typing import Any

from payband import rules
from payband.errors import PaybandError, how_to_add
from payband.hosts.cells import as_host_cells
from payband.registry import Argument, WorksheetFunction, functions

__all__ = [
    "CATEGORY",
    "LONGEST_HELP",
    "NAMESPACE",
    "NO_XLWINGS",
    "argument_help",
    "function_help",
    "python_name",
    "signature",
    "worksheet_functions",
]

NAMESPACE = "payband"
CATEGORY = "Payband"
LONGEST_HELP = 255
"""The longest help, of a function or of an argument, that Excel's function wizard takes."""
NO_XLWINGS = "Excel reaches payband through xlwings, which is not installed: " + how_to_add("excel")

_DATE_FORMAT = "dd/mm/yyyy"

MOST_ROWS = "PAYBAND_MOST_ROWS"
"""The variable that says how many rows a server answers at once."""
_MOST_ROWS_ON_A_SERVER = 100_000

# What Excel can be given as a true error. Any other that a cell can show (#SPILL!, #CALC!) is handed on as #VALUE!.
_TRUE_ERRORS = frozenset(("#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!"))

# What xlwings makes of an argument before the function has it. On Windows a row stays a row, and an error in a cell
# arrives as such and not as a blank. In Office.js it makes nothing of it: its own reading takes 40 seconds for a whole
# column of a sheet.
_READING_ON_WINDOWS = {"ndim": 2, "err_to_str": True}
_READING_IN_OFFICE_JS = {"convert": "raw"}

# Windows hands a cell's error over as a number: this one and those that follow it. xlwings reads the oldest seven.
_FIRST_COM_ERROR = -2146828288 + 2000
_COM_ERRORS = range(_FIRST_COM_ERROR, _FIRST_COM_ERROR + 100)

# From this version on, Excel's runtime of custom functions takes an error value as a part of an answer.
_RUNTIME_WITH_ERRORS = 1.4


def worksheet_functions(namespace: str = NAMESPACE) -> dict[str, Callable[..., Any]]:
    """The functions by their Python name, decorated by xlwings for the program that it runs in.

    `namespace` is before the dot in Office.js; give an empty one where the add-in's manifest has it already.
    """
    try:
        import xlwings
    except ImportError:
        raise ImportError(NO_XLWINGS) from None
    rules.load()
    windows = xlwings.func.__module__ == "xlwings.udfs"
    make = _for_windows if windows else _for_office_js
    made = {}
    for entry in functions():
        plain = make(entry, xlwings)
        plain.__name__ = plain.__qualname__ = python_name(entry)
        plain.__doc__ = function_help(entry)
        plain.__module__ = __name__
        plain.__signature__ = signature(entry)  # type: ignore[attr-defined]
        reading = _READING_ON_WINDOWS if windows else _READING_IN_OFFICE_JS
        for argument in entry.arguments:
            plain = xlwings.arg(argument.parameter, doc=argument_help(argument), **reading)(plain)
        if not windows:
            plain = xlwings.ret(_errors_for_runtime(xlwings), date_format=_DATE_FORMAT)(plain)
        # Last, as the outermost decorator: each of the others would take the names away again.
        made[plain.__name__] = xlwings.func(name=entry.name, namespace=namespace, category=CATEGORY)(plain)
    return made


# --- what Excel shows of a function --------------------------------------------------------------------------------


def python_name(entry: WorksheetFunction) -> str:
    """The name that serves VBA as well, such as payband_slot."""
    return f"payband_{entry.name.lower()}"


def function_help(entry: WorksheetFunction) -> str:
    """What the function wizard says of a function."""
    return entry.help


def argument_help(argument: Argument) -> str:
    """What the function wizard says of an argument: its help, and what is taken when it is left out."""
    return f"{argument.help}; left out: {argument.default_text}" if argument.default_text else argument.help


def signature(entry: WorksheetFunction) -> Signature:
    """The arguments by name; one may be left out if the registry says so and every one after it may be."""
    optional = True
    parameters = []
    for argument in reversed(entry.arguments):
        optional = optional and not argument.required
        default = None if optional else Parameter.empty
        parameters.append(Parameter(argument.parameter, Parameter.POSITIONAL_OR_KEYWORD, default=default))
    return Signature(parameters[::-1])


# --- answers -------------------------------------------------------------------------------------------------------


class _ErrorValue(str):
    """An error value, with the message that a cell has no room for."""

    message: str

    def __new__(cls, error: PaybandError) -> "_ErrorValue":
        value = super().__new__(cls, _true_error(error))
        value.message = str(error)
        return value


def _true_error(error: PaybandError) -> str:
    return error.cell_value if error.cell_value in _TRUE_ERRORS else "#VALUE!"


def _for_office_js(entry: WorksheetFunction, xlwings: Any) -> Callable[..., Any]:
    """Raises the message of what Excel shows as #VALUE!, which appears over the cell; gives other errors as values."""
    most = _most_rows()

    def answer(*given: Any) -> Any:
        rows = max((_filled_rows(value) for value in given if isinstance(value, list)), default=0)
        if most is not None and rows > most:
            raise xlwings.XlwingsError(
                f"{entry.name} was given {rows:,} rows at once, more than this server answers ({most:,}): give them in "
                f"parts, or have {MOST_ROWS} raised where the server runs"
            )
        found = entry.in_cells([_from_office_js(value) for value in given])
        if isinstance(found, PaybandError) and _true_error(found) == "#VALUE!":
            raise xlwings.XlwingsError(str(found))
        return as_host_cells(found, day=_same_day, error=_ErrorValue)

    return answer


def _most_rows() -> int | None:
    """How many rows one call may have on a server, which answers many people; no limit on a person's own machine."""
    if os.environ.get("XLWINGS_ON_SERVER", "").casefold() != "true":
        return None
    given = os.environ.get(MOST_ROWS, "")
    return int(given) if given.isdecimal() else _MOST_ROWS_ON_A_SERVER


def _filled_rows(rows: list[Any]) -> int:
    """How many rows a range has down to its last that holds anything: a whole column is as long as its entries."""
    last = len(rows)
    while last and not any(cell not in ("", None) for cell in _as_list(rows[last - 1])):
        last -= 1
    return last


def _as_list(row: Any) -> list[Any]:
    return row if isinstance(row, list) else [row]


def _for_windows(entry: WorksheetFunction, xlwings: Any) -> Callable[..., Any]:
    """Gives an error as "#N/A: message", which payband's VBA turns into an error and a message."""

    def answer(*given: Any) -> Any:
        found = entry.in_cells([_from_windows(value) for value in given])
        return as_host_cells(found, day=_same_day, error=lambda error: f"{_true_error(error)}: {error}")

    return answer


def _same_day(day: date) -> date:
    return day


# --- arguments -----------------------------------------------------------------------------------------------------


def _from_office_js(value: Any) -> Any:
    """One cell as a single value, a range as rows; xlwings hands a single row over flat."""
    if not isinstance(value, list):
        return _cell_of_office_js(value)
    rows = value if value and isinstance(value[0], list) else [value]
    if all(type(cell) in _PLAIN for row in rows for cell in row):
        return rows
    return [[_cell_of_office_js(cell) for cell in row] for row in rows]


_PLAIN = frozenset((float, int, str, bool, type(None)))


def _cell_of_office_js(cell: Any) -> Any:
    if type(cell) in _PLAIN:
        return cell
    if isinstance(cell, dict):  # an error, a number with its format, a stock: what the cell would say as plain text
        return cell.get("basicValue", "#VALUE!")
    return None  # the browser's own null


def _from_windows(value: Any) -> Any:
    """One cell as a single value, a range as rows."""
    if not isinstance(value, list):
        return _cell_of_windows(value)
    if len(value) == 1 and len(value[0]) == 1:
        return _cell_of_windows(value[0][0])
    if any(type(cell) is int and cell in _COM_ERRORS for row in value for cell in row):
        return [[_cell_of_windows(cell) for cell in row] for row in value]
    return value


def _cell_of_windows(cell: Any) -> Any:
    return "#VALUE!" if type(cell) is int and cell in _COM_ERRORS else cell


# --- Excel of some years ago ---------------------------------------------------------------------------------------


def _errors_for_runtime(xlwings: Any) -> Any:
    """How answers are written: an Excel too old for error values within an answer gets its first error raised.

    Such an Excel would show them as text, and a sum would pass over text.
    """

    class ErrorsForRuntime(xlwings.conversion.Converter):  # type: ignore[misc]
        @classmethod
        def write_value(cls, value: Any, options: dict[str, Any]) -> Any:
            if float(options.get("runtime") or _RUNTIME_WITH_ERRORS) < _RUNTIME_WITH_ERRORS:
                rows = value if isinstance(value, list) else [[value]]
                for cell in (cell for row in rows for cell in row):
                    if isinstance(cell, _ErrorValue):
                        raise xlwings.XlwingsError(cell.message)
            return value

    return ErrorsForRuntime
