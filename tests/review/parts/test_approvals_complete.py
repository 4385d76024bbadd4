"""Approvals in full: post by post, in retrospect, statutory posts apart, severance in tiers, and pay multiples."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import payband
from payband import library
from payband.cli import main
from payband.errors import InputProblems
from payband.formulas.reconcile import reconcile
from payband.review.results import Results
from payband.rules.thresholds import decide_tiers
from payband.workbook import open_review
from tests.run import TOP
from tests.support.workbooks import small_review

PANEL = "Chief Officers' Employment Panel"
COUNCIL, HEAD, SCHEME = "Full council", "Head of Paid Service with the Leader", "Scheme of delegation"


def _line(name: str, grade: str, posts: int = 1, **more: Any) -> dict[str, Any]:
    return {"line": name, "state": "proposed", "grade": grade, "posts": posts, **more}


def _harrow(
    lines: list[dict[str, Any]],
    appointments: list[dict[str, Any]],
    *,
    settings: dict[str, Any] | None = None,
    **more: Any,
) -> payband.Review:
    multiples = more.pop("multiples", [])
    tables = small_review(
        settings={
            "implementation date": "30/03/2023",
            "price base": "2022-23",
            "approval policy": "Harrow",
            "protection months": 0,
            **(settings or {}),
        },
        spines=[],
        grades=more.pop("grades", []),
        posts=lines,
        people=more.pop("people", []),
        **more,
    )
    return payband.Review(**tables, more={"Appointments": appointments, "PayMultiples": multiples})


def _answer(results: Results, table: str) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = results.to_dict()["parts"][table]
    return answers


def _summary(results: Results, section: str) -> dict[str, str]:
    return {label: value for part, label, value, _ in results.summary() if part == section}


D1 = [_line("Director D1", "D1", 6)]


def _of_december() -> list[dict[str, Any]]:
    """Six posts at D1: filled before the panel of 8 December 2022 approved them. The days of starting are made up."""
    return [
        {
            "line or person": "Director D1",
            "post": f"Director {number}",
            "appointed on": f"0{number}/09/2022",
            "approved on": "08/12/2022",
            "approving body": PANEL,
            "budgeted": "yes",
        }
        for number in range(1, 7)
    ]


# --- Harrow --------------------------------------------------------------------------------------------------------


def test_harrows_six_posts_are_listed_one_by_one_and_in_retrospect() -> None:
    # Harrow, 8 December 2022, item 21: D1, £91,269 to £107,264, six posts, approval given in retrospect.
    results = _harrow(D1, _of_december()).calculate()
    rows = _answer(results, "ApprovalsByPost")
    assert [row["post"] for row in rows] == [f"Director {n} (post {n} of 6)" for n in range(1, 7)]
    assert {row["standing"] for row in rows} == {"approved in retrospect"}
    assert {row["amount"] for row in rows} == {107_264}
    assert {row["group"] for row in rows} == {"other post"}
    assert rows[0]["why"] == (
        "the top of the range, £107,264, is at or over £100,000; readings disagree: at the bottom of the range, "
        "£91,269, it would not be; approved 98 days after the first day"
    )
    said = _summary(results, "Approvals by post")
    assert said["Other posts"] == "6 posts: 6 approved in retrospect"
    assert said["Statutory chief officers"] == "none needs approval"
    assert any("approved in retrospect" in warning for warning in results.warnings)


def test_harrows_d3_posts_the_statutory_one_apart_before_anybody_is_appointed() -> None:
    # Harrow, 30 March 2023: D3, £127,698 to £140,652, two posts, one of them statutory, both budgeted.
    lines = [
        _line("Corporate director", "D3"),
        {**_line("Director of adult services", "D3"), "statutory role": "Director of Adult Social Services"},
        *D1,
    ]
    filled = [
        {"line or person": name, "approved on": "30/03/2023", "approving body": PANEL, "budgeted": "yes"}
        for name in ("Corporate director", "Director of adult services")
    ]
    results = _harrow(lines, filled).calculate()
    rows = _answer(results, "ApprovalsByPost")
    assert [(row["group"], row["what"], row["standing"], row["budgeted"]) for row in rows[:2]] == [
        ("statutory chief officer", "Director of adult services", "approved beforehand", True),
        ("other post", "Corporate director", "approved beforehand", True),
    ]
    assert [row["standing"] for row in rows[2:]] == ["to be approved before anybody is appointed"] * 6
    assert "statutory: Director of Adult Social Services" in rows[0]["why"]
    assert _summary(results, "Approvals by post") == {
        "Statutory chief officers": "1 post: 1 approved beforehand",
        "Other posts": "7 posts: 1 approved beforehand, 6 to be approved before anybody is appointed",
    }


@pytest.mark.parametrize(
    ("dates", "standing"),
    [
        ({"appointed on": "07/12/2022", "approved on": "08/12/2022"}, "approved in retrospect"),
        ({"appointed on": "08/12/2022", "approved on": "08/12/2022"}, "approved beforehand"),
        ({"appointed on": "09/12/2022", "approved on": "08/12/2022"}, "approved beforehand"),
        # paid at the new range before the appointment itself
        (
            {"appointed on": "09/12/2022", "paid from": "01/12/2022", "approved on": "08/12/2022"},
            "approved in retrospect",
        ),
        ({"approved on": "08/12/2022"}, "approved beforehand"),
        ({"appointed on": "30/03/2023"}, "in post or paid without approval"),
        ({"appointed on": "31/03/2023"}, "to be approved before anybody is appointed"),
        ({}, "to be approved before anybody is appointed"),
    ],
)
def test_in_retrospect_or_beforehand(dates: dict[str, str], standing: str) -> None:
    results = _harrow([_line("Director D1", "D1")], [{"line or person": "Director D1", **dates}]).calculate()
    [row] = _answer(results, "ApprovalsByPost")
    assert row["standing"] == standing
    without = "Nobody is in post or paid without the approval that is needed" in results.failed
    assert without == (standing == "in post or paid without approval")


def test_lee_valleys_range_reaches_the_threshold_at_its_top() -> None:
    # Lee Valley: £85,564 to £106,473.
    grades = [{"grade": "LV", "order": 1, "bottom salary": 85_564, "top salary": 106_473}]
    filled = [{"line or person": "Director", "budgeted": "no"}]
    results = _harrow([_line("Director", "LV")], filled, grades=grades).calculate()
    [row] = _answer(results, "ApprovalsByPost")
    assert (row["standing"], row["amount"]) == ("to be approved before anybody is appointed", 106_473)
    assert "Every post that needs approval is budgeted" in results.failed


def test_a_check_does_not_pass_on_what_is_not_stated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An older review of Harrow's six posts, which says that they need approval, and not whether they are budgeted."""
    path = TOP / "tests" / "cases" / "format_1" / "harrow-2022.xlsx"
    results = payband.open_review(path).calculate()
    name = "Every post that needs approval is budgeted"
    assert results.untold == [name]
    assert name not in results.failed
    assert ("Checks", "Checks passed", "7 of 10", "text") in results.summary()
    assert ("Checks", "Cannot be told", name, "text") in results.summary()
    assert main(["review", str(path), "-o", str(tmp_path / "answers.xlsx")]) == 1
    assert f"CANNOT BE TOLD: {name} (0 posts otherwise, 6 posts not" in capsys.readouterr().out


