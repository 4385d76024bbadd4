"""Files that once went wrong: the command, its exit status, and what it says. `tests/cases/files` holds them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from payband.ooxml.package import Package
from payband.workbook.reading.values import SheetValues
from tests.run import TOP
from tests.support.workbooks import LEICESTER, rows_of, run_payband

FILES = TOP / "tests" / "cases" / "files"
FAR_DATE = "whose number is far beyond any date"


@pytest.mark.parametrize(
    ("file", "words", "status", "says"),
    [
        ("leicester-oneoff-cleared-36", ["review", "{}", "-o", "out.xlsx"], 1, "Written to out.xlsx"),
        ("leicester-oneoff-range", ["review", "{}", "-o", "out.xlsx"], 2, "OneOffCosts is no longer a table"),
        ("leicester-firstpage", ["review", "{}", "-o", "out.xlsx"], 1, "£1,148,200"),
        ("import-merged-below", ["import", "{}", "-o", "out.xlsx"], 0, "£181,500.00"),
        ("import-date-panic", ["import", "{}", "-o", "out.xlsx"], 2, f"cell E4, {FAR_DATE}"),
        ("recalc-panic/b", ["review", "{}", "-o", "out.xlsx"], 2, f"cell L6, {FAR_DATE}"),
        ("recalc-panic/b", ["explain", "{}", "City Officer"], 2, FAR_DATE),
        ("recalc-panic/b", ["publish", "{}", "-o", "out.html"], 2, FAR_DATE),
        ("recalc-panic/b", ["recalc", "{}", "-o", "out"], 2, "1 failed"),
    ],
)
def test_cases(file: str, words: list[str], status: int, says: str, tmp_path: Path) -> None:
    done = run_payband(*(each.format(FILES / f"{file}.xlsx") for each in words), cwd=tmp_path)
    assert done.returncode == status, done.stderr
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("processes", ["1", "2"])
@pytest.mark.parametrize("way", ["in place", "copies"])
def test_a_file_that_the_reading_library_gives_up_on_stops_no_other(way: str, processes: str, tmp_path: Path) -> None:
    folder = tmp_path / "reviews"
    folder.mkdir()
    for name in ("a", "c", "d"):
        shutil.copyfile(LEICESTER, folder / f"{name}.xlsx")
    shutil.copyfile(FILES / "recalc-panic" / "b.xlsx", folder / "b.xlsx")
    where = ["--in-place"] if way == "in place" else ["-o", tmp_path / "out"]
    done = run_payband("recalc", folder, *where, "-j", processes)
    assert done.returncode == 2
    assert "4 workbooks: 3 recalculated, 1 failed" in done.stdout
    assert "b.xlsx is damaged (sheet 'People': it cannot be read, perhaps for cell L6" in done.stdout
    written = folder if way == "in place" else tmp_path / "out"
    assert len(rows_of(load_workbook(written / "d.xlsx"), "SlottingList")) > 10
    assert (folder / "b.xlsx").read_bytes() == (FILES / "recalc-panic" / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    "attributes",
    ['firstPageNumber="4294967295" useFirstPageNumber="1"', 'paper="A1234567"', 'customer="AB999999"'],
)
def test_no_attribute_whose_name_ends_in_r_is_taken_for_a_place(attributes: str, tmp_path: Path) -> None:
    package = Package(str(LEICESTER))
    part = package.sheets["People"]
    xml = package.read(part).decode()
    assert "<pageSetup " in xml
    package.write(part, xml.replace("<pageSetup ", f"<pageSetup {attributes} ").encode())
    package.save(str(tmp_path / "review.xlsx"))
    whole = SheetValues(Package(str(tmp_path / "review.xlsx")), ["People"])["People"]
    assert whole == SheetValues(Package(str(LEICESTER)), ["People"])["People"]


def test_a_part_without_its_answer_sheets_says_how_to_add_them(tmp_path: Path) -> None:
    path = tmp_path / "oo.xlsx"
    shutil.copyfile(TOP / "tests" / "cases" / "went_wrong" / "workbooks" / "oo.xlsx", path)
    done = run_payband("review", "oo.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    assert done.returncode == 2
    assert 'payband add oo.xlsx "one-off costs" puts its sheet in' in done.stderr
    assert run_payband("add", "oo.xlsx", "one-off costs", cwd=tmp_path).returncode == 0
    done = run_payband("review", "oo.xlsx", "-o", "out.xlsx", cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert len(rows_of(load_workbook(tmp_path / "out.xlsx"), "MoneyByYear")) > 1
