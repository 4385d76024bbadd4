"""An annual salary in months: twelve monthly pays that add up to it, and part months by calendar days."""

from datetime import date

from payband.calendar import FinancialYear, months_between
from payband.forms import Cell, Form
from payband.units import half_up

__all__ = ["pay_between", "pay_between_text", "pay_in_month", "pay_in_months", "pay_in_part_month"]


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


def pay_between(annual: Form, first: date, last: date) -> Form:
    """Pence of an annual salary from one day to another, both included; whole months as they are, part months by days.

    It is the sum of its months, and of its years: nothing is lost at a boundary.

    >>> from datetime import date
    >>> pay_between(10_000_000, date(2012, 1, 2), date(2012, 3, 31))
    2473118
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
                total = total + pay_in_part_month(annual, month.number, month.days, month.of_days)
        first = FinancialYear(FinancialYear.containing(first).start + 1).starts_on
    return total


def pay_between_text(annual: str, first: str, last: str) -> str:
    """The formula of `pay_between`, for Excel with LAMBDA: every month from one day to another as a part month.

    A part month of all its days is the whole month, and months add up to the runs that `pay_between` takes.
    """
    starts = f"EDATE({first}-DAY({first})+1,month_at-1)"
    part = pay_in_part_month(Cell(annual), Cell("month"), Cell("days"), Cell("of_days"))
    months = f"(YEAR({last})-YEAR({first}))*12+MONTH({last})-MONTH({first})+1"
    return (
        f"IF({last}<{first},0,SUM(MAP(SEQUENCE({months}),LAMBDA(month_at,LET(month_first,{starts},"
        f"month_last,EOMONTH(month_first,0),of_days,DAY(month_last),month,MOD(MONTH(month_first)-4,12)+1,"
        f"days,MIN(month_last,{last})-MAX(month_first,{first})+1,{part})))))"
    )
