"""EXPLAIN of a cost centre: each row of its budget is made of what falls there, and ends in the answer's figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from payband.errors import UnknownName
from payband.review.explanation.explain import explain
from payband.review.results import Results
from tests.budget.district import WHERE, part_of
from tests.budget.test_paid_once import answered
from tests.budget.test_reconciled import payroll

SHOWN = ("BudgetByCostCentre", "BudgetFullYear")


@pytest.fixture(scope="module")
def results() -> Results:
    approved = [{"cost centre": "CC30", "amount": 40_000}]
    return answered(Payroll=payroll(), ApprovedBudget=approved)


def _row(results: Results, chain: Any) -> dict[str, Any]:
    [row] = [
        row
        for row in part_of(results)[chain.answer.table]
        if all(str(row[key]) == value for key, value in chain.answer.row)
    ]
    return row


def test_every_row_of_a_cost_centre_is_explained(results: Results) -> None:
    explained = 0
    for centre in ("CC10", "CC20", "CC30", "HR50"):
        for chain in explain(results, centre.lower()).chains:
            assert chain.answer is not None
            row = _row(results, chain)
            assert chain.steps[-1].given == row[chain.answer.key], chain.title
            if chain.answer.table not in SHOWN:
                continue
            explained += 1
            sums, whole = [Decimal(0)], {}
            for step in chain.steps[:-1]:
                if step.name in ("now", "proposed"):
                    whole[step.name] = step.given
                    assert sums.pop() == step.given
                    sums.append(Decimal(0))
                else:
                    sums[-1] += step.given
            assert whole == {"now": row["now"], "proposed": row["proposed"]}
    assert explained == sum(len(part_of(results)[table]) for table in SHOWN)


def test_what_is_taken_off_and_what_differs_are_explained(results: Results) -> None:
    titles = [chain.title for chain in explain(results, "CC10").chains]
    assert "Vacancy factor in 2026-27, shown apart" in titles
    chains = {chain.title: chain for chain in explain(results, "CC30").chains}
    compared = chains["Approved budget compared with the establishment in 2026-27"]
    # The establishment is £44,158.80 at the top of the range, before income.
    assert [step.given for step in compared.steps] == [
        Decimal("44158.80"), 40_000, Decimal("-4158.80"), Decimal("-4158.80"),
    ]  # fmt: skip
    causes = [step.name for step in chains["Payroll compared with the establishment in 2026-27"].steps[2:-1]]
    assert causes == ["point: Digital Project Officer, P11"]


def test_a_line_says_where_it_falls_and_what_is_recharged(results: Results) -> None:
    chains = list(explain(results, "Head of Customer and Revenues").chains)
    [falls] = [chain for chain in chains if chain.title == "Proposed: where its cost falls"]
    assert [(step.name, step.value) for step in falls.steps] == [
        ("CC10, General Fund", "1/3"), ("CC20, General Fund", "1/3"), ("HR50, Housing Revenue Account", "1/3"),
    ]  # fmt: skip
    recharged = [chain for chain in chains if chain.answer is not None and chain.answer.table == "BudgetRecharges"]
    assert [chain.steps[-1].given for chain in recharged] == [
        row["saving"]
        for row in part_of(results)["BudgetRecharges"]
        if row["line_or_person"] == "Head of Customer and Revenues"
    ]
    assert len(recharged) == 3
    own = explain(results, "P07").chains
    [moved] = [chain for chain in own if "where its cost falls" in chain.title]
    assert (moved.title, moved.steps[0].name) == (
        "Proposed: where its cost falls", f"{WHERE[-1]['cost centre']}, Housing Revenue Account",
    )  # fmt: skip


def test_a_name_that_is_none(results: Results) -> None:
    with pytest.raises(UnknownName, match=r"'CC2' is neither a person, a line nor a cost centre .*'CC20'"):
        explain(results, "CC2")
