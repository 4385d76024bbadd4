"""Slips in pay elements, exits, arrears and the budget that are possible and hardly ever meant: noted, none refused."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from payband.calendar import date_text
from payband.errors import nearest
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import Person
from payband.review.parts.tables.arrears import LATE_AWARDS
from payband.review.parts.tables.arrears import PEOPLE as ARREARS
from payband.review.parts.tables.budget import COST_CENTRES
from payband.review.parts.tables.exit_costs import EXITS
from payband.units import half_up, percent_text, pounds_text

__all__ = ["part_slips"]

WEEKS = 52
MOST_A_WEEK = 3_000_00  # pence: of who is in no other table
LEAST_OF_A_YEAR = 10_000_00  # pence: less is no full-time salary
MOST_TAKEN_OFF = 2_500  # basis points
LEAST_TAKEN_OFF = 10
LEAST_PENSION, MOST_PENSION = 500, 4_500
LEAST_AWARD = 50  # basis points of a salary
MOST_OF_A_LINE = 50_000_00  # pence
SALARIES = ("basic pay", "basic salary", "salary", "pay", "base pay")
ON_COSTS = (
    "employers ni",
    "employer ni",
    "national insurance",
    "employers pension",
    "employer pension",
    "on-cost",
    "levy",
)
ALIKE = (8, 12)  # two salaries are of one post where each is at least so many of so many parts of the other


def _people(inputs: Inputs) -> Mapping[str, Person]:
    return {person.person.casefold(): person for person in inputs.people}


def _exits(inputs: Inputs) -> Iterator[str]:
    people = _people(inputs)
    for row in inputs.rows_of(EXITS.name):
        where = f"Table {EXITS.name}, row {row.row}: "
        person = people.get(row.person.casefold())
        if person is None:
            if row.week_pay > MOST_A_WEEK:
                yield f"{where}a week's pay of {pounds_text(row.week_pay)} is high: is it that of a month?"
            continue
        if person.leaves_on is not None and person.leaves_on != row.leaves_on:
            yield (
                f"{where}{row.person} leaves on {date_text(row.leaves_on)}, and in table People on "
                f"{date_text(person.leaves_on)}: mend one of the two"
            )
        elif person.leaves_on is None:
            goes = f", and goes to '{person.proposed_line}'" if person.proposed_line else ""
            yield (
                f"{where}{row.person} leaves on {date_text(row.leaves_on)}, and in table People has no last day{goes}: "
                "the years go on with the post's pay; give the day there too"
            )
        a_year = int(half_up(person.salary_now * person.fte.numerator, person.fte.denominator))
        if row.week_pay and not a_year <= 2 * row.week_pay * WEEKS <= 4 * a_year:
            yield (
                f"{where}a week's pay of {pounds_text(row.week_pay)} is about {pounds_text(row.week_pay * WEEKS)} a "
                f"year, and {row.person} is paid {pounds_text(a_year)}: is it that of a month, or of full time?"
            )


def _arrears(inputs: Inputs) -> Iterator[str]:
    people = _people(inputs)
    departments = {row.department.casefold(): row.department for row in inputs.rows_of(COST_CENTRES.name)}
    departments.pop("", None)
    unknown: dict[str, Any] = {}
    for row in inputs.rows_of(ARREARS.name):
        where = f"Table {ARREARS.name}, row {row.row}: "
        person, before = people.get(row.person.casefold()), row.salary_before
        if departments and row.department and row.department.casefold() not in departments:
            unknown.setdefault(row.department, row)
        if person is not None and person.fte != row.fte:
            yield f"{where}{row.person} has the FTE {row.fte}, and {person.fte} in table People: is one of them old?"
        if before is not None and person is not None and not _alike(before, person.salary_now):
            yield (
                f"{where}the salary of {row.person} is {pounds_text(before)} before the award, and in table People it "
                f"is {pounds_text(person.salary_now)}: give the full-time salary of a year in both"
            )
        elif before is not None and before < LEAST_OF_A_YEAR:
            yield (
                f"{where}a salary of {pounds_text(before)} a year is little for full time: is it that of a month, or "
                "for the time worked?"
            )
        rate = row.pension_rate
        if rate and not LEAST_PENSION <= rate <= MOST_PENSION:
            yield (
                f"{where}pension on arrears of {percent_text(rate)} is outside the {percent_text(LEAST_PENSION)} to "
                f"{percent_text(MOST_PENSION)} that employers pay: check it"
            )
        paid = before or (None if person is None else person.salary_now)
        if paid and row.other_pay * 2 > paid:
            yield f"{where}other pay of {pounds_text(row.other_pay)} in the month is much: is it that of a year?"
    for name, row in unknown.items():
        near = nearest(name, list(departments.values()))
        meant = f": is '{near}' meant?" if near else ": give it to one in table CostCentres"
        yield f"Table {ARREARS.name}, row {row.row}: no cost centre has the department '{name}'{meant}"


def _alike(one: int, other: int) -> bool:
    least, of = ALIKE
    return one * of >= other * least and other * of >= one * least


def _late_awards(inputs: Inputs) -> Iterator[str]:
    salaries = [row.salary_before for row in inputs.rows_of(ARREARS.name) if row.salary_before]
    for row in inputs.rows_of(LATE_AWARDS.name):
        where = f"Table {LATE_AWARDS.name}, row {row.row}: "
        if 0 < row.percent < LEAST_AWARD:
            yield f"{where}{row.award} is {percent_text(row.percent)}, under {percent_text(LEAST_AWARD)}: check it"
        if row.flat and salaries and not row.percent:
            if row.flat * 2 > min(salaries):
                yield f"{where}a flat sum of {pounds_text(row.flat)} a year is more than half of a salary: check it"
            elif row.flat * 10_000 < LEAST_AWARD * min(salaries):
                yield f"{where}a flat sum of {pounds_text(row.flat)} a year is little: is it that of a month?"


def _taken_off(inputs: Inputs) -> Iterator[str]:
    for row in inputs.rows_of(COST_CENTRES.name):
        for what, rate in (("vacancy factor", row.vacancy_factor), ("turnover", row.turnover)):
            if rate and not LEAST_TAKEN_OFF <= rate <= MOST_TAKEN_OFF:
                yield (
                    f"Table {COST_CENTRES.name}, row {row.row}: a {what} of {percent_text(rate)} is outside the "
                    f"{percent_text(LEAST_TAKEN_OFF)} to {percent_text(MOST_TAKEN_OFF)} that are usual: check it"
                )


def _elements(inputs: Inputs) -> Iterator[str]:
    """Pay elements that are the salary itself or an on-cost, or more than half of a salary."""
    people = _people(inputs)
    for row in inputs.package:
        if not row.is_costed:
            continue
        words = row.element.casefold().replace("'", "")
        of = f"Table Package, row {row.row}: '{row.element}' of {row.line_or_person}"
        person = people.get(row.line_or_person.casefold())
        if words in SALARIES:
            yield f"{of} reads like the salary itself, which the cost holds already: take it out or rename it"
        elif any(each in words for each in ON_COSTS):
            yield f"{of} reads like an on-cost, which is worked out by the on-cost profile: take it out if it is one"
        elif row.amount > (MOST_OF_A_LINE if person is None else person.salary_now // 2):
            yield f"{of} is {pounds_text(row.amount)} a year, which is much for a pay element: check it"


_EACH: tuple[Callable[[Inputs], Iterator[str]], ...] = (_elements, _exits, _arrears, _late_awards, _taken_off)


def part_slips(inputs: Inputs) -> Iterator[str]:
    """Every note on what is possible in these parts and hardly ever meant."""
    for each in _EACH:
        yield from each(inputs)
