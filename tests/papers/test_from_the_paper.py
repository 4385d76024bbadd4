"""What the five public papers print: each statement stands at its place in the paper, and the review says what it
makes of it.

The table is that of the worked reviews themselves, sheet Paper statements: review, place, printed text, and what the
review has. A place is a stretch of the paper between two texts of it, as PLACES has them.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import InputProblems
from payband.review.parts.paper.printed_values import AMOUNT, DAY, MONTHS, NUMBER, SHARE, WORDS, YES_NO, compared
from tests.run import TOP
from tests.support.workbooks import rows_of, small_review

WORKBOOKS = TOP / "workbooks"
SEEDS = {
    "probation-2012": "000_65939709add8538e.txt",
    "leicester-2011": "001_a8e0a67573a61ddb.txt",
    "kent-2011": "002_992d7ebc9799c141.txt",
    "harrow-2022": "003_4172d08cdbdc14a8.txt",
    "harrow-2023": "003_4172d08cdbdc14a8.txt",
    "essex-2013": "004_81d4238270ca2bf2.txt",
}
COUNTS = {  # statements, and of them reproduced, computed, differing, not computable
    "probation-2012": (36, 17, 0, 0, 19),
    "leicester-2011": (293, 137, 59, 53, 44),
    "kent-2011": (96, 16, 18, 2, 60),
    "harrow-2022": (34, 9, 3, 0, 22),
    "harrow-2023": (85, 14, 9, 0, 62),
    "essex-2013": (27, 5, 2, 0, 20),
}


class Between(NamedTuple):
    """A stretch of a paper, from one text of it up to another after that."""

    start: str
    end: str


REPORT = {  # of Leicester, by paragraph
    "report, title": Between("EMPLOYEES COMMITTEE\n", "Report of the Chief Operating Officer"),
    "report 2.2(ii)": Between("(ii) Agree", "(iii) Agree"),
    "report 2.2(iii)": Between("(iii) Agree", "(iv) Note"),
    "report 2.2(iv)": Between("(iv) Note", "(v) For the purposes"),
    "report 2.2(vii)": Between("(vii) Note", "(viii) Agree"),
    "report 2.2(viii)": Between("(viii) Agree", "3. Report"),
    "report 5.1": Between("- 5.1 The implementation", "6. Consultation"),
    "report 6.1": Between("- 6.1 The review", "- 6.2 A second"),
    "report 6.2": Between("- 6.2 A second", "- 6.3 Responses"),
    "report 6.4": Between("- 6.4 Following", "- 6.5 Comments"),
    "report 7.1": Between("- 7.1 Appointing", "8. Chief Officer Salaries"),
    "report 8.1": Between("- 8.1 Four new", "- 8.2 The enhanced"),
    "report 8.2": Between("- 8.2 The enhanced", "9. Position of Monitoring Officer"),
    "report 9.1": Between("- 9.1 In accordance", "10. Slotting in Proposal"),
    "report 10.1": Between("- 10.1 The proposed", "- 10.2 Following"),
    "report 10.3": Between("- 10.3 Any appeals", "11. Appointments"),
    "report 11.1": Between("- 11.1 Where", "12. Dismissal process"),
    "report 12.1": Between("- 12.1 If,", "13. Equalities Impact"),
    "report 14.3": Between("- 14.3 If", "- 14.4 Irrespective"),
    "report 14.7": Between("- 14.7 Following", "Anthony Cross"),
    "business case, executive summary 3": Between("3. Process to be followed", "4. Planned/Expected"),
    "business case, executive summary 4": Between("4. Planned/Expected Outcomes", "1. Background and Scope"),
    "business case 1.1": Between("1.1 Background", "1.2 The Scope"),
    "business case 1.2": Between("1.2 The Scope of the Review", "2. Summary of the Existing"),
    "business case 4.1": Between("4.1 Overview", "4.2 Corporate Resources"),
    "business case 4.2": Between("4.2 Corporate Resources and Support", "4.3 Education"),
    "business case 4.3": Between("4.3 Education", "4.4 Adult"),
    "business case 4.4": Between("4.4 Adult Social Care", "4.5 City Development"),
    "business case 4.5": Between("4.5 City Development", "- 4.6 Each"),
    "business case 5": Between("5 The Workforce", "6 Financial Implications"),
    "business case 6": Between("6 Financial Implications", "7 Implementation Plan"),
    "business case 7.1": Between("7.1 Timeline", "7.2 Resources"),
    "business case 7.4": Between("7.4 Risks", "8 Governance"),
    "business case, appendix one": Between("Appendix One", "Senior Management Structure"),
    "notes of 21 October 2011": Between("Meeting held on Friday 21st October 2011", "Meeting held on Friday 28th"),
    "notes of 28 October 2011, 2.1": Between("2.1 Background & Rationale", "2.2 Proposals"),
    "notes of 28 October 2011, 2.3": Between("2.3 Financial Implications", "2.4 Timetable"),
    "notes of 28 October 2011, 5": Between("5. Any Other Business", "6. Date of Next Meeting"),
    "notes of 28 October 2011, 6": Between("6. Date of Next Meeting", "Meeting held on Tuesday 15th"),
    "notes of 15 November 2011, 2.2": Between("2.2 Matters Arising", "3. Initial Feedback and Responses"),
    "notes of 15 November 2011, 3(d)": Between("(d) City Development", "(e) Corporate Resources"),
    "notes of 15 November 2011, 5": Between("5 Next Steps", "6. Any Other Business"),
    "equality assessment": Between("EIA for the Organisational Review", ""),
}
KENT = {
    "letter": Between("Our Ref:", "Peter Sass\n\nHead"),
    "title": Between("By: Paul", "Summary:"),
    "1(1)": Between("- (1) In December 2010", "- (2) A set of"),
    "recommendations": Between("Recommendations:", "1. Introduction"),
    "2(1)": Between("2. Background", "- (2) It is increasingly"),
    "3(1)(d)": Between("- (d) Our structure", "- (e) Planning"),
    "3(3)": Between("- (3) It is believed", "- (4) Katherine"),
    "4.1(5)": Between("- (5) Following discussions", "4.2 Factors"),
    "4.2.1(1)": Between("4.2.1Consistency", "- (2) It is no longer"),
    "4.2.2(1)": Between("4.2.2The desire", "- (a) strengthened"),
    "7(2)": Between("7. Leadership and line management", "7.1 Joint working"),
    "7.3(1)": Between("7.3 Day to day", "7.4 Leadership"),
    "7.5(1)": Between("7.5 Other proposed", "- (2) Following consultation"),
    "7.5(2)": Between("- (2) Following consultation", "- (3) In line"),
    "7.5(3)": Between("- (3) In line", "8. Financial Implications"),
    "8(3)": Between("- (3) The proposal for the deletion", "- (4) The annual costs"),
    "8(4)": Between("- (4) The annual costs", "9. Legal Implications"),
    "9(1)": Between("9. Legal Implications", "Head of Paid Service\n"),
    "9(2)": Between("- (2) The Council has a statutory duty", "- (3) It is proposed"),
    "9(3)": Between("- (3) It is proposed", "Returning Officer\n"),
    "9(4)": Between("(4) Section 35", "Arrangements to support"),
    "9(5)": Between("- (5) The historic office", "- (6) The duties"),
    "9(7)": Between("- (7) Guidance issued", "DCS/DASS roles"),
    "9(8)": Between("(8) The Corporate Director", "Constitutional changes"),
    "9(9)": Between("Constitutional changes", "10. Impact Assessments"),
    "10(1)": Between("10. Impact Assessments", "11. Risk"),
    "12(2)": Between("- (2) The three political", "13. Sustainability"),
    "14(1)": Between("14. Staffing", "15. Conclusions"),
    "16": Between("16. Recommendations", "This page is intentionally"),
    "appendix 1, Director Quality and Standards": Between("Job Description: Director Quality", "Job outline:"),
    "appendix 1, Director Planning and Access": Between("Job Description: Director Planning", "Job outline:"),
    "appendix 1, title of Director Quality and Standards": Between("Job Description: Director Quality", "Directorate:"),
    "appendix 1, title of Director Planning and Access": Between("Job Description: Director Planning", "Directorate:"),
    "appendix 1, outline of Director Planning and Access": Between("- 4. Line manage the three", "- 5. Support"),
    "appendix 2, title": Between("Delivery of services through a District model", "Revised Job Descriptions"),
    "appendix 2, title of Business Strategy & Support": Between("Revised Job Descriptions", "and Deputy"),
    "appendix 2, Business Strategy & Support": Between(
        "Corporate Director – Business Strategy & Support and", "Job Outline"
    ),
    "appendix 2, Customer & Communities": Between("Corporate Director – Customer & Communities", "Job Outline:"),
    "appendix 2, Human Resources": Between("Corporate Director of Human Resources\n\nDate", "Job Outline"),
    "appendix 2, Governance & Law": Between("Director of Governance & Law (Monitoring Officer)", "Job Outline"),
    "appendix 2, direct reports of Business Strategy & Support": Between(
        "Direct Reports:-\n\nCorporate Director of Finance", "Corporate Responsibilities"
    ),
    "appendix 2, direct reports of Customer & Communities": Between(
        "- Director of Service Improvement", "Corporate Responsibilities"
    ),
    "appendix 2, outline of Governance & Law": Between("Discharge the statutory duties", "Structure\n"),
    "appendix 3, article 11(4)": Between("(4) **Appointment of Officers.**", "Insert:"),
    "appendix 3, article 11(5)": Between("(5) Head of Paid Service, Monitoring", "Insert:"),
}
HARROW = {
    "agenda": Between("Chief Officers' Employment Panel Agenda", "Agenda - Part I"),
    "minutes, title": Between("Minutes\n\n8 December", "Present:"),
    "minute 20": Between("20. Minutes", "21. Director Posts"),
    "minute 21": Between("21. Director Posts", "22. Any Other Urgent"),
    "minute 22": Between("22. Any Other Urgent", "(Note: The meeting"),
    "report, heading": Between("Report for:", "Section 1 – Summary"),
    "report, summary": Between("Section 1 – Summary", "Recommendations:"),
    "report, recommendation 1": Between("- 1. Approve the recruitment", "- 2. Agree that"),
    "report, recommendation 2": Between("- 2. Agree that", "Approve the role profile"),
    "report, recommendation 3": Between("Approve the role profile", "- 4. Approve the appointment"),
    "report, recommendation 4": Between("- 4. Approve the appointment", "Section 2 – Report"),
    "report, section 2": Between("Section 2 – Report", "Legal Implications"),
    "report, legal implications": Between("Legal Implications", "Financial Implications"),
    "report, financial implications": Between("Financial Implications", "Risk Management"),
    "report, equalities implications": Between("Equalities implications", "Council Priorities"),
    "report, section 3": Between("Section 3 - Statutory Officer Clearance", "Mandatory Checks"),
    "appendix 1, heading": Between("Director of Children's Services (DCS)", "Role Purpose"),
    "appendix 1": Between(
        "Director of Children's Services (DCS)", "Director of Corporate Resources & Transformation\t"
    ),
    "appendix 2, heading": Between("Director of Corporate Resources & Transformation\t", "Role Purpose"),
    "appendix 2": Between("Dimensions\n\n- This is a Chief Officer post", "Values, Behaviours"),
    "appendix 3": Between("Senior Management Structure March 2023", ""),
}
ESSEX = {
    "heading": Between("JOB TITLE:", "1. Role Context"),
    "section 1": Between("1. Role Context", "2. Office of the Police"),
    "section 2": Between("2. Office of the Police", "3. Job Description"),
    "section 3": Between("3. Job Description", ""),
}
PROBATION = {
    "letter": Between("Standing Committee", "Appendix 2 (Revised)"),
    "appendix 2, heading": Between("Job Description Questionnaire", "1 PURPOSE"),
    **{
        f"section {number}": Between(start, end)
        for number, start, end in [
            (1, "1 PURPOSE OF YOUR JOB", "2 DIMENSIONS"),
            (2, "2 DIMENSIONS", "3 PRINCIPAL ACCOUNTABILITIES"),
            (3, "3 PRINCIPAL ACCOUNTABILITIES", "4.  KNOWLEDGE"),
            (4, "4.  KNOWLEDGE", "5 ORGANISATION"),
            (5, "5 ORGANISATION", "6\nJOB CONTEXT"),
            (6, "JOB CONTEXT", "7\nADDITIONAL"),
            (7, "ADDITIONAL INFORMATION", "Employers’ Side Secretary"),
        ]
    },
}
PLACES = {
    "probation-2012": PROBATION,
    "leicester-2011": REPORT,
    "kent-2011": KENT,
    "harrow-2022": HARROW,
    "harrow-2023": HARROW,
    "essex-2013": ESSEX,
}


@cache
def _rows(review: str, table: str) -> list[dict[str, Any]]:
    return rows_of(load_workbook(WORKBOOKS / f"{review}.xlsx"), table)


def _as_words(text: str) -> str:
    """A text on one line, with plain quotation marks and without the signs of emphasis and of sums in the papers."""
    plain = text.replace("’", "'").replace("\\pounds ", "£").replace("**", "").replace("<u>", "").replace("</u>", "")
    return " ".join(plain.split())


def _at(review: str, place: str, paper: str) -> str:
    """The stretch of a paper that a place names."""
    if place.startswith("appendix F, "):
        title = place.removeprefix("appendix F, ")
        found = re.search(rf"Post Title: {re.escape(title)}\s", _as_words(paper))
        assert found, place
        rest = _as_words(paper)[found.start() :]
        return rest[: rest.index("Rehabilitation of Offenders Act 1974?") + 60]
    between = PLACES[review][place]
    start = paper.find(between.start)
    assert start >= 0, (place, between.start)
    end = paper.find(between.end, start + len(between.start)) if between.end else len(paper)
    assert end >= 0, (place, between.end)
    return _as_words(paper[start:end])


@pytest.mark.parametrize("review", SEEDS)
def test_each_statement_is_printed_at_its_place(review: str, seeds: Path) -> None:
    paper = (seeds / SEEDS[review]).read_text(encoding="utf-8")
    missing = [
        (row["place"], row["printed"])
        for row in _rows(review, "PaperStatements")
        if _as_words(row["printed"]) not in _at(review, row["place"], paper)
    ]
    assert missing == []


@pytest.mark.parametrize("review", SEEDS)
def test_the_review_says_what_it_makes_of_each(review: str) -> None:
    rows = _rows(review, "FromThePaper")
    counts = Counter(row["outcome"] for row in rows)
    outcomes = ("reproduced", "computed", "differs", "not computable")
    assert (len(rows), *(counts[each] for each in outcomes)) == COUNTS[review]
    for row in rows:
        assert row["this review"] or row["outcome"] == "not computable", row
        if row["outcome"] in ("differs", "not computable"):
            assert row["why"], row


def test_the_reasons_are_in_plain_english() -> None:
    words = re.compile(r"\bstands? (in|on|at|as|beside)\b", re.I)
    reasons = [row["why"] for review in SEEDS for row in _rows(review, "FromThePaper") if row["why"]]
    assert len(reasons) > 100
    assert [why for why in reasons if words.search(why)] == []


SILENT = {  # what the papers do not say, each answer that says so by its table and column
    "probation-2012": set(),
    "leicester-2011": {
        ("StatutoryHolders", "holder now")
    },  # of four duties; the job descriptions say who will hold them
    "kent-2011": set(),
    "harrow-2022": {
        ("StructureCost", "why"),  # on-costs
        ("ApprovalsByPost", "why"),  # the first day of each post that is held
        ("Checks", "found"),  # minute 21 speaks of five posts, and not of the sixth
        ("Checks", "detail"),
        ("RunLog", "value"),
    },
    "essex-2013": {
        ("StructureCost", "why"),  # on-costs
        ("TermCosts", "starts on"),
        ("TermCosts", "why"),  # on-costs, the days of the term and the salary within the range
        ("BudgetShares", "financial year"),
        ("RunLog", "value"),
    },
}
SILENT["harrow-2023"] = SILENT["harrow-2022"]


@pytest.mark.parametrize("review", SEEDS)
def test_not_stated_is_said_of_what_the_paper_is_silent_on(review: str) -> None:
    results = payband.open_review(WORKBOOKS / f"{review}.xlsx").calculate()
    found = {
        (name, column.heading)
        for name, table in results.tables.items()
        for row in table.rows
        for column, value in zip(table.table.columns, row, strict=True)
        if isinstance(value, str) and "not stated" in value.casefold()
    }
    assert found == SILENT[review]


def test_the_holders_now_that_leicester_does_not_print() -> None:
    rows = payband.open_review(WORKBOOKS / "leicester-2011.xlsx").calculate().tables["StatutoryHolders"].records()
    assert {row["duty"] for row in rows if row["holder_now"] == "not stated"} == {
        "Director of Children's Services",
        "Director of Adult Social Services",
        "Returning Officer",
        "Electoral Registration Officer",
    }


def test_every_statement_is_on_the_sheet_in_its_words() -> None:
    for review in SEEDS:
        given = [(row["statement"], row["place"], row["printed"]) for row in _rows(review, "PaperStatements")]
        answered = [(row["statement"], row["place"], row["printed"]) for row in _rows(review, "FromThePaper")]
        assert answered == given


# Job descriptions of December 2011 print that posts are restricted because of their salary; in England that ended in
# 12 January 2010 (Local Democracy, Economic Development and Construction Act 2009, sections 30 and 148(1)(d)).
def test_the_salary_limb_of_political_restriction_differs_from_the_law() -> None:
    rows = [row for row in _rows("leicester-2011", "FromThePaper") if row["statement"].endswith("its salary level")]
    assert len(rows) == 20
    assert {(row["printed"], row["this review"], row["outcome"]) for row in rows} == {("Yes", "no, by law", "differs")}
    assert all("section 30" in row["why"] for row in rows)
    others = [row for row in _rows("leicester-2011", "FromThePaper") if "Offenders" in row["statement"]]
    assert len(others) == 20
    assert {(row["printed"], row["outcome"]) for row in others} == {("No", "reproduced")}


# Section 2(1): the holder of an office is restricted by it, and only a post without one is listed for advice or media.
# All 20 posts have one: statutory chief officers by duty, the others by whom the job description says they report to.
def test_the_duties_limb_of_political_restriction_is_of_posts_without_an_office() -> None:
    rows = [row for row in _rows("leicester-2011", "FromThePaper") if row["statement"].endswith("advice or media")]
    assert {(row["printed"], row["this review"], row["outcome"]) for row in rows} == {("Yes", "no, by law", "differs")}
    by_limb = Counter(re.search(r"section 2\(1\)(\(\w\))", row["why"])[1] for row in rows)  # type: ignore[index]
    assert by_limb == {"(b)": 3, "(c)": 4, "(d)": 12, "(e)": 1}
    said = {row["statement"].partition(":")[0]: row["why"] for row in rows}
    assert "as a statutory chief officer" in said["Director – Finance"]
    assert "as a non-statutory chief officer" in said["Director of Human Resources and Workforce Development"]
    assert "as a deputy chief officer" in said["Director of Housing"]
    assert "the monitoring officer is restricted" in said["Head of Standards & City Solicitor"]


def _review(rows: list[dict[str, Any]], **settings: Any) -> Any:
    return payband.Review(**small_review(settings=settings), more={"PaperStatements": rows})


def _statement(**more: Any) -> dict[str, Any]:
    return {"statement": "it", "printed": "Yes", "place": "1", **more}


SALARY = "politically restricted: salary level"
POSTS = {"table": "Structure", "row": "Officers", "column": "posts"}


@pytest.mark.parametrize(
    ("dated", "kind", "outcome"),
    [
        ("11/01/2010", "district council", "reproduced"),  # no law that payband holds on that day
        ("12/01/2010", "district council", "differs"),  # two months from 12 November 2009, section 148(1)(d)
        ("12/01/2010", "county borough council", "differs"),  # in Wales too
        ("12/01/2010", "", "reproduced"),
    ],
)
def test_a_recorded_answer_is_read_on_its_day(dated: str, kind: str, outcome: str) -> None:
    results = _review([_statement(question=SALARY, dated=dated)], **{"kind of authority": kind}).calculate()
    [row] = results.tables["FromThePaper"].records()
    assert row["outcome"] == outcome


ADVICE = "politically restricted: advice or media"
HEAD = {"statement": "the head's own", "post": "Director", "reports to": "The Head of Paid Service"}


@pytest.mark.parametrize(
    ("post", "others", "duty", "says"),
    [
        ({"reports to": "head of paid service"}, [], "", "2(1)(c)"),
        ({"reports to": "the Director"}, [HEAD], "", "2(1)(d)"),
        ({"reports to": "Chief Executive"}, [], "Head of Paid Service", "2(1)(c)"),
        ({"reports to": "Chief Executive"}, [], "S151 officer", "2(1)(d)"),
        ({"reports to": "Chief Executive"}, [], "Monitoring Officer", ""),  # no chief officer by that alone
        ({"reports to": "Director"}, [], "", ""),  # nothing is known of the director
        ({"post": "chief executive"}, [], "Head of Paid Service", "2(1)(a)"),
        ({"post": "chief executive"}, [], "Returning Officer", ""),
        ({"post": ""}, [], "Head of Paid Service", ""),
    ],
)
def test_the_office_of_a_post(post: dict[str, Any], others: list[dict[str, Any]], duty: str, says: str) -> None:
    rows = [_statement(question=ADVICE, **{"post": "Officer", **post})]
    rows += [{**_statement(question=ADVICE), **each} for each in others]
    duties = [{"duty": duty, "post now": "Clerk", "post proposed": "Chief Executive"}] if duty else []
    more: dict[str, Any] = {"PaperStatements": rows, "StatutoryDuties": duties} if duties else {"PaperStatements": rows}
    review = payband.Review(**small_review(settings={"kind of authority": "district council"}), more=more)
    row = review.calculate().tables["FromThePaper"].records()[0]
    assert row["outcome"] == ("differs" if says else "reproduced")
    assert says in row["why"]


@pytest.mark.parametrize(
    ("given", "has", "outcome", "differs_by"),
    [
        ({**POSTS, "printed": "five posts"}, "5", "reproduced", None),
        ({**POSTS, "printed": "6"}, "5", "differs", "1"),
        ({**POSTS, "printed": "5", "table": "StructureCost", "column": "posts proposed"}, "5", "computed", None),
        ({"printed": "one year", "table": "Settings", "row": "protection months", "column": "value"},
         "12", "reproduced", None),
        ({"printed": "1 April 2025", "table": "Settings", "row": "implementation date", "column": "value"},
         "1 April 2025", "reproduced", None),
        ({"printed": "5", "table": "Structure", "row": "Managers", "column": "posts"}, None, "not computable", None),
        ({"why": "a decision"}, None, "not computable", None),
    ],
)  # fmt: skip
def test_what_a_review_makes_of_a_statement(
    given: dict[str, Any], has: str | None, outcome: str, differs_by: str | None
) -> None:
    [row] = _review([_statement(**given)]).calculate().tables["FromThePaper"].records()
    assert (row["this_review"], row["outcome"], row["differs_by"]) == (has, outcome, differs_by)


def test_a_difference_without_a_reason_fails_its_check() -> None:
    given = {"printed": "6", "table": "Structure", "row": "Officers", "column": "posts"}
    name = "Every statement of the paper that differs or is not computable says why"
    assert name in _review([_statement(**given)]).calculate().failed
    assert name not in _review([_statement(**given, why="one is new")]).calculate().failed


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "row 1, column 'why': is empty, and no table or question answers the statement"),
        ({"table": "Structur", "column": "posts"}, "'Structur' is not a table of a review; did you mean 'Structure'?"),
        ({"table": "Structure", "column": "pots"}, "'pots' is not a column of table Structure; did you mean 'posts'?"),
        ({"table": "Structure"}, "column 'column': is empty: name a column of table Structure"),
        ({"table": "Structure", "column": "posts", "question": SALARY}, "one place answers a statement"),
    ],
)
def test_a_statement_that_points_nowhere_is_named(given: dict[str, Any], said: str) -> None:
    with pytest.raises(InputProblems) as caught:
        _review([_statement(**given)])
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("printed", "value", "kind", "agrees"),
    [
        ("£265,000 per annum", 26_500_000, AMOUNT, True),
        ("£265,000 per annum", 26_549_900, AMOUNT, True),  # to the thousand, as it is printed
        ("£265,000 per annum", 26_550_000, AMOUNT, False),
        ("(90,900)", -9_090_000, AMOUNT, True),
        ("(90,900)", 9_090_000, AMOUNT, False),
        ("£ 1.15M", 115_000_000, AMOUNT, True),
        ("£271.7 million", 27_170_000_000, AMOUNT, True),
        ("£19m", 1_900_000_000, AMOUNT, True),
        ("39.5", 3_950, SHARE, True),
        ("35", 3_540, SHARE, True),
        ("39.5", 3_956, SHARE, False),
        ("26 posts in total", 26, NUMBER, True),
        ("no more than five tiers", 5, NUMBER, True),
        ("two years", 24, MONTHS, True),
        ("18 months", 18, MONTHS, True),
        ("13th DECEMBER 2011", date(2011, 12, 13), DAY, True),
        ("1 st February 2013", date(2013, 2, 1), DAY, True),
        ("20&21/12/11", date(2011, 12, 20), DAY, True),
        ("28 November", date(2011, 11, 28), DAY, True),
        ("until March 2013", date(2013, 3, 31), DAY, True),
        ("15/10/11", date(2011, 10, 16), DAY, False),
        ("Yes", True, YES_NO, True),
        ("No", True, YES_NO, False),
        ("£100,000 or over", "at or over £100,000", WORDS, True),
        ("more than 25%", "over 25%", WORDS, True),
        ("KR17 (subject to evaluation)", "KR17", WORDS, False),
    ],
)
def test_printed_beside_held(printed: str, value: Any, kind: str, agrees: bool) -> None:
    verdict = compared(printed, value, kind)
    assert verdict is not None
    assert verdict.agrees is agrees
    assert bool(verdict.differs_by) is not agrees


@pytest.mark.parametrize(("printed", "kind"), [("none", AMOUNT), ("soon", DAY), ("perhaps", YES_NO), ("many", NUMBER)])
def test_what_is_not_printed_is_not_made_up(printed: str, kind: str) -> None:
    assert compared(printed, date(2011, 1, 1) if kind == DAY else 1, kind) is None
