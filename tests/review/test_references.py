"""Every name that refers to something else is held against what it may name, in every input table and the settings."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

import payband
from payband.errors import InputProblems
from payband.review.inputs.cross_checks.alike import ALIKE
from payband.review.inputs.cross_checks.references import KINDS
from payband.review.inputs.input_table import Column, InputTable
from payband.review.inputs.settings import SETTINGS
from payband.review.parts.registry import all_inputs

PEOPLE = ("Anne", "Bert")
REVIEW: dict[str, Any] = {
    "Settings": {
        "body": "Anytown",
        "implementation date": "01/03/2012",
        "price base": "2011-12",
        "costed at": "top",
        "on-cost profile": "Officers",
        "approval policy": "Large salary packages",
        "protection months": 12,
        "protection form": "frozen",
    },
    "Spines": [
        {"spine": "Ladder", "point": f"P{point}", "salary": 20_000 + 1_000 * point, "effective from": "01/04/2011"}
        for point in range(1, 7)
    ],
    "Grades": [
        {"grade": "Officer", "order": 1, "spine": "Ladder", "bottom point": "P1", "top point": "P3"},
        {"grade": "Manager", "order": 2, "spine": "Ladder", "bottom point": "P4", "top point": "P6"},
    ],
    "OnCosts": [
        {"profile": "Officers", "NI category": "A", "pension rate": "20%"},
        {"profile": "Nurses", "NI category": "A", "pension scheme": "Police Pension Scheme"},
    ],
    "Structure": [
        {"line": "Desk", "state": "now", "grade": "Officer", "posts": 2, "on-cost profile": "Officers"},
        {"line": "Counter", "state": "proposed", "grade": "Manager", "posts": 2},
    ],
    "People": [
        {"person": name, "post now": "Desk", "grade now": "Officer", "salary now": 23_000, "on-cost profile": "Nurses",
         "NI category": "A", "proposed line": "Counter", "share of current job in the new": "80%",
         "share of the new from the current": "80%"}
        for name in PEOPLE
    ],
    "Package": [
        {"line or person": "Anne", "element": "fee", "amount a year": 100, "counts towards approval": "yes",
         "costed as": "not costed"}
    ],
    "Appointments": [{"line or person": "Counter", "post": "one"}],
    "TierRules": [{"lower grade": "Officer", "least gap": "1%"}],
    "ReportingLines": [{"post or person": "Anne", "reports to": "Counter"}],
    "ProvisionalGrades": [{"grade": "Officer"}],
    "EqualityCounts": [
        {"characteristic": "sex", "of whom": "review group", "tier": "Officer", "group": "female", "people": 2},
    ],
    "PaperFigures": [{"figure": "posts", "count": 2}],
    "FigureTerms": [
        {"check": "posts", "role": "is", "figure": "posts"},
        {"check": "posts", "role": "plus", "figure": "StructureCost Counter posts proposed"},
    ],
    "JobForms": [{"job": "Treasurer", "questionnaire": "SCCOG 2012"}],
    "JobQuestions": [{"job": "Treasurer", "section": "dimensions", "item": "population"}],
    "JobStaff": [{"job": "Treasurer", "staff grade": "any", "FTE": 2}],
    "JobScores": [{"job": "Treasurer", "know-how": 460, "problem solving": 200, "accountability": 230}],
    "OneOffCosts": [
        {"item": "fee", "kind": "other", "person or line": "Anne", "amount": 100, "paid on": "01/04/2012"}
    ],
    "Characteristics": [
        {"person": name, "characteristic": "sex", "group": group}
        for name, group in zip(PEOPLE, ("female", "male"), strict=True)
    ],
    "PayGapRules": [{"characteristic": "sex", "compared with": "male"}],
    "PayMultiples": [
        {"year": "2011-12", "highest": 100_000, "median": 30_000, "lowest": 20_000, "limit of the library": "Hutton"}
    ],
    "PlacementRules": [{"policy": "Leicester"}],
    "Placements": [{"round": "appeals", "person": "Anne", "line": "Counter", "decision": "appeal dismissed"}],
    "RoleChangePolicy": [{"policy": "Kent"}],
    "Scenarios": [{"scenario": "Longer", "what is changed": "protection months", "value": 24}],
    "Sensitivity": [{"what is varied": "pension rate", "low": "-1%", "high": "1%"}],
    "Distributions": [{"what is varied": "turnover", "distribution": "uniform", "low": "0%", "high": "1%"}],
    "Stages": [
        {"stage": "launch", "kind": "launch", "starts on": "01/03/2012", "within months": 3, "of stage": "issue"},
        {"stage": "issue", "kind": "issue", "starts on": "01/02/2012"},
    ],
    "WorkingWeeks": [
        {"person or line": "Anne", "weeks a year": 52, "weeks are": "paid", "hours a week": 37,
         "full-time hours a week": 37}
    ],
    "StatutoryDuties": [
        {"duty": "Returning Officer", "post now": "Clerk", "line now": "Desk", "post proposed": "Clerk",
         "line proposed": "Counter"}
    ],
    "PaperStatements": [
        {"statement": "posts", "printed": "2", "place": "1.1", "table": "Structure", "row": "Counter",
         "column": "posts"}
    ],
    "CostCentres": [{"cost centre": "Counter services", "fund": "General Fund", "vacancy factor": "2%"}],
    "CostAllocations": [
        {"cost centre": "Counter services"},
        {"line or person": "Anne", "cost centre": "Counter services", "state": "now"},
    ],
    "SubjectiveCodes": [{"component": "basic pay", "subjective": "1000"}],
    "ApprovedBudget": [{"cost centre": "Counter services", "amount": 50_000}],
    "Payroll": [
        {"person": "Anne", "cost centre": "Counter services", "salary": 25_000, "FTE": 1, "cost to date": 28_000,
         "paid to": "31/03/2012"}
    ],
    "StageRules": [{"policy": "Leicester"}, {"policy": "our own", "stage": "launch", "follows": "hearings"}],
}  # fmt: skip
"""A review in which every column of names is filled, but for those of the next."""

OF_TERMS: dict[str, Any] = {
    **{name: REVIEW[name] for name in ("Spines", "Grades", "OnCosts", "Structure", "People", "Package")},
    "Settings": {**REVIEW["Settings"], "implementation date": "01/02/2013", "price base": "2012-13"},
    "TermAppointments": [
        {"post": "Deputy", "grade": "Manager", "salary": 25_000, "starts on": "01/03/2013", "ends on": "30/04/2013",
         "on-cost profile": "Officers", "checklist": "Deputy PCC 2013"}
    ],
    "Disqualification": [{"post": "Deputy", "item": "disqualified under section 65", "answered": "no"}],
}  # fmt: skip
"""One at the time of the library's checklist."""

