"""The command that starts a review: what stands in the blank workbook, and what it says of what is still to fill in."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.calendar import day_from
from payband.cli import main
from payband.library import grade, spine
from payband.review.answers import ANSWERS
from payband.review.inputs.tables import INPUTS
from tests.support.workbooks import run_payband, small_review


def run(*words: str) -> tuple[int, str]:
    """The exit status of a command and all that it says."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        status = main(list(words))
    return status, said.getvalue()


def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The filled rows of the table of an input sheet."""
    cells: list[list[Any]] = [[cell.value for cell in row] for row in load_workbook(path)[sheet].iter_rows(min_row=4)]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:] if any(value is not None for value in row)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("new") / "review.xlsx"
    asked = ("--spine", "Wychavon@01/06/2021", "--spine", "NJC@2025-04-01", "--spine", "njc@2025-05-01")
    status, said = run("new", str(path), "--body", "Wychavon District Council", *asked)
    assert status == 0, said
    assert "Spine Wychavon, in force from 1 April 2021: 41 points and 12 grades" in said
    return path


def test_every_table_of_a_review_stands_in_it(made: Path) -> None:
    workbook = load_workbook(made)
    standing = {name for sheet in workbook for name in sheet.tables}
    assert standing == {table.name for table in (*INPUTS, *ANSWERS)}
    assert workbook.properties.language == "en-GB"
    assert workbook["About"]["B3"].value == "Wychavon District Council"
    assert rows(made, "Settings")[0]["value"] == "Wychavon District Council"


def test_a_spine_comes_with_its_points_dates_and_sources(made: Path) -> None:
    found = [row for row in rows(made, "Spines") if row["spine"] == "NJC"]
    published = spine("NJC", date(2025, 4, 1))
    assert [str(row["point"]) for row in found] == [
        each.point for each in published.points
    ]  # asked for twice, held once
    assert [row["salary"] * 100 for row in found] == [each.pence for each in published.points]
    assert {row["effective from"] for row in found} == {datetime(2025, 4, 1)}
    assert [row["source"] for row in found] == [row.source for row in published.rows]


def test_the_grades_of_a_spine_come_with_it(made: Path) -> None:
    found = rows(made, "Grades")
    assert [row["grade"] for row in found][:2] == ["Grade 1", "Grade 2"]
    assert [row["order"] for row in found] == list(range(1, len(found) + 1))
    for row in found:
        points = grade(row["grade"], date(2021, 6, 1)).points
        assert (str(row["bottom point"]), str(row["top point"])) == (points[0].point, points[-1].point)
        assert (row["spine"], row["provisional"], bool(row["source"])) == ("Wychavon", "no", True)


def test_without_a_date_the_newest_spine_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    assert run("new", str(path), "--spine", "NJC")[0] == 0
    assert {day_from(row["effective from"]) for row in rows(path, "Spines")} == {spine("NJC").rows[0].effective_from}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--spine", "NJK@2025-04-01"], "did you mean 'NJC'?"),
        (["--spine", "NJC@1999-04-01"], "known from 1 April 2009 only"),
        (["--spine", "NJC@April"], "the date of --spine NJC@April is 'April', which is not a date"),
    ],
)
def test_what_cannot_be_done_is_said_and_no_file_is_made(tmp_path: Path, words: list[str], message: str) -> None:
    path = tmp_path / "review.xlsx"
    status, said = run("new", str(path), *words)
    assert status == 2
    assert message in said
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    path.write_bytes(b"mine")
    status, said = run("new", str(path))
    assert (status, path.read_bytes()) == (2, b"mine")
    assert "was not written by payband, or has been changed since" in said
    assert "end it with .xlsx" in run("new", str(tmp_path / "review.xls"))[1]


def test_reviewing_it_says_what_is_still_to_be_filled_in(made: Path, tmp_path: Path) -> None:
    status, said = run("review", str(made), "-o", str(tmp_path / "out.xlsx"))
    assert status == 2
    for wanted in ("'implementation date' is missing", "'price base' is missing", "at least one line of the structure"):
        assert wanted in said
    assert "Traceback" not in said
    assert not (tmp_path / "out.xlsx").exists()


def test_libreoffice_opens_it_without_an_error_value(made: Path, libreoffice_convert: Callable[..., Path]) -> None:
    converted: Any = load_workbook(libreoffice_convert(made, "xlsx"))
    cells = [cell for sheet in converted for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if str(cell.value).startswith(("#", "Err:"))]
    assert len(converted["Charts"]._charts) == 5


def test_a_body_brings_all_its_bands_with_their_steps(tmp_path: Path) -> None:
    path = tmp_path / "trust.xlsx"
    done = run_payband("new", path, "--body", "A Trust", "--spine", "NHS England@2026-06-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Spine AfC Band ") == 11
    grades = {row["grade"]: row for row in rows(path, "Grades")}
    assert list(grades) == [f"Band {band}" for band in ("2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9")]
    assert (grades["Band 5"]["bottom point"], grades["Band 5"]["top point"]) == ("entry", "top")
    points = [row for row in rows(path, "Spines") if row["spine"] == "AfC Band 5"]
    assert [row["salary"] for row in points] == [32_073, 34_592, 39_043]
    assert {row["source"] for row in points} == {"NHS Employers, Pay scales for 2026/27, 12 February 2026"}


def test_a_band_brings_itself_and_a_range_without_points_is_said(tmp_path: Path) -> None:
    done = run_payband("new", tmp_path / "band.xlsx", "--spine", "NHS Scotland 8a@2026-06-01")
    assert "Spine AfC Band 8a, in force from 1 April 2026: 2 points and 1 grade" in done.stdout
    done = run_payband("new", tmp_path / "scs.xlsx", "--spine", "Senior Civil Service@2024-06-01")
    assert done.returncode == 2
    assert "are ranges without points: name them in your review as they are" in done.stderr


def test_a_single_source_says_so_in_the_workbook_and_wherever_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "njc.xlsx"
    run_payband("new", path, "--body", "A Council", "--spine", "NJC@2026-09-01")
    sources = {str(row["point"]): row["source"] for row in rows(path, "Spines")}
    assert sources["17"].endswith("no circular of the 3.3% award was seen: single source")
    points = [
        {"spine": "NJC", "point": "17", "salary": 32_046, "effective from": "01/04/2026", "source": sources["17"]},
        {"spine": "NJC", "point": "18", "salary": 32_578, "effective from": "01/04/2026", "source": "Our pay policy"},
    ]
    given: dict[str, Any] = small_review(
        settings={"implementation date": "01/09/2026", "price base": "2026-27"},
        grades=[{"grade": "Officer", "order": 1, "spine": "NJC", "bottom point": "17", "top point": "18"}],
        posts=[{"line": "Officers", "state": state, "grade": "Officer", "posts": 1} for state in ("now", "proposed")],
        people=[],
        spines=points,
        assumptions=[{"assumption": "rates after the last published year", "value": "as the last year"}],
    )
    results = payband.Review(**given).calculate()
    [found] = results.tables["PayRanges"].records()
    assert found["points"] == "17 (single source), 18"
    assert any(
        note.startswith("Figures of a single source, which no second one confirms: NJC point 17, ")
        for note in results.warnings
    )
