"""Fewer posts than people: who goes is not decided, so two ways are worked out, the lowest and the highest paid."""

from collections.abc import Sequence
from typing import NamedTuple

from payband.review.core.pay_elements import CostedElements, Elements
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_line
from payband.review.inputs.rates import Rates
from payband.review.inputs.tables import IN_KIND, PENSIONABLE, StructureLine
from payband.review.ranges import Ranges
from payband.review.slotting_list import DISPLACED, LEAVES, Placement, full_time_share
from payband.rules.cost.national_insurance import employer_ni_on
from payband.rules.cost.on_costs import share_of_pay
from payband.rules.pay.salary_months import pay_in_month
from payband.rules.shares import pay_for_time

__all__ = ["ENDS", "Overfilled", "overfilled", "with_displaced"]

ENDS = {"lowest": "the lowest paid displaced", "highest": "the highest paid displaced"}
"""Who goes: with the lowest paid gone the full year saves the least that it can, with the highest paid the most."""


class Overfilled(NamedTuple):
    """A proposed line with fewer posts than people, and the places of those people, the lowest paid first."""

    line: StructureLine
    people: tuple[int, ...]

    @property
    def too_many(self) -> int:
        """How many of them have no post."""
        return len(self.people) - self.line.posts


def overfilled(inputs: Inputs, placed: Sequence[Placement]) -> list[Overfilled]:
    """The proposed lines that have fewer posts than people; somebody whose new pay is not known counts as lowest."""
    people: dict[str, list[int]] = {}
    for place, each in enumerate(placed):
        if each.line is not None and each.outcome not in (DISPLACED, LEAVES):
            people.setdefault(each.line.line.casefold(), []).append(place)

    elements, rates, ranges = CostedElements(inputs), Rates(inputs.assumptions), Ranges(inputs)

    def pay(place: int) -> tuple[int, int]:
        """What somebody costs in the new structure; of equal cost, what is paid now, which protection follows."""
        person, slot, line = placed[place].person, placed[place].slot, placed[place].line
        assert line is not None  # they are in one
        salary = 0 if slot is None else full_time_share(slot.salary, person)
        if not elements:
            return salary, full_time_share(person.salary_now, person)
        of_post = salary if _costed_at(inputs, line) == "actual" else _at_end(inputs, ranges, line)
        costed = elements.of_holder(person.person, line.line, "proposed")
        return _cost_of_year(inputs, rates, line, of_post, costed), salary

    crowded = [(line, people.get(line.line.casefold(), [])) for line in inputs.lines("proposed")]
    return [Overfilled(line, tuple(sorted(those, key=pay))) for line, those in crowded if len(those) > line.posts]


def _costed_at(inputs: Inputs, line: StructureLine) -> str:
    return line.costed_at or inputs.settings.costed_at or "top"


def _at_end(inputs: Inputs, ranges: Ranges, line: StructureLine) -> int:
    """What a post at an end of its line's range is paid; nothing where that is not known, as for all of its posts."""
    if not line.grade:
        return 0
    found = ranges.of(line.grade)
    end = found.bottom if _costed_at(inputs, line) == "bottom" else found.top
    return 0 if end is None else int(pay_for_time(end, line.fte_each.numerator, line.fte_each.denominator))


def _cost_of_year(inputs: Inputs, rates: Rates, line: StructureLine, salary: int, elements: Elements) -> int:
    """A salary and pay elements with on-costs, pence, in the price base: NI month by month, on all that is paid.

    So an allowance bears no NI for as long as all pay of a month is below the threshold.
    """
    found = [inputs.package[each] for each in elements]
    in_kind = sum(each.amount for each in found if each.costed_as == IN_KIND)
    paid = salary + sum(each.amount for each in found if each.costed_as != IN_KIND)
    pensionable = salary + sum(each.amount for each in found if each.costed_as == PENSIONABLE)
    cost, terms = paid + in_kind, terms_of_line(inputs, line)
    if terms is None:
        return cost
    cost += int(share_of_pay(pensionable, terms.pension_rate)) + int(share_of_pay(paid, terms.other_rate))
    for month in inputs.settings.price_base.months:
        figures, levy = rates(month, terms)
        pay = pay_in_month(paid, month.number)
        cost += int(employer_ni_on(pay, *figures)) + int(share_of_pay(pay, levy))
        if in_kind:
            cost += int(share_of_pay(pay_in_month(in_kind, month.number), rates.class_1a(month)))
    return cost


def with_displaced(inputs: Inputs, lines: Sequence[Overfilled], end: str) -> Inputs:
    """The inputs with as many people displaced as have no post: of each line those of an end of `ENDS`."""
    gone = {
        place
        for each in lines
        for place in (each.people[: each.too_many] if end == "lowest" else each.people[-each.too_many :])
    }
    people = tuple(
        person.model_copy(update={"proposed_line": "", "leaves_anyway": person.leaves_on is not None})
        if place in gone
        else person
        for place, person in enumerate(inputs.people)
    )
    found: Inputs = inputs._replace(people=people)
    return found
