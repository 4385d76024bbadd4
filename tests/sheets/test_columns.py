"""A review in columns: many people worked out together come to what each alone comes to, to the last character."""

from __future__ import annotations

import gc
import sys
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import payband
from payband.calendar import FinancialYear
from payband.errors import InputProblems, PaybandError
from payband.library import PointSalary
from payband.review import columns
from payband.review.answers import PROTECTION_BY_YEAR, AnswerRows
from payband.review.columns import (
    amounts,
    coded,
    groups,
    on_costs_by_salary,
    on_costs_column,
    slot_people,
    spells_column,
    spells_kept,
    why_not_slotted,
)
from payband.review.cycles import without_looking_for_cycles
from payband.review.inputs import quick_rows, reading
from payband.review.inputs.fingerprint import _told, input_fingerprint
from payband.review.inputs.raw.raw_tables import BadCell, RawRow, RawTable
from payband.review.inputs.tables import INPUTS, input_table
from payband.review.ranges import PayRange
from payband.rules.cost.on_costs import OnCostTerms, on_costs_of_year
from payband.rules.pay.increments import INCREMENTS
from payband.rules.pay.pay_award import Award
from payband.rules.placing.slotting import Slot, slot_to
from payband.rules.placing.slotting_column import SlotColumn
from payband.rules.placing.slotting_steps import OUTCOMES, RULES, TIES
from payband.rules.protection import FORMS, Protection, spells
from tests.support.native_reviews import generated

# --- slotting ------------------------------------------------------------------------------------------------------

PENCE = st.integers(100, 130)  # few, so that ties, points and ends are hit


@st.composite
def pay_ranges(draw: st.DrawFn) -> PayRange:
    """A range with points, some never published and some estimated, or a bottom and a top, or neither."""
    kind = draw(st.sampled_from(("points", "points", "ends", "unknown")))
    pays = sorted(draw(st.sets(PENCE, min_size=1, max_size=7)))
    if kind == "points":
        points = tuple(
            PointSalary(str(number), draw(st.sampled_from((pay, pay, pay, None))), draw(st.booleans()))
            for number, pay in enumerate(pays, start=1)
        )
        return PayRange("G", "", 0, points, points[0].pence, points[-1].pence, False, "")
    bottom, top = (pays[0], pays[-1]) if kind == "ends" else (None, None)
    return PayRange("G", "", 0, (), bottom, top, False, "")


def _slots_of(found: SlotColumn, pay_range: PayRange) -> list[Slot | None]:
    """The `Slot` of each row; None where there is no answer."""
    names: list[str | None] = [each.point for each in pay_range.points] or [None]
    columns = (found.place, found.salary, found.change, found.outcome, found.estimated, found.answered)
    return [
        Slot(names[place], pay, change, OUTCOMES[outcome], estimated) if answered else None
        for place, pay, change, outcome, estimated, answered in zip(*(each.tolist() for each in columns), strict=True)
    ]


@given(
    pay_ranges(), st.lists(st.integers(95, 135), max_size=30), st.sampled_from(RULES), st.sampled_from((None, *TIES))
)
@settings(max_examples=400, deadline=None)
def test_a_column_is_slotted_as_each_salary_is(
    pay_range: PayRange, salaries: list[int], rule: str, tie: str | None
) -> None:
    found = slot_people(amounts(salaries), pay_range, rule, tie)
    for salary, slot in zip(salaries, _slots_of(found, pay_range), strict=True):
        try:
            alone = slot_to(salary, pay_range.points, pay_range.bottom, pay_range.top, rule, tie, "G")
        except PaybandError as error:
            found_alone: Any = (None, str(error))
        else:
            found_alone = (alone, "")
        why = why_not_slotted(salary, pay_range, rule, tie) if slot is None else ""
        assert (slot, why) == found_alone
    points = [pay_range.points[place].pence for place in found.place if place >= 0]
    assert found.salary[found.place >= 0].tolist() == [pence or 0 for pence in points]


