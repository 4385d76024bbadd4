"""A fixed sum of an on-cost profile is in the cost now and proposed, and in no saving."""

from __future__ import annotations

from decimal import Decimal
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
from tests.support.workbooks import put, small_review

FIXED = "Fixed on-costs, a year, now and proposed"
NOW, PROPOSED = "Cost now with fixed on-costs, a year", "Cost proposed with fixed on-costs, a year"
CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]
POSTS = [
    {"line": "Officers", "state": "now", "grade": "Officer", "posts": 3},
    {"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 1},
]


def review(*sums: Any, posts: Any = POSTS) -> payband.Review:
    """A review with a profile for each of some fixed sums; its posts have the first."""
    profiles = [
        {"profile": name, "pension rate": "20%", "fixed sum": each}
        for name, each in zip(("all", "no line's"), sums, strict=False)
    ]
    return payband.Review(**tables(profiles, posts))


def tables(profiles: Any, posts: Any = POSTS) -> dict[str, Any]:
    return small_review(on_costs=profiles, posts=posts, assumptions=CARRIED_ON)


def summary(results: payband.Results) -> dict[str, Any]:
    return {label: value for _, label, value, _ in results.summary()}


@pytest.mark.parametrize(
    ("sums", "fixed"),
    [((250_000,), "250000"), ((250_000, 1_234.56), "251234.56"), ((0, -40_000), "-40000"), ((0,), "0")],
)
def test_it_is_in_the_cost_now_and_proposed_and_in_no_saving(sums: tuple[Any, ...], fixed: str) -> None:
    without, found = review(None).calculate(), review(*sums).calculate()
    before, after = summary(without), summary(found)
    assert after[FIXED] == Decimal(fixed)
    assert after[NOW] == before["Cost now, a year"] + Decimal(fixed)
    assert after[PROPOSED] == before["Cost proposed, a year"] + Decimal(fixed)
    assert after[NOW] - after[PROPOSED] == found.structure["saving"].sum() == without.structure["saving"].sum()
    assert FIXED not in before
    assert "no saving is made of" in after["What the cost holds"]
    assert "no saving" not in before["What the cost holds"]
    assert "with fixed on-costs of" in str(found)
    assert found.structure.to_dict() == without.structure.to_dict()
    assert found.tables["ChartSavings"].records() == without.tables["ChartSavings"].records()


def test_it_stays_when_there_are_no_posts_any_more() -> None:
    posts = [POSTS[0], {**POSTS[1], "posts": 0}]
    found = summary(review(5_000, posts=posts).calculate())
    assert found[PROPOSED] == 5_000
    assert found["Cost proposed, a year"] == 0


def test_it_is_the_same_in_every_year_and_in_none_of_their_savings() -> None:
    without, found = outlook(review(None).inputs), outlook(review(250_000).inputs)
    assert set(found.total_rows().column("fixed_on_costs")) == {Decimal(250_000)}
    assert set(without.total_rows().column("fixed_on_costs")) == {Decimal(0)}
    same = [column.key for column in found.total_rows().table.columns if column.key != "fixed_on_costs"]
    assert all(found.total_rows().column(key) == without.total_rows().column(key) for key in same)
    assert found.rows().records() == without.rows().records()


def test_the_explanation_of_a_line_says_that_no_post_bears_it() -> None:
    steps = [step for chain in explain(review(250_000), "Officers").chains for step in chain.steps]
    [one, *_] = [step for step in steps if step.name == "fixed sum of profile 'all'"]
    assert one.value == 25_000_000
    assert "no saving" in one.rule


def test_formulas_follow_it(tmp_path: Path, soffice: str) -> None:
    profiles = [{"profile": "all", "pension rate": "20%", "fixed sum": 250_000}]
    copy = native(saved(tables(profiles), tmp_path / "review.xlsx"), tmp_path / "native.xlsx")
    assert reconcile(copy, soffice).differences == []
    book = load_workbook(copy)
    put(book, "OnCosts", "all", "fixed sum", 260_000.5)
    book.save(tmp_path / "moved.xlsx")
    assert reconcile(tmp_path / "moved.xlsx", soffice).differences == []


@pytest.mark.parametrize("given", ["about 250,000", "1.005"])
def test_what_is_no_amount_is_refused(given: str) -> None:
    with pytest.raises(InputProblems) as refused:
        review(given).calculate()
    [problem] = refused.value.problems
    assert problem.column == "fixed sum"


def test_a_workbook_lets_a_sum_below_zero_be_typed(tmp_path: Path) -> None:
    book = load_workbook(saved(tables([{"profile": "all", "pension rate": "20%"}]), tmp_path / "review.xlsx"))
    sheet = book["On-costs"]
    [column] = [cell.column_letter for cell in sheet[4] if cell.value == "fixed sum"]
    [rule] = [each for each in sheet.data_validations.dataValidation if f"{column}5" in each.sqref]
    assert rule.formula1.startswith("-")
    put(book, "OnCosts", "all", "fixed sum", -40_000)
    book.save(tmp_path / "typed.xlsx")
    assert summary(payband.open_review(tmp_path / "typed.xlsx").calculate())[FIXED] == -40_000
