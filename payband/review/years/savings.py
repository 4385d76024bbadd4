"""What each financial year of the horizon saves: one figure, whoever prints it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from payband.review.columns import FEW
from payband.review.core.rows.structure_rows import StructureRows
from payband.review.core.rows.year_rows import YearRows
from payband.review.core.years import Year
from payband.review.inputs.inputs import Inputs
from payband.review.ranges import Ranges
from payband.review.slotting_list import UNKNOWN, Placement
from payband.sheets.figures import Figures

if TYPE_CHECKING:
    from payband.review.years.outlook import Outlook

__all__ = ["YearlySavings", "yearly_savings"]


class YearlySavings(NamedTuple):
    """The saving of each financial year before protection, pence, None where it is not known; and what to note.

    `displaced` is what displaced people cost in it until their last day, which the saving is less by.
    """

    years: tuple[str, ...]
    savings: tuple[int | None, ...]
    displaced: tuple[int | None, ...]
    warnings: tuple[str, ...]
    outlook: "Outlook | None" = None
    """The outlook that they are from, where there are many posts."""


def yearly_savings(inputs: Inputs, ranges: Ranges, placed: Sequence[Placement]) -> YearlySavings:
    """The saving of each year, with its pay awards, increments, rates, funding that ends and leavers.

    Of many posts it is taken from the outlook, which takes those that are alike together.
    """
    if max(len(placed), len(inputs.structure)) >= FEW:
        from payband.review.years.outlook import outlook  # which needs NumPy

        looked = outlook(inputs)
        totals = [looked.total(year) for year in looked.years]
        found = [None if total is None else total.saving for total in totals]
        displaced = [None if total is None else total.displaced.cost for total in totals]
        return YearlySavings(tuple(map(str, looked.years)), tuple(found), tuple(displaced), looked.of_rates, looked)
    structure = StructureRows(inputs, ranges, placed)
    rows = YearRows(inputs, ranges, placed, structure)
    figures = Figures([*structure.rows(), *rows.rows()])
    savings = figures.known(Year, "saving")
    of_displaced = figures.known(Year, "displaced")
    if any(each.outcome == UNKNOWN for each in placed):  # nor is it known then what protects them
        savings = [None] * len(savings)
        of_displaced = [None] * len(savings)
    warnings = [rows.unrated] if rows.unrated else []
    for assumption in dict.fromkeys(rows.rates.assumed.values()):
        years = [str(year) for year, each in sorted(rows.rates.assumed.items()) if each == assumption]
        warnings.append(f"{', '.join(years)}: ASSUMED, {assumption}")
    return YearlySavings(tuple(map(str, rows.years)), tuple(savings), tuple(of_displaced), tuple(warnings))
