"""The answers of searches for boundaries, each worked out again by the review's own rules."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from payband.review.check import Check
from payband.review.inputs.inputs import Inputs
from payband.review.parts.pay_structure.candidates import Candidate
from payband.review.parts.pay_structure.costs import InGrade, Worked, by_points, together
from payband.review.parts.pay_structure.posts import Posts
from payband.review.parts.pay_structure.search import Ends, Found, Limits, best_boundaries, ways_to_part
from payband.review.parts.tables.pay_structure import AT_TOP, FEWEST_FALLS, SEARCHES, BoundarySearchRow
from payband.units import counted, pounds_text

__all__ = ["Searched", "searched"]

_NONE = "no boundaries keep to the least width and gap: ask for less of them"


class Searched(NamedTuple):
    """A search with what it found: rows for the answer tables, its check, and what is said of it in the summary."""

    row: tuple[Any, ...]
    grades: Sequence[tuple[Any, ...]]
    checks: Sequence[Check]
    said: str


def searched(inputs: Inputs, posts: Posts, worked: Mapping[str, Worked]) -> Iterator[Searched]:
    """Every search of the review; `worked` are the candidates by their names in small letters."""
    in_grades: dict[tuple[str, bool], list[list[InGrade]]] = {}
    for row in inputs.rows_of(SEARCHES.name):
        of = worked[row.candidate.casefold()]
        key = (row.candidate.casefold(), row.measure == AT_TOP)
        if key not in in_grades:
            in_grades[key] = [
                by_points(inputs, posts, of.candidate, lambda points, place=place: place, at_top=key[1])  # type: ignore[misc]
                for place in range(len(of.candidate.rows))
            ]
        yield _Search(inputs, posts, row, of, in_grades[key]).answer()


class _Search:
    def __init__(
        self, inputs: Inputs, posts: Posts, row: BoundarySearchRow, of: Worked, in_grades: Sequence[Sequence[InGrade]]
    ) -> None:
        self._inputs, self._posts, self._row, self._of, self._in_grades = inputs, posts, row, of, in_grades
        self._scores = posts.scores
        self._limits = Limits(row.budget, row.least_width, row.least_gap, row.aim == FEWEST_FALLS)
        bands = of.candidate.bands
        self._ends: Ends = (bands[0].first, bands[-1].last)

    def _cost(self, of: InGrade) -> int | None:
        return of.at_top if self._row.measure == AT_TOP else of.cost

    def answer(self) -> Searched:
        row, given = self._row, self._of.together
        start = (row.search, self._of.candidate.name, row.aim, row.measure, row.budget)
        as_given = (given.falls, self._cost(given))
        costs = [[self._cost(each) for each in of_grade] for of_grade in self._in_grades]
        if self._of.unknown or any(each is None for of_grade in costs for each in of_grade):
            why = self._of.why or "what a post costs in one of the grades is not known"
            return Searched((*start, None, None, None, None, *as_given, None, why), [], [], f"not known: {why}")
        known = [[each or 0 for each in of_grade] for of_grade in costs]
        falls = [[each.falls for each in of_grade] for of_grade in self._in_grades]
        found = best_boundaries(self._scores, falls, known, self._ends, self._limits)
        tried = self._tried()
        if found is None:
            return Searched((*start, None, None, None, None, *as_given, tried, _NONE), [], [], _NONE)
        grades = self._by_grade(found)
        whole = together(grades)
        dear = None if found.meets else "no boundaries meet the budget: these cost least"
        answer = (*start, whole.rises, whole.stays, whole.falls, found.cost, *as_given, tried, dear)
        said = f"{counted(whole.falls, 'person falls', 'people fall')} at {pounds_text(found.cost)} a year"
        return Searched(
            answer, list(self._rows(found, grades)), [self._again(found)], f"{said}; {dear}" if dear else said
        )

    def _tried(self) -> str:
        ways = ways_to_part(self._scores, len(self._in_grades), self._ends, self._limits)
        return f"all {ways:,} ways to part {len(self._scores)} different scores into {len(self._in_grades)} grades"

    def _by_grade(self, found: Found) -> list[InGrade]:
        ends = (*found.starts[1:], len(self._scores))
        return [
            together(of_grade[start:end])
            for of_grade, start, end in zip(self._in_grades, found.starts, ends, strict=True)
        ]

    def _rows(self, found: Found, grades: Sequence[InGrade]) -> Iterator[tuple[Any, ...]]:
        """A row for each grade, with its points: a boundary is the lowest post's above it."""
        firsts = [self._ends[0], *(self._scores[start] for start in found.starts[1:])]
        lasts = [*(first - 1 for first in firsts[1:]), self._ends[1]]
        for row, first, last, of in zip(self._of.candidate.rows, firsts, lasts, grades, strict=True):
            yield (
                self._row.search, row.grade, first, last, row.points_from, of.posts, of.people, of.rises, of.stays,
                of.falls, self._cost(of),
            )  # fmt: skip

    def _again(self, found: Found) -> Check:
        """The boundaries that were found, worked out as a structure of their own."""
        ends = (*found.starts[1:], len(self._scores))
        place_of = {
            self._scores[at]: place
            for place, (start, end) in enumerate(zip(found.starts, ends, strict=True))
            for at in range(start, end)
        }
        at_top = self._row.measure == AT_TOP
        candidate: Candidate = self._of.candidate
        whole = together(by_points(self._inputs, self._posts, candidate, place_of.__getitem__, at_top=at_top))
        expected, again = (found.falls, found.cost), (whole.falls, self._cost(whole))
        name = f"{self._row.search}: its boundaries come to the same when the structure is worked out with them"
        return Check(name, _pair(*expected), _pair(*again), expected == again)


def _pair(falls: int, cost: int | None) -> str:
    return f"{'not known' if cost is None else pounds_text(cost)}, {counted(falls, 'fall')}"
