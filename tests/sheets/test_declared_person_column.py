"""One column more of a person's slotting, or of a pay range, declared here alone, appears wherever answers do."""

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
from payband.forms import Form
from payband.formulas.reconcile import reconcile
from payband.review.core.ranges import Range
from payband.review.core.slotting import Slotted
from payband.review.disclosure.publication import publication
from payband.review.disclosure.published import HIDDEN, Choices
from payband.review.explanation.explain import explain
from payband.sheets.sheet import Answer, Each, Tells, Unit, adding, column
from payband.units import half_up
from tests.support.workbooks import rows_of

KEY, HEADING = "half_the_change", "half the change"
MIDDLE, MIDDLE_HEADING = "middle_a_month", "middle a month"


def _as_shown(of: Each) -> Form:
    return of.placed


@column(
    Unit.PENCE, HEADING, answer=Answer(HEADING, KEY, "£ a year"), tells=Tells.PAY, shown=_as_shown
)  # fmt: skip
def half_the_change(of: Each) -> Form:
    """half of what the salary rises or falls, from the two salaries"""
    return half_up(of.salary_new - of.salary_now, 2)


@column(Unit.PENCE, MIDDLE_HEADING, answer=Answer(MIDDLE_HEADING, MIDDLE, "£ a month"))
def middle_a_month(of: Each) -> Form:
    """a twelfth of the middle of the range"""
    return half_up(of.midpoint, 12)


@pytest.fixture
def one_more() -> Iterator[None]:
    with adding(Slotted, half_the_change), adding(Range, middle_a_month):
        yield


def _review() -> payband.Review:
    return payband.Review(
        settings={
            "protection months": 24, "protection form": "frozen",
            "implementation date": "01/04/2025", "price base": "2025-26", "costed at": "top", "on-cost profile": "all",
            "horizon": 1, "tie goes to": "higher",
        },
        on_costs=[{"profile": "all", "pension rate": "20%"}],
        spines=[
            {"spine": "S", "point": number, "salary": 30_000 + 1_000 * number, "effective from": "01/04/2025"}
            for number in range(1, 7)
        ],
        grades=[{"grade": "G1", "spine": "S", "bottom point": 2, "top point": 5}],
        posts=[
            {"line": "Officers", "state": state, "grade": "G1", "posts": 4, "costed at": "actual"}
            for state in ("now", "proposed")
        ],
        people=[
            {"person": "A", "post now": "Officers", "proposed line": "Officers", "salary now": 33_300},
            {"person": "B", "post now": "Officers", "proposed line": "Officers", "salary now": 38_000},
            {"person": "C", "post now": "Officers", "salary now": 33_000},
        ],
    )  # fmt: skip


EXPECTED = {"A": Decimal("-150.00"), "B": Decimal("-1500.00"), "C": None}
"""£33,300 goes to £33,000, the nearest point, and £38,000 to the top, £35,000; C goes nowhere."""

OF_THE_RANGE = Decimal("2791.67")
"""£32,000 and £35,000 have £33,500 between them, of which a twelfth is £2,791.67."""


@pytest.mark.usefixtures("one_more")
def test_it_is_in_data_frames_and_json() -> None:
    results = _review().calculate()
    frame = results.slotting
    assert dict(zip(frame["person"], frame[KEY], strict=True)) == EXPECTED
    assert list(results.ranges[MIDDLE]) == [OF_THE_RANGE]
    found = results.to_dict()
    assert {each["person"]: each[KEY] for each in found["slotting"]} == EXPECTED
    assert found["ranges"][0][MIDDLE] == OF_THE_RANGE
    assert KEY in json.dumps(found, default=str)


@pytest.fixture
def saved(one_more: None, tmp_path: Path) -> Path:
    _review().calculate().save(tmp_path / "review.xlsx")
    return tmp_path / "review.xlsx"


