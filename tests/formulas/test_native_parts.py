"""The parts of a review in the native copy: equal to payband's answers, and no old one beside a changed input.

People and amounts are made up; the policies are those of Leicester (28 October 2011) and Kent (15 December 2011), and
the scores those of the People Centre's notes on the Hay method. The limit of a week's pay was £430 in March 2012.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from payband.formulas.native.basis import STALE
from payband.formulas.reconcile import Reconciliation, compare, recalculated, reconcile
from payband.workbook import open_review
from tests.support.native_checks import FUNCTIONS, NUMBERS, constants_of, formulas_of, functions_of
from tests.support.native_reviews import native, with_parts
from tests.support.workbooks import rows_of

STATUTE = {"20", "22", "41"}
"""Years and ages of the Employment Rights Act 1996, section 162, which are the rule and no dated figure."""
ONE_RULE = 380
"""NI with the contracted-out rebate is the longest rule in one formula: it reads its rate as a number or as text."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parts")
    with_parts().calculate().save(folder / "in.xlsx")
    return native(folder / "in.xlsx", folder / "native.xlsx")


def _waiting(found: Reconciliation) -> int:
    assert found.differences == []
    return found.waiting


def test_every_answer_is_equal(path: Path, soffice: str) -> None:
    found = reconcile(path, soffice)
    assert found.compared > 2_700
    assert _waiting(found) == 0


# --- formulas that follow an input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "cells", "table", "followed"),
    [
        ("Job scores", {"B5": 528}, "JobSizes", {"total": 923, "Hay grade": "CE1", "to next grade": 77}),
        ("Duties", {"D6": 0.15, "D7": 0.25}, "RoleChanges", {"share changed": 0.25, "more than limit": "no"}),
        ("One-off costs", {"D6": 8_000, "G5": 450}, "OneOffCostList", {"amount": 16 * 430}),
    ],
    ids=["score", "duty", "amount and week's pay"],
)
def test_a_formula_follows_its_inputs_and_every_other_answer_waits(
    path: Path, soffice: str, tmp_path: Path, sheet: str, cells: dict[str, Any], table: str, followed: dict[str, Any]
) -> None:
    changed = _changed(path, tmp_path, sheet, cells)
    content = recalculated(changed, soffice)
    assert _waiting(compare(content, open_review(changed).calculate())) > 500
    row = rows_of(openpyxl.load_workbook(io.BytesIO(content), data_only=True), table)[0]
    assert {heading: row[heading] for heading in followed} == followed


def _changed(path: Path, folder: Path, sheet: str, cells: dict[str, Any], ref: str = "") -> Path:
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book[sheet][cell] = value
    if ref:
        [table] = book[sheet].tables.values()
        table.ref = ref
    book.save(folder / "changed.xlsx")
    return folder / "changed.xlsx"


# --- inputs that no formula of the parts follows ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "cells", "ref"),
    [
        ("People", {"I5": 0.5}, ""),
        ("Hay grades", {"A8": "CE3", "B8": 1_200}, "A4:C8"),
        ("Assumptions", {"A6": "discount rate", "B6": "5%"}, "A4:F6"),
    ],
    ids=["a share", "another grade", "the discount rate"],
)
def test_no_answer_of_a_part_stands_beside_a_changed_input(
    path: Path, soffice: str, tmp_path: Path, sheet: str, cells: dict[str, Any], ref: str
) -> None:
    changed = _changed(path, tmp_path, sheet, cells, ref)
    assert _waiting(reconcile(changed, soffice)) > 800


def test_every_cell_of_a_part_s_inputs_is_watched(path: Path) -> None:
    """Each column of each table, to the row below it, is held against its copy by one row of the basis."""
    book = openpyxl.load_workbook(path)
    watched = {str(row[0].value) for row in book["Workings_basis"].iter_rows(min_row=5)}
    results = open_review(path)
    for name in ("Placements", "Characteristics", "OneOffCosts", "Duties", "JobScores", "Assumptions"):
        assert any(each.startswith(f"{name}: ") and each.endswith("cells that differ") for each in watched), name
    for setting in ("increments", "vacancies costed", "horizon"):
        assert f"Settings: {setting}" in watched
    assert any(each.startswith("People: share of current job in the new to") for each in watched)
    assert results.inputs.rows_of("Placements")


# --- what stands in the file ----------------------------------------------------------------------------------------


def test_formulas_of_the_parts_are_plain(path: Path) -> None:
    formulas = formulas_of(path)
    assert max(len(text) for _, _, text in formulas) <= ONE_RULE
    # Statutory redundancy by age, and NI with the contracted-out rebate, are a rule each: on pay, protection, by year.
    assert len({sheet for sheet, _, text in formulas if len(text) > 200}) <= 4
    assert set.union(*(functions_of(text) for _, _, text in formulas)) <= FUNCTIONS
    assert {each for _, _, text in formulas for each in constants_of(text)} <= NUMBERS | STATUTE


def test_every_answer_of_a_part_is_a_formula(path: Path) -> None:
    results = open_review(path).calculate()
    book = openpyxl.load_workbook(path)
    for part in results.parts:
        for rows in part.tables:
            for row in rows_of(book, rows.table.name):
                assert all(str(cell).startswith("=") for cell in row.values()), (rows.table.name, row)
    assert STALE in {str(row[1].value) for row in book["Workings_basis"].iter_rows(min_row=5)}
