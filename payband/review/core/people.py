"""People as the structure's cost takes them."""

from payband.sheets.sheet import Sheet, Unit, given

__all__ = ["Person"]


class Person(Sheet):
    """A person: what is paid for the time worked, now and in the new structure."""

    pay_now = given(Unit.PENCE, "salary now for the time worked")
    pay_new = given(Unit.PENCE, "new salary for the time worked")
