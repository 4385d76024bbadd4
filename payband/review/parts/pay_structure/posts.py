"""The evaluated posts of a review: who holds which, with how many points, and the vacant ones."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import Person, StructureLine
from payband.review.parts.tables.pay_structure import JOB_POINTS, TERMS, JobPointsRow, PayStructureTermsRow

__all__ = ["Posts", "Vacancies", "evaluated", "held_lines", "points_by_name", "terms_of_structure", "vacancies"]


class Vacancies(NamedTuple):
    """The posts of a line now that nobody holds."""

    line: StructureLine
    posts: int


class Posts(NamedTuple):
    """Everybody with the points of their post, by the place in table People; and the vacant posts with theirs."""

    points: Sequence[int]
    vacant: Sequence[tuple[Vacancies, int]]

    @property
    def scores(self) -> list[int]:
        """The different points of all posts, lowest first."""
        return sorted({*self.points, *(points for _, points in self.vacant)})


def terms_of_structure(inputs: Inputs) -> PayStructureTermsRow | None:
    """The terms of the part; None where its table has no row."""
    rows: Sequence[PayStructureTermsRow] = inputs.readable_rows(TERMS.name)
    return rows[0] if rows else None


def points_by_name(inputs: Inputs) -> Mapping[str, JobPointsRow]:
    """The rows of points by the person or line that they name, in small letters."""
    rows: Sequence[JobPointsRow] = inputs.readable_rows(JOB_POINTS.name)
    return {row.post.casefold(): row for row in rows}


def points_row_of(person: Person, rows: Mapping[str, JobPointsRow]) -> JobPointsRow | None:
    """The row with the points of somebody's post: the person's own, or that of the line; None where there is none."""
    return rows.get(person.person.casefold()) or rows.get(person.post_now.casefold())


def held_lines(inputs: Inputs) -> Mapping[str, int]:
    """How many people are in each line now, by its name in small letters."""
    found: dict[str, int] = {}
    for person in inputs.people:
        found[person.post_now.casefold()] = found.get(person.post_now.casefold(), 0) + 1
    return found


def vacancies(inputs: Inputs) -> Iterator[Vacancies]:
    """The lines now that have more posts than people."""
    held = held_lines(inputs)
    for line in inputs.lines("now"):
        vacant = line.posts - held.get(line.line.casefold(), 0)
        if vacant > 0:
            yield Vacancies(line, vacant)


def evaluated(inputs: Inputs) -> Posts:
    """Everybody's points, and those of vacant posts; the inputs are checked to have them all."""
    rows = points_by_name(inputs)
    found = []
    for person in inputs.people:
        row = points_row_of(person, rows)
        assert row is not None  # a post without points is a problem of the inputs
        found.append(row.points)
    vacant = [(each, rows[each.line.line.casefold()].points) for each in vacancies(inputs)]
    return Posts(found, vacant)


def full_time(people: Sequence[Person]) -> Fraction:
    """The full-time posts that people work together."""
    return sum((person.fte for person in people), Fraction(0))
