"""What must hold of the pay, the periods and the bonuses of the gender pay gap."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from payband.calendar import date_text, months_after
from payband.errors import Problem
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.raw.row_words import rows_told
from payband.review.parts.answering import Problems
from payband.review.parts.gender_pay_gap.people import period_of
from payband.review.parts.tables.gender_pay_gap import (
    BONUSES,
    ENGLAND,
    PAY,
    PERIODS_OF_PAY,
    REPORT,
    PayGapPayRow,
    PayGapPeriodRow,
    PayGapReportRow,
)
from payband.units import counted

__all__ = ["PROBLEMS"]

SNAPSHOT = {True: (3, 31), False: (4, 5)}
"""Month and day of the snapshot date: of public bodies in England, and of private and voluntary employers."""
DAYS_OF = {"week": 7, "two weeks": 14, "four weeks": 28}
MONTHS_OF = {"month": 1, "year": 12}
EMPTY = {
    "ordinary pay": "is empty: give the pay of the pay period, or say in column 'reduced by leave' that it is reduced",
    "weekly hours": "is empty, and pay has no hourly rate without it: give the working hours of a week",
}


def _at(table: InputTable, row: int | None, column: str, message: str) -> Problem:
    return Problem(message, sheet=table.sheet, table=table.name, row=row, column=column)


# --- the report ----------------------------------------------------------------------------------------------------


def _reports(inputs: Inputs) -> Iterator[Problem]:
    """One report, on their snapshot date."""
    given = inputs.rows_of(REPORT.name)
    if not given:
        message = "has no rows: give the snapshot date and the regulations"
        yield Problem(message, sheet=REPORT.sheet, table=REPORT.name)
    for row in given[1:]:
        message = f"is a second report; the first is in row {given[0].row}: keep one, and a workbook for each other day"
        yield _at(REPORT, row.row, "snapshot date", message)
    for row in inputs.readable_rows(REPORT.name):
        yield from _of_report(row)


def _of_report(row: PayGapReportRow) -> Iterator[Problem]:
    right = _right_day(row)
    if row.snapshot_date != right:
        message = (
            f"{date_text(row.snapshot_date)} is not the snapshot date of {row.regulations}: give {date_text(right)}"
        )
        yield _at(REPORT, row.row, "snapshot date", message)
    elif row.snapshot_date.year < 2017:
        message = f"{date_text(row.snapshot_date)} is before the regulations: the first snapshot dates are of 2017"
        yield _at(REPORT, row.row, "snapshot date", message)
    if row.decimals > 1:
        yield _at(REPORT, row.row, "decimals", f"{row.decimals} is out of range: give 0 or 1")
    if row.least_people is not None and row.least_people < 1:
        yield _at(REPORT, row.row, "least people", "is 0: give 1 to withhold nothing, or more")


def _right_day(row: PayGapReportRow) -> date:
    """The snapshot date that the regulations have in the year that is given."""
    month, day = SNAPSHOT[row.regulations == ENGLAND]
    return date(row.snapshot_date.year, month, day)


def _nobody(inputs: Inputs) -> Iterator[Problem]:
    """Somebody is employed, and paid by periods."""
    for table, what in ((PAY, "the people employed on the snapshot date"), (PERIODS_OF_PAY, "the pay periods")):
        if not inputs.rows_of(table.name):
            yield Problem(f"has no rows: give {what}", sheet=table.sheet, table=table.name)


# --- pay periods ---------------------------------------------------------------------------------------------------


def _periods(inputs: Inputs) -> Iterator[Problem]:
    """Each pay period is as long as it says, and the snapshot date is in it."""
    given: Sequence[PayGapReportRow] = inputs.readable_rows(REPORT.name)
    reports = [each for each in given if each.snapshot_date == _right_day(each)]  # another is a problem of its own
    for row in inputs.readable_rows(PERIODS_OF_PAY.name):
        last = _last_day(row)
        if row.last_day != last:
            message = (
                f"{date_text(row.last_day)} does not make one {row.length} from {date_text(row.first_day)}: that ends "
                f"on {date_text(last)}. Give the days of a whole pay period"
            )
            yield _at(PERIODS_OF_PAY, row.row, "last day", message)
        elif reports and not row.first_day <= reports[0].snapshot_date <= row.last_day:
            message = (
                f"the snapshot date, {date_text(reports[0].snapshot_date)}, is not in the pay period from "
                f"{date_text(row.first_day)} to {date_text(row.last_day)}: give the pay period that it falls in"
            )
            yield _at(PERIODS_OF_PAY, row.row, "first day", message)


def _last_day(row: PayGapPeriodRow) -> date:
    if row.length in DAYS_OF:
        return row.first_day + timedelta(days=DAYS_OF[row.length] - 1)
    return months_after(row.first_day, MONTHS_OF[row.length]) - timedelta(days=1)


# --- pay -----------------------------------------------------------------------------------------------------------


def _pays(inputs: Inputs) -> Iterator[Problem]:
    """Each person has a whole pay period's pay, or is out because of leave or as a partner."""
    periods = inputs.rows_of(PERIODS_OF_PAY.name)
    for row in inputs.readable_rows(PAY.name):
        period = period_of(inputs, row)
        if period is None and not row.pay_period and len(periods) > 1:
            message = f"is empty, and there are {counted(len(periods), 'pay period')}: name the person's"
            yield _at(PAY, row.row, "pay period", message)
        if row.partner:
            continue
        if not row.reduced_by_leave and period is not None:
            yield from _not_whole(row, period)
        if row.of_other_periods > (row.ordinary_pay or 0):
            message = "is more than the ordinary pay: give what of that belongs to another pay period"
            yield _at(PAY, row.row, "of other periods", message)


