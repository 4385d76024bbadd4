"""Generated reviews for the net: small ones, invented, with every setting, rule and column varied, from a seed."""

from __future__ import annotations

from datetime import date
from typing import Any

from payband.library import KINDS_OF_AUTHORITY
from payband.review.inputs.tables import COSTED_AS
from tests.net.draw import Draw
from tests.net.generated_parts import parts_of, with_points

__all__ = ["COUNT", "Tables", "generated"]

COUNT = 224
"""How many generated reviews the net holds; some are refused, and 200 or more are answered."""

Tables = dict[str, Any]
Row = dict[str, Any]

TIMES = (
    ("2011-12", date(2012, 1, 2)),
    ("2011-12", date(2011, 4, 1)),
    ("2012-13", date(2013, 2, 15)),
    ("2015-16", date(2015, 9, 14)),
    ("2022-23", date(2022, 8, 31)),
    ("2024-25", date(2024, 10, 1)),
    ("2024-25", date(2025, 2, 28)),
    ("2025-26", date(2025, 4, 1)),
    ("2025-26", date(2026, 1, 15)),
    ("2026-27", date(2026, 4, 1)),
)
"""The price base and the day the structure starts."""

FTES = ("1", "1", "1", "0.5", "0.8", "1/6", "30/37", "0.6667", 0.333333333333333)
NAMES = ("Director", "Head of Service", "Manager", "Surveyors", "Clerks & co.", "Caretaker <nights>")
CARRIED_ON = {"assumption": "rates after the last published year", "value": "as the last year"}
MEASURES = (
    ("base salary", "top of range"),
    ("base salary", "actual"),
    ("package", "bottom of range"),
    ("package", "top of range"),
    ("package", "actual"),
    ("employer cost", "top of range"),
    ("severance", "actual"),
)
LAST_CONTRACTED_OUT, FIRST_LEVY = 2015, 2017
FIRST_STEPS = date(2022, 4, 1)
"""When the net's people first go to a step of a national band by their years."""


def generated(number: int) -> Tables:
    """The tables of a generated review, as `payband.Review` takes them; `more` holds those of further parts."""
    draw = Draw(f"net {number}")
    price_base, start = draw.of(TIMES)
    tables: Tables = {"settings": _settings(draw, price_base, start, number)}
    tables["spines"], tables["grades"] = _grades(draw, start)
    tables["on_costs"] = _on_costs(draw, start, number)
    grades = [
        grade["grade"]
        for grade in tables["grades"]
        if not grade.get("provisional") and not grade.get("pay not published")
    ]
    if start.year == 2011 or start == date(2012, 1, 2):
        grades.append("Divisional Director")  # of the library
    tables["posts"] = _posts(draw, grades, start, tables["settings"])
    tables["people"] = _people(draw, tables, start)
    tables["package"] = _package(draw, tables, number)
    tables["approval_rules"] = _approval_rules(draw, start)
    tables["assumptions"] = _assumptions(draw, start)
    tables["pay_awards"] = _pay_awards(draw, start)
    tables["more"] = parts_of(draw, tables, start, number)
    _by_years(tables, start, number)
    _several_posts(tables, number)
    turnover = Draw(f"turnover allowance {number}")
    if "CostCentres" not in tables["more"] and turnover.chance(0.25):  # which show turnover themselves
        tables["settings"]["turnover allowance"] = turnover.one("2.5%", 0.03, "0%", "12.34%")
    with_points(tables)
    return tables


# --- settings -------------------------------------------------------------------------------------------------------


