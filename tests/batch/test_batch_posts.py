"""A flat table of posts through the rules of a review: the same penny as the review, and nothing lost or made up."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

import payband
from payband.batch.posts.match import match
from payband.batch.posts.run import BatchRequest, run_batch
from payband.batch.posts.salaries import SalaryColumn
from payband.cli import main
from payband.errors import InputProblems, UnknownName, WrongInput
from payband.own_files import overwriting
from payband.progress import heard_by
from payband.review.inputs.fields import LEAST_SALARY, MOST_SALARY
from payband.review.inputs.on_cost_terms import terms_of_person
from payband.rules.cost.on_costs import on_costs_of_year
from payband.rules.shares import pay_for_time
from payband.units import pence_from, pounds
from payband.workbook.write import package_of

SPINE = [
    {
        "spine": "Main",
        "point": str(point),
        "salary": None if point in (8, 9) else 20_000 + 1_111 * point,
        "effective from": "2020-04-01",
    }
    for point in range(1, 31)
]
GRADES: list[dict[str, Any]] = [
    {"grade": "Low", "spine": "Main", "bottom point": "1", "top point": "6"},
    {"grade": "Gap", "spine": "Main", "bottom point": "5", "top point": "12"},
    {"grade": "High", "spine": "Main", "bottom point": "20", "top point": "30"},
    {"grade": "Range", "bottom salary": 40_000, "top salary": "52345.67"},
]
LINES = [
    {"line": f"{grade['grade']} posts", "state": "proposed", "grade": grade["grade"], "posts": 100} for grade in GRADES
]
ON_COSTS = [
    {"profile": "all", "pension rate": "19.6%", "apprenticeship levy": "yes"},
    {"profile": "plain", "pension rate": "14.38%", "other rate": "1.25%"},
]
AWARDS = [
    {"effective from": "2026-04-01", "percent": "3.2%", "rounding": "nearest £1"},
    {"effective from": "2026-11-01", "percent": "0%", "flat sum": 500, "rounding": "none", "at least": 600},
]
TERMS: dict[str, Any] = {
    "protection months": 24,
    "protection form": "frozen",
    "implementation date": "15/05/2025",
    "price base": "2025-26",
    "costed at": "actual",
    "on-cost profile": "all",
    "tie goes to": "higher",
}


def someone(dice: random.Random, number: int) -> dict[str, Any]:
    """A made-up post holder."""
    salary = dice.choice([dice.randrange(1_500_000, 6_500_000), (20_000 + 1_111 * dice.randrange(1, 31)) * 100])
    leaves = dice.choice([None, None, None, "2025-05-14", "2025-12-31", "2026-10-10", "2030-01-01"])
    return {
        "person": f"{number:04d}",
        "salary now": salary / 100,
        "FTE": dice.choice(["1", "0.5", "30/37", "0.6", "1/3"]),
        "on-cost profile": dice.choice(["", "", "plain", "ALL"]),
        "NI category": dice.choice(["", "", "A", "C", "M"]),
        "proposed line": dice.choice([*(line["line"] for line in LINES), ""]),
        "protection waived": dice.choice(["", "", "", "yes", "no"]),
        "leaves on": leaves,
    }


def review_of(people: list[dict[str, Any]], awards: Any = (), **changed: Any) -> payband.Review:
    return payband.Review(
        settings={**TERMS, **{name.replace("_", " "): value for name, value in changed.items()}},
        spines=SPINE, grades=GRADES, posts=LINES, on_costs=ON_COSTS, people=people, pay_awards=awards,
    )  # fmt: skip


@pytest.fixture
def settings_file(tmp_path: Path) -> str:
    return written(review_of([]), tmp_path)


def written(review: payband.Review, folder: Path) -> str:
    """The review's workbook, without its people."""
    path = str(folder / "settings.xlsx")
    package_of(review.inputs._replace(people=())).save(path)
    return path


