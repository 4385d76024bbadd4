"""What is published of costs: pay ranges, the structure, protection and savings, but nothing of a few people."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from payband.review.answers import (
    CHART_PROTECTION,
    CHART_RANGES,
    CHART_SAVINGS,
    CHART_STRUCTURE,
    FORM_OF,
    MONEY,
    TEXT,
    WHOLE,
    AnswerRows,
)
from payband.review.core.line_cost import LineCost
from payband.review.core.ranges import Range
from payband.review.disclosure.published import (
    HIDDEN,
    Choices,
    PublishedTable,
    column_of,
    published_column,
    rounded_to,
    unless,
)
from payband.review.disclosure.small_counts import LEAST, hidden_in_list
from payband.review.disclosure.structure import WithheldCosts, withheld_costs
from payband.review.results import Results
from payband.sheets.sheet import Tells, Unit

__all__ = ["Protected", "pay_ranges", "protection", "protection_by_month", "savings", "structure"]

YEARLY = "£ a year"
_AMOUNTS = (Unit.PENCE, Unit.BASIS_POINTS)
_BOTH = 2
_STATE_OF = {"cost_now": 0, "cost_proposed": 1}
"""Of which state a column tells, by its place among what is withheld of a line; every other tells of both."""
ON_COSTS_OF_IT = "on-costs of it"  # the column of savings that stands empty where they are not asked for


def _rounded(results: Results, pence: int | None) -> int | None:
    return None if pence is None else rounded_to(pence, results.inputs.settings.report_rounding)


def pay_ranges(results: Results) -> tuple[PublishedTable, AnswerRows]:
    """The pay ranges, as a table and as a chart's data without people."""
    ranges = results.tables["PayRanges"]
    published = [(answer, unit) for _, answer, unit in Range.answers() if answer.published]
    grades = column_of(ranges, "grade")
    told = [
        [
            grade if answer.key == "title" and not each else unless(False, each)
            for grade, each in zip(grades, values, strict=True)
        ]
        for (answer, _), values in zip(
            published, (column_of(ranges, answer.heading) for answer, _ in published), strict=True
        )
    ]
    rows = list(zip(*told, strict=True))
    columns = tuple(
        published_column(answer.heading.capitalize(), FORM_OF[unit], answer.unit if unit in _AMOUNTS else "")
        for answer, unit in published
    )
    table = PublishedTable(
        "PayRanges", "Pay ranges", "Pay ranges of the proposed structure", columns, rows, chart="ChartRanges"
    )
    ends = zip(*(column_of(ranges, each) for each in ("grade", "bottom", "top")), strict=True)
    bars = [
        (grade, bottom, None if bottom is None or top is None else top - bottom, None, None)
        for grade, bottom, top in ends
    ]
    return table, AnswerRows(CHART_RANGES, bars)


def structure(results: Results, least: int = LEAST) -> tuple[PublishedTable, AnswerRows]:
    """Posts and cost of each line now and proposed, with the total, as a table and as a chart's data.

    A cost that rests on the own pay of fewer people than `least` is withheld in both, and what would give it away.
    """
    withheld = withheld_costs(results, least)
    shown = [(name, answer, unit) for name, answer, unit in LineCost.answers() if answer.published and name != "line"]

    def told(rows: AnswerRows, is_total: bool) -> list[list[Any]]:
        found = []
        columns = [column_of(rows, answer.heading) for _, answer, _ in shown]
        for line, *values in zip(column_of(rows, "line"), *columns, strict=True):
            hidden = withheld.of_total() if is_total else withheld.of_line(line)
            cells = [line]
            for (name, _, unit), value in zip(shown, values, strict=True):
                declared = LineCost.columns.get(name)
                hide = declared is not None and declared.tells is Tells.PAY and hidden[_STATE_OF.get(name, _BOTH)]
                told = _rounded(results, value) if unit is Unit.PENCE else value
                cells.append(bool(told) if unit is Unit.YES_NO else unless(hide, told))
            found.append(cells)
        return found

    [total] = told(results.totals["StructureCost"], True)
    notes = ["Costs are net of what other bodies pay."]
    if withheld.any:
        notes.append(
            f"{HIDDEN} is a cost at what fewer than {least} people are paid, a saving that as few people make, or one "
            "that would let such a cost or saving be worked out."
        )
    columns = (
        published_column("Line of the structure", TEXT),
        *(
            published_column(answer.heading.capitalize(), FORM_OF[unit], answer.unit if unit is Unit.PENCE else "")
            for _, answer, unit in shown
        ),
    )
    table = PublishedTable(
        "StructureCost",
        "Structure cost",
        "Posts and yearly cost of the structure, now and proposed, on-costs included",
        columns,
        [*told(results.tables["StructureCost"], False), ["All lines", *total[1:]]],
        notes,
        has_total=True,
        chart="ChartStructure",
    )
    return table, _structure_chart(results, withheld)