def test_the_package_says_which_elements_count() -> None:
    grades = [{"grade": "S", "order": 1, "bottom salary": 90_000, "top salary": 96_000}]
    package = [
        {
            "line or person": "Director",
            "element": "allowance",
            "amount a year": 4_000,
            "counts towards approval": "yes",
            "costed as": "not costed",
        },
        {
            "line or person": "Director",
            "element": "relocation",
            "amount a year": 9_000,
            "counts towards approval": "no",
            "costed as": "not costed",
        },
    ]
    filled = [{"line or person": "Director"}]
    [row] = _answer(
        _harrow([_line("Director", "S")], filled, grades=grades, package=package).calculate(), "ApprovalsByPost"
    )
    assert row["amount"] == 100_000
    assert row["why"].endswith("; allowance £4,000.00 counts; relocation £9,000.00 does not count")


def test_the_readings_of_the_two_papers_disagree_at_the_threshold_itself() -> None:
    # The delegation printed on 30 March 2023 says "£100,000 or over"; the minutes of 8 December 2022 "more than".
    grades = [{"grade": "S", "order": 1, "bottom salary": 100_000, "top salary": 100_000}]
    settings = {"approval policy": "Harrow; Harrow minutes 2022"}
    results = _harrow(
        [_line("Director", "S")], [{"line or person": "Director"}], grades=grades, settings=settings
    ).calculate()
    rows = _answer(results, "ApprovalsByPost")
    assert [(row["rule"], row["standing"]) for row in rows] == [
        ("Harrow", "to be approved before anybody is appointed"),
        ("Harrow minutes 2022", "not needed"),
    ]
    assert all("readings disagree" in row["why"] for row in rows)


