"""What a person says of an establishment list next to its columns, and the questions that ask for it."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from payband.calendar import day_from
from payband.errors import WrongInput

__all__ = ["ASKED", "LEFT_OUT", "TERMS", "Question", "Term", "Terms", "days_of_leave", "gone_by"]

MOST_LEAVE = 100  # days a year

LEFT_OUT, ASKED = "", "?"


class Terms(NamedTuple):
    """What the user says apart from the columns; empty where nothing was said, '?' where it is still to be answered."""

    line: str = "post title"
    full_time_hours: str = ""
    spine: str = ""
    several_fte: str = ""
    pay_ranges: str = ""
    leavers: str = ""
    nothing_words: str = ""
    term_time: str = ""
    term_time_fte: str = ""
    parts_of_pennies: str = ""
    full_time_hours_a_year: str = ""

    def said(self, name: str) -> str:
        """What was said under a name; empty where it has still to be answered."""
        value: str = getattr(self, name)
        return "" if value == ASKED else value


class Term(NamedTuple):
    """A term of a map: the words that answer it, and what it says; `free` is what may be written instead of a word."""

    words: tuple[str, ...]
    what: str
    free: str = ""


TERMS = {
    "line": Term(
        ("post title", "post title, department"),
        "what makes a line of the structure: post title; or post title, department",
    ),
    "full_time_hours": Term((), 'a week, where no column says so, such as "37"', "hours a week, such as 37"),
    "spine": Term(
        (),
        'of which salaries are read from points alone, such as "NJC@2025-04-01"',
        "a spine, such as NJC@2025-04-01",
    ),
    "several_fte": Term(
        ("each post", "the row"), "whose the FTE or hours are where a row stands for several posts: each post; the row"
    ),
    "pay_ranges": Term(
        ("bottom", "middle", "top"), "what counts as the salary where pay is given as a range: bottom, middle, top"
    ),
    "leavers": Term(
        ("keep", "pass over"),
        "who has left: keep; pass over (the columns are not read); or the day by which they are gone and left out, "
        'such as "2026-04-01"',
        "the day by which they are gone and left out, such as 2026-04-01",
    ),
    "nothing_words": Term(
        ("empty", "names"), "words such as NA or Unknown for a title or grade: empty (nothing is known); names"
    ),
    "term_time": Term(
        ("paid",),
        "weeks below 52: paid, if leave is among them; or the days of leave and bank holidays of a full-time post, "
        'such as "35"',
        "the days of leave and bank holidays a year of a full-time post, such as 35",
    ),
    "term_time_fte": Term(
        ("counts weeks", "hours alone"), "the FTE of posts for fewer than 52 weeks: counts weeks; hours alone"
    ),
    "parts_of_pennies": Term(
        ("nearest penny", "refuse"),
        "salaries with more than two decimals: nearest penny; refuse (their rows are not placed)",
    ),
    "full_time_hours_a_year": Term(
        (),
        'the hours a year of a full-time post, counted as those of the list are, such as "1924"',
        "hours a year, such as 1924",
    ),
}
"""The terms of a map by their names."""


class Question(NamedTuple):
    """Something that must be answered before anything is written.

    It is answered by the `choices` for each of its `columns`, by a `term`, or by naming the one column that is the
    kind `pick`.
    """

    text: str
    columns: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    term: str = ""
    pick: str = ""


def gone_by(said: str) -> date | None:
    """The day by which those who have left are gone; None where they are kept or passed over, or nothing is said.

    >>> gone_by("2026-04-01"), gone_by("keep")
    (datetime.date(2026, 4, 1), None)
    """
    if said in ("", *TERMS["leavers"].words):
        return None
    try:
        return day_from(said, "the day by which leavers are gone")
    except WrongInput:
        raise WrongInput(f'leavers is "{said}": write "keep", "pass over", or a day such as "2026-04-01"') from None


def days_of_leave(said: str) -> Fraction:
    """The days of leave and bank holidays a year of a full-time post.

    >>> days_of_leave("35")
    Fraction(35, 1)
    """
    try:
        days = Fraction(said)
    except (ValueError, ZeroDivisionError):
        days = Fraction(-1)
    if not 0 <= days <= MOST_LEAVE:
        raise WrongInput(
            f'term_time is "{said}": write "paid", or a number of days of leave and bank holidays such as "35"'
        )
    return days