def _structure_chart(results: Results, withheld: WithheldCosts) -> AnswerRows:
    """The data of the chart, blank where a cost is withheld; so are the other lines together where one of them is."""
    data = _rounded_rows(results, CHART_STRUCTURE.name)
    names = [line.name for line in results.structure_cost.lines]
    shown = len(data) if len(data) == len(names) else len(data) - 1
    rows = []
    for place, (label, *costs) in enumerate(data.rows):
        behind = names[place : place + 1] if place < shown else names[shown:]
        hidden = [any(name in lines for name in behind) for lines in (withheld.now, withheld.proposed)]
        rows.append((label, *(None if hide else cost for hide, cost in zip(hidden, costs, strict=True))))
    return AnswerRows(CHART_STRUCTURE, rows)


def _rounded_rows(results: Results, name: str, left_out: Sequence[str] = ()) -> AnswerRows:
    """The data of a chart with its amounts rounded as the report is, some columns left blank."""
    rows = results.tables[name]
    columns = [
        [None] * len(rows)
        if column.heading in left_out
        else [_rounded(results, each) for each in values]
        if column.form is MONEY
        else list(values)
        for column, values in zip(rows.table.columns, rows.columns(), strict=True)
    ]
    return AnswerRows.of_columns(rows.table, columns)


# --- protection ----------------------------------------------------------------------------------------------------


class Protected:
    """Who is protected when, and what of the costs may be told. `falls` is the published number of falls, or the mark.

    A year's cost is hidden where few people are behind it, and another year's with it, so that no total gives it away.
    Where few people make the difference between two years, or between two months of them, or are protected for other
    days of a month than the others, every year is hidden: what is spent less is what those few were paid. The total of
    all years is shown of enough people. The number of people is shown only where that of all falls is, and months only
    where every year is and each month has enough people.
    """

    def __init__(self, results: Results, choices: Choices, falls: Any) -> None:
        by_year = results.tables["ProtectionByYear"]
        year_of: dict[str, set[str]] = {}
        self.costs: dict[str, list[int | None]] = {}
        headings = ("person", "financial year", "cost", "on-costs")
        for person, year, *costs in zip(*(column_of(by_year, each) for each in headings), strict=True):
            year_of.setdefault(year, set()).add(person)
            before = self.costs.setdefault(year, [0, 0])
            self.costs[year] = [None if a is None or b is None else a + b for a, b in zip(before, costs, strict=True)]
        self.people = dict(sorted(year_of.items()))
        self.least = least = choices.least
        self.everybody = len(set().union(*self.people.values()))
        counts = [len(each) for each in self.people.values()]
        hidden = hidden_in_list(counts, least)
        assert hidden is not None  # without a total that has to stay, hiding everything is always left
        *of_years, self.total_hidden = hidden
        in_order = _people_by_month(results)
        months = [set().union(*kinds) for kinds in in_order]
        days_differ = any(len(each) < least for kinds in in_order if len(kinds) > 1 for each in kinds)
        if days_differ or _few_differ(list(self.people.values()), least) or _few_differ(months, least):
            of_years = [True] * len(of_years)
        # The years together count a person once in each of them, so that the total needs a count of its own.
        self.total_hidden = self.total_hidden or 0 < self.everybody < least
        self.hidden_years = dict(zip(self.people, of_years, strict=True))
        self.any_hidden = self.total_hidden or any(of_years)
        self.counts_told = choices.people or (falls != HIDDEN and not self.any_hidden)
        few = any(0 < len(each) < least for each in months)
        self.months_told = not self.any_hidden and not few


def _people_by_month(results: Results) -> list[list[set[str]]]:
    """Who is protected in each month, the first month first: those protected for the same days of it together."""
    months: dict[Any, dict[Any, set[str]]] = {}
    by_month = results.tables["ProtectionByMonth"]
    headings = ("person", "first day", "last day")
    for person, first, last in zip(*(column_of(by_month, each) for each in headings), strict=True):
        months.setdefault((first.year, first.month), {}).setdefault((first, last), set()).add(person)
    return [list(months[month].values()) for month in sorted(months)]


