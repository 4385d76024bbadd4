"""Pay ranges as the structure's cost takes them."""

from payband.sheets.sheet import Sheet, Unit, given

__all__ = ["Grade"]


class Grade(Sheet):
    """A grade's pay range."""

    bottom = given(Unit.PENCE, "bottom")
    top = given(Unit.PENCE, "top")
