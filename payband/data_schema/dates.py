"""The rows of one figure in time: none twice for a day, and no days left out that are not marked as such."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator

from payband.calendar import date_text
from payband.data_schema.cells import NOT_PUBLISHED, NOT_USED, Text, one_of
from payband.data_schema.rows import DatedRow
from payband.errors import Problem

__all__ = ["GAPS", "GapRow", "Placed", "overlaps", "unmarked_gaps"]

GAPS = "dates/gaps.csv"
"""The file that marks the days for which a figure is left out on purpose."""


class GapRow(DatedRow):
    """Days for which a file leaves a figure out on purpose; the source says why.

    `figure` is the figure's name, or the beginning of it: a body and its spine mark all points of the spine.
    """

    key = ("file", "figure")

    file: Text
    figure: Text
    status: Annotated[str, AfterValidator(one_of(NOT_PUBLISHED, NOT_USED))]


class Placed(NamedTuple):
    """A row and where it is."""

    file: str
    number: int
    row: Any

    def problem(self, message: str, column: str = "") -> Problem:
        """Something wrong with this row."""
        return Problem(message, table=self.file, row=self.number, column=column)


def _in_time(rows: Iterable[Placed]) -> Iterator[list[Placed]]:
    """The rows of each figure, earliest first."""
    by_name: dict[tuple[str, ...], list[Placed]] = {}
    for each in rows:
        by_name.setdefault(each.row.named, []).append(each)
    for same in by_name.values():
        yield sorted(same, key=lambda each: (each.row.effective_from, each.row.effective_to))


def _name(row: DatedRow, columns: int) -> str:
    return " ".join(str(getattr(row, column)) for column in row.key[:columns])


def overlaps(rows: Iterable[Placed]) -> Iterator[Problem]:
    """Figures that are given twice for a day."""
    for earlier, *following in _in_time(rows):
        for later in following:
            if later.row.effective_from <= earlier.row.effective_to:
                place = f"row {earlier.number}"
                if earlier.file != later.file:
                    place = f"{earlier.file}, {place}"
                yield later.problem(
                    f"{_name(later.row, len(later.row.key))} is given twice for "
                    f"{date_text(later.row.effective_from)}, here and in {place}: end one row before the other "
                    "begins, or take one out",
                    "effective_from",
                )
            earlier = max(earlier, later, key=lambda each: each.row.effective_to)


# --- gaps ----------------------------------------------------------------------------------------------------------


class _Gap(NamedTuple):
    """The days between two rows of a figure for which there is none."""

    first: date
    last: date
    after: Placed

    def is_marked_by(self, mark: GapRow) -> bool:
        row = self.after.row
        names = {_name(row, columns).casefold() for columns in range(1, len(row.key) + 1)}
        return (
            mark.file == self.after.file
            and mark.figure.casefold() in names
            and mark.effective_from <= self.first
            and mark.effective_to >= self.last
        )


def _gaps(rows: Iterable[Placed]) -> Iterator[_Gap]:
    for same in _in_time(rows):
        covered = same[0].row.effective_to
        for earlier, later in pairwise(same):
            covered = max(covered, earlier.row.effective_to)
            if later.row.effective_from > covered and later.row.effective_from - covered > timedelta(days=1):
                day = timedelta(days=1)
                yield _Gap(covered + day, later.row.effective_from - day, later)


def unmarked_gaps(
    kinds: Iterable[Iterable[Placed]], marks: Iterable[Placed], built_in_marks: Iterable[Placed]
) -> Iterator[Problem]:
    """Gaps in the dates of a figure that no row of dates/gaps.csv marks, and marks where there is no gap.

    The points of a spine that begin again on one day are one gap. A folder that takes over a built-in file takes over
    the marks of it, too.
    """
    own, given = list(marks), [each.row for each in built_in_marks]
    used: set[int] = set()
    found: dict[tuple[str, date, date, str], list[_Gap]] = {}
    for gap in (gap for rows in kinds for gap in _gaps(rows)):
        marking = [number for number, each in enumerate(own) if gap.is_marked_by(each.row)]
        used.update(marking)
        if not marking and not any(gap.is_marked_by(mark) for mark in given):
            whole = _name(gap.after.row, max(1, len(gap.after.row.key) - 1))
            found.setdefault((gap.after.file, gap.first, gap.last, whole), []).append(gap)
    for (_, first, last, _), gaps in found.items():
        row = gaps[0].after.row
        told = f"{_name(row, len(row.key))} and {len(gaps) - 1} more have" if len(gaps) > 1 else ""
        yield gaps[0].after.problem(
            f"{told or _name(row, len(row.key)) + ' has'} no figure from {date_text(first)} to {date_text(last)}: add "
            f"a row for these days, or mark them in {GAPS} with the reason",
            "effective_from",
        )
    for number, each in enumerate(own):
        if number not in used:
            yield each.problem(
                f"'{each.row.figure}' of {each.row.file} has no gap within these days: take the row out, or correct "
                "its file, figure and dates",
                "figure",
            )
