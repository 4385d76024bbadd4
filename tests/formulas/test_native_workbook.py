"""The native workbook: every answer a plain formula, equal to payband's own after LibreOffice has calculated it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from payband.formulas.reconcile import compare, recalculated, reconcile
from payband.ooxml.package import Package
from payband.review.answers import ANSWERS
from payband.workbook.read import open_review
from tests.support.native_checks import (
    FUNCTIONS,
    NUMBERS,
    constants_of,
    formulas_of,
    functions_of,
    numbers_without_formula,
)
from tests.support.native_reviews import generated, native, saved, touched
from tests.support.workbooks import LEICESTER, changed
from tests.workbook.test_opening import with_totals

LONGEST = 380
"""A post's pension and NI with the contracted-out rebate; each reads its rate as a number or as text such as "20%"."""
SEEDS = range(9)  # three times and price bases, by three forms of protection; four rules of slotting in turn
PEOPLE = 2_000


@pytest.fixture(scope="module")
def leicester(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return native(LEICESTER, tmp_path_factory.mktemp("native") / "leicester.xlsx")


@pytest.fixture(scope="module", params=SEEDS)
def review(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    folder = tmp_path_factory.mktemp("review")
    return request.param, native(saved(generated(request.param, 40), folder / "in.xlsx"), folder / "native.xlsx")


# --- equal to the penny --------------------------------------------------------------------------------------------


def test_leicester_is_equal(leicester: Path, soffice: str) -> None:
    found = reconcile(leicester, soffice)
    assert found.compared > 4_000
    assert found.waiting == 0
    assert found.differences == []


def test_leicester_is_equal_after_inputs_change(leicester: Path, soffice: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(leicester)
    for cell, value in (("D9", 88_888.5), ("D12", 60_000), ("D8", 101_234.56)):
        book["People"][cell] = value
    book["On-costs"]["E5"] = 0.2111
    book["Structure"]["D12"] = 16
    book["Approval rules"]["E5"] = 120_000
    book.save(tmp_path / "changed.xlsx")
    found = reconcile(tmp_path / "changed.xlsx", soffice)
    assert found.compared > 4_000
    assert found.waiting > 0, "an explanation of before stands beside new figures"
    assert found.differences == []


def test_generated_reviews_are_equal_before_and_after_inputs_change(
    review: tuple[int, Path], soffice: str, tmp_path: Path
) -> None:
    seed, path = review
    found = reconcile(path, soffice)
    assert found.compared > 2_000
    assert found.differences == []
    again = reconcile(touched(path, tmp_path / "touched.xlsx", seed), soffice)
    assert again.compared > 2_000
    moves = open_review(path).inputs.settings.increments != "none"
    # A salary that has crossed the top of its range is another calculation, which asks for a new run.
    assert [each for each in again.differences if not (moves and each.found == "unknown")] == []
    assert len(again.differences) < again.compared / 5


def test_two_thousand_people(soffice: str, tmp_path: Path) -> None:
    path = native(saved(generated(100, PEOPLE), tmp_path / "in.xlsx"), tmp_path / "native.xlsx")
    for each in (path, touched(path, tmp_path / "touched.xlsx", 100)):
        found = reconcile(each, soffice)
        assert found.compared > 100_000
        assert found.differences == []


def test_reconcile_finds_a_wrong_penny(leicester: Path, soffice: str) -> None:
    results = open_review(leicester).calculate()
    results.tables["SlottingList"].columns()[5][0] += 1
    found = compare(recalculated(leicester, soffice), results)
    assert [each.cell for each in found.differences] == ["Slotting list!F5"]


# --- what the formulas cannot follow -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda book: book["Settings"].__setitem__("B7", book["Settings"]["B7"].value.replace(year=2013)),
        lambda book: book["Settings"].__setitem__("B8", "2012-13"),
        lambda book: book["People"].__setitem__("H9", "City Officer"),
        lambda book: book["On-costs"].__setitem__("C5", "no"),
        lambda book: book["People"].__setitem__("A25", "P21"),
    ],
    ids=["start", "price base", "line", "contracted out", "another person"],
)
def test_an_input_that_formulas_cannot_follow_leaves_no_number(
    leicester: Path, soffice: str, tmp_path: Path, change: Callable[[openpyxl.Workbook], None]
) -> None:
    book = openpyxl.load_workbook(leicester)
    change(book)
    book.save(tmp_path / "changed.xlsx")
    (tmp_path / "calculated.xlsx").write_bytes(recalculated(tmp_path / "changed.xlsx", soffice))
    answers = openpyxl.load_workbook(tmp_path / "calculated.xlsx", data_only=True)
    for sheet in ("Pay ranges", "Slotting list", "Protection", "Protection by month", "Structure cost", "Approvals"):
        for row in answers[sheet].iter_rows(min_row=5):
            assert [cell.coordinate for cell in row if isinstance(cell.value, int | float)] == [], sheet


def test_a_row_of_totals_is_no_input_and_its_place_is_watched(soffice: str, tmp_path: Path) -> None:
    path = native(changed(tmp_path, with_totals), tmp_path / "native.xlsx")
    found = reconcile(path, soffice)
    assert found.differences == []
    watched = {str(row[0]): str(row[2]) for row in openpyxl.load_workbook(path)["Workings_basis"].values}
    people = open_review(path).inputs.people
    # A person who is added above the totals moves them down: they are no longer so many rows below the first.
    assert watched["People: rows above its totals"] == (
        f"=ROW('People'!$A${people[-1].row + 1})-ROW('People'!$A${people[0].row})&\"\""
    )


# --- what stands in the file ---------------------------------------------------------------------------------------


def answer_parts(path: Path) -> set[str]:
    package = Package(str(path))
    return {package.tables[each.name.casefold()].sheet_part for each in ANSWERS if each.name != "RunLog"} | {
        package.sheets["Summary"]
    }


def test_formulas_are_plain(leicester: Path, review: tuple[int, Path]) -> None:
    for path in (leicester, review[1]):
        formulas = formulas_of(path)
        assert len(formulas) > 5_000
        # An increment has one IF for each point of the range.
        increments = [text for _, _, text in formulas if text.startswith("IF(Workings_points!")]
        assert all(len(text) / text.count("IF(") < 90 for text in increments)
        others = [each for each in formulas if not each[2].startswith("IF(Workings_points!")]
        assert [each for each in others if len(each[2]) > LONGEST] == []
        # A pay award, and NI less a rebate: of a salary's month, with protection on top, and by year; pay elements.
        assert len({sheet for sheet, _, text in others if len(text) > 200}) <= 7
        assert set.union(*(functions_of(text) for _, _, text in formulas)) <= FUNCTIONS
        assert [each for each in formulas if constants_of(each[2]) - NUMBERS] == []
        assert [each for each in formulas if "[" in each[2]] == []  # no other workbook is named


def test_every_number_of_an_answer_is_a_formula(leicester: Path, review: tuple[int, Path]) -> None:
    for path in (leicester, review[1]):
        assert numbers_without_formula(path, answer_parts(path)) == []


def test_nothing_is_hidden_or_outside(leicester: Path) -> None:
    with zipfile.ZipFile(leicester) as archive:
        names = archive.namelist()
        book = archive.read("xl/workbook.xml").decode()
    assert not re.search(r'state="(hidden|veryHidden)"', book)
    assert not [name for name in names if "externalLink" in name or "vba" in name.lower()]
    assert 'fullCalcOnLoad="1"' in book


def test_figures_stand_with_their_dates_and_sources(leicester: Path) -> None:
    sheet = openpyxl.load_workbook(leicester)["Figures"]
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[6] != "definition"]
    assert len(rows) >= 7
    for name, pounds, rate, _, first, last, status, source, _ in rows:
        assert None not in (first, last, status, source), name
        assert str(name).startswith("NI category") or pounds is not None or rate is not None, name


