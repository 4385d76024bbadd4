"""The pay line: pay against job evaluation points by least squares, straight or curved, in exact fractions."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from payband.errors import WrongInput
from payband.kinds import MONEY, SALARY, WHOLE, Kind, blank, choice, nested_lists
from payband.registry import Step, Value, worksheet_function
from payband.units import half_up, pounds

__all__ = ["CURVED", "LINES", "STRAIGHT", "PayLine", "pay_line", "pay_line_of"]

STRAIGHT, CURVED = "straight", "curved"
LINES = (STRAIGHT, CURVED)
"""A straight line, or a curve of the second degree: points and their square."""

_LEAST_POINTS = {STRAIGHT: 2, CURVED: 3}
_ONE = 10_000  # basis points


class PayLine(NamedTuple):
    """A pay line: pence are `constant` + `slope` x points + `bend` x points squared, each an exact fraction.

    `spread` is the sum of the squares by which pays lie off their mean, `left` of those by which they lie off the line.
    """

    constant: Fraction
    slope: Fraction
    bend: Fraction
    spread: Fraction
    left: Fraction

    def pay_at(self, points: int) -> int:
        """Pence of the line at some points, to the nearest penny, half up."""
        exact = self.constant + self.slope * points + self.bend * points * points
        return int(half_up(exact.numerator, exact.denominator))

    @property
    def fit(self) -> int | None:
        """How much of the spread of pay the line explains (R squared), in basis points; None where all pay is alike."""
        if not self.spread:
            return None
        share = (self.spread - self.left) / self.spread * _ONE
        return int(half_up(share.numerator, share.denominator))


def pay_line_of(points: Sequence[int], pays: Sequence[int], line: str = STRAIGHT) -> PayLine:
    """The line that lies nearest to pays in pence at their points: the sum of the squares apart is the least.

    It is worked out in whole numbers and fractions; only what is read off the line is rounded.
    Raises WrongInput for fewer different points than a line needs, two for a straight one and three for a curve.

    >>> line = pay_line_of([200, 300, 400], [2_000_000, 2_600_000, 3_000_000])
    >>> line.slope, line.pay_at(350), line.fit
    (Fraction(5000, 1), 2783333, 9868)
    """
    different, least = len(set(points)), _LEAST_POINTS[line]
    if different < least:
        there = "all posts have the same points" if different == 1 else f"there are {different} different points"
        more = f"a {line} line needs posts at {least} or more"
        raise WrongInput(f"{there}, and {more}" if different else f"there are no posts: {more} different points")
    degree = 2 if line == CURVED else 1
    powers = [sum(each**power for each in points) for power in range(2 * degree + 1)]
    sums = [sum(pay * each**power for each, pay in zip(points, pays, strict=True)) for power in range(degree + 1)]
    matrix = [[Fraction(powers[row + column]) for column in range(degree + 1)] for row in range(degree + 1)]
    solved = [*_solved(matrix, [Fraction(each) for each in sums]), Fraction(0)][:3]
    constant, slope, bend = solved
    mean = Fraction(sums[0], len(points))
    spread = sum(((pay - mean) ** 2 for pay in pays), Fraction(0))
    left = sum(
        ((pay - constant - slope * each - bend * each * each) ** 2 for each, pay in zip(points, pays, strict=True)),
        Fraction(0),
    )
    return PayLine(constant, slope, bend, spread, left)


def _solved(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """What solves some equations: one unknown after the other is taken out. They have one answer."""
    size = len(right)
    rows = [[*row, each] for row, each in zip(matrix, right, strict=True)]
    for place in range(size):
        pivot = next(row for row in range(place, size) if rows[row][place])
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [each / rows[place][place] for each in rows[place]]
        for row in range(size):
            if row != place and (times := rows[row][place]):
                rows[row] = [each - times * own for each, own in zip(rows[row], rows[place], strict=True)]
    return [row[-1] for row in rows]


# --- worksheet function --------------------------------------------------------------------------------------------


def _column_of(kind: Kind) -> Any:
    """What reads a row or column of cells of one kind, without a heading and empty cells at its end."""

    def read(value: Any, what: str) -> tuple[Any, ...]:
        cells = nested_lists(value)
        rows = cells if type(cells) in (list, tuple) else [cells]
        flat = [each for row in rows for each in (row if type(row) in (list, tuple) else [row])]
        while flat and blank(flat[-1]):
            flat.pop()
        if flat and isinstance(flat[0], str) and not any(mark.isdigit() for mark in flat[0]):
            flat = flat[1:]
        found = []
        for number, each in enumerate(flat, start=1):
            if blank(each):
                raise WrongInput(f"{what}, post {number}: the cell is empty; leave the post out or fill it in")
            found.append(kind.read(each, f"{what}, post {number}"))
        return tuple(found)

    return read


def _same(value: Any) -> Any:
    return value


POINTS = Kind("points, a cell for each post", _column_of(WHOLE), _same, is_table=True)
PAYS = Kind("pay, £, a cell for each post", _column_of(SALARY), _same, is_table=True)


@worksheet_function(
    "PAYLINE",
    Value(MONEY),
    points=(POINTS, "Job evaluation points, a row or column of cells with one for each post"),
    pays=(PAYS, "Full-time salaries of the same posts in the same order, £ a year"),
    at_points=(WHOLE, "The points for which the pay is wanted"),
    shape=(choice(*LINES), "straight, or curved for a second-degree curve"),
)
def pay_line(points: tuple[int, ...], pays: tuple[int, ...], at_points: int, shape: str = STRAIGHT) -> int:
    """Pay that the pay line of an organisation gives for some points, £ a year: by least squares.

    A straight line is the spreadsheet's own FORECAST; a curve adds the square of the points. It is worked out exactly
    and rounded once, to the nearest penny. Outside the points of the posts a line is carried on, which says little.

    Raises WrongInput where there are not as many pays as points, or too few different points for the line.

    Source: ordinary least squares, as FORECAST and LINEST of spreadsheets work it out.

    >>> import payband
    >>> payband.pay_line([200, 300, 400], [20000, 26000, 30000], 350)
    Decimal('27833.33')
    """
    if len(points) != len(pays):
        raise WrongInput(
            f"of {len(points)} posts there are points, and of {len(pays)} there is pay: give both for each post"
        )
    return pay_line_of(points, pays, shape).pay_at(at_points)


@pay_line.explained
def _steps(points: tuple[int, ...], pays: tuple[int, ...], at_points: int, shape: str) -> list[Step]:
    found = pay_line_of(points, pays, shape)
    steps = [
        Step("posts", len(points), f"from {min(points)} to {max(points)} points"),
        Step("constant", pounds(int(half_up(*found.constant.as_integer_ratio()))), "£ at 0 points"),
        Step("for each point", pounds(int(half_up(*found.slope.as_integer_ratio()))), "£ more"),
    ]
    if found.bend:
        bend = f"{float(found.bend) / 100:.6f}"
        steps.append(Step("for the square of the points", bend, "£ more"))
    fit = found.fit
    if fit is not None:
        steps.append(Step("explained", f"{fit / 100:g}%", "of the spread of pay (R squared)"))
    return [*steps, Step("pay line", pounds(found.pay_at(at_points)), f"at {at_points} points")]
