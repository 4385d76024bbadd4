"""What people with protected pay are paid in other posts, in the outlook: NI on protection comes on top of it."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date

from payband.review.core.one_person.beside import OtherPost, other_posts
from payband.review.core.pay_elements import CostedElements
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import awards_of, ladder_of
from payband.review.inputs.tables import StructureLine
from payband.review.ranges import Ranges
from payband.review.years.staff import Slotted, Staff, who_stays
from payband.rules.protection import Protection, spells
from payband.rules.shares import pay_for_time

__all__ = ["Besides"]


class Besides:
    """The other posts of people with several, by the places of those that are paid in the new structure."""

    def __init__(
        self, inputs: Inputs, ranges: Ranges, staff: Staff, slotted: Slotted, names: Sequence[str], until: date
    ) -> None:
        self._inputs = inputs
        self._ranges = ranges
        self._until = until
        self._salary: dict[int, int] = {}
        self._costed = CostedElements(inputs)
        self._pay: dict[int, list[tuple[date, int]]] = {}
        settings = inputs.settings
        with_others = staff.person_of and settings.protection_on_costs
        self.others: Mapping[int, list[OtherPost]] = (
            other_posts(inputs, self._lines(staff, slotted, names)) if with_others else {}
        )
        self.by: tuple[Hashable, ...] = (
            settings.increments, settings.implementation_date, awards_of(inputs.pay_awards), settings.elements_costed,
            settings.protection, settings.several_posts, until,
        )  # fmt: skip
        """What the pay of other posts depends on next to the people."""

    def _lines(self, staff: Staff, slotted: Slotted, names: Sequence[str]) -> dict[int, tuple[StructureLine, bool]]:
        """By the place of anyone paid in the new structure the line, whether it is one now, and what is paid."""
        found: dict[int, tuple[StructureLine, bool]] = {}
        now = {line.line.casefold(): line for line in self._inputs.lines("now")}
        stays = who_stays(staff, self._inputs)
        for row, place in enumerate(staff.several.tolist()):
            if place < 0:
                continue
            line = self._inputs.proposed_line(names[slotted.line[row]]) if slotted.line[row] >= 0 else None
            displaced = line is None and bool(stays[row])
            line = now.get(staff.posts[staff.post_now[row]]) if displaced else line
            if line is not None:
                found[place] = (line, displaced)
                self._salary[place] = int((staff.salary if displaced else slotted.salary)[row])
        return found

    def annual(self, place: int, day: date) -> int:
        """What somebody is paid a year in the other posts on a day, pence, with the pay elements of each."""
        return sum(
            next(pay for since, pay in reversed(self._paid(other)) if since <= day)
            for other in self.others[place]
            if other.person.leaves_on is None or day <= other.person.leaves_on
        )

    def _paid(self, other: OtherPost) -> list[tuple[date, int]]:
        """What another post is paid a year, each from the day on which it is."""
        if other.place not in self._pay:
            settings, salary = self._inputs.settings, self._salary[other.place]
            increments = other.increments(self._inputs, self._until)
            moves_in = other.moves_in(self._ranges) if increments else None
            ladder = () if moves_in is None else ladder_of(moves_in)
            terms = Protection(
                settings.implementation_date, self._until, awards=awards_of(self._inputs.pay_awards),
                increments=increments if ladder else (), ladder=ladder,
            )  # fmt: skip
            elements = self._costed.paid(other.elements(self._costed))
            fte = other.person.fte
            self._pay[other.place] = [
                (each.first, pay_for_time(each.substantive, fte.numerator, fte.denominator) + elements)
                for each in spells(salary, salary, terms)
            ]
        return self._pay[other.place]