def _full_pay(inputs: Inputs) -> Iterator[Problem]:
    """Whoever is on full pay has pay and hours; what is empty in many rows is said once."""
    rows: Sequence[PayGapPayRow] = inputs.readable_rows(PAY.name)
    on_full_pay = [row for row in rows if not row.partner and not row.reduced_by_leave]
    without = {
        "ordinary pay": [row.row for row in on_full_pay if row.ordinary_pay is None],
        "weekly hours": [row.row for row in on_full_pay if row.weekly_hours is None],
    }
    for column, empty in without.items():
        if empty:
            yield _at(PAY, empty[0], column, rows_told(EMPTY[column], empty))


def _not_whole(row: PayGapPayRow, period: PayGapPeriodRow) -> Iterator[Problem]:
    """Pay that is not of the whole pay period is not brought up to one."""
    first, last = row.paid_from or period.first_day, row.paid_to or period.last_day
    if first > last:
        yield _at(PAY, row.row, "paid to", f"{date_text(last)} is before {date_text(first)}: check both days")
    elif first > period.first_day or last < period.last_day:
        message = (
            f"the pay is of {date_text(first)} to {date_text(last)}, which is not the full pay period from "
            f"{date_text(period.first_day)} to {date_text(period.last_day)}: give a full pay period's pay and empty "
            "this, or say in column 'reduced by leave' that it was leave"
        )
        yield _at(PAY, row.row, "paid from" if first > period.first_day else "paid to", message)


def _bonuses(inputs: Inputs) -> Iterator[Problem]:
    """Each bonus has a day on which it was paid."""
    undated = [row.row for row in inputs.readable_rows(BONUSES.name) if row.paid_on is None]
    if undated:
        message = "is empty: give the day, since a bonus counts where it was paid in the twelve months"
        yield _at(BONUSES, undated[0], "paid on", rows_told(message, undated))
    for row in inputs.readable_rows(BONUSES.name):
        if not row.amount:
            yield _at(BONUSES, row.row, "amount", "is £0: give what was paid, or take the row out")


PROBLEMS: Problems = (_reports, _nobody, _periods, _full_pay, _pays, _bonuses)
