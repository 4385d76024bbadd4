"""What somebody whose pay is protected is paid in other posts: NI on the protection comes on top of all their pay."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from payband.review.core.on_costs import PAID_AT
from payband.review.core.pay_elements import CostedElements, Elements
from payband.review.core.people import Person
from payband.review.core.protection import PaidBeside, ProtectedBeside
from payband.review.core.rows.on_cost_rows import OnCostRows
from payband.review.core.rows.raise_rows import Place, RaiseRows
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_person
from payband.review.inputs.pay_awards import increments_of
from payband.review.inputs.several_posts import added_up
from payband.review.inputs.tables import Person as PersonInput
from payband.review.inputs.tables import StructureLine
from payband.review.ranges import PayRange, Ranges, range_moved_in
from payband.sheets.rows import NO_ROW, Rows

__all__ = ["Besides", "OtherPost", "other_posts"]

_NOW, _NEW = (PAID_AT.index((Person, which)) for which in ("salary_now", "salary_new"))


class OtherPost(NamedTuple):
    """A post that somebody is paid in next to another: the place in table People, and the line it is in.

    `stays` says that the line is one now, in which a displaced person is paid until the last day.
    """

    place: int
    person: PersonInput
    line: StructureLine
    stays: bool

    def increments(self, inputs: Inputs, until: date) -> tuple[date, ...]:
        """The days on which it moves up a point, until a day."""
        last = until if self.person.leaves_on is None else min(until, self.person.leaves_on)
        return increments_of(inputs.settings, self.person.started_on, last)

    def moves_in(self, ranges: Ranges) -> PayRange | None:
        """The range that it moves up in."""
        return range_moved_in(ranges, self.line, self.person.grade_now if self.stays else "")

    def elements(self, elements: CostedElements) -> Elements:
        """The pay elements that are paid with it."""
        return elements.of_holder(self.person.person, self.line.line, "now" if self.stays else "proposed")


def other_posts(inputs: Inputs, lines: Mapping[int, tuple[StructureLine, bool]]) -> dict[int, list[OtherPost]]:
    """By the place of each post of somebody with several, the others paid in the new structure with the same NI letter.

    `lines` are those that the people with several are in, by their places, and whether they stay in it displaced.
    """
    found: dict[int, list[OtherPost]] = {}
    for places in added_up(inputs):
        posts = [OtherPost(place, inputs.people[place], *lines[place]) for place in places if place in lines]
        letter_of = {}
        for each in posts:
            terms = terms_of_person(inputs, each.person, each.line)
            letter_of[each.place] = None if terms is None else (terms.category.casefold(), terms.contracted_out)
        for each in posts:
            alike = [other for other in posts if other is not each and letter_of[other.place] == letter_of[each.place]]
            if alike and letter_of[each.place] is not None:
                found[each.place] = alike
    return found


class Besides:
    """Collects the rows of what is paid in other posts in the months of somebody's protection.

    Each month takes what they are paid on its first protected day; of posts that are protected both, the protection of
    one comes on top of that of the posts before it in table People.
    """

    def __init__(
        self,
        inputs: Inputs,
        ranges: Ranges,
        lines: Mapping[int, tuple[StructureLine, bool]],
        on_costs: OnCostRows,
        raises: RaiseRows,
    ) -> None:
        self._inputs = inputs
        self._ranges = ranges
        self._on_costs = on_costs
        self._raises = raises
        self._others = other_posts(inputs, lines) if inputs.settings.protection_on_costs else {}
        self._elements = CostedElements(inputs)
        self._paid: dict[tuple[int, date], list[tuple[date, int]]] = {}
        self._beside: list[tuple[int, int]] = []
        self._months: dict[int, dict[str, int]] = {}

    def __contains__(self, place: int) -> bool:
        return place in self._others

    def add(self, place: int, months: Sequence[tuple[int, str, date]], until: date) -> None:
        """The months of somebody's protection, each with its row, its name and its first protected day."""
        self._months[place] = {name: row for row, name, _ in months}
        for row, _, day in months:
            for other in self._others[place]:
                if other.person.leaves_on is None or day <= other.person.leaves_on:
                    salaries = self._salaries(other, until)
                    self._beside.append((row, next(salary for since, salary in reversed(salaries) if since <= day)))

    def _salaries(self, other: OtherPost, until: date) -> list[tuple[date, int]]:
        """The salaries of another post one after the other, each with the day from which it is paid."""
        key = (other.place, until)
        if key not in self._paid:
            place: Place = (_NOW if other.stays else _NEW, other.place)
            time = (other.person.fte.numerator, other.person.fte.denominator)
            elements = other.elements(self._elements)
            increments = set(other.increments(self._inputs, until))
            moves_in = other.moves_in(self._ranges) if increments else None
            ladder = () if moves_in is None else self._raises.ladder(moves_in, 0)  # formulas follow one at the top too
            increments = increments if ladder else set()
            found = []
            for day in (date.min, *sorted(increments | {each for each in self._raises.award_days if each <= until})):
                if day > date.min:
                    place = self._raises.after(place, day, ladder if day in increments else ())
                what = f"{other.person.person}, another post"
                salary = self._on_costs.salary(
                    place, NO_ROW, estimated=False, time=time, of=other.person, what=what, elements=elements
                )
                found.append((day, salary))
            self._paid[key] = found
        return self._paid[key]

    def rows(self) -> list[Rows]:
        """The rows of every sheet."""
        month, salary = zip(*self._beside, strict=True) if self._beside else ((), ())
        pairs = [
            (row, self._months[other.place][name])
            for place, months in self._months.items()
            for name, row in months.items()
            for other in self._others[place]
            if other.place < place and name in self._months.get(other.place, ())
        ]
        protected, before = zip(*pairs, strict=True) if pairs else ((), ())
        return [
            Rows(PaidBeside, len(month), {"month": month, "salary": salary}),
            Rows(ProtectedBeside, len(pairs), {"month": protected, "other": before}),
        ]