def rows_of(path: str | Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return rows


def rejected_in(path: str | Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- the same penny as the review ----------------------------------------------------------------------------------

CASES = [
    ({}, ()),
    ({"tie_goes_to": "lower", "protection_months": 17}, ()),
    ({"tie_goes_to": None, "unpublished_points": "estimate"}, AWARDS),
    ({"slotting_rule": "next above", "protection_form": "uplifted"}, AWARDS),
    ({"slotting_rule": "next below", "protection_form": "tapered", "protection_shares": "100%, 50%"}, ()),
    ({"slotting_rule": "bottom", "protection_form": "tapered", "protection_shares": "75%, 33.33%, 10%"}, AWARDS),
    ({"slotting_rule": "bottom", "protection_months": 36}, ()),
    ({"slotting_rule": "same point", "protection_months": 0}, ()),
    ({"implementation_date": "01/04/2025", "unpublished_points": "estimate"}, AWARDS),
]


@pytest.mark.parametrize("kinds", [300, 40])  # all different; or few kinds, as where pay stands on points
@pytest.mark.parametrize(("changed", "awards"), CASES)
def test_the_answers_are_those_of_the_review(changed: dict[str, Any], awards: Any, kinds: int, tmp_path: Path) -> None:
    dice = random.Random(str(changed))
    some = [someone(dice, number) for number in range(kinds)]
    people = [{**some[number % kinds], "person": f"{number:04d}"} for number in range(300)]
    review = review_of(people, awards, **changed)
    results = review.calculate()
    posts = tmp_path / "posts.parquet"
    parquet.write_table(pa.Table.from_pylist(people), posts, row_group_size=170)
    done = run_batch(BatchRequest(str(posts), written(review, tmp_path), str(tmp_path / "out.parquet")))
    answered = {row["person"]: row for row in rows_of(tmp_path / "out.parquet")}
    rejected = {int(row["row"]): row["why"] for row in rejected_in(tmp_path / "out.rejected.csv")}
    by_year: dict[str, dict[str, Decimal]] = {}
    for row in results.tables["ProtectionByYear"].records():
        by_year.setdefault(row["person"], {})[row["financial_year"]] = row["cost"]
    assert done.outcome.read == 300 == len(answered) + len(rejected)
    records = results.tables["SlottingList"].records()
    for number, (record, person) in enumerate(zip(records, review.inputs.people, strict=True), start=1):
        if record["outcome"] == "unknown":
            assert rejected[number] == record["why"]
            continue
        row = answered[record["person"]]
        assert row["outcome"] == record["outcome"]
        if record["salary_new"] is None:
            assert row["salary new"] is row["employer cost"] is row["protection cost"] is None
            continue
        assert row["point"] == (None if record["point"] is None else str(record["point"]))
        assert (row["salary new"], row["change"]) == (record["salary_new"], record["change"])
        assert (row["protected until"], row["estimated"]) == (record["protected_until"], record["estimated"])
        costs = by_year.get(record["person"], {})
        found = {name.removeprefix("protection "): row[name] for name in row if name.startswith("protection 2")}
        assert {year: cost for year, cost in found.items() if cost} == {y: cost for y, cost in costs.items() if cost}
        assert row["protection cost"] == sum(costs.values())
        line = review.inputs.proposed_line(person.proposed_line)
        terms = terms_of_person(review.inputs, person, line)
        assert terms is not None
        pay = pay_for_time(pence_from(record["salary_new"]), person.fte.numerator, person.fte.denominator)
        on_costs = on_costs_of_year(pay, review.inputs.settings.price_base, terms)
        names = ("employer NI", "pension", "levy", "other on-costs")
        assert tuple(row[name] for name in names) == tuple(map(pounds, on_costs))
        assert row["pay new"] == pounds(pay)
        assert row["employer cost"] == pounds(pay + on_costs.total)


def test_every_kind_of_file_gives_the_same_answers(settings_file: str, tmp_path: Path) -> None:
    dice = random.Random(3)
    people = [{**someone(dice, number), "department": f"D{number % 3}"} for number in range(200)]
    for each in people:
        each["leaves on"] = None if each["leaves on"] is None else date.fromisoformat(each["leaves on"])
        each["leaves on"] = each["leaves on"] or None
    table = pa.Table.from_pylist(people)
    parquet.write_table(table, tmp_path / "p.parquet")
    pyarrow.csv.write_csv(table, tmp_path / "c.csv")
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(list(people[0]))
    for each in people:
        book.active.append(list(each.values()))
    book.save(tmp_path / "x.xlsx")
    outputs = []
    for name in ("p.parquet", "c.csv", "x.xlsx"):
        output = tmp_path / f"{name}.out.parquet"
        done = run_batch(BatchRequest(str(tmp_path / name), settings_file, str(output), ["department"]))
        answers = parquet.read_table(output).to_pandas().drop(columns=["FTE", "salary now", "leaves on"])
        outputs.append((done.outcome, answers.fillna("").astype(str).replace("None", "").to_csv(index=False)))
    first, *others = outputs
    for outcome, answers in others:
        assert (outcome.read, outcome.answered) == (first[0].read, first[0].answered) == (200, first[0].answered)
        assert outcome.totals == first[0].totals
        assert answers == first[1]


def test_a_proposed_grade_serves_where_no_line_is_named(settings_file: str, tmp_path: Path) -> None:
    table = pa.table(
        {
            "Salary_Now": [30_000, 30_000, 30_000, 30_000, 30_000],
            "proposed line": ["Low posts", "", None, "Low posts", ""],
            "proposed grade": ["", "low", "Lew", "High", ""],
            "FTE": pa.array([None, 1.0, 0.5, None, 1.0]),
        }
    )
    parquet.write_table(table, tmp_path / "p.parquet")
    done = run_batch(BatchRequest(str(tmp_path / "p.parquet"), settings_file, str(tmp_path / "o.parquet")))
    rows = rows_of(tmp_path / "o.parquet")
    assert [row["outcome"] for row in rows] == ["fall, above the top", "fall, above the top", "displaced"]
    assert rows[0]["salary new"] == rows[1]["salary new"] == Decimal("26666.00")
    assert (done.outcome.read, done.outcome.answered, done.outcome.rejected) == (5, 3, 2)
    wrong = rejected_in(tmp_path / "o.rejected.csv")
    assert [(row["row"], row["column"], row["value"]) for row in wrong] == [
        ("3", "proposed grade", "Lew"),
        ("4", "proposed grade", "High"),
    ]
    assert "did you mean 'Low'?" in wrong[0]["why"]
    assert wrong[1]["why"] == "the line 'Low posts' has grade 'Low', not 'High': empty one of the two"


# --- money is read exactly -----------------------------------------------------------------------------------------


def expected_pence(value: Any) -> int:
    """What the review's reader makes of a value; 0 where it refuses it."""
    try:
        pence = pence_from(value)
    except WrongInput:
        return 0
    return pence if LEAST_SALARY <= pence <= MOST_SALARY else 0


def read_pence(array: pa.Array) -> list[int]:
    pence, read = SalaryColumn(cells=False).pence(array)
    return [int(each) if ok else 0 for each, ok in zip(pence, read, strict=True)]


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(
            st.integers(0, 200_000_000).map(lambda pence: pence / 100),
            st.floats(0, 2_000_000),
            st.floats(),
            st.integers(0, 2_000_000_000).map(lambda tenths: tenths / 1000),
        ),
        max_size=30,
    )
)
def test_floats_are_read_as_the_review_reads_them(values: list[float]) -> None:
    assert read_pence(pa.array(values, pa.float64())) == list(map(expected_pence, values))


@settings(max_examples=100)
@given(st.lists(st.decimals(0, 2_000_000, places=4), max_size=20), st.integers(2, 6))
def test_decimals_and_texts_are_read_as_the_review_reads_them(values: list[Decimal], places: int) -> None:
    values = [value.quantize(Decimal(1).scaleb(-places)) for value in values]
    wanted = list(map(expected_pence, values))
    assert read_pence(pa.array(values, pa.decimal128(20, places))) == wanted
    assert read_pence(pa.array(list(map(str, values)), pa.string())) == wanted
    assert read_pence(pa.array([f"£{value:,}" for value in values], pa.string())) == wanted
    assert read_pence(pa.array(list(map(str, values)), pa.string()).dictionary_encode()) == wanted


@pytest.mark.parametrize(
    ("array", "wanted"),
    [
        (pa.array([30_000, -5, 10**9, 2**62, None]), [3_000_000, 0, 0, 0, 0]),
        (pa.array([30_000, 2**63], pa.uint64()), [3_000_000, 0]),
        (pa.array([300, 1200], pa.int16()), [0, 120_000]),
        (pa.array([30_000.1], pa.float32()), [3_000_010]),
        (pa.array([True, False]), [0, 0]),
        (pa.array([date(2025, 1, 1)]), [0]),
        (pa.array([None, None], pa.null()), [0, 0]),
        (pa.array(["30000", "(30000)", "30,000.005", "1e4", "٣٠٠٠٠", "30 000", "abc", "", None, "NaN"]),
         [3_000_000, 0, 0, 1_000_000, 3_000_000, 3_000_000, 0, 0, 0, 0]),
        (pa.array([b"30000", b"\xff"]), [3_000_000, 0]),
        (pa.array([Decimal("99999999999999999999999999.99")]), [0]),
        (pa.array([3_000_050 / 100]).dictionary_encode(), [3_000_050]),
        (pa.array([1.0, 30_000.0, 40_000.0])[1:], [3_000_000, 4_000_000]),
        (pa.array([Decimal("1.00"), None, Decimal("40000.50")])[1:], [0, 4_000_050]),
    ],
)  # fmt: skip
def test_salaries_of_odd_types(array: pa.Array, wanted: list[int]) -> None:
    assert read_pence(array) == wanted


