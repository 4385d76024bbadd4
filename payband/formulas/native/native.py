"""Native answers: every figure of a review as plain formulas over the workbook's own tables, which need no payband.

The formulas are what the rules give when they are called with cells; the steps are on sheets of workings, and the
dated figures on a sheet of their own. No function is used that Excel 2016 or LibreOffice 7 lacks.
"""

from typing import Any, NamedTuple

from payband.errors import WrongInput
from payband.formulas.chart_cells import chart_formulas, summary_savings
from payband.formulas.native.approvals import NativeApprovals
from payband.formulas.native.book import Book
from payband.formulas.native.budget import NativeBudget
from payband.formulas.native.costs import NativeCosts
from payband.formulas.native.fit import NativeFit
from payband.formulas.native.parts import NativeParts
from payband.formulas.native.protection import NativeProtection
from payband.formulas.native.ranges import NativeRanges
from payband.formulas.native.slotting import NativeSlots
from payband.formulas.native.summary import summary_formulas, total_of
from payband.ooxml.cells import Formula
from payband.ooxml.package import Package
from payband.review.answers import TOTAL_BELOW, YEAR_BY_YEAR, YEARS
from payband.review.results import Results
from payband.workbook.building.workings_sheets import Col, Workings, add_sheets
from payband.workbook.filling.answers_written import fill_answers
from payband.workbook.filling.fill import ask_for_calculation

__all__ = ["PlainFormulas", "fill_native_answers", "plain_formulas"]

_TEXTS = {
    "PayRanges": ("title", "points", "why"),
    "SlottingList": ("why",),
    "StructureCost": ("why",),
    "ApprovalsNeeded": ("what", "rule", "reason", "body"),
    "Checks": ("check", "expected", "found", "passed", "detail"),
}
"""What stays text: explanations, which give way to a note once an input has changed."""

ALLOCATIONS = "CostAllocations"
_STALE_SECTIONS = ("In short", "Approvals", "Checks", "People", "Notes")
_NAMES = {"PayRanges": ("title",), "ApprovalsNeeded": ("what", "rule", "body"), "Checks": ("check",)}
"""Texts that no input moves: they stay as they are."""


class PlainFormulas(NamedTuple):
    """The answers of a workbook as plain formulas: the rows and the total of each table, and lines of the summary."""

    rows: dict[str, list[list[Any]]]
    totals: dict[str, list[Any]]
    summary: dict[str | int, Any]
    sheets: list[Workings]
    """The sheets of figures and workings that they rest on."""


def plain_formulas(package: Package, results: Results, setting_rows: dict[str, int]) -> PlainFormulas:
    """Every answer as a plain formula over the workbook's own tables and sheets of workings."""
    tables = getattr(results.source, "tables", None)
    if not tables:
        raise WrongInput("formulas follow the cells of a workbook: save the review, open that, and save it so")
    return _Native(Book(package, results, setting_rows)).formulas(tables)


def fill_native_answers(package: Package, results: Results, setting_rows: dict[str, int]) -> None:
    """Fills the answers of a workbook as native formulas, and adds the sheets of figures and workings."""
    found = plain_formulas(package, results, setting_rows)
    fill_answers(package, results, found.rows, found.totals, found.summary)
    add_sheets(package, found.sheets)
    ask_for_calculation(package)


