"""The worked reviews that ship: each has the figures that its paper prints, and says what the paper does not state."""

from __future__ import annotations

import re
import struct
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import payband
from payband.workbook.building.worked import COPIES, build, build_copies, names
from tests.run import TOP
from tests.support.packages import faults_of_package
from tests.support.printed_figures import DEPUTY, PRINTED, Printed
from tests.support.workbooks import rows_of, run_payband, same_cell

WORKBOOKS = TOP / "workbooks"
EXAMPLE = "example-2026"
PAPERS = ["essex-2013", "harrow-2022", "harrow-2023", "kent-2011", "leicester-2011", "probation-2012"]
NAMES = sorted([EXAMPLE, *PAPERS])

# The checks that a paper does not pass, since it does not state what they ask for.
COSTS = ["Every line has a cost", "Every proposed line is modelled"]
FAILED = {
    EXAMPLE: [],
    "essex-2013": [*COSTS, f"Every item of the checklist is in order: {DEPUTY}"],
    "harrow-2022": [*COSTS, "Every post that needs approval is budgeted"],
    "harrow-2023": [*COSTS, "Every post that needs approval is budgeted"],
    "kent-2011": COSTS,
    "leicester-2011": [],
    "probation-2012": COSTS,
}
UNTOLD: dict[str, list[str]] = {}
"""Those that cannot be told, for the same reason."""


@cache
def _shipped(name: str) -> Workbook:
    return load_workbook(WORKBOOKS / f"{name}.xlsx")


@cache
def _rows(name: str, table: str) -> list[dict[str, Any]]:
    return rows_of(_shipped(name), table)


# --- what the papers print -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("each", PRINTED, ids=lambda each: f"{each.review}: {each.figure}")
def test_the_workbook_has_what_the_paper_prints(each: Printed) -> None:
    found = [
        row for row in _rows(each.review, each.table) if all(row[column] == value for column, value in each.row.items())
    ]
    assert len(found) == 1, (each.where, found)
    shown = found[0][each.column]
    if isinstance(each.printed, float) and each.table == "EqualityProfile":
        shown = round(shown, 3)  # printed to a tenth of a percent
    assert same_cell(shown, each.printed), (each.where, shown)


def test_the_total_of_leicester_is_the_printed_one() -> None:
    sheet = _shipped("leicester-2011")["Structure cost"]
    [total] = [[cell.value for cell in row[:6]] for row in sheet.iter_rows(min_row=5) if row[0].value == "Total"]
    assert total == ["Total", 26, 21, 3_475_500, 2_327_300, 1_148_200]


def test_no_table_of_a_paper_without_costs_has_one() -> None:
    for name in ("harrow-2022", "harrow-2023", "essex-2013", "probation-2012"):
        for row in _rows(name, "StructureCost"):
            assert row["cost proposed"] is None
            assert row["saving"] is None
            assert re.search("not (stated|published|known)", row["why"]), row["why"]


# --- what ships ----------------------------------------------------------------------------------------------------


def test_there_is_one_for_each_paper() -> None:
    copies = [f"{name}-{ending}" for name, endings in COPIES.items() for ending in endings]
    assert names() == NAMES
    assert sorted([*NAMES, *copies, "try-in-excel"]) == sorted(path.stem for path in WORKBOOKS.glob("*.xlsx"))