def _settings(draw: Draw, price_base: str, start: date, number: int) -> Row:
    form = draw.one("frozen", "frozen", "uplifted", "tapered")
    found: Row = {
        "body": "Anytown",
        "review name": f"Review {number}",
        "implementation date": start,
        "price base": price_base,
        "costed at": draw.one("bottom", "actual", "actual", "top", "top"),
        "slotting rule": draw.one("nearest", "nearest", "nearest", "next above", "next below", "bottom", "same point"),
        "unpublished points": draw.one("refuse", "estimate"),
        "protection months": draw.one(0, 6, 12, 12, 18, 24, 24, 36),
        "protection form": form,
        "protection on-costs": draw.one("yes", "no"),
        "on-cost profile": draw.one(*["standard"] * 6, *["levied"] * 3, ""),
        "round report to": draw.one("£1", "£100"),
        "horizon": draw.one(1, 2, 2, 3, 4),
        "increments": draw.one(*["none"] * 12, "1 April", "anniversary", "six-month rule"),
        "vacancies costed": draw.one("yes", "yes", "no"),
    }
    if draw.chance(0.8):
        found["tie goes to"] = draw.one("higher", "lower")
    if form == "tapered" and draw.chance(0.95):
        found["protection shares"] = draw.one("100%, 66.67%, 33.33%", "100%, 50%", "75%", "100%, 66.67%, 0%, 25%")
    if draw.chance(0.3):
        found["approval policy"] = _policy(start)
    if draw.chance(0.1):
        del found["costed at"]
    if draw.chance(0.15):
        for name in ("vacancies costed", "horizon", "increments", "protection on-costs", "slotting rule"):
            del found[name]
    # From a draw of its own, so that the rest of each review is what it was.
    found["part months"] = Draw(f"part months {number}").one("", *["calendar days"] * 3, "1/365", "1/260")
    found["pay elements costed"] = Draw(f"pay elements costed {number}").one("", "yes", "no")
    found["stated costs in scenarios"] = Draw(f"stated costs {number}").one("", "stay as stated", "move with the model")
    found["several posts of one person"] = Draw(f"several posts {number}").one("", "together", "together", "apart")
    found["kind of authority"] = Draw(f"kind of authority {number}").one("", *KINDS_OF_AUTHORITY)
    if form == "tapered" and Draw(f"monthly taper {number}").chance(0.3):
        found["protection form"] = "tapered monthly"
        if "protection shares" in found:
            found["protection shares"] = ", ".join(f"{100 - 7 * month}%" for month in range(12))
    by_policy = Draw(f"protection policy {number}")
    of_scenarios = number % 12 in (1, 4, 11)  # which change the months, and so would contradict the policy
    if start >= date(2011, 12, 13) and by_policy.chance(0.12) and not of_scenarios:
        found["protection policy"] = by_policy.one(*["Leicester protection"] * 19, "Leicester City protection")
        for name in ("protection months", "protection form", "protection shares"):
            found.pop(name, None)
    return {name: value for name, value in found.items() if value != ""}


def _policy(start: date) -> str:
    if start >= date(2022, 12, 8):
        return "Harrow; Severance 2022" if start < date(2024, 4, 1) else "Severance 2022"
    return "Large salary packages" if date(2011, 11, 17) <= start < date(2013, 4, 1) else ""


# --- grades and on-costs --------------------------------------------------------------------------------------------


def _grades(draw: Draw, start: date) -> tuple[list[Row], list[Row]]:
    spines, grades = [], []
    unpublished = draw.chance(0.4)
    for name in ("S", "T"):
        pay = draw.whole(18_000, 34_000)
        for point in range(1, 13):
            pay += draw.one(100, 250, 333, 1_000, 2_000)
            known = not (unpublished and name == "T" and point in (6, 7, 11))
            spines.append(
                {
                    "spine": name,
                    "point": point,
                    "salary": pay if known else None,
                    "effective from": date(start.year - 1, 4, 1),
                    "source": "invented" if draw.chance(0.1) else "",
                }
            )
        if draw.chance(0.5):  # an older version, and a newer one within the review
            spines.append({"spine": name, "point": 1, "salary": 15_000, "effective from": date(2009, 4, 1)})
        for order, (low, high) in enumerate(((1, 4), (4, 8), (9, 12)), start=1):
            grades.append(
                {
                    "grade": f"{name}{order}",
                    "title": draw.one("", f"Band {order}"),
                    "order": order * 2 + (name == "T"),
                    "spine": name,
                    "bottom point": low,
                    "top point": high,
                    "source": draw.one("", "", "invented"),
                }
            )
    bottom = draw.whole(40_000, 90_000)
    grades.append(
        {"grade": "Range", "order": 9, "bottom salary": bottom, "top salary": bottom + 9_999.99, "provisional": "no"}
    )
    grades.append({"grade": "Spot", "order": 10, "bottom salary": bottom, "top salary": bottom})
    if draw.chance(0.3):
        settled = bottom % 2 == 0  # without another draw, so that the other reviews stay as they are
        why = {"pay not published": "yes"} if settled else {"provisional": "yes", "pay not published": "no"}
        grades.append({"grade": "Unknown", "order": 11, **why})
    return spines, grades


