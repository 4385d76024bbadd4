"""The further parts of a review in a committee report: their answer tables, each as the review has it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from payband.calendar import date_text
from payband.report import committee_pay_structure as pay_structure
from payband.report.committee_withheld import (
    figures_withheld,
    one_off_costs_hidden,
    protection_hidden,
    structure_withheld,
)
from payband.report.content import (
    PAGE_WIDTH,
    Block,
    Heading,
    Note,
    Paragraph,
    Section,
    Table,
    cell,
    is_number,
    least_widths,
    table_of,
    widths_of,
)
from payband.report.draft import Draft
from payband.review.answers import AnswerColumn, AnswerRows, AnswerTable
from payband.review.disclosure.accounts_notes import accounts_notes_published
from payband.review.disclosure.arrears import arrears_tell_of_few
from payband.review.disclosure.pay_gaps import equal_pay, gender_pay_gap
from payband.review.disclosure.pay_structure import costs_tell_of_few
from payband.review.disclosure.published import HIDDEN, Choices, PublishedTable
from payband.review.parts.answering import PartAnswer, given_parts
from payband.review.parts.tables.arrears import BY_YEAR
from payband.review.parts.tables.paper_statements import FROM_THE_PAPER, STATEMENTS
from payband.review.results import Results
from payband.units import pence_from, percent_text, pounds_text

__all__ = ["money_over_years", "part_sections"]

MONEY_OVER_YEARS = "payband.review.parts.one_off_costs"  # its tables stand with the other money
BUDGET = "payband.review.parts.budget"
AS_PUBLISHED: Mapping[str, Callable[[Results, int], PublishedTable | None]] = {
    "payband.review.parts.gender_pay_gap.part": gender_pay_gap,
    "payband.review.parts.equal_pay.part": equal_pay,
}
"""The parts that a report gives as they are published, and no closer."""
ACCOUNTS = "payband.review.parts.accounts.part"
MOST_ROWS = 60  # a longer table is left to the workbook
MOST_COLUMNS = 7  # on a page of A4 upright
OF_COSTS = frozenset(
    [
        "CostRanges",
        "DeletedPostsByYear",
        "MoneyByYear",
        "SensitivityList",
        "SimulatedToDate",
        "SimulatedYears",
        "YearByYear",
        "Years",
    ]
)
NET_OF_PROTECTION = re.compile(
    r"\b(protection|net|cumulative|discounted|swing|depends most|present value|pays back"
    r"|percentile|mean|as it stands)\b"
)
"""What a column or a line is called from which, next to what is saved, the cost of protection follows."""
NET_OF_ONE_OFF_COSTS = re.compile(r"\b(one-off costs|net|cumulative|discounted|present value|pays back)\b")
"""The same of one-off costs, in the tables that have them in it."""
NET_OF_BOTH = frozenset(["MoneyByYear", "SensitivityList", "SimulatedToDate", "SimulatedYears"])
OF_PEOPLE = {
    "people",
    "slottinglist",
    "protectionbyyear",
    "protectionbymonth",
    "placementlist",
    "placements",
    "package",
    "wagefloorbyyear",
    "wagefloorpeople",
    "arrearsbyyear",
    "arrearsbyperson",
    "arrearsbymonth",
    "exitcosts",
    "exitconsultation",
    *pay_structure.OF_PEOPLE,
    "genderpaygap",
    "paygapquarters",
    "paygaphourly",
    "paygappay",
    "paygapbonuses",
    "equalpay",
    "equalpayregression",
    "equalpayterms",
    "paybrackets",
    "seniorremuneration",
    "seniorsalarylist",
    "exitpackages",
    "fairpay",
    "fairpaychange",
    "workforcemultiple",
    "seniorpaycontrol",
}
"""The tables of people, in small letters, whose answers a statement of a paper may repeat."""
ONE_BY_ONE = pay_structure.ONE_BY_ONE | {
    "WageFloorPeople", "ArrearsByPerson", "ArrearsByMonth", "ExitCosts", "SeniorPayControl",
}  # fmt: skip
"""The tables of what people are paid one by one: a list by reference says brackets of salary and no more."""
AT_THEIR_PAY = pay_structure.AT_THEIR_PAY | {"WageFloorByYear", "ArrearsByYear"}
"""The tables of what some people cost at their pay: they are withheld of few people, also where people are listed."""
FIGURES_OF_PAPERS = ("Figure checks", "Count checks")  # they hold figures of the review beside those of a paper
OWN_SAVING = ("DeletedPostsByYear",)  # its net saving is of posts, before any protection
LEFT_OUT = "Protection is left out, and so is what is net of it: its cost would tell what a few people are paid."
LEFT_OUT_ONCE = (
    "One-off costs in all are left out, and so is what is net of them: they would tell what is paid to a few people."
)
REASONS = ("why", "note", "source")  # long words, first to be left out of a wide table
KEPT = {
    "MoneyByYear": ("financial year", "gross saving", "protection", "one-off costs", "net", "cumulative", "discounted"),
    "Years": ("financial year", "cost now", "cost proposed", "saving", "protection", "net saving", "estimated"),
    "Timetable": ("stage", "first day", "last day", "working days", "least working days", "warning"),
    "PlacementList": ("person", "line", "shares", "outcome"),
    "EqualityProfile": ("characteristic", "of whom", "outcome", "tier", "group", "people", "share", "printed share"),
    "PayGaps": ("characteristic", "when", "grade", "group", "people", "mean gap", "median gap"),
    "WhoGains": ("characteristic", "group", "people", "rises", "same", "falls", "displaced"),
    "Tiers": ("lower grade", "higher grade", "lower top", "higher bottom", "gap", "gap %", "finding"),
    "WageFloorByYear": ("policy", "from", "an hour", "least salary", "people under", "lifting", "keeping gaps"),
    "WageFloorPoints": ("policy", "from", "point", "salary", "hourly pay", "floor", "under"),
    "ArrearsByYear": ("financial year", "department", "people", "owed for the year", "paid in the year", "cost"),
    **pay_structure.KEPT,
    "SensitivityList": ("what is varied", "low", "high", "net saving at low", "net saving at high", "swing"),
    "FigureChecks": ("check", "arithmetic", "found", "stated", "difference", "outcome"),
    "CountChecks": ("check", "arithmetic", "found", "stated", "difference", "outcome"),
    "JobSizes": ("job", "know-how", "problem solving", "accountability", "total", "profile", "grade"),
}
"""The columns of tables too wide for a page; a table that is not named keeps its first ones."""


class _Part(NamedTuple):
    name: str
    what: str
    module: str
    answer: PartAnswer


def _parts(draft: Draft) -> list[_Part]:
    given = given_parts(draft.results.inputs)
    return [
        _Part(part.name, part.what, part.module, answer)
        for part, answer in zip(given, draft.results.parts, strict=True)
    ]


def money_over_years(draft: Draft) -> list[Block]:
    """One-off costs, payback and net present value, where the review has them."""
    return [
        block
        for part in _parts(draft)
        if part.module == MONEY_OVER_YEARS
        for block in (Heading("One-off costs and money over years"), *_blocks(draft, part))
    ]


def part_sections(draft: Draft) -> list[Section]:
    """A section for each other part, under its name."""
    sections = []
    for part in _parts(draft):
        tables = [rows for rows in part.answer.tables if len(rows)]
        if part.module != MONEY_OVER_YEARS and tables:
            name = part.name.replace("_", " ")
            sections.append(Section(f"{name[:1].upper()}{name[1:]}", list(_blocks(draft, part))))
    return sections


def _blocks(draft: Draft, part: _Part) -> Iterator[Block]:
    yield Paragraph(f"This part of the review gives {part.what}.")
    if part.module in AS_PUBLISHED:  # what the sheets hold would tell what few people are paid
        yield from _as_published(draft, part)
        return
    if part.module == BUDGET:  # a cost centre may have one post, and so tell what somebody is paid
        yield Note(
            "It is not shown: what falls in a cost centre with few posts tells what people are paid. See the sheets of "
            "the workbook whose names begin with Budget."
        )
        return
    if part.module == ACCOUNTS:
        yield from _notes_to_accounts(draft)
        return
    if structure_withheld(draft).years and any(_rests_on_protection(rows.table) for rows in part.answer.tables):
        # Every amount of it starts from the saving in total.
        yield Paragraph("It is left out: the saving is withheld, since it would tell what a few people are paid.")
        return
    few = any(_few_places(draft, rows.table, rows.rows) for rows in part.answer.tables)
    costs_hidden = part.module == pay_structure.MODULE and costs_tell_of_few(draft.results, draft.shown.least)
    without = protection_hidden(draft) and any(_rests_on_protection(rows.table) for rows in part.answer.tables)
    without_one_off = one_off_costs_hidden(draft) and any(rows.table.name in NET_OF_BOTH for rows in part.answer.tables)
    for _, label, value, form in part.answer.summary:
        if without and NET_OF_PROTECTION.search(label.casefold()):
            continue
        if without_one_off and NET_OF_ONE_OFF_COSTS.search(label.casefold()):
            continue
        if costs_hidden and form == "money":
            continue
        counts = form == "whole" or (form == "text" and any(letter.isdigit() for letter in str(value)))
        if not draft.tells_of_somebody(label, value) and not (few and counts):
            yield Paragraph(f"{label}: {_said(draft, part, value, form)}")
    if without:
        yield Paragraph(LEFT_OUT)
    if without_one_off:
        yield Paragraph(LEFT_OUT_ONCE)
    tables = [rows for rows in part.answer.tables if len(rows)]
    for rows in tables:
        if len(tables) > 1:
            yield Heading(rows.table.sheet)
        yield from _table(draft, rows, part.answer.totals, few)
        yield from draft.chart(rows.table.name)


def _as_published(draft: Draft, part: _Part) -> Iterator[Block]:
    """The table of a part as it is published, with its notes and what the marks in it mean."""
    found = AS_PUBLISHED[part.module](draft.results, draft.shown.least)
    if found is not None:
        yield table_of(found)
        yield from (Note(each) for each in (*found.notes, *draft.legend(found.rows)))
    sheets = ", ".join(rows.table.sheet for rows in part.answer.tables if len(rows))
    yield Note(f"Amounts are not shown: see the workbook, sheets {sheets}.")


def _notes_to_accounts(draft: Draft) -> Iterator[Block]:
    """The notes as they are published, which withhold what the answers on the sheets do not."""
    choices = Choices(draft.settings.implementation_date, draft.shown.least, draft.shown.listed)
    for published in accounts_notes_published(draft.results, choices):
        yield Heading(published.sheet)
        yield table_of(published)
        yield from (Note(each) for each in (*published.notes, *draft.legend(published.rows)))
    yield Note("The whole notes are on the sheets of the workbook: Pay brackets to Workforce multiple.")


def _rests_on_protection(table: AnswerTable) -> bool:
    """Whether a column of a table tells what protection costs."""
    return any(_net_of_protection(table, column) for column in table.columns)


def _net_of_protection(table: AnswerTable, column: AnswerColumn) -> bool:
    is_figure = is_number(column) and table.name not in OWN_SAVING
    return table.name in OF_COSTS and is_figure and bool(NET_OF_PROTECTION.search(column.heading.casefold()))


def _said(draft: Draft, part: _Part, value: Any, form: str) -> str:
    """A value of the summary, whose amounts are pounds and whose shares are of one."""
    if value is None:
        return "not known."
    if form == "money":
        pence = pence_from(value)
        if any(rows.table.name in OF_COSTS for rows in part.answer.tables):
            return f"{draft.money(pence)}."
        return f"{pounds_text(pence, pence_shown=pence % 100 != 0)}."
    if form == "percent":
        return f"{percent_text(int(value * 10_000))}."
    if form == "day":
        return f"{date_text(value)}."
    return f"{str(value).rstrip('.')}."


def _names_any(names: Sequence[str], row: Sequence[Any]) -> bool:
    """Whether a text of a row has one of these names in it."""
    return any(isinstance(text, str) and name in text.casefold() for text in row for name in names)


def _counts_people(column: AnswerColumn) -> bool:
    """Whether a column is a number of people."""
    words = f"{column.heading} {column.unit}".casefold()
    return column.form.name == "whole" and any(each in words for each in ("people", "person", "headcount"))


def _table(draft: Draft, rows: AnswerRows, totals: Sequence[AnswerRows], of_few: bool) -> Iterator[Block]:
    """A table of a part as far as it may be told and fits; where it is not shown, where it is.

    `of_few` says that counts of few people are somewhere in the part: then no words tell how counts add up.
    """
    columns, named = rows.table.columns, rows.table.sheet
    in_workbook = f"the whole table is on the sheet {named} of the workbook"
    withheld = figures_withheld(draft) if named in FIGURES_OF_PAPERS else []
    values = [row for row in rows.rows if not draft.tells_of_somebody(*row) and not _names_any(withheld, row)]
    few = _few_places(draft, rows.table, values)
    if (any(column.heading == "person" for column in columns) or not values) and not draft.shown.listed:
        yield Note(f"{named} lists post holders one by one and is not shown: {in_workbook}.")
    elif rows.table.name in ONE_BY_ONE:
        yield Note(f"{named} gives what people are paid one by one and is not shown: {in_workbook}.")
    elif rows.table.name == "YearByYear" and (structure_withheld(draft).any or structure_withheld(draft).years):
        yield Note(f"{named} gives costs at what a few people are paid and is not shown: {in_workbook}.")
    elif rows.table.name == FROM_THE_PAPER.name and _tells_what_is_withheld(draft):
        yield Note(f"{named} repeats figures of the review that are withheld and is not shown: {in_workbook}.")
    elif rows.table.name == BY_YEAR.name and arrears_tell_of_few(draft.results, draft.shown.least):
        few_differ = f"fewer than {draft.shown.least} people make the difference between its years"
        yield Note(f"{named} is not shown, since {few_differ} and their pay could be worked out: {in_workbook}.")
    elif rows.table.name in pay_structure.COSTS_OF_CANDIDATES and costs_tell_of_few(draft.results, draft.shown.least):
        few_differ = f"fewer than {draft.shown.least} people are paid otherwise in one structure than in another"
        yield Note(f"{named} is not shown, since {few_differ} and their pay could be worked out: {in_workbook}.")
    elif len(values) > MOST_ROWS:
        yield Note(f"{named} has {len(values)} rows and is not shown: {in_workbook}.")
    elif len(few) == len(values):
        yield Note(f"{named} counts fewer than {draft.shown.least} people and is not shown: {in_workbook}.")
    else:
        left_out = len(rows) - len(values)
        total = next((each.rows for each in totals if each.table.name == rows.table.name), []) if not left_out else []
        told = _withheld(columns, values, few, of_few)
        filled, shown = _shown_columns(rows, told)
        if protection_hidden(draft):
            shown = [place for place in shown if not _net_of_protection(rows.table, columns[place])]
        if rows.table.name in NET_OF_BOTH and one_off_costs_hidden(draft):
            shown = [place for place in shown if not NET_OF_ONE_OFF_COSTS.search(columns[place].heading)]
        if len(shown) > 1:
            yield _shown(draft, rows, shown, told, total)
        if len(shown) < len(filled) or len(shown) == 1:
            yield Note(f"Not all columns are shown: {in_workbook}.")
        if left_out:
            yield Note(f"Rows on single post holders, or on figures that are withheld, are not shown: {in_workbook}.")
        yield from (Note(each) for each in draft.legend(told))


def _tells_what_is_withheld(draft: Draft) -> bool:
    """Whether a statement of a paper may be next to an answer that the report withholds: a cost, or a person's."""
    of_people = {row.table.casefold() for row in draft.results.inputs.rows_of(STATEMENTS.name)} & OF_PEOPLE
    costs = structure_withheld(draft).any or protection_hidden(draft) or one_off_costs_hidden(draft)
    return costs or (bool(of_people) and not draft.shown.listed)


