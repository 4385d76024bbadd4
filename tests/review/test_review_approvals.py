"""The approvals of a review: what is measured, where it is tested, around the threshold, and by which rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import payband
from payband.review.summary import headlines
from tests.support import oracle
from tests.support.workbooks import only, people, small_review

RULE = {
    "rule": "R",
    "measure": "package",
    "tested at": "top of range",
    "comparison": "at or over",
    "threshold": 100_000,
    "approving body": "Full council",
    "effective from": "01/04/2020",
}


def calculated(bottom: float, top: float, **given: Any) -> Any:
    """The small review with one grade without points from bottom to top."""
    grades = [{"grade": "Officer", "bottom salary": bottom, "top salary": top}]
    given = {"approval_rules": [RULE], "posts": [line()], **given}
    return payband.Review(**small_review(grades=grades, **given)).calculate()


def line(**values: Any) -> dict[str, Any]:
    return {"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 2, **values}


def approvals(bottom: float, top: float, **given: Any) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = calculated(bottom, top, **given).to_dict()["approvals"]
    return records


@pytest.mark.parametrize(
    ("bottom", "top", "tested_at", "comparison", "needed", "disagree"),
    [
        # Harrow D1, 30 March 2023: the range reaches the threshold at its top only.
        (91_269, 107_264, "top of range", "at or over", True, True),
        (91_269, 107_264, "bottom of range", "at or over", False, True),
        (127_698, 140_652, "bottom of range", "at or over", True, False),
        # Exactly £100,000, a penny below and a penny above, at or over against over.
        (90_000, 100_000, "top of range", "at or over", True, True),
        (90_000, 100_000, "top of range", "over", False, True),
        (90_000, "99999.99", "top of range", "at or over", False, False),
        (90_000, "100000.01", "top of range", "over", True, True),
        (100_000, 100_000, "top of range", "over", False, True),
        (100_000, 110_000, "bottom of range", "at or over", True, True),
        (100_000, 110_000, "bottom of range", "over", False, True),
        (50_000, 60_000, "top of range", "at or over", False, False),
    ],
)
def test_around_the_threshold(
    bottom: Any, top: Any, tested_at: str, comparison: str, needed: bool, disagree: bool
) -> None:
    [row] = approvals(bottom, top, approval_rules=[{**RULE, "tested at": tested_at, "comparison": comparison}])
    assert row["needed"] is needed
    assert ("readings disagree" in row["reason"]) is disagree
    assert row["amount"] == Decimal(bottom if tested_at.startswith("bottom") else top)
    assert (row["what"], row["posts"], row["rule"], row["body"]) == ("Officers", 2, "R", "Full council")


def test_the_reason_gives_both_readings() -> None:
    [row] = approvals(91_269, 100_000)
    assert row["reason"] == (
        'the top of the range, £100,000, is at or over £100,000; readings disagree: read as "over" it would not be and '
        "at the bottom of the range, £91,269, it would not be"
    )


def test_actual_pay_is_tested_person_by_person() -> None:
    given = [
        *people(105_000, 100_000, 99_000),
        {"person": "P4", "salary now": 150_000},  # displaced: nobody pays them in the new structure
        {"person": "P5", "salary now": 150_000, "proposed line": "Officers", "leaves on": "31/03/2025"},
    ]
    rows = approvals(90_000, 110_000, people=given, approval_rules=[{**RULE, "tested at": "actual"}])
    found = [(row["what"], row["posts"], row["amount"], row["needed"]) for row in rows]
    assert found == [("P1", 1, 105_000, True), ("P2", 1, 100_000, True), ("P3", 1, 99_000, False)]


def test_actual_pay_of_part_time_people_is_what_they_are_paid() -> None:
    rule = {**RULE, "tested at": "actual"}
    row, vacant = approvals(90_000, 120_000, people=people(120_000, FTE="30/37"), approval_rules=[rule])
    assert vacant["reason"].startswith("vacant: ")  # a post without a holder, at what it can come to be paid
    assert vacant["amount"] == 120_000
    assert (row["amount"], row["needed"]) == (Decimal("97297.30"), False)  # 120,000 x 30 / 37


def test_a_vacant_part_time_post_is_tested_at_what_it_pays() -> None:
    rule = {**RULE, "tested at": "actual"}
    posts = [{"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 2, "FTE each": 0.5}]
    held, vacant = approvals(90_000, 150_000, people=people(150_000, FTE=0.5), approval_rules=[rule], posts=posts)
    assert vacant["reason"].startswith("vacant, 1/2 of full time: the top of the range, £75,000, is ")
    assert (held["amount"], vacant["amount"], vacant["needed"]) == (75_000, 75_000, False)


# --- what is measured ----------------------------------------------------------------------------------------------

ELEMENTS = [
    {
        "line or person": "Officers",
        "element": "car allowance",
        "amount a year": 5_000,
        "counts towards approval": "yes",
        "costed as": "not costed",
    },
    {
        "line or person": "Officers",
        "element": "mileage",
        "amount a year": 90_000,
        "counts towards approval": "no",
        "costed as": "not costed",
    },
    {
        "line or person": "P2",
        "element": "bonus",
        "amount a year": 7_000,
        "counts towards approval": "yes",
        "costed as": "not costed",
    },
    {
        "line or person": "P2",
        "element": "Severance",
        "amount a year": 60_000,
        "counts towards approval": "yes",
        "costed as": "not costed",
    },
    {
        "line or person": "P2",
        "element": "severance",
        "amount a year": 45_000,
        "counts towards approval": "yes",
        "costed as": "not costed",
    },
    {
        "line or person": "P1",
        "element": "severance",
        "amount a year": 20_000,
        "counts towards approval": "yes",
        "costed as": "not costed",
    },
    {
        "line or person": "P1",
        "element": "severance",
        "amount a year": 99_000,
        "counts towards approval": "no",
        "costed as": "not costed",
    },
]
ON_COSTS_90 = oracle.on_costs(Decimal(90_000), 2025, Decimal("0.2"))
ON_COSTS_94 = oracle.on_costs(Decimal(94_000), 2025, Decimal("0.2"))


@pytest.mark.parametrize(
    ("measure", "tested_at", "expected"),
    [
        ("base salary", "top of range", [("Officers", 94_000, False)]),
        ("base salary", "bottom of range", [("Officers", 88_000, False)]),
        ("base salary", "actual", [("P1", 90_000, False), ("P2", 94_000, False)]),
        # The line's own elements count for each of its posts; P2's bonus brings that post alone over the threshold.
        ("package", "top of range", [("Officers", 99_000, False), ("P2", 106_000, True)]),
        ("package", "bottom of range", [("Officers", 93_000, False), ("P2", 100_000, True)]),
        ("package", "actual", [("P1", 95_000, False), ("P2", 106_000, True)]),
        # The on-costs are those of the salary.
        ("employer cost", "actual", [("P1", 95_000 + ON_COSTS_90, True), ("P2", 106_000 + ON_COSTS_94, True)]),
        (
            "employer cost",
            "top of range",
            [("Officers", 99_000 + ON_COSTS_94, True), ("P2", 106_000 + ON_COSTS_94, True)],
        ),
        ("severance", "actual", [("P2", 105_000, True), ("P1", 20_000, False)]),
    ],
)
def test_what_is_measured(measure: str, tested_at: str, expected: list[tuple[str, Any, bool]]) -> None:
    rule = {**RULE, "measure": measure, "tested at": tested_at}
    rows = approvals(88_000, 94_000, people=people(90_000, 96_000), package=ELEMENTS, approval_rules=[rule])
    assert [(row["what"], row["amount"], row["needed"]) for row in rows] == expected


def test_a_package_never_counts_employer_on_costs() -> None:
    [row] = approvals(90_000, 99_999)
    assert (row["amount"], row["needed"]) == (99_999, False)


# --- which rules ---------------------------------------------------------------------------------------------------


def test_the_newest_rule_in_force_on_the_implementation_date_counts() -> None:
    rules = [
        {**RULE, "threshold": 90_000, "effective from": "01/04/2020"},
        {**RULE, "threshold": 100_000, "effective from": "01/04/2025"},
        {**RULE, "threshold": 150_000, "effective from": "02/04/2025"},
    ]
    [row] = approvals(80_000, 99_000, approval_rules=rules)
    assert (row["needed"], row["reason"]) == (False, "the top of the range, £99,000, is not at or over £100,000")


def test_a_policy_of_the_library_is_tested_beside_the_workbooks_rules() -> None:
    settings = {"implementation date": "30/03/2023", "price base": "2022-23", "approval policy": "harrow"}
    rows = approvals(91_269, 107_264, settings=settings)
    assert [(row["rule"], row["body"], row["needed"]) for row in rows] == [
        ("R", "Full council", True),
        ("Harrow", "Chief Officers' Employment Panel", True),
    ]


def test_a_rule_of_the_workbook_stands_in_place_of_the_librarys() -> None:
    settings = {"approval policy": "Harrow"}
    rules = [{**RULE, "rule": "HARROW", "threshold": 200_000}]
    [row] = approvals(91_269, 107_264, settings=settings, approval_rules=rules)
    assert (row["rule"], row["needed"]) == ("HARROW", False)


@pytest.mark.parametrize(("day", "known"), [("31/03/2013", True), ("01/04/2013", False), ("01/04/2025", False)])
def test_the_guidance_of_england_ends_and_then_the_bodys_own_rule_is_asked_for(day: str, known: bool) -> None:
    year = "2012-13" if day.endswith("2013") else "2025-26"
    settings = {"approval policy": "Large salary packages", "implementation date": day, "price base": year}
    tables = small_review(settings=settings, spines=[{**point, "effective from": "01/04/2010"} for point in _points()])
    if known:
        assert payband.Review(**tables).calculate().tables["ApprovalsNeeded"].records()
        return
    with pytest.raises(payband.InputProblems) as caught:
        payband.Review(**tables)
    assert "is known to 31 March 2013 only" in str(caught.value)
    assert "or name your body's own rule: a row of table ApprovalRules, and no policy here" in str(caught.value)


def _points() -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = small_review()["spines"]
    return points


def test_a_policy_before_the_library_knows_it_is_refused() -> None:
    settings = {"implementation date": "01/04/2015", "price base": "2015-16", "approval policy": "Harrow"}
    with pytest.raises(payband.InputProblems, match="approval policy: approval rule Harrow on 1 April 2015"):
        approvals(91_269, 107_264, settings=settings)


# --- what comes of it ----------------------------------------------------------------------------------------------


def test_a_needed_approval_is_reported_and_no_failure() -> None:
    results = calculated(91_269, 107_264)
    assert results.failed == []
    assert ("Approvals", "Posts that need approval", 2, "whole") in results.summary()
    [text] = dict(headlines(results))["Approvals"]
    assert text.startswith("Officers (2): Full council, as the top of the range, £107,264, is at or over £100,000")


def test_posts_that_need_approval_are_counted_once() -> None:
    rules = [RULE, {**RULE, "rule": "S", "comparison": "over"}]
    bonus = [{**ELEMENTS[2], "line or person": "P1"}]
    results = calculated(91_269, 107_264, approval_rules=rules, people=people(100_000), package=bonus)
    assert [row["what"] for row in results.to_dict()["approvals"]] == ["Officers", "P1", "Officers", "P1"]
    assert ("Approvals", "Posts that need approval", 2, "whole") in results.summary()


@pytest.mark.parametrize(
    "grade",
    [
        {"grade": "Officer", "provisional": "yes"},
        {"grade": "Officer", "spine": "Y", "bottom point": 1, "top point": 2},
    ],
)
def test_an_approval_that_cannot_be_decided_fails_a_check(grade: dict[str, Any]) -> None:
    spines = [{"spine": "Y", "point": 1, "salary": 90_000, "effective from": "01/04/2024"},
              {"spine": "Y", "point": 2, "effective from": "01/04/2024"}]  # fmt: skip
    review = payband.Review(**small_review(grades=[grade], spines=spines, posts=[line()], approval_rules=[RULE]))
    results = review.calculate()
    [row] = results.to_dict()["approvals"]
    assert (row["needed"], row["amount"]) == (None, None)
    assert "not known" in row["reason"]
    assert "Every approval is decided" in results.failed


def test_no_rule_no_approval() -> None:
    results = calculated(91_269, 107_264, approval_rules=[])
    assert results.to_dict()["approvals"] == []
    [said] = dict(headlines(results))["Approvals"]
    assert said.startswith("no rule to test against: name your body's own in table ApprovalRules")
    assert not [row for row in results.tables["Checks"].records() if row["check"] == "Every approval is decided"]


def test_a_line_without_posts_needs_no_approval() -> None:
    rows = approvals(91_269, 107_264, posts=[line(), line(line="Gone", posts=0)])
    assert [row["what"] for row in rows] == ["Officers"]
    assert only(rows, what="Officers")["needed"]
