"""A button in Excel: a list of staff that was pasted into a sheet becomes the rows of the review in the open workbook.

Nothing is installed for it: the script `import_list` of a workbook for xlwings Lite calls it. It does what the command
`payband import` does, with sheets in place of files: the list is on the sheet List, the questions and their answers are
on the sheet Questions, and rows that cannot be placed are on the sheet Problems.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from payband.errors import InputProblems, PaybandError, Problem, WrongInput
from payband.establishment.candidates import Recognised
from payband.establishment.columns import recognise
from payband.establishment.headings import Grid, Headings, NotData, data_rows, find_headings
from payband.establishment.import_list import establishment
from payband.establishment.own_total import own_total_differs
from payband.establishment.result import Establishment
from payband.establishment.review_rows import ALWAYS, Rows, review_rows
from payband.hosts.excel.button_problems import write_problems
from payband.hosts.excel.button_tables import cells_of_sheet, given, plain, tables_of
from payband.hosts.excel.list_questions import (
    HEADING_ROW,
    HEADINGS,
    OURS,
    YELLOW,
    Answers,
    answers_in,
    asked_of,
    questions_again,
    write_questions,
)
from payband.hosts.excel.list_questions import SHEET as QUESTIONS
from payband.kinds import blank
from payband.review.inputs.problem_list import TableAt
from payband.review.parts.registry import any_input_table
from payband.units import counted

__all__ = ["LIST", "import_list"]

LIST = "List"
"""The sheet that the list is pasted into."""

_SOURCE = f"the sheet {LIST}"

_WHERE_ASKED_FOR = ("Characteristics", "EqualityCounts", "CostCentres", "CostAllocations")
"""Tables of parts that a list fills only in a workbook that shows them."""


class _Read(NamedTuple):
    """The list as it was read from its sheet."""

    grid: Grid
    headings: Headings
    data: Sequence[int]
    others: Sequence[NotData]
    columns: Recognised


def import_list(book: Any) -> bool:
    """Imports the list on the sheet List of an open workbook (an `xlwings.Book`); says how it went, and if it could.

    Until all questions are answered and no table of the review is in the way, nothing but the sheets List, Questions
    and Problems is written.
    """
    try:
        if LIST not in [sheet.name for sheet in book.sheets]:
            book.sheets.add(LIST, after=book.sheets[len(book.sheets) - 1])
            raise WrongInput(
                f"the workbook had no sheet {LIST}, and has an empty one now: paste your list of staff into it from "
                "cell A1 on, with its headings, and import again"
            )
        answers = answers_in(book)
        read = _read(book, answers)
        if read.columns.asked:
            return _ask(book, answers, read)
        placed = establishment(read.grid, read.data, read.columns, answers.terms, _SOURCE)
        return _filled(book, read, answers, placed)
    except PaybandError as error:
        problems = error.problems if isinstance(error, InputProblems) else [Problem.of(error, sheet=LIST)]
        listed = write_problems(book, problems, _places(None))
        book.app.alert(
            "\n".join([*(str(each) for each in problems[:12]), listed]), "payband: the list cannot be imported"
        )
        return False


def _places(read: _Read | None) -> dict[str, TableAt]:
    """Where the sheets List and Questions have their headings, so that a problem leads to its cell."""
    places = {QUESTIONS.casefold(): TableAt(QUESTIONS, HEADING_ROW, 1, HEADINGS)}
    if read is not None:
        places[LIST.casefold()] = TableAt(LIST, read.headings.last + 1, 1, read.headings.names)
    return places


def _read(book: Any, answers: Answers) -> _Read:
    sheet = book.sheets[LIST]
    rows = [[_cell(value) for value in row] for row in cells_of_sheet(sheet)]
    if not any(not blank(cell) for row in rows for cell in row):
        raise WrongInput(f"the sheet {LIST} is empty: paste your list of staff into it from cell A1 on")
    table = next(iter(sheet.tables), None)
    grid = Grid(rows, (), None if table is None else table.range.row - 1)
    headings = find_headings(grid, frozenset(answers.columns))
    data, others = data_rows(grid, headings)
    if not data:
        raise WrongInput(f"the sheet {LIST} has headings in row {headings.last + 1} and no rows below them")
    columns = recognise(grid, headings, data, answers.terms, answers.columns)
    return _Read(grid, headings, data, others, columns)


def _cell(value: Any) -> Any:
    """A cell of the list as a file of it would have been read: whole numbers as such, days without a time."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return plain(value)


def _ask(book: Any, answers: Answers, read: _Read) -> bool:
    """Writes the questions that are open, below those that were answered before."""
    asked = asked_of(read.columns.asked)
    new = {(row.about, row.kind) for row in asked}
    kept = [row for row in answers.rows if row.answer and (row.about, row.kind) not in new]
    write_questions(book, [*kept, *asked])
    write_problems(book, ())
    book.app.alert(
        f"{counted(len(asked), 'question')} about the list: answer in the yellow cells of the sheet {QUESTIONS}, and "
        "import again. Nothing is in the review yet.",
        "payband",
    )
    return False


