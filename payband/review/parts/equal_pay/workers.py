"""The people of an equal pay audit as they are paid now: full-time pay by element, points, service and hours."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import PackageElement, Person
from payband.review.parts.tables.equal_pay import PEOPLE, EqualPayPersonRow, EqualPayRuleRow
from payband.units import half_up

__all__ = ["BASIC", "TOTAL", "Worker", "kinds_of_pay", "workers"]

BASIC, TOTAL = "basic pay", "total pay"


class Worker(NamedTuple):
    """A person: pay in pence a year of a full-time post, and what is equal work and what else may explain pay.

    Service is in days up to the day of the audit. None stands for what is not given.
    """

    person: str
    group: str
    grade: str
    basic: int
    elements: Mapping[str, int]
    points: int | None = None
    service: int | None = None
    fte: Fraction = Fraction(1)
    full_time_hours: Fraction | None = None

    def pay(self, kind: str) -> int:
        """Basic pay, total pay, or an element by its name in small letters; nothing where somebody has none of it."""
        if kind == BASIC:
            return self.basic
        if kind == TOTAL:
            return self.basic + sum(self.elements.values())
        return self.elements.get(kind, 0)


def workers(inputs: Inputs, rule: EqualPayRuleRow, group_of: Mapping[str, str], otherwise: str) -> list[Worker]:
    """Everybody of table People, with the group that is given or `otherwise`."""
    on = rule.on or inputs.settings.implementation_date
    rows: Sequence[EqualPayPersonRow] = inputs.rows_of(PEOPLE.name)
    more = {row.person.casefold(): row for row in rows}
    of: dict[str, list[PackageElement]] = {}
    for each in inputs.package:
        if each.state != "proposed" and not each.is_severance:
            of.setdefault(each.line_or_person.casefold(), []).append(each)
    grades = {line.line.casefold(): line.grade or line.line for line in inputs.lines("now")}
    return [
        _worker(person, rule, on, group_of.get(person.person.casefold(), otherwise), more, of, grades)
        for person in inputs.people
    ]


def _worker(
    person: Person,
    rule: EqualPayRuleRow,
    on: date,
    group: str,
    more: Mapping[str, EqualPayPersonRow],
    of: Mapping[str, Sequence[PackageElement]],
    grades: Mapping[str, str],
) -> Worker:
    own = more.get(person.person.casefold())
    since = person.service_from
    return Worker(
        person.person,
        group,
        person.grade_now or grades.get(person.post_now.casefold(), "no grade"),
        person.salary_now,
        _elements(person, of),
        own.points if own else None,
        (on - since).days if since is not None and since <= on else None,
        Fraction(person.fte),
        (own.full_time_hours if own else None) or rule.full_time_hours,
    )


def _elements(person: Person, of: Mapping[str, Sequence[PackageElement]]) -> dict[str, int]:
    """Full-time pence of each element: a line's are of a full-time post, a person's own are for the time worked."""
    found: dict[str, int] = {}
    fte = Fraction(person.fte)
    for each in of.get(person.post_now.casefold(), ()) if person.post_now else ():
        found[each.element.casefold()] = found.get(each.element.casefold(), 0) + each.amount
    for each in of.get(person.person.casefold(), ()):
        amount = int(half_up(each.amount * fte.denominator, fte.numerator))
        found[each.element.casefold()] = found.get(each.element.casefold(), 0) + amount
    return {name: amount for name, amount in found.items() if amount}


def kinds_of_pay(people: Sequence[Worker]) -> Iterator[str]:
    """Basic pay, each pay element that somebody has, and total pay where there are elements."""
    elements = sorted({name for each in people for name in each.elements})
    yield from (BASIC, *elements)
    if elements:
        yield TOTAL
