"""The same answers worked out another way: in Decimal pounds, from the data files directly, with no code of payband's.

It is written to be read beside the published rules, not to be fast.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, localcontext
from functools import cache

from tests.run import TOP

NI = TOP / "payband" / "data" / "ni"
PENNY, TENTH_OF_PENNY = Decimal("0.01"), Decimal("0.001")
ZERO = Decimal(0)

# Which threshold an employer's NI starts at, by letter, where it is not the secondary threshold. To 5 April 2016 the
# letters I, K, M and Z were of under-21s, and D, E, L, I and K of contracted-out schemes.
UPPER_SECONDARY = set("HMVZ")
FREEPORT = set("FILS")
INVESTMENT_ZONE = set("NEKD")
END_OF_CONTRACTING_OUT = date(2016, 4, 5)


def half_up(amount: Decimal, unit: Decimal = PENNY) -> Decimal:
    """To the nearest unit, an exact half away from zero; every amount here is 0 or more."""
    return (amount / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit


def penny_by_third_decimal(amount: Decimal) -> Decimal:
    """All but three decimals cut off; then a third decimal of 0 to 5 goes down, of 6 to 9 up."""
    return amount.quantize(TENTH_OF_PENNY, rounding=ROUND_DOWN).quantize(PENNY, rounding=ROUND_HALF_DOWN)


# --- employer's NI -------------------------------------------------------------------------------------------------


@cache
def _file(name: str) -> list[dict[str, str]]:
    with open(NI / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def figure(file: str, key_column: str, key: str, value_column: str, on: date) -> Decimal:
    [value] = [
        row[value_column]
        for row in _file(file)
        if row[key_column] == key and row["effective_from"] <= on.isoformat() <= row["effective_to"]
    ]
    return Decimal(value)


def threshold(name: str, period: str, on: date) -> Decimal:
    return figure("thresholds.csv", "threshold", name, period.replace(" ", "_"), on)


def rate(name: str, on: date) -> Decimal:
    return figure("rates.csv", "rate", name, "basis_points", on) / 10_000


def starts_at(category: str, period: str, on: date) -> Decimal:
    if on <= END_OF_CONTRACTING_OUT:
        name = "upper_secondary_threshold" if category in "IKMZ" else "secondary_threshold"
    elif category in UPPER_SECONDARY:
        name = "upper_secondary_threshold"
    elif category in FREEPORT:
        name = "freeport_upper_secondary_threshold"
    elif category in INVESTMENT_ZONE:
        name = "investment_zone_upper_secondary_threshold"
    else:
        name = "secondary_threshold"
    return threshold(name, period, on)


class _Blended:
    """The days of 2022-23, whose rate changed within the year: an annual earnings period has one of its own."""

    def __contains__(self, on: date) -> bool:
        return date(2022, 4, 6) <= on <= date(2023, 4, 5)


BLENDED = _Blended()


def employer_ni_terms(category: str, period: str, on: date, contracted_out: bool) -> tuple[Decimal, ...]:
    out = contracted_out or (on <= END_OF_CONTRACTING_OUT and category in "DELIK")
    rebate = (
        (threshold("lower_earnings_limit", period, on), threshold("upper_accrual_point", period, on))
        if out
        else (ZERO, ZERO)
    )
    return (
        starts_at(category, period, on),
        threshold("upper_earnings_limit", period, on),
        ZERO if category == "X" else rate("employer_year" if period == "year" and on in BLENDED else "employer", on),
        *rebate,
        rate("contracted_out_rebate", on) if out else ZERO,
    )


def employer_ni_of(pay: Decimal, terms: tuple[Decimal, ...]) -> Decimal:
    start, limit, percent, lower, accrual, rebate = terms
    to_limit = penny_by_third_decimal((min(pay, limit) - start) * percent) if pay > start else ZERO
    above = penny_by_third_decimal((pay - limit) * percent) if pay > limit else ZERO
    off = penny_by_third_decimal((min(pay, accrual) - lower) * rebate) if pay > lower else ZERO
    return to_limit + above - off


def employer_ni(
    pay: Decimal, on: date, category: str = "A", period: str = "month", contracted_out: bool = False
) -> Decimal:
    return employer_ni_of(pay, employer_ni_terms(category, period, on, contracted_out))


# --- salaries in months --------------------------------------------------------------------------------------------


def financial_year(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def month_ends(start: int) -> list[date]:
    """The last days of April to March of the financial year that starts in a year."""
    ends = []
    for month in (*range(4, 13), 1, 2, 3):
        year = start if month >= 4 else start + 1
        ends.append(date(year, month, monthrange(year, month)[1]))
    return ends


def pay_of_month(annual: Decimal, day: date) -> Decimal:
    """What a month pays: what has been paid by its end less what had been paid by its start."""
    gone = (day.month - 4) % 12
    with localcontext() as context:
        context.prec = 60
        return half_up(annual * (gone + 1) / 12) - half_up(annual * gone / 12)


def on_costs(
    annual: Decimal, start: int, pension: Decimal, category: str = "A", contracted_out: bool = False
) -> Decimal:
    ni = sum(
        (employer_ni(pay_of_month(annual, day), day, category, "month", contracted_out) for day in month_ends(start)),
        ZERO,
    )
    return ni + half_up(annual * pension)


# --- protection ----------------------------------------------------------------------------------------------------


def protected_months(starts_on: date, ends_on: date) -> Iterator[tuple[date, date]]:
    first = starts_on
    while first <= ends_on:
        last = min(ends_on, date(first.year, first.month, monthrange(first.year, first.month)[1]))
        yield first, last
        first = last + timedelta(days=1)


def protection_by_month(difference: Decimal, starts_on: date, ends_on: date) -> dict[tuple[int, int], Decimal]:
    """What each calendar month costs: its pay of the difference, or the share of its days, to the penny."""
    costs = {}
    for first, last in protected_months(starts_on, ends_on):
        whole = pay_of_month(difference, first)
        of_days = monthrange(first.year, first.month)[1]
        days = (last - first).days + 1
        costs[first.year, first.month] = whole if days == of_days else half_up(whole * days / of_days)
    return costs


def protection_by_year(difference: Decimal, starts_on: date, ends_on: date) -> dict[int, Decimal]:
    years: dict[int, Decimal] = {}
    for (year, month), cost in protection_by_month(difference, starts_on, ends_on).items():
        start = financial_year(date(year, month, 1))
        years[start] = years.get(start, ZERO) + cost
    return years


# --- slotting and awards -------------------------------------------------------------------------------------------


def slot(salary: Decimal, salaries: Sequence[Decimal], rule: str, tie: str) -> int:
    """The place of the point, among salaries that rise, that a salary is slotted to."""
    top = len(salaries) - 1
    if rule == "bottom" or salary <= salaries[0]:
        return 0
    if salary >= salaries[-1]:
        return top
    below = bisect_right(salaries, salary) - 1
    if salaries[below] == salary or rule == "next below":
        return below
    if rule == "next above":
        return below + 1
    distances = (salary - salaries[below], salaries[below + 1] - salary)
    if distances[0] == distances[1]:
        return below + 1 if tie == "higher" else below
    return below if distances[0] < distances[1] else below + 1


def after_award(salary: Decimal, percent: Decimal, flat: Decimal, unit: Decimal, at_least: Decimal) -> Decimal:
    """The salary, the award and one rounding at the end."""
    with localcontext() as context:
        context.prec = 60
        return half_up(salary + max(salary * percent + flat, at_least), unit or PENNY)


# --- several posts of one person -----------------------------------------------------------------------------------


def shared(amount: Decimal, pays: Sequence[Decimal]) -> list[Decimal]:
    """An amount by pay: whole pence, the odd ones to the shares that were cut by the most, the first of equal ones."""
    exact = [amount * pay / sum(pays) for pay in pays]
    found = [each.quantize(PENNY, rounding=ROUND_FLOOR) for each in exact]
    left = int((amount - sum(found)) / PENNY)
    for place in sorted(range(len(pays)), key=lambda at: (found[at] - exact[at], at))[:left]:
        found[place] += PENNY
    return found


def ni_of_months(annual: Decimal, months: Sequence[date], category: str = "A") -> Decimal:
    """NI on a yearly pay over some months, by their last days, to the penny each month."""
    return sum((employer_ni(pay_of_month(annual, day), day, category, "month") for day in months), ZERO)


def ni_of_posts(pays: Sequence[Decimal], months: Sequence[date], category: str = "A") -> list[Decimal]:
    """What each of one person's posts bears over some months of the NI on the sum of their yearly pays."""
    return shared(ni_of_months(sum(pays, ZERO), months, category), pays)
