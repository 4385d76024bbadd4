"""The tables of the pay structure: points of posts, candidate grades, searches, and what each candidate comes to."""

from decimal import Decimal
from typing import Annotated

from payband.review.answers import MONEY, PERCENT, TEXT, WHOLE, YES_NO, AnswerTable, Form, _column
from payband.review.inputs.fields import Money, OwnName, SalaryPence, Text, Whole, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part
from payband.rules.pay.pay_line import LINES, STRAIGHT

__all__ = [
    "AIMS",
    "AT_ASSIMILATION",
    "AT_TOP",
    "BOUNDARIES",
    "BY_GRADE",
    "BY_GROUP",
    "BY_POST",
    "BY_YEAR",
    "CANDIDATE_GRADES",
    "CHART",
    "COMPARED",
    "FEWEST_FALLS",
    "FOUND",
    "FOUND_GRADES",
    "IN_GRADE",
    "JOB_POINTS",
    "LEAST_COST",
    "MEASURES",
    "ON_THE_LINE",
    "PART",
    "PAY_LINE",
    "SEARCHES",
    "TERMS",
    "BoundarySearchRow",
    "CandidateGradeRow",
    "JobPointsRow",
    "PayStructureTermsRow",
]

FEWEST_FALLS, LEAST_COST = "fewest falls", "least cost"
AIMS = (FEWEST_FALLS, LEAST_COST)
AT_ASSIMILATION, AT_TOP = "at assimilation", "at the top"
MEASURES = (AT_ASSIMILATION, AT_TOP)


# --- what a person fills in ----------------------------------------------------------------------------------------


class PayStructureTermsRow(InputRow):
    """The job evaluation scheme of the review, and what is looked for in candidate structures."""

    scheme: OwnName = column("scheme", "name", "Such as NJC, GLPC or Hay; one scheme, whose points compare all posts")
    points_from: Whole = column("points from", "points", "The least points that the scheme gives", default=0)
    points_to: Whole | None = column("points to", "points", "The most that it gives; empty for no limit", default=None)
    pay_line: Annotated[str, one_of(*LINES)] = column(
        "pay line", "straight / curved", "curved adds the square of the points", choices=LINES, default=STRAIGHT
    )
    near: Whole = column(
        "near", "points", "Posts on both sides of a boundary that lie so near to each other are listed", default=10
    )
    shown: Text = column(
        "shown candidate", "name", "Whose grades the chart shows; empty for the first", default="", names="candidate"
    )
    source: Text = column("source", "text", "The scheme's document", default="")


class JobPointsRow(InputRow):
    """The job evaluation points of a post, or of one person's post where posts of a line differ."""

    post: Text = column(
        "person or post", "name", "A line now, for everybody in it; or a person", names="person or line now"
    )
    points: Whole = column("points", "points", "The total that the panel gave")
    note: Text = column("note", "text", "Such as the panel and its date", default="")


class CandidateGradeRow(InputRow):
    """One grade of a candidate structure: its points, and points of a spine or a bottom and top salary."""

    candidate: OwnName = column("candidate", "name", "The same for each grade of one structure", names="alike")
    grade: OwnName = column("grade", "name")
    points_from: Whole = column("points from", "points", "The least points of the grade")
    points_to: Whole | None = column(
        "points to", "points", "The most, this included; empty for the highest grade", default=None
    )
    spine: Text = column("spine", "name", "A spine of the workbook or the library", default="", names="spine")
    bottom_point: Text = column("bottom point", "point", default="", names="point")
    top_point: Text = column("top point", "point", default="", names="point")
    bottom_salary: SalaryPence | None = column("bottom salary", "£ a year", "For a range without points", default=None)
    top_salary: SalaryPence | None = column("top salary", "£ a year", "For a range without points", default=None)
    source: Text = column("source", "text", default="")


