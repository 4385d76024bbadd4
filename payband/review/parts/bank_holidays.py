"""The bank holidays of England and Wales."""

from datetime import date

__all__ = ["FIRST_YEAR", "LAST_YEAR", "bank_holidays"]

FIRST_YEAR, LAST_YEAR = 1972, 2100
"""The years they are known for: since the Act of 1971, and as far as the library of holidays reckons them."""


def bank_holidays(first: date, last: date) -> dict[date, str]:
    """The bank holidays from one day to another, with their names. A day in lieu is called '... (observed)'.

    Those of the years ahead are the ones that the Act fixes: a day that is proclaimed later is not among them.
    """
    import holidays  # only a timetable pays for this import

    years = range(first.year, last.year + 1)
    england = holidays.country_holidays("GB", subdiv="ENG", years=years, language="en_GB")
    return {day: name for day, name in sorted(england.items()) if first <= day <= last}
