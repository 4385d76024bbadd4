"""One column more of protection, declared here alone, appears wherever the answers of protection do."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import payband
from payband.forms import Form
from payband.formulas.reconcile import reconcile
from payband.review.core.protection import ProtectedMonth, ProtectedYear
from payband.review.explanation.explain import explain
from payband.sheets.sheet import Answer, Each, Tells, Unit, adding, column
from tests.support.workbooks import rows_of

KEY, HEADING = "cost_in_all", "cost in all"


@column(Unit.PENCE, HEADING, answer=Answer(HEADING, KEY), tells=Tells.PAY, shown=lambda of: of.kept)
def cost_in_all(of: Each) -> Form:
    """protection and its on-costs"""
    return of.cost + of.on_costs


@pytest.fixture
def one_more() -> Iterator[None]:
    with adding(ProtectedYear, cost_in_all), adding(ProtectedMonth, cost_in_all):
        yield


def _review() -> payband.Review:
    return payband.Review(
        settings={
            "implementation date": "01/04/2025", "price base": "2025-26", "costed at": "top", "on-cost profile": "all",
            "horizon": 1, "protection months": 6, "protection form": "frozen", "protection on-costs": "yes",
        },
        on_costs=[{"profile": "all", "pension rate": "20%"}],
        grades=[{"grade": "G1", "bottom salary": 30_000, "top salary": 36_000},
                {"grade": "G0", "bottom salary": 20_000, "top salary": 24_000}],
        posts=[
            {"line": "Officers", "state": "now", "grade": "G1", "posts": 2},
            {"line": "Officers", "state": "proposed", "grade": "G0", "posts": 2},
        ],
        people=[
            {"person": "A", "post now": "Officers", "proposed line": "Officers", "salary now": 36_000},
            {"person": "B", "post now": "Officers", "proposed line": "Officers", "salary now": 23_000},
        ],
    )  # fmt: skip


# £12,000 a year more for six months, £6,000, with NI of 15% and a pension of 20% on it.
EXPECTED = Decimal("8100.00")


@pytest.mark.usefixtures("one_more")
def test_it_is_in_data_frames() -> None:
    results = _review().calculate()
    assert dict(zip(results.protection["person"], results.protection[KEY], strict=True)) == {"A": EXPECTED}
    assert sum(results.protection_by_month[KEY]) == EXPECTED
    assert len(results.protection_by_month) == 6


@pytest.mark.usefixtures("one_more")
def test_it_is_explained() -> None:
    [chain] = [each for each in explain(_review(), "A").chains if each.title == "Cost in all"]
    assert [(step.name, step.given) for step in chain.steps] == [
        ("protection", Decimal(6000)),
        ("on-costs", Decimal(2100)),
        (HEADING, EXPECTED),
    ]


@pytest.mark.usefixtures("one_more")
def test_it_is_a_plain_formula_in_a_native_copy(soffice: str, tmp_path: Path) -> None:
    _review().calculate().save(tmp_path / "review.xlsx")
    payband.open_review(tmp_path / "review.xlsx").calculate().save(tmp_path / "native.xlsx", live="native")
    book = openpyxl.load_workbook(tmp_path / "native.xlsx")
    for table in ("ProtectionByYear", "ProtectionByMonth"):
        rows = rows_of(book, table)
        assert {row["person"] for row in rows} == {"='People'!$A$5", "='People'!$A$6"}, (
            "whoever could come to be protected"
        )
        assert all(str(row[HEADING]).startswith("=") for row in rows)
    assert reconcile(tmp_path / "native.xlsx", soffice).differences == []
    book["People"]["D5"] = 21_000  # is protected no longer
    book["People"]["D6"] = 30_000  # and B is
    book.save(tmp_path / "changed.xlsx")
    assert reconcile(tmp_path / "changed.xlsx", soffice).differences == []