class BoundarySearchRow(InputRow):
    """One search for boundaries: the grades and ranges of a candidate stay, and what points lead to them is sought."""

    search: OwnName = column("search", "name", "What its answer is called")
    candidate: Text = column("candidate", "name", "Whose grades and pay ranges are taken", names="candidate")
    aim: Annotated[str, one_of(*AIMS)] = column(
        "aim", "fewest falls / least cost", "The other decides among equals", choices=AIMS, default=FEWEST_FALLS
    )
    budget: Money | None = column(
        "budget", "£ a year", "Posts with on-costs may cost no more; empty for any cost", default=None
    )
    measure: Annotated[str, one_of(*MEASURES)] = column(
        "cost is", "at assimilation / at the top", "Which cost counts", choices=MEASURES, default=AT_ASSIMILATION
    )
    least_width: Whole = column("least width", "points", "A grade has so many points or more", default=1)
    least_gap: Whole = column(
        "least gap", "points", "Posts on the two sides of a boundary lie so far apart or more", default=1
    )
    source: Text = column("source", "text", "Who asked for it", default="")


TERMS = InputTable("PayStructureTerms", "Pay structure terms", PayStructureTermsRow, ("scheme",), optional=True)
JOB_POINTS = InputTable("JobPoints", "Job points", JobPointsRow, ("person or post",), optional=True)
CANDIDATE_GRADES = InputTable(
    "CandidateGrades", "Candidate grades", CandidateGradeRow, ("grade", "candidate"), optional=True
)
SEARCHES = InputTable("BoundarySearches", "Boundary searches", BoundarySearchRow, ("search",), optional=True)


# --- the answers ---------------------------------------------------------------------------------------------------

MILLIONTHS = Form("exact", "£", lambda parts: Decimal(parts).scaleb(-6))
FTE = Form("fte", "FTE", lambda hundredths: Decimal(hundredths).scaleb(-2))
_PEOPLE = "people"
_A_YEAR = "£ a year"
_FULL_TIME = "£ a year, full-time"
_COST = "£ a year, posts with on-costs"
_OUTCOMES = (
    _column("rises", WHOLE, unit="people, green"),
    _column("stays", WHOLE, unit="people, white"),
    _column("falls", WHOLE, unit="people, red"),
)

