"""Shares of a present job in a new post from the duties of both, which decide assimilation and matching."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import payband
from payband.errors import InputProblems
from payband.review.results import Results
from payband.rules.placing.shared_duties import shared_duties
from tests.support.workbooks import small_review

CURRENT, NEW = "share of current job in the new", "share of the new from the current"


def _duty(post: str, duty: str, now: str, new: str) -> dict[str, Any]:
    return {"post": post, "duty": duty, "share now": now, "share new": new}


# Leicester, notes of 28 October 2011, section 5: 75% of the current job forms at least 75% of the new one: assimilated;
# between 25% and 74%: matched. The duties are made up.
FINANCE = [
    _duty("Director of Finance", "accounts", "60%", "0%"),
    _duty("Director of Finance", "audit", "15%", "0%"),
    _duty("Director of Finance", "property", "25%", "0%"),
]
NEW_POST = [
    _duty("Director of Resources", "accounts", "0%", "50%"),
    _duty("Director of Resources", "audit", "0%", "25%"),
    _duty("Director of Resources", "people", "0%", "25%"),
]


def _results(duties: list[dict[str, Any]], person: dict[str, Any] | None = None, **more: Any) -> Results:
    tables = small_review(
        settings={"implementation date": "02/01/2012", "price base": "2011-12"},
        spines=[],
        grades=[{"grade": "Director", "order": 1, "bottom salary": 60_000, "top salary": 70_000}],
        posts=[{"line": "Director of Resources", "state": "proposed", "grade": "Director", "posts": 1}],
        people=[
            {
                "person": "P1",
                "post now": "Director of Finance",
                "grade now": "Director",
                "salary now": 62_000,
                "proposed line": "Director of Resources",
                **(person or {}),
            }
        ],
        on_costs=[{"profile": "all", "pension rate": "20%", "contracted out": "yes"}],
    )
    return payband.Review(
        **tables, more={"PlacementRules": [{"policy": "Leicester"}], "Duties": duties, **more}
    ).calculate()


def _placed(results: Results) -> dict[str, Any]:
    [row] = results.tables["PlacementList"].records()
    return row


def test_the_duties_of_both_posts_decide() -> None:
    row = _placed(_results([*FINANCE, *NEW_POST]))
    assert (float(row["share_of_current"]), float(row["share_of_new"])) == (0.75, 0.75)
    assert row["outcome"] == "assimilate"


@pytest.mark.parametrize(("kept", "outcome"), [("75%", "assimilate"), ("74%", "match with assessment")])
def test_the_boundary_of_the_policy(kept: str, outcome: str) -> None:
    other = f"{100 - int(kept.rstrip('%'))}%"
    duties = [
        _duty("Director of Finance", "accounts", kept, "0%"),
        _duty("Director of Finance", "property", other, "0%"),
        _duty("Director of Resources", "accounts", "0%", kept),
        _duty("Director of Resources", "people", "0%", other),
    ]
    assert _placed(_results(duties))["outcome"] == outcome


def test_typed_shares_stand_where_a_post_has_no_duties() -> None:
    row = _placed(_results(FINANCE, {CURRENT: "50%", NEW: "60%"}))
    assert (float(row["share_of_current"]), row["outcome"]) == (0.5, "match with assessment")


def test_typed_shares_that_differ_from_the_duties_are_named() -> None:
    with pytest.raises(InputProblems) as caught:
        _results([*FINANCE, *NEW_POST], {CURRENT: "80%", NEW: "75%"})
    said = f"row 1, column '{CURRENT}': 80% is typed, and the duties of table Duties make 75%: empty the cell, or mend"
    assert said in str(caught.value)
    assert f"'{NEW}'" not in str(caught.value)


def test_neither_typed_nor_in_the_duties_is_asked_for() -> None:
    with pytest.raises(InputProblems, match="is empty: give the share, so that P1 can be placed"):
        _results(FINANCE)


def test_duties_for_placement_need_no_policy_of_role_changes_and_do_not_test_one() -> None:
    results = _results([*FINANCE, *NEW_POST])
    assert len(results.tables["RoleChanges"]) == 0
    tested = _results([*FINANCE, *NEW_POST], RoleChangePolicy=[{"policy": "Ours", "limit": "25%"}])
    assert len(tested.tables["RoleChanges"]) == 0  # one post goes and the other comes: no role changes


def test_the_shares_of_a_post_still_make_the_whole_of_it() -> None:
    with pytest.raises(InputProblems, match="Director of Finance: the shares make 75%, not 100%"):
        _results([*FINANCE[:2], *NEW_POST])


_SHARES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 10_000))


@given(_SHARES, _SHARES)
def test_what_is_shared_is_part_of_both(now: dict[str, int], new: dict[str, int]) -> None:
    of_current, of_new = shared_duties(now, new)
    assert 0 <= of_current <= sum(now.values())
    assert 0 <= of_new <= sum(new.values())
    assert shared_duties(new, now) == (of_new, of_current)
    assert shared_duties(now, now) == (sum(now.values()), sum(now.values()))
