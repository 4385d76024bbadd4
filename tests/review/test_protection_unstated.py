"""What nobody has stated of protection is asked for, or unknown, and never guessed or nothing."""

from __future__ import annotations

from typing import Any

import pytest

import payband
from payband.batch.posts.answers import PostRules


def test_on_costs_that_are_not_stated_are_unknown() -> None:
    results = payband.Review(
        settings={
            "implementation date": "01/04/2025", "price base": "2025-26", "costed at": "top", "horizon": 1,
            "protection months": 6, "protection form": "frozen", "protection on-costs": "yes",
        },
        grades=[{"grade": "G1", "bottom salary": 30_000, "top salary": 36_000},
                {"grade": "G0", "bottom salary": 20_000, "top salary": 24_000}],
        posts=[
            {"line": "Officers", "state": "now", "grade": "G1", "posts": 2, "stated cost": 100_000},
            {"line": "Officers", "state": "proposed", "grade": "G0", "posts": 2, "stated cost": 80_000},
        ],
        people=[{"person": "A", "post now": "Officers", "proposed line": "Officers", "salary now": 36_000}],
    ).calculate()  # fmt: skip
    assert list(results.protection["cost"]) == [6_000]
    assert list(results.protection["on_costs"]) == [None]
    assert set(results.protection_by_month["on_costs"]) == {None}
    assert results.protection_cost.total == 600_000
    assert results.protection_cost.on_costs is None
    shown = {label: value for _, label, value, _ in results.summary()}
    assert shown.get("On-costs of protection") is None, "never a nothing that nobody worked out"


# --- months and form that nobody gave --------------------------------------------------------------------------------

_TABLES: dict[str, Any] = {
    "grades": [{"grade": "G0", "bottom salary": 20_000, "top salary": 24_000}],
    "posts": [{"line": "Officers", "state": "proposed", "grade": "G0", "posts": 2, "stated cost": 80_000}],
}
_PEOPLE = [{"person": "A", "proposed line": "Officers", "salary now": 36_000}]
_STARTS = {"implementation date": "01/04/2025", "price base": "2025-26", "costed at": "top"}


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, ["protection months", "protection form"]),
        ({"protection months": 12}, ["protection form"]),
        ({"protection form": "frozen"}, ["protection months"]),
        ({"protection months": 0}, []),
        ({"protection months": 12, "protection form": "frozen"}, []),
    ],
)
def test_a_review_in_python_is_asked_for_them_where_there_are_people(given: dict[str, Any], asked: list[str]) -> None:
    settings = {**_STARTS, **given}
    payband.Review(settings=settings, **_TABLES)
    if not asked:
        payband.Review(settings=settings, people=_PEOPLE, **_TABLES)
        return
    with pytest.raises(payband.InputProblems) as caught:
        payband.Review(settings=settings, people=_PEOPLE, **_TABLES)
    assert [each.message.partition(" is missing: give ")[0] for each in caught.value.problems] == [
        f"the setting '{name}'" for name in asked
    ]


def test_posts_of_a_file_are_asked_for_them_too() -> None:
    settings = {**_STARTS, "on-cost profile": "all"}
    inputs = payband.Review(settings=settings, on_costs=[{"profile": "all", "pension rate": "20%"}], **_TABLES).inputs
    with pytest.raises(payband.InputProblems, match="the setting 'protection months' is empty: give the months"):
        PostRules(inputs)


def test_a_scenario_cannot_leave_them_out() -> None:
    change = [{"scenario": "S", "what is changed": "protection months", "value": "none"}]
    settings = {**_STARTS, "protection months": 12, "protection form": "frozen"}
    with pytest.raises(payband.InputProblems, match="protection months: is empty: give the months"):
        payband.Review(settings=settings, people=_PEOPLE, more={"Scenarios": change}, **_TABLES)
