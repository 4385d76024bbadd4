"""Whether the total that a list has of its own is what its rows add up to."""

from collections.abc import Sequence

from payband.errors import PaybandError
from payband.establishment.amounts import amount
from payband.establishment.candidates import Recognised
from payband.establishment.headings import Grid, NotData
from payband.units import pounds_text

__all__ = ["own_total_differs"]


def own_total_differs(
    grid: Grid, data: Sequence[int], others: Sequence[NotData], columns: Recognised, salaries_read: int
) -> str:
    """What is to be said where the list's own last total of salaries is not what its rows add up to, in pence.

    A list may have a total for each department and none for all: the rows since the total before count too.
    """
    kinds = ("full-time salary", "actual salary")
    at = next((columns.place(kind) for kind in kinds if columns.heading(kind)), None)
    totals = [other.number for other in others if other.what == "a total"]
    if at is None or not totals:
        return ""
    *before, last = totals
    stated = _amount_in(grid, last - 1, at)
    since = [index for index in data if (before[-1] if before else 0) <= index < last]
    if stated in (None, salaries_read, sum(_amount_in(grid, index, at) or 0 for index in since)):
        return ""
    return (
        f"The list's own total in row {last} is {pounds_text(stated)}, and its rows add up to "
        f"{pounds_text(salaries_read)}: rows may be missing from the list"
    )


def _amount_in(grid: Grid, index: int, at: int) -> int | None:
    """The amount in a column of a row of the file; None where there is none."""
    row = grid.rows[index]
    try:
        return amount(row[at]) if at < len(row) else None
    except PaybandError:
        return None