def _cells(path: Path, *, shown: bool = False) -> tuple[dict[str, Any], Any]:
    book = openpyxl.load_workbook(path, data_only=shown)
    of_people = [row[HEADING] for row in rows_of(book, "SlottingList")]
    [of_range] = [row[MIDDLE_HEADING] for row in rows_of(book, "PayRanges")]
    return dict(zip(EXPECTED, of_people, strict=True)), of_range


def test_it_is_in_the_answers_of_a_workbook(saved: Path) -> None:
    of_people, of_range = _cells(saved)
    assert {each: value and Decimal(str(value)) for each, value in of_people.items()} == EXPECTED
    assert Decimal(str(of_range)) == OF_THE_RANGE


def test_it_is_a_plain_formula_in_a_native_copy(saved: Path, soffice: str, tmp_path: Path) -> None:
    payband.open_review(saved).calculate().save(tmp_path / "native.xlsx", live="native")
    of_people, of_range = _cells(tmp_path / "native.xlsx")
    assert all(str(formula).startswith("=") for formula in (*of_people.values(), of_range))
    assert reconcile(tmp_path / "native.xlsx", soffice).differences == []
    book = openpyxl.load_workbook(tmp_path / "native.xlsx")
    book["People"]["D5"] = 34_500
    book["Spines"]["C6"] = 31_900
    book.save(tmp_path / "changed.xlsx")
    assert reconcile(tmp_path / "changed.xlsx", soffice).differences == []


def test_it_is_a_formula_in_a_live_copy(saved: Path, tmp_path: Path) -> None:
    payband.open_review(saved).calculate().save(tmp_path / "live.xlsx", live="excel")
    formulas, of_range = _cells(tmp_path / "live.xlsx")
    assert all(str(formula).startswith("=") for formula in (*formulas.values(), of_range))
    assert "Workings" not in f"{formulas['A']}{of_range}", "it follows from answers beside it"
    values, of_range = _cells(tmp_path / "live.xlsx", shown=True)
    assert Decimal(str(values["A"])) == EXPECTED["A"]
    assert Decimal(str(of_range)) == OF_THE_RANGE


@pytest.mark.usefixtures("one_more")
def test_it_is_explained() -> None:
    chains = {chain.title: chain for chain in explain(_review(), "A").chains}
    chain = chains["Half the change"]
    assert [(step.name, step.given) for step in chain.steps] == [
        ("salary new", Decimal(33_000)),
        ("salary now", Decimal(33_300)),
        (HEADING, EXPECTED["A"]),
    ]
    assert chain.steps[-1].rule == "half of what the salary rises or falls, from the two salaries"
    assert chain.answer is not None
    assert (chain.answer.table, chain.answer.key) == ("SlottingList", KEY)
    assert "Half the change" not in {each.title for each in explain(_review(), "C").chains}, "C goes nowhere"
    of_line = {chain.title: chain for chain in explain(_review(), "Officers").chains}
    assert of_line["Middle a month of G1"].steps[-1].given == OF_THE_RANGE


@pytest.mark.usefixtures("one_more")
def test_it_is_published_and_withheld_by_what_it_tells() -> None:
    def published(name: str, heading: str) -> list[Any]:
        tables = publication(_review().calculate(), Choices(date(2025, 4, 1), people=True)).tables
        [table] = [each for each in tables if each.name == name]
        place = next(at for at, each in enumerate(table.columns) if each.heading.startswith(heading))
        return [row[place] for row in table.rows]

    assert published("PeopleListed", "Half the change")[:2] == [HIDDEN, HIDDEN], "what one person loses is not told"
    assert published("PayRanges", "Middle a month") == [279_167]
    counted = half_the_change._replace(
        name="steps", tells=Tells.COUNT, unit=Unit.NUMBER, shown=None, answer=Answer("lines", "lines"),
        rule=lambda of: of.placed + 0,
    )  # fmt: skip
    with adding(Slotted, counted):
        assert published("PeopleListed", "Lines") == [1, 1, 0]


def test_without_it_nothing_has_it() -> None:
    results = _review().calculate()
    assert KEY not in results.slotting.columns
    assert MIDDLE not in results.ranges.columns
