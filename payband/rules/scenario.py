"""A scenario's result, looked up in the tables that a comparison of scenarios writes."""

from typing import Any

from payband.errors import ErrorInCell, UnknownFigure, UnknownName, WrongInput, nearest_name
from payband.kinds import MONEY, TEXT, Kind, blank, error_among, nested_lists, point_text
from payband.registry import Value, worksheet_function
from payband.units import nearest_pence_from

__all__ = ["scenario"]

NAME, YEAR = "scenario", "financial year"
_Cells = tuple[tuple[Any, ...], ...]


def _read_cells(value: Any, what: str) -> _Cells:
    """Rows of cells, the first of them headings."""
    cells = nested_lists(value)
    if type(cells) not in (list, tuple) or any(type(row) not in (list, tuple) for row in cells) or len(cells) < 2:
        raise WrongInput(f"{what} must be rows of cells under their headings: give the whole table ComparedYears")
    return tuple(tuple(row) for row in cells)


RESULTS = Kind("a table of cells with its headings", _read_cells, lambda value: value, is_table=True)


@worksheet_function(
    "SCENARIO",
    Value(MONEY),
    table=(RESULTS, "The compared results with their headings: ComparedYears[#All] or ComparedReviews[#All]"),
    scenario_name=(TEXT, "The scenario's name; base for the review as it stands"),
    measure=(TEXT, "The heading of a column, such as net saving"),
    year=(TEXT, "The financial year, such as 2026-27, or steady state; nothing where the table has no years"),
)
def scenario(table: _Cells, scenario_name: str, measure: str, year: str = "") -> int:
    """One result of one scenario, £ or a number, from the tables that `payband compare` writes.

    Raises UnknownName for a scenario, measure or year that the table does not have, UnknownFigure where the result is
    not known, WrongInput where a year is given to a table without years, or none to one with them.

    >>> import payband
    >>> rows = [["scenario", "financial year", "net saving"], ["base", "2025-26", 1000], ["A", "2025-26", 1250.5]]
    >>> payband.scenario(rows, "A", "net saving", "2025-26")
    Decimal('1250.50')
    """
    headings = [point_text(heading).casefold() for heading in table[0]]
    if NAME not in headings:
        raise WrongInput(f"the table has no column '{NAME}' in its first row: give the table with its headings")
    has_years = YEAR in headings
    if has_years != bool(year):
        said = "say which year, such as 2026-27 or steady state" if has_years else "leave the year out"
        raise WrongInput(f"the table has {'a' if has_years else 'no'} column '{YEAR}': {said}")
    if measure.casefold() not in headings:
        known = [point_text(heading) for heading in table[0]]
        raise UnknownName(f"'{measure}' is not a column of the table; {nearest_name(measure, known)}")
    rows = [row for row in table[1:] if point_text(row[headings.index(NAME)]).casefold() == scenario_name.casefold()]
    if not rows:
        known = [point_text(row[headings.index(NAME)]) for row in table[1:]]
        raise UnknownName(f"'{scenario_name}' is not a scenario of the table; {nearest_name(scenario_name, known)}")
    if has_years:
        years = [point_text(row[headings.index(YEAR)]) for row in rows]
        rows = [row for row, each in zip(rows, years, strict=True) if each.casefold() == year.casefold()]
        if not rows:
            raise UnknownName(f"'{year}' is not a year of scenario {scenario_name}; {nearest_name(year, years)}")
    value = rows[0][headings.index(measure.casefold())]
    if found := error_among(value):
        raise ErrorInCell(found)
    if blank(value):
        raise UnknownFigure(
            f"the {measure} of scenario {scenario_name} is not known: see what the comparison says of it"
        )
    return nearest_pence_from(value, f"the {measure}")  # a number of posts may have more decimals
