"""Fair pay ratios, pay on the year before, and the Transparency Code's pay multiple.

The percentiles are of the staff in post at the end of the year, full-time and for a full year, with the other staff
that are given. The ratios take the middle of the band of the highest-paid senior officer in post then.
"""

from collections.abc import Sequence
from typing import NamedTuple

from payband.review.inputs.inputs import Inputs
from payband.review.parts.accounts.pay import Paid, notes_row
from payband.review.parts.tables.accounts_notes import AS_PAID, LAST_YEAR, OF_CHANGE, OF_RATIO, OTHERS, SENIOR_POSTS
from payband.rules.measures.fair_pay import QUARTERS, band_midpoint, percentile_pay
from payband.rules.measures.pay_gap import mean_pay, median_pay
from payband.rules.measures.pay_multiple import pay_multiple_of

__all__ = [
    "CHANGES_TOLD",
    "MULTIPLE_ITEM",
    "PERCENTILES",
    "FairPayRow",
    "Multiple",
    "changes",
    "fair_pay_rows",
    "highest_paid",
    "is_senior",
    "multiple_of_workforce",
    "staff_pays",
]

PERCENTILES = {25: "25th percentile", 50: "median", 75: "75th percentile"}
MULTIPLE_ITEM = "pay multiple"

DIRECTOR_SALARY, DIRECTOR_BONUS, STAFF_SALARY, STAFF_BONUS = CHANGES_TOLD = (
    "highest-paid director: salary and allowances", "highest-paid director: bonus",
    "staff on average: salary and allowances", "staff on average: bonus",
)  # fmt: skip
"""The first column of the table of changes."""


class FairPayRow(NamedTuple):
    """A percentile of staff, pence and hundredths: of pay, and of salary and allowances alone."""

    percent: int
    highest: int
    middle: int
    pay: int
    ratio: int
    last_year: int | None
    highest_salary: int
    middle_salary: int
    salary: int
    salary_ratio: int


class Multiple(NamedTuple):
    """The pay multiple of the workforce, in hundredths, with what it rests on in pence."""

    people: int
    highest: int
    median: int
    multiple: int
    last_year: int | None
    of_senior: bool
    """Whether the highest-paid is a senior officer, whose pay is public."""


def is_senior(inputs: Inputs, person: str) -> bool:
    """Whether somebody is a senior officer, who is shown one by one."""
    key = person.casefold()
    return any(row.senior and row.person.casefold() == key for row in inputs.rows_of(SENIOR_POSTS.name))


def highest_paid(inputs: Inputs, paid: Sequence[Paid]) -> Paid | None:
    """The highest-paid senior officer in post at the end of the year; None where none is."""
    directors = [each for each in paid if each.in_post and is_senior(inputs, each.person.person)]
    return max(directors, key=lambda each: each.full_pay, default=None)


def staff_pays(inputs: Inputs, paid: Sequence[Paid]) -> tuple[list[int], list[int]]:
    """The pay, and the salary alone, of the staff of the percentiles: full-time, for a full year."""
    director = highest_paid(inputs, paid)
    left_out = None if notes_row(inputs).director_counted else director
    staff = [each for each in paid if each.in_post and each is not left_out]
    pays, salaries = [each.full_pay for each in staff], [each.full_salary for each in staff]
    for other in inputs.rows_of(OTHERS.name):
        pays += [other.pay] * other.number
        salaries += [other.salary if other.salary is not None else other.pay] * other.number
    return pays, salaries


def fair_pay_rows(inputs: Inputs, paid: Sequence[Paid]) -> list[FairPayRow]:
    """The ratios at the three percentiles; none without a director or staff.

    Raises WrongInput where the exclusive method has too few staff.
    """
    notes, director = notes_row(inputs), highest_paid(inputs, paid)
    pays, salaries = staff_pays(inputs, paid)
    if director is None or not pays or not notes.percentile_method or not notes.band_width:
        return []
    middle, middle_salary = (
        int(band_midpoint(each, notes.band_width)) for each in (director.full_pay, director.full_salary)
    )
    found = []
    for percent in QUARTERS:
        pay, salary = (percentile_pay(each, percent, notes.percentile_method) for each in (pays, salaries))
        found.append(FairPayRow(
            percent, director.full_pay, middle, pay, int(pay_multiple_of(middle, pay)),
            _ratio_of_last_year(inputs, PERCENTILES[percent]),
            director.full_salary, middle_salary, salary, int(pay_multiple_of(middle_salary, salary)),
        ))  # fmt: skip
    return found


def _ratio_of_last_year(inputs: Inputs, item: str) -> int | None:
    rows = (row for row in inputs.rows_of(LAST_YEAR.name) if row.note == OF_RATIO)
    return next((row.ratio for row in rows if row.item.casefold() == item.casefold()), None)


def changes(inputs: Inputs, paid: Sequence[Paid]) -> list[tuple[str, int, int]]:
    """Last year's and this year's pay of the director and of staff on average, where last year's is given; pence.

    The director's is the middle of the band of salary and allowances, and the bonus as it is; staff are those of the
    percentiles, without the director.
    """
    notes, director = notes_row(inputs), highest_paid(inputs, paid)
    staff = [each for each in paid if each.in_post and each is not director]
    if director is None or not notes.band_width:
        return []
    now = {
        DIRECTOR_SALARY: int(band_midpoint(director.full_salary, notes.band_width)),
        DIRECTOR_BONUS: director.full["bonus"],
    }
    others = inputs.rows_of(OTHERS.name)
    salaries = [each.full_salary for each in staff]
    for other in others:
        salaries += [other.salary if other.salary is not None else other.pay] * other.number
    if salaries:
        now[STAFF_SALARY] = int(mean_pay(sum(salaries), len(salaries)))
    if staff and not others:  # what other staff have as a bonus is not given
        now[STAFF_BONUS] = int(mean_pay(sum(each.full["bonus"] for each in staff), len(staff)))
    before = {row.item.casefold(): row.amount for row in inputs.rows_of(LAST_YEAR.name) if row.note == OF_CHANGE}
    return [(item, before[item.casefold()], pence) for item, pence in now.items() if item.casefold() in before]


def multiple_of_workforce(inputs: Inputs, paid: Sequence[Paid]) -> Multiple | None:
    """The pay multiple of the Transparency Code on the basis that is chosen; None without one, or without staff."""
    notes = notes_row(inputs)
    if not notes.multiple_of:
        return None
    as_paid = notes.multiple_of == AS_PAID
    staff = [each for each in paid if each.in_post]
    others = [other.pay for other in inputs.rows_of(OTHERS.name) for _ in range(other.number)]
    earnings = [each.annual_earnings if as_paid else each.full_earnings for each in staff]
    if not staff:
        return None
    top = [(each.earnings, each) for each in paid] if as_paid else list(zip(earnings, staff, strict=True))
    highest, of_senior = max(
        [*((pay, is_senior(inputs, each.person.person)) for pay, each in top), *((pay, False) for pay in others)]
    )
    median = median_pay([*earnings, *others])
    multiple, last_year = int(pay_multiple_of(highest, median)), _ratio_of_last_year(inputs, MULTIPLE_ITEM)
    return Multiple(len(earnings) + len(others), highest, median, multiple, last_year, of_senior)
