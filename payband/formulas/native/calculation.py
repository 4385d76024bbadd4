"""The sheets of a calculation as sheets of workings: each figure a plain formula over the cells that it rests on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from payband.forms import Cell, Form
from payband.formulas.native.book import Book, basis_points, parts_for, parts_of
from payband.review.inputs.input_table import InputRow
from payband.review.parts.registry import all_inputs
from payband.sheets.cells import Formulas
from payband.sheets.rows import Rows, place_of_rows
from payband.sheets.sheet import Column, Given, Sheet, Unit
from payband.sheets.unknown import Unknown
from payband.workbook.building.workings_sheets import FIRST_ROW, Col, F, Workings

__all__ = ["NativeCalculation", "SheetOfWorkings", "answer_formulas", "beside"]

_OF_PARTS = "of_parts"
"""The given that says how many parts a whole is counted in, next to one that is in parts."""

Source = Callable[[int], Form]
"""By the number of a row, the cell of a given that is elsewhere in the workbook."""


class SheetOfWorkings(NamedTuple):
    """How a sheet of the calculation is shown: the name of its workings, and what each of its rows is called."""

    sheet: type[Sheet]
    name: str
    label: Callable[[int], str]


class NativeCalculation:
    """Places the figures of a calculation on sheets of workings.

    `sources` say where givens are that no column of an input table holds. A sheet that is not `shown` has no cells of
    its own: its formulas are put where they are read. What is worked out in calculations `beside` it may be read.
    """

    def __init__(
        self,
        book: Book,
        all_rows: Sequence[Rows],
        shown: Sequence[SheetOfWorkings],
        sources: Mapping[tuple[type[Sheet], str], Source],
        beside: Sequence["NativeCalculation"] = (),
    ) -> None:
        self._book = book
        self.sheets: tuple[type[Sheet], ...] = tuple(each.sheet for each in all_rows)
        self._beside = {sheet: other for other in beside for sheet in other.sheets}
        self._rows = place_of_rows([*all_rows, *(other.rows_of(sheet) for sheet, other in self._beside.items())])
        self._sources = sources
        self._formulas = Formulas(list(self._rows.values()), self)
        self._on: type[Sheet] | None = None
        self._tables: Mapping[type[InputRow], str] = {table.rows: table.name for table in all_inputs()}
        self._totals: dict[type[Sheet], Mapping[str, str]] = {}
        self._shown = {each.sheet: each for each in shown if self._rows[each.sheet].size}
        self.workings = {sheet: self._add(each) for sheet, each in self._shown.items()}

    # --- what others ask for -----------------------------------------------------------------------------------------

    def rows_of(self, sheet: type[Sheet]) -> Rows:
        """The rows of a sheet."""
        return self._rows[sheet]

    def at(self, sheet: type[Sheet], name: str, row: int) -> str:
        """The cell of a figure as a formula of another sheet names it, or the figure itself where it has none."""
        return str(self._formulas.cell(sheet, name, row))

    def all_of(self, sheet: type[Sheet], name: str, first: int, last: int) -> str:
        """A run of cells of a column."""
        return self.workings[sheet].block(name, FIRST_ROW + first, FIRST_ROW + last)

    def totals(self, sheet: type[Sheet], sought: Mapping[str, str]) -> Any:
        """All rows together as one row below them; `sought` are the cells of what is looked for among them."""
        self._totals[sheet] = sought
        return _TotalRow(self, sheet)

    def total_cell(self, sheet: type[Sheet], name: str) -> Form:
        """A cell of the row of totals; nothing for a sheet without rows."""
        return self._place(sheet, name, self._rows[sheet].size) if sheet in self._shown else 0

    def row(self, sheet: type[Sheet], number: int) -> Any:
        """A row as cells."""
        return self._formulas.row(sheet, number)

    def given(self, sheet: type[Sheet], name: str, row: int) -> Any:
        """What is given of a row, as it is."""
        return self._rows[sheet].given[name][row]

    def answers(self, sheet: type[Sheet], number: int) -> dict[str, str]:
        """The formulas of a row of an answer table by the keys of its columns."""
        row, inputs = self.row(sheet, number), self._rows[sheet].inputs
        given = inputs[number] if inputs else None
        found = answer_formulas(self._book, sheet, row)
        for name, answer, unit in sheet.answers():
            if name in sheet.texts and (text := self._said(sheet.texts[name], unit, row, given)):
                found[answer.key] = text
        return found

    def _said(self, said: Any, unit: Unit, row: Any, given: Any) -> str:
        """The formula of what is said; nothing where no cell says it."""
        if said.cell is not None:
            return f'IFERROR({said.cell(row)},"")'
        table, column, place = ("", "", None) if said.at is None else said.at(given)
        if place is None:  # a text that is in no cell stays one
            return '""' if said.at is not None and said.of_input and not said.rule(given) else ""
        cell = self._book.input(table, column, place)
        return f'IF({cell}="yes","yes","no")' if unit is Unit.YES_NO else f'{cell}&""'

    def write(self) -> None:
        """Fills the sheets of workings."""
        for sheet, shown in self._shown.items():
            self._on = sheet
            for number in range(self._rows[sheet].size):
                cells: dict[str, Any] = {"what": shown.label(number)}
                for column in self.workings[sheet].columns[1:]:
                    cells[column.key] = self._formula(sheet, column.key, number)
                self.workings[sheet].add(**cells)
            if sheet in self._totals:
                self._add_total(sheet)
        self._on = None

    def _add_total(self, sheet: type[Sheet]) -> None:
        row, last = _TotalRow(self, sheet), self._rows[sheet].size - 1
        cells: dict[str, Any] = {"what": "Total", **{key: F(cell) for key, cell in self._totals[sheet].items()}}
        for name, declared in sheet.columns.items():
            cells[name] = F(f"SUM({self.block(sheet, name, 0, last)})") if declared.summed else declared.rule(row)
        self.workings[sheet].add(**cells)

    # --- where figures stand -----------------------------------------------------------------------------------------

    def cell(self, sheet: type[Sheet], name: str, row: int, formulas: Formulas) -> Form:
        """The cell of a figure; a number that no input moves is in the formula itself."""
        if sheet in self._beside:
            return self._beside[sheet]._formulas.cell(sheet, name, row)
        if name in sheet.columns and sheet in self._shown:
            return self._place(sheet, name, row)
        if name in sheet.columns:
            return formulas.formula(sheet, name, row)
        found = self._given(sheet, name, row)
        if isinstance(found, Cell) and self._has_column(sheet, name):
            return self._place(sheet, name, row)
        return found

    def block(self, sheet: type[Sheet], name: str, first: int, last: int) -> str | None:
        """A run of cells of a column; None for a sheet without cells of its own."""
        if sheet in self._beside:
            return self._beside[sheet].block(sheet, name, first, last)
        if sheet not in self._shown:
            return None
        if sheet is self._on:
            here = self.workings[sheet].here
            return f"{here(name, FIRST_ROW + first)}:{here(name, FIRST_ROW + last)}"
        return self.all_of(sheet, name, first, last)

    def _place(self, sheet: type[Sheet], name: str, row: int) -> Cell:
        workings = self.workings[sheet]
        return workings.here(name, FIRST_ROW + row) if sheet is self._on else Cell(workings.at(name, FIRST_ROW + row))

    def _has_column(self, sheet: type[Sheet], name: str) -> bool:
        return sheet in self._shown and any(each.key == name for each in self.workings[sheet].columns)

    # --- formulas ----------------------------------------------------------------------------------------------------

    def _formula(self, sheet: type[Sheet], name: str, row: int) -> Any:
        declared = sheet.givens.get(name)
        if declared is None:
            found = self._formulas.formula(sheet, name, row)
            # What no input moves must be unknown too once an input changes that the formulas cannot follow.
            return found if isinstance(found, Cell) else F(f"{found}+{self._book.basis.guard}")
        if declared.picked:
            picked = self._formulas.cell(sheet, name, row)
            return F(str(picked)) if isinstance(picked, Cell) else picked
        if declared.in_cell and (sheet, name) not in self._sources:
            value = self._rows[sheet].given[name][row]
            return date.fromordinal(value) if declared.unit is Unit.DAY else value
        found = self._given(sheet, name, row)
        return F(str(found)) if isinstance(found, Cell) else found

    def _given(self, sheet: type[Sheet], name: str, row: int) -> Form:
        """A given as the formula that reads it from the workbook, or as the number that it is."""
        source = self._sources.get((sheet, name))
        if source is not None:
            return source(row)
        declared, rows = sheet.givens[name], self._rows[sheet]
        value = rows.given[name][row]
        if isinstance(value, Unknown):
            return Cell("NA()")
        if declared.in_cell:
            return Cell(str(value))  # which is put there as it is
        if name == _OF_PARTS and rows.inputs[row] is not None:  # a cell may come to hold any share
            return parts_for(Fraction(_parts_name(sheet, rows, row), int(value)))
        place = rows.inputs[row] if declared.at and rows.inputs else None
        if place is None:
            return int(value)
        name = self._tables[type(place)]
        [column] = [column for table, column in declared.at if table == name]
        cell = self._book.input(name, column, place)
        return Cell(self._read(cell, sheet, declared.unit, declared.empty, row))

    def _read(self, cell: str, sheet: type[Sheet], unit: Unit, empty: int, row: int) -> str:
        """The formula that reads a cell of an input table as a whole number."""
        if unit is Unit.PENCE:
            return f'IF({cell}="",0,{self._book.pence(cell)})'
        if unit is Unit.BASIS_POINTS:
            return basis_points(cell)
        if unit is Unit.PARTS:
            return parts_of(cell, str(self._given(sheet, _OF_PARTS, row)), empty)
        return f"IF(ISNUMBER({cell}),{cell},NA())+{self._book.basis.guard}"

    def _add(self, shown: SheetOfWorkings) -> Workings:
        elsewhere = [name for sheet, name in self._sources if sheet is shown.sheet]
        return self._book.sheet(_workings(shown.sheet, shown.name, elsewhere))


def _workings(sheet: type[Sheet], name: str, elsewhere: Sequence[str] = ()) -> Workings:
    """An empty sheet of workings: what a row is called, what is given in cells, and what is worked out."""
    columns = [Col("what", "what", "text", 34)]
    for key, each in sheet.givens.items():
        if each.picked or each.at or each.in_cell or key in elsewhere:
            columns.append(Col(key, each.heading, _unit(each.unit)))
    columns += [Col(key, each.heading, _unit(each.unit)) for key, each in sheet.columns.items()]
    return Workings(name, sheet.says, columns)


def beside(sheet: type[Sheet], elsewhere: Sequence[str], key: str, row: int) -> Cell:
    """The cell of a figure as a formula on the same sheet of workings names it; the givens `elsewhere` have sources."""
    return _workings(sheet, "", elsewhere).here(key, FIRST_ROW + row)


def _parts_name(sheet: type[Sheet], rows: Rows, row: int) -> int:
    [name] = [name for name, each in sheet.givens.items() if each.unit is Unit.PARTS]
    return int(rows.given[name][row])


def _unit(unit: Unit) -> str:
    return {Unit.PENCE: "pence", Unit.BASIS_POINTS: "basis points", Unit.DAY: "date"}.get(unit, "number")


class _TotalRow:
    """All rows of a sheet together, as one row of cells."""

    def __init__(self, calculation: NativeCalculation, sheet: type[Sheet]) -> None:
        self._calculation = calculation
        self._sheet = sheet

    def __getattr__(self, name: str) -> Form:
        return self._calculation.total_cell(self._sheet, name)


def answer_formulas(book: Book, sheet: type[Sheet], row: Any, guard: str = "") -> dict[str, str]:
    """The formulas of the figures of a row that an answer table shows, by the keys of its columns.

    `guard` is added to each: 0, or #N/A where the table needs other rows.
    """
    formulas = {}
    for name, answer, unit in sheet.answers():
        declared = sheet.columns.get(name)
        if declared is not None:
            shown = None if declared.shown is None else declared.shown(row)
            formulas[answer.key] = _shown_answer(book, declared, getattr(row, name), shown, guard)
        elif name in sheet.givens and unit is Unit.PENCE:  # which is the figure of another sheet
            formulas[answer.key] = _shown_answer(book, sheet.givens[name], getattr(row, name), None, guard)
    return formulas


def _shown_answer(book: Book, declared: Column | Given, value: Form, shown: Form | None, guard: str) -> str:
    """The formula of an answer's cell: pounds, a share, a number or words; "unknown" where it is not known."""
    per = {Unit.PENCE: "/100", Unit.BASIS_POINTS: "/10000"}.get(declared.unit, "")
    text = f"{_bracketed(value)}{per}" if per else str(value)
    if guard:
        text = f"{text}+{guard}"
    if declared.unit is Unit.YES_NO:
        text = f'IF({text}>0,"yes","no")'
    if isinstance(declared, Column) and declared.words:
        text = f"INDEX({book.words(declared.heading, declared.words)},{text}+1)"
    if isinstance(shown, Cell):
        text = f'IF({shown}<=0,"",{text})'
    elif shown is not None and shown <= 0:
        return '""'
    return f'IFERROR({text},"unknown")'


def _bracketed(value: Form) -> str:
    text = str(value)
    return text if isinstance(value, Cell) and value.is_atom else f"({text})"
