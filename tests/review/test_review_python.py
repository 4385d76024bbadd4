"""The review from Python: frames and lists give what the workbook gives, answers are frames and read back."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import payband
from payband.review.answers import ANSWERS
from payband.review.inputs.table_names import OF_EVERY_REVIEW, OF_PARTS
from payband.review.inputs.tables import INPUTS
from payband.review.parts.answering import rows_by_table
from payband.review.parts.registry import part_inputs, parts, parts_with
from tests.support.packages import faults_of_package
from tests.support.workbooks import LEICESTER, answers, people, rows_of, same_cell, small_review

# What each argument of payband.Review is called, and the table of the workbook that it stands for.
ARGUMENTS = {
    "settings": "Settings",
    "spines": "Spines",
    "grades": "Grades",
    "on_costs": "OnCosts",
    "posts": "Structure",
    "people": "People",
    "package": "Package",
    "approval_rules": "ApprovalRules",
    "assumptions": "Assumptions",
    "pay_awards": "PayAwards",
}


def leicester_tables() -> dict[str, list[dict[str, Any]]]:
    """The inputs of the Leicester workbook as lists of dictionaries, empty rows left out."""
    workbook = answers(LEICESTER)
    standing = {name for sheet in workbook.worksheets for name in sheet.tables}
    parts = {table.name: table.name for table in part_inputs() if table.name in standing}
    return {
        argument: [row for row in rows_of(workbook, table) if any(value is not None for value in row.values())]
        for argument, table in {**ARGUMENTS, **parts}.items()
    }


def as_lists(tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return dict(tables)


def as_frames(tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {name: pd.DataFrame(rows) for name, rows in tables.items()}


def as_nullable_frames(tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Frames of pandas' own kinds, in which an empty cell is pandas.NA."""
    frames = {name: pd.DataFrame(rows) for name, rows in tables.items()}
    return {name: frame if name == "settings" else frame.convert_dtypes() for name, frame in frames.items()}


def as_settings_dictionary(tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {**tables, "settings": {row["setting"]: row["value"] for row in tables["settings"]}}


@pytest.fixture(scope="module")
def from_workbook() -> Any:
    return payband.open_review(LEICESTER).calculate()


@pytest.mark.parametrize("given_as", [as_lists, as_frames, as_nullable_frames, as_settings_dictionary])
def test_frames_and_lists_give_what_the_workbook_gives(
    from_workbook: Any, given_as: Callable[[dict[str, list[dict[str, Any]]]], dict[str, Any]]
) -> None:
    given = given_as(leicester_tables())
    more = {name: given.pop(name) for name in list(given) if name not in ARGUMENTS}
    results = payband.Review(**given, more=more).calculate()
    assert results.to_dict() == from_workbook.to_dict()
    assert results.protection_by_month.equals(from_workbook.protection_by_month)


def test_every_input_table_has_its_argument() -> None:
    assert sorted(ARGUMENTS.values()) == sorted(table.name for table in INPUTS)


# --- the answers as frames -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "table", "rows"),
    [
        ("slotting", "SlottingList", 20),
        ("structure", "StructureCost", 6),
        ("protection", "ProtectionByYear", 45),  # 15 people in three years
        ("protection_by_month", "ProtectionByMonth", 375),  # January 2012 to January 2014
        ("ranges", "PayRanges", 4),
        ("approvals", "ApprovalsNeeded", 4),
        ("checks", "Checks", 35),
    ],
)
def test_answers_are_frames(from_workbook: Any, name: str, table: str, rows: int) -> None:
    frame = getattr(from_workbook, name)
    assert isinstance(frame, pd.DataFrame)
    columns = next(each.columns for each in ANSWERS if each.name == table)
    assert list(frame.columns) == [column.key for column in columns]
    assert len(frame) == rows


def test_money_in_frames_is_exact(from_workbook: Any) -> None:
    structure = from_workbook.structure
    assert isinstance(structure["saving"].iloc[0], Decimal)
    assert structure["saving"].sum() == Decimal("1148200.00")
    assert from_workbook.protection.groupby("financial_year")["cost"].sum().to_dict() == {
        "2011-12": Decimal("24731.16"),
        "2012-13": Decimal("100000.00"),
        "2013-14": Decimal("75268.84"),
    }


