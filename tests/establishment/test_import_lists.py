"""payband import: lists of staff and posts as bodies have them; what is uncertain is asked, nothing is guessed."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
import os
import pty
import re
import subprocess
import sys
import tomllib
import zipfile
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import payband
from payband.cli import main
from payband.errors import PaybandError
from payband.establishment.amounts import ENDS, of_range, pay
from payband.establishment.columns import recognise
from payband.establishment.headings import (
    KINDS_FILE,
    Grid,
    column_kinds,
    data_rows,
    find_headings,
    kind_of_heading,
)
from payband.establishment.import_list import establishment
from payband.establishment.questions import Terms
from payband.establishment.words import nothing_there, vacant_title
from payband.workbook.lists.export_file import read_export
from tests.establishment.test_import import table
from tests.run import TOP

LISTS = TOP / "tests" / "cases" / "lists"


class Case(NamedTuple):
    """A list, the arguments, the exit status, and what is said, or the figures of the totals."""

    file: str
    arguments: str
    status: int
    said: str = ""
    totals: dict[str, float] = {}  # noqa: RUF012


ASKED = "could be the {}, and its name does not say so"
HOURS = "--full-time-hours 37"
CASES = [
    # No column is taken by its values alone.
    Case("award_as_fte.csv", "", 2, "'Pay Award': its values (0.03, 0.025) " + ASKED.format("FTE")),
    Case("award_as_fte.csv", "--answer 'Pay Award='", 0, "", {"pay": 193_500, "fte": 5}),
    Case("award_baseline.csv", "", 0, "", {"pay": 193_500, "fte": 5}),
    Case("bonus_as_fte.csv", "", 2, "'Bonus %': its values (0.1, 0, 0.15) " + ASKED.format("FTE")),
    Case("external_as_fte.csv", "", 2, "'External funding': its values (50%) " + ASKED.format("FTE")),
    Case("pension_pct_as_fte.csv", "", 2, "'Employer Pension Rate': its values (20%) " + ASKED.format("FTE")),
    Case("pension_as_person.csv", "", 2, "'PensionContribution': its values (37480, 22188, 25192) could be the person"),
    Case("active_as_ni.csv", "", 0, "it may say who has left: take it as", {"pay": 178_250, "fte": 4.5}),
    Case("active_as_ni.csv", "--answer 'ACTIVE/INACTIVE=employment status'", 2, "of 2 rows that they have left (I"),
    Case("active_baseline.csv", "", 0, "", {"pay": 178_250, "fte": 4.5}),
    Case("age_as_hours.csv", "", 0, "left out: personal data", {"pay": 193_500, "fte": 5}),
    Case("hours_by_values.csv", "", 0, "left out: personal data", {"pay": 172_000, "fte": 5}),
    # A row that stands for several posts.
    Case("posts_decimal.csv", "", 0, "", {"posts": 66, "fte": 65.5, "pay": 1_825_500, "full_time_salaries": 1_839_000}),
    Case("posts_decimal.xlsx", "", 0, "", {"posts": 88, "fte": 87.5, "pay": 2_695_000}),
    Case("posts_fte_ignored.csv", "", 0, "", {"posts": 48, "fte": 47.5, "pay": 1_339_500}),
    Case("wte_above_one.csv", "", 2, "'WTE': it is above 1 in 2 rows, such as 3.5: does a row stand for so many posts"),
    Case("wte_above_one.csv", "--answer WTE=posts", 0, "", {"posts": 17, "fte": 16.1, "pay": 423_500}),
    Case("wte_above_one.csv", "--answer WTE=FTE", 1, "an FTE of 3.5 is not possible for one post", {"not_placed": 2}),
    Case("posts_and_fte.csv", "", 2, "is 'FTE' that of each post (\"each post\"), or of all posts of the row together"),
    Case("posts_and_fte.csv", "--answer several_fte='each post'", 1, "an FTE of 4.5 is not possible", {"fte": 4}),
    Case("posts_and_fte.csv", "--answer several_fte='the row'", 0, "4.5 FTE of 6 posts: 0.75 each",
         {"posts": 10, "fte": 7.5, "pay": 229_500}),
    Case("posts_of_one_person.csv", "", 1, "the row stands for 3 posts and has one person", {"not_placed": 1}),
    Case("staff_counted.csv", "", 2, "'Staff in Team': its values (6, 1, 12) could be the number of posts"),
    Case("fte_twice.csv", "", 0, "left out: the same as 'FTE'", {"fte": 1.5}),
    Case("fte_twice_apart.csv", "", 2, "are parts of posts, and 'FTE' is next to it: leave one of them out"),
    Case("fte_twice_apart.csv", "--answer 'Total FTE='", 0, "", {"fte": 1.5}),
    Case("annual_hours.csv", "", 2, "column 'Annual Hours' gives hours a year, and nothing says what full time is"),
    Case("annual_hours.csv", "--answer full_time_hours_a_year=1924", 0, "", {"fte": 1.6237, "people": 2}),
    Case("annual_hours.csv", "--answer full_time_hours_a_year=1800", 1, "1924 hours are more than the 1800 of full",
         {"people": 1, "not_placed": 1}),
    Case("annual_hours.csv", "--answer 'Annual Hours='", 0, "", {"fte": 2}),
    # Words where nothing is known.
    Case("na_titles.csv", "", 2, "column 'Job Title' has 'NA' in 1 row, 'N/A' in 1 row, 'Unknown' in 1 row, '-' in 1"),
    Case("na_titles.csv", "--answer nothing_words=empty", 1, "it has no post title", {"people": 2, "not_placed": 4}),
    Case("na_titles.csv", "--answer nothing_words=names", 0, "", {"people": 6}),
    # Who has left, and vacant posts.
    Case("leavers_known.csv", "", 2, "2 rows in all, paid £61,500.00 in 'FTE Salary'. Leave out who has gone"),
    Case("leavers_known.csv", "--answer leavers=2026-04-01", 0, "2 rows of people who have left are left out as asked",
         {"people": 2, "left_out": 2, "salaries_left_out": 61_500, "pay": 80_000}),
    Case("leavers_known.csv", "--answer leavers=2012-10-01", 0, "", {"people": 2, "left_out": 2}),  # by their status
    Case("leavers_known.csv", "--answer leavers=keep", 0, "whose last day in post is before", {"people": 4}),
    Case("leavers_known.csv", "--answer 'leavers=pass over'", 0, "are passed over as asked", {"people": 4}),
    Case("leavers_known.csv", "--answer leavers=soon", 2, "write \"keep\", \"pass over\", or a day"),
    Case("leavers_termination.csv", "", 2, "from 24 September 2012 to 16 June 2016"),
    Case("vacant_names.csv", "", 0, "", {"people": 1, "vacant_posts": 8, "fte": 8.6, "pay": 100_000}),
    Case("budget_book.xlsx", "", 1, "'VACANT - Officer' says that it is vacant", {"vacant_posts": 1, "fte": 3.5}),
    # Pay ranges.
    Case("salary_band_range.csv", "", 2, "has pay ranges in 4 rows, such as £195,000 - £199,999"),
    Case("salary_band_range.csv", "--answer 'Salary=full-time salary' --answer pay_ranges=bottom", 1,
         "the bottom of a pay range counts", {"people": 5, "estimated": 4, "full_time_salaries": 558_000}),
    Case("salary_band_range.csv", "--answer 'Salary=full-time salary' --answer pay_ranges=top", 1,
         "", {"people": 5, "estimated": 4, "full_time_salaries": 576_997}),
    Case("salary_band_range.csv", "--answer 'Salary=full-time salary' --answer pay_ranges=middle", 1,
         "", {"people": 5, "estimated": 4, "full_time_salaries": 567_498.5}),
    Case("salary_range_minority.csv", "", 2, "has pay ranges in 1 row, such as £30,000-£32,000"),
    Case("salary_range_minority.csv", "--answer pay_ranges=bottom", 2,
         "column 'FTE Salary' has parts of a penny in 1 row, such as 45000.005"),
    Case("salary_range_minority.csv", "--answer pay_ranges=bottom --answer parts_of_pennies='nearest penny'", 1,
         "45000.005 in column 'FTE Salary' is taken to the nearest penny", {"people": 9}),
    Case("salary_range_minority.csv", "--answer pay_ranges=bottom --answer parts_of_pennies=refuse", 1,
         "column 'FTE Salary': 45000.005 has parts of a penny: give whole pence", {"people": 8}),
    Case("senior_organogram.csv", "", 2, "'Actual Pay Floor (£)' and 'Actual Pay Ceiling (£)' give pay as ranges"),
    Case("senior_organogram.csv", "--answer pay_ranges=top", 0, "", {"people": 2, "vacant_posts": 1, "pay": 329_998}),
    # 46.5 caseworkers and leaders, a manager, 2.76 vacant and 3 priced at £0, each at its own scale.
    Case("junior_organogram.csv", "", 2, "'Payscale Minimum (£)' and 'Payscale Maximum (£)' give pay as ranges"),
    Case("junior_organogram.csv", "--answer pay_ranges=top", 0, "1 row of 3.00 FTE have £0 as their pay",
         {"fte": 53.26, "people": 48, "vacant_posts": 6, "pay": 1_491_238, "pay_of_vacant_posts": 105_219.48}),
    Case("junior_organogram.csv", "--answer pay_ranges=bottom", 0, "",
         {"fte": 53.26, "pay": 1_339_500, "pay_of_vacant_posts": 93_840}),
    Case("transparency_code.csv", "", 2, "'Salary ceiling' gives the top of a pay range, and there is no other salary"),
    # One person's posts, weeks and hours, days, formats, bytes.
    Case("twojobs.csv", HOURS, 0, "1 person with several posts", {"people": 3, "pay": 25_574.05}),
    Case("tto.csv", HOURS, 2, "'Weeks per year' is below 52 in 2 rows whose FTE it decides"),
    Case("tto.csv", f"{HOURS} --answer term_time=paid", 0, "FTE 0.4579 worked out from 20/37", {"people": 4}),
    Case("tto.csv", f"{HOURS} --answer term_time=35", 0, "FTE 0.1138 worked out from 5/37", {"people": 4}),
    # An FTE may count the weeks or not; the hours of a row may tell; weeks stand alone; a year has 52.143 weeks.
    Case("term_time_fte.csv", "", 2, "2 rows of posts for fewer than 52 weeks a year have an FTE: does it count the"),
    Case("term_time_fte.csv", "--answer 'term_time_fte=counts weeks'", 1, "53 weeks a year are not possible: give at",
         {"people": 3, "not_placed": 1, "fte": 2.7432, "pay": 68_003.93}),
    Case("term_time_fte.csv", "--answer 'term_time_fte=hours alone' --answer term_time=35", 1,
         "FTE 0.8418 worked out from 1 of full-time hours for 38 weeks worked", {"people": 3, "pay": 61_574.41}),
    Case("term_time_told.csv", "", 0, "full-time salary £20,000.00 worked out from actual pay of £12,000.00 and FTE 0",
         {"people": 2, "fte": 1.6, "pay": 36_790}),
    Case("weeks_alone.csv", "", 2, "is below 52 in 1 row whose FTE it decides"),
    Case("weeks_alone.csv", "--answer term_time=paid", 0, "FTE 0.7479 worked out from 1 of full-time hours",
         {"people": 2, "pay": 43_331.56}),
    Case("tto2.csv", "", 2, "(full_time_hours = \"...\" in the map)"),
    Case("tto2.csv", f"{HOURS} --answer term_time=35", 0, "", {"people": 3, "pay": 42_407.46}),
    Case("dates.csv", f"{HOURS} --answer leavers=keep", 1, "the day somebody started in the grade is '12/31/2018'",
         {"people": 7, "not_placed": 0}),
    Case("mixdates.csv", HOURS, 0, "", {"people": 3}),
    Case("fmt.xlsx", f"{HOURS} --answer leavers=keep", 1, "the reference 000123 appears more than once", {"people": 4}),
    Case("mixed_bytes.csv", "", 0, "UTF-8, but for Windows-1252 in line 3", {"people": 2}),
    Case("mixed_line.csv", "", 2, "mixed_line.csv, line 2: the line mixes UTF-8 with other signs"),
    Case("cp1252.csv", "", 0, "Windows-1252 text", {"full_time_salaries": 54_000.5}),
    Case("utf8bom.csv", "", 0, "", {"full_time_salaries": 54_000.5}),
    Case("utf16.csv", "", 0, "", {"full_time_salaries": 54_000.5}),
    Case("sep_line.csv", "", 0, "", {"full_time_salaries": 24_000}),
    Case("tabs.csv", "", 0, "", {"full_time_salaries": 54_000.5}),
    Case("crlf_title.csv", "", 0, "", {"full_time_salaries": 54_000, "fte": 1.5}),
    Case("dollars.csv", "", 1, "'$30,000' is in dollars: give £ a year", {"people": 2}),
    Case("years.csv", "", 2, "no column of salaries was found"),
]  # fmt: skip


def run(file: Path, target: Path, arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, Any]:
    """The exit status, all that is said, and the record, from a run for people and one for programs."""
    import shlex

    given = ["import", str(file), "-o", str(target), "--replace", *shlex.split(arguments)]
    status = main(given)
    said = capsys.readouterr()
    assert main([*given, "--json"]) == status
    printed = capsys.readouterr().out
    return status, said.out + said.err, json.loads(printed) if printed else {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file} {case.arguments}".strip())
def test_a_list_is_counted_or_asked_about(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "review.xlsx"
    status, said, record = run(LISTS / case.file, target, case.arguments, capsys)
    assert status == case.status, said
    assert case.said in said
    assert target.exists() == (case.status != 2)
    for name, figure in case.totals.items():
        assert record["totals"][name] == figure, name
    if record:
        reconciles(LISTS / case.file, record)


def reconciles(file: Path, record: dict[str, Any]) -> None:
    """The totals of a run against each other, and against a plain sum of the list's column of salaries."""
    totals = record["totals"]
    rows = ("rows_of_people", "rows_of_vacant_posts", "left_out", "not_placed")
    assert totals["rows_read"] == sum(totals[part] for part in rows)
    parts = ("of_people", "of_vacant_posts", "left_out", "not_placed")
    read = sum(round(totals[f"salaries_{part}"] * 100) for part in parts)
    assert round(totals["salaries_read"] * 100) == read
    assert totals["posts"] == totals["people"] + totals["vacant_posts"]
    assert round(read / 100, 2) == plain_sum(file, record)