@pytest.mark.parametrize(
    "settings", [{}, {"unpublished points": "estimate"}, {"protection months": 0}], ids=["plain", "estimate", "none"]
)
def test_grades_and_spines_of_the_library_are_equal(settings: dict[str, object], soffice: str, tmp_path: Path) -> None:
    tables = {
        "settings": {
            "implementation date": "02/01/2012",
            "price base": "2011-12",
            "costed at": "top",
            "on-cost profile": "all",
            "approval policy": "Large salary packages",
            "protection months": 24,
            "protection form": "frozen",
            **settings,
        },
        "on_costs": [{"profile": "all", "contracted out": "yes", "pension rate": "19.6%"}],
        "grades": [{"grade": "G", "order": 1, "spine": "UCOR/S", "bottom point": 16, "top point": 19}],
        "posts": [
            {"line": "Directors", "state": "proposed", "grade": "Divisional Director", "posts": 15},
            {"line": "X", "state": "proposed", "grade": "G", "posts": 2, "costed at": "actual"},
        ],
        "people": [
            {"person": "A", "salary now": 97_575, "proposed line": "Directors"},
            {"person": "B", "salary now": 116_000, "proposed line": "X"},
            {"person": "C", "salary now": 130_000, "proposed line": "X"},
        ],
    }
    found = reconcile(native(saved(tables, tmp_path / "in.xlsx"), tmp_path / "native.xlsx"), soffice)
    assert found.compared > 150
    assert found.differences == []


@pytest.mark.parametrize("costed_at", ["bottom", "actual"])
def test_steps_by_full_years_are_equal(costed_at: str, soffice: str, tmp_path: Path) -> None:
    settings = {
        "implementation date": "01/04/2026",
        "price base": "2026-27",
        "costed at": costed_at,
        "on-cost profile": "all",
        "protection months": 12,
        "protection form": "frozen",
    }
    people = [
        {"person": f"{band}-{years}", "salary now": salary, "proposed line": band, "full years in the grade": years}
        for band, salary in (("Band 5", 40_000), ("Band 8a", 58_000))
        for years in (None, 0, 2, 4, 5)
    ]
    tables = {
        "settings": settings,
        "on_costs": [{"profile": "all", "pension rate": "14.38%"}],
        "posts": [
            {"line": band, "state": "proposed", "grade": f"NHS England {band}", "posts": 5}
            for band in ("Band 5", "Band 8a")
        ],
        "people": people,
    }
    found = reconcile(native(saved(tables, tmp_path / "in.xlsx"), tmp_path / "native.xlsx"), soffice)
    assert found.compared > 150
    assert found.differences == []
