"""What each point in use and each person of a review is paid on a day, as a full-time salary."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from payband.errors import PaybandError
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import awards_until, increments_of, ladder_of, points_above
from payband.review.inputs.tables import Person, StructureLine
from payband.review.ranges import PayRange, Ranges
from payband.review.slotting_list import DISPLACED, LEAVES, Placement, stays_until
from payband.rules.protection import Protection, spells

__all__ = ["PaidPerson", "PaidPoint", "PayOnDays"]


class PaidPoint(NamedTuple):
    """A point of a spine, or an end of a range without points, and its salary in pence; None where not known."""

    spine: str
    point: str
    salary: int | None
    estimated: bool = False


class PaidPerson(NamedTuple):
    """Somebody's full-time pay on a day in pence, with protection and without; None where not known, and why.

    `spine` is the spine of the new grade, or the grade where it has no points; empty for who is displaced.
    """

    person: Person
    line: StructureLine | None
    spine: str
    pay: int | None
    unprotected: int
    why: str = ""
    estimated: bool = False


class PayOnDays:
    """The pay of the proposed structure on days from its start on: with the awards and increments until then.

    The salaries are those of the slotting list and of the ranges on the implementation date. Somebody whose pay is
    protected is paid the protection too, as long as it lasts. Who is displaced and stays until a last day is paid the
    present salary until then; who leaves is not counted after the last day.
    """

    def __init__(self, inputs: Inputs, ranges: Ranges, placed: Sequence[Placement]) -> None:
        self._inputs, self._ranges, self._placed = inputs, ranges, placed
        self._starts_on = inputs.settings.implementation_date
        self._found: dict[object, int] = {}

    def points(self, day: date) -> list[PaidPoint]:
        """The points of the grades that the lines of the proposed structure have, each once, lowest first."""
        found: dict[tuple[str, str], PaidPoint] = {}
        for line in self._inputs.lines("proposed"):
            if line.grade and line.posts:
                for each in self._points_of(self._ranges.of(line.grade), day):
                    found.setdefault((each.spine.casefold(), each.point.casefold()), each)
        spines = list(dict.fromkeys(spine for spine, _ in found))
        return sorted(
            found.values(),
            key=lambda each: (spines.index(each.spine.casefold()), each.salary is None, each.salary or 0),
        )

    def _points_of(self, pay_range: PayRange, day: date) -> Iterator[PaidPoint]:
        if pay_range.points:
            for point in pay_range.points:
                salary = None if point.pence is None else self._after(point.pence, day)
                yield PaidPoint(_spine(pay_range), point.point, salary, point.estimated)
        elif pay_range.bottom is not None and pay_range.top is not None:
            ends = {"bottom": pay_range.bottom, "top": pay_range.top}
            if pay_range.bottom == pay_range.top:
                ends = {"the one salary": pay_range.bottom}
            for name, pence in ends.items():
                yield PaidPoint(pay_range.grade, name, self._after(pence, day))

    def _after(self, salary: int, day: date, increments: tuple[date, ...] = (), ladder: tuple[int, ...] = ()) -> int:
        """A salary of the first day after the awards and increments until another."""
        key = (salary, day, increments, ladder)
        if key not in self._found:
            awards = awards_until(self._inputs, day)
            terms = Protection(self._starts_on, day, awards=awards, increments=increments, ladder=ladder)
            self._found[key] = int(spells(salary, salary, terms)[-1].substantive)
        return self._found[key]

    def people(self, day: date) -> Iterator[PaidPerson]:
        """Everybody who is paid on a day."""
        for each in self._placed:
            person = each.person
            if each.outcome is LEAVES or (person.leaves_on is not None and person.leaves_on < day):
                continue
            if each.outcome is DISPLACED:
                if stays_until(each, self._inputs.settings) is not None:
                    yield self._displaced(person, day)
            elif each.slot is None or each.line is None:
                yield PaidPerson(person, each.line, "", None, 0, each.why)
            else:
                yield self._slotted(each, each.line, each.slot.salary, day)

    def _slotted(self, placed: Placement, line: StructureLine, salary: int, day: date) -> PaidPerson:
        pay_range = self._ranges.of(line.grade)
        spine = _spine(pay_range)
        moved, why = self._moved(placed.person, salary, pay_range, day)
        if why:
            return PaidPerson(placed.person, line, spine, None, 0, why)
        pay = moved
        if placed.protection is not None and placed.protected_until is not None and day <= placed.protected_until:
            found = spells(placed.person.salary_now, salary, placed.protection)
            pay += next(int(each.addition) for each in found if each.first <= day <= each.last)
        estimated = placed.slot is not None and placed.slot.estimated
        return PaidPerson(placed.person, line, spine, pay, moved, estimated=estimated)

    def _displaced(self, person: Person, day: date) -> PaidPerson:
        try:
            pay_range = self._ranges.of(person.grade_now) if person.grade_now else None
        except PaybandError:  # the present grade need not be known
            pay_range = None
        pay, why = self._moved(person, person.salary_now, pay_range, day)
        return PaidPerson(person, None, "", None if why else pay, pay, why)

    def _moved(self, person: Person, salary: int, pay_range: PayRange | None, day: date) -> tuple[int, str]:
        """A person's salary on a day, and why it is not known."""
        increments = increments_of(self._inputs.settings, person.started_on, day) if pay_range is not None else ()
        if pay_range is None or not increments:
            return self._after(salary, day), ""
        if any(point.pence is None for point in points_above(salary, pay_range)):
            return 0, f"an increment leads to a point of {pay_range.span} never published"
        return self._after(salary, day, increments, ladder_of(pay_range)), ""


def _spine(pay_range: PayRange) -> str:
    """What salaries that keep their gaps have in common."""
    return pay_range.spine or pay_range.grade
