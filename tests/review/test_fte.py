"""FTE is what people work, and vacant posts what their line says, however a line is costed."""

from __future__ import annotations

from fractions import Fraction

import pytest

import payband
from payband.review.scenarios.compare import compare
from payband.workbook import open_review
from tests.run import TOP
from tests.support.workbooks import small_review

NL = TOP / "tests" / "cases" / "went_wrong" / "ambleford" / "nl.xlsx"


def test_the_case_of_people_who_work_12_9_and_8_4() -> None:
    [row] = compare(open_review(NL).inputs, ["base"]).reviews().records()
    assert (str(row["FTE_now"]), str(row["FTE_proposed"])) == ("12.90", "8.40")


@pytest.mark.parametrize("costed_at", ["actual", "top", "bottom"])
def test_it_is_the_same_however_a_line_is_costed(costed_at: str) -> None:
    line = {"line": "Officers", "grade": "Officer", "posts": 4, "FTE each": 0.5, "costed at": costed_at}
    results = payband.Review(
        **small_review(
            posts=[{**line, "state": "now"}, {**line, "state": "proposed", "posts": 2}],
            people=[
                {"person": "A", "post now": "Officers", "proposed line": "Officers", "salary now": 22_000, "FTE": 0.6},
                {"person": "B", "post now": "Officers", "salary now": 22_000},
            ],
        )
    ).calculate()
    # Now: 0.6 and 1 are worked, and two vacant posts of 0.5. Proposed: 0.6 and one vacant post; B is displaced.
    assert results.structure_cost.fte == {"now": Fraction(26, 10), "proposed": Fraction(11, 10)}