# --- filling -------------------------------------------------------------------------------------------------------


def _filled(book: Any, read: _Read, answers: Answers, placed: Establishment) -> bool:
    standing = dict(tables_of(book))
    rows = {
        name: of
        for name, of in review_rows(placed, _SOURCE).items()
        if of and (name not in _WHERE_ASKED_FOR or name.casefold() in standing)
    }
    problems = _problems(read, placed)
    if not placed.people and not placed.totals.vacant_posts:
        raise InputProblems(problems)
    missing = [name for name in rows if name.casefold() not in standing]
    lacking = [name for name in missing if name in ALWAYS]
    if lacking:
        raise WrongInput(
            f"this workbook has no table {' and no table '.join(lacking)}: import into a copy of a blank review"
        )
    full = [name for name in rows if name not in missing and _holds_rows(standing[name.casefold()])]
    if full and not answers.replace:
        kept = [row for row in answers.rows if row.kind != OURS]
        write_questions(book, [*kept, questions_again(full)])
        book.app.alert(
            f"{' and '.join(full)} hold rows already: say on the sheet {QUESTIONS} whether the rows of the list may "
            "take their place, and import again. Nothing was changed.",
            "payband",
        )
        return False
    for name, of in rows.items():
        if name not in missing:
            _fill(standing[name.casefold()], name, of)
    write_questions(book, [row for row in answers.rows if row.kind != OURS])
    listed = write_problems(book, problems, _places(read))
    book.app.alert(" ".join(_said(read, placed, missing, listed)), "payband")
    return not problems


def _problems(read: _Read, placed: Establishment) -> list[Problem]:
    """The rows that became nothing, and the values that were left out, each with its row of the list."""
    found = [(each.number, f"not placed: {each.why}") for each in placed.not_placed]
    found += [(note.number, note.what) for note in placed.notes if note.is_unread]
    return [Problem(what, sheet=LIST, table=LIST, row=number) for number, what in sorted(found)]


def _said(read: _Read, placed: Establishment, missing: Sequence[str], listed: str) -> list[str]:
    totals = placed.totals
    lines = counted(sum(1 for line in placed.structure if line["state"] == "now"), "line")
    said = [
        f"People in the review: {totals.people:,}, and {counted(totals.vacant_posts, 'vacant post')}, in {lines}, from "
        f"{counted(totals.rows_read, 'row')} of the list."
    ]
    if totals.left_out:
        said.append(f"{counted(totals.left_out, 'row')} left out as you asked.")
    if totals.not_placed:
        said.append(f"{counted(totals.not_placed, 'row')} not placed.")
    differs = own_total_differs(read.grid, read.data, read.others, read.columns, totals.salaries_read)
    said += [f"{differs}."] if differs else []
    if missing:
        said.append(f"Left out, because this workbook has no sheet for it: {', '.join(missing)}.")
    said.append(listed)
    said.append("Read the sheet Assumptions, fill in Settings, and run the review.")
    return [each for each in said if each]


def _holds_rows(table: Any) -> bool:
    body = table.data_body_range
    return body is not None and any(not blank(cell) for row in body.options(ndim=2).value for cell in row)


def _fill(table: Any, name: str, rows: Rows) -> None:
    """Puts rows into an input table, which becomes as long as they are."""
    header = table.header_row_range
    headings = [" ".join(str(each).split()).casefold() for each in header.options(ndim=1).value]
    columns = [(headings.index(each.name.casefold()), each) for each in any_input_table(name).columns
               if each.name.casefold() in headings]  # fmt: skip
    unheld = _without_a_column(name, headings, rows)
    if unheld:
        raise WrongInput(
            f"table {name} of this workbook has no column '{unheld}', which the list fills: import into a blank review "
            "of this payband"
        )
    cells = []
    for row in rows:
        line: list[Any] = [None] * len(headings)
        for at, column in columns:
            line[at] = _written(column.cell_value(row.get(column.field)))
        cells.append(line)
    body = table.data_body_range
    if body is not None:
        body.clear_contents()
    sheet, top, left = header.sheet, header.row, header.column
    last = (top + len(cells), left + len(headings) - 1)
    table.resize(sheet.range((top, left), last))
    filled = sheet.range((top + 1, left), last)
    filled.value = cells
    filled.color = YELLOW


def _without_a_column(name: str, headings: Sequence[str], rows: Rows) -> str:
    def fills(column: Any, row: Mapping[str, Any]) -> bool:
        return column.cell_value(row.get(column.field)) is not None

    absent = (each for each in any_input_table(name).columns if each.name.casefold() not in headings)
    return next((each.name for each in absent if any(fills(each, row) for row in rows)), "")


def _written(value: Any) -> Any:
    return float(value) if isinstance(value, Fraction) else given(value)
