"""Where an establishment list contradicts itself: a row that is the sum of others, pay that the FTE does not make."""

from collections.abc import Mapping, Sequence

from payband.errors import PaybandError
from payband.establishment.amounts import amount
from payband.establishment.candidates import Recognised
from payband.establishment.figures import rows_text
from payband.establishment.headings import Grid, kind_of_heading
from payband.establishment.places import Place
from payband.rules.shares import pay_for_time

__all__ = ["pay_apart", "sums_of_rows"]

_LEAST_ROWS = 2  # of a sum
_APART = 50  # a fiftieth: an FTE of two decimals makes pay that is closer


def sums_of_rows(places: Sequence[Place]) -> Mapping[int, str]:
    """The rows that nobody is known to be in and whose pay is the sum of the rows above, with those rows in words.

    Above are all of them, or those since the last such row, and two or more.
    """
    found: dict[int, str] = {}
    all_of_them = since = rows = 0
    first = last = 0
    for place in places:
        nobody = place.person in ("", f"Row {place.number}")
        if nobody and not place.grade and rows >= _LEAST_ROWS and place.read in (all_of_them, since) and place.read:
            found[place.number] = f"{places[0].number if place.read == all_of_them else first} to {last}"
            since = rows = 0
            continue
        first = first if rows else place.number
        last, rows = place.number, rows + 1
        all_of_them += place.read
        since += place.read
    return found


def pay_apart(grid: Grid, columns: Recognised, places: Sequence[Place]) -> list[str]:
    """What is said of pay for the time worked that is left out, and is not what the full-time salary and FTE make."""
    said = []
    if columns.place("full-time salary") is None:
        return []
    for column in columns.columns:
        named = kind_of_heading((column.heading,))
        if column.taken or named is None or named[0].name != "actual salary":
            continue
        apart = []
        for place in places:
            row = grid.rows[place.number - 1]
            try:
                paid = amount(row[column.at]) if column.at < len(row) else None
            except PaybandError:
                paid = None
            if paid and place.salary and len(place.parts) == 1 and not place.in_terms:
                share = place.parts[0][1]
                made = pay_for_time(place.salary, share.numerator, share.denominator)
                if abs(made - paid) * _APART > made:
                    apart.append(place.number)
        if apart:
            said.append(
                f"'{column.heading}' is not what '{columns.heading('full-time salary')}' and the FTE make "
                f"({rows_text(apart)}): it is left out; make sure that the FTE is right"
            )
    return said
