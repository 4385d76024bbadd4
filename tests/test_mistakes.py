"""Mistakes in a review: each is refused with one problem where it is to be mended, or noted, and none is silent."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

import payband
from payband.errors import InputProblems
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
        "m01", f"{PEOPLE}, row 8, column 'grade now'", "'Dirctor' is not in table Grades; did you mean 'Director'?"
    ),
    Refused(
        "m07",
        f"{SETTINGS}, row 7, column 'value'",
        "implementation date: 1 October 2052 is 27 years after the price base 2025-26: check the year",
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


def _review(people: list[dict[str, object]], *, now_has_grade: bool = True, **tables: object) -> payband.Review:
    line = {"line": "Manager", "posts": 2}
    now = {"grade": "M1"} if now_has_grade else {"stated cost": 70_000}
    grades = [
        {"grade": "M1", "order": 1, "bottom salary": 30_000, "top salary": 40_000},
        {"grade": "M2", "order": 2, "bottom salary": 35_000, "top salary": 45_000},
    ]
    given: dict[str, object] = {
        "settings": {"implementation date": "01/10/2025", "price base": "2025-26", "costed at": "top"},
        "grades": grades,
        "posts": [
            {**line, "state": "now", **now},
            {**line, "state": "proposed", "grade": "M2"},
            {"line": "Lead", "state": "proposed", "grade": "M2", "posts": 1},
        ],
        "people": [{"salary now": 35_000, **each} for each in people],
    }
    return payband.Review(**{**given, **tables})  # type: ignore[arg-type]


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
