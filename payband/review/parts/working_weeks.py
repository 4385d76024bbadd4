"""Posts for part of the year: the FTE that their hours and weeks make, beside the one that the review counts."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from payband.errors import Problem
from payband.review.answers import AnswerRows
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.working_weeks import FTE_BY_WEEKS, WORKING_WEEKS, WorkingWeeksRow
from payband.rules.pay.term_time import annualised_share, term_time_share
from payband.units import counted, half_up

__all__ = ["PROBLEMS", "answer"]

_WORKED = "worked"
_ALIKE = Fraction(1, 200)  # lists have an FTE to two decimals, or to more
_MOST_NAMED = 10


class _Made(NamedTuple):
    """The share of full time that hours and weeks make, None where they do not tell it, and how."""

    share: Fraction | None
    how: str


def _times(inputs: Inputs) -> Mapping[str, Fraction]:
    """The FTE of every person, and of every line of the structure as it is now, by their names."""
    lines = {line.line.casefold(): line.fte_each for line in inputs.lines("now")}
    return lines | {person.person.casefold(): person.fte for person in inputs.people}


def _weeks_and_hours(inputs: Inputs) -> Iterator[Problem]:
    """Rows that do not say what their weeks and hours are to be compared with."""
    for row in inputs.readable_rows(WORKING_WEEKS.name):
        for name, message in _not_said(row):
            yield Problem(
                message, sheet=WORKING_WEEKS.sheet, table=WORKING_WEEKS.name, row=row.row or None, column=name
            )


PROBLEMS = (_weeks_and_hours,)


def _not_said(row: WorkingWeeksRow) -> Iterator[tuple[str, str]]:
    if row.weeks is None and row.hours_a_year is None:
        yield "weeks a year", "neither weeks nor hours a year are given: give one of them"
    if row.weeks is not None and row.counted_as == _WORKED and row.leave_days is None:
        yield (
            "days of leave",
            "for weeks worked give the days of leave and bank holidays a year of a full-time post, such as 35",
        )
    for name, hours, full in (
        ("hours a week", row.hours, row.full_time_hours),
        ("hours a year", row.hours_a_year, row.full_time_hours_a_year),
    ):
        if hours is not None and full is not None and hours > full:
            yield name, f"{float(hours):g} {name} are more than the {float(full):g} of full time"


def _made(row: WorkingWeeksRow) -> _Made:
    """What the hours and weeks of a row make."""
    if row.hours_a_year is not None and row.full_time_hours_a_year is not None:
        full = row.full_time_hours_a_year
        said = f"{float(row.hours_a_year):g} of {float(full):g} hours a year"
        return _Made(annualised_share(row.hours_a_year, full), said)
    if row.weeks is None:
        return _Made(None, "the hours a year of a full-time post are not given")
    if not row.counted_as:
        return _Made(None, "it is not said whether the weeks are paid or worked")
    if row.hours is None or row.full_time_hours is None:
        return _Made(None, "the hours a week, or those of a full-time post, are not given")
    leave = row.leave_days if row.counted_as == _WORKED else None
    how = f", with {float(leave):g} days of leave for full time" if leave is not None else ""
    said = (
        f"{float(row.hours):g} of {float(row.full_time_hours):g} hours for {float(row.weeks):g} weeks {row.counted_as}"
    )
    return _Made(term_time_share(row.hours / row.full_time_hours, row.weeks, leave), said + how)


def answer(calculated: Calculated) -> PartAnswer:
    """The FTE that hours and weeks make, beside that of the review; what differs is noted."""
    inputs = calculated.inputs
    times = _times(inputs)
    rows: list[tuple[Any, ...]] = []
    differ = []
    for row in inputs.rows_of(WORKING_WEEKS.name):
        made, counted_now = _made(row), times[row.person_or_line.casefold()]
        same = None if made.share is None else abs(made.share - counted_now) < _ALIKE
        if same is False:
            differ.append(row.person_or_line)
        share = None if made.share is None else _rounded(made.share, 10_000)
        rows.append((row.person_or_line, share, _rounded(counted_now, 10_000), same, made.how))
    summary = [("Working weeks", "For part of the year", counted(len(rows), "post"), "text")]
    warnings = []
    if differ:
        named = ", ".join(differ[:_MOST_NAMED]) + (", ..." if len(differ) > _MOST_NAMED else "")
        summary.append(("Working weeks", "FTE that hours and weeks do not make", f"{len(differ)}: {named}", "text"))
        warnings.append(
            f"the FTE of {counted(len(differ), 'post')} is not what hours and weeks make of it, see sheet "
            f"{FTE_BY_WEEKS.sheet}: {named}"
        )
    return PartAnswer((AnswerRows(FTE_BY_WEEKS, rows),), warnings=warnings, summary=summary)


def _rounded(share: Fraction, parts: int) -> int:
    """A share in so many parts of one, half upwards."""
    rounded: int = half_up(share.numerator * parts, share.denominator)
    return rounded
