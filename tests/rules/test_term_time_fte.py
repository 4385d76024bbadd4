"""The FTE of posts for part of the year: as bodies print it, as a cell, a column and a formula, and what is refused."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

import payband
from payband.errors import PaybandError, WrongInput
from payband.forms import Cell
from payband.library import WorkingTime, working_time
from payband.rules.pay.term_time import (
    UNIT,
    annualised_share,
    fte_of_weeks,
    paid_weeks_rounded,
    term_time_share,
    weeks_of_year,
)

PENNY = Decimal("0.01")


def in_pence(amount: Decimal) -> Decimal:
    return amount.quantize(PENNY, ROUND_HALF_UP)


# Arguments, the full-time salary, what is printed and of how much of a year it is, where
PRINTED = [
    ((22.5, "52.143", None, "Lancashire"), 24_000, "14594.59", 1, "Lancashire CC, understanding your pay"),
    ((22.5, "52.143", None, "Lancashire"), 24_000, "1216.22", 12, "Lancashire CC, the same by the month"),
    ((22.5, 38, 35, "Lancashire"), 24_000, "1023.72", 12, "Lancashire CC: 38 weeks, 25 + 10 days"),
    ((37, "43.128", None, "Aspire"), 20_000, "16543.15", 1, "Aspire Academy Trust: it prints whole pounds, 16,543"),
]


@pytest.mark.parametrize(("arguments", "salary", "printed", "parts", "source"), PRINTED)
def test_pay_that_bodies_print(arguments: Any, salary: int, printed: str, parts: int, source: str) -> None:
    fte = payband.term_time_fte(*arguments)
    assert in_pence(fte * salary / parts) == Decimal(printed), source


def test_lancashires_paid_weeks_are_rounded_before_they_are_paid() -> None:
    """Unrounded, the month is £1,023.77 and not the £1,023.72 that it prints."""
    assert paid_weeks_rounded(38 * UNIT, 35 * UNIT, 52_143, 1_000, 100) == 4_389
    share = weeks_of_year(38, 35, 52_143, 1_000)
    exact = Fraction(24_000, 12) * Fraction(225, 370) * Fraction(share.above, share.below)
    assert f"{float(exact):.2f}" == "1023.77"


def test_the_multiplier_of_a_36_hour_week() -> None:
    """hrmis.online prints 86.3924% for 39 weeks and 27 + 8 days, of 1,877.1429 hours a year less 252 of leave."""
    fte = payband.term_time_fte(36, 39, 35, full_time_hours=36)
    assert fte == Decimal("0.8639241")
    assert f"{fte:.6f}" == "0.863924"
    assert [f"{36 * 365 / 7 - leave:.4f}" for leave in (0, 36 * 7)] == ["1877.1429", "1625.1429"]


def test_lancashires_other_divisor() -> None:
    """31 + 10 days are 8.2 weeks, and it divides by 43.94: the whole year's 52.143 less these, which is 43.943."""
    assert float(weeks_of_year(1, 41, 52_143, 1_000).below) / 5_000 == pytest.approx(43.943)


def share_of(policy: WorkingTime, hours: Fraction, full: Fraction, weeks: Fraction, leave: Fraction) -> Fraction:
    """The same in the tests' own exact arithmetic, before it is brought to seven decimals."""
    paid = weeks * policy.year_weeks / (policy.year_weeks - leave / 5)
    if policy.paid_weeks_decimals is not None and leave:
        scale = 10**policy.paid_weeks_decimals
        paid = Fraction((paid * scale + Fraction(1, 2)).__floor__(), scale)
    return min(hours / full * paid / policy.year_weeks, Fraction(1))


def random_post(rng: random.Random) -> tuple[Fraction, Fraction, Fraction]:
    hours = Fraction(rng.randrange(1, 37 * UNIT + 1), UNIT)
    weeks = Fraction(rng.randrange(UNIT, 44 * UNIT), UNIT)
    return hours, weeks, Fraction(rng.choice(["0", "33", "35", "35.5", "41"]))