def _shown(
    draft: Draft, rows: AnswerRows, shown: Sequence[int], told: Sequence[Sequence[Any]], total: Sequence[Sequence[Any]]
) -> Table:
    """The table with the columns that are shown; costs are rounded as the report is, salaries are as they are."""
    columns = [rows.table.columns[place] for place in shown]
    rounded = [rows.table.name in OF_COSTS and column.form.name == "money" for column in columns]

    def texts_of(row: Sequence[Any], unknown: str) -> list[str]:
        found = []
        for place, column, is_cost in zip(shown, columns, rounded, strict=True):
            value = row[place]
            if value is None or value == "":
                amount_unknown = is_number(column) and column.form.name != "whole"
                found.append(unknown if amount_unknown or not unknown else "-")
            else:
                found.append(cell(draft.rounded(value) if is_cost and isinstance(value, int) else value, column))
        return found

    texts = [texts_of(row, "not known") for row in told] + [texts_of(row, "") for row in total]
    headings, numbers = [_heading(column) for column in columns], [is_number(column) for column in columns]
    what = rows.table.what.removesuffix(", as of the last run")
    return Table(_caption(what), headings, texts, numbers, widths_of(headings, texts, numbers), bool(total))


def _caption(what: str) -> str:
    """What a row is, as the caption of a table: "A stage: ..." loses its article."""
    for article in ("A ", "An ", "The "):
        if what.startswith(article):
            what = what.removeprefix(article)
            break
    return what[:1].upper() + what[1:]


