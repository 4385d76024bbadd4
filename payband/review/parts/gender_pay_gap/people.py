"""The people of the gender pay gap: hourly pay out of the pay period, and the bonuses of twelve months."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from payband.calendar import date_text, months_after
from payband.review.inputs.inputs import Inputs
from payband.review.parts.tables.gender_pay_gap import (
    BONUSES,
    PAY,
    PERIODS_OF_PAY,
    REPORT,
    PayGapBonusRow,
    PayGapPayRow,
    PayGapPeriodRow,
    PayGapReportRow,
)
from payband.rules.measures.gender_pay_gap import bonus_of_period, days_of, hourly_of_period
from payband.rules.pay.term_time import UNIT
from payband.units import half_up

__all__ = ["Employee", "bonus_year", "employees", "hours_of", "period_of", "the_report"]


class Employee(NamedTuple):
    """Somebody employed on the snapshot date. Pay is in pence, hourly pay in millionths of a pound.

    `hourly` is None for anyone who is not a full-pay relevant employee, and `bonus` is what twelve months paid.
    """

    row: PayGapPayRow
    period: PayGapPeriodRow
    ordinary: int | None
    bonus_in_period: int
    hourly: int | None
    bonus: int
    why: str

    @property
    def is_relevant(self) -> bool:
        """Whether the person counts at all: partners do not."""
        return not self.row.partner


def the_report(inputs: Inputs) -> PayGapReportRow | None:
    """By which regulations and on which day; None where it is not given."""
    rows: Sequence[PayGapReportRow] = inputs.rows_of(REPORT.name)
    return rows[0] if rows else None


def period_of(inputs: Inputs, row: PayGapPayRow) -> PayGapPeriodRow | None:
    """The pay period of a person: the one that is named, or the only one; None where neither tells."""
    periods: Sequence[PayGapPeriodRow] = inputs.rows_of(PERIODS_OF_PAY.name)
    if not row.pay_period:
        return periods[0] if len(periods) == 1 else None
    return next((each for each in periods if each.pay_period.casefold() == row.pay_period.casefold()), None)


def bonus_year(snapshot: date) -> tuple[date, date]:
    """The first and last day of the twelve months that end with the snapshot date.

    >>> bonus_year(date(2026, 3, 31))
    (datetime.date(2025, 4, 1), datetime.date(2026, 3, 31))
    """
    return months_after(snapshot + timedelta(days=1), -12), snapshot


def employees(inputs: Inputs, report: PayGapReportRow) -> Iterator[Employee]:
    """Everybody of table PayGapPay with hourly pay and bonuses, once the inputs have no problem."""
    of_person: dict[str, list[PayGapBonusRow]] = {}
    for bonus in inputs.rows_of(BONUSES.name):
        of_person.setdefault(bonus.person.casefold(), []).append(bonus)
    first, last = bonus_year(report.snapshot_date)
    days: dict[str, int] = {}
    rows: Sequence[PayGapPayRow] = inputs.rows_of(PAY.name)
    for row in rows:
        period = period_of(inputs, row)
        assert period is not None
        if period.length not in days:
            days[period.length] = days_of(period.length)
        bonuses = of_person.get(row.person.casefold(), [])
        in_year = sum(each.amount for each in bonuses if each.paid_on and first <= each.paid_on <= last)
        in_period = sum(_of_period(each) for each in bonuses if _paid_in(each, period))
        yield _employee(row, period, in_period, in_year, days)


def hours_of(hours: Fraction) -> int:
    """Weekly hours in ten-thousandths, half of one upwards.

    >>> hours_of(Fraction(37)), hours_of(Fraction(100, 3))
    (370000, 333333)
    """
    return int(half_up(hours.numerator * UNIT, hours.denominator))


def _paid_in(bonus: PayGapBonusRow, period: PayGapPeriodRow) -> bool:
    return bonus.paid_on is not None and period.first_day <= bonus.paid_on <= period.last_day


def _of_period(bonus: PayGapBonusRow) -> int:
    periods = bonus.pay_periods
    return int(bonus_of_period(bonus.amount, periods.denominator, periods.numerator))


def _employee(
    row: PayGapPayRow, period: PayGapPeriodRow, in_period: int, in_year: int, days: Mapping[str, int]
) -> Employee:
    ordinary = None if row.ordinary_pay is None else row.ordinary_pay - row.of_other_periods
    why, hourly = "", None
    if row.partner:
        why = "a partner: not a relevant employee"
    elif row.reduced_by_leave:
        why = "paid less because of leave: not a full-pay relevant employee"
    elif ordinary is not None and row.weekly_hours is not None:
        hourly = int(hourly_of_period(ordinary + in_period, days[period.length], hours_of(row.weekly_hours)))
        if in_period:
            why = f"with the bonus that was paid from {date_text(period.first_day)} to {date_text(period.last_day)}"
    return Employee(row, period, ordinary, in_period, hourly, in_year, why)