def plain_sum(file: Path, record: dict[str, Any]) -> float:
    """The sum of the column of salaries as pandas has it: the rows between the headings and what is no row of it."""
    kinds = ("full-time salary", "actual salary", "pay floor" if record_end(record) == "bottom" else "pay ceiling")
    heading = next(each["column"] for kind in kinds for each in record["columns"] if each["taken_as"] == kind)
    skipped = {each["number"] for each in record["not_rows_of_the_list"]}
    if file.suffix == ".xlsx":
        frame = pd.read_excel(file, header=None, dtype=object, engine="openpyxl")
    else:
        encoding = {"cp1252.csv": "cp1252", "utf16.csv": "utf-16"}.get(file.name, "utf-8-sig")
        separator = {"sep_line.csv": ";", "tabs.csv": "\t"}.get(file.name, ",")
        frame = pd.read_csv(
            file, header=None, dtype=str, sep=separator, encoding=encoding, encoding_errors="replace", names=range(20),
            skip_blank_lines=False, keep_default_na=False,
        )  # fmt: skip
    at = record["headings_row"] - 1
    column = frame.iloc[at].astype(str).str.replace("\ufeff", "").tolist().index(heading)
    kept = [number for number in range(at + 1, len(frame)) if number + 1 not in skipped]
    values = frame.iloc[kept, column].astype(str).str.strip()
    accounting = values.str.fullmatch(r"\([\d,.]+\)")
    plain = values.str.replace("[£,() ]|p[.]a[.]", "", regex=True)
    plain = plain.mask(values.str.fullmatch(r"\d+,\d{2}") | values.str.contains("E"))
    amounts = pd.to_numeric(plain, errors="coerce") * accounting.map({True: -1, False: 1})
    ranges = values.str.extract(r"£?([\d,]+)\s*(?:-|to)\s*£?([\d,]+)$")
    end = record_end(record)
    if end and ranges.notna().any(axis=None):
        low, high = (pd.to_numeric(ranges[part].str.replace(",", "")) for part in (0, 1))
        amounts = amounts.fillna({"bottom": low, "top": high, "middle": (low + high) / 2}[end])
    cents = amounts.dropna().map(lambda each: Decimal(str(each)).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return float(sum(cents, Decimal(0)))


def record_end(record: dict[str, Any]) -> str:
    """What counts of a pay range in a run."""
    said = " ".join(record["remarks"])
    return next((end for end in ENDS if f"the {end} of a pay range" in said), "")


# --- what comes of it ------------------------------------------------------------------------------------------------


def test_a_published_list_of_junior_posts(reference: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = reference.parent / "cases" / "lists" / "organogram_junior_2013.csv"
    if not file.is_file():
        pytest.skip(f"there is no {file}")
    status, said, _ = run(file, tmp_path / "review.xlsx", "", capsys)
    assert status == 2
    assert "which counts as the salary, bottom, middle or top?" in said
    answers = "--answer pay_ranges=top --answer nothing_words=names"
    status, said, record = run(file, tmp_path / "review.xlsx", answers, capsys)
    assert status == 0
    frame = pd.read_csv(file)
    count, top = frame["Number of Posts in FTE"], frame["Payscale Maximum (£)"]
    totals = record["totals"]
    assert totals["fte"] == round(count.sum(), 2) == 23_176
    together = sum(Decimal(str(posts)) * int(pounds) for posts, pounds in zip(count, top, strict=True))
    assert Decimal(str(totals["pay"])) + Decimal(str(totals["pay_of_vacant_posts"])) == together
    assert together == Decimal("649713567.27")
    assert "With vacant posts as listed      £649,713,567.27" in said
    assert totals["rows_read"] == 1_387
    assert totals["salaries_read"] == top.sum()
    assert totals["posts"] == sum(math.ceil(each) for each in count)
    assert totals["vacant_posts"] == 291  # 57 rows called Vacant, and 20 that the list prices at £0
    assert "20 rows of 184.47 FTE have £0 as their pay" in said


def test_the_end_of_a_range_is_kept_in_the_map_and_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "review.xlsx"
    answers = "--answer 'Salary=full-time salary' --answer pay_ranges=top"
    run(LISTS / "salary_band_range.csv", target, answers, capsys)
    assert tomllib.loads((tmp_path / "review.map.toml").read_text(encoding="utf-8"))["pay_ranges"] == "top"
    people = [(row["salary now"], row["illustrative"]) for row in table(target, "People")]
    assert people == [(199_999, "yes"), (124_999, "yes"), (84_999, "yes"), (82_000, "no"), (85_000, "yes")]
    assumed = [row["assumption"] for row in table(target, "Assumptions")]
    assert any("the top of a pay range counts as the salary in 4 rows (rows 2, 3, 4, 6)" in each for each in assumed)


@pytest.mark.parametrize("end", ENDS)
def test_a_range_is_what_is_asked_of_it(end: str) -> None:
    found = pay("£50,000 to 54,999", end)
    assert found is not None
    assert (found.pence, found.estimated) == (of_range(50_000_00, 54_999_00, end), True)
    assert found.pence == {"bottom": 5_000_000, "middle": 5_249_950, "top": 5_499_900}[end]


def test_the_posts_of_one_person_keep_their_reference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(LISTS / "twojobs.csv", tmp_path / "review.xlsx", HOURS, capsys)
    rows = table(tmp_path / "review.xlsx", "People")
    assert [row["person"] for row in rows] == ["A1 post P1", "A1 post P2", "A2"]
    assert [(row.get("employee"), row.get("post number")) for row in rows] == [("A1", "P1"), ("A1", "P2"), (None, None)]


def test_a_number_is_the_reference_that_its_format_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(LISTS / "fmt.xlsx")
    sheet = book.worksheets[0]
    sheet.delete_rows(3)  # the other 000123
    book.save(tmp_path / "list.xlsx")
    run(tmp_path / "list.xlsx", tmp_path / "review.xlsx", f"{HOURS} --answer leavers=keep", capsys)
    people = [row["person"] for row in table(tmp_path / "review.xlsx", "People")]
    assert people == ["000123", "0000123", "456", "457", "458.5"]


def test_days_that_cannot_be_read_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(LISTS / "dates.csv", tmp_path / "review.xlsx", f"{HOURS} --answer leavers=keep", capsys)
    text = (tmp_path / "review.rejected.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:2] == ["row", "what is wrong"]
    assert [row[0] for row in rows[1:]] == ["2", "3", "4", "6", "7"]
    assert all(row[1].startswith("placed, but column '") for row in rows[1:])


def test_several_posts_become_lines_and_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(LISTS / "posts_fte_ignored.csv", tmp_path / "review.xlsx", "", capsys)
    lines = [(row["line"], row["posts"], row["FTE each"]) for row in table(tmp_path / "review.xlsx", "Structure")]
    assert lines == [("Caseworker", 40, 1), ("Caseworker (0.5 FTE)", 1, 0.5), ("Team Leader", 6, 1), ("Manager", 1, 1)]
    people = table(tmp_path / "review.xlsx", "People")
    assert len(people) == 48
    assert (people[0]["person"], people[40]["person"], people[-1]["person"]) == (
        "Row 2 post 1",
        "Row 2 post 41",
        "Row 4",
    )


AS_IS = ["award_baseline.csv", "active_baseline.csv", "posts_fte_ignored.csv", "crlf_title.csv", "vacant_names.csv"]


@pytest.mark.parametrize("name", AS_IS)
def test_a_list_is_costed_as_it_is(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "review.xlsx"
    status, said, record = run(LISTS / name, target, "--as-is", capsys)
    assert status == 0
    assert "on-costs are National Insurance by the rates of" in said
    results = payband.open_review(target).calculate()
    year = str(results.inputs.settings.price_base)
    people = [(person.salary_now, person.fte) for person in results.inputs.people]
    vacant = record["totals"]["vacant_posts"]
    paid = sum(Decimal(str(payband.employer_cost(pounds_of(salary, fte), year, "0%"))) for salary, fte in people)
    lines = results.structure.to_dict("records")
    assert sum(line["posts_now"] for line in lines) == record["totals"]["posts"] == len(people) + vacant
    assert all(line["cost_now"] == line["cost_proposed"] for line in lines)
    cost = sum(Decimal(str(line["cost_now"])) for line in lines)
    assert cost == paid if not vacant else cost > paid
    assert main(["review", str(target), "-o", str(tmp_path / "answers.xlsx")]) == 0
    assert "saving £0 in a full year" in capsys.readouterr().out


def pounds_of(salary: int, fte: Any) -> float:
    """Pounds a year for the time worked, to the penny."""
    pence = Decimal(salary) * fte.numerator / fte.denominator
    return float((pence / 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_a_list_without_grades_is_costed_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "Job Title,FTE Salary\nCook,24000\nClerk,27500\nClerk,28500\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    assert run(tmp_path / "list.csv", tmp_path / "review.xlsx", "--as-is", capsys)[0] == 0
    grades = [
        (row["grade"], row["bottom salary"], row["top salary"]) for row in table(tmp_path / "review.xlsx", "Grades")
    ]
    assert grades == [("Cook (as paid)", 24_000, 24_000), ("Clerk (as paid)", 27_500, 28_500)]
    assert main(["review", str(tmp_path / "review.xlsx"), "-o", str(tmp_path / "answers.xlsx")]) == 0


def test_characteristics_come_in_when_they_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "review.xlsx"
    _, said, _ = run(LISTS / "characteristics.csv", target, "", capsys)
    assert said.count("a protected characteristic: it comes in") == 2
    assert "Female" not in said
    with zipfile.ZipFile(target) as archive:
        assert not any(b"Female" in archive.read(part) for part in archive.namelist())
    assert run(LISTS / "characteristics.csv", target, "--with equality --as-is", capsys)[0] == 0
    counts = [(row["characteristic"], row["group"], row["people"]) for row in table(target, "EqualityCounts")]
    assert counts[:2] == [("gender", "Female", 2), ("gender", "Male", 1)]
    assert counts[2:] == [("disability", "No", 1), ("disability", "not stated", 2)]
    people = [(row["person"], row["characteristic"], row["group"]) for row in table(target, "Characteristics")]
    assert people[:2] == [("101 post 1", "gender", "Female"), ("101 post 2", "gender", "Female")]
    assert ("102", "disability", "No") in people
    assert len(people) == 5  # nobody without an answer
    assert main(["review", str(target), "-o", str(tmp_path / "answers.xlsx")]) in (0, 1)


# --- on a terminal ---------------------------------------------------------------------------------------------------


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(TOP)}


def on_terminal(arguments: list[str], typed: str, folder: Path) -> tuple[int, str]:
    """Runs the command with a terminal before it, and types."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "payband", *arguments], stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder,
        env=ENVIRONMENT, close_fds=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, typed.encode())
    said = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        said += part
    os.close(ours)
    return done.wait(timeout=120), said.decode()


@pytest.mark.skipif(os.name != "posix", reason="only a POSIX system has such terminals")
def test_each_question_is_asked_and_answered_on_a_terminal(tmp_path: Path) -> None:
    command = ["import", str(LISTS / "leavers_known.csv"), "-o", "review.xlsx"]
    status, said = on_terminal(command, "soon\n2026-04-01\n", tmp_path)
    assert status == 0, said
    assert "Leave out who has gone" in said
    assert len(table(tmp_path / "review.xlsx", "People")) == 2
    assert 'leavers = "2026-04-01"' in (tmp_path / "review.map.toml").read_text(encoding="utf-8")
    status, said = on_terminal([*command[:-1], "award.xlsx", "--replace"], "keep\n", tmp_path)
    assert status == 0, said

    command = ["import", str(LISTS / "award_as_fte.csv"), "-o", "other.xlsx"]
    subprocess.run(
        [sys.executable, "-m", "payband", *command], cwd=tmp_path, check=False, env=ENVIRONMENT, capture_output=True
    )
    draft = tmp_path / "other.map.toml"
    draft.write_text(f"# mine\n{draft.read_text(encoding='utf-8')}", encoding="utf-8")
    status, said = on_terminal(command, "neither\n2\n", tmp_path)
    assert status == 0, said
    assert "type a number from 1 to" in said
    completed = draft.read_text(encoding="utf-8")
    assert completed.startswith("# mine\n")
    assert tomllib.loads(completed)["columns"]["Pay Award"] == ""


def test_piped_the_map_is_complete_but_for_the_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "review.xlsx"
    status, said, _ = run(LISTS / "leavers_termination.csv", target, "", capsys)
    assert status == 2
    path = tmp_path / "review.map.toml"
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text)["leavers"] == "?"
    assert tomllib.loads(text)["columns"]["Date of Termination"] == "leaves on"
    path.write_text(text.replace('leavers = "?"', "leavers = 2026-04-01"), encoding="utf-8")
    status, said, record = run(LISTS / "leavers_termination.csv", target, "", capsys)
    assert status == 0, said
    assert record["totals"]["left_out"] == 2


# --- whatever the headings and values --------------------------------------------------------------------------------

STRANGE = [
    "Pay Award", "Bonus %", "Absence Rate", "Employer Pension Rate", "Contribution", "Score", "Colour", "Zone", "Ratio",
    "Share of Budget", "Ledger", "Tier", "Cohort", "Ward", "Factor", "Weighting", "Loading", "Index", "Class", "Set",
]  # fmt: skip
VALUES = {
    "shares": ["0.03", "0.5", "1", "0.25"], "percent": ["20%", "50%"], "letters": ["A", "M", "A", "B"],
    "hours": ["37", "36", "18.5", "35"], "grades": ["G1", "G2", "G1"],
    "references": ["10023", "10024", "10025", "10026"],
    "amounts": ["31000", "24500", "30000", "45000"], "counts": ["2", "6.0", "40.5", "1"], "days": ["31/03/2026"],
    "words": ["NA", "red", "-"], "names": ["Ann Other", "Bo Else", "Cy Third"], "years": ["2024", "2025"],
    "ranges": ["£50,000 - £54,999"], "status": ["Active", "Left"], "vacant": ["Vacant", "Filled"],
}  # fmt: skip
KNOWN = {
    "post title": ("Post Title", ["Cook", "Clerk", "Head"]),
    "full-time salary": ("FTE Salary", ["24796", "31022.50", "£45,000"]),
    "grade": ("Grade", ["G1", "G5"]),
    "person": ("Staff No", ["1001", "1002", "1003", "1004"]),
    "FTE": ("FTE", ["1", "0.5"]),
}


@st.composite
def strange_lists(draw: st.DrawFn) -> list[list[str]]:
    """A list with columns of strange names beside some that are known."""
    known = ["post title", "full-time salary", *draw(st.sets(st.sampled_from(["grade", "person", "FTE"])))]
    strange = draw(st.lists(st.sampled_from(STRANGE), min_size=1, max_size=4, unique=True))
    kinds = [draw(st.sampled_from(sorted(VALUES))) for _ in strange]
    columns = [KNOWN[kind] for kind in known] + [
        (name, VALUES[kind]) for name, kind in zip(strange, kinds, strict=True)
    ]
    columns = draw(st.permutations(columns))
    count = draw(st.integers(3, 9))
    rows = [[values[number % len(values)] for _, values in columns] for number in range(count)]
    for row, at in zip(rows, range(count), strict=True):
        for place, (name, _) in enumerate(columns):
            if name == "Staff No":
                row[place] = str(2_000 + at)
    return [[name for name, _ in columns], *rows]


@settings(max_examples=300, deadline=None)
@given(strange_lists())
def test_no_column_is_taken_whose_heading_names_nothing_of_the_kind(rows: list[list[str]]) -> None:
    grid = Grid(rows)
    headings = find_headings(grid)
    data, _ = data_rows(grid, headings)
    columns = recognise(grid, headings, data, Terms())
    for column in columns.columns:
        named = kind_of_heading([column.heading])
        assert column.taken in ("", "?", named[0].name if named else "")
    if columns.asked:
        return
    made = establishment(grid, data, columns, Terms())
    salary = rows[0].index("FTE Salary")
    plain = sum(round(float(row[salary].strip("£").replace(",", "")) * 100) for row in rows[1:])
    assert made.totals.salaries_read == plain
    assert made.totals.people == len(data) - made.totals.not_placed
    if "FTE" not in rows[0]:
        assert made.totals.fte == made.totals.people
    assert {person["ni_category"] for person in made.people} == {""}


@settings(max_examples=25, deadline=None)
@given(strange_lists())
def test_an_import_that_ends_well_took_no_column_that_its_heading_does_not_name(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    """The same of the command itself, whose record says what each column was taken as."""
    folder = tmp_path_factory.mktemp("strange")
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        status = main(["import", str(folder / "list.csv"), "-o", str(folder / "review.xlsx"), "--json"])
    assert (folder / "review.xlsx").exists() == (status != 2)
    if status == 2:
        return
    record = json.loads(said.getvalue())
    for column in record["columns"]:
        named = kind_of_heading([column["column"]])
        assert column["taken_as"] in (None, named[0].name if named else None)
    plain = sum(Decimal(row[rows[0].index("FTE Salary")].strip("£").replace(",", "")) for row in rows[1:])
    assert Decimal(str(record["totals"]["salaries_read"])) == plain


with open(KINDS_FILE, "rb") as kinds_file:
    HEADINGS = [heading for kind in tomllib.load(kinds_file)["kind"] for heading in kind["headings"]]
CELLS: list[Any] = [
    "", "1", "0.5", "40.5", "6", "NA", "N/A", "-", "TBC", "None", "Null", "£30,000", "24000", "24,000.50", "(450)",
    "$5", "£50,000 - £54,999", "195000 to 199999", "A", "M", "G1", "VACANT - Head", "Vacant", "Cook", "31/03/2026",
    "03/31/2026", "37", "18:30",
    "39", "52", "Active", "Terminated", "Yes", "No", "60%", "100", "#N/A", "#REF!", None, 3, 0.25, 24000, True,
    date(2026, 3, 31), "2025", "0", "1,155.76",
]  # fmt: skip
ANSWERS = {
    "line": "post title", "full_time_hours": "37", "spine": "NJC", "several_fte": "the row", "pay_ranges": "top",
    "leavers": "2026-04-01", "nothing_words": "names", "term_time": "35", "term_time_fte": "hours alone",
    "parts_of_pennies": "nearest penny", "full_time_hours_a_year": "1924",
}  # fmt: skip


@st.composite
def any_lists(draw: st.DrawFn) -> list[list[Any]]:
    """A list with any of the headings that are known, and anything in its cells."""
    names = draw(st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=6, unique=True))
    values = [draw(st.lists(st.sampled_from(CELLS), min_size=1, max_size=3)) for _ in names]
    columns: list[tuple[str, list[Any]]] = [
        ("Job Title", ["Cook", "Clerk", "VACANT - Head"]),
        ("FTE Salary", [24000, "30,000", "£50,000 - £54,999"]),
    ]
    columns += [pair for pair in zip(names, values, strict=True) if pair[0] not in ("Job Title", "FTE Salary")]
    rows = [[draw(st.sampled_from(cells)) for _, cells in columns] for _ in range(draw(st.integers(1, 6)))]
    return [[name for name, _ in columns], *rows]


@settings(max_examples=200, deadline=None)
@given(any_lists(), st.randoms(use_true_random=False))
def test_whatever_stands_in_a_list_and_is_answered_its_totals_reconcile(rows: list[list[Any]], dice: Any) -> None:
    grid = Grid(rows)
    headings = find_headings(grid)
    data, _ = data_rows(grid, headings)
    terms = Terms()
    columns = recognise(grid, headings, data, terms)
    given = {column.heading: column.taken for column in columns.columns}
    for question in columns.asked:
        if question.term:
            terms = terms._replace(**{question.term: ANSWERS[question.term]})
        elif question.pick and question.columns:
            given[dice.choice(question.columns)] = question.pick
        else:
            given |= {heading: dice.choice(question.choices) for heading in question.columns if question.choices}
    try:
        columns = recognise(grid, headings, data, terms, given)
    except PaybandError:  # two columns answered alike
        return
    made = establishment(grid, data, columns, terms)
    totals = made.totals
    rows_of = (totals.rows_of_people, totals.rows_of_vacant_posts, totals.left_out, totals.not_placed)
    assert totals.rows_read == sum(rows_of) == len(data)
    assert totals.salaries_read == (
        totals.salaries_of_people
        + totals.salaries_of_vacant_posts
        + totals.salaries_left_out
        + totals.salaries_not_placed
    )
    assert totals.posts == sum(line["posts"] for line in made.structure)
    assert totals.fte == sum(line["posts"] * line["fte_each"] for line in made.structure)
    assert len({person["person"].casefold() for person in made.people}) == len(made.people) == totals.people


def test_every_answer_that_is_offered_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A question's answers lead to no column taken twice, and to nothing that the map refuses."""
    used = {kind.name for kind in column_kinds().values() if kind.used}
    for file in sorted(LISTS.iterdir()):
        if file.name == "mixed_line.csv":
            continue
        grid = read_export(file).grid
        headings = find_headings(grid)
        data, _ = data_rows(grid, headings)
        for question in recognise(grid, headings, data, Terms()).asked:
            assert question.term in Terms._fields or question.columns, question
            assert set(question.choices) <= used | {""}
            for choice in question.choices:
                given = dict.fromkeys(question.columns[:1], choice)
                recognise(grid, headings, data, Terms(), given)


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["", "-", "N/A", "NA", "N/D", "n/a", "TBC", "not known", "#N/A", "None", "nil"])
def test_nothing_is_there(word: str) -> None:
    assert nothing_there(word)


@pytest.mark.parametrize("name", ["Null", "None", "True"])
def test_names_that_look_like_nothing_stay_names(name: str, tmp_path: Path) -> None:
    rows = f"Surname,Job Title,Grade,FTE Salary\n{name},{name},{name},24796\n{name},Clerk,G2,24796\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    assert main(["import", str(tmp_path / "list.csv"), "-o", str(tmp_path / "review.xlsx")]) == 0
    found = [(row["line"], row["grade"]) for row in table(tmp_path / "review.xlsx", "Structure")]
    assert found[0] == (name, name)
    assert len(table(tmp_path / "review.xlsx", "People")) == 2
    (tmp_path / "list.csv").write_text(f"{rows},Head,G9,69000\nN/D,Deputy,G8,52000\n", encoding="utf-8")
    assert main(["import", str(tmp_path / "list.csv"), "-o", str(tmp_path / "other.xlsx")]) == 0
    assert len(table(tmp_path / "other.xlsx", "People")) == 2  # two posts have nobody in them


@pytest.mark.parametrize(
    ("title", "post"),
    [
        ("VACANT - Surveyor", "Surveyor"), ("Vacant: Head of Parks", "Head of Parks"),
        ("Surveyor - Vacant", "Surveyor"),
        ("Surveyor (Vacant)", "Surveyor"), ("Vacant Surveyor", "Surveyor"), ("Planner [vacant from May]", "Planner"),
        ("Vacant (agency cover)", "Vacant (agency cover)"), ("Vacant", "Vacant"), ("Vacant Property Officer", ""),
        ("Officer for Vacant Homes", ""), ("Surveyor", ""), ("Vacancies Adviser", ""),
    ],
)  # fmt: skip
def test_a_title_that_says_that_the_post_is_vacant(title: str, post: str) -> None:
    assert vacant_title(title) == post


def test_the_question_says_how_to_answer_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said, _ = run(LISTS / "leavers_known.csv", tmp_path / "review.xlsx", "", capsys)
    assert '(leavers = "..." in the map)' in said
    assert re.search(r"or give the answers with --answer NAME=ANSWER\.", said)
    for wrong, message in (
        ("leaver=keep", "did you mean 'leavers'?"),
        ("keep", "write it as NAME=ANSWER"),
        ("pay_ranges=botom", "did you mean 'bottom'?"),
        ("FTE=hours a month", "is not a kind"),
    ):
        status, said, _ = run(LISTS / "leavers_known.csv", tmp_path / "o.xlsx", f"--answer '{wrong}'", capsys)
        assert status == 2
        assert message in said
