"""The notes in the native and the live copy: equal to the answers, and no old one next to a changed input."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from payband.formulas.reconcile import compare, recalculated, reconcile
from payband.workbook import open_review
from tests.accounts.body import SENIOR, review
from tests.accounts.test_notes import exits, kinds
from tests.support.native_reviews import native
from tests.support.workbooks import put, rows_of

BEFORE = [{"note": "highest pay and average", "item": "staff on average: salary and allowances", "amount": 30_000}]
MORE: dict[str, Any] = {
    "SeniorPosts": SENIOR, "Exits": exits(("A", 10_000), ("B", 30_000)), "ExitKinds": kinds(["A", "B"]),
    "ExitBands": [{"over": 0, "up to": 20_000}, {"over": 20_000}], "NotesLastYear": BEFORE,
}  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notes")
    notes = {"loss of office in brackets": "yes", "multiple is of": "full-time pay"}
    review("NHS", notes=notes, more=MORE).calculate().save(folder / "in.xlsx")
    return native(folder / "in.xlsx", folder / "native.xlsx")


def test_every_answer_is_equal(path: Path, soffice: str) -> None:
    found = reconcile(path, soffice)
    assert found.differences == []
    assert (found.waiting, found.compared > 2_000) == (0, True)


def changed(path: Path, folder: Path, table: str, key: Any, column: str, value: Any) -> Path:
    book = openpyxl.load_workbook(path)
    put(book, table, key, column, value)
    book.save(folder / "changed.xlsx")
    return folder / "changed.xlsx"


CHANGED = [
    ("People", "H1", "salary now", 99_000),
    ("AccountsNotes", "2025-26", "band width", 10_000),
    ("SeniorPosts", "H1", "post", "Other"),
]


@pytest.mark.parametrize(("table", "key", "column", "value"), CHANGED)
def test_no_note_is_shown_next_to_a_changed_input(
    path: Path, soffice: str, tmp_path: Path, table: str, key: str, column: str, value: Any
) -> None:
    other = changed(path, tmp_path, table, key, column, value)
    content = recalculated(other, soffice)
    found = compare(content, open_review(other).calculate())
    assert found.differences == []
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for name, heading in (("PayBrackets", "people"), ("FairPay", "ratio"), ("SeniorRemuneration", "remuneration")):
        assert all(str(row[heading]).startswith("inputs have changed") for row in rows_of(book, name))


def test_the_live_copy_calls_the_functions(tmp_path: Path) -> None:
    results = review("NHS", notes={"multiple is of": "full-time pay"}).calculate()
    results.save(tmp_path / "in.xlsx")
    open_review(tmp_path / "in.xlsx").calculate().save(tmp_path / "live.xlsx", live="excel")
    book = openpyxl.load_workbook(tmp_path / "live.xlsx")
    ratios = [str(row["ratio"]) for row in rows_of(book, "FairPay")]
    assert all("FAIRPAY(" in each for each in ratios)
    assert "PAYMULTIPLE(" in str(rows_of(book, "WorkforceMultiple")[0]["multiple"])
