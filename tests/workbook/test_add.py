"""payband add: the sheets of a part in a workbook that is in use, which otherwise stays byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from payband.cli import main
from payband.ooxml.package import Package
from payband.review.parts.registry import parts
from payband.workbook import open_review
from tests.support.rich_workbook import rich_workbook
from tests.support.workbooks import LEICESTER, add, rows_of

CHANGED = ["[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/workbook.xml"]


def _differing(old: Path, new: Path) -> list[str]:
    one, other = Package(str(old)), Package(str(new))
    assert set(one.names) <= set(other.names)
    return sorted(name for name in one.names if one.entry(name).content() != other.entry(name).content())


def _looks(cell: Cell | MergedCell) -> tuple[Any, ...]:
    return (
        cell.value, cell.style, cell.number_format, cell.font.b, cell.font.sz, cell.font.name, cell.fill.fgColor.rgb,
        cell.border.bottom and cell.border.bottom.style, cell.alignment.wrap_text, cell.alignment.vertical,
        cell.comment.text if cell.comment else "",
    )  # fmt: skip


def _sheet(sheet: Worksheet) -> list[Any]:
    """All that a person sees of a sheet of the template, and what guards it."""
    cells = [[_looks(cell) for cell in row] for row in sheet.iter_rows()]
    widths = {name: each.width for name, each in sheet.column_dimensions.items()}
    guards = [
        (str(each.sqref), each.type, each.formula1, each.prompt) for each in sheet.data_validations.dataValidation
    ]
    rules = [
        (str(area.sqref), [rule.dxf.font.color.rgb if rule.dxf and rule.dxf.font else "" for rule in area.rules])
        for area in sheet.conditional_formatting
    ]
    tables = {table.name: table.ref for table in sheet.tables.values()}
    return [
        cells,
        widths,
        guards,
        rules,
        tables,
        sheet.freeze_panes,
        sheet.print_title_rows,
        sheet.page_setup.orientation,
    ]


@pytest.mark.parametrize("whose", ["Leicester's", "a user's"])
def test_every_part_looks_as_in_a_new_workbook_and_all_else_stays(whose: str, tmp_path: Path) -> None:
    path = LEICESTER if whose == "Leicester's" else rich_workbook(tmp_path / "rich.xlsm")
    out, new = tmp_path / f"out{path.suffix}", tmp_path / "new.xlsx"
    assert main(["add", str(path), "all", "-o", str(out)]) == 0
    assert main(["new", str(new), "--with", "all"]) == 0
    assert _differing(path, out) == CHANGED
    there, made, blank = (load_workbook(each, keep_links=False) for each in (path, out, new))
    added = [name for name in made.sheetnames if name not in there.sheetnames]
    assert made.sheetnames == [*there.sheetnames, *added]
    assert len(added) > 30
    for name in added:
        assert _sheet(made[name]) == _sheet(blank[name]), name
    for name in there.sheetnames:  # what stood there looks as before
        assert [[_looks(cell) for cell in row] for row in made[name].iter_rows(max_row=9)] == [
            [_looks(cell) for cell in row] for row in there[name].iter_rows(max_row=9)
        ], name
    tables = [
        table
        for part in parts()
        for table in (*[each.name for each in part.inputs], *[each.name for each in part.answers])
    ]
    assert {name.casefold() for name in tables} <= set(Package(str(out)).tables)
    identities = [table.id for sheet in made for table in sheet.tables.values()]
    assert len(identities) == len(set(identities))
    assert open_review(out).calculate().failed == open_review(path).calculate().failed


def test_what_is_added_is_filled_in_and_answered(tmp_path: Path) -> None:
    out = tmp_path / "review.xlsx"
    assert main(["add", str(LEICESTER), "deleted posts", "-o", str(out)]) == 0
    book = load_workbook(out)
    add(book, "DeletedPosts", post="Clerk", annual_cost=30_000, last_day=_day(book))
    book.save(out)
    assert main(["recalc", str(out), "--in-place"]) == 0
    assert rows_of(load_workbook(out), "DeletedPostsPayback")[0]["post"] == "Clerk"


def _day(book: Any) -> Any:
    rows = {row["setting"]: row["value"] for row in rows_of(book, "Settings")}
    return rows["implementation date"]


def test_in_place_twice_and_undone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "review.xlsx"
    path.write_bytes(LEICESTER.read_bytes())
    assert main(["add", str(path), "deleted posts, role changes"]) == 0
    after = path.read_bytes()
    assert "Added: Deleted posts, Role change policy" in capsys.readouterr().out
    assert main(["add", str(path), "deleted posts"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert path.read_bytes() == after
    assert main(["add", str(path), "cost ranges"]) == 0
    assert main(["undo", str(path)]) == 0
    assert path.read_bytes() == after


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["timetabel"], "did you mean 'timetable'"),
        (["deleted posts"], "a sheet of this name is there already, without table DeletedPosts"),
    ],
)
def test_what_is_refused(words: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = load_workbook(LEICESTER)
    book.create_sheet("Deleted Posts")["A1"] = "ours"
    path = tmp_path / "review.xlsx"
    book.save(path)
    before = path.read_bytes()
    assert main(["add", str(path), *words]) == 2
    assert says in capsys.readouterr().err
    assert path.read_bytes() == before


def test_no_review_is_made_of_another_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "other.xlsx")
    assert main(["add", str(tmp_path / "other.xlsx"), "timetable"]) == 2
    assert "this is not a review workbook" in capsys.readouterr().err
