"""What a cell of an establishment list says, as payroll systems write it: amounts, hours, dates, vacancies."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from payband.calendar import day_from
from payband.errors import WrongInput
from payband.kinds import blank, error_among, point_text
from payband.review.fields import LEAST_SALARY, MOST_SALARY
from payband.review.inputs import BadCell
from payband.units import pence_from, pounds_text, ratio_from

__all__ = [
    "LEAST_OF_A_YEAR",
    "amount",
    "are_shares",
    "at_most_one_post",
    "day_reader",
    "first_day",
    "full_time_share",
    "has_month_first",
    "hours",
    "is_vacant_word",
    "last_day",
    "ni_letter",
    "percent_of_time",
    "percent_reader",
    "point",
    "salary",
    "share_of_hours",
    "text",
    "vacancy",
    "weeks_a_year",
]

LEAST_OF_A_YEAR = 10_000_00  # pence: below it, salaries of full-time posts are by month or week, and not by year
MOST_HOURS = 60
LEAST_PERCENT = 2  # a number below it is a share of full time, or a slip: nobody works 1% of full time
_AMOUNT = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::00)?")
_SPACED = re.compile(r"-?\d{1,3}(?: \d{3})+(?:\.\d*)?")
_ALL_YEAR = re.compile(r"all[ -]?year(?:[ -]?round)?|ayr|full[ -]year", re.I)
_TIME_OF_DAY = re.compile(r"[T ]+(?:\d\d:\d\d(?::\d\d(?:\.\d+)?)?|00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00))$")
_DIGITS_ALONE = re.compile(r"([01249]\d{3})(\d\d)(\d\d)")
_IN_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d\d)\b.*", re.S)
_SHORT_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{1,2}|[A-Za-z]{3})\2(\d\d)")
_NO_END = re.compile(r"0+[/.-]0+[/.-]0+|.*\b(?:4712|9999|2999)\b.*|-+|n/?a|none|nil|permanent|perm|open|ongoing", re.I)
_VACANT = re.compile(
    r"\W*(?:vacant|vacancy|vac|unfilled|unoccupied|vacant post|post vacant|tbc|to be appointed)\b.*", re.I
)
_YES_VACANT = ("yes", "y", "true", "1", "x")
_NOT_VACANT = ("no", "n", "false", "0", "filled", "occupied", "active", "live", "current", "substantive", "employed")


def text(value: Any) -> str:
    """A name or reference as it stands, without spaces at its ends; a whole number without decimals; empty for none."""
    if isinstance(value, BadCell):
        raise WrongInput(value.message)
    if blank(value):
        return ""
    if isinstance(value, str) and (error := error_among(value.strip().upper())):
        raise WrongInput(f"holds the error {error}: mend the formula, or type the value")
    if isinstance(value, (date, datetime)):
        raise WrongInput(f"{value:%d/%m/%Y} is a date where words belong: a spreadsheet may have turned them into one")
    return point_text(value)


def _number(value: Any) -> str:
    """A number as digits, without £ and thousands; minus signs and brackets before or behind are a minus.

    A space stands before thousands, beside a sign, or makes two numbers of one, which is refused.
    """
    shown = str(value).replace("\u00a0", " ").replace("\u2212", "-").strip()
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
    """An amount in pence; None for an empty cell. A comma that does not stand before thousands is refused.

    >>> amount("£31,022.50"), amount("1,200.00-"), amount("(450)"), amount("")
    (3102250, -120000, -45000, None)
    """
    if isinstance(value, BadCell):
        raise WrongInput(value.message)
    if blank(value) or (isinstance(value, str) and value.strip() in ("-", "–")):
        return None
    if isinstance(value, (bool, date, datetime, time, timedelta)):
        raise WrongInput(f"{value} is not an amount: give £ a year")
    return pence_from(_number(value) if isinstance(value, str) else value, "the salary")


def salary(pence: int) -> int:
    """A full-time salary that is one: between £1,000 and £1,000,000 a year, as table People takes it."""
    if not LEAST_SALARY <= pence <= MOST_SALARY:
        raise WrongInput(
            f"a full-time salary of {pounds_text(pence)} a year does not lie between "
            f"{pounds_text(LEAST_SALARY, pence_shown=False)} and {pounds_text(MOST_SALARY, pence_shown=False)}"
        )
    return pence


def full_time_share(value: Any) -> Fraction | None:
    """An FTE: 0.6, "60%", "22.2/37"; None for an empty cell. It is more than 0 and at most 1.

    >>> full_time_share("0.60"), full_time_share("22.2/37")
    (Fraction(3, 5), Fraction(3, 5))
    """
    if isinstance(value, BadCell):
        raise WrongInput(value.message)
    if blank(value):
        return None
    if isinstance(value, (date, datetime, time, timedelta)) or (isinstance(value, str) and "," in value):
        raise WrongInput(f"'{value}' is not an FTE: write it as 0.6")
    share = ratio_from(value, "the FTE")
    if share == 0:
        raise WrongInput("an FTE of 0 is no post, as for casual staff and leavers: leave the row out, or give its FTE")
    if not 0 < share <= 1:
        raise WrongInput(f"an FTE of {value} is not possible for one post: give more than 0 and at most 1")
    return share


def _with_point(value: Any) -> Any:
    """A number with a comma before its decimals, such as "60,00", as one with a point."""
    return re.sub(r"^\s*(\d{1,3}),(\d{1,2})(\s*%?\s*)$", r"\1.\2\3", value) if isinstance(value, str) else value


def _bare_number(value: Any) -> Fraction | None:
    """What a cell says as a number without a sign of percent; None where it says something else, or nothing."""
    if blank(value) or isinstance(value, (bool, BadCell, date, datetime, time, timedelta)):
        return None
    try:
        return Fraction(_number(_with_point(value)))
    except WrongInput:
        return None


def percent_of_time(value: Any) -> Fraction | None:
    """An FTE as a number of percent: 60, "60.00", "60,00"; None for an empty cell.

    A number too small for a percentage is refused, unless it has the sign: 0.5 among 60 and 100 is a half.

    >>> percent_of_time("60,00"), percent_of_time(100)
    (Fraction(3, 5), Fraction(1, 1))
    """
    value = _with_point(value)
    if blank(value) or isinstance(value, (BadCell, date, datetime, time, timedelta)):
        return full_time_share(value)
    if (number := _bare_number(value)) is not None and 0 < number < LEAST_PERCENT:
        raise WrongInput(
            f"{value} is either a share of full time or a very small percentage, and other rows have percentages: "
            "write it as they are, such as 60, or with the sign, as 60%"
        )
    shown = _number(str(value).rstrip("% "))
    return full_time_share(f"{shown}%")


def _share_of_time(value: Any) -> Fraction | None:
    return full_time_share(_with_point(value))


def are_shares(values: Iterable[Any]) -> bool:
    """Whether a column of percentages has shares of full time instead, as a spreadsheet holds 60%: 0.6.

    >>> are_shares([0.6, "1.00", ""]), are_shares([0.5, 60, 100]), are_shares(["1%"])
    (True, False, False)
    """
    any_share = False
    for value in values:
        if isinstance(value, str) and "%" in value:
            return False
        number = _bare_number(value)
        if number is not None and number >= LEAST_PERCENT:
            return False
        any_share = any_share or bool(number)
    return any_share


def percent_reader(values: Iterable[Any]) -> Callable[[Any], Fraction | None]:
    """How the values of a column of percentages are read: as numbers of percent, or as shares of full time."""
    return _share_of_time if are_shares(values) else percent_of_time


def hours(value: Any) -> Fraction | None:
    """Hours a week: 22.2, "22:12" (hours and minutes), a time of day as a spreadsheet holds it; None for empty.

    >>> hours("37.00"), hours("18:30")
    (Fraction(37, 1), Fraction(37, 2))
    """
    if isinstance(value, BadCell):
        raise WrongInput(value.message)
    if blank(value):
        return None
    if isinstance(value, timedelta):
        number = Fraction(int(value.total_seconds()), 3600)
    elif isinstance(value, time):
        number = Fraction(value.hour * 60 + value.minute, 60)
    elif isinstance(value, str) and (clock := _CLOCK.fullmatch(value.strip())):
        number = Fraction(int(clock[1]) * 60 + int(clock[2]), 60)
    elif isinstance(value, (bool, date, datetime)):
        raise WrongInput(f"'{value}' is not hours a week: write 22.2 or 22:12")
    else:
        number = Fraction(_number(value) if isinstance(value, str) else repr(value))
    if not 0 < number <= MOST_HOURS:
        raise WrongInput(f"{value} hours a week are not possible for one post: give more than 0, at most {MOST_HOURS}")
    return number


def weeks_a_year(value: Any) -> Fraction | None:
    """Weeks a year: 39, "44.5 weeks", "All year"; None for an empty cell.

    >>> weeks_a_year("44.50 wks"), weeks_a_year("All Year Round")
    (Fraction(89, 2), Fraction(52, 1))
    """
    if isinstance(value, str):
        value = re.sub(r"(?i)\s*(?:weeks?|wks?)\.?\s*$", "", value)
        if _ALL_YEAR.fullmatch(value.strip()):
            return Fraction(52)
    hundredths = amount(value)
    return None if hundredths is None else Fraction(hundredths, 100)


def share_of_hours(worked: Fraction, full_time: Fraction) -> Fraction:
    """The FTE that hours a week are of the full-time hours."""
    if worked > full_time:
        raise WrongInput(f"{float(worked):g} hours a week are more than the {float(full_time):g} of full time")
    return ratio_from(worked / full_time).limit_denominator(10_000)


def last_day(value: Any) -> date | None:
    """A last day in post; None where there is none: empty, or the far date that systems write for it.

    >>> last_day("31/03/26"), last_day("31/12/4712"), last_day("2026-03-31 00:00:00"), last_day("20260331")
    (datetime.date(2026, 3, 31), None, datetime.date(2026, 3, 31), datetime.date(2026, 3, 31))
    """
    if isinstance(value, BadCell):
        raise WrongInput(value.message)
    if blank(value) or value == 0:
        return None
    if isinstance(value, (date, datetime)):
        return None if value.year >= 2199 else day_from(value)
    if isinstance(value, int) and _DIGITS_ALONE.fullmatch(str(value)):
        value = str(value)  # a year, month and day, and no day's number in a spreadsheet
    if isinstance(value, str):
        shown = _TIME_OF_DAY.sub("", value.strip())
        if found := _DIGITS_ALONE.fullmatch(shown):
            shown = "-".join(found.groups())
        if _NO_END.fullmatch(shown) or not shown.strip("0"):
            return None
        if found := _SHORT_YEAR.fullmatch(shown):
            shown = f"{found[1]}-{found[3]}-20{found[4]}"
        if shown.isdecimal():
            return day_from(int(shown), "the last day in post")
        return day_from(shown, "the last day in post")
    return day_from(value, "the last day in post")


def first_day(value: Any) -> date | None:
    """A day in the past; None for an empty cell. A year of two figures is refused: 30 could be 1930 or 2030."""
    if isinstance(value, str) and _SHORT_YEAR.fullmatch(value.strip()):
        raise WrongInput(f"'{value}' has a year of two figures: write the year in full, as 31/05/2015")
    return last_day(value)


def _may_be_swapped(value: Any) -> bool:
    """Whether a day could be another with its month and day the other way round."""
    if isinstance(value, (date, datetime)):
        return value.day <= 12 and value.day != value.month
    first, second = _first_two_numbers(value)
    return first <= 12 and second <= 12 and first != second


def has_month_first(value: Any) -> bool:
    """Whether a day is written as 03/31/2026, and so cannot have the day first."""
    first, second = _first_two_numbers(value)
    return 1 <= first <= 12 < second <= 31


def _first_two_numbers(value: Any) -> tuple[int, int]:
    """The first two numbers of a day such as 03/31/2026; 0 and 0 for what is no such text."""
    found = _IN_NUMBERS.fullmatch(value.strip()) if isinstance(value, str) else None
    return (int(found[1]), int(found[2])) if found else (0, 0)


def day_reader(values: Iterable[Any], read: Callable[[Any], date | None]) -> Callable[[Any], date | None]:
    """How the days of a column are read: `read`, unless some have the month first, as American systems write them.

    Beside such a one no day up to the 12th is certain, not even a date: a spreadsheet that opened the list may have
    taken its month for the day.

    >>> day_reader(["03/31/2026", "04/03/2026"], last_day)("2026-04-03")
    datetime.date(2026, 4, 3)
    """
    american = next((value for value in values if has_month_first(value)), None)
    if american is None:
        return read

    def read_certain(value: Any) -> date | None:
        if _may_be_swapped(value):
            shown = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
            raise WrongInput(
                f"'{shown}' may have the month first, as '{american}' of the same column has: write it as 2025-05-31"
            )
        return read(value)

    return read_certain


def ni_letter(value: Any) -> str:
    """The NI category letter; empty for an empty cell."""
    letter = text(value).upper()
    if letter and not re.fullmatch("[A-Z]", letter):
        raise WrongInput(f"'{value}' is no NI category: give one letter")
    return letter


def point(value: Any) -> str:
    """A spinal point as the library writes it: "SCP 020" is "20".

    >>> point("SCP 020"), point(20.0), point("W33")
    ('20', '20', 'W33')
    """
    shown = re.sub(r"(?i)^(?:scp|spinal column point|point|pt)\W*(?=\d)", "", text(value))
    shown = re.sub(r"(?<=\d)\.0+$", "", shown)
    return str(int(shown)) if shown.isdecimal() else shown


def at_most_one_post(value: Any) -> None:
    """Refuses a row that stands for several posts: which of them are vacant, and what each is paid, it does not say."""
    shown = text(value)
    if shown.isdecimal() and int(shown) > 1:
        raise WrongInput(f"the row stands for {shown} posts: give one row for each")


def is_vacant_word(value: Any) -> bool:
    """Whether what stands in place of a person says that there is none: "VACANT", "Vacant post (2)"."""
    return isinstance(value, str) and bool(_VACANT.fullmatch(value.strip()))


def vacancy(value: Any, heading: str) -> bool | None:
    """Whether a column of vacancies says that the post is vacant; None where it says nothing.

    >>> vacancy("Y", "Vacant?"), vacancy("Y", "Occupied"), vacancy("Filled", "Post Status"), vacancy("", "Vacant")
    (True, False, False, None)
    """
    word = text(value).casefold()
    if not word:
        return None
    if is_vacant_word(word):
        return True
    about_filled = re.search(r"(?i)\b(?:occupied|filled)\b", heading) and not re.search(r"(?i)vacan", heading)
    if word in _YES_VACANT:
        return not about_filled
    if word in ("no", "n", "false", "0"):
        return bool(about_filled)
    if word in _NOT_VACANT:
        return False
    if re.search(r"(?i)\bstatus\b|occupancy", heading):  # "frozen", "fixed term": whoever stands in the row says it
        return None
    raise WrongInput(f"'{value}' in column '{heading}' does not say whether the post is vacant: write yes or no")
