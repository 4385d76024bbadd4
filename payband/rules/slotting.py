"""Slotting: choosing the point of a pay range for an existing salary."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from payband import library
from payband.errors import UnknownFigure, WrongInput
from payband.forms import Form
from payband.kinds import DAY, MONEY, PENCE_TABLE, POINT, SALARY, TEXT, UNKNOWN, choice
from payband.library import PointSalary
from payband.registry import Row, Step, Value, worksheet_function
from payband.rules.pay_range import FULL_YEARS, points_of
from payband.units import pounds, pounds_text

__all__ = [
    "RULES",
    "TIES",
    "Slot",
    "known_points",
    "native_outcome",
    "native_slot",
    "native_slot_in_range",
    "outcome_of",
    "slot",
    "slot_in_range",
    "slot_in_range_text",
    "slot_on_points",
    "slot_point",
    "slot_salary",
    "slot_to",
    "slotted_row_text",
]

RULES = ("nearest", "next above", "next below", "bottom", "same point")
"""The slotting rules: the nearest point; the first at or above; the last at or below; the bottom; the same salary."""

TIES = ("higher", "lower")
"""Which point a salary exactly between two goes to."""

ABOVE, BELOW = "above the top", "below the bottom"


class Slot(NamedTuple):
    """Where a salary is slotted: the point (None in a range without points), its salary, and what that means."""

    point: str | None
    salary: int
    change: int
    outcome: str
    estimated: bool = False


def _slot(point: PointSalary, salary: int, note: str = "", *, estimated: bool = False) -> Slot:
    assert point.pence is not None
    change = point.pence - salary
    return Slot(point.point or None, point.pence, change, outcome_of(change, note), estimated or point.estimated)


def outcome_of(change: int, note: str = "") -> str:
    """Rise, same or fall, and what is to be noted of it.

    >>> outcome_of(-1_200_000, ABOVE)
    'fall, above the top'
    """
    outcome = "rise" if change > 0 else "fall" if change < 0 else "same"
    return f"{outcome}, {note}" if note else outcome


def slot_on_points(
    salary: int, points: Sequence[PointSalary], rule: str = "nearest", tie: str | None = None, name: str = "the range"
) -> Slot:
    """The point of a range that a salary in pence is slotted to.

    A salary above the top goes to the top and one below the bottom to the bottom, whatever the rule, and the outcome
    says so. An answer that an unpublished point could change is refused; one that rests on an estimated point is
    marked.

    >>> slot_on_points(8_000_000, [PointSalary("6", 7_672_500), PointSalary("7", 7_967_500)]).point
    '7'
    """
    bottom, top = points[0], points[-1]
    if rule == "bottom":
        _published(bottom, name)
        return _slot(bottom, salary)
    if bottom.pence is not None and salary <= bottom.pence:
        return _slot(bottom, salary, BELOW if salary < bottom.pence else "")
    if top.pence is not None and salary >= top.pence:
        return _slot(top, salary, ABOVE if salary > top.pence else "")
    lower, upper = _neighbours(salary, points, name)
    assert lower.pence is not None and upper.pence is not None
    if lower.pence == salary:
        return _slot(lower, salary)
    # The choice between two points rests on both of them, the one not chosen included.
    estimated = lower.estimated or upper.estimated
    if rule == "next above":
        return _slot(upper, salary, estimated=estimated)
    if rule == "next below":
        return _slot(lower, salary, estimated=estimated)
    if rule == "same point":
        raise WrongInput(
            f"{pounds_text(salary)} is not the salary of a point of {name} (it lies between points {lower.point} and "
            f"{upper.point}): choose another slotting rule"
        )
    down, up = salary - lower.pence, upper.pence - salary
    if down == up and tie is None:
        raise WrongInput(
            f"{pounds_text(salary)} lies exactly between points {lower.point} and {upper.point} of {name}: "
            "say whether a tie goes to the higher or the lower point"
        )
    return _slot(lower if down < up or (down == up and tie == "lower") else upper, salary, estimated=estimated)


def _published(point: PointSalary, name: str) -> None:
    if point.pence is None:
        raise UnknownFigure(
            f"point {point.point} of {name} was never published: ask the body for it, or have unpublished "
            "points estimated"
        )


def _neighbours(salary: int, points: Sequence[PointSalary], name: str) -> tuple[PointSalary, PointSalary]:
    """The last point at or below a salary and the first above it, if no unpublished point can lie between them."""
    known, places = known_points(tuple(points))
    at = bisect_right(known, salary)
    if at and known[at - 1] == salary:
        return points[places[at - 1]], points[places[at - 1]]
    lower = places[at - 1] if at else -1
    upper = places[at] if at < len(places) else len(points)
    if lower < 0 or upper == len(points) or upper > lower + 1:
        unknown = [each.point for each in points[lower + 1 : upper]]
        listed = "point " + unknown[0] if len(unknown) == 1 else "points " + ", ".join(unknown)
        raise UnknownFigure(
            f"{pounds_text(salary)} in {name} depends on {listed}, never published: ask the body for the salary, or "
            "have unpublished points estimated"
        )
    return points[lower], points[upper]


@lru_cache(maxsize=256)
def known_points(points: tuple[PointSalary, ...]) -> tuple[list[int], list[int]]:
    """The published salaries of a range, lowest first, and where in it they stand."""
    places = [index for index, each in enumerate(points) if each.pence is not None]
    return [each.pence for each in points if each.pence is not None], places


def slotted_row_text(salary: str, pays: str, rule: str, tie: str) -> str:
    """The formula of `slot_on_points`, for Excel with LAMBDA: which of the salaries in a column a salary goes to.

    The same errors stand where the rule refuses: #N/A for what was never published, #VALUE! for the rest.
    """
    at_or_below = f"MAX(MAP({pays},SEQUENCE(rows),LAMBDA(pay,at,IF(ISNUMBER(pay),IF(pay<={salary},at,0),0))))"
    above = f"MIN(MAP({pays},SEQUENCE(rows),LAMBDA(pay,at,IF(ISNUMBER(pay),IF(pay>{salary},at,rows+1),rows+1))))"
    nearest = f'IF(up=down,IF({tie}="",#VALUE!,IF({tie}="{TIES[1]}",lower,upper)),IF(down<up,lower,upper))'
    nearest, next_above, next_below, bottom_rule, same_point = (nearest, *RULES[1:])
    between = (
        f'IF({rule}="{next_above}",upper,IF({rule}="{next_below}",lower,IF({rule}="{same_point}",#VALUE!,'
        f"LET(down,{salary}-INDEX({pays},lower),up,INDEX({pays},upper)-{salary},{nearest}))))"
    )
    return (
        f"LET(rows,ROWS({pays}),bottom,INDEX({pays},1),top,INDEX({pays},rows),"
        f'IF({rule}="{bottom_rule}",IF(ISNUMBER(bottom),1,NA()),'
        f"IF(IF(ISNUMBER(bottom),{salary}<=bottom,FALSE),1,IF(IF(ISNUMBER(top),{salary}>=top,FALSE),rows,"
        f"LET(lower,{at_or_below},upper,{above},IF(lower=0,NA(),IF(INDEX({pays},lower)={salary},lower,"
        f"IF(OR(upper>rows,upper>lower+1),NA(),{between}))))))))"
    )


def slot_in_range_text(salary: str, bottom: str, top: str, rule: str) -> str:
    """The formula of the salary that `slot_to` answers in a range without points.

    >>> slot_in_range_text("A2", "B2", "C2", "D2")
    'IF(D2="bottom",B2,MIN(MAX(A2,B2),C2))'
    """
    return f'IF({rule}="{RULES[3]}",{bottom},MIN(MAX({salary},{bottom}),{top}))'


def slot_in_range(salary: int, bottom: int, top: int) -> Slot:
    """Where a salary goes in a range without points: it stays as it is, unless it lies outside.

    >>> slot_in_range(5_500_000, 5_000_000, 6_000_000).outcome, slot_in_range(4_900_000, 5_000_000, 6_000_000).outcome
    ('same', 'rise, below the bottom')
    """
    if salary < bottom:
        return _slot(PointSalary("", bottom), salary, BELOW)
    if salary > top:
        return _slot(PointSalary("", top), salary, ABOVE)
    return _slot(PointSalary("", salary), salary)


def slot_to(
    salary: int,
    points: Sequence[PointSalary],
    bottom: int | None,
    top: int | None,
    rule: str,
    tie: str | None,
    name: str,
) -> Slot:
    """A salary slotted into a range, with points or without."""
    if points:
        return slot_on_points(salary, points, rule, tie, name)
    if bottom is None or top is None:
        raise UnknownFigure(f"the pay range of {name} was never published: ask the body for it")
    if rule == "bottom":
        return _slot(PointSalary("", bottom), salary)
    return slot_in_range(salary, bottom, top)


# --- the search as formulas ----------------------------------------------------------------------------------------


def native_slot(
    salary: str, points: str, known: str, estimated: str, rule: str, tie: str, step: Callable[[str], str]
) -> dict[str, str]:
    """The steps of `slot_on_points` as spreadsheet formulas, by name; `step` says in which cell a step stands.

    `points` are cells with the salaries of a range in pence, text where one was never published; `known` counts the
    published ones down the spine; `estimated` is 1 beside an estimated one. What cannot be answered is #N/A.
    """
    bottom, top, at_end = step("bottom"), step("top"), step("at_end")
    below, lower, upper, tie_at, between, at = (
        step(name) for name in ("lower_at", "lower", "upper", "tie_at", "between_at", "at")
    )
    below_bottom, above_top = f"IFERROR({salary}<{bottom},FALSE)", f"IFERROR({salary}>{top},FALSE)"
    return {
        "bottom": f"INDEX({points},1)",
        "top": f"INDEX({points},ROWS({points}))",
        "at_end": (
            f'IF(OR({rule}="bottom",IFERROR({salary}<={bottom},FALSE)),1,'
            f"IF(IFERROR({salary}>={top},FALSE),ROWS({points}),0))"
        ),
        # The known points at or below the salary, and the place of the last of them.
        "count_below": f'COUNTIF({points},"<="&{salary})',
        "lower_at": f"MATCH({step('count_below')}+INDEX({known},1)-COUNT(INDEX({points},1)),{known},0)",
        "lower": f"INDEX({points},{below})",
        "upper": f"IF({below}<ROWS({points}),INDEX({points},{below}+1),NA())",
        "tie_at": f'IF({tie}="lower",{below},IF({tie}="higher",{below}+1,NA()))',
        "nearest_at": (
            f"IF({salary}-{lower}<{upper}-{salary},{below},IF({salary}-{lower}>{upper}-{salary},{below}+1,{tie_at}))"
        ),
        "between_at": (
            f'IF(COUNT({lower},{upper})<2,NA(),IF({rule}="next above",{below}+1,'
            f'IF({rule}="next below",{below},IF({rule}="nearest",{step("nearest_at")},NA()))))'
        ),
        "at": (
            f"IF({at_end}>0,IF(COUNT(INDEX({points},{at_end}))=1,{at_end},NA()),IF({salary}={lower},{below},{between}))"
        ),
        "salary_new": f"INDEX({points},{at})",
        "note": f'IF({rule}="bottom","",IF({below_bottom},", below the bottom",IF({above_top},", above the top","")))',
        "estimated": (
            f"IF({at_end}>0,INDEX({estimated},{at}),IF({salary}={lower},INDEX({estimated},{at}),"
            f"MAX(INDEX({estimated},{below}),INDEX({estimated},{below}+1))))"
        ),
    }


def native_slot_in_range(salary: str, bottom: str, top: str, rule: str) -> dict[str, str]:
    """`slot_to` for a range without points as spreadsheet formulas, by the name of the step."""
    return {
        "salary_new": f'IF({rule}="bottom",{bottom},IF({salary}<{bottom},{bottom},IF({salary}>{top},{top},{salary})))',
        "note": (
            f'IF({rule}="bottom","",IF({salary}<{bottom},", below the bottom",IF({salary}>{top},", above the top","")))'
        ),
    }


def native_outcome(salary: str, slotted: str, note: str) -> str:
    """A slotting's outcome as a spreadsheet formula."""
    return f'IF({slotted}>{salary},"rise",IF({slotted}<{salary},"fall","same"))&{note}'


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
    _published(point, ladder.name)
    return _slot(point, salary)


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
    return found.point, found.salary, found.change, found.outcome


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
        from payband.rules.slotting_column import slot_column  # only a column needs it

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
