"""The floors of wages by age and date: the National Minimum and Living Wage, and the Real Living Wage."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from payband.errors import UnknownFigure
from payband.library.files import Row, folders, not_covered, rows_of
from payband.library.used import note_used
from payband.units import pounds_text

__all__ = [
    "APPRENTICE",
    "FLOORS",
    "REAL",
    "REAL_LONDON",
    "STATUTORY",
    "FloorOf",
    "floor_of",
    "wage_floor",
    "wage_floors",
]

FILE = "wages/floors.csv"
STATUTORY, APPRENTICE, REAL, REAL_LONDON = FLOORS = (
    "statutory",
    "apprentice",
    "Real Living Wage",
    "Real Living Wage London",
)
"""The floors by which an hour's pay is tested. The statutory one of adults is the National Living Wage."""

REAL_FROM_AGE = 18  # livingwage.org.uk: everyone of 18 and over
_BY_PLACE = {"Real Living Wage, UK": REAL, "Real Living Wage, London": REAL_LONDON}
_BY_AGE = re.compile(r"National (?:Minimum|Living) Wage, (?:under (\d\d)|(\d\d) to (\d\d)|(\d\d) and over)")


class FloorOf(NamedTuple):
    """Which floor a row is of, and for which ages; without a last age it is that of all who are older."""

    floor: str
    first_age: int
    last_age: int | None


def floor_of(name: str) -> FloorOf | None:
    """What the name of a floor in the figures says; None for a figure that is not a floor, and for another name.

    >>> floor_of("National Minimum Wage, 18 to 20"), floor_of("accommodation offset")
    (FloorOf(floor='statutory', first_age=18, last_age=20), None)
    """
    if name in _BY_PLACE:
        return FloorOf(_BY_PLACE[name], REAL_FROM_AGE, None)
    if name == "National Minimum Wage, apprentice":
        return FloorOf(APPRENTICE, 0, None)
    found = _BY_AGE.fullmatch(name)
    if not found:
        return None
    under, first, last, over = found.groups()
    if under:
        return FloorOf(STATUTORY, 0, int(under) - 1)
    return FloorOf(STATUTORY, int(over or first), None if over else int(last))


def wage_floors() -> tuple[tuple[FloorOf, Row], ...]:
    """Every row of a floor, a body's own first."""
    return _wage_floors(folders())


@cache
def _wage_floors(folders: tuple[str, ...]) -> tuple[tuple[FloorOf, Row], ...]:
    found = ((floor_of(row.values["floor"]), row) for row in rows_of(FILE))
    return tuple((floor, row) for floor, row in found if floor is not None)


def wage_floor(floor: str, on: date, age: int | None = None) -> Row:
    """The row of a floor in force on a day for an age; without one, that of the oldest.

    Raises UnknownFigure, naming the file to extend, for a day that no row covers, and for an age that the floor is not
    for.
    """
    rows = [(of, row) for of, row in wage_floors() if of.floor == floor]
    in_force = [(of, row) for of, row in rows if row.effective_from <= on <= row.effective_to]
    if not in_force:
        what = "the statutory minimum wage" if floor == STATUTORY else f"the {floor}"
        what = "the minimum wage of apprentices" if floor == APPRENTICE else what
        raise UnknownFigure(not_covered(f"{what}, £ an hour,", on, [row for _, row in rows], FILE))
    for of, row in in_force:
        if of.last_age is None if age is None else of.first_age <= age <= (of.last_age or age):
            note_used(row, row.values["floor"], f"{pounds_text(int(row.values['pence']))} an hour")
            return row
    raise UnknownFigure(f"the {floor} is for people of {in_force[0][0].first_age} and over, and the age is {age}")
