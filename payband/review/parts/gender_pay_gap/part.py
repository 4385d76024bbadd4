"""The gender pay gap: the six figures of the regulations by sex, and in the same form by ethnicity and disability.

**Who counts**: relevant employees are the people of table PayGapPay but partners; full-pay relevant employees are those
whose pay of the period was not reduced because of leave. Bonus figures are of relevant employees, the others of
full-pay relevant employees.

**Groups of few**: the figures by sex are what the law asks for and are here whole. Groups of ethnicity and disability
that are smaller than the report says are withheld, and so are bonuses that fewer of them were paid.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from payband.calendar import date_text
from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.gender_pay_gap.groups import (
    LEAST_BY_PROPOSAL,
    Comparison,
    Groups,
    comparisons,
    six_figures,
)
from payband.review.parts.gender_pay_gap.people import (
    Employee,
    bonus_year,
    employees,
    hours_of,
    the_report,
)
from payband.review.parts.gender_pay_gap.problems import PROBLEMS
from payband.review.parts.tables.gender_pay_gap import (
    BONUSES,
    FIGURES,
    HOURLY_PAY,
    OF_QUARTERS,
    PayGapReportRow,
)
from payband.rules.measures.gender_pay_gap import LEAST_EMPLOYEES
from payband.units import counted, percent_text

__all__ = ["PROBLEMS", "answer"]

_SEX = "sex"


def answer(calculated: Calculated) -> PartAnswer:
    """The six figures of each comparison, the people behind them, and everybody's hourly pay."""
    inputs = calculated.inputs
    report = the_report(inputs)
    assert report is not None
    people = list(employees(inputs, report))
    compared = list(comparisons(people))
    least = LEAST_BY_PROPOSAL if report.least_people is None else report.least_people
    groups = {each.groups.characteristic: each.groups for each in compared}
    rows = [_figures(each, report, least) for each in compared]
    tables = (
        AnswerRows(FIGURES, rows),
        AnswerRows(OF_QUARTERS, [row for each in groups.values() for row in _quarters(each, least)]),
        AnswerRows(HOURLY_PAY, [_hourly(each) for each in people]),
    )
    return PartAnswer(
        tables,
        checks=list(_checks(people, groups)),
        warnings=list(_warnings(inputs.rows_of(BONUSES.name), people, compared, report)),
        summary=[_summary(row) for row in rows],
    )


# --- the tables ----------------------------------------------------------------------------------------------------


def _figures(each: Comparison, report: PayGapReportRow, least: int) -> tuple[Any, ...]:
    found = six_figures(each, report.decimals)
    few, few_bonuses = _few(each, least)
    gaps: list[int | None] = [found.mean_gap, found.median_gap]
    of_bonus: list[int | None] = [found.mean_bonus_gap, found.median_bonus_gap, *found.with_bonus]
    shares = [share for quarter in found.of_quarters for share in quarter]
    why = []
    if few:
        gaps, of_bonus, shares = [None] * 2, [None] * 4, [None] * len(shares)
        why.append(f"withheld: a group has fewer than {least} people on full pay")
    elif few_bonuses:
        of_bonus = [None] * 4
        why.append(f"bonuses withheld: fewer than {least} people of a group were paid one")
    else:
        why += _none(each)
    return (each.groups.characteristic, each.group, each.base, *gaps, *of_bonus, *shares, "; ".join(why))


def _few(each: Comparison, least: int) -> tuple[bool, bool]:
    """Whether the figures of a comparison, and whether those of its bonuses, are of too few people."""
    if each.groups.characteristic == _SEX:
        return False, False
    with_bonus = [len(each.groups.bonuses(group)) for group in (each.group, each.base)]
    return each.fewest < least, any(0 < paid < least for paid in with_bonus)


