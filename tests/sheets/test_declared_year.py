"""One answer column more on the sheet of the years, declared here alone, appears wherever the years do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import payband
from payband.forms import Form
from payband.review.core.outlook import LineOutlook
from payband.sheets.sheet import Answer, Each, Tells, Unit, adding, column
from tests.support.workbooks import rows_of

KEY, HEADING = "bridged", "bridged"


@column(Unit.PENCE, HEADING, answer=Answer(HEADING, KEY, "£, paid in the months before"), tells=Tells.PAY)
def bridged(of: Each) -> Form:
    """what is paid beyond a full year of the new structure, less protection"""
    return of.part_year - of.protection


@pytest.fixture
def one_more() -> Iterator[None]:
    with adding(LineOutlook, bridged):
        yield


def _review(posts: int = 1) -> payband.Review:
    """Two lines without on-costs: £50,000 becomes £40,000 on 1 October, and one line's £60,000 stays."""
    return payband.Review(
        settings={
            "implementation date": "01/10/2024", "price base": "2024-25", "costed at": "top", "on-cost profile": "none",
            "horizon": 2, "protection months": 3, "protection form": "frozen", "protection on-costs": "no",
            "tie goes to": "higher",
        },
        on_costs=[{"profile": "none", "pension rate": "0%", "NI category": "X"}],
        grades=[
            {"grade": "G1", "bottom salary": 50_000, "top salary": 50_000},
            {"grade": "G2", "bottom salary": 40_000, "top salary": 40_000},
            {"grade": "G3", "bottom salary": 60_000, "top salary": 60_000},
        ],
        posts=[
            {"line": "Manager", "state": "now", "grade": "G1", "posts": posts},
            {"line": "Manager", "state": "proposed", "grade": "G2", "posts": posts},
            {"line": "Head", "state": "now", "grade": "G3", "posts": 1},
            {"line": "Head", "state": "proposed", "grade": "G3", "posts": 1},
        ],
        people=[
            {"person": f"P{number}", "post now": "Manager", "proposed line": "Manager", "salary now": 50_000}
            for number in range(posts)
        ],
        more={"Scenarios": [{"scenario": "dear", "what is changed": "award 2025-04-01", "value": "3%"}]},
    )  # fmt: skip


EXPECTED = {
    ("Manager", "2024-25"): Decimal(2_500),
    ("Manager", "2025-26"): Decimal(0),
    ("Manager", "steady state"): Decimal(0),
    ("Head", "2024-25"): Decimal(0),
    ("Head", "2025-26"): Decimal(0),
    ("Head", "steady state"): Decimal(0),
}
"""By hand: six months at £10,000 a year more, £5,000; less three months of protection of £10,000 a year, £2,500."""


@pytest.mark.usefixtures("one_more")
@pytest.mark.parametrize("posts", [1, 400])  # each post alone, and whole columns at once
def test_it_is_in_data_frames_and_json(posts: int) -> None:
    results = _review(posts).calculate()
    by_line = results.year_by_year.to_dict("records")
    assert {(row["line"], row["financial_year"]): row[KEY] for row in by_line} == {
        key: posts * value for key, value in EXPECTED.items()
    }
    totals = {row["financial_year"]: row[KEY] for row in results.years.to_dict("records")}
    assert totals == {"2024-25": posts * 2_500, "2025-26": 0, "steady state": 0}
    assert KEY in json.dumps(results.to_dict(), default=str)


@pytest.mark.usefixtures("one_more")
def test_it_is_in_the_answers_of_a_workbook(tmp_path: Path) -> None:
    _review().calculate().save(tmp_path / "review.xlsx")
    book = openpyxl.load_workbook(tmp_path / "review.xlsx")
    found = {(row["line"], row["financial year"]): Decimal(str(row[HEADING])) for row in rows_of(book, "YearByYear")}
    assert found == EXPECTED
    assert [row[HEADING] for row in rows_of(book, "Years")] == [2_500, 0, 0]


def test_a_line_whose_cost_is_not_known_has_no_years() -> None:
    review = payband.Review(
        settings={
            "implementation date": "01/04/2025", "price base": "2025-26", "costed at": "top", "on-cost profile": "all",
            "horizon": 1, "protection months": 0,
        },
        on_costs=[{"profile": "all", "pension rate": "20%"}],
        grades=[
            {"grade": "G1", "bottom salary": 50_000, "top salary": 50_000},
            {"grade": "G2", "spine": "S", "bottom point": "1", "top point": "2"},
        ],
        spines=[
            {"spine": "S", "point": "1", "salary": 20_000, "effective from": "01/04/2025"},
            {"spine": "S", "point": "2", "salary": "", "effective from": "01/04/2025"},
        ],
        posts=[
            {"line": "Known", "state": "now", "grade": "G1", "posts": 1},
            {"line": "Unknown", "state": "proposed", "grade": "G2", "posts": 1},
        ],
        people=[],
    )  # fmt: skip
    results = review.calculate()
    savings = {row["line"]: row["saving"] for row in results.year_by_year.to_dict("records")}
    assert savings["Known"] > 50_000
    assert savings["Unknown"] is None
    assert [row["saving"] for row in results.years.to_dict("records")] == [None, None]


def test_without_it_nothing_has_it() -> None:
    assert KEY not in _review().calculate().year_by_year.columns
