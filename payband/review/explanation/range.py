"""Explains a pay range: its points with what was never published, and how far each lies from a salary."""

from collections.abc import Iterable, Iterator

from payband.library import Figure, PointSalary, figures_used
from payband.review.core.ranges import Range
from payband.review.core.rows.range_rows import RangeRows
from payband.review.explanation.chains import Answer, Chain, Step, money, said
from payband.review.explanation.figure import further_chains
from payband.review.inputs.inputs import Inputs
from payband.review.ranges import PayRange, Ranges
from payband.review.results import Results
from payband.rules.placing.slotting import slot
from payband.sheets.unknown import Unknown

__all__ = ["range_and_figures", "range_chains", "range_steps"]


def range_and_figures(inputs: Inputs, grade: str) -> tuple[PayRange, tuple[Figure, ...]]:
    """A grade's pay range on the implementation date, and the figures that it is made of."""
    with figures_used() as used:
        found = Ranges(inputs).of(grade)
    return found, tuple(used)


def range_steps(found: PayRange, figures: tuple[Figure, ...], salary: int | None = None) -> Iterator[Step]:
    """The points of a range, or its ends where it has none; with a salary, how far each lies from it."""
    away = ["" for _ in found.points]
    if salary is not None and found.points and slot.steps is not None:
        pairs = tuple((each.point, each.pence) for each in found.points)
        away = [step.rule for step in slot.steps(salary, pairs, "nearest", None, None)]
    for each, distance in zip(found.points, away, strict=True):
        used = [figure for figure in figures if figure.pay is not None and figure.pay.point == each.point]
        if each.pence is None:
            yield said(f"point {each.point}", "not published", "its salary was never published", used)
        else:
            yield money(f"point {each.point}", each.pence, _how(each, distance), used)
    if not found.points:
        note = "the pay range was never published" if found.bottom is None and found.top is None else "no points"
        yield money("bottom of the range", found.bottom, note, figures)
        if salary is not None:
            yield money("top of the range", found.top, note, figures)


def _how(point: PointSalary, distance: str) -> str:
    if not point.estimated:
        return f"{distance} the salary now" if distance else ""
    if point.worked_out is None:
        drawn = "estimated: on a straight line between published points, to the nearest £1"
    else:
        drawn = "estimated: worked out from the award, since no document seen prints it"
    return f"{distance} the salary now; {drawn}" if distance else drawn


def range_chains(results: Results, grade: str) -> Iterator[Chain]:
    """The pay range of a line: its points, its middle and its top; then what else its answer shows of it."""
    found, figures = range_and_figures(results.inputs, grade)
    of_range = RangeRows(Ranges(results.inputs), [grade]).figures()
    worked = of_range.row(Range, 0)
    steps = list(range_steps(found, figures))
    if found.points:
        steps.append(money("bottom of the range", found.bottom, f"point {found.points[0].point}"))
    if not isinstance(worked.midpoint, Unknown):
        declared = Range.columns["midpoint"]
        steps.append(money(declared.heading, worked.midpoint, declared.says))
    whence = f"point {found.points[-1].point}" if found.points else "given"
    provisional = "; provisional" if found.provisional else ""
    rests_on = _of_grade(figures) or (figures if not found.points else ())
    steps.append(money("top of the range", found.top, f"{whence}{provisional}", rests_on))
    row = (("grade", found.grade),)
    chain = Chain(f"Pay range of {found.grade}", tuple(steps), Answer("PayRanges", row, "top"))
    yield chain
    for each in further_chains(of_range, Range, 0, [chain], "PayRanges", row):
        yield each._replace(title=f"{each.title} of {found.grade}")


def _of_grade(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figure that says which points a grade of the library has, or its ends."""
    return tuple(figure for figure in figures if figure.pay is not None and not figure.pay.point)
