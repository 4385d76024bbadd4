"""A part whose sheets are declared: its answers are formulas that follow its inputs, and each figure is explained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import payband
from payband.formulas.reconcile import reconcile
from payband.review.explanation.explain import explain
from payband.review.explanation.table import explained_tables
from tests.support.native_reviews import native, saved
from tests.support.workbooks import small_review

COUNTS = [
    {"characteristic": "sex", "of whom": of_whom, "group": group, "people": people, "printed share": share, **more}
    for of_whom, group, people, share, more in (
        ("population", "female", 145_133, "51.8%", {}),
        ("population", "male", 134_790, None, {}),
        ("workforce", "female", 9_132, "60.5%", {}),
        ("workforce", "male", 5_963, "39.6%", {}),
        ("workforce", "total", 15_095, None, {}),
        ("review group", "female", 13, "65%", {"decimals": 0}),
        ("review group", "male", 7, None, {}),
        ("outcome", "female", 10, None, {"outcome": "assimilated"}),
        ("outcome", "male", None, "40%", {"outcome": "assimilated"}),
        ("outcome", "female", 3, None, {"outcome": "competing"}),
        ("outcome", "male", 3, None, {"outcome": "competing"}),
    )
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("declared")
    tables: dict[str, Any] = small_review() | {"more": {"EqualityCounts": COUNTS}}
    return native(saved(tables, folder / "in.xlsx"), folder / "native.xlsx")


def test_answers_are_equal_and_follow_a_changed_count(copy: Path, soffice: str, tmp_path: Path) -> None:
    assert reconcile(copy, soffice).differences == []
    book = openpyxl.load_workbook(copy)
    sheet = book["Equality counts"]
    columns = {cell.value: cell.column for cell in sheet[4]}
    for row, heading, value in (
        (5, "people", 150_000),
        (8, "printed share", 0.395),
        (10, "people", 14),
        (12, "people", 9),
    ):
        sheet.cell(row, columns[heading] or 0, value)
    book.save(tmp_path / "changed.xlsx")
    found = reconcile(tmp_path / "changed.xlsx", soffice)
    assert found.differences == []
    formulas = openpyxl.load_workbook(tmp_path / "changed.xlsx")
    shares = [str(cell.value) for cell in formulas["Equality profile"]["G"][4:] if cell.value]
    assert shares
    assert not [each for each in shares if "Workings_parts" in each]


def test_every_number_of_a_table_is_explained(copy: Path) -> None:
    results = payband.open_review(copy).calculate()
    assert explained_tables(results)["equality profile"] == "EqualityProfile"
    chains = explain(results, "Equality profile").chains
    shown = {chain.title: chain.steps[-1].shown for chain in chains}
    assert shown["Share: sex, workforce, female"] == "60.5%"
    assert shown["Against workforce: sex, review group, female"] == "4.5%"
    assert [chain.answer.table for chain in chains if chain.answer] == ["EqualityProfile"] * len(chains)


def test_a_table_that_is_not_there_gets_the_nearest(copy: Path) -> None:
    with pytest.raises(payband.UnknownName, match="did you mean 'EqualityProfile'"):
        explain(payband.open_review(copy), "Equality profil")
