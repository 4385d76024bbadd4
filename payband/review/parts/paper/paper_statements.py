"""What a review makes of a paper's statements: reproduced, computed, differing, or not computable and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from payband import library
from payband.errors import Problem, nearest_name
from payband.review.answers import ANSWERS, AnswerRows
from payband.review.check import Check, passed
from payband.review.inputs.input_table import Column
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import SETTINGS
from payband.review.parts.answering import Calculated, PartAnswer, rows_by_table
from payband.review.parts.duties.duties_apart import kind_of_authority
from payband.review.parts.duties.offices import Offices
from payband.review.parts.paper.printed_values import (
    AMOUNT,
    DAY,
    FIGURE,
    MONTHS,
    NUMBER,
    SHARE,
    WORDS,
    YES_NO,
    Verdict,
    compared,
    shown,
)
from payband.review.parts.registry import all_inputs, parts
from payband.review.parts.tables.paper_statements import FROM_THE_PAPER, STATEMENTS, PaperStatementRow
from payband.units import counted

__all__ = ["COMPUTED", "DIFFERS", "NOT_COMPUTABLE", "PROBLEMS", "REPRODUCED", "answer_last"]

REPRODUCED, COMPUTED, DIFFERS, NOT_COMPUTABLE = "reproduced", "computed", "differs", "not computable"
_FIGURE_CHECKS = ("figurechecks", "countchecks")
_KINDS = {
    "money": AMOUNT,
    "percent": SHARE,
    "rate": SHARE,
    "day": DAY,
    "yes_no": YES_NO,
    "whole": NUMBER,
    "fte": FIGURE,
    "exact": FIGURE,
}
_KIND_OF_UNIT = {"£": AMOUNT, "£,": AMOUNT, "%": SHARE, "months": MONTHS}
_NATIONS = {
    **dict.fromkeys(
        ("county council", "district council", "London borough council", "Greater London Authority"), "England"
    ),
    "county borough council": "Wales",
}
"""The nation of a kind of authority. In Wales a county is bound as a county borough is, and given as one."""
_SAID = {REPRODUCED: REPRODUCED, COMPUTED: COMPUTED, DIFFERS: "differ", NOT_COMPUTABLE: NOT_COMPUTABLE}
_EXPLAINED = "Every statement of the paper that differs or is not computable says why"


def _statements(inputs: Inputs) -> Iterator[Problem]:
    """A statement names one place that answers it, or says why none does; the table and column are ones that exist."""
    answers = {
        table.name.casefold(): table for table in [*ANSWERS, *(each for part in parts() for each in part.answers)]
    }
    given = {table.name.casefold(): table for table in all_inputs()}
    for row in inputs.readable_rows(STATEMENTS.name):
        if row.table and row.question:
            yield _at(
                row,
                "question",
                "is given, and so is a table: one place answers a statement, so empty one of them",
            )
        if not (row.table or row.question or row.why):
            yield _at(row, "why", "is empty, and no table or question answers the statement: say why none does")
        if not row.table:
            continue
        key = row.table.casefold()
        if key not in answers and key not in given:
            names = [*(table.name for table in answers.values()), *(table.name for table in given.values())]
            yield _at(row, "table", f"'{row.table}' is not a table of a review; {nearest_name(row.table, names)}")
            continue
        headings = (
            [column.heading for column in answers[key].columns]
            if key in answers
            else ["value"]
            if key == "settings"
            else [column.name for column in given[key].columns]
        )
        if not row.heading and key not in _FIGURE_CHECKS:
            yield _at(row, "column", f"is empty: name a column of table {row.table}")
        elif row.heading and row.heading.casefold() not in {each.casefold() for each in headings}:
            hint = nearest_name(row.heading, headings)
            yield _at(row, "column", f"'{row.heading}' is not a column of table {row.table}; {hint}")


PROBLEMS = (_statements,)


def _at(row: PaperStatementRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=STATEMENTS.sheet, table=STATEMENTS.name, row=row.row, column=column)


# --- what the review has -------------------------------------------------------------------------------------------


class _Found(NamedTuple):
    """A value of the review with its kind; or why there is none."""

    value: Any
    kind: str
    lacks: str = ""


class _Review:
    """The tables of a review by name, inputs and answers, each as rows of texts and values."""

    def __init__(self, inputs: Inputs, tables: Mapping[str, AnswerRows]) -> None:
        self._inputs = inputs
        self._answers = {name.casefold(): rows for name, rows in tables.items()}
        self._given = {table.name.casefold(): table for table in all_inputs()}

    def is_input(self, table: str) -> bool:
        """Whether a table is one that somebody typed."""
        return table.casefold() not in self._answers and table.casefold() in self._given

    def record(self, table: str, words: str) -> dict[str, Any]:
        """The one row of an answer table that has some words in its cells; nothing where there is none, or several."""
        rows = self._answers.get(table.casefold())
        found = [] if rows is None else [each for each in rows.records() if _has(list(each.values()), words)]
        return found[0] if len(found) == 1 else {}

    def value(self, row: PaperStatementRow) -> _Found:
        """What the review has where a statement points to."""
        key = row.table.casefold()
        if key == "settings":
            return self._setting(row.row_words)
        found = self._of_answers(row) if key in self._answers else self._of_inputs(row)
        if not found:
            return _Found(None, WORDS, f"no row of table {row.table} has '{row.row_words}'")
        if any(each != found[0] for each in found):
            return _Found(None, WORDS, f"several rows of table {row.table} have '{row.row_words}'")
        value, kind = found[0]
        return _Found(value, kind, "" if value is not None else f"table {row.table} has nothing there")

    def _setting(self, name: str) -> _Found:
        for setting in SETTINGS:
            if setting.name.casefold() == name.casefold():
                return _Found(*_typed(self._inputs.settings.in_force(setting), setting))
        return _Found(None, WORDS, f"'{name}' is not a setting")

    def _of_answers(self, row: PaperStatementRow) -> list[tuple[Any, str]]:
        rows = self._answers[row.table.casefold()]
        place = next(
            (n for n, each in enumerate(rows.table.columns) if each.heading.casefold() == row.heading.casefold()), None
        )
        if place is None:
            return []
        form = rows.table.columns[place].form
        kind = _KINDS.get(form.name, WORDS)
        values = [raw[place] for raw in rows.rows]
        if kind == FIGURE:
            values = [None if each is None else Fraction(form.give(each)) for each in values]
        given = [list(record.values()) for record in rows.records()]
        return [(value, kind) for value, shown in zip(values, given, strict=True) if _has(shown, row.row_words)]

    def _of_inputs(self, row: PaperStatementRow) -> list[tuple[Any, str]]:
        table = self._given[row.table.casefold()]
        column = next(each for each in table.columns if each.name.casefold() == row.heading.casefold())
        rows = rows_by_table(self._inputs)[table.name]
        return [
            _typed(getattr(each, column.field), column)
            for each in rows
            if _has([other.cell_value(getattr(each, other.field)) for other in table.columns], row.row_words)
        ]


def _typed(value: Any, column: Column) -> tuple[Any, str]:
    """A typed value with its kind; nothing for an empty text."""
    if isinstance(value, bool):
        return value, YES_NO
    if isinstance(value, date):
        return value, DAY
    if isinstance(value, int):
        return value, _KIND_OF_UNIT.get(column.unit.split()[0], NUMBER)
    if value is None or isinstance(value, str):
        return value or None, WORDS
    if column.unit.startswith("%"):
        return int(value * 10_000), SHARE
    if isinstance(value, Fraction):
        return value, FIGURE
    return str(value), WORDS


def _has(cells: Sequence[Any], words: str) -> bool:
    held = {" ".join(str(each).split()).casefold() for each in cells if each is not None}
    return all(" ".join(part.split()).casefold() in held for part in words.split(";") if part.strip())


# --- the answers ---------------------------------------------------------------------------------------------------


class _Answered(NamedTuple):
    """A statement with what the review makes of it."""

    row: PaperStatementRow
    has: str
    outcome: str
    differs_by: str = ""
    why: str = ""

    def cells(self) -> tuple[Any, ...]:
        """It as a row of its answer table."""
        row = self.row
        texts = (self.has, self.outcome, self.differs_by, self.why)
        return (row.statement, row.place, row.printed, *(text or None for text in texts))


def answer_last(calculated: Calculated, tables: Mapping[str, AnswerRows]) -> PartAnswer:
    """Every statement with what the review makes of it, how many there are of each kind, and whether each says why."""
    inputs = calculated.inputs
    review = _Review(inputs, tables)
    rows = inputs.rows_of(STATEMENTS.name)
    offices = Offices(inputs, [(row.post, row.reports_to) for row in rows])
    found = [_answered(row, review, inputs, offices) for row in rows]
    counts = Counter(each.outcome for each in found)
    words = [f"{counts[each]} {said}" for each, said in _SAID.items() if counts[each]]
    silent = [each.row.statement for each in found if each.outcome in (DIFFERS, NOT_COMPUTABLE) and not each.why]
    check = Check(
        _EXPLAINED, "0 without a reason", f"{len(silent)} without a reason", passed(silent), "; ".join(silent)
    )
    summary = [("From the paper", f"Of {counted(len(found), 'statement')}", ", ".join(words), "text")]
    return PartAnswer((AnswerRows(FROM_THE_PAPER, [each.cells() for each in found]),), checks=[check], summary=summary)


def _answered(row: PaperStatementRow, review: _Review, inputs: Inputs, offices: Offices) -> _Answered:
    if row.question:
        return _by_law(row, inputs, offices.of(row.post))
    if not row.table:
        return _Answered(row, "", NOT_COMPUTABLE, why=row.why)
    if row.table.casefold() in _FIGURE_CHECKS and not row.heading:
        return _by_check(row, review)
    found = review.value(row)
    if found.value is None:
        return _Answered(row, "", NOT_COMPUTABLE, why=row.why or found.lacks)
    verdict = compared(row.printed, found.value, found.kind)
    has = shown(found.value, found.kind)
    if verdict is None:
        return _Answered(row, has, DIFFERS, "other words", row.why or f"nothing printed reads as {found.kind}")
    return _with(row, has, verdict, REPRODUCED if review.is_input(row.table) else COMPUTED)


def _with(row: PaperStatementRow, has: str, verdict: Verdict, where_it_agrees: str) -> _Answered:
    if verdict.agrees:
        return _Answered(row, has, where_it_agrees, why=row.why)
    return _Answered(row, has, DIFFERS, verdict.differs_by, row.why)


def _by_check(row: PaperStatementRow, review: _Review) -> _Answered:
    """A statement that a figure check answers: as that check comes out."""
    record = review.record(row.table, row.row_words)
    if not record:
        return _Answered(row, "", NOT_COMPUTABLE, why=row.why or f"no figure check is called '{row.row_words}'")
    has, why = str(record["arithmetic"]), "; ".join(filter(None, (row.why, record["why"])))
    amount = row.table.casefold() == "figurechecks"
    stated = record["stated"]
    if stated is not None:
        verdict = compared(row.printed, int(stated * 100) if amount else int(stated), AMOUNT if amount else NUMBER)
        if verdict is None or not verdict.agrees:
            return _Answered(row, has, DIFFERS, "another figure", f"the check '{row.row_words}' states another figure")
    if record["outcome"].startswith("agrees"):
        return _Answered(row, has, COMPUTED, why=why)
    if record["outcome"] == "not checkable":
        return _Answered(row, has, NOT_COMPUTABLE, why=why)
    difference = record["difference"]
    by = shown(abs(int(difference * 100)), AMOUNT) if amount else str(abs(difference))
    return _Answered(row, has, DIFFERS, by, why)


def _by_law(row: PaperStatementRow, inputs: Inputs, office: str) -> _Answered:
    """A recorded answer of a form: beside the law's own answer on its day, where payband holds one."""
    on = row.dated or inputs.settings.implementation_date
    kind, _ = kind_of_authority(inputs)
    law = library.answer_by_law(row.question, on, office, _NATIONS[kind]) if kind in _NATIONS else None
    if law is None:
        said = row.why or "recorded as printed: payband holds no law that answers it for this post"
        return _Answered(row, row.printed, REPRODUCED, why=said)
    answer = law.values["answer"]
    verdict = compared(row.printed, answer == "yes", YES_NO) or Verdict(False, "other words")
    return _with(row, f"{answer}, by law", verdict, COMPUTED)._replace(why=row.why or law.source)
