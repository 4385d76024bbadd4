"""A button in Excel: the review of the open workbook, its tables read and its answers filled in where they stand.

The same function serves a macro (`RunPython "import payband.hosts.excel.button as b; b.main()"`), xlwings Lite and
xlwings Server, where it is a script called `review`. It needs payband's review, which the function path does without.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from payband.errors import InputProblems, PaybandError, Problem
from payband.kinds import ERROR_VALUES, blank
from payband.review.answers import MAY_BE_ABSENT, TOTAL_BELOW, AnswerColumn, AnswerRows
from payband.review.calculate import calculate
from payband.review.formats import FIRST
from payband.review.inputs import BadCell, RawRow, RawTable, read_inputs
from payband.review.lost_tables import StandingTable, lost_tables
from payband.review.parts import all_inputs, unanswered
from payband.review.results import Results

__all__ = ["main", "review"]

SUMMARY, TOTAL = "Summary", "Total"
NO_ANSWER = "not known"
MOST_PROBLEMS_SHOWN = 12
FORMULA_SIGNS = ("=", "+", "-", "@")


def main() -> None:
    """The macro behind a button in Excel on a desktop: reviews the workbook that the button stands in."""
    import xlwings

    review(xlwings.Book.caller())


def review(book: Any, say: Callable[[str], None] | None = None) -> bool:
    """Reviews an open workbook (an `xlwings.Book`) and fills the answers in; says how it went, and whether it could.

    `say` is told of the progress; without it the status bar is, where the program has one. Nothing is written when the
    input cannot be used: a message lists what is wrong, with sheet, table, row and column.
    """
    tell = say or _status_bar(book)
    try:
        tell("payband: reading the tables")
        tables, found = _read(book)
        # Which format the workbook has cannot be asked here: what it lacks of newer formats is taken as it was before.
        inputs = read_inputs(tables, book.name, cells=True, found_before=found, format=FIRST)
        tell("payband: calculating")
        results = calculate(inputs, book.name)
        standing = dict(_tables(book))
        filled = [
            each
            for each in results.tables.values()
            if each.table not in MAY_BE_ABSENT or each.table.name.casefold() in standing
        ]
        filled += [AnswerRows(table, ()) for table in unanswered(results.tables, standing)]
        for index, answers in enumerate(filled, start=1):
            tell(f"payband: filling {answers.table.sheet}, {index} of {len(filled)}")
            _fill(book, answers, results.totals.get(answers.table.name))
        _fill_summary(book, results)
    except PaybandError as error:
        tell("")
        book.app.alert(_shortened(error), "payband: the workbook cannot be reviewed")
        return False
    tell("")
    said = []
    if results.failed:
        said.append("Checks failed: " + "; ".join(results.failed) + ".")
    if results.untold:
        said.append("Checks that cannot be told: " + "; ".join(results.untold) + ".")
    message = " ".join(said) or "All checks pass."
    book.app.alert(f"The answers are filled in. {message}", "payband")
    return True


def _status_bar(book: Any) -> Callable[[str], None]:
    """What tells of the progress in the status bar; nothing does in a browser, which has none."""

    def tell(text: str) -> None:
        try:
            book.app.status_bar = text or False
        except (AttributeError, NotImplementedError):
            return

    return tell


def _shortened(error: PaybandError) -> str:
    if isinstance(error, InputProblems) and len(error.problems) > MOST_PROBLEMS_SHOWN:
        shown = "\n".join(str(problem) for problem in error.problems[:MOST_PROBLEMS_SHOWN])
        return f"{len(error.problems)} problems to put right, the first of them:\n{shown}"
    return str(error)


# --- reading -------------------------------------------------------------------------------------------------------


def _tables(book: Any) -> Iterator[tuple[str, Any]]:
    for sheet in book.sheets:
        for table in sheet.tables:
            yield table.name.casefold(), table


def _read(book: Any) -> tuple[dict[str, RawTable], list[Problem]]:
    """The input tables of an open workbook, and which of them are missing."""
    standing = dict(_tables(book))
    tables: dict[str, RawTable] = {}
    problems = []
    for table in all_inputs():
        found = standing.get(table.name.casefold())
        if found is not None:
            tables[table.name] = _raw(table.name, found)
        elif not table.optional:
            message = f"the table {table.name} is missing: copy the sheet '{table.sheet}' from a blank review"
            problems.append(Problem(message, sheet=table.sheet, table=table.name))
    others = [_standing(each) for each in standing.values()]
    return tables, [*problems, *lost_tables(others, [sheet.name for sheet in book.sheets], _cells_of(book))]


def _cells_of(book: Any) -> Callable[[str], list[list[Any]]]:
    """What gives the cells of a sheet, from its first row and column on."""

    def cells(name: str) -> list[list[Any]]:
        sheet = book.sheets[name]
        values: list[list[Any]] = sheet.range((1, 1), sheet.used_range.last_cell.address).options(ndim=2).value
        return values

    return cells


def _standing(table: Any) -> StandingTable:
    def is_filled() -> bool:
        body = table.data_body_range
        return body is not None and any(not blank(value) for row in body.options(ndim=2).value for value in row)

    names = table.header_row_range.options(ndim=1).value if table.header_row_range is not None else ()
    return StandingTable(
        table.name, table.range.sheet.name, ["" if each is None else str(each) for each in names], is_filled
    )


def _raw(name: str, table: Any) -> RawTable:
    first, *rows = table.range.options(ndim=2, err_to_str=True).value
    names = ["" if heading is None else " ".join(str(heading).split()) for heading in first]
    start = table.range.row + 1
    raw = []
    for number, values in enumerate(rows, start=start):
        cells = {heading: _plain(value) for heading, value in zip(names, values, strict=True)}
        if any(not blank(cell) for cell in cells.values()):
            raw.append(RawRow(number, cells))
    return RawTable(name, names, raw)


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value in ERROR_VALUES:
        return BadCell(f"holds the error {value}: mend the formula, or type the value")
    if isinstance(value, datetime):
        return value.date()
    return value


# --- filling -------------------------------------------------------------------------------------------------------


def _fill(book: Any, answers: AnswerRows, total: AnswerRows | None) -> None:
    """Puts the rows of an answer into its table, which becomes as long as they are; its old rows are emptied first."""
    name = answers.table.name
    table = dict(_tables(book)).get(name.casefold())
    if table is None:
        message = f"the table {name} is missing: copy the sheet '{answers.table.sheet}' from a blank review"
        raise InputProblems([Problem(message, sheet=answers.table.sheet, table=name)])
    header = table.header_row_range
    columns, offsets = _places(answers.table.columns, header.options(ndim=1).value)
    rows = [_row(columns, record) for record in answers.records()] or [[None] * len(columns)]
    rows = [_spread(row, offsets) for row in rows]
    body = table.data_body_range
    if body is not None:
        body.clear_contents()
    sheet, top, left = header.sheet, header.row, header.column
    right = left + max(offsets)
    _clear_total(sheet, table.range.last_cell.row + TOTAL_BELOW, left, right)
    table.resize(sheet.range((top, left), (top + len(rows), right)))
    sheet.range((top + 1, left), (top + len(rows), right)).value = rows
    if total is not None:
        below = top + len(rows) + TOTAL_BELOW
        sheet.range((below, left), (below, right)).value = [_spread(_row(columns, total.records()[0]), offsets)]


def _places(columns: Sequence[AnswerColumn], headings: Sequence[Any]) -> tuple[list[AnswerColumn], list[int]]:
    """The columns that a table has, and how far each stands from its first.

    A table may be older than some, which are left out, or have been given them at its end.
    """
    there = {" ".join(str(heading).split()).casefold(): offset for offset, heading in enumerate(headings)}
    known = [column for column in columns if column.since == FIRST or column.heading.casefold() in there]
    offsets = [there.get(column.heading.casefold(), -1) for column in known]
    return known, list(range(len(known))) if -1 in offsets else offsets  # headings may have been renamed


def _spread(values: Sequence[Any], offsets: Sequence[int]) -> list[Any]:
    """A row whose values stand in some of its columns."""
    row = [None] * (max(offsets) + 1)
    for offset, value in zip(offsets, values, strict=True):
        row[offset] = value
    return row


def _clear_total(sheet: Any, row: int, left: int, right: int) -> None:
    """Takes away the total of an earlier calculation, which more rows would run into."""
    if str(sheet.range((row, left)).value).startswith(TOTAL):
        sheet.range((row, left), (row, right)).clear_contents()


def _row(columns: Sequence[AnswerColumn], record: dict[str, Any]) -> list[Any]:
    return [_given(record[column.key]) for column in columns]


def _given(value: Any) -> Any:
    """A value as Excel is given it; text that Excel would take for a formula gets an apostrophe before it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value


def _fill_summary(book: Any, results: Results) -> None:
    if SUMMARY not in [sheet.name for sheet in book.sheets]:
        return
    sheet = book.sheets[SUMMARY]
    title = results.inputs.settings.review_name or SUMMARY
    rows: list[list[Any]] = [[title, None]]
    section = ""
    for each, label, value, _ in results.summary():
        if each != section:
            section = each
            rows.append([section, None])
        rows.append([label, NO_ANSWER if value is None else _given(value)])
    sheet.used_range.clear_contents()
    sheet.range((1, 1), (len(rows), 2)).value = rows
