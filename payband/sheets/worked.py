"""One row of a sheet by itself, in whichever form its givens are: whole numbers, NumPy columns or formulas."""

from typing import Any

from payband.forms import Cell
from payband.sheets.sheet import Sheet

__all__ = ["Steps", "Worked"]


class Worked:
    """A row of a sheet, with what is given of it: each column is worked out when it is asked for, and once."""

    def __init__(self, sheet: type[Sheet], **given: Any) -> None:
        self.__dict__.update(given)
        self._columns = sheet.columns

    def __getattr__(self, name: str) -> Any:
        found = self._columns[name].rule(self)
        self.__dict__[name] = found
        return found


class Steps(Worked):
    """A row whose columns are named steps, each with the formula of it over the steps before: what a LET is made of."""

    def __init__(self, sheet: type[Sheet], **given: Any) -> None:
        super().__init__(sheet, **given)
        self.steps: list[tuple[str, str]] = []

    def __getattr__(self, name: str) -> Any:
        formula = super().__getattr__(name)
        self.steps.append((name, str(formula)))
        self.__dict__[name] = Cell(name)
        return self.__dict__[name]
