"""payband compare on a table of posts: the figures of the same people in a workbook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import payband
from payband.cli import main
from payband.review.inputs.tables import Person
from payband.workbook.write import package_of
from tests.run import TOP

EXAMPLE = TOP / "workbooks" / "example-2026.xlsx"


def others() -> list[Person]:
    """The people of the example with other salaries, of whom one leaves and one has a part of full time."""
    people = [
        each.model_copy(update={"salary_now": each.salary_now + 1_234_56})
        for each in payband.open_review(EXAMPLE).inputs.people
    ]
    from datetime import date
    from fractions import Fraction

    people[1] = people[1].model_copy(update={"leaves_on": date(2028, 5, 14), "fte": Fraction(30, 37)})
    people[2] = people[2].model_copy(update={"protection_waived": True})
    return people


def row_of(person: Person) -> dict[str, Any]:
    return {
        "Person": person.person,
        "post now": person.post_now,
        "grade now": person.grade_now,
        "Salary_Now": person.salary_now / 100,
        "FTE": str(person.fte),
        "on-cost profile": person.on_cost_profile,
        "NI category": person.ni_category,
        "proposed line": person.proposed_line,
        "protection waived": "yes" if person.protection_waived else "",
        "leaves on": person.leaves_on,
        "started on": person.started_on,
        "illustrative": "yes" if person.illustrative else "no",
        "remark": "carried",
    }


def compared(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    status = main(["compare", *arguments, "--json"])
    shown = capsys.readouterr()
    assert status in (0, 1), shown.err
    found: dict[str, Any] = json.loads(shown.out)
    return found


@pytest.mark.parametrize(("ending", "years"), [("csv", 3), ("parquet", 7), ("xlsx", 3)])
def test_posts_compare_as_the_same_people_do(
    ending: str, years: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = others()
    inputs = payband.open_review(EXAMPLE).inputs
    package_of(inputs._replace(people=tuple(people))).save(str(tmp_path / "book.xlsx"))
    frame = pd.DataFrame(map(row_of, people))
    if ending == "csv":
        frame.to_csv(tmp_path / "posts.csv", index=False)
    elif ending == "parquet":
        frame.to_parquet(tmp_path / "posts.parquet")
    else:
        frame.to_excel(tmp_path / "posts.xlsx", index=False)
    posts = [str(tmp_path / f"posts.{ending}"), "--settings", str(EXAMPLE), "--scenarios", "all"]
    ahead = [] if years == 3 else ["--years", str(years)]  # 3 is the example's own horizon
    book = compared(capsys, str(tmp_path / "book.xlsx"), *ahead)
    assert compared(capsys, *posts, *ahead) == book
    assert book != compared(capsys, str(EXAMPLE), *ahead)
    assert len({row["financial_year"] for row in book["years"]}) == years + 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("salary now,proposed line\n-1,Team Leader\n", "row 2, column 'salary now'"),
        ("salary now,proposed line\n30000,Nobody\n", "'Nobody' is not a proposed line"),
        ("salary now,proposed grade\n30000,Officer\n", "the column 'proposed line' is missing"),
        ("salary now,proposed line,posts\n33119,Team Leader,2\n", "give a row for each post"),
        ("Salary,proposed line,FTE\n33119,Team Leader,1\n", "Rename the column"),
    ],
)
def test_posts_that_cannot_be_compared(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "posts.csv").write_text(text, encoding="utf-8")
    assert main(["compare", str(tmp_path / "posts.csv"), "--settings", str(EXAMPLE)]) == 2
    assert message in capsys.readouterr().err


def test_years_out_of_range(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(EXAMPLE), "--years", "99"]) == 2
    assert "horizon: 99 years is out of range: give 1 to 60" in capsys.readouterr().err
