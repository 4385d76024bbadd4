"""Awards that are paid late: what is owed by month, and NI, pension and levy as on the day it is paid."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import payband
from payband import library
from payband.calendar import days_in_month
from payband.data_schema import check_folder
from payband.errors import PaybandError, UnknownFigure, WrongInput
from payband.rules.cost.arrears import arrears_by_month, arrears_of, ni_of_arrears
from payband.rules.pay.salary_months import PART_MONTHS, pay_between

PENNY = Decimal("0.01")


def of(*given: Any, **terms: Any) -> dict[str, Any]:
    [row] = payband.arrears(*given, **terms).records()
    return row


def test_ni_is_on_the_months_pay_and_the_arrears_together() -> None:
    """HMRC NIM02065: pay of £1,800 and arrears of £1,000 are assessed as £2,800. The NI, £357.45 of which £150.00 is of
    the arrears, is worked out with the figures of 2025-26 and not printed."""
    paid_on = date(2025, 11, 28)
    assert payband.employer_ni(2_800, paid_on) == Decimal("357.45")
    assert ni_of_arrears(180_000, 100_000, paid_on) == 15_000


def test_a_teachers_back_dated_rise() -> None:
    """Teachers' Pensions, tiered contributions, Jesse: £41,500, a rise of £2,400 from September paid in November 2015.
    It prints £200 a month, £3,658.33 from then on, £400 of arrears and £4,058.33 in the month, and 12 x £3,658.33 as
    £43,900: here the twelve pays make £43,900, so every third, November's too, has a penny more. The employer's rate of
    the day, 16.48%, is of the arrears too (Teachers' Pensions, September 2015)."""
    found = of(41_500, 43_900, "01/09/2015", "30/11/2015", pension="Teachers' Pension Scheme")
    assert [pence for _, pence in arrears_by_month(4_150_000, 4_390_000, date(2015, 9, 1), date(2015, 10, 31))] == [
        20_000,
        20_000,
    ]
    first, november = (pay_between(4_390_000, date(2015, month, 1), date(2015, month, 30)) for month in (4, 11))
    assert (first, november) == (365_833, 365_834)
    assert found["arrears"] == 400
    assert Decimal(first) / 100 + found["arrears"] == Decimal("4058.33")
    assert round(Decimal("3658.33") * 12) == 43_900
    assert found["pension"] == Decimal("400") * Decimal("0.1648")


def test_a_teachers_plain_month() -> None:
    """The same questions: £3,000 a month is £36,000 a year, and 9.6% of the month is £288.00."""
    assert payband.on_costs(36_000, "2025-26", "9.6%") - payband.on_costs(36_000, "2025-26", 0) == 288 * 12


def test_leavers_are_on_a_weeks_threshold_also_when_they_were_paid_by_the_month() -> None:
    """NIM08410. Up to £96 in 2025-26 bears no employer's NI; above it 15% of what is over £96, not over £417."""
    for arrears, expected in ((9_600, 0), (9_700, 15), (50_000, 6_060)):
        assert ni_of_arrears(0, arrears, date(2025, 11, 28), after_leaving=True) == expected
    gone = of(36_000, 37_080, "01/04/2025", "28/11/2025", 0, left_on="31/10/2025")
    there = of(36_000, 37_080, "01/04/2025", "28/11/2025", 0, left_on="30/11/2025")
    assert gone["arrears"] == there["arrears"] == 630
    assert (gone["NI"], there["NI"]) == (Decimal("80.10"), Decimal("94.50"))


def test_the_rates_are_those_of_the_day_paid_also_for_an_earlier_tax_year() -> None:
    """NIM08312: of an award of 2024-25 paid in May 2025 NI is 15% and not 13.8%."""
    found = of(36_000, 37_080, "01/04/2024", "31/05/2025", 0)
    assert found["arrears"] == 90 * 13
    assert found["NI"] == payband.employer_ni(3_090 + 1_170, "31/05/2025") - payband.employer_ni(3_090, "31/05/2025")


def by_hand(salary: Decimal, first: date, last: date) -> Decimal:
    """The tests' own arithmetic, month by month: a twelfth in whole pence to date, a part of it by calendar days."""
    total, month = Decimal(0), first.replace(day=1)
    while month <= last:
        length = days_in_month(month)
        end = month.replace(day=length)
        number = (month.month - 4) % 12 + 1
        paid = [(salary * each / 12).quantize(PENNY, ROUND_HALF_UP) for each in (number - 1, number)]
        days = (min(end, last) - max(month, first)).days + 1
        total += ((paid[1] - paid[0]) * days / length).quantize(PENNY, ROUND_HALF_UP)
        month = end + timedelta(days=1)
    return total


def random_award(rng: random.Random) -> tuple[int, int, date, date]:
    before = rng.randrange(1_500_000, 9_000_000)
    after = before + rng.randrange(0, before // 10)
    first = date(2023, 4, 1) + timedelta(days=rng.randrange(0, 700))
    return before, after, first, first + timedelta(days=rng.randrange(0, 500))


@pytest.mark.parametrize("by", PART_MONTHS)
def test_arrears_are_the_difference_of_the_two_spines_and_the_sum_of_their_months(by: str) -> None:
    rng = random.Random(2_065)
    for _ in range(200):
        before, after, first, last = random_award(rng)
        owed = arrears_of(before, after, first, last, by)
        assert owed == pay_between(after, first, last, by) - pay_between(before, first, last, by)
        assert owed == sum(pence for _, pence in arrears_by_month(before, after, first, last, by))
        if by == PART_MONTHS[0]:
            salaries = [Decimal(each) / 100 for each in (before, after)]
            assert Decimal(owed) / 100 == by_hand(salaries[1], first, last) - by_hand(salaries[0], first, last)


def test_a_row_of_a_column_is_a_cell_and_the_total_its_parts() -> None:
    rng = random.Random(8_410)
    awards = [random_award(rng) for _ in range(100)]
    before, after = (
        [Decimal(pence) / 100 for pence in each] for each in zip(*(award[:2] for award in awards), strict=True)
    )
    first, paid = [award[2] for award in awards], [award[3] for award in awards]
    rows = payband.arrears(before, after, first, paid, "19.5%", levy="yes").records()
    for at, row in enumerate(rows):
        assert row == of(before[at], after[at], first[at], paid[at], "19.5%", levy="yes")
        assert row["total"] == row["arrears"] + row["NI"] + row["pension"] + row["levy"]
        month_start = paid[at].replace(day=1)
        owed = by_hand(after[at], first[at], month_start - timedelta(days=1)) - by_hand(
            before[at], first[at], month_start - timedelta(days=1)
        )
        assert row["arrears"] == owed
        exact = Fraction(owed) * Fraction(195, 1_000)
        assert row["pension"] == Decimal((exact * 100 + Fraction(1, 2)).__floor__()) / 100


def test_who_leaves_in_the_month_of_payment_has_their_last_pay_with_it() -> None:
    found = of(36_000, 37_080, "01/04/2025", "28/11/2025", 0, left_on="15/11/2025")
    pay = Decimal(3_090) * 15 / 30
    assert found["arrears"] == 630
    assert found["NI"] == payband.employer_ni(pay + 630, "28/11/2025") - payband.employer_ni(pay, "28/11/2025")


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"paid_on": "31/03/2025"}, "it is paid on 31 March 2025, before it is due from 1 April 2025"),
        ({"salary_after": 35_000}, r"the salary falls from £36,000\.00 to £35,000\.00"),
        ({"left_on": "01/03/2025"}, "the person left on 1 March 2025, before the award is effective"),
        ({"pension": None}, r"ARREARS needs pension \(a rate such as 19\.5%, or a scheme's name\)"),
        ({"pension": "19,5"}, "pension is '19,5'"),
        ({"part_months": "1/366"}, "is '1/366'"),
    ],
)
def test_what_is_refused(terms: dict[str, Any], said: str) -> None:
    given = {
        "salary_before": 36_000, "salary_after": 37_080, "effective_from": "01/04/2025", "paid_on": "30/11/2025",
        "pension": 0.195,
    }  # fmt: skip
    with pytest.raises(PaybandError, match=said) as raised:
        payband.arrears(**{**given, **terms})
    assert isinstance(raised.value, WrongInput) or "1/366" in said


