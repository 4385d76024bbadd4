"""Lines taken apart: by state, and by the people in them whose cost falls elsewhere than the rest of the line.

The inputs of a review are written anew with a line for each part, and are costed as any other: so what falls together
is costed by the one calculation there is, and the parts of a line add up to it.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from payband.review.core.rows.slotting_rows import goes_to
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import PackageElement, Person, StructureLine
from payband.review.slotting_list import Placement
from payband.rules.placing.slotting_steps import Outcome
from payband.rules.shares import shared_among

__all__ = ["LinePart", "TakenApart", "taken_apart"]

KeyOf: TypeAlias = Callable[[Person, str], Hashable]
"""For a person and a state of the structure what sets the person apart from others in the line; None for nothing."""


class LinePart(NamedTuple):
    """A part of a line in one state: the people of one key, or with None all its other posts."""

    name: str
    """What it is called in the inputs that are taken apart."""
    line: StructureLine
    key: Hashable
    posts: int


class TakenApart(NamedTuple):
    """A review whose lines are taken apart."""

    inputs: Inputs
    parts: tuple[LinePart, ...]

    def placed(self, placed: Sequence[Placement]) -> list[Placement]:
        """The same people in the same places, in the parts of their lines."""
        lines = {line.line: line for line in self.inputs.structure}
        found = []
        for each, person in zip(placed, self.inputs.people, strict=True):
            line = None if each.line is None else lines[person.proposed_line]
            found.append(each._replace(person=person, line=line))
        return found


def taken_apart(inputs: Inputs, key_of: KeyOf | None = None, *, stated: bool) -> TakenApart:
    """The lines by state, and by what sets people apart; with their stated costs, or as the model has them."""
    in_line: dict[tuple[str, str], list[tuple[int, Hashable]]] = {}
    for number, person in enumerate(inputs.people):
        goes = goes_to(person, inputs)
        proposed = "" if isinstance(goes, Outcome) else goes.line
        for state, name in (("now", person.post_now), ("proposed", proposed)):
            if name:
                key = None if key_of is None else key_of(person, state)
                in_line.setdefault((name.casefold(), state), []).append((number, key))
    parts: list[LinePart] = []
    names: list[dict[str, str]] = [{} for _ in inputs.people]
    rest: dict[tuple[str, str], str] = {}
    for number, line in enumerate(inputs.structure):
        at = (line.line.casefold(), line.state)
        holders = in_line.get(at, [])
        groups: dict[Hashable, list[int]] = {None: []}
        for member, key in holders:
            groups.setdefault(key, []).append(member)
        posts = _posts(line, [len(members) for members in groups.values()], inputs)
        rest[at] = f"{number}.0"
        for place, ((key, members), count) in enumerate(zip(groups.items(), posts, strict=True)):
            name = f"{number}.{place}"
            parts.append(LinePart(name, line, key, count))
            for each in members:
                names[each][line.state] = name
    structure = tuple(_line(part, stated=stated) for part in parts)
    people = tuple(_person(person, own, rest) for person, own in zip(inputs.people, names, strict=True))
    package = tuple(each for row in inputs.package for each in _element(row, parts))
    return TakenApart(inputs._replace(structure=structure, people=people, package=package), tuple(parts))


def _posts(line: StructureLine, people: Sequence[int], inputs: Inputs) -> list[int]:
    """The posts of a line by its groups of holders, the first of which has those without a holder too."""
    holders = sum(people)
    if not line.posts:
        return [0] * len(people)
    if holders <= line.posts:
        return [people[0] + line.posts - holders, *people[1:]]
    if (line.costed_at or inputs.settings.costed_at) == "actual":  # everybody in it is costed
        return list(people)
    return shared_among(line.posts, people)


def _line(part: LinePart, *, stated: bool) -> StructureLine:
    without = {} if stated else {"stated_cost": None, "modelled_when_stated": None}
    return part.line.model_copy(update={"line": part.name, "posts": part.posts, **without})


def _person(person: Person, own: Mapping[str, str], rest: Mapping[tuple[str, str], str]) -> Person:
    """Somebody in the parts of lines; who leaves before the new structure starts keeps a line that is there."""
    now = own.get("now", "")
    proposed = own.get("proposed") or rest.get((person.proposed_line.casefold(), "proposed"), "")
    return person.model_copy(update={"post_now": now, "proposed_line": proposed})


def _element(row: PackageElement, parts: Sequence[LinePart]) -> list[PackageElement]:
    """A pay element of a line is one of each of its parts; one of a person stays as it is."""
    name = row.line_or_person.casefold()
    found = [part.name for part in parts if part.line.line.casefold() == name]
    return [row.model_copy(update={"line_or_person": each}) for each in found] or [row]