class _Native:
    def __init__(self, book: Book) -> None:
        self._book = book
        results = book.results
        self._ranges = NativeRanges(book, results.tables["PayRanges"].values("grade"))
        self._slots = NativeSlots(book, self._ranges)
        self._has_budget = bool(results.inputs.rows_of(ALLOCATIONS)) and ALLOCATIONS.casefold() in book.package.tables
        self._costs = NativeCosts(book, self._ranges, self._slots, components=self._has_budget)
        self._approvals = NativeApprovals(book, self._costs)
        self._fit = NativeFit(book, self._costs)
        self._protection = NativeProtection(book, self._costs)
        self._texts = Workings(
            "Workings_texts",
            "Explanations as payband wrote them; the answers show them while no input has changed",
            (Col("where", "where", "text", 34), Col("text", "text", "text", 100)),
        )
        self._rows: dict[str, list[list[Any]]] = {}

    def formulas(self, tables: Any) -> PlainFormulas:
        """The answers and the sheets that they rest on."""
        book, results = self._book, self._book.results
        self._rows = {
            "PayRanges": self._table("PayRanges", self._ranges.answer_rows()),
            "SlottingList": self._table("SlottingList", self._slotting_rows()),
            "ProtectionByYear": self._protection.years(),
            "ProtectionByMonth": self._protection.months(),
            "StructureCost": self._table("StructureCost", self._costs.answer_rows()),
            "ApprovalsNeeded": self._table("ApprovalsNeeded", self._approvals.answer_rows()),
            "Checks": self._table("Checks", [{} for _ in results.tables["Checks"].rows]),
        }
        self._rows |= chart_formulas(book, self._rows, self._costs.saving)
        on_costs = [NativeBudget(book, self._costs)] if self._has_budget else []
        parts = NativeParts(book, tables, self._outlook(), on_costs)
        self._rows |= parts.rows()
        totals = {"StructureCost": self._structure_total(), "ProtectionByYear": self._protection_total()}
        totals |= parts.totals()
        for calculation in (self._ranges.calculation, self._slots.calculation, self._costs.calculation):
            calculation.write()
        book.basis.fill(book, tables)
        summary = self._summary() | parts.summary()
        sheets = [book.figures.sheet, book.basis.sheet, *book.sheets, self._texts, *parts.sheets]
        return PlainFormulas(self._rows, totals, summary, [each for each in sheets if each.rows])

    # --- rows of the tables ------------------------------------------------------------------------------------------

    def _table(self, name: str, formulas: list[dict[str, str]]) -> list[list[Any]]:
        """Rows of formulas with the values that payband computed; explanations give way once an input changes."""
        rows = []
        for index, (record, given) in enumerate(zip(self._book.results.tables[name].records(), formulas, strict=True)):
            cells: list[Any] = []
            for key, value in record.items():
                if key in given:
                    cells.append(Formula(given[key], value))
                elif key in _TEXTS.get(name, ()) and key not in self._stay(name) and value not in (None, ""):
                    shown = "yes" if value is True else "no" if value is False else str(value)
                    row = self._texts.add(where=f"{name}, row {index + 1}: {key.replace('_', ' ')}", text=shown)
                    cells.append(Formula(self._book.basis.text(self._texts.at("text", row)), shown))
                elif name == "Checks" and self._book.results.parts:
                    cells.append(Formula(self._book.basis.text('""'), ""))
                else:
                    cells.append(value)
            rows.append(cells)
        return rows

    def _outlook(self) -> dict[str, list[dict[str, str]]]:
        """The formulas of the outlook by line and of all lines together, where the review has it."""
        results = self._book.results.tables
        if not {YEAR_BY_YEAR.name, YEARS.name} <= set(self._book.first_rows):  # a workbook may be without them
            return {}
        by_line, together = (results[table.name].records() for table in (YEAR_BY_YEAR, YEARS))
        lines = len(by_line) // max(len(together), 1)
        rows = self._costs.outlook_rows(len(by_line))
        totals = []
        for year in range(len(together)):
            first, last = year * lines, (year + 1) * lines - 1
            cells = {
                column.key: (self._book.answer(YEAR_BY_YEAR.name, column.heading, first),
                             self._book.own(self._book.answer(YEAR_BY_YEAR.name, column.heading, last)))
                for column in YEAR_BY_YEAR.columns if column.key in rows[first]
            }  # fmt: skip
            totals.append({key: total_of(f"{one}:{other}") for key, (one, other) in cells.items()})
        return {YEAR_BY_YEAR.name: rows, YEARS.name: totals}

    def _stay(self, table: str) -> tuple[str, ...]:
        """The texts of a table that no input moves. Which checks there are depends on the inputs of the parts."""
        return () if table == "Checks" and self._book.results.parts else _NAMES.get(table, ())

    def _slotting_rows(self) -> list[dict[str, str]]:
        rows = self._slots.answer_rows()
        for index, formulas in enumerate(rows):
            formulas["protected_until"] = self._protection.until(index)
        return rows

    # --- totals and headlines ----------------------------------------------------------------------------------------

    def _total_row(self, table: str) -> int:
        return self._book.first_rows[table] + max(len(self._rows[table]), 1) - 1 + TOTAL_BELOW

    def _structure_total(self) -> list[Any]:
        record = self._book.results.totals["StructureCost"].records()[0]
        formulas = self._costs.total(self._fit.total)
        return [Formula(formulas[key], value) if key in formulas else value for key, value in record.items()]

    def _protection_total(self) -> list[Any]:
        book, record = self._book, self._book.results.totals["ProtectionByYear"].records()[0]
        count = max(len(self._rows["ProtectionByYear"]), 1)
        formulas = {}
        unknown = "0"
        if book.inputs.people:
            unknown = f'COUNTIF({book.column("SlottingList", "outcome", len(self._rows["SlottingList"]))},"unknown")'
        headings = [("cost", "cost")]
        if book.inputs.settings.protection_on_costs:
            headings.append(("on-costs", "on_costs"))
        for heading, key in headings:
            first, last = (book.own(book.answer("ProtectionByYear", heading, index)) for index in (0, count - 1))
            formulas[key] = f'IF({unknown}>0,"unknown",{total_of(f"{first}:{last}")})'
        return [Formula(formulas[key], value) if key in formulas else value for key, value in record.items()]

    def _summary(self) -> dict[str | int, Any]:
        book, results = self._book, self._book.results
        counts = {name: len(rows) for name, rows in self._rows.items()}
        totals = {name: self._total_row(name) for name in ("StructureCost", "ProtectionByYear")}
        found: dict[str | int, Any] = dict(summary_savings(book).items())
        formulas = summary_formulas(book, counts, totals, self._approvals.vacant, self._costs.displaced())
        for number, (section, label, value, form) in enumerate(results.summary()):
            if value is None or number in found:
                continue
            if label in formulas and section not in ("Approvals", "Checks", "Notes"):
                found[number] = Formula(formulas[label].replace("{row}", str(_row_of(results, label))), value)
            elif section in _STALE_SECTIONS or label == "ESTIMATED":
                shown = value if form == "whole" else str(value)
                row = self._texts.add(where=f"Summary: {label}", text=shown)
                found[number] = Formula(book.basis.text(self._texts.at("text", row)), shown)
        return found


def _row_of(results: Results, label: str) -> int:
    """The row of the Summary sheet that a label is in."""
    row, section = 1, ""
    for each, name, _, _ in results.summary():
        row += 2 if each != section else 1
        section = each
        if name == label:
            return row
    raise KeyError(label)
