"""The kinds of value that worksheet functions take and give: how each is read, given back and called."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from payband.calendar import date_text, day_from, financial_year_from
from payband.errors import UnknownName, WrongInput, nearest_name
from payband.units import basis_points_from, number_from, pence_from, pounds, rounding_pence, without_underscores

__all__ = [
    "AMOUNT",
    "AMOUNTS",
    "ANYTHING",
    "AWARDS",
    "CHANGE",
    "DAY",
    "DUTY_SHARES",
    "ERROR_VALUES",
    "FTE",
    "GRADE_TABLE",
    "HOURLY",
    "HUNDREDTHS",
    "MONEY",
    "MONTHS",
    "PAYS_AND_GROUPS",
    "PENCE_TABLE",
    "POINT",
    "QUANTITY",
    "RATE",
    "RATIO",
    "SALARY",
    "SERVICE",
    "SHARES",
    "TEXT",
    "UNKNOWN",
    "WHOLE",
    "YEAR",
    "YESNO",
    "Kind",
    "blank",
    "blank_table",
    "choice",
    "error_among",
    "nested_lists",
    "point_text",
    "read_amount",
    "yes_no",
]


class Kind(NamedTuple):
    """A kind of argument or answer: how it is read, how it is given back, and what to call it."""

    words: str
    read: Callable[[Any, str], Any]
    give: Callable[[Any], Any]
    is_table: bool = False
    may_be_blank: bool = False

    def or_blank(self) -> "Kind":
        """The same kind for an argument that may be left blank though one after it may not."""
        return self._replace(may_be_blank=True)


def _same(value: Any) -> Any:
    return value


def _as_read(value: Any, what: str) -> Any:
    return value


def _read_salary(value: Any, what: str) -> int:
    pence = pence_from(value, what)
    if pence <= 0:
        raise WrongInput(f"{what} is {value}: give an amount above £0 (an empty cell counts as 0 in some spreadsheets)")
    return pence


def read_amount(value: Any, what: str) -> int:
    """Pence of an amount of £0 or more."""
    pence = pence_from(value, what)
    if pence < 0:
        raise WrongInput(f"{what} is {value}: give an amount of £0 or more")
    return pence


_MOST_QUANTITY = 1_000_000


def _read_quantity(value: Any, what: str) -> int:
    number = number_from(value, what)
    if not 0 <= number <= _MOST_QUANTITY:
        raise WrongInput(f"{what} is {value}: give a number from 0 to {_MOST_QUANTITY:,}")
    parts = round(number * 10_000, 6)  # what a cell's own arithmetic leaves in the last digits is no part of it
    if parts != parts.to_integral_value():
        raise WrongInput(f"{what} is {value}: give at most four decimals, such as 32.6667")
    return int(parts)


def _read_rate(value: Any, what: str) -> int:
    points = basis_points_from(value, what)
    if points < 0:
        raise WrongInput(f"{what} is {value}: give a rate from 0% to 100%")
    return points


def _read_text(value: Any, what: str) -> str:
    return point_text(value)


def point_text(value: Any) -> str:
    """A spinal point or a name as text: 6, 6.0 and " 6 " are all "6".

    >>> point_text(6.0), point_text(" W33 ")
    ('6', 'W33')
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def _give_point(value: str | None) -> Any:
    return int(value) if value is not None and value.isdecimal() and str(int(value)) == value else value


_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")


def yes_no(value: Any, what: str = "the answer") -> bool:
    """Yes or no from what people and cells write: yes, no, TRUE, FALSE, 1, 0.

    >>> yes_no("Yes"), yes_no(0)
    (True, False)
    """
    text = point_text(value).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise WrongInput(f"{what} is '{value}': write yes or no")


def _read_months(value: Any, what: str) -> int:
    try:
        months = int(without_underscores(point_text(value)))
    except ValueError:
        raise WrongInput(f"{what} is '{value}': give a whole number of months") from None
    if not 1 <= months <= 600:
        raise WrongInput(f"{what} is {months}: give between 1 and 600 months")
    return months


