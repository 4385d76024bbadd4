"""Empty rows of an input table count as none: in a new review, which has room to type, and wherever they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.formulas.reconcile import reconcile
from payband.ooxml.package import Package
from payband.ooxml.table_xml import grow
from payband.review.inputs.input_table import InputTable
from payband.review.parts.registry import all_inputs, inputs_among
from payband.review.results import Results
from payband.workbook.building.worked import names
from tests.run import TOP
from tests.support.workbooks import LEICESTER, bounds, run_payband, table_of

WORKED = [TOP / "workbooks" / f"{name}.xlsx" for name in names()]
EMPTY = 3


def with_empty_rows(path: Path, target: Path) -> Path:
    """A copy of a workbook each of whose input tables reaches over some more rows, which are empty."""
    package = Package(str(path))
    for table in inputs_among(package.tables):
        if table.name.casefold() in package.tables:
            grow(package, package.tables[table.name.casefold()], EMPTY)
    package.save(str(target))
    return target


def with_empty_rows_between(path: Path, target: Path) -> Path:
    """A copy of a workbook with an empty row above the last of each input table."""
    book = load_workbook(path)
    for table in all_inputs():
        if not any(table.name in sheet.tables for sheet in book.worksheets):
            continue
        sheet, place = table_of(book, table.name)
        first, header, right, last = bounds(place)
        if last - header < 2:
            continue
        for column in range(first, right + 1):
            sheet.cell(last + 1, column).value = sheet.cell(last, column).value
            sheet.cell(last, column).value = None
        place.ref = place.ref.replace(str(last), str(last + 1))
        if place.autoFilter is not None:
            place.autoFilter.ref = place.ref
    book.save(target)
    return target


def answered(results: Results) -> dict[str, Any]:
    """Every answer of a review but where and when it was run, and the numbers of rows that a warning names."""
    tables = {name: rows.records() for name, rows in results.tables.items() if name != "RunLog"}
    totals = {name: rows.records() for name, rows in results.totals.items()}
    return {"tables": tables, "totals": totals, "warnings": list(results.warnings), "failed": results.failed}


@pytest.mark.parametrize("path", WORKED, ids=[path.stem for path in WORKED])
@pytest.mark.parametrize("empty", [with_empty_rows, with_empty_rows_between])
def test_no_answer_changes(path: Path, empty: Any, tmp_path: Path) -> None:
    source = empty(path, tmp_path / path.name)
    assert answered(payband.open_review(source).calculate()) == answered(payband.open_review(path).calculate())


def test_native_formulas_pass_over_them(soffice: str, tmp_path: Path) -> None:
    source = with_empty_rows(with_empty_rows_between(LEICESTER, tmp_path / "between.xlsx"), tmp_path / "in.xlsx")
    native = tmp_path / "native.xlsx"
    assert run_payband("review", source, "--native", "-o", native).returncode == 0
    found = reconcile(native, soffice)
    assert found.differing == 0, found.differences[:5]
    assert found.compared > 900


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blank") / "blank.xlsx"
    assert run_payband("new", path, "--with", "all").returncode == 0
    return path


@pytest.mark.parametrize("table", all_inputs(), ids=lambda table: str(table.name))
def test_a_new_review_has_room_to_type(table: InputTable, blank: Path) -> None:
    book = load_workbook(blank)
    sheet, place = table_of(book, table.name)
    first, header, right, last = bounds(place)
    if table.name == "Settings":
        return
    assert last - header == table.room
    assert table.room >= (1 if table.name == "AccountsNotes" else 10)  # which has one row, of the year
    look = [sheet.cell(header + 1, column).style for column in range(first, right + 1)]
    for row in range(header + 1, last + 1):
        assert [sheet.cell(row, column).value for column in range(first, right + 1)] == [None] * len(look)
        assert [sheet.cell(row, column).style for column in range(first, right + 1)] == look


def test_a_part_that_is_added_has_room_to_type(tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    assert run_payband("add", LEICESTER, "placement", "-o", path).returncode == 0
    _, header, _, last = bounds(table_of(load_workbook(path), "Placements")[1])
    assert last - header == 10


def test_a_new_review_typed_into_is_answered_as_the_same_tables(tmp_path: Path) -> None:
    """Typed into the room of a new workbook, with rows left empty between, as against the worked review's own."""
    worked = payband.open_review(LEICESTER)
    held: dict[str, Any] = worked.calculate().source.tables
    path = tmp_path / "review.xlsx"
    assert run_payband("new", path, "--with", "all").returncode == 0
    book = load_workbook(path)
    for name, raw in held.items():
        sheet, place = table_of(book, name)
        _, header, right, last = bounds(place)
        names = [sheet.cell(header, column).value for column in range(1, right + 1)]
        row = header
        for number, found in enumerate(raw.rows):
            row += 2 if name != "Settings" and number == len(raw.rows) // 2 else 1
            for column, heading in enumerate(names, start=1):
                sheet.cell(row, column).value = found.cells.get(heading)
        if row > last:
            place.ref = place.ref.replace(str(last), str(row))
            place.autoFilter = None
    book.save(path)
    results = payband.open_review(path).calculate()
    assert answered(results) == answered(worked.calculate())
    done = run_payband("review", path, "-o", tmp_path / "answers.xlsx")
    assert done.returncode == 0, done.stderr
    written = load_workbook(tmp_path / "answers.xlsx")
    for name, rows in results.tables.items():
        sheet, place = table_of(written, name)
        first, header, _, last = bounds(place)
        assert last - header == max(len(rows), 1), name
        if len(rows):
            assert all(sheet.cell(row, first).value is not None for row in range(header + 1, last + 1)), name
