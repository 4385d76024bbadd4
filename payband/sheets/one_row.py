"""Rows of a sheet one by one: each attribute is a figure, or a row that it is linked to."""

from collections.abc import Callable, Iterable
from functools import partial, reduce
from typing import Any

from payband.forms import Form, larger
from payband.sheets.links import absent, child_link, sheet_of
from payband.sheets.rows import NO_ROW
from payband.sheets.sheet import Sheet
from payband.sheets.source import Source
from payband.sheets.unknown import Maybe, Unknown

__all__ = ["Frame", "Row"]


class Frame:
    """What one evaluation has looked up: each column, link and sum once, however many rows it is asked for.

    Where `every` row is asked for, NumPy columns are made lists first, from which a row is got quickly.
    """

    __slots__ = ("_getters", "every", "figures", "sums")

    def __init__(self, figures: Source, *, every: bool = False) -> None:
        self.figures = figures
        self.every = every
        self._getters: dict[type[Sheet], _Getter] = {}
        self.sums: dict[tuple[type[Sheet], type[Sheet], str, str], tuple[Any, Any]] = {}

    def of(self, sheet: type[Sheet]) -> "_Getter":
        """How the attributes of a sheet's rows are got."""
        if sheet not in self._getters:
            self._getters[sheet] = _Getter(self, sheet)
        return self._getters[sheet]


class _Getter(dict[str, Callable[[int], Any]]):
    """By the name of an attribute, what gives it for the number of a row."""

    __slots__ = ("frame", "sheet")

    def __init__(self, frame: Frame, sheet: type[Sheet]) -> None:
        super().__init__()
        self.frame = frame
        self.sheet = sheet

    def __missing__(self, name: str) -> Callable[[int], Any]:
        if name in self.sheet.runs:
            found: Callable[[int], Any] = partial(self.frame.figures.run, self.sheet, name)
        else:
            found = self._link(name) if name in self.sheet.links else self._column(name)
        self[name] = found
        return found

    def _link(self, name: str) -> Callable[[int], Any]:
        declared, at = self.sheet.links[name], self.frame.figures.values(self.sheet, name)
        if self.frame.every and self.frame.figures.at_once:
            at = at.tolist()
        there = self.frame.of(sheet_of(declared))

        def linked(number: int) -> Any:
            row = at[number]
            return absent(declared) if row == NO_ROW else Row(there, int(row))

        return linked

    def _column(self, name: str) -> Callable[[int], Any]:
        figures = self.frame.figures
        values = figures.values(self.sheet, name)
        if not figures.at_once or self.sheet.is_shown_as_given(name):
            got: Callable[[int], Any] = values.__getitem__
            return got
        if not isinstance(values, Maybe):
            if self.frame.every:
                listed: Callable[[int], Any] = values.tolist().__getitem__
                return listed
            return lambda number: int(values[number])
        reasons = figures.reasons

        def known(number: int) -> Any:
            why = values.why[number]
            return Unknown(reasons[why]) if why else int(values.values[number])

        return known


class Row:
    """One row: its attributes are its figures, and the rows it is linked to."""

    __slots__ = ("_get", "_number")
    is_there = True

    def __init__(self, get: _Getter, number: int) -> None:
        self._get = get
        self._number = number

    def __getattr__(self, name: str) -> Any:
        return self._get[name](self._number)

    def total(self, child: type[Sheet], name: str, by: str = "") -> Form:
        """What a column of the rows that belong to this one adds up to."""
        return sum(self._of_children(child, name, by))

    def largest(self, child: type[Sheet], name: str, by: str = "") -> Form:
        """The largest figure of a column among the rows that belong to this one, none of them below 0; 0 for none."""
        return reduce(larger, self._of_children(child, name, by), 0)

    def _of_children(self, child: type[Sheet], name: str, by: str) -> Iterable[Form]:
        frame, sheet = self._get.frame, self._get.sheet
        key = (sheet, child, name, by)
        if key not in frame.sums:
            values = frame.of(child)[name]
            frame.sums[key] = frame.figures.children(child, child_link(child, sheet, by), sheet), values
        children, values = frame.sums[key]
        return map(values, _rows_among(children, self._number))

    def first_of(self, child: type[Sheet], by: str = "") -> "Row | None":
        """The first of the rows that belong to this one; None where there is none."""
        frame, sheet = self._get.frame, self._get.sheet
        numbers = _rows_among(frame.figures.children(child, child_link(child, sheet, by), sheet), self._number)
        return Row(frame.of(child), numbers[0]) if numbers else None

    def rows(self, child: type[Sheet], by: str = "") -> list["Row"]:
        """The rows that belong to this one, for words about them."""
        frame, sheet = self._get.frame, self._get.sheet
        children = frame.figures.children(child, child_link(child, sheet, by), sheet)
        return [Row(frame.of(child), number) for number in _rows_among(children, self._number)]

    @property
    def input(self) -> Any:
        """The row of the workbook's table that this row rests on."""
        return self._get.frame.figures.rows_of(self._get.sheet).inputs[self._number]

    @property
    def number(self) -> int:
        """The number of the row on its sheet."""
        return self._number


def _rows_among(children: Any, number: int) -> list[int]:
    """The rows that belong to one, from what `Figures.children` gives."""
    if isinstance(children, tuple):
        order, starts = children
        found: list[int] = order[starts[number] : starts[number + 1]].tolist()
        return found
    of_one: list[int] = children[number]
    return of_one
