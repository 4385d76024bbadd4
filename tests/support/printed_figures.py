"""What the papers of the worked reviews print, where they do, and where the workbook has it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

__all__ = ["DEPUTY", "PRINTED", "Printed"]

NOT_KNOWN = None
"""What the paper does not print: the cell stays empty."""


class Printed(NamedTuple):
    """A figure as a paper prints it, where it does, and where the workbook has it: table, row and column."""

    review: str
    figure: str
    printed: Any
    where: str
    table: str
    row: dict[str, Any]
    column: str


REPORT, NOTES_28, EQUALITY = "report of 13 December 2011", "notes of 28 October 2011", "equality assessment, part 2"
MINUTES, DELEGATION = "minutes of 8 December 2022, item 21", "report of 30 March 2023"
STRATEGY, GOVERNANCE = "Corporate Director Business Strategy and Support", "Director of Governance and Law"
FAMILIES = "Corporate Director Families and Social Care"
KENT, ESSEX, CIRCULAR = "County Council, 15 December 2011", "role information, 1 February 2013", "circular 4/2012"
COO = "Chief Operating Officer / Head of Paid Service"
DEPUTY = "Deputy Police and Crime Commissioner"
D1, DCS = "Heads of Service graded D1", "Director of Children Services"
DIRECTOR_OF_RESOURCES = "Director of Corporate Resources and Transformation"
SIX_POSTS = [
    "Head of Service: Children's Access",
    "Head of Service: Children in Need",
    "Head of Service: Quality Standards & Practice Improvement",
    "Head of Service: Corporate Parenting",
    "Head of Service: Early Help & Youth Justice",
    "Head of Service: Specialist Learning & Disability and Children & Young Adults with Disabilities",
]
AT_TOP = "top of the range, before on-costs"

PARA_5_1 = [
    ("Chief Executive", 1, 229_400, 0, 0, 229_400),
    (COO, 1, 184_400, 1, 167_500, 16_900),
    ("Strategic Directors", 4, 485_100, 3, 391_700, 93_400),
    ("Enhanced Divisional Directors", 3, 388_200, 0, 0, 388_200),
    ("Divisional Directors", 17, 2_188_400, 15, 1_677_200, 511_200),
    ("City Officer", 0, 0, 2, 90_900, -90_900),
]
PARA_8_1 = [
    ("Head of Paid Service", 123_231, 127_485),
    ("Strategic Director", 110_484, 118_983),
    ("Divisional Director", 76_725, 85_575),
    ("City Officer", 63_945, 68_853),
]


def _leicester(figure: str, printed: Any, where: str, table: str, row: dict[str, Any], column: str) -> Printed:
    return Printed("leicester-2011", figure, printed, where, table, row, column)


LEICESTER = [
    *(
        _leicester(f"{line[0]}, {column}", printed, f"{REPORT}, para 5.1", "StructureCost", {"line": line[0]}, column)
        for line in PARA_5_1
        for column, printed in zip(
            ("posts now", "cost now", "posts proposed", "cost proposed", "saving"), line[1:], strict=True
        )
    ),
    *(
        _leicester(f"{grade}, {end}", printed, f"{REPORT}, para 8.1", "PayRanges", {"grade": grade}, end)
        for grade, bottom, top in PARA_8_1
        for end, printed in (("bottom", bottom), ("top", top))
    ),
    *(
        _leicester(check, stated, where, "FigureChecks", {"check": check}, "stated")
        for check, stated, where in [
            ("Approximately £950K in a full year", 950_000, f"{REPORT}, recommendation"),
            ("The table's total is the £1.1m of the narrative", 1_100_000, "business case, section 6"),
            ("Phase 2 alone saves the £1.1m of the narrative", 1_100_000, "business case, section 6"),
            ("Phases 1 and 2 save £1,325,000", 1_325_000, "business case, section 6"),
            ("The saving passes the budget target of £0.8m", 800_000, REPORT),
            ("The cap covers the new range", 128_000, REPORT),
            ("Protection forgone saves £200K", 200_000, NOTES_28),
        ]
    ),
    _leicester(
        "saving without the Chief Executive", 918_800, "para 5.1, 1,148,200 less 229,400",
        "FigureChecks", {"check": "Approximately £950K in a full year"}, "found",
    ),
    *(
        _leicester(f"{check}: {outcome}", outcome, "para 5.1, narrative", "FigureChecks", {"check": check}, "outcome")
        for check, outcome in [
            ("Approximately £950K in a full year", "does not agree"),
            ("The table's total is the £1.1m of the narrative", "agrees to the rounding stated"),
            ("Phase 2 alone saves the £1.1m of the narrative", "does not agree"),
            ("Phases 1 and 2 save £1,325,000", "does not agree"),
            ("Deleting the Chief Executive's post saves £1m over 4 years", "does not agree"),
            ("An extra divisional director costs £120K", "does not agree"),
        ]
    ),
    _leicester(
        "posts in scope", 26, "business case, 1.2",
        "CountChecks", {"check": "26 posts in scope are the directors' posts"}, "stated",
    ),
    _leicester(
        "directors' posts of the table", 24, f"{REPORT}, para 5.1",
        "CountChecks", {"check": "26 posts in scope are the directors' posts"}, "found",
    ),
    *(
        _leicester(
            f"{group}: outcomes make the review group", found, EQUALITY, "EqualityReconciled",
            {"what must agree": "outcomes and review group", "group": group}, "found",
        )
        for group, found in (("female", 13), ("male", 7), ("all", 20))
    ),
    *(
        _leicester(
            f"{group} of {whom}", share, EQUALITY, "EqualityProfile",
            {"of whom": whom, "group": group, "characteristic": characteristic}, "share",
        )
        for whom, characteristic, group, share in [
            ("population", "sex", "male", 0.482),
            ("population", "sex", "female", 0.518),
            ("workforce", "sex", "male", 0.395),
            ("workforce", "sex", "female", 0.605),
            ("review group", "sex", "male", 0.35),
            ("review group", "sex", "female", 0.65),
            ("population", "ethnicity", "white", 0.639),
            ("workforce", "ethnicity", "black and minority ethnic", 0.231),
            ("workforce", "ethnicity", "not known", 0.211),
            ("review group", "ethnicity", "white", 1),
        ]
    ),
    *(
        _leicester(stage, day, where, "Timetable", {"stage": stage}, column)
        for stage, column, day, where in [
            ("Business case to trade unions", "first day", datetime(2011, 10, 15), "business case 7.1"),
            ("First comments", "last day", datetime(2011, 11, 11), f"{REPORT}, 6.1"),
            ("Further comments", "last day", datetime(2011, 11, 28), f"{REPORT}, 6.4"),
            ("Final meeting and slotting-in list", "first day", datetime(2011, 12, 2), f"{REPORT}, 10.1"),
            ("Slotting-in appeals", "last day", datetime(2011, 12, 9), "business case 7.1"),
            ("Hearings of appeals", "first day", datetime(2011, 12, 15), f"{REPORT}, 10.3"),
            ("Interviews", "first day", datetime(2011, 12, 20), f"{REPORT}, 11.1"),
            ("Interviews", "last day", datetime(2011, 12, 21), f"{REPORT}, 11.1"),
            ("Objections to a proposal to dismiss", "working days", 5, f"{REPORT}, 12.1"),
            ("Launch of the new structure", "first day", datetime(2012, 1, 2), f"{REPORT}, 2.2(iii)"),
        ]
    ),
    _leicester(
        "heads of service", 61_000, REPORT, "ReportingPay", {"post or person": "Heads of service"}, "bottom"
    ),
    _leicester(
        "they lie below City Officer by", 2_945, "£63,945 less £61,000",
        "ReportingPay", {"post or person": "Heads of service"}, "gap",
    ),
    _leicester(
        "project managers, to", 80_000, REPORT, "ReportingPay", {"post or person": "Project managers"}, "top"
    ),
    *(
        _leicester(duty, holder, "appendix F, 4.4", "StatutoryHolders", {"duty": duty}, "holder proposed")
        for duty, holder in [
            ("Head of Paid Service", COO),
            ("Director of Children's Services", "Strategic Director – Education and Children's Services"),
            ("Director of Adult Social Services", "Strategic Director – Adult Social Care, Health & Housing"),
            ("Director of Public Health", "Strategic Director – Adult Social Care, Health & Housing"),
            ("Chief finance officer", "Director – Finance"),
            ("Monitoring Officer", "Head of Standards & City Solicitor"),
            ("Returning Officer", "Director – Delivery, Communications and Political Governance"),
        ]
    ),
    _leicester(
        "monitoring officer now", "Director of Corporate Governance", f"{REPORT}, 9.1",
        "StatutoryHolders", {"duty": "Monitoring Officer"}, "holder now",
    ),
    _leicester("redundancies, up to", 100_000, REPORT, "OneOffCostList", {"item": "Redundancies"}, "amount"),
]  # fmt: skip

HARROW = [
    *(
        Printed(review, "D1, bottom", 91_269, MINUTES, "PayRanges", {"grade": "D1"}, "bottom")
        for review in ("harrow-2022", "harrow-2023")
    ),
    *(
        Printed(review, "D1, top", 107_264, MINUTES, "PayRanges", {"grade": "D1"}, "top")
        for review in ("harrow-2022", "harrow-2023")
    ),
    *(
        Printed(
            "harrow-2022", f"approval needed, {rule}", "yes", where, "ApprovalsNeeded",
            {"what": D1, "rule": rule}, "needed",
        )
        for rule, where in (("Harrow", DELEGATION), ("Harrow minutes 2022", MINUTES))
    ),
    Printed("harrow-2022", "posts", 6, MINUTES, "ApprovalsNeeded", {"rule": "Harrow minutes 2022"}, "posts"),
    *(
        Printed(
            "harrow-2022", f"post {number}: in retrospect", "approved in retrospect", MINUTES, "ApprovalsByPost",
            {"post": f"{post} (post {number} of 6)", "rule": "Harrow"}, "standing",
        )
        for number, post in enumerate(SIX_POSTS, start=1)
    ),
    Printed("harrow-2022", "cost", NOT_KNOWN, "not printed", "StructureCost", {"line": D1},
            "cost proposed"),
    Printed("harrow-2023", "D3, bottom", 127_698, DELEGATION, "PayRanges", {"grade": "D3"}, "bottom"),
    Printed("harrow-2023", "D3, top", 140_652, DELEGATION, "PayRanges", {"grade": "D3"}, "top"),
    *(
        Printed("harrow-2023", f"{line}: {column}", printed, DELEGATION, "ApprovalsByPost",
                {"what": line, "rule": "Harrow"}, column)
        for line, group in ((DCS, "statutory chief officer"), (DIRECTOR_OF_RESOURCES, "other post"))
        for column, printed in (
            ("group", group), ("standing", "to be approved before anybody is appointed"), ("budgeted", "yes"),
        )
    ),
    *(
        Printed("harrow-2023", column, posts, DELEGATION, "StructureCost", {"line": DIRECTOR_OF_RESOURCES}, column)
        for column, posts in (("posts now", 0), ("posts proposed", 1))
    ),
    *(
        Printed(review, "adult social services, for a while", "Corporate Director, People", f"{MINUTES[:-7]}minute 22",
                "StatutoryHolders", {"duty": "Director of Adult Social Services"}, "holder proposed")
        for review in ("harrow-2022", "harrow-2023")
    ),
    Printed("harrow-2023", "saving", NOT_KNOWN, "no saving is named", "StructureCost", {"line": DCS},
            "saving"),
]  # fmt: skip

KENT_2011 = [
    Printed("kent-2011", "Managing Director, with employer's costs", 265_000, f"{KENT}, 8(4)",
            "DeletedPostsPayback", {"post": "Managing Director"}, "annual cost"),
    Printed("kent-2011", "exit cost", NOT_KNOWN, "Personnel Committee, 28 November 2011; not stated",
            "DeletedPostsPayback", {"post": "Managing Director"}, "exit cost"),
    Printed("kent-2011", "saving of the first year", NOT_KNOWN, "not stated",
            "DeletedPostsByYear", {"financial year": "2011-12"}, "net saving"),
    Printed("kent-2011", "saving visible in the second year", 265_000, f"{KENT}, 8(4)",
            "DeletedPostsByYear", {"financial year": "2012-13"}, "net saving"),
    *(
        Printed("kent-2011", f"{line}: {column}", printed, f"{KENT}; pay not published", "CostRanges",
                {"line": line, "state": "proposed"}, column)
        for line in ("Corporate Director Business Strategy and Support", "Corporate Director Customer and Communities",
                     "Corporate Director Human Resources", "Director of Governance and Law",
                     "Director of Education Standards", "Director of Education Planning and Access")
        for column, printed in (("known", "no"), ("at the bottom", NOT_KNOWN), ("at the top", NOT_KNOWN))
    ),
    *(
        Printed("kent-2011", f"{duty}: {column}", printed, where, "StatutoryHolders", {"duty": duty}, column)
        for duty, where, now, proposed, moves in [
            ("Head of Paid Service", "9(3)", "Managing Director", STRATEGY, "yes"),
            ("Returning Officer", "9(4)", "Managing Director", GOVERNANCE, "yes"),
            ("Clerk of the Lieutenancy", "9(7)", "Managing Director", GOVERNANCE, "yes"),
            ("Monitoring Officer", "appendix 2", GOVERNANCE, GOVERNANCE, "no"),
            ("Director of Children's Services", "9(8)", FAMILIES, FAMILIES, "no"),
            ("Director of Adult Social Services", "9(8)", FAMILIES, FAMILIES, "no"),
        ]
        for column, printed in (("holder now", now), ("holder proposed", proposed), ("moves", moves))
    ),
    Printed("kent-2011", "tiers, at most", 5, f"{KENT}, 3(1)(d)",
            "CountChecks", {"check": "The structure has five tiers or fewer"}, "stated"),
    Printed("kent-2011", "tiers of the structure", "not checkable", "not printed",
            "CountChecks", {"check": "The structure has five tiers or fewer"}, "outcome"),
    Printed("kent-2011", "limit of a role's change", "over 25%", f"{KENT}, 3(3)",
            "RunLog", {"item": "role-change policy Kent"}, "value"),
]  # fmt: skip

ESSEX_2013 = [
    *(
        Printed("essex-2013", column, printed, ESSEX, "TermCosts", {"post": DEPUTY}, column)
        for column, printed in (
            ("bottom", 50_000), ("top", 60_000), ("salary", NOT_KNOWN), ("starts on", "not stated"),
            ("ends on", "with the commissioner's own term"), ("cost at top", NOT_KNOWN),
        )
    ),
    Printed("essex-2013", "no points", "no points", ESSEX, "PayRanges", {"grade": "DPCC"}, "points"),
    Printed("essex-2013", "midpoint", 55_000, ESSEX, "PayRanges", {"grade": "DPCC"}, "midpoint"),
    Printed("essex-2013", "office budget", 1_150_000, ESSEX, "BudgetShares", {"basis": "budget"}, "amount"),
    Printed("essex-2013", "force budget", 271_700_000, ESSEX, "BudgetShares", {"basis": "budget"}, "budget amount"),
    Printed("essex-2013", "staff", 8, ESSEX, "BudgetShares", {"basis": AT_TOP, "budget": "Office"}, "staff"),
    Printed("essex-2013", "top of the range of the office budget, 5.22%", 0.0522, ESSEX, "BudgetShares",
            {"basis": AT_TOP, "budget": "Office"}, "share"),
    Printed("essex-2013", "office of the force budget, 0.423%", 0.0042, ESSEX, "BudgetShares", {"basis": "budget"},
            "share"),
    *(
        Printed("essex-2013", item, "not answered", ESSEX, "TermChecklist", {"item": item}, "outcome")
        for item in ("UK or EU citizen, or Home Office approval for indefinite leave to remain", "CRB check in order",
                     "age of 18 attained on the day of the appointment",
                     "disqualified under section 65(1), other than paragraph (e)(ii)",
                     "disqualified under section 66(1), (3)(a)(iii) or (iv), (3)(c) or (3)(d)",
                     "convicted of any 'imprisonable' offence")
    ),
]  # fmt: skip

PROBATION_2012 = [
    *(
        Printed("probation-2012", f"{section}: {column}", number, CIRCULAR, "JobMissing", {"section": section},
                column)
        for section, questions, missing in [
            ("purpose", 1, 0), ("dimensions", 10, 10), ("principal accountabilities", 2, 1),
            ("knowledge, skills and experience", 2, 0), ("organisation", 2, 2), ("job context", 3, 3),
            ("additional information", 5, 5),
        ]
        for column, number in (("questions", questions), ("missing", missing))
    ),
    *(
        Printed("probation-2012", column, NOT_KNOWN, "no numbers printed", "JobSizes", {"job": "Chief executive"},
                column)
        for column in ("know-how", "problem solving", "accountability", "total", "Hay grade")
    ),
    Printed("probation-2012", "forms by the end of December 2012", "up to 2012-12-31", CIRCULAR, "RunLog",
            {"item": "date of form, SCCOG 4/2012"}, "value"),
    Printed("probation-2012", "panels in January 2013", "2013-01-01 to 2013-01-31", CIRCULAR, "RunLog",
            {"item": "date of panel, SCCOG 4/2012"}, "value"),
]  # fmt: skip

PRINTED = [*LEICESTER, *HARROW, *KENT_2011, *ESSEX_2013, *PROBATION_2012]
