"""An annual salary in months: twelve monthly pays that add up to it, and part months by one of three ways to count."""

from datetime import date
from itertools import pairwise
from typing import NamedTuple

from payband.calendar import FinancialYear, Month, months_between
from payband.forms import Cell, Form, smaller
from payband.units import half_up

__all__ = [
    "BY_260",
    "BY_365",
    "CALENDAR_DAYS",
    "OF_YEAR",
    "PART_MONTHS",
    "PartOf",
    "part_of",
    "part_of_words",
    "pay_between",
    "pay_between_text",
    "pay_in_month",
    "pay_in_months",
    "pay_in_part_month",
    "weekdays_between",
    "whole_months",
]

CALENDAR_DAYS, BY_365, BY_260 = PART_MONTHS = ("calendar days", "1/365", "1/260")
"""How a part of a month is paid: by its calendar days out of those of the month; each calendar day a 365th of the year;
or each day from Monday to Friday, bank holidays among them, a 260th of the year."""

OF_YEAR = {BY_365: 365, BY_260: 260}
"""How many days a year has, where a part of a month is so many days of a year."""


class PartOf(NamedTuple):
    """What a part of a month is a part of: some whole months, of which it is so many of so many days."""

    months: tuple[Month, ...]
    days: int
    of_days: int


def part_of(month: Month, by: str = CALENDAR_DAYS) -> PartOf:
    """What part of its month, or of its financial year, some days of a month are.

    >>> from datetime import date
    >>> from payband.calendar import Month
    >>> january = Month(date(2012, 1, 2), date(2012, 1, 31))
    >>> [part_of(january, by)[1:] for by in PART_MONTHS]
    [(30, 31), (30, 365), (22, 260)]
    """
    if by == CALENDAR_DAYS:
        return PartOf((month,), month.days, month.of_days)
    whole = tuple(FinancialYear.containing(month.first).months)
    if by == BY_365:
        return PartOf(whole, month.days, OF_YEAR[by])
    monday = date.min.toordinal()  # the first day that there is was one
    days = weekdays_between(month.first.toordinal() - monday, month.last.toordinal() - monday)
    return PartOf(whole, days, OF_YEAR[by])


def whole_months(first: date, last: date, by: str) -> tuple[tuple[Month, ...], list[PartOf]]:
    """The whole months from one day to another of one financial year, and the parts of months as `by` counts them.

    >>> from datetime import date
    >>> whole, parts = whole_months(date(2012, 1, 2), date(2012, 3, 31), CALENDAR_DAYS)
    >>> [month.number for month in whole], [part[1:] for part in parts]
    ([11, 12], [(30, 31)])
    """
    if first > last:
        return (), []
    assert FinancialYear.containing(first) == FinancialYear.containing(last)
    months = months_between(first, last)
    whole = tuple(month for month in months if month.days == month.of_days)
    assert all(later.number == earlier.number + 1 for earlier, later in pairwise(whole))
    return whole, [part_of(month, by) for month in months if month.days < month.of_days]


def part_of_words(month: Month, by: str) -> str:
    """What part of what some days of a month are, in words, with the name of the way to count.

    >>> from datetime import date
    >>> from payband.calendar import Month
    >>> print(part_of_words(Month(date(2012, 1, 2), date(2012, 1, 31)), "1/260"))
    22 of 260 working days of the year, by 1/260
    """
    part = part_of(month, by)
    if by == CALENDAR_DAYS:
        return f"{part.days} of {part.of_days} days of the month, by calendar days"
    return f"{part.days} of {part.of_days} {'working ' if by == BY_260 else ''}days of the year, by {by}"


def weekdays_between(first: Form, last: Form) -> Form:
    """How many days are Monday to Friday, from one day to another, each counted from a Monday that is 0.

    >>> weekdays_between(0, 6), weekdays_between(4, 7)
    (5, 2)
    """
    return _weekdays_before(last + 1) - _weekdays_before(first)


