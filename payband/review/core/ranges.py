"""Pay ranges as the structure's cost takes them."""

from payband.sheets.sheet import Sheet, Unit, given

__all__ = ["Grade", "Point"]


class Grade(Sheet):
    """A grade's pay range."""

    bottom = given(Unit.PENCE, "bottom")
    top = given(Unit.PENCE, "top")


class Point(Sheet):
    """A published or estimated point of a range that increments lead through."""

    salary = given(Unit.PENCE, "salary")
