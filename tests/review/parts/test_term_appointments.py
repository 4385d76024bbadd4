"""Appointments that end with a term: cost to its end by year, shares of budgets, and the checklist with its dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import payband
from payband.errors import InputProblems
from payband.library.questionnaires import checklist
from payband.review.results import Results
from tests.support import oracle
from tests.support.part_workbooks import assert_the_same_in_a_workbook
from tests.support.workbooks import only

POST = "Deputy Police and Crime Commissioner"
CHECKLIST = "Deputy PCC 2013"
AGE, S65, S66, CONVICTED = (item.item for item in checklist(CHECKLIST))
OFFICE = {"budget": "Office", "budget amount": 1_150_000, "staff": 8, "what for": "the commissioner's office"}
FORCE = {"budget": "Force", "budget amount": 271_700_000, "what for": "the police force"}
TABLES = ("TermCosts", "TermCostByYear", "BudgetShares", "TermChecklist")


def _review(
    *,
    budgets: Any = (),
    answers: Any = (),
    assumptions: Any = (),
    **post: Any,
) -> payband.Review:
    """The deputy's review of February 2013; its dates, where a test gives any, are the test's own."""
    term = {"post": POST, "grade": "DPCC", **post}
    more = {"TermAppointments": [term], "Budgets": list(budgets), "Disqualification": list(answers)}
    return payband.Review(
        settings={
            "protection months": 24,
            "protection form": "frozen",
            "implementation date": "01/02/2013",
            "price base": "2012-13",
            "costed at": "top",
        },
        grades=[],
        posts=[{"line": POST, "state": "proposed", "posts": 1, "stated cost": 60_000}],
        on_costs=[{"profile": "Office", "pension rate": "12%"}],
        people=[],
        assumptions=list(assumptions),
        more={name: rows for name, rows in more.items() if rows},
    )


def _answer(results: Results, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = results.to_dict()["parts"][table]
    return rows


# --- the published figures -----------------------------------------------------------------------------------------


def test_essex_as_printed() -> None:
    """Essex, February 2013: £50,000 to £60,000 without points; budgets £1.15m and £271.7m; 8 staff; no dates printed.

    The top before on-costs is 5.22% of the office's budget, which is 0.423% of the force's.
    """
    results = _review(budgets=[OFFICE, FORCE], **{"whose term": "the commissioner's term"}).calculate()
    [row] = _answer(results, "TermCosts")
    assert (row["bottom"], row["salary"], row["top"]) == (Decimal(50_000), None, Decimal(60_000))
    assert (row["starts_on"], row["ends_on"]) == ("not stated", "with the commissioner's term")
    assert [row[f"cost_at_{at}"] for at in ("bottom", "salary", "top")] == [None] * 3
    assert row["why"] == (
        "ends with the commissioner's term; the first day of the term is not stated; the last day of the term is not "
        "stated; on-costs are not stated: name an on-cost profile; the salary within the range is not stated"
    )
    assert _answer(results, "TermCostByYear") == []
    shares = _answer(results, "BudgetShares")
    top = only(shares, basis="top of the range, before on-costs", budget="Office")
    assert (top["share"], top["staff"], top["financial_year"]) == (Decimal("0.0522"), 8, "not stated")
    of_force = only(shares, basis="budget")
    assert (of_force["what"], of_force["budget"], of_force["share"]) == ("Office", "Force", Decimal("0.0042"))
    assert [w for w in results.warnings if w.startswith("Term appointments")] == [
        f"Term appointments: the first day of the term of {POST} is not stated, so there is no cost to its end",
        f"Term appointments: the last day of the term of {POST} is not stated, so there is no cost to its end",
    ]
    [(_, _, words, _)] = [item for item in results.summary() if item[0] == "Term appointments"]
    assert words == "range £50,000 to £60,000; salary within it not stated; ends with the commissioner's term"


@pytest.mark.parametrize(
    ("salary", "inside"),
    [(49_999.99, False), (50_000, True), (55_000, True), (60_000, True), (60_000.01, False), (None, None)],
)
def test_the_salary_in_its_range(salary: float | None, inside: bool | None) -> None:
    results = _review(salary=salary).calculate()
    assert only(_answer(results, "TermCosts"), post=POST)["in_the_range"] is inside
    name = "Every term appointment is paid in its range"
    assert [check["passed"] for check in results.to_dict()["checks"] if check["check"] == name] == (
        [] if inside is None else [inside]
    )


# --- the cost to the end of the term -------------------------------------------------------------------------------


def test_fifteen_months_by_hand() -> None:
    """£60,000 is £5,000 a month. NI, not contracted out: 2013-14 13.8% of £5,000 - £641 = £601.54 a month; 2014-15
    13.8% of £5,000 - £663 = £598.51. Pension 12%.
    """
    results = _review(**{"starts on": "01/04/2013", "ends on": "30/06/2014", "on-cost profile": "Office"}).calculate()
    years = [row for row in _answer(results, "TermCostByYear") if row["costed_at"] == "top"]
    assert [tuple(row.values())[2:] for row in years] == [
        ("2013-14", date(2013, 4, 1), date(2014, 3, 31), Decimal(60_000), Decimal("14418.48"), Decimal("74418.48")),
        ("2014-15", date(2014, 4, 1), date(2014, 6, 30), Decimal(15_000), Decimal("3595.53"), Decimal("18595.53")),
    ]
    [row] = _answer(results, "TermCosts")
    assert row["cost_at_top"] == Decimal("93014.01")
    assert row["cost_at_salary"] is None
    assert row["why"] == "the salary within the range is not stated; salary as it is today, without pay awards"


TERMS = [
    ("01/04/2013", "31/03/2014", 1),
    ("31/03/2014", "01/04/2014", 2),
    ("01/05/2014", "01/05/2014", 1),
    ("06/05/2013", "11/05/2016", 4),
    ("29/02/2016", "29/02/2016", 1),
]


@pytest.mark.parametrize(("starts", "ends", "years"), TERMS)
@pytest.mark.parametrize("salary", ["55000", "58765.43"])
def test_the_salary_of_each_year_of_a_term(starts: str, ends: str, years: int, salary: str) -> None:
    results = _review(salary=salary, **{"starts on": starts, "ends on": ends}).calculate()
    rows = [row for row in _answer(results, "TermCostByYear") if row["costed_at"] == "actual"]
    # The oracle's sum of any yearly amount by calendar days, month by month.
    expected = oracle.protection_by_year(Decimal(salary), _day(starts), _day(ends))
    assert [row["salary"] for row in rows] == list(expected.values())
    assert len(rows) == years
    assert (rows[0]["first_day"], rows[-1]["last_day"]) == (_day(starts), _day(ends))
    assert all(row["on_costs"] is None and row["cost"] is None for row in rows)  # no profile is named


def _day(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


@pytest.mark.parametrize("salary", [50_000, 55_000, 58_765.43])
def test_whole_years_are_the_oracles(salary: float) -> None:
    dates = {"starts on": "01/04/2013", "ends on": "31/03/2016", "on-cost profile": "Office"}
    results = _review(salary=salary, **dates).calculate()
    rows = [row for row in _answer(results, "TermCostByYear") if row["costed_at"] == "actual"]
    for row, start in zip(rows, (2013, 2014, 2015), strict=True):
        expected = oracle.on_costs(Decimal(str(salary)), start, Decimal("0.12"))
        assert row["on_costs"] == expected, row
    assert only(_answer(results, "TermCosts"), post=POST)["cost_at_salary"] == sum(row["cost"] for row in rows)


def test_shares_with_and_without_on_costs() -> None:
    results = _review(salary=55_000, budgets=[OFFICE], **{"on-cost profile": "Office"}).calculate()
    shares = {row["basis"]: (row["amount"], row["share"]) for row in _answer(results, "BudgetShares")}
    cost = 55_000 + oracle.on_costs(Decimal(55_000), 2012, Decimal("0.12"))
    assert shares["actual salary, before on-costs"] == (Decimal(55_000), Decimal("0.0478"))
    assert shares["actual salary, with on-costs of 2012-13"] == (
        cost,
        oracle.half_up(cost / 1_150_000, Decimal("0.0001")),
    )
    assert len(shares) == 6


def test_budgets_of_different_years_are_not_held_against_each_other() -> None:
    budgets = [{**OFFICE, "financial year": "2012-13"}, {**FORCE, "financial year": "2013-14"}]
    shares = _answer(_review(budgets=budgets).calculate(), "BudgetShares")
    assert not [row for row in shares if row["basis"] == "budget"]
    assert {row["financial_year"] for row in shares} == {"2012-13", "2013-14"}


# --- the checklist -------------------------------------------------------------------------------------------------


def _said(item: str, answer: str | None, on: str | None = "01/02/2013") -> dict[str, Any]:
    return {"post": POST, "item": item, "answered": answer, "checked on": on, "by": "Monitoring Officer"}


CLEAR = [_said(AGE, "yes"), _said(S65, "no"), _said(S66, "no"), _said(CONVICTED, "no")]


def test_the_checklist_of_the_paper() -> None:
    """Essex, February 2013: aged 18 on the day of appointment, sections 65 and 66, convictions."""
    assert [(item.item, item.clear_answer) for item in checklist(CHECKLIST)] == [
        ("aged 18 or over on the day of appointment", True),
        ("disqualified under section 65", False),
        ("disqualified under section 66", False),
        ("convicted of an offence that disqualifies", False),
    ]


@pytest.mark.parametrize(
    ("answers", "outcomes", "passed"),
    [
        (CLEAR, ["in order"] * 4, True),
        ([*CLEAR[:3], _said(CONVICTED, "no", None)], ["in order"] * 3 + ["in order, date not stated"], True),
        ([_said(AGE, "no"), *CLEAR[1:]], ["not in order"] + ["in order"] * 3, False),
        ([*CLEAR[:2], _said(S66, "yes"), CLEAR[3]], ["in order"] * 2 + ["not in order", "in order"], False),
        ([*CLEAR[:3], _said(CONVICTED, None)], ["in order"] * 3 + ["not answered"], False),
        ([], ["not answered"] * 4, False),
    ],
)
def test_the_answers_to_the_checklist(answers: list[dict[str, Any]], outcomes: list[str], passed: bool) -> None:
    results = _review(checklist=CHECKLIST, answers=answers).calculate()
    rows = _answer(results, "TermChecklist")
    assert [row["outcome"] for row in rows] == outcomes
    if answers:
        assert (rows[0]["checked_on"], rows[0]["by"]) == (date(2013, 2, 1), "Monitoring Officer")
    check = only(results.to_dict()["checks"], check=f"Every item of the checklist is in order: {POST}")
    assert check["passed"] is passed


# --- what cannot be ------------------------------------------------------------------------------------------------

WRONG: list[tuple[str, dict[str, Any], str]] = [
    (
        "a term that ends before it starts",
        {"starts on": "02/02/2013", "ends on": "01/02/2013"},
        "table TermAppointments, row 1, column 'ends on': ends on 1 February 2013, before it starts on 2 February 2013",
    ),
    (
        "a grade unknown",
        {"grade": "DPC"},
        "row 1, column 'grade': the grade 'DPC' is not in table Grades: add a row for it there",
    ),
    (
        "a profile unknown",
        {"on-cost profile": "Ofice"},
        "column 'on-cost profile': 'Ofice' is not in table OnCosts; did you mean 'Office'?",
    ),
    (
        "a term past the published rates",
        {"starts on": "01/04/2013", "ends on": "31/12/2040", "on-cost profile": "Office"},
        "column 'ends on': ",
    ),
    (
        "a checklist unknown",
        {"checklist": "Deputy PCC 2012"},
        "column 'checklist': 'Deputy PCC 2012' is not a checklist in the library; did you mean 'Deputy PCC 2013'?",
    ),
    (
        "an item unknown",
        {"checklist": CHECKLIST, "answers": [_said("disqualified under section 67", "no")]},
        "table Disqualification, row 1, column 'item': 'disqualified under section 67' is not an item of Deputy PCC "
        "2013; did you mean 'disqualified under section 6",
    ),
    (
        "an item of no checklist",
        {"answers": [_said(S65, "no")]},
        f"column 'item': {POST} names no checklist in table TermAppointments: name one there",
    ),
    (
        "a post unknown",
        {"checklist": CHECKLIST, "answers": [{**_said(S65, "no"), "post": "Deputy"}]},
        "table Disqualification, row 1, column 'post': 'Deputy' is not in table TermAppointments",
    ),
    (
        "a budget of nothing",
        {"budgets": [{**OFFICE, "budget amount": 0}]},
        "table Budgets, row 1, column 'budget amount': is £0: a share of nothing cannot be worked out",
    ),
    ("an answer that is neither", {"checklist": CHECKLIST, "answers": [_said(S65, "perhaps")]}, "column 'answered'"),
]


@pytest.mark.parametrize(("given", "words"), [pytest.param(*case[1:], id=case[0]) for case in WRONG])
def test_what_cannot_be_is_named_with_what_to_do(given: dict[str, Any], words: str) -> None:
    with pytest.raises(InputProblems) as error:
        _review(**given)
    assert words in str(error.value)


def test_a_term_past_the_published_rates_rests_on_a_stated_assumption() -> None:
    dates = {"starts on": "01/04/2039", "ends on": "31/03/2040", "on-cost profile": "Office"}
    with pytest.raises(InputProblems, match=r"column 'ends on'.*or add a row to table Assumptions"):
        _review(**dates)
    assumption = {"assumption": "rates after the last published year", "value": "as the last year"}
    results = _review(assumptions=[assumption], **dates).calculate()
    said = "Term appointments rest on an assumption in 2039-40: rates after the last published year: as the last year"
    assert said in results.warnings
    assert all(row["on_costs"] > 0 for row in _answer(results, "TermCostByYear"))


# --- in a workbook -------------------------------------------------------------------------------------------------


def test_a_workbook_of_it_holds_the_same_and_is_read_again(
    tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    results = _review(
        salary=55_000,
        checklist=CHECKLIST,
        answers=CLEAR[:3],
        budgets=[OFFICE, FORCE],
        **{"starts on": "06/05/2013", "ends on": "11/05/2016", "on-cost profile": "Office"},
    ).calculate()
    assert_the_same_in_a_workbook(results, TABLES, tmp_path / "term.xlsx", libreoffice_convert)
