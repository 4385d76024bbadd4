"""Units of cells: a cell shows pounds and shares, a calculation counts pence and basis points."""

from payband.forms import Cell
from payband.sheets.sheet import Unit

__all__ = ["WholeUnits", "in_units", "whole_units"]

_WHOLE = {Unit.PENCE: 100, Unit.BASIS_POINTS: 10_000}
"""How many whole units of a calculation a cell's 1 is."""


class WholeUnits(Cell):
    """A cell, a sum of cells or a call, as the whole number that rules take; `shown` is what it is in the workbook."""

    __slots__ = ("shown",)

    def __init__(self, shown: str, unit: Unit = Unit.PENCE) -> None:
        bracketed = shown if shown.isidentifier() or not set(shown) & set("+-*/") else f"({shown})"
        super().__init__(f"ROUND({bracketed}*{_WHOLE[unit]},0)")
        self.shown = shown


def whole_units(shown: str, unit: Unit) -> Cell:
    """What a cell shows as a whole number: pence of pounds, basis points of a share, a number as it is."""
    return WholeUnits(shown, unit) if unit in _WHOLE else Cell(shown)


def in_units(found: Cell, unit: Unit) -> str:
    """What a rule makes of cells as a cell shows it: pounds of pence, a share of basis points."""
    if unit not in _WHOLE:
        return str(found)
    if isinstance(found, WholeUnits):
        return found.shown
    return f"{found}/{_WHOLE[unit]}" if found.is_atom else f"({found})/{_WHOLE[unit]}"