def test_another_body_than_the_rule_names_is_a_failed_check() -> None:
    filled = [{"line or person": "Director D1", "approved on": "01/03/2023", "approving body": "Chief executive"}]
    results = _harrow([_line("Director D1", "D1")], filled).calculate()
    assert "Each approval was given by the body that the rule names" in results.failed


# --- severance -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "needed", "body"),
    [
        ("19999.99", False, SCHEME),
        ("20000", True, HEAD),
        ("20000.01", True, HEAD),
        ("99999.99", True, HEAD),
        ("100000", True, COUNCIL),
        ("100000.01", True, COUNCIL),
    ],
)
def test_severance_tiers(amount: str, needed: bool, body: str) -> None:
    # Statutory guidance on special severance payments, 12 May 2022.
    assert payband.needs_approval(amount, None, "Severance 2022") is needed
    words = payband.approval(amount, None, "England severance 2022")
    assert words.startswith(f"Approval needed from the {body}: " if needed else "No approval needed: ")
    package = [
        {
            "line or person": "P1",
            "element": "severance",
            "amount a year": amount,
            "counts towards approval": "yes",
            "costed as": "not costed",
        }
    ]
    people = [{"person": "P1", "salary now": 95_000}]
    review = _harrow(D1, [], settings={"approval policy": "Severance 2022"}, package=package, people=people)
    [tested] = review.calculate().tables["ApprovalsNeeded"].records()
    assert (tested["what"], tested["needed"], tested["body"]) == ("P1", needed, body)


def test_the_tier_that_decides_follows_the_amount_in_a_native_copy(soffice: str, tmp_path: Path) -> None:
    severance = {
        "line or person": "P1",
        "element": "severance",
        "amount a year": 10_000,
        "counts towards approval": "yes",
        "costed as": "not costed",
    }
    staff = [{"person": "P1", "salary now": 95_000}]
    settings = {"approval policy": "Severance 2022"}
    _harrow(D1, [], settings=settings, package=[severance], people=staff).calculate().save(tmp_path / "review.xlsx")
    payband.open_review(tmp_path / "review.xlsx").calculate().save(tmp_path / "native.xlsx", live="native")
    bodies = []
    for amount in (19_999.99, 99_999.99, 100_000):
        book = load_workbook(tmp_path / "native.xlsx")
        book["Package"]["C5"] = amount
        book.save(tmp_path / "changed.xlsx")
        [row] = payband.open_review(tmp_path / "changed.xlsx").calculate().tables["ApprovalsNeeded"].records()
        bodies.append(row["body"])
        assert reconcile(tmp_path / "changed.xlsx", soffice).differences == [], amount
    assert bodies == [SCHEME, HEAD, COUNCIL]


@given(st.integers(0, 30_000_000))
def test_the_highest_tier_that_is_reached_decides(amount: int) -> None:
    tiers = library.approval_tiers("Severance 2022")
    decided, tier = decide_tiers(amount, None, tiers)
    assert tier.threshold == max(each.threshold for each in tiers if each.threshold <= amount)
    assert decided.needed is (amount >= 2_000_000)
    assert payband.needs_approval(Decimal(amount) / 100, None, "Severance 2022") is decided.needed


def test_severance_before_the_guidance_is_an_unknown_figure() -> None:
    assert [tier.threshold for tier in library.approval_tiers("Severance 2022", date(2022, 5, 12))] == [
        10_000_000,
        2_000_000,
        0,
    ]
    with pytest.raises(payband.UnknownFigure, match=r"approvals\.csv"):
        library.approval_tiers("Severance 2022", date(2022, 5, 11))


# --- pay multiples -------------------------------------------------------------------------------------------------


