"""The search for boundaries is as good as trying every set of them, on small cases; and it answers large ones."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payband.review.parts.pay_structure.search import Ends, Limits, best_boundaries, ways_to_part

Table = list[list[int]]


def every_way(scores: list[int], falls: Table, costs: Table, ends: Ends, limits: Limits) -> list[tuple[int, int]]:
    """What each set of boundaries comes to that keeps to the limits but for the budget: falls and cost."""
    count, grades, found = len(scores), len(falls), []
    for inner in combinations(range(1, count), grades - 1):
        starts, stops = (0, *inner), (*inner, count)
        firsts = [ends[0], *(scores[at] for at in inner)]
        lasts = [*(first - 1 for first in firsts[1:]), ends[1]]
        narrow = any(
            last is not None and last - first + 1 < limits.least_width
            for first, last in zip(firsts, lasts, strict=True)
        )
        if narrow or any(scores[at] - scores[at - 1] < limits.least_gap for at in inner):
            continue
        found.append(
            (
                sum(sum(row[low:high]) for row, low, high in zip(falls, starts, stops, strict=True)),
                sum(sum(row[low:high]) for row, low, high in zip(costs, starts, stops, strict=True)),
            )
        )
    return found


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[int], Table, Table, Ends, Limits]:
    count, grades = draw(st.integers(1, 9)), draw(st.integers(1, 5))
    scores = sorted(draw(st.lists(st.integers(100, 180), min_size=count, max_size=count, unique=True)))

    def table(most: int) -> Table:
        row = st.lists(st.integers(0, most), min_size=count, max_size=count)
        return draw(st.lists(row, min_size=grades, max_size=grades))

    ends = (90, draw(st.sampled_from([None, scores[-1], 200])))
    limits = Limits(
        draw(st.none() | st.integers(0, count * 20)),
        draw(st.sampled_from([1, 5, 15])),
        draw(st.sampled_from([1, 3, 8])),
        draw(st.booleans()),
    )
    return scores, table(3), table(20), ends, limits


@given(case=cases())
@settings(max_examples=400, deadline=None)
def test_it_is_as_good_as_trying_every_set_of_boundaries(
    case: tuple[list[int], Table, Table, Ends, Limits],
) -> None:
    scores, falls, costs, ends, limits = case
    ways = every_way(*case)
    assert ways_to_part(scores, len(falls), ends, limits) == len(ways)
    found = best_boundaries(*case)
    if not ways:
        assert found is None
        return
    assert found is not None
    affordable = [way for way in ways if limits.budget is None or way[1] <= limits.budget]
    assert found.meets == bool(affordable)
    if affordable and limits.falls_first:
        assert (found.falls, found.cost) == min(affordable)
    else:
        assert (found.cost, found.falls) == min((cost, fall) for fall, cost in ways)
    stops = (*found.starts[1:], len(scores))
    parted = list(zip(found.starts, stops, strict=True))
    assert found.falls == sum(sum(row[low:high]) for row, (low, high) in zip(falls, parted, strict=True))
    assert found.cost == sum(sum(row[low:high]) for row, (low, high) in zip(costs, parted, strict=True))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_twelve_grades_of_a_large_body_within_a_budget(share: float) -> None:
    """Between the least cost and that of the fewest falls there are budgets, and more money never means more falls."""
    draw = random.Random("boundaries")
    scores = sorted(draw.sample(range(150, 800), 120))
    people = [draw.randint(1, 20) for _ in scores]
    pay = [1_500_000 + 4_000 * each for each in scores]
    bottoms = [2_000_000 + 260_000 * grade for grade in range(12)]
    falls = [
        [count if own > bottom + 250_000 else 0 for own, count in zip(pay, people, strict=True)] for bottom in bottoms
    ]
    costs = [
        [count * max(bottom, min(own, bottom + 250_000)) for own, count in zip(pay, people, strict=True)]
        for bottom in bottoms
    ]
    fewest = best_boundaries(scores, falls, costs, (0, None))
    cheapest = best_boundaries(scores, falls, costs, (0, None), Limits(falls_first=False))
    assert fewest is not None
    assert cheapest is not None
    budget = cheapest.cost + int((fewest.cost - cheapest.cost) * share)
    found = best_boundaries(scores, falls, costs, (0, None), Limits(budget))
    more = best_boundaries(scores, falls, costs, (0, None), Limits(budget + 5_000_000))
    assert found is not None
    assert more is not None
    assert found.cost <= budget
    assert fewest.falls <= more.falls <= found.falls <= cheapest.falls
