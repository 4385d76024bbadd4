"""The turnover allowance: what posts that are vacant for a while take off the cost of each year."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import InputProblems
from payband.formulas.reconcile import reconcile
from payband.review.explanation.explain import explain
from payband.review.years.outlook import outlook
from tests.support.native_reviews import native, saved
from tests.support.workbooks import put, rows_of, small_review

CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]
POSTS = [
    {"line": "Officers", "state": "now", "grade": "Officer", "posts": 3},
    {"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 1},
]
LEAVER = {
    "person": "P1", "post now": "Officers", "salary now": 26_000, "proposed line": "", "leaves on": "30/06/2026",
}  # fmt: skip
TOTAL = ("cost_now", "cost_proposed", "displaced", "saving", "full_year_saving", "turnover")


def tables(rate: Any = None, **more: Any) -> dict[str, Any]:
    more.setdefault("posts", POSTS)
    found = small_review(assumptions=CARRIED_ON, on_costs=[{"profile": "all", "pension rate": "20%"}], **more)
    found["settings"] = {**found["settings"], "turnover allowance": rate}
    return found


def calculated(rate: Any = None, **more: Any) -> payband.Results:
    return payband.Review(**tables(rate, **more)).calculate()


def years(results: payband.Results) -> dict[str, dict[str, Any]]:
    return {row["financial_year"]: row for row in outlook(results.inputs).total_rows().records()}


def less(cost: Decimal, rate: str) -> Decimal:
    """A cost less a rate of it, each to the penny."""
    return cost - (cost * Decimal(rate)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("rate", ["0.03", "0.1234", "1"])
@pytest.mark.parametrize("people", [[], [LEAVER]])
def test_each_year_is_less_by_it_but_for_displaced_people(rate: str, people: list[dict[str, Any]]) -> None:
    before, after = calculated(people=people), calculated(rate, people=people)
    untouched = years(before)
    for year, row in years(after).items():
        was = untouched[year]
        assert row["cost_now"] == less(was["cost_now"], rate), year
        assert row["displaced"] == was["displaced"]
        posts = was["cost_proposed"] - was["displaced"]
        assert row["cost_proposed"] == less(posts, rate) + was["displaced"], year
        assert row["turnover"] == posts - less(posts, rate), year
        assert row["saving"] == row["cost_now"] - row["cost_proposed"]
    of_chart = [row["saving"] for row in after.tables["ChartSavings"].records()]
    assert of_chart == [row["saving"] for year, row in years(after).items() if year != "steady state"]
    assert after.structure.to_dict() == before.structure.to_dict(), "a full year of the price base is before turnover"
    [note] = [each for each in after.warnings if "for turnover" in each]
    assert not [each for each in before.warnings if "for turnover" in each]
    assert "now and proposed" in note


def test_nothing_is_taken_off_a_stated_cost() -> None:
    posts = [{**each, "stated cost": 50_000} for each in POSTS]
    stated = years(calculated("10%", posts=posts))
    assert [{key: row[key] for key in TOTAL} for row in stated.values()] == [
        {key: row[key] for key in TOTAL} for row in years(calculated(posts=posts)).values()
    ]


def test_many_posts_have_it_as_few_do() -> None:
    many = [
        {"line": f"Line {number}", "state": state, "grade": "Officer", "posts": 2}
        for number in range(300) for state in ("now", "proposed")
    ]  # fmt: skip
    found = calculated("3%", posts=many)
    one = years(calculated("3%", posts=many[:2]))
    assert {year: row["cost_now"] for year, row in years(found).items()} == {
        year: row["cost_now"] * 300 for year, row in one.items()
    }
    assert found.yearly_savings.savings == (0,) * 5


def test_the_explanation_says_where_it_counts() -> None:
    steps = [step for chain in explain(calculated("3%"), "Officers").chains for step in chain.steps]
    [one] = [step for step in steps if step.name == "turnover allowance"]
    assert one.value == 300
    assert "nothing off this saving" in one.rule


def test_formulas_follow_it(tmp_path: Path, soffice: str) -> None:
    copy = native(saved(tables(0.03, people=[LEAVER]), tmp_path / "review.xlsx"), tmp_path / "native.xlsx")
    assert reconcile(copy, soffice).differences == []
    book = load_workbook(copy)
    sheet = book["Settings"]
    [row] = [row for row in sheet.iter_rows(min_row=5) if row[0].value == "turnover allowance"]
    row[1].value = 0.0525
    book.save(tmp_path / "moved.xlsx")
    assert reconcile(tmp_path / "moved.xlsx", soffice).differences == []
    again = payband.open_review(tmp_path / "moved.xlsx").calculate()
    assert rows_of(load_workbook(copy, data_only=True), "ChartSavings")[2]["saving"] != float(
        again.tables["ChartSavings"].records()[2]["saving"]
    )


def test_formulas_read_a_rate_that_was_typed_as_text(tmp_path: Path, soffice: str) -> None:
    book = load_workbook(saved(tables(0.03), tmp_path / "review.xlsx"))
    put(book, "OnCosts", "all", "pension rate", "20%")
    put(book, "Settings", "turnover allowance", "value", "3%")
    book.save(tmp_path / "typed.xlsx")
    found = reconcile(native(tmp_path / "typed.xlsx", tmp_path / "native.xlsx"), soffice)
    assert found.differences == []
    assert found.compared > 100


@pytest.mark.parametrize("given", ["300%", "-1%", "some", "1.234%"])
def test_what_is_no_rate_is_refused(given: str) -> None:
    with pytest.raises(InputProblems) as refused:
        calculated(given)
    [problem] = refused.value.problems
    assert problem.table == "Settings"
    assert "turnover allowance" in str(problem)
