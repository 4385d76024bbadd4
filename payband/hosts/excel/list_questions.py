"""The sheet Questions in an open workbook: what an import has to know of a list, and the answers in yellow cells."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from payband.errors import InputProblems, PaybandError, Problem
from payband.establishment.map import checked_term
from payband.establishment.questions import LEFT_OUT, TERMS, Question, Terms
from payband.hosts.excel.button_tables import given

__all__ = ["ROWS_THERE", "SHEET", "Answer", "Answers", "answers_in", "asked_of", "questions_again", "write_questions"]

SHEET = "Questions"
SAYS = "Answer in the yellow cells of column D, and import the list again. A blank answer is asked for again."
HEADINGS = ("asked about", "question", "possible answers", "answer", "kind")
HEADING_ROW = 4
ANSWER_COLUMN = 4
YELLOW = "#FFF6D6"
LEAVE_OUT = "leave it out"
TERM, COLUMN, PICK, OURS = "term", "column", "one column", "this workbook"

ROWS_THERE = "rows that are there"


class Answer(NamedTuple):
    """A row of the sheet: what it is about, the question, what may be answered, the answer, and of what kind it is."""

    about: str
    question: str
    choices: str
    answer: str
    kind: str


class Answers(NamedTuple):
    """What was answered: the rows of the sheet, and from them the terms, the columns, and whether rows may go."""

    rows: Sequence[Answer]
    terms: Terms
    columns: dict[str, str]
    replace: bool


def asked_of(questions: Sequence[Question]) -> list[Answer]:
    """The rows that ask some questions; one about several columns is a row for each of them."""
    rows = []
    for each in questions:
        if each.term:
            term = TERMS[each.term]
            choices = "; ".join([*term.words, *([term.free] if term.free else [])])
            rows.append(Answer(each.term.replace("_", " "), each.text, choices, "", TERM))
        elif each.pick:
            rows.append(Answer(each.pick, each.text, "; ".join(each.columns), "", PICK))
        else:
            choices = "; ".join(choice or LEAVE_OUT for choice in each.choices)
            rows += [Answer(heading, each.text, choices, "", COLUMN) for heading in each.columns]
    return rows


def questions_again(tables: Sequence[str]) -> Answer:
    """The row that asks whether what the tables of the review hold already may go."""
    text = f"{' and '.join(tables)} hold rows already: may the rows of the list take their place?"
    return Answer(ROWS_THERE, text, "replace; keep", "", OURS)


def answers_in(book: Any) -> Answers:
    """The answers on the sheet Questions of an open workbook, if it has one.

    Raises InputProblems, with the cell of each, for what is not an answer.
    """
    rows = _rows_in(book)
    terms, columns, replace, problems = Terms(), {}, False, []
    for number, row in rows:
        if not row.answer:
            continue
        try:
            if row.kind == TERM:
                name = row.about.replace(" ", "_")
                terms = terms._replace(**{name: checked_term(name, row.answer, f"sheet {SHEET}")})
            elif row.kind == PICK:
                columns[_one_of(row, row.answer)] = row.about
            elif row.kind == COLUMN:
                chosen = _one_of(row, row.answer)
                columns[row.about] = LEFT_OUT if chosen == LEAVE_OUT else chosen
            else:
                replace = _one_of(row, row.answer) == "replace"
        except PaybandError as error:
            problems.append(Problem.of(error, sheet=SHEET, table=SHEET, row=number, column="answer"))
    if problems:
        raise InputProblems(problems)
    return Answers([row for _, row in rows], terms, columns, replace)


def _one_of(row: Answer, said: str) -> str:
    choices = [each.strip() for each in row.choices.split(";")]
    found = next((each for each in choices if each.casefold() == said.casefold()), None)
    if found is None:
        raise PaybandError(f"'{said}' does not answer this question: write one of {', '.join(choices)}")
    return found


def _rows_in(book: Any) -> list[tuple[int, Answer]]:
    if SHEET not in [sheet.name for sheet in book.sheets] or not is_ours(book):
        return []
    sheet = book.sheets[SHEET]
    last = sheet.used_range.last_cell.row
    if last <= HEADING_ROW:
        return []
    cells = sheet.range((HEADING_ROW + 1, 1), (last, len(HEADINGS))).options(ndim=2).value
    rows = [Answer(*(_text(cell) for cell in row)) for row in cells]
    return [(number, row) for number, row in enumerate(rows, start=HEADING_ROW + 1) if row.about]


def is_ours(book: Any) -> bool:
    """Whether the sheet Questions is payband's and not somebody's own of that name."""
    return bool(book.sheets[SHEET].range((2, 1)).value == SAYS)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


def write_questions(book: Any, rows: Sequence[Answer]) -> None:
    """Writes the sheet anew with these rows: those answered before keep their answers, so that they can be changed."""
    names = [sheet.name for sheet in book.sheets]
    if SHEET in names:
        if not is_ours(book):
            message = f"the sheet {SHEET} is not payband's: rename it, so that the import can ask its questions"
            raise InputProblems([Problem(message, sheet=SHEET)])
        sheet = book.sheets[SHEET]
        sheet.used_range.clear_contents()
    elif not rows:
        return
    else:
        sheet = book.sheets.add(SHEET, after=book.sheets[names[-1]])
    sheet.range((1, 1)).value = SHEET
    sheet.range((2, 1)).value = SAYS
    sheet.range((HEADING_ROW, 1), (HEADING_ROW, len(HEADINGS))).value = [list(HEADINGS)]
    if rows:
        first, last = HEADING_ROW + 1, HEADING_ROW + len(rows)
        sheet.range((first, 1), (last, len(HEADINGS))).value = [[given(cell or None) for cell in row] for row in rows]
        sheet.range((first, ANSWER_COLUMN), (last, ANSWER_COLUMN)).color = YELLOW
