"""Input whose table went is told by name: a table made a range, one of another name, and a copied sheet's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table

from payband.errors import InputProblems
from payband.review.answers import ANSWERS
from payband.review.inputs.table_names import ANSWERS_OF_EVERY_REVIEW, ANSWERS_OF_PARTS, SHEETS
from payband.review.parts.registry import all_inputs, part_inputs
from payband.workbook import open_review
from tests.run import TOP
from tests.support.workbooks import LEICESTER, bounds, changed, headings, run_payband, table_of

RANGE = TOP / "tests" / "cases" / "files" / "leicester-oneoff-range.xlsx"
OPTIONAL = [table for table in all_inputs() if table.optional]


def test_the_names_known_beforehand_are_those_of_the_tables() -> None:
    assert {table.name: table.sheet for table in OPTIONAL} == SHEETS
    of_parts = {name for names in ANSWERS_OF_PARTS.values() for name in names}
    assert set(ANSWERS_OF_EVERY_REVIEW) == {table.name for table in ANSWERS} - of_parts


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blank") / "blank.xlsx"
    assert run_payband("new", path, "--body", "Anytown", "--with", "all").returncode == 0
    return path


def _problems(path: Path, table: str) -> list[str]:
    with pytest.raises(InputProblems) as refused:
        open_review(path)
    return [str(each) for each in refused.value.problems if each.table == table]


def _fill(book: Workbook, name: str) -> None:
    sheet, place = table_of(book, name)
    _, header, _, _ = bounds(place)
    for column in headings(book, name).values():
        sheet.cell(header + 1, column, 1)


def _made_a_range(book: Workbook, name: str) -> None:
    sheet, _ = table_of(book, name)
    del sheet.tables[name]


def _renamed(book: Workbook, name: str) -> None:
    sheet, place = table_of(book, name)
    del sheet.tables[name]
    sheet.add_table(Table(displayName=f"{name}2", name=f"{name}2", ref=place.ref))


def _copied_and_deleted(book: Workbook, name: str) -> None:
    """A sheet copied as Excel copies it, after which the first one was deleted."""
    _renamed(book, name)
    sheet, _ = table_of(book, f"{name}2")
    sheet.title = f"{sheet.title[:26]} (2)"


@pytest.mark.parametrize("table", OPTIONAL, ids=lambda table: table.name)
@pytest.mark.parametrize(
    ("change", "named", "says"),
    [
        (_made_a_range, "{}", "is no longer a table"),
        (_renamed, "{}2", "name it {}"),
        (_copied_and_deleted, "{}2", "name it {}"),
    ],
)
def test_rows_without_their_table_are_a_problem(
    table: object, change: Callable[[Workbook, str], None], named: str, says: str, blank: Path, tmp_path: Path
) -> None:
    name = table.name  # type: ignore[attr-defined]
    book = load_workbook(blank)
    _fill(book, name)
    change(book, name)
    book.save(tmp_path / "review.xlsx")
    [problem, *_] = _problems(tmp_path / "review.xlsx", named.format(name))
    assert says.format(name) in problem


@pytest.mark.parametrize("change", [_made_a_range, _renamed])
def test_an_empty_sheet_without_its_table_is_none(
    change: Callable[[Workbook, str], None], blank: Path, tmp_path: Path
) -> None:
    book = load_workbook(blank)
    names = [table.name for table in part_inputs()]
    for name in names:
        change(book, name)
    book.save(tmp_path / "review.xlsx")
    with pytest.raises(InputProblems) as refused:
        open_review(tmp_path / "review.xlsx")  # which lacks its settings
    assert not [each for each in refused.value.problems if each.table.rstrip("2") in names]


def test_the_case_of_one_off_costs_made_a_range() -> None:
    done = run_payband("review", RANGE, "-o", "unwritten.xlsx")
    assert done.returncode == 2
    assert "1 problem to put right" in done.stderr
    assert "sheet One-off costs, table OneOffCosts: the table OneOffCosts is no longer a table" in done.stderr


def test_a_copy_beside_the_table_is_a_problem_and_a_range_of_another_name_is_none(tmp_path: Path) -> None:
    def copied(book: Workbook, with_table: bool) -> None:
        sheet, place = table_of(book, "People")
        copy = book.copy_worksheet(sheet)
        if with_table:
            copy.add_table(Table(displayName="People2", name="People2", ref=place.ref))

    [problem] = _problems(changed(tmp_path, lambda book: copied(book, True)), "People2")
    assert "the review has a table People already" in problem
    assert open_review(changed(tmp_path, lambda book: copied(book, False))).calculate().failed == []


def test_what_is_the_users_own_is_left_alone(tmp_path: Path) -> None:
    def own(book: Workbook) -> None:
        sheet = book.create_sheet("Budgets")
        for row in (("department", "amount", "year"), ("Housing", 3, 2012), ("Libraries", 4, 2012)):
            sheet.append(row)
        sheet = book.create_sheet("Ours")
        sheet.append(("post", "item", "note"))
        sheet.append(("Clerk", 3, "x"))
        sheet.add_table(Table(displayName="Ours", name="Ours", ref="A1:C2"))

    assert open_review(changed(tmp_path, own)).calculate().failed == []
    assert open_review(LEICESTER).calculate().failed == []
