"""The parts of a review in the native copy: formulas where their rules have one, and else what payband answered.

An answer without a formula holds while no input has changed; after that it says so instead of showing an old figure.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from types import ModuleType
from typing import Any, Protocol

from payband.formulas.native import accounts_notes as native_accounts_notes
from payband.formulas.native import job_sizes as native_job_sizes
from payband.formulas.native import one_off_costs as native_one_off_costs
from payband.formulas.native import pay_gaps as native_pay_gaps
from payband.formulas.native import pay_structure as native_pay_structure
from payband.formulas.native import placements as native_placements
from payband.formulas.native import role_changes as native_role_changes
from payband.formulas.native.book import Book
from payband.formulas.native.calculation import NativeCalculation, SheetOfWorkings
from payband.formulas.native.inputs import Column, WatchedInputs
from payband.ooxml.cells import Formula
from payband.review.inputs.raw.raw_tables import RawTable
from payband.review.parts.answering import WorkedOut
from payband.sheets.rows import Rows
from payband.sheets.sheet import Sheet, Unit
from payband.workbook.building.workings_sheets import Col, Workings

__all__ = ["NativeParts"]

_WITH_FORMULAS: tuple[ModuleType, ...] = (
    native_accounts_notes,
    native_job_sizes,
    native_one_off_costs,
    native_pay_gaps,
    native_pay_structure,
    native_placements,
    native_role_changes,
)


class OnCosts(Protocol):
    """What answers the tables of a part by formulas over the costs of the structure."""

    @property
    def TABLES(self) -> Sequence[str]:  # noqa: N802  # as the modules of the other parts have it
        """The answer tables."""
        ...

    @property
    def FOLLOWS(self) -> Sequence[tuple[str, str]]:  # noqa: N802
        """The columns of inputs that the formulas follow."""
        ...

    def formulas(self, book: Book) -> tuple[dict[str, list[dict[str, str]]], dict[str, dict[str, str]]]:
        """The formulas of the rows of each table, and of its total."""
        ...


class NativeParts:
    """The answer tables, totals and summary lines of the parts; those `on_costs` follow the main tables too."""

    def __init__(
        self,
        book: Book,
        tables: Mapping[str, RawTable],
        by_calculation: Mapping[str, list[dict[str, str]]],
        on_costs: Sequence["OnCosts"] = (),
    ) -> None:
        """`by_calculation` are the formulas of tables that follow the calculation itself, as every review's do."""
        self._book = book
        self._given = [
            rows
            for part in book.results.parts
            for rows in part.tables
            if rows.table.name.casefold() in book.package.tables
        ]
        width = max((len(rows.table.columns) for rows in self._given), default=1)
        self._values = Workings(
            "Workings_parts",
            "Answers of the parts as payband wrote them; the tables show them while no input has changed",
            (Col("where", "where", "text", 34), *(Col(f"v{n}", "", "value", 18) for n in range(width))),
        )
        declared = [part.worked_out for part in book.results.parts if part.worked_out is not None]
        with_formulas: tuple[ModuleType | OnCosts, ...] = (*_WITH_FORMULAS, *on_costs)
        followed = {column for module in with_formulas for column in module.FOLLOWS}
        followed |= {column for each in declared for column in _read_by(each)}
        watched = WatchedInputs(book, book.basis, tables, followed)
        self.sheets = [watched.sheet, self._values]
        self._formulas: dict[str, list[dict[str, str]]] = dict(by_calculation)
        self._of_totals: dict[str, dict[str, str]] = {}
        names, stale = {rows.table.name for rows in self._given}, book.basis.stale
        for module in with_formulas:
            if not names & set(module.TABLES):
                continue
            what = f"the formulas of {' and '.join(module.TABLES)}"
            guard = watched.guard(what, module.FOLLOWS, follows_main=module in on_costs)
            found, totals = module.formulas(book)
            self._formulas |= {
                name: [{key: _while(guard, text, stale) for key, text in row.items()} for row in rows]
                for name, rows in found.items()
                if name in names
            }
            self._of_totals |= {
                name: {key: _while(guard, text, stale) for key, text in row.items()} for name, row in totals.items()
            }
        for worked_out in declared:
            self._formulas |= self._by_sheets(worked_out, watched, names)

    def _by_sheets(
        self, worked_out: WorkedOut, watched: WatchedInputs, names: Collection[str]
    ) -> dict[str, list[dict[str, str]]]:
        """The formulas of the tables that declared sheets work out, over sheets of workings of their own."""
        rows = worked_out.figures.all_rows
        shown = [
            SheetOfWorkings(each.sheet, _name_of(each.sheet), partial(_label, each))
            for each in rows
            if each.sheet.columns
        ]
        calculation = NativeCalculation(self._book, rows, shown, {})
        tables = {name: sheet for name, sheet in worked_out.tables.items() if name in names}
        guard = watched.guard(f"the formulas of {' and '.join(tables)}", _read_by(worked_out), follows_main=True)
        found = {
            name: [
                {
                    key: _while(guard, text, self._book.basis.stale)
                    for key, text in calculation.answers(sheet, row).items()
                }
                for row in range(calculation.rows_of(sheet).size)
            ]
            for name, sheet in tables.items()
        }
        calculation.write()
        return found

    def rows(self) -> dict[str, list[list[Any]]]:
        """The rows of each table."""
        return {
            rows.table.name: [
                self._row(rows.table.name, f"row {at + 1}", record, formulas)
                for at, (record, formulas) in enumerate(
                    zip(rows.records(), self._formulas.get(rows.table.name) or [{}] * len(rows), strict=True)
                )
            ]
            or [[Formula(self._book.basis.text('""'), "")] * len(rows.table.columns)]
            for rows in self._given
        }

    def totals(self) -> dict[str, list[Any]]:
        """The total below each table that has one."""
        found: dict[str, list[Any]] = {}
        for rows in self._given:
            name = rows.table.name
            if name in self._book.results.totals:
                record = self._book.results.totals[name].records()[0]
                label, *cells = self._row(name, "total", record, self._of_totals.get(name, {}))
                found[name] = [label.value, *cells]  # by its name a total is found again
        return found

    def summary(self) -> dict[str | int, Any]:
        """The lines of the summary by their number."""
        of_parts = [item for part in self._book.results.parts for item in part.summary]
        found: dict[str | int, Any] = {}
        for number, item in enumerate(self._book.results.summary()):
            if item in of_parts:
                _, label, value, form = item
                shown = "not known" if value is None else value if form in ("whole", "money", "percent") else str(value)
                found[number] = self._row("Summary", label, {label: shown}, {})[0]
        return found

    def _row(self, table: str, where: str, record: Mapping[str, Any], formulas: Mapping[str, str]) -> list[Any]:
        """Cells of a row: its formulas, and what stands for no formula behind the guard."""
        held = {key: _held(value) for key, value in record.items()}
        kept = {f"v{n}": value for n, (key, value) in enumerate(held.items()) if key not in formulas}
        number = self._values.add(where=f"{table}, {where}", **{key: each for key, each in kept.items() if each != ""})
        cells: list[Any] = []
        for n, (key, value) in enumerate(held.items()):
            if key in formulas:
                cells.append(Formula(formulas[key], value))
            else:
                cell = '""' if value == "" else self._values.at(f"v{n}", number)
                cells.append(Formula(self._book.basis.text(cell), value))
        return cells


def _read_by(worked_out: WorkedOut) -> set[Column]:
    """The columns of the input tables that the sheets read."""
    return {at for rows in worked_out.figures.all_rows for given in rows.sheet.givens.values() for at in given.at}


def _name_of(sheet: type[Sheet]) -> str:
    """What the workings of a sheet are called: its module's subject and its own name."""
    subject = sheet.__module__.rpartition(".")[2].removesuffix("_sheets")
    return f"Workings_{subject}_{sheet.__name__.lower()}"


def _label(rows: Rows, number: int) -> str:
    """What a row is called on a sheet of workings: its words."""
    words = [rows.given[name][number] for name, each in rows.sheet.givens.items() if each.unit is Unit.TEXT]
    return ", ".join(str(word) for word in words if word) or f"row {number + 1}"


def _while(guard: str, formula: str, stale: str) -> str:
    """A formula that answers while nothing has changed but what it follows."""
    return f"IF(ISNUMBER({guard}),{formula},{stale})"


def _held(value: Any) -> Any:
    """A value as a cell holds it."""
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else value
