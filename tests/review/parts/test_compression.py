"""Differentials: adjacent grades that overlap or lie too close, and reports paid near or above their manager."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import InputProblems
from payband.forms import Cell
from payband.review.results import Results
from payband.rules.pay.differentials import gap_between, gap_is_kept, overlap, overlap_share
from payband.workbook import open_review
from tests.support.workbooks import only, rows_of, small_review

# Leicester City Council, Employees Committee, 13 December 2011, report para 8.1
LEICESTER = [
    ("City Officer", 1, 63_945, 68_853),
    ("Divisional Director", 2, 76_725, 85_575),
    ("Strategic Director", 3, 110_484, 118_983),
    ("Head of Paid Service", 4, 123_231, 127_485),
]
HEADS = {"post or person": "Heads of service", "reports to": "City Officer", "bottom salary": 61_000}
MANAGERS = {
    "post or person": "Project managers",
    "reports to": "City Officers",
    "bottom salary": 70_000,
    "top salary": 80_000,
}


def _review(
    grades: Sequence[tuple[str, int, int | None, int | None]],
    reports: list[dict[str, Any]] | None = None,
    rules: list[dict[str, Any]] | None = None,
    people: list[dict[str, Any]] | None = None,
) -> payband.Review:
    rows = [
        {"grade": name, "order": order, "bottom salary": bottom, "top salary": top, "provisional": "yes"}
        for name, order, bottom, top in grades
    ]
    lines = [
        {"line": f"{name}s", "state": "proposed", "grade": name, "posts": 1, "stated cost": 1} for name, *_ in grades
    ]
    tables = small_review(spines=[], grades=rows, posts=lines, people=people or [])
    return payband.Review(**tables, more={"ReportingLines": reports or [], "TierRules": rules or []})


def _rows(results: Results, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = results.to_dict()["parts"][table]
    return found


ANY = [{"least gap": "1%"}]


# --- Leicester's -----------------------------------------------------------------------------------------------------


def test_leicesters_heads_of_service_and_project_managers() -> None:
    """£61,000 against a City Officer's £63,945, and £70,000 to £80,000 above £68,853 and within £76,725 to £85,575."""
    results = _review(LEICESTER, [HEADS, MANAGERS]).calculate()
    heads, managers = _rows(results, "ReportingPay")
    assert (heads["managers_bottom"], heads["managers_top"], heads["gap"]) == (63_945, 68_853, 2_945)
    assert (heads["look_into"], heads["over_top"]) == (None, None)  # the paper states no least gap
    assert heads["why"] == "£63,945 less £61,000 is £2,945, 4.83% of £61,000; no least gap is stated"
    assert (managers["over_top"], managers["look_into"], managers["finding"]) == (11_147, True, "above the range")
    assert managers["why"] == (
        "£80,000 less £68,853, the top of City Officer, is £11,147; even £70,000 is £1,147 above it; reaches into "
        "Divisional Director, £76,725 to £85,575"
    )
    assert [warning for warning in results.warnings if "Project managers" in warning]
    assert not [warning for warning in results.warnings if "Heads of service" in warning]


def test_leicesters_tiers() -> None:
    tiers = _rows(_review(LEICESTER, [HEADS]).calculate(), "Tiers")
    assert [(row["lower_grade"], row["gap"], row["gap_percent"], row["finding"]) for row in tiers] == [
        ("City Officer", 7_872, Decimal("0.1143"), "apart"),
        ("Divisional Director", 24_909, Decimal("0.2911"), "apart"),
        ("Strategic Director", 4_248, Decimal("0.0357"), "apart"),
    ]
    assert (tiers[0]["midpoint_differential"], tiers[0]["midpoint_differential_percent"]) == (14_751, Decimal("0.2222"))
    assert {row["overlap"] for row in tiers} == {0}


def test_a_stated_least_gap_flags_what_lies_closer() -> None:
    rules = [{"least gap": "5%"}, {"lower grade": "strategic director", "least gap": "3.57%", "source": "Our policy"}]
    results = _review(LEICESTER, [HEADS], rules).calculate()
    tiers = {row["lower_grade"]: row["finding"] for row in _rows(results, "Tiers")}
    # £118,983 x 3.57% is £4,247.69: £4,248 keeps it.
    assert tiers == {name: "apart" for name, *_ in LEICESTER[:-1]}
    [heads] = _rows(results, "ReportingPay")
    assert (heads["look_into"], heads["finding"]) == (True, "gap too small")
    closer = [{"lower grade": "Strategic Director", "least gap": "3.58%"}]
    found = only(_rows(_review(LEICESTER, rules=closer).calculate(), "Tiers"), lower_grade="Strategic Director")
    assert found["finding"] == "gap too small"
    assert any(figure.source == "Our policy" for figure in results.figures_used)


