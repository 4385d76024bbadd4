"""What is paid once lands in the budget: exits on the day of leaving, arrears on the day paid, each counted once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from payband.errors import InputProblems
from payband.review.results import Results
from tests.budget.district import BUDGET, CENTRES, CODES, GRANT, WHERE, Rows, district, part_of, review_of, tables_of

DEPARTMENTS = {"CC10": "Resources", "CC20": "Customers", "CC30": "Digital", "HR50": "Customers"}
WITH_DEPARTMENTS: Rows = [{**row, "department": DEPARTMENTS[row["cost centre"]]} for row in CENTRES]
MORE_CODES: Rows = [
    *CODES,
    {"component": "notice pay", "subjective": "1901"},
    {"component": "special payments", "subjective": "1902"},
    {"component": "pension strain", "subjective": "1910"},
    {"component": "other one-off costs", "subjective": "1920"},
    {"component": "arrears", "subjective": "1006"},
    {"component": "on-costs of arrears", "subjective": "1016"},
]
# Sixteen weeks at 45 years of age and 14 full years, at £800 and one and a half times: £19,200.
EXITS: Rows = [
    {"person": "P04", "leaves on": "30/09/2026", "age": 45, "full years": 14, "week's pay": 800, "multiplier": 1.5,
     "notice pay": "2500.01", "special payment": 1_000, "strain stated": 31_000},
    {"person": "X77", "leaves on": "31/03/2028", "reason": "efficiency of the service", "age": 57, "full years": 2,
     "week's pay": 700, "special payment": 4_000},
]  # fmt: skip
AWARDS: Rows = [
    {"award": "NJC 2026", "effective from": "01/01/2026", "paid on": "29/05/2026", "flat sum": 1_200,
     "source": "invented"}
]  # fmt: skip
OWED: Rows = [
    {"person": "P09", "award": "NJC 2026", "salary before": 26_847, "pension on arrears": "20.1%"},
    {"person": "L1", "award": "NJC 2026", "department": "digital", "salary before": 26_847,
     "pension on arrears": "20.1%"},
]  # fmt: skip
ONCE: Rows = [{"item": "Ballot", "kind": "other", "amount": 900, "paid on": "30/06/2026"}]


def answered(**more: Rows) -> Results:
    where = [*WHERE, {"line or person": "X77", "cost centre": "HR50"}]
    given: dict[str, Rows] = {
        "CostCentres": WITH_DEPARTMENTS, "CostAllocations": where, "SubjectiveCodes": MORE_CODES,
        "Exits": EXITS, "LateAwards": AWARDS, "ArrearsPeople": OWED, "OneOffCosts": ONCE,
    }  # fmt: skip
    return district(**{**given, **more})


def _of(results: Results, *components: str) -> list[tuple[Any, ...]]:
    keys = ("component", "cost_centre", "department", "fund", "subjective", "financial_year", "now", "proposed")
    rows = part_of(results)["BudgetByCostCentre"]
    return [tuple(row[key] for key in keys) for row in rows if row["component"] in components]


def test_exits_fall_with_the_person_in_the_year_of_leaving() -> None:
    results = answered()
    place = ("CC10", "Resources", "General Fund")
    assert _of(results, "notice pay", "pension strain", "special payments") == [
        ("notice pay", *place, "1901", "2026-27", 0, Decimal("2500.01")),
        ("special payments", *place, "1902", "2026-27", 0, 1_000),
        ("pension strain", *place, "1910", "2026-27", 0, 31_000),
        ("special payments", "HR50", "Customers", "Housing Revenue Account", "1902", "2027-28", 0, 4_000),
    ]
    assert ("redundancy", *place, "1900", "2026-27", 0, 19_200) in _of(results, "redundancy")
    assert not [name for name in results.failed if "udget" in name]


def test_arrears_are_owed_now_and_as_proposed() -> None:
    """Four months of £1,200 a year, of which the pay of 2026-27 holds one: £300, NI at 15%, pension at 20.1%, levy."""
    results = answered()
    customers, digital = ("CC20", "Customers", "General Fund"), ("CC30", "Digital", GRANT)
    on_top = Decimal("45.00") + Decimal("60.30") + Decimal("1.50")
    assert _of(results, "arrears", "on-costs of arrears") == [
        ("arrears", *customers, "1006", "2026-27", 300, 300),
        ("on-costs of arrears", *customers, "1016", "2026-27", on_top, on_top),
        ("arrears", *digital, "1006", "2026-27", 300, 300),
        ("on-costs of arrears", *digital, "1016", "2026-27", on_top, on_top),
    ]


def test_what_two_tables_give_is_counted_once() -> None:
    once = [{"item": "P04 out", "kind": "redundancy stated", "person or line": "P04", "amount": 19_000,
             "paid on": "30/09/2026"}]  # fmt: skip
    results = answered(OneOffCosts=once)
    assert _of(results, "redundancy") == [
        ("redundancy", "CC10", "Resources", "General Fund", "1900", "2026-27", 0, 19_000)
    ]
    assert (
        "Budget: the redundancy of P04 is £19,000.00 as in table OneOffCosts, and not £19,200.00 as in table Exits: "
        "check which is right"
    ) in results.warnings
    assert len(_of(results, "pension strain")) == 1
    same = answered(OneOffCosts=[{**once[0], "amount": 19_200}])
    assert any("table Exits has it too, and it is counted once" in note for note in same.warnings)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ArrearsPeople": [{**OWED[1], "department": "Customers"}], "CostAllocations": WHERE[1:], "Exits": []},
         r"arrears of 'L1' fall, and 'Customers' has the cost centres CC20, HR50: add a row"),
        ({"OneOffCosts": [{"item": "Redundancies", "kind": "redundancy stated", "amount": 5, "paid on": "30/09/2026"}]},
         r"does not say whose 'Redundancies' is, and table Exits may hold it too: name the person"),
        ({"OneOffCosts": [{"item": "A", "kind": "pension strain", "person or line": "Benefits Team Leader", "amount": 5,
                          "paid on": "30/09/2026"}], "Exits": EXITS[:1], "CostAllocations": WHERE},
         r"column 'person or line': does not say whose 'A' is"),
        ({"CostAllocations": [*WHERE, {"line or person": "X78", "cost centre": "HR50"}]},
         r"'X78' is neither a line nor a person; did you mean 'X77'"),
        ({"CostCentres": [*WITH_DEPARTMENTS, {"cost centre": "ZZ", "fund": GRANT, "department": "Digital "}],
          "ArrearsPeople": [{**OWED[1]}]}, r"'digital' has the cost centres CC30, ZZ: add a row with one of these"),
    ],
)  # fmt: skip
def test_what_may_fall_in_two_places_is_asked_about(more: dict[str, Rows], said: str) -> None:
    with pytest.raises(InputProblems, match=said):
        answered(**more)


def test_the_strain_of_a_line_that_nobody_leaves_is_another() -> None:
    strain = {"item": "A", "kind": "pension strain", "person or line": "Digital Project Officer", "amount": 5,
              "paid on": "30/09/2026"}  # fmt: skip
    results = answered(OneOffCosts=[strain], Exits=EXITS[:1], CostAllocations=WHERE)
    assert [row[-1] for row in _of(results, "pension strain")] == [31_000, 5]


def test_who_is_in_no_line_falls_where_all_the_rest_does() -> None:
    results = answered(CostAllocations=WHERE, ArrearsPeople=[{**OWED[1], "department": ""}])
    rows = [row for row in _of(results, "special payments", "arrears") if row[5] == "2027-28" or row[0] == "arrears"]
    assert [row[1] for row in rows] == ["CC10", "CC10"]


def test_departments_add_up_and_are_no_input_of_an_older_kind() -> None:
    rows = part_of(answered(CostAllocations=WHERE, Exits=[], LateAwards=[], ArrearsPeople=[]))["BudgetByCostCentre"]
    plain = part_of(district(**{**BUDGET, "SubjectiveCodes": MORE_CODES, "OneOffCosts": ONCE}))["BudgetByCostCentre"]
    assert [{**row, "department": None} for row in rows] == plain
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row["department"]] = sums.get(row["department"], Decimal(0)) + row["proposed"]
    assert set(sums) == set(DEPARTMENTS.values())
    assert sum(sums.values()) == sum(row["proposed"] for row in plain)


@pytest.mark.parametrize(
    ("first_day", "awards", "owed"),
    [
        ("01/04/2026", [], []),  # the salaries of the review hold it from 1 April
        ("01/05/2026", [{"effective from": "01/05/2026", "percent": "1%", "source": "invented"}], []),
        ("01/05/2026", [], [200]),  # no year of the review holds it
    ],
)
def test_arrears_that_the_pay_of_the_year_holds_are_not_counted_twice(
    first_day: str, awards: Rows, owed: list[int]
) -> None:
    """£1,200 a year, paid at the end of July: May and June are £200."""
    tables = tables_of()
    tables["settings"]["implementation date"] = "01/04/2026"
    tables["PayAwards"] = awards
    late = [{**AWARDS[0], "effective from": first_day, "paid on": "31/07/2026"}]
    more = {
        **BUDGET, "SubjectiveCodes": MORE_CODES, "CostCentres": WITH_DEPARTMENTS, "OneOffCosts": ONCE,
        "LateAwards": late, "ArrearsPeople": OWED[:1],
    }  # fmt: skip
    assert [row[-1] for row in _of(review_of(tables, **more).calculate(), "arrears")] == owed
