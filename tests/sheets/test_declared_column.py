"""One answer column more, declared here alone, appears wherever answers do."""

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
from payband.forms import Form, choose, larger
from payband.formulas.reconcile import reconcile
from payband.review.core.line_cost import LineCost
from payband.review.disclosure.publication import publication
from payband.review.disclosure.published import HIDDEN, Choices
from payband.review.explanation.explain import explain
from payband.sheets.sheet import Answer, Each, Tells, Unit, adding, column
from tests.support.workbooks import rows_of

KEY, HEADING = "cost_of_a_post", "cost of a post"


@column(Unit.PENCE, HEADING, answer=Answer(HEADING, KEY, "£ a year, proposed"), tells=Tells.PAY)
def cost_of_a_post(of: Each) -> Form:
    """the proposed cost over its posts"""
    return choose(of.posts_proposed > 0, of.cost_proposed // larger(of.posts_proposed, 1), 0)


@pytest.fixture
def one_more() -> Iterator[None]:
    with adding(LineCost, cost_of_a_post):
        yield


def _review() -> payband.Review:
    return payband.Review(
        settings={
            "protection months": 24, "protection form": "frozen",
            "implementation date": "01/04/2025", "price base": "2025-26", "costed at": "top", "on-cost profile": "all",
            "horizon": 1,
        },
        on_costs=[{"profile": "all", "pension rate": "20%"}],
        grades=[{"grade": "G1", "bottom salary": 30_000, "top salary": 36_000}],
        posts=[
            {"line": "Officers", "state": "now", "grade": "G1", "posts": 4},
            {"line": "Officers", "state": "proposed", "grade": "G1", "posts": 3},
            {"line": "Lead", "state": "now", "grade": "G1", "posts": 1, "costed at": "actual"},
            {"line": "Lead", "state": "proposed", "grade": "G1", "posts": 1, "costed at": "actual"},
        ],
        people=[{"person": "A", "post now": "Lead", "proposed line": "Lead", "salary now": 33_000}],
    )  # fmt: skip


EXPECTED = {"Officers": Decimal("47849.40"), "Lead": Decimal("43799.40")}
"""£36,000 and £33,000 with NI (15% above £5,000 a year) and a pension of 20%; by hand: 36000 + 4649.40 + 7200."""


@pytest.mark.usefixtures("one_more")
def test_it_is_in_data_frames_and_json() -> None:
    results = _review().calculate()
    frame = results.structure
    assert dict(zip(frame["line"], frame[KEY], strict=True)) == EXPECTED
    lines = results.to_dict()["structure"]["lines"]
    assert {line["line"]: line[KEY] for line in lines} == EXPECTED
    assert KEY in json.dumps(lines, default=str)


@pytest.fixture
def saved(one_more: None, tmp_path: Path) -> Path:
    _review().calculate().save(tmp_path / "review.xlsx")
    return tmp_path / "review.xlsx"


def _cells(path: Path, *, shown: bool = False) -> dict[str, Any]:
    book = openpyxl.load_workbook(path, data_only=shown)
    found = {}
    for row in rows_of(book, "StructureCost"):
        found[row["line"]] = row[HEADING]
    return found


def test_it_is_in_the_answers_of_a_workbook(saved: Path) -> None:
    assert {line: Decimal(str(value)) for line, value in _cells(saved).items()} == EXPECTED


def test_it_is_a_plain_formula_in_a_native_copy(saved: Path, soffice: str, tmp_path: Path) -> None:
    payband.open_review(saved).calculate().save(tmp_path / "native.xlsx", live="native")
    book = openpyxl.load_workbook(tmp_path / "native.xlsx")
    assert all(str(row[HEADING]).startswith("=") for row in rows_of(book, "StructureCost"))
    assert reconcile(tmp_path / "native.xlsx", soffice).differences == []
    book["People"]["D5"] = 31_000
    book["Structure"]["D6"] = 2
    book.save(tmp_path / "changed.xlsx")
    assert reconcile(tmp_path / "changed.xlsx", soffice).differences == []


def test_it_is_a_formula_in_a_live_copy(saved: Path, tmp_path: Path) -> None:
    payband.open_review(saved).calculate().save(tmp_path / "live.xlsx", live="excel")
    formulas, values = _cells(tmp_path / "live.xlsx"), _cells(tmp_path / "live.xlsx", shown=True)
    assert all(str(formula).startswith("=") for formula in formulas.values())
    assert sorted(Decimal(str(value)) for value in values.values()) == sorted(EXPECTED.values())


@pytest.mark.usefixtures("one_more")
def test_it_is_explained() -> None:
    chains = {chain.title: chain for chain in explain(_review(), "Officers").chains}
    chain = chains["Cost of a post"]
    assert [(step.name, step.given) for step in chain.steps] == [
        ("posts proposed", 3),
        ("cost proposed", EXPECTED["Officers"] * 3),
        (HEADING, EXPECTED["Officers"]),
    ]
    assert chain.steps[-1].rule == "the proposed cost over its posts"
    assert chain.answer is not None
    assert (chain.answer.table, chain.answer.key) == ("StructureCost", KEY)


@pytest.mark.usefixtures("one_more")
def test_it_is_published_and_withheld_by_what_it_tells() -> None:
    [table] = [
        each
        for each in publication(_review().calculate(), Choices(date(2025, 4, 1))).tables
        if each.name == "StructureCost"
    ]
    place = next(at for at, each in enumerate(table.columns) if each.heading.startswith("Cost of a post"))
    shown = {row[0]: row[place] for row in table.rows}
    assert shown["Lead"] == HIDDEN, "what one person costs is not told"
    with adding(LineCost, cost_of_a_post._replace(name="posts_left", tells=Tells.COUNT, unit=Unit.NUMBER,
                                                  answer=Answer("posts left", "posts_left"),
                                                  rule=lambda of: of.posts_proposed + 0)):  # fmt: skip
        [table] = [
            each
            for each in publication(_review().calculate(), Choices(date(2025, 4, 1))).tables
            if each.name == "StructureCost"
        ]
    place = next(at for at, each in enumerate(table.columns) if each.heading == "Posts left")
    assert {row[0]: row[place] for row in table.rows}["Lead"] == 1


def test_without_it_nothing_has_it() -> None:
    assert KEY not in _review().calculate().structure.columns
