"""Fewer posts than people: who goes is not decided, so what is saved has two ends, and no answer hides that."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import payband
from payband.errors import WrongInput
from payband.review.risk.changes import changed, changes_of
from payband.review.risk.solutions import posts_that_save
from payband.review.scenarios.compare import compare
from payband.workbook import open_review
from tests.run import TOP
from tests.support.workbooks import run_payband, small_review

NL = TOP / "tests" / "cases" / "went_wrong" / "ambleford" / "nl.xlsx"
LINE = "Assistant Director"
POSTS = f"Structure[{LINE}, proposed].posts"


@pytest.mark.parametrize(("target", "posts"), [(465_614, 3), (500_000, 2), (565_304, 2), (570_000, 1), (600_000, 1)])
def test_posts_are_solved_whoever_goes(target: int, posts: int) -> None:
    found = posts_that_save(open_review(NL).inputs, LINE, target * 100)
    assert found.answer == posts


def test_the_ends_of_the_range_are_said() -> None:
    # The case: 2 posts save £565,305 to £571,307, and 0 posts was answered.
    done = run_payband("solve", NL, "posts", "--line", LINE, "--target", "500000")
    assert done.returncode == 0
    assert "2 posts" in done.stdout
    assert "£565,304.85 to £571,306.76, depending on who is displaced" in done.stdout
    assert "so 1 person would be displaced" in done.stdout


def test_a_scenario_with_fewer_posts_than_people_has_two_ends() -> None:
    inputs = open_review(NL).inputs
    review = payband.Review(**_with_scenario(_small([26_000, 22_000, 24_000]), "Officers", 2))
    found = compare(review.inputs)
    names = [each.name for each in found.scenarios]
    assert names == ["base", "fewer: the lowest paid displaced", "fewer: the highest paid displaced"]
    least, most = (each.outlook.total(each.outlook.years[0]) for each in found.scenarios[1:])
    assert least is not None
    assert most is not None
    assert least.full_year_saving < most.full_year_saving
    assert [row["people_displaced"] for row in found.reviews().records()] == [0, 1, 1]
    assert any("2 posts for 3 people" in warning for warning in found.warnings)
    assert all(not each.results.failed for each in found.scenarios)
    assert inputs.lines("proposed")


def _small(salaries: list[int], **line: Any) -> dict[str, Any]:
    return small_review(
        settings={"protection months": 0, "tie goes to": "higher", "horizon": 1},
        posts=[
            {"line": "Officers", "state": state, "grade": "Officer", "posts": len(salaries), "costed at": "actual",
             **line}
            for state in ("now", "proposed")
        ],
        people=[
            {"person": f"P{number}", "post now": "Officers", "proposed line": "Officers", "salary now": salary}
            for number, salary in enumerate(salaries)
        ],
    )  # fmt: skip


def _with_scenario(tables: dict[str, Any], line: str, posts: int) -> dict[str, Any]:
    row = {"scenario": "fewer", "what is changed": f"Structure[{line}, proposed].posts", "value": posts}
    return {**tables, "more": {"Scenarios": [row]}}


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from([21_000, 22_000, 23_000, 24_500, 26_000]), min_size=2, max_size=4), st.data(),
    st.sampled_from([{}, {"external share": "30%"}]),
)  # fmt: skip
def test_the_ends_are_the_least_and_the_most_of_all_who_could_go(
    salaries: list[int], data: st.DataObject, line: dict[str, Any]
) -> None:
    posts = data.draw(st.integers(0, len(salaries) - 1))
    tables = _small(salaries, **line)
    savings = []
    for gone in combinations(range(len(salaries)), len(salaries) - posts):
        staff = [
            {**person, "proposed line": ""} if number in gone else person
            for number, person in enumerate(tables["people"])
        ]
        lines = [{**each, "posts": posts} if each["state"] == "proposed" else each for each in tables["posts"]]
        saving = payband.Review(**{**tables, "people": staff, "posts": lines}).calculate().structure_cost.total.saving
        assert saving is not None
        savings.append(saving)
    found = posts_that_save(payband.Review(**tables).inputs, "Officers", min(savings))
    assert found.answer is not None
    assert found.answer >= posts
    compared = compare(payband.Review(**_with_scenario(tables, "Officers", posts)).inputs).scenarios[1:]
    ends = [each.results.structure_cost.total.saving for each in compared]
    assert (min(filter(None, ends), default=0), max(filter(None, ends), default=0)) == (min(savings), max(savings))


@pytest.mark.parametrize("order", [(40, 40, 26, 26), (26, 26, 40, 40), (40, 26, 26, 40)])
def test_of_equal_new_pay_those_go_last_whose_protection_costs_more(order: tuple[int, ...]) -> None:
    tables = _small([1_000 * each for each in order])
    tables["settings"] |= {"protection months": 12, "protection form": "frozen", "horizon": 1}
    found = compare(payband.Review(**_with_scenario(tables, "Officers", 2)).inputs)
    least, most = (each.outlook.total(each.outlook.years[0]) for each in found.scenarios[1:])
    assert least is not None
    assert most is not None
    assert least.saving == most.saving
    assert (least.protection, most.protection) == (2 * 14_000_00, 0)


def test_who_leaves_anyway_leaves_a_vacancy_now_at_either_end() -> None:
    tables = _small([21_000, 22_000, 25_000, 26_000])
    tables["settings"] |= {"horizon": 2}
    tables["people"][0]["leaves on"] = "31/12/2025"
    tables["assumptions"] = [{"assumption": "rates after the last published year", "value": "as the last year"}]
    scenarios = compare(payband.Review(**_with_scenario(tables, "Officers", 3)).inputs).scenarios
    costs = [[each.outlook.total(year) for year in each.outlook.years] for each in scenarios]
    now = [[total and total.now.cost for total in each] for each in costs]
    assert now[0] == now[1] == now[2]
    for each in scenarios:
        totals = [each.outlook.total(year) for year in each.outlook.years]
        assert each.results.yearly_savings.savings == tuple(total and total.saving for total in totals)
    assert any("no last day" in text for text in compare(
        payband.Review(**_with_scenario(tables, "Officers", 3)).inputs).warnings)  # fmt: skip


def test_what_varies_posts_below_people_is_refused_with_what_to_do() -> None:
    inputs = open_review(NL).inputs
    [change] = changes_of([POSTS], inputs)
    assert changed(inputs, {change: 3}).lines("proposed")
    with pytest.raises(WrongInput, match=r"2 posts of 'Assistant Director' for 3 people: .* Give it as a scenario"):
        changed(inputs, {change: 2})


def test_a_scenario_that_leaves_the_posts_alone_is_worked_out_once() -> None:
    tables = _small([26_000, 22_000, 24_000])
    tables["posts"][1]["posts"] = 2  # one person too many in the review itself, which a check says
    row = {"scenario": "dearer", "what is changed": "OnCosts[all].pension rate", "value": "22%"}
    found = compare(payband.Review(**{**tables, "more": {"Scenarios": [row]}}).inputs)
    assert [each.name for each in found.scenarios] == ["base", "dearer"]


def test_without_people_the_posts_are_exact() -> None:
    tables = _small([26_000, 26_000, 26_000])
    tables["people"] = []
    tables["posts"] = [{**each, "costed at": "top"} for each in tables["posts"]]
    found = posts_that_save(payband.Review(**tables).inputs, "Officers", 34_349_40)
    assert found.answer == 2
    assert Decimal(found.reached) / 100 == Decimal("34349.40")


@pytest.mark.parametrize("elements", ["proposed", ""])
def test_part_timers_below_the_threshold_bear_no_ni_on_their_allowances(elements: str) -> None:
    """£4,800 with pension costs £5,760; £3,740 with pension and £1,260 without costs £5,748, and no NI is on either.

    At the full rate of NI on every penny the first would be the cheaper one, £6,480 and not £6,498.
    """
    tables = _small([24_000, 22_000])
    tables["on_costs"] = [{"profile": "all", "pension rate": "20%"}]
    for person, fte in zip(tables["people"], ("0.2", "0.17"), strict=True):
        person["FTE"] = fte
    tables["package"] = [
        {"line or person": "P1", "element": "allowance", "amount a year": 1_260, "counts towards approval": "no",
         "costed as": "non-pensionable pay", "state": elements},
    ]  # fmt: skip
    base, *scenarios = compare(payband.Review(**_with_scenario(tables, "Officers", 1)).inputs).scenarios
    costs = [each.results.structure_cost.total.proposed.cost for each in scenarios]
    assert base.results.structure_cost.total.proposed.cost == 5_760_00 + 5_748_00
    assert costs == [5_760_00, 5_748_00]