PAY_LINE = AnswerTable(
    "PayLine",
    "Pay line",
    (
        _column("scheme", TEXT),
        _column("pay line", TEXT, unit="least squares"),
        _column("people", WHOLE, unit=_PEOPLE),
        _column("least points", WHOLE, unit="points"),
        _column("most points", WHOLE, unit="points"),
        _column("constant", MILLIONTHS, unit="£ at 0 points"),
        _column("for each point", MILLIONTHS, unit="£ more"),
        _column("for the square", MILLIONTHS, unit="£ more for each point times itself"),
        _column("explained", PERCENT, unit="% of the spread of pay (R squared)"),
        _column("above", WHOLE, unit="people paid more than the line"),
        _column("below", WHOLE, unit="people paid less than the line"),
    ),
    "The pay line: full-time pay against points of everybody who is in post",
)
ON_THE_LINE = AnswerTable(
    "PayLinePosts",
    "Pay line posts",
    (
        _column("person", TEXT, unit="reference"),
        _column("post", TEXT),
        _column("points", WHOLE, unit="points"),
        _column("salary now", MONEY, unit=_FULL_TIME),
        _column("pay line", MONEY, unit="£ a year, at the same points"),
        _column("above the line", MONEY, unit="£ a year, below 0 under it"),
        _column("above %", PERCENT, key="above_percent", unit="% of the pay line"),
    ),
    "A person: the points of the post, the pay, and how far it lies off the pay line",
)
CHART = AnswerTable(
    "PayLineChart",
    "Pay line chart",
    (
        _column("points", WHOLE, unit="points"),
        _column("pay of a post", MONEY, unit=_FULL_TIME),
        _column("pay line", MONEY, unit=_FULL_TIME),
        _column("grade", MONEY, unit="£ a year, the corners of its box"),
        _column("what", TEXT),
    ),
    "A place in the chart: a post, an end of the pay line, or a corner of a grade's box",
)
COMPARED = AnswerTable(
    "CandidatesCompared",
    "Candidates compared",
    (
        _column("candidate", TEXT),
        _column("grades", WHOLE, unit="grades"),
        _column("posts", WHOLE, unit="posts, vacant ones included"),
        _column("people", WHOLE, unit=_PEOPLE),
        *_OUTCOMES,
        _column("not known", WHOLE, unit="people whose new salary is not known"),
        _column("cost now", MONEY, unit=_COST),
        _column("at assimilation", MONEY, unit=_COST),
        _column("more than now", MONEY, unit="£ a year, below 0 if less"),
        _column("at the top", MONEY, unit="£ a year, everybody at the top of the grade"),
        _column("protection", MONEY, unit="£, of all years of the horizon"),
        _column("boundaries that split", WHOLE, unit="boundaries with posts near both sides"),
        _column("why", TEXT, unit="what is not known"),
    ),
    "A candidate structure: who rises, stays and falls, and what it costs",
)
BY_GRADE = AnswerTable(
    "CandidatesByGrade",
    "Candidates by grade",
    (
        _column("candidate", TEXT),
        _column("grade", TEXT),
        _column("points from", WHOLE, unit="points"),
        _column("points to", WHOLE, unit="points"),
        _column("width", WHOLE, unit="points"),
        _column("bottom", MONEY, unit=_A_YEAR),
        _column("top", MONEY, unit=_A_YEAR),
        _column("range", PERCENT, unit="top above bottom, % of bottom"),
        _column("step", PERCENT, unit="middle above that of the grade below, %"),
        _column("overlap", MONEY, unit="£, with the grade below; below 0 a gap"),
        _column("overlap %", PERCENT, key="overlap_percent", unit="% of the grade's range"),
        _column("pay line", MONEY, unit="£ a year, at the middle of its points"),
        _column("posts", WHOLE, unit="posts, vacant ones included"),
    ),
    "A grade of a candidate structure: its points and pay range, how they step and overlap, and the posts in it",
)
IN_GRADE = AnswerTable(
    "CandidatesInGrade",
    "Candidates in grade",
    (
        _column("candidate", TEXT),
        _column("grade", TEXT),
        _column("posts", WHOLE, unit="posts, vacant ones included"),
        _column("people", WHOLE, unit=_PEOPLE),
        _column("full-time", FTE, unit="full-time posts (FTE)"),
        *_OUTCOMES,
        _column("at assimilation", MONEY, unit=_COST),
        _column("at the top", MONEY, unit=_COST),
    ),
    "A grade of a candidate structure: the people in it, who rises, stays and falls, and what its posts cost",
)
BY_GROUP = AnswerTable(
    "CandidatesByGroup",
    "Candidates by group",
    (
        _column("candidate", TEXT),
        _column("characteristic", TEXT),
        _column("group", TEXT),
        _column("people", WHOLE, unit=_PEOPLE),
        *_OUTCOMES,
        _column("rises %", PERCENT, key="rises_percent", unit="% of the group"),
        _column("stays %", PERCENT, key="stays_percent", unit="% of the group"),
        _column("falls %", PERCENT, key="falls_percent", unit="% of the group"),
        _column("why", TEXT),
    ),
    "A group by sex or another characteristic, and by hours: for how many of its people pay rises, stays or falls",
)
BY_YEAR = AnswerTable(
    "CandidatesByYear",
    "Candidates by year",
    (
        _column("candidate", TEXT),
        _column("financial year", TEXT, unit="April to March"),
        _column("cost now", MONEY, unit="£, if nothing changed"),
        _column("cost", MONEY, unit="£, the old structure until the start"),
        _column("more than now", MONEY, unit="£, below 0 if less"),
        _column("protection", MONEY, unit="£, on top"),
        _column("why", TEXT),
    ),
    "A candidate structure in a financial year as increments and awards run, and once everything has settled",
)
BOUNDARIES = AnswerTable(
    "CandidateBoundaries",
    "Candidate boundaries",
    (
        _column("candidate", TEXT),
        _column("from grade", TEXT),
        _column("to grade", TEXT),
        _column("boundary", WHOLE, unit="points that the higher grade begins at"),
        _column("nearest below", WHOLE, unit="points of the nearest post"),
        _column("nearest above", WHOLE, unit="points of the nearest post, at or above"),
        _column("apart", WHOLE, unit="points"),
        _column("splits", YES_NO),
        _column("people near below", WHOLE, unit="people"),
        _column("people near above", WHOLE, unit="people"),
        _column("by group", TEXT, unit="people below and above, by sex or another characteristic"),
    ),
    "A boundary between two grades: how near posts lie on both sides, and whether it splits them",
)
BY_POST = AnswerTable(
    "CandidatesByPost",
    "Candidates by post",
    (
        _column("person", TEXT, unit="reference"),
        _column("candidate", TEXT),
        _column("post", TEXT),
        _column("points", WHOLE, unit="points"),
        _column("grade", TEXT),
        _column("to next grade", WHOLE, unit="points"),
        _column("salary now", MONEY, unit=_FULL_TIME),
        _column("salary new", MONEY, unit=_FULL_TIME),
        _column("change", MONEY, unit=_FULL_TIME),
        _column("circle", TEXT, unit="green rises, white stays, red falls"),
        _column("why", TEXT),
    ),
    "A person in a candidate structure: the grade, the new salary, and whether it rises, stays or falls",
)
FOUND = AnswerTable(
    "SearchesFound",
    "Searches found",
    (
        _column("search", TEXT),
        _column("candidate", TEXT),
        _column("aim", TEXT),
        _column("cost is", TEXT),
        _column("budget", MONEY, unit=_A_YEAR),
        _column("rises", WHOLE, unit="people, green"),
        _column("stays", WHOLE, unit="people, white"),
        _column("falls", WHOLE, unit="people, red"),
        _column("cost", MONEY, unit=_COST),
        _column("falls as given", WHOLE, unit="people, by the candidate's own boundaries"),
        _column("cost as given", MONEY, unit="£ a year, by the candidate's own boundaries"),
        _column("searched", TEXT, unit="what the search tried"),
        _column("why", TEXT),
    ),
    "A search for boundaries: the best that there is among those it tries",
)
FOUND_GRADES = AnswerTable(
    "SearchesByGrade",
    "Searches by grade",
    (
        _column("search", TEXT),
        _column("grade", TEXT),
        _column("points from", WHOLE, unit="points"),
        _column("points to", WHOLE, unit="points"),
        _column("from as given", WHOLE, unit="points, by the candidate's own boundaries"),
        _column("posts", WHOLE, unit="posts, vacant ones included"),
        _column("people", WHOLE, unit=_PEOPLE),
        *_OUTCOMES,
        _column("cost", MONEY, unit=_COST),
    ),
    "A grade by the boundaries that a search found: ready to be copied into a candidate of its own",
)

PART = Part(
    "pay structure",
    "pay against job evaluation points, candidate grades side by side, and boundaries that meet a budget",
    (TERMS, JOB_POINTS, CANDIDATE_GRADES, SEARCHES),
    (
        PAY_LINE,
        CHART,
        ON_THE_LINE,
        COMPARED,
        BY_GRADE,
        IN_GRADE,
        BY_GROUP,
        BY_YEAR,
        BOUNDARIES,
        BY_POST,
        FOUND,
        FOUND_GRADES,
    ),
    "payband.review.parts.pay_structure.part",
)  # fmt: skip
