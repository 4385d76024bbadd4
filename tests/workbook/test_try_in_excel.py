"""The form for a person with Excel: every line that no test can try, with what is seen as payband answers it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.cli import main
from payband.workbook.books.try_in_excel import FORM, HEADER_ROW, LINES, MARKS
from payband.workbook.building.worked import build_form
from tests.run import TOP

SHIPPED = TOP / "workbooks" / "try-in-excel.xlsx"


def _sheet(path: Path, **how: Any) -> Any:
    return load_workbook(path, **how)[FORM]


def test_built_again_it_is_the_same_to_the_byte(tmp_path: Path) -> None:
    assert Path(build_form(str(tmp_path))).read_bytes() == SHIPPED.read_bytes()


def test_each_line_says_what_to_type_and_what_to_see() -> None:
    rows = list(_sheet(SHIPPED).iter_rows(min_row=HEADER_ROW + 1, max_col=6))
    assert len(rows) == len(LINES) == 10
    for number, (row, line) in enumerate(zip(rows, LINES, strict=True), start=1):
        assert [cell.value for cell in row] == [number, *line, None, None]
        assert row[2].data_type == "s"  # a text, and no formula that would be answered here
        assert {cell.style for cell in row[4:]} == {"payband input text"}


def test_a_line_is_marked_with_one_of_three_words() -> None:
    [choice] = _sheet(SHIPPED).data_validations.dataValidation
    assert choice.formula1 == f'"{",".join(MARKS)}"'
    assert str(choice.sqref) == f"E{HEADER_ROW + 1}:E{HEADER_ROW + len(LINES)}"


def test_the_versions_are_filled_in_and_the_marks_are_counted(
    libreoffice_convert: Callable[..., Path], tmp_path: Path
) -> None:
    book = load_workbook(SHIPPED)
    for row, mark in ((1, "yes"), (2, "yes"), (3, "no")):
        book[FORM].cell(HEADER_ROW + row, 5).value = mark
    book.save(tmp_path / "marked.xlsx")
    filled = _sheet(libreoffice_convert(tmp_path / "marked.xlsx"), data_only=True)
    shown = {filled.cell(row, 1).value: filled.cell(row, 3).value for row in range(5, 9)}
    assert re.search(r"\d", shown["Excel's version"])
    assert shown["Operating system"]
    assert shown["payband"] == payband.__version__
    assert shown["Marked"] == "2 seen, 1 not seen, of 10"


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (1, ["EMPLOYERNI", "3000", "2025-05-31"], "387.45"),
        (2, ["SALARY", "NJK", "17"], "did you mean 'NJC'?"),
        (3, ["CHECK", "SALARY", "NJK", "17"], "did you mean 'NJC'?"),
        (5, ["SLOT", "97575", "Divisional Director"], "fall, above the top"),
        (6, ["EMPLOYERNI", "8000", "2025-05-31"], "1137.45"),
        (8, ["EMPLOYERNI", "3000", "31/05/2025"], "387.45"),
        (9, ["UPLIFT", "30000", "3.2"], "write 3.2% or 0.032"),
        (10, ["PROTECTIONENDS", "02/01/2012", "24"], "2014-01-01"),
    ],
)
def test_what_should_be_seen_is_what_payband_answers(
    number: int, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["call", *words])
    printed = "".join(capsys.readouterr())
    assert said in printed
    line = LINES[number - 1]
    function = next(word for word in words if word not in ("CHECK", "EXPLAIN"))
    assert function in line.do or number == 3
    seen = "01/01/2014" if number == 10 else said.removesuffix("?")
    assert seen in line.seen or number == 2
