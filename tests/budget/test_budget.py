"""Where costs fall: cost centres, funds, subjective codes and years add up to the structure and the years."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import payband
from payband.cli import main
from payband.errors import InputProblems
from payband.review.results import Results
from tests.budget.district import (
    BUDGET,
    CENTRES,
    CODES,
    HOUSING,
    WHERE,
    Rows,
    district,
    part_of,
    review_of,
    tables_of,
)
from tests.support.large_review import large_review
from tests.support.part_workbooks import assert_the_same_in_a_workbook
from tests.support.workbooks import rows_of

KEYS = ("cost_centre", "fund", "component", "subjective", "financial_year")


@pytest.fixture(scope="module")
def answered() -> Results:
    return district()


def _amounts(rows: Rows, **where: Any) -> tuple[Decimal, Decimal]:
    """What some rows add up to, now and proposed."""
    chosen = [row for row in rows if all(row[key] == value for key, value in where.items())]
    return sum((row["now"] for row in chosen), Decimal(0)), sum((row["proposed"] for row in chosen), Decimal(0))


def _checks(results: Results) -> dict[str, Any]:
    return {row["check"]: row["passed"] for row in results.tables["Checks"].records() if "udget" in row["check"]}


def test_the_checks_say_that_it_adds_up(answered: Results) -> None:
    assert _checks(answered) == {
        "One-off costs are within their budgets": True,
        "A full year of the budget adds up to the structure's cost": True,
        "The budget of 2026-27 adds up to what the year costs": True,
        "The budget of 2027-28 adds up to what the year costs": True,
        "The budget of 2028-29 adds up to what the year costs": True,
        "Every component of the budget has a subjective code": True,
    }


def test_it_is_what_the_structure_and_the_years_cost(answered: Results) -> None:
    found = part_of(answered)
    cost = answered.structure_cost.total_row().records()[0]
    assert _amounts(found["BudgetFullYear"]) == (cost["cost_now"], cost["cost_proposed"])
    money = {row["financial_year"]: row for row in answered.tables["MoneyByYear"].records()}
    years = answered.outlook.total_rows().records()[:-1]
    for year in years:
        name = year["financial_year"]
        now, proposed = _amounts(found["BudgetByCostCentre"], financial_year=name)
        assert (now, now - proposed) == (year["cost_now"], money[name]["net"])
    assert len(years) == 3


def test_by_any_grouping_the_sum_is_the_structures(answered: Results) -> None:
    rows = part_of(answered)["BudgetByCostCentre"]
    whole = _amounts(rows)
    for count in range(1, len(KEYS) + 1):
        for keys in combinations(KEYS, count):
            groups = {tuple(row[key] for key in keys) for row in rows}
            sums = [_amounts(rows, **dict(zip(keys, group, strict=True))) for group in groups]
            assert (sum(now for now, _ in sums), sum(proposed for _, proposed in sums)) == whole
    assert all(row["saving"] == row["now"] - row["proposed"] for row in rows)


# --- an independent oracle of shares -------------------------------------------------------------------------------


def _largest_remainders(pence: int, shares: list[Fraction]) -> list[int]:
    """Shares worked out as exact fractions, the odd pennies to the largest remainders."""
    exact = [pence * share for share in shares]
    found = [int(each) for each in exact]
    order = sorted(range(len(shares)), key=lambda at: (found[at] - exact[at], at))
    for at in order[: pence - sum(found)]:
        found[at] += 1
    return found


def test_a_head_in_thirds_of_three_funds_to_the_penny() -> None:
    funds = ["General Fund", "Housing Revenue Account", "Dedicated Schools Grant"]
    centres = [{"cost centre": f"C{at}", "fund": fund} for at, fund in enumerate(funds)]
    thirds = [
        {"line or person": "Head of Customer and Revenues", "cost centre": f"C{at}", "share": "1/3"} for at in range(3)
    ]
    results = district(CostCentres=[*CENTRES, *centres], CostAllocations=[*WHERE[:7], *WHERE[10:], *thirds])
    rows = [
        row for row in part_of(results)["BudgetFullYear"] if row["cost_centre"].startswith("C") and row["fund"] in funds
    ]
    # A Senior Head of Service at the top: £73,800 a year and a car allowance of £1,200 that bears no pension, 20.1%
    # pension, 0.5% levy, and NI of 2026-27 by the month: £6,250 a month less £417 at 15% is £874.95 (HMRC, rates and
    # thresholds for employers 2026 to 2027).
    costs = {
        "basic pay": 7_380_000,
        "pay elements": 120_000,
        "National Insurance": 87_495 * 12,
        "pension": 1_483_380,
        "apprenticeship levy": 37_500,
    }
    for component, pence in costs.items():
        shared = {row["cost_centre"]: int(row["proposed"] * 100) for row in rows if row["component"] == component}
        assert [shared[f"C{at}"] for at in range(3)] == _largest_remainders(pence, [Fraction(1, 3)] * 3)
    recharged = [row for row in part_of(results)["BudgetRecharges"] if row["financial_year"] == "2027-28"]
    of_head = [row for row in recharged if row["line_or_person"] == "Head of Customer and Revenues"]
    assert [(row["from_fund"], row["to_fund"]) for row in of_head] == [(funds[0], fund) for fund in funds[1:]]
    assert [row["proposed"] for row in of_head] == [
        sum(Decimal(_largest_remainders(pence, [Fraction(1, 3)] * 3)[at]) / 100 for pence in costs.values())
        for at in (1, 2)
    ]


def test_a_post_on_two_cost_centres_that_is_deleted_is_saved_in_both(answered: Results) -> None:
    rows = part_of(answered)["BudgetRecharges"]
    head = {row["financial_year"]: row for row in rows if row["line_or_person"] == "Head of Customer Services"}
    assert (head["2027-28"]["now"], head["2027-28"]["proposed"]) == (Decimal("45999.90"), 0)
    pay = [row for row in part_of(answered)["BudgetByCostCentre"] if row["fund"] == HOUSING]
    later = {row["component"]: row for row in pay if row["financial_year"] == "2027-28"}
    assert later["basic pay"]["now"] == Decimal("34200.00")  # half of £68,400, the top of a Head of Service


def test_a_grant_that_ends_in_the_year_is_income_until_then() -> None:
    tables = tables_of()
    for line in tables["Structure"]:
        if line["line"] == "Digital Project Officer":
            line["externally funded until"] = date(2027, 9, 30)
    results = review_of(tables, **BUDGET).calculate()
    rows = [row for row in part_of(results)["BudgetByCostCentre"] if row["component"] == "external funding"]
    by_year = {row["financial_year"]: row for row in rows}
    # Six months of the post: £33,119 / 2 is £16,559.50, and its on-costs
    assert set(by_year) == {"2026-27", "2027-28"}
    assert {row["subjective"] for row in rows} == {"9100"}
    year = by_year["2026-27"]
    assert (year["now"], year["proposed"], year["saving"]) == (Decimal("-44158.80"), Decimal("-44158.80"), 0)
    half = by_year["2027-28"]["proposed"]
    assert (
        half
        == by_year["2027-28"]["now"]
        == -(Decimal("16559.50") + Decimal("4217.28") / 2 + Decimal("3328.46") + Decimal("82.80"))
    )
    assert any(
        "funding of Digital Project Officer ends on 30 September 2027; its cost still falls in CC30" in note
        for note in results.warnings
    )
    assert not [name for name, passed in _checks(results).items() if not passed]


def test_a_person_falls_elsewhere_than_the_line(answered: Results) -> None:
    rows = part_of(answered)["BudgetFullYear"]
    pay = {row["cost_centre"]: row for row in rows if row["component"] == "basic pay"}
    # P07 is one of two Revenues and Benefits Officers: the top of Scale 5, £30,515; and a third of £73,800
    assert pay["HR50"]["proposed"] == Decimal("30515.00") + Decimal("24600.00")


# --- any shares ----------------------------------------------------------------------------------------------------


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.lists(st.integers(1, 9), min_size=1, max_size=3),
    st.sampled_from(["P03", "P05", "P09", "P11"]),
    st.sampled_from(["top", "bottom", "actual"]),
    st.booleans(),
)
@settings(max_examples=12, deadline=None, derandomize=True)
def test_any_shares_of_lines_and_people_add_up(
    of_all: list[int], of_person: list[int], person: str, costed_at: str, stated: bool
) -> None:
    def shares(parts: list[int], **more: Any) -> Rows:
        return [
            {**more, "cost centre": CENTRES[at]["cost centre"], "share": f"{part}/{sum(parts)}"}
            for at, part in enumerate(parts)
        ]

    tables = tables_of()
    tables["settings"] |= {
        "costed at": costed_at,
        "increments": "1 April",
        "implementation date": date(2026, 10, 20),
        "unpublished points": "estimate",
    }
    if stated:
        tables["Structure"][0]["stated cost"] = 91_234.57
        tables["Structure"][-3]["stated cost"] = 25_000.01
    where = [*shares(of_all), *shares(of_person, **{"line or person": person})]
    results = review_of(tables, **{**BUDGET, "CostAllocations": where}).calculate()
    checks = _checks(results)
    assert all(passed for name, passed in checks.items() if "adds up" in name)
    assert len(checks) == 6


def test_many_people_are_costed_in_columns_alike() -> None:
    tables = large_review(400)
    tables["settings"]["horizon"] = 3  # the rates of 2026-27 are published
    where = [{"cost centre": "CC10", "share": "1/3"}, {"cost centre": "HR50", "share": "2/3"}]
    own = [{"line or person": tables["posts"][0]["line"], "cost centre": "CC20"}]
    own += [{"line or person": each["person"], "cost centre": "CC30"} for each in tables["people"][:40]]
    results = payband.Review(**tables, more={**BUDGET, "CostAllocations": [*where, *own]}).calculate()
    assert all(passed for name, passed in _checks(results).items() if "adds up" in name)
    assert {row["cost_centre"] for row in part_of(results)["BudgetFullYear"]} == {"CC10", "CC20", "CC30", "HR50"}


# --- what is taken off apart ---------------------------------------------------------------------------------------


def test_vacancies_and_turnover_stand_apart(answered: Results) -> None:
    without = district(
        CostCentres=[{k: v for k, v in row.items() if k in ("cost centre", "title", "fund")} for row in CENTRES]
    )
    found, plain = part_of(answered), part_of(without)
    assert found["BudgetByCostCentre"] == plain["BudgetByCostCentre"]
    assert plain["BudgetVacancies"] == []
    first, _, _, turnover, *_ = found["BudgetVacancies"]
    assert (first["rate"], first["taken_off_now"]) == (Decimal("0.02"), Decimal("6480.55"))  # 2% of £324,027.47
    assert (turnover["what_is_taken_off"], turnover["taken_off_proposed"]) == ("turnover", Decimal("4000.00"))


def test_a_component_without_a_code_fails_a_check() -> None:
    results = district(SubjectiveCodes=CODES[1:])
    assert "Every component of the budget has a subjective code" in results.failed
    row = part_of(results)["BudgetFullYear"][0]
    assert (row["component"], row["subjective"]) == ("basic pay", None)


def test_what_is_not_known_is_no_number() -> None:
    tables = tables_of()
    del tables["Assumptions"][0]  # rates after the last published year
    tables["settings"]["protection on-costs"] = "no"
    results = review_of(tables, **BUDGET).calculate()
    rows = [row for row in part_of(results)["BudgetByCostCentre"] if row["financial_year"] == "2027-28"]
    assert {row["now"] for row in rows} == {None}
    assert all(row["why"] for row in rows)
    assert _checks(results)["The budget of 2027-28 adds up to what the year costs"] is None


# --- bad input -----------------------------------------------------------------------------------------------------


def _with(table: str, change: Callable[[Rows], object]) -> dict[str, Rows]:
    rows = [dict(row) for row in BUDGET[table]]
    change(rows)
    return {table: rows}


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (_with("CostAllocations", lambda rows: rows[1].update(share="40%")),
         r"row 3, column 'share': the shares of 'Head of Customer Services' add up to 90%: they must add up to 100%"),
        (_with("CostAllocations", lambda rows: [rows[at].update(share="33.33%") for at in (7, 8, 9)] and None),
         r"add up to 99\.99%: they must add up to 100%; write a third as 1/3, not as 33\.33%"),
        (_with("CostAllocations", lambda rows: rows[3].update({"cost centre": "CC21"})),
         r"row 4, column 'cost centre': 'CC21' is not a cost centre of table CostCentres; did you mean 'CC20'\?"),
        (_with("CostAllocations", lambda rows: rows[3].update({"line or person": "Adviser"})),
         r"row 4, column 'line or person': 'Adviser' is neither a line nor a person"),
        (_with("CostAllocations", lambda rows: rows.pop(0)),
         r"no row says where the cost of 'Head of Revenues and Benefits' \(now\), .* and 1 other falls: add one"),
        (_with("CostAllocations", lambda rows: rows.append({**rows[3], "state": "now"})),
         r"row 4, column 'state': .*row 13 says where it falls 'now': write the state in this row"),
        (_with("CostCentres", lambda rows: rows[0].update(fund="")),
         r"row 1, column 'fund': is empty, and so is that of cost centre 'CC10': say which, such as General Fund"),
        (_with("CostCentres", lambda rows: rows[0].update({"vacancy sum": 100})),
         r"row 1, column 'vacancy sum': is given, and so is a rate: empty one of the two"),
        (_with("SubjectiveCodes", lambda rows: rows[0].update(component="salary")),
         r"did you mean 'basic pay'\?"),
        (_with("SubjectiveCodes", lambda rows: rows.append(rows[0])), r"row 12.*already in row 1"),
    ],
)  # fmt: skip
def test_bad_input_is_said_by_its_row(tables: dict[str, Rows], said: str) -> None:
    with pytest.raises(InputProblems, match=said):
        district(**tables)


def test_turnover_is_in_a_budget_once() -> None:
    tables = tables_of()
    tables["settings"]["turnover allowance"] = "3%"
    with pytest.raises(InputProblems, match=r"row 1, column 'turnover': .*empty the setting, and give the turnover"):
        review_of(tables, **BUDGET).calculate()


# --- import --------------------------------------------------------------------------------------------------------

LIST = """Employee No,Post Title,Grade,Full Time Salary,FTE,Cost Centre,Subjective,Fund
1,Clerk,G1,24000,1,0123,1000,General Fund
2,Clerk,G1,25000,1,0123,1000,General Fund
3,Clerk,G1,25000,1,0456,1005,Housing Revenue Account
4,Warden,G2,26000,1,0456,1005,Housing Revenue Account
"""


def test_import_keeps_cost_centres_funds_and_subjective_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    assert main(["import", str(tmp_path / "list.csv"), "-o", str(tmp_path / "out.xlsx"), "--with", "budget"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"Cost Centre +cost centre +by its name, for the part budget", said)
    assert "left out" not in said.partition("Rows read")[0]
    book = load_workbook(tmp_path / "out.xlsx")
    centres = [(row["cost centre"], row["fund"]) for row in rows_of(book, "CostCentres") if row["cost centre"]]
    assert centres == [("0123", "General Fund"), ("0456", "Housing Revenue Account")]
    found = [
        (row["line or person"], row["cost centre"], row["fund"], row["subjective"], row["share"])
        for row in rows_of(book, "CostAllocations")
        if row["cost centre"]
    ]
    assert [(str(name), *more) for name, *more in found] == [
        ("Clerk", "0123", None, "1000", 1),
        ("3", "0456", None, "1005", 1),
        ("Warden", "0456", None, "1005", 1),
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1,Clerk,G1,24000,1,0123\n2,Clerk,G1,25000,1,\n", "1 post has no cost centre in the list: it falls where its"),
        ("1,Clerk,G1,24000,1,0123\n2,Warden,G1,25000,1,\n", "add a row for its line to Cost allocations (Warden)"),
        ("1,Clerk,G1,24000,1,CC1/CC2\n2,Clerk,G1,25000,1,CC1\n", "the cost centre 'CC1/CC2' may be two: give each its"),
        ("1,Clerk,G1,24000,1,0123\n2,Clerk,G1,25000,1,0123\n", "1 cost centre has no fund: give it in Cost centres"),
        ("1,Clerk,G1,24000,1,\n2,Clerk,G1,25000,1,\n", "the list says nowhere where costs fall: fill in the sheets"),
    ],
)
def test_import_says_what_a_list_does_not_say_of_costs(
    rows: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "Employee No,Post Title,Grade,Full Time Salary,FTE,Cost Centre\n"
    (tmp_path / "list.csv").write_text(head + rows, encoding="utf-8")
    assert main(["import", str(tmp_path / "list.csv"), "-o", str(tmp_path / "out.xlsx"), "--with", "budget"]) == 0
    assert said in capsys.readouterr().out


def test_a_line_may_have_its_own_code_of_basic_pay() -> None:
    where = [{**row, "subjective": "1005"} if row.get("line or person") == "P07" else row for row in WHERE]
    rows = part_of(district(CostAllocations=where))["BudgetFullYear"]
    pay = {(row["cost_centre"], row["subjective"]): row["proposed"] for row in rows if row["component"] == "basic pay"}
    assert pay["HR50", "1005"] == Decimal("30515.00")
    assert pay["HR50", "1000"] == Decimal("24600.00")


def test_a_workbook_holds_the_same(answered: Results, tmp_path: Path, libreoffice_convert: Callable[..., Path]) -> None:
    tables = ("BudgetByCostCentre", "BudgetFullYear", "BudgetChart", "BudgetRecharges", "BudgetVacancies")
    assert_the_same_in_a_workbook(answered, tables, tmp_path / "district.xlsx", libreoffice_convert)
