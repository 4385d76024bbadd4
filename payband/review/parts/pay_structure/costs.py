"""What a candidate structure comes to by the review's own rules: who goes where, and costs at each stage."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from payband.calendar import FinancialYear
from payband.review.inputs.inputs import Inputs
from payband.review.memo import Memo
from payband.review.parts.pay_structure.candidates import (
    Candidate,
    GradeOfPoints,
    line_name,
    ranges_of,
    with_structure,
)
from payband.review.parts.pay_structure.posts import Posts, full_time
from payband.review.ranges import PayRange, Ranges
from payband.review.slotting_list import Placement, placements
from payband.review.structure_cost import StructureCost, structure_cost
from payband.review.years.outlook import Outlook, outlook
from payband.rules.pay.grade_points import place_in_bands
from payband.rules.placing.slotting_steps import Outcome

__all__ = ["FALLS", "RISES", "STAYS", "UNKNOWN", "InGrade", "Worked", "by_points", "together", "worked_out"]

RISES, STAYS, FALLS, UNKNOWN = Outcome.RISE, Outcome.SAME, Outcome.FALL, Outcome.UNKNOWN
OUTCOMES = (RISES, STAYS, FALLS)


class InGrade(NamedTuple):
    """The posts of a candidate in a grade, or of some points: how many, who rises, stays and falls, and the cost.

    Pence are None where something is not known. `people` are those in post when the structure starts.
    """

    posts: int
    people: int
    full_time: Fraction
    rises: int
    stays: int
    falls: int
    cost: int | None
    at_top: int | None


class Worked(NamedTuple):
    """A candidate as worked out: the placement of everybody, and the figures by grade and year."""

    candidate: Candidate
    inputs: Inputs
    ranges: Sequence[PayRange]
    places: Mapping[int, int]
    """The place of the grade of each person who is there, by the place in table People."""
    placed: Sequence[Placement]
    cost: StructureCost
    years: Outlook
    by_grade: Sequence[InGrade]

    @property
    def together(self) -> InGrade:
        """All grades together."""
        return together(self.by_grade)

    @property
    def unknown(self) -> int:
        """How many people have a new salary that is not known."""
        return sum(self.placed[place].outcome is UNKNOWN for place in self.places)

    @property
    def why(self) -> str:
        """Why a cost or a salary is not known; nothing where all are."""
        said = [each.why for each in self.placed if each.outcome is UNKNOWN]
        said += [each.proposed.why for each in self.cost.lines if each.proposed.posts and each.proposed.cost is None]
        return next(filter(None, said), "")

    def of_year(self, year: FinancialYear) -> tuple[int, int, int] | None:
        """Pence in a financial year: the structure now, what is paid, and protection with its on-costs."""
        found = self.years.total(year)
        return None if found is None else (found.now.cost, found.proposed.cost, found.protection_cost)

    @property
    def settled(self) -> tuple[int, int, int] | None:
        """The same once everything has settled."""
        found = self.years.steady_state
        return None if found is None else (found.now.cost, found.proposed.cost, found.protection_cost)

    @property
    def protection(self) -> int | None:
        """Pence of protection with its on-costs in all years of the horizon; None where one is not known."""
        found = [self.of_year(year) for year in self.years.years]
        return None if None in found else sum(each[2] for each in found if each is not None)


def worked_out(inputs: Inputs, posts: Posts, candidate: Candidate, memo: Memo | None = None) -> Worked:
    """A candidate by the review's own rules."""
    bands = candidate.bands
    at = {points: place_in_bands(points, bands) for points in posts.scores}
    there = with_structure(inputs, posts, candidate, at.__getitem__)
    ranges = Ranges(there)
    placed = placements(there, ranges)
    cost = structure_cost(there, ranges, placed)
    of_points = _by_points(inputs, posts, there, placed, cost, _at_top(inputs, posts, candidate, at.__getitem__))
    by_grade = [
        together([each for points, each in of_points.items() if at[points] == place]) for place in range(len(bands))
    ]
    return Worked(
        candidate,
        there,
        [each for each in ranges_of(inputs, candidate) if isinstance(each, PayRange)],
        {place: at[posts.points[place]] for place in posts.held},
        placed,
        cost,
        outlook(there, memo),
        by_grade,
    )


def _at_top(inputs: Inputs, posts: Posts, candidate: Candidate, place_of: GradeOfPoints) -> StructureCost:
    """The cost with everybody at the top of the grade, which slotting finds for anyone who is paid that much."""
    tops = [each.top for each in ranges_of(inputs, candidate) if isinstance(each, PayRange)]
    paid = [person.salary_now for person in inputs.people]
    for place in posts.held:
        paid[place] = tops[place_of(posts.points[place])] or 0
    there = with_structure(inputs, posts, candidate, place_of, paid)
    ranges = Ranges(there)
    return structure_cost(there, ranges, placements(there, ranges))


def by_points(
    inputs: Inputs, posts: Posts, candidate: Candidate, place_of: GradeOfPoints, *, at_top: bool
) -> list[InGrade]:
    """What the posts of each number of points come to in the grades that points lead to, the lowest points first.

    Without `at_top` the cost at the top is not worked out, and is that at assimilation.
    """
    there = with_structure(inputs, posts, candidate, place_of)
    ranges = Ranges(there)
    placed = placements(there, ranges)
    cost = structure_cost(there, ranges, placed)
    top = _at_top(inputs, posts, candidate, place_of) if at_top else cost
    return list(_by_points(inputs, posts, there, placed, cost, top).values())


def _by_points(
    inputs: Inputs,
    posts: Posts,
    there: Inputs,
    placed: Sequence[Placement],
    cost: StructureCost,
    at_top: StructureCost,
) -> dict[int, InGrade]:
    """What the posts of each number of points come to, the lowest first."""
    lines: dict[int, set[str]] = {points: set() for points in posts.scores}
    everybody: dict[int, list[int]] = {points: [] for points in posts.scores}
    for place in posts.held:
        points = posts.points[place]
        everybody[points].append(place)
        lines[points].add(there.people[place].proposed_line.casefold())
    for each, points in posts.vacant:
        lines[points].add(line_name(each.line.line, points).casefold())
    costs, tops = ({line.name.casefold(): line.proposed.cost for line in of.lines} for of in (cost, at_top))
    found = {}
    for points, people in everybody.items():
        vacant = [each for each, of in posts.vacant if of == points]
        rises, stays, falls = (sum(placed[place].outcome.kind is kind for place in people) for kind in OUTCOMES)
        found[points] = InGrade(
            len(people) + sum(each.posts for each in vacant),
            len(people),
            full_time([inputs.people[place] for place in people], vacant),
            rises,
            stays,
            falls,
            _sum([costs[name] for name in lines[points]]),
            _sum([tops[name] for name in lines[points]]),
        )
    return found


def _sum(amounts: Sequence[int | None]) -> int | None:
    """What amounts come to together; None while one is not known."""
    return None if None in amounts else sum(each or 0 for each in amounts)


def together(parts: Sequence[InGrade]) -> InGrade:
    """Posts of several grades or points together."""
    return InGrade(
        sum(each.posts for each in parts),
        sum(each.people for each in parts),
        sum((each.full_time for each in parts), Fraction(0)),
        sum(each.rises for each in parts),
        sum(each.stays for each in parts),
        sum(each.falls for each in parts),
        _sum([each.cost for each in parts]),
        _sum([each.at_top for each in parts]),
    )
