"""Where posts go: each combination of line, grade, profile and NI category is looked up and checked once."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from payband.batch.posts.column_names import GRADE, PROFILE
from payband.errors import InputProblems
from payband.review.inputs.cross_checks.between_tables import problems_between
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_person
from payband.review.inputs.raw.damage import NO_DAMAGE
from payband.review.inputs.tables import Person, StructureLine
from payband.review.ranges import PayRange, Ranges
from payband.rules.cost.on_costs import OnCostTerms

__all__ = ["Place", "Places", "Wanted"]


class Wanted(NamedTuple):
    """Where a post goes and what it is costed with, as its row says: names, empty where it says nothing."""

    line: str
    grade: str
    profile: str
    category: str


class Place(NamedTuple):
    """What that comes to: the pay range and the on-cost terms; or the column that is wrong, and why.

    A post that goes nowhere is displaced: it has neither a range nor a fault.
    """

    pay_range: PayRange | None
    terms: OnCostTerms | None
    column: str = ""
    why: str = ""


class Places:
    """The places that posts go to, under the settings and tables of a review.

    Whatever the review says of a person or a line that cannot be used is said of a post, in the same words.
    """

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self.ranges = Ranges(inputs)
        self._found: dict[Wanted, Place] = {}

    def of(self, wanted: Sequence[Wanted]) -> list[Place]:
        """The place of each, in order; those that are new are checked together."""
        new = list(dict.fromkeys(each for each in wanted if each not in self._found))
        if new:
            self._look_up(new)
        return [self._found[each] for each in wanted]

    def _look_up(self, new: Sequence[Wanted]) -> None:
        """Checks new combinations as if each were a person of the review, and a grade alone a line of it."""
        known = max((line.row for line in self._inputs.structure), default=0)
        people: list[Person] = []
        lines: list[StructureLine] = []
        for number, each in enumerate(new, start=known + 1):
            name = each.line
            if not name and each.grade:
                name = f"\0{number}"  # a name that nobody can have given to a line
                lines.append(_line_of_grade(name, each, number))
            people.append(_person(name, each, number))
        structure = (*self._inputs.structure, *lines)
        # What names the people of the review was checked with them, and no post is one of them.
        inputs = self._inputs._replace(structure=structure, people=tuple(people), package=(), parts={})
        faults: dict[int, tuple[str, str]] = {}
        for problem in problems_between(inputs, NO_DAMAGE, {}, cells=True, dates_known=True):
            if problem.row is None or problem.row <= known or problem.table not in ("People", "Structure"):
                raise InputProblems([problem])
            column = GRADE if (problem.table, problem.column) == ("Structure", "grade") else problem.column
            faults.setdefault(problem.row, (column, problem.message))
        for number, (each, person) in enumerate(zip(new, people, strict=True), start=known + 1):
            if number in faults:
                self._found[each] = Place(None, None, *faults[number])
                continue
            line = inputs.proposed_line(person.proposed_line) if person.proposed_line else None
            if line is None:
                self._found[each] = Place(None, None)
            elif each.line and each.grade and line.grade.casefold() != each.grade.casefold():
                why = f"the line '{line.line}' has grade '{line.grade}', not '{each.grade}': empty one of the two"
                self._found[each] = Place(None, None, GRADE, why)
            else:
                terms = terms_of_person(inputs, person, line)
                if terms is None:
                    why = "is empty, and so is the setting 'on-cost profile': name a profile"
                    self._found[each] = Place(None, None, PROFILE, why)
                else:
                    self._found[each] = Place(self.ranges.of(line.grade), terms)


def _person(line: str, wanted: Wanted, row: int) -> Person:
    return Person(
        row=row,
        person=f"post {row}",
        salary_now=1_000,  # any: the salary is no part of the check
        proposed_line=line,
        on_cost_profile=wanted.profile,
        ni_category=wanted.category,
    )


def _line_of_grade(name: str, wanted: Wanted, row: int) -> StructureLine:
    return StructureLine(
        row=row, line=name, state="proposed", grade=wanted.grade, posts=1, fte_each=Fraction(1), costed_at="actual",
        on_cost_profile=wanted.profile,
    )  # fmt: skip
