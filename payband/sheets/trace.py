"""Tells which figures a figure was made of."""

from typing import Any, NamedTuple

from payband.forms import Form
from payband.sheets.figures import Figures
from payband.sheets.links import child_link
from payband.sheets.rows import NO_ROW, Picked
from payband.sheets.sheet import Column, Given, Sheet

__all__ = ["Read", "made_of"]


class Read(NamedTuple):
    """A figure that another was made of: where it is and what it comes to."""

    sheet: type[Sheet]
    name: str
    row: int
    value: Form

    @property
    def declared(self) -> Column | Given:
        """How it is declared."""
        return self.sheet.columns[self.name] if self.name in self.sheet.columns else self.sheet.givens[self.name]

    @property
    def says(self) -> str:
        """How it comes about, in words; of an input, the table that holds it."""
        declared = self.declared
        if isinstance(declared, Column):
            return declared.says
        return " or ".join(f"table {table}" for table, _ in declared.at)


def made_of(figures: Figures, sheet: type[Sheet], name: str, row: int) -> list[Read]:
    """The figures that a column read to work a row out, in the order in which it read them; each once."""
    if name not in sheet.columns:
        given = figures.rows_of(sheet).given[name]
        if not isinstance(given, Picked):
            return []
        of, at = given.of[given.which[row]], int(given.row[row])
        return [Read(*of, at, getattr(figures.row(of[0], at), of[1]))]
    read: dict[Read, None] = {}
    sheet.columns[name].rule(_Watched(figures, sheet, row, read))
    return list(read)


class _Watched:
    """A row whose every figure is noted when it is read."""

    def __init__(self, figures: Figures, sheet: type[Sheet], number: int, read: dict[Read, None]) -> None:
        self._watched = (figures, sheet, number, read)

    def __getattr__(self, name: str) -> Any:
        figures, sheet, number, read = self._watched
        declared = sheet.links.get(name)
        if name in sheet.runs:
            return getattr(figures.row(sheet, number), name)
        if declared is not None:
            at = int(figures.values(sheet, name)[number])
            if at == NO_ROW:
                return getattr(figures.row(sheet, number), name)
            assert declared.sheet is not None  # a sheet sets it where it is declared
            return _Watched(figures, declared.sheet, at, read)
        value = getattr(figures.row(sheet, number), name)
        read[Read(sheet, name, number, value)] = None
        return value

    def total(self, child: type[Sheet], name: str, by: str = "") -> Form:
        return self._of_children("total", child, name, by)

    def largest(self, child: type[Sheet], name: str, by: str = "") -> Form:
        return self._of_children("largest", child, name, by)

    def _of_children(self, work: str, child: type[Sheet], name: str, by: str) -> Form:
        figures, sheet, number, read = self._watched
        row = figures.row(sheet, number)
        for each in row.rows(child, child_link(child, sheet, by)):
            read[Read(child, name, each.number, getattr(each, name))] = None
        return getattr(row, work)(child, name, by)
