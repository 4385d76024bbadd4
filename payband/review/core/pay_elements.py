"""The pay elements next to salaries, declared once, and which of them are part of the cost of whose post."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple, TypeAlias

from payband.forms import Form, choose
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import IN_KIND, PENSIONABLE, PackageElement
from payband.sheets.rows import Rows
from payband.sheets.sheet import Each, Sheet, Tells, Unit, column, given

__all__ = ["CostedElements", "Element", "Elements", "OwnElements", "by_post", "element_rows", "in_turn"]

Elements: TypeAlias = tuple[int, ...]
"""Pay elements by their places in table Package."""


class Element(Sheet):
    """A pay element next to the salary."""

    amount = given(Unit.PENCE, "amount a year", at=("Package", "amount a year"))
    pensionable = given(Unit.NUMBER, "pensionable pay (1)")
    in_kind = given(Unit.NUMBER, "a benefit in kind (1)")

    @column(Unit.PENCE, "paid", tells=Tells.PAY)
    def paid(element: Each) -> Form:
        """what is paid with the salary: no benefit in kind"""
        return choose(element.in_kind > 0, 0, element.amount)

    @column(Unit.PENCE, "not pensionable", tells=Tells.PAY)
    def without_pension(element: Each) -> Form:
        """what is paid and bears no pension contribution"""
        return choose(element.pensionable > 0, 0, element.paid)

    @column(Unit.PENCE, "benefit in kind", tells=Tells.PAY)
    def benefit(element: Each) -> Form:
        """what a benefit in kind is worth"""
        return element.amount - element.paid


def element_rows(elements: Iterable[PackageElement]) -> Rows:
    """The rows of the pay elements."""
    found = list(elements)
    return Rows(Element, len(found), {
        "amount": [each.amount for each in found],
        "pensionable": [int(each.costed_as == PENSIONABLE) for each in found],
        "in_kind": [int(each.costed_as == IN_KIND) for each in found],
    }, found)  # fmt: skip


class OwnElements(NamedTuple):
    """A holder with pay elements of their own: the place among people, the elements, and the last day in the line."""

    holder: int
    elements: Elements
    last: date | None = None


def by_post(own: Sequence[OwnElements], holders: int, posts: int) -> list[list[OwnElements]]:
    """The holders with pay elements of their own, post by post, in a line costed at an end of its range.

    Each has a post; where more people hold fewer posts, as in a job share, they share the posts in turn.
    """
    if holders <= posts:
        return [[each] for each in own]
    return [list(own[place::posts]) for place in range(min(posts, len(own)))]


def in_turn(of_line: Elements, own: Iterable[OwnElements]) -> list[tuple[date | None, date | None, Elements]]:
    """The elements of a post from day to day, as the holders leave it: first and last day, None for no end."""
    there = list(own)
    ends = sorted({each.last for each in there if each.last is not None})
    found: list[tuple[date | None, date | None, Elements]] = []
    first: date | None = None
    for last in (*ends, None):
        of_post = {element for each in there if each.last is None or (last and each.last >= last)
                   for element in each.elements}  # fmt: skip
        found.append((first, last, tuple(sorted({*of_line, *of_post}))))
        first = last + timedelta(days=1) if last else None
    return found


class CostedElements:
    """Which pay elements are part of the cost of a post, by their places in table Package.

    Every post of a line has the elements of its line, and a holder those of their own as well.
    """

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs

    @cached_property
    def _of(self) -> Mapping[tuple[str, str], Elements]:
        """The places of the elements of each line or person, by name in small letters and state."""
        found: dict[tuple[str, str], Elements] = {}
        if self._inputs.settings.elements_costed:
            for place, each in enumerate(self._inputs.package):
                if each.is_costed:
                    for state in (each.state,) if each.state else ("now", "proposed"):
                        key = (each.line_or_person.casefold(), state)
                        found[key] = (*found.get(key, ()), place)
        return found

    def __bool__(self) -> bool:
        return bool(self._of)

    def paid(self, elements: Iterable[int]) -> int:
        """What some elements pay together in a year, pence, without benefits in kind."""
        found = [self._inputs.package[each] for each in elements]
        return sum(each.amount for each in found if each.costed_as != IN_KIND)

    def of_line(self, line: str, state: str) -> Elements:
        """The elements that every post of a line has."""
        return self._of.get((line.casefold(), state), ())

    def of_person(self, person: str, state: str) -> Elements:
        """The elements of a person's own."""
        return self._of.get((person.casefold(), state), ())

    def of_holder(self, person: str, line: str, state: str) -> Elements:
        """The elements that a holder is paid: those of the line, and the holder's own."""
        if not self._of:
            return ()
        return tuple(sorted({*self.of_line(line, state), *self.of_person(person, state)}))
