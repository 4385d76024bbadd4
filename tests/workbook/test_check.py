"""payband check: the inputs alone; --mark writes a sheet Problems with a link to each cell."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from payband.cli import main
from payband.ooxml.package import Package
from tests.support.workbooks import LEICESTER, changed, headings, put, table_of


def _spoilt(folder: Path) -> Path:
    def spoil(book: Workbook) -> None:
        put(book, "People", "P03", "salary now", "lots")
        put(book, "Structure", 8, "posts", "many")
        put(book, "Settings", "price base", "value", None)

    return changed(folder, spoil)


def test_inputs_that_can_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(shutil.copyfile(LEICESTER, tmp_path / "review.xlsx"))
    before = path.read_bytes()
    assert main(["check", str(path)]) == main(["check", str(path), "--mark"]) == 0
    assert "the inputs can be used" in capsys.readouterr().out
    assert main(["check", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["review.xlsx"]


def test_every_problem_is_told_and_nothing_is_calculated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def calculated(*_: Any) -> None:
        raise AssertionError("something was calculated")

    monkeypatch.setattr("payband.review.review.calculate", calculated)
    path = _spoilt(tmp_path)
    before = path.read_bytes()
    assert main(["check", str(path)]) == 2
    said = capsys.readouterr().out
    assert "3 problems to put right" in said
    assert "sheet People, table People, row 7, column 'salary now'" in said
    assert main(["check", str(path), "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert {(each["table"], each["column"]) for each in found} >= {("People", "salary now"), ("Structure", "posts")}
    assert path.read_bytes() == before


def _links(path: Path) -> dict[str, str]:
    """The problem of each cell that a link leads to."""
    sheet = load_workbook(path)["Problems"]
    found = {}
    for row in range(5, sheet.max_row + 1):
        link = sheet.cell(row, 1).hyperlink
        if link is not None:
            found[str(link.location)] = str(sheet.cell(row, 6).value)
    return found


def test_mark_leads_to_every_cell_and_changes_nothing_else(tmp_path: Path) -> None:
    path = _spoilt(tmp_path)
    sheet, _ = table_of(load_workbook(path), "People")
    column = headings(load_workbook(path), "People")["salary now"]
    wanted = f"'People'!{sheet.cell(7, column).coordinate}"
    assert main(["check", str(path), "--mark", "-o", str(tmp_path / "marked.xlsx")]) == 2
    links = _links(tmp_path / "marked.xlsx")
    assert len(links) == 3
    assert "'lots'" in links[wanted]
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "marked.xlsx") as new:
        differing = [name for name in old.namelist() if old.read(name) != new.read(name)]
        added = set(new.namelist()) - set(old.namelist())
    assert sorted(differing) == ["[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"]
    assert added == {"xl/worksheets/problems1.xml"}


def test_mark_in_place_is_written_anew_and_undone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _spoilt(tmp_path)
    before = path.read_bytes()
    assert main(["check", str(path), "--mark"]) == 2
    assert main(["undo", str(path)]) == 0
    assert path.read_bytes() == before
    assert main(["check", str(path), "--mark"]) == 2
    book = load_workbook(path)
    put(book, "People", "P03", "salary now", 60_000)
    book.save(path)
    assert main(["check", str(path), "--mark"]) == 2
    assert len(_links(path)) == 2
    book = load_workbook(path)
    put(book, "Structure", 8, "posts", 1)
    put(book, "Settings", "price base", "value", "2011-12")
    book.save(path)
    assert main(["check", str(path), "--mark"]) == 0
    assert _links(path) == {}
    assert load_workbook(path)["Problems"]["F5"].value == "none: the inputs can be used"
    assert main(["review", str(path), "-o", str(tmp_path / "out.xlsx")]) in (0, 1)
    assert [sheet for sheet in Package(str(path)).sheets if sheet.startswith("Problems")] == ["Problems"]


def test_a_sheet_of_that_name_that_is_somebodys_own_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _spoilt(tmp_path)
    book = load_workbook(path)
    book.create_sheet("Problems")["A2"] = "ours"
    book.save(path)
    before = path.read_bytes()
    assert main(["check", str(path), "--mark"]) == 2
    assert "has a sheet 'Problems' of its own" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_o_goes_with_mark(tmp_path: Path) -> None:
    assert main(["check", str(LEICESTER), "-o", str(tmp_path / "x.xlsx")]) == 2
    assert not (tmp_path / "x.xlsx").exists()
