"""Kent, 15 December 2011: a deleted post, the 25% test of role changes, grades not settled, statutory duties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import payband
from payband.calendar import FinancialYear
from payband.errors import InputProblems
from payband.review.results import Results
from payband.rules.placing.role_change import changed
from payband.workbook import open_review
from tests.run import TOP
from tests.support.workbooks import small_review

MANAGING_DIRECTOR = {"post": "Managing Director", "annual cost": 265_000, "last day": "31/12/2011"}

# Five posts of Kent's structure with their grades; no paper prints what KR17 to KR20 pay.
POSTS = {
    "Corporate Director A": "KR18",
    "Corporate Director B": "KR19",
    "Corporate Director C": "KR20",
    "Director D": "KR17 provisional",
    "Director E": "KR17",
}


def _kent(more: dict[str, list[dict[str, Any]]], **more_tables: Any) -> payband.Review:
    tables = small_review(
        settings={
            "implementation date": "31/12/2011",
            "price base": "2011-12",
            "protection months": 0,
            "horizon": 4,
            **more_tables.pop("settings", {}),
        },
        spines=[],
        grades=more_tables.pop(
            "grades", [{"grade": grade, "order": 1, "provisional": "yes"} for grade in POSTS.values()]
        ),
        posts=more_tables.pop(
            "lines",
            [{"line": name, "state": "proposed", "grade": grade, "posts": 1} for name, grade in POSTS.items()],
        ),
        people=[],
        on_costs=[{"profile": "all", "pension rate": "20%", "contracted out": "yes"}],
    )
    return payband.Review(**tables, more=more)


def _answer(results: Results, table: str) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = results.to_dict()["parts"][table]
    return answers


def _summary(results: Results, section: str) -> dict[str, Any]:
    return {label: value for part, label, value, _ in results.summary() if part == section}


# --- the deleted post ----------------------------------------------------------------------------------------------


def test_savings_begin_to_be_visible_in_the_second_financial_year() -> None:
    # £265,000 with the employer's costs; the last day and the exit cost are made up: no paper prints them.
    deleted = [{**MANAGING_DIRECTOR, "exit cost": 150_000}]
    results = _kent({"DeletedPosts": deleted}).calculate()
    rows = _answer(results, "DeletedPostsByYear")
    assert [
        (row["financial_year"], row["cost_avoided"], row["exit_cost"], row["net_saving"], row["saving_to_date"])
        for row in rows
    ] == [
        ("2011-12", 66_250, 150_000, -83_750, -83_750),
        ("2012-13", 265_000, 0, 265_000, 181_250),
        ("2013-14", 265_000, 0, 265_000, 446_250),
        ("2014-15", 265_000, 0, 265_000, 711_250),
    ]
    [row] = _answer(results, "DeletedPostsPayback")
    assert row["first_year_with_a_saving"] == "2012-13"
    assert row["paid_back_in"] == "July 2012"  # 150,000 is 6.8 months of 265,000
    assert _summary(results, "Deleted posts") == {
        "Managing Director: a year": 265_000,
        "First year with a saving": "2012-13",
        "Paid back in": "July 2012",
    }


def test_the_years_reach_to_the_last_exit_cost() -> None:
    """A post that goes later, or is paid for later, costs what it costs: no saving is shown without it."""
    deleted = [
        {"post": "A", "annual cost": 120_000, "last day": "30/09/2012", "exit cost": 0},
        {
            "post": "B",
            "annual cost": 60_000,
            "last day": "30/09/2013",
            "exit cost": 50_000,
            "exit cost paid on": "30/06/2015",
        },
    ]
    results = _kent({"DeletedPosts": deleted}, settings={"horizon": 1}).calculate()
    years: dict[str, list[tuple[Any, Any]]] = {}
    for row in _answer(results, "DeletedPostsByYear"):
        years.setdefault(row["post"], []).append((row["financial_year"], row["exit_cost"]))
    assert years["A"] == [("2012-13", 0)]
    assert years["B"] == [("2013-14", 0), ("2014-15", 0), ("2015-16", 50_000)]
    assert years["All deleted posts"] == [("2012-13", 0), ("2013-14", 0), ("2014-15", 0), ("2015-16", 50_000)]


def test_an_exit_cost_that_no_paper_states_is_never_filled_in() -> None:
    results = _kent({"DeletedPosts": [MANAGING_DIRECTOR]}).calculate()
    rows = _answer(results, "DeletedPostsByYear")
    assert [(row["cost_avoided"], row["net_saving"], row["saving_to_date"]) for row in rows[:2]] == [
        (66_250, None, None),
        (265_000, 265_000, None),
    ]
    assert rows[0]["why"] == (
        "Managing Director from 1 January 2012; the year shows a saving only if the exit cost stays below £66,250.00"
    )
    [row] = _answer(results, "DeletedPostsPayback")
    assert row["first_year_with_a_saving"] == row["paid_back_in"] == "not known: no exit cost is given"
    assert any("no exit cost is given" in warning for warning in results.warnings)


@pytest.mark.parametrize(
    ("row", "first_year", "paid_back"),
    [
        ({"exit cost": 66_249}, "2011-12", "March 2012"),
        ({"exit cost": 66_250}, "2012-13", "March 2012"),  # the year comes out even: no saving yet, but paid back
        ({"exit cost": 66_251}, "2012-13", "April 2012"),
        ({"exit cost": 0}, "2011-12", "January 2012"),
        ({"exit cost": 0, "last day": "31/03/2012"}, "2012-13", "April 2012"),
        ({"exit cost": 2_000_000}, "2012-13", "not within the years shown"),
        # paid a year later: the first year saves, and what is paid afterwards is earned back after it is paid
        ({"exit cost": 300_000, "exit cost paid on": "01/06/2012"}, "2011-12", "February 2013"),
    ],
)
def test_first_year_and_payback(row: dict[str, Any], first_year: str, paid_back: str) -> None:
    [found] = _answer(_kent({"DeletedPosts": [{**MANAGING_DIRECTOR, **row}]}).calculate(), "DeletedPostsPayback")
    assert (found["first_year_with_a_saving"], found["paid_back_in"]) == (first_year, paid_back)


@settings(max_examples=25, deadline=None)
@given(
    cost=st.integers(1, 50_000_000),
    ends=st.dates(date(2011, 4, 1), date(2013, 3, 31)),
    exit_cost=st.integers(0, 60_000_000),
)
def test_the_years_add_up_to_the_months(cost: int, ends: date, exit_cost: int) -> None:
    row = {"post": "A", "annual cost": Decimal(cost) / 100, "last day": ends, "exit cost": Decimal(exit_cost) / 100}
    two = [row, {**row, "post": "B"}]
    results = _kent({"DeletedPosts": two}).calculate()
    rows = _answer(results, "DeletedPostsByYear")
    by_post = {name: [each for each in rows if each["post"] == name] for name in ("A", "B", "All deleted posts")}
    for one, other, both in zip(*by_post.values(), strict=True):
        assert both["net_saving"] == one["net_saving"] + other["net_saving"]
    full = [
        each["cost_avoided"] for each in by_post["A"] if FinancialYear(int(each["financial_year"][:4])).starts_on > ends
    ]
    assert all(Decimal(str(each)) == row["annual cost"] for each in full)
    assert by_post["A"][-1]["saving_to_date"] == pytest.approx(sum(each["net_saving"] for each in by_post["A"]))


# --- the 25% test --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stays", "comes", "past"), [("75.01%", "24.99%", False), ("75%", "25%", False), ("74.99%", "25.01%", True)]
)
def test_the_boundary_of_the_role_change(stays: str, comes: str, past: bool) -> None:
    now, new = ["100%", 0], [stays, comes]
    [[share, answered]] = list(payband.role_change(now, new, "Kent"))
    assert (share, answered) == (Decimal(comes.rstrip("%")) / 100, past)
    duties = [
        {"post": "Director", "duty": "Finance", "share now": "100%", "share new": stays},
        {"post": "Director", "duty": "Property", "share now": "0%", "share new": comes, "moved to or from": "MD"},
    ]
    results = _kent({"RoleChangePolicy": [{"policy": "Kent"}], "Duties": duties}).calculate()
    [row] = _answer(results, "RoleChanges")
    assert (row["more_than_limit"], row["limit"]) == (past, "over 25%")
    assert row["consultation"] == ("formally consulted" if past else "no formal consultation by this test")
    assert row["what_comes"] == f"Property {comes} (MD)"
    assert row["what_goes"] == f"Finance {comes}"


def test_no_existing_post_changes_by_more_than_25_percent() -> None:
    # Kent, paragraph 3(3); the duties and shares are made up.
    duties = [
        {"post": f"Post {number}", "duty": duty, "share now": now, "share new": new}
        for number in range(1, 6)
        for duty, now, new in (("own service", "100%", "80%"), ("corporate", "0%", "20%"))
    ]
    results = _kent({"RoleChangePolicy": [{"policy": "Kent"}], "Duties": duties}).calculate()
    assert _summary(results, "Role changes") == {
        "Test of Kent": "0 of 5 posts over 25%: nobody is formally consulted by this test"
    }


def test_a_policy_of_ones_own() -> None:
    policy = {"policy": "Ours", "limit": "25%", "comparison": "at or over", "source": "Employment policy, 2012"}
    duties = [
        {"post": "Director", "duty": "Finance", "share now": "100%", "share new": "75%"},
        {"post": "Director", "duty": "Property", "share now": "0%", "share new": "25%"},
    ]
    [row] = _answer(_kent({"RoleChangePolicy": [policy], "Duties": duties}).calculate(), "RoleChanges")
    assert (row["more_than_limit"], row["limit"]) == (True, "at or over 25%")


@given(
    st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), min_size=1, max_size=8).filter(
        lambda pairs: sum(a for a, _ in pairs) <= 10_000 and sum(b for _, b in pairs) <= 10_000
    )
)
def test_what_goes_is_what_comes(pairs: list[tuple[int, int]]) -> None:
    now, new = [a for a, _ in pairs], [b for _, b in pairs]
    now, new = [*now, 10_000 - sum(now)], [*new, 10_000 - sum(new)]
    assert changed(now, new) == changed(new, now)
    assert changed(now, now) == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"Duties": [{"post": "Director", "duty": "Finance", "share now": "99%", "share new": "100%"}]},
            "Director: the shares make 99%, not 100%",
        ),
        (
            {"RoleChangePolicy": [{"policy": "Kant"}]},
            "'Kant' is not a role-change policy in the library; did you mean 'Kent'",
        ),
        ({"RoleChangePolicy": []}, "give one row that names the policy, such as Kent"),
    ],
)
def test_shares_that_cannot_both_hold(more: dict[str, Any], said: str) -> None:
    tables = {
        "RoleChangePolicy": [{"policy": "Kent"}],
        "Duties": [{"post": "Director", "duty": "Finance", "share now": "100%", "share new": "100%"}],
        **more,
    }
    with pytest.raises(InputProblems) as caught:
        _kent(tables)
    assert said in str(caught.value)


def test_a_policy_alone_says_that_the_shares_are_not_stated() -> None:
    # Kent prints the limit and no shares of duties.
    results = _kent({"RoleChangePolicy": [{"policy": "Kent"}]}).calculate()
    assert _answer(results, "RoleChanges") == []
    said = "consultation where a role changes over 25%; no shares of duties are given, so no role is tested"
    assert _summary(results, "Role changes") == {"Test of Kent": said}
    assert f"Role changes: {said}" in results.warnings


def test_a_duty_whose_holder_is_not_stated_is_not_said_to_have_none() -> None:
    duty = {"duty": "Returning Officer", "post now": "Managing Director", "post proposed": "not stated"}
    results = _kent({"StatutoryDuties": [duty]}).calculate()
    [row] = _answer(results, "StatutoryHolders")
    assert (row["holder_now"], row["holder_proposed"], row["holders_proposed"]) == (
        "Managing Director", "not stated", None,
    )  # fmt: skip
    [check] = [each for each in results.to_dict()["checks"] if each["check"].endswith("proposed: Returning Officer")]
    assert (check["found"], check["passed"]) == ("not stated", None)


@pytest.mark.parametrize(
    ("now", "new", "said"),
    [
        (["60%", "40%"], ["100%"], "there are 2 shares now and 1 new"),
        (["60%", None, "40%"], ["60%", "40%", None], "duty 2: the cell is empty; write 0"),
        (["60%", "30%"], ["60%", "40%"], "now: the shares make 90%, not 100%"),
    ],
)
def test_what_the_function_refuses(now: Any, new: Any, said: str) -> None:
    with pytest.raises(payband.WrongInput, match=said):
        payband.role_change(now, new, "Kent")


# --- grades that are not settled -----------------------------------------------------------------------------------


def test_grades_without_published_pay_are_unknown_and_named() -> None:
    results = _kent({"ProvisionalGrades": [{"grade": "KR17 provisional", "why": "subject to evaluation"}]}).calculate()
    rows = _answer(results, "CostRanges")
    assert {row["known"] for row in rows} == {False}
    assert {row["at_the_bottom"] for row in rows} == {None}
    [director] = [row for row in rows if row["line"] == "Director D"]
    assert director["why"] == "subject to evaluation"
    assert _summary(results, "Cost ranges")["Cost proposed"] == f"not known: {', '.join(POSTS)}"
    assert results.totals["CostRanges"].records()[0]["at_the_top"] is None


# Appendix 1 prints KR17 (subject to evaluation) for two new directors; appendix 2 prints KR17 to KR20 as they are.
def test_only_the_two_new_directors_of_the_paper_are_subject_to_evaluation() -> None:
    results = payband.open_review(TOP / "workbooks" / "kent-2011.xlsx").calculate()
    ranges = {row["grade"]: (row["provisional"], row["bottom"]) for row in results.tables["PayRanges"].records()}
    assert ranges == {
        "KR17": (False, None),
        "KR17 (subject to evaluation)": (True, None),
        "KR18": (False, None),
        "KR19": (False, None),
        "KR20": (False, None),
    }
    assert "Provisional grades: KR17 (subject to evaluation)" in results.warnings
    assert "Grades whose pay is not published: KR17, KR18, KR19, KR20" in results.warnings
    why = {row["line"]: row["why"] for row in results.tables["CostRanges"].records() if row["state"] == "proposed"}
    evaluated = {line for line, said in why.items() if said and "subject to evaluation" in said}
    assert evaluated == {"Director of Education Standards", "Director of Education Planning and Access"}
    assert why["Director of Governance and Law"] == "its pay is not published"


@pytest.mark.parametrize(
    "pay", [{"bottom salary": 80_000, "top salary": 100_000}, {"spine": "S", "bottom point": "1", "top point": "1"}]
)
def test_a_grade_with_pay_cannot_say_that_its_pay_is_not_published(pay: dict[str, Any]) -> None:
    rows = [{"grade": grade, "order": 1, "pay not published": "yes", **pay} for grade in POSTS.values()]
    with pytest.raises(InputProblems, match="has pay and says pay not published = yes: empty one or the other"):
        _kent({}, grades=rows)


def test_a_grade_subject_to_evaluation_is_a_range() -> None:
    provisional: list[dict[str, Any]] = [
        {
            "grade": "KR17 provisional",
            "lowest salary": 80_000,
            "highest salary": 100_000,
            "why": "subject to evaluation",
        },
        {"grade": "KR18"},
    ]
    grades = [
        {"grade": "KR17 provisional", "order": 1, "provisional": "yes"},
        {"grade": "KR18", "order": 2, "bottom salary": 110_000, "top salary": 120_000, "provisional": "yes"},
        {"grade": "Settled", "order": 3, "bottom salary": 60_000, "top salary": 70_000},
    ]
    lines = [
        {"line": "A", "state": "proposed", "grade": "KR17 provisional", "posts": 2},
        {"line": "B", "state": "proposed", "grade": "KR18", "posts": 1},
        {"line": "C", "state": "proposed", "grade": "Settled", "posts": 1},
    ]
    results = _kent({"ProvisionalGrades": provisional}, grades=grades, lines=lines).calculate()
    rows = {row["line"]: row for row in _answer(results, "CostRanges")}

    def cost(salary: int) -> Decimal:
        on_costs = payband.on_costs(salary, "2011-12", "20%", "A", "yes")
        return salary + on_costs

    ends = [(2 * cost(80_000), 2 * cost(100_000)), (cost(110_000), cost(120_000)), (cost(70_000), cost(70_000))]
    assert [(row["at_the_bottom"], row["at_the_top"]) for row in rows.values()] == ends
    assert [row["settled"] for row in rows.values()] == [False, False, True]
    total = results.totals["CostRanges"].records()[0]
    assert (total["at_the_bottom"], total["at_the_top"]) == (sum(low for low, _ in ends), sum(high for _, high in ends))
    assert any("A (KR17 provisional), B (KR18)" in warning for warning in results.warnings)


def test_the_unknown_lines_are_named_beside_the_others() -> None:
    grades = [
        {"grade": "KR17", "order": 1, "bottom salary": 80_000, "top salary": 100_000, "provisional": "yes"},
        {"grade": "KR18", "order": 2, "provisional": "yes"},
    ]
    lines = [{"line": grade, "state": "proposed", "grade": grade, "posts": 1} for grade in ("KR17", "KR18")]
    results = _kent({"ProvisionalGrades": [{"grade": "KR18"}]}, grades=grades, lines=lines).calculate()
    words = _summary(results, "Cost ranges")["Cost proposed"]
    assert words.startswith("not known: 1 line (KR18); the others together £")
    assert " to £" in words


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"grade": "KR21"}, "is not in table Grades; did you mean 'KR20'"),
        ({"grade": "KR17", "lowest salary": 80_000}, "give both, or neither"),
        ({"grade": "KR17", "lowest salary": 80_000, "highest salary": 70_000}, "is above the highest salary"),
    ],
)
def test_provisional_grades_that_cannot_be(row: dict[str, Any], said: str) -> None:
    with pytest.raises(InputProblems) as caught:
        _kent({"ProvisionalGrades": [row]})
    assert said in str(caught.value)


# --- statutory duties ----------------------------------------------------------------------------------------------

DUTIES = [
    {"duty": "Head of Paid Service", "post now": "Managing Director", "post proposed": "Corporate Director A"},
    {"duty": "Returning Officer", "post now": "Managing Director", "post proposed": "Corporate Director B"},
]


def test_statutory_duties_move_and_keep_one_holder() -> None:
    # The duties are Kent's; to which of the posts here each moves is made up.
    results = _kent({"StatutoryDuties": DUTIES}).calculate()
    rows = _answer(results, "StatutoryHolders")
    assert [(row["duty"], row["holder_now"], row["holders_proposed"], row["moves"]) for row in rows] == [
        ("Head of Paid Service", "Managing Director", 1, True),
        ("Returning Officer", "Managing Director", 1, True),
    ]
    assert not [name for name in results.failed if name.startswith("Statutory duty")]


@pytest.mark.parametrize(
    ("rows", "failed"),
    [
        (
            [{**DUTIES[0], "post proposed": ""}],
            {"Statutory duty has one holder proposed: Head of Paid Service": "0 holders"},
        ),
        (
            [DUTIES[0], {**DUTIES[0], "post proposed": "Director E"}],
            {"Statutory duty has one holder proposed: Head of Paid Service": "2 holders"},
        ),
        ([{**DUTIES[1], "post now": ""}], {"Statutory duty has one holder now: Returning Officer": "0 holders"}),
        (
            [DUTIES[0], {**DUTIES[0], "post now": "Director E"}],
            {"Statutory duty has one holder now: Head of Paid Service": "2 holders"},
        ),
        (
            [{**DUTIES[0], "post proposed": "Directors"}],
            {"Statutory duty has one holder proposed: Head of Paid Service": "2 holders"},
        ),
    ],
)
def test_none_or_two_holders_fail(rows: list[dict[str, Any]], failed: dict[str, str]) -> None:
    lines = [
        {"line": "Corporate Director A", "state": "proposed", "grade": "KR18", "posts": 1},
        {"line": "Directors", "state": "proposed", "grade": "KR17", "posts": 2},
    ]
    results = _kent({"StatutoryDuties": rows}, lines=lines).calculate()
    checks = {each["check"]: each for each in results.tables["Checks"].records()}
    found = {name: checks[name]["found"] for name in results.failed if name.startswith("Statutory duty")}
    assert found == failed


# --- the workbook --------------------------------------------------------------------------------------------------


def test_the_workbook_holds_the_same_and_opens_without_errors(
    tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    more: dict[str, list[dict[str, Any]]] = {
        "DeletedPosts": [{**MANAGING_DIRECTOR, "exit cost": 150_000}],
        "RoleChangePolicy": [{"policy": "Kent"}],
        "Duties": [{"post": "Director", "duty": "Finance", "share now": "100%", "share new": "100%"}],
        "ProvisionalGrades": [{"grade": "KR17 provisional", "lowest salary": 80_000, "highest salary": 100_000}],
        "StatutoryDuties": DUTIES,
    }
    results = _kent(more).calculate()
    path = tmp_path / "kent.xlsx"
    results.save(path)
    again = open_review(path).calculate()
    assert again.to_dict()["parts"] == results.to_dict()["parts"]
    errors = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in load_workbook(libreoffice_convert(path), data_only=True).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]
    assert not errors
    assert set(results.to_dict()["parts"]) >= {
        "DeletedPostsByYear",
        "DeletedPostsPayback",
        "RoleChanges",
        "CostRanges",
        "StatutoryHolders",
    }
