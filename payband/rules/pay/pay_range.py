"""Pay ranges: the salaries of spinal points, a grade's bottom and top, and where a salary lies between them."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from payband import library
from payband.calendar import date_text
from payband.errors import UnknownFigure, WrongInput
from payband.forms import Form
from payband.kinds import DAY, MONEY, PENCE_TABLE, POINT, RATIO, SALARY, SERVICE, UNKNOWN
from payband.library import PointSalary
from payband.registry import Step, TableOf, Value, worksheet_function
from payband.units import half_up, pounds, pounds_text

__all__ = [
    "FULL_YEARS",
    "check_rising",
    "compa_ratio",
    "midpoint",
    "pay_range",
    "penetration",
    "points_of",
    "position_in_range",
    "range_max",
    "range_min",
    "ratio_to_midpoint",
    "salary",
    "straight_line",
]


# --- the rules -----------------------------------------------------------------------------------------------------


def midpoint(bottom: Form, top: Form) -> Form:
    """Pence halfway between a range's bottom and top, half a penny upwards."""
    return half_up(bottom + top, 2)


def ratio_to_midpoint(salary: Form, bottom: Form, top: Form) -> Form:
    """A salary over the midpoint of its range, in ten-thousandths.

    >>> ratio_to_midpoint(5_500_000, 5_000_000, 6_000_000)
    10000
    """
    return half_up(salary * 2 * 10_000, bottom + top)


def position_in_range(salary: Form, bottom: Form, top: Form) -> Form:
    """How far up its range a salary lies, in ten-thousandths: 0 the bottom, 10,000 the top.

    >>> position_in_range(5_250_000, 5_000_000, 6_000_000)
    2500
    """
    return half_up((salary - bottom) * 10_000, top - bottom)


def straight_line(points: Sequence[PointSalary]) -> list[PointSalary]:
    """The points with those that were never published estimated, and marked as estimated.

    Where the library holds what the award makes of a point, it is that; the others are drawn on a straight line between
    their neighbours, in equal steps to the nearest pound. A gap at either end cannot be drawn and stays unknown.

    >>> straight_line([PointSalary("16", 11048400), PointSalary("17", None), PointSalary("18", 11898300)])[1].pence
    11473400
    """
    drawn = [
        each if each.worked_out is None else each._replace(pence=each.worked_out, estimated=True) for each in points
    ]
    known = [index for index, each in enumerate(drawn) if each.pence is not None]
    for below, above in pairwise(known):
        bottom, top = drawn[below].pence, drawn[above].pence
        assert bottom is not None and top is not None  # that is what `known` says
        for index in range(below + 1, above):
            share = half_up((top - bottom) * (index - below), (above - below) * 100)
            drawn[index] = PointSalary(points[index].point, bottom + share * 100, estimated=True)
    return drawn


def check_rising(points: Sequence[PointSalary], what: str) -> None:
    """Refuses points named twice, or salaries that do not rise from point to point."""
    seen: set[str] = set()
    for each in points:
        if each.point in seen:
            raise WrongInput(f"{what}: point {each.point} is there twice: delete one of the two rows")
        seen.add(each.point)
    known = [each for each in points if each.pence is not None]
    for lower, upper in pairwise(known):
        assert lower.pence is not None and upper.pence is not None
        if upper.pence < lower.pence:
            raise WrongInput(
                f"{what}: point {upper.point} ({pounds_text(upper.pence)}) pays less than point {lower.point} "
                f"({pounds_text(lower.pence)}): put the points in order and check the salaries"
            )


def points_of(given: Any, on: date | None, what: str) -> tuple[tuple[PointSalary, ...], int | None, int | None]:
    """The points, bottom and top of a grade given by its name in the library or as (point, pence) pairs.

    A grade without points has none; a bottom or top that was never published is None.
    """
    if isinstance(given, str):
        found = library.grade(given, on)
        return found.points, found.bottom, found.top
    points = _checked_points(given, what)
    return points, points[0].pence, points[-1].pence


@lru_cache(maxsize=256)  # a column of calls over the same cells checks them once
def _checked_points(given: tuple[tuple[str, int | None], ...], what: str) -> tuple[PointSalary, ...]:
    points = tuple(PointSalary(point, pence) for point, pence in given)
    check_rising(points, what)
    return points


# --- worksheet functions -------------------------------------------------------------------------------------------

_ON_DATE = (DAY, "The date for which it is wanted; without one, the newest in the library")


FULL_YEARS = (SERVICE, "Full years of service in the grade, for the step of a national band that they lead to")


