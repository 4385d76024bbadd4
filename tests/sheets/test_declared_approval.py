"""One answer column more on the sheet of approvals, declared here alone, appears wherever approvals do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import payband
from payband.forms import Form, larger
from payband.formulas.reconcile import reconcile
from payband.review.core.approvals import Approval
from payband.review.disclosure.approvals import INDIVIDUALS
from payband.review.disclosure.publication import publication
from payband.review.disclosure.published import HIDDEN, Choices
from payband.review.explanation.explain import explain
from payband.sheets.sheet import Answer, Each, Tells, Unit, adding, column
from tests.support.workbooks import rows_of

KEY, HEADING = "over_by", "over by"


@column(Unit.PENCE, HEADING, answer=Answer(HEADING, KEY, "£ a year"), tells=Tells.PAY)
def over_by(of: Each) -> Form:
    """the amount less the threshold; nothing below it"""
    return larger(of.amount - of.tier.threshold, 0)


@pytest.fixture
def one_more() -> Iterator[None]:
    with adding(Approval, over_by):
        yield


RULE = {"measure": "package", "comparison": "at or over", "effective from": "01/04/2020", "approving body": "Panel"}


def _review() -> payband.Review:
    return payband.Review(
        settings={
            "implementation date": "01/04/2025", "price base": "2025-26", "costed at": "top", "on-cost profile": "all",
            "horizon": 1, "protection months": 0,
        },
        on_costs=[{"profile": "all", "pension rate": "20%"}],
        grades=[{"grade": "G1", "bottom salary": 90_000, "top salary": 104_000}],
        posts=[
            {"line": "Directors", "state": "now", "grade": "G1", "posts": 7},
            {"line": "Directors", "state": "proposed", "grade": "G1", "posts": 7},
            {"line": "Head", "state": "proposed", "grade": "", "posts": 1, "stated cost": 150_000},
        ],
        people=[
            {"person": f"P{number}", "post now": "Directors", "proposed line": "Directors", "salary now": 101_000}
            for number in range(6)
        ],
        package=[{"line or person": "Directors", "element": "car", "amount a year": 2_500,
                  "counts towards approval": "yes", "costed as": "not costed"}],
        approval_rules=[
            {**RULE, "rule": "Top", "tested at": "top of range", "threshold": 100_000},
            {**RULE, "rule": "Paid", "tested at": "actual", "threshold": 101_000},
        ],
    )  # fmt: skip


EXPECTED = {
    ("Top", "Directors"): Decimal(6_500),
    ("Top", "Head"): None,
    **{("Paid", f"P{number}"): Decimal(2_500) for number in range(6)},
    ("Paid", "Directors"): Decimal(5_500),
    ("Paid", "Head"): None,
}
"""By hand: £104,000 and £2,500 are £6,500 over £100,000; £101,000 and £2,500 are £2,500 over £101,000."""


@pytest.mark.usefixtures("one_more")
def test_it_is_in_data_frames_and_json() -> None:
    results = _review().calculate()
    found = {(row["rule"], row["what"]): row[KEY] for row in results.approvals.to_dict("records")}
    assert found == EXPECTED
    tests = results.to_dict()["approvals"]
    assert {(row["rule"], row["what"]): row[KEY] for row in tests} == EXPECTED
    assert KEY in json.dumps(tests, default=str)


@pytest.fixture
def saved(one_more: None, tmp_path: Path) -> Path:
    _review().calculate().save(tmp_path / "review.xlsx")
    return tmp_path / "review.xlsx"


def _cells(path: Path, *, shown: bool = False) -> dict[Any, Any]:
    book = openpyxl.load_workbook(path, data_only=shown)
    return {(row["rule"], row["what"]): row[HEADING] for row in rows_of(book, "ApprovalsNeeded")}


def _pounds(cells: dict[Any, Any]) -> dict[Any, Decimal | None]:
    return {key: None if value in ("unknown", None) else Decimal(str(value)) for key, value in cells.items()}


def test_it_is_in_the_answers_of_a_workbook(saved: Path) -> None:
    assert _pounds(_cells(saved)) == EXPECTED


def test_it_is_a_plain_formula_in_a_native_copy(saved: Path, soffice: str, tmp_path: Path) -> None:
    payband.open_review(saved).calculate().save(tmp_path / "native.xlsx", live="native")
    book = openpyxl.load_workbook(tmp_path / "native.xlsx")
    assert all(str(row[HEADING]).startswith("=") for row in rows_of(book, "ApprovalsNeeded"))
    assert reconcile(tmp_path / "native.xlsx", soffice).differences == []
    people = {row["person"]: number for number, row in enumerate(rows_of(book, "People"), start=5)}
    book["People"].cell(people["P3"], 4, 103_000)
    book["Package"]["C5"] = 1_000
    book["Approval rules"]["E5"] = 99_000
    book.save(tmp_path / "changed.xlsx")
    found = reconcile(tmp_path / "changed.xlsx", soffice)
    assert found.differences == []
    assert found.compared


def test_it_is_a_formula_in_a_live_copy(saved: Path, tmp_path: Path) -> None:
    payband.open_review(saved).calculate().save(tmp_path / "live.xlsx", live="excel")
    formulas, values = _cells(tmp_path / "live.xlsx"), _cells(tmp_path / "live.xlsx", shown=True)
    assert all(str(formula).startswith("=") for formula in formulas.values())
    assert _pounds(values) == EXPECTED


@pytest.mark.usefixtures("one_more")
def test_it_is_explained() -> None:
    chains = {chain.title: chain for chain in explain(_review(), "P2").chains}
    chain = chains["Over by by the rule 'Paid': P2"]
    assert [(step.name, step.given) for step in chain.steps] == [
        ("amount tested", 103_500),
        ("threshold", 101_000),
        (HEADING, 2_500),
    ]
    assert chain.steps[-1].rule == "the amount less the threshold; nothing below it"
    assert chain.answer is not None
    assert (chain.answer.table, chain.answer.key) == ("ApprovalsNeeded", KEY)


def _published(heading: str) -> dict[tuple[Any, Any], Any]:
    made = publication(_review().calculate(), Choices(date(2025, 4, 1)))
    [table] = [each for each in made.tables if each.name == "Approvals"]
    headings = [each.heading.partition(" (")[0] for each in table.columns]
    rule, place = headings.index("Rule"), headings.index(heading)
    return {(row[rule], row[0]): row[place] for row in table.rows}


@pytest.mark.usefixtures("one_more")
def test_it_is_published_and_withheld_by_what_it_tells() -> None:
    assert _published("Over by") == {
        ("Top", "Directors"): 650_000,
        ("Paid", "Directors"): 550_000,
        ("Paid", INDIVIDUALS): HIDDEN,  # what people are paid
    }
    threshold = over_by._replace(
        name="from_which", tells=Tells.NOTHING, answer=Answer("from which on", "from_which"),
        rule=lambda of: of.tier.threshold + 0,
    )  # fmt: skip
    with adding(Approval, threshold):
        assert _published("From which on") == {
            ("Top", "Directors"): 10_000_000,
            ("Paid", "Directors"): 10_100_000,
            ("Paid", INDIVIDUALS): 10_100_000,
        }
    not_published = over_by._replace(name="kept_back", answer=Answer("kept back", "kept_back", published=False))
    with adding(Approval, not_published), pytest.raises(ValueError, match="Kept back"):
        _published("Kept back")


def test_without_it_nothing_has_it() -> None:
    assert KEY not in _review().calculate().approvals.columns
