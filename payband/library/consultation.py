"""Collective consultation on redundancies: from how many dismissals, and how many days before the first of them."""

from datetime import date

from payband.errors import UnknownFigure
from payband.library.files import Row, not_covered, rows_of
from payband.library.used import note_used

__all__ = ["consultation_rows", "consultation_tiers"]

FILE = "redundancy/consultation.csv"


def consultation_rows() -> tuple[Row, ...]:
    """Every row, a body's own first."""
    return tuple(rows_of(FILE))


def consultation_tiers(on: date) -> tuple[Row, ...]:
    """The rows in force on the day of the first dismissal, the fewest dismissals first.

    Raises UnknownFigure for a day that no row covers.
    """
    rows = consultation_rows()
    found = {
        int(row.values["dismissals"]): row for row in reversed(rows) if row.effective_from <= on <= row.effective_to
    }
    if not found:
        raise UnknownFigure(not_covered("the duty to consult collectively", on, rows, FILE))
    for least, row in sorted(found.items()):
        values = row.values
        note_used(row, f"consultation from {least} dismissals", f"{values['days_before']} days before the first")
    return tuple(row for _, row in sorted(found.items()))