def _few_differ(groups: Sequence[set[str]], least: int) -> bool:
    """Whether the difference between two groups in turn is a few people only."""
    return any(0 < len(one ^ other) < least for one, other in pairwise(groups))


def protection(results: Results, found: Protected) -> PublishedTable | None:
    """Pay protection by financial year, with the total; None where nobody is protected."""
    if not found.people:
        return None
    with_on_costs = results.inputs.settings.protection_on_costs

    def amounts(hidden: bool, costs: Sequence[int | None]) -> list[Any]:
        shown = costs if with_on_costs else costs[:1]
        return [unless(hidden, _rounded(results, each)) for each in shown]

    rows: list[Sequence[Any]] = [
        (
            year,
            unless(not found.counts_told, len(people)),
            *amounts(found.hidden_years[year], found.costs[year]),
        )
        for year, people in found.people.items()
    ]
    sums = [_sum(each) for each in zip(*found.costs.values(), strict=True)]
    rows.append(("All years", unless(not found.counts_told, found.everybody), *amounts(found.total_hidden, sums)))
    columns = [
        published_column("Financial year", TEXT, "April to March"),
        published_column("People protected", WHOLE),
        published_column("Cost", MONEY, "£, basic pay"),
    ]
    if with_on_costs:
        columns.append(published_column("On-costs", MONEY, "£"))
    notes = ["The same people can be protected in several years, so that the years do not add up to the people in all."]
    if all(found.hidden_years.values()) and not found.total_hidden:
        notes.append("Years are withheld: so few people make the difference between them that it would tell their pay.")
    return PublishedTable(
        "ProtectionByYear", "Protection", "Cost of pay protection by financial year", tuple(columns), rows, notes, True
    )


def _sum(amounts: Sequence[int | None]) -> int | None:
    return None if None in amounts else sum(each for each in amounts if each is not None)


def protection_by_month(results: Results, found: Protected) -> tuple[PublishedTable, AnswerRows] | None:
    """Pay protection by month to its end, as a table and as a chart's data; None where months may not be told."""
    if not found.people or not found.months_told:
        return None
    data = _rounded_rows(results, CHART_PROTECTION.name)
    on_costs = results.inputs.settings.protection_on_costs
    headings = ("whole month", "cost", "on-costs") if on_costs else ("whole month", "cost")
    rows = [
        (month, *(unless(False, each) for each in amounts))
        for month, *amounts in zip(*(column_of(data, heading) for heading in headings), strict=True)
    ]
    columns = [published_column("Month", TEXT), published_column("Cost", MONEY, "£, basic pay")]
    if on_costs:
        columns.append(published_column("On-costs", MONEY, "£"))
    caption = "Cost of pay protection by month, to its end"
    table = PublishedTable(
        "ProtectionByMonth", "Protection by month", caption, tuple(columns), rows, chart="ChartProtection"
    )
    return table, data


def savings(results: Results, found: Protected) -> tuple[PublishedTable, AnswerRows] | None:
    """Savings by financial year; without protection where that is hidden in a year. None where they may not be told."""
    if withheld_costs(results, found.least).years:
        return None
    year, saving, *less_protection = CHART_SAVINGS.columns
    left_out = [column.heading for column in less_protection] if found.any_hidden else []
    data = _rounded_rows(results, CHART_SAVINGS.name, left_out)
    if not len(data):
        return None
    if not results.inputs.settings.protection_on_costs:
        less_protection = [column for column in less_protection if column.heading != ON_COSTS_OF_IT]
    shown = [year, saving] if left_out else [year, saving, *less_protection]
    rows = [
        (name, *(unless(False, each) for each in amounts))
        for name, *amounts in zip(*(column_of(data, column.heading) for column in shown), strict=True)
    ]
    columns = [published_column(column.heading.capitalize(), column.form, column.unit) for column in shown]
    notes = ["Before one-off costs. Prices and posts are taken to stay as they are."]
    if left_out:
        notes.append(
            "Protection is not taken off: its cost is withheld, since it would tell what a few people are paid."
        )
    caption = "Savings by financial year" if left_out else "Savings by financial year, less pay protection"
    table = PublishedTable("Savings", "Savings", caption, tuple(columns), rows, notes, chart="ChartSavings")
    return table, data
