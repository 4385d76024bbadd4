"""What the scatter chart of the pay line shows: posts, the line, and the grades of a candidate as boxes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from payband.review.parts.pay_structure.costs import Worked
from payband.rules.pay.pay_line import PayLine

__all__ = ["chart_rows"]

_STRETCHES = 20  # of a curve
_Row = tuple[int | None, int | None, int | None, int | None, str | None]


def chart_rows(
    people: Sequence[tuple[int, int]], line: PayLine, line_kind: str, shown: Worked | None, most: int | None
) -> Iterator[_Row]:
    """The rows of the chart's table: points, then the pay of a post, of the line, or of a box's corner, in pence.

    An empty row parts what is drawn as one stroke from what is drawn next. A box without an upper end is drawn to the
    most points that the scheme gives, or that anybody has.
    """
    for points, pay in people:
        yield points, pay, None, None, "post"
    low, high = min(points for points, _ in people), max(points for points, _ in people)
    yield _NOTHING
    for points in _places(low, high, _STRETCHES if line.bend else 1):
        yield points, None, line.pay_at(points), None, f"pay line, {line_kind}"
    if shown is None:
        return
    end = max(high, most or 0)
    for row, pay_range in zip(shown.candidate.rows, shown.ranges, strict=True):
        first, last = row.points_from, end if row.points_to is None else row.points_to
        yield _NOTHING
        name = f"{row.grade}, {shown.candidate.name}"
        corners: tuple[tuple[int, Any], ...] = (
            (first, pay_range.bottom), (first, pay_range.top), (max(first, last), pay_range.top),
            (max(first, last), pay_range.bottom), (first, pay_range.bottom),
        )  # fmt: skip
        for points, pay in corners:
            yield points, None, None, pay, name


_NOTHING: _Row = (None, None, None, None, None)


def _places(low: int, high: int, stretches: int) -> list[int]:
    """Whole points from one to another, so many stretches apart as fit."""
    found = [low + (high - low) * each // stretches for each in range(stretches + 1)]
    return [low, *(above for below, above in pairwise(found) if above > below)]
