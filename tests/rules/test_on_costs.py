"""On-costs and the levy over financial years: the months they are made of, the components, what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import payband
from payband.calendar import FinancialYear
from payband.rules.pay.salary_months import pay_in_month, pay_in_months, pay_in_part_month


def test_a_year_is_its_twelve_months() -> None:
    """2022-23: seven pay dates at 15.05% (HMRC NIM01610) and five at 13.8%."""
    months = [payband.employer_ni(3000, day) for day in ("31/10/2022", "30/11/2022")]
    assert months == [Decimal("337.42"), Decimal("309.40")]
    assert payband.on_costs(36_000, "2022-23", 0) == 7 * months[0] + 5 * months[1]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # £36,000 a year is £3,000 a month: 387.45 (HMRC NIM12031) x 12 = 4,649.40
        ((36_000, "2025-26", "0%"), "4649.40"),
        ((36_000, "2025-26", "19.5%"), "11669.40"),
        ((36_000, "2025-26", 0.195, "A", "no", "yes"), "11849.40"),  # and 0.5% levy, £180
        ((36_000, "2025-26", 0.195, "A", "no", "yes", "2%"), "12569.40"),  # and 2% other, £720
        ((36_000, "2025-26", "19.5%", "H"), "7020.00"),
        ((36_000, "2025-26", "19.5%", "X"), "7020.00"),
        # 2011-12: (3,000 - 589) x 13.8% = 332.718 -> 332.72 a month; rebate (3,000 - 442) x 3.7% = 94.646 -> 94.65
        ((36_000, "2011-12", 0), "3992.64"),
        ((36_000, "2011-12", 0, "A", "yes"), "2856.84"),
        ((36_000, "2011-12", 0, "D"), "2856.84"),
    ],
)
def test_on_costs(arguments: tuple[Any, ...], expected: str) -> None:
    assert payband.on_costs(*arguments) == Decimal(expected)
    assert payband.employer_cost(*arguments) == Decimal(expected) + 36_000


def test_the_components_add_up_and_name_their_sources() -> None:
    table = payband.on_cost_table(36_000, "2022-23", "19.5%", "A", "no", "yes", "2%")
    assert table.column("component") == ["Employer NI", "Employer pension", "Apprenticeship levy", "Other", "On-costs"]
    *parts, total = table.column("£ a year")
    assert sum(parts) == total == payband.on_costs(36_000, "2022-23", "19.5%", "A", "no", "yes", "2%")
    assert parts[1:] == [Decimal("7020.00"), Decimal("180.00"), Decimal("720.00")]
    ni, pension, levy, other, _ = table.rows
    assert "15.05%" in ni[3]
    assert "13.8%" in ni[3]
    assert "HMRC, National Insurance Manual NIM01610" in ni[4]
    assert (pension[2], pension[3]) == (Decimal("0.1950"), "19.5%")
    assert (levy[3], levy[4]) == ("0.5%", "HMRC, Apprenticeship Levy Manual ALM09200")
    assert (other[2], other[4]) == (Decimal("0.0200"), "given")


def test_the_table_says_when_there_is_no_levy_and_when_contracted_out() -> None:
    table = payband.on_cost_table(36_000, "2011-12", "19.5%", contracted_out="yes")
    ni, _, levy, _, _ = table.rows
    assert "contracted-out rebate" in ni[3]
    assert (levy[1], levy[3], levy[4]) == (0, "not charged", "")


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (
            (36_000, "2008-09", 0),
            payband.UnknownFigure,
            r"30 April 2008 .* known from 6 April 2009 only.*data/ni/rates",
        ),
        ((36_000, "2027-28", 0), payband.UnknownFigure, r"30 April 2027 .* known to 5 April 2027 only.*data/ni/rates"),
        ((36_000, "2016-17", 0, "A", "no", "yes"), payband.UnknownFigure, r"6 April 2017 only.*data/levy/levy.csv"),
        ((36_000, "2016-17", 0, "A", "yes"), payband.WrongInput, "contracting out ended on 5 April 2016"),
        ((36_000, "2025-26", 19.5), payband.WrongInput, "1950%: write 19.5% or 0.195"),
        ((36_000, "2025-26", "19.555%"), payband.WrongInput, "two decimals of a percent"),
        ((0, "2025-26", 0), payband.WrongInput, "above £0"),
        ((36_000, "2025", 0), payband.WrongInput, "two years that follow each other"),
        ((36_000, "2025-27", 0), payband.WrongInput, "two years that follow each other"),
        ((36_000, "2025-26", None), payband.WrongInput, "needs pension rate"),
    ],
)
def test_what_is_refused(arguments: tuple[Any, ...], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        payband.on_costs(*arguments)


# --- levy ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pay_bill", "allowance", "expected"),
    [
        (0, None, "0"),
        ("0.99", None, "0"),  # 0.495p
        (1, None, "0.01"),  # half a penny goes up
        (250_000, 1_250, "0"),
        (250_200, 1_250, "1.00"),
        (100, 1_250, "0"),  # never below nothing
    ],
)
def test_levy(pay_bill: Any, allowance: Any, expected: str) -> None:
    assert payband.levy(pay_bill, "06/04/2017", allowance) == Decimal(expected)


@pytest.mark.parametrize(("day", "known"), [("2017-04-05", "from 6 April 2017"), ("2027-04-06", "to 5 April 2027")])
def test_levy_outside_its_dates(day: str, known: str) -> None:
    with pytest.raises(payband.UnknownFigure, match=known):
        payband.levy(100, day)


# --- salaries in months --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("annual", "expected"),
    [
        (1_200, [100] * 12),
        (1_000, [83, 84, 83] * 4),  # 83 1/3 each: 83, 167, 250 by the ends of the first three months
        (1, [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_months_of_a_salary(annual: int, expected: list[int]) -> None:
    months = [pay_in_month(annual, month) for month in range(1, 13)]
    assert months == expected
    assert sum(months) == pay_in_months(annual, 1, 12) == annual


def test_part_months_are_of_their_own_month() -> None:
    assert pay_in_part_month(1_200, 1, 15, 30) == 50
    assert pay_in_part_month(1_200, 11, 1, 28) == 4  # 3.57
    assert FinancialYear(2011).months[10].of_days == 29