# --- files as people have them -------------------------------------------------------------------------------------


def test_csv_as_excel_saves_it(settings_file: str, tmp_path: Path) -> None:
    text = (
        "\ufeffperson;department;salary now;proposed line;notes;protection waved\r\n"
        '001;"=cmd|calc";"30.000";Low posts;"two\r\nlines";\r\n'
        '002;-5;"30,000.50";Low posts;"a;b";\r\n'
        "003;+44 20;31000;Low posts;\r\n"
        ";;;;;\r\n"
        "004;@x;31000;Lew posts;;\r\n"
    )
    (tmp_path / "posts.csv").write_bytes(text.encode())
    done = run_batch(BatchRequest(str(tmp_path / "posts.csv"), settings_file, str(tmp_path / "out.csv")))
    (note,) = done.notes
    assert note == "the column 'protection waved' is carried through and not read; did you mean 'protection waived'?"
    with open(tmp_path / "out.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["person"], row["department"], row["notes"]) for row in rows] == [("002", "-5", "a;b")]
    assert rows[0]["salary new"] == "26666.00"
    assert rows[0]["estimated"] == "no"
    wrong = rejected_in(tmp_path / "out.rejected.csv")
    assert [(row["row"], row["column"]) for row in wrong] == [("4", ""), ("2", "salary now"), ("6", "proposed line")]
    assert wrong[0]["why"].startswith("has 5 values where there are 6 columns")
    assert "looks like a slip of the keyboard" in wrong[1]["why"]  # 30.000 is thirty pounds here
    assert "did you mean 'Low posts'?" in wrong[2]["why"]
    assert (done.outcome.read, done.outcome.answered, done.outcome.rejected) == (4, 1, 3)


def test_what_an_import_would_ask_about_is_said_where_it_is_not_read() -> None:
    columns = ["salary now", "proposed line", "Employment Status", "Vacant?", "Weeks per year", "Colour"]
    notes = match(columns, []).notes
    assert [note.partition(" is carried through and not read: ")[0] for note in notes] == [
        "the column 'Employment Status'", "the column 'Vacant?'", "the column 'Weeks per year'",
    ]  # fmt: skip
    assert "people who have left are answered like all others" in notes[0]


def test_text_that_looks_like_a_formula_stays_text(settings_file: str, tmp_path: Path) -> None:
    texts = ["=1+1", "+44 20", "-5", "@sum", "\tx", "-£5.50", "plain", "'=x", "-", None]
    table = pa.table({"department": texts, "salary now": [25_000] * 10, "proposed line": ["Low posts"] * 10})
    parquet.write_table(table, tmp_path / "p.parquet")
    run_batch(BatchRequest(str(tmp_path / "p.parquet"), settings_file, str(tmp_path / "out.csv")))
    with open(tmp_path / "out.csv", encoding="utf-8-sig", newline="") as file:
        found = [row["department"] for row in csv.DictReader(file)]
    assert found == ["'=1+1", "'+44 20", "-5", "'@sum", "'\tx", "-£5.50", "plain", "'=x", "'-", ""]


def test_a_workbook_with_mixed_columns_and_broken_cells(settings_file: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["person", "salary now", "FTE", "proposed line", "leaves on", "notes"])
    sheet.append(["A", 25_000, 1, "Low posts", datetime(2025, 12, 31), 5])
    sheet.append(["B", "£25,000.00", "50%", "Low posts", None, "x"])
    sheet.append(["C", "=1/0", 1, "Low posts", None, None])
    sheet.append(["D", 25_000, 1, "Low posts", "31/12/2025", None])
    sheet.append(["E", 25_000, True, "Low posts", None, None])
    sheet.append([None, None, None, None, None, None])
    sheet.append(["F", None, 1, "Low posts", None, None])
    book.save(tmp_path / "posts.xlsx")
    done = run_batch(BatchRequest(str(tmp_path / "posts.xlsx"), settings_file, str(tmp_path / "o.parquet")))
    rows = rows_of(tmp_path / "o.parquet")
    assert [(row["person"], row["salary now"], row["notes"]) for row in rows] == [
        ("A", "25000", "5"), ("B", "£25,000.00", "x"),
    ]  # fmt: skip
    wrong = {(row["row"], row["column"]): row["why"] for row in rejected_in(tmp_path / "o.rejected.csv")}
    assert wrong[("4", "salary now")].startswith("holds a formula that was never calculated")
    assert wrong[("5", "leaves on")].startswith("'31/12/2025' is text, not a date")
    assert wrong[("6", "FTE")].endswith("TRUE: give a number")
    assert wrong[("8", "salary now")] == "is empty: it must be filled in"
    assert (done.outcome.read, done.outcome.answered, done.outcome.rejected) == (6, 2, 4)


def test_other_columns_are_carried_through_as_they_are(settings_file: str, tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array(["007", "008"]),
            "kind": pa.array(["a", "b"]).dictionary_encode(),
            "when": pa.array([datetime(2025, 1, 1, 12), None], pa.timestamp("us", "Europe/London")),
            "list": pa.array([[1, 2], None], pa.list_(pa.int8())),
            "salary now": pa.array([Decimal("25000.01"), Decimal("26000.00")]),
            "proposed line": pa.array(["Low posts", "Low posts"]).dictionary_encode(),
            "big": pa.array([2**63, 1], pa.uint64()),
        }
    )
    parquet.write_table(table, tmp_path / "p.parquet")
    run_batch(BatchRequest(str(tmp_path / "p.parquet"), settings_file, str(tmp_path / "o.parquet")))
    found = parquet.read_table(tmp_path / "o.parquet")
    assert found.select(table.column_names).equals(table)
    assert found.schema.field("salary new").type == pa.decimal128(9, 2)
    assert found.schema.field("point").type == pa.string()
    assert found.schema.field("protected until").type == pa.date32()


