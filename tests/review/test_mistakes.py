"""Mistakes in a review: each is refused with one problem where it is to be mended, or noted, and none is silent."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import InputProblems
from payband.review.parts.registry import all_inputs
from payband.review.results import Results
from tests.net.commands import run
from tests.net.mistakes import MISTAKES, inputs_alone, make
from tests.review.test_references import OF_TERMS, REVIEW, review, review_with
from tests.run import TOP
from tests.support.mistakes_in_parts import MISTAKES_IN_TABLES, Change, cell, put, setting

WENT_WRONG = TOP / "tests" / "cases" / "went_wrong" / "workbooks"


class Refused(NamedTuple):
    """A file, or a mistake in the Ambleford review, and the one problem that it is: where it is and what is said."""

    case: str
    where: str
    words: str


SETTINGS = "sheet Settings, table Settings"
PEOPLE = "sheet People, table People"

REFUSED = [
    Refused(
        "actual-unchanged.xlsx",
        f"{PEOPLE}, row 5, column 'post now'",
        "'x' is not a line of the structure now in table Structure; known: G8. The same in rows 6 to 20",
    ),
    Refused(
        "p3.xlsx",
        f"{PEOPLE}, row 11, column 'grade now'",
        "the grade 'ADD' is not in table Grades; did you mean 'AD'?",
    ),
    Refused(
        "m51_profile_missing.xlsx",
        f"{SETTINGS}, row 17, column 'value'",
        "on-cost profile: 'LGPS' is not in table OnCosts; did you mean 'LGPS officers'?",
    ),
    Refused(
        "n01_protection_months_blank.xlsx",
        f"{SETTINGS}, row 13, column 'value'",
        "the setting 'protection months' is empty: give the months that pay is protected for, 0 for none",
    ),
    Refused(
        "m01", f"{PEOPLE}, row 8, column 'grade now'", "'Dirctor' is not in table Grades; did you mean 'Director'?"
    ),
    Refused(
        "m07",
        f"{SETTINGS}, row 7, column 'value'",
        "implementation date: 1 October 2052 is 27 years after the price base 2025-26: check the year",
    ),
    Refused(
        "m11",
        f"{PEOPLE}, row 5, column 'salary now'",
        "the salary is 'CE': give a number. The other rows are wrong too: check that the heading is over the right "
        "column",
    ),
    Refused(
        "m15",
        f"{PEOPLE}, column 'salary now'",
        "the column 'salary now' is missing: did you mean 'Current salary'? Rename it back",
    ),
    Refused(
        "m21",
        f"{PEOPLE}, row 16, column 'FTE'",
        "an FTE of 18.5 is not possible for one post: give more than 0 and at most 1. If these are hours a week of 37, "
        "it is 18.5/37 = 0.5",
    ),
    Refused("m22", f"{PEOPLE}, row 10, column 'FTE'", "If this is a percentage, write 60%"),
    Refused(
        "m43",
        f"{SETTINGS}, row 13, column 'setting'",
        "'protection month' is not a setting of a review; did you mean 'protection months'?",
    ),
    Refused("m46", f"{PEOPLE}, row 18, column 'person'", "'Total' is what a total is called"),
    Refused(
        "m50",
        "sheet Grades, table Grades, row 6, column 'grade'",
        "point 4 (£6,751.00) pays less than point 3 (£65,455.00): put the points in order and check the salaries. The "
        "same in rows 7 to 9 and 11",
    ),
    Refused("m51", f"{SETTINGS}, row 17, column 'value'", "on-cost profile: 'LGPS' is not in table OnCosts"),
    Refused(
        "m63",
        "sheet Structure, table Structure, row 12, column 'state'",
        "'New' is not one of the choices; did you mean 'proposed'?",
    ),
    Refused("m64", f"{SETTINGS}, row 9, column 'value'", "'maximum' is not one of the choices; did you mean 'top'?"),
]


def made(case: str, folder: Path) -> Path:
    """A review with a mistake: a copy of a file, or the Ambleford review with it made anew."""
    target = folder / "review.xlsx"
    if case.endswith(".xlsx"):
        shutil.copyfile(WENT_WRONG / case, target)
    else:
        [mistake] = [each for each in MISTAKES if each.startswith(f"{case} ")]
        make(mistake, inputs_alone(folder / "source.xlsx"), target)
    return target


@pytest.mark.parametrize("each", REFUSED, ids=[each.case for each in REFUSED])
def test_one_fault_is_one_problem_where_it_is_mended(each: Refused, tmp_path: Path) -> None:
    with pytest.raises(InputProblems) as caught:
        payband.open_review(made(each.case, tmp_path))
    [problem] = caught.value.problems
    assert problem.where == each.where
    assert each.words in problem.message


def test_a_heading_typed_over_by_that_of_another_column_is_one_problem(tmp_path: Path) -> None:
    source = inputs_alone(tmp_path / "source.xlsx")
    book = load_workbook(source)
    book["People"]["E4"] = "salary now"
    book.save(tmp_path / "review.xlsx")
    with pytest.raises(InputProblems) as caught:
        payband.open_review(tmp_path / "review.xlsx")
    [problem] = caught.value.problems
    assert (problem.where, problem.message.partition(";")[2]) == (f"{PEOPLE}, column 'salary now'", " missing: 'FTE'")


# --- a hundred and more --------------------------------------------------------------------------------------------

AMBLEFORD = {
    # a mistake of MISTAKES that is not in REFUSED: the table that it is told of, or "noted"; the words. "right" is what
    # changes no answer, for it is understood as it is meant.
    "m02": ("Structure", "the grade 'Dir' is not in table Grades; did you mean 'Director'?"),
    "m03": ("OnCosts", "the rate is 19.8, which is 1980%: write 19.8% or 0.198"),
    "m04": ("OnCosts", "the rate is 19.8, which is 1980%: write 19.8% or 0.198"),
    "m05": ("noted", "has a pension rate of 1.98%, outside the 5% to 45% that employers pay: check it"),
    "m06": ("Settings", "'10/01/2025' is text, not a date"),
    "m08": ("right", ""),
    "m09": ("right", ""),
    "m10": ("People", "row 20 is below the table, which ends in row 17"),
    "m12": ("right", ""),  # the two columns hold the same in every row where both are filled
    "m13": ("Grades", "the sheet 'Grades' with table Grades is missing: copy it from a blank review"),
    "m14": ("Package", "the sheet 'Package' with table Package is missing: copy it from a blank review"),
    "m16": ("right", ""),
    "m17": ("right", ""),
    "m18": ("right", ""),
    "m19": ("People", "the salary is '93.3k': did you mean £93,300?"),
    "m20": ("People", "the person 'P03' is already in row 7: delete one of the two rows"),
    "m23": ("noted", "it looks like pay for the time worked: £76,455.00 full-time"),
    "m24": ("noted", "it looks like monthly pay: £90,906.96 a year"),
    "m25": ("noted", "it looks like a digit too many: £78,672.00"),
    "m26": ("right", ""),
    "m27": ("People", "'Asst Director' is not a proposed line of table Structure; did you mean 'Assistant Director'?"),
    "m28": ("Structure", "is empty: it must be filled in"),
    "m29": ("Structure", "'3.6' is not a whole number: give one"),
    "m30": ("noted", "Assistant Director: 3 people, 2 posts"),
    "m31": ("PayAwards", "the rate is 3, which is 300%: write 3% or 0.03"),
    "m32": ("noted", "The pay award of 1 April 2025 is before the start on 1 October 2025"),
    "m33": ("PayAwards", "row 5 has an award of the same day for the same salaries"),
    "m34": ("noted", "The rule Senior packages has a threshold of £100.00: is £100,000 meant?"),
    "m35": ("Package", "(£5,000.00) is below £0"),
    "m36": ("Package", "'Chief Exec' is neither a line nor a person; did you mean 'Chief Executive'?"),
    "m37": ("People", "holds a formula that was never calculated"),
    "m38": ("People", "holds a formula that was never calculated"),
    "m39": ("Settings", "protection months: '18 months' is not a whole number"),
    "m40": ("Settings", "the financial year is '2025': write two years that follow each other"),
    "m41": ("right", ""),
    "m42": ("Settings", "the setting 'protection months' is missing: give the months that pay is protected for"),
    "m44": ("noted", "the external funding ends on 30 September 2024, before the start on 1 October 2025"),
    "m45": ("Structure", "a share of 10000% is not possible"),
    "m47": ("People", "the cells B7:B8 are merged"),
    "m48": ("Grades", "grade HoS runs from point 4 down to 1: swap them"),
    "m49": ("Grades", "point 4 is not on spine Chief Officers"),
    "m52": ("noted", "1 person leaves before the start on 1 October 2025 (table People, row 8)"),
    "m53": ("People", "'end of December' is text, not a date"),
    "m54": ("People", "the table People is missing"),
    "m55": ("right", ""),
    "m56": ("right", ""),
    "m57": ("Settings", "1 March 2025 is before the salaries of every spine of table Spines"),
    "m58": ("as meant", ""),  # Y is yes: the protection is waived
    "m59": ("noted", "looks like a name for a reference (table People, row 8)"),
    "m60": ("Structure", "no line is proposed, and 9 rows go to one"),
    "m61": ("right", ""),
    "m62": ("OnCosts", "NI category Q is not in use on 30 April 2025"),
    "m65": ("as meant", ""),  # an amount like any other
}


def _said(results: Results) -> set[str]:
    """What stands beside the answers: every warning, and every check that has not passed."""
    checks = [each for each in results.tables["Checks"].records() if not each["passed"]]
    return {*results.warnings, *(f"{each['check']}: {each['detail']}" for each in checks)}


def _answers(results: Results) -> dict[str, Any]:
    return {name: rows.records() for name, rows in results.tables.items() if name != "RunLog"}


def _hold(outcome: str, words: str, made_of: Callable[[], payband.Review], sound: Results) -> None:
    """A mistake is refused with one problem in a table, noted beside the answers, or changes nothing."""
    if outcome in ("noted", "right", "as meant"):
        results = made_of().calculate()
        if outcome == "noted":
            new = _said(results) - _said(sound)
            assert [each for each in new if words in each], new
        else:
            assert (_answers(results) == _answers(sound)) is (outcome == "right")
        return
    with pytest.raises(InputProblems) as caught:
        made_of()
    [problem] = caught.value.problems
    assert problem.table == outcome
    assert words, "a mistake that is refused says why"
    assert words in problem.message


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return payband.open_review(inputs_alone(tmp_path_factory.mktemp("sound") / "sound.xlsx")).calculate()


@pytest.mark.parametrize("case", AMBLEFORD)
def test_a_mistake_in_the_workbook_is_never_silent(case: str, sound: Results, tmp_path: Path) -> None:
    outcome, words = AMBLEFORD[case]
    _hold(outcome, words, lambda: payband.open_review(made(case, tmp_path)), sound)


@pytest.mark.parametrize("name", MISTAKES_IN_TABLES)
def test_a_mistake_in_a_table_is_never_silent(name: str) -> None:
    change, outcome, words = MISTAKES_IN_TABLES[name]
    source = OF_TERMS if outcome == "Budgets" else review_with(outcome)
    tables = deepcopy(source)
    change(tables)
    _hold(outcome, words, lambda: review(tables), review(deepcopy(source)).calculate())


def test_they_are_a_hundred_and_more_over_every_table() -> None:
    of_workbook = {each.partition(" ")[0] for each in MISTAKES}
    assert of_workbook == {*AMBLEFORD, *(each.case for each in REFUSED if not each.case.endswith(".xlsx"))}
    assert len(MISTAKES) + len(MISTAKES_IN_TABLES) > 160
    told = {table for _, table, _ in MISTAKES_IN_TABLES.values()} | {table for table, _ in AMBLEFORD.values()}
    assert {table.name for table in all_inputs()} - told == {"StatutoryDuties"}  # whose mistakes are noted
    assert "duty held by nobody known" in MISTAKES_IN_TABLES


def test_all_problems_come_in_one_round() -> None:
    """A salary, a stage, a name in a part and a setting, none of which has to do with another."""
    tables = deepcopy(REVIEW)
    tables["Spines"][0]["salary"] = "lots"
    tables["Stages"][0]["ends on"] = "01/02/2012"
    tables["Characteristics"][0]["person"] = "Annne"
    tables["PayMultiples"][0]["median"] = 200_000
    with pytest.raises(InputProblems) as caught:
        review(tables)
    assert {(each.table, each.column) for each in caught.value.problems} == {
        ("Spines", "salary"),
        ("Stages", "ends on"),
        ("Characteristics", "person"),
        ("PayMultiples", "median"),
    }


SLIPS: dict[str, Change] = {
    "People": cell("People", "salary now", "x"),
    "Structure": cell("Structure", "posts", "x"),
    "Settings": setting("horizn", 3),
    "Grades": cell("Grades", "order", "first"),
    "OnCosts": cell("OnCosts", "other rate", "x"),
    "Spines": cell("Spines", "salary", "lots"),
    "Assumptions": put("Assumptions", assumption="turnover", risk="severe"),
    "PlacementRules": cell("PlacementRules", "policy", ""),
}
"""A slip in a table that other tables rest on."""

RESTS_ON = {
    # a mistake that can only be seen where what it rests on is known: the tables that hide it
    "more appointments than posts": {"People", "Structure"},  # whose rows are of a line or a person
    "appeal without a change": {"People", "Structure", "Grades", "PlacementRules"},  # the claims before it
    "provisional grade of no line": {"Structure", "Settings", "Grades", "Spines"},  # whether it is a grade at all
    "cost paid in another century": {"Settings"},  # the horizon
    "service longer than life": {"People"},  # the day that somebody leaves, whose limit of a week's pay counts
    "scenario with a rate of 22": {"OnCosts"},  # the profile whose rate is another in the scenario
    "lines that fall nowhere": {"Structure"},
    "points out of order": {"Spines"},
    "grade upside down": {"Spines"},
}


def _told(tables: dict[str, Any]) -> set[tuple[str, str, str]]:
    with pytest.raises(InputProblems) as caught:
        review(tables)
    return {(each.table, each.column, each.message) for each in caught.value.problems}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_one_table_hides_no_mistake_in_another_and_makes_none(slip: str) -> None:
    tables = deepcopy(REVIEW)
    SLIPS[slip](tables)
    [alone] = _told(deepcopy(tables))
    assert alone[0] == slip
    for name, (change, outcome, _) in MISTAKES_IN_TABLES.items():
        if outcome in ("noted", slip) or outcome not in {*REVIEW, "PayAwards", "Package", "ApprovalRules"}:
            continue
        with_one = deepcopy(REVIEW)
        change(with_one)
        one = _told(deepcopy(with_one))
        SLIPS[slip](with_one)
        expected = {alone} if slip in RESTS_ON.get(name, ()) else {alone, *one}
        assert _told(with_one) == expected, name


# --- names that refer ----------------------------------------------------------------------------------------------


def _review(people: Sequence[Mapping[str, object]], *, now_has_grade: bool = True, **tables: Any) -> payband.Review:
    line = {"line": "Manager", "posts": 2}
    now = {"grade": "M1"} if now_has_grade else {"stated cost": 70_000}
    grades = [
        {"grade": "M1", "order": 1, "bottom salary": 30_000, "top salary": 40_000},
        {"grade": "M2", "order": 2, "bottom salary": 35_000, "top salary": 45_000},
    ]
    given: dict[str, Any] = {
        "settings": {
            "protection months": 24,
            "protection form": "frozen",
            "implementation date": "01/10/2025",
            "price base": "2025-26",
            "costed at": "top",
        },
        "grades": grades,
        "posts": [
            {**line, "state": "now", **now},
            {**line, "state": "proposed", "grade": "M2"},
            {"line": "Lead", "state": "proposed", "grade": "M2", "posts": 1},
        ],
        "people": [{"salary now": 35_000, **each} for each in people],
    }
    return payband.Review(**{**given, **tables})


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([{"person": "A", "post now": "Manger"}], "row 1, column 'post now': .*; did you mean 'Manager'?"),
        (
            [{"person": "A", "post now": "Lead"}],
            "row 1, column 'post now': 'Lead' is only a proposed line of table Structure: .*; known: Manager",
        ),
        (
            [{"person": "A", "post now": "Manager", "grade now": "M11"}],
            "row 1, column 'grade now': the grade 'M11' is not in table Grades; did you mean 'M1'",
        ),
        (
            [{"person": each, "post now": "Chef"} for each in "ABCE"],
            "row 1, column 'post now': .*known: Manager. The same in rows 2 to 4$",
        ),
    ],
)
def test_a_name_that_refers_to_nothing_is_refused_once(people: list[dict[str, object]], said: str) -> None:
    with pytest.raises(InputProblems, match=f"(?s)1 problem to put right.*{said}"):
        _review(people)


def test_titles_are_not_lines_where_the_structure_now_is_only_stated() -> None:
    people = [{"person": "A", "post now": "Manager A", "grade now": "Old 7"}, {"person": "B"}]
    assert len(_review(people, now_has_grade=False).inputs.people) == 2
    assert len(_review([{"person": "B"}]).inputs.people) == 1


def test_a_setting_that_many_lines_rest_on_is_asked_for_once() -> None:
    settings = {
        "protection months": 24,
        "protection form": "frozen",
        "implementation date": "01/10/2025",
        "price base": "2025-26",
    }
    with pytest.raises(InputProblems) as caught:
        _review([], settings=settings)
    [problem] = caught.value.problems
    assert problem.table == "Settings"
    assert re.search("costed at: is empty, and so it is in rows 1 to 3 of table Structure: give one here", str(problem))


@pytest.mark.parametrize("name", ["Total", "TOTAL:", "Grand total", "Subtotal"])
def test_a_total_is_no_row(name: str) -> None:
    with pytest.raises(InputProblems, match=r"(?s)1 problem to put right.*what a total is called"):
        _review([{"person": name, "salary now": 999}])


@pytest.mark.parametrize(
    ("award", "refused"),
    [
        ({}, True),
        ({"rounding": "nearest £1"}, True),
        ({"percent": 0}, False),
        ({"flat sum": 100}, False),
        ({"at least": 20_000}, False),
    ],
)
def test_an_award_says_what_is_given(award: dict[str, object], refused: bool) -> None:
    awards = [{"effective from": "01/04/2026", **award}]
    if refused:
        with pytest.raises(InputProblems, match="row 1, column 'percent': is empty, and so are 'flat sum'"):
            _review([], pay_awards=awards)
    else:
        assert _review([], pay_awards=awards).inputs.pay_awards


# file, exit status of `payband review`, what it says
COMMANDS = [
    ("actual-unchanged.xlsx", 2, "'x' is not a line of the structure now"),
    ("p3.xlsx", 2, "did you mean 'AD'?"),
    ("m51_profile_missing.xlsx", 2, "1 problem to put right"),
    ("n01_protection_months_blank.xlsx", 2, "the setting 'protection months' is empty: give the months that pay is"),
    ("p4.xlsx", 2, "row 19 is below the table, which ends in row 17, with an empty row between, and would be left out"),
    ("typed.xlsx", 2, "sheet Structure, table Structure, row 6, column 'grade': the grade 'Director' is not in table"),
    (
        "harrow-fixed.xlsx",
        1,
        "FAILED: Every post that needs approval is budgeted (5 posts otherwise, 1 post not stated)",
    ),
    ("m23_prorata_salary.xlsx", 1, "pay for the time worked: £76,455.00 full-time"),
    ("m24_salary_monthly.xlsx", 1, "monthly pay: £90,906.96 a year"),
]


@pytest.mark.parametrize(("file", "status", "words"), COMMANDS)
def test_the_command_says_so(file: str, status: int, words: str, tmp_path: Path) -> None:
    said = run("review", str(WENT_WRONG / file), "-o", str(tmp_path / "answers.xlsx"))
    assert said.startswith(f"exit status {status}\n")
    assert words in " ".join(said.split())


# --- what is noted -------------------------------------------------------------------------------------------------

TOLD = "where pay above a grade is protected, a pay element of that name in table Package says so"
IN_GRADE = "Every salary is within the range of its grade now"


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (
            "m23_prorata_salary.xlsx",
            "P06: £45,873.00 is below AD, points 5 to 8, £72,018 to £78,672; it looks like pay for the time worked: "
            "£76,455.00 full-time",
        ),
        (
            "m24_salary_monthly.xlsx",
            "P04: £7,575.58 is below Director, points 9 to 12, £86,121 to £93,300; it looks like monthly pay: "
            "£90,906.96 a year",
        ),
        (
            "m25",
            "P05: £786,720.00 is above AD, points 5 to 8, £72,018 to £78,672; it looks like a digit too many: "
            "£78,672.00",
        ),
        ("m65", ""),
    ],
)
def test_a_salary_is_held_against_its_own_grade(case: str, said: str, tmp_path: Path) -> None:
    checks = payband.open_review(made(case, tmp_path)).calculate().checks
    [check] = checks[checks["check"] == IN_GRADE].to_dict("records")
    assert check["expected"] == "0 people outside"
    assert check["found"] == ("1 person outside" if said else "0 people outside")
    assert check["passed"] is not bool(said)
    assert check["detail"] == said


@pytest.mark.parametrize(
    ("element", "salary", "passed", "found", "detail"),
    [
        ("Pay protection 2024", 42_000, True, "0 people outside, 1 protected", "; it is protected, by a pay element"),
        ("red-circled", 42_000, True, "0 people outside, 1 protected", "; it is protected, by a pay element"),
        (
            "allowance",
            42_000,
            False,
            "1 person outside",
            "; where pay above a grade is protected, a pay element of that",
        ),
        ("Pay protection 2024", 29_000, False, "1 person outside", "is below M1"),  # what is protected is not below
    ],
)
def test_protected_pay_above_its_grade_is_told_and_no_mistake(
    element: str, salary: int, passed: bool, found: str, detail: str
) -> None:
    package = [
        {
            "line or person": "A",
            "element": element,
            "amount a year": 2_000,
            "counts towards approval": "yes",
            "costed as": "not costed",
        }
    ]
    person = {"person": "A", "salary now": salary, "grade now": "M1"}
    checks = _review([person], package=package).calculate().checks
    [check] = checks[checks["check"] == IN_GRADE].to_dict("records")
    assert (bool(check["passed"]), check["found"]) == (passed, found)
    assert detail in check["detail"]


# salary, FTE, what it looks like; the grade is points 2 and 3 of a spine of four, and of last year's
LOOKS = [
    (24_000, 1, "point 1 of spine S"),
    (24_000.49, 1, "point 1 of spine S"),
    (27_000, 1, "point 4 of spine S"),
    (24_700, 1, "point 3 of spine S, as it was paid from 1 April 2023"),
    (12_500, 0.5, "pay for the time worked: £25,000.00 full-time"),
    (2_100, 1, "monthly pay: £25,200.00 a year"),
    (1_950, 1, "four-weekly pay: £25,350.00 a year"),
    (250_000, 1, "a digit too many: £25,000.00"),
    (2_600, 1, "a digit too few: £26,000.00"),
    (52_000, 1, "two digits in the wrong order: £25,000.00 is point 2 of spine S"),
    (29_500, 1, ""),
]


@pytest.mark.parametrize(("salary", "fte", "like"), LOOKS)
def test_a_salary_looks_like_another(salary: float, fte: float, like: str) -> None:
    spines = [
        {"spine": "S", "point": point, "salary": 23_000 + 1_000 * point, "effective from": "01/04/2024"}
        for point in range(1, 5)
    ] + [{"spine": "S", "point": 3, "salary": 24_700, "effective from": "01/04/2023"}]
    grades = [{"grade": each, "spine": "S", "bottom point": 2, "top point": 3} for each in ("M1", "M2")]
    person = {"person": "A", "salary now": salary, "grade now": "M1", "FTE": fte}
    checks = _review([person], spines=spines, grades=grades).calculate().checks
    [check] = checks[checks["check"] == IN_GRADE].to_dict("records")
    assert check["detail"].partition("; it looks like ")[2] == like


# salary, what stands in the grade now, post now, whether it lies outside; M1 is £30,000 to £40,000
IN_OR_OUT = [
    (30_000, "M1", "", False),
    (40_000, "M1", "", False),
    (29_999.99, "M1", "", True),
    (40_000.01, "M1", "", True),
    (40_000.01, "m1", "", True),
    (29_000, "", "Manager", True),  # the grade of the line that somebody is in now
    (45_000, "M2", "Manager", False),  # the person's own wins
]


@pytest.mark.parametrize(("salary", "grade", "post", "outside"), IN_OR_OUT)
def test_the_ends_of_a_range_are_in_it(salary: float, grade: str, post: str, outside: bool) -> None:
    person = {"person": "A", "salary now": salary, "grade now": grade, "post now": post}
    checks = _review([person]).calculate().checks
    [check] = checks[checks["check"] == IN_GRADE].to_dict("records")
    assert check["passed"] is not outside


def test_a_salary_without_a_known_range_is_not_held_against_one() -> None:
    people: list[dict[str, object]] = [
        {"person": "A", "salary now": 10_000},
        {"person": "B", "post now": "Manager", "grade now": "Open"},
    ]
    grades = [
        {"grade": "M1", "bottom salary": 30_000, "top salary": 40_000},
        {"grade": "M2", "bottom salary": 35_000, "top salary": 45_000},
        {"grade": "Open", "provisional": "yes"},
    ]
    results = _review(people, grades=grades).calculate()
    assert IN_GRADE in results.untold
    assert IN_GRADE not in results.failed


def test_a_salary_of_the_scale_before_the_start_is_in_its_grade() -> None:
    """Salaries now are those of the day before: an award on the day of the start does not put everybody below."""
    spines = [
        {"spine": "S", "point": point, "salary": salary, "effective from": day}
        for day, salaries in (("01/04/2024", (30_000, 31_000)), ("01/10/2025", (30_900, 31_930)))
        for point, salary in enumerate(salaries, 1)
    ]
    grades = [{"grade": each, "spine": "S", "bottom point": 1, "top point": 2} for each in ("M1", "M2")]
    for salary, passed in ((30_000, True), (31_930, True), (29_999, False), (31_931, False)):
        people = [{"person": "A", "salary now": salary, "grade now": "M1"}]
        checks = _review(people, spines=spines, grades=grades).calculate().checks
        assert list(checks[checks["check"] == IN_GRADE]["passed"]) == [passed]


def _warnings(people: Sequence[Mapping[str, object]] = (), **tables: Any) -> list[str]:
    return _review(people, **tables).calculate().warnings


@pytest.mark.parametrize(
    ("rate", "noted"),
    [("0%", False), ("0.01%", True), ("4.99%", True), ("5%", False), ("45%", False), ("45.01%", True)],
)
def test_a_pension_rate_that_no_employer_pays_is_noted(rate: str, noted: bool) -> None:
    found = [
        each for each in _warnings(on_costs=[{"profile": "all", "pension rate": rate}], **SETTING) if "all" in each
    ]
    said = f"On-cost profile all has a pension rate of {rate}, outside the 5% to 45% that employers pay: check it"
    assert (said in found) is noted


SETTING: dict[str, Any] = {
    "settings": {
        "protection months": 24,
        "protection form": "frozen",
        "implementation date": "01/10/2025",
        "price base": "2025-26",
        "costed at": "top",
        "on-cost profile": "all",
    }
}


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        ("0%", ""),
        ("0.5%", ""),
        ("0.49%", "The pay award of 1 April 2026 is 0.49%, under 0.5%: check it"),
        ("0.03%", "The pay award of 1 April 2026 is 0.03%, under 0.5%: is 3% meant?"),
    ],
)
def test_an_award_of_next_to_nothing_is_noted(percent: str, said: str) -> None:
    found = _warnings(pay_awards=[{"effective from": "01/04/2026", "percent": percent}])
    assert [each for each in found if "pay award" in each] == ([said] if said else [])


# M2 at its top of £45,000 without a pension: £3,750 a month, NI of 15% of what is over £417 is £499.95. Two posts
# cost £101,998.80.
@pytest.mark.parametrize(
    ("stated", "far"),
    [(50_999.39, "less than half of"), (50_999.40, ""), (203_997.60, ""), (203_997.61, "more than twice")],
)
def test_a_stated_cost_far_from_its_model_is_noted(stated: float, far: str) -> None:
    posts = [{"line": "Manager", "state": "proposed", "grade": "M2", "posts": 2, "stated cost": stated}]
    found = _warnings(posts=posts, on_costs=[{"profile": "all", "pension rate": 0}], **SETTING)
    said = (
        f"Manager (proposed): the stated cost of £{stated:,.2f} is {far} the modelled cost of £101,998.80: check the "
        "figure, the posts and the FTE"
    )
    assert [each for each in found if "the stated cost of £" in each] == ([said] if far else [])


def test_a_name_for_a_reference_is_noted_and_not_told() -> None:
    people = [{"person": each} for each in ("P01", "Jane Smith", "Post A", "O'Neill, Sean")]
    [found] = [each for each in _warnings(people=people) if "looks like a name" in each]
    assert found.startswith("2 people have what looks like a name for a reference (table People, rows 2, 4)")
    assert "Smith" not in found


def test_a_rule_that_comes_into_force_after_the_start_is_noted() -> None:
    rule = {
        "measure": "package",
        "tested at": "actual",
        "comparison": "over",
        "threshold": 100_000,
        "approving body": "Council",
    }
    rules = [
        {"rule": "Old", "effective from": "01/04/2020", **rule},
        {"rule": "Old", "effective from": "01/04/2026", **rule},
        {"rule": "New", "effective from": "01/04/2026", **rule},
    ]
    found = [each for each in _warnings(approval_rules=rules) if each.startswith("The rule")]
    assert found == [
        "The rule New is in force only from 1 April 2026, after the start on 1 October 2025: nothing is tested against "
        "it"
    ]


@pytest.mark.parametrize("months", [0, 0.0, "0"])
def test_no_form_of_protection_is_asked_for_where_there_is_none(months: float | str, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    workbook = load_workbook(WENT_WRONG / "n01_protection_months_blank.xlsx")
    workbook["Settings"]["B13"], workbook["Settings"]["B14"] = months, None
    workbook.save(path)
    assert payband.open_review(path).calculate().protection_cost.total == 0
    workbook["Settings"]["B13"] = 24
    workbook.save(path)
    with pytest.raises(InputProblems, match="the setting 'protection form' is empty: give frozen, uplifted or tapered"):
        payband.open_review(path)
