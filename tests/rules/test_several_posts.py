"""Several posts of one person: National Insurance on the sum of their pay, and each post's share of it."""

from __future__ import annotations

import random
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

import payband
from payband.calendar import FinancialYear
from payband.errors import WrongInput
from payband.rules.cost.several_posts import ni_of_posts_of_year
from payband.rules.shares import shared_among

PENNY = Decimal("0.01")


def of_posts(*given: Any, **terms: Any) -> list[dict[str, Any]]:
    return payband.ni_of_posts(*given, **terms).records()


# The pays of a week or month, the day, the period, the NI on their sum, the NI of the posts apart, where it is printed
PRINTED = [
    ([500, 400], "30/05/2025", "week", "120.60", "106.20", "HMRC NIM10067"),
    ([400], "30/05/2025", "week", "45.60", "45.60", "HMRC NIM10068, week 1: the weekly post alone is paid"),
    ([400, 2_500], "30/05/2025", "week", "420.60", "406.20", "NIM10068, with the month's pay: derived, not printed"),
    (
        [1_800, 1_000],
        "30/11/2025",
        "month",
        "357.45",
        "294.90",
        "NIM02065, arrears on top of pay: derived, not printed",
    ),
]


@pytest.mark.parametrize(("pays", "day", "period", "together", "apart", "source"), PRINTED)
def test_ni_is_on_the_sum(pays: list[int], day: str, period: str, together: str, apart: str, source: str) -> None:
    rows = of_posts([[pay] for pay in pays], day, period=period)
    assert sum(row["NI"] for row in rows) == Decimal(together) == payband.employer_ni(sum(pays), day, "A", period)
    assert sum(row["NI apart"] for row in rows) == Decimal(apart), source


def by_hand(salary: Decimal, month: int) -> Decimal:
    """A month's pay of a year, April being 1: what is paid by its end, less what was before, each to the penny."""
    paid = [(salary * each / 12).quantize(PENNY, ROUND_HALF_UP) for each in (month - 1, month)]
    return paid[1] - paid[0]


def test_two_posts_of_a_year() -> None:
    """Two posts of £6,393.51 in 2026-27: £1,167.48 a year, by hand month by month, and not the £416.88 of two posts."""
    salary = Decimal("6393.51")

    def ni(pay: Decimal) -> Decimal:
        return (max(pay - 417, Decimal(0)) * Decimal("0.15")).quantize(Decimal("0.001"), ROUND_DOWN)

    def to_the_penny(amount: Decimal) -> Decimal:
        return (amount - Decimal("0.001")).quantize(PENNY, ROUND_HALF_UP)  # a third decimal of 5 goes down

    together = sum(to_the_penny(ni(by_hand(salary * 2, month))) for month in range(1, 13))
    assert together == Decimal("1167.48")
    shares = ni_of_posts_of_year([639_351, 639_351], FinancialYear(2026))
    assert (sum(shares), shares) == (116_748, [58_374, 58_374])
    assert payband.on_costs(salary * 2, "2026-27", 0) == together
    assert payband.on_costs(salary, "2026-27", 0) * 2 == Decimal("416.88")


def test_shares_are_whole_pence_add_up_and_are_within_a_penny_of_their_part() -> None:
    rng = random.Random(10_067)
    for _ in range(500):
        pays = [rng.choice([0, rng.randrange(1, 900_000)]) for _ in range(rng.randrange(1, 7))]
        total = rng.randrange(0, 200_000) if any(pays) else 0
        shares = shared_among(total, pays)
        assert sum(shares) == total
        for pay, share in zip(pays, shares, strict=True):
            exact = Fraction(total * pay, sum(pays)) if pay else Fraction(0)
            assert exact.__floor__() <= share <= exact.__ceil__()
        if any(pays):  # nobody who was cut by less got a penny before one who was cut by more
            cut = [total * pay % sum(pays) for pay in pays]
            more = [share - total * pay // sum(pays) for pay, share in zip(pays, shares, strict=True)]
            with_penny = [each for each, given in zip(cut, more, strict=True) if given]
            without = [each for each, given in zip(cut, more, strict=True) if not given]
            assert min(with_penny, default=sum(pays)) >= max(without, default=0)


def test_of_equal_shares_the_first_has_the_odd_penny() -> None:
    assert shared_among(9_729, [53_279, 53_279]) == [4_865, 4_864]
    assert shared_among(11, [3, 1, 3]) == [5, 1, 5]


@pytest.mark.parametrize("letter", ["A", "M", "H"])
@pytest.mark.parametrize("period", ["week", "month", "year"])
def test_one_post_is_employers_ni_itself(letter: str, period: str) -> None:
    for pay in (0, 400, 5_000, 90_000):
        [row] = of_posts([["P1", pay]], "30/05/2025", letter, period)
        assert row["NI"] == row["NI apart"] == payband.employer_ni(pay, "30/05/2025", letter, period)


def test_the_sum_is_never_less_than_the_posts_apart() -> None:
    """One threshold and not one a post: adding up costs the employer more, or the same, but for odd pennies."""
    rng = random.Random(14)
    for _ in range(200):
        pays = [[rng.randrange(0, 400_000) / 100] for _ in range(rng.randrange(1, 5))]
        rows = of_posts(pays, "30/05/2025")
        pennies = PENNY * len(rows)
        assert sum(row["NI"] for row in rows) >= sum(row["NI apart"] for row in rows) - pennies


@pytest.mark.parametrize(
    ("posts", "said"),
    [
        ([["P1", 100], ["p1", 200]], "row 2: post p1 is given twice: add its pay up, or number the other"),
        ([["P1", 100], ["", 200]], "row 2: pay has no post number"),
        ([["P1", 100], ["P2", None]], "row 2: post P2 has no pay; write 0"),
        ([["P1", 100], ["P2", -5]], "row 2: the pay is -5"),
        ([["P1", 100], ["P2", "lots"]], "row 2: the pay is 'lots'"),
        ([["P1", 100, "week"], ["P2", 200, "month"]], "letter and pay period are one for all"),
        ([[500, 400]], "one row of two numbers: give the posts below each other"),
        ([[""], [None]], "NIOFPOSTS needs posts"),
    ],
)
def test_what_is_refused(posts: Any, said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        payband.ni_of_posts(posts, "30/05/2025")


def test_an_explanation_says_that_the_shares_are_no_rule_of_hmrc() -> None:
    shown = str(payband.explain("NIOFPOSTS", [["A", 500], ["B", 400]], "30/05/2025", "A", "week"))
    assert "regulation 14" in shown
    assert "no rule of HMRC says how" in shown
    assert "the sum is £14.40 more" in shown
