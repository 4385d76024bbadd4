"""Job sizes by the Hay method: scores that stand on its numbers, their total, and the grade of a total.

The guide charts belong to their owner and are not here: scores come from a panel, and the grade table from the body.
"""

from functools import cache
from itertools import pairwise
from typing import NamedTuple

from payband import library
from payband.errors import WrongInput
from payband.kinds import GRADE_TABLE, TEXT, WHOLE
from payband.registry import Row, Step, Value, worksheet_function
from payband.units import half_up

__all__ = [
    "GradePlace",
    "check_score",
    "grade_of",
    "hay_grade",
    "hay_total",
    "number_steps",
    "problem_solving_share",
    "profile",
    "steps_between",
    "total_of",
]

_STEP = 115  # per cent: each number is about 15% above the last


@cache
def _steps_in(folders: tuple[str, ...]) -> tuple[int, ...]:
    rows = library.rows_of("hay/steps.csv")
    return tuple(sorted(int(row.values["step"]) for row in rows))


def number_steps() -> tuple[int, ...]:
    """The numbers that a score can be, lowest first, each about 15% above the last."""
    return _steps_in(library.folders())


def check_score(score: int, what: str) -> int:
    """A score that stands on the method's numbers. Raises WrongInput with the numbers on either side."""
    steps = number_steps()
    if score in steps:
        return score
    below = [step for step in steps if step < score]
    above = [step for step in steps if step > score]
    near = " or ".join(str(step) for step in (*below[-1:], *above[:1]))
    raise WrongInput(f"{what} is {score}, which is not a number of the method: it should be {near}")


def total_of(know_how: int, problem_solving: int, accountability: int, additional: int = 0) -> int:
    """Points of a job: the three scores, and additional elements where the body counts them.

    >>> total_of(460, 230, 132), total_of(460, 230, 132, 33)
    (822, 855)
    """
    return know_how + problem_solving + accountability + additional


def problem_solving_share(know_how: int, problem_solving: int) -> int:
    """Problem solving as a share of know-how, in basis points.

    >>> problem_solving_share(460, 230)
    5000
    """
    share: int = half_up(problem_solving * 10_000, know_how)
    return share


def profile(problem_solving: int, accountability: int) -> int:
    """By how many numbers accountability stands above problem solving; below nothing where it stands below.

    >>> profile(230, 132)
    -4
    """
    steps = number_steps()
    return steps.index(accountability) - steps.index(problem_solving)


def steps_between(points: int, boundary: int) -> int:
    """How many rises of 15% bring points to a boundary at or above them.

    >>> steps_between(822, 822), steps_between(822, 830), steps_between(822, 1000)
    (0, 1, 2)
    """
    steps, numerator, denominator = 0, points, 1
    while numerator < boundary * denominator:
        numerator, denominator, steps = numerator * _STEP, denominator * 100, steps + 1
    return steps


class GradePlace(NamedTuple):
    """Where a total lies in a grade table: the grade, and how far it is from the boundaries."""

    grade: str
    above_bottom: int
    to_next: int | None
    next_grade: str
    steps_to_next: int | None


def grade_of(total: int, table: tuple[tuple[str, int], ...]) -> GradePlace:
    """The grade of a total in a table of (grade, its least points), lowest first.

    Raises WrongInput for a total below the lowest grade, and for a table whose points do not rise.
    """
    for (name, points), (following, more) in pairwise(table):
        if more <= points:
            raise WrongInput(
                f"the grade table does not rise: {following} begins at {more} points and {name} at {points}; put the "
                "lowest grade first"
            )
    reached = [index for index, (_, points) in enumerate(table) if points <= total]
    if not reached:
        raise WrongInput(f"{total} points lie below {table[0][0]}, the lowest grade, which begins at {table[0][1]}")
    at = reached[-1]
    name, points = table[at]
    if at + 1 == len(table):
        return GradePlace(name, total - points, None, "", None)
    following, more = table[at + 1]
    return GradePlace(name, total - points, more - total, following, steps_between(total, more))


# --- worksheet functions -------------------------------------------------------------------------------------------


@worksheet_function(
    "HAYTOTAL",
    Value(WHOLE),
    know_how=(WHOLE, "The panel's know-how score"),
    problem_solving=(WHOLE, "The panel's problem solving score"),
    accountability=(WHOLE, "The panel's accountability score"),
    additional=(WHOLE, "Points of additional elements, such as working conditions, where they count"),
)
def hay_total(know_how: int, problem_solving: int, accountability: int, additional: int = 0) -> int:
    """Points of a job: know-how, problem solving and accountability, each checked to be a number of the method.

    The numbers rise by about 15%: 50, 57, 66, 76, 87, 100 and so on. Additional elements are added as they are.

    Raises WrongInput for a score between two numbers, naming both, and for additional points below 0.

    Source: People Centre, Hay notes (460 + 230 + 132 = 822; with 33 for working conditions 855).

    >>> import payband
    >>> payband.hay_total(460, 230, 132)
    822
    """
    check_score(know_how, "know-how")
    check_score(problem_solving, "problem solving")
    check_score(accountability, "accountability")
    if additional < 0:
        raise WrongInput(f"the additional points are {additional}: give 0 or more")
    return total_of(know_how, problem_solving, accountability, additional)


@hay_total.explained
def _total_steps(know_how: int, problem_solving: int, accountability: int, additional: int) -> list[Step]:
    share = problem_solving_share(know_how, problem_solving)
    apart = profile(problem_solving, accountability)
    side = "above" if apart > 0 else "below"
    words = "level with problem solving" if not apart else f"{abs(apart)} numbers {side} problem solving"
    return [
        Step("know-how", know_how, "points"),
        Step("problem solving", problem_solving, f"points, {share / 100:g}% of know-how"),
        Step("accountability", accountability, f"points, {words}"),
        Step("additional elements", additional, "points"),
    ]


@worksheet_function(
    "HAYGRADE",
    Row((("grade", TEXT), ("above bottom", WHOLE), ("to next", WHOLE), ("next grade", TEXT), ("steps to next", WHOLE))),
    total=(WHOLE, "The job's points, such as HAYTOTAL gives"),
    table=(GRADE_TABLE, "The body's own table, two columns of cells: grade, and the points it begins at, lowest first"),
)
def hay_grade(total: int, table: tuple[tuple[str, int], ...]) -> tuple[str, int, int | None, str, int | None]:
    """The grade of a job's points in the body's own table, and how far the total lies from the boundaries.

    Five cells: the grade; points above where it begins; points to the next grade; that grade; and how many rises of
    15% would reach it. The last three are blank in the highest grade.

    Raises WrongInput for points below the lowest grade and for a table that does not rise.

    >>> import payband
    >>> print(payband.hay_grade(822, [["CE 1", 700], ["CE 2", 830], ["CE 3", 1000]]))
    grade  above bottom  to next  next grade  steps to next
    -----  ------------  -------  ----------  -------------
    CE 1   122           8        CE 2        1
    """
    place = grade_of(total, table)
    return place.grade, place.above_bottom, place.to_next, place.next_grade, place.steps_to_next