@pytest.mark.parametrize("name", NAMES)
def test_built_again_it_is_the_same_to_the_byte(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = Path(build(name, str(tmp_path)))
    assert built.read_bytes() == (WORKBOOKS / f"{name}.xlsx").read_bytes()
    later = time.time() + 90_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert Path(build(name, str(tmp_path))).read_bytes() == (WORKBOOKS / f"{name}.xlsx").read_bytes()


def _formulas(name: str, table: str, heading: str) -> list[str]:
    workbook = _shipped(name)
    return [str(row[heading]) for row in rows_of(workbook, table)]


def test_leicester_ships_with_live_answers(tmp_path: Path) -> None:
    built = [
        Path(path) for path in (build("leicester-2011", str(tmp_path)), *build_copies("leicester-2011", str(tmp_path)))
    ]
    assert [path.stem for path in built] == ["leicester-2011", "leicester-2011-live", "leicester-2011-plain"]
    for path in built:
        assert path.read_bytes() == (WORKBOOKS / path.name).read_bytes(), path.name
    assert any("PAYBAND_SLOTSALARY(" in text for text in _formulas("leicester-2011-live", "SlottingList", "salary new"))
    plain = _formulas("leicester-2011-plain", "SlottingList", "salary new")
    assert any(text.startswith("=") for text in plain)
    assert not any("PAYBAND" in text for text in plain)


def test_the_plain_copy_comes_to_the_same_in_libreoffice(soffice: str, tmp_path: Path) -> None:
    done = run_payband("reconcile", WORKBOOKS / "leicester-2011-plain.xlsx")
    assert done.returncode == 0, done.stdout
    assert "0 differ" in done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_the_answers_that_ship_are_those_of_its_inputs(name: str) -> None:
    results = payband.open_review(WORKBOOKS / f"{name}.xlsx").calculate()
    tables = set(results.tables) - {"RunLog"}
    if "Charts" not in _shipped(name).sheetnames:
        assert not results.inputs.people
        assert not results.inputs.on_costs
        tables = {table for table in tables if not table.startswith("Chart")}
    for table in tables:
        answer = results.tables[table]
        found = _rows(name, table)
        assert len(found) == max(len(answer), 1), table
        for row, record in zip(found, answer.records(), strict=False):
            for column in answer.table.columns:
                assert same_cell(row[column.heading], record[column.key]), (table, column.heading)
    log = {row["item"]: row["value"] for row in _rows(name, "RunLog")}
    assert re.fullmatch(
        r"\d+ \w+ \d{4}, the date of the (paper|example): built again, the workbook is the same", log["run at"]
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_command_says_what_the_paper_does_not_state(name: str, tmp_path: Path) -> None:
    done = run_payband("review", WORKBOOKS / f"{name}.xlsx", "-o", tmp_path / "answers.xlsx")
    assert (done.returncode, done.stderr) == (1 if FAILED[name] else 0, "")
    results = payband.open_review(WORKBOOKS / f"{name}.xlsx").calculate()
    assert (results.failed, results.untold) == (FAILED[name], UNTOLD.get(name, []))
    text = " ".join(done.stdout.split())
    assert all(f"FAILED: {check}" in text for check in results.failed)
    assert all(f"CANNOT BE TOLD: {check}" in text for check in results.untold)


@pytest.mark.parametrize("name", NAMES)
def test_about_names_the_paper_and_what_to_bear_in_mind(name: str) -> None:
    shown = [str(row[1].value) for row in _shipped(name)["About"].iter_rows(max_col=2)]
    sheet = _shipped(name)["About"]
    title = sheet["A1"].value
    year = name.rpartition("-")[2]
    assert year in title
    assert any("council" in text.casefold() or "commissioner" in text or "circular" in text for text in shown)
    sections = [row[0].value for row in sheet.iter_rows(max_col=1)]
    assert {"Sources", "What to bear in mind"} <= set(sections)


@pytest.mark.parametrize("name", NAMES)
def test_every_assumption_has_a_basis_and_an_owner(name: str) -> None:
    rows = _rows(name, "Assumptions")
    assert rows
    assert all(row["assumption"] and row["value"] and row["basis"] and row["owner"] and row["risk"] for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_people_are_references(name: str) -> None:
    people = [row["person"] for row in _rows(name, "People")]
    assert people == [None] or all(re.fullmatch(r"P\d\d", person) for person in people)


@pytest.mark.parametrize("name", NAMES)
def test_it_opens_without_an_error(name: str, libreoffice_convert: Callable[..., Path]) -> None:
    path = WORKBOOKS / f"{name}.xlsx"
    assert faults_of_package(path) == []
    converted = load_workbook(libreoffice_convert(path), data_only=True)
    assert converted.sheetnames == _shipped(name).sheetnames
    errors = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in converted
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or re.match(r"#(REF!|NAME\?|VALUE!|N/A|DIV/0!)|Err:\d", str(cell.value))
    ]
    assert errors == []


@pytest.mark.parametrize("name", NAMES)
def test_the_tour_has_a_picture_of_it(name: str) -> None:
    picture = (WORKBOOKS / "pictures" / f"{name}.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert 800 <= width <= 1_200
    assert 200 <= height <= 1_600
    assert len(picture) < 150_000
