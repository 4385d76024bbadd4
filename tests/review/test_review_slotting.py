"""The slotting list of a review: rules and ties, who is placed, unpublished points, ranges without points."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import payband
from payband.review.explanation.explain import explain
from payband.review.summary import headlines
from tests.support.workbooks import only, people, small_review

# The small review's spine: points 1 to 6 pay £21,000 to £26,000 in steps of £1,000.


def calculated(**given: Any) -> Any:
    return payband.Review(**small_review(**given)).calculate()


def slotted(salary: float, **given: Any) -> dict[str, Any]:
    results = calculated(people=people(salary), **given)
    return dict(results.tables["SlottingList"].records()[0])


@pytest.mark.parametrize(
    ("salary", "rule", "tie", "point", "change", "outcome"),
    [
        (23_400, "nearest", None, 3, -400, "fall"),
        (23_600, "nearest", None, 4, 400, "rise"),
        (23_500, "nearest", "higher", 4, 500, "rise"),
        (23_500, "nearest", "lower", 3, -500, "fall"),
        (23_499.99, "nearest", None, 3, "-499.99", "fall"),
        (23_000, "nearest", None, 3, 0, "same"),
        (23_000.01, "next above", None, 4, "999.99", "rise"),
        (23_000, "next above", None, 3, 0, "same"),
        (23_999.99, "next below", None, 3, "-999.99", "fall"),
        (25_999, "bottom", None, 1, -4_999, "fall"),
        (21_000, "bottom", None, 1, 0, "same"),
        (24_000, "same point", None, 4, 0, "same"),
        # Outside the range: to its end, and the outcome says so, whatever the rule.
        (26_000.01, "nearest", None, 6, "-0.01", "fall, above the top"),
        (30_000, "next above", None, 6, -4_000, "fall, above the top"),
        (20_999.99, "nearest", None, 1, "0.01", "rise, below the bottom"),
        (20_000, "next below", None, 1, 1_000, "rise, below the bottom"),
        (20_000, "same point", None, 1, 1_000, "rise, below the bottom"),
    ],
)
def test_each_rule(salary: float, rule: str, tie: str | None, point: int, change: Any, outcome: str) -> None:
    row = slotted(salary, settings={"slotting rule": rule, "tie goes to": tie})
    assert (row["point"], row["change"], row["outcome"]) == (point, Decimal(change), outcome)
    assert row["salary_new"] == 20_000 + 1_000 * point
    assert row["salary_now"] + row["change"] == row["salary_new"]
    assert not row["estimated"]


@pytest.mark.parametrize(
    ("salary", "rule", "said"),
    [
        (23_500, "nearest", "lies exactly between points 3 and 4"),
        (23_500, "same point", "is not the salary of a point of Officer"),
    ],
)
def test_a_salary_that_no_rule_decides_is_unknown_and_fails(salary: float, rule: str, said: str) -> None:
    results = calculated(people=people(salary, 30_000), settings={"slotting rule": rule})
    row = only(results.tables["SlottingList"].records(), person="P1")
    assert row["outcome"] == "unknown"
    assert row["point"] is row["salary_new"] is row["change"] is row["protected_until"] is None
    assert said in row["why"]
    assert "Every point that a salary rests on is known" in results.failed
    # No total leaves a person out unsaid: P2's protection is known, the sum is not.
    assert results.protection_cost.total is None
    assert results.to_dict()["protection"]["by_financial_year"] is None
    assert ("In short", "Protection in all, basic pay", None, "money") in results.summary()


def test_the_change_is_shown_as_a_share_of_the_salary_now() -> None:
    assert slotted(20_000)["change_percent"] == Decimal("0.0500")  # 1,000 / 20,000
    assert slotted(27_000)["change_percent"] == Decimal("-0.0370")  # -1,000 / 27,000


def test_rise_same_and_fall_are_counted() -> None:
    results = calculated(people=people(20_000, 20_500, 22_000, 25_900, 26_100, 27_000))
    counts = {label: value for section, label, value, _ in results.summary() if section == "People"}
    assert counts == {
        "Salary rises": 3,  # 20,000; 20,500; 25,900
        "Salary stays": 1,
        "Salary falls": 2,
        "Displaced": 0,
        "Posts without a holder": 0,
    }
    assert dict(headlines(results))["Slotting"] == ["6 people: 3 rise, 1 same, 2 fall"]


def test_posts_without_a_holder_are_counted_line_by_line() -> None:
    posts = [
        {"line": "Full", "state": "proposed", "grade": "Officer", "posts": 1},
        {"line": "Vacant", "state": "proposed", "grade": "Officer", "posts": 3},
    ]
    results = calculated(posts=posts, people=people(23_000, 24_000, line="full"))
    assert ("People", "Posts without a holder", 3, "whole") in results.summary()


# --- who is placed -------------------------------------------------------------------------------------------------

START = "01/04/2025"  # the small review's implementation date; protection lasts twelve months, to 31 March 2026


@pytest.mark.parametrize(
    ("values", "outcome", "until", "said"),
    [
        ({}, "fall, above the top", date(2026, 3, 31), "frozen for 12 months"),
        ({"proposed line": ""}, "displaced", None, "no proposed line"),
        ({"leaves on": "31/03/2025"}, "leaves", None, "leaves on 31 March 2025, before the new structure"),
        ({"leaves on": "01/04/2025"}, "fall, above the top", date(2025, 4, 1), "protected until leaving"),
        ({"leaves on": "15/09/2025"}, "fall, above the top", date(2025, 9, 15), "protected until leaving"),
        ({"leaves on": "15/09/2027"}, "fall, above the top", date(2026, 3, 31), "frozen for 12 months"),
        ({"protection waived": "yes"}, "fall, above the top", None, "protection waived"),
        ({"salary now": 26_000, "protection waived": "yes"}, "same", None, ""),
    ],
)
def test_who_is_placed_and_protected(values: dict[str, Any], outcome: str, until: date | None, said: str) -> None:
    results = calculated(people=[{**people(30_000)[0], **values}])
    row = results.tables["SlottingList"].records()[0]
    assert (row["outcome"], row["protected_until"]) == (outcome, until)
    assert said in row["why"]
    assert ("waived" in row["why"]) is (said == "protection waived")
    assert results.failed == []
    assert len(results.tables["ProtectionByYear"]) == (until is not None)


def test_displaced_and_leaving_people_are_counted_apart() -> None:
    given = [
        *people(22_000),
        {"person": "P2", "salary now": 30_000},
        {"person": "P3", "salary now": 30_000, "proposed line": "Officers", "leaves on": "31/03/2025"},
    ]
    results = calculated(people=given)
    check = only(results.tables["Checks"].records(), check="Every person is placed, displaced or leaving")
    assert (check["expected"], check["found"]) == ("3 people", "1 placed, 1 displaced, 1 leaving")
    assert dict(headlines(results))["Slotting"] == ["3 people: 1 same, 1 displaced, 1 leaves"]
    assert ("People", "Posts without a holder", 4, "whole") in results.summary()  # 5 posts, P1 alone stays in one


def test_more_people_than_posts_fails_a_check() -> None:
    posts = [{"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 2}]
    assert calculated(posts=posts, people=people(22_000, 23_000)).failed == []
    results = calculated(posts=posts, people=people(22_000, 23_000, 24_000))
    assert results.failed == ["No line has more people than posts"]
    check = only(results.tables["Checks"].records(), check="No line has more people than posts")
    assert check["detail"] == "Officers: 3 people, 2 posts"


def test_illustrative_people_are_marked_and_warned_of() -> None:
    results = calculated(people=[*people(22_000), {**people(23_000)[0], "person": "P2", "illustrative": "yes"}])
    assert [row["illustrative"] for row in results.tables["SlottingList"].records()] == [False, True]
    assert any(warning.startswith("1 of 2 people are illustrative") for warning in results.warnings)


# --- points that were never published ------------------------------------------------------------------------------

# Points 2 and 4 are not published, nor is 6, the top.
GAPS = [
    {"spine": "G", "point": point, "salary": salary, "effective from": "01/04/2024"}
    for point, salary in [(1, 21_000), (2, None), (3, 23_000), (4, None), (5, 25_001), (6, None)]
]
TO_FIVE = [{"grade": "Officer", "spine": "G", "bottom point": 1, "top point": 5}]


@pytest.mark.parametrize(
    ("salary", "refused", "estimated"),
    [
        # Straight line: point 2 is £22,000, point 4 halfway from £23,000 to £25,001, to the pound half up: £24,001.
        (21_000, 1, (1, 21_000, False)),
        (23_000, 3, (3, 23_000, False)),
        (20_000, 1, (1, 21_000, False)),
        (26_000, 5, (5, 25_001, False)),
        (21_100, None, (1, 21_000, True)),  # the choice between 1 and 2 rests on 2
        (21_900, None, (2, 22_000, True)),
        (24_000, None, (4, 24_001, True)),
        (24_900, None, (5, 25_001, True)),
    ],
)
def test_unpublished_points(salary: float, refused: int | None, estimated: tuple[int, int, bool]) -> None:
    row = slotted(salary, spines=GAPS, grades=TO_FIVE)
    assert row["point"] == refused
    assert (row["outcome"] == "unknown") is (refused is None)
    if refused is None:
        assert "never published" in row["why"]
    row = slotted(salary, spines=GAPS, grades=TO_FIVE, settings={"unpublished points": "estimate"})
    assert (row["point"], row["salary_new"], row["estimated"]) == estimated
    assert ("estimated point" in row["why"]) is estimated[2]


def test_what_rests_on_an_unpublished_point_is_refused_everywhere() -> None:
    results = calculated(spines=GAPS, people=people(26_500, 21_000))
    answer = results.to_dict()
    [line], totals = answer["structure"]["lines"], answer["structure"]["totals"]
    for each in (line, totals):  # the top, point 6, is not known, so neither is the line nor the total
        assert each["cost_proposed"] is each["modelled"] is each["saving"] is None
    [pay_range] = answer["ranges"]
    assert (pay_range["bottom"], pay_range["top"], pay_range["midpoint"], pay_range["spread"]) == (
        Decimal("21000.00"), None, None, None
    )  # fmt: skip
    assert pay_range["points"] == "1, 2 (not published), 3, 4 (not published), 5, 6 (not published)"
    assert answer["protection"]["total"] is None
    assert set(results.failed) == {
        "Every line has a cost",
        "Every proposed line is modelled",
        "Every person is placed, displaced or leaving",
        "Every point that a salary rests on is known",
        "Protection is known in total",
    }
    assert any("not known" in text for text in dict(headlines(results))["Structure"])


def test_an_end_that_no_straight_line_reaches_stays_unknown() -> None:
    row = slotted(26_500, spines=GAPS, settings={"unpublished points": "estimate"})
    assert row["outcome"] == "unknown"
    assert "point 6" in row["why"]


def test_an_estimate_is_marked_wherever_it_goes() -> None:
    to_four = [{"grade": "Officer", "spine": "G", "bottom point": 1, "top point": 4}]
    rule = {
        "rule": "R", "measure": "base salary", "tested at": "top of range", "comparison": "over", "threshold": 24_000,
        "approving body": "Council", "effective from": "01/04/2020",
    }  # fmt: skip
    results = calculated(
        spines=GAPS,
        grades=to_four,
        people=people(25_000),
        approval_rules=[rule, {**rule, "rule": "S", "tested at": "actual"}],
        settings={"unpublished points": "estimate"},
    )
    assert results.failed == []
    answer = results.to_dict()
    assert [row["estimated"] for row in answer["slotting"]] == [True]
    assert [row["estimated"] for row in answer["ranges"]] == [True]
    assert answer["ranges"][0]["points"] == "1, 2 (estimated), 3, 4 (estimated)"
    assert [row["estimated"] for row in answer["structure"]["lines"]] == [True]
    assert answer["structure"]["totals"]["estimated"] is True
    assert answer["protection"]["estimated"] is True
    assert answer["protection"]["total"] == Decimal("999.00")  # 25,000 less the estimated 24,001, for a year
    assert [row["reason"].endswith("; rests on an estimated point") for row in answer["approvals"]] == [True] * 3
    assert any("1 salary rests on points that were never published" in each for each in answer["warnings"])
    assert "Pay ranges with estimated points: Officer" in answer["warnings"]
    shown = dict(headlines(results))
    for section in ("Structure", "Slotting", "Protection"):
        assert any("ESTIMATED" in text for text in shown[section]), section
    marked = [section for section, label, _, _ in results.summary() if label == "ESTIMATED"]
    assert marked == ["Structure", "Protection"]


@pytest.mark.parametrize(
    ("holders", "estimated"), [([23_000, 23_000], False), ([23_000], True), ([23_400, 23_000], True)]
)
def test_actual_pay_is_estimated_where_a_holder_or_a_vacancy_is(holders: list[int], estimated: bool) -> None:
    # The top, point 4, is estimated, so a vacant post is; so is the choice between points 3 and 4.
    results = calculated(
        spines=GAPS,
        grades=[{"grade": "Officer", "spine": "G", "bottom point": 3, "top point": 4}],
        posts=[{"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 2, "costed at": "actual"}],
        people=people(*holders),
        settings={"unpublished points": "estimate"},
    )
    assert [row["estimated"] for row in results.to_dict()["structure"]["lines"]] == [estimated]


def test_nothing_is_marked_that_rests_on_published_points_alone() -> None:
    results = calculated(
        spines=GAPS,
        grades=[{"grade": "Officer", "spine": "G", "bottom point": 3, "top point": 3}],
        people=people(25_000),
        settings={"unpublished points": "estimate"},
    )
    answer = results.to_dict()
    assert not any(row["estimated"] for row in [*answer["slotting"], *answer["ranges"], *answer["structure"]["lines"]])
    assert answer["protection"]["estimated"] is False
    assert not any("estimate" in each for each in answer["warnings"])


# --- ranges without points, provisional grades ---------------------------------------------------------------------

SALARIES = {"grade": "Officer", "bottom salary": 50_000, "top salary": 60_000}  # Essex commissioner's office, 2013


@pytest.mark.parametrize(
    ("salary", "new", "outcome"),
    [
        (49_999.99, 50_000, "rise, below the bottom"),
        (50_000, 50_000, "same"),
        (54_321, 54_321, "same"),
        (60_000, 60_000, "same"),
        (60_000.01, 60_000, "fall, above the top"),
    ],
)
def test_a_range_without_points(salary: float, new: float, outcome: str) -> None:
    row = slotted(salary, grades=[SALARIES])
    assert (row["point"], row["salary_new"], row["outcome"]) == (None, new, outcome)


def test_the_bottom_rule_in_a_range_without_points() -> None:
    row = slotted(54_321, grades=[SALARIES], settings={"slotting rule": "bottom"})
    assert (row["salary_new"], row["outcome"]) == (50_000, "fall")


def test_pay_ranges_show_midpoint_and_spread() -> None:
    [row] = calculated(grades=[SALARIES]).to_dict()["ranges"]
    assert (row["midpoint"], row["spread"], row["points"]) == (Decimal("55000.00"), Decimal("0.2000"), "no points")


def test_a_provisional_grade_without_pay_is_never_a_figure() -> None:
    results = calculated(grades=[{"grade": "Officer", "provisional": "yes"}], people=people(22_000))
    answer = results.to_dict()
    [pay_range], [person], [line] = answer["ranges"], answer["slotting"], answer["structure"]["lines"]
    assert pay_range["provisional"] is True
    assert pay_range["bottom"] is pay_range["top"] is pay_range["midpoint"] is None
    assert pay_range["points"] == "not published"
    assert (person["outcome"], person["salary_new"]) == ("unknown", None)
    assert line["cost_proposed"] is line["modelled"] is answer["structure"]["totals"]["cost_proposed"] is None
    assert "Provisional grades: Officer" in answer["warnings"]
    assert "Every line has a cost" in results.failed


def test_a_provisional_grade_with_pay_is_costed_and_marked() -> None:
    results = calculated(grades=[{**SALARIES, "provisional": "yes"}], people=people(55_000))
    assert results.failed == []
    assert results.to_dict()["ranges"][0]["provisional"] is True
    assert "Provisional grades: Officer" in results.warnings


# --- the spine in force --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "salary_new"),
    [("31/03/2025", 21_000), ("01/04/2025", 22_000), ("31/12/2025", 22_000)],
)
def test_the_newest_salaries_in_force_on_the_implementation_date_count(starts: str, salary_new: int) -> None:
    spines = [
        {"spine": "G", "point": 1, "salary": salary, "effective from": day}
        for salary, day in [(21_000, "01/04/2024"), (22_000, "01/04/2025"), (23_000, "01/01/2026")]
    ]
    one = [{"grade": "Officer", "spine": "G", "bottom point": 1, "top point": 1}]
    row = slotted(20_000, spines=spines, grades=one, settings={"implementation date": starts})
    assert row["salary_new"] == salary_new


# --- by years of service ---------------------------------------------------------------------------------------------

NHS: dict[str, Any] = {
    "spines": [],
    "grades": [
        {"grade": "Band 5", "order": 1, "spine": "NHS England AfC Band 5", "bottom point": "entry", "top point": "top"}
    ],
    "posts": [{"line": "Officers", "state": "proposed", "grade": "Band 5", "posts": 5}],
    "settings": {"implementation date": "01/04/2026", "price base": "2026-27", "horizon": 3},
}
YEARS = "full years in the grade"


def full_years(years: int | None) -> dict[str, Any]:
    """The column of People with the full years."""
    return {YEARS: years}


# NHS Employers, Pay scales for 2026/27: Band 5 £32,073, £34,592 after two years, £39,043 after four.
@pytest.mark.parametrize(
    ("salary", "years", "point", "pays", "outcome"),
    [
        (33_000, 0, "entry", 32_073, "fall"),
        (33_000, 1, "entry", 32_073, "fall"),
        (33_000, 2, "intermediate", 34_592, "rise"),
        (38_000, 3, "intermediate", 34_592, "fall"),
        (33_000, 4, "top", 39_043, "rise"),
        (39_043, 30, "top", 39_043, "same"),
        (33_000, None, "entry", 32_073, "fall"),  # by the salary: the nearest
    ],
)
@pytest.mark.parametrize("grade", ["Band 5", "NHS England Band 5"])
def test_full_years_lead_to_a_step_of_a_national_band(
    salary: float, years: int | None, point: str, pays: int, outcome: str, grade: str
) -> None:
    posts = [{**NHS["posts"][0], "grade": grade}]
    results = calculated(people=people(salary, **full_years(years)), **{**NHS, "posts": posts})
    [row] = results.tables["SlottingList"].records()
    assert (row["point"], row["salary_new"], row["outcome"]) == (point, pays, outcome)
    assert not row["estimated"]
    rule = "nearest point to £33,000.00" if years is None else f"the step that {years} full year"
    assert row["why"].startswith(rule)
    used = [each.name for each in results.figures_used if "AfC Band 5" not in each.name and "Band 5" in each.name]
    assert bool([name for name in used if name == f"NHS England Band 5 {point}"]) is (years is not None)


@pytest.mark.parametrize("rule", ["nearest", "next above", "next below", "bottom", "same point"])
def test_the_years_decide_whatever_the_slotting_rule(rule: str) -> None:
    settings = {**NHS["settings"], "slotting rule": rule}
    results = calculated(people=people(33_000, **full_years(4)), **{**NHS, "settings": settings})
    [row] = results.tables["SlottingList"].records()
    assert (row["point"], row["salary_new"]) == ("top", 39_043)


def test_the_horizon_and_the_explanation_take_the_step_too() -> None:
    staff = [*people(33_000, 33_000, **full_years(4)), {**people(33_000)[0], "person": "P3"}]
    costed = {**NHS, "settings": {**NHS["settings"], "costed at": "actual"}}
    results = calculated(people=staff, **costed)
    assert [row["salary_new"] for row in results.tables["SlottingList"].records()] == [39_043, 39_043, 32_073]
    said = " ".join(
        f"{step.name} {step.value} {step.rule}" for chain in explain(results, "P1").chains for step in chain.steps
    )
    assert "the step that 4 full years in the grade lead to: top" in said
    assert "nearest" not in said
    alone = calculated(people=staff[:1], **costed)
    by_salary = calculated(people=people(39_043), **costed)
    assert alone.outlook.rows().rows == by_salary.outlook.rows().rows
    assert alone.outlook.rows().rows != calculated(people=people(33_000), **costed).outlook.rows().rows


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "no full years in a grade lead to a point of spine G: leave them out"),
        (
            {"grades": [{"grade": "Officer", "bottom salary": 20_000, "top salary": 30_000}]},
            "years lead to a step of a national band, and Officer has no points of a spine: empty this",
        ),
        (
            {**NHS, "grades": [{**NHS["grades"][0], "top point": "intermediate"}]},
            "4 full years lead to the step top, which grade Band 5 does not have",
        ),
    ],
)
def test_years_without_a_step_are_named(given: dict[str, Any], said: str) -> None:
    with pytest.raises(payband.InputProblems) as caught:
        calculated(people=people(33_000, **full_years(4)), **given)
    assert f"table People, row 1, column '{YEARS}': " in str(caught.value)
    assert said in str(caught.value)
