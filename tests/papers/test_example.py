"""The example, which is invented: it begins with its list of staff, as `payband import` reads it, and says so."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from payband.workbook.building.worked import LISTS, WORKED, write_list
from tests.run import TOP
from tests.support.workbooks import rows_of, run_payband

WORKBOOK = TOP / "workbooks" / "example-2026.xlsx"
STAFF = TOP / "workbooks" / "example-2026-staff.csv"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imported")
    done = run_payband("import", STAFF, "-o", folder / "review.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "review.xlsx"


def _columns(path: Path, table: str, *headings: str) -> list[tuple[Any, ...]]:
    rows = rows_of(load_workbook(path, data_only=True), table)
    return [tuple(row[heading] for heading in headings) for row in rows if row.get("state", "now") == "now"]


def test_the_list_ships_beside_the_workbook(tmp_path: Path) -> None:
    [written] = write_list("example-2026", str(tmp_path))
    shipped = (Path(WORKED) / LISTS["example-2026"]).read_bytes()
    assert Path(written).read_bytes() == shipped == STAFF.read_bytes()
    assert write_list("leicester-2011", str(tmp_path)) == []


@pytest.mark.parametrize(
    ("table", "headings"),
    [
        ("Structure", ("line", "state", "grade", "posts", "FTE each")),
        ("People", ("person", "post now", "grade now", "salary now", "FTE", "started on")),
    ],
)
def test_its_people_and_posts_of_today_are_those_of_the_list(
    imported: Path, table: str, headings: tuple[str, ...]
) -> None:
    found = _columns(imported, table, *headings)
    assert found == _columns(WORKBOOK, table, *headings)
    assert len(found) == 11


def test_it_has_what_a_first_review_meets() -> None:
    book = load_workbook(WORKBOOK, data_only=True)
    people, lines = rows_of(book, "People"), rows_of(book, "Structure")
    assert {row["FTE"] for row in people} >= {1, 0.5, 0.6, 0.8}
    posts_now = sum(row["posts"] for row in lines if row["state"] == "now")
    assert (posts_now, len(people)) == (12, 11)  # one post is vacant
    assert [row["element"] for row in rows_of(book, "Package")] == ["car allowance"]
    ends = {str(row["externally funded until"])[:10] for row in lines if row["external share"]}
    assert ends == {"2028-03-31"}
    assert {row["spine"] for row in rows_of(book, "Grades")} == {"NJC", "Chief officers"}
    outcomes = {row["outcome"].partition(",")[0] for row in rows_of(book, "SlottingList")}
    assert outcomes == {"rise", "same", "fall", "displaced"}


def test_it_says_that_it_is_illustrative() -> None:
    about = [str(cell.value) for row in load_workbook(WORKBOOK)["About"].iter_rows() for cell in row if cell.value]
    assert "(illustrative)" in about[0]
    assert any("does not exist, and nobody in it is a real person" in text for text in about)
    assert all(row["illustrative"] == "yes" for row in rows_of(load_workbook(WORKBOOK), "People"))
    assert "illustrative" in STAFF.read_text(encoding="utf-8").partition("\n")[0]


def test_the_allowance_of_the_list_is_left_out_with_a_word(imported: Path, tmp_path: Path) -> None:
    """Table Package of the example has it: an allowance is not basic pay."""
    shutil.copy(STAFF, tmp_path)
    done = run_payband("import", tmp_path / STAFF.name, "-o", tmp_path / "again.xlsx")
    [line] = [line for line in done.stdout.splitlines() if line.startswith("Allowance ")]
    assert "left out: pay that is not the basic salary of a year" in line
    assert imported.is_file()
