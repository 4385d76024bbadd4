"""Solving: each answer evaluated again, its neighbours on the wrong side, by hand, and what has no answer."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import payband
from payband.calendar import FinancialYear
from payband.errors import PaybandError, WrongInput
from payband.review.calculate import calculate
from payband.review.core.solve import greatest_that, rate_that_costs
from payband.review.inputs.inputs import Inputs
from payband.review.risk.solutions import (
    Solution,
    award_within,
    on_cost_rate_that_costs,
    pension_rate_that_costs,
    posts_that_save,
    protection_that_breaks_even,
)
from payband.review.years.outlook import outlook
from tests.support.workbooks import LEICESTER, people, run_payband, small_review

CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]
APRIL_2026 = date(2026, 4, 1)
Y2026 = FinancialYear(2026)
# A post at the top of the small review's grade, £26,000, costs £34,349.40 a year: NI £3,149.40, pension £5,200.
A_POST = 3_434_940


def posts(now: int = 5, proposed: int = 4, **more: Any) -> list[dict[str, Any]]:
    lines = (("now", now), ("proposed", proposed))
    return [
        {"line": "Officers", "state": state, "grade": "Officer", "posts": count, **more}
        for state, count in lines
        if count
    ]


def inputs(*, more: dict[str, Any] | None = None, **given: Any) -> Inputs:
    tables = small_review(**{"assumptions": CARRIED_ON, "posts": posts(), **given})
    return payband.Review(**tables, more=more or {}).inputs


def cost_with(review: Inputs, rate: int, on: date = APRIL_2026, year: FinancialYear = Y2026) -> int:
    """What a year costs with an award, by the outlook of a review that has it in its table."""
    row = {"effective from": on, "percent": f"{rate / 100}%"}
    again = payband.Review(
        **small_review(assumptions=CARRIED_ON, posts=posts(), people=people(95_000, 82_000), pay_awards=[row])
    )
    total = outlook(again.inputs).total(year)
    assert total is not None
    return total.proposed.cost + total.protection_cost


# --- the searches --------------------------------------------------------------------------------------------------


@given(st.integers(-50, 50), st.integers(0, 40), st.integers(0, 40))
def test_the_greatest_number_is_found_wherever_it_lies(limit: int, least: int, more: int) -> None:
    found = greatest_that(lambda number: number <= limit, least, least + more)
    assert found == (None if limit < least else min(limit, least + more))


def test_what_does_not_fall_steadily_has_no_one_answer() -> None:
    with pytest.raises(WrongInput, match="no one answer"):
        greatest_that(lambda number: number <= 10 or number == 12, 0, 20)


def test_the_nearest_rate_of_two() -> None:
    assert rate_that_costs(149, lambda rate: rate * 100) == 1
    assert rate_that_costs(151, lambda rate: rate * 100) == 2
    assert rate_that_costs(-1, lambda rate: rate) is None


# --- the award that a budget allows --------------------------------------------------------------------------------


def test_the_award_by_hand() -> None:
    # One post at £26,000. £26,481 is the salary from 1.85% on: £26,000 x 1.0185 = £26,481 exactly. It costs £26,481 and
    # a pension of £5,296.20 and NI of 15% of £481 more: NI is 12 months of 15% x (£2,206.75 - £417) = £268.46.
    review = inputs(posts=posts(1, 1))
    budget = 2_648_100 + 529_620 + 12 * 26_846
    found = award_within(review, APRIL_2026, budget)
    assert (found.answer, found.reached) == (185, budget)  # 1.86% is £26,483.60, £26,484
    assert award_within(review, APRIL_2026, budget - 1).answer == 184
    assert award_within(review, APRIL_2026, budget + 1).answer == 185


@settings(max_examples=15)
@given(st.integers(14_000_000, 25_000_000))
def test_an_award_keeps_to_its_budget_and_a_basis_point_more_does_not(budget: int) -> None:
    review = inputs(people=people(95_000, 82_000))
    found = award_within(review, APRIL_2026, budget)
    assert found.answer is not None
    assert cost_with(review, found.answer) == found.reached <= budget
    assert cost_with(review, found.answer + 1) > budget


def test_what_the_award_adds_in_a_part_of_a_year_and_in_a_later_one() -> None:
    review = inputs(people=people(95_000, 82_000))
    september = date(2026, 9, 1)
    part = award_within(review, september, 500_000, added=True)
    whole = award_within(review, september, 500_000, FinancialYear(2027), added=True)
    assert part.answer is not None
    assert whole.answer is not None
    assert part.answer > whole.answer
    assert cost_with(review, part.answer, september) - cost_with(review, 0, september) == part.reached <= 500_000
    assert "a part of the year" in part.text()
    assert "a part of the year" not in whole.text()


def test_an_award_that_even_nothing_costs_too_much_for() -> None:
    review = inputs(posts=posts(1, 1))
    assert award_within(review, APRIL_2026, A_POST).answer == 0
    found = award_within(review, APRIL_2026, A_POST - 1)
    assert found.answer is None
    assert (found.to_dict()["short_by"], found.shown) == (Decimal("0.01"), "no answer")
    assert "even without an award that is £0.01 too much" in found.text()
    assert award_within(review, APRIL_2026, 10**9).answer == 10_000


@pytest.mark.parametrize(
    ("on", "year", "words"),
    [
        (date(2025, 4, 1), None, "give one after 1 April 2025"),
        (date(2031, 4, 1), None, "the end of the horizon"),
        (APRIL_2026, FinancialYear(2035), "2025-26 to 2029-30"),
        (date(2027, 4, 1), Y2026, "the award of 1 April 2027 costs nothing in 2026-27, which ends before"),
    ],
)
def test_an_award_outside_the_horizon(on: date, year: FinancialYear | None, words: str) -> None:
    with pytest.raises(WrongInput, match=words):
        award_within(inputs(), on, 1, year)


def test_a_year_without_rates_asks_for_an_assumption() -> None:
    with pytest.raises(WrongInput, match="rates after the last published year"):
        award_within(inputs(assumptions=[]), APRIL_2026, 10**9, FinancialYear(2029))


# --- the rate that a cost implies ----------------------------------------------------------------------------------


def test_leicester_s_printed_total_implies_19_62() -> None:
    # Leicester, 13 December 2011, para 5.1: the proposed structure costs £2,327,300 a year.
    review = payband.open_review(str(LEICESTER))
    found = pension_rate_that_costs(review.inputs, 232_730_000)
    assert found.answer == review.calculate().structure_cost.total.implied_pension_rate == 1962
    below, above = (_leicester_at(review.inputs, rate) for rate in (1961, 1963))
    assert below < 232_730_000 < above
    assert abs(found.reached - 232_730_000) <= min(232_730_000 - below, above - 232_730_000)
    total = review.calculate().structure_cost.total
    in_all = on_cost_rate_that_costs(review.inputs, 232_730_000)
    assert total.implied_ratio is not None
    assert in_all.answer == total.implied_ratio - 10_000 == 3094
    assert in_all.shown == "30.94%"


def _leicester_at(review: Inputs, rate: int) -> int:
    profiles = tuple(each.model_copy(update={"pension_rate": rate}) for each in review.on_costs)
    modelled = calculate(review._replace(on_costs=profiles)).structure_cost.total.proposed.modelled
    assert modelled is not None
    return modelled


@pytest.mark.parametrize("rate", [0, 1, 1950, 2000, 9_999, 10_000])
def test_a_rate_is_found_again_from_what_it_costs(rate: int) -> None:
    review = inputs(posts=posts(10, 10))
    target = (2_600_000 + 314_940 + 2_600_000 * rate // 10_000) * 10
    found = pension_rate_that_costs(review, target)
    assert (found.answer, found.reached) == (rate, target)
    assert "exactly" in found.text()


@settings(max_examples=20)
@given(st.integers(2_914_940 * 3, 5_514_940 * 3))
def test_no_other_rate_comes_nearer_to_a_cost(cost: int) -> None:
    review = inputs(posts=posts(3, 3))
    found = pension_rate_that_costs(review, cost)
    assert found.answer is not None

    def off(rate: int) -> int:
        profiles = tuple(each.model_copy(update={"pension_rate": rate}) for each in review.on_costs)
        modelled = calculate(review._replace(on_costs=profiles)).structure_cost.total.proposed.modelled
        assert modelled is not None
        return abs(modelled - cost)

    assert off(found.answer) == abs(found.reached - cost)
    assert off(found.answer) <= min(off(rate) for rate in (found.answer - 1, found.answer + 1) if 0 <= rate <= 10_000)


def test_a_cost_that_no_rate_reaches_says_by_how_much() -> None:
    review = inputs(posts=posts(1, 1))
    found = pension_rate_that_costs(review, 2_914_939)
    assert found.answer is None
    assert "£29,149.40 at 0%, £0.01 too much" in found.text()
    found = pension_rate_that_costs(review, 5_514_941, "officers", "now")
    assert found.answer is None
    assert "£55,149.40 at 100%, £0.01 too little" in found.text()


def test_a_line_without_a_model_has_no_rate() -> None:
    review = inputs(posts=[*posts(), {"line": "Head", "state": "proposed", "posts": 1, "stated cost": 90_000}])
    with pytest.raises(WrongInput, match="cannot be modelled"):
        pension_rate_that_costs(review, 10**7)
    assert pension_rate_that_costs(review, A_POST * 4, "Officers").answer == 2000


def test_on_costs_that_no_cost_below_the_salaries_implies() -> None:
    review = inputs(posts=posts(1, 1))
    assert on_cost_rate_that_costs(review, A_POST).answer == 3211  # £8,349.40 of £26,000
    assert on_cost_rate_that_costs(review, 2_600_000, "Officers").answer == 0
    found = on_cost_rate_that_costs(review, 2_599_999, state="now")
    assert found.answer is None
    assert "£26,000.00 at 0%, £0.01 too much" in found.text()
    with pytest.raises(WrongInput, match="has no salaries"):
        on_cost_rate_that_costs(inputs(posts=posts(1, 0)), 1)


# --- protection that breaks even -----------------------------------------------------------------------------------


def test_protection_that_the_saving_just_covers() -> None:
    # A post saved is £34,349.40 a year for five years, £171,747.00. Protecting £95,000 and £82,000 to £26,000 costs
    # £125,000 a year: £166,666.67 for 16 months, £177,083.33 for 17.
    review = inputs(people=people(95_000, 82_000))
    found = protection_that_breaks_even(review)
    assert (found.answer, found.reached) == (16, 17_174_700 - 16_666_667)
    assert protection_that_breaks_even(review, found.reached).answer == 16
    assert protection_that_breaks_even(review, found.reached + 1).answer == 15


def test_one_off_costs_come_off_first() -> None:
    def found(amount: Any) -> Solution:
        row = {"item": "Agency", "kind": "search agency", "amount": amount, "paid on": "30/04/2025"}
        return protection_that_breaks_even(inputs(people=people(95_000, 82_000), more={"OneOffCosts": [row]}))

    assert found("5080.33").answer == 16
    assert found("5080.34").answer == 15
    nothing = found("171747.01")
    assert nothing.answer is None
    assert "£0.01 too little" in nothing.text()


def test_protection_to_the_end_of_the_horizon_and_of_nobody() -> None:
    assert protection_that_breaks_even(inputs(people=people(27_000))).answer == 60
    assert "as long as the horizon" in protection_that_breaks_even(inputs(people=people(27_000))).text()
    found = protection_that_breaks_even(inputs())
    assert "nobody is protected" in found.text()


def test_a_taper_is_no_longer_than_its_shares() -> None:
    taper = {"protection form": "tapered", "protection shares": "100%, 50%"}
    found = protection_that_breaks_even(inputs(people=people(27_000), settings=taper))
    assert found.answer == 24
    assert "as long as the setting 'protection shares' says; another share looks further" in found.text()


@settings(max_examples=20)
@given(st.integers(-(10**7), 17_174_700))
def test_a_month_more_of_protection_would_not_do(least: int) -> None:
    found = protection_that_breaks_even(inputs(people=people(95_000, 82_000)), least)
    assert found.answer is not None

    def net(months: int) -> int:
        tables = small_review(
            assumptions=CARRIED_ON, posts=posts(), people=people(95_000, 82_000), settings={"protection months": months}
        )
        last = outlook(payband.Review(**tables).inputs).cumulative_net_savings()[-1]
        assert last is not None
        return last

    assert net(found.answer) == found.reached >= least
    assert found.answer == 60 or net(found.answer + 1) < least


# --- posts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("saving", "expected"),
    [(2 * A_POST, 3), (2 * A_POST + 1, 2), (2 * A_POST - 1, 3), (5 * A_POST, 0), (0, 5), (-A_POST, 6)],
)
def test_the_posts_that_meet_a_saving(saving: int, expected: int) -> None:
    found = posts_that_save(inputs(), "officers", saving)
    assert found.answer == expected
    assert found.reached == (5 - expected) * A_POST >= saving


def test_a_saving_that_no_number_of_posts_meets() -> None:
    found = posts_that_save(inputs(), "Officers", 5 * A_POST + 1)
    assert found.answer is None
    assert "without any post of it the structure saves £171,747.00, £0.01 too little" in found.text()


def test_fewer_posts_than_people_is_said() -> None:
    assert (
        "2 people are slotted into it"
        in posts_that_save(inputs(people=people(22_000, 23_000)), "Officers", 4 * A_POST).text()
    )


def test_a_line_that_is_stated_or_not_there() -> None:
    stays = inputs(posts=posts(**{"stated cost": 1}), settings={"stated costs in scenarios": "stay as stated"})
    with pytest.raises(WrongInput, match="has a stated cost"):
        posts_that_save(stays, "Officers", 1)
    with pytest.raises(PaybandError, match="did you mean 'Officers'"):
        posts_that_save(inputs(), "Oficers", 1)


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("solve") / "review.xlsx"
    tables = small_review(assumptions=CARRIED_ON, posts=posts(), people=people(95_000, 82_000))
    payband.Review(**tables).calculate().save(path)
    return path


def test_the_command_answers_as_the_function(workbook: Path) -> None:
    run = run_payband("solve", workbook, "protection", "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["answer"] == 16
    run = run_payband("solve", workbook, "award", "--on", "2026-04-01", "--target", "140000")
    assert "1.85%" in run.stdout.splitlines()[0]
    run = run_payband("solve", workbook, "posts", "--line", "Officers", "--target", "£500,000")
    assert (run.returncode, "there is no answer" in run.stdout) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("posts", "--target", "1"), "'posts' needs --line"),
        (("award", "--target", "1"), "'award' needs --on"),
        (("pension-rate",), "'pension-rate' needs --target"),
        (("protection", "--line", "Officers"), "--line is not for 'protection'"),
        (("protection", "--state", "now"), "--state is not for 'protection'"),
        (("award", "--target", "much", "--on", "2026-04-01"), "--target is 'much'"),
    ],
)
def test_the_command_says_what_a_question_needs(workbook: Path, arguments: tuple[str, ...], words: str) -> None:
    run = run_payband("solve", workbook, *arguments)
    assert (run.returncode, words in run.stderr) == (2, True), run.stderr
