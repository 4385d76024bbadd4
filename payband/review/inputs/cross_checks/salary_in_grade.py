"""Salaries that lie outside the range of their own grade, and what each looks like."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from payband.calendar import date_text
from payband.errors import PaybandError, UnknownName
from payband.library import figures_used, spine
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import Person
from payband.review.ranges import PayRange, Ranges
from payband.units import half_up, pounds_text

__all__ = ["OtherPoint", "Outside", "SalariesInGrade", "looks_like", "salaries_in_grade"]

_A_POUND = 100  # what pay is rounded to before somebody types it
_PERIODS = (("monthly", 12), ("four-weekly", 13), ("weekly", 52))
_PROTECTED = re.compile(r"protect|red[ -]?circ", re.IGNORECASE)


class Outside(NamedTuple):
    """A person whose salary lies outside the range of the grade now, and how that is said.

    `protected` says that the review has a pay element of the person's that is called a protection, which is why;
    `may_be_protected` that it is above the range, and looks like no mistake.
    """

    person: Person
    said: str
    protected: bool = False
    may_be_protected: bool = False


class OtherPoint(NamedTuple):
    """A point of the spine of a grade, with its salary in pence and the day from which it was paid."""

    spine: str
    point: str
    salary: int
    effective_from: date | None = None


def looks_like(salary: int, fte: Fraction, bottom: int, top: int, points: Sequence[OtherPoint] = ()) -> str:
    """What a salary outside a range of £ a year looks like, in words; nothing where it looks like none of them.

    Amounts are in pence. Another of the `points` of the spine to the pound, pay for the time worked, monthly,
    four-weekly and weekly pay, a digit too many, a digit too few and two digits in the wrong order are tried, in this
    order, each as if it had been rounded to the pound. Digits in the wrong order must give a point of the spine.

    >>> looks_like(4_587_300, Fraction(3, 5), 7_423_600, 8_088_800)
    'pay for the time worked: £76,455.00 full-time'
    >>> looks_like(757_558, Fraction(1), 8_500_000, 9_330_000)
    'monthly pay: £90,906.96 a year'
    >>> points = [OtherPoint("Senior", "5", 7_201_850), OtherPoint("Senior", "9", 8_612_100)]
    >>> looks_like(8_612_100, Fraction(1), 7_201_800, 7_867_200, points)
    'point 9 of spine Senior'
    >>> looks_like(2_701_800, Fraction(1), 7_201_800, 7_867_200, points)
    'two digits in the wrong order: £72,018.50 is point 5 of spine Senior'
    >>> looks_like(6_000_000, Fraction(1), 8_500_000, 9_330_000)
    ''
    """
    for each in points:
        if abs(each.salary - salary) < _A_POUND:
            since = f", as it was paid from {date_text(each.effective_from)}" if each.effective_from else ""
            return f"point {each.point} of spine {each.spine}{since}"
    if fte < 1 and _within(salary / fte, _A_POUND / fte, bottom, top):
        return f"pay for the time worked: {pounds_text(half_up(salary * fte.denominator, fte.numerator))} full-time"
    for name, times in _PERIODS:
        if _within(Fraction(salary * times), Fraction(_A_POUND * times), bottom, top):
            return f"{name} pay: {pounds_text(salary * times)} a year"
    if _within(Fraction(salary, 10), Fraction(_A_POUND), bottom, top):
        return f"a digit too many: {pounds_text(half_up(salary, 10))}"
    if _within(Fraction(salary * 10), Fraction(_A_POUND * 10), bottom, top):
        return f"a digit too few: {pounds_text(salary * 10)}"
    swapped = _swapped(salary // _A_POUND)
    for each in points:
        if each.salary // _A_POUND in swapped and bottom <= each.salary <= top and each.effective_from is None:
            shown = pounds_text(each.salary)
            return f"two digits in the wrong order: {shown} is point {each.point} of spine {each.spine}"
    return ""


def _swapped(pounds: int) -> set[int]:
    """The amounts that a number becomes when two digits beside each other change places."""
    text = str(pounds)
    return {int(text[:at] + text[at + 1] + text[at] + text[at + 2 :]) for at in range(len(text) - 1)} - {pounds}


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


def _points_of_grades(inputs: Inputs) -> Callable[[str], Sequence[OtherPoint]]:
    """What gives all the points of the spine that a grade is on, of other days too where the workbook has them."""
    grades = {row.grade.casefold(): row for row in inputs.grades}
    on = inputs.settings.implementation_date

    @cache
    def points(grade: str) -> Sequence[OtherPoint]:
        row = grades.get(grade.casefold())
        if row is None or not row.spine:
            return ()
        own = [each for each in inputs.spines if each.spine.casefold() == row.spine.casefold()]
        newest = max((each.effective_from for each in own if each.effective_from <= on), default=None)
        if own:
            return [
                OtherPoint(each.spine, each.point, each.salary, _unless(each.effective_from, newest))
                for each in sorted(own, key=lambda each: each.effective_from != newest)
                if each.salary is not None
            ]
        try:
            found = spine(row.spine, on)
        except PaybandError:  # which is told where the grade is read
            return ()
        return [OtherPoint(found.name, each.point, each.pence) for each in found.points if each.pence is not None]

    return points


def _unless(day: date, newest: date | None) -> date | None:
    return None if day == newest else day


def _protected(inputs: Inputs) -> set[str]:
    """The people with a pay element that is called a protection: their pay may be above their grade."""
    return {each.line_or_person.casefold() for each in inputs.package if _PROTECTED.search(each.element)}


def salaries_in_grade(inputs: Inputs) -> SalariesInGrade:
    """Holds everybody's salary against the grade now: outside is who lies outside its range on both days."""
    outside, untold = [], []
    protected = _protected(inputs)
    with figures_used():  # apart from those that the answers rest on
        people = list(_people_with_grade(inputs))
        points = _points_of_grades(inputs)
        for person, grade, ranges in people:
            if not ranges:
                untold.append(Outside(person, f"{person.person}: the range of {grade} is not known"))
                continue
            spans = [(each.bottom, each.top) for each in ranges if each.bottom is not None and each.top is not None]
            if any(bottom <= person.salary_now <= top for bottom, top in spans):
                continue
            bottom, top = spans[-1]
            is_below = person.salary_now < bottom
            said = f"{person.person}: {pounds_text(person.salary_now)} is {'below' if is_below else 'above'} "
            said += ranges[-1].span
            is_protected = not is_below and person.person.casefold() in protected
            like = looks_like(person.salary_now, person.fte, bottom, top, points(grade))
            if is_protected:
                said += "; it is protected, by a pay element of table Package"
            elif like:
                said += f"; it looks like {like}"
            outside.append(Outside(person, said, is_protected, not (is_below or is_protected or like)))
    return SalariesInGrade(len(people), outside, untold)
