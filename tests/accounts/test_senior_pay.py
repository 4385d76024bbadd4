"""The part senior pay: who needs the approval of HM Treasury, by the cases given and for everybody else."""

from __future__ import annotations

from typing import Any

import pytest

import payband
from payband.errors import InputProblems
from tests.accounts.body import body, person

DAY = "01/12/2025"


def review(people: list[dict[str, Any]], cases: list[dict[str, Any]], **given: Any) -> payband.Review:
    tables = body(people=people, settings={"implementation date": DAY, "price base": "2025-26"}, **given)
    tables["more"] = {"SeniorPayCases": cases}
    return payband.Review(**tables)


def rows(*given: Any, **more: Any) -> dict[str, dict[str, Any]]:
    found = review(*given, **more).calculate().tables["SeniorPayControl"].records()
    return {row["person"]: row for row in found}


def case(name: str, **values: Any) -> dict[str, Any]:
    return {"person": name, "takes effect": DAY} | {key.replace("_", " "): value for key, value in values.items()}


def test_everybody_over_a_threshold_is_looked_at() -> None:
    people = [person("A", 174_000), person("B", 174_001), person("C", 87_001, FTE=1), person("D", 180_000, FTE=0.5)]
    found = rows(people, [case("A")])
    assert {name: row["approval_needed"] for name, row in found.items()} == {"A": False, "B": True, "D": True}
    assert found["B"]["approver"] == "Chief Secretary to the Treasury"
    assert found["D"]["package"] == 90_000
    assert "for 1/2 of full time" in found["D"]["why"]


@pytest.mark.parametrize(("terms", "needed"), [
    ({"package before": 180_000, "approved before": "yes"}, False),
    ({"package before": 180_000, "approved before": "no"}, True),
    ({"package before": 180_000, "approved before": "yes", "last holder substantive": "no"}, True),
    ({"package before": 179_999, "approved before": "yes"}, True),
    ({"package before": 180_000, "case": "annual award"}, False),
    ({"package before": 178_300, "case": "annual award"}, True),
    ({"package before": 180_000, "approved before": "yes", "case": "change of terms"}, True),
    ({}, True),
])  # fmt: skip
def test_the_exceptions_go_by_the_pay_before(terms: dict[str, Any], needed: bool) -> None:
    """Civil Service World, December 2025: £180,000 and 5% is £189,000 exactly."""
    found = rows([person("A", 189_000)], [case("A", **terms)])["A"]
    assert found["approval_needed"] is needed


def test_pay_elements_count_and_a_bonus_has_its_own_threshold() -> None:
    package = [
        {"line or person": "A", "element": element, "amount a year": amount, "counts towards approval": counts,
         "costed as": "not costed"}
        for element, amount, counts in (("performance bonus", 25_001, "yes"), ("allowance", 5_000, "yes"),
                                        ("car", 90_000, "no"))
    ]  # fmt: skip
    found = rows([person("A", 100_000)], [case("A")], package=package)
    assert (found["A"]["package"], found["A"]["bonus"]) == (130_001, 25_001)
    assert found["A"]["approval_needed"] is True
    assert "the bonus, £25,001, is over £25,000" in found["A"]["why"]


@pytest.mark.parametrize(("approved", "passed"), [(None, False), (DAY, True), ("30/11/2025", True),
                                                  ("02/12/2025", False)])  # fmt: skip
def test_approval_comes_before_the_pay(approved: str | None, passed: bool) -> None:
    results = review([person("A", 190_000)], [case("A", approved_on=approved)]).calculate()
    [found] = [row for row in results.checks.to_dict("records") if row["check"].startswith("HM Treasury approved")]
    assert found["passed"] is passed


def test_who_stands_in_no_row_is_told() -> None:
    results = review([person("A", 100_000), person("B", 200_000)], [case("A")]).calculate()
    assert any("1 person over a threshold or not known, without a row" in each for each in results.warnings)


def test_the_policy_is_one_of_approvals_too() -> None:
    tables = body(people=[person("A", 174_001), person("B", 174_000)],
                  settings={"implementation date": DAY, "approval policy": "Senior pay control"})  # fmt: skip
    tables["more"] = {}
    found = payband.Review(**tables).calculate().tables["ApprovalsNeeded"].records()
    assert {row["what"]: row["needed"] for row in found if row["what"] in "AB"} == {"A": True, "B": False}


def test_a_day_before_the_policy_is_refused() -> None:
    with pytest.raises(InputProblems, match="is known from 8 April 2013 only"):
        review([person("A", 190_000)], [{"person": "A", "takes effect": "01/04/2012"}])
