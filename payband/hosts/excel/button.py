"""A button in Excel: the review of the open workbook, its tables read and its answers filled in where they are.

The same function serves a macro (`RunPython "import payband.hosts.excel.button as b; b.main()"`), xlwings Lite and
xlwings Server, where it is a script called `review`. It needs payband's review, which the function path does without.
"""

from collections.abc import Callable, Sequence
from typing import Any

from payband.errors import InputProblems, PaybandError, Problem
from payband.hosts.excel.button_problems import write_problems
from payband.hosts.excel.button_tables import given, grow_over_rows_below, read_tables, tables_of
from payband.review.answers import MAY_BE_ABSENT, TOTAL_BELOW, AnswerColumn, AnswerRows
from payband.review.calculate import calculate
from payband.review.inputs.formats import FIRST
from payband.review.inputs.reading import read_inputs
from payband.review.parts.registry import unanswered
from payband.review.results import Results

__all__ = ["main", "review"]

SUMMARY, TOTAL = "Summary", "Total"
NO_ANSWER = "not known"
MOST_PROBLEMS_SHOWN = 12


def main() -> None:
    """The macro behind a button in Excel on a desktop: reviews the workbook that the button is in."""
    import xlwings

    review(xlwings.Book.caller())


def review(book: Any, say: Callable[[str], None] | None = None) -> bool:
    """Reviews an open workbook (an `xlwings.Book`) and fills the answers in; says how it went, and whether it could.

    `say` hears of the progress; without it the status bar is, where the program has one. When the input cannot be
    used, a message says what is wrong, and nothing is written but the sheet Problems that `payband check --mark` writes
    too. Rows right below an input table are taken into it.
    """
    tell = say or _status_bar(book)
    try:
        tell("payband: reading the tables")
        read = read_tables(book)
        # Which format the workbook has cannot be asked here: what it lacks of newer formats is taken as it was before.
        inputs = read_inputs(read.tables, book.name, cells=True, found_before=read.problems, format=FIRST)
        tell("payband: calculating")
        results = calculate(inputs, book.name)
        grow_over_rows_below(book, read)
        write_problems(book, ())
        standing = dict(tables_of(book))
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
        listed = write_problems(book, error.problems) if isinstance(error, InputProblems) else ""
        message = "\n".join(each for each in (_shortened(error), listed) if each)
        book.app.alert(message, "payband: the workbook cannot be reviewed")
        return False
    tell("")
    said = []
    if results.failed:
        said.append("Checks failed: " + "; ".join(results.failed) + ".")
    if results.untold:
        said.append("Checks that could not be made: " + "; ".join(results.untold) + ".")
    message = " ".join(said) or "All checks pass."
    left_out = [f"The workbook {each}." for below in read.below.values() for each in below.left_out]
    message = " ".join([message, *left_out])
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


# --- filling -------------------------------------------------------------------------------------------------------


def _fill(book: Any, answers: AnswerRows, total: AnswerRows | None) -> None:
    """Puts the rows of an answer into its table, which becomes as long as they are; its old rows are emptied first."""
    name = answers.table.name
    table = dict(tables_of(book)).get(name.casefold())
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
    """The columns that a table has, and how far each is from its first.

    A table may be older than some, which are left out, or have been given them at its end.
    """
    there = {" ".join(str(heading).split()).casefold(): offset for offset, heading in enumerate(headings)}
    known = [column for column in columns if column.since == FIRST or column.heading.casefold() in there]
    offsets = [there.get(column.heading.casefold(), -1) for column in known]
    return known, list(range(len(known))) if -1 in offsets else offsets  # headings may have been renamed


def _spread(values: Sequence[Any], offsets: Sequence[int]) -> list[Any]:
    """A row whose values are in some of its columns."""
    row = [None] * (max(offsets) + 1)
    for offset, value in zip(offsets, values, strict=True):
        row[offset] = value
    return row


def _clear_total(sheet: Any, row: int, left: int, right: int) -> None:
    """Takes away the total of an earlier calculation, which more rows would run into."""
    if str(sheet.range((row, left)).value).startswith(TOTAL):
        sheet.range((row, left), (row, right)).clear_contents()


def _row(columns: Sequence[AnswerColumn], record: dict[str, Any]) -> list[Any]:
    return [given(record[column.key]) for column in columns]


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
        rows.append([label, NO_ANSWER if value is None else given(value)])
    sheet.used_range.clear_contents()
    sheet.range((1, 1), (len(rows), 2)).value = rows
