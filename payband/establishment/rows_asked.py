"""What is asked about the rows of an establishment list: several posts in one, who has left, words for nothing."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from payband.calendar import date_text
from payband.errors import PaybandError
from payband.establishment.amounts import finer_than_a_penny
from payband.establishment.candidates import BY_MAP, SALARIES, TIMES, Candidate, Candidates
from payband.establishment.cells import counts_weeks, hours, posts, weeks_a_year
from payband.establishment.content import shown
from payband.establishment.days import day_reader, last_day
from payband.establishment.figures import listed
from payband.establishment.questions import ASKED
from payband.establishment.words import is_vacant_word, says_left, says_nothing
from payband.kinds import blank
from payband.units import counted, pounds_text

__all__ = ["ALL_YEAR", "ask_about_rows"]

PAY = (*SALARIES[:2], "pay floor", "pay ceiling")
"""The kinds of column that salaries are read from."""

ALL_YEAR = 52  # weeks: those who are paid for fewer work in school terms
_MOST_WORDS = 6


def ask_about_rows(columns: Candidates) -> None:
    """Asks all that the rows leave open, once for the whole list and never row by row."""
    for kind in ("FTE", "post FTE"):
        for column in columns.of(kind):
            _ask_if_several_posts(columns, column)
    _ask_whose_time(columns)
    _ask_leavers(columns)
    _ask_words_for_nothing(columns)
    _ask_term_time(columns)
    _ask_parts_of_pennies(columns)


def _ask_if_several_posts(columns: Candidates, column: Candidate) -> None:
    """Asks where an FTE above 1 is in a row without a person's reference: it may count posts."""
    if column.why == BY_MAP or columns.first("posts"):  # where posts are counted, it is asked whose the FTE is
        return
    person = columns.first("person")
    references = columns.values(person.index) if person else []
    above = []
    for at, value in enumerate(columns.values(column.index)):
        if references and not blank(references[at]) and not is_vacant_word(references[at]):
            continue
        try:
            number = posts(value)
        except PaybandError:
            continue
        if number is not None and number > 1:
            above.append(value)
    if not above:
        return
    kind = column.kind
    column.ask("above 1: it may count posts", ("posts", kind))
    columns.ask(
        f"it is above 1 in {counted(len(above), 'row')}, such as {shown(above[0])}: does a row stand for so many posts "
        f'in full-time equivalents ("posts"), or is it the share of one post ("{kind}"), when rows above 1 are not '
        "placed?",
        column,
    )


def _ask_whose_time(columns: Candidates) -> None:
    """Asks whose the FTE is where rows stand for several posts: each post's, or that of the row."""
    count = columns.first("posts") or next((each for each in columns.of(ASKED) if "posts" in each.choices), None)
    time = next(
        (each for each in columns.columns if each is not count and {each.kind, *each.choices} & set(TIMES)), None
    )
    if count is None or time is None:
        return
    several = sum(1 for number in columns.read("posts", count) if number is not None and number > 1)
    if several:
        columns.ask_term(
            "several_fte",
            f"column '{count.heading}' stands for several posts in {counted(several, 'row')}: is '{time.heading}' that "
            'of each post ("each post"), or of all posts of the row together ("the row")?',
        )


def _ask_leavers(columns: Candidates) -> None:
    """Asks what to do with those who have left, as a leaving date or a status says; how many and what they are paid."""
    leaving, status = columns.first("leaves on"), columns.first("employment status")
    days = {at: day for at, day in enumerate(_days(columns.values(leaving.index))) if day} if leaving else {}
    said = columns.values(status.index) if status else []
    gone = {
        at: " ".join(str(value).split()) for at, value in enumerate(said) if status and says_left(value, status.heading)
    }
    rows = sorted({*days, *gone})
    if not rows:
        return
    salary = columns.first(*SALARIES)
    amounts = columns.read("salary", salary) if salary else []
    paid = f", paid {pounds_text(sum(amounts[at] or 0 for at in rows))} in '{salary.heading}'" if salary else ""
    found = []
    if leaving and days:
        between = sorted(days.values())
        found.append(
            f"'{leaving.heading}' has a last day in post in {counted(len(days), 'row')}, "
            + (f"from {date_text(between[0])} to " if between[0] < between[-1] else "")
            + date_text(between[-1])
        )
    if status and gone:
        words = Counter(gone.values())
        others = [each for each in dict.fromkeys(map(_words, said)) if each and not says_left(each, status.heading)]
        found.append(
            f"'{status.heading}' says of {counted(len(gone), 'row')} that they have left ({', '.join(words)}"
            + (f"; not {', '.join(others[:_MOST_WORDS])}" if others else "")
            + ")"
        )
    columns.ask_term(
        "leavers",
        f"{listed(found)}: {counted(len(rows), 'row')} in all{paid}. Leave out who has gone (write the day by which "
        'they are gone, such as the implementation date, "2026-04-01"), keep them ("keep"), or do not read the '
        f'column{"s" if leaving and status else ""} ("pass over")?',
    )


