"""What a cell of an establishment list says, as payroll systems write it: hours, shares of full time, vacancies."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from payband.errors import WrongInput
from payband.establishment.amounts import number_text
from payband.establishment.words import is_vacant_word, nothing_there
from payband.kinds import blank, error_among, point_text
from payband.review.inputs.raw.raw_tables import BadCell
from payband.rules.pay.term_time import MOST_WEEKS
from payband.units import ratio_from, share_held

__all__ = [
    "LEAST_OF_A_YEAR",
    "are_shares",
    "counts_weeks",
    "full_time_share",
    "hours",
    "ni_letter",
    "percent_of_time",
    "percent_reader",
    "point",
    "posts",
    "share_of_hours",
    "text",
    "vacancy",
    "weeks_a_year",
    "yearly_hours",
]

LEAST_OF_A_YEAR = 10_000_00  # pence: below it, salaries of full-time posts are by month or week, and not by year
MOST_HOURS = 60
MOST_YEARLY_HOURS = 3_200
MOST_POSTS = 100_000  # as a line of the structure can have
LEAST_PERCENT = 2  # a number below it is a share of full time, or a slip: nobody works 1% of full time
_CLEARLY_LESS = Fraction(99, 100)  # of an FTE by hours alone: below it are 51 weeks, and not what rounding makes
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::00)?")
_ALL_YEAR = re.compile(r"all[ -]?year(?:[ -]?round)?|ayr|full[ -]year", re.I)
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


def full_time_share(value: Any) -> Fraction | None:
    """An FTE: 0.6, "60%", "22.2/37"; None for an empty cell. It is more than 0 and at most 1.

    >>> full_time_share("0.60"), full_time_share("22.2/37")
    (Fraction(3, 5), Fraction(3, 5))
    """
    if isinstance(value, BadCell):
        raise WrongInput(value.message)
    if nothing_there(value):
        return None
    if isinstance(value, (date, datetime, time, timedelta)) or (isinstance(value, str) and "," in value):
        raise WrongInput(f"'{value}' is not an FTE: write it as 0.6")
    share = ratio_from(value, "the FTE")
    if share == 0:
        raise WrongInput(
            "an FTE of 0 is not a post, as for casual staff and leavers: leave the row out, or give its FTE"
        )
    if not 0 < share <= 1:
        raise WrongInput(f"an FTE of {value} is not possible for one post: give more than 0 and at most 1")
    return share


def _with_point(value: Any) -> Any:
    """A number with a comma before its decimals, such as "60,00", as one with a point."""
    return re.sub(r"^\s*(\d{1,3}),(\d{1,2})(\s*%?\s*)$", r"\1.\2\3", value) if isinstance(value, str) else value


def _bare_number(value: Any) -> Fraction | None:
    """What a cell says as a number without a sign of percent; None where it says something else, or nothing."""
    if nothing_there(value) or isinstance(value, (bool, BadCell, date, datetime, time, timedelta)):
        return None
    try:
        return Fraction(number_text(_with_point(value)))
    except WrongInput:
        return None


def percent_of_time(value: Any) -> Fraction | None:
    """An FTE as a number of percent: 60, "60.00", "60,00"; None for an empty cell.

    A number too small for a percentage is refused, unless it has the sign: 0.5 among 60 and 100 is a half.

    >>> percent_of_time("60,00"), percent_of_time(100)
    (Fraction(3, 5), Fraction(1, 1))
    """
    value = _with_point(value)
    if nothing_there(value) or isinstance(value, (BadCell, date, datetime, time, timedelta)):
        return full_time_share(value)
    if (number := _bare_number(value)) is not None and 0 < number < LEAST_PERCENT:
        raise WrongInput(
            f"{value} is either a share of full time or a very small percentage, and other rows have percentages: "
            "write it as they are, such as 60, or with the sign, as 60%"
        )
    shown = number_text(str(value).rstrip("% "))
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
    if nothing_there(value):
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
        number = Fraction(number_text(value) if isinstance(value, str) else repr(value))
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
    if isinstance(value, BadCell):
        raise WrongInput(value.message)
    if nothing_there(value):
        return None
    if isinstance(value, (bool, date, datetime, time, timedelta)):
        raise WrongInput(f"'{value}' is not a number of weeks a year: write 39, or 44.143")
    number = Fraction(number_text(value) if isinstance(value, str) else repr(value))
    if not 0 <= number <= MOST_WEEKS:
        raise WrongInput(
            f"{value} weeks a year are not possible: give at most {float(MOST_WEEKS):g}, which is the whole year"
        )
    return number or None


def yearly_hours(value: Any) -> Fraction | None:
    """Hours a year of an annualised post: 1200, "1,924.00"; None for an empty cell, and for none at all.

    >>> yearly_hours("1,200.50"), yearly_hours(0)
    (Fraction(2401, 2), None)
    """
    if isinstance(value, BadCell):
        raise WrongInput(value.message)
    if nothing_there(value):
        return None
    if isinstance(value, (bool, date, datetime, time, timedelta)):
        raise WrongInput(f"'{value}' is not hours a year: write 1200")
    number = Fraction(number_text(value) if isinstance(value, str) else repr(value))
    if not 0 <= number <= MOST_YEARLY_HOURS:
        raise WrongInput(f"{value} hours a year are not possible for one post: give at most {MOST_YEARLY_HOURS:,}")
    return number or None


def share_of_hours(worked: Fraction, full_time: Fraction) -> Fraction:
    """The FTE that hours a week are of the full-time hours."""
    if worked > full_time:
        raise WrongInput(f"{float(worked):g} hours a week are more than the {float(full_time):g} of full time")
    return share_held(worked / full_time)


def counts_weeks(share: Fraction, worked: Fraction | None, full_time: Fraction | None) -> bool:
    """Whether an FTE is clearly below what hours a week alone make it, so that it counts the weeks of the year too.

    >>> half = Fraction(37, 2)
    >>> counts_weeks(Fraction("0.42"), half, Fraction(37)), counts_weeks(Fraction("0.5"), half, Fraction(37))
    (True, False)
    """
    return bool(worked and full_time and share < worked / full_time * _CLEARLY_LESS)


def ni_letter(value: Any) -> str:
    """The NI category letter; empty for an empty cell."""
    letter = "" if nothing_there(value) else text(value).upper()
    if letter and not re.fullmatch("[A-Z]", letter):
        raise WrongInput(f"'{value}' is not an NI category: give one letter")
    return letter


def point(value: Any) -> str:
    """A spinal point as the library writes it: "SCP 020" is "20".

    >>> point("SCP 020"), point(20.0), point("W33")
    ('20', '20', 'W33')
    """
    if nothing_there(value):
        return ""
    shown = re.sub(r"(?i)^(?:scp|spinal column point|point|pt)\W*(?=\d)", "", text(value))
    shown = re.sub(r"(?<=\d)\.0+$", "", shown)
    return str(int(shown)) if shown.isdecimal() else shown


def posts(value: Any) -> Fraction | None:
    """How many posts a row stands for, in whole posts or in full-time equivalents; None where nothing is there.

    >>> posts("6.0"), posts("40.5"), posts("1,155.76"), posts("-")
    (Fraction(6, 1), Fraction(81, 2), Fraction(28894, 25), None)
    """
    if isinstance(value, BadCell):
        raise WrongInput(value.message)
    if nothing_there(value):
        return None
    if isinstance(value, (bool, date, datetime, time, timedelta)):
        raise WrongInput(f"'{value}' is not a number of posts: give one such as 6, or 40.5")
    number = Fraction(number_text(value)) if isinstance(value, str) else ratio_from(value, "the number of posts")
    if not 0 < number <= MOST_POSTS:
        raise WrongInput(f"{value} posts are not possible: give more than 0 and at most {MOST_POSTS:,}")
    return number


def vacancy(value: Any, heading: str) -> bool | None:
    """Whether a column of vacancies says that the post is vacant; None where it says nothing.

    >>> vacancy("Y", "Vacant?"), vacancy("Y", "Occupied"), vacancy("Filled", "Post Status"), vacancy("", "Vacant")
    (True, False, False, None)
    """
    word = "" if nothing_there(value) and not is_vacant_word(value) else text(value).casefold()
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
