"""Generated reviews for the native workbook: every setting varied, people of every kind, from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

import payband
from payband.formulas.native.native import fill_native_answers
from payband.ooxml.package import Package
from payband.review.inputs.tables import COSTED_AS, NOT_COSTED
from payband.workbook.read import open_review
from tests.support.workbooks import small_review

__all__ = ["generated", "native", "saved", "touched", "with_parts"]

RULES = ("nearest", "next above", "next below", "bottom", "same point")
MANY = 200
MEASURES = (
    ("base salary", "top of range"),
    ("package", "bottom of range"),
    ("employer cost", "top of range"),
    ("severance", "actual"),
    ("package", "actual"),
)

# The price base, the day the structure starts, and how long protection may last within the known figures.
TIMES = (("2011-12", date(2012, 1, 2), 24), ("2022-23", date(2022, 8, 31), 24), ("2025-26", date(2025, 4, 1), 18))
INCREMENTS = ("none", "1 April", "anniversary", "six-month rule", "none")
FTES = ("1", "0.5", "0.8", "1/6", "30/37", "0.6667", "0.333333333333333")


def generated(seed: int, people: int, **settings: Any) -> dict[str, Any]:
    """The tables of a review. Settings that are given stand in place of the drawn ones."""
    rng = random.Random(f"native {seed}")
    price_base, start, most = TIMES[seed % len(TIMES)]
    form = ("frozen", "uplifted", "tapered")[seed // 3 % 3]
    drawn = {
        "implementation date": start,
        "price base": price_base,
        "costed at": rng.choice(["bottom", "actual", "top"]),
        "slotting rule": RULES[seed % 4],
        "tie goes to": rng.choice(["higher", "lower"]),
        "unpublished points": rng.choice(["refuse", "estimate"]),
        "protection months": rng.choice([12, most]),
        "protection form": form,
        "protection on-costs": rng.choice(["yes", "no"]),
        "on-cost profile": "standard",
        **({"protection shares": "100%, 66.67%, 0%, 25%"} if form == "tapered" else {}),
        "increments": INCREMENTS[seed % len(INCREMENTS)],
        **settings,
    }
    spines, grades = _grades(rng, start)
    out = price_base == "2011-12"
    profiles = [
        {"profile": "standard", "NI category": "A", "pension rate": "19.5%", "contracted out": out},
        {"profile": "levied", "NI category": "A" if out else "M", "pension rate": 0.1234, "other rate": "1.5%",
         "apprenticeship levy": not out, "contracted out": False},
    ]  # fmt: skip
    posts = _posts(rng, [each["grade"] for each in grades if not each.get("provisional")], people, start)
    lines = [each["line"] for each in posts if each["state"] == "proposed" and each["grade"]]
    found: dict[str, Any] = {
        "settings": drawn,
        "spines": spines,
        "grades": grades,
        "on_costs": profiles,
        "posts": posts,
        "people": _people(rng, people, lines, {each["line"] for each in posts if each["state"] == "now"}, start),
        "package": [
            {
                "line or person": rng.choice([*lines, "P1", "P2", "P3"]),
                "element": rng.choice(["allowance", "severance"]),
                "amount a year": rng.randrange(1, 2_000_000) / 100,
                "counts towards approval": rng.choice(["yes", "no"]),
            }
            for _ in range(8)
        ],
        "approval_rules": [
            {
                "rule": f"rule {number}",
                "measure": measure,
                "tested at": tested,
                "comparison": rng.choice(["over", "at or over"]),
                "threshold": rng.choice([40_000, 52_345.67]),
                "approving body": "Council",
                "effective from": date(2010, 1, 1),
            }
            for number, (measure, tested) in enumerate(MEASURES if people < MANY else MEASURES[:-1])
        ],
        "pay_awards": [
            {"effective from": date(start.year + 1, 4, 1), "percent": "2.75%", "flat sum": rng.choice([0, 500]),
             "rounding": rng.choice(["none", "nearest £1", "nearest £3"]), "at least": rng.choice([0, 1_925])},
            {"effective from": date(start.year, 11, 15), "percent": "1%", "rounding": "nearest £10"},
        ][: rng.randrange(0, 3)],
    }  # fmt: skip
    costed = random.Random(f"pay elements {seed}")
    for element in found["package"]:
        element["costed as"] = costed.choice(COSTED_AS) if element["element"] != "severance" else NOT_COSTED
        element["state"] = "" if element["line or person"].startswith("P") else costed.choice(["", "proposed"])
    moves = random.Random(f"increments {seed}")
    for person in found["people"]:
        person["started on"] = date(start.year - moves.randrange(1, 4), moves.randrange(1, 13), moves.randrange(1, 28))
    for award in found["pay_awards"][1:]:
        award["salaries up to"] = moves.choice([None, 35_000])
    found["assumptions"] = [{"assumption": "rates after the last published year", "value": "as the last year"}]
    # The review year by year, and in another version, stand beside the others.
    found["more"] = {"Scenarios": [{"scenario": "Bottom", "what is changed": "slotting rule", "value": "bottom"}]}
    return found


def _grades(rng: random.Random, start: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    spines, grades = [], []
    for name in ("S1", "S2", "S3"):
        pay = rng.randrange(18_000, 40_000)
        for point in range(1, 31):
            pay += rng.choice([100, 250, 333, 2_000])
            shown = None if name == "S3" and point in (12, 13, 20) else pay
            spines.append(
                {"spine": name, "point": point, "salary": shown, "effective from": date(start.year - 1, 4, 1)}
            )
        spines.append({"spine": name, "point": 1, "salary": 15_000, "effective from": date(2009, 4, 1)})
        for number, low in enumerate((1, 6, 11, 18, 24), start=1):
            grades.append(
                {"grade": f"{name} {number}", "order": number, "spine": name, "bottom point": low,
                 "top point": low + 6}
            )  # fmt: skip
    for number in range(1, 4):
        bottom = rng.randrange(20_000, 60_000)
        grades.append(
            {"grade": f"Range {number}", "order": 9, "bottom salary": bottom, "top salary": bottom + 9_999.99}
        )
    grades.append({"grade": "Unknown", "provisional": "yes"})
    return spines, grades


def _posts(rng: random.Random, grades: list[str], people: int, start: date) -> list[dict[str, Any]]:
    posts = []
    for number in range(1, 21):
        for state in ("now", "proposed"):
            if rng.random() < 0.08:
                continue
            stated = rng.random() < 0.15
            posts.append(
                {
                    "line": f"Line {number}",
                    "state": state,
                    "grade": ""
                    if stated and rng.random() < 0.3
                    else "Unknown"
                    if rng.random() < 0.03
                    else rng.choice(grades),
                    "posts": rng.choice([0, 1, 3, people // 20 + 2]),
                    "FTE each": rng.choice(FTES[:4]),
                    "costed at": rng.choice(["", "", "bottom", "actual", "top"]),
                    "external share": rng.choice([0, 0, 0, "50%", "1/6", 0.125]),
                    "externally funded until": rng.choice([None, None, date(start.year + 1, 1, 15)]),
                    "stated cost": rng.randrange(20_000, 900_000) if stated else None,
                    "on-cost profile": rng.choice(["", "levied"]),
                }
            )
    for post in posts:
        if post["external share"] == 0:  # nothing is paid by others, until no day
            post["externally funded until"] = None
    return posts


def _people(rng: random.Random, count: int, lines: list[str], now: set[str], start: date) -> list[dict[str, Any]]:
    people = []
    for number in range(1, count + 1):
        leaves = rng.random() < 0.06
        post = f"Line {rng.randrange(1, 21)}"
        people.append(
            {
                "person": f"P{number}",
                "post now": post if post in now else "",
                "salary now": rng.choice([rng.randrange(16_000, 70_000), rng.randrange(1_600_000, 7_000_000) / 100]),
                "FTE": rng.choice(FTES),
                "on-cost profile": rng.choice(["", "", "levied"]),
                "proposed line": "" if rng.random() < 0.05 else rng.choice(lines),
                "protection waived": "yes" if rng.random() < 0.05 else "no",
                "leaves on": date(start.year + rng.choice([-1, 0, 1]), rng.randrange(1, 13), 20) if leaves else None,
                "illustrative": rng.choice(["yes", "no"]),
            }
        )
    return people


def saved(tables: dict[str, Any], path: Path) -> Path:
    """A workbook with the tables of a review."""
    payband.Review(**tables).calculate().save(path)
    return path


def native(source: Path, target: Path) -> Path:
    """The native copy of a review workbook."""
    results = open_review(source).calculate()
    package: Package = results.source.package.copy()
    fill_native_answers(package, results, results.source.setting_rows)
    package.save(str(target))
    return target


def touched(path: Path, target: Path, seed: int) -> Path:
    """A copy with inputs changed that the formulas follow: salaries, rates, posts, shares, thresholds, the rule."""
    rng = random.Random(f"touched {seed}")
    book = openpyxl.load_workbook(path)
    change: dict[tuple[str, str], Callable[[Any], Any]] = {
        ("People", "salary now"): lambda value: round(value * rng.choice([0.9, 1.05, 1.2]), 2),
        ("On-costs", "pension rate"): lambda value: round(value + 0.0101, 4),
        ("On-costs", "other rate"): lambda value: 0.0175,
        ("Structure", "stated cost"): lambda value: value and value + 1_234.56,
        ("Approval rules", "threshold"): lambda value: value - 3_000,
        ("Approval rules", "comparison"): lambda value: "over" if value == "at or over" else "at or over",
        ("Package", "amount a year"): lambda value: value + 100.01,
        ("Pay awards", "percent"): lambda value: value and 0.031,
        ("Pay awards", "rounding"): lambda value: value and "nearest £1",
        ("Grades", "top salary"): lambda value: value and value + 500,
    }
    if not any(
        row[1].value != "severance" and row[2].value == "actual" for row in book["Approval rules"].iter_rows(min_row=5)
    ):
        change["Structure", "posts"] = lambda value: value and value + 2  # vacancies have rows of their own
    for (sheet, heading), new in change.items():
        columns = {cell.value: cell.column for cell in book[sheet][4]}
        for number in range(5, book[sheet].max_row + 1):
            cell = book[sheet].cell(number, columns[heading] or 0)
            if cell.value is not None and rng.random() < 0.4:
                cell.value = new(cell.value)
    for number in range(5, book["Spines"].max_row + 1):
        cell = book["Spines"].cell(number, 3)
        if isinstance(cell.value, int | float):
            cell.value += 77
    for number in range(5, book["Settings"].max_row + 1):
        name, cell = book["Settings"].cell(number, 1).value, book["Settings"].cell(number, 2)
        if name == "slotting rule":
            cell.value = rng.choice(RULES[:4])
        if name == "tie goes to":
            cell.value = rng.choice(["higher", "lower"])
    book.save(target)
    return target


OF_CURRENT, OF_NEW = "share of current job in the new", "share of the new from the current"


def _person(name: str, line: str, shares: tuple[str, str], salary: int, grade: str = "Manager") -> dict[str, Any]:
    return {
        "person": name,
        "salary now": salary,
        "grade now": grade,
        "proposed line": line,
        OF_CURRENT: shares[0],
        OF_NEW: shares[1],
    }


def with_parts() -> payband.Review:
    """A review with parts that have formulas, and some that have none."""
    people = [_person(f"A{n}", "Same", ("80%", "90%"), 41_000 + n * 700) for n in range(6)]
    people += [_person(f"B{n}", "Merged", ("74.5%", "74.5%"), 43_000 + n * 900) for n in range(6)]
    people += [_person("C", "New", ("50%", "60%"), 25_000, "Officer")]
    grades = [
        {"grade": grade, "order": order, "bottom salary": 20_000 * order, "top salary": 20_000 * order + 9_000}
        for order, grade in enumerate(("Officer", "Manager", "Head"), start=1)
    ]
    tables = small_review(
        settings={"implementation date": "02/01/2012", "price base": "2011-12", "horizon": 3},
        spines=[],
        grades=grades,
        posts=[
            {"line": "Same", "state": "now", "grade": "Manager", "posts": 6},
            {"line": "Same", "state": "proposed", "grade": "Manager", "posts": 6},
            {"line": "Merged", "state": "proposed", "grade": "Manager", "posts": 3},
            {"line": "New", "state": "proposed", "grade": "Head", "posts": 2},
        ],
        people=people,
        on_costs=[
            {"profile": "all", "pension rate": "20%", "contracted out": "yes"},
            {"profile": "in", "pension rate": 0},
        ],
        assumptions=[{"assumption": "rates after the last published year", "value": "as the last year"}],
    )
    paid = {"kind": "search agency", "paid on": "30/04/2012"}
    more: dict[str, list[dict[str, Any]]] = {
        "PlacementRules": [{"policy": "Leicester"}],
        "Placements": [{"round": "appeals", "person": "C", "decision": "appeal dismissed"}],
        "JobForms": [{"job": "Chief"}, {"job": "Director"}],
        "JobScores": [
            {"job": "Chief", "know-how": 460, "problem solving": 230, "accountability": 132, "additional": 33}
        ],
        "HayGrades": [{"Hay grade": f"CE{n}", "points from": points} for n, points in enumerate((700, 830, 1000))],
        "RoleChangePolicy": [{"policy": "Kent"}],
        "Duties": [
            {"post": "Director", "duty": "Finance", "share now": "60%", "share new": "60%"},
            {"post": "Director", "duty": "IT", "share now": "40%", "share new": "14.99%"},
            {"post": "Director", "duty": "HR", "share now": 0, "share new": "25.01%"},
        ],
        "OneOffCosts": [
            {"item": "Exit", "kind": "redundancy statutory", "age": 45, "full years": 14, "week's pay": 380,
             "paid on": "31/03/2012"},
            {"item": "Agency", "amount": 12_000.50, "pot": "Corporate", "budget": 20_000, **paid},
            {"item": "Second agency", "amount": 9_000, "pot": "corporate", **paid},
        ],
        "Characteristics": [
            {"person": each["person"], "characteristic": "sex", "group": ("female", "male")[number % 2]}
            for number, each in enumerate(people)
        ],
        "PayGapRules": [{"characteristic": "sex", "least people": 1}],
        "WageFloors": [{"policy": "Law", "floor": "statutory", "full-time hours": 37, "own weeks": 52.143}],
        "LateAwards": [
            {"award": "2011", "effective from": "01/04/2011", "paid on": "30/09/2011", "percent": "1%", "flat sum": 250}
        ],
        "ArrearsPeople": [
            {"person": "A0", "award": "2011", "salary before": 41_000, "FTE": 0.6, "pension on arrears": "20%"},
            {"person": "gone", "award": "2011", "salary before": 60_000, "on-cost profile": "in",
             "left on": "17/06/2011", "pension on arrears": "20%"},
        ],
    }  # fmt: skip
    return payband.Review(**tables, more=more)
