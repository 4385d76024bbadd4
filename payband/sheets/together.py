"""All rows of a sheet at once: each attribute is a NumPy column of figures, or of the rows that they are linked to."""

from typing import TYPE_CHECKING, Any, TypeAlias

from payband.forms import Form
from payband.sheets.links import absent, child_link, sheet_of
from payband.sheets.rows import NO_ROW
from payband.sheets.sheet import Link, Sheet
from payband.sheets.source import Source
from payband.sheets.unknown import Maybe

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

__all__ = ["Together", "UnevenRows"]


class UnevenRows(ValueError):
    """Rows have not equally many rows that belong to them, so that these cannot be had as columns."""


class Together:
    """All rows of a sheet, or some of them, at once: an attribute is a column."""

    __slots__ = ("_at", "_figures", "_sheet")

    def __init__(self, figures: Source, sheet: type[Sheet], at: "Array | None") -> None:
        self._figures = figures
        self._sheet = sheet
        self._at = at

    def __getattr__(self, name: str) -> Any:
        figures, sheet, at = self._figures, self._sheet, self._at
        if name in sheet.runs:
            return figures.runs(sheet, name, at)
        found = sheet.links.get(name)
        values = figures.values(sheet, name) if at is None else figures.values_at(sheet, name, at)
        if found is None:
            return values
        if (values == NO_ROW).any():
            return _OrAbsent(figures, found, values)
        return Together(figures, sheet_of(found), values)

    def total(self, child: type[Sheet], name: str, by: str = "") -> Form:
        """What a column of the rows that belong to each row adds up to."""
        import numpy as np

        return self._of_children(child, name, by, np.add)

    def largest(self, child: type[Sheet], name: str, by: str = "") -> Form:
        """The largest figure of a column among the rows that belong to each row, none of them below 0; 0 for none."""
        import numpy as np

        return self._of_children(child, name, by, np.maximum)

    def _of_children(self, child: type[Sheet], name: str, by: str, work: "np.ufunc") -> Form:
        import numpy as np

        figures = self._figures
        order, starts = figures.children(child, child_link(child, self._sheet, by), self._sheet)
        values = figures.values(child, name)
        if isinstance(values, Maybe):
            why = values.why[order]
            first = np.zeros(len(starts) - 1, np.int64)
            for number in np.flatnonzero(why)[::-1].tolist():  # the first reason of each stays
                first[np.searchsorted(starts, number, side="right") - 1] = why[number]
            found: Form = Maybe(_by_run(work, values.values[order], starts), first)
        else:
            found = _by_run(work, values[order], starts)
        if self._at is None:
            return found
        return found.taken(self._at) if isinstance(found, Maybe) else found[self._at]

    def rows(self, child: type[Sheet], by: str = "") -> "list[Together]":
        """The rows that belong to each row, the first of each together, then the second: all have as many."""
        figures = self._figures
        order, starts = figures.children(child, child_link(child, self._sheet, by), self._sheet)
        first, following = starts[:-1], starts[1:]
        if self._at is not None:
            first, following = first[self._at], following[self._at]
        counts = following - first
        if len(counts) and (counts != counts[0]).any():
            raise UnevenRows(f"the rows of {self._sheet.__name__} have not equally many of {child.__name__}")
        return [Together(figures, child, order[first + place]) for place in range(int(counts[0]) if len(counts) else 0)]


class _OrAbsent:
    """All rows of a sheet at once through a link that some have not."""

    __slots__ = ("_at", "_declared", "_figures")

    def __init__(self, figures: Source, declared: Link, at: "Array") -> None:
        self._figures = figures
        self._declared = declared
        self._at = at

    def __getattr__(self, name: str) -> Any:
        import numpy as np

        instead = self._declared.absent
        if instead is None:
            return absent(self._declared)  # which says what is wrong
        if name in sheet_of(self._declared).runs:
            return self._figures.runs(sheet_of(self._declared), name, self._at).only(self._at != NO_ROW)
        if not self._figures.rows_of(sheet_of(self._declared)).size:
            return np.full(len(self._at), instead, np.int64)
        there = Together(self._figures, sheet_of(self._declared), np.maximum(self._at, 0))
        values, here = getattr(there, name), self._at != NO_ROW
        if isinstance(values, Maybe):
            return Maybe(np.where(here, values.values, instead), np.where(here, values.why, 0))
        return np.where(here, values, instead)


def _by_run(work: "np.ufunc", values: "Array", starts: "Array") -> "Array":
    """What becomes of runs of a column that begin where `starts` says, the last ending where it does; 0 for none."""
    import numpy as np

    found = np.zeros(len(starts) - 1, dtype=np.int64)
    there = np.flatnonzero(starts[1:] > starts[:-1])
    if len(there):
        found[there] = work.reduceat(values, starts[there])
    return found
