"""The further parts of generated reviews: each stands in some of them, with its columns varied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from payband.review.parts.tables.budget import COMPONENTS
from payband.rules.stages import STAGES
from payband.units import ROUNDINGS
from tests.net.draw import Draw

__all__ = ["parts_of", "with_points"]

Row = dict[str, Any]
More = dict[str, list[Row]]
LAST_LIMIT = "2026-27"


class Review(NamedTuple):
    """What the tables of a part may name: the people and lines of the review, its grades, and the day it starts.

    A part may fill in what it needs of the people in `rows` and of the lines in `posts`.
    """

    rows: list[Row]
    posts: list[Row]
    people: list[str]
    lines: list[str]
    proposed: list[str]
    grades: list[str]
    graded: list[str]
    start: date
    year: str

    @property
    def next_year(self) -> str:
        """The financial year after the price base."""
        return f"{int(self.year[:4]) + 1}-{int(self.year[5:]) + 1:02}"

    def with_posts(self) -> None:
        """Gives each line a post: a part that places people in lines wants them to have one."""
        for post in self.posts:
            post["posts"] = max(post["posts"], 1)


def parts_of(draw: Draw, tables: Mapping[str, Any], start: date, group: int) -> More:
    """The tables of a group of parts, by its number; after the last group they start again."""
    posts = tables["posts"]
    review = Review(
        rows=tables["people"],
        posts=posts,
        people=[row["person"] for row in tables["people"]],
        lines=list(dict.fromkeys(row["line"] for row in posts)),
        proposed=[row["line"] for row in posts if row["state"] == "proposed"],
        grades=[
            row["grade"] for row in tables["grades"] if not row.get("provisional") and not row.get("pay not published")
        ],
        graded=[row["grade"] for row in posts if row["grade"]],
        start=start,
        year=tables["settings"]["price base"],
    )
    more: More = {}
    for part in GROUPS[group % len(GROUPS)]:
        more |= {name: rows for name, rows in part(draw, review).items() if rows}
    if "Characteristics" in more:
        more |= _equal_pay(Draw(f"equal pay {start} {len(review.people)}"), review, more["Characteristics"])
    return more


def _scenarios(draw: Draw, review: Review) -> More:
    line = draw.of(review.proposed)
    changes: list[tuple[str, Any]] = [
        ("protection months", draw.one(0, 12, 36)),
        (f"award {review.start.year + 1}-04-01", draw.one("4%", "£1,290 up to £41,515, then 2.5%", "none")),
        ("OnCosts[standard].pension rate", "22%"),
        (f"rate employer NI from {review.next_year}", "16%"),
        (f"Structure[{line}, proposed].posts", draw.whole(0, 5)),
        ("slotting rule", draw.one("bottom", "next above")),
        ("vacancies costed", draw.one("yes", "no")),
        ("increments", draw.one("none", "1 April")),
        ("horizon", draw.one(2, 3)),
        *([(f"People[{draw.of(review.people)}].proposed line", "none")] if review.people else []),
    ]
    rows = [
        {"scenario": name, "what is changed": what, "value": value}
        for name, (what, value) in zip(("Other", "Dearer", "Other"), [draw.of(changes) for _ in range(3)], strict=True)
    ]
    return {"Scenarios": [row for place, row in enumerate(rows) if row not in rows[:place]][: draw.whole(1, 3)]}


def _one_off_costs(draw: Draw, review: Review) -> More:
    rows: list[Row] = [
        {"item": "Agency", "kind": "search agency", "amount": 12_000.50, "paid on": review.start, "pot": "Corporate",
         "budget": draw.one(10_000, 20_000), "note": "invented"},
        {"item": "Other", "kind": draw.one("other", "recruitment", "pension strain", "redundancy stated"),
         "amount": draw.whole(1_000, 90_000), "paid on": review.start + timedelta(days=draw.whole(-60, 60)),
         "pot": draw.one("", "corporate"), "person or line": draw.one("", draw.of(review.lines))},
    ]  # fmt: skip
    if draw.chance(0.6):
        rows.append(
            {"item": "Exit", "kind": "redundancy statutory", "age": draw.whole(44, 64), "full years": draw.whole(2, 25),
             "week's pay": draw.one(300, 650, 900), "paid on": review.start}
        )  # fmt: skip
    return {"OneOffCosts": rows}


def _sensitivity(draw: Draw, review: Review) -> More:
    pairs: list[tuple[str, Any, Any]] = [
        ("award", "0%", "1%"),
        ("pension rate", "0%", "2%"),
        ("employer NI rate", "0%", "1%"),
        ("turnover", "0%", "20%"),
        ("vacancies", "0%", "5%"),
        ("protection months", 6, 30),
        (f"Structure[{draw.of(review.proposed)}, proposed].posts", 1, 6),
    ]
    chosen = {pairs[draw.whole(0, len(pairs) - 1)] for _ in range(3)}
    return {
        "Sensitivity": [
            {"what is varied": what, "low": low, "high": high, "note": draw.one("", "invented")}
            for what, low, high in sorted(chosen, key=str)
        ]
    }


def _simulation(draw: Draw, review: Review) -> More:
    rows: list[Row] = [
        {"what is varied": "award", "distribution": "triangular", "low": "0%", "likely": "0.5%", "high": "2%"},
        {"what is varied": "pension rate", "distribution": "normal", "mean": "0%", "spread": "1%", "low": "-3%"},
        {"what is varied": "turnover", "distribution": "uniform", "low": "0%", "high": "20%", "note": "invented"},
    ]
    return {"Distributions": rows[: draw.whole(1, 3)]}


def _placement(draw: Draw, review: Review) -> More:
    review.with_posts()
    own: Row = {"policy": "Own", "assimilate from": "75%", "match from": "25%", "match to": "74%", "grades apart": 1}
    leicester: Row = {"policy": "Leicester"}
    rule = draw.one(own, leicester) if review.year == "2011-12" and review.start.year == 2012 else own
    rules: Row = {
        **rule,
        "cases not covered": draw.one("leave open", "match", "ring-fence"),
        "first round": draw.one("slotting list", "first list"),
        "source": draw.one("", "invented"),
    }
    rows: list[Row] = []
    for person in review.rows:
        if draw.chance(0.98):
            person.setdefault("grade now", draw.of(review.grades))
            person.setdefault("share of current job in the new", draw.one("80%", "50%"))
            person.setdefault("share of the new from the current", draw.one("90%", "50%"))
        if draw.chance(0.5):
            decision = draw.one("", "appeal upheld", "appeal dismissed", "appointed", "not appointed", "leaves")
            moved = decision == "appeal upheld" or (decision == "" and draw.chance(0.5))
            row: Row = {
                "round": "appeals",
                "person": person["person"],
                "line": draw.of(review.proposed) if moved else "",
                "decision": decision,
                "share of current job in the new": "80%" if moved else None,
                "share of the new from the current": "90%" if moved else None,
                "decided on": draw.one(None, review.start),
                "note": draw.one("", "invented"),
            }
            rows.append(row)
    return {"PlacementRules": [rules], "Placements": rows}


def _pay_gaps(draw: Draw, review: Review) -> More:
    rows = [
        {"person": person, "characteristic": "sex", "group": draw.one("female", "male")}
        for person in review.people
        if draw.chance(0.95)
    ]
    rule = {
        "characteristic": "sex",
        "compared with": draw.one("", draw.of([row["group"] for row in rows])) if rows else "",
        "least people": draw.one(None, 1, 2),
        "gap": draw.one(None, "4%"),
        "recurring gap": draw.one(None, "2%"),
        "source": "invented",
    }
    return {"Characteristics": rows, "PayGapRules": [rule] if rows and draw.chance(0.8) else []}


def _equal_pay(draw: Draw, review: Review, characteristics: list[Row]) -> More:
    """An audit of the same characteristic as the pay gaps; few people, so that most of it is withheld or not told."""
    people = [
        {"person": person, "points": draw.whole(100, 400), "full-time hours": draw.one(None, 32.5)}
        for person in review.people
    ]
    rule = {
        "characteristic": "sex",
        "compared with": draw.one("", draw.of([row["group"] for row in characteristics])),
        "on": draw.one(None, review.start),
        "points a band": draw.one(None, 50),
        "full-time hours": draw.one(None, 37),
        "least people": draw.one(None, 1, 2),
        "gap": draw.one(None, "4%"),
        "recurring gap": draw.one(None, "2%"),
        "source": "invented",
    }
    return {"EqualPayPeople": people, "EqualPayRules": [rule]}


def _gender_pay_gap(_: Draw, review: Review) -> More:
    """A workforce of its own on the snapshot date of a year, paid by the month or the week.

    Its draws are its own, so that those of other parts stay what they were.
    """
    draw = Draw(f"gender pay gap {review.start} {len(review.people)}")
    year = max(review.start.year, 2018)
    public = draw.chance(0.7)
    snapshot = date(year, 3, 31) if public else date(year, 4, 5)
    first = snapshot.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    periods: list[Row] = [
        {"pay period": "Monthly", "length": "month", "first day": first, "last day": last},
        {"pay period": "Weekly", "length": "week", "first day": snapshot - timedelta(days=3),
         "last day": snapshot + timedelta(days=3)},
    ]  # fmt: skip
    if draw.chance(0.5):
        weeks = draw.one(2, 4)
        other: Row = {"pay period": "By weeks", "length": "two weeks" if weeks == 2 else "four weeks",
                      "first day": snapshot, "last day": snapshot + timedelta(days=7 * weeks - 1)}  # fmt: skip
        periods.append(other)
        periods.append({"pay period": "By the year", "length": "year", "first day": date(year, 1, 1),
                        "last day": date(year, 12, 31)})  # fmt: skip
    people: list[Row] = []
    for number in range(draw.whole(4, 30)):
        monthly = draw.chance(0.7)
        leave, partner = draw.chance(0.1), draw.chance(0.05)
        people.append(
            {"person": f"G{number}", "sex": draw.one("men", "women", "women"),
             "ethnicity": draw.one("", "White British", "Asian"),
             "disability": draw.one("", "disabled", "not disabled"),
             "pay period": "Monthly" if monthly else "Weekly",
             "ordinary pay": draw.whole(150_000, 400_000) / 100 if monthly else draw.whole(30_000, 90_000) / 100,
             "of other periods": draw.one(0, 0, 100.5), "weekly hours": draw.one(37, 18.5, 20),
             "reduced by leave": "yes" if leave else "no", "partner": "yes" if partner else "no",
             "paid from": first + timedelta(days=9) if leave and monthly else None,
             "paid to": draw.one(None, last) if leave and monthly else None}
        )  # fmt: skip
    bonuses: list[Row] = [
        {"person": row["person"], "amount": draw.whole(100, 2_000), "pay periods": draw.one(1, 12),
         "paid on": draw.one(snapshot, snapshot - timedelta(days=100), snapshot - timedelta(days=400)),
         "what": draw.one("", "commission")}
        for row in people
        if draw.chance(0.4)
    ]  # fmt: skip
    report = {
        "snapshot date": snapshot, "regulations": "public bodies in England" if public else "private and voluntary",
        "employer": draw.one("", "Anytown"), "decimals": draw.one(0, 1), "least people": draw.one(None, 1, 5),
    }  # fmt: skip
    return {"PayGapReport": [report], "PayGapPeriods": periods, "PayGapPay": people, "PayGapBonuses": bonuses}


def _compression(draw: Draw, review: Review) -> More:
    return {
        "TierRules": [
            {"lower grade": "", "least gap": "5%"},
            {"lower grade": draw.of(review.grades), "least gap": draw.one("0%", "10%"), "source": "invented"},
        ],
        "ReportingLines": [
            {"post or person": "Deputies", "reports to": draw.of(review.proposed), "bottom salary": 30_000,
             "top salary": draw.one(None, 42_000), "source": "invented"},
            *({"post or person": person, "reports to": draw.of(review.grades)} for person in review.people[:1]),
        ],
    }  # fmt: skip


def _equality(draw: Draw, review: Review) -> More:
    rows: list[Row] = []
    for of_whom in ("population", "workforce", "review group", "outcome", "afterwards"):
        for group in ("female", "male"):
            row: Row = {"characteristic": "sex", "of whom": of_whom, "group": group, "people": draw.whole(1, 30)}
            if of_whom == "outcome":
                row["outcome"] = "assimilated"
            if of_whom == "afterwards":
                row["tier"] = draw.of(review.grades)
            if draw.chance(0.3):
                row |= {"printed share": draw.one("45%", "51.2%"), "decimals": draw.one(None, 0, 1)}
            rows.append(row)
    rows.append(
        {"characteristic": "sex", "of whom": "workforce", "group": "total", "people": draw.whole(2, 60),
         "source": "invented"}
    )  # fmt: skip
    return {"EqualityCounts": rows}


def _timetable(draw: Draw, review: Review) -> More:
    day = review.start - timedelta(days=120)
    rows: list[Row] = []
    for kind in STAGES:
        if draw.chance(0.7):
            row: Row = {"stage": f"The {kind}", "kind": kind, "starts on": day, "note": draw.one("", "invented")}
            if draw.chance(0.4):
                row["working days"] = draw.whole(1, 20)
            elif draw.chance(0.5):
                row["ends on"] = day + timedelta(days=draw.whole(0, 20))
            rows.append(row)
            day += timedelta(days=draw.whole(3, 20))
    months = Draw(f"latest day {day}")
    if len(rows) > 2 and months.chance(0.5):
        rows[-1] |= {"within months": months.whole(1, 6), "of stage": months.one(rows[0], rows[1])["stage"]}
    rules: list[Row] = [
        {"policy": "Own", "stage": "comments", "follows": "issue; consultation", "least working days": 10},
        {"policy": "Own", "stage": "launch", "follows": "committee", "source": "invented"},
    ]
    return {"Stages": rows, "StageRules": rules if rows else []}


def _job_sizes(draw: Draw, review: Review) -> More:
    jobs: list[Row] = [
        {"job": "Chief", "questionnaire": draw.one("", "SCCOG 2012"), "form date": date(2012, 12, 1)},
        {"job": "Deputy", "note": "scores alone"},
    ]
    asked = jobs[0]["questionnaire"] != ""
    questions: list[Row] = [
        {"job": "Chief", "section": "dimensions", "item": "population", "answer": draw.one("", "500,000", "none"),
         "note": "invented"},
    ]  # fmt: skip
    staff: list[Row] = [
        {"job": "Chief", "staff grade": "A", "FTE": 12.67, "partner's staff": "no"},
        {"job": "Chief", "staff grade": "B", "FTE": draw.one(1, 7.5), "partner's staff": "yes"},
    ]
    scores: list[Row] = [
        {"job": "Deputy", "know-how": draw.one(400, 460), "problem solving": draw.one(230, 264),
         "accountability": 350, "additional": draw.one(0, 20), "panel date": date(2013, 1, 15)},
    ]  # fmt: skip
    points = [{"Hay grade": f"H{n}", "points from": at, "source": "invented"} for n, at in enumerate((700, 900, 1_100))]
    return {
        "JobForms": jobs,
        "JobQuestions": questions if asked else [],
        "JobStaff": staff,
        "JobScores": scores,
        "HayGrades": points if draw.chance(0.8) else [],
    }


def _term_appointments(draw: Draw, review: Review) -> More:
    first = review.start
    post: Row = {
        "post": "Deputy Commissioner",
        "grade": draw.of(review.grades),
        "salary": draw.one(None, 52_000),
        "starts on": draw.one(None, first, first),
        "ends on": draw.one(None, date(first.year + 1, 5, 12), date(first.year + 1, 5, 12)),
        "whose term": "the commissioner's",
        "on-cost profile": draw.one("", "levied"),
        "source": "invented",
    }
    budgets: list[Row] = [
        {"budget": "Office", "budget amount": 1_150_000, "financial year": review.year, "staff": 8, "what for": "all"},
        {"budget": "Force", "budget amount": 90_000_000, "source": "invented"},
    ]
    found: More = {"TermAppointments": [post], "Budgets": budgets}
    if first == date(2013, 2, 15):
        post["checklist"] = "Deputy PCC 2013"
    own = {
        "post": "Deputy Commissioner",
        "item": "aged 18 or over on the day of appointment",
        "answered": draw.one(None, "yes", "no"),
        "checked on": draw.one(None, first),
        "by": "Monitoring Officer",
    }
    if "checklist" in post:
        found["Disqualification"] = [own]
    return found


def _figure_checks(draw: Draw, review: Review) -> More:
    figures: list[Row] = [
        {"figure": "Saving printed", "amount": draw.whole(-50_000, 200_000), "source": "para 1"},
        {"figure": "Posts printed", "count": draw.whole(0, 12)},
        {"figure": "Not printed", "source": "para 2"},
    ]
    figures[0]["amount"] = abs(figures[0]["amount"])
    terms: list[Row] = [
        {"check": "The saving", "role": "is", "figure": "Saving printed", "to the nearest": draw.one(None, 100, 1_000)},
        {"check": "The saving", "role": "plus", "figure": "StructureCost total saving", "note": "invented"},
        {"check": "The posts", "role": draw.one("is", "is at most", "is at least"), "figure": "Posts printed"},
        {"check": "The posts", "role": "plus", "figure": "StructureCost total posts proposed"},
        {"check": "Four times", "role": "is at least", "figure": "Saving printed", "times": 4, "divided by": 3},
        {"check": "Four times", "role": "less", "figure": "Not printed"},
    ]
    return {"PaperFigures": figures, "FigureTerms": terms}


def _appointments(draw: Draw, review: Review) -> More:
    review.with_posts()
    rows: list[Row] = []
    for number, line in enumerate(dict.fromkeys(draw.of(review.proposed) for _ in range(2)), start=1):
        row: Row = {
            "line or person": line,
            "post": draw.one("", f"Post {number}"),
            "appointed on": draw.one(None, review.start),
            "paid from": draw.one(None, review.start),
            "approved on": draw.one(None, review.start - timedelta(days=9), review.start + timedelta(days=40)),
            "approving body": draw.one("", "Council"),
            "budgeted": draw.one(None, "yes", "no"),
            "interim or acting until": draw.one(None, review.start + timedelta(days=90)),
            "note": draw.one("", "invented"),
        }
        if row["appointed on"] is None and row["paid from"] is None and draw.chance(0.5):
            row["held before approval"] = draw.one("yes", "no")
        rows.append(row)
    return {"Appointments": rows}


def _pay_multiples(draw: Draw, review: Review) -> More:
    median = draw.one(None, 24_500.50)
    rows: list[Row] = [
        {"year": review.year, "highest": draw.whole(90_000, 200_000), "median": median,
         "lowest": draw.one(None, 15_000) if median else 15_000, "source": "invented"},
        {"year": review.next_year, "highest": draw.whole(90_000, 200_000), "median": 25_000, "lowest": 15_500,
         "own limit": draw.one(None, 7, 10), "own limit is of": draw.one("median", "lowest"),
         "limit of the library": draw.one("", "Hutton") if review.year < LAST_LIMIT else ""},
    ]  # fmt: skip
    return {"PayMultiples": rows}


def _cost_ranges(draw: Draw, review: Review) -> More:
    row: Row = {"grade": draw.of(review.graded or review.grades), "why": "subject to evaluation"}
    if draw.chance(0.5):
        row |= {"lowest salary": 30_000, "highest salary": draw.one(30_000, 45_000)}
    return {"ProvisionalGrades": [row]}


def _deleted_posts(draw: Draw, review: Review) -> More:
    last = review.start + timedelta(days=draw.whole(-100, 200))
    row: Row = {
        "post": "Assistant Chief",
        "annual cost": 120_000.10,
        "last day": last,
        "note": draw.one("", "invented"),
    }
    if draw.chance(0.7):
        row |= {
            "exit cost": draw.one(0, 45_000, 300_000),
            "exit cost paid on": draw.one(None, last + timedelta(days=31)),
        }
    return {"DeletedPosts": [row]}


def _role_changes(draw: Draw, review: Review) -> More:
    policy: Row = {"policy": "Own", "limit": "25%", "comparison": draw.one("over", "at or over"), "source": "invented"}
    kept, rest = draw.one(("60%", "40%"), ("35%", "65%"), ("34.99%", "65.01%"), ("75%", "25%"), ("60%", "40%"))
    duties: list[Row] = [
        {"post": "Director", "duty": "Finance", "share now": "60%", "share new": kept},
        {"post": "Director", "duty": "IT", "share now": "40%", "share new": "0%", "moved to or from": "Head"},
        {"post": "Director", "duty": "HR", "share now": 0, "share new": rest, "note": "invented"},
    ]
    if review.start == date(2012, 1, 2) and draw.chance(0.5):
        policy = {"policy": "Kent"}
    return {"RoleChangePolicy": [policy], "Duties": duties}


def _statutory_duties(draw: Draw, review: Review) -> More:
    rows: list[Row] = [
        {"duty": "Head of Paid Service", "post now": draw.of(review.lines), "post proposed": draw.of(review.lines)},
        {"duty": "Monitoring Officer", "post now": "not stated", "post proposed": draw.one("", draw.of(review.lines))},
        {"duty": "Section 151 Officer", "post now": draw.one("", draw.of(review.lines)), "note": "invented"},
    ]
    now, proposed = ([row["line"] for row in review.posts if row["state"] == state] for state in ("now", "proposed"))
    rows.append(
        {"duty": "Returning Officer", "post now": "Clerk", "line now": (now or [""])[0], "post proposed": "Clerk",
         "line proposed": (proposed or [""])[0], "temporary until": "the next election", "source": "invented"}
    )  # fmt: skip
    return {"StatutoryDuties": rows, "PaperStatements": _statements(review)}


def _statements(review: Review) -> list[Row]:
    """What a paper states: a figure of a line, a duty, a question that the law answers, and what nothing answers."""
    line = review.posts[0]
    stated: Row = {"printed": "2", "place": "1.1"}
    return [
        {**stated, "statement": "posts of a line", "table": "Structure", "row": f"{line['line']}; {line['state']}",
         "column": "posts", "why": "invented"},
        {**stated, "statement": "who holds a duty", "printed": "Clerk", "table": "StatutoryDuties",
         "row": "Returning Officer", "column": "post now"},
        {**stated, "statement": "the salary restricts a post", "printed": "Yes", "dated": review.start,
         "question": "politically restricted: salary level"},
        {**stated, "statement": "advice restricts a post", "printed": "Yes", "post": line["line"],
         "question": "politically restricted: advice or media", "reports to": "Head of Paid Service"},
        {**stated, "statement": "the mood of a meeting", "printed": "warm", "why": "no calculation has it"},
    ]  # fmt: skip


def _working_weeks(draw: Draw, review: Review) -> More:
    of_term: Row = {
        "weeks a year": draw.one(38, 39, 44.143), "weeks are": "worked", "days of leave": draw.one(0, 35),
        "hours a week": draw.one(18.5, 37), "full-time hours a week": 37,
    }  # fmt: skip
    of_line: Row = {"weeks a year": 39, "weeks are": draw.one("", "paid"), "hours a week": 30}
    of_year: Row = {"hours a year": draw.one(1_200, 1_924), "full-time hours a year": 1_924, "source": "invented"}
    names = [*review.people[:1], *[row["line"] for row in review.posts if row["state"] == "now"][:1]]
    names += review.people[1:2]
    return {
        "WorkingWeeks": [
            {"person or line": name, **row} for name, row in zip(names, (of_term, of_line, of_year), strict=False)
        ]
    }


REAL_IS_KNOWN = (date(2022, 8, 31), date(2024, 10, 1), date(2026, 1, 15), date(2026, 4, 1))
"""The days on which a generated review may start and the Real Living Wage is in the figures."""


def _wage_floors(draw: Draw, review: Review) -> More:
    of_library = review.start > date(2019, 4, 1)  # the library's policies of working time begin then
    real = review.start in REAL_IS_KNOWN
    floor = draw.one("Real Living Wage", "Real Living Wage London") if real else "statutory"
    weeks: Row = {"divisor": draw.one("", "Green Book")} if of_library else {"own weeks": draw.one(52, 52.143)}
    return {
        "WageFloors": [
            {"policy": "the law", "floor": "statutory", "full-time hours": draw.one(36, 37, 37.5), "keep gaps": "no",
             **weeks},
            {"policy": "our own", "floor": floor, "full-time hours": 60, "own weeks": 52.143,
             "salary sacrifice": draw.one(0, 1_200.5), "keep gaps": "yes",
             "gaps up to salary": draw.one(None, 40_000), "source": "invented"},
        ]
    }  # fmt: skip


def _arrears(draw: Draw, review: Review) -> More:
    """Awards of the year before the start, paid late: that of a spine, and a percentage."""
    since = date(review.start.year - 1, 4, 1)
    paid = date(review.start.year - 1, draw.one(7, 9, 11), 28)
    awards: list[Row] = [
        {"award": "own", "effective from": since, "paid on": paid, "percent": draw.one("2%", "3.5%", "0%"),
         "flat sum": draw.one(100, 250.5), "rounding": draw.one(*ROUNDINGS), "at least": draw.one(0, 700),
         "source": "invented"},
    ]  # fmt: skip
    people: list[Row] = [
        {"person": f"A{number}", "award": "own", "department": draw.one("", "Adults", "Highways"),
         "salary before": draw.whole(1_700_000, 7_500_000) / 100, "FTE": (fte := draw.one("1", "30/37", "0.5")),
         "FTE when paid": draw.one("", fte), "on-cost profile": draw.one("standard", "levied"),
         "NI category": draw.one("", "C") if since > date(2016, 4, 6) else "A",
         "pension on arrears": draw.one("0%", "19.6%"),
         "in post from": draw.one("", "", date(since.year, 5, 17)),
         "left on": draw.one("", "", date(since.year, 6, 2), date(since.year, 12, 24))}
        for number in range(1, draw.whole(2, 5))
    ]  # fmt: skip
    if since >= date(2019, 4, 1):
        awards.append({"award": "NJC", "effective from": since, "paid on": paid, "spine": "NJC"})
        point = draw.whole(7, 40)
        people.append(
            {"person": "A9", "award": "NJC", "point": point, "point when paid": draw.one("", point),
             "on-cost profile": "standard", "pension on arrears": "20%", "other pay in the month": draw.one(0, 650.1)}
        )  # fmt: skip
    return {"LateAwards": awards, "ArrearsPeople": [{k: v for k, v in row.items() if v != ""} for row in people]}


def _exits(draw: Draw, review: Review) -> More:
    """Exits on the day before the start, with strain by factors of an age and sex, or as stated."""
    leaves = review.start - timedelta(days=1)
    terms: list[Row] = [
        {"age": 55, "sex": "female", "pensionable pay": draw.whole(20_000, 60_000), "years of membership": 20.5},
        {"age": 56, "sex": "any", "pension a year": draw.whole(2_000, 20_000), "multiplier": draw.one(1, 1.5)},
        {"age": 45, "strain stated": 5_000, "strain discretionary": draw.one("yes", "no"), "sex": "male"},
        {"age": 40, "special payment": draw.one(0, 19_999.99, 20_000), "notice pay": 1_000.5, "note": "invented"},
    ]
    exits: list[Row] = [
        {"person": f"E{number}", "leaves on": leaves - timedelta(days=draw.one(0, 89, 90)), "full years": 12,
         "week's pay": draw.one(400, 812.34), "establishment": draw.one("", "North", "South"),
         "scheme capped": draw.one("yes", "no"), "scheme discretionary": draw.one("yes", "no"),
         "reason": "redundancy", **draw.of(terms)}
        for number in range(1, draw.one(3, 4, 24))
    ]  # fmt: skip
    exits.append(
        {"person": "E99", "reason": "efficiency of the service", "leaves on": leaves, "age": 60, "full years": 30,
         "week's pay": 900, "strain stated": 12_000}
    )  # fmt: skip
    factors: list[Row] = [
        {"age": 55, "sex": sex, "factor": factor, "of": "salary and year of membership", "source": "invented"}
        for sex, factor in (("female", 0.0351), ("male", 0.0333))
    ]
    factors.append({"age": 56, "sex": "any", "factor": 3.98, "of": "pension a year", "source": "invented"})
    policies: list[Row] = [
        {"policy": "large", "threshold": 20_000, "comparison": draw.one("over", "at or over"),
         "approving body": "Cabinet", "source": "invented"},
        {"policy": "all", "threshold": 0, "comparison": "at or over", "approving body": "Head of Paid Service"},
    ]  # fmt: skip
    in_money: list[Row] = [
        {"item": "Exit of E99", "kind": "exit costs", "person or line": "E99", "paid on": review.start}
    ]
    costs = {"OneOffCosts": in_money} if exits[0]["week's pay"] == 400 else {}  # without another draw
    return {"Exits": exits, "StrainFactors": factors, "ExitPolicies": policies, **costs}


def _accounts(draw: Draw, review: Review) -> More:
    """Notes to the accounts of the year before the start, where the Regulations and people are there."""
    day = review.start - timedelta(days=1)
    first = day.year if day.month >= 4 else day.year - 1
    if first < 2015 or not review.people:
        return {}
    draw = Draw(f"accounts {review.start} {len(review.people)} {review.lines}")  # so that no other draw moves
    body = draw.one("council", "central government", "NHS", "other")
    notes: Row = {
        "financial year": f"{first}-{(first + 1) % 100:02}", "kind of body": body,
        "percentile method": draw.one("nearest rank", "inclusive", *(["exclusive"] if len(review.people) > 4 else [])),
        "band width": draw.one(5_000, 10_000), "director among staff": draw.one("yes", "no"),
        "multiple is of": draw.one("full-time pay", "pay for the time worked"),
        "pay elements of part-timers": draw.one("made full-time", "as they are"),
        "loss of office in brackets": draw.one("yes", "no"), "source": "invented",
    }  # fmt: skip
    if draw.chance(0.4):
        notes |= {"first bracket": 30_000, "bracket width": 5_000}
    bracket = "£50,000 to £54,999"
    senior: list[Row] = [
        {"person": person, "post": draw.one("", "Head of Service"), "senior officer": draw.one("yes", "no"),
         "services": draw.one("", "services"), "budget held": draw.one(None, 1_000_000),
         "number of staff": draw.one(None, 12), "note": draw.one("", "invented")}
        for person in dict.fromkeys((review.people[0], draw.of(review.people)))
    ]  # fmt: skip
    senior[0]["senior officer"] = "yes"
    elements: list[Row] = [
        {"element": f"market supplement {place}", "column": draw.one(
            "salary, fees and allowances", "bonus", "expense allowance", "benefit in kind", "no remuneration")}
        for place in range(12)
    ]  # fmt: skip
    elements += [{"element": "severance", "column": "loss of office"}]
    others: list[Row] = [
        {"staff": "agency", "number": draw.whole(1, 30), "full-time pay": 31_000.5,
         "of it salary and allowances": draw.one(None, 30_000)}
    ]  # fmt: skip
    before: list[Row] = [
        {"note": "pay bracket", "item": bracket, "number": draw.whole(0, 9)},
        {"note": "exit package", "item": "£0 to £20,000", "kind of exit": "compulsory redundancy", "number": 3,
         "amount": 12_000},
        {"note": "exit package", "item": "£0 to £20,000", "kind of exit": "other departure", "number": 1,
         "amount": 9_000.5},
        {"note": "ratio", "item": draw.one("median", "pay multiple"), "ratio": draw.one(4.74, 6)},
        {"note": "highest pay and average", "item": "staff on average: salary and allowances", "amount": 29_000},
    ]  # fmt: skip
    bands: list[Row] = [{"over": 0, "up to": 20_000, "source": "invented"}, {"over": 20_000, "source": "invented"}]
    return {
        "AccountsNotes": [notes], "SeniorPosts": senior, "ElementColumns": elements, "ExitKinds": [],
        "OtherStaff": others, "NotesLastYear": before, "ExitBands": bands if body != "council" else [],
    }  # fmt: skip


def _exit_kinds(draw: Draw, review: Review) -> More:
    """Exits, and what kind of departure each is in the notes."""
    made = _exits(draw, review)
    notes = _accounts(draw, review)
    if notes:
        day = review.start - timedelta(days=1)
        kinds = Draw(f"kinds {review.start}")
        year = day.year if day.month >= 4 else day.year - 1
        notes["ExitKinds"] = [
            {"person": row["person"], "kind": kinds.one("compulsory redundancy", "other departure"),
             "agreed in": kinds.one("", f"{year}-{(year + 1) % 100:02}"), "left out": kinds.one("yes", "no", "no")}
            for row in made["Exits"]
        ]  # fmt: skip
    return made | notes


def _senior_pay(draw: Draw, review: Review) -> More:
    if review.start < date(2013, 4, 8) or review.start > date(2027, 3, 31) or not review.people:
        return {}
    draw = Draw(f"senior pay {review.start} {len(review.people)}")
    return {
        "SeniorPayCases": [
            {"person": draw.of(review.people), "takes effect": review.start,
             "case": draw.one("appointment", "annual award", "change of terms"),
             "package before": draw.one(None, 150_000), "approved before": draw.one("yes", "no"),
             "last holder substantive": draw.one("yes", "no"), "approved on": draw.one(None, review.start),
             "note": "invented"}
        ]
    }  # fmt: skip


def _budget(draw: Draw, review: Review) -> More:
    parts = draw.whole(1, 3)
    funds = ("General Fund", "Housing Revenue Account", "Digital grant")
    centres: list[Row] = [
        {"cost centre": f"C{at}", "fund": funds[at], "title": draw.one("", "Services"),
         draw.one("vacancy factor", "turnover"): draw.one("2%", None)}
        for at in range(parts)
    ]  # fmt: skip
    if centres[-1].get("vacancy factor") is None:
        centres[-1]["vacancy sum"] = 1_234.56
        if parts > 1 and centres[0].get("turnover") is None:
            centres[0]["turnover sum"] = 500
    where: list[Row] = [{"cost centre": f"C{at}", "share": f"1/{parts}"} for at in range(parts)]
    named = draw.of(review.people) if review.people and draw.chance(0.7) else draw.of(review.lines)
    where.append({"line or person": named, "cost centre": "C0", "fund": draw.one("", "Capital"),
                  "subjective": draw.one("", "1009")})  # fmt: skip
    codes: list[Row] = [{"component": each, "subjective": str(1_000 + at)} for at, each in enumerate(COMPONENTS)]
    approved: list[Row] = [{"cost centre": "C0", "amount": draw.whole(10_000, 500_000), "note": "invented"}]
    has_approved = draw.chance(0.5)
    own = Draw(f"budget of {review.year} {review.start} {len(review.people)} {review.lines[0]}")
    codes[0]["title"] = own.one("", "Salaries")
    centres[0]["department"] = own.one("", "Resources")
    if own.chance(0.4):  # the last row, of a line or person, is of one state alone
        where[-1]["state"] = own.one("now", "proposed")
    if own.chance(0.4):
        approved[0]["line"], approved[0]["holds pay awards"] = own.of(_lines_now(review)), own.one("yes", "no")
    return {
        "CostCentres": centres, "CostAllocations": where, "SubjectiveCodes": codes,
        "ApprovedBudget": approved if has_approved else [],
        "Payroll": _payroll(own, review) if own.chance(0.5) else [],
    }  # fmt: skip


def _pay_structure(draw: Draw, review: Review) -> More:
    """Points of every line and of some people, two candidates of grades, and a search."""
    if len(review.rows) < LEAST_SCORES:
        return {}
    own = Draw(f"pay structure {review.people} {review.year}")
    lines = list(dict.fromkeys([*(row["post now"] for row in review.rows if row.get("post now")), *review.lines]))
    now = {row["line"] for row in review.posts if row["state"] == "now"}
    points: list[Row] = [{"person or post": line, "points": own.whole(150, 700)} for line in lines if line in now]
    points += [
        {"person or post": person, "points": 100 + 7 * at, "note": "invented"}
        for at, person in enumerate(review.people)
        if at < LEAST_SCORES or own.chance(0.3) or not review.rows[at].get("post now")
    ]
    grades: list[Row] = []
    for candidate in ("Broad", "Narrow"):
        first, bottom = 0, own.whole(15_000, 25_000)
        for grade in range(1, own.one(3, 4)):
            last = first + own.whole(100, 250)
            grades.append(
                {"candidate": candidate, "grade": grade, "points from": first, "points to": last,
                 "bottom salary": bottom, "top salary": bottom + own.whole(1_000, 20_000), "source": "invented"}
            )  # fmt: skip
            first, bottom = last + 1, bottom + own.whole(2_000, 15_000)
        grades.append(
            {"candidate": candidate, "grade": "top", "points from": first, "bottom salary": bottom,
             "top salary": bottom + 30_000}
        )  # fmt: skip
    searches = [
        {"search": "found", "candidate": "Broad", "aim": own.one("fewest falls", "least cost"),
         "budget": own.one(None, 100_000, 2_000_000), "cost is": own.one("at assimilation", "at the top"),
         "least width": own.one(1, 5), "least gap": own.one(1, 3), "source": "invented"}
    ]  # fmt: skip
    terms = {
        "scheme": "NJC", "points from": 0, "points to": own.one(None, 20_000),
        "pay line": own.one("straight", "curved"),
        "near": own.one(0, 10, 40), "shown candidate": own.one("", "Narrow"), "source": "invented",
    }  # fmt: skip
    return {
        "PayStructureTerms": [terms], "JobPoints": points, "CandidateGrades": grades, "BoundarySearches": searches,
    }  # fmt: skip


def with_points(tables: Mapping[str, Any]) -> None:
    """Gives points to who has come into a review after its parts were drawn."""
    rows = tables["more"].get("JobPoints", [])
    known = {row["person or post"] for row in rows}
    for person in tables["people"] if rows else ():
        if person["person"] not in known and person.get("post now") not in known:
            rows.append({"person or post": person["person"], "points": 400})


LEAST_SCORES = 4  # as many as the grades of a candidate that is searched


def _lines_now(review: Review) -> list[str]:
    return [row["line"] for row in review.posts if row["state"] == "now"]


def _payroll(draw: Draw, review: Review) -> list[Row]:
    """What payroll pays some of the people for six months, somebody who is in no line, and agency."""
    year = review.start.year if review.start.month > 3 else review.start.year - 1
    paid = {"paid to": date(year, 9, 30)}
    rows: list[Row] = []
    for row in review.rows:
        if draw.chance(0.8):
            salary = row["salary now"] + draw.one(0, 0, 0, 500)
            to_date = round(salary * 0.66, 2)
            rows.append(
                {"person": row["person"], "cost centre": "C0", "salary": salary, "FTE": draw.one("1", "1", "0.5"),
                 "cost to date": to_date, "projected": draw.one(None, to_date * 2), **paid}
            )  # fmt: skip
    rows.append(
        {"person": "X1", "post": "second", "cost centre": "C0", "kind": "employee", "salary": 30_000, "FTE": 1,
         "allowances to date": 300, "allowances projected": draw.one(None, 650), "cost to date": 7_500.5,
         "paid from": date(year, 7, 1), **paid}
    )  # fmt: skip
    rows.append({"person": "T1", "cost centre": "C0", "kind": "agency", "cost to date": draw.one(0, 9_000), **paid})
    return rows


GROUPS: tuple[tuple[Callable[[Draw, Review], More], ...], ...] = (
    (),
    (_scenarios, _sensitivity),
    (_one_off_costs, _simulation, _budget),
    (_placement, _timetable),
    (_scenarios, _arrears, _exit_kinds, _senior_pay),
    (_pay_gaps, _compression, _pay_structure),
    (_equality, _figure_checks),
    (_working_weeks, _wage_floors, _gender_pay_gap),
    (_job_sizes, _term_appointments),
    (_appointments, _pay_multiples, _statutory_duties),
    (_cost_ranges, _deleted_posts, _role_changes),
    (_scenarios, _one_off_costs),
)
"""Which parts stand together in a generated review: few groups, so that few blank workbooks need to be made."""