def _read_whole(value: Any, what: str) -> int:
    try:
        return int(without_underscores(point_text(value)))
    except ValueError:
        raise WrongInput(f"{what} is '{value}': give a whole number") from None


def _read_service(value: Any, what: str) -> int:
    years = _read_whole(value, what)
    if years < 0:
        raise WrongInput(f"{what} is {years}: give the full years of service, 0 or more")
    return years


UNKNOWN = "unknown"
"""What a table has for an amount that was never published."""


def _give_money(pence: int | str | None) -> Decimal | str | None:
    return pence if pence is None or isinstance(pence, str) else pounds(pence)


def _scaled(places: int) -> Callable[[int | None], Decimal | None]:
    def give(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-places)

    return give


SALARY = Kind("£ a year, above 0", _read_salary, _give_money)
AMOUNT = Kind("£, 0 or more", read_amount, _give_money)
MONEY = Kind("£", pence_from, _give_money)
RATE = Kind("a rate such as 0.195 or 19.5%", _read_rate, _scaled(4))
CHANGE = Kind("a rate such as 3.2%, or -2% for a cut", basis_points_from, _scaled(4))
RATIO = Kind("a number with four decimals", _as_read, _scaled(4))
FTE = Kind("share of full time, with seven decimals", _as_read, _scaled(7))
HOURLY = Kind("£ an hour, with six decimals", _as_read, _scaled(6))
QUANTITY = Kind("a number, 0 or more, with at most four decimals", _read_quantity, _scaled(4))
HUNDREDTHS = Kind("a number with two decimals", _as_read, _scaled(2))
DAY = Kind("a date", day_from, _same)
YEAR = Kind("a financial year such as 2011-12", financial_year_from, str)
MONTHS = Kind("months", _read_months, _same)
WHOLE = Kind("a whole number", _read_whole, _same)
SERVICE = Kind("full years, 0 or more", _read_service, _same)
TEXT = Kind("text", _read_text, _same)
POINT = Kind("a spinal point", _read_text, _give_point)
YESNO = Kind("yes or no", yes_no, bool)


def choice(*names: str) -> Kind:
    """A kind of argument that is one of a few words."""

    def read(value: Any, what: str) -> str:
        text = point_text(value).casefold()
        for name in names:
            if name.casefold() == text:
                return name
        raise UnknownName(f"{what} is '{value}'; {nearest_name(text, names)}")

    return Kind(" / ".join(names), read, _same)


def nested_lists(value: Any) -> Any:
    """Nested lists of what a host or a data frame hands over; anything else as it is."""
    if isinstance(value, date):  # a pandas Timestamp is one, and would give itself away as nanoseconds
        return value
    if getattr(getattr(value, "dtype", None), "kind", "") == "M" and hasattr(value, "astype"):
        value = value.astype("datetime64[us]")
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "to_numpy"):
        return value.to_numpy().tolist()
    return value


def _read_points(value: Any, what: str) -> Any:
    """A name in the library, or the (point, pence) pairs of two columns of cells with or without a heading."""
    cells = nested_lists(value)
    if type(cells) not in (list, tuple):
        return point_text(cells)
    pairs: list[tuple[str, int | None]] = []
    for number, row in enumerate(cells, start=1):
        if type(row) not in (list, tuple) or len(row) < 2:
            raise WrongInput(f"{what} must be two columns, point and salary, or the name of a grade in the library")
        point, salary = row[0], row[1]
        if blank(point) and blank(salary):
            continue
        unknown = blank(salary) or (isinstance(salary, str) and salary.strip().casefold() == UNKNOWN)
        if number == 1 and not unknown and isinstance(salary, str) and not any(mark.isdigit() for mark in salary):
            continue  # a heading
        if blank(point):
            raise WrongInput(f"{what}, row {number}: a salary has no point")
        pairs.append(
            (point_text(point), None if unknown else _read_salary(salary, f"{what}, row {number}: the salary"))
        )
    if not pairs:
        raise WrongInput(f"{what} has no rows: give two columns, point and salary")
    return tuple(pairs)