def test_an_unknown_answer_in_a_frame_is_none_and_its_column_stays_what_it_is() -> None:
    given = small_review(people=people(21_500, 23_000, 26_500))  # a tie with no rule for it
    frame = payband.Review(**given).calculate().slotting
    assert frame["point"].tolist() == [None, 3, 6]
    assert [type(point) for point in frame["point"]] == [type(None), int, int]
    assert frame["salary_new"].tolist() == [None, Decimal("23000.00"), Decimal("26000.00")]
    assert frame["protected_until"].tolist() == [None, None, date(2026, 3, 31)]
    assert frame["estimated"].dtype == bool


def test_no_people_give_an_empty_frame_with_its_columns() -> None:
    results = payband.Review(**small_review()).calculate()
    assert len(results.slotting) == len(results.protection) == 0
    assert "salary_new" in results.slotting.columns
    assert results.failed == []


# --- saving --------------------------------------------------------------------------------------------------------

RULE = {
    "rule": "R", "measure": "package", "tested at": "top of range", "comparison": "over", "threshold": 25_000.5,
    "approving body": "Council", "effective from": "01/04/2020", "source": "=made up",
}  # fmt: skip
FULL: dict[str, Any] = {
    "settings": {
        "body": "<A & B> council",
        "review name": '=HYPERLINK("x")',
        "protection form": "tapered",
        "protection shares": "100%, 33.33%",
        "protection months": 23,
        "protection on-costs": "yes",
        "tie goes to": "lower",
        "round report to": "£100",
        "horizon": 3,
    },
    "posts": [
        {"line": "Before", "state": "now", "posts": 7, "stated cost": 123_456.78, "statutory role": "Role; Other role"},
        {
            "line": "Officers",
            "state": "proposed",
            "grade": "Officer",
            "posts": 4,
            "FTE each": "30/37",
            "costed at": "actual",
            "external share": "1/7",
            "externally funded until": date(2025, 9, 30),
            "statutory role": "Role",
        },
        {"line": "-2+3", "state": "proposed", "grade": "Manager", "posts": 1, "statutory role": "other role"},
    ],
    "people": [
        {"person": "@1", "salary now": 23_500.37, "FTE": Fraction(30, 37), "proposed line": "Officers"},
        {"person": "2", "salary now": 31_000, "proposed line": "Officers", "leaves on": datetime(2025, 12, 24)},
        {"person": "3", "salary now": 31_000, "proposed line": "Officers", "protection waived": True},
        {"person": "4", "salary now": 41_000, "post now": "Before", "NI category": "C"},
        {
            "person": "5",
            "salary now": 55_000.01,
            "proposed line": "-2+3",
            "share of current job in the new": "2/3",
            "share of the new from the current": 0.5,
            "illustrative": "yes",
        },
    ],
    "grades": [
        {"grade": "Officer", "title": "Officer", "order": 1, "spine": "G", "bottom point": 1, "top point": 6},
        {"grade": "Manager", "order": 2, "bottom salary": 40_000, "top salary": 50_000.5, "provisional": "yes"},
    ],
    "on_costs": [{"profile": "all", "pension rate": "19.64%", "apprenticeship levy": "yes", "other rate": "0.5%"}],
    "package": [
        {
            "line or person": "5",
            "element": "bonus",
            "amount a year": 1_000.01,
            "counts towards approval": "yes",
            "costed as": "not costed",
        }
    ],
    "approval_rules": [RULE, {**RULE, "rule": "A", "tested at": "actual", "comparison": "at or over"}],
    "assumptions": [{"assumption": "All is well", "value": "+1", "owner": "Head of HR", "agreed on": "01/02/2025"}],
    "pay_awards": [{"effective from": "01/12/2025", "percent": "3.2%", "flat sum": 100, "rounding": "nearest £3"}],
}


def test_saved_answers_read_back_to_the_same(tmp_path: Path) -> None:
    results = payband.Review(**small_review(**FULL)).calculate()
    path = tmp_path / "saved.xlsx"
    results.save(path)
    assert faults_of_package(path) == []
    review = payband.open_review(path)
    again = review.calculate()
    assert review.inputs.settings == results.inputs.settings
    rows, before = rows_by_table(review.inputs), rows_by_table(results.inputs)
    assert rows.keys() == before.keys()
    for name in rows:
        one, other = ([row.model_copy(update={"row": 0}) for row in each[name]] for each in (rows, before))
        assert one == other, name
    assert again.to_dict() == results.to_dict()
    again.save(tmp_path / "again.xlsx")
    assert faults_of_package(tmp_path / "again.xlsx") == []


