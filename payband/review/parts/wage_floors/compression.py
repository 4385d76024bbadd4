"""Differentials of the new structure: adjacent grades, and posts that report in, against what must lie between them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from payband import library
from payband.errors import Problem, did_you_mean, nearest
from payband.library import Figure
from payband.review.answers import AnswerRows
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.compression import (
    REPORTING_LINES,
    REPORTING_PAY,
    RULES,
    TIERS,
    ReportingRow,
    TierRuleRow,
)
from payband.review.ranges import PayRange
from payband.rules.pay.differentials import gap_between, gap_is_kept, overlap, overlap_share
from payband.rules.pay.pay_range import midpoint
from payband.rules.shares import share_of
from payband.units import counted, percent_text, pounds_text

__all__ = ["PROBLEMS", "answer"]

OVERLAP, NO_GAP, SMALL_GAP, APART = "overlap", "no gap", "gap too small", "apart"
WRONG_ORDER = "not above the lower grade"


# --- what must hold ------------------------------------------------------------------------------------------------


def _at(table: InputTable, row: int | None, column: str, message: str) -> Problem:
    return Problem(message, sheet=table.sheet, table=table.name, row=row, column=column)


def _rules_for_all(inputs: Inputs) -> Iterator[Problem]:
    """One rule at most is for every grade."""
    for_all: TierRuleRow | None = None
    for rule in inputs.readable_rows(RULES.name):
        if not rule.lower_grade and for_all is not None:
            message = f"is empty, for every grade, and so is row {for_all.row}: name a grade in one of them"
            yield _at(RULES, rule.row, "lower grade", message)
        elif not rule.lower_grade:
            for_all = rule


def _managers(inputs: Inputs) -> Iterator[Problem]:
    """Who is reported to has a pay range."""
    for row in inputs.rows_of(REPORTING_LINES.name):
        line = inputs.proposed_line(row.reports_to)
        if line is not None and not line.grade:
            message = f"the line '{line.line}' has no grade, so that it has no pay range: name a grade of table Grades"
            yield _at(REPORTING_LINES, row.row, "reports to", message)


def _order_of_salaries(inputs: Inputs) -> Iterator[Problem]:
    """A salary at the top is not below the one at the bottom."""
    for row in inputs.readable_rows(REPORTING_LINES.name):
        bottom, top = row.bottom_salary, row.top_salary
        if bottom is not None and top is not None and bottom > top:
            message = f"{pounds_text(top)} lies below the bottom salary, {pounds_text(bottom)}: swap them"
            yield _at(REPORTING_LINES, row.row, "top salary", message)


def _who_reports(inputs: Inputs) -> Iterator[Problem]:
    """Who reports is a person of the review, or has a salary in the row."""
    for row in inputs.rows_of(REPORTING_LINES.name):
        yield from _reporting_problems(row, inputs)


def _reporting_problems(row: ReportingRow, inputs: Inputs) -> Iterator[Problem]:
    bottom, top = row.bottom_salary, row.top_salary
    people = {person.person.casefold(): person.person for person in inputs.people}
    is_person = row.post.casefold() in people
    meant = None if is_person or bottom is not None or top is not None else nearest(row.post, people.values())
    if meant is not None:
        message = f"'{row.post}' is not a person of table People, and no salary is given; {did_you_mean(meant)}"
        yield _at(REPORTING_LINES, row.row, "post or person", message)
    elif bottom is None and (top is not None or not is_person):
        message = "is empty: give the salary, or the bottom of the range; only a person of table People needs none"
        yield _at(REPORTING_LINES, row.row, "bottom salary", message)


PROBLEMS = (_rules_for_all, _managers, _order_of_salaries, _who_reports)


# --- adjacent grades -----------------------------------------------------------------------------------------------


class _LeastGaps:
    """The least gap above a grade, in basis points; None where none is stated."""

    def __init__(self, rules: Sequence[TierRuleRow]) -> None:
        self._by_grade: Mapping[str, TierRuleRow] = {rule.lower_grade.casefold(): rule for rule in rules}
        for rule in rules:
            whose = rule.lower_grade or "each grade"
            name, source = f"least gap above {whose}", rule.source or f"table {RULES.name}"
            shown = percent_text(rule.least_gap)
            library.note_figure(Figure(name, shown, None, None, "given", source, f"table {RULES.name}"))

    def above(self, grade: str = "") -> int | None:
        rule = self._by_grade.get(grade.casefold()) or self._by_grade.get("")
        return None if rule is None else rule.least_gap


def _adjacent(ranges: Sequence[PayRange]) -> Iterator[tuple[PayRange, PayRange]]:
    """Each grade with those of the next order above it; a grade without an order has no neighbours."""
    orders = sorted({each.order for each in ranges if each.order})
    for order, following in pairwise(orders):
        for lower in (each for each in ranges if each.order == order):
            for higher in (each for each in ranges if each.order == following):
                yield lower, higher


class _Tier(NamedTuple):
    """Two adjacent grades and the gap between them: a row of the answer table; None where it is not known."""

    lower: str
    higher: str
    top: int | None
    bottom: int | None
    gap: int | None
    gap_share: int | None
    least: int | None
    shared: int | None
    shared_share: int | None
    rise: int | None
    rise_share: int | None
    finding: str | None
    why: str


def _tier(lower: PayRange, higher: PayRange, least: int | None) -> _Tier:
    if lower.bottom is None or lower.top is None or higher.bottom is None or higher.top is None:
        unknown = " and ".join(each.grade for each in (lower, higher) if each.bottom is None or each.top is None)
        why = f"the pay range of {unknown} is not known"
        ends = lower.grade, higher.grade, lower.top, higher.bottom
        return _Tier(*ends, None, None, least, None, None, None, None, None, why)
    gap = gap_between(lower.top, higher.bottom)
    shared = overlap(lower.bottom, lower.top, higher.bottom, higher.top)
    width = higher.top > higher.bottom
    middle = midpoint(lower.bottom, lower.top)
    rise = midpoint(higher.bottom, higher.top) - middle
    kept = least is None or gap_is_kept(lower.top, higher.bottom, least)
    if higher.top <= lower.top:
        finding = WRONG_ORDER
    elif gap < 0:
        finding = OVERLAP
    else:
        finding = NO_GAP if gap == 0 else APART if kept else SMALL_GAP
    return _Tier(
        lower.grade, higher.grade, lower.top, higher.bottom, gap, share_of(gap, lower.top), least,
        shared, overlap_share(shared, higher.bottom, higher.top) if width else None,
        rise, share_of(rise, middle), finding, _tier_why(lower, higher, gap, least),
    )  # fmt: skip


def _tier_why(lower: PayRange, higher: PayRange, gap: int, least: int | None) -> str:
    assert lower.top is not None
    assert higher.bottom is not None
    words = f"{_money(higher.bottom)} less {_money(lower.top)} is {_money(gap)}"
    if least is None:
        words += "; no least gap is stated"
    marks = [
        f"{each.grade} {mark}"
        for each in (lower, higher)
        for mark, holds in (("is provisional", each.provisional), ("rests on estimated points", each.estimated))
        if holds
    ]
    return "; ".join([words, *marks])


def _money(pence: int) -> str:
    return pounds_text(pence, pence_shown=pence % 100 != 0)


# --- posts that report in ------------------------------------------------------------------------------------------


class _Report(NamedTuple):
    """A post with its pay and the range of the line that it reports to, in pence; None where not known."""

    row: ReportingRow
    bottom: int | None
    top: int | None
    of: PayRange
    why: str = ""


def _report(row: ReportingRow, calculated: Calculated) -> _Report:
    line = calculated.inputs.proposed_line(row.reports_to)
    of = calculated.ranges.of(line.grade if line is not None else row.reports_to)
    if row.bottom_salary is not None:
        top = row.bottom_salary if row.top_salary is None else row.top_salary
        return _Report(row, row.bottom_salary, top, of)
    placed = next(each for each in calculated.placed if each.person.person.casefold() == row.post.casefold())
    if placed.slot is None:
        return _Report(row, None, None, of, f"the new salary is not known: {placed.why}")
    return _Report(row, placed.slot.salary, placed.slot.salary, of)


class _Reporting(NamedTuple):
    """The pay of a post that reports in, against the range: a row of the answer table; None where it is not known."""

    post: str
    reports_to: str
    bottom: int | None
    top: int | None
    range_bottom: int | None
    range_top: int | None
    gap: int | None
    over: int | None
    look_into: bool | None
    finding: str | None
    why: str


def _reporting(report: _Report, ranges: Sequence[PayRange], least: int | None) -> _Reporting:
    row, bottom, top, of = report.row, report.bottom, report.top, report.of
    start = (row.post, row.reports_to, bottom, top, of.bottom, of.top)
    if bottom is None or top is None or of.bottom is None or of.top is None:
        why = report.why or f"the pay range of {of.grade} is not known"
        return _Reporting(*start, None, None, None, None, why)
    gap = gap_between(top, of.bottom)
    span = f"{of.grade}, {_money(of.bottom)} to {_money(of.top)}"
    if gap > 0:
        share = percent_text(share_of(gap, top))
        words = f"{_money(of.bottom)} less {_money(top)} is {_money(gap)}, {share} of {_money(top)}"
        if least is None:
            return _Reporting(*start, gap, None, None, "below the range", f"{words}; no least gap is stated")
        kept = gap_is_kept(top, of.bottom, least)
        finding = "below the range" if kept else SMALL_GAP
        return _Reporting(*start, gap, None, not kept, finding, f"{words}; the least gap is {percent_text(least)}")
    over = top - of.top
    if over <= 0:
        finding = "within the range" if bottom >= of.bottom else "reaches into the range"
        words = f"{_money(top)} lies in {span}"
    else:
        finding = "above the range" if bottom > of.top else "reaches above the range"
        words = f"{_money(top)} less {_money(of.top)}, the top of {of.grade}, is {_money(over)}"
        if finding == "above the range" and bottom < top:
            words += f"; even {_money(bottom)} is {_money(bottom - of.top)} above it"
    reached = [
        f"{each.grade}, {_money(each.bottom)} to {_money(each.top)}"
        for each in ranges
        if each.order > of.order and each.bottom is not None and each.top is not None and bottom <= each.top
        if top >= each.bottom
    ]
    if reached:
        words += f"; reaches into {' and '.join(reached)}"
    return _Reporting(*start, gap, over if over > 0 else None, True, finding, words)


def answer(calculated: Calculated) -> PartAnswer:
    """The gaps between adjacent grades, the posts that report in, and what to look into."""
    inputs = calculated.inputs
    least = _LeastGaps(inputs.rows_of(RULES.name))
    ranges = [calculated.ranges.of(row.grade) for row in inputs.grades]
    tiers = [_tier(lower, higher, least.above(lower.grade)) for lower, higher in _adjacent(ranges)]
    reports = [_reporting(_report(row, calculated), ranges, least.above()) for row in inputs.rows_of("ReportingLines")]
    return PartAnswer(
        (AnswerRows(TIERS, tiers), AnswerRows(REPORTING_PAY, reports)),
        warnings=[*_tier_warnings(tiers), *_report_warnings(reports)],
        summary=[*_tier_summary(tiers), *_report_summary(reports)],
    )


def _tier_warnings(tiers: Sequence[_Tier]) -> Iterator[str]:
    if not tiers:
        yield "Tiers: no two grades have different orders; give each grade of table Grades its order, 1 the lowest"
    for each in tiers:
        if each.finding != APART:
            yield f"Tiers, {each.lower} and {each.higher}: {each.finding or 'not known'} ({each.why})"


def _report_warnings(reports: Sequence[_Reporting]) -> Iterator[str]:
    for each in reports:
        if each.look_into or each.finding is None:
            yield f"Reporting pay, {each.post} against {each.reports_to}: {each.finding or 'not known'} ({each.why})"


def _tier_summary(tiers: Sequence[_Tier]) -> Iterator[tuple[str, str, Any, str]]:
    if tiers:
        apart = [each for each in tiers if each.finding == APART]
        text = f"{len(apart)} of {counted(len(tiers), 'pair')} apart"
        if apart:
            nearest = min(apart, key=lambda each: each.gap_share or 0)
            shown = f"{_money(nearest.gap or 0)}, {percent_text(nearest.gap_share or 0)}"
            text += f"; the smallest gap is {shown}, between {nearest.lower} and {nearest.higher}"
        yield "Differentials", "Adjacent grades", text, "text"


def _report_summary(reports: Sequence[_Reporting]) -> Iterator[tuple[str, str, Any, str]]:
    for each in reports:
        label = f"{each.post} against {each.reports_to}"
        yield "Differentials", label, f"{each.finding or 'not known'}: {each.why}", "text"
