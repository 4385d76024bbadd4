"""How a cell of an input table is read: what it holds, as pence, basis points, dates and ratios."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ValidationInfo

from payband.calendar import FinancialYear, day_from, financial_year_from
from payband.errors import UnknownName, WrongInput, nearest_name
from payband.kinds import SHARES, point_text, yes_no
from payband.units import basis_points_from, pence_from, percent_text, pounds_text, ratio_from

__all__ = [
    "COSTED_AT",
    "STATES",
    "STATE_MEANT",
    "CostedAt",
    "Day",
    "FullTimeEquivalent",
    "Money",
    "Months",
    "OwnName",
    "Rate",
    "SalaryPence",
    "Share",
    "ShareOfJob",
    "SharesByYear",
    "SignedMoney",
    "Text",
    "Whole",
    "Year",
    "Years",
    "YesNo",
    "is_total",
    "one_of",
]

LEAST_SALARY, MOST_SALARY = 100_000, 100_000_000  # pence a year: outside, a salary is a slip of the keyboard
MOST_POSTS = 100_000
FULL_TIME_HOURS = 37  # the full-time week of local government (Green Book), for a suggestion alone
TOTALS = ("total", "totals", "grand total", "sub-total", "subtotal", "sub total", "overall total", "sum")
_NOISE = Fraction(1, 10**9)  # what a cell adds to a third or a sixth
_SHARE_PARTS = 10_000  # basis points in one: what the boundaries of a policy are counted in


# Each reader gets what the cell holds and answers in pence, basis points, dates and ratios; its message says what is
# wrong and what to do, and the caller adds the sheet, table, row and column.


def _number(value: Any) -> Any:
    """Numbers only: a word where a number belongs is said to be one."""
    if isinstance(value, (date, datetime)):
        raise WrongInput(f"{value:%d/%m/%Y} is a date: give a number")
    return value


def _money(value: Any) -> int:
    return pence_from(_number(value), "the amount")


def _amount(value: Any) -> int:
    pence = _money(value)
    if pence < 0:
        raise WrongInput(f"{pounds_text(pence)} is below £0: give an amount of £0 or more")
    return pence


def _salary(value: Any) -> int:
    pence = pence_from(_number(value), "the salary")
    if pence <= 0:
        raise WrongInput(f"a salary of {pounds_text(pence)} is not possible: give £ a year for a full-time post")
    if not LEAST_SALARY <= pence <= MOST_SALARY:
        raise WrongInput(
            f"a salary of {pounds_text(pence)} a year looks like a slip of the keyboard: it should lie between "
            f"{pounds_text(LEAST_SALARY, pence_shown=False)} and {pounds_text(MOST_SALARY, pence_shown=False)}"
        )
    return pence


def _rate(value: Any) -> int:
    points = basis_points_from(_number(value), "the rate")
    if not 0 <= points <= 10_000:
        raise WrongInput(f"a rate of {percent_text(points)} is not possible: give one from 0% to 100%")
    return points


def _share(value: Any) -> Fraction:
    share = ratio_from(_number(value), "the share")
    if not 0 <= share <= 1:
        raise WrongInput(f"a share of {percent_text(round(share * 10_000))} is not possible: give one from 0% to 100%")
    return share


def _share_of_job(value: Any) -> Fraction:
    """A share that is compared with the boundaries of a policy: 74.999% is never taken for 75%."""
    share = _share(value)
    held = share.limit_denominator(_SHARE_PARTS)
    if abs(held - share) > _NOISE:
        raise WrongInput(f"a share of {float(share) * 100:g}% is too fine: give it to two decimals of a percent")
    return held


def _fte(value: Any) -> Fraction:
    fte = ratio_from(_number(value), "the FTE")
    if not 0 < fte <= 1:
        shown = value.strip() if isinstance(value, str) else f"{round(float(fte), 4):g}"
        meant = ""
        if 1 < fte <= FULL_TIME_HOURS and "%" not in shown and "/" not in shown:
            share = f"{round(float(fte / FULL_TIME_HOURS), 4):g}"
            meant = f". If these are hours a week of {FULL_TIME_HOURS}, it is {shown}/{FULL_TIME_HOURS} = {share}"
        elif FULL_TIME_HOURS < fte <= 100 and "%" not in shown and "/" not in shown:
            meant = f". If this is a percentage, write {shown}%"
        raise WrongInput(f"an FTE of {shown} is not possible for one post: give more than 0 and at most 1{meant}")
    return fte


def _whole(value: Any) -> int:
    text = point_text(_number(value))
    if not text.lstrip("-").isdecimal():
        raise WrongInput(f"'{value}' is not a whole number: give one")
    if not 0 <= int(text) <= MOST_POSTS:
        raise WrongInput(f"{text} is out of range: give a whole number from 0 to {MOST_POSTS:,}")
    return int(text)


def _date(value: Any, info: ValidationInfo) -> date:
    if isinstance(value, str) and info.context and info.context.get("cells"):
        raise WrongInput(
            f"'{value}' is text, not a date: type it as a date, such as 02/01/2012, so that the cell holds one"
        )
    return day_from(value, "the date")


def _year(value: Any) -> FinancialYear:
    return financial_year_from(value, "the financial year")


def _text(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        raise WrongInput(f"{value:%d/%m/%Y} is a date where a name is wanted: type an apostrophe first to keep it text")
    return point_text(value)


def is_total(value: Any) -> bool:
    """Whether a name is what the row under a column of figures is called.

    >>> is_total("Grand total:"), is_total("Total Reward Manager")
    (True, False)
    """
    return point_text(value).casefold().rstrip(" :") in TOTALS


def _own_name(value: Any) -> str:
    name = _text(value)
    if is_total(name):
        raise WrongInput(
            f"'{name}' is what a total is called, and a total does not belong in this table: delete the row"
        )
    return name


def _yes_no(value: Any) -> bool:
    return yes_no(value, "this")


def one_of(*names: str, meant: Mapping[str, str] = MappingProxyType({})) -> BeforeValidator:
    """A field that holds one of a few words, capitals or not; anything else is refused with the nearest.

    `meant` says which is offered for other words that people write, though another may be spelt more like them.
    """

    def read(value: Any) -> str:
        text = point_text(value).casefold()
        for name in names:
            if name.casefold() == text:
                return name
        if text in meant:
            raise UnknownName(f"'{value}' is not one of the choices; did you mean '{meant[text]}'?")
        raise UnknownName(f"'{value}' is not one of the choices; {nearest_name(text, names)}")

    return BeforeValidator(read)


def _months(value: Any) -> int:
    months = _whole(value)
    if months > 600:
        raise WrongInput(f"{months} months is out of range: give at most 600")
    return months


def _years(value: Any) -> int:
    years = _whole(value)
    if not 1 <= years <= 60:
        raise WrongInput(f"{years} years is out of range: give 1 to 60")
    return years


def _shares_by_year(value: Any) -> tuple[int, ...]:
    read: tuple[int, ...] = SHARES.read(value, "the shares")
    return read


Money = Annotated[int, BeforeValidator(_amount)]
SignedMoney = Annotated[int, BeforeValidator(_money)]
SalaryPence = Annotated[int, BeforeValidator(_salary)]
Rate = Annotated[int, BeforeValidator(_rate)]
ShareOfJob = Annotated[Fraction, BeforeValidator(_share_of_job)]
Share = Annotated[Fraction, BeforeValidator(_share)]
FullTimeEquivalent = Annotated[Fraction, BeforeValidator(_fte)]
Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[date, BeforeValidator(_date)]
Year = Annotated[FinancialYear, BeforeValidator(_year)]
Text = Annotated[str, BeforeValidator(_text)]
OwnName = Annotated[str, BeforeValidator(_own_name)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Months = Annotated[int, BeforeValidator(_months)]
Years = Annotated[int, BeforeValidator(_years)]
SharesByYear = Annotated[tuple[int, ...], BeforeValidator(_shares_by_year)]
COSTED_AT = ("bottom", "actual", "top")
COSTED_AT_MEANT = {
    **dict.fromkeys(("minimum", "min", "lowest"), "bottom"),
    **dict.fromkeys(("maximum", "max", "highest"), "top"),
}
CostedAt = Annotated[Literal["bottom", "actual", "top"], one_of(*COSTED_AT, meant=COSTED_AT_MEANT)]
STATES = ("now", "proposed")
STATE_MEANT = {
    **dict.fromkeys(("current", "present", "existing", "old", "before", "as is", "as-is"), "now"),
    **dict.fromkeys(("new", "future", "target", "after", "to be", "to-be", "planned"), "proposed"),
}
