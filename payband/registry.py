"""One entry for each worksheet function: its name, help, arguments, conversions and errors, for every host.

A rule is written in whole pence, basis points and dates. `worksheet_function` puts around it what cells, scripts and
the shell need: it reads what a person or a cell holds, takes single values, whole columns and tables of cells, and
gives back pounds. Hosts add nothing but their own way of passing values.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from payband.calendar import day_from, financial_year_from
from payband.errors import InputProblems, PaybandError, Problem, UnknownName, WrongInput, nearest_name
from payband.table import Table
from payband.units import basis_points_from, pence_from, percent_text, pounds

__all__ = [
    "AMOUNT",
    "AWARDS",
    "DAY",
    "HUNDREDTHS",
    "MONEY",
    "MONTHS",
    "PENCE_TABLE",
    "POINT",
    "RATE",
    "RATIO",
    "SALARY",
    "SHARES",
    "TEXT",
    "UNKNOWN",
    "YEAR",
    "YESNO",
    "Argument",
    "Kind",
    "Row",
    "TableOf",
    "Value",
    "WorksheetFunction",
    "choice",
    "function",
    "functions",
    "point_text",
    "worksheet_function",
    "yes_no",
]


# --- kinds of value ------------------------------------------------------------------------------------------------


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


def _read_amount(value: Any, what: str) -> int:
    pence = pence_from(value, what)
    if pence < 0:
        raise WrongInput(f"{what} is {value}: an amount below £0 makes no sense here")
    return pence


def _read_rate(value: Any, what: str) -> int:
    points = basis_points_from(value, what)
    if points < 0:
        raise WrongInput(f"{what} is {value}: a rate below 0% makes no sense here")
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
        months = int(str(point_text(value)))
    except ValueError:
        raise WrongInput(f"{what} is '{value}': give a whole number of months") from None
    if not 1 <= months <= 600:
        raise WrongInput(f"{what} is {months}: give between 1 and 600 months")
    return months


UNKNOWN = "unknown"
"""What stands in a table for an amount that was never published."""


def _give_money(pence: int | str | None) -> Decimal | str | None:
    return pence if pence is None or isinstance(pence, str) else pounds(pence)


def _scaled(places: int) -> Callable[[int | None], Decimal | None]:
    def give(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-places)

    return give


SALARY = Kind("£ a year, above 0", _read_salary, _give_money)
AMOUNT = Kind("£, 0 or more", _read_amount, _give_money)
MONEY = Kind("£", pence_from, _give_money)
RATE = Kind("a rate such as 0.195 or 19.5%", _read_rate, _scaled(4))
RATIO = Kind("a number with four decimals", _as_read, _scaled(4))
HUNDREDTHS = Kind("a number with two decimals", _as_read, _scaled(2))
DAY = Kind("a date", day_from, _same)
YEAR = Kind("a financial year such as 2011-12", financial_year_from, str)
MONTHS = Kind("months", _read_months, _same)
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


def _cells(value: Any) -> Any:
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
    cells = _cells(value)
    if type(cells) not in (list, tuple):
        return point_text(cells)
    pairs: list[tuple[str, int | None]] = []
    for number, row in enumerate(cells, start=1):
        if type(row) not in (list, tuple) or len(row) < 2:
            raise WrongInput(f"{what} must be two columns, point and salary, or the name of a grade in the library")
        point, salary = row[0], row[1]
        if _blank(point) and _blank(salary):
            continue
        unknown = _blank(salary) or (isinstance(salary, str) and salary.strip().casefold() == UNKNOWN)
        if number == 1 and not unknown and isinstance(salary, str) and not any(mark.isdigit() for mark in salary):
            continue  # a heading
        if _blank(point):
            raise WrongInput(f"{what}, row {number}: a salary stands without a point")
        pairs.append(
            (point_text(point), None if unknown else _read_salary(salary, f"{what}, row {number}: the salary"))
        )
    if not pairs:
        raise WrongInput(f"{what} has no rows: give two columns, point and salary")
    return pairs


def _read_shares(value: Any, what: str) -> tuple[int, ...]:
    cells = _cells(value)
    if isinstance(cells, str):
        cells = [part for part in cells.replace(";", ",").replace("/", ",").split(",") if part.strip()]
        if all("%" not in part for part in cells) and any(pence_from(part, what) > 100 for part in cells):
            cells = [f"{part.strip()}%" for part in cells]
    elif type(cells) not in (list, tuple):
        cells = [cells]
    flat = [each for row in cells for each in (row if type(row) in (list, tuple) else [row]) if not _blank(each)]
    return tuple(_read_rate(each, f"{what}, year {number}") for number, each in enumerate(flat, start=1))


def _read_awards(value: Any, what: str) -> tuple[tuple[date, int], ...]:
    cells = _cells(value)
    if type(cells) not in (list, tuple):
        raise WrongInput(f"{what} must be two columns of cells: from date, percent")
    if cells and all(type(row) not in (list, tuple) for row in cells):
        cells = [cells]
    awards = []
    for number, row in enumerate(cells, start=1):
        if len(row) < 2:
            raise WrongInput(f"{what} must be two columns of cells: from date, percent")
        if all(_blank(each) for each in row):
            continue
        try:
            awards.append(
                (day_from(row[0], f"{what}, row {number}: the date"), _read_rate(row[1], f"{what}, row {number}"))
            )
        except WrongInput:
            if number > 1 or not isinstance(row[0], str) or any(mark.isdigit() for mark in row[0]):
                raise  # the first row may be a heading
    return tuple(awards)


def _blank(value: Any) -> bool:
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    try:
        return bool(value != value)
    except TypeError:  # pandas.NA does not even say whether it equals itself
        return True


def _blank_table(value: Any) -> bool:
    cells = _cells(value)
    return all(_blank_table(each) for each in cells) if type(cells) in (list, tuple) else _blank(cells)


SHARES = Kind("shares by year, such as 100%, 50%", _read_shares, _same, is_table=True)
AWARDS = Kind("two columns (from date, percent)", _read_awards, _same, is_table=True)
PENCE_TABLE = Kind("two columns (point, salary) or a grade's name", _read_points, _same, is_table=True)


# --- answers -------------------------------------------------------------------------------------------------------


class Value(NamedTuple):
    """An answer that is one value; a column of arguments gives a column.

    `columnar` names the parameters for which the rule takes a NumPy column of pence.
    """

    kind: Kind
    columnar: tuple[str, ...] = ()


class Row(NamedTuple):
    """An answer that is one row; a column of arguments gives a row for each."""

    columns: tuple[tuple[str, Kind], ...]


class TableOf(NamedTuple):
    """An answer that is a table."""

    columns: tuple[tuple[str, Kind], ...]


class Argument(NamedTuple):
    """One argument of a worksheet function."""

    name: str
    parameter: str
    kind: Kind
    help: str
    required: bool
    default: Any

    @property
    def default_text(self) -> str:
        """The default as a person would type it; empty where there is none."""
        if self.default in (None, "", ()):
            return ""
        if isinstance(self.default, bool):
            return "yes" if self.default else "no"
        if self.kind is RATE:
            return percent_text(self.default)
        if self.kind in (AMOUNT, MONEY, SALARY):
            return f"{pounds(self.default):,.2f}".removesuffix(".00")
        return str(self.default)


# --- worksheet functions -------------------------------------------------------------------------------------------


class WorksheetFunction:
    """A rule as people call it, from a cell, a script or the shell."""

    def __init__(
        self,
        name: str,
        rule: Callable[..., Any],
        answer: Value | Row | TableOf,
        arguments: Sequence[Argument],
    ) -> None:
        self.name = name
        self.rule = rule
        self.answer = answer
        self.arguments = tuple(arguments)
        self.columnar = answer.columnar if isinstance(answer, Value) else ()
        self.__name__ = rule.__name__
        self.__doc__ = rule.__doc__
        self.__module__ = rule.__module__
        self.__wrapped__ = rule

    @property
    def help(self) -> str:
        """What it answers, in one sentence."""
        return (self.__doc__ or "").strip().partition("\n")[0]

    @property
    def usage(self) -> str:
        """Its name and arguments, the optional ones in brackets."""
        shown = []
        for each in self.arguments:
            default = f" = {each.default_text}" if each.default_text else ""
            shown.append(each.name if each.required else f"[{each.name}{default}]")
        return f"{self.name}({', '.join(shown)})"

    def __repr__(self) -> str:
        return f"<worksheet function {self.usage}>"

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        """Answers in pounds and dates; raises what it cannot answer, for a column every bad row at once."""
        given = self._given(args, keywords)
        length, answers = self._answers(given)
        if length is None:
            if isinstance(answers[0], PaybandError):
                raise answers[0]
            return self._give(answers[0])
        bad = [
            Problem(str(answer), row=number)
            for number, answer in enumerate(answers, start=1)
            if isinstance(answer, PaybandError)
        ]
        if bad:
            raise InputProblems(bad, self.name)
        if isinstance(self.answer, Value):
            columns = [value for value, each in zip(given, self.arguments, strict=True) if not each.kind.is_table]
            return _like(columns, [self._give(answer) for answer in answers])
        return Table([name for name, _ in self.answer.columns], [self._give(answer).rows[0] for answer in answers])

    def _given(self, args: Sequence[Any], keywords: dict[str, Any]) -> list[Any]:
        if len(args) > len(self.arguments):
            raise WrongInput(f"{self.name} takes at most {len(self.arguments)} arguments: {self.usage}")
        given = list(args) + [None] * (len(self.arguments) - len(args))
        for name, value in keywords.items():
            for index, each in enumerate(self.arguments):
                if each.parameter == name:
                    if index < len(args):
                        raise WrongInput(f"{self.name}: {each.name} is given twice")
                    given[index] = value
                    break
            else:
                known = [each.parameter for each in self.arguments]
                raise WrongInput(f"{self.name} has no argument '{name}'; {nearest_name(name, known)}")
        return given

    def _answers(self, given: Sequence[Any]) -> tuple[int | None, list[Any]]:
        """The length of the columns given (None for single values) and an answer or an error for each row."""
        columns: dict[int, list[Any]] = {}
        single: list[Any] = []
        for index, (value, argument) in enumerate(zip(given, self.arguments, strict=True)):
            if not argument.kind.is_table:
                value = _cells(value)
                if type(value) in (list, tuple):
                    columns[index] = _one_column(value, f"{self.name}: {argument.name}")
                    value = None
            single.append(value)
        if not columns:
            try:
                return None, [self.rule(*map(self._read, single, self.arguments))]
            except PaybandError as error:
                return None, [error]
        filled = max(_filled(column) for column in columns.values())
        if not filled:
            raise WrongInput(f"{self.name}: {self.arguments[min(columns)].name} has no values in it")
        columns = {index: column[:filled] for index, column in columns.items()}
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            raise WrongInput(f"{self.name}: the columns given have different lengths ({sorted(lengths)})")
        if isinstance(self.answer, TableOf):
            raise WrongInput(f"{self.name} answers a table of its own, so give it single values: {self.usage}")
        return lengths.pop(), self._column_answers(single, columns)

    def _column_answers(self, single: Sequence[Any], columns: dict[int, list[Any]]) -> list[Any]:
        read = [
            None if index in columns else self._read(value, argument)
            for index, (value, argument) in enumerate(zip(single, self.arguments, strict=True))
        ]
        rows: list[Any] = []
        for values in zip(*columns.values(), strict=True):
            arguments = list(read)
            try:
                for index, value in zip(columns, values, strict=True):
                    arguments[index] = self._read(value, self.arguments[index])
                rows.append(arguments)
            except PaybandError as error:
                rows.append(error)
        good = [index for index, row in enumerate(rows) if not isinstance(row, PaybandError)]
        if len(columns) == 1 and len(good) >= _WORTH_NUMPY:
            whole = self._with_numpy(read, next(iter(columns)), [rows[index] for index in good])
            if whole is not None:
                for index, answer in zip(good, whole, strict=True):
                    rows[index] = answer
                return rows
        for index in good:
            try:
                rows[index] = self.rule(*rows[index])
            except PaybandError as error:
                rows[index] = error
        return rows

    def _with_numpy(self, read: Sequence[Any], position: int, rows: Sequence[Any]) -> list[Any] | None:
        """The whole column through the rule at once, where NumPy is installed and the rule takes a column there."""
        if self.arguments[position].parameter not in self.columnar:
            return None
        try:
            import numpy as np  # type: ignore[import-not-found,unused-ignore]
        except ImportError:
            return None
        arguments = list(read)
        arguments[position] = np.array([row[position] for row in rows], dtype=np.int64)
        return list(self.rule(*arguments).tolist())

    def _read(self, value: Any, argument: Argument) -> Any:
        if _blank_table(value) if argument.kind.is_table else _blank(value):
            if argument.required:
                raise WrongInput(f"{self.name} needs {argument.name} ({argument.kind.words}): {self.usage}")
            return argument.default
        return argument.kind.read(value, argument.name)

    def _give(self, answer: Any) -> Any:
        if isinstance(self.answer, Value):
            return self.answer.kind.give(answer)
        names = [name for name, _ in self.answer.columns]
        kinds = [kind for _, kind in self.answer.columns]
        rows = [answer] if isinstance(self.answer, Row) else answer
        return Table(names, [[kind.give(value) for kind, value in zip(kinds, row, strict=True)] for row in rows])


_WORTH_NUMPY = 200  # below this many rows a plain loop is done before NumPy is imported

_functions: dict[str, WorksheetFunction] = {}


def worksheet_function(
    name: str, answer: Value | Row | TableOf, /, **arguments: tuple[Kind, str]
) -> Callable[[Callable[..., Any]], WorksheetFunction]:
    """Registers a rule as a worksheet function.

    `arguments` names each parameter's kind and help, in the rule's own order; a parameter with a default is optional.
    """

    def register(rule: Callable[..., Any]) -> WorksheetFunction:
        code = rule.__code__
        parameters = code.co_varnames[: code.co_argcount]
        if parameters != tuple(arguments):
            raise TypeError(f"{name}: the arguments described are not the parameters of {rule.__name__}")
        defaults = rule.__defaults__ or ()
        first_optional = len(parameters) - len(defaults)
        described = [
            Argument(
                parameter.replace("_", " "),
                parameter,
                *arguments[parameter],
                index < first_optional and not arguments[parameter][0].may_be_blank,
                None if index < first_optional else defaults[index - first_optional],
            )
            for index, parameter in enumerate(parameters)
        ]
        entry = WorksheetFunction(name, rule, answer, described)
        _functions[name] = entry
        return entry

    return register


def functions() -> Iterable[WorksheetFunction]:
    """Every worksheet function that has been registered, by name."""
    return [_functions[name] for name in sorted(_functions)]


def function(name: str) -> WorksheetFunction:
    """The worksheet function of a name, with or without the prefix a host gives it.

    Raises UnknownName with the nearest name.
    """
    key = name.strip().upper().removeprefix("PAYBAND.").removeprefix("PAYBAND_").replace("_", "")
    if key not in _functions:
        raise UnknownName(f"'{name}' is not a function of payband; {nearest_name(key, _functions)}")
    return _functions[key]


# --- columns -------------------------------------------------------------------------------------------------------


def _one_column(value: Sequence[Any], what: str) -> list[Any]:
    """A column, a row, or a range one cell wide, as a plain list."""
    if value and all(type(row) in (list, tuple) for row in value):
        if len(value) == 1:
            value = value[0]
        elif all(len(row) == 1 for row in value):
            value = [row[0] for row in value]
        else:
            raise WrongInput(f"{what} is a block of several columns: give one column or one row")
    return list(value)


def _filled(column: Sequence[Any]) -> int:
    """How long a column is without the blanks below its last entry."""
    last = len(column)
    while last and _blank(column[last - 1]):
        last -= 1
    return last


def _like(given: Sequence[Any], answers: list[Any]) -> Any:
    """A column of answers in the container that the arguments came in: pandas, NumPy or a list."""
    for value in given:
        if hasattr(value, "tolist") and hasattr(value, "__len__"):
            if hasattr(value, "index") and hasattr(value, "to_numpy"):
                return type(value)(answers, index=value.index[: len(answers)], dtype=object)
            import numpy as np

            column = np.empty(len(answers), dtype=object)
            column[:] = answers
            return column
    return answers
