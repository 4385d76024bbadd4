"""A worksheet function: a rule with what cells, scripts and the shell need around it.

It reads what a person or a cell holds, takes single values, whole columns and tables of cells, and gives back pounds.
Hosts add nothing but their own way of passing values.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from payband.calendar import FinancialYear
from payband.errors import ErrorInCell, InputProblems, PaybandError, Problem, WrongInput, nearest_name
from payband.kinds import AMOUNT, ANYTHING, MONEY, RATE, SALARY, Kind, blank, blank_table, error_among, nested_lists
from payband.table import Table
from payband.units import percent_text, pounds

__all__ = ["Argument", "Row", "Step", "TableOf", "Value", "WorksheetFunction"]


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


class Step(NamedTuple):
    """One step of an explanation: what it is, what it comes to (as people take it), and by which rule."""

    name: str
    value: Any
    rule: str


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
        self._readers = [(each.kind.read, each.name, each) for each in arguments]
        self._give_value = answer.kind.give if isinstance(answer, Value) else None
        # What stands for the arguments from a place on, when they are left out; None where one of them may not be.
        self._defaults: list[list[Any] | None] = [
            None if any(each.required for each in arguments[place:]) else [each.default for each in arguments[place:]]
            for place in range(len(arguments) + 1)
        ]
        self.steps: Callable[..., Sequence[Step]] | None = None
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
        if not keywords:
            single = self._single(args)
            if single is not None:
                answer = self.rule(*single)
                return self._give(answer) if self._give_value is None else self._give_value(answer)
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
            return _like(columns, list(map(self.answer.kind.give, answers)))
        return Table([name for name, _ in self.answer.columns], [self._give(answer).rows[0] for answer in answers])

    # --- as hosts call it ----------------------------------------------------------------------------------------

    def in_cells(self, given: Sequence[Any]) -> Any:
        """The answer as cells hold it: one value, or rows of values, with a PaybandError wherever one belongs.

        Ranges come as nested lists of rows; a column gives a column and a row a row, and a blank cell in it a blank
        one. A table has its headings as first row. Nothing that was given makes it raise.
        """
        try:
            single = self._single(given)
            if single is not None:
                return self._block(self._give(self.rule(*single)))
            arguments = self._given(given, {})
            length, answers = self._answers(arguments, keep_blanks=True)
            if length is None:
                answer = answers[0]
                return answer if isinstance(answer, PaybandError) else self._block(self._give(answer))
            width = 1 if isinstance(self.answer, Value) else len(self.answer.columns)
            rows = [self._row_of_cells(answer, width) for answer in answers]
        except PaybandError as error:
            return error
        lies_in_a_row = isinstance(self.answer, Value) and any(map(_is_one_row, arguments))
        return [[row[0] for row in rows]] if lies_in_a_row else rows

    def _block(self, answer: Any) -> Any:
        if not isinstance(answer, Table):
            return answer
        return answer.rows if isinstance(self.answer, Row) else [answer.columns, *answer.rows]

    def _row_of_cells(self, answer: Any, width: int) -> list[Any]:
        if answer is _BLANK_ROW:
            return [None] * width
        if self._give_value is not None and not isinstance(answer, PaybandError):
            return [self._give_value(answer)]
        if isinstance(answer, PaybandError):
            return [answer] * width
        given = self._give(answer)
        return list(given.rows[0]) if isinstance(given, Table) else [given]

    def explained(self, steps: Callable[..., Sequence[Step]]) -> Callable[..., Sequence[Step]]:
        """Registers what explains an answer step by step, from the same arguments as the rule."""
        self.steps = steps
        return steps

    def read(self, given: Sequence[Any]) -> list[Any]:
        """Single arguments as the rule takes them; raises what is wrong with one."""
        return list(map(self._read, self._given(given, {}), self.arguments))

    def give(self, answer: Any) -> Any:
        """What the rule answers, as people take it: pounds, shares, dates."""
        return self._give(answer)

    # --- from what was given to the rule and back ----------------------------------------------------------------

    def _single(self, given: Sequence[Any]) -> list[Any] | None:
        """Single values as the rule takes them; None where one may be a column. The short way, taken once a cell."""
        read: list[Any] = []
        if len(given) > len(self.arguments):
            return None
        for value, (read_kind, name, argument) in zip(given, self._readers, strict=False):
            kind = type(value)
            if kind is int or kind is date or (kind is float and value == value):
                read.append(read_kind(value, name))
            elif kind in _SINGLE:  # text may be blank, or an error
                read.append(self._read(value, argument))
            else:
                return None
        rest = self._defaults[len(given)]
        return (
            read + rest
            if rest is not None
            else [*read, *(self._read(None, each) for each in self.arguments[len(given) :])]
        )

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

    def _answers(self, given: Sequence[Any], *, keep_blanks: bool = False) -> tuple[int | None, list[Any]]:
        """The length of the columns given (None for single values) and an answer or an error for each row.

        `keep_blanks` has a row without any value answered by a blank one, as in a sheet, and not refused.
        """
        columns: dict[int, list[Any]] = {}
        single: list[Any] = []
        for index, (value, argument) in enumerate(zip(given, self.arguments, strict=True)):
            if not argument.kind.is_table:
                value = nested_lists(value)
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
        return lengths.pop(), self._column_answers(single, columns, keep_blanks)

    def _column_answers(self, single: Sequence[Any], columns: dict[int, list[Any]], keep_blanks: bool) -> list[Any]:
        read = [
            None if index in columns else self._read(value, argument)
            for index, (value, argument) in enumerate(zip(single, self.arguments, strict=True))
        ]
        # A column of what was read for each column given: a value, or the error that takes its row's place.
        values = [
            [self._read_or_error(value, self.arguments[index]) for value in column] for index, column in columns.items()
        ]
        rows: list[Any] = [None] * len(values[0])
        good = []
        for row, each in enumerate(zip(*values, strict=True)):
            if keep_blanks and all(blank(column[row]) for column in columns.values()):
                rows[row] = _BLANK_ROW
                continue
            for value in each:
                if isinstance(value, PaybandError):
                    rows[row] = value
                    break
            else:
                good.append(row)
        if len(columns) == 1 and len(good) >= _WORTH_NUMPY:
            (column,) = values
            whole = self._with_numpy(read, next(iter(columns)), [column[row] for row in good])
            if whole is not None:
                for row, answer in zip(good, whole, strict=True):
                    rows[row] = answer
                return rows
        for row in good:
            for index, column in zip(columns, values, strict=True):
                read[index] = column[row]
            try:
                rows[row] = self.rule(*read)
            except PaybandError as error:
                rows[row] = error
        return rows

    def _read_or_error(self, value: Any, argument: Argument) -> Any:
        try:
            return self._read(value, argument)
        except PaybandError as error:
            return error

    def _with_numpy(self, read: Sequence[Any], position: int, column: Sequence[int]) -> list[Any] | None:
        """The whole column through the rule at once, where NumPy is installed and the rule takes a column there."""
        if self.arguments[position].parameter not in self.columnar:
            return None
        try:
            import numpy as np  # type: ignore[import-not-found,unused-ignore]
        except ImportError:
            return None
        arguments = list(read)
        arguments[position] = np.array(column, dtype=np.int64)
        try:
            return list(self.rule(*arguments).tolist())
        except PaybandError:  # some row has no answer: one by one, to find which
            return None

    def _read(self, value: Any, argument: Argument) -> Any:
        if type(value) is float or type(value) is int:
            if value == value:
                return argument.kind.read(value, argument.name)
            value = None
        error = error_among(nested_lists(value) if argument.kind.is_table else value)
        if error and argument.kind is not ANYTHING:
            raise ErrorInCell(error)
        if blank_table(value) if argument.kind.is_table else blank(value):
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


_BLANK_ROW = object()

# What is a single value beyond doubt: no column, no table, nothing of NumPy or pandas.
_SINGLE = frozenset((int, float, str, bool, type(None), date, datetime, Decimal, FinancialYear))

_WORTH_NUMPY = 200  # below this many rows a plain loop is done before NumPy is imported


# --- columns -------------------------------------------------------------------------------------------------------


def _is_one_row(value: Any) -> bool:
    cells = nested_lists(value)
    return type(cells) in (list, tuple) and len(cells) == 1 and type(cells[0]) in (list, tuple) and len(cells[0]) > 1


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
    while last and blank(column[last - 1]):
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
