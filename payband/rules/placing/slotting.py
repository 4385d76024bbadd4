"""Slotting: choosing the point of a pay range for an existing salary."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from payband import library
from payband.errors import PaybandError, UnknownFigure, WrongInput
from payband.forms import Form
from payband.kinds import DAY, MONEY, PENCE_TABLE, POINT, SALARY, TEXT, UNKNOWN, choice
from payband.library import PointSalary
from payband.registry import Row, Step, Value, worksheet_function
from payband.rules.pay.pay_range import FULL_YEARS, points_of
from payband.rules.placing.slotting_steps import (
    BOTTOM,
    NO_POINT_SAID,
    NUMBER_OF,
    OUTCOMES,
    RULES,
    SAME_POINT,
    TIES,
    Outcome,
    Slotting,
    known_pence,
    tie_number,
)
from payband.sheets.compiled import compiled
from payband.sheets.search import ListRun
from payband.sheets.sheet import Each
from payband.sheets.unknown import Unknown
from payband.sheets.worked import Worked
from payband.units import pounds, pounds_text

__all__ = ["Slot", "slot", "slot_on_points", "slot_point", "slot_salary", "slot_to"]


class Slot(NamedTuple):
    """Where a salary is slotted: the point (None in a range without points), its salary, and what that means."""

    point: str | None
    salary: int
    change: int
    outcome: Outcome
    estimated: bool = False


# --- one salary ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _given(
    points: tuple[PointSalary, ...], bottom: int | None, top: int | None, rule: str, tie: str | None
) -> tuple[dict[str, Any], bool]:
    """What is given of a slotting beside the salary, and whether every salary of the range is known."""
    columns = {
        "salary": [known_pence(each.pence) for each in points],
        "estimated": [int(each.estimated) for each in points],
    }
    given = {
        "points": ListRun(len(points), columns.__getitem__),
        "bottom": known_pence(points[0].pence if points else bottom),
        "top": known_pence(points[-1].pence if points else top),
        "has_points": int(bool(points)),
        "rule": NUMBER_OF[rule],
        "tie": tie_number(tie),
        "no_point": NO_POINT_SAID,
    }
    salaries = [*columns["salary"], given["bottom"], given["top"]]
    return given, not any(isinstance(each, Unknown) for each in salaries)


@cache
def _at_once() -> Callable[..., tuple[Form, ...]]:
    return compiled(Slotting, ("place", "salary_new", "change", "outcome", "estimated"))


def slot_to(
    salary: int,
    points: Sequence[PointSalary],
    bottom: int | None,
    top: int | None,
    rule: str,
    tie: str | None,
    name: str,
) -> Slot:
    """A salary in pence slotted into a range, with points or without.

    A salary above the top goes to the top and one below the bottom to the bottom, whatever the rule, and the outcome
    says so. In a range without points a salary inside it stays as it is. An answer that an unpublished point could
    change is refused; one that rests on an estimated point is marked.

    Raises UnknownFigure and WrongInput where there is no answer, and says why.

    >>> slot_to(5_500_000, (), 5_000_000, 6_000_000, "nearest", None, "the range").outcome.value
    'same'
    >>> slot_to(4_900_000, (), 5_000_000, 6_000_000, "nearest", None, "the range").outcome.value
    'rise, below the bottom'
    """
    points = tuple(points)
    given, all_known = _given(points, bottom, top, rule, tie)
    place: Form = Unknown("")
    if all_known:
        place, pay, change, outcome, estimated = _at_once()(salary=salary, **given)
    if isinstance(place, Unknown):
        found = Worked(Slotting, salary=salary, **given)
        pay = found.salary_new
        if isinstance(pay, Unknown):
            raise _why_not(found, points, name)
        place, change, outcome, estimated = found.place, found.change, found.outcome, found.estimated
    point = points[place - 1].point or None if points else None
    return Slot(point, pay, change, OUTCOMES[outcome], estimated > 0)


def slot_on_points(
    salary: int, points: Sequence[PointSalary], rule: str = "nearest", tie: str | None = None, name: str = "the range"
) -> Slot:
    """The point of a range that a salary in pence is slotted to, as `slot_to` has it.

    >>> slot_on_points(8_000_000, [PointSalary("6", 7_672_500), PointSalary("7", 7_967_500)]).point
    '7'
    """
    return slot_to(salary, points, None, None, rule, tie, name)


def _why_not(found: Each, points: Sequence[PointSalary], name: str) -> PaybandError:
    """Why a salary goes nowhere, in words."""
    if not points:
        return UnknownFigure(f"the pay range of {name} was never published: ask the body for it")
    ask = "or have unpublished points estimated"
    if found.rule >= BOTTOM:
        return UnknownFigure(f"point {points[0].point} of {name} was never published: ask the body for it, {ask}")
    shown = pounds_text(found.salary)
    if isinstance(found.down, Unknown) or isinstance(found.up, Unknown):
        after = 0 if isinstance(found.down, Unknown) else found.lower_at
        known = (at for at, each in enumerate(points) if at >= after and each.pence is not None)
        unknown = [each.point for each in points[after : next(known, len(points))]]
        listed = "point " + unknown[0] if len(unknown) == 1 else "points " + ", ".join(unknown)
        return UnknownFigure(
            f"{shown} in {name} depends on {listed}, never published: ask the body for the salary, {ask}"
        )
    lower, upper = points[found.lower_at - 1].point, points[found.upper_at - 1].point
    if found.rule >= SAME_POINT:
        return WrongInput(
            f"{shown} is not the salary of a point of {name} (it lies between points {lower} and {upper}): choose "
            "another slotting rule"
        )
    return WrongInput(
        f"{shown} lies exactly between points {lower} and {upper} of {name}: say whether a tie goes to the higher or "
        "the lower point"
    )


# --- worksheet functions -------------------------------------------------------------------------------------------

_ARGUMENTS = {
    "salary": (SALARY, "Existing salary, £ a year, one or a column"),
    "points": (PENCE_TABLE, "The range: two columns of cells (point, salary), or a grade's name in the library"),
    "rule": (choice(*RULES), "nearest, next above, next below, bottom or same point"),
    "tie": (choice(*TIES), "Where a salary exactly between two points goes: higher or lower"),
    "on_date": (DAY, "The date for a grade of the library; without one, its newest"),
    "full_years": FULL_YEARS,
}


def _slotted(
    salary: int, points: Any, rule: str, tie: str | None, on_date: date | None, full_years: int | None = None
) -> Slot:
    if full_years is not None:
        return _slotted_by_years(salary, points, on_date, full_years)
    name = points if isinstance(points, str) else "the range given"
    return slot_to(salary, *points_of(points, on_date, "the points"), rule, tie, name)


def _slotted_by_years(salary: int, points: Any, on_date: date | None, full_years: int) -> Slot:
    """The step of a grade that full years of service in it lead to, whatever the salary is."""
    if not isinstance(points, str):
        raise WrongInput("years of service lead to a step of a grade in the library, and cells do not say to which")
    ladder, step = library.ladder(points, "", on_date)
    step = step or library.step_after(ladder, full_years, on_date)
    point = ladder.use(ladder.position(step))
    return slot_to(salary, (point,), None, None, "bottom", None, ladder.name)


@worksheet_function(
    "SLOT", Row((("point", POINT), ("salary", MONEY), ("change", MONEY), ("outcome", TEXT))), **_ARGUMENTS
)
def slot(
    salary: int,
    points: Any,
    rule: str = "nearest",
    tie: str | None = None,
    on_date: date | None = None,
    full_years: int | None = None,
) -> tuple[str | None, int, int, str]:
    """Slots a salary into a pay range: the point, its salary, the change in £ a year, and rise, same or fall.

    One salary gives one row, a column a row for each. Above the top goes to the top and below the bottom to the bottom,
    and the outcome says so. In a range without points a salary inside it stays as it is. With full years of service it
    is the step of a national band that they lead to, whatever the rule.

    Raises WrongInput for a tie with no tie rule, and for a salary on no point under "same point"; UnknownFigure
    where the answer depends on a point that was never published.

    Source: Leicester City Council, 13 December 2011, para 8.2 (nearest grade point); East Sussex 2019 (next above).

    >>> import payband
    >>> print(payband.slot(97575, "Divisional Director"))
    point     salary      change  outcome
    -----  ---------  ----------  -------------------
    9      85,575.00  -12,000.00  fall, above the top
    """
    found = _slotted(salary, points, rule, tie, on_date, full_years)
    return found.point, found.salary, found.change, found.outcome.value


@worksheet_function("SLOTPOINT", Value(POINT), **_ARGUMENTS)
def slot_point(
    salary: int,
    points: Any,
    rule: str = "nearest",
    tie: str | None = None,
    on_date: date | None = None,
    full_years: int | None = None,
) -> str | None:
    """The point that a salary is slotted to.

    The arguments, errors and source are those of SLOT. A range without points has no point to give and is refused.

    >>> import payband
    >>> payband.slot_point(97575, "Divisional Director")
    9
    """
    point = _slotted(salary, points, rule, tie, on_date, full_years).point
    if point is None:
        raise WrongInput("this range has no points: SLOTSALARY gives the salary")
    return point


@worksheet_function("SLOTSALARY", Value(MONEY, ("salary",)), **_ARGUMENTS)
def slot_salary(
    salary: Form,
    points: Any,
    rule: str = "nearest",
    tie: str | None = None,
    on_date: date | None = None,
    full_years: int | None = None,
) -> Form:
    """The salary that a salary is slotted to, £ a year.

    The arguments, errors and source are those of SLOT.

    >>> import payband
    >>> payband.slot_salary(97575, "Divisional Director")
    Decimal('85575.00')
    """
    if not isinstance(salary, int):
        from payband.rules.placing.slotting_column import slot_column  # only a column needs it

        known, _, _ = points_of(points, on_date, "the points")
        if not known or full_years is not None:
            raise WrongInput("a range without points, or years of service, is answered one by one")
        return slot_column(salary, known, rule, tie, "the range given")
    return _slotted(salary, points, rule, tie, on_date, full_years).salary


def _steps(
    salary: int, points: Any, rule: str, tie: str | None, on_date: date | None, full_years: int | None = None
) -> list[Step]:
    known, _, _ = points_of(points, on_date, "the points")
    steps = []
    for each in known:
        if each.pence is None:
            steps.append(Step(f"point {each.point}", UNKNOWN, "never published"))
        else:
            side = "below" if each.pence < salary else "above"
            away = f"{pounds_text(abs(each.pence - salary))} {side}"
            steps.append(Step(f"point {each.point}", pounds(each.pence), away))
    return steps


for _function in (slot, slot_point, slot_salary):
    _function.explained(_steps)