OF_FLOORS: dict[str, Any] = {
    **{name: REVIEW[name] for name in ("Spines", "Grades", "Structure", "People", "Package")},
    "Settings": {
        **REVIEW["Settings"], "implementation date": "01/04/2026", "price base": "2026-27", "protection months": 6,
        "approval policy": None,
    },
    "OnCosts": [{**each, "pension scheme": None, "pension rate": "20%"} for each in REVIEW["OnCosts"]],
    "WageFloors": [{"policy": "Law", "floor": "statutory", "full-time hours": 37, "divisor": "Green Book"}],
}  # fmt: skip
"""One at the time of the library's policies of working time."""

OF_ARREARS: dict[str, Any] = {
    **{name: OF_FLOORS[name] for name in ("Settings", "Spines", "Grades", "Structure", "People", "Package", "OnCosts")},
    "LateAwards": [{"award": "NJC", "effective from": "01/04/2025", "paid on": "31/07/2025", "spine": "NJC"}],
    "ArrearsPeople": [
        {"person": "Anne", "award": "NJC", "point": "20", "on-cost profile": "Officers", "NI category": "A",
         "pension on arrears": "20%"}
    ],
    "Exits": [
        {"person": "Anne", "establishment": "Town Hall", "leaves on": "30/09/2026", "age": 56, "full years": 14,
         "week's pay": 500, "pension a year": 9_000}
    ],
    "StrainFactors": [
        {"age": 55, "sex": "any", "factor": 4.2, "of": "pension a year"},
        {"age": 56, "sex": "any", "factor": 4, "of": "pension a year"},
    ],
    "ExitPolicies": [
        {"policy": "large", "threshold": 100_000, "comparison": "over", "approving body": "Cabinet"}
    ],
}  # fmt: skip
"""One at the time of an award of the library's spine, and of exits."""


def review_with(table: str) -> dict[str, Any]:
    """The review that has an input table; the first where none has."""
    return next((tables for tables in (REVIEW, OF_TERMS, OF_FLOORS, OF_ARREARS) if table in tables), REVIEW)


def review(tables: dict[str, Any]) -> payband.Review:
    core = {
        "settings": "Settings", "spines": "Spines", "grades": "Grades", "on_costs": "OnCosts", "posts": "Structure",
        "people": "People", "package": "Package",
    }  # fmt: skip
    more = {name: rows for name, rows in tables.items() if name not in core.values() and rows}
    return payband.Review(**{argument: tables[name] for argument, name in core.items()}, more=more)


REFERENCES: list[tuple[InputTable, Column]] = [
    (table, column)
    for table in all_inputs()
    for column in table.columns
    if column.names not in ("", ALIKE, "line or another post")
]
"""All but who holds a statutory duty, who may be another post: what is spelt nearly like a line is noted there."""


def misspelt(name: str) -> str:
    """A name as somebody types it in haste: a letter twice, or a number that there is not."""
    return name[:-1] + "99" if name[-1].isdigit() else name[0] + name


@pytest.mark.parametrize(("table", "column"), REFERENCES, ids=lambda each: each.name)
def test_a_name_that_refers_to_nothing_is_one_problem(table: InputTable, column: Column) -> None:
    tables = deepcopy(review_with(table.name))
    review(tables)
    row = next(row for row in tables[table.name] if row.get(column.name))
    right = row[column.name]
    row[column.name] = misspelt(right)
    if column.names in KINDS and KINDS[column.names].noted:
        said = f"Table {table.name}, row 1, column '{column.name}': '{misspelt(right)}' {KINDS[column.names].says}"
        assert f"{said}; did you mean '{right}'?" in review(tables).calculate().warnings
        return
    with pytest.raises(InputProblems) as caught:
        review(tables)
    [problem] = caught.value.problems
    assert (problem.table, problem.column) == (table.name, column.name), str(problem)
    if column.names in KINDS:
        assert problem.message.endswith(f"did you mean '{right}'?"), problem.message


@pytest.mark.parametrize("column", [each for each in SETTINGS if each.names], ids=lambda each: each.name)
def test_a_setting_that_refers_to_nothing_is_one_problem(column: Column) -> None:
    tables = deepcopy(REVIEW)
    tables["Settings"][column.name] = misspelt(tables["Settings"].get(column.name) or "2025")
    with pytest.raises(InputProblems) as caught:
        review(tables)
    [problem] = caught.value.problems
    assert problem.table == "Settings"
