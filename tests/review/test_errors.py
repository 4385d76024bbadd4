"""Errors say what is wrong, where it is and what to do."""

from __future__ import annotations

import pytest

from payband.errors import InputProblems, PaybandError, Problem, UnknownFigure, UnknownName, WrongInput, nearest_name


@pytest.mark.parametrize(
    ("error", "cell_value"),
    [(PaybandError, "#VALUE!"), (WrongInput, "#VALUE!"), (UnknownName, "#N/A"), (UnknownFigure, "#N/A")],
)
def test_errors_are_value_errors_with_a_cell_value(error: type[PaybandError], cell_value: str) -> None:
    assert issubclass(error, ValueError)
    assert error("what").cell_value == cell_value


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("it is wrong"), "it is wrong"),
        (Problem("it is wrong", row=3), "row 3: it is wrong"),
        (
            Problem("it is wrong", sheet="Posts", table="tblPosts", row=3, column="grade"),
            "sheet Posts, table tblPosts, row 3, column 'grade': it is wrong",
        ),
        (Problem("it is wrong", table="tblPosts", column="grade"), "table tblPosts, column 'grade': it is wrong"),
    ],
)
def test_a_problem_says_where(problem: Problem, text: str) -> None:
    assert str(problem) == text
    assert repr(problem) == f"Problem({text!r})"


def test_problems_are_told_together() -> None:
    one = InputProblems([Problem("a")], "review.xlsx")
    assert str(one) == "review.xlsx: 1 problem to put right\n  a"
    two = InputProblems([Problem("a", row=1), Problem("b", row=2)])
    assert str(two) == "2 problems to put right\n  row 1: a\n  row 2: b"
    assert len(two.problems) == 2


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("neerest", "did you mean 'nearest'?"),
        ("NEXT ABOVE.", "did you mean 'next above'?"),
        ("zzz", "known: bottom, nearest, next above"),
    ],
)
def test_the_nearest_name(name: str, hint: str) -> None:
    assert nearest_name(name, ["nearest", "next above", "bottom"]) == hint


def test_a_long_list_of_names_is_cut() -> None:
    assert nearest_name("zzz", [f"name{number:02d}" for number in range(20)]).endswith("name11, ...")