@given(
    pay_ranges(), st.integers(95, 135), st.sampled_from(RULES), st.sampled_from(TIES),
    st.lists(st.floats(0, 1), min_size=7, max_size=7),
)  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_an_answer_stands_whatever_the_unpublished_points_pay(
    pay_range: PayRange, salary: int, rule: str, tie: str, shares: list[float]
) -> None:
    """The points that were never published are given salaries between their neighbours: what was answered stays."""
    ends = (pay_range.bottom, pay_range.top)
    try:
        found = slot_to(salary, pay_range.points, *ends, rule, tie, "G")
    except PaybandError:
        return
    filled: list[PointSalary] = []
    for place, (point, share) in enumerate(zip(pay_range.points, shares, strict=False)):
        above = next((each.pence for each in pay_range.points[place:] if each.pence is not None), 140)
        below = filled[-1].pence if filled else 90
        assert below is not None
        pence = point.pence if point.pence is not None else below + round((above - below) * share)
        filled.append(point._replace(pence=pence))
    again = slot_to(salary, filled, *ends, rule, tie, "G")
    assert (again.salary, again.outcome.kind) == (found.salary, found.outcome.kind)


# --- protection and on-costs ---------------------------------------------------------------------------------------

DAYS = st.dates(date(2025, 4, 2), date(2029, 3, 31))
AWARDS = st.builds(
    Award, DAYS, st.integers(0, 10_000), st.integers(0, 200_000), st.sampled_from((1, 100, 300)),
    st.integers(0, 200_000),
)  # fmt: skip


@given(
    st.lists(
        st.tuples(st.integers(100_000, 100_000_000), st.integers(100_000, 100_000_000), st.integers(1, 37)),
        min_size=1, max_size=8,
    ),
    st.lists(AWARDS, max_size=40),
    st.sampled_from(FORMS),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_a_column_is_protected_as_each_salary_is(
    people: list[tuple[int, int, int]], awards: list[Award], form: str
) -> None:
    # Forty awards of up to 100% leave 64 bits far behind.
    terms = Protection(date(2025, 4, 1), date(2029, 3, 31), form, (10_000, 5_000, 0), tuple(awards))
    before, after, parts = (amounts(list(column)) for column in zip(*people, strict=True))
    found = spells_column(before, after, parts, amounts([37] * len(people)), terms)
    kept = spells_kept(found).tolist()
    for index, (salary, new, part) in enumerate(people):
        alone = [
            (
                each.first,
                each.last,
                (2 * each.substantive * part + 37) // 74,  # to the penny, a half upwards
                (2 * each.addition * part + 37) // 74,
            )
            for each in spells(salary, new, terms)
        ]
        assert alone == [
            (each.first, each.last, int(each.substantive[index]), int(each.addition[index])) for each in found
        ]
        pays = [addition != 0 for *_, addition in alone]
        assert kept[index] == max((number for number, one in enumerate(pays, start=1) if one), default=0)


@given(st.lists(st.integers(0, 100_000_000), max_size=12), st.booleans(), st.sampled_from((0, 150)))
@settings(max_examples=30, deadline=None)
def test_a_column_of_on_costs_is_those_of_each_salary(salaries: list[int], levy: bool, other: int) -> None:
    year, terms = FinancialYear(2025), OnCostTerms(1_960, "A", False, levy, other)
    together = on_costs_column(amounts(salaries), year, terms)
    alone = [on_costs_of_year(salary, year, terms) for salary in salaries]
    for part, each in zip(together, zip(*alone, strict=True) if alone else ((),) * 4, strict=True):
        assert part.tolist() == list(each)
    assert on_costs_by_salary(salaries, year, terms) == dict(zip(salaries, alone, strict=True))


def test_many_distinct_salaries_have_on_costs_as_whole_numbers() -> None:
    found = on_costs_by_salary(range(3_000_000, 3_000_000 + columns.FEW), FinancialYear(2025), OnCostTerms(1_960))
    assert len(found) == columns.FEW
    assert found[3_000_007] == on_costs_of_year(3_000_007, FinancialYear(2025), OnCostTerms(1_960))
    assert {type(part) for each in found.values() for part in each} == {int}


# --- groups --------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(-3, 3)))
def test_groups_are_every_row_once_in_order_of_appearance(keys: list[int]) -> None:
    found: list[tuple[int, list[int]]] = [(key, rows.tolist()) for key, rows in groups(keys)]
    coded_keys: Any = np.array(keys, dtype=np.int64)
    assert found == [(key, rows.tolist()) for key, rows in groups(coded_keys)]
    assert [key for key, _ in found] == list(dict.fromkeys(keys))
    assert [keys[row] for _, rows in found for row in rows] == [key for key, rows in found for _ in rows]
    assert sorted(row for _, rows in found for row in rows) == list(range(len(keys)))
    assert all(rows == sorted(rows) for _, rows in found)
    codes, distinct = coded(keys)
    assert [distinct[code] for code in codes] == keys


# --- a whole review ------------------------------------------------------------------------------------------------

SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "slotting rule": st.sampled_from(RULES),
        "tie goes to": st.sampled_from((None, *TIES)),
        "unpublished points": st.sampled_from(("refuse", "estimate")),
        "protection months": st.sampled_from((0, 1, 12)),
        "protection on-costs": st.sampled_from(("yes", "no")),
        "costed at": st.sampled_from(("bottom", "actual", "top")),
        "increments": st.sampled_from(INCREMENTS),
    },
)


