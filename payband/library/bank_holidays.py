"""The bank holidays of England and Wales: the rules and proclaimed days in the figures, as days of a year."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from payband.calendar import date_text, days_in_month, easter_sunday, month_named
from payband.library.files import Row, folders, rows_of
from payband.library.used import Figure, note_figure

__all__ = ["FILE", "bank_holiday_years", "bank_holidays", "day_of_rule", "note_bank_holidays"]

FILE = "holidays/bank_holidays.csv"
SUBSTITUTE = "substitute day"

_FIXED = re.compile(r"(\d{1,2}) ([A-Z][a-z]+)")
_EASTER = re.compile(r"(\d{1,2}) days? (before|after) Easter Sunday")
_MONDAY = re.compile(r"(first|last) Monday in ([A-Z][a-z]+)")
_SATURDAY = 5


class _BankHoliday(NamedTuple):
    day: date
    name: str
    row: Row


def day_of_rule(falls_on: str, year: int) -> date:
    """The day of a year on which a bank holiday falls by its rule; ValueError for a rule that cannot be read.

    >>> day_of_rule("26 December", 2026).isoformat(), day_of_rule("last Monday in May", 2026).isoformat()
    ('2026-12-26', '2026-05-25')
    >>> day_of_rule("2 days before Easter Sunday", 2026).isoformat()
    '2026-04-03'
    """
    if found := _FIXED.fullmatch(falls_on):
        return date(year, month_named(found[2]), int(found[1]))
    if found := _EASTER.fullmatch(falls_on):
        days = timedelta(days=int(found[1]))
        return easter_sunday(year) + (days if found[2] == "after" else -days)
    if found := _MONDAY.fullmatch(falls_on):
        month = month_named(found[2])
        if found[1] == "first":
            begin = date(year, month, 1)
            return begin + timedelta(days=-begin.weekday() % 7)
        end = date(year, month, days_in_month(date(year, month, 1)))
        return end - timedelta(days=end.weekday())
    raise ValueError(
        f"'{falls_on}' is not a rule for a day: write it as 26 December, 2 days before Easter Sunday or last Monday in "
        "May"
    )


def bank_holidays(first: date, last: date) -> dict[date, str]:
    """The bank holidays from one day to another, with their names, in order.

    A holiday at a weekend is followed by its substitute day. Days that have not been proclaimed yet are not among them.

    >>> for day, name in bank_holidays(date(2026, 12, 1), date(2027, 1, 31)).items():
    ...     print(day, name)
    2026-12-25 Christmas Day
    2026-12-26 Boxing Day
    2026-12-28 Boxing Day (substitute day)
    2027-01-01 New Year's Day
    """
    return {each.day: each.name for each in _between(first, last)}


def bank_holiday_years() -> tuple[int, int]:
    """The first and the last year for which the figures have bank holidays."""
    rows = rows_of(FILE)
    return min(row.effective_from.year for row in rows), max(row.effective_to.year for row in rows)


def note_bank_holidays(first: date, last: date) -> None:
    """Notes that an answer rests on the bank holidays from one day to another."""
    found = list(_between(first, last))
    rows = [each.row for each in found] or rows_of(FILE)[:1]
    days = "; ".join(f"{date_text(each.day)}: {each.name}" for each in found)
    statuses = sorted({row.status for row in rows} - {"confirmed"})
    sources = "; ".join(dict.fromkeys(row.source for row in rows))
    note_figure(
        Figure(
            "bank holidays, England and Wales",
            days or "none",
            first,
            last,
            statuses[0] if statuses else "confirmed",
            sources,
            rows[0].file,
        )
    )


def _between(first: date, last: date) -> Iterator[_BankHoliday]:
    for year in range(first.year, last.year + 1):
        yield from (each for each in _of_year(folders(), year) if first <= each.day <= last)


@cache
def _of_year(folders: tuple[str, ...], year: int) -> tuple[_BankHoliday, ...]:
    """The bank holidays of a year. Of two rows for one holiday the first counts: that of a body's own folder."""
    found: dict[str, _BankHoliday] = {}
    for row in rows_of(FILE):
        day = day_of_rule(row.values["falls_on"], year)
        if row.effective_from <= day <= row.effective_to:
            name = row.values["holiday"]
            found.setdefault(name.casefold(), _BankHoliday(day, name, row))
    taken = {each.day for each in found.values()}
    all_days = list(found.values())
    for each in sorted(found.values(), key=lambda each: each.day):
        if each.row.values["substitute"] != "yes" or each.day.weekday() < _SATURDAY:
            continue
        day = each.day
        while day in taken or day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
        taken.add(day)
        all_days.append(_BankHoliday(day, f"{each.name} ({SUBSTITUTE})", each.row))
    return tuple(sorted(all_days, key=lambda each: each.day))
