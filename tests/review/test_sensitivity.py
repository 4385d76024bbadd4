"""Sensitivity: one thing varied at a time, by hand and against reviews that hold the change themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import InputProblems, WrongInput
from payband.review.inputs.inputs import Inputs
from payband.review.parts.one_off_costs import one_off_costs
from payband.review.risk.changes import NAMED
from payband.review.risk.measures import with_turnover, with_vacancies
from payband.review.risk.sensitivity import Sensitivity, Varied, sensitivity
from payband.review.years.outlook import outlook
from tests.support.workbooks import LEICESTER, described_charts, people, rows_of, run_payband, small_review

CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]
A_POST = 3_434_940  # £26,000, NI £3,149.40, pension £5,200


def tables(**given: Any) -> dict[str, Any]:
    posts = [
        {"line": "Officers", "state": state, "grade": "Officer", "posts": count}
        for state, count in (("now", 5), ("proposed", 4))
    ]
    return small_review(**{"assumptions": CARRIED_ON, "posts": posts, **given})


def inputs(rows: list[dict[str, Any]] | None = None, more: dict[str, Any] | None = None, **given: Any) -> Inputs:
    return payband.Review(**tables(**given), more={"Sensitivity": rows or [], **(more or {})}).inputs


def row(what: str, low: Any, high: Any) -> dict[str, Any]:
    return {"what is varied": what, "low": low, "high": high}


def one(what: str, low: Any, high: Any, **given: Any) -> Varied:
    [found] = sensitivity(inputs([row(what, low, high)], **given)).varied
    return found


def net(review: Inputs) -> int:
    """The net saving over the horizon by the outlook alone."""
    last = outlook(review).cumulative_net_savings()[-1]
    assert last is not None
    return last


def steady(review: Inputs) -> int:
    found = outlook(review).steady_state
    assert found is not None
    return found.proposed.cost


# --- what is varied ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("points", [-100, 0, 1, 100])
def test_a_point_of_award_is_a_review_with_those_awards(points: int) -> None:
    awards: list[dict[str, Any]] = [
        {"effective from": "01/04/2026", "percent": "3%"},
        {"effective from": "01/04/2027", "percent": "2%", "flat sum": 250, "salaries up to": 25_000},
        {"effective from": "01/04/2027", "percent": "1%"},
    ]
    changed = [{**each, "percent": f"{int(each['percent'][0]) + points / 100}%"} for each in awards]
    found = one("award", f"{points / 100}%", "1%", pay_awards=awards, people=people(40_000, 22_000))
    expected = payband.Review(**tables(pay_awards=changed, people=people(40_000, 22_000))).inputs
    assert (found.at_low.net_saving, found.at_low.steady_cost) == (net(expected), steady(expected))


def test_without_awards_there_is_one_each_april_of_the_later_years() -> None:
    found = one("award", 0, "1%")
    awards = [{"effective from": f"01/04/{year}", "percent": "1%"} for year in (2026, 2027, 2028, 2029)]
    expected = payband.Review(**tables(pay_awards=awards)).inputs
    assert found.at_high.net_saving == net(expected) > found.at_low.net_saving == 5 * A_POST


def test_a_point_of_pension() -> None:
    # £260 a year of £26,000: one post saved for five years, four posts in the steady state.
    found = one("pension rate", "-1%", "1%")
    assert (found.at_low.net_saving, found.at_high.net_saving) == (5 * (A_POST - 26_000), 5 * (A_POST + 26_000))
    assert found.at_high.steady_cost == 4 * (A_POST + 26_000)
    assert found.swing == 260_000


def test_a_point_of_employer_ni() -> None:
    # 16% of (£2,166.67 - £417) is £279.95 a month and 14% £244.95, against £262.45; in the four months of £2,166.66
    # 16% is £279.9456, which is £279.94, since 5 in the third decimal goes down.
    found = one("employer NI rate", "-1%", "1%")
    assert found.at_high.net_saving == 5 * (A_POST + 12 * 1_750 - 4)
    assert found.at_low.net_saving == 5 * (A_POST - 12 * 1_750)


def test_a_point_of_employer_ni_on_top_of_an_assumed_rate() -> None:
    assumed = [*CARRIED_ON, {"assumption": "employer NI rate from 2027-28", "value": "16%"}]
    found = one("employer NI rate", 0, "1%", assumptions=assumed)
    rates = [("2025-26", "16%"), ("2027-28", "17%")]
    rows = [{"assumption": f"employer NI rate from {year}", "value": rate} for year, rate in rates]
    assert found.at_low.net_saving == net(payband.Review(**tables(assumptions=assumed)).inputs)
    assert found.at_high.net_saving == net(payband.Review(**tables(assumptions=[*CARRIED_ON, *rows])).inputs)


@pytest.mark.parametrize("name", ["employer NI rate from 2026-27", "Employer NI  rate from 2026-2027"])
def test_a_rate_of_employer_ni_that_the_review_assumes_already(name: str) -> None:
    assumed = [*CARRIED_ON, {"assumption": name, "value": "15%"}]
    for what, low, high in (("rate employer NI from 2026-27", "13%", "17%"), ("employer NI rate", "-2%", "2%")):
        found = one(what, low, high, assumptions=assumed)
        rates = {}
        for rate in ("13%", "17%"):
            first = (
                [{"assumption": "employer NI rate from 2025-26", "value": rate}] if what == "employer NI rate" else []
            )
            by_hand = [*CARRIED_ON, *first, {"assumption": name, "value": rate}]
            rates[rate] = net(payband.Review(**tables(assumptions=by_hand)).inputs)
        assert (found.at_low.net_saving, found.at_high.net_saving) == (rates["13%"], rates["17%"])
        assert rates["13%"] < rates["17%"]


def test_vacancies_take_their_share_of_both_structures() -> None:
    found = one("vacancies", 0, "5%")
    assert found.at_low.net_saving == 5 * A_POST
    assert found.at_high.net_saving == 5 * (5 * A_POST * 95 // 100 - 4 * A_POST * 95 // 100)
    assert found.at_high.steady_cost == 4 * A_POST * 95 // 100


def test_turnover_ends_protection_year_by_year() -> None:
    # £10,000 a year protected for three years: £10,000, 90% of it, 81% of it.
    found = one("turnover", 0, "10%", people=people(36_000), settings={"protection months": 36})
    assert found.at_low.net_saving == 5 * A_POST - 3_000_000
    assert found.at_high.net_saving == 5 * A_POST - 1_000_000 - 900_000 - 810_000


def test_shares_round_half_a_penny_up() -> None:
    assert with_vacancies(1, 5_000) == 1
    assert with_vacancies(99, 5_000) == 50
    assert with_turnover(5, 1_000, 1) == 5  # 4.5
    assert with_turnover(1_000, 0, 4) == 1_000


@pytest.mark.parametrize(
    ("what", "low", "high", "settings"),
    [
        ("protection months", 6, 24, {"protection months": 6}),
        ("Protection Months", "6", 24, {"protection months": 6}),
    ],
)
def test_a_setting_is_varied_as_a_scenario_would(what: str, low: Any, high: Any, settings: dict[str, Any]) -> None:
    found = one(what, low, high, people=people(40_000))
    expected = payband.Review(**tables(people=people(40_000), settings=settings)).inputs
    assert found.at_low.net_saving == net(expected) == 5 * A_POST - 700_000
    assert found.at_high.net_saving == 5 * A_POST - 2_800_000
    assert found.change.standing == "12"


def test_a_cell_of_a_table_is_varied() -> None:
    found = one("Structure[Officers, proposed].posts", 3, 5)
    assert (found.at_low.net_saving, found.at_high.net_saving) == (10 * A_POST, 0)
    found = one("People[P1].salary now", "£27,000", 38_000, people=people(36_000))
    assert (found.at_low.net_saving, found.at_high.net_saving) == (5 * A_POST - 100_000, 5 * A_POST - 1_200_000)
    assert found.change.standing == "£36,000.00"


def test_one_off_costs_are_in_the_net_saving() -> None:
    costs = [{"item": "Agency", "kind": "search agency", "amount": 10_000, "paid on": "15/03/2025"}]
    found = sensitivity(inputs([row("vacancies", 0, "5%")], more={"OneOffCosts": costs}))
    assert found.base.net_savings == (A_POST - 1_000_000, *[A_POST] * 4)


# --- the answer ----------------------------------------------------------------------------------------------------


def test_the_widest_swing_stands_first_and_nothing_varied_swings_nothing() -> None:
    rows = [row("pension rate", 0, 0), row("vacancies", 0, "5%"), row("award", 0, "1%")]
    found = sensitivity(inputs(rows))
    swings = [each.swing for each in found.varied]
    assert swings == sorted(swings, reverse=True)
    nothing = found.varied[-1]
    assert (nothing.change.name, nothing.swing) == ("pension rate", 0)
    assert nothing.at_low == nothing.at_high == found.base
    assert found.warnings == [
        "2027-28, 2028-29, 2029-30: ASSUMED, rates after the last published year: as the last year"
    ]


def test_without_rows_the_ranges_are_assumed_and_said() -> None:
    found = sensitivity(inputs())
    assert {each.change.name for each in found.varied} == set(NAMED)
    said = [each for each in found.warnings if each.startswith("ASSUMED, since table Sensitivity has no rows: ")]
    assert len(said) == 5
    assert any("award from 0% to +1%" in warning for warning in found.warnings)
    with_award = sensitivity(inputs(pay_awards=[{"effective from": "01/04/2026", "percent": "3%"}]))
    assert any("award from -1% to +1%" in warning for warning in with_award.warnings)


def test_leicester_s_stated_costs_are_said_not_to_move() -> None:
    review = payband.open_review(str(LEICESTER)).inputs
    found = sensitivity(review)
    assert any("does not move lines with a stated cost" in warning for warning in found.warnings)
    # The present structure is known by its stated costs alone, so that an award moves the proposed one only.
    assert any("stays the same in every year" in warning for warning in found.warnings)
    assert found.base.net_saving == net(review) - sum(each.amount for each in one_off_costs(review))


def test_a_review_shows_its_table() -> None:
    results = payband.Review(**tables(), more={"Sensitivity": [row("vacancies", 0, "5%")]}).calculate()
    [held] = results.to_dict()["parts"]["SensitivityList"]
    assert held["swing"] == Decimal(5 * A_POST - 5 * (5 * A_POST * 95 // 100 - 4 * A_POST * 95 // 100)) / 100
    assert ("Sensitivity", "Depends most on", "vacancies, 0% to 5%", "text") in results.summary()


# --- bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "low", "high", "column", "words"),
    [
        ("awrd", 0, 1, "what is varied", "did you mean 'award'?"),
        ("protection month", 0, 1, "what is varied", "did you mean 'protection months'?"),
        ("Structure[Oficers, proposed].posts", 0, 1, "what is varied", "did you mean"),
        ("slotting rule", 0, 1, "what is varied", "not a number that can be varied"),
        ("horizon", 1, 5, "what is varied", "not a number that can be varied"),
        ("award", "1%", "-1%", "high", "is below low, +1%"),
        ("award", "much", "1%", "low", "give a number"),
        ("pension rate", "0.001%", "1%", "low", "two decimals"),
        ("turnover", "-1%", "1%", "low", "from 0% to 100%"),
        ("award", -1, "1%", "low", "looks like a slip of the keyboard: write 1% for one point"),
        ("protection months", 1.5, 2, "low", "give a whole number"),
    ],
)
def test_bad_rows_say_what_to_do(what: str, low: Any, high: Any, column: str, words: str) -> None:
    with pytest.raises(InputProblems) as caught:
        inputs([row(what, low, high)])
    [problem] = caught.value.problems
    assert (problem.table, problem.row, problem.column) == ("Sensitivity", 1, column)
    assert words in problem.message


@pytest.mark.parametrize(
    ("what", "low", "words"),
    [
        ("award", "-1%", "would be below zero: give 0% or more"),
        ("pension rate", "-21%", "would not lie between 0% and 100%"),
        ("employer NI rate", "-16%", "would not lie between 0% and 100%"),
        ("protection months", -1, "out of range"),
        ("People[P1].salary now", "£9", "slip of the keyboard"),
    ],
)
def test_a_value_that_something_cannot_have(what: str, low: Any, words: str) -> None:
    review = inputs([row(what, low, "40000" if "salary" in what else low)], people=people(36_000))
    with pytest.raises(WrongInput, match=words) as caught:
        sensitivity(review)
    assert str(caught.value).startswith(f"table Sensitivity, '{what}'")


def test_a_year_without_rates_asks_for_an_assumption() -> None:
    with pytest.raises(WrongInput, match="rates after the last published year"):
        sensitivity(inputs(assumptions=[]))


# --- the command and its workbook ----------------------------------------------------------------------------------


def test_the_command_writes_the_table_and_a_chart(libreoffice_convert: Callable[..., Path], tmp_path: Path) -> None:
    review, output = tmp_path / "review.xlsx", tmp_path / "sensitivity.xlsx"
    payband.Review(**tables(people=people(40_000)), more={"Sensitivity": [row("award", 0, "1%")]}).calculate().save(
        review
    )
    run = run_payband("sensitivity", review, "--json")
    assert run.returncode == 0, run.stderr
    found: Sensitivity = sensitivity(payband.open_review(str(review)).inputs)
    assert json.loads(run.stdout)["varied"][0]["swing"] == found.varied[0].swing / 100
    run = run_payband("sensitivity", review, "-o", output)
    assert run.returncode == 0, run.stderr
    assert "Written to" in run.stdout
    book = load_workbook(output)
    assert len(book.worksheets[0]._charts) == 1  # type: ignore[attr-defined]
    [said] = described_charts(output).values()
    assert "ChartTornado" in said
    [held] = rows_of(book, "ChartTornado")
    assert (held["at low"], held["at high"]) == (0, (found.varied[0].at_high.net_saving - found.base.net_saving) / 100)
    converted = load_workbook(libreoffice_convert(output), data_only=True)
    assert not [cell for sheet in converted for cells in sheet.iter_rows() for cell in cells if cell.data_type == "e"]