def _on_costs(draw: Draw, start: date, number: int) -> list[Row]:
    out = start.year <= LAST_CONTRACTED_OUT
    levy = start.year >= FIRST_LEVY
    profiles: list[Row] = [
        {
            "profile": "standard",
            "NI category": "A",
            "pension scheme": draw.one("", "LGPS"),
            "pension rate": draw.one("19.5%", 0.208, "0%"),
            "contracted out": "yes" if out and draw.chance(0.2 if start.year == LAST_CONTRACTED_OUT else 0.7) else "no",
            "apprenticeship levy": "yes" if levy and draw.chance(0.5) else "no",
        },
        {
            "profile": "levied",
            "NI category": "A" if out else draw.one("M", "J", "A"),
            "pension rate": 0.1234,
            "other rate": "1.5%",
            "apprenticeship levy": "yes" if levy else "no",
            "note": draw.one("", "invented"),
        },
    ]
    if draw.chance(0.3):
        profiles.append({"profile": "none", "NI category": "X", "pension rate": 0, "other rate": 0})
    fixed = Draw(f"fixed sum {number}")  # of its own, so that the rest of each review is what it was
    if fixed.chance(0.2):
        profiles[-1]["fixed sum"] = fixed.one(250_000, 1_234.56, -40_000)
    return profiles


# --- structure and people -------------------------------------------------------------------------------------------


def _posts(draw: Draw, grades: list[str], start: date, settings: Row) -> list[Row]:
    posts = []
    asked = {name for name in ("costed at", "on-cost profile") if name not in settings}  # so each line must say
    said = {"costed at": ("bottom", "actual", "top"), "on-cost profile": ("standard", "levied")}
    count = draw.whole(2, 5)
    for name in NAMES[:count]:
        grade = draw.of(grades)
        for state in ("now", "proposed"):
            if draw.chance(0.1):
                continue
            stated = draw.chance(0.12)
            post: Row = {
                "line": name,
                "state": state,
                "grade": "" if stated and draw.chance(0.3) else grade if draw.chance(0.7) else draw.of(grades),
                "posts": draw.one(0, 1, 1, 2, 3, 4, 7),
                "FTE each": draw.one("1", "1", "1", *FTES),
                "costed at": draw.one("", "", "", "bottom", "actual", "top"),
                "on-cost profile": draw.one("", "standard", "levied"),
                "statutory role": draw.one("", "", "", "Monitoring Officer", "Section 151 Officer; Returning Officer"),
            }
            post |= {name: draw.of(said[name]) for name in said if name in asked and draw.chance(0.95)}
            if stated:
                post["stated cost"] = draw.whole(20_000, 400_000)
            if draw.chance(0.25):
                post["external share"] = draw.one("50%", "1/6", 0.125, 1)
                if draw.chance(0.6):
                    later = (date(start.year + 1, 1, 15), date(start.year + 1, 3, 31), date(start.year + 2, 9, 30))
                    post["externally funded until"] = draw.of(later)
            posts.append(post)
    if not any(post["state"] == "proposed" for post in posts):
        posts.append({**posts[0], "state": "proposed"})
    return posts


