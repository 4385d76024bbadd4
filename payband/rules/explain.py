"""EXPLAIN and CHECK: a worksheet function's answer step by step, and what is wrong with its arguments in words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from payband.errors import PaybandError
from payband.kinds import AMOUNT, ANYTHING, CHANGE, DAY, MONEY, RATE, SALARY, TEXT, Kind, blank, nested_lists
from payband.library import figures_used
from payband.registry import TableOf, Value, WorksheetFunction, function, worksheet_function
from payband.units import percent_text

__all__ = ["check", "explain"]

MOST_ROWS_NAMED = 5

_FUNCTION = (TEXT, "The function's name, such as EMPLOYERNI")
_ARGUMENTS = {f"argument_{number}": (ANYTHING, f"Its argument {number}") for number in range(1, 11)}
_STEP = Kind("a value", lambda value, what: value, lambda value: value)


def _given(values: Sequence[Any]) -> list[Any]:
    """The arguments up to the last that was given."""
    last = max((number for number, value in enumerate(values, start=1) if value is not None), default=0)
    return list(values[:last])


# --- CHECK ---------------------------------------------------------------------------------------------------------


@worksheet_function("CHECK", Value(TEXT), function_name=_FUNCTION, **_ARGUMENTS)
def check(
    function_name: str,
    argument_1: Any = None,
    argument_2: Any = None,
    argument_3: Any = None,
    argument_4: Any = None,
    argument_5: Any = None,
    argument_6: Any = None,
    argument_7: Any = None,
    argument_8: Any = None,
    argument_9: Any = None,
    argument_10: Any = None,
) -> str:
    """Says in words whether a function can answer its arguments: fine, or what is wrong and what to do.

    Give the function's name and then its arguments, as in the cell that shows an error. Of a column it names the rows
    that are wrong; a number held as text is accepted and said to be text.

    >>> import payband
    >>> payband.check("EMPLOYERNI", 3000, "31/05/2030").partition(":")[0]
    "the rate of employer's NI on 31 May 2030 was asked for but is known to 5 April 2027 only"
    """
    given = _given(
        (
            argument_1,
            argument_2,
            argument_3,
            argument_4,
            argument_5,
            argument_6,
            argument_7,
            argument_8,
            argument_9,
            argument_10,
        )
    )
    try:
        called = function(function_name)
    except PaybandError as error:
        return str(error)
    answer = called.in_cells(given)
    if isinstance(answer, PaybandError):
        return str(answer)
    rows = answer if isinstance(answer, list) else [[answer]]
    if len(rows) == 1:  # a row of answers is named by its place as a column's are
        rows = [[cell] for cell in rows[0]]
    wrong = [
        (number, str(row[0])) for number, row in enumerate(rows, start=1) if row and isinstance(row[0], PaybandError)
    ]
    if len(wrong) == 1 and len(rows) == 1:
        return wrong[0][1]
    if wrong:
        named = "; ".join(f"row {number}: {message}" for number, message in wrong[:MOST_ROWS_NAMED])
        more = f"; and {len(wrong) - MOST_ROWS_NAMED} more" if len(wrong) > MOST_ROWS_NAMED else ""
        return f"{len(wrong)} of {len(rows)} rows cannot be answered: {named}{more}"
    return "; ".join(["fine", *_read_as_numbers(called, given)])


def _read_as_numbers(called: WorksheetFunction, given: Sequence[Any]) -> list[str]:
    """What is said of numbers that are as text: they are read, but a cell's sum would pass over them."""
    said = []
    for value, argument in zip(given, called.arguments, strict=False):
        if argument.kind in (SALARY, AMOUNT, MONEY, RATE, CHANGE):
            texts = [each for each in _flat(nested_lists(value)) if isinstance(each, str) and not blank(each)]
            if texts:
                count = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
                said.append(f"{argument.name} '{texts[0]}'{count} is text, read as a number")
    return said


def _flat(value: Any) -> list[Any]:
    if type(value) in (list, tuple):
        return [each for part in value for each in _flat(part)]
    return [value]


# --- EXPLAIN -------------------------------------------------------------------------------------------------------

_COLUMNS = (
    ("step", TEXT),
    ("value", _STEP),
    ("rule", TEXT),
    ("figure used", TEXT),
    ("in force from", DAY),
    ("source", TEXT),
)
_Explained = tuple[str, Any, str | None, str | None, date | None, str | None]


@worksheet_function("EXPLAIN", TableOf(_COLUMNS), function_name=_FUNCTION, **_ARGUMENTS)
def explain(
    function_name: str,
    argument_1: Any = None,
    argument_2: Any = None,
    argument_3: Any = None,
    argument_4: Any = None,
    argument_5: Any = None,
    argument_6: Any = None,
    argument_7: Any = None,
    argument_8: Any = None,
    argument_9: Any = None,
    argument_10: Any = None,
) -> list[_Explained]:
    """Explains a function's answer: each step with its value and rule, each figure used with its date and source.

    Give the function's name and then its arguments, each a single value. First come the arguments as they were read,
    then the steps, the figures that the answer rests on, and the answer.

    Raises what the function itself refuses.

    >>> import payband
    >>> payband.explain("EMPLOYERNI", 3000, "31/05/2025").column("value")[-1]
    Decimal('387.45')
    """
    given = _given(
        (
            argument_1,
            argument_2,
            argument_3,
            argument_4,
            argument_5,
            argument_6,
            argument_7,
            argument_8,
            argument_9,
            argument_10,
        )
    )
    called = function(function_name)
    arguments = called.read(given)
    with figures_used() as used:
        answer = called.rule(*arguments)
        steps = called.steps(*arguments) if called.steps is not None else ()
    rows: list[_Explained] = []
    for number, (value, argument) in enumerate(zip(arguments, called.arguments, strict=True)):
        if value is not None and value != ():
            origin = "given" if number < len(given) and not blank(given[number]) else "as nothing was given"
            rows.append((argument.name, _shown(value, argument.kind), origin, None, None, None))
    rows += [(step.name, step.value, step.rule, None, None, None) for step in steps]
    rows += [
        (figure.name, figure.value, None, f"{figure.status}, {figure.file}", figure.effective_from, figure.source)
        for figure in used
    ]
    shown = called.give(answer)
    if isinstance(called.answer, Value):
        rows.append(("answer", shown, called.help, None, None, None))
    else:
        for row in shown.records():
            rows += [(f"answer: {name}", value, None, None, None, None) for name, value in row.items()]
    return rows


def _shown(value: Any, kind: Kind) -> Any:
    """An argument as it was read, for a cell: a table by its size, a rate as a percentage."""
    if isinstance(value, (list, tuple)) and kind.is_table:
        return f"{len(value)} rows"
    if kind in (RATE, CHANGE):
        return percent_text(value)
    return kind.give(value)
