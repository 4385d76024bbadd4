"""Who may not hold two statutory duties, by kind of authority and date; and one list of duties from two tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.review.results import Results
from tests.run import TOP
from tests.support.workbooks import headings, small_review

WENT_WRONG = TOP / "tests" / "cases" / "went_wrong" / "workbooks"
LINES = [
    {"line": name, "state": state, "grade": "Officer", "posts": posts}
    for name, posts in (("Chief Executive", 1), ("Solicitor", 1), ("Directors", 3))
    for state in ("now", "proposed")
]
HEAD, MONITORING, FINANCE = "Head of Paid Service", "Monitoring Officer", "Chief finance officer"
TOGETHER = f"{MONITORING} and {HEAD} are two officers proposed"
WITH_FINANCE = f"{MONITORING} and {FINANCE} are two officers proposed"


def _review(duties: list[tuple[str, str]], settings: dict[str, Any], **more: Any) -> Results:
    rows = [{"duty": duty, "post now": "Solicitor", "post proposed": post, **more} for duty, post in duties]
    review = small_review(settings={"implementation date": "15/12/2011", "price base": "2011-12", **settings})
    review["posts"] = LINES
    for each in review["spines"]:
        each["effective from"] = "01/04/2010"
    return payband.Review(**review, more={"StatutoryDuties": rows}).calculate()


def _check(results: Results, name: str) -> dict[str, Any]:
    [found] = [each for each in results.tables["Checks"].records() if each["check"] == name]
    return found


# Local Government and Housing Act 1989, section 5(1A) and (1B): the monitoring officer may not be the head of paid
# service of a county, district or London borough council, the GLA or the City; of a county borough until 5 May 2022,
# and since then its chief executive, by section 5(1BA).
@pytest.mark.parametrize(
    ("kind", "passed"),
    [
        ("county council", False),
        ("county borough council", False),
        ("district council", False),
        ("London borough council", False),
        ("Greater London Authority", False),
        ("Common Council of the City of London", False),
        ("other", True),
        ("", None),
    ],
)
def test_monitoring_officer_and_head_of_paid_service(kind: str, passed: bool | None) -> None:
    both = [(HEAD, "Chief Executive"), (MONITORING, "Chief Executive")]
    found = _check(_review(both, {"kind of authority": kind}), TOGETHER)
    assert found["passed"] is passed
    if passed is False:
        assert "section 5(1" in found["detail"]
        assert found["found"] == "one post: Chief Executive"
    if passed is None:
        assert "give the setting 'kind of authority'" in found["detail"]


def test_two_posts_pass_whatever_the_kind() -> None:
    apart = [(HEAD, "Chief Executive"), (MONITORING, "Solicitor")]
    assert _check(_review(apart, {}), TOGETHER)["passed"] is True


# Section 5(1): shall not be their chief finance officer, of every relevant authority; some call it section 151 officer.
@pytest.mark.parametrize("duty", [FINANCE, "Section 151 Officer", "section 151 officer"])
@pytest.mark.parametrize("kind", ["other", "district council", ""])
def test_monitoring_officer_and_chief_finance_officer(duty: str, kind: str) -> None:
    both = [(duty, "Solicitor"), (MONITORING, "Solicitor")]
    assert _check(_review(both, {"kind of authority": kind}), WITH_FINANCE)["passed"] is False


def test_the_head_of_paid_service_may_be_the_chief_finance_officer() -> None:
    both = [(FINANCE, "Solicitor"), (HEAD, "Solicitor"), (MONITORING, "Chief Executive")]
    results = _review(both, {"kind of authority": "district council"})
    assert _check(results, TOGETHER)["passed"] is True
    assert _check(results, WITH_FINANCE)["passed"] is True


def test_a_post_of_several_holders_cannot_be_told_and_is_named() -> None:
    both = [(HEAD, "Directors"), (MONITORING, "Directors")]
    results = _review(both, {"kind of authority": "district council"})
    found = _check(results, TOGETHER)
    assert (found["passed"], found["found"]) == (None, "Directors for both")
    assert "Directors has several posts: name the post of each duty" in found["detail"]
    one = _check(results, f"Statutory duty has one holder proposed: {HEAD}")
    assert (one["passed"], one["found"]) == (False, "3 holders")
    assert "proposed: Directors has 3 posts in the structure" in one["detail"]


def test_a_post_of_a_line_with_several_is_one_holder() -> None:
    results = _review([(MONITORING, "Director of Law")], {}, **{"line proposed": "Directors"})
    [row] = results.tables["StatutoryHolders"].records()
    assert (row["holder_proposed"], row["holders_proposed"]) == ("Director of Law", 1)
    assert "proposed: Director of Law is one of Directors" in row["why"]


def test_a_holder_for_a_while_is_said() -> None:
    until = {"temporary until": "a permanent holder is appointed", "source": "minute 22"}
    results = _review([(HEAD, "Chief Executive")], {}, **until)
    [row] = results.tables["StatutoryHolders"].records()
    assert (row["temporary_until"], row["source"]) == ("a permanent holder is appointed", "minute 22")
    said = [value for section, label, value, _ in results.summary() if (section, label) == _HELD]
    assert said == [f"{HEAD}, Chief Executive: until a permanent holder is appointed"]


_HELD = ("Statutory duties", "Held for a while")


# Local Government Act 2000, section 108(4): in force at the end of 12 months from 28 July 2000, the day it was passed.
@pytest.mark.parametrize(("day", "known"), [("27/07/2001", False), ("28/07/2001", True), ("01/04/2025", True)])
def test_a_day_before_the_law_is_in_force_has_no_rule(day: str, known: bool) -> None:
    pairs = {(each.duty, each.other) for each in payband.library.duties_apart(_day(day))}
    assert ((MONITORING, HEAD) in pairs) is known


def _day(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


# Local Government and Elections (Wales) Act 2021, Schedule 5, paragraph 9; SI 2021/231, article 6(s): 5 May 2022.
@pytest.mark.parametrize(("day", "by"), [("04/05/2022", "section 5(1A) and (1B)(b)"), ("05/05/2022", "section 5(1BA)")])
def test_a_county_borough_by_its_own_law(day: str, by: str) -> None:
    pairs = {each.other: each for each in payband.library.duties_apart(_day(day))}
    row = pairs[HEAD].rule_for("county borough council")
    assert row is not None
    assert by in row.source
    assert ("Chief Executive" in pairs) is (by == "section 5(1BA)")


def test_the_chief_executive_of_a_county_borough_is_not_its_monitoring_officer() -> None:
    both = [("Chief Executive", "Director"), (MONITORING, "Director")]
    name = f"{MONITORING} and Chief Executive are two officers proposed"
    of_today = {"implementation date": "01/04/2025", "price base": "2025-26"}
    for kind, passed in (("county borough council", False), ("county council", True)):
        assert _check(_review(both, {"kind of authority": kind, **of_today}), name)["passed"] is passed


def test_kent_with_both_duties_on_one_post_fails() -> None:
    results = payband.open_review(WENT_WRONG / "kent-hops-mo.xlsx").calculate()
    assert TOGETHER in results.failed
    found = _check(results, TOGETHER)
    assert "as the body's name says, Kent County Council" in found["detail"]
    assert "Local Government Act 2000, Schedule 5, paragraph 24" in found["detail"]


# --- the roles of old lines ----------------------------------------------------------------------------------------


def _with_roles(*roles: tuple[str, str]) -> payband.Review:
    review = small_review(settings={"kind of authority": "district council"})
    review["posts"] = [{**line, "statutory role": dict(roles).get(str(line["line"]), "")} for line in LINES]
    return payband.Review(**review)


def test_a_role_of_an_old_line_is_a_duty_too() -> None:
    results = _with_roles(("Solicitor", f"{MONITORING}; {HEAD}")).calculate()
    assert _check(results, TOGETHER)["passed"] is False
    assert _check(results, f"Statutory role has one holder: {HEAD}")["passed"] is True


def test_a_new_workbook_has_the_column_of_old_only_where_a_line_fills_it(tmp_path: Path) -> None:
    for review, there in ((_with_roles(("Solicitor", HEAD)), True), (_with_roles(), False)):
        path = tmp_path / f"{there}.xlsx"
        review.calculate().save(path)
        assert ("statutory role" in headings(load_workbook(path), "Structure")) is there
        again = payband.open_review(path)
        assert again.calculate().to_dict() == review.calculate().to_dict()


# --- two tables of one duty, in a workbook from before they became one ---------------------------------------------


def _two_tables(role: str, duty: str, listed: str, line: str = "") -> Results:
    """Old roles: the Solicitor holds a duty; the table that came after has a row for it, with a holder of its own."""
    review = small_review(settings={"kind of authority": "district council"})
    review["posts"] = [{**each, "statutory role": role if each["line"] == "Solicitor" else ""} for each in LINES]
    row = {"duty": duty, "post now": "Solicitor", "post proposed": listed, "line proposed": line}
    return payband.Review(**review, more={"StatutoryDuties": [row]}).calculate()


def _agree(duty: str, state: str = "proposed") -> str:
    return f"Table StatutoryDuties and the statutory roles name one holder {state}: {duty}"


@pytest.mark.parametrize(
    ("role", "duty"), [(MONITORING, MONITORING), (f"{HEAD}; monitoring officer", MONITORING), ("S151 officer", FINANCE)]
)
def test_two_tables_with_two_holders_fail_and_both_are_named(role: str, duty: str) -> None:
    results = _two_tables(role, duty, "Chief Executive")
    found = _check(results, _agree(duty))
    assert found["passed"] is False
    assert found["found"] == (
        "Chief Executive in table StatutoryDuties; Solicitor by 'statutory role' of table Structure"
    )
    assert found["detail"] == "empty 'statutory role' of the line, or put the duty's row right"
    assert _agree(duty, "now") not in [each["check"] for each in results.tables["Checks"].records()]


@pytest.mark.parametrize(("listed", "line"), [("solicitor", ""), ("Head of Law", "Solicitor")])
def test_two_tables_with_one_holder_say_nothing(listed: str, line: str) -> None:
    names = [each["check"] for each in _two_tables(MONITORING, MONITORING, listed, line).tables["Checks"].records()]
    assert _agree(MONITORING) not in names
    assert f"Statutory duty has one holder proposed: {MONITORING}" in names


def test_a_duty_that_nobody_holds_by_the_table_contradicts_a_role() -> None:
    found = _check(_two_tables(MONITORING, MONITORING, ""), _agree(MONITORING))
    assert (found["passed"], found["found"][:6]) == (False, "nobody")


@pytest.mark.parametrize(("role", "listed"), [(MONITORING, "not stated"), (HEAD, "Chief Executive")])
def test_two_tables_that_say_nothing_of_each_other_are_not_compared(role: str, listed: str) -> None:
    names = [each["check"] for each in _two_tables(role, MONITORING, listed).tables["Checks"].records()]
    assert _agree(MONITORING) not in names


def test_an_old_workbook_with_both_tables_is_told(tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    _two_tables(MONITORING, MONITORING, "Solicitor").save(path)
    workbook = load_workbook(path)
    sheet = workbook["Statutory duties"]
    [cell] = [each for row in sheet.iter_rows() for each in row if each.value == "post proposed"]
    [row] = [each.row for each in sheet["A"] if each.value == MONITORING]
    sheet.cell(row, cell.column).value = "Chief Executive"
    workbook.save(path)
    found = payband.open_review(path).calculate()
    assert _agree(MONITORING) in found.failed