def _people(draw: Draw, tables: Tables, start: date) -> list[Row]:
    lines = {
        state: [post["line"] for post in tables["posts"] if post["state"] == state] for state in ("now", "proposed")
    }
    graded = [post["line"] for post in tables["posts"] if post["state"] == "proposed" and post.get("grade")]
    grades = [grade["grade"] for grade in tables["grades"]]
    salaries = [row["salary"] for row in tables["spines"] if row["salary"]]
    people = []
    for number in range(1, draw.one(0, 2, 3, 4, 5, 6, 7) + 1):
        on_a_point = draw.chance(0.4)
        person: Row = {
            "person": f"P{number}",
            "post now": draw.of(lines["now"]) if lines["now"] and draw.chance(0.8) else "",
            "grade now": draw.one("", draw.of(grades)),
            "salary now": draw.of(salaries) if on_a_point else draw.whole(1_700_000, 7_500_000) / 100,
            "FTE": draw.of(FTES),
            "on-cost profile": draw.one("", "", "", "levied"),
            "NI category": draw.one("", "", "", "", "C"),
            "proposed line": "" if draw.chance(0.1) or not graded else draw.of(graded),
            "protection waived": draw.one("no", "no", "no", "no", "yes"),
            "illustrative": draw.one("no", "no", "yes"),
        }
        if draw.chance(0.4):
            person["share of current job in the new"] = draw.one("80%", "74%", 0.5, "100%", "25%")
            person["share of the new from the current"] = draw.one("90%", "75%", 0.6, "100%", "10%")
        if draw.chance(0.12):
            person["leaves on"] = date(start.year + draw.one(-1, 0, 1, 2), draw.whole(1, 12), 20)
        if tables["settings"].get("increments", "none") != "none" or draw.chance(0.3):
            person["started on"] = date(start.year - draw.one(0, 1, 1, 2, 9), draw.whole(1, 12), draw.whole(1, 28))
        later = Draw(f"service of {tables['settings']['review name']} {number}")
        if later.chance(0.05):
            person["service from"] = date(start.year - later.one(1, 2, 9), later.whole(1, 12), 3)
        if later.chance(0.05):
            person["protection ends on"] = date(start.year + later.one(0, 1), later.whole(1, 12), 17)
        people.append({name: value for name, value in person.items() if value != ""})
    return people


def _several_posts(tables: Tables, number: int) -> None:
    """Some people are one with several posts, from a draw of its own: those whose pay bears NI of one letter."""
    draw = Draw(f"employees {number}")
    if not draw.chance(0.25):
        return
    letters = {profile["profile"]: profile.get("NI category", "A") for profile in tables["on_costs"]}
    alike = [each for each in tables["people"] if not {"NI category", "on-cost profile"} & set(each)]
    if len(set(letters.values())) > 1 and not draw.chance(0.05):  # or it is asked about
        return
    for place, person in enumerate(alike):
        person["employee"] = draw.one("E1", "E1", "E2")
        person["post number"] = draw.one(place + 1, f"00{place + 1}")


def _by_years(tables: Tables, start: date, number: int) -> None:
    """Somebody in a national band by years, from a draw of its own and last: the rest of the review is what it was."""
    draw = Draw(f"full years in the grade {number}")
    if start < FIRST_STEPS or "PlacementRules" in tables["more"] or not draw.chance(0.3):
        return
    band = draw.one("NHS England Band 2", "NHS England Band 5", "NHS England Band 8a")
    profile = {"on-cost profile": tables["on_costs"][0]["profile"]}
    line = {"line": "Ward", "state": "proposed", "grade": band, "posts": 2, "costed at": "bottom"}
    tables["posts"].append({**line, **profile})
    tables["people"].append(
        {
            "person": "N1",
            "salary now": draw.whole(1_800_000, 6_000_000) / 100,
            "proposed line": "Ward",
            "full years in the grade": draw.one(0, 1, 2, 3, 4, 5, 12),
            "started on": date(start.year - 13, 2, 7),
            "share of current job in the new": "100%",
            "share of the new from the current": "100%",
            **profile,
        }
    )