STARTED = (date(2009, 11, 16), date(2011, 12, 1), date(2020, 2, 29), date(2025, 1, 6))


def everything(tables: dict[str, Any]) -> list[Any]:
    """What a review comes to: each value with its kind, its totals, warnings and figures."""
    results = payband.Review(**tables).calculate()
    answers = {name: rows.rows for name, rows in results.tables.items()}
    # The first row is the time of day, and figures are looked up in another order.
    answers["RunLog"] = sorted(answers["RunLog"][1:], key=str)
    # Only a review of few has two ways to a year's saving, and so this check.
    answers["Checks"] = [row for row in answers["Checks"] if "comparison of scenarios" not in str(row[0])]
    values = {
        name: [[(type(value).__name__, value) for value in row] for row in rows] for name, rows in answers.items()
    }
    totals = [rows.rows for rows in results.totals.values()]
    protection = results.protection_cost
    amounts = (protection.total_by_year, protection.on_costs_by_year, protection.people, protection.estimated)
    return [values, totals, results.warnings, amounts, protection.warnings, sorted(results.figures_used, key=str)]


def modules_with_few() -> list[Any]:
    """The modules that ask whether there are few rows, so that each is worked out alone."""
    return [module for name, module in sys.modules.items() if name.startswith("payband.") and hasattr(module, "FEW")]


@given(st.integers(0, 10_000), SETTINGS)
@settings(max_examples=10, deadline=None)  # each is two whole reviews
def test_people_worked_out_together_come_to_what_each_alone_does(seed: int, given_settings: dict[str, Any]) -> None:
    tables = generated(seed, 60, **given_settings)
    now = [post["line"] for post in tables["posts"] if post["state"] == "now"]
    tables["people"] = [
        {**person, "post now": now[number % 9], "started on": STARTED[number % len(STARTED)]}
        for number, person in enumerate(tables["people"])
    ]
    tables["approval_rules"].append(
        {**tables["approval_rules"][0], "rule": "actual", "measure": "employer cost", "tested at": "actual"}
    )
    with pytest.MonkeyPatch.context() as patch:
        for module in modules_with_few():
            patch.setattr(module, "FEW", 0)
        together = everything(tables)
        for module in modules_with_few():
            patch.setattr(module, "FEW", 1_000_000)
        assert together == everything(tables)


# --- reading rows --------------------------------------------------------------------------------------------------

CELLS = st.sampled_from(
    (
        None, "", "  ", float("nan"), 0, 1, 1.0, True, "1", "yes", "No", "30/37", "50%", 0.5, 7, 7.0, "007", 30_000,
        "£30,000.50", 29_999.99, -1, 10**12, "NA", "none", "nearest", "now", "Proposed", "bottom", "A", "£1", "G 1",
        date(2025, 4, 1), datetime(2025, 4, 1), "01/04/2025", "31/02/2025", 45_808, "2025-26", [1], ("x",),
        BadCell("holds the error #N/A"),
    )
)  # fmt: skip
LIKELY: dict[str, dict[str, Any]] = {
    "People": {"person": "A", "salary now": 30_000},
    "Structure": {"line": "A", "state": "now", "posts": 1},
    "Spines": {"spine": "S", "point": 1, "effective from": date(2025, 4, 1)},
    "OnCosts": {"profile": "all", "pension rate": 0.2},
    "Grades": {"grade": "G"},
}