# --- the findings ----------------------------------------------------------------------------------------------------

# Lower and higher range, gap, overlap, overlap as a share of the higher range, finding
FINDINGS = [
    ((20_000, 30_000), (30_001, 40_000), 1, 0, "0.0000", "gap too small"),
    ((20_000, 30_000), (30_300, 40_000), 300, 0, "0.0000", "apart"),
    ((20_000, 30_000), (30_000, 40_000), 0, 0, "0.0000", "no gap"),
    ((20_000, 30_000), (28_000, 40_000), -2_000, 2_000, "0.1667", "overlap"),
    ((20_000, 30_000), (18_000, 40_000), -12_000, 10_000, "0.4545", "overlap"),
    ((20_000, 30_000), (10_000, 15_000), -20_000, 0, "0.0000", "not above the lower grade"),
    ((20_000, 30_000), (20_000, 30_000), -10_000, 10_000, "1.0000", "not above the lower grade"),
    ((20_000, 30_000), (31_000, 31_000), 1_000, 0, None, "apart"),
]


@pytest.mark.parametrize(("lower", "higher", "gap", "shared", "share", "finding"), FINDINGS)
def test_how_two_ranges_lie(
    lower: tuple[int, int], higher: tuple[int, int], gap: int, shared: int, share: str | None, finding: str
) -> None:
    [row] = _rows(_review([("A", 1, *lower), ("B", 2, *higher)], rules=ANY).calculate(), "Tiers")
    assert (row["gap"], row["overlap"], row["finding"]) == (gap, shared, finding)
    assert row["overlap_percent"] == (None if share is None else Decimal(share))


# Bottom and top of a post that reports to a range of £40,000 to £50,000: finding, look into
REPORTS = [
    (30_000, None, "below the range", False),
    (39_603, None, "below the range", False),
    (39_604, None, "gap too small", True),
    (40_000, None, "within the range", True),
    (50_000, None, "within the range", True),
    (50_001, None, "above the range", True),
    (35_000, 40_000, "reaches into the range", True),
    (35_000, 50_001, "reaches above the range", True),
    (50_000, 60_000, "reaches above the range", True),
]


@pytest.mark.parametrize(("bottom", "top", "finding", "look_into"), REPORTS)
def test_how_a_post_lies_to_its_manager(bottom: int, top: int | None, finding: str, look_into: bool) -> None:
    row = {"post or person": "X", "reports to": "M", "bottom salary": bottom, "top salary": top}
    [found] = _rows(_review([("M", 1, 40_000, 50_000)], [row], ANY).calculate(), "ReportingPay")
    assert (found["finding"], found["look_into"]) == (finding, look_into)


def test_a_person_of_the_review_reports_with_the_new_salary() -> None:
    people = [
        {"person": "P1", "salary now": 30_000, "proposed line": "Lows"},
        {"person": "P2", "salary now": 30_000, "proposed line": ""},
    ]
    grades = [("Low", 1, 35_000, 42_000), ("M", 2, 40_000, 50_000)]
    reports = [{"post or person": "p1", "reports to": "Ms"}, {"post or person": "P2", "reports to": "Ms"}]
    one, two = _rows(_review(grades, reports, people=people).calculate(), "ReportingPay")
    assert (one["bottom"], one["top"], one["gap"], one["finding"]) == (35_000, 35_000, 5_000, "below the range")
    assert (two["bottom"], two["finding"]) == (None, None)
    assert two["why"] == "the new salary is not known: no proposed line is named"


def test_a_range_that_is_not_known_is_no_figure() -> None:
    grades = [("A", 1, 20_000, 30_000), ("B", 2, None, None)]
    results = _review(grades, [{**HEADS, "reports to": "B"}]).calculate()
    [tier], [report] = _rows(results, "Tiers"), _rows(results, "ReportingPay")
    assert (tier["gap"], tier["overlap"], tier["finding"]) == (None, None, None)
    assert tier["why"] == report["why"] == "the pay range of B is not known"
    assert sum("not known (the pay range of B is not known)" in warning for warning in results.warnings) == 2