def test_pay_multiples_with_the_medians_they_rest_on() -> None:
    multiples = [
        # North Northamptonshire, pay policy, 31 March 2024: 5.64
        {"year": "2023-24", "highest": 181_048, "median": 32_076, "lowest": 22_366, "limit of the library": "Hutton"},
        {"year": "2024-25", "highest": 190_000, "median": 33_000, "lowest": 18_999, "own limit": 10},
    ]
    results = _harrow(D1, [], multiples=multiples).calculate()
    rows = _answer(results, "PayMultiplesByYear")
    assert [str(row["multiple_of_the_median"]) for row in rows] == ["5.64", "5.76"]
    assert rows[0]["limits"] == "Hutton: at most 20 times the lowest, within"
    assert rows[1]["limits"] == "own limit: at most 10 times the lowest, ABOVE IT"  # 10.0005, shown as 10.00
    assert list(results.failed) == ["Pay multiple of 2024-25 within own limit"]


def test_the_change_in_the_highest_pay() -> None:
    # Kent Fire and Rescue, pay multiple statement: 4.21 (truncated there) and 3.92, the highest pay down by 6.42%.
    multiples = [
        {"year": "2022-23", "highest": 162_189, "median": 38_479},
        {"year": "2023-24", "highest": 151_773, "median": 38_760},
    ]
    rows = _answer(_harrow(D1, [], multiples=multiples).calculate(), "PayMultiplesByYear")
    assert str(rows[1]["multiple_of_the_median"]) == "3.92"
    assert float(rows[1]["change_in_the_highest"]) == -0.0642


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("appointments", "said"),
    [
        ([{"line or person": "Director D2"}], "neither a proposed line nor a person; did you mean 'Director D1'"),
        ([{"line or person": "Director D1", "post": str(n)} for n in range(7)], "6 posts, and this row is one more"),
        (
            [{"line or person": "Director D1", "appointed on": "01/01/2023", "interim or acting until": "31/12/2022"}],
            "31 December 2022 lies before the first day",
        ),
    ],
)
def test_contradictions_are_named(appointments: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(InputProblems) as caught:
        _harrow(D1, appointments)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"highest": 100_000}, "give one of them"),
        ({"highest": 100_000, "median": 120_000}, "the median pay is above the highest"),
        ({"highest": 100_000, "median": 30_000, "lowest": 40_000}, "the lowest pay is above the median"),
        ({"highest": 100_000, "median": 30_000, "limit of the library": "Hutton"}, "the limit Hutton is of the lowest"),
        ({"highest": 100_000, "median": 30_000, "limit of the library": "Huton"}, "did you mean 'Hutton'"),
    ],
)
def test_multiples_that_cannot_be(row: dict[str, Any], said: str) -> None:
    with pytest.raises(InputProblems) as caught:
        _harrow(D1, [], multiples=[{"year": "2023-24", **row}])
    assert said in str(caught.value)


# --- the workbook --------------------------------------------------------------------------------------------------


def test_the_workbook_holds_the_same_and_opens_without_errors(
    tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    multiples = [{"year": "2023-24", "highest": 181_048, "median": 32_076, "lowest": 22_366}]
    review = _harrow(D1, _of_december(), multiples=multiples, settings={"approval policy": "Harrow; Severance 2022"})
    results = review.calculate()
    path = tmp_path / "harrow.xlsx"
    results.save(path)
    again = open_review(path).calculate()
    for name in ("ApprovalsByPost", "PayMultiplesByYear"):
        assert _answer(again, name) == _answer(results, name)
    errors = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in load_workbook(libreoffice_convert(path), data_only=True).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]
    assert not errors


def _one(**row: Any) -> dict[str, Any]:
    given = {"line or person": "Director D1", "approved on": "08/12/2022", **row}
    [found] = _answer(_harrow([_line("Director D1", "D1")], [given]).calculate(), "ApprovalsByPost")
    return found


def test_a_post_held_before_approval_is_in_retrospect_though_no_first_day_is_printed() -> None:
    # Harrow, 8 December 2022: approval in retrospect; the first days are not printed.
    post = _one(**{"held before approval": "yes"})
    assert (post["standing"], post["in_post_or_paid_from"]) == ("approved in retrospect", None)
    assert "held before approval; the first day is not stated" in post["why"]
    without = _one(**{"held before approval": "yes", "approved on": None})
    assert without["standing"] == "in post or paid without approval"


def test_no_beside_a_first_day_before_the_approval_is_a_contradiction() -> None:
    with pytest.raises(InputProblems, match="says no, and the first day, 1 December 2022, lies before the approval"):
        _one(**{"held before approval": "no", "appointed on": "01/12/2022"})
