"""Placement: every boundary of the policy, what it leaves open, and who competes."""

from __future__ import annotations

import numpy as np
import pytest

import payband
from payband.errors import UnknownName, WrongInput
from payband.library import matching_policy
from payband.rules.placing.placement import GAPS, OUTCOMES, check_slots, decided, outcome_number, place, silent_on

LEICESTER = matching_policy("Leicester")
MINUTES = "Leicester City Council, minutes of 28 October 2011, section 5"

# share of the present job in the new, of the new from the present, grades apart, people, posts, outcome
CASES = [
    ("24%", "24%", 0, 1, 1, "ring-fence"),
    ("25%", "24%", 0, 1, 1, "ring-fence"),
    ("90%", "24%", 0, 1, 1, "ring-fence"),
    ("25%", "25%", 0, 1, 1, "match with assessment"),
    ("25%", "74%", 1, 1, 1, "match with assessment"),
    ("74%", "74%", -1, 1, 1, "match with assessment"),
    ("74%", "74%", 2, 1, 1, "ring-fence"),
    ("74%", "74%", -2, 1, 1, "ring-fence"),
    ("74%", "74%", 0, 3, 2, "competitive match"),
    ("74%", "74%", 0, 2, 2, "match with assessment"),
    ("74%", "74%", 0, 1, 2, "match with assessment"),
    ("75%", "75%", 0, 1, 1, "assimilate"),
    ("75%", "100%", 0, 2, 3, "assimilate"),
    ("75%", "75%", 0, 6, 3, "competitive assimilation"),
    ("75%", "75%", 2, 1, 1, "ring-fence"),
]
OPEN = [
    ("74.5%", "74.5%", 0, "74.5% lies between 74% and 75%"),
    ("74.01%", "50%", 0, "74.01% lies between 74% and 75%"),
    ("80%", "74.5%", 0, "74.5% lies between 74% and 75%"),
    ("75%", "75%", 1, "both shares reach 75%, but the grade is another"),
    ("80%", "90%", -1, "both shares reach 75%, but the grade is another"),
    ("80%", "50%", 0, "one share is 80%, the other only 50%"),
]


@pytest.mark.parametrize(("current", "new", "apart", "people", "posts", "outcome"), CASES)
def test_the_policy_as_it_is_written(current: str, new: str, apart: int, people: int, posts: int, outcome: str) -> None:
    [[found, why]] = payband.placement(current, new, apart, people, posts, "Leicester").rows
    assert found == outcome
    assert current in why


@pytest.mark.parametrize(("current", "new", "apart", "says"), OPEN)
def test_what_the_policy_leaves_open_is_named_and_decided_by_who_asks(
    current: str, new: str, apart: int, says: str
) -> None:
    with pytest.raises(WrongInput, match="does not say") as error:
        payband.placement(current, new, apart, 1, 1, "Leicester")
    assert says in str(error.value)
    for gaps, outcome in zip(GAPS, ("match with assessment", "ring-fence"), strict=True):
        [[found, why]] = payband.placement(current, new, apart, 1, 1, "Leicester", gaps).rows
        assert found == outcome
        assert says in why
        assert f"decided as {gaps}" in why
    [[competing, _]] = payband.placement(current, new, apart, 2, 1, "Leicester", "match").rows
    assert competing == "competitive match"


def test_a_case_left_open_stays_open_where_nobody_decides() -> None:
    answer = place(7_450, 7_450, 0, 1, 1, LEICESTER, None)
    assert answer.gap
    assert answer.outcome == OUTCOMES[5]
    assert answer.why.endswith("decide it as match or ring-fence")


def test_columns_answer_as_single_cases() -> None:
    shares = np.array([0, 2_499, 2_500, 5_000, 7_400, 7_450, 7_499, 7_500, 10_000])
    current, new = (each.ravel() for each in np.meshgrid(shares, shares))
    for apart in (-2, -1, 0, 1, 2):
        for people in (1, 2):
            column = outcome_number(
                current, new, np.full_like(current, apart), people, np.ones_like(current), LEICESTER
            )
            single = [
                outcome_number(int(one), int(other), apart, people, 1, LEICESTER)
                for one, other in zip(current, new, strict=True)
            ]
            assert column.tolist() == single
            assert decided(column, people, 1, "match").tolist() == [
                decided(each, people, 1, "match") for each in single
            ]


def test_every_open_case_has_words() -> None:
    for current in range(0, 10_001, 50):
        for new in range(0, 10_001, 50):
            if outcome_number(current, new, 0, 1, 1, LEICESTER) == 6:
                assert silent_on(current, new, LEICESTER)


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ((5_000,), ""),
        ((5_000, 5_000), ""),
        ((5_100, 4_900), "not 51% and 49%"),
        ((5_000, 4_900), "not 50% and 49%"),
        ((3_400, 3_300, 3_300), "3 posts for one person"),
    ],
)
def test_two_posts_want_an_exact_half_and_half(shares: tuple[int, ...], says: str) -> None:
    found = check_slots(shares)
    assert bool(found) == bool(says)
    assert says in found


def test_a_policy_is_chosen_and_never_taken_for_granted() -> None:
    with pytest.raises(WrongInput, match="policy"):
        payband.placement("80%", "80%", 0, 1, 1, None)  # type: ignore[arg-type]


def test_bad_input() -> None:
    with pytest.raises(WrongInput, match="over 100%"):
        payband.placement("101%", "50%", 0, 1, 1, "Leicester")
    with pytest.raises(WrongInput, match="number of posts is 0"):
        payband.placement("80%", "80%", 0, 1, 0, "Leicester")
    with pytest.raises(WrongInput, match="number of people is 0"):
        payband.placement("80%", "80%", 0, 0, 1, "Leicester")
    with pytest.raises(UnknownName, match="did you mean 'Leicester'"):
        payband.placement("80%", "80%", 0, 1, 1, "Leicestr")