def _read_shares(value: Any, what: str) -> tuple[int, ...]:
    cells = nested_lists(value)
    if isinstance(cells, str):
        cells = cells.replace(";", ",").replace("/", ",").split(",")
        while cells and not cells[-1].strip():
            cells.pop()
        if all("%" not in part for part in cells) and any(
            part.strip() and pence_from(part, what) > 100 for part in cells
        ):
            cells = [f"{part.strip()}%" if part.strip() else "" for part in cells]
    elif type(cells) not in (list, tuple):
        cells = [cells]
    flat = [each for row in cells for each in (row if type(row) in (list, tuple) else [row])]
    while flat and blank(flat[-1]):  # a range of cells may be longer than what stands in it
        flat.pop()
    for number, each in enumerate(flat, start=1):
        if blank(each):  # left out, it would move the shares of later years forward
            raise WrongInput(f"{what}, year {number}: the cell is empty; write 0% for a year without protection")
    return tuple(_read_rate(each, f"{what}, year {number}") for number, each in enumerate(flat, start=1))


_Award = tuple[date, int, int, int, int]
_AWARD_COLUMNS = "from date, percent, and if wanted flat £, rounding, at least £"


def _read_awards(value: Any, what: str) -> tuple[_Award, ...]:
    cells = nested_lists(value)
    if type(cells) not in (list, tuple):
        raise WrongInput(f"{what} must be columns of cells: {_AWARD_COLUMNS}")
    if cells and all(type(row) not in (list, tuple) for row in cells):
        cells = [cells]
    awards = []
    for number, row in enumerate(cells, start=1):
        if not 2 <= len(row) <= 5:
            raise WrongInput(f"{what} must be columns of cells: {_AWARD_COLUMNS}")
        if all(blank(each) for each in row):
            continue
        try:
            awards.append(_read_award(row, f"{what}, row {number}"))
        except WrongInput:
            if number > 1 or not isinstance(row[0], str) or any(mark.isdigit() for mark in row[0]):
                raise  # the first row may be a heading
    days = [award[0] for award in awards]
    for day in days:
        if days.count(day) > 1:
            raise WrongInput(f"{what}: there are two awards of {date_text(day)}: give one award for a day")
    return tuple(awards)


def _read_award(row: Any, what: str) -> _Award:
    cells = [None if blank(each) else each for each in (*row, None, None, None)]
    rounding = cells[3]
    if rounding is None:
        round_to = 1
    elif isinstance(rounding, str) and not rounding.strip("£ ").isdecimal():
        round_to = rounding_pence(rounding)
    else:
        round_to = max(read_amount(rounding, f"{what}: the rounding"), 1)
    return (
        day_from(cells[0], f"{what}: the date"),
        0 if cells[1] is None else _read_rate(cells[1], what),
        0 if cells[2] is None else read_amount(cells[2], f"{what}: the flat sum"),
        round_to,
        0 if cells[4] is None else read_amount(cells[4], f"{what}: the least rise"),
    )


def _flat(value: Any) -> list[Any]:
    """The cells of a row or column, without the blank ones after the last."""
    cells = nested_lists(value)
    rows = cells if type(cells) in (list, tuple) else [cells]
    flat = [each for row in rows for each in (row if type(row) in (list, tuple) else [row])]
    while flat and blank(flat[-1]):
        flat.pop()
    return flat


def _read_duty_shares(value: Any, what: str) -> tuple[int, ...]:
    flat = _flat(value)
    for number, each in enumerate(flat, start=1):
        if blank(each):
            raise WrongInput(f"{what}, duty {number}: the cell is empty; write 0 for a duty without a share")
    return tuple(_read_rate(each, f"{what}, duty {number}") for number, each in enumerate(flat, start=1))


def _read_amounts(value: Any, what: str) -> tuple[int, ...]:
    flat = _flat(value)
    for number, each in enumerate(flat, start=1):
        if blank(each):
            raise WrongInput(f"{what}, year {number}: the cell is empty; write 0 for a year without an amount")
    return tuple(pence_from(each, f"{what}, year {number}") for number, each in enumerate(flat, start=1))


