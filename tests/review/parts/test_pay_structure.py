"""The part pay structure: candidates by an independent calculation, searches by trying all, and what is withheld."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.cli import main
from payband.errors import InputProblems
from payband.report.charts import draw
from payband.review.disclosure.pay_structure import chart_without_posts, costs_tell_of_few
from payband.review.results import Results
from tests.support.part_workbooks import assert_the_same_in_a_workbook
from tests.support.workbooks import described_charts, only, rows_of

PENNY = Decimal("0.01")
TABLES = (
    "PayLine", "PayLineChart", "PayLinePosts", "CandidatesCompared", "CandidatesByGrade", "CandidatesInGrade",
    "CandidatesByGroup", "CandidatesByYear", "CandidateBoundaries", "CandidatesByPost", "SearchesFound",
    "SearchesByGrade",
)  # fmt: skip
SETTINGS: dict[str, Any] = {
    "implementation date": "01/04/2026", "price base": "2026-27", "costed at": "actual", "slotting rule": "nearest",
    "tie goes to": "higher", "protection months": 12, "protection form": "frozen", "protection on-costs": "no",
    "horizon": 2, "on-cost profile": "all",
}  # fmt: skip
STEP, LOWEST, POINTS = 700, 20_000, 30
SPINE = [
    {"spine": "S", "point": at, "salary": LOWEST + at * STEP, "effective from": "01/04/2026"}
    for at in range(1, POINTS + 1)
]
GRADES = [{"grade": "Old", "order": 1, "spine": "S", "bottom point": 1, "top point": POINTS}]
# Only pension, at 20%: with no National Insurance (category X) an oracle can be a line long.
PROFILES = [{"profile": "all", "NI category": "X", "pension rate": "20%"}]
LINES = {"Cleaner": 220, "Clerk": 300, "Officer": 420, "Manager": 455, "Head": 610}
A = (("1", 0, 268, 1, 4), ("2", 269, 350, 4, 8), ("3", 351, 450, 9, 16), ("4", 451, None, 17, 30))
B = (("Low", 0, 310, 1, 8), ("Middle", 311, 500, 8, 20), ("High", 501, 1_000, 20, 30))
YEARS = {"assumption": "rates after the last published year", "value": "as the last year"}


def candidate(name: str, grades: tuple[Any, ...] = A) -> list[dict[str, Any]]:
    return [
        {"candidate": name, "grade": grade, "points from": first, "points to": last, "spine": "S",
         "bottom point": bottom, "top point": top}
        for grade, first, last, bottom, top in grades
    ]  # fmt: skip


def workforce(count: int, seed: str = "workforce") -> list[dict[str, Any]]:
    drawn = random.Random(seed)
    found = []
    for number in range(1, count + 1):
        line = drawn.choice(list(LINES))
        pay = LOWEST + STEP * max(1, min(POINTS, (LINES[line] - 190) // 14 + drawn.randint(-3, 3)))
        found.append(
            {"person": f"P{number}", "post now": line, "grade now": "Old", "proposed line": line, "salary now": pay,
             "FTE": drawn.choice(["1", "0.5", "0.8"])}
        )  # fmt: skip
    return found


def tables(people: list[dict[str, Any]], vacant: int = 0, **more: Any) -> dict[str, Any]:
    held = {line: sum(each["post now"] == line for each in people) for line in LINES}
    return {
        "settings": SETTINGS | more.pop("settings", {}),
        "spines": SPINE, "grades": GRADES, "on_costs": PROFILES, "people": people, "assumptions": [YEARS],
        "posts": [
            {"line": line, "state": state, "grade": "Old", "posts": held[line] + (vacant if line == "Clerk" else 0)}
            for line in LINES
            for state in ("now", "proposed")
        ],
        "more": {
            "PayStructureTerms": [{"scheme": "NJC", "points to": 1_000, "near": 40}],
            "JobPoints": [{"person or post": line, "points": points} for line, points in LINES.items()],
            "CandidateGrades": [*candidate("A"), *candidate("B", B)],
            **more,
        },
    }  # fmt: skip


def calculated(people: list[dict[str, Any]], vacant: int = 0, **more: Any) -> Results:
    return payband.Review(**tables(people, vacant, **more)).calculate()


def rows(results: Results, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = results.tables[table].records()
    return found


# --- the oracle ------------------------------------------------------------------------------------------------------


def grade_by_ends(points: int, grades: tuple[Any, ...]) -> tuple[Any, ...]:
    [found] = [each for each in grades if each[1] <= points and (each[2] is None or points <= each[2])]
    return tuple(found)


def slotted(pay: int, bottom: int, top: int) -> int:
    """The nearest point of the range; of two that are as near the higher."""
    return min((LOWEST + STEP * at for at in range(bottom, top + 1)), key=lambda each: (abs(each - pay), -each))


def cost(pay: int, fte: str) -> Decimal:
    """Salary for the time worked and pension at 20%, each to the penny."""
    salary = (Decimal(pay) * Decimal(fte)).quantize(PENNY, ROUND_HALF_UP)
    return salary + (salary * Decimal("0.2")).quantize(PENNY, ROUND_HALF_UP)


def what_it_comes_to(people: list[dict[str, Any]], grades: tuple[Any, ...]) -> dict[str, Any]:
    new = []
    for each in people:
        _, _, _, bottom, top = grade_by_ends(LINES[each["post now"]], grades)
        new.append((slotted(each["salary now"], bottom, top), LOWEST + STEP * top))
    changes = [pay - each["salary now"] for each, (pay, _) in zip(people, new, strict=True)]
    return {
        "rises": sum(each > 0 for each in changes),
        "stays": sum(each == 0 for each in changes),
        "falls": sum(each < 0 for each in changes),
        "cost_now": sum(cost(each["salary now"], each["FTE"]) for each in people),
        "at_assimilation": sum(cost(pay, each["FTE"]) for each, (pay, _) in zip(people, new, strict=True)),
        "at_the_top": sum(cost(top, each["FTE"]) for each, (_, top) in zip(people, new, strict=True)),
        "protection": sum(
            (Decimal(-change) * Decimal(each["FTE"])).quantize(PENNY, ROUND_HALF_UP)
            for change, each in zip(changes, people, strict=True)
            if change < 0
        ),
    }


@pytest.mark.parametrize("count", [20, 250])
def test_candidates_are_as_an_independent_calculation_has_them(count: int) -> None:
    people = workforce(count)
    results = calculated(people)
    for name, grades in (("A", A), ("B", B)):
        expected = what_it_comes_to(people, grades)
        found = only(rows(results, "CandidatesCompared"), candidate=name)
        assert {key: found[key] for key in expected} == expected
        assert found["more_than_now"] == expected["at_assimilation"] - expected["cost_now"]
        by_grade = [row for row in rows(results, "CandidatesInGrade") if row["candidate"] == name]
        for grade in grades:
            there = [each for each in people if grade_by_ends(LINES[each["post now"]], grades) == grade]
            row = only(by_grade, grade=grade[0])
            wanted = what_it_comes_to(there, grades)
            assert (row["people"], row["posts"]) == (len(there), len(there))
            for key in ("rises", "stays", "falls", "at_assimilation", "at_the_top"):
                assert row[key] == wanted[key], (grade, key)
            assert row["full_time"] == sum(Decimal(each["FTE"]) for each in there)
    own = [row for row in rows(results, "Checks") if row["check"].startswith(("A:", "B:"))]
    assert len(own) == 4
    assert all(row["passed"] is True for row in own)


def test_years_run_on_with_increments_to_the_top() -> None:
    """Two clerks of candidate A at points 4 and 7, each 1 April a point more, to point 8."""
    people = [
        {"person": "P1", "post now": "Clerk", "grade now": "Old", "proposed line": "Clerk", "salary now": 22_800,
         "FTE": "1"},
        {"person": "P2", "post now": "Cleaner", "grade now": "Old", "proposed line": "Cleaner", "salary now": 22_800,
         "FTE": "1"},
    ]  # fmt: skip
    results = calculated(people, settings={"increments": "1 April", "horizon": 3})
    years = [row for row in rows(results, "CandidatesByYear") if row["candidate"] == "A"]
    cleaner = cost(22_800, "1")  # point 4, the top of grade 1
    assert [row["financial_year"] for row in years] == ["2026-27", "2027-28", "2028-29", "steady state"]
    assert [row["cost"] for row in years] == [cleaner + cost(pay, "1") for pay in (22_800, 23_500, 24_200, 25_600)]


def test_a_vacant_post_is_at_the_top_and_a_leaver_leaves_one() -> None:
    people = workforce(12, "leavers")
    clerk = next(each for each in people if each["post now"] == "Clerk")
    clerk["leaves on"], clerk["FTE"] = "31/03/2026", "1"
    results = calculated(people, vacant=2)
    stay = [each for each in people if each is not clerk]
    expected = what_it_comes_to(stay, A)
    found = only(rows(results, "CandidatesCompared"), candidate="A")
    assert (found["people"], found["posts"]) == (11, 14)
    assert found["falls"] == expected["falls"]
    assert found["at_assimilation"] == expected["at_assimilation"] + 3 * cost(LOWEST + STEP * 8, "1")


def test_a_line_keeps_its_funding_and_pay_elements() -> None:
    people = workforce(15, "funded")
    given = tables(people)
    for line in given["posts"]:
        if line["line"] == "Officer":
            line["external share"] = "25%"
    elements = [
        {"line or person": "Clerk", "element": "allowance", "amount a year": 1_000, "counts towards approval": "no",
         "costed as": "pensionable pay"},
        {"line or person": "Clerk", "element": "supplement", "amount a year": 500, "counts towards approval": "no",
         "costed as": "pensionable pay", "state": "proposed"},
    ]  # fmt: skip
    plain = payband.Review(**given).calculate()
    more = payband.Review(**given, package=elements).calculate()
    clerks = sum(each["post now"] == "Clerk" for each in people)
    one, other = (only(rows(each, "CandidatesCompared"), candidate="A") for each in (plain, more))
    assert other["at_assimilation"] - one["at_assimilation"] == clerks * 1_200
    expected = what_it_comes_to(people, A)["at_assimilation"]
    paid = what_it_comes_to([each for each in people if each["post now"] == "Officer"], A)["at_assimilation"]
    assert one["at_assimilation"] == pytest.approx(expected - paid / 4, abs=Decimal("0.10"))


def test_widths_steps_and_overlaps() -> None:
    found = [row for row in rows(calculated(workforce(10)), "CandidatesByGrade") if row["candidate"] == "A"]
    ends = [(LOWEST + STEP * bottom, LOWEST + STEP * top) for *_, bottom, top in A]
    assert [row["width"] for row in found] == [269, 82, 100, None]
    assert [(row["bottom"], row["top"]) for row in found] == ends
    assert [row["overlap"] for row in found] == [None, 0, -700, -700]
    middles = [(low + high) / 2 for low, high in ends]
    for at, row in enumerate(found):
        low, high = ends[at]
        assert float(row["range"]) == pytest.approx((high - low) / low, abs=5e-5)
        if at:
            assert float(row["step"]) == pytest.approx(middles[at] / middles[at - 1] - 1, abs=5e-5)
            assert float(row["overlap_percent"]) == pytest.approx((ends[at - 1][1] - low) / (high - low), abs=5e-5)


def test_points_of_a_person_win_over_those_of_the_post() -> None:
    people = workforce(10)
    points = [{"person or post": line, "points": points} for line, points in LINES.items()]
    results = calculated(people, JobPoints=[*points, {"person or post": "P3", "points": 268}])
    assert only(rows(results, "CandidatesByPost"), person="P3", candidate="A")["grade"] == "1"
    assert only(rows(results, "PayLinePosts"), person="P3")["points"] == 268


# --- boundaries, groups, searches ------------------------------------------------------------------------------------


def test_boundaries_that_split_posts_are_listed() -> None:
    people = workforce(40)
    characteristics = [
        {"person": each["person"], "characteristic": "sex", "group": "female" if at % 3 else "male"}
        for at, each in enumerate(people)
    ]
    results = calculated(people, Characteristics=characteristics)
    found = rows(results, "CandidateBoundaries")
    # A begins its grade 4 at 451: officers have 420, managers 455, 35 points apart. B has 300 and 420 apart by 120.
    split = [(row["candidate"], row["boundary"], row["apart"]) for row in found if row["splits"]]
    assert split == [("A", 451, 35)]
    row = only(found, candidate="A", boundary=451)
    near = {
        line: [each for each in people if each["post now"] == line] for line in ("Officer", "Manager")
    }  # fmt: skip
    assert (row["people_near_below"], row["people_near_above"]) == (len(near["Officer"]), len(near["Manager"]))
    sex = {row["person"]: row["group"] for row in characteristics}
    women = [sum(sex[each["person"]] == "female" for each in near[line]) for line in ("Officer", "Manager")]
    assert f"female {women[0]} and {women[1]}" in row["by_group"]
    assert any("1 boundary splits posts within 40 points" in each for each in results.warnings)


def test_groups_by_hours_and_sex_and_what_is_withheld_of_few() -> None:
    people = workforce(120)
    characteristics = [
        {"person": each["person"], "characteristic": "sex", "group": "male" if at < 3 else "female"}
        for at, each in enumerate(people)
    ]
    found = rows(calculated(people, Characteristics=characteristics), "CandidatesByGroup")
    part_time = [each for each in people if each["FTE"] != "1"]
    row = only(found, candidate="A", characteristic="hours", group="part-time")
    expected = what_it_comes_to(part_time, A)
    shown = {key: row[key] for key in ("rises", "stays", "falls") if row[key] is not None}
    assert shown
    assert all(expected[key] == count for key, count in shown.items())
    assert row["people"] == len(part_time)
    few = only(found, candidate="A", characteristic="sex", group="male")
    assert few["people"] is None
    assert few["why"] == "withheld, as it would tell of few people"


def search(**values: Any) -> dict[str, Any]:
    return {"search": "S", "candidate": "A", **{name.replace("_", " "): value for name, value in values.items()}}


def all_boundaries(people: list[dict[str, Any]], measure: str) -> list[tuple[int, Decimal]]:
    """Falls and cost of every way to part the five scores into the grades of A, by the oracle."""
    scores, found = sorted(LINES.values()), []
    for cut in combinations(range(1, len(scores)), len(A) - 1):
        firsts = [0, *(scores[at] for at in cut)]
        lasts = [*(first - 1 for first in firsts[1:]), None]
        grades = tuple((each[0], first, last, *each[3:]) for each, first, last in zip(A, firsts, lasts, strict=True))
        comes_to = what_it_comes_to(people, grades)
        found.append((comes_to["falls"], comes_to[measure]))
    return found


@pytest.mark.parametrize("seed", ["one", "two", "three", "four"])
def test_a_search_finds_the_best_of_all_boundaries(seed: str) -> None:
    people = workforce(60, seed)
    assert {each["post now"] for each in people} == set(LINES)
    ways = all_boundaries(people, "at_assimilation")
    middle = sorted(cost for _, cost in ways)[len(ways) // 2]
    results = calculated(
        people,
        BoundarySearches=[
            search(search="Few"), search(search="Cheap", aim="least cost"),
            search(search="Budget", budget=middle), search(search="None", budget=1_000),
            search(search="Top", aim="least cost", cost_is="at the top"),
        ],
    )  # fmt: skip
    found = {row["search"]: row for row in rows(results, "SearchesFound")}
    cheapest = min((cost, falls) for falls, cost in ways)
    assert (found["Few"]["falls"], found["Few"]["cost"]) == min(ways)
    assert (found["Cheap"]["cost"], found["Cheap"]["falls"]) == cheapest
    within = min(way for way in ways if way[1] <= middle)
    assert (found["Budget"]["falls"], found["Budget"]["cost"]) == within
    assert (found["None"]["cost"], found["None"]["falls"]) == cheapest
    assert found["None"]["why"] == "no boundaries meet the budget: these cost least"
    assert found["Top"]["cost"] == min(cost for _, cost in all_boundaries(people, "at_the_top"))
    assert found["Few"]["searched"] == "all 4 ways to part 5 different scores into 4 grades"
    grades = [row for row in rows(results, "SearchesByGrade") if row["search"] == "Budget"]
    assert sum(row["cost"] for row in grades) == found["Budget"]["cost"]
    again = [row for row in rows(results, "Checks") if "come to the same" in row["check"]]
    assert len(again) == 5
    assert all(row["passed"] is True for row in again)


def test_what_a_search_found_is_the_same_as_a_candidate_of_its_own() -> None:
    people = workforce(60, "one")
    first = calculated(people, BoundarySearches=[search()])
    grades = [row for row in rows(first, "SearchesByGrade") if row["search"] == "S"]
    copied = candidate("Found", tuple((row["grade"], row["points_from"], row["points_to"], *each[3:])
                                      for row, each in zip(grades, A, strict=True)))  # fmt: skip
    second = calculated(people, CandidateGrades=copied)
    [found], [own] = rows(first, "SearchesFound"), rows(second, "CandidatesCompared")
    assert (found["falls"], found["cost"]) == (own["falls"], own["at_assimilation"])


def test_limits_that_nothing_keeps_are_said() -> None:
    [row] = rows(calculated(workforce(30), BoundarySearches=[search(least_width=400)]), "SearchesFound")
    assert row["falls"] is None
    assert row["why"] == "no boundaries keep to the least width and gap: ask for less of them"


# --- bad input -------------------------------------------------------------------------------------------------------


def changed(table: str, at: int, **values: Any) -> Callable[[dict[str, Any]], None]:
    def change(given: dict[str, Any]) -> None:
        found = {name.replace("_", " "): value for name, value in values.items()}
        given["more"][table] = [
            {**row, **found} if place == at else row for place, row in enumerate(given["more"][table])
        ]

    return change


def without(line: str) -> Callable[[dict[str, Any]], None]:
    def change(given: dict[str, Any]) -> None:
        given["more"]["JobPoints"] = [row for row in given["more"]["JobPoints"] if row["person or post"] != line]

    return change


def put(table: str, **row: Any) -> Callable[[dict[str, Any]], None]:
    def change(given: dict[str, Any]) -> None:
        found = {name.replace("_", " "): value for name, value in row.items()}
        given["more"][table] = [*given["more"].get(table, []), found]

    return change


def emptied(table: str) -> Callable[[dict[str, Any]], None]:
    def change(given: dict[str, Any]) -> None:
        given["more"][table] = []

    return change


BAD = [
    # what is done, where it is said, and what is said
    (changed("JobPoints", 4, points=1_001), "table JobPoints, row 5, column 'points'",
     "1001 points lie outside NJC, which goes from 0 to 1000"),
    (changed("PayStructureTerms", 0, points_from=230), "table JobPoints, row 1, column 'points'",
     "220 points lie outside NJC, which goes from 230 to 1000"),
    (changed("CandidateGrades", 1, points_from=270), "table CandidateGrades, row 2, column 'points from'",
     "A: grade 2 begins at 270 points and grade 1 ends at 268: 269 would have no grade"),
    (changed("CandidateGrades", 1, points_from=268), "table CandidateGrades, row 2, column 'points from'",
     "they overlap"),
    (changed("CandidateGrades", 0, points_to=None), "table CandidateGrades, row 1, column 'points to'",
     "A: grade 1 has no upper end, and grade 2 begins at 269: give 268"),
    (changed("CandidateGrades", 2, points_to=340), "table CandidateGrades, row 3, column 'points to'",
     "A: grade 3 ends at 340 points, below the 351 that it begins at"),
    (changed("CandidateGrades", 0, points_from=10), "table CandidateGrades, row 1, column 'points from'",
     "A: its lowest grade begins at 10 points and NJC at 0"),
    (changed("CandidateGrades", 6, points_to=900), "table CandidateGrades, row 7, column 'points to'",
     "B: its highest grade ends at 900 points and NJC goes to 1000"),
    (changed("CandidateGrades", 1, top_point=2), "table CandidateGrades, row 2",
     "grade 2 of A runs from point 4 down to 2: swap them"),
    (changed("CandidateGrades", 1, spine=None, bottom_point=None, top_point=None, bottom_salary=30_000,
             top_salary=25_000), "table CandidateGrades, row 2, column 'bottom salary'",
     "needs a bottom salary and a top salary that is not below it"),
    (changed("CandidateGrades", 1, spine=None, bottom_point=None, top_point=None), "table CandidateGrades, row 2",
     "grade 2 has no pay range: give a spine and points, or a bottom and top salary"),
    (changed("CandidateGrades", 1, top_point=31), "table CandidateGrades, row 2, column 'top point'", "31"),
    (without("Officer"), "table People, row", "the post Officer has no points: add it to table JobPoints"),
    (without("Clerk"), "table People, row", "the post Clerk has no points"),
    (emptied("JobPoints"), "table JobPoints", "has no rows: give the points of each post"),
    (emptied("PayStructureTerms"), "table PayStructureTerms", "has no rows: name the job evaluation scheme"),
    (put("PayStructureTerms", scheme="Hay"), "table PayStructureTerms, row 2, column 'scheme'",
     "a review has one scheme, and row 1 names NJC"),
    (changed("PayStructureTerms", 0, points_to=0), "table PayStructureTerms, row 1, column 'points to'",
     "is 0, and the scheme begins at 0"),
    (changed("PayStructureTerms", 0, shown_candidate="C"), "table PayStructureTerms, row 1, column 'shown candidate'",
     "'C' is not a candidate of table CandidateGrades"),
    (changed("JobPoints", 0, person_or_post="Cleanr"), "table JobPoints, row 1, column 'person or post'",
     "'Cleanr' is neither a person nor a line now; did you mean 'Cleaner'?"),
    (put("BoundarySearches", search="S", candidate="A", budget=0), "table BoundarySearches, row 1, column 'budget'",
     "is £0"),
    (put("BoundarySearches", search="S", candidate="A", least_gap=0),
     "table BoundarySearches, row 1, column 'least gap'", "is 0: give 1 for any"),
    (put("BoundarySearches", search="S", candidate="Z"), "table BoundarySearches, row 1, column 'candidate'",
     "'Z' is not a candidate"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "where", "says"), BAD)
def test_bad_input_is_refused_by_row_once(change: Callable[[dict[str, Any]], None], where: str, says: str) -> None:
    given = tables(workforce(30))
    change(given)
    with pytest.raises(InputProblems) as refused:
        payband.Review(**given)
    [problem] = refused.value.problems
    assert where in str(problem)
    assert says in str(problem)


def test_more_grades_than_scores_and_vacant_posts_without_points_are_refused() -> None:
    people = [each for each in workforce(60) if each["post now"] in ("Cleaner", "Officer")]
    points = [{"person or post": line, "points": LINES[line]} for line in ("Cleaner", "Officer")]
    with pytest.raises(InputProblems, match="A has 4 grades and the posts 2 different scores"):
        payband.Review(**tables(people, JobPoints=points, BoundarySearches=[search()]))
    with pytest.raises(InputProblems, match="Clerk has 2 vacant posts and no points"):
        payband.Review(**tables(people, vacant=2, JobPoints=points))


def test_posts_of_one_score_bear_no_line() -> None:
    people = [each for each in workforce(60) if each["post now"] == "Officer"]
    with pytest.raises(InputProblems, match="all posts have the same points") as refused:
        payband.Review(**tables(people))
    assert "column 'pay line'" in str(refused.value)


def test_a_salary_that_is_not_known_is_no_figure() -> None:
    """Point 12 was never published: an officer who is paid between 11 and 13 may go to it, or not."""
    people = [*workforce(30), {"person": "U", "post now": "Officer", "grade now": "Old", "proposed line": "Officer",
                               "salary now": LOWEST + STEP * 12, "FTE": "1"}]  # fmt: skip
    given = tables(people, BoundarySearches=[search()])
    given["spines"] = [{**row, "salary": None} if row["point"] == 12 else row for row in SPINE]
    results = payband.Review(**given).calculate()
    between = [
        each for each in people if each["post now"] == "Officer" and 11 < (each["salary now"] - LOWEST) / STEP < 13
    ]
    found = only(rows(results, "CandidatesCompared"), candidate="A")
    assert found["not_known"] == len(between)
    assert found["at_assimilation"] is None
    assert found["why"]
    [row] = rows(results, "SearchesFound")
    assert row["cost"] is None
    assert row["falls"] is None


# --- workbooks, charts, report -------------------------------------------------------------------------------------


def test_the_same_in_a_workbook_with_its_chart(tmp_path: Path, libreoffice_convert: Callable[..., Path]) -> None:
    results = calculated(workforce(25), BoundarySearches=[search(budget=2_000_000)])
    path = tmp_path / "review.xlsx"
    assert_the_same_in_a_workbook(results, TABLES, path, libreoffice_convert)
    told = described_charts(path)
    [words] = [text for name, text in told.items() if name.startswith("Pay against job evaluation points")]
    assert "a box for each grade" in words
    [picture] = [each for each in draw(results) if each.name == "PayLineChart"]
    assert picture.title == "Pay against job evaluation points"


def test_the_chart_has_a_place_for_each_post_the_line_and_five_corners_of_each_box() -> None:
    people = workforce(25)
    results = calculated(people, PayStructureTerms=[{"scheme": "NJC", "points to": 1_000, "shown candidate": "b"}])
    found = rows(results, "PayLineChart")
    posts = [(row["points"], row["pay_of_a_post"]) for row in found if row["what"] == "post"]
    assert posts == [(LINES[each["post now"]], each["salary now"]) for each in people]
    boxes = [row for row in found if row["grade"] is not None]
    assert len(boxes) == 5 * len(B)
    assert {row["what"] for row in boxes} == {"Low, B", "Middle, B", "High, B"}
    [line] = rows(results, "PayLine")
    for row in (each for each in found if each["pay_line"] is not None):
        on_line = line["constant"] + line["for_each_point"] * row["points"]
        assert row["pay_line"] == pytest.approx(on_line, abs=Decimal("0.01"))


def test_native_and_live_copies_follow_points(tmp_path: Path, soffice: str) -> None:
    path = tmp_path / "review.xlsx"
    calculated(workforce(25)).save(path)
    for how in ("native", "live"):
        written = tmp_path / f"{how}.xlsx"
        assert main(["review", str(path), "-o", str(written), f"--{how}"]) == 0
        formulas = rows_of(load_workbook(written), "CandidatesByPost")
        assert all(str(row["grade"]).startswith("=") for row in formulas)
        assert all(str(row["pay line"]).startswith("=") for row in rows_of(load_workbook(written), "PayLinePosts"))
        if how == "live":
            assert "GRADEFORPOINTS" in str(formulas[0]["grade"])
    assert main(["reconcile", str(tmp_path / "native.xlsx")]) == 0


def test_a_few_who_are_paid_otherwise_are_not_told_of() -> None:
    people = workforce(120)
    moved = tuple((*each[:1], each[1] + (40 if each[0] == "4" else 0), *each[2:]) for each in A)
    closed = tuple((*each[:2], 490 if each[0] == "3" else each[2], *each[3:]) for each in moved)
    managers = sum(each["post now"] == "Manager" for each in people)
    assert managers >= 5
    few = [each for each in people if each["post now"] != "Manager"] + [
        each for each in people if each["post now"] == "Manager"
    ][:3]
    both = [*candidate("A"), *candidate("C", closed)]
    assert costs_tell_of_few(calculated(few, CandidateGrades=both))
    one = calculated(people, CandidateGrades=candidate("A"))
    changed_pay = what_it_comes_to(people, A)
    assert changed_pay["rises"] + changed_pay["falls"] >= 5
    assert not costs_tell_of_few(one)
    assert costs_tell_of_few(one, least=1_000)


def test_the_chart_that_is_published_has_nobody_in_it() -> None:
    results = calculated(workforce(25))
    published = chart_without_posts(results)
    assert published is not None
    records = published.records()
    assert not [row for row in records if row["pay_of_a_post"] is not None]
    drawn = [row["pay_line"] for row in records if row["pay_line"] is not None]
    assert drawn
    assert all(pay % 100 == 0 for pay in drawn)
    few = chart_without_posts(calculated(workforce(4, "few")))
    assert few is not None
    assert not [row for row in few.records() if row["pay_line"] is not None]


def test_the_report_names_nobody_and_tells_no_salary(tmp_path: Path) -> None:
    people = [{**each, "salary now": min(each["salary now"] + 13, LOWEST + STEP * POINTS)} for each in workforce(60)]
    path, report = tmp_path / "review.xlsx", tmp_path / "report.html"
    calculated(people, BoundarySearches=[search()]).save(path)
    assert main(["report", str(path), "-o", str(report)]) == 0
    text = report.read_text(encoding="utf-8")
    assert "Candidates by grade" in text
    own = text[text.index("pay against job evaluation points, candidate grades") :]
    assert "Pay line posts lists post holders one by one and is not shown" in own
    assert "Candidates by post lists post holders one by one and is not shown" in own
    for each in people:
        if each["salary now"] < LOWEST + STEP * POINTS:  # which is the top of a grade
            assert f"{each['salary now']:,}" not in own
