"""A payroll and an approved budget of the worked district, in costs that are worked out one by one from the rates."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

PENNY = Decimal("0.01")
# Employer's NI of 2026-27: 15% above £5,000 a year, by the month £417 (HMRC, rates and thresholds for employers).
THRESHOLD, NI, PENSION, LEVY = Decimal(417), Decimal("0.15"), Decimal("0.201"), Decimal("0.005")


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(PENNY, ROUND_HALF_UP)


def cost(salary: Decimal | int, fte: Decimal | int = 1) -> Decimal:
    """Pay and on-costs of a year: NI by the month, each to the penny with its tenth of a penny 0 to 5 down."""
    annual = rounded(Decimal(salary) * Decimal(fte))
    paid = Decimal(0)
    ni = Decimal(0)
    for month in range(1, 13):
        until = rounded(annual * month / 12)
        pay, paid = until - paid, until
        tenths = int(max(pay - THRESHOLD, Decimal(0)) * NI * 1000)
        ni += Decimal((tenths + 4) // 10) / 100
    return annual + ni + rounded(annual * PENSION) + rounded(annual * LEVY)


def row(person: str, centre: str, salary: int, fte: Any = 1, **more: Any) -> dict[str, Any]:
    """A person of the payroll to the end of September, projected for the year."""
    year = cost(salary, Decimal(str(fte)))
    return {
        "person": person, "cost centre": centre, "salary": salary, "FTE": fte, "cost to date": rounded(year / 2),
        "projected": year, "paid to": "30/09/2026", **more,
    }  # fmt: skip
