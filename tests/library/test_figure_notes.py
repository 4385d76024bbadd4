"""What a review says of the figures it rests on: estimates, single sources, pay that runs out before its horizon."""

from __future__ import annotations

from typing import Any

import pytest

import payband
from payband.review.results import Results
from tests.support.workbooks import small_review


def review(bottom: str, top: str, unpublished: str = "refuse") -> Results:
    """A review of one line whose grade is on the NJC spine of April 2026."""
    given: dict[str, Any] = small_review(
        settings={"implementation date": "01/09/2026", "price base": "2026-27", "unpublished points": unpublished},
        grades=[{"grade": "Officer", "order": 1, "spine": "NJC", "bottom point": bottom, "top point": top}],
        posts=[{"line": "Officers", "state": state, "grade": "Officer", "posts": 1} for state in ("now", "proposed")],
        people=[],
        spines=[],
        assumptions=[{"assumption": "rates after the last published year", "value": "as the last year"}],
    )
    return payband.Review(**given).calculate()


def officers(results: Results) -> dict[str, Any]:
    [found] = results.tables["PayRanges"].records()
    return found


def test_points_that_no_circular_confirms_are_unknown_unless_estimates_are_allowed() -> None:
    assert officers(review("13", "17"))["points"] == (
        "13 (single source), 14 (single source), 15 (not published), 16 (not published), 17 (single source)"
    )
    whole = review("13", "17", "estimate")
    assert officers(whole)["points"] == (
        "13 (single source), 14 (single source), 15 (estimated), 16 (estimated), 17 (single source)"
    )
    assert officers(whole)["estimated"] is True
    notes = [note for note in whole.warnings if note.startswith("ESTIMATED")]
    assert notes == ["ESTIMATED, award not confirmed by a circular: NJC point 15, NJC point 16"]


def test_an_end_of_a_range_is_what_the_award_makes_of_it_and_not_a_straight_line() -> None:
    found = officers(review("41", "43", "estimate"))
    assert (found["bottom"], found["top"]) == (54_143, 56_293)


@pytest.mark.parametrize(
    "said",
    [
        "Figures of a single source, which no second one confirms: NJC point 13, NJC point 14, NJC point 17, NI "
        "upper earnings limit, month. Ranges, slotting and totals that use them are no more certain",
        "Pay of NJC is taken from what is published to 31 March 2027: from 1 April 2027 on it is assumed to change by "
        "the pay awards of the review alone",
    ],
)
def test_single_sources_and_pay_that_runs_out_are_said_on_the_summary(said: str) -> None:
    results = review("13", "17")
    assert any(note.startswith(said) for note in results.warnings), results.warnings
    assert said in " ".join(str(value) for row in results.summary() for value in row)