def _none(each: Comparison) -> Iterator[str]:
    for group in (each.base, each.group):
        if not each.groups.hourly(group):
            yield f"nobody on full pay: {group}"
    nobody = [group for group in (each.base, each.group) if not each.groups.bonuses(group)]
    if nobody:
        yield f"no bonus was paid: {', '.join(nobody)}"


def _quarters(groups: Groups, least: int) -> Iterator[tuple[Any, ...]]:
    """The counts of each group; where a group of ethnicity or disability is small, those of all are withheld."""
    sizes = {group: len(groups.hourly(group)) for group in groups.members}
    hide = groups.characteristic != _SEX and any(size < least for size in sizes.values())
    for group, members in groups.members.items():
        counts: list[int | None] = [len(members), len(groups.bonuses(group)), sizes[group], *groups.in_quarters(group)]
        why = f"withheld: a group of {groups.characteristic} has fewer than {least} people on full pay" if hide else ""
        yield (groups.characteristic, group, *([None] * len(counts) if hide else counts), why)


def _hourly(each: Employee) -> tuple[Any, ...]:
    row, period = each.row, each.period
    hours = None if row.weekly_hours is None else hours_of(row.weekly_hours)
    return (
        row.person, each.hourly is not None, period.pay_period, each.ordinary, each.bonus_in_period, hours, each.hourly,
        each.bonus, period.first_day, period.last_day, each.why,
    )  # fmt: skip


# --- checks, warnings, summary -------------------------------------------------------------------------------------


def _checks(people: Sequence[Employee], groups: dict[str, Groups]) -> Iterator[Check]:
    relevant = [each for each in people if each.is_relevant]
    full = sum(each.hourly is not None for each in relevant)
    for name, each in groups.items():
        in_quarters = sum(sum(quarter.values()) for quarter in each.quarters)
        without = sum(member.hourly is not None for member in relevant) - in_quarters
        title = f"The quarters of the pay gap by {name} and those who did not give it are all on full pay"
        gave = sum(len(each.hourly(group)) for group in each.members)
        yield Check(title, _people(full), _people(in_quarters + without), in_quarters == gave and without >= 0)
        sizes = [sum(quarter.values()) for quarter in each.quarters]
        title = f"The quarters of the pay gap by {name} have equal numbers as far as possible"
        largest = max(sizes) - min(sizes)
        yield Check(title, "they differ by 1 at most", f"they differ by {largest}", largest <= 1)


def _people(count: int) -> str:
    return counted(count, "person", "people")


def _warnings(
    bonuses: Sequence[Any], people: Sequence[Employee], compared: Sequence[Comparison], report: PayGapReportRow
) -> Iterator[str]:
    relevant = sum(each.is_relevant for each in people)
    if relevant < LEAST_EMPLOYEES:
        yield (
            f"Gender pay gap: there are {_people(relevant)}, and the duty to publish begins at {LEAST_EMPLOYEES} "
            "employees; with few people the figures tell of single ones"
        )
    first, last = bonus_year(report.snapshot_date)
    if any(not first <= each.paid_on <= last for each in bonuses):
        yield (
            "Gender pay gap: bonuses that were paid outside the twelve months from "
            f"{date_text(first)} to {date_text(last)} are left out of the bonus figures"
        )
    for name in dict.fromkeys(each.groups.characteristic for each in compared):
        groups = next(each.groups for each in compared if each.groups.characteristic == name)
        if groups.not_given:
            of = _people(groups.not_given)
            yield f"Gender pay gap: {name} is not given for {of}, who are left out of its figures"
    if not any(each.groups.characteristic == _SEX for each in compared):
        yield "Gender pay gap: nobody's sex is given, so that the figures of the regulations are not worked out"


def _summary(row: tuple[Any, ...]) -> tuple[str, str, Any, str]:
    characteristic, group, base, mean, median, *_ = row
    if mean is None or median is None:
        text = "not told"
    else:
        text = f"mean {percent_text(mean)}, median {percent_text(median)} of hourly pay"
    return "Gender pay gap", f"{characteristic}: {group} against {base}", text, "text"