@pytest.mark.parametrize("ending", ["parquet", "csv", "xlsx"])
def test_an_empty_table(settings_file: str, tmp_path: Path, ending: str) -> None:
    source, output = tmp_path / f"p.{ending}", tmp_path / f"o.{ending}"
    table = pa.table({"salary now": pa.array([], pa.float64()), "proposed line": pa.array([], pa.string())})
    if ending == "parquet":
        parquet.write_table(table, source)
    elif ending == "csv":
        source.write_text("salary now,proposed line\n", encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.append(["salary now", "proposed line"])
        book.save(source)
    done = run_batch(BatchRequest(str(source), settings_file, str(output)))
    assert (done.outcome.read, done.outcome.answered) == (0, 0)
    assert output.exists()
    assert [row[0] for row in done.outcome.totals] == [0]


# --- totals, status, log and whole files ---------------------------------------------------------------------------


def some_posts(path: Path, count: int = 50) -> Path:
    dice = random.Random(9)
    people = [{**someone(dice, number), "Department": f"D{number % 3}"} for number in range(count)]
    parquet.write_table(pa.Table.from_pylist(people), path)
    return path


def test_totals_are_the_sums_of_the_rows(settings_file: str, tmp_path: Path) -> None:
    posts = some_posts(tmp_path / "p.parquet", 300)
    request = BatchRequest(str(posts), settings_file, str(tmp_path / "o.parquet"), ["department", "outcome"])
    totals = run_batch(request).outcome.totals
    *groups, over_all = totals.records()
    rows = rows_of(tmp_path / "o.parquet")
    assert over_all["headcount"] == len(rows) == sum(group["headcount"] for group in groups)
    for group in groups:
        own = [row for row in rows if (row["Department"], row["outcome"]) == (group["Department"], group["outcome"])]
        assert group["headcount"] == len(own)
        for name in ("pay now", "pay new", "protection cost", "employer cost"):
            assert group[name] == sum((row[name] or 0 for row in own), Decimal(0)), name
    assert over_all["employer cost"] == sum(group["employer cost"] for group in groups)


def test_the_command(settings_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    posts = tmp_path / "p.csv"
    posts.write_text("salary now,proposed line,unit\n25000,Low posts,A\n26000,High posts,B\n", encoding="utf-8")
    given = ["batch", str(posts), "--settings", settings_file, "-o", str(tmp_path / "o.csv")]
    assert main([*given, "--by", "unit", "--totals", str(tmp_path / "t.csv")]) == 0
    printed = capsys.readouterr()
    assert "2 rows read: 2 answered, 0 rejected" in printed.out
    assert printed.err == ""
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").startswith("unit,headcount,FTE,pay now,pay new,")
    log = json.loads((tmp_path / "o.run.json").read_text(encoding="utf-8"))
    assert log["rows"] == {"read": 2, "answered": 2, "rejected": 0}
    assert log["arguments"]["by"] == "unit"
    assert set(log["fingerprints"]) == {"posts", "settings", "figures used", "figures held"}
    posts.write_text("salary now,proposed line,unit\n25000,Low posts,A\nx,High posts,B\n", encoding="utf-8")
    assert main([*given, "--json"]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["rejected"] == 1
    again = json.loads((tmp_path / "o.run.json").read_text(encoding="utf-8"))
    assert again["fingerprints"]["settings"] == log["fingerprints"]["settings"]
    assert again["fingerprints"]["posts"] != log["fingerprints"]["posts"]


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of a workbook, without the one that says when it was made; nothing for another file."""
    if path.suffix != ".xlsx":
        return {}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


def test_a_run_again_gives_the_same(settings_file: str, tmp_path: Path) -> None:
    posts = some_posts(tmp_path / "p.parquet")
    for ending in ("csv", "xlsx", "parquet"):
        output = tmp_path / f"o.{ending}"
        found = []
        for _ in range(2):
            run_batch(BatchRequest(str(posts), settings_file, str(output)))
            found.append(rows_of(output) if ending == "parquet" else parts_of(output) or output.read_bytes())
        assert found[0] == found[1]


def test_a_workbook_of_answers(settings_file: str, tmp_path: Path) -> None:
    people = [{**someone(random.Random(4), number), "unit": "=1+1", "when": date(2025, 1, 2)} for number in range(40)]
    people.append({**people[0], "salary now": 5.0})
    parquet.write_table(pa.Table.from_pylist(people), tmp_path / "p.parquet")
    request = BatchRequest(str(tmp_path / "p.parquet"), settings_file, str(tmp_path / "o.xlsx"), ["unit"])
    done = run_batch(request)
    run_batch(request._replace(output=str(tmp_path / "o.parquet")))
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert book.sheetnames == ["Posts", "Totals", "Rejected"]
    headings, *cells = book["Posts"].values
    assert book["Posts"].tables["Posts"].ref == f"A1:{book['Posts'].cell(41, len(headings)).coordinate}"
    for row, expected in zip(cells, rows_of(tmp_path / "o.parquet"), strict=True):
        for name, value in zip(headings, row, strict=True):
            wanted = expected[str(name)]
            if isinstance(wanted, bool):
                wanted = "yes" if wanted else "no"
            if isinstance(value, datetime):
                value = value.date()
            assert (value or None) == ((wanted or None) if not isinstance(wanted, Decimal) else float(wanted) or None)
    first = [cell for cell in book["Posts"][2] if cell.value is not None]
    formats = {str(book["Posts"].cell(1, cell.column).value): cell.number_format for cell in first}
    assert formats["employer cost"].startswith("[$£-809]#,##0")
    assert formats["when"] == "dd/mm/yyyy"
    assert {cell.data_type for cell in book["Posts"]["I"]} == {"s"}  # =1+1 is text
    totals = list(book["Totals"].values)
    assert len(totals) == 3
    assert totals[1][1] == done.outcome.answered == 40
    assert [row[:2] for row in book["Rejected"].values][1:] == [(41, "salary now")]


def test_more_rows_than_a_sheet_holds(settings_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from payband.batch.posts import workbook_out as posts_workbook_out

    monkeypatch.setattr(posts_workbook_out, "_MOST_ROWS", 50)
    posts = str(some_posts(tmp_path / "p.parquet"))
    with pytest.raises(WrongInput, match=r"more than the 50 rows that a sheet holds: write \.parquet"):
        run_batch(BatchRequest(posts, settings_file, str(tmp_path / "o.xlsx")))
    assert not list(tmp_path.glob("o.*"))


WRONG = [
    ("salry now,proposed line\n1,x\n", "the column 'salary now' is missing: did you mean 'salry now'? Rename it"),
    ("salary now\n1\n", "neither a column 'proposed line' nor a column 'proposed grade'"),
    ("salary now,Salary_now,proposed line\n1,1,x\n", "are both the salary now: rename or delete one of them"),
    ("salary now,proposed line,point\n1,x,1\n", "has the name of an answer"),
    ("salary now,proposed line,a,a\n1,x,1,1\n", "the heading 'a' is there twice"),
    ("", "is empty"),
    ("Posts,,\nsalary now,proposed line,a\n1,x,1\n", "several columns have no heading: the first row must hold"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_table_that_cannot_be_used(text: str, message: str, settings_file: str, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    with pytest.raises(WrongInput, match=message.replace("?", r"\?")):
        run_batch(BatchRequest(str(tmp_path / "p.csv"), settings_file, str(tmp_path / "o.csv")))
    assert not (tmp_path / "o.csv").exists()


def test_files_that_cannot_be_used(settings_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    posts = str(some_posts(tmp_path / "p.parquet"))
    for request, message in [
        (BatchRequest("none.csv", settings_file, "o.csv"), "there is no file none.csv"),
        (BatchRequest(posts, settings_file, "o.ods"), "is a .parquet, .csv or .xlsx file"),
        (BatchRequest(posts, settings_file, posts), "is the file of the posts"),
        (BatchRequest(posts, settings_file, str(tmp_path / "none" / "o.csv")), "does not exist"),
        (BatchRequest(posts, settings_file, "o.csv", totals=posts), "is the file of the posts: .* for the totals"),
        (BatchRequest(posts, settings_file, "o.csv", totals=settings_file), "is the file of the settings"),
        (BatchRequest(posts, settings_file, "o.csv", totals="o.csv"), "is the file of the answers"),
    ]:
        with pytest.raises(WrongInput, match=message):
            run_batch(request)
    with pytest.raises(UnknownName, match="did you mean 'Department'"):
        run_batch(BatchRequest(posts, settings_file, str(tmp_path / "o.csv"), ["Departmnt"]))
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 no such thing")
    with pytest.raises(WrongInput, match="cannot be read as Parquet"):
        run_batch(BatchRequest(str(tmp_path / "bad.parquet"), settings_file, str(tmp_path / "o.csv")))
    (tmp_path / "latin.csv").write_bytes("salary now,proposed line\n25000,Café\n".encode("latin-1"))
    with pytest.raises(WrongInput, match="is not UTF-8 text"):
        run_batch(BatchRequest(str(tmp_path / "latin.csv"), settings_file, str(tmp_path / "o.csv")))
    with pytest.raises(InputProblems):
        run_batch(BatchRequest(posts, str(book_without_tables(tmp_path)), str(tmp_path / "o.csv")))
    assert main(["batch", posts, "--settings", "none.xlsx", "-o", str(tmp_path / "o.csv")]) == 2
    assert "none.xlsx" in capsys.readouterr().err
    assert not list(tmp_path.glob("o.*"))
    assert not list(tmp_path.glob(".payband-*"))


def book_without_tables(folder: Path) -> Path:
    openpyxl.Workbook().save(folder / "plain.xlsx")
    return folder / "plain.xlsx"


def test_what_was_there_stays_when_a_run_fails_midway(settings_file: str, tmp_path: Path) -> None:
    source = tmp_path / "p.csv"
    rows = "25000,Low posts\n" * 400_000
    source.write_bytes(f"salary now,proposed line\n{rows}".encode() + "25000,Café\n".encode("latin-1"))
    output = tmp_path / "o.csv"
    output.write_text("before", encoding="utf-8")
    with pytest.raises(WrongInput, match="UTF-8"), overwriting(True):
        run_batch(BatchRequest(str(source), settings_file, str(output)))
    assert output.read_text(encoding="utf-8") == "before"
    assert sorted(os.listdir(tmp_path)) == ["o.csv", "p.csv", "settings.xlsx"]


def test_without_pyarrow_the_command_says_what_to_install(settings_file: str, tmp_path: Path) -> None:
    """In a Python of its own, where importing pyarrow finds nothing."""
    code = "import sys; sys.modules['pyarrow'] = None; from payband.cli import main; sys.exit(main(sys.argv[1:]))"
    given = ["batch", "p.csv", "--settings", settings_file, "-o", str(tmp_path / "o.csv")]
    ran = subprocess.run([sys.executable, "-c", code, *given], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr == (
        'payband: payband batch needs pyarrow, which is not installed: pip install "payband[parquet]"\n'
    )


def test_a_listener_hears_how_far_it_has_come(settings_file: str, tmp_path: Path) -> None:
    table = pa.table({"salary now": [25_000.0] * 200_000, "proposed grade": ["Low"] * 200_000})
    parquet.write_table(table, tmp_path / "p.parquet")
    heard: list[tuple[str, int, int]] = []
    with heard_by(lambda *told: heard.append(told)):
        run_batch(BatchRequest(str(tmp_path / "p.parquet"), settings_file, str(tmp_path / "o.csv")))
    assert heard == [("posts", done, 4) for done in range(5)]


def test_columns_that_have_no_text(settings_file: str, tmp_path: Path) -> None:
    for column in (pa.array([[1], [2]]), pa.array([b"\xff", b"x"])):
        table = pa.table({"odd": column, "salary now": [25_000, 26_000], "proposed grade": ["Low", "Low"]})
        parquet.write_table(table, tmp_path / "p.parquet")
        with pytest.raises(WrongInput, match="the column 'odd' holds values"):
            run_batch(BatchRequest(str(tmp_path / "p.parquet"), settings_file, str(tmp_path / "o.csv")))
        assert not list(tmp_path.glob("o.*"))


def test_a_full_disk_changes_nothing(settings_file: str, tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys; from payband.cli import main; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); sys.exit(main(sys.argv[1:]))"
    )  # a file of more than 100,000 bytes cannot be written, as where the disk is full
    table = pa.table(
        {"salary now": [20_000 + each / 100 for each in range(200_000)], "proposed grade": ["Low"] * 200_000}
    )
    parquet.write_table(table, tmp_path / "p.parquet")
    for ending in ("parquet", "xlsx"):
        output = tmp_path / f"o.{ending}"
        output.write_text("before", encoding="utf-8")
        given = ["batch", str(tmp_path / "p.parquet"), "--settings", settings_file, "--overwrite", "-o", str(output)]
        ran = subprocess.run([sys.executable, "-c", code, *given], capture_output=True, text=True, check=False)
        assert ran.returncode == 2, ran.stderr
        assert "could not be read or written" in ran.stderr
        assert output.read_text(encoding="utf-8") == "before"
        output.unlink()
    assert sorted(os.listdir(tmp_path)) == ["p.parquet", "settings.xlsx"]


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    posts = some_posts(tmp_path / "p.parquet")
    review = written(review_of([], **{"protection on-costs": "yes", "protection months": 9}), tmp_path)
    (note,) = run_batch(BatchRequest(str(posts), review, str(tmp_path / "o.parquet"))).notes
    assert note.startswith("the setting 'protection on-costs' is yes")


MEASURE = """
import resource, sys
from payband.batch.posts.match import match
from payband.batch.posts.run import BatchRequest, run_batch
done = run_batch(BatchRequest(*sys.argv[1:4]))
print(done.outcome.answered, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_table(settings_file: str, tmp_path: Path) -> None:
    peaks = []
    for count in (100_000, 800_000):
        dice = random.Random(1)
        salaries = [dice.randrange(2_000_000, 6_000_000) / 100 for _ in range(10_000)] * (count // 10_000)
        table = pa.table({"salary now": salaries, "proposed line": ["Low posts", "High posts"] * (count // 2)})
        parquet.write_table(table, tmp_path / "p.parquet", row_group_size=65_536)
        given = [str(tmp_path / "p.parquet"), settings_file, str(tmp_path / "o.parquet")]
        ran = subprocess.run([sys.executable, "-c", MEASURE, *given], capture_output=True, text=True, check=True)
        answered, peak = map(int, ran.stdout.split())
        assert answered == count
        peaks.append(peak / 1024)
    assert peaks[1] - peaks[0] < 60, peaks  # MB; the answers alone are 130 MB


def test_rows_of_totals_are_no_posts(settings_file: str, tmp_path: Path) -> None:
    lines = [
        "post,salary now,proposed line",
        "1,25000,Low posts",
        "2,26000,",
        "Grand total:,51000,",
        "Totaliser,27000,",
    ]
    (tmp_path / "p.csv").write_text("\n".join(lines), encoding="utf-8")
    done = run_batch(BatchRequest(str(tmp_path / "p.csv"), settings_file, str(tmp_path / "o.csv")))
    assert (done.outcome.read, done.outcome.rejected) == (4, 1)
    rejected = (tmp_path / "o.rejected.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rejected[1:] == ["4,post,Grand total:,a row of totals is not a post: take it out"]


@pytest.mark.parametrize("rows", [["1,'x',", '2,"25,50",'], ["1,,Café"], ["Total,25000,"]])
def test_a_table_of_which_nothing_can_be_used(settings_file: str, tmp_path: Path, rows: list[str]) -> None:
    (tmp_path / "p.csv").write_text("\n".join(["post,salary now,proposed line", *rows]), encoding="utf-8")
    for output in ("o.csv", "o.parquet"):
        done = run_batch(BatchRequest(str(tmp_path / "p.csv"), settings_file, str(tmp_path / output)))
        assert (done.outcome.answered, done.outcome.rejected) == (0, len(rows))


# --- columns by the headings that lists of staff have, and rows for several posts ------------------------------------


def answered(text: str, settings: str, folder: Path, *answers: str) -> tuple[Any, list[dict[str, Any]]]:
    """What comes of a table of posts, and its answers."""
    (folder / "p.csv").write_text(text, encoding="utf-8")
    done = run_batch(BatchRequest(str(folder / "p.csv"), settings, str(folder / "o.parquet"), answers=answers))
    return done, rows_of(folder / "o.parquet")


@pytest.mark.parametrize("heading", ["WTE", "Contract FTE", "FTE"])
def test_a_column_is_known_by_the_heading_that_lists_have(settings_file: str, tmp_path: Path, heading: str) -> None:
    text = f"FTE Salary,proposed line,{heading},NI Letter,Leaving Date\n25000,Low posts,0.5,M,31/12/9999\n"
    done, rows = answered(text, settings_file, tmp_path)
    assert "'FTE Salary' is read as salary now" in done.notes
    other, plain = answered(
        "salary now,proposed line,FTE,NI category,leaves on\n25000,Low posts,0.5,M,\n", settings_file, tmp_path
    )
    names = [name for name in plain[0] if name not in ("salary now", "FTE", "NI category", "leaves on")]
    assert [rows[0][name] for name in names] == [plain[0][name] for name in names]
    assert done.outcome.totals.rows == other.outcome.totals.rows


def test_a_column_that_may_be_the_fte_is_asked_about(
    settings_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.csv").write_text("Annual Salary,proposed line,hours\n25000,Low posts,37\n", encoding="utf-8")
    command = ["batch", str(tmp_path / "p.csv"), "--settings", settings_file, "-o", str(tmp_path / "o.csv")]
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "column 'Annual Salary': is it £ a year of the full-time post?" in said
    assert "the column 'hours' says what part of full time is worked, and without a column 'FTE' every post" in said
    assert not (tmp_path / "o.csv").exists()
    draft = tmp_path / "o.map.toml"
    text = draft.read_text(encoding="utf-8").replace('"Annual Salary" = "?"', '"Annual Salary" = "full-time salary"')
    draft.write_text(text, encoding="utf-8")
    assert main([*command, "--answer", "hours="]) == 0
    assert main([*command, "--answer", "hours=salery"]) == 2
    assert "which is not a kind of column; did you mean 'salary'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("heading", "value", "says"),
    [
        ("Full/Part Time", "Part time", "speaks of the time worked, and without a column 'FTE' every post is costed"),
        ("Monthly Hours", "80", "speaks of the time worked"),
        ("Actual Salary", "12500", "is pay for the time worked, and without a column 'FTE' every post is costed"),
        ("Overtime Hours", "3", ""),
    ],
)
def test_what_speaks_of_part_time_is_asked_about(
    settings_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str, value: str, says: str
) -> None:
    text = f"salary now,proposed line,{heading}\n25000,Low posts,{value}\n"
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    command = ["batch", str(tmp_path / "p.csv"), "--settings", settings_file, "-o", str(tmp_path / "o.csv")]
    assert main(command) == (2 if says else 0)
    assert (f"the column '{heading}' {says}" in capsys.readouterr().err) is bool(says)
    assert main([*command, "--answer", f"{heading}="]) == 0
    (tmp_path / "q.csv").write_text(text.replace("\n2", ",FTE\n2").rstrip() + ",0.5\n", encoding="utf-8")
    assert main(["batch", str(tmp_path / "q.csv"), *command[2:-1], str(tmp_path / "q-answers.csv")]) == 0


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_row_for_several_posts_is_answered_as_so_many(settings_file: str, tmp_path: Path, ending: str) -> None:
    counted = "Job,salary now,proposed line,Number of Posts in FTE\nA,24000,Low posts,2.5\nB,31000,Low posts,1\n"
    counted += "C,31000,Low posts,3.0\nD,31000,Nowhere,4\n"
    (tmp_path / "p.csv").write_text(counted, encoding="utf-8")
    table = pyarrow.csv.read_csv(tmp_path / "p.csv")
    path = tmp_path / f"p.{ending}"
    if ending == "parquet":
        parquet.write_table(table, path)
    elif ending == "xlsx":
        book = openpyxl.Workbook()
        for row in (table.column_names, *zip(*table.to_pydict().values(), strict=True)):
            book.worksheets[0].append(row)
        book.save(path)
    done = run_batch(BatchRequest(str(path), settings_file, str(tmp_path / "o.parquet")))
    rows = rows_of(tmp_path / "o.parquet")
    assert (done.outcome.read, done.outcome.answered, done.outcome.rejected) == (4, 3, 1)
    assert [(row["Job"], float(row["Number of Posts in FTE"])) for row in rows] == [
        ("A", 1), ("A", 1), ("A", 0.5), ("B", 1), ("C", 1), ("C", 1), ("C", 1),
    ]  # fmt: skip
    assert len(rejected_in(tmp_path / "o.rejected.csv")) == 1
    assert any("rows stand for several posts" in note for note in done.notes)
    one_by_one = "salary now,proposed line,FTE\n" + "".join(
        f"{pay},Low posts,{fte}\n" for pay, fte in [(24000, 1), (24000, 1), (24000, 0.5), *[(31000, 1)] * 4]
    )
    other, plain = answered(one_by_one, settings_file, tmp_path)
    assert done.outcome.totals.rows == other.outcome.totals.rows
    answers = [name for name in plain[0] if name not in ("salary now", "proposed line", "FTE")]
    assert [[row[name] for name in answers] for row in rows] == [[row[name] for name in answers] for row in plain]


def test_an_fte_beside_a_number_of_posts_must_say_whose_it_is(settings_file: str, tmp_path: Path) -> None:
    text = "salary now,proposed line,FTE,Posts\n24000,Low posts,0.5,2\n31000,Low posts,1,1\n"
    done, _ = answered(text, settings_file, tmp_path)
    assert (done.outcome.answered, done.outcome.rejected) == (1, 1)
    assert "--answer 'several_fte=each post'" in rejected_in(tmp_path / "o.rejected.csv")[0]["why"]
    done, rows = answered(text, settings_file, tmp_path, "several_fte=each post")
    assert (done.outcome.answered, len(rows)) == (2, 3)
    assert done.outcome.totals.records()[0]["FTE"] == 2


def test_an_fte_above_one_may_count_posts(settings_file: str, tmp_path: Path) -> None:
    text = "salary now,proposed line,WTE\n24000,Low posts,2.5\n31000,Low posts,1\n"
    done, _ = answered(text, settings_file, tmp_path)
    assert (done.outcome.answered, done.outcome.rejected) == (1, 1)
    assert (
        "if the column counts posts in full-time equivalents, call it posts"
        in (rejected_in(tmp_path / "o.rejected.csv")[0]["why"])
    )
    done, rows = answered(text, settings_file, tmp_path, "WTE=posts")
    assert (done.outcome.answered, len(rows), done.outcome.totals.records()[0]["FTE"]) == (2, 4, Decimal("3.5"))


def test_many_posts_in_a_row_are_answered_some_at_a_time(settings_file: str, tmp_path: Path) -> None:
    text = "salary now,proposed line,Headcount\n24000,Low posts,100000\n31000,Low posts,30000\n"
    done, rows = answered(text, settings_file, tmp_path)
    assert (done.outcome.answered, len(rows)) == (2, 130_000)
    assert done.outcome.totals.records()[0]["headcount"] == 130_000


@pytest.mark.parametrize("word", ["N/A", "TBC", "-"])
def test_an_fte_of_which_nothing_is_known_is_no_full_time(settings_file: str, tmp_path: Path, word: str) -> None:
    done, _ = answered(f"salary now,proposed line,FTE\n24000,Low posts,{word}\n", settings_file, tmp_path)
    assert (done.outcome.answered, done.outcome.rejected) == (0, 1)
    assert "says that nothing is known: give the FTE" in rejected_in(tmp_path / "o.rejected.csv")[0]["why"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_not_looked_for_inside_quotation_marks(
    settings_file: str, tmp_path: Path, delimiter: str
) -> None:
    made = io.StringIO(newline="")
    row = ["25000", "Low posts", "one, two; three | four\tfive"]
    csv.writer(made, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(
        [["salary now", "proposed line", "said, noted; kept | of\tpost"], *[row] * 2_000]
    )
    (tmp_path / "p.csv").write_bytes(made.getvalue().encode())
    done = run_batch(BatchRequest(str(tmp_path / "p.csv"), settings_file, str(tmp_path / "o.csv")))
    assert (done.outcome.answered, done.outcome.rejected) == (2_000, 0)


def test_every_csv_file_says_that_it_is_utf_8(settings_file: str, tmp_path: Path) -> None:
    """Excel reads £ and names with accents as other signs without the mark; what was written is read again."""
    (tmp_path / "p.csv").write_text("post,salary now,proposed line\nZoë,25000,Low posts\nÉva,£x,Low posts\n", "utf-8")
    files = {name: str(tmp_path / name) for name in ("o.csv", "r.csv", "t.csv")}
    run_batch(
        BatchRequest(
            str(tmp_path / "p.csv"), settings_file, files["o.csv"], ["post"], files["r.csv"], totals=files["t.csv"]
        )
    )
    for path in files.values():
        content = Path(path).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\xef\xbb\xbf") == 1
    assert "£x" in Path(files["r.csv"]).read_text("utf-8-sig")
    settled = pyarrow.csv.read_csv(files["o.csv"])
    assert settled.column_names[0] == "post"
    assert settled["post"].to_pylist() == ["Zoë"]


def test_protection_beyond_a_column_of_money_is_refused(tmp_path: Path) -> None:
    """No salary is above a million pounds; only years upon years of protection could pass ten million."""
    settings_file = written(review_of([], protection_months=240), tmp_path)
    (tmp_path / "p.csv").write_text("salary now,proposed line\n999999,Low posts\n", "utf-8")
    said = r"protection comes to £19,466,\d\d\d\.\d\d, and a column of money holds less than £10,000,000"
    with pytest.raises(WrongInput, match=said):
        run_batch(BatchRequest(str(tmp_path / "p.csv"), settings_file, str(tmp_path / "o.parquet")))
    assert not (tmp_path / "o.parquet").exists()


def test_full_time_in_many_odd_parts(tmp_path: Path, settings_file: str) -> None:
    """FTEs of which no one whole can be made are each divided by their own, and cost the same."""
    ftes = ["0.6757", "30/37", "0.5", "17/36", "1/3", "0.0001", "9999/10000"]
    rows = "\n".join(f"45678.91,{fte},Low posts" for fte in ftes)
    (tmp_path / "p.csv").write_text(f"salary now,FTE,proposed line\n{rows}\n", "utf-8")
    run_batch(BatchRequest(str(tmp_path / "p.csv"), settings_file, str(tmp_path / "o.parquet")))
    wanted = [pounds(pay_for_time(4_567_891, Fraction(fte).numerator, Fraction(fte).denominator)) for fte in ftes]
    assert [row["pay now"] for row in rows_of(tmp_path / "o.parquet")] == wanted


SWALLOWED = {
    "a row and the start of the next": '1,"Clerk,35000,Low posts\n2,Cook",36000,Low posts\n3,Cook,37000,Low posts\n',
    "whole rows": '1,"Clerk,35000,Low posts\n2,Cook,30000,Low posts\n3,Cook",36000,Low posts\n',
    "all to the end": '1,"Clerk,35000,Low posts\n2,Cook,30000,Low posts\n3,Cook,36000,Low posts\n',
    "all to the end of the last column": '1,Clerk,35000,"Low posts\n2,Cook,30000,Low posts\n',
    "more than a block": '1,"Clerk,35000,Low posts\n' + "2,Cook,30000,Low posts\n" * 250_000,
}


@pytest.mark.parametrize("case", SWALLOWED)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_that_a_stray_quotation_mark_swallows_are_not_lost(
    case: str, end: str, settings_file: str, tmp_path: Path
) -> None:
    text = f"ref,title,salary now,proposed line\n0,Cook,30000,Low posts\n{SWALLOWED[case]}".replace("\n", end)
    (tmp_path / "p.csv").write_text(text, encoding="utf-8", newline="")
    with pytest.raises(WrongInput, match=r"p\.csv, row 3: a cell holds several rows of the table"):
        run_batch(BatchRequest(str(tmp_path / "p.csv"), settings_file, str(tmp_path / "o.csv")))
    assert not list(tmp_path.glob("o.*"))


def test_a_cell_of_several_lines_is_no_swallowed_row(settings_file: str, tmp_path: Path) -> None:
    cells = ['"Clerk\nof works, grade 2"', '"Smith, J\nmoved"', '"one,\ntwo,"', '"Works Mon, Tue, Wed, Thu\nonly"']
    rows = "".join(f"{number},{cell},30000,Low posts\n" for number, cell in enumerate(cells))
    (tmp_path / "p.csv").write_text(f"ref,title,salary now,proposed line\n{rows}", encoding="utf-8")
    done = run_batch(BatchRequest(str(tmp_path / "p.csv"), settings_file, str(tmp_path / "o.csv")))
    assert (done.outcome.read, done.outcome.answered) == (4, 4)


def test_a_first_line_that_says_the_delimiter_is_no_headings(settings_file: str, tmp_path: Path) -> None:
    text = "sep=;\r\nref;salary now;proposed line\r\n1;25,000;Low posts\r\n2;x\r\n3;x;Low posts\r\n"
    (tmp_path / "p.csv").write_text(text, encoding="utf-8-sig", newline="")
    done = run_batch(BatchRequest(str(tmp_path / "p.csv"), settings_file, str(tmp_path / "o.csv")))
    assert (done.outcome.read, done.outcome.answered) == (3, 1)
    rejected = rejected_in(tmp_path / "o.rejected.csv")
    assert [row["row"] for row in rejected] == ["4", "5"]
    assert "has 2 values where there are 3 columns: put a ';' for each value that is empty" in rejected[0]["why"]


def test_totals_by_a_column_twice_or_of_lists(settings_file: str, tmp_path: Path) -> None:
    rows = {"Team": ["N", "S"], "tags": [[1], None], "salary now": [25_000] * 2, "proposed line": ["Low posts"] * 2}
    parquet.write_table(pa.table(rows), tmp_path / "p.parquet")
    request = BatchRequest(str(tmp_path / "p.parquet"), settings_file, str(tmp_path / "o.parquet"))
    done = run_batch(request._replace(by=["Team", "team"]))
    assert done.outcome.totals.columns[:2] == ["Team", "headcount"]
    with pytest.raises(WrongInput, match="--by tags: the column holds several values in one"):
        run_batch(request._replace(by=["tags"]))


def test_a_time_in_a_zone_is_no_day(settings_file: str, tmp_path: Path) -> None:
    zone = pa.timestamp("us", tz="UTC")
    days = pa.array([datetime(2026, 3, 31), datetime(2026, 3, 30, 23), None], pa.timestamp("us")).cast(zone)
    rows = {"salary now": [35_000] * 3, "proposed line": ["Low posts"] * 3, "leaves on": days}
    parquet.write_table(pa.table(rows), tmp_path / "p.parquet")
    run_batch(BatchRequest(str(tmp_path / "p.parquet"), settings_file, str(tmp_path / "o.parquet")))
    assert [row["protected until"] for row in rows_of(tmp_path / "o.parquet")] == [date(2026, 3, 31), date(2027, 5, 14)]
    (rejected,) = rejected_in(tmp_path / "o.rejected.csv")
    assert rejected["row"] == "2"
    assert "is a time in a zone" in rejected["why"]


def test_pay_by_month_and_days_with_the_month_first_are_remarked(settings_file: str, tmp_path: Path) -> None:
    rows = "2083.33,03/04/2026\n25000,12/31/2026\n26000,\n"
    rows = "".join(f"{row},Low posts\n" for row in rows.splitlines())
    (tmp_path / "p.csv").write_text(f"salary now,leaves on,proposed line\n{rows}", encoding="utf-8")
    done = run_batch(BatchRequest(str(tmp_path / "p.csv"), settings_file, str(tmp_path / "o.csv")))
    days, low = done.notes
    assert "has days with the month first, such as '12/31/2026'" in days
    assert "1 of 2 salaries are below £10,000" in low


def test_a_heading_that_is_missing_is_said_with_its_sheet(settings_file: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Cover"
    book.worksheets[0].append(["Posts of the council"])
    book.create_sheet("Data").append(["salary now", "proposed line"])
    book.save(tmp_path / "p.xlsx")
    with pytest.raises(WrongInput, match=r"p\.xlsx, sheet 'Cover', row 1: the column 'salary now' is missing"):
        run_batch(BatchRequest(str(tmp_path / "p.xlsx"), settings_file, str(tmp_path / "o.csv")))


def test_hidden_rows_are_answered_and_remarked(settings_file: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["salary now", "proposed line"], [25_000, "Low posts"], [26_000, "Low posts"]):
        book.worksheets[0].append(row)
    book.worksheets[0].row_dimensions[3].hidden = True
    book.save(tmp_path / "p.xlsx")
    done = run_batch(BatchRequest(str(tmp_path / "p.xlsx"), settings_file, str(tmp_path / "o.csv")))
    assert done.outcome.answered == 2
    assert done.notes == ["rows that are hidden in sheet 'Sheet', as by a filter, are read like the others: 1"]


def test_a_tsv_has_tabs(settings_file: str, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text('post,salary now,proposed line\n"a, b",25000,Low posts\n', "utf-8")
    run_batch(BatchRequest(str(tmp_path / "p.csv"), settings_file, str(tmp_path / "o.tsv")))
    with open(tmp_path / "o.tsv", encoding="utf-8-sig", newline="") as file:
        headings, row = csv.reader(file, delimiter="\t")
    assert headings[:4] == ["post", "salary now", "proposed line", "point"]
    assert row[:3] == ["a, b", "25000", "Low posts"]


def test_a_row_of_totals_of_a_table_is_no_post(settings_file: str, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (["post", "salary now", "proposed line"], ["1", 25_000, "Low posts"], ["All", 25_000, ""]):
        sheet.append(row)
    table = Table(displayName="Posts", ref="A1:C3", totalsRowCount=1)
    sheet.add_table(table)
    workbook.save(tmp_path / "p.xlsx")
    done = run_batch(BatchRequest(str(tmp_path / "p.xlsx"), settings_file, str(tmp_path / "o.parquet")))
    assert (done.outcome.read, done.outcome.answered) == (1, 1)
