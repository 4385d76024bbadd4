"""Working weeks: the hours and weeks of term-time and annualised posts, kept and held against the FTE."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import payband
from payband.cli import main
from payband.errors import InputProblems
from tests.establishment.test_import import table
from tests.establishment.test_import_lists import LISTS

SETTINGS = {
    "implementation date": "01/04/2026", "price base": "2026-27", "costed at": "actual", "slotting rule": "nearest",
    "tie goes to": "higher", "protection months": 0, "protection form": "frozen",
}  # fmt: skip
LINES = [{"line": "Clerk", "state": state, "grade": "G1", "posts": 2, "FTE each": 0.5} for state in ("now", "proposed")]
GRADES = [{"grade": "G1", "bottom salary": 24_000, "top salary": 26_000}]
PERSON = {"person": "101", "post now": "Clerk", "grade now": "G1", "proposed line": "Clerk", "salary now": 24_790}


def answered(fte: Any, *rows: dict[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    review = payband.Review(
        settings=SETTINGS, grades=GRADES, posts=LINES, people=[{**PERSON, "FTE": fte}],
        more={"WorkingWeeks": list(rows)},
    )  # fmt: skip
    results = review.calculate()
    [part] = results.parts
    return part.tables[0].records(), list(part.warnings)


TERM = {"person or line": "101", "weeks a year": 39, "hours a week": 37, "full-time hours a week": 37}


@pytest.mark.parametrize(
    ("row", "made"),
    [
        # NJC Green Book Part 4.12, with 35 days of leave and bank holidays: 39 x 52.143 / 45.143 / 52.143
        ({**TERM, "weeks are": "worked", "days of leave": 35}, "0.8639"),
        ({**TERM, "weeks are": "paid"}, "0.7479"),
        ({**TERM, "weeks are": "worked", "days of leave": 0}, "0.7479"),
        ({**TERM, "hours a week": 18.5, "weeks are": "worked", "days of leave": 35}, "0.4320"),
        ({"person or line": "101", "hours a year": 1443, "full-time hours a year": 1924}, "0.7500"),
        (TERM, None),
        ({"person or line": "101", "weeks a year": 39, "weeks are": "paid"}, None),
        ({"person or line": "101", "hours a year": 1443}, None),
    ],
)
def test_what_hours_and_weeks_make(row: dict[str, Any], made: str | None) -> None:
    [answer], warnings = answered(0.8639, row)
    found = answer["FTE_by_hours_and_weeks"]
    assert (None if found is None else str(found)) == made
    assert str(answer["FTE_in_the_review"]) == "0.8639"
    same = None if made is None else made == "0.8639"
    assert answer["the_same"] == same
    assert bool(warnings) == (same is False)


def test_what_differs_by_its_rounding_is_the_same() -> None:
    [answer], warnings = answered(0.86, {**TERM, "weeks are": "worked", "days of leave": 35})
    assert (answer["the_same"], warnings) == (True, [])
    [answer], warnings = answered(0.85, {**TERM, "weeks are": "worked", "days of leave": 35})
    assert answer["the_same"] is False
    assert warnings == ["the FTE of 1 post is not what hours and weeks make of it, see sheet FTE by weeks: 101"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**TERM, "person or line": "102"}, "'102' is neither a person nor a line now"),
        ({"person or line": "101"}, "neither weeks nor hours a year are given"),
        ({**TERM, "weeks are": "worked"}, "for weeks worked give the days of leave and bank holidays a year"),
        ({**TERM, "hours a week": 39}, "39 hours a week are more than the 37 of full time"),
        ({**TERM, "weeks a year": 52.2}, r"52\.2 weeks a year are not possible: give more than 0, at most 52\.143"),
        ({**TERM, "weeks a year": "term"}, "the number of weeks a year is 'term': give a number"),
        ({**TERM, "weeks are": "leave"}, "is not one of the choices"),
    ],
)
def test_what_is_refused(row: dict[str, Any], said: str) -> None:
    with pytest.raises(InputProblems, match=said):
        answered(1, row)


KEPT = (
    "person or line", "weeks a year", "weeks are", "days of leave", "hours a week", "full-time hours a week",
    "hours a year", "full-time hours a year",
)  # fmt: skip
CASES = {
    ("tto.csv", "--full-time-hours 37 --answer term_time=35"): [
        ("S1", 44.17, "worked", 35, 27.5, 37, None, None),
        ("S2", 44.17, "worked", 35, 20, 37, None, None),
        ("S4", 38, "worked", 35, 5, 37, None, None),
    ],
    ("tto2.csv", "--full-time-hours 37 --answer term_time=paid"): [
        ("S1", 44.17, "paid", None, 27.5, 37, None, None),
        ("S4", 38, "paid", None, 5, 37, None, None),
    ],
    ("annual_hours.csv", "--answer full_time_hours_a_year=1924"): [
        ("1", None, None, None, None, None, 1200, 1924),
        ("2", None, None, None, None, None, 1924, 1924),
    ],
    ("term_time_posts.csv", "--full-time-hours 37 --answer term_time=35"): [
        ("T1 post P1", 38, "worked", 35, 30, 37, None, None),
        ("T1 post P2", 39, "worked", 35, 5, 37, None, None),
        ("Lunchtime Supervisor (0.1706295 FTE)", 38, "worked", 35, 7.5, 37, None, None),
    ],
}


@pytest.mark.parametrize(("file", "arguments"), CASES)
def test_import_keeps_weeks_hours_and_leave(file: str, arguments: str, tmp_path: Path) -> None:
    target = tmp_path / "review.xlsx"
    assert main(["import", str(LISTS / file), "-o", str(target), "--as-is", *arguments.split()]) == 0
    rows = table(target, "WorkingWeeks")
    assert [tuple(map(row.get, KEPT)) for row in rows] == CASES[file, arguments]
    assert {row["source"] for row in rows} == {file}
    assert main(["review", str(target), "-o", str(tmp_path / "answers.xlsx")]) in (0, 1)
    made = {
        row["person or line"]: row["FTE by hours and weeks"] for row in table(tmp_path / "answers.xlsx", "FTEByWeeks")
    }
    kept = {row["person"]: row["FTE"] for row in table(target, "People")}
    worked_out = {name for name, fte in made.items() if name in kept and abs(kept[name] - fte) < 0.0001}
    assert worked_out >= set(kept) & set(made) - {"S1"}  # whose FTE the list itself has


def test_a_list_without_part_years_has_no_such_sheet(tmp_path: Path) -> None:
    assert main(["import", str(LISTS / "award_baseline.csv"), "-o", str(tmp_path / "review.xlsx")]) == 0
    with pytest.raises(AssertionError, match="no table WorkingWeeks"):
        table(tmp_path / "review.xlsx", "WorkingWeeks")
