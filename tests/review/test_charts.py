"""The charts of a review: the tables they are drawn from, that they span them, and what they say to who cannot see."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, range_boundaries

import payband
from payband.calendar import FinancialYear
from payband.review import chart_data
from payband.review.answers import CHARTS
from payband.review.results import Results
from payband.rules.pay.salary_months import pay_between
from payband.workbook.building.charts import CHART_COLUMNS
from tests.run import TOP
from tests.support.workbooks import described_charts

WORKED = TOP / "workbooks" / "leicester-2011.xlsx"
SETTINGS = {
    "implementation date": "02/01/2012", "price base": "2011-12", "costed at": "top", "on-cost profile": "all",
    "tie goes to": "higher", "unpublished points": "refuse", "protection months": 24,
    "protection form": "frozen",
}  # fmt: skip
ON_COSTS = [{"profile": "all", "contracted out": "yes", "pension rate": "19.6%"}]


def review(people: list[dict[str, Any]], posts: list[dict[str, Any]] | None = None, **settings: Any) -> Results:
    """A review of directors: grade Divisional Director, points 6 to 9, £76,725 to £85,575."""
    lines = posts or [
        {"line": "Directors", "state": state, "grade": "Divisional Director", "posts": count}
        for state, count in (("now", len(people) + 1), ("proposed", max(len(people), 1)))
    ]
    given = {**SETTINGS, **{name.replace("_", " "): value for name, value in settings.items()}}
    return payband.Review(settings=given, on_costs=ON_COSTS, posts=lines, people=people).calculate()


def director(name: str, salary: int, **more: Any) -> dict[str, Any]:
    return {"person": name, "salary now": salary, "proposed line": "Directors", **more}


def records(results: Results, table: str) -> list[dict[str, Any]]:
    return results.tables[table].records()


@pytest.fixture(scope="module")
def leicester() -> Results:
    return payband.open_review(WORKED).calculate()


@pytest.fixture(scope="module")
def filled(leicester: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("charts") / "answers.xlsx"
    leicester.save(path)
    return path


# --- the figures ---------------------------------------------------------------------------------------------------


def test_the_figures_of_leicester_are_those_of_its_answers(leicester: Results) -> None:
    protection = records(leicester, "ChartProtection")
    assert sum(row["cost"] for row in protection) == Decimal("200000.00")  # minutes of 15 November 2011
    assert (protection[0]["month_of_protection"], protection[-1]["month_of_protection"]) == (
        "Jan 2012",
        "to 1 Jan 2014",
    )
    structure = records(leicester, "ChartStructure")
    assert sum(row["cost_now"] for row in structure) == 3_475_500  # report, para 5.1
    assert sum(row["cost_proposed"] for row in structure) == 2_327_300
    savings = records(leicester, "ChartSavings")
    assert [row["financial_year"] for row in savings] == ["2011-12", "2012-13", "2013-14", "2014-15", "2015-16"]
    assert [row["saving"] for row in savings] == list(leicester.years["saving"])[:-1]  # the last is the steady state
    assert 76_000 < savings[1]["saving"] - savings[2]["saving"] < 80_000  # £78,231 from the NHS ends in March 2013
    assert savings[3]["saving"] == savings[3]["net_saving"]
    assert sum(row["protection"] + row["on_costs_of_it"] for row in savings) == -sum(
        row["cost"] + row["on_costs"] for row in protection
    )
    assert savings[-1]["net_saving_to_date"] == sum(row["net_saving"] for row in savings)


def test_the_first_year_has_its_part_of_the_saving() -> None:
    results = review([director("A", 85575)], horizon=2)
    full = results.structure_cost.total.saving
    assert full
    part = pay_between(full, date(2012, 1, 2), date(2012, 3, 31))
    first, second = (row["saving"] for row in records(results, "ChartSavings"))
    assert abs(first - Decimal(part) / 100) < 1, "months and parts of months of posts, each to the penny"
    assert [first, second] == list(results.years["saving"])[:-1]
    whole = records(review([director("A", 85575)], horizon=1, implementation_date="01/04/2011"), "ChartSavings")
    assert [(row["financial_year"], row["saving"]) for row in whole] == [("2011-12", Decimal(full) / 100)]


def test_a_range_chart_has_each_person_in_the_proposed_grade() -> None:
    found = records(review([director("A", 97575), director("B", 76000)]), "ChartRanges")
    assert [tuple(row.values()) for row in found] == [
        ("Leicester Divisional Director: A", 76725, 8850, 97575, 85575),
        ("Leicester Divisional Director: B", 76725, 8850, 76000, 76725),
    ]


def test_a_grade_without_people_has_its_range_alone() -> None:
    lines = [{"line": "Directors", "state": "proposed", "grade": "Divisional Director", "posts": 1}]
    found = records(review([], lines), "ChartRanges")
    assert [tuple(row.values()) for row in found] == [("Leicester Divisional Director", 76725, 8850, None, None)]


def test_what_is_not_known_is_a_gap_and_never_nothing() -> None:
    people = [director("A", 64500), director("B", 68853)]
    lines = [
        {"line": "Directors", "state": state, "grade": "City Officer", "posts": 2} for state in ("now", "proposed")
    ]
    results = review(people, lines, slotting_rule="next above")  # points 1 to 3, of which 2 was never published
    unknown = [row["salary_new"] for row in records(results, "SlottingList")]
    assert None in unknown
    assert [row["salary_new"] for row in records(results, "ChartPeople")] == unknown
    assert {row["net_saving"] for row in records(results, "ChartSavings")} == {None}
    assert all(row["cost"] is None for row in records(results, "ChartProtection"))


def test_somebody_displaced_is_shown_without_a_new_salary() -> None:
    results = review([director("A", 85575), {"person": "B", "salary now": 80000}])
    assert [tuple(row.values()) for row in records(results, "ChartPeople")] == [
        ("A", 1, 85575, 85575),
        ("B", 1, 80000, None),
    ]
    assert [row["grade_and_person"] for row in records(results, "ChartRanges")] == ["Leicester Divisional Director: A"]


def test_of_many_people_the_averages_of_each_line_are_shown() -> None:
    count = chart_data.MOST_PEOPLE + 1
    people = [director(f"P{n}", 76725 + 100 * n) for n in range(count)] + [{"person": "X", "salary now": 70000}]
    results = review(people)
    lines = records(results, "ChartPeople")
    assert [(row["person_or_line"], row["people"]) for row in lines] == [("Directors", count), ("displaced", 1)]
    assert lines[0]["salary_now"] == 76725 + 100 * (count - 1) // 2
    assert (lines[1]["salary_now"], lines[1]["salary_new"]) == (70000, None)
    ranges = records(results, "ChartRanges")
    assert [tuple(row.values()) for row in ranges] == [
        ("Leicester Divisional Director: Directors", 76725, 8850, lines[0]["salary_now"], lines[0]["salary_new"])
    ]


def test_the_last_lines_of_a_large_structure_stand_together() -> None:
    many = chart_data.MOST_LINES + 5
    lines = [
        {"line": f"Line {n}", "state": state, "grade": "Divisional Director", "posts": n}
        for n in range(1, many + 1)
        for state in ("now", "proposed")
    ]
    results = review([], lines)
    found = records(results, "ChartStructure")
    assert len(found) == chart_data.MOST_LINES
    assert found[0]["line_of_the_structure"] == "Line 1"
    assert found[-1]["line_of_the_structure"] == "6 other lines together"
    assert sum(row["cost_now"] for row in found) == results.tables["StructureCost"].to_pandas()["cost_now"].sum()


def test_savings_are_counted_by_financial_year(leicester: Results) -> None:
    start = FinancialYear.containing(leicester.inputs.settings.implementation_date)
    assert records(leicester, "ChartSavings")[0]["financial_year"] == str(start)


# --- the charts ----------------------------------------------------------------------------------------------------


def charts(path: Path) -> dict[str, str]:
    """The XML of each chart by its title and part."""
    with zipfile.ZipFile(path) as package:
        parts = sorted(name for name in package.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name))
        found = {name: package.read(name).decode() for name in parts}
    return {f"{name}: {re.search('<a:t>([^<]*)', xml)[1]}": xml for name, xml in found.items()}  # type: ignore[index]


def test_every_series_spans_its_whole_table(filled: Path) -> None:
    workbook: Any = load_workbook(filled)
    blocks: dict[str, Any] = {
        table.name: range_boundaries(table.ref) for table in workbook["Chart data"].tables.values()
    }
    seen = set()
    for title, xml in charts(filled).items():
        for sheet, letters, first, last in re.findall(r"<(?:c:)?f>'([^']+)'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)<", xml):
            column = column_index_from_string(letters)
            name = next(name for name, (left, _, right, _) in blocks.items() if left <= column <= right)
            assert (sheet, int(first), int(last)) == ("Chart data", 5, blocks[name][3]), title
            assert blocks[name][3] > 5
            seen.add(name)
    assert seen == {table.name for table in CHARTS} == set(CHART_COLUMNS)


def test_every_chart_says_what_it_shows_and_in_what_unit(filled: Path) -> None:
    found = charts(filled)
    assert len(found) == 7
    for title, xml in found.items():
        assert "£" in title
        assert "#,##0" in xml
        assert 'dispBlanksAs val="gap"' in xml
        assert len(re.findall("<a:t>[^<]", xml)) in (1, 3)  # the two axes of a large chart have titles of their own


def test_no_series_is_told_by_its_colour_alone(filled: Path) -> None:
    for title, xml in charts(filled).items():
        looks = []
        for series in re.findall(r"<ser>.*?</ser>", xml, re.S):
            marker = re.search(r'<symbol val="(\w+)"', series)
            pattern = re.search(r'pattFill [^>]*prst="(\w+)"', series)
            looks.append((marker and marker[1], pattern and pattern[1], "<a:noFill" in series.partition("<cat>")[0]))
        assert len(set(looks)) == len(looks), title


def test_each_chart_has_a_text_for_who_cannot_see_it(filled: Path) -> None:
    frames = described_charts(filled)
    assert len(frames) == 7
    for name, text in frames.items():
        assert "£" in name
        assert "of the sheet Chart data" in text


def test_libreoffice_draws_the_figures_of_the_tables(filled: Path, libreoffice_convert: Callable[..., Path]) -> None:
    converted = libreoffice_convert(filled, "xlsx")
    drawn = {title.partition(": ")[2]: xml for title, xml in charts(converted).items()}
    assert len(drawn) == 7
    protection = drawn["Cost of pay protection by month, to its end, £"]
    assert "8064.5</" in protection  # January 2012 from the 2nd
    assert "to 1 Jan 2014" in protection
    assert "#N/A" not in "".join(drawn.values())


def test_a_workbook_without_charts_is_filled_all_the_same(leicester: Results, tmp_path: Path) -> None:
    old = tmp_path / "old.xlsx"
    workbook: Any = load_workbook(WORKED)
    del workbook["Charts"], workbook["Chart data"]
    for chart in list(workbook["Summary"]._charts):
        workbook["Summary"]._charts.remove(chart)
    workbook.save(old)
    target = tmp_path / "answers.xlsx"
    payband.open_review(old).calculate().save(target)
    found = load_workbook(target)
    assert "Chart data" not in found.sheetnames
    assert found["Structure cost"]["D5"].value == 229400
    assert found["Summary"].row_dimensions[1].height == 26
