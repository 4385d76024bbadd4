"""What every host does with an answer: numbers as the host holds them, blanks, dates and error values."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from payband.errors import PaybandError

__all__ = ["as_host_cells", "serial"]

_DAY_0 = date(1899, 12, 30)


def serial(day: date) -> int:
    """A date as the serial number of the 1900 system.

    >>> serial(date(2025, 5, 31))
    45808
    """
    return (day - _DAY_0).days


def as_host_cells(
    answer: Any, *, day: Callable[[date], Any], error: Callable[[PaybandError], Any], empty: Any = ""
) -> Any:
    """What `WorksheetFunction.in_cells` answered, as a host's cells hold it, single or in rows.

    `day` and `error` say what a date and an error become; `empty` stands for a blank cell, which few hosts can take.
    """
    if isinstance(answer, list):
        return [[as_host_cells(cell, day=day, error=error, empty=empty) for cell in row] for row in answer]
    if isinstance(answer, PaybandError):
        return error(answer)
    if answer is None:
        return empty
    if isinstance(answer, Decimal):
        return float(answer)  # the shortest decimal of the double is the amount to the penny again
    if isinstance(answer, date):
        return day(answer)
    return answer