def test_a_saved_workbook_holds_the_answers_and_no_formula(tmp_path: Path) -> None:
    results = payband.Review(**small_review(**FULL)).calculate()
    results.save(str(tmp_path / "saved.xlsx"))
    workbook = answers(tmp_path / "saved.xlsx")
    for table in ANSWERS:
        found, expected = rows_of(workbook, table.name), results.tables[table.name].records()
        for row, record in zip(found, expected, strict=True):
            if row.get("item") == "input fingerprint":  # which a workbook has, and tables in Python do not
                continue
            for column, value in zip(table.columns, row.values(), strict=True):
                assert same_cell(value, record[column.key]), (table.name, column.key, value)
    typed = [(row["person"], row["proposed line"]) for row in rows_of(workbook, "People")]
    assert typed == [("@1", "Officers"), ("2", "Officers"), ("3", "Officers"), ("4", None), ("5", "-2+3")]
    assert [row["source"] for row in rows_of(workbook, "ApprovalRules")] == ["=made up", "=made up"]
    formulas = [cell for sheet in workbook for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"]
    assert formulas == []  # whatever a name starts with, it is text


def test_saving_onto_the_input_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    path.write_bytes(LEICESTER.read_bytes())
    results = payband.open_review(path).calculate()
    with pytest.raises(payband.WrongInput, match="is the input, which payband never changes"):
        results.save(path)
    assert path.read_bytes() == LEICESTER.read_bytes()


def test_saving_over_a_file_that_is_open_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".~lock.answers.xlsx#").write_bytes(b"")
    with pytest.raises(payband.WrongInput, match="is open in a spreadsheet program"):
        payband.open_review(LEICESTER).calculate().save(tmp_path / "answers.xlsx")
    assert [each.name for each in tmp_path.iterdir()] == [".~lock.answers.xlsx#"]


def test_saving_over_a_file_of_somebody_else_asks_for_overwrite(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    path.write_text("old")
    results = payband.open_review(LEICESTER).calculate()
    with pytest.raises(payband.WrongInput, match="was not written by payband"):
        results.save(path)
    assert path.read_text() == "old"
    results.save(path, overwrite=True)
    results.save(path)  # which payband has written itself by now
    assert rows_of(answers(path), "Checks")
    assert [each.name for each in tmp_path.iterdir()] == ["answers.xlsx"]


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"people": [{"person": "A", "salery now": 23_000}]}, "'salery now'.*did you mean 'salary now'"),
        ({"people": pd.DataFrame({"persons": ["A"]})}, "'persons'.*did you mean 'person'"),
        ({"people": [{"person": "A"}]}, "1 problem to put.*the column 'salary now' is missing: add it"),
        ({"people": [{"person": "A", "salary now": "lots"}]}, "row 1, column 'salary now': the salary is 'lots'"),
        ({"settings": {"tie": "higher"}}, "'tie' is not a setting of a review"),
        ({"posts": []}, "table Structure: has no rows"),
    ],
)
def test_what_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(payband.PaybandError, match=f"(?s){said}"):
        payband.Review(**small_review(**given))


def test_problems_can_be_taken_apart() -> None:
    given = small_review(people=[{"person": "A", "salary now": -1}, {"person": "A", "salary now": 23_000, "FTE": 2}])
    with pytest.raises(payband.InputProblems) as caught:
        payband.Review(**given)
    found = [(problem.table, problem.row, problem.column) for problem in caught.value.problems]
    assert found == [("People", 1, "salary now"), ("People", 2, "FTE"), ("People", 2, "person")]


def test_the_example_of_the_class_is_true() -> None:
    from payband.review import review

    assert doctest.testmod(review).attempted >= 2


def test_every_input_table_is_named() -> None:
    """They are named apart, so that a workbook is read before they are loaded, and a review loads no part in vain."""
    assert tuple(table.name for table in INPUTS) == OF_EVERY_REVIEW
    for name, tables in OF_PARTS.items():
        [part] = parts_with([tables[-1].upper()])
        assert tuple(table.name for table in part.inputs) == tables, name
        assert all(table.optional for table in part.inputs)
    assert parts_with(table.name for table in part_inputs()) == parts()
