"""What payroll pays: by person and cost centre, to date and projected to the end of the financial year."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from payband.calendar import FinancialYear, date_text
from payband.errors import Problem
from payband.review.budget.problems import problem
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import horizon_years
from payband.review.parts.tables.budget import APPROVED, PAYROLL, PayrollRow
from payband.units import half_up, pounds_text

__all__ = ["PROBLEMS", "Paid", "paid_of", "year_of"]

AGENCY = "agency"


class Paid(NamedTuple):
    """What payroll pays somebody from a cost centre, pence: to date, in the whole year, and of that allowances."""

    person: str
    post: str
    cost_centre: str
    is_agency: bool
    salary: int | None
    fte: Fraction | None
    to_date: int
    projected: int
    allowances: int


def year_of(inputs: Inputs) -> FinancialYear:
    """The year that is reconciled: that of the payroll, or without one the first that the review looks at."""
    rows: Sequence[PayrollRow] = inputs.rows_of(PAYROLL.name)
    return FinancialYear.containing(rows[0].paid_to) if rows else horizon_years(inputs.settings)[0]


def paid_of(rows: Iterable[PayrollRow]) -> list[Paid]:
    """Each row of payroll, carried on to the end of its year where it is not projected."""
    found = []
    for row in sorted(rows, key=lambda row: row.paid_to):
        year = FinancialYear.containing(row.paid_to)
        first, last = _months(row, year)
        count, left = last - first + 1, 12 - last

        def whole_year(to_date: int, projected: int | None, count: int = count, left: int = left) -> int:
            return to_date + int(half_up(to_date * left, count)) if projected is None else projected

        found.append(
            Paid(
                row.person,
                row.post,
                row.cost_centre,
                row.kind == AGENCY,
                row.salary,
                row.fte,
                row.to_date,
                whole_year(row.to_date, row.projected),
                whole_year(row.allowances, row.allowances_projected),
            )
        )
    return found


def _months(row: PayrollRow, year: FinancialYear) -> tuple[int, int]:
    """The first and the last month of a row, April 1."""
    first = row.paid_from or year.starts_on
    return (first.month - 4) % 12 + 1, (row.paid_to.month - 4) % 12 + 1


# --- what must hold ------------------------------------------------------------------------------------------------


def _days(inputs: Inputs) -> Iterator[Problem]:
    """Payroll is of one year, which the review looks at, all rows to the same day."""
    rows: Sequence[PayrollRow] = inputs.readable_rows(PAYROLL.name)
    years = horizon_years(inputs.settings)
    for row in rows:
        year = FinancialYear.containing(row.paid_to)
        if year not in years:
            said = f"{date_text(row.paid_to)} lies in {year}, and the review looks at {years[0]} to {years[-1]}"
            yield problem(PAYROLL, row, "paid to", f"{said}: give the payroll of one of these years")
        elif row.paid_to != rows[0].paid_to and row.paid_from is None and not _follows(row, rows):
            said = f"{date_text(row.paid_to)}, and row {rows[0].row} is paid to {date_text(rows[0].paid_to)}"
            yield problem(PAYROLL, row, "paid to", f"{said}: give payroll to the same day in every row")


def _whole_months(inputs: Inputs) -> Iterator[Problem]:
    """Payroll is of whole months."""
    for row in inputs.readable_rows(PAYROLL.name):
        year = FinancialYear.containing(row.paid_to)
        if (row.paid_to + timedelta(days=1)).day != 1:
            yield problem(
                PAYROLL, row, "paid to", f"{date_text(row.paid_to)} is not the last day of a month: give that day"
            )
        if row.paid_from is not None and not year.starts_on <= row.paid_from <= row.paid_to:
            yield problem(
                PAYROLL, row, "paid from", f"{date_text(row.paid_from)} is not in {year} before it is paid to: mend it"
            )
        elif row.paid_from is not None and row.paid_from.day != 1:
            yield problem(
                PAYROLL, row, "paid from", f"{date_text(row.paid_from)} is not the first day of a month: give that day"
            )


def _follows(row: PayrollRow, rows: Sequence[PayrollRow]) -> bool:
    return any(each.paid_from is not None and each.person.casefold() == row.person.casefold() for each in rows)


def _overlaps(inputs: Inputs) -> Iterator[Problem]:
    """The same post is paid once for the same days."""
    periods: dict[tuple[str, str, str], list[tuple[date, date, int]]] = {}
    for row in inputs.readable_rows(PAYROLL.name):
        first = row.paid_from or FinancialYear.containing(row.paid_to).starts_on
        key = (row.person.casefold(), row.post.casefold(), row.cost_centre.casefold())
        for other_first, other_last, number in periods.get(key, ()):
            if first <= other_last and other_first <= row.paid_to:
                same = (first, row.paid_to) == (other_first, other_last)
                said = (
                    f"'{row.person}' is paid for the same days in row {number}: delete one of the two, or name in "
                    "column 'post' which post each is for"
                    if same
                    else f"the periods of '{row.person}' overlap: row {number} is paid from {date_text(other_first)} "
                    f"to {date_text(other_last)}; let each begin after the one before"
                )
                yield problem(PAYROLL, row, "person" if same else "paid from", said)
                break
        periods.setdefault(key, []).append((first, row.paid_to, row.row))


def _signs(inputs: Inputs) -> Iterator[Problem]:
    """Costs are above zero: a ledger that shows them below it is turned about."""
    said = (
        "is below £0, and a cost is above it: turn the signs if your ledger shows costs as negative, give a saving as "
        "a lower cost, and leave income out"
    )
    for row in inputs.readable_rows(APPROVED.name):
        if row.amount < 0:
            yield problem(APPROVED, row, "amount", f"{pounds_text(row.amount)} {said}")
    for row in inputs.readable_rows(PAYROLL.name):
        for column, pence in (
            ("cost to date", row.to_date),
            ("projected", row.projected),
            ("allowances to date", row.allowances),
            ("allowances projected", row.allowances_projected),
        ):
            if pence is not None and pence < 0:
                yield problem(PAYROLL, row, column, f"{pounds_text(pence)} {said}")


def _needed(inputs: Inputs) -> Iterator[Problem]:
    """An employee has a salary and an FTE; both are needed to tell why the cost differs."""
    for row in inputs.readable_rows(PAYROLL.name):
        for column, value in (("salary", row.salary), ("FTE", row.fte)):
            if row.kind != AGENCY and value is None:
                yield problem(PAYROLL, row, column, "is empty: give it, or write agency in column 'kind'")


def _parts_of_cost(inputs: Inputs) -> Iterator[Problem]:
    """What is projected holds what is paid, and the cost holds its allowances; agency has no salary."""
    for row in inputs.readable_rows(PAYROLL.name):
        if row.projected is not None and row.projected < row.to_date:
            said = (
                f"{pounds_text(row.projected)} is less than the cost to date, {pounds_text(row.to_date)}: give the "
                "whole year's cost, or empty it to carry the months so far on"
            )
            yield problem(PAYROLL, row, "projected", said)
        for column, pence, whole, of in (
            ("allowances to date", row.allowances, row.to_date, "cost to date"),
            ("allowances projected", row.allowances_projected, row.projected, "cost projected"),
        ):
            if pence is not None and whole is not None and pence > whole:
                said = f"{pounds_text(pence)} is more than the {of}, {pounds_text(whole)}, which holds it: mend one"
                yield problem(PAYROLL, row, column, said)
        if row.kind == AGENCY and (row.salary is not None or row.fte is not None):
            column = "salary" if row.salary is not None else "FTE"
            yield problem(PAYROLL, row, column, "is given, and kind is agency: empty it, or write employee")


_ON_COSTS_FROM = 1_000_000
"""Pence a year above which no employer is without on-costs: NI begins below it."""
_FAR_ABOVE = 4
"""How many times basic pay no cost is, with the dearest pension and NI."""


def _odd_pay(inputs: Inputs) -> Iterator[Problem]:
    """A cost far above basic pay has a month's salary; below it in every row, it is net; equal, it has no on-costs."""
    rows = [
        row for row in inputs.readable_rows(PAYROLL.name)
        if row.kind != AGENCY and row.salary is not None and row.fte is not None
    ]  # fmt: skip
    below, alike = [], []
    for row in rows:
        first, last = _months(row, FinancialYear.containing(row.paid_to))
        months = last - first + 1
        basic = int(half_up(row.salary * row.fte.numerator * months, row.fte.denominator * 12))
        if row.to_date - row.allowances > basic * _FAR_ABOVE:
            said = (
                f"{pounds_text(row.salary)} a year is {pounds_text(basic)} for these months, and "
                f"{pounds_text(row.to_date)} are paid: give the yearly full-time salary, not that of a month or week"
            )
            yield problem(PAYROLL, row, "salary", said)
        elif abs(row.to_date - row.allowances - basic) <= 100 * months:  # a pound a month is rounding
            alike.append((row, basic))
        elif row.to_date < basic:
            below.append((row, basic))
    if below and len(below) == len(rows):
        row, basic = below[0]
        said = (
            f"{pounds_text(row.to_date)} is less than the basic pay of these months, {pounds_text(basic)}, as in every "
            "row: this looks like net pay; give gross pay and the employer's on-costs"
        )
        yield problem(PAYROLL, row, "cost to date", said)
    has_on_costs = any(row.salary * row.fte > _ON_COSTS_FROM for row, _ in alike)
    if alike and len(alike) == len(rows) and has_on_costs:
        row, basic = alike[0]
        said = (
            f"{pounds_text(row.to_date)} is the basic pay of these months, as in every row: add the employer's "
            "on-costs (NI, pension, levy)"
        )
        yield problem(PAYROLL, row, "cost to date", said)


PROBLEMS = (_days, _whole_months, _overlaps, _signs, _needed, _parts_of_cost, _odd_pay)