def _days(values: Sequence[Any]) -> list[date | None]:
    """The last day in post of each row; None for none, and for one that cannot be read."""
    read = day_reader(values, last_day)
    found: list[date | None] = []
    for value in values:
        try:
            found.append(read(value))
        except PaybandError:
            found.append(None)
    return found


def _words(value: Any) -> str:
    return "" if blank(value) else " ".join(str(value).split())


def _ask_words_for_nothing(columns: Candidates) -> None:
    """Asks about words such as NA where a title or a grade is: they would be taken for one."""
    found = []
    for kind in ("post title", "grade"):
        if column := columns.first(kind):
            words = Counter(_words(value) for value in columns.values(column.index) if says_nothing(value))
            if words:
                named = ", ".join(
                    f"'{word}' in {counted(number, 'row')}" for word, number in words.most_common(_MOST_WORDS)
                )
                found.append(f"column '{column.heading}' has {named}")
    if found:
        columns.ask_term(
            "nothing_words",
            f'{listed(found)}: is nothing known there ("empty"), or are these the names of posts and grades ("names")?',
        )


def _ask_term_time(columns: Candidates) -> None:
    """Asks how weeks decide the FTE of posts in school terms: once for all of them."""
    weeks = columns.first("weeks")
    if weeks is None:
        return
    short = [at for at, number in enumerate(_weeks(columns.values(weeks.index))) if number and number < ALL_YEAR]
    if not short:
        return
    time = columns.first("FTE", "FTE %")
    shares = columns.read(time.kind, time) if time else []
    given = [at for at in short if shares and shares[at] is not None]
    by_weeks = [at for at in short if at not in given]
    if by_weeks and not columns.first("hours") and (time or columns.first("hours a year")):
        by_weeks = []  # nothing is there that weeks could be a part of
    worked, full_time = _hours(columns, len(shares))
    asked = [at for at in given if not counts_weeks(shares[at], worked[at], full_time[at])]
    if asked:
        columns.ask_term(
            "term_time_fte",
            f"{counted(len(asked), 'row')} of posts for fewer than {ALL_YEAR} weeks a year "
            f'{"has" if len(asked) == 1 else "have"} an FTE: does it count the weeks too ("counts weeks"), or the '
            'hours a week alone ("hours alone")?',
        )
        if columns.terms.said("term_time_fte") != "counts weeks":
            by_weeks += asked
    if by_weeks:
        if columns.first("hours") and not columns.of("full-time hours") and time:
            columns.ask_term("full_time_hours", "the hours a week of full time, such as 37, are needed for those rows")
        columns.ask_term(
            "term_time",
            f"'{weeks.heading}' is below {ALL_YEAR} in {counted(len(by_weeks), 'row')} whose FTE it decides: are these "
            'paid weeks, with leave among them ("paid"), or weeks worked? For weeks worked give the days of leave and '
            'bank holidays a year of a full-time post, such as "35"',
        )


def _ask_parts_of_pennies(columns: Candidates) -> None:
    """Asks what to do with salaries that have more than two decimals: nobody can be paid a part of a penny."""
    asked = [column for column in columns.of(ASKED) if set(SALARIES) & set(column.choices)]
    found = []
    for column in [each for kind in PAY for each in columns.of(kind)] + asked:
        fine = [value for value in columns.values(column.index) if finer_than_a_penny(value)]
        if fine:
            found.append(
                f"column '{column.heading}' has parts of a penny in {counted(len(fine), 'row')}, such as "
                f"{shown(fine[0])}"
            )
    if found:
        columns.ask_term(
            "parts_of_pennies",
            f'{listed(found)}: take them to the nearest penny ("nearest penny"), or do not place such rows ("refuse")?',
        )


def _hours(columns: Candidates, rows: int) -> tuple[list[Any], list[Any]]:
    """The hours a week of each row, and those of full time; None where they are not known."""
    worked, full_time = columns.first("hours"), columns.first("full-time hours")
    said = columns.terms.said("full_time_hours").strip()
    of_all = hours(said) if said.strip("0. ") else None
    own = columns.read("hours", worked) if worked else [None] * rows
    full = columns.read("hours", full_time) if full_time else [None] * rows
    return own, [each or of_all for each in full]


def _weeks(values: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        try:
            found.append(weeks_a_year(value))
        except PaybandError:
            found.append(None)
    return found
