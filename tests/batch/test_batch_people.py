"""Rows of one person in a table of posts: NI on the sum of their pay, wherever they stand, as the review has it."""

from __future__ import annotations

import csv
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import payband
from payband.batch.posts.answers import PostRules
from payband.batch.posts.files import open_posts
from payband.batch.posts.people import people_in
from payband.batch.posts.posts import PostsBatch, Rejected
from payband.batch.posts.run import BatchRequest, Done, run_batch
from payband.batch.posts.writers import Writer
from payband.errors import WrongInput
from payband.own_files import overwriting
from payband.workbook.write import package_of
from tests.support import oracle

GRADES = [{"grade": "Any", "bottom salary": 6_000, "top salary": 60_000}]
LINES = [{"line": name, "state": "proposed", "grade": "Any", "posts": 500} for name in ("Clerks", "Cleaners", "Out")]
ON_COSTS = [{"profile": "all", "pension rate": "20%"}, {"profile": "other", "pension rate": "20%", "NI category": "M"}]
LINES[2]["on-cost profile"] = "other"
YEAR = oracle.month_ends(2026)


def review(people: list[dict[str, Any]] | None = None, **settings: Any) -> payband.Review:
    return payband.Review(
        settings={
            "protection months": 0, "protection form": "frozen", "implementation date": "01/04/2026",
            "price base": "2026-27", "costed at": "actual", "on-cost profile": "all", "vacancies costed": "no",
            **settings,
        },
        grades=GRADES, posts=LINES, on_costs=ON_COSTS, people=people or [],
    )  # fmt: skip


def settings_of(folder: Path, **settings: Any) -> str:
    path = str(folder / "settings.xlsx")
    package_of(review(**settings).inputs).save(path)
    return path


def row(employee: str, number: Any, salary: Any, line: str = "Clerks", **more: Any) -> dict[str, Any]:
    return {"employee": employee, "post number": number, "salary now": salary, "proposed line": line, **more}


