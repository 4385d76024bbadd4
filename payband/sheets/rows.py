"""The rows of a sheet: how many there are, what is given in each, and which rows of other sheets they are linked to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from payband.sheets.sheet import Sheet

__all__ = ["NO_ROW", "Picked", "Rows", "Runs", "Sought", "place_of_rows"]

NO_ROW = -1
"""Where a link leads that has no row."""


class Picked(NamedTuple):
    """A given that is in each row the figure of some column of another sheet.

    `of` are the columns to pick from; `which` says for each row the place of its column, and `row` the row there.
    """

    of: tuple[tuple[type[Sheet], str], ...]
    which: Sequence[int]
    row: Sequence[int]


class Runs(NamedTuple):
    """The run of each row: the sheet that it is of, its first row there, and how many rows it has, 0 for none."""

    of: type[Sheet]
    first: Sequence[int]
    size: Sequence[int]


class Sought(NamedTuple):
    """A given that is looked for among the other figures, such as the rate at which a cost is met."""

    work: Callable[[Any], Sequence[Any]]
    """From the figures to the value of each row."""


class Rows(NamedTuple):
    """The rows of a sheet: `given` holds a sequence for each given (or a `Picked`) and link, `Runs` for each run.

    `inputs` are the rows of the workbook's table that the rows rest on, where they do; None for a row that rests on
    none.
    """

    sheet: type[Sheet]
    size: int
    given: Mapping[str, Any]
    inputs: Sequence[Any] = ()

    def check(self) -> None:
        """Raises ValueError where a given or a link is missing, unknown, or of another length."""
        expected = {*self.sheet.givens, *self.sheet.links, *self.sheet.runs}
        if expected != set(self.given):
            raise ValueError(f"{self.sheet.__name__}: {sorted(expected ^ set(self.given))} are not as declared")
        for name, values in self.given.items():
            if isinstance(values, Sought):
                continue
            length = len(
                values.which if isinstance(values, Picked) else values.first if isinstance(values, Runs) else values
            )
            if length != self.size:
                raise ValueError(f"{self.sheet.__name__}.{name} has {length} rows and not {self.size}")


def place_of_rows(all_rows: Sequence[Rows]) -> dict[type[Sheet], Rows]:
    """The rows by their sheet, each checked."""
    for rows in all_rows:
        rows.check()
    return {rows.sheet: rows for rows in all_rows}
