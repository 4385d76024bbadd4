"""Approval thresholds: at or over against over, ranges by their top, readings that disagree."""

from __future__ import annotations

from typing import Any

import pytest

import payband
from payband.library import ApprovalRule
from payband.rules.thresholds import decide


@pytest.mark.parametrize(
    ("amount", "top", "at_or_over", "over"),
    [
        (99_999.99, None, False, False),
        (100_000, None, True, False),
        (100_000.01, None, True, True),
        (90_000, 99_999.99, False, False),
        (90_000, 100_000, True, False),
        (90_000, 100_000.01, True, True),
        (100_000, 100_000, True, False),
        (0, None, False, False),
    ],
)
def test_around_the_threshold(amount: Any, top: Any, at_or_over: bool, over: bool) -> None:
    assert payband.needs_approval(amount, top, 100_000) is at_or_over
    assert payband.needs_approval(amount, top, "£100,000", "At or Over") is at_or_over
    assert payband.needs_approval(amount, top, "100000", "over") is over


@pytest.mark.parametrize(
    ("amount", "top", "rule", "words"),
    [
        (
            91_269,
            107_264,
            "Harrow",
            "Approval needed from the Chief Officers' Employment Panel: the top of the range, £107,264, is at or over "
            "£100,000; readings disagree: at the bottom of the range, £91,269, it would not be (rule: Harrow)",
        ),
        (
            100_000,
            None,
            "Harrow",
            "Approval needed from the Chief Officers' Employment Panel: £100,000 is at or over £100,000; readings "
            'disagree: read as "over" it would not be (rule: Harrow)',
        ),
        (
            100_000,
            None,
            "Harrow minutes 2022",
            "No approval needed from the Chief Officers' Employment Panel: £100,000 is not over £100,000; readings "
            'disagree: read as "at or over" it would be (rule: Harrow minutes 2022)',
        ),
        (
            127_698,
            140_652,
            "Harrow",
            "Approval needed from the Chief Officers' Employment Panel: the top of the range, £140,652, is at or over "
            "£100,000 (rule: Harrow)",
        ),
        (50_000, 60_000.5, 100_000, "No approval needed: the top of the range, £60,000.50, is not at or over £100,000"),
    ],
)
def test_words(amount: int, top: Any, rule: Any, words: str) -> None:
    assert payband.approval(amount, top, rule) == words


def test_the_comparison_given_is_taken_before_the_rules_own() -> None:
    assert payband.needs_approval(100_000, None, "Harrow") is True
    assert payband.needs_approval(100_000, None, "Harrow", "over") is False


def test_columns() -> None:
    tops: list[Any] = [107_264, None, 60_000]
    assert payband.needs_approval([91_269, 99_000, 50_000], tops, "Harrow") == [True, False, False]


@pytest.mark.parametrize(
    ("tested_at", "needed"), [("top of range", True), ("bottom of range", False), ("actual", True)]
)
def test_where_a_range_is_tested(tested_at: str, needed: bool) -> None:
    rule = ApprovalRule("", "package", tested_at, "at or over", 10_000_000, "", "given")
    assert decide(9_126_900, 10_726_400, rule).needed is needed
    assert decide(9_126_900, 10_726_400, rule).readings_disagree
    assert decide(10_726_400, None, rule).needed  # one amount is tested as it is


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((107_264, 91_269, "Harrow"), "from £107,264.00 down to £91,269.00: give its bottom first"),
        ((1, None, 0), "the threshold is 0: give an amount above £0, or a rule's name"),
        ((1, None, -5), "the threshold is -5: give an amount above £0"),
        ((1, None, None), "APPROVAL needs rule"),
        ((None, 1, "Harrow"), "APPROVAL needs amount"),
        ((-1, None, "Harrow"), "amount is -1: give an amount of £0 or more"),
    ],
)
def test_what_is_refused(arguments: tuple[Any, ...], said: str) -> None:
    with pytest.raises(payband.WrongInput, match=said):
        payband.approval(*arguments)