def written(rows: list[dict[str, Any]], folder: Path, kind: str = "csv") -> str:
    path = folder / f"posts.{kind}"
    names = list(dict.fromkeys(name for each in rows for name in each))
    if kind == "csv":
        with open(path, "w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, names)
            out.writeheader()
            out.writerows(rows)
    elif kind == "parquet":
        parquet.write_table(pa.table({n: [str(each.get(n, "")) for each in rows] for n in names}), path)
    else:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        table: list[list[Any]] = [list(names), *([each.get(name) for name in names] for each in rows)]
        for values in table:
            sheet.append(values)
        book.save(path)
    return str(path)


def run(rows: list[dict[str, Any]], folder: Path, kind: str = "csv", **settings: Any) -> Done:
    posts, under = written(rows, folder, kind), settings_of(folder, **settings)
    with overwriting(anything=True):
        return run_batch(BatchRequest(posts, under, str(folder / "out.csv"), totals=str(folder / "totals.csv")))


def answers(folder: Path, name: str = "out.csv") -> list[dict[str, str]]:
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def ni(folder: Path) -> list[Decimal]:
    return [Decimal(each["employer NI"] or 0) for each in answers(folder)]


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_two_posts_of_6393_51_cost_1167_48_of_ni(kind: str, tmp_path: Path) -> None:
    """The example of tests/rules/test_several_posts.py: £1,167.48 in 2026-27, and £416.88 where posts stay apart."""
    rows = [row("E1", 1, 6_393.51), row("F", 1, 6_393.51), row("e1 ", 2, 6_393.51, "Cleaners")]
    done = run(rows, tmp_path, kind)
    assert ni(tmp_path) == [Decimal("583.74"), Decimal("208.44"), Decimal("583.74")]
    [total] = answers(tmp_path, "totals.csv")
    pension = oracle.half_up(Decimal("6393.51") / 5)
    assert Decimal(total["employer cost"]) == 3 * (Decimal("6393.51") + pension) + Decimal("1167.48") + Decimal(
        "208.44"
    )
    assert any("1 person has several posts, 2 rows in all" in note and "is together" in note for note in done.notes)
    apart = run(rows, tmp_path, kind, **{"several posts of one person": "apart"})
    assert ni(tmp_path) == [Decimal("208.44")] * 3
    assert any("1 person has several posts, 2 rows in all" in note and "is apart" in note for note in apart.notes)


def many(seed: int, count: int) -> list[dict[str, Any]]:
    dice = random.Random(seed)
    rows = []
    for number in range(count):
        fte = dice.choice(["1", "0.5", "0.2", "1/3"])
        line = dice.choice(["Clerks", "Cleaners", ""])
        rows.append(
            row(f"P{dice.randrange(count // 2)}", number, dice.randrange(600_000, 4_000_000) / 100, line, FTE=fte)
        )
    return rows


def test_every_row_is_that_of_the_review(tmp_path: Path) -> None:
    rows = many(1, 60)
    run(rows, tmp_path)
    people = [{"person": f"Row {n}", **each} for n, each in enumerate(rows)]
    lines = {line.name: line.proposed.cost for line in review(people).calculate().structure_cost.lines}
    costs: dict[str, Decimal] = {}
    for each in answers(tmp_path):
        if each["outcome"] != "displaced":
            name = each["proposed line"]
            costs[name] = costs.get(name, Decimal(0)) + Decimal(each["employer cost"])
    assert costs == {name: Decimal(lines[name] or 0) / 100 for name in costs}


def test_every_person_is_that_of_the_tests_own_arithmetic(tmp_path: Path) -> None:
    rows = many(2, 80)
    run(rows, tmp_path)
    of_person: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for each in answers(tmp_path):
        if each["outcome"] != "displaced":
            of_person.setdefault(each["employee"], []).append((Decimal(each["pay new"]), Decimal(each["employer NI"])))
    assert max(map(len, of_person.values())) > 2
    for posts in of_person.values():
        pays = [pay for pay, _ in posts]
        assert [share for _, share in posts] == oracle.ni_of_posts(pays, YEAR)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_it_is_the_same_bytes_in_whichever_pieces_a_file_is_read(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many(3, 90)
    run(rows, tmp_path)
    whole = (tmp_path / "out.csv").read_bytes()
    for kind in ("csv", "parquet", "xlsx"):
        for module in ("file", "files", "several", "workbook"):
            monkeypatch.setattr(f"payband.batch.posts.{module}.CHUNK", size)
        run(rows, tmp_path, kind)
        if kind == "csv":
            assert (tmp_path / "out.csv").read_bytes() == whole
        assert [each["employer NI"] for each in answers(tmp_path)] == [
            each["employer NI"] for each in csv.DictReader(whole.decode("utf-8-sig").splitlines())
        ]


def test_a_person_in_two_tables_is_one_person(tmp_path: Path) -> None:
    """What is known of people in all tables is given to the run of each, in whatever process it is."""
    tables = []
    for name, number in (("one", 1), ("two", 2)):
        (tmp_path / name).mkdir()
        tables.append(open_posts(written([row("E", number, 6_393.51), row(name, 1, 9_000)], tmp_path / name)))
    inputs = review().inputs
    found = {name: name for name in ("employee", "post number", "salary now", "proposed line")}
    together = people_in(tables, found, inputs, PostRules(inputs))
    assert (together.people, together.posts) == (1, 2)
    assert [each.ni.tolist() for each in together.tables] == [[58_374], [58_374]]
    with pytest.raises(WrongInput, match="may have posts in other tables of the run too"):
        PostsBatch(tables[0], inputs)
    apart: dict[str, Any] = {"several posts of one person": "apart"}
    PostsBatch(tables[0], review(**apart).inputs)
    for table, people in zip(tables, together.tables, strict=True):
        kept = Kept()
        with Rejected.at(str(tmp_path / "rejected.csv")) as rejected:
            PostsBatch(table, inputs, people=people).run(lambda _, kept=kept: kept, rejected)  # type: ignore[misc]
        assert kept.rows[0]["employer NI"] == Decimal("583.74")


class Kept(Writer):
    """A writer that keeps the rows."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def write(self, rows: pa.RecordBatch) -> None:
        self.rows += rows.to_pylist()

    def close(self) -> None:
        """Nothing is open."""


BAD = [
    ([row("E", 1, 9_000), row("E", 1, 9_000, "Cleaners")], 3, "post number", "employee E has this post in row 2 too"),
    ([row("E", 1, 9_000), row("E", "", 9_000)], 3, "post number", "give each of them its number"),
    ([row("E", 1, 9_000), row("E", 2, "x")], 3, "salary now", "give a number"),
    ([row("E", 1, 9_000), row("E", 2, 9_000, "Out")], 2, "NI category", "of the categories A and M"),
    ([row("E", 1, 9_000), row("E", 2, 9_000, posts=2)], 3, "posts", "several posts of one employee"),
    ([row("E", 1, 9_000), row("E", 2, 9_000, "Nowhere")], 3, "proposed line", "is not a proposed line"),
]


@pytest.mark.parametrize(("rows", "at", "column", "why"), BAD)
def test_where_one_row_is_wrong_no_row_of_the_person_is_answered(
    rows: list[dict[str, Any]], at: int, column: str, why: str, tmp_path: Path
) -> None:
    done = run([*rows, row("F", 1, 9_000)], tmp_path)
    assert [each["employee"] for each in answers(tmp_path)] == ["F"]
    assert done.outcome.rejected == 2
    rejected = answers(tmp_path, "out.rejected.csv")
    assert len(rejected) == 2, "one fault in each row"
    first = next(each for each in rejected if int(each["row"]) == at)
    assert first["column"] == column
    assert why in first["why"]
    for each in rejected:
        assert each is first or each["column"] == "NI category" or f"row {at} is rejected" in each["why"]
    if column == "NI category":
        again = run([*rows, row("F", 1, 9_000)], tmp_path, **{"several posts of one person": "apart"})
        assert again.outcome.rejected == 0
