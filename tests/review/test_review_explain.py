"""EXPLAIN of a review: every chain of every person and line ends in the figure that the answer tables show."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import UnknownName, WrongInput
from payband.review.explanation.chains import Chain, Explanation
from payband.review.explanation.explain import COLUMNS, explain
from payband.workbook.books.explain_sheet import SHEET, write
from tests.support.workbooks import LADDER, LEICESTER, people, same_cell, small_review

MOST_CHARACTERS = 110


def invented(**settings: Any) -> Any:
    """A review with awards, a taper, part-time people, a leaver, levy, external money and NI that changes mid-year."""
    given = {
        "implementation date": "18/07/2022",
        "price base": "2022-23",  # 15.05% to 5 November 2022, 13.8% after it
        "costed at": "top",
        "on-cost profile": "all",
        "protection months": 30,
        "protection form": "tapered",
        "protection shares": "100%, 50%",
        "protection on-costs": "yes",
        "unpublished points": "estimate",
        "tie goes to": "higher",
        **settings,
    }
    gaps = [(spine, point, None if point == 3 else salary) for spine, point, salary in LADDER]
    tables = small_review(
        settings=given,
        spines=[
            {"spine": spine, "point": point, "salary": salary, "effective from": "01/04/2022", "source": "Circular 1"}
            for spine, point, salary in gaps
        ],
        grades=[
            {"grade": "Officer", "order": 1, "spine": "G", "bottom point": 1, "top point": 6},
            {"grade": "Head", "order": 2, "bottom salary": 50_000, "top salary": 61_000, "source": "Report 7"},
            {"grade": "Unknown", "order": 3, "provisional": "yes"},
        ],
        on_costs=[
            {"profile": "all", "pension rate": "20%", "apprenticeship levy": "yes", "other rate": "1.5%"},
            {"profile": "young", "NI category": "M", "pension rate": "17.95%", "note": "Actuary, 2022"},
        ],
        posts=[
            {"line": "Officers", "state": "now", "grade": "Officer", "posts": 6, "costed at": "actual"},
            {"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 7, "costed at": "actual"},
            {
                "line": "Heads",
                "state": "proposed",
                "grade": "Head",
                "posts": 4,
                "FTE each": "30/37",
                "external share": "1/3",
                "externally funded until": "31/12/2022",
                "stated cost": 150_000,
            },
            {"line": "Heads", "state": "now", "grade": "", "posts": 4, "stated cost": 240_000},
            {"line": "Mysteries", "state": "proposed", "grade": "Unknown", "posts": 1, "stated cost": 70_000},
            {"line": "Gone", "state": "now", "grade": "Officer", "posts": 2, "external share": "50%"},
            {
                "line": "Young",
                "state": "proposed",
                "grade": "Officer",
                "posts": 1,
                "costed at": "bottom",
                "on-cost profile": "young",
            },
        ],
        people=[
            *people(29_000, 23_100, 31_234.56, 26_000, 21_500, 20_000, **{"post now": "Officers"}),
            {"person": "Half", "salary now": 72_000, "FTE": 0.5, "proposed line": "Heads"},
            {"person": "Leaver", "salary now": 70_001, "leaves on": "10/01/2023", "proposed line": "Heads"},
            {"person": "Early", "salary now": 70_000, "leaves on": "10/07/2022", "proposed line": "Heads"},
            {"person": "Waived", "salary now": 70_000, "protection waived": "yes", "proposed line": "Heads"},
            {"person": "Displaced", "salary now": 70_000},
            {"person": "Puzzle", "salary now": 70_000, "proposed line": "Mysteries"},
            {"person": "Younger", "salary now": 25_000, "NI category": "M", "proposed line": "Young"},
        ],
        package=[
            {
                "line or person": "Heads",
                "element": "allowance",
                "amount a year": 5_000,
                "counts towards approval": "yes",
                "costed as": "not costed",
            },
            {
                "line or person": "Half",
                "element": "bonus",
                "amount a year": 900,
                "counts towards approval": "yes",
                "costed as": "not costed",
            },
            {
                "line or person": "Half",
                "element": "severance",
                "amount a year": 99_000,
                "counts towards approval": "yes",
                "costed as": "not costed",
            },
        ],
        approval_rules=[
            {
                "rule": f"{measure} {at}",
                "measure": measure,
                "tested at": at,
                "comparison": "at or over",
                "threshold": 60_000,
                "approving body": "Council",
                "effective from": "01/01/2020",
                "source": "Pay policy",
            }
            for measure in ("base salary", "package", "employer cost", "severance")
            for at in ("actual", "bottom of range", "top of range")
        ],
        pay_awards=[
            {"effective from": "01/04/2023", "percent": "2%", "source": "NJC 2023"},
            {"effective from": "15/04/2024", "percent": "1%", "flat sum": 300, "rounding": "nearest £3"},
        ],
    )
    return payband.Review(**tables).calculate()


REVIEWS = {
    "Leicester": lambda: payband.open_review(LEICESTER).calculate(),
    "tapered": invented,
    "frozen": lambda: invented(**{"protection form": "frozen", "protection shares": None}),
    "uplifted": lambda: invented(**{"protection form": "uplifted", "protection shares": None}),
    "unprotected, next above": lambda: invented(**{"protection months": 0, "slotting rule": "next above"}),
    "no estimates": lambda: invented(**{"unpublished points": "refuse"}),
}


@pytest.fixture(scope="module", params=REVIEWS)
def results(request: pytest.FixtureRequest) -> Any:
    return REVIEWS[request.param]()


def names(results: Any) -> list[str]:
    found = [person.person for person in results.inputs.people]
    return [*found, *dict.fromkeys(line.line for line in results.inputs.structure)]


def answer_of(results: Any, chain: Chain) -> Any:
    assert chain.answer is not None
    table, row, key = chain.answer
    [record] = [
        record for record in results.tables[table].records() if all(record[column] == value for column, value in row)
    ][:1]
    return record[key]


def chains(found: Explanation, start: str) -> list[Chain]:
    return [chain for chain in found.chains if chain.title.startswith(start)]


def step(chain: Chain, name: str) -> Any:
    return next(step.given for step in chain.steps if step.name == name)


# --- every chain ends in the answer --------------------------------------------------------------------------------


def test_the_last_step_of_every_chain_is_the_figure_in_the_answer_tables(results: Any) -> None:
    seen: set[tuple[str, str, str]] = set()
    for name in names(results):
        for chain in explain(results, name).chains:
            if chain.answer is None:
                continue
            expected = answer_of(results, chain)
            if chain.answer.key == "needed":
                expected = {True: "yes", False: "no", None: "not known"}[expected]
            assert chain.steps[-1].given == expected, (name, chain.title)
            seen.add((chain.answer.table, chain.answer.row[0][1], chain.answer.key))
    wanted = {
        ("StructureCost", record["line"], key)
        for record in results.tables["StructureCost"].records()
        for key in ("saving", "variance", "implied_pension_rate", "modelled", "modelled_now", "external")
        if record[key] and not (key == "variance" and record["modelled"] == record["cost_proposed"])
    }
    wanted |= {
        ("ProtectionByYear", record["person"], key)
        for record in results.tables["ProtectionByYear"].records()
        for key in ("cost", "on_costs")
        if record[key] is not None
    }
    wanted |= {
        ("ProtectionByYear", record["person"], "cost") for record in results.tables["ProtectionByYear"].records()
    }
    assert wanted <= seen


def test_every_year_and_every_approval_is_explained(results: Any) -> None:
    for person in results.inputs.people:
        found = explain(results, person.person)
        years = [
            row["financial_year"]
            for row in results.tables["ProtectionByYear"].records()
            if row["person"] == person.person
        ]
        explained = [chain.answer.row[1][1] for chain in found.chains if chain.answer and chain.answer.key == "cost"]
        assert explained == years
    for row in results.tables["ApprovalsNeeded"].records():
        titles = [chain.title for chain in explain(results, row["what"]).chains]
        assert f"Approval by the rule '{row['rule']}': {row['what']}" in titles


def test_the_months_of_a_year_add_up_to_it(results: Any) -> None:
    for person in results.inputs.people:
        found = explain(results, person.person)
        for start in ("Protection in ", "On-costs of protection in "):
            for chain in chains(found, start):
                *months, year = chain.steps
                assert sum(each.value for each in months) == year.value


def test_a_post_is_its_salary_and_on_costs_and_ni_its_runs(results: Any) -> None:
    for line in dict.fromkeys(line.line for line in results.inputs.structure):
        for chain in (chain for chain in explain(results, line).chains if ": what a post" in chain.title):
            values = {each.name: each.value for each in chain.steps}
            runs = sum(value for name, value in values.items() if name.startswith("NI, "))
            assert runs == values["employer's NI of the year"]
            parts = ("employer's NI of the year", "pension", "apprenticeship levy", "other on-costs")
            assert sum(values.get(part, 0) for part in parts) == values["on-costs"]
            assert values["salary"] + values["on-costs"] == values["cost of one post"]


def test_what_an_approval_counts_adds_up(results: Any) -> None:
    for name in names(results):
        for chain in chains(explain(results, name), "Approval by"):
            counted: list[int] = []
            for each in chain.steps:
                if each.name == "amount tested":
                    assert each.value is None or sum(counted) == each.value, chain.title
                    break
                if each.form.name == "money":
                    counted.append(each.value)


# --- what the chains say -------------------------------------------------------------------------------------------


def test_mid_year_change_of_ni_is_two_runs() -> None:
    [post] = chains(explain(invented(), "Young"), "Proposed: what a post")
    runs = [each.name for each in post.steps if each.name.startswith("NI, ")]
    assert runs == ["NI, April 2022 to October 2022", "NI, November 2022 to March 2023"]
    months = [each for each in post.steps if each.name == "NI of that month"]
    rates = [figure.value for each in months for figure in each.figures if figure.name == "the rate of employer's NI"]
    assert rates == ["15.05%", "13.8%"]


def test_points_that_were_never_published_are_said() -> None:
    found = explain(REVIEWS["Leicester"](), "P01")
    [slotting] = chains(found, "Slotting")
    assert step(slotting, "point 17") == "not published"
    assert "8,000.00 below the salary now" in next(each.rule for each in slotting.steps if each.name == "point 18")
    [drawn] = chains(explain(invented(), "P2"), "Slotting")
    assert "straight line" in next(each.rule for each in drawn.steps if each.name == "point 3")


def test_taper_fte_awards_and_leaving_stand_in_the_terms() -> None:
    [terms] = chains(explain(invented(), "Half"), "Protection from")
    rules = [each.rule for each in terms.steps]
    assert any("100% of it in year 1" in rule for rule in rules)
    assert any("50% of it in year 2" in rule for rule in rules)
    assert any("after the award of 2%" in rule for rule in rules)
    assert any("1/2 of it" in rule for rule in rules)
    assert any(figure.source == "NJC 2023" for each in terms.steps for figure in each.figures)
    [terms] = chains(explain(invented(), "Leaver"), "Protection from")
    assert (step(terms, "leaves on"), terms.steps[-1].given) == (date(2023, 1, 10), date(2023, 1, 10))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Waived", "protection is waived"),
        ("P6", "the salary does not fall"),
        ("Early", "before the new structure"),
        ("Displaced", "no proposed line is named"),
        ("Puzzle", "never published"),
        ("Mysteries", "is not known"),
        ("Gone", "cost proposed £0.00 0 posts"),
    ],
)
def test_what_has_no_figure_says_why(name: str, says: str) -> None:
    assert says in " ".join(explain(invented(), name).text().split())


def test_an_implied_rate_stands_beside_the_stated_cost() -> None:
    results = REVIEWS["Leicester"]()
    [implied] = chains(explain(results, "Strategic Directors"), "Proposed: what the stated cost implies")
    record = next(each for each in results.tables["StructureCost"].records() if each["line"] == "Strategic Directors")
    assert step(implied, "implied on-cost ratio") == record["implied_on_cost_ratio"]
    [beside] = chains(explain(results, "Strategic Directors"), "Proposed: modelled and stated")
    assert step(beside, "variance in percent") == record["variance_percent"]


# --- names ---------------------------------------------------------------------------------------------------------


def test_names_are_found_whatever_their_capitals() -> None:
    results = invented()
    assert explain(results, "hALF").title == "Half"
    assert explain(results, "  heads ").title == "Heads"


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'Leaver'"):
        explain(invented(), "Leavr")


def test_a_review_is_calculated_first() -> None:
    review = payband.open_review(LEICESTER)
    assert explain(review, "P01").rows() == explain(review.calculate(), "P01").rows()


# --- text, rows and sheet ------------------------------------------------------------------------------------------


def test_text_is_aligned_and_narrow(results: Any) -> None:
    for name in names(results):
        lines = explain(results, name).text().split("\n")
        assert max(map(len, lines)) <= MOST_CHARACTERS
        assert all(line == line.rstrip() for line in lines)
        assert not any(not one and not other for one, other in pairwise(lines))


def test_every_reference_names_a_figure_with_its_date_and_source() -> None:
    found = explain(REVIEWS["Leicester"](), "P01")
    text = " ".join(found.text().split())
    assert "point 17 not published its salary was never published [2]" in text
    assert "[2] UCOR/S point 17: not published; from 1 April 2011; Leicester City Council" in text
    assert {figure for chain in found.chains for each in chain.steps for figure in each.figures} == set(found.figures)


def test_rows_hold_plain_values() -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in explain(REVIEWS["Leicester"](), "P01").rows()]
    [change] = [row for row in rows if row["step"] == "change"]
    assert change["value"] == Decimal("-8000.00")
    [point] = [row for row in rows if row["step"] == "point 18"]
    assert point["figure"] == "UCOR/S point 18: £118,983.00"
    assert point["in force from"] == date(2011, 4, 1)
    assert point["source"].startswith("Leicester City Council")
    assert json.dumps(rows, default=str)


@pytest.mark.parametrize("name", ["P02", "Strategic Directors"])
def test_the_sheet_holds_every_step(tmp_path: Path, name: str) -> None:
    results = REVIEWS["Leicester"]()
    found = explain(results, name)
    path = tmp_path / "explained.xlsx"
    write(found, results, path)
    [sheet] = load_workbook(path).worksheets
    assert sheet.title == SHEET
    held = [(row[0].value, row[1].value) for row in sheet.iter_rows()]
    for chain in found.chains:
        assert (chain.title, None) in held
        for each in chain.steps:
            shown = [value for label, value in held if label == each.name]
            assert any(same_cell(value, each.given) for value in shown), (chain.title, each.name)
    assert sum(1 for label, _ in held if str(label).startswith("[")) == len(found.figures)
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)


def test_the_input_is_never_written_over() -> None:
    results = REVIEWS["Leicester"]()
    with pytest.raises(WrongInput, match="is the input"):
        write(explain(results, "P01"), results, LEICESTER)


@pytest.mark.parametrize(("salary", "said"), [(26_000, "; 8 of 12 months pay £2,166.67"), (26_000.04, "")])
def test_where_the_pennies_between_twelve_twelfths_and_the_year_go(salary: float, said: str) -> None:
    """£26,000 is eight months of £2,166.67 and four of £2,166.66; £26,000.04 is twelve of £2,166.67."""
    review = payband.Review(
        **small_review(
            spines=[], grades=[{"grade": "Officer", "bottom salary": 20_000, "top salary": salary}],
        )
    )  # fmt: skip
    [post] = chains(explain(review, "Officers"), "Proposed: what a post")
    [pay] = [step for step in post.steps if step.name == "pay of April 2025"]
    assert pay.rule == f"a twelfth of the salary, to the penny{said}"