@pytest.mark.parametrize(
    ("scheme", "said"),
    [
        ("Local Government Pension Scheme", "differ from employer to employer: give the rate of yours"),
        (
            "NHS Pension Scheme",
            r"is not known: ask it and give the rate, or add its rule to data/pensions/arrears\.csv",
        ),
        (
            "Civil Service pension schemes",
            "which rate the Civil Service pension schemes takes of pay that is paid late",
        ),
        ("Teachers' Pension Scheme", r"is known to 31 March 2025 only: add a row to data/pensions/employer_rates\.csv"),
        ("LGPS", "is not a pension scheme in the library"),
    ],
)
def test_a_scheme_whose_rule_is_not_known_is_asked_for(scheme: str, said: str) -> None:
    with pytest.raises(PaybandError, match=said):
        payband.arrears(36_000, 37_080, "01/04/2025", "30/11/2025", scheme)


def test_a_body_adds_the_rule_of_its_scheme(tmp_path: Path) -> None:
    (tmp_path / "pensions").mkdir()
    (tmp_path / "pensions" / "arrears.csv").write_text(
        "effective_from,effective_to,scheme,rate_of,status,source\n"
        "2025-04-01,2026-03-31,NHS Pension Scheme,day paid,single source,a letter of the scheme\n"
    )
    assert check_folder(tmp_path) == []
    with library.using_data(str(tmp_path)):
        found = of(36_000, 37_080, "01/04/2025", "30/11/2025", pension="NHS Pension Scheme")
        assert found["pension"] == Decimal("149.81")  # 23.78% of £630, half a penny up
        with pytest.raises(UnknownFigure, match="the rule of the NHS Pension Scheme for pay that is paid late"):
            of(36_000, 37_080, "01/04/2025", "30/11/2026", pension="NHS Pension Scheme")


def test_an_explanation_lists_the_months_and_names_the_schemes_rule() -> None:
    shown = str(payband.explain("ARREARS", 41_500, 43_900, "01/09/2015", "30/11/2015", "Teachers' Pension Scheme"))
    for said in ("arrears of September 2015", "arrears of October 2015", "3,658.34", "the rate of the day paid"):
        assert said in shown
    assert "arrears of November 2015" not in shown
    gone = str(payband.explain("ARREARS", 36_000, 37_080, "01/04/2025", "30/11/2025", 0, "A", "no", "31/08/2025"))
    assert "of one week" in gone
