"""Candidate structures, and the review as it would be with one of them: its grades, its posts, and who is in which.

A candidate is worked out by the review's own rules: a line is proposed for the posts of each line now that have the
same points, in the grade of these points, with the same time, funding, on-costs and pay elements as now. So slotting,
costs, increments and protection are those of any proposed structure. Costs are modelled: a stated one is of a structure
that is not there. Nobody's years of a national band count, since a candidate's grades are not bands of it.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from payband.errors import PaybandError
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import GradeRow, PackageElement, StructureLine
from payband.review.parts.pay_structure.posts import Posts
from payband.review.parts.tables.pay_structure import CANDIDATE_GRADES, CandidateGradeRow
from payband.review.ranges import PayRange, Ranges
from payband.rules.pay.grade_points import Band

__all__ = [
    "Candidate",
    "GradeOfPoints",
    "as_grades",
    "candidates",
    "line_name",
    "ranges_of",
    "with_structure",
]

GradeOfPoints = Callable[[int], int]
"""The place of a grade in a candidate, 0 for the lowest, by points."""


class Candidate(NamedTuple):
    """A candidate structure: its grades from the lowest points up."""

    name: str
    rows: tuple[CandidateGradeRow, ...]

    @property
    def bands(self) -> tuple[Band, ...]:
        """Its table of points."""
        return tuple(Band(row.grade, row.points_from, row.points_to) for row in self.rows)


def candidates(inputs: Inputs) -> list[Candidate]:
    """The candidates in the order in which they first appear."""
    rows: Sequence[CandidateGradeRow] = inputs.rows_of(CANDIDATE_GRADES.name)
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(row.candidate.casefold(), row.candidate)
    return [
        Candidate(
            name,
            tuple(sorted((row for row in rows if row.candidate.casefold() == key), key=lambda row: row.points_from)),
        )
        for key, name in names.items()
    ]


def grade_of(candidate: Candidate, row: CandidateGradeRow) -> GradeRow:
    """A grade of a candidate as the review has its grades, under a name that no other grade has."""
    return GradeRow.model_construct(
        row=row.row,
        grade=f"{row.grade} of {candidate.name}",
        order=candidate.rows.index(row) + 1,
        spine=row.spine,
        bottom_point=row.bottom_point,
        top_point=row.top_point,
        bottom_salary=row.bottom_salary,
        top_salary=row.top_salary,
        source=row.source,
    )


def as_grades(candidate: Candidate) -> tuple[GradeRow, ...]:
    """Its grades as those of a review, the lowest first."""
    return tuple(grade_of(candidate, row) for row in candidate.rows)


def ranges_of(inputs: Inputs, candidate: Candidate) -> list[PayRange | PaybandError]:
    """The pay range of each grade, or what is wrong with it."""
    grades = as_grades(candidate)
    ranges = Ranges(inputs, grades)
    found: list[PayRange | PaybandError] = []
    for row in grades:
        try:
            found.append(ranges.of(row.grade))
        except PaybandError as error:
            found.append(error)
    return found


def with_structure(
    inputs: Inputs, posts: Posts, candidate: Candidate, place_of: GradeOfPoints, salaries: Sequence[int] | None = None
) -> Inputs:
    """The review with a candidate in place of what is proposed: each post in the grade that its points lead to.

    With `salaries`, pence by the place of a person, these are paid now, and each goes to the point that is nearest.
    """
    made = _Made(inputs, candidate, place_of)
    there, people = set(posts.held), []
    for place, (person, points) in enumerate(zip(inputs.people, posts.points, strict=True)):
        more = {} if salaries is None else {"salary_now": salaries[place]}
        line = made.line(person.post_now, points) if place in there else ""
        people.append(person.model_copy(update={"proposed_line": line, "full_years": None, **more}))
    for vacant, points in posts.vacant:
        made.line(vacant.line.line, points, vacant.posts)
    settings = inputs.settings.model_copy(
        update={"costed_at": "actual", **({} if salaries is None else {"slotting_rule": "nearest", "tie": "higher"})}
    )
    now = tuple(line.model_copy(update=_MODELLED) for line in inputs.lines("now"))
    return inputs._replace(
        settings=settings,
        grades=(*inputs.grades, *made.grades),
        structure=(*now, *made.lines()),
        people=tuple(people),
        package=made.package(),
    )


_MODELLED = {"stated_cost": None, "modelled_when_stated": None, "costed_at": None}


def line_name(line: str, points: int) -> str:
    """What the posts of a line now with some points are called as a proposed line."""
    return f"{line or 'no line'}, {points} points"


class _Made:
    """The proposed lines of a candidate: one for each line now and each number of points in it."""

    def __init__(self, inputs: Inputs, candidate: Candidate, place_of: GradeOfPoints) -> None:
        self._inputs, self._place_of = inputs, place_of
        self.grades = as_grades(candidate)
        self._now = {line.line.casefold(): line for line in inputs.lines("now")}
        self._proposed = {line.line.casefold() for line in inputs.lines("proposed")}
        self._posts: dict[tuple[str, int], int] = {}
        self._names: dict[str, str] = {line.line.casefold(): line.line for line in inputs.lines("now")}

    def line(self, name: str, points: int, posts: int = 1) -> str:
        """The name of the proposed line of posts of a line now with some points, and so many more posts in it."""
        key = name.casefold()
        self._names.setdefault(key, name)
        self._posts[key, points] = self._posts.get((key, points), 0) + posts
        return self._named(key, points)

    def _named(self, key: str, points: int) -> str:
        return line_name(self._names[key], points)

    def lines(self) -> list[StructureLine]:
        """The proposed lines, each in the grade of its points."""
        found = []
        for (key, points), posts in self._posts.items():
            now = self._now.get(key)
            given: dict[str, Any] = {"line": self._named(key, points), "state": "proposed", "posts": posts, **_MODELLED}
            given["grade"] = self.grades[self._place_of(points)].grade
            found.append(StructureLine.model_construct(row=0, **given) if now is None else now.model_copy(update=given))
        return found

    def package(self) -> tuple[PackageElement, ...]:
        """The pay elements: those of people, and those of a line now, which stay with its posts."""
        found = []
        for row in self._inputs.package:
            key = row.line_or_person.casefold()
            if key in self._now and row.state in ("", "now"):
                found.append(row.model_copy(update={"state": "now"}))
                found += [
                    row.model_copy(update={"state": "proposed", "line_or_person": self._named(key, points)})
                    for name, points in self._posts
                    if name == key
                ]
            elif key not in self._now and key not in self._proposed:
                found.append(row)
        return tuple(found)