@pytest.mark.parametrize("method", ["Green Book Part 4.12", "Lancashire"])
def test_a_cell_a_column_and_a_formula_are_the_rule(method: str) -> None:
    rng = random.Random(412)
    posts = [random_post(rng) for _ in range(300)]
    policy = working_time(method)
    hours, weeks, leave = ([Decimal(post[at].numerator) / post[at].denominator for post in posts] for at in range(3))
    cells = [payband.term_time_fte(*row, method=method) for row in zip(hours, weeks, leave, strict=True)]
    assert payband.term_time_fte(hours, weeks, leave, method) == cells
    for post, cell in zip(posts, cells, strict=True):
        exact = share_of(policy, post[0], Fraction(37), post[1], post[2]) * 10_000_000
        assert cell * 10_000_000 == (exact + Fraction(1, 2)).__floor__()
    share = weeks_of_year(Cell("C1"), Cell("D1"), 365, 7, UNIT)
    formula = "MIN(INT((2*A1*C1*35*10000000+B1*(18250000-D1*7))/(2*B1*(18250000-D1*7))),10000000)"
    assert str(fte_of_weeks(Cell("A1"), Cell("B1"), share)) == formula


def test_the_share_that_a_review_counts_is_the_same() -> None:
    for weeks, leave in ((39, 35), (38, 41), (44, None), (12, 33)):
        exact = term_time_share(Fraction(30, 37), Fraction(weeks), None if leave is None else Fraction(leave))
        assert payband.term_time_fte(30, weeks, leave) == round(Decimal(exact.numerator) / exact.denominator, 7)


def test_annualised_hours_are_of_those_of_full_time() -> None:
    assert annualised_share(Fraction(1_443), Fraction(1_924)) == Fraction(3, 4)
    assert annualised_share(Fraction(2_000), Fraction(1_924)) == 1


def test_leave_is_in_the_ratio_to_work_of_an_all_year_post() -> None:
    """What Part 4.12 asks for: paid weeks less weeks worked, over weeks worked, is L / (Y - L) for any weeks."""
    for weeks in (10, 38, 39, 45):
        share = weeks_of_year(weeks, 35, 365, 7)
        paid = Fraction(share.above, share.below) * Fraction(365, 7)
        assert (paid - weeks) / weeks == 7 / (Fraction(365, 7) - 7)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((37, "52.144"), "52.144 weeks are more than a year has"),
        ((37, 39, 35, "Green Book"), "'Green Book' says nothing of posts for part of the year"),
        ((37, 39, 35, "Aspire"), "the weeks of 'Aspire' are weeks paid"),
        ((0, 39, 35), "the hours are 0"),
        (("-1", 39, 35), "hours is -1: give a number from 0"),
        ((37, "39.00001", 35), "weeks is 39.00001: give at most four decimals"),
        ((37, "term", 35), "weeks is 'term': give a number"),
        ((37, 39, 300), "39 weeks worked and 300 days of leave are more than a year has"),
        ((37, 39, 35, "", 36), "37 hours a week are more than the 36 of full time"),
    ],
)
def test_what_is_refused(arguments: tuple[Any, ...], said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        payband.term_time_fte(*arguments)


def test_an_explanation_names_weeks_year_and_source() -> None:
    steps = {row["step"]: row for row in payband.explain("TERMTIMEFTE", 22.5, 38, 35, "Lancashire").records()}
    assert steps["paid weeks"]["value"] == "43.8900"
    assert "38 weeks worked x 52.143 / (52.143 - 35/5), to 2 decimals" in str(steps["paid weeks"])
    assert "Lancashire County Council, understanding your pay" in str(steps["working time, Lancashire"])


def test_a_bodys_own_method_comes_first(tmp_path: Any) -> None:
    folder = tmp_path / "policies" / "ours"
    folder.mkdir(parents=True)
    (folder / "working_time.csv").write_text(
        "effective_from,effective_to,body,policy,full_time_hours,year_weeks,leave,paid_weeks_decimals,status,source\n"
        "2024-04-01,2025-03-31,Ours,Ours,36,52,in the ratio of the whole year,1,confirmed,our policy\n"
    )
    with payband.using_data(str(tmp_path)):
        assert payband.term_time_fte(36, 39, 35, "ours") == Decimal("0.8673077")  # 45.1 of 52 weeks
        with pytest.raises(PaybandError, match="known to 31 March 2025 only"):
            payband.term_time_fte(36, 39, 35, "ours", None, "01/04/2025")
