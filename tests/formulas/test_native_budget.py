"""The budget in the native copy: each row a formula that follows salaries, rates and posts as a new run would."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from payband.formulas.native.basis import STALE
from payband.formulas.reconcile import compare, recalculated, reconcile
from payband.workbook import open_review
from tests.budget.district import BUDGET, CENTRES, WHERE, district
from tests.budget.test_paid_once import AWARDS, EXITS, MORE_CODES, OWED
from tests.budget.test_reconciled import payroll
from tests.support.native_checks import FUNCTIONS, formulas_of, functions_of
from tests.support.native_reviews import native
from tests.support.workbooks import rows_of

TABLES = ("BudgetByCostCentre", "BudgetFullYear", "BudgetChart", "BudgetRecharges", "BudgetVacancies")
SHARED = [
    *WHERE[:-1],
    {"line or person": "Team Leader", "cost centre": "CC10", "share": "3/7"},
    {"line or person": "Team Leader", "cost centre": "CC20", "share": "1/7"},
    {"line or person": "Team Leader", "cost centre": "HR50", "share": "3/7"},
]
LONGEST = 730


def _native(folder: Path, **more: Any) -> Path:
    given = {**BUDGET, "SubjectiveCodes": MORE_CODES, "Payroll": payroll(),
             "ApprovedBudget": [{"cost centre": "CC20", "amount": 140_000}], **more}  # fmt: skip
    district(**given).save(folder / "in.xlsx")
    return native(folder / "in.xlsx", folder / "native.xlsx")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _native(tmp_path_factory.mktemp("budget"), CostAllocations=SHARED)


def test_every_answer_is_equal_and_every_amount_a_formula(path: Path, soffice: str) -> None:
    found = reconcile(path, soffice)
    assert (found.differences, found.waiting) == ([], 0)
    book = openpyxl.load_workbook(path)
    for table in TABLES:
        for row in rows_of(book, table):
            for heading in ("now", "proposed", "saving", "taken off now"):
                text = str(row.get(heading, "="))
                assert text.startswith("="), (table, heading, text)
                assert "Workings_parts" not in text, (table, heading, text)


def _changed(path: Path, folder: Path, changes: dict[tuple[str, str, int], Any]) -> Path:
    """A copy with cells of tables changed, by the table's sheet, the column and the place of the row."""
    book = openpyxl.load_workbook(path)
    for (sheet, column, row), value in changes.items():
        headings = [cell.value for cell in book[sheet][4]]
        book[sheet].cell(5 + row, 1 + headings.index(column), value)
    book.save(folder / "changed.xlsx")
    return folder / "changed.xlsx"


@pytest.mark.parametrize(
    "changes",
    [
        {("Structure", "posts", 0): 2},
        {("On-costs", "pension rate", 0): 0.2215},
        {("People", "salary now", 4): 31_022, ("People", "FTE", 4): 0.75},
        {("Spines", "salary", row): 30_000 + 777 * row for row in range(6)},
        {("Structure", "external share", 10): 0.4, ("Structure", "external share", 18): 0.75},
        {("Structure", "FTE each", 1): 0.63},
        {("One-off costs", "week's pay", 0): 700},
        {("Cost centres", "vacancy factor", 0): 0.0345, ("Cost centres", "turnover sum", 1): 1_234.56},
        {("Payroll", "projected", 0): 95_000, ("Payroll", "cost to date", 1): 7.77,
         ("Approved budget", "amount", 0): 1},
    ],
    ids=["posts", "rates", "salary", "spine", "external", "hours", "one-off", "vacancies", "payroll"],
)  # fmt: skip
def test_formulas_follow_their_inputs(
    path: Path, soffice: str, tmp_path: Path, changes: dict[tuple[str, str, int], Any]
) -> None:
    changed = _changed(path, tmp_path, changes)
    content = recalculated(changed, soffice)
    results = open_review(changed).calculate()
    assert compare(content, results).differences == []
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for table in TABLES:
        held = rows_of(book, table)
        assert STALE not in {row[heading] for row in held for heading in ("now", "proposed") if heading in row}
    sums = {row["cost centre"]: row["establishment"] for row in rows_of(book, "BudgetReconciled")}
    expected = {row["cost_centre"]: float(row["establishment"]) for row in results.tables["BudgetReconciled"].records()}
    assert sums == pytest.approx(expected)


def test_what_no_formula_follows_waits_for_a_new_run(soffice: str, tmp_path: Path) -> None:
    """P07 falls elsewhere than the line, and exits and arrears are no formulas: these rows wait, the others follow."""
    path = _native(tmp_path, CostAllocations=WHERE, Exits=EXITS[:1], LateAwards=AWARDS, ArrearsPeople=OWED,
                   CostCentres=[{**row, "department": "Digital"} if row["cost centre"] == "CC30" else row
                                for row in CENTRES],
                   OneOffCosts=[])  # fmt: skip
    found = reconcile(path, soffice)
    assert (found.differences, found.waiting) == ([], 0)
    changed = _changed(path, tmp_path, {("On-costs", "pension rate", 0): 0.25})
    content = recalculated(changed, soffice)
    assert compare(content, open_review(changed).calculate()).differences == []
    rows = rows_of(openpyxl.load_workbook(io.BytesIO(content), data_only=True), "BudgetByCostCentre")
    waits = {(row["cost centre"], row["component"]) for row in rows if row["now"] == STALE}
    assert ("CC10", "basic pay") in waits
    assert ("CC20", "basic pay") not in waits
    assert ("CC30", "arrears") in waits


def test_what_the_tables_have_no_row_for_waits_for_a_new_run_as_a_whole(soffice: str, tmp_path: Path) -> None:
    """Nobody pays a levy when the formulas are written, and so no row of the budget has one."""
    path = _native(tmp_path, CostAllocations=WHERE[:-1], Payroll=[], ApprovedBudget=[])
    changed = _changed(path, tmp_path, {("On-costs", "other rate", 0): 0.01})
    content = recalculated(changed, soffice)
    rows = rows_of(openpyxl.load_workbook(io.BytesIO(content), data_only=True), "BudgetFullYear")
    assert {row["now"] for row in rows} == {STALE}


def test_the_formulas_are_plain(path: Path) -> None:
    formulas = formulas_of(path)
    assert max(len(text) for _, _, text in formulas) <= LONGEST
    assert set.union(*(functions_of(text) for _, _, text in formulas)) <= FUNCTIONS
