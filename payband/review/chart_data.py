"""What the charts of a review show: a few visible tables, each amount taken from the answers next to them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from payband.calendar import FinancialYear
from payband.forms import Form
from payband.review.answers import (
    CHART_PEOPLE,
    CHART_PROTECTION,
    CHART_RANGES,
    CHART_SAVINGS,
    CHART_STRUCTURE,
    AnswerRows,
    AnswerTable,
)
from payband.review.inputs.inputs import Inputs
from payband.review.ranges import Ranges
from payband.units import half_up

__all__ = ["Amounts", "TableAmounts", "chart_rows"]

MOST_PEOPLE = 40
"""Above it a chart shows the average salaries of each line, which follow the answers whoever earns what."""

MOST_LINES = 20
"""Above it the last lines of a structure are together in the chart of its cost."""

AVERAGES = ((2, "salary now"), (3, "salary new"))
"""Where the averages of a line are in a row of people."""

Row = Sequence[Any]


class Amounts(Protocol):
    """Where the amounts of the answers come from: their pence, or the cells that hold them. None is not known."""

    def cell(self, table: str, column: str, index: int) -> Form:
        """An amount of a table by its column and the place of its row."""

    def total(self, table: str, column: str) -> Form:
        """The total of a column of a table."""

    def sum_where(self, table: str, key: str, wanted: Form, column: str) -> Form:
        """The sum of a column over the rows that hold a text in another."""

    def count_where(self, table: str, key: str, wanted: Form) -> Form:
        """How many rows hold a text in a column."""

    def saving(self, year: int) -> Form:
        """The saving of a financial year of the horizon, by its place."""

    def sum_of(self, table: AnswerTable, column: str, amounts: Sequence[Form]) -> Form:
        """The sum of a column of a table of the charts, from its first row."""

    def kept(self, table: AnswerTable, column: str, index: int, value: Form) -> Form:
        """What a table of the charts holds, as an amount that rests on it refers to it."""


class TableAmounts:
    """The amounts as pence, from the answer tables."""

    def __init__(
        self, tables: Mapping[str, AnswerRows], totals: Mapping[str, AnswerRows], savings: Sequence[int | None]
    ) -> None:
        self._tables = tables
        self._totals = totals
        self._savings = savings
        self._sums: dict[tuple[str, str, str], dict[str, int | None]] = {}
        self._counts: dict[tuple[str, str], Counter[Any]] = {}

    def cell(self, table: str, column: str, index: int) -> Form:
        """An amount in pence."""
        return _column(self._tables[table], column)[index]

    def total(self, table: str, column: str) -> Form:
        """A total in pence."""
        return _column(self._totals[table], column)[0]

    def sum_where(self, table: str, key: str, wanted: Form, column: str) -> Form:
        """A sum in pence; None while an amount of it is not known."""
        asked = (table, key, column)
        if asked not in self._sums:
            sums: dict[str, int | None] = {}
            rows = self._tables[table]
            for name, amount in zip(_column(rows, key), _column(rows, column), strict=True):
                before = sums.get(name, 0)
                sums[name] = None if before is None or amount is None else before + amount
            self._sums[asked] = sums
        return self._sums[asked].get(wanted, 0)

    def count_where(self, table: str, key: str, wanted: Form) -> Form:
        """A number of rows."""
        asked = (table, key)
        if asked not in self._counts:
            self._counts[asked] = Counter(_column(self._tables[table], key))
        return self._counts[asked][wanted]

    def saving(self, year: int) -> Form:
        """A saving in pence; None where it is not known."""
        return self._savings[year]

    def sum_of(self, table: AnswerTable, column: str, amounts: Sequence[Form]) -> Form:
        """A sum in pence; None while an amount of it is not known."""
        return None if None in amounts else sum(amounts)

    def kept(self, table: AnswerTable, column: str, index: int, value: Form) -> Form:
        """The value itself."""
        return value


def chart_rows(tables: Mapping[str, AnswerRows], inputs: Inputs, amounts: Amounts) -> list[AnswerRows]:
    """The tables of the charts. Which rows they have the answers say; `amounts` says what their amounts are.

    An amount is pence from `TableAmounts`, to the penny, and formula text from the cells of a workbook.
    """
    of_people = _people(tables, amounts)
    return [
        AnswerRows(CHART_RANGES, _ranges(tables, inputs, amounts, of_people)),
        AnswerRows(CHART_PEOPLE, of_people),
        AnswerRows(CHART_PROTECTION, _protection(tables, inputs, amounts)),
        AnswerRows(CHART_STRUCTURE, _structure(tables, amounts)),
        AnswerRows(CHART_SAVINGS, _savings(inputs, amounts)),
    ]


def _column(rows: AnswerRows, heading: str) -> Sequence[Any]:
    number = next(n for n, column in enumerate(rows.table.columns) if column.heading == heading)
    return rows.columns()[number]


def _less(one: Form, other: Form) -> Form:
    return None if one is None or other is None else one - other


# --- salaries ------------------------------------------------------------------------------------------------------


def _ranges(tables: Mapping[str, AnswerRows], inputs: Inputs, amounts: Amounts, of_people: Sequence[Row]) -> list[Row]:
    """A row for each person in the proposed grade, lowest grade first; one for a grade that nobody is in.

    Of many people there is a row for each line, with the averages of the rows `of_people`.
    """
    grade_of = {line.line: line.grade for line in inputs.lines("proposed")}
    ranges = Ranges(inputs)
    people = tables["SlottingList"]
    names, lines = (_column(people, heading) for heading in ("person", "line"))
    averages = {row[0]: index for index, row in enumerate(of_people)}
    in_grade: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if line is not None:
            in_grade.setdefault(ranges.of(grade_of[line]).grade, []).append(place)  # the library's has its body's name
    rows: list[Row] = []
    for index, grade in enumerate(_column(tables["PayRanges"], "grade")):
        bottom, top = (amounts.cell("PayRanges", end, index) for end in ("bottom", "top"))
        pay_range = (bottom, _less(top, bottom))
        places = in_grade.get(grade, [])
        if len(people) > MOST_PEOPLE:
            for line in dict.fromkeys(lines[place] for place in places):
                at = averages[line]
                shown = (amounts.kept(CHART_PEOPLE, heading, at, of_people[at][n]) for n, heading in AVERAGES)
                rows.append((f"{grade}: {line}", *pay_range, *shown))
        else:
            rows += [
                (
                    f"{grade}: {names[place]}",
                    *pay_range,
                    amounts.cell("SlottingList", "salary now", place),
                    amounts.cell("SlottingList", "salary new", place),
                )
                for place in places
            ]
        if not places:
            rows.append((grade, *pay_range, None, None))
    return rows


def _people(tables: Mapping[str, AnswerRows], amounts: Amounts) -> list[Row]:
    """A row for each person; for many people the average of each line, and of those without one."""
    people = tables["SlottingList"]
    headings = ("salary now", "salary new")
    if len(people) <= MOST_PEOPLE:
        return [
            (
                name,
                amounts.count_where(
                    "SlottingList", "person", amounts.kept(CHART_PEOPLE, "person or line", place, name)
                ),
                *(amounts.cell("SlottingList", heading, place) for heading in headings),
            )
            for place, name in enumerate(_column(people, "person"))
        ]
    pairs = zip(_column(people, "line"), _column(people, "outcome"), strict=True)
    groups = dict.fromkeys(("outcome", outcome) if line is None else ("line", line) for line, outcome in pairs)
    rows: list[Row] = []
    for index, (key, name) in enumerate(groups):
        wanted = amounts.kept(CHART_PEOPLE, "person or line", index, name)
        sums = [amounts.sum_where("SlottingList", key, wanted, heading) for heading in headings]
        count = amounts.count_where("SlottingList", key, wanted)
        people_in_it = amounts.kept(CHART_PEOPLE, "people", index, count)
        rows.append((name, count, *(None if each is None else half_up(each, people_in_it) for each in sums)))
    return rows


# --- costs ---------------------------------------------------------------------------------------------------------


def _protection(tables: Mapping[str, AnswerRows], inputs: Inputs, amounts: Amounts) -> list[Row]:
    """A row for each month of protection; the last one says on which day it ends."""
    by_month = tables["ProtectionByMonth"]
    days: dict[str, tuple[date, date]] = {}
    columns = (_column(by_month, heading) for heading in ("month", "first day", "last day"))
    for name, first, last in set(zip(*columns, strict=True)):
        earliest, latest = days.get(name, (first, last))
        days[name] = (min(earliest, first), max(latest, last))
    ordered = sorted(days.items(), key=lambda each: each[1])
    known = amounts.total("ProtectionByYear", "cost") is not None
    rows: list[Row] = []
    for index, (name, (first, last)) in enumerate(ordered):
        label = f"{first:%b %Y}" if index < len(ordered) - 1 else f"to {last.day} {last:%b %Y}"
        month = amounts.kept(CHART_PROTECTION, "whole month", index, name)
        sums = [
            amounts.sum_where("ProtectionByMonth", "month", month, heading)
            if known and (heading == "cost" or inputs.settings.protection_on_costs)
            else None
            for heading in ("cost", "on-costs")
        ]
        rows.append((label, name, *sums))
    return rows


def _structure(tables: Mapping[str, AnswerRows], amounts: Amounts) -> list[Row]:
    """A row for each line; of very many lines the first, and the others together."""
    headings = ("cost now", "cost proposed")
    lines = tables["StructureCost"]
    names = _column(lines, "line")
    shown = range(len(names) if len(names) <= MOST_LINES else MOST_LINES - 1)
    others = len(names) - len(shown)
    rows: list[Row] = [
        (names[index], *(amounts.cell("StructureCost", heading, index) for heading in headings)) for index in shown
    ]
    if others:
        rest = []
        for number, heading in enumerate(headings, start=1):
            together = amounts.sum_of(CHART_STRUCTURE, heading, [row[number] for row in rows])
            rest.append(_less(amounts.total("StructureCost", heading), together))
        rows.append((f"{others} other lines together", *rest))
    return rows


def _savings(inputs: Inputs, amounts: Amounts) -> list[Row]:
    """A row for each financial year of the horizon: the saving, protection against it, what is left, and its sum.

    One-off costs are not in it. What is left, and its sum from then on, is not known where the saving of a year or
    protection is not.
    """
    settings = inputs.settings
    known = amounts.total("ProtectionByYear", "cost") is not None
    rows: list[Row] = []
    together: Form = 0
    first_year = FinancialYear.containing(settings.implementation_date)
    for index in range(settings.horizon):
        year = FinancialYear(first_year.start + index)
        saving = amounts.saving(index)
        if not known or saving is None:
            together = None
            rows.append((str(year), None, None, None, None, None))
            continue
        named = amounts.kept(CHART_SAVINGS, "financial year", index, str(year))
        parts = [saving]
        for heading in ("cost", "on-costs"):
            counts = heading == "cost" or settings.protection_on_costs
            cost = amounts.sum_where("ProtectionByYear", "financial year", named, heading) if counts else None
            parts.append(None if cost is None else 0 - cost)
        shown = zip(("saving", "protection", "on-costs of it"), parts, strict=True)
        net = sum(amounts.kept(CHART_SAVINGS, heading, index, part) for heading, part in shown if part is not None)
        if together is not None:
            together = together + amounts.kept(CHART_SAVINGS, "net saving", index, net)
        rows.append((str(year), *parts, net, together))
        if together is not None:
            together = amounts.kept(CHART_SAVINGS, "net saving to date", index, together)
    return rows