def test_grades_of_one_order_each_have_the_next_above_them() -> None:
    grades = [("A", 1, 20_000, 21_000), ("B", 1, 22_000, 23_000), ("C", 3, 30_000, 31_000), ("D", 0, 1_000, 2_000)]
    tiers = _rows(_review(grades, rules=ANY).calculate(), "Tiers")
    assert [(row["lower_grade"], row["higher_grade"]) for row in tiers] == [("A", "C"), ("B", "C")]
    without = _review([("A", 0, 20_000, 21_000)], rules=ANY).calculate()
    assert any("no two grades have different orders" in warning for warning in without.warnings)


# --- the rules -------------------------------------------------------------------------------------------------------


def test_numbers_columns_and_formulas_agree() -> None:
    np = pytest.importorskip("numpy")
    rng = random.Random(61)
    rows = []
    for _ in range(500):
        (a, b), (c, d) = (sorted(rng.sample(range(1_000_000, 9_000_000), 2)) for _ in range(2))
        rows.append((a, b, c, d))
    columns = [np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)]
    a, b, c, d = columns
    shared = overlap(a, b, c, d)
    assert shared.tolist() == [overlap(*row) for row in rows]
    assert gap_between(b, c).tolist() == [row[2] - row[1] for row in rows]
    assert gap_is_kept(b, c, 500).tolist() == [gap_is_kept(row[1], row[2], 500) for row in rows]
    shares = [overlap_share(each, row[2], row[3]) for each, row in zip(shared.tolist(), rows, strict=True)]
    assert overlap_share(shared, c, d).tolist() == shares
    assert all(0 <= share <= 10_000 for share in shares)
    cells = [Cell(name) for name in ("A1", "B1", "C1", "D1")]
    assert str(overlap(*cells)) == "MAX(MIN(B1,D1)-MAX(A1,C1),0)"


# --- what cannot be --------------------------------------------------------------------------------------------------

WRONG: list[tuple[list[dict[str, Any]], list[dict[str, Any]], str]] = [
    (
        [{**HEADS, "reports to": "City Oficer"}], [],
        "table ReportingLines, row 1, column 'reports to': 'City Oficer' is neither a proposed line nor a grade; did",
    ),
    (
        [{"post or person": "Heads", "reports to": "City Officer"}], [],
        "column 'bottom salary': is empty: give the salary, or the bottom of the range; only a person of table People",
    ),
    (
        [{**MANAGERS, "top salary": 60_000}], [],
        "column 'top salary': £60,000.00 lies below the bottom salary, £70,000.00: swap them",
    ),
    ([HEADS, HEADS], [], "is already in row 1: delete one of the two rows"),
    (
        [], [{"lower grade": "City Officers", "least gap": "5%"}],
        "table TierRules, row 1, column 'lower grade': 'City Officers' is not a grade of table Grades; did you mean",
    ),
    ([], [{"least gap": "5%"}, {"least gap": "6%"}], "column 'lower grade': is empty, for every grade, and so is"),
    ([], [{"lower grade": "City Officer"}], "the column 'least gap' is missing: add it"),
]  # fmt: skip


@pytest.mark.parametrize(("reports", "rules", "words"), WRONG)
def test_what_cannot_be_is_named_with_what_to_do(
    reports: list[dict[str, Any]], rules: list[dict[str, Any]], words: str
) -> None:
    with pytest.raises(InputProblems) as error:
        _review(LEICESTER, reports, rules)
    assert words in str(error.value)


# --- in a workbook ---------------------------------------------------------------------------------------------------


def test_a_workbook_of_it_holds_the_same_and_is_read_again(
    tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    results = _review(LEICESTER, [HEADS, MANAGERS], [{"least gap": "5%"}]).calculate()
    path = tmp_path / "differentials.xlsx"
    results.save(path)
    again = open_review(path).calculate()
    assert json.dumps(again.to_dict()["parts"], default=str) == json.dumps(results.to_dict()["parts"], default=str)
    converted = load_workbook(libreoffice_convert(path), data_only=True)
    assert [(row["gap"], row["finding"]) for row in rows_of(converted, "ReportingPay")] == [
        (2_945, "gap too small"),
        (-16_055, "above the range"),
    ]
    assert [row["gap"] for row in rows_of(converted, "Tiers")] == [7_872, 24_909, 4_248]
    cells = [cell for sheet in converted.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "e"]
