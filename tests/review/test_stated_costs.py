"""A stated cost moves in a scenario by what the model says the change is worth, or stays where the setting says so."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import payband
from payband.errors import WrongInput
from payband.review.risk.measures import Measures
from payband.review.risk.solutions import posts_that_save
from payband.review.scenarios.compare import Compared, compare
from payband.review.years.outlook import outlook
from tests.support.workbooks import small_review

CHANGES: list[tuple[str, Any]] = [
    ("OnCosts[all].pension rate", "25%"),
    ("Structure[Officers, proposed].posts", 3),
    ("award 2025-09-01", "4%"),
    ("costed at", "bottom"),
    ("rate employer NI from 2025-26", "18%"),
]


def tables(stated: float | None, *changes: tuple[str, Any], moves: str = "", **more: Any) -> dict[str, Any]:
    line = {"line": "Officers", "grade": "Officer", "posts": 5}
    given = {"horizon": 1, "protection months": 0, **more}
    if moves:
        given["stated costs in scenarios"] = moves
    rows = [{"scenario": "what if", "what is changed": what, "value": value} for what, value in changes]
    proposed = {**line, "state": "proposed", **({} if stated is None else {"stated cost": stated})}
    return small_review(
        settings=given,
        posts=[{**line, "state": "now"}, proposed],
        **({"more": {"Scenarios": rows}} if rows else {}),
    )


def compared(given: dict[str, Any]) -> tuple[Compared, Compared, list[str]]:
    found = compare(payband.Review(**given).inputs)
    base, what_if = found.scenarios
    return base, what_if, found.warnings


def proposed(found: Compared) -> int:
    total = found.outlook.total(found.outlook.years[0])
    assert total is not None
    assert found.results.yearly_savings.savings == (total.saving,)
    return total.full_year.cost


@pytest.mark.parametrize(("what", "value"), CHANGES)
def test_it_moves_by_what_the_change_is_worth(what: str, value: Any) -> None:
    modelled, stated = (compared(tables(cost, (what, value))) for cost in (None, 150_000))
    worth = proposed(modelled[1]) - proposed(modelled[0])
    assert worth
    assert proposed(stated[1]) - proposed(stated[0]) == worth
    assert proposed(stated[0]) == 15_000_000
    if not what.startswith(("award", "rate")):  # these move it in the years alone, not in the price base
        assert [text for text in stated[2] if text.startswith("what if: Officers (proposed): the stated cost moves")]


@pytest.mark.parametrize(("what", "value"), CHANGES[:2])
def test_it_stays_where_the_setting_says_so(what: str, value: Any) -> None:
    base, what_if, said = compared(tables(150_000, (what, value), moves="stay as stated"))
    assert proposed(base) == proposed(what_if) == 15_000_000
    assert not [text for text in said if "moves with the model" in text]


def test_a_scenario_can_say_which() -> None:
    change = ("OnCosts[all].pension rate", "25%")
    _, stays, _ = compared(tables(150_000, change, ("stated costs in scenarios", "stay as stated")))
    _, moves, _ = compared(tables(150_000, change, ("stated costs in scenarios", "move with the model"),
                                  moves="stay as stated"))  # fmt: skip
    assert proposed(stays) == 15_000_000 < proposed(moves)


def test_a_cost_that_a_scenario_states_anew_is_that_one() -> None:
    anew = ("Structure[Officers, proposed].stated cost", 160_000)
    _, what_if, said = compared(tables(150_000, ("OnCosts[all].pension rate", "25%"), anew))
    assert proposed(what_if) == 16_000_000
    assert not [text for text in said if "moves with the model" in text]


@pytest.mark.parametrize(("stated", "posts"), [(20_000, 1), (20_000, 0), (300_000, 0)])
def test_fewer_posts_never_cost_less_than_nothing_and_none_cost_nothing(stated: float, posts: int) -> None:
    _, what_if, _ = compared(tables(stated, ("Structure[Officers, proposed].posts", posts)))
    assert proposed(what_if) == 0
    assert what_if.results.structure_cost.total.proposed.cost == 0


def test_without_a_model_it_stays_and_that_is_said() -> None:
    given = tables(150_000, ("OnCosts[all].pension rate", "25%"))
    given["posts"][1]["grade"] = ""
    base, what_if, said = compared(given)
    assert proposed(base) == proposed(what_if)
    assert [text for text in said if "Officers (proposed) keeps its stated cost, because it cannot be modelled" in text]


def test_sensitivity_and_solving_move_it_too() -> None:
    from payband.review.risk.changes import PENSION_RATE, changes_of

    for moves, moved in (("move with the model", True), ("stay as stated", False)):
        inputs = payband.Review(**tables(150_000, moves=moves)).inputs
        [change] = changes_of([PENSION_RATE], inputs)
        measures = Measures(inputs)
        one_more = measures.of({change: 100}).steady_cost - measures.of().steady_cost
        assert one_more == (5 * 260_00 if moved else 0)  # 1% of £26,000 for five posts
        if moved:
            assert posts_that_save(inputs, "Officers", 3_400_000).answer == 4
        else:
            with pytest.raises(WrongInput, match="has a stated cost"):
                posts_that_save(inputs, "Officers", 3_400_000)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 400_000), st.sampled_from(CHANGES), st.sampled_from([1, 3]))
def test_the_base_is_the_review_whatever_moves(stated: int, change: tuple[str, Any], horizon: int) -> None:
    assumptions = [{"assumption": "rates after the last published year", "value": "as the last year"}]
    given = {**tables(stated, change, horizon=horizon), "assumptions": assumptions}
    found = compare(payband.Review(**given).inputs).scenarios[0].outlook
    alone = outlook(payband.Review(**{**given, "more": {}}).inputs)
    assert [found.total(year) for year in found.years] == [alone.total(year) for year in alone.years]
    assert found.steady_state == alone.steady_state
