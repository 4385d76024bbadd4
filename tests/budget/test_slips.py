"""What is possible in exits, arrears and the budget and hardly ever meant: noted, or refused by its row."""

from __future__ import annotations

from typing import Any

import pytest

from payband.errors import InputProblems
from tests.budget.district import WHERE, Rows, review_of, tables_of
from tests.budget.test_paid_once import AWARDS, EXITS, OWED, WITH_DEPARTMENTS, answered

FALLS: Rows = [*WHERE, {"line or person": "X77", "cost centre": "HR50"}]


def _exit(**changed: Any) -> dict[str, Rows]:
    return {"Exits": [{**EXITS[0], **changed}, EXITS[1]]}


def _owed(**changed: Any) -> dict[str, Rows]:
    return {"ArrearsPeople": [{**OWED[0], **changed}, OWED[1]]}


def _award(**changed: Any) -> dict[str, Rows]:
    return {"LateAwards": [{**AWARDS[0], **changed}]}


def _centre(**changed: Any) -> dict[str, Rows]:
    return {"CostCentres": [{**WITH_DEPARTMENTS[0], **changed}, *WITH_DEPARTMENTS[1:]]}


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (_exit(), "P04 leaves on 30 September 2026, and in table People has no last day, and goes to 'Team Leader'"),
        (_exit(person="P02"), "P02 leaves on 30 September 2026, and in table People on 31 March 2027: mend one"),
        (_exit(**{"week's pay": 3_466}), "a week's pay of £3,466.00 is about £180,232.00 a year, and P04 is paid £33,"),
        (_exit(person="X9", **{"week's pay": 3_466}), "a week's pay of £3,466.00 is high: is it that of a month?"),
        (_exit(person="Jane Smith"), "1 person has what looks like a name for a reference (table Exits, row 1)"),
        (_owed(**{"salary before": 2_237}), "the salary of P09 is £2,237.00 before the award, and in table People it"),
        (_owed(person="X8", **{"salary before": 2_237}), "a salary of £2,237.00 a year is little for full time"),
        (_owed(FTE=0.5), "P09 has the FTE 1/2, and 1 in table People: is one of them old?"),
        (_owed(person="X8", department="Digtal"), "no cost centre has the department 'Digtal': is 'Digital' meant?"),
        (_owed(**{"pension on arrears": "2%"}), "pension on arrears of 2% is outside the 5% to 45%"),
        (_owed(**{"other pay in the month": 26_847}), "other pay of £26,847.00 in the month is much"),
        (_award(**{"flat sum": 0, "percent": "0.32%"}), "NJC 2026 is 0.32%, under 0.5%: check it"),
        (_award(**{"flat sum": 100}), "a flat sum of £100.00 a year is little: is it that of a month?"),
        (_award(**{"flat sum": 120_000}), "a flat sum of £120,000.00 a year is more than half of a salary: check it"),
        (_centre(**{"vacancy factor": "95%"}), "a vacancy factor of 95% is outside the 0.1% to 25% that are usual"),
        (_centre(**{"vacancy factor": None, "vacancy sum": 9_000_000}), "takes £9,000,000.00 off the £"),
        (_centre(fund="General Funds"), "has 'General Funds' and 'General Fund' (row 2), which are two"),
    ],
)
def test_it_is_noted(tables: dict[str, Rows], said: str) -> None:
    results = answered(**tables)
    assert any(said in note for note in results.warnings), [each for each in results.warnings if "Table" in each]


ELEMENT = {"line or person": "P04", "element": "allowance", "amount a year": 1_200, "counts towards approval": "no",
           "costed as": "pensionable pay"}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"element": "Basic pay"}, "'Basic pay' of P04 reads like the salary itself, which the cost holds already"),
        ({"element": "Employer's NI"}, "'Employer's NI' of P04 reads like an on-cost"),
        ({"amount a year": 200_000}, "'allowance' of P04 is £200,000.00 a year, which is much for a pay element"),
        ({"line or person": "Team Leader", "amount a year": 60_000}, "of Team Leader is £60,000.00 a year, which is"),
        ({"amount a year": 200_000, "costed as": "not costed"}, ""),
    ],
)
def test_pay_elements_that_are_hardly_meant(changed: dict[str, Any], said: str) -> None:
    tables = tables_of()
    tables["Package"] = [{**ELEMENT, **changed}]
    notes = [note for note in review_of(tables).calculate().warnings if note.startswith("Table Package")]
    assert [said in note for note in notes] == ([True] if said else [])


def test_sound_rows_have_no_note() -> None:
    sound = {"Exits": [EXITS[1], {**EXITS[0], "person": "P02", "leaves on": "31/03/2027", "week's pay": 1_280}]}
    noted = [note for note in answered(**sound).warnings if note.startswith(("Table ", "Column ", "Budget"))]
    assert [note.partition(": ")[2][:16] for note in noted] == ["'Ballot' is paid", "external funding"]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ([*FALLS[:2], FALLS[1], *FALLS[3:]],
         "a share of 'Head of Customer Services' falls in 'CC20' by row 2 already: name another"),
        ([*FALLS, {"line or person": "Head of Revenues and Benefits", "state": "proposed", "cost centre": "CC20"}],
         "'Head of Revenues and Benefits' is not in the structure proposed: write the other state"),
    ],
)  # fmt: skip
def test_it_is_refused(where: Rows, said: str) -> None:
    with pytest.raises(InputProblems, match=said):
        answered(CostAllocations=where)