@given(st.data(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_cells_read_one_by_one_make_the_rows_that_pydantic_makes(data: st.DataObject, cells: bool) -> None:
    table = input_table(data.draw(st.sampled_from([*LIKELY, "PayAwards", "ApprovalRules", "Package"])))
    names = [column.name for column in table.columns]
    rows = [
        {**LIKELY.get(table.name, {}), **data.draw(st.dictionaries(st.sampled_from([*names, "of theirs"]), CELLS))}
        for _ in range(data.draw(st.integers(0, 6)))
    ]
    raw = {each.name: RawTable(each.name, [column.name for column in each.columns], []) for each in INPUTS}
    raw[table.name] = RawTable(table.name, names, [RawRow(number, row) for number, row in enumerate(rows, start=2)])

    def read() -> Any:
        reader = reading._Reader(raw, [], cells=cells)  # before the tables are held against each other
        found = reader.rows(table, table.rows)
        kinds = [[(name, type(value), value) for name, value in sorted(each)] for each in found]
        return (
            found,
            kinds,
            [each.model_fields_set for each in found],
            [str(each) for each in (*reader.problems, *reader.doubles)],
        )

    quickly = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "quick_rows", lambda raw, *_, **__: [None] * len(raw.numbers))
        assert quickly == read()


def test_a_row_with_nothing_wrong_is_read_the_quick_way() -> None:
    table = input_table("People")
    rows = [RawRow(2, {"person": 7, "salary now": 30_000}), RawRow(3, {"person": 8, "salary now": "lots"})]
    raw = RawTable("People", ["person", "salary now"], rows)
    found = quick_rows.quick_rows(raw, table, table.rows, {"person", "salary now"}, cells=True)
    assert [None if each is None else each.row for each in found] == [2, None]


@pytest.mark.parametrize("values", [["a", "b", "a"], [1, 1.0, True], [0.0, -0.0, None], ["7", 7, [7]], [None] * 3])
def test_a_table_is_the_same_and_has_the_same_fingerprint_from_its_rows_or_columns(values: list[Any]) -> None:
    rows = [RawRow(number, {"person": value, "FTE": None}) for number, value in enumerate(values, start=5)]
    of_rows = RawTable("People", ["person", "FTE"], rows)
    of_columns = RawTable.of_columns("People", ["person", "FTE"], [5, 6, 7], [values, [None] * 3])
    assert repr(of_columns.rows) == repr(rows)
    for name in ("person", "FTE", "grade now"):
        assert repr(of_columns.column(name)) == repr(of_rows.column(name))
    names = [column.name for column in input_table("People").columns if column.name in ("person", "FTE")]
    told = [_told(value) for value in values if _told(value)]
    digest = sha256(repr(("People", names)).encode())
    for column in (told, [""] * len(told)):
        digest.update("".join(f"{each}\n" for each in column).encode())
    found = {input_fingerprint({"People": each}) for each in (of_rows, of_columns)}
    assert found == {digest.hexdigest()[:12]}


def test_every_problem_is_still_reported_with_its_place() -> None:
    people = [{"person": str(number), "salary now": 30_000} for number in range(300)]
    people[7]["salary now"] = "lots"
    people[299]["person"] = "12"
    with pytest.raises(InputProblems) as error:
        payband.Review(
            settings={
                "protection months": 24,
                "protection form": "frozen",
                "implementation date": "01/04/2025",
                "price base": "2025-26",
            },
            people=people,
        )
    places = {(each.table, each.row, each.column) for each in error.value.problems}
    assert {("People", 8, "salary now"), ("People", 300, "person")} <= places


def test_python_looks_for_circles_again_afterwards_and_not_at_all_that_was_made() -> None:
    assert gc.isenabled()
    frozen = gc.get_freeze_count()
    with without_looking_for_cycles():
        assert not gc.isenabled()
        made = [[number] for number in range(10_000)]
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, frozen)
    assert gc.get_count()[0] < 1_000 < len(made)  # it would look at once at what is more
    gc.freeze()  # somebody's own
    try:
        with without_looking_for_cycles():
            pass
        assert gc.get_freeze_count() > frozen
    finally:
        gc.unfreeze()


# --- answer tables -------------------------------------------------------------------------------------------------


def test_rows_and_columns_of_an_answer_are_the_same_values() -> None:
    rows = [("A", "2025-26", 300, 200, 100, None), ("B", "2025-26", 3, 2, 1, 0)]
    by_row = AnswerRows(PROTECTION_BY_YEAR, rows)
    by_column = AnswerRows.of_columns(PROTECTION_BY_YEAR, [list(column) for column in zip(*rows, strict=True)])
    assert by_row.rows == by_column.rows == rows
    assert by_row.columns() == by_column.columns()
    assert by_row.records() == by_column.records()
    assert len(AnswerRows(PROTECTION_BY_YEAR, [])) == 0
    with pytest.raises(ValueError, match="ProtectionByYear"):
        AnswerRows.of_columns(PROTECTION_BY_YEAR, [["A"], []])
