"""The posts of people who have several, by the lines that they are costed in: whose pay bears NI together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from payband.calendar import Month
from payband.review.core.one_person.rows import TogetherRows
from payband.review.core.rows.on_cost_rows import OnCostRows
from payband.review.core.structure import Line
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.several_posts import added_up
from payband.rules.cost.on_costs import OnCostTerms

__all__ = ["HeldPost", "PostsInLines", "alike_for_ni"]


class HeldPost(NamedTuple):
    """A post of somebody with several: whose (a place among people), its line, its salary and on-cost terms."""

    holder: int
    line: int
    salary: int
    terms: int


def alike_for_ni(terms: Sequence[OnCostTerms]) -> list[list[int]]:
    """The places of posts by the NI letter that they bear: pay is added up only where one letter holds."""
    found: dict[tuple[str, bool], list[int]] = {}
    for place, each in enumerate(terms):
        found.setdefault((each.category.casefold(), each.contracted_out), []).append(place)
    return list(found.values())


class PostsInLines:
    """Collects the posts of people who have several, as the lines of the structure cost them.

    A post is left apart where a line is costed by fewer posts than it has holders, as then no post is one person's
    own; and in a line that is not modelled.
    """

    def __init__(self, inputs: Inputs, on_costs: OnCostRows) -> None:
        self._inputs = inputs
        self._on_costs = on_costs
        self.together = TogetherRows(on_costs, (Line, "one"))
        self.person_of: Mapping[int, int] = {
            place: person for person, places in enumerate(added_up(inputs)) for place in places
        }
        """The number of the person by the places of the posts of those who have several."""
        self.held: list[HeldPost] = []

    def hold(self, holder: int, line: int, salary: int, terms: int, *, shared: bool = False) -> None:
        """Notes at which salary a line costs somebody's post, if they have several."""
        if holder in self.person_of and not shared:
            self.held.append(HeldPost(holder, line, salary, terms))

    def left_apart(self, in_lines: Mapping[tuple[str, str], Sequence[int]]) -> list[int]:
        """The places of posts whose pay is not added to that of the person's others, though the line has posts.

        `in_lines` are the places of the people in each line, by its name in small letters and its state.
        """
        held = {(each.line, each.holder) for each in self.held}
        found: set[int] = set()
        for state in ("now", "proposed"):
            of_state: dict[int, list[tuple[int, int]]] = {}
            for number, line in enumerate(self._inputs.structure):
                if line.state == state and line.posts:
                    for holder in in_lines.get((line.line.casefold(), state), ()):
                        if holder in self.person_of:
                            of_state.setdefault(self.person_of[holder], []).append((number, holder))
            for posts in of_state.values():
                if len(posts) > 1:
                    found |= {holder for number, holder in posts if (number, holder) not in held}
        return sorted(found)

    def groups(self, posts: Iterable[HeldPost]) -> list[list[HeldPost]]:
        """Posts by the person who has them, in the order of table People; nobody with one alone."""
        by_person: dict[int, list[HeldPost]] = {}
        for each in sorted(posts):
            by_person.setdefault(self.person_of[each.holder], []).append(each)
        terms = self._on_costs.all_terms
        return [
            [members[place] for place in alike]
            for members in by_person.values()
            for alike in alike_for_ni([terms[each.terms] for each in members])
            if len(alike) > 1
        ]

    def name_of(self, holder: int) -> str:
        """The reference of the person, by the place of one of the posts."""
        return self._inputs.people[holder].employee

    def over(self, months: tuple[Month, ...], stretch_of: Callable[[int], int]) -> list[tuple[int, int]]:
        """The line and the row of each post of people with several, in one state over the same months."""
        found = []
        for state in ("now", "proposed"):
            of_state = [each for each in self.held if self._inputs.structure[each.line].state == state]
            for members in self.groups(of_state):
                salaries = [(each.salary, each.line) for each in members]
                first = self.together.posts(
                    self.name_of(members[0].holder), members[0].terms, salaries, months,
                    stretches=[stretch_of(each.salary) for each in members],
                    people=[self._inputs.people[each.holder] for each in members],
                )  # fmt: skip
                found += [(each.line, first + place) for place, each in enumerate(members)]
        return found
