"""The worked district with a budget: the example review, its chart of cost centres, funds and subjective codes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import payband
from payband.review.results import Results
from tests.run import TOP

Rows = list[dict[str, Any]]

GENERAL, HOUSING, GRANT = "General Fund", "Housing Revenue Account", "Digital Councils Grant"

CENTRES: Rows = [
    {"cost centre": "CC10", "title": "Revenues and benefits", "fund": GENERAL, "vacancy factor": "2%"},
    {"cost centre": "CC20", "title": "Customer services", "fund": GENERAL, "turnover sum": 4_000},
    {"cost centre": "CC30", "title": "Digital", "fund": GRANT},
    {"cost centre": "HR50", "title": "Tenant services", "fund": HOUSING},
]

WHERE: Rows = [
    {"cost centre": "CC10"},
    {"line or person": "Head of Customer Services", "cost centre": "CC20", "share": "1/2"},
    {"line or person": "Head of Customer Services", "cost centre": "HR50", "share": "1/2"},
    {"line or person": "Customer Service Adviser", "cost centre": "CC20"},
    {"line or person": "Customer Service Adviser (0.5 FTE)", "cost centre": "CC20"},
    {"line or person": "Customer Adviser", "cost centre": "CC20"},
    {"line or person": "Customer Adviser (0.5 FTE)", "cost centre": "CC20"},
    {"line or person": "Head of Customer and Revenues", "cost centre": "CC10", "share": "1/3"},
    {"line or person": "Head of Customer and Revenues", "cost centre": "CC20", "share": "1/3"},
    {"line or person": "Head of Customer and Revenues", "cost centre": "HR50", "share": "1/3"},
    {"line or person": "Digital Project Officer", "cost centre": "CC30"},
    {"line or person": "P07", "state": "proposed", "cost centre": "HR50"},
]

CODES: Rows = [
    {"component": "basic pay", "subjective": "1000", "title": "Salaries"},
    {"component": "pay elements", "subjective": "1005", "title": "Allowances"},
    {"component": "National Insurance", "subjective": "1010"},
    {"component": "pension", "subjective": "1020"},
    {"component": "apprenticeship levy", "subjective": "1030"},
    {"component": "protection", "subjective": "1040"},
    {"component": "on-costs of protection", "subjective": "1041"},
    {"component": "redundancy", "subjective": "1900"},
    {"component": "external funding", "subjective": "9100", "title": "Government grants"},
    {"component": "vacancy factor", "subjective": "1990"},
    {"component": "turnover", "subjective": "1991"},
]

BUDGET: dict[str, Rows] = {"CostCentres": CENTRES, "CostAllocations": WHERE, "SubjectiveCodes": CODES}

_OF_REVIEW = {
    "Spines": "spines", "Grades": "grades", "OnCosts": "on_costs", "Structure": "posts", "People": "people",
    "Package": "package", "ApprovalRules": "approval_rules", "Assumptions": "assumptions", "PayAwards": "pay_awards",
}  # fmt: skip


def tables_of(name: str = "example-2026") -> dict[str, Any]:
    """The input tables of a worked review."""
    with (TOP / "payband" / "data" / "reviews" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def review_of(tables: Mapping[str, Any], **more: Rows) -> payband.Review:
    """The review of some tables, with those of further parts."""
    of_review = {argument: tables[table] for table, argument in _OF_REVIEW.items() if table in tables}
    once = {"OneOffCosts": tables["OneOffCosts"]} if "OneOffCosts" in tables else {}
    return payband.Review(settings=tables["settings"], **of_review, more={**once, **more})


def district(**more: Rows) -> Results:
    """The answers of the district; tables that are given stand in place of its own."""
    return review_of(tables_of(), **{**BUDGET, **more}).calculate()


def part_of(results: Results) -> dict[str, list[dict[str, Any]]]:
    """The answer tables of the budget."""
    return {name: rows.records() for name, rows in results.tables.items() if name.startswith("Budget")}
