"""Money over years: one-off costs, the statutory table, budgets, payback by month, net present value, protection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import payband
from payband.calendar import FinancialYear, months_between
from payband.errors import InputProblems
from payband.review.results import Results
from payband.review.years.money import OneOffCost, money_over_years
from payband.review.years.outlook import outlook
from payband.rules.measures.payback import payback_month, spread_over
from payband.rules.measures.present_value import present_value_of
from tests.support.workbooks import only, people, rows_of, small_review

CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]

# Kent County Council, 15 December 2011: the post of Managing Director, £265,000 a year with employer's costs, is
# deleted; exit costs come first, and savings become visible during the second financial year. The report prints no
# exit cost and no day: those here are chosen so that the first year's saving does not cover them.
KENT = {
    "settings": {"implementation date": "15/12/2011", "price base": "2011-12", "horizon": 5},
    "posts": [{"line": "Managing Director", "state": "now", "posts": 1, "stated cost": 265_000}],
    "spines": [],
    "grades": [],
}
EXIT = {"item": "Exit", "kind": "redundancy stated", "person or line": "Managing Director", "paid on": "31/12/2011"}


def review(costs: list[dict[str, Any]], **given: Any) -> payband.Review:
    tables = small_review(**{"assumptions": CARRIED_ON, **given})
    return payband.Review(**tables, more={"OneOffCosts": costs})


def part(results: Results, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = results.to_dict()["parts"][table]
    return rows


def said(results: Results, label: str) -> Any:
    [found] = [each for each in results.summary() if each[0] == "Money over years" and each[1].startswith(label)]
    return found[2]


def cost(item: Any = "Agency", kind: Any = "search agency", amount: Any = 1000, **more: Any) -> dict[str, Any]:
    return {"item": item, "kind": kind, "amount": amount, "paid on": "30/04/2025", **more}


# --- published -----------------------------------------------------------------------------------------------------


def test_kent_saves_visibly_in_the_second_year() -> None:
    results = review([{**EXIT, "amount": 200_000}], **KENT).calculate()
    years = {row["financial_year"]: row for row in part(results, "MoneyByYear")}
    # £265,000 from 15 December: 17 of 31 days of £22,083.33 are £12,110.21, January to March £66,250.00.
    assert years["2011-12"]["gross_saving"] == Decimal("78360.21")
    assert years["2011-12"]["net"] == Decimal("78360.21") - 200_000
    assert years["2012-13"]["net"] == years["2012-13"]["gross_saving"] == 265_000
    # What is left to pay back, £121,639.79, takes six months of £22,083.33 from April 2012.
    assert said(results, "Pays back in") == "September 2012 (2012-13)"
    assert years["2012-13"]["cumulative"] == Decimal("143360.21")
    assert not results.failed


@pytest.mark.parametrize(
    ("age", "years", "week", "left_on", "expected", "source"),
    [
        (45, 14, 500, "01/03/2021", 8_000, "GOV.UK statutory redundancy calculator, 1 March 2021"),
        (45, 14, 600, "05/04/2021", 16 * 538, "limit of £538 to 5 April 2021"),
        (45, 14, 600, "06/04/2021", 16 * 544, "limit of £544 from 6 April 2021"),
    ],
)
def test_statutory_redundancy_goes_by_the_table_of_the_day(
    age: int, years: int, week: int, left_on: str, expected: int, source: str
) -> None:
    row = cost(
        kind="redundancy statutory",
        amount=None,
        age=age,
        **{"full years": years, "week's pay": week, "paid on": left_on},
    )
    settings = {"implementation date": "01/04/2021", "price base": "2021-22"}
    spines = [
        {"spine": "G", "point": point, "salary": 20_000 + 1_000 * point, "effective from": "01/04/2021"}
        for point in range(1, 7)
    ]
    results = review([row], settings=settings, posts=_posts(), spines=spines).calculate()
    assert part(results, "OneOffCostList")[0]["amount"] == expected, source


def test_the_limit_is_that_of_the_last_day_and_not_of_the_payment() -> None:
    row = cost(
        kind="redundancy statutory", amount=None, age=45,
        **{"full years": 14, "week's pay": 900, "person or line": "P1", "paid on": "30/04/2026"},
    )  # fmt: skip
    results = review([row], people=people(22_000, **{"leaves on": "05/04/2026"}), posts=_posts()).calculate()
    [found] = part(results, "OneOffCostList")
    assert found["amount"] == 16 * 719
    assert "5 April 2026" in found["why"]
    assert found["financial_year"] == "2026-27"


def test_leicester_s_pot_of_100_000_is_flagged_when_it_is_passed() -> None:
    # Leicester, 13 December 2011: redundancies of up to £100,000, once, from a corporate pot.
    def found(second: Any) -> Results:
        rows = [
            cost("One", "redundancy stated", 60_000, pot="Corporate", budget=100_000),
            cost("Two", "redundancy stated", second, pot="corporate"),
            cost("Agency", amount=5_000),
        ]
        return review(rows, posts=_posts()).calculate()

    within, over = found(40_000), found("40000.01")
    assert not within.failed
    assert over.failed == ["One-off costs are within their budgets"]
    flags = [row["over_budget"] for row in part(over, "OneOffCostList")]
    assert flags == [True, True, None]
    assert [row["over_budget"] for row in part(within, "OneOffCostList")] == [False, False, None]
    assert "£0.01 over" in only(over.tables["Checks"].records(), check=over.failed[0])["detail"]


def _posts(now: int = 3, proposed: int = 1) -> list[dict[str, Any]]:
    return [
        {"line": "Officers", "state": "now", "grade": "Officer", "posts": now},
        {"line": "Officers", "state": "proposed", "grade": "Officer", "posts": proposed},
    ]


# --- years, payback and present value ------------------------------------------------------------------------------


def test_years_add_up_and_protection_is_taken_off() -> None:
    results = review(
        [cost(amount=10_000), cost("Early", "recruitment", 2_000, **{"paid on": "15/02/2025"})],
        posts=_posts(), people=people(40_000), settings={"horizon": 3},
    ).calculate()  # fmt: skip
    rows = part(results, "MoneyByYear")
    assert [row["financial_year"] for row in rows] == ["2024-25", "2025-26", "2026-27", "2027-28"]
    assert [row["one_off_costs"] for row in rows] == [2_000, 10_000, 0, 0]
    assert (rows[0]["gross_saving"], rows[0]["net"]) == (0, -2_000)
    assert rows[1]["protection"] == 14_000  # £40,000 less £26,000 for a year
    looked = outlook(results.inputs)
    for row, year in zip(rows[1:], looked.years, strict=True):
        total = looked.total(year)
        assert total is not None
        assert row["gross_saving"] == Decimal(total.saving) / 100
    for number, row in enumerate(rows):
        assert row["net"] == row["gross_saving"] - row["protection"] - row["one_off_costs"]
        assert row["cumulative"] == sum(each["net"] for each in rows[: number + 1])
        assert row["cumulative_discounted"] == sum(each["discounted"] for each in rows[: number + 1])
    nets = tuple(int(row["net"] * 100) for row in rows)
    assert said(results, "Net present value at 3.5%") == Decimal(present_value_of(nets, 350)) / 100
    assert said(results, "Protection ends").startswith(
        "31 March 2026: protection costs £14,000.00 in 2025-26, £0.00 in"
    )
    assert any(figure.name == "discount rate, Green Book" for figure in results.figures_used)


def test_another_discount_rate_is_an_assumption() -> None:
    given_rate = [*CARRIED_ON, {"assumption": "Discount rate", "value": "5%", "basis": "Treasurer"}]
    results = review([cost()], posts=_posts(), assumptions=given_rate).calculate()
    nets = tuple(int(row["net"] * 100) for row in part(results, "MoneyByYear"))
    assert said(results, "Net present value at 5%") == Decimal(present_value_of(nets, 500)) / 100
    assert any((figure.name, figure.value) == ("discount rate", "5%") for figure in results.figures_used)


def test_a_rate_that_nobody_stated_is_said_to_be_the_treasurys() -> None:
    words = "table Assumptions states no 'discount rate'"
    assert any(words in each for each in review([cost()], posts=_posts()).calculate().warnings)
    stated = [*CARRIED_ON, {"assumption": "Discount  rate", "value": "3.5%"}]  # a space too many is no other name
    assert not any(words in each for each in review([cost()], posts=_posts(), assumptions=stated).calculate().warnings)


def test_a_year_past_the_rates_is_not_known_and_nothing_after_it() -> None:
    results = review([cost()], posts=_posts(), assumptions=[], settings={"horizon": 4}).calculate()
    rows = part(results, "MoneyByYear")
    assert rows[0]["cumulative"] is not None
    assert rows[-1]["cumulative"] is rows[-1]["net"] is rows[-1]["discounted"] is None
    assert said(results, "Pays back in") == "not known"
    assert said(results, "Net present value") is None


def test_one_penny_decides_the_month_of_payback() -> None:
    inputs = review([cost()], posts=_posts(2, 1), settings={"horizon": 2}).inputs
    looked = outlook(inputs)
    total = looked.total(FinancialYear(2025))
    assert total is not None
    six_months = sum(pence for _, pence in spread_over(total.saving, date(2025, 4, 1), date(2026, 3, 31))[:6])
    for more, expected in ((-1, 9), (0, 9), (1, 10)):
        money = money_over_years(inputs, looked, [OneOffCost(six_months + more, date(2025, 4, 30))], 350)
        assert money.payback is not None
        assert money.payback.first.month == expected, more


def test_a_review_that_never_pays_back_says_by_how_much() -> None:
    results = review([cost(amount=1_000_000)], posts=_posts(2, 1), settings={"horizon": 2}).calculate()
    missing = 1_000_000 - sum(row["gross_saving"] for row in part(results, "MoneyByYear"))
    assert said(results, "Pays back in") == f"not by the end of 2026-27: £{missing:,.2f} is still to be paid back"


def test_costs_that_the_first_month_covers_are_paid_back_at_once() -> None:
    results = review([cost(amount=1_000)], posts=_posts(2, 1)).calculate()
    assert said(results, "Pays back in").startswith("0 months")


@pytest.mark.parametrize(
    ("flows", "expected", "why"),
    [
        ([-10, 5, 5, 5], 3, "exactly nothing is left at the end of the third"),
        ([-10, 5, 4, 5], 4, "a penny was missing"),
        ([5, -10, 3, 3], 4, "a cost that comes later has to be paid back too"),
        ([-10, 20, -15, 6], 4, "below nothing again in the third"),
        ([-10, 5], None, "never"),
        ([0, 0, 7], 3, "there is nothing to pay back"),
        ([0, 0], 1, "nothing at all"),
    ],
)
def test_payback_months(flows: list[int], expected: int | None, why: str) -> None:
    assert payback_month(flows) == expected, why


@given(
    st.integers(-10**10, 10**10), st.dates(date(2011, 1, 1), date(2030, 1, 1)), st.integers(0, 800)
)  # fmt: skip
def test_months_add_up_to_what_is_spread_over_them(amount: int, first: date, days: int) -> None:
    found = spread_over(amount, first, first + timedelta(days=days))
    assert sum(pence for _, pence in found) == amount
    months = months_between(first, first + timedelta(days=days))
    assert [month for month, _ in found] == months
    whole = [pence for month, pence in found if month.days == month.of_days]
    assert not whole or max(whole) - min(whole) <= 1


def test_net_present_value_is_libreoffice_s_own(libreoffice_convert: Callable[..., Path], tmp_path: Path) -> None:
    results = review([cost(amount=300_000)], posts=_posts(4, 1), people=people(40_000)).calculate()
    rows = part(results, "MoneyByYear")
    book = Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, start=1):
        sheet.cell(number, 1, float(row["net"]))
        sheet.cell(number, 2, f"=A1+IF({number}>1,NPV(0.035,A$2:A{max(number, 2)}),0)")
    path = tmp_path / "npv.xlsx"
    book.save(path)
    found = load_workbook(libreoffice_convert(path), data_only=True).worksheets[0]
    for number, row in enumerate(rows, start=1):
        assert round(float(str(found.cell(number, 2).value)), 2) == float(row["cumulative_discounted"])


# --- bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (cost(kind="serch agency"), "kind", "did you mean 'search agency'?"),
        (cost(amount=None), "amount", "give what 'search agency' costs"),
        (cost(amount=-1), "amount", "below £0"),
        (cost(age=40), "age", "belongs to the kind"),
        (cost(kind="redundancy statutory"), "amount", "is worked out"),
        (cost(kind="redundancy statutory", amount=None, age=45), "full years", "needs the age"),
        (
            cost(kind="redundancy statutory", amount=None, age=30, **{"full years": 20, "week's pay": 500}),
            "age", "not possible",
        ),
        (
            cost(kind="redundancy statutory", amount=None, age=45, **{"full years": 20, "week's pay": 0}),
            "week's pay", "give what a week is paid",
        ),
        (
            cost(kind="redundancy statutory", amount=None, age=45,
                 **{"full years": 20, "week's pay": 500, "paid on": "01/04/2029"}),
            "paid on", "data/redundancy/limits.csv",
        ),
        (cost(**{"person or line": "Oficers"}), "person or line", "did you mean 'Officers'?"),
        (cost(**{"paid on": "01/04/2031"}), "paid on", "2025-26 to 2029-30"),
        (cost(**{"paid on": "01/04/1925"}), "paid on", "outside the years"),
    ],
)  # fmt: skip
def test_bad_rows_say_what_to_do(row: dict[str, Any], column: str, words: str) -> None:
    with pytest.raises(InputProblems) as caught:
        review([row], posts=_posts())
    [problem] = [each for each in caught.value.problems if each.column == column]
    assert words in problem.message
    assert (problem.table, problem.row) == ("OneOffCosts", 1)


def test_two_budgets_of_one_pot_and_a_bad_rate_are_refused() -> None:
    rows = [cost("One", pot="Corporate", budget=10), cost("Two", pot="corporate", budget=11)]
    with pytest.raises(InputProblems, match=r"gives the pot 'corporate' £10\.00: give it once"):
        review(rows, posts=_posts())
    with pytest.raises(InputProblems, match="discount rate"):
        review([cost()], posts=_posts(), assumptions=[{"assumption": "discount rate", "value": "much"}])


# --- the workbook --------------------------------------------------------------------------------------------------


def test_the_workbook_holds_the_same_and_libreoffice_finds_no_error(
    libreoffice_convert: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / "kent.xlsx"
    results = review([{**EXIT, "amount": 200_000, "pot": "Corporate", "budget": 250_000}], **KENT).calculate()
    results.save(path)
    again = payband.open_review(str(path)).calculate()
    assert again.to_dict()["parts"] == results.to_dict()["parts"]
    converted = load_workbook(libreoffice_convert(path), data_only=True)
    errors = [
        cell.coordinate
        for sheet in converted.worksheets
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.data_type == "e"
    ]
    assert not errors
    [held] = rows_of(load_workbook(path), "OneOffCostList")
    assert (held["amount"], held["over budget"]) == (200_000, "no")


def test_the_treasury_s_rate_holds_for_thirty_years_after_the_first() -> None:
    far = {"settings": {"horizon": 32}, "posts": _posts()}
    with pytest.raises(
        InputProblems, match="holds for 30 years after the first, and the amounts are of 32: state a rate"
    ):
        review([cost()], **far)
    assert review([cost()], settings={"horizon": 31}, posts=_posts()).inputs.settings.horizon == 31
    assert review([cost()], **far, assumptions=[{"assumption": "discount rate", "value": "3%"}]).inputs.assumptions
    with pytest.raises(payband.WrongInput, match="holds for 30 years"):
        payband.present_value([1] * 32)
    assert payband.present_value([100] * 32, "0%") == 3_200


@pytest.mark.parametrize("horizon", [0, 61, -1])
def test_a_horizon_is_of_one_to_sixty_years(horizon: int) -> None:
    with pytest.raises(InputProblems, match=r"horizon.*give"):
        review([cost()], settings={"horizon": horizon}, posts=_posts())
