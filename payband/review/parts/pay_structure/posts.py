"""The evaluated posts of a review: who holds which when the structure starts, with how many points; the vacant ones."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import Person, StructureLine
from payband.review.parts.tables.pay_structure import JOB_POINTS, TERMS, JobPointsRow, PayStructureTermsRow

__all__ = [
    "Posts",
    "Vacant",
    "evaluated",
    "points_by_name",
    "points_row_of",
    "stays",
    "terms_of_structure",
    "vacant_posts",
]


class Vacant(NamedTuple):
    """Posts of a line now that nobody holds when the structure starts; `left_by` is who has left them by then."""

    line: StructureLine
    posts: int
    left_by: Person | None = None


class Posts(NamedTuple):
    """The points of everybody's post, by the place in table People, and of vacant posts.

    `held` are the places of those who hold a post when the structure starts.
    """

    points: Sequence[int]
    held: Sequence[int]
    vacant: Sequence[tuple[Vacant, int]]

    @property
    def scores(self) -> list[int]:
        """The different points of all posts, lowest first."""
        return sorted({*(self.points[place] for place in self.held), *(points for _, points in self.vacant)})


def terms_of_structure(inputs: Inputs) -> PayStructureTermsRow | None:
    """The terms of the part; None where its table has no row."""
    rows: Sequence[PayStructureTermsRow] = inputs.rows_of(TERMS.name)
    return rows[0] if rows else None


def points_by_name(inputs: Inputs) -> Mapping[str, JobPointsRow]:
    """The rows of points by the person or line that they name, in small letters."""
    rows: Sequence[JobPointsRow] = inputs.rows_of(JOB_POINTS.name)
    return {row.post.casefold(): row for row in rows}


def points_row_of(person: Person, rows: Mapping[str, JobPointsRow]) -> JobPointsRow | None:
    """The row with the points of somebody's post: the person's own, or that of the line; None where there is none."""
    return rows.get(person.person.casefold()) or rows.get(person.post_now.casefold())


def stays(person: Person, inputs: Inputs) -> bool:
    """Whether somebody has not left before the new structure starts."""
    return person.leaves_on is None or person.leaves_on >= inputs.settings.implementation_date


def vacant_posts(inputs: Inputs) -> Iterator[Vacant]:
    """The posts of lines now that nobody holds when the structure starts, first those that somebody has left by then.

    Where more people hold fewer posts, as in a job share, who leaves may leave no vacant post.
    """
    holders: dict[str, list[Person]] = {}
    for person in inputs.people:
        holders.setdefault(person.post_now.casefold(), []).append(person)
    for line in inputs.lines("now"):
        people = holders.get(line.line.casefold(), [])
        left = [person for person in people if not stays(person, inputs)]
        vacant = max(line.posts - len(people) + len(left), 0)
        yield from (Vacant(line, 1, person) for person in left[:vacant])
        if vacant > len(left):
            yield Vacant(line, vacant - len(left))


def evaluated(inputs: Inputs) -> Posts:
    """Everybody's points, and those of vacant posts; the inputs are checked to have them all."""
    rows = points_by_name(inputs)

    def points_of(person: Person) -> int:
        row = points_row_of(person, rows)
        assert row is not None  # a post without points is a problem of the inputs
        return row.points

    held = [place for place, person in enumerate(inputs.people) if stays(person, inputs)]
    vacant = [
        (each, points_of(each.left_by) if each.left_by else rows[each.line.line.casefold()].points)
        for each in vacant_posts(inputs)
    ]
    return Posts([points_of(person) for person in inputs.people], held, vacant)


def full_time(people: Sequence[Person], vacant: Sequence[Vacant]) -> Fraction:
    """The full-time posts that people work together, and vacant ones as their lines say."""
    return sum((each.fte for each in people), Fraction(0)) + sum(
        (each.posts * each.line.fte_each for each in vacant), Fraction(0)
    )
