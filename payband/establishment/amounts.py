"""Amounts as lists of staff and posts have them: £31,022.50, 1,200.00-, and pay ranges such as £50,000 - £54,999."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from payband.errors import WrongInput
from payband.establishment.words import nothing_there
from payband.review.inputs.fields import LEAST_SALARY, MOST_SALARY
from payband.review.inputs.raw.raw_tables import BadCell
from payband.shown_text import shortened
from payband.units import MOST_CHARACTERS, nearest_pence_from, pence_from, pounds_text

__all__ = ["ENDS", "Pay", "amount", "ends_of_range", "finer_than_a_penny", "number_text", "of_range", "pay", "salary"]

ENDS = ("bottom", "middle", "top")
"""What can count of a pay range."""

_AMOUNT = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?")
_SPACED = re.compile(r"-?\d{1,3}(?: \d{3})+(?:\.\d*)?")
_END = r"£?\s*(\d[\d, ]*(?:\.\d+)?)"
_RANGE = re.compile(rf"\s*{_END}\s*(?:[-–—−]|\bto\b)\s*{_END}\s*(?:p\.?a\.?|per annum)?\s*", re.I)
_OTHER_MONEY = {"$": "dollars", "€": "euros"}


class Pay(NamedTuple):
    """What a list says that a post is paid, in pence a year; `estimated` for one end or the middle of a range."""

    pence: int
    estimated: bool = False


def number_text(value: Any) -> str:
    """A number as digits, without £ and thousands; minus signs and brackets before or behind are a minus.

    A space stands before thousands, beside a sign, or makes two numbers of one, which is refused.
    """
    shown = str(value).replace("\u00a0", " ").replace("\u2212", "-").strip()
    if len(shown) > MOST_CHARACTERS:
        raise WrongInput(f"'{shortened(shown)}' is not a number: write it as 31,022 or 31022.00")
    for sign, money in _OTHER_MONEY.items():
        if sign in shown:
            raise WrongInput(f"'{value}' is in {money}: give £ a year")
    shown = re.sub(r"(?i)\s*(?:gbp|p\.?a\.?|per annum)\s*", "", shown).replace("£", "")
    shown = re.sub(r"(?<!\d) +| +(?!\d)", "", shown)
    if shown.startswith("(") and shown.endswith(")"):
        shown = f"-{shown[1:-1]}"
    elif shown.endswith("-"):
        shown = f"-{shown[:-1]}"
    if _SPACED.fullmatch(shown):
        shown = shown.replace(" ", "")
    if not _AMOUNT.fullmatch(shown):
        raise WrongInput(f"'{value}' is not a number: write it as 31,022 or 31022.00")
    return shown.replace(",", "")


def amount(value: Any) -> int | None:
    """An amount in pence; None where nothing is there. A comma that does not stand before thousands is refused.

    It is the nearest whole penny: `finer_than_a_penny` says where that is not what was given.

    >>> amount("£31,022.50"), amount("1,200.00-"), amount("(450)"), amount("N/A")
    (3102250, -120000, -45000, None)
    """
    if isinstance(value, BadCell):
        raise WrongInput(value.message)
    if nothing_there(value):
        return None
    if isinstance(value, (bool, date, datetime, time, timedelta)):
        raise WrongInput(f"{value} is not an amount: give £ a year")
    return nearest_pence_from(number_text(value) if isinstance(value, str) else value, "the salary")


def finer_than_a_penny(value: Any) -> bool:
    """Whether an amount has parts of a penny.

    >>> finer_than_a_penny("15,117.4567"), finer_than_a_penny("15,117.4600"), finer_than_a_penny("N/A")
    (True, False, False)
    """
    try:
        if amount(value) is None:
            return False
    except WrongInput:
        return False
    try:
        pence_from(number_text(value) if isinstance(value, str) else value)
    except WrongInput:
        return True
    return False


def ends_of_range(value: Any) -> tuple[int, int] | None:
    """The bottom and top of a pay range in pence; None for what is no range of salaries.

    >>> ends_of_range("£50,000 - £54,999"), ends_of_range("195000 to 199999"), ends_of_range("31,022")
    ((5000000, 5499900), (19500000, 19999900), None)
    """
    found = _RANGE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        bottom, top = (amount(end.strip()) for end in found.groups())
    except WrongInput:
        return None
    if bottom is None or top is None or not LEAST_SALARY <= bottom <= top <= MOST_SALARY:
        return None
    return bottom, top


def of_range(bottom: int, top: int, end: str) -> int:
    """What counts of a pay range, in pence: its bottom, its top, or the middle to the nearest penny (half upwards).

    >>> of_range(50_000_00, 54_999_00, "middle")
    5249950
    """
    return {"bottom": bottom, "top": top, "middle": (bottom + top + 1) // 2}[end]


def pay(value: Any, end: str = "") -> Pay | None:
    """What a cell says that a post is paid; None where nothing is there. `end` is what counts of a pay range.

    >>> pay("£50,000 - £54,999", "top"), pay("31,022")
    (Pay(pence=5499900, estimated=True), Pay(pence=3102200, estimated=False))
    """
    if end and (ends := ends_of_range(value)):
        return Pay(of_range(*ends, end), True)
    pence = amount(value)
    return None if pence is None else Pay(pence)


def salary(pence: int) -> int:
    """A full-time salary that is one: between £1,000 and £1,000,000 a year, as table People takes it."""
    if not LEAST_SALARY <= pence <= MOST_SALARY:
        raise WrongInput(
            f"a full-time salary of {pounds_text(pence)} a year does not lie between "
            f"{pounds_text(LEAST_SALARY, pence_shown=False)} and {pounds_text(MOST_SALARY, pence_shown=False)}"
        )
    return pence