def _is_there(tables: Tables, name: str, state: str) -> bool:
    """Whether a line, or somebody's post, is in a state of the structure."""
    column = "post now" if state == "now" else "proposed line"
    return any(post["line"] == name and post["state"] == state for post in tables["posts"]) or any(
        person["person"] == name and person.get(column) for person in tables["people"]
    )


def _package(draw: Draw, tables: Tables, number: int) -> list[Row]:
    costed = Draw(f"pay elements {number}")
    names = [post["line"] for post in tables["posts"]] + [person["person"] for person in tables["people"]]
    rows: list[Row] = [
        {
            "line or person": draw.of(names),
            "element": f"{draw.one('allowance', 'bonus', 'severance', 'severance', 'benefit in kind')}",
            "amount a year": draw.whole(1, 4_000_000) / 100,
            "counts towards approval": draw.one("yes", "yes", "no"),
        }
        for _ in range(draw.one(0, 0, 1, 2, 3))
    ]
    rows += [
        {
            "line or person": costed.of(names),
            "element": f"market supplement {place}",
            "amount a year": costed.whole(1, 900_000) / 100,
            "counts towards approval": costed.one("yes", "no"),
        }
        for place in range(costed.one(0, 0, 1, 2, 4))
    ]
    for row in rows:
        state = costed.one("", "", "now", "proposed")
        row["state"] = state if _is_there(tables, row["line or person"], state) else ""
        row["costed as"] = "not costed" if row["element"] == "severance" else costed.of(COSTED_AS)
    return rows


def _approval_rules(draw: Draw, start: date) -> list[Row]:
    rules = []
    for number, (measure, tested) in enumerate(MEASURES, start=1):
        if draw.chance(0.3):
            rules.append(
                {
                    "rule": f"Rule {number}",
                    "measure": measure,
                    "tested at": tested,
                    "comparison": draw.one("over", "at or over"),
                    "threshold": draw.one(20_000, 40_000, 52_345.67, 100_000),
                    "approving body": draw.one("Council", "Cabinet"),
                    "effective from": draw.one(date(2010, 1, 1), date(start.year - 1, 5, 1)),
                    "source": draw.one("", "the constitution"),
                }
            )
    return rules


# --- assumptions and awards -----------------------------------------------------------------------------------------


def _assumptions(draw: Draw, start: date) -> list[Row]:
    rows: list[Row] = []
    if draw.chance(0.7):
        rows.append({**CARRIED_ON, "basis": "prudence", "owner": "s151", "risk": "low", "agreed on": date(2025, 1, 31)})
    if draw.chance(0.15):
        rows.append(
            {"assumption": f"employer NI rate from {start.year + 1}-{(start.year + 2) % 100:02}", "value": "16%"}
        )
    if draw.chance(0.4):
        rows.append({"assumption": "discount rate", "value": "3.5%"})
    if draw.chance(0.3):
        rows.append({"assumption": "everybody stays", "basis": "none", "risk": draw.one("high", "medium", "")})
    return rows


def _pay_awards(draw: Draw, start: date) -> list[Row]:
    awards: list[Row] = []
    if draw.chance(0.5):
        awards.append(
            {
                "effective from": date(start.year + 1, 4, 1),
                "percent": draw.one("2.75%", 0.03, "0%"),
                "flat sum": draw.one(0, 500),
                "rounding": draw.one("none", "nearest £1", "nearest £3", "nearest £10", "nearest £100"),
                "at least": draw.one(0, 1_925),
            }
        )
    if draw.chance(0.25):
        awards.append({"effective from": date(start.year, 11, 15), "percent": "1%", "source": "invented"})
    if draw.chance(0.08):
        day = date(start.year + 2, 4, 1)
        awards.append({"effective from": day, "flat sum": 1_290, "salaries up to": 41_515})
        awards.append({"effective from": day, "percent": "2.5%"})
    return awards
