"""People as the structure's cost takes them."""

from payband.sheets.sheet import Sheet, Unit, given

__all__ = ["Person"]


class Person(Sheet):
    """A person: the full-time salary now and in the new structure."""

    salary_now = given(Unit.PENCE, "salary now")
    salary_new = given(Unit.PENCE, "salary new")
