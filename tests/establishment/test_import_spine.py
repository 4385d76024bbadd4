"""payband import-spine: pay spines and tables of grades as bodies publish them become sheets or a folder of figures."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from payband.cli import main
from payband.data_schema import check_folder
from payband.library import grade, spine, using_data
from tests.establishment.test_import import table
from tests.run import TOP

SPINES = TOP / "tests" / "cases" / "spine_lists"
STATED = ["--body", "Ambleford", "--from", "2026-04-01", "--to", "2027-03-31"]

# The points of each spine with their salaries; the grades with their points, or their bottom and top.
CASES: dict[str, tuple[str, int, dict[str, list[tuple[str, Any]]], dict[str, Any]]] = {
    "council.csv": (
        "--spine Ours", 0,
        {"Ours": [("2", 24413), ("3", 24796), ("4", 25185), ("5", 25583)]},
        {"G1": ["2", "3"], "G2": ["3", "4"]},
    ),
    "nhs.csv": (
        "--spine AfC", 0,
        {
            "AfC Band 2": [("entry", 25272), ("top", 25272)],
            "AfC Band 5": [("entry", 32073), ("intermediate", 34592), ("top", 39043)],
        },
        {"Band 2": ["entry", "top"], "Band 5": ["entry", "intermediate", "top"]},
    ),
    "teachers.csv": (
        "--spine Teachers --answer 'Rest of England=salary' --answer 'Inner London='", 0,
        {"Teachers": [("M1", 32916), ("M2", 34823), ("U1", 45646)]},
        {"Main": ["M1", "M2"], "Upper": ["U1"]},
    ),
    "spaces.csv": (
        "--spine Ours", 0,
        {"Ours": [("Step 1", 30000), ("Step 2", 31000), ("Step 3", 32000), ("Step 4", None)]},
        {"Officer": ["Step 1", "Step 2"], "Senior": ["Step 3", "Step 4"]},
    ),
    "ranges.csv": ("", 0, {}, {"Head of Service 1": (60000, 65000), "Director": (90000, 99500)}),
    "both.csv": ("--spine NJC", 0, {}, {"G1": (24413, 24796), "G2": (25185, 25989)}),
    "grades.csv": (
        "--spine NJC --from 2025-04-01 --to 2026-03-31", 1, {}, {"G1": ["2", "3"], "G2": ["3", "4", "5", "6"]},
    ),
}  # fmt: skip


def run(name: str | Path, target: Path, arguments: str) -> int:
    return main(["import-spine", str(SPINES / name), "-o", str(target), *STATED, *shlex.split(arguments)])


@pytest.mark.parametrize("name", CASES)
def test_a_table_becomes_a_folder_of_figures(name: str, tmp_path: Path) -> None:
    arguments, status, spines, grades = CASES[name]
    folder = tmp_path / "figures"
    assert run(name, folder, arguments) == status
    assert check_folder(folder) == []
    with using_data(str(folder)):
        for spine_name, points in spines.items():
            found = spine(spine_name)
            assert [(each.point, each.pence and each.pence / 100) for each in found.points] == points
        for grade_name, holds in grades.items():
            made = grade(f"Ambleford {grade_name}")
            if isinstance(holds, tuple):
                assert made.bottom is not None
                assert made.top is not None
                assert (made.bottom / 100, made.top / 100) == holds
            else:
                assert [each.point for each in made.points] == holds


@pytest.mark.parametrize("name", CASES)
def test_a_table_becomes_the_sheets_of_a_review(name: str, tmp_path: Path) -> None:
    arguments, status, spines, grades = CASES[name]
    target = tmp_path / "review.xlsx"
    assert run(name, target, arguments) == status
    points = [(row["spine"], str(row["point"]), row.get("salary")) for row in table(target, "Spines") if "spine" in row]
    assert points == [(spine_name, point, pay) for spine_name, rows in spines.items() for point, pay in rows]
    found = {row["grade"]: row for row in table(target, "Grades")}
    assert list(found) == list(grades)
    for grade_name, holds in grades.items():
        row = found[grade_name]
        if isinstance(holds, tuple):
            assert (row["bottom salary"], row["top salary"]) == holds
        else:
            assert (str(row["bottom point"]), str(row["top point"])) == (holds[0], holds[-1])
    status = run(name, target, arguments)  # nobody has changed it since
    assert status in (0, 1)
    with target.open("ab") as file:
        file.write(b"\n")
    assert run(name, target, arguments) == 2  # somebody has
    assert run(name, target, f"{arguments} --overwrite") == status


def test_the_figures_are_those_that_functions_answer_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "figures"
    run("spaces.csv", folder, "--spine Ours")
    capsys.readouterr()
    assert main(["call", "SLOT", "30400", "Ambleford Officer", "--data", str(folder)]) == 0
    assert "Step 1" in capsys.readouterr().out
    assert main(["spines", "Officer", "--data", str(folder)]) == 0
    assert "points Step 1 to Step 2 of Ours" in capsys.readouterr().out


def test_what_is_not_clear_is_asked_in_one_round(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "review.xlsx"
    assert main(["import-spine", str(SPINES / "teachers.csv"), "-o", str(target)]) == 2
    said = capsys.readouterr().err
    assert "which column is the salary of the point ('Rest of England' has 32916, 34823, 45646; 'Inner London'" in said
    for option in ("--spine", "--body", "--from", "--to"):
        assert option in said
    draft = tmp_path / "review.map.toml"
    columns = tomllib.loads(draft.read_text(encoding="utf-8"))["columns"]
    assert columns == {"Range": "grade", "Point": "point", "Rest of England": "?", "Inner London": "?"}
    text = draft.read_text(encoding="utf-8").replace('"Inner London" = "?"', '"Inner London" = "salary"')
    draft.write_text(text.replace('"Rest of England" = "?"', '"Rest of England" = ""'), encoding="utf-8")
    assert run("teachers.csv", target, "--spine Teachers") == 0
    assert [row["salary"] for row in table(target, "Spines")] == [40317, 42234, 56154]
    assert run("teachers.csv", tmp_path / "o.xlsx", "--spine T --answer 'Inner London=salery'") == 2
    assert "did you mean 'salary'?" in capsys.readouterr().err


def test_a_workbook_with_merged_bands(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Pay scales"],
        [],
        ["Band", "Step", "Salary"],
        ["Band 2", 1, 25272],
        [None, 2, 26000],
        ["Band 3", 3, 27476],
    ):
        sheet.append(row)
    sheet.merge_cells("A4:A5")
    book.save(tmp_path / "bands.xlsx")
    assert run(tmp_path / "bands.xlsx", tmp_path / "review.xlsx", "--spine AfC") == 0
    grades = [
        (row["grade"], row["bottom point"], row["top point"]) for row in table(tmp_path / "review.xlsx", "Grades")
    ]
    assert grades == [("Band 2", 1, 2), ("Band 3", 3, 3)]


def test_rows_that_are_no_points_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "SCP,Annual Salary\n2,24413\n3,$24796\n4,25.1\n,25583\n"
    (tmp_path / "table.csv").write_text(rows, encoding="utf-8")
    assert run(tmp_path / "table.csv", tmp_path / "review.xlsx", "--spine Ours") == 1
    said = capsys.readouterr().out
    assert "not read: row 3: column 'Annual Salary': '$24796' is in dollars" in said
    assert "not read: row 4: a full-time salary of £25.10" in said
    assert "not read: row 5: it has no point" in said


def test_the_rows_of_a_review_stay_and_others_are_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review, target = tmp_path / "review.xlsx", tmp_path / "more.xlsx"
    assert main(["new", str(review), "--spine", "NJC@2025-04-01"]) == 0
    before = review.read_bytes()
    assert run("nhs.csv", target, f"--spine AfC --review {review}") == 0
    assert review.read_bytes() == before
    old, new = table(review, "Spines"), table(target, "Spines")
    assert new[: len(old)] == old
    assert [row["point"] for row in new[len(old) :]] == ["entry", "top", "entry", "intermediate", "top"]
    assert [row["grade"] for row in table(target, "Grades")] == ["Band 2", "Band 5"]
    capsys.readouterr()
    assert run("nhs.csv", tmp_path / "again.xlsx", f"--spine AfC --review {target}") == 2
    assert "has 'AfC Band 2' in table Spines already" in capsys.readouterr().err
    assert not (tmp_path / "again.xlsx").exists()


@pytest.mark.parametrize(
    ("rows", "status", "said"),
    [
        ("1,20000\n1,21000\n", 1, "row 3: point 1 is £21,000.00 here and £20,000.00 in row 2: mend one of the two"),
        ("1,20000\n2,2100\n3,22000\n", 2, "point 1 is £20,000.00, and point 2 £2,100.00: mend the one that is wrong"),
        ("1,20000\n2,210000\n3,22000\n", 2, "point 2 is £210,000.00, and point 3 £22,000.00: mend the one that is"),
        ("1,20000.005\n2,21000\n", 1, "row 2: column 'Salary': '20000.005' has parts of a penny: give whole pence"),
        ("1,1700\n2,1800\n", 0, "the salaries, £1,700.00 to £1,800.00, are low for a year: are they of a month?"),
        ("1,20000\n2,21000\n5,24000\n", 0, "2 points are missing in between: 3, 4"),
        ("1,20000\n2,21000\nTotal,41000\n", 0, "no row of the table: row 4, a total: 'Total | 41000'"),
        ("3,22000\n2,21000\n1,20000\n", 0, "3 points and 0 grades"),
    ],
)
def test_slips_in_a_spine_are_said(
    rows: str, status: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "points.csv").write_text(f"Point,Salary\n{rows}", encoding="utf-8")
    words = [str(tmp_path / "points.csv"), "-o", str(tmp_path / "figures"), "--spine", "Ours", *STATED]
    assert main(["import-spine", *words]) == status
    found = capsys.readouterr()
    assert said in found.out + found.err