def _weekdays_before(day: Form) -> Form:
    weeks = day // 7
    return 5 * weeks + smaller(day - 7 * weeks, 5)


def pay_in_months(annual: Form, first: Form, last: Form) -> Form:
    """Pence of an annual salary that fall in some months of a financial year, April being month 1.

    What has been paid by the end of a month is the salary times the months gone by over twelve, to the nearest penny;
    so twelve months add up to the year, and any run of months to its months.

    >>> [pay_in_months(10_000_000, month, month) for month in (1, 2, 3)], pay_in_months(10_000_000, 1, 12)
    ([833333, 833334, 833333], 10000000)
    """
    return half_up(annual * last, 12) - half_up(annual * (first - 1), 12)


def pay_in_month(annual: Form, month: Form) -> Form:
    """Pence of an annual salary in one month of a financial year, April being month 1."""
    return pay_in_months(annual, month, month)


def pay_in_part_month(annual: Form, month: Form, days: Form, of_days: Form) -> Form:
    """Pence of an annual salary for some calendar days of a month, to the nearest penny.

    >>> pay_in_part_month(10_000_000, 10, 30, 31)
    806451
    """
    return half_up(pay_in_month(annual, month) * days, of_days)


def pay_between(annual: Form, first: date, last: date, by: str = CALENDAR_DAYS) -> Form:
    """Pence of an annual salary from one day to another, both included; whole months as they are, part months by days.

    `by` is how the days of part months are counted. It is the sum of its months, and of its years: nothing is lost at
    a boundary.

    >>> from datetime import date
    >>> [pay_between(10_000_000, date(2012, 1, 2), date(2012, 3, 31), by) for by in PART_MONTHS]
    [2473118, 2488585, 2512821]
    """
    total: Form = annual * 0
    while first <= last:
        year_end = min(last, FinancialYear.containing(first).ends_on)
        months = months_between(first, year_end)
        whole = [month.number for month in months if month.days == month.of_days]
        if whole:
            total = total + pay_in_months(annual, whole[0], whole[-1])
        for month in months:
            if month.days < month.of_days:
                part = part_of(month, by)
                whole_pay = pay_in_months(annual, part.months[0].number, part.months[-1].number)
                total = total + half_up(whole_pay * part.days, part.of_days)
        first = FinancialYear(FinancialYear.containing(first).start + 1).starts_on
    return total


def pay_between_text(annual: str, first: str, last: str, by: str) -> str:
    """The formula of `pay_between`, for Excel with LAMBDA: every month from one day to another as a part month.

    A part month of all its days is the whole month, and months add up to the runs that `pay_between` takes.
    """
    starts = f"EDATE({first}-DAY({first})+1,month_at-1)"
    day, month_pay = Cell("from_monday"), pay_in_part_month(Cell(annual), Cell("month"), Cell("days"), Cell("of_days"))
    by_365, by_260 = (
        half_up(Cell(annual) * days, OF_YEAR[each])
        for each, days in ((BY_365, Cell("days")), (BY_260, weekdays_between(day, day + Cell("days") - 1)))
    )
    part = (
        f'IF(OR({by}="{CALENDAR_DAYS}",days=of_days),{month_pay},'
        f'IF({by}="{BY_365}",{by_365},LET({day},MAX(month_first,{first})-2,{by_260})))'
    )
    months = f"(YEAR({last})-YEAR({first}))*12+MONTH({last})-MONTH({first})+1"
    return (
        f"IF({last}<{first},0,SUM(MAP(SEQUENCE({months}),LAMBDA(month_at,LET(month_first,{starts},"
        f"month_last,EOMONTH(month_first,0),of_days,DAY(month_last),month,MOD(MONTH(month_first)-4,12)+1,"
        f"days,MIN(month_last,{last})-MAX(month_first,{first})+1,{part})))))"
    )
