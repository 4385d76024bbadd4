"""Fewer posts than people: who goes is not decided, so two ways are worked out, the lowest and the highest paid."""

from collections.abc import Sequence
from typing import NamedTuple

from payband.review.core.pay_elements import CostedElements, Elements
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_line
from payband.review.inputs.rates import Rates
from payband.review.inputs.tables import IN_KIND, PENSIONABLE, StructureLine
from payband.review.slotting_list import DISPLACED, LEAVES, Placement, full_time_share

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

    elements, rates = CostedElements(inputs), Rates(inputs.assumptions)

    def pay(place: int) -> tuple[int, int]:
        """What somebody costs in the new structure; of equal cost, what is paid now, which protection follows."""
        person, slot, line = placed[place].person, placed[place].slot, placed[place].line
        assert line is not None  # they are in one
        own = elements.of_person(person.person, "proposed")
        at_actual = (line.costed_at or inputs.settings.costed_at) == "actual"
        salary = 0 if slot is None else full_time_share(slot.salary, person)
        if not elements:
            return salary, full_time_share(person.salary_now, person)
        # At an end of the range all posts cost the same, and the elements of their holders' own decide.
        return _with_on_costs(inputs, rates, line, salary if at_actual else 0, own), salary

    found = [
        Overfilled(line, tuple(sorted(people.get(line.line.casefold(), ()), key=pay)))
        for line in inputs.lines("proposed")
    ]
    return [each for each in found if each.too_many > 0]


def _with_on_costs(inputs: Inputs, rates: Rates, line: StructureLine, salary: int, elements: Elements) -> int:
    """A salary and pay elements with the rates of on-costs that they bear, in pence times ten thousand.

    NI and levy are taken at their rates of every penny, to say who costs more: thresholds are the same for all.
    """
    terms = terms_of_line(inputs, line)
    month = inputs.settings.price_base.months[0]
    pension = on_pay = 0
    if terms is not None:
        figures, levy = rates(month, terms)
        pension, on_pay = terms.pension_rate, figures.rate + levy + terms.other_rate
    paid, total = salary, salary * pension
    for each in elements:
        element = inputs.package[each]
        if element.costed_as == IN_KIND:
            total += element.amount * (10_000 + rates.class_1a(month))
        else:
            paid += element.amount
            total += element.amount * pension if element.costed_as == PENSIONABLE else 0
    return total + paid * (10_000 + on_pay)


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