def _ladder(spine: Any, point: str, on_date: date | None) -> tuple[library.Spine, str]:
    """The salaries to look in, and the point of them: of a spine, a grade or a body's grade, or of cells."""
    if isinstance(spine, str):
        return library.ladder(spine, point, on_date)
    return library.Spine("the spine given", _checked_points(spine, "the spine"), ()), point


@worksheet_function(
    "SALARY",
    Value(MONEY),
    spine=(PENCE_TABLE, "A spine's, grade's or body's name in the library, or two columns of cells: point, salary"),
    point=(POINT.or_blank(), "The spinal point; of a grade its step; after a body its grade, such as 5 or 5 top"),
    on_date=_ON_DATE,
    full_years=FULL_YEARS,
)
def salary(spine: Any, point: str | None, on_date: date | None = None, full_years: int | None = None) -> int:
    """Annual salary of a spinal point, or of a step of a national pay band, £ a year.

    A step is named ("top") or found by the full years of service in the band. A band with one salary needs neither.

    Raises UnknownName for a point that is not on the spine, UnknownFigure for one whose salary was never published and
    for a date that the spine does not reach, WrongInput for a band of several steps without one.

    Source: each row of the library names its own; `payband spines` lists them.

    >>> import payband
    >>> payband.salary("NJC", 20, "01/04/2024")
    Decimal('31586.00')
    >>> payband.salary("NHS England", "5 top", "01/04/2026"), payband.salary("NHS England", 5, "01/04/2026", 3)
    (Decimal('39043.00'), Decimal('34592.00'))
    """
    found, step = _ladder(spine, point or "", on_date)
    if full_years is not None and step:
        raise WrongInput(f"both the point {step} and the years of service are given: leave one of them out")
    if full_years is not None:
        step = library.step_after(found, full_years, on_date)
    index = found.position(step) if step else _only_salary(found)
    pence = (found.use(index) if found.rows else found.points[index]).pence
    if pence is None:
        raise UnknownFigure(_why_unpublished(found, index))
    return pence


def _only_salary(found: library.Spine) -> int:
    """Where the one salary of a grade stands; a grade of several steps, like a spine, needs a point."""
    if found.grade is None:
        raise WrongInput(f"SALARY needs point (a spinal point) on {found.label}, such as {found.points[0].point}")
    if None in {each.pence for each in found.points} or len({each.pence for each in found.points}) > 1:
        steps = [
            each.point if each.pence is None else f"{each.point} ({pounds_text(each.pence)})" for each in found.points
        ]
        raise WrongInput(
            f"{found.name} has the steps {', '.join(steps)}: name one, or give the full years of service in the grade"
        )
    return 0


def _why_unpublished(spine: library.Spine, index: int) -> str:
    point = spine.points[index]
    if point.worked_out is None:
        return (
            f"point {point.point} of {spine.name} was never published, so it has no salary: ask the body for it, or "
            "work with the points either side"
        )
    row = spine.rows[index]
    return (
        f"no document seen prints the salary of point {point.point} of {spine.name} from "
        f"{date_text(row.effective_from)} ({row.values['estimate']}). It works out at {pounds_text(point.worked_out)}, "
        "which a review may use as an estimate: set 'unpublished points' to 'estimate' there, or give the salary "
        "yourself"
    )


@worksheet_function(
    "PAYRANGE",
    TableOf((("point", POINT), ("salary", MONEY), ("step", MONEY))),
    spine=(PENCE_TABLE, "A spine's, grade's or body's name in the library, or two columns of cells: point, salary"),
    bottom_point=(
        POINT,
        "The lowest point of the range; blank for the lowest of all. After a body the grade, such as 5",
    ),
    top_point=(POINT, "The highest point of the range; blank for the highest of all"),
    on_date=_ON_DATE,
)
def pay_range(
    spine: Any, bottom_point: str | None = None, top_point: str | None = None, on_date: date | None = None
) -> list[tuple[str, int | str, int | str | None]]:
    """The points of a pay range with their salaries and the step from the point below, £ a year.

    Where a point was never published its salary, its step and the step of the point above are "unknown".

    Raises UnknownName for a point that is not on the spine, WrongInput for a range upside down.

    Source: each row of the library names its own; `payband spines` lists them.

    >>> import payband
    >>> print(payband.pay_range("UCOR/S", 16, 19))
    point      salary      step
    -----  ----------  --------
    16     110,484.00
    17        unknown   unknown
    18     118,983.00   unknown
    19     123,231.00  4,248.00
    """
    found, low = _ladder(spine, bottom_point or "", on_date)
    bottom = found.position(low) if low else 0
    top = found.position(_top_of(spine, found, top_point, on_date)) if top_point else len(found.points) - 1
    if bottom > top:
        first, last = found.points[bottom].point, found.points[top].point
        raise WrongInput(f"the range runs from point {first} down to {last}: give the lowest point first")
    rows: list[tuple[str, int | str, int | str | None]] = []
    below: int | None = None
    for index in range(bottom, top + 1):
        point = found.use(index) if found.rows else found.points[index]
        if index == bottom:
            step: int | str | None = None
        else:
            step = UNKNOWN if point.pence is None or below is None else point.pence - below
        rows.append((point.point, UNKNOWN if point.pence is None else point.pence, step))
        below = point.pence
    return rows