def _heading(column: AnswerColumn) -> str:
    unit = re.split("[,;]", column.unit)[0] if column.unit.startswith(("£", "times", "FTE")) else ""
    return f"{column.heading[:1].upper()}{column.heading[1:]}" + (f" ({unit})" if unit else "")


def _few_places(draft: Draft, table: AnswerTable, values: Sequence[Sequence[Any]]) -> set[int]:
    """The rows whose counts of people are withheld: those of every characteristic that has a count of few.

    Counts of one characteristic, of the same people, add up to each other, so that one alone could be worked out from
    the others. A table without characteristics is one such group.
    """

    def group(row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(row[place] for place in together)

    places = [place for place, column in enumerate(table.columns) if _counts_people(column)]
    least = 1 if draft.shown.listed and table.name not in AT_THEIR_PAY else draft.shown.least
    together = [place for place, column in enumerate(table.columns) if column.heading in ("characteristic", "of whom")]
    groups = {
        group(row)
        for row in values
        if any(isinstance(row[place], int) and 0 < abs(row[place]) < least for place in places)
    }
    return {place for place, row in enumerate(values) if group(row) in groups}


def _withheld(
    columns: Sequence[AnswerColumn], values: Sequence[Sequence[Any]], few: set[int], of_few: bool
) -> list[Sequence[Any]]:
    """The rows; where counts of people are withheld, so is every figure next to them, and in words everywhere."""
    words = [column.form.name == "text" and "people" in column.unit and of_few for column in columns]
    figures = [is_number(column) for column in columns]
    return [
        [
            HIDDEN if word or (figure and place in few) else value
            for word, figure, value in zip(words, figures, row, strict=True)
        ]
        for place, row in enumerate(values)
    ]


def _shown_columns(rows: AnswerRows, told: Sequence[Sequence[Any]]) -> tuple[list[int], list[int]]:
    """The columns that hold anything, and those of them that fit a page: the named ones where the table is known."""
    columns = rows.table.columns
    filled = [place for place in range(len(columns)) if any(row[place] not in (None, "", False) for row in told)]
    kept = KEPT.get(rows.table.name)
    if kept is not None:
        return filled, [place for place in filled if columns[place].heading in kept] or filled[:1]
    shown = filled
    if len(filled) > MOST_COLUMNS:
        shown = [place for place in filled if columns[place].heading not in REASONS][:MOST_COLUMNS]
    while len(shown) > 1 and _least(columns, told, shown) > PAGE_WIDTH:
        shown = shown[:-1]
    return filled, shown


def _least(columns: Sequence[AnswerColumn], told: Sequence[Sequence[Any]], shown: Sequence[int]) -> int:
    """How many letters wide these columns must be together."""
    headings, numbers = [_heading(columns[place]) for place in shown], [is_number(columns[place]) for place in shown]
    texts = [["" if row[place] is None else cell(row[place], columns[place]) for place in shown] for row in told]
    return sum(least_widths(headings, texts, numbers))