def _read_pays_and_groups(value: Any, what: str) -> tuple[tuple[int, str], ...]:
    cells = nested_lists(value)
    if type(cells) not in (list, tuple) or any(type(row) not in (list, tuple) or len(row) < 2 for row in cells):
        raise WrongInput(f"{what} must be two columns of cells: pay and group")
    rows = [row for row in cells if not (blank(row[0]) and blank(row[1]))]
    if rows and isinstance(rows[0][0], str) and not any(mark.isdigit() for mark in rows[0][0]):
        rows = rows[1:]  # a heading
    if not rows:
        raise WrongInput(f"{what} has no rows: give two columns of cells, pay and group")
    for number, row in enumerate(rows, start=1):
        if blank(row[0]) or blank(row[1]):
            raise WrongInput(f"{what}, row {number}: the pay or the group is empty: give both, or take the row out")
    return tuple(
        (_read_hourly(row[0], f"{what}, row {number}: the pay"), point_text(row[1]))
        for number, row in enumerate(rows, start=1)
    )


def _read_hourly(value: Any, what: str) -> int:
    """Millionths of a pound: hourly pay is held exactly, so that equal rates are equal."""
    pounds_an_hour = number_from(value, what)
    if pounds_an_hour < 0:
        raise WrongInput(f"{what} is {value}: give an amount of £0 or more")
    return round(pounds_an_hour * 1_000_000)


def _read_grade_table(value: Any, what: str) -> tuple[tuple[str, int], ...]:
    cells = nested_lists(value)
    if type(cells) not in (list, tuple) or any(type(row) not in (list, tuple) or len(row) < 2 for row in cells):
        raise WrongInput(f"{what} must be two columns of cells: grade, and the points it begins at")
    rows = [row for row in cells if not (blank(row[0]) and blank(row[1]))]
    if rows and isinstance(rows[0][1], str) and not any(mark.isdigit() for mark in rows[0][1]):
        rows = rows[1:]  # a heading
    if not rows:
        raise WrongInput(f"{what} has no rows: give two columns of cells, grade and the points it begins at")
    return tuple(
        (point_text(row[0]), _read_whole(row[1], f"{what}, row {number}: the points"))
        for number, row in enumerate(rows, start=1)
    )


ERROR_VALUES = frozenset(("#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!"))
"""What hosts hand over for a cell that holds an error."""


def error_among(value: Any) -> str:
    """The first error value in a cell or in nested lists of them; empty when there is none.

    >>> error_among([[30000, "#N/A"]]), error_among("a")
    ('#N/A', '')
    """
    if type(value) in (list, tuple):
        return next(filter(None, map(error_among, value)), "")
    return value if isinstance(value, str) and value in ERROR_VALUES else ""


def blank(value: Any) -> bool:
    """Whether a cell is empty: nothing, no text but spaces, or not a number."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    try:
        return bool(value != value)
    except TypeError:  # pandas.NA does not even say whether it equals itself
        return True


def blank_table(value: Any) -> bool:
    """Whether a table argument was left out or is empty altogether."""
    cells = nested_lists(value)
    return all(blank_table(each) for each in cells) if type(cells) in (list, tuple) else blank(cells)


SHARES = Kind("shares by year, such as 100%, 50%", _read_shares, _same, is_table=True)
AWARDS = Kind("columns (from date, percent, ...)", _read_awards, _same, is_table=True)
AMOUNTS = Kind("amounts by year, a row or column of cells", _read_amounts, _same, is_table=True)
DUTY_SHARES = Kind("shares of a role, one cell a duty", _read_duty_shares, _same, is_table=True)
GRADE_TABLE = Kind("two columns (grade, points it begins at)", _read_grade_table, _same, is_table=True)
ANYTHING = Kind("any value or range of cells", _as_read, _same, is_table=True)
PAYS_AND_GROUPS = Kind("two columns (hourly pay, group)", _read_pays_and_groups, _same, is_table=True)
PENCE_TABLE = Kind("two columns (point, salary) or a grade's name", _read_points, _same, is_table=True)