def _top_of(spine: Any, found: library.Spine, top_point: str, on_date: date | None) -> str:
    """The highest point as it stands on the spine: after a body it may be the grade once more, with its step."""
    if found.grade is None or any(each.point == top_point for each in found.points):
        return top_point
    other, step = _ladder(spine, top_point, on_date)
    if other.name != found.name:
        raise WrongInput(f"the range runs from {found.name} to {other.name}: give the range of one grade at a time")
    return step or found.points[-1].point


_GRADE = (PENCE_TABLE, "A grade's name in the library, or two columns of cells: point, salary")


def _end_of_range(grade: Any, on_date: date | None, *, top: bool) -> int:
    _, bottom_pence, top_pence = points_of(grade, on_date, "the grade")
    pence = top_pence if top else bottom_pence
    if pence is None:
        raise UnknownFigure(f"the {'top' if top else 'bottom'} of this range was never published: ask the body for it")
    return pence


@worksheet_function("RANGEMIN", Value(MONEY), grade=_GRADE, on_date=_ON_DATE)
def range_min(grade: Any, on_date: date | None = None) -> int:
    """The bottom of a grade's pay range, £ a year.

    Raises UnknownName for a grade that is not in the library, UnknownFigure for a date it does not reach.

    Source: each grade of the library names its own; `payband spines` lists them.

    >>> import payband
    >>> payband.range_min("Harrow D1")
    Decimal('91269.00')
    """
    return _end_of_range(grade, on_date, top=False)


@worksheet_function("RANGEMAX", Value(MONEY), grade=_GRADE, on_date=_ON_DATE)
def range_max(grade: Any, on_date: date | None = None) -> int:
    """The top of a grade's pay range, £ a year.

    Raises UnknownName for a grade that is not in the library, UnknownFigure for a date it does not reach.

    Source: each grade of the library names its own; `payband spines` lists them.

    >>> import payband
    >>> payband.range_max("Harrow D1")
    Decimal('107264.00')
    """
    return _end_of_range(grade, on_date, top=True)


_SALARY = (SALARY, "Salary, £ a year")
_RANGE_MIN = (SALARY, "Bottom of the range, £ a year")
_RANGE_MAX = (SALARY, "Top of the range, £ a year")


@worksheet_function("COMPARATIO", Value(RATIO, ("salary",)), salary=_SALARY, range_min=_RANGE_MIN, range_max=_RANGE_MAX)
def compa_ratio(salary: Form, range_min: Form, range_max: Form) -> Form:
    """Compa-ratio: a salary over the midpoint of its range, to four decimals.

    1 is the midpoint. Raises WrongInput for a range upside down.

    Source: standard reward practice; the midpoint is halfway between bottom and top.

    >>> import payband
    >>> payband.compa_ratio(55000, 50000, 60000)
    Decimal('1.0000')
    """
    _check_range(range_min, range_max)
    return ratio_to_midpoint(salary, range_min, range_max)


@worksheet_function(
    "PENETRATION", Value(RATIO, ("salary",)), salary=_SALARY, range_min=_RANGE_MIN, range_max=_RANGE_MAX
)
def penetration(salary: Form, range_min: Form, range_max: Form) -> Form:
    """Range penetration: how far up its range a salary lies, to four decimals; 0 the bottom, 1 the top.

    Below 0 or above 1 the salary lies outside the range. Raises WrongInput for a range upside down or of one salary.

    Source: standard reward practice.

    >>> import payband
    >>> payband.penetration(52500, 50000, 60000)
    Decimal('0.2500')
    """
    _check_range(range_min, range_max)
    if range_min == range_max:
        raise WrongInput("the range has the same bottom and top, so no salary lies part of the way up it")
    return position_in_range(salary, range_min, range_max)


def _check_range(bottom: int, top: int) -> None:
    if bottom > top:
        raise WrongInput(
            f"the range runs from {pounds_text(bottom)} down to {pounds_text(top)}: give the bottom first, then the top"
        )


@compa_ratio.explained
def _steps(salary: int, range_min: int, range_max: int) -> list[Step]:
    return [Step("midpoint", pounds(midpoint(range_min, range_max)), "halfway between bottom and top")]
