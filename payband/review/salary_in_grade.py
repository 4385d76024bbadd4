"""Salaries that lie outside the range of their own grade, and what each looks like."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from payband.errors import PaybandError, UnknownName
from payband.library import figures_used
from payband.review.inputs import Inputs
from payband.review.ranges import PayRange, Ranges
from payband.review.tables import Person
from payband.units import half_up, pounds_text

__all__ = ["Outside", "SalariesInGrade", "looks_like", "salaries_in_grade"]

_A_POUND = 100  # what pay is rounded to before somebody types it
_MONTHS = 12


class Outside(NamedTuple):
    """A person whose salary lies outside the range of the grade now, and how that is said."""

    person: Person
    said: str


def looks_like(salary: int, fte: Fraction, bottom: int, top: int) -> str:
    """What a salary outside a range of £ a year looks like, in words; nothing where it looks like none of them.

    Amounts are in pence. Pay for the time worked, monthly pay, a digit too many and a digit too few are tried, each
    as if it had been rounded to the pound.

    >>> looks_like(4_587_300, Fraction(3, 5), 7_423_600, 8_088_800)
    'pay for the time worked: £76,455.00 full-time'
    >>> looks_like(757_558, Fraction(1), 8_500_000, 9_330_000)
    'monthly pay: £90,906.96 a year'
    >>> looks_like(6_000_000, Fraction(1), 8_500_000, 9_330_000)
    ''
    """
    if fte < 1 and _within(salary / fte, _A_POUND / fte, bottom, top):
        return f"pay for the time worked: {pounds_text(half_up(salary * fte.denominator, fte.numerator))} full-time"
    if _within(Fraction(salary * _MONTHS), Fraction(_A_POUND * _MONTHS), bottom, top):
        return f"monthly pay: {pounds_text(salary * _MONTHS)} a year"
    if _within(Fraction(salary, 10), Fraction(_A_POUND), bottom, top):
        return f"a digit too many: {pounds_text(half_up(salary, 10))}"
    if _within(Fraction(salary * 10), Fraction(_A_POUND * 10), bottom, top):
        return f"a digit too few: {pounds_text(salary * 10)}"
    return ""


def _within(salary: Fraction, rounded_by: Fraction, bottom: int, top: int) -> bool:
    return bottom - rounded_by <= salary <= top + rounded_by


class SalariesInGrade(NamedTuple):
    """How many people have a grade now, whose salaries lie outside its range, and whose cannot be told."""

    people: int
    outside: list[Outside]
    untold: list[Outside]
    """The people whose grade now is there, but has no range that is known."""


def _people_with_grade(inputs: Inputs) -> Iterator[tuple[Person, str, Sequence[PayRange]]]:
    """The people whose grade now is there, with its known ranges: on the day before the new structure, and on that day.

    The grade is the person's own, else that of the line that the person is in now.
    """
    settings = inputs.settings
    eve = settings.model_copy(update={"implementation_date": settings.implementation_date - timedelta(days=1)})
    both = (Ranges(inputs._replace(settings=eve)), Ranges(inputs))
    lines = {line.line.casefold(): line.grade for line in inputs.lines("now")}
    known: dict[str, Sequence[PayRange] | None] = {}
    for person in inputs.people:
        grade = person.grade_now or lines.get(person.post_now.casefold(), "")
        if grade not in known:
            known[grade] = _known(both, grade)
        ranges = known[grade]
        if ranges is not None:
            yield person, grade, ranges


def _known(both: Sequence[Ranges], grade: str) -> Sequence[PayRange] | None:
    """The known ranges of a grade; None where there is no grade of the name, which is then a title alone."""
    if not grade:
        return None
    found: list[PayRange] = []
    for ranges in both:
        try:
            each = ranges.of(grade)
        except UnknownName:
            return None
        except PaybandError:  # not in force on that day
            continue
        if each.bottom is not None and each.top is not None and each not in found:
            found.append(each)
    return found


def salaries_in_grade(inputs: Inputs) -> SalariesInGrade:
    """Holds everybody's salary against the grade now: outside is who lies outside its range on both days."""
    outside, untold = [], []
    with figures_used():  # apart from those that the answers rest on
        people = list(_people_with_grade(inputs))
    for person, grade, ranges in people:
        if not ranges:
            untold.append(Outside(person, f"{person.person}: the range of {grade} is not known"))
            continue
        spans = [(each.bottom, each.top) for each in ranges if each.bottom is not None and each.top is not None]
        if any(bottom <= person.salary_now <= top for bottom, top in spans):
            continue
        bottom, top = spans[-1]
        where = "below" if person.salary_now < bottom else "above"
        said = f"{person.person}: {pounds_text(person.salary_now)} is {where} {ranges[-1].span}"
        if like := looks_like(person.salary_now, person.fte, bottom, top):
            said += f"; it looks like {like}"
        outside.append(Outside(person, said))
    return SalariesInGrade(len(people), outside, untold)
