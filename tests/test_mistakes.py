"""Mistakes in a review: each is refused with one problem where it is to be mended, or noted, and none is silent."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import InputProblems
from tests.net.commands import run
from tests.net.mistakes import MISTAKES, inputs_alone, make
from tests.run import TOP

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
        "on-cost profile: 'LGPS' is not in table OnCosts; known: LGPS officers",
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


# --- names that refer ----------------------------------------------------------------------------------------------


def _review(people: Sequence[Mapping[str, object]], *, now_has_grade: bool = True, **tables: Any) -> payband.Review:
    line = {"line": "Manager", "posts": 2}
    now = {"grade": "M1"} if now_has_grade else {"stated cost": 70_000}
    grades = [
        {"grade": "M1", "order": 1, "bottom salary": 30_000, "top salary": 40_000},
        {"grade": "M2", "order": 2, "bottom salary": 35_000, "top salary": 45_000},
    ]
    given: dict[str, Any] = {
        "settings": {"implementation date": "01/10/2025", "price base": "2025-26", "costed at": "top"},
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
    settings = {"implementation date": "01/10/2025", "price base": "2025-26"}
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
    ("m23_prorata_salary.xlsx", 1, "pay for the time worked: £76,455.00 full-time"),
    ("m24_salary_monthly.xlsx", 1, "monthly pay: £90,906.96 a year"),
]


@pytest.mark.parametrize(("file", "status", "words"), COMMANDS)
def test_the_command_says_so(file: str, status: int, words: str, tmp_path: Path) -> None:
    said = run("review", str(WENT_WRONG / file), "-o", str(tmp_path / "answers.xlsx"))
    assert said.startswith(f"exit status {status}\n")
    assert words in " ".join(said.split())


# --- what is noted -------------------------------------------------------------------------------------------------

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
    assert IN_GRADE not in set(_review(people, grades=grades).calculate().checks["check"])


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
