"""Fewer posts than people: who goes is not decided, so two ways are worked out, the lowest and the highest paid."""

from collections.abc import Sequence
from typing import NamedTuple

from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import StructureLine
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

    def pay(place: int) -> tuple[int, int]:
        """What is paid in the new structure; of equal pay, what is paid now, which protection follows."""
        person, slot = placed[place].person, placed[place].slot
        new = 0 if slot is None else full_time_share(slot.salary, person)
        return new, full_time_share(person.salary_now, person)

    found = [
        Overfilled(line, tuple(sorted(people.get(line.line.casefold(), ()), key=pay)))
        for line in inputs.lines("proposed")
    ]
    return [each for each in found if each.too_many > 0]


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
