"""Pay multiples by year, from the medians and lowest pay they rest on, held against their limits."""

from collections.abc import Iterator
from typing import Any

from payband import library
from payband.errors import PaybandError, Problem
from payband.library import Figure, MultipleLimit
from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.pay_multiples import BY_YEAR, PAY_MULTIPLES, PayMultipleRow
from payband.rules.measures.pay_multiple import pay_multiple_of
from payband.rules.shares import share_of

__all__ = ["PROBLEMS", "answer"]


def _problem(row: PayMultipleRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=PAY_MULTIPLES.sheet, table=PAY_MULTIPLES.name, row=row.row, column=column)


def _rows(inputs: Inputs) -> Iterator[Problem]:
    """The figures are in order, and what each limit is of is given."""
    for row in inputs.readable_rows(PAY_MULTIPLES.name):
        if row.median is None and row.lowest is None:
            yield _problem(row, "median", "is empty, and so is the lowest: give one of them, or take the year out")
        for name, pay in (("median", row.median), ("lowest", row.lowest)):
            if pay is not None and pay > row.highest:
                yield _problem(row, name, f"the {name} pay is above the highest: mend one of them")
        if row.median is not None and row.lowest is not None and row.lowest > row.median:
            yield _problem(row, "lowest", "the lowest pay is above the median: mend one of them")
        if row.limit == 0:
            yield _problem(row, "own limit", "is 0: give the highest multiple, such as 10, or leave it empty")
        try:
            limits = _limits(row)
        except PaybandError as error:
            yield _problem(row, "limit of the library", str(error))
            continue
        for limit in limits:
            if getattr(row, limit.of) is None:
                yield _problem(row, limit.of, f"is empty, and the limit {limit.name} is of the {limit.of}: give it")


PROBLEMS = (_rows,)


def _limits(row: PayMultipleRow) -> list[MultipleLimit]:
    """The limits of a year: the library's, in force on the year's last day, and the body's own."""
    found = [library.multiple_limit(row.policy, row.year.ends_on)] if row.policy else []
    if row.limit:
        own = MultipleLimit("own limit", row.limit_of, row.limit * 100, row.source)
        shown = f"{row.limit} times the {row.limit_of}"
        library.note_figure(Figure("pay multiple limit", shown, None, None, "given", row.source, "table PayMultiples"))
        found.append(own)
    return found


def answer(calculated: Calculated) -> PartAnswer:
    """The multiples of each year, in the order of the years, and whether each stays within its limits."""
    rows = sorted(calculated.inputs.rows_of(PAY_MULTIPLES.name), key=lambda row: row.year)
    answers: list[tuple[Any, ...]] = []
    checks: list[Check] = []
    before: int | None = None
    for row in rows:
        said = []
        for limit in _limits(row):
            base = getattr(row, limit.of)
            within = row.highest * 100 <= limit.limit * base  # exactly, whatever the multiple is rounded to
            name = f"{limit.name}: at most {limit.limit // 100} times the {limit.of}"
            said.append(f"{name}, {'within' if within else 'ABOVE IT'}")
            found = f"{_times(row.highest, base)} times"
            expected = f"at most {limit.limit // 100} times"
            checks.append(
                Check(f"Pay multiple of {row.year} within {limit.name}", expected, found, within, limit.source)
            )
        change = None if before is None else share_of(row.highest - before, before)
        answers.append(
            (
                str(row.year),
                row.highest,
                row.median,
                None if row.median is None else pay_multiple_of(row.highest, row.median),
                row.lowest,
                None if row.lowest is None else pay_multiple_of(row.highest, row.lowest),
                change,
                "; ".join(said) or None,
                row.source or None,
            )
        )
        before = row.highest
    return PartAnswer((AnswerRows(BY_YEAR, answers),), checks=checks, summary=[_headline(rows[-1])])


def _times(highest: int, base: int) -> str:
    hundredths = pay_multiple_of(highest, base)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _headline(row: PayMultipleRow) -> tuple[str, str, Any, str]:
    said = [
        f"{_times(row.highest, base)} times the {name}"
        for name, base in (("median", row.median), ("lowest", row.lowest))
        if base is not None
    ]
    return "Pay multiples", f"Highest pay in {row.year}", " and ".join(said), "text"
