"""payband import: lists that say something beside the columns that are taken; none of it is passed over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from payband.cli import main

HEADS = "Ref,Post Title,Grade,FTE Salary"
TWO = "1,Clerk,G1,24000"

# the list, the arguments, the exit status, what is said, figures of the totals
ODD: dict[str, tuple[str, list[str], int, str, dict[str, float]]] = {
    # Who works part-time is told by a column of which FTE cannot be read.
    "words": (
        f"{HEADS},Full/Part Time\n{TWO},Full Time\n2,Clerk,G1,24000,Part Time\n", [], 2,
        "'Full/Part Time': it speaks of the time worked (Full Time, Part Time), and no column has FTE", {},
    ),
    "words left out": (
        f"{HEADS},Full/Part Time\n{TWO},Full Time\n2,Clerk,G1,24000,Part Time\n", ["--answer", "Full/Part Time="], 0,
        "no column of FTE or hours: everybody is counted as full-time", {"pay": 48_000},
    ),
    "all full-time": (f"{HEADS},Full/Part Time\n{TWO},Full Time\n2,Clerk,G1,24000,FT\n", [], 0, "", {"pay": 48_000}),
    "words in another column": (
        f"{HEADS},Contract Type\n{TWO},Permanent Full-time\n2,Clerk,G1,24000,Permanent part-time\n", [], 2,
        "'Contract Type': it speaks of the time worked", {},
    ),
    "a question": (f"{HEADS},Part time?\n{TWO},N\n2,Clerk,G1,24000,Y\n", [], 2, "'Part time?': it speaks of", {}),
    "hours of a fortnight": (
        f"{HEADS},Hours per fortnight\n{TWO},74\n2,Clerk,G1,24000,37\n", [], 2, "'Hours per fortnight': it speaks", {},
    ),
    "hours of a month": (f"{HEADS},Monthly Hours\n{TWO},160\n2,Clerk,G1,24000,80\n", [], 2, "'Monthly Hours': it", {}),
    "days of a week": (f"{HEADS},Days per week\n{TWO},5\n2,Clerk,G1,24000,2.5\n", [], 2, "'Days per week': it", {}),
    "percent of a contract": (
        f"{HEADS},% Contract\n{TWO},100\n2,Clerk,G1,24000,50\n", ["--answer", "% Contract=FTE %"], 0, "",
        {"pay": 36_000, "fte": 1.5},
    ),
    "overtime hours": (f"{HEADS},Overtime Hours\n{TWO},3\n2,Clerk,G1,24000,1\n", [], 0, "", {"pay": 48_000}),
    "working hours beside an FTE": (
        f"{HEADS},FTE,Working Pattern\n{TWO},1,Part time\n", [], 0, "", {"pay": 24_000},
    ),
    "pay for the time worked": (
        f"{HEADS},Actual Salary\n{TWO},24000\n2,Clerk,G1,24000,12000\n", [], 2,
        "'Actual Salary': it is below 'FTE Salary' in 1 row, and no column says how much of full time is worked", {},
    ),
    # The list contradicts itself.
    "pay that the FTE does not make": (
        f"{HEADS},Actual Salary,FTE\n{TWO},24000,1\n2,Clerk,G1,24000,6000,0.5\n", [], 0,
        "'Actual Salary' is not what 'FTE Salary' and the FTE make (row 3): it is left out", {"pay": 36_000},
    ),
    "hours that the FTE does not make": (
        f"{HEADS},FTE,Hours,Full Time Hours\n{TWO},1,37,37\n2,Clerk,G1,24000,1,18.5,37\n", [], 0,
        "row 3: its FTE is 1, and 18.5 of 37 hours a week are 0.5: the FTE is taken", {"pay": 48_000},
    ),
    "two columns of grades": (
        "Ref,Post Title,Grade,Post Grade,FTE Salary\n1,Clerk,G1,G2,24000\n2,Clerk,G1,G1,24000\n", [], 2,
        "columns 'Grade' and 'Post Grade': could each be the grade", {},
    ),
    "a code of the grade beside it": (
        "Ref,Post Title,Grade,Grade Code,FTE Salary\n1,Clerk,Grade 1,01,24000\n2,Clerk,Grade 2,02,24000\n", [], 0, "",
        {"pay": 48_000},
    ),
    "a total by another word": (
        f"{HEADS}\n{TWO}\n2,Clerk,G1,25000\n,Overall,,49000\n", [], 1,
        "row 4: it has no grade, and its pay is the sum of rows 2 to 3: take it out if it is a total",
        {"pay": 49_000, "pay_of_vacant_posts": 0},
    ),
    "a total for each department": (
        "Department,Post Title,Grade,FTE Salary\nFinance,Clerk,G1,24000\nFinance,Officer,G1,25000\nFinance,All,,49000\n"
        "Parks,Keeper,G1,20000\nParks,Ranger,G1,21000\nParks,Parks,,41000\n", [], 1,
        "row 7: it has no grade, and its pay is the sum of rows 5 to 6", {"people": 4, "pay": 90_000},
    ),
    "a total in a list without grades": (
        "Post Title,FTE Salary\nClerk,24000\nOfficer,25000\nAll,49000\n", [], 0,
        "the pay of row 4 is the sum of rows above: take such rows out", {},
    ),
    "a grade of twice the pay": (
        f"{HEADS}\n{TWO}\n2,Clerk,G1,24000\n,Head,G9,48000\n", [], 0, "",
        {"pay": 48_000, "pay_of_vacant_posts": 48_000},
    ),
    # Rows that stand for several posts.
    "posts in a title": (
        "Post Title,Grade,FTE Salary\nClerk x 5,G1,24000\nMaid (3 posts),G1,25000\n4 x Cook,G1,20000\nCook,G1,20000\n",
        [], 1, "row 2: the title 'Clerk x 5' says several posts ('x 5'): give their number in a column of posts",
        {"people": 1, "not_placed": 3},
    ),
    "posts in a title and in a column": (
        "Post Title,Grade,FTE Salary,Posts\nClerk x 5,G1,24000,5\n", [], 0, "", {"people": 5, "pay": 120_000},
    ),
    "vacancies by number": (
        "Post Title,Grade,FTE Salary,Posts,Vacancies\nClerk,G1,24000,5,2\nOfficer,G1,25000,3,0\n", [], 2,
        "'Vacancies': it says how many posts of a row are vacant or filled, which one row cannot", {},
    ),
    # Letters under a heading of amounts.
    "letters of National Insurance": (
        f"{HEADS},NI\n{TWO},A\n2,Clerk,G1,24000,B\n3,Clerk,G1,24000,Z\n", [], 2,
        "'NI': its values (A, B, Z) could be the NI category, and its name does not say so", {},
    ),
    "amounts of National Insurance": (f"{HEADS},NI\n{TWO},2850.00\n", [], 0, "", {"pay": 24_000}),
    "a projected salary": (
        "Ref,Post Title,Grade,FTE Salary 2027-28 (projected),FTE\n1,Clerk,G1,24000,1\n2,Clerk,G1,25000,1\n", [], 2,
        "(24000, 25000) could be salaries, and its name does not say so: is it the £ a year of the full-time post", {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_nothing_that_a_list_says_is_passed_over(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, arguments, status, said, totals = ODD[name]
    source = tmp_path / "list.csv"
    source.write_text(text, encoding="utf-8")
    given = ["import", str(source), "-o", str(tmp_path / "review.xlsx"), "--overwrite", *arguments]
    assert main(given) == status
    printed = capsys.readouterr()
    shown = printed.out + printed.err
    assert said in shown
    if status == 0 and not said:
        assert "could be" not in shown
        assert "it speaks of" not in shown
    if status != 2:
        assert main([*given, "--json"]) == status
        found: dict[str, Any] = json.loads(capsys.readouterr().out)["totals"]
        assert {key: float(found[key]) for key in totals} == totals
