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
KENT, ESSEX, CIRCULAR = "County Council, 15 December 2011", "role information, 1 February 2013", "circular 4/2012"
COO = "Chief Operating Officer / Head of Paid Service"
DEPUTY = "Deputy Police and Crime Commissioner"
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
            ("Phase 2 saves £1.1m", 1_100_000, "business case, section 6"),
            ("Phases 1 and 2 save £1,325,000", 1_325_000, "business case, section 6"),
            ("The saving passes the budget target of £0.8m", 800_000, REPORT),
            ("The cap covers the new range", 128_000, REPORT),
            ("Protection forgone saves £200K", 200_000, "notes of 15 November 2011"),
        ]
    ),
    _leicester(
        "saving without the Chief Executive", 918_800, "para 5.1, 1,148,200 less 229,400",
        "FigureChecks", {"check": "Approximately £950K in a full year"}, "found",
    ),
    _leicester(
        "it does not agree with £950K", "does not agree", "para 5.1 and recommendation",
        "FigureChecks", {"check": "Approximately £950K in a full year"}, "outcome",
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
            ("Slotting-in list", "first day", datetime(2011, 12, 2), NOTES_28),
            ("Appeals", "last day", datetime(2011, 12, 9), NOTES_28),
            ("Hearings of appeals", "first day", datetime(2011, 12, 15), NOTES_28),
            ("Interviews", "first day", datetime(2011, 12, 20), NOTES_28),
            ("Interviews", "last day", datetime(2011, 12, 21), NOTES_28),
            ("Objection of the executive", "working days", 5, "minutes"),
            ("Launch", "first day", datetime(2012, 1, 2), REPORT),
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
            {"what": "Director (D1)", "rule": rule}, "needed",
        )
        for rule, where in (("Harrow", DELEGATION), ("Harrow minutes 2022", MINUTES))
    ),
    Printed("harrow-2022", "posts", 6, MINUTES, "ApprovalsNeeded", {"rule": "Harrow minutes 2022"}, "posts"),
    *(
        Printed(
            "harrow-2022", f"post {number}: in retrospect", "approved in retrospect", MINUTES, "ApprovalsByPost",
            {"post": f"D1 post {number} (post {number} of 6)", "rule": "Harrow"}, "standing",
        )
        for number in range(1, 7)
    ),
    Printed("harrow-2022", "cost", NOT_KNOWN, "not printed", "StructureCost", {"line": "Director (D1)"},
            "cost proposed"),
    Printed("harrow-2023", "D3, bottom", 127_698, DELEGATION, "PayRanges", {"grade": "D3"}, "bottom"),
    Printed("harrow-2023", "D3, top", 140_652, DELEGATION, "PayRanges", {"grade": "D3"}, "top"),
    *(
        Printed("harrow-2023", f"{line}: {column}", printed, DELEGATION, "ApprovalsByPost",
                {"what": line, "rule": "Harrow"}, column)
        for line, group in (("Director (D3), statutory", "statutory chief officer"), ("Director (D3)", "other post"))
        for column, printed in (
            ("group", group), ("standing", "to be approved before anybody is appointed"), ("budgeted", "yes"),
        )
    ),
    Printed("harrow-2023", "saving", NOT_KNOWN, "no saving is named", "StructureCost", {"line": "Director (D3)"},
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
        for line in ("Post at KR17", "Post at KR18", "Post at KR19", "Post at KR20",
                     "Posts at KR17 (subject to evaluation)")
        for column, printed in (("known", "no"), ("at the bottom", NOT_KNOWN), ("at the top", NOT_KNOWN))
    ),
    Printed("kent-2011", "posts subject to evaluation", 2, f"{KENT}, job descriptions", "CostRanges",
            {"grade": "KR17 (subject to evaluation)", "state": "proposed"}, "posts"),
    *(
        Printed("kent-2011", f"{duty}: {column}", printed, KENT, "StatutoryHolders", {"duty": duty}, column)
        for duty in ("Head of Paid Service", "Returning Officer")
        for column, printed in (("moves", "yes"), ("holders now", 1), ("holder proposed", "not stated"))
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
            ("ends on", "not stated"), ("cost at top", NOT_KNOWN),
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
        Printed("essex-2013", check, "agrees", ESSEX, "FigureChecks", {"check": check}, "outcome")
        for check in ("The range reaches the band of disclosure",
                      "The range stays below the pay at which a holder is named")
    ),
    *(
        Printed("essex-2013", item, "not answered", ESSEX, "TermChecklist", {"item": item}, "outcome")
        for item in ("aged 18 or over on the day of appointment", "disqualified under section 65",
                     "disqualified under section 66", "convicted of an offence that disqualifies")
    ),
]  # fmt: skip

PROBATION_2012 = [
    *(
        Printed("probation-2012", f"{section}: {column}", questions, CIRCULAR, "JobMissing", {"section": section},
                column)
        for section, questions in [
            ("purpose", 1), ("dimensions", 10), ("principal accountabilities", 1),
            ("knowledge, skills and experience", 1), ("organisation", 1), ("context", 1), ("additional information", 1),
        ]
        for column in ("questions", "missing")
    ),
    *(
        Printed("probation-2012", column, NOT_KNOWN, "no numbers printed", "JobSizes", {"job": "Chief executive"},
                column)
        for column in ("know-how", "problem solving", "accountability", "total", "Hay grade")
    ),
    Printed("probation-2012", "forms by the end of December 2012", "up to 2012-12-31", CIRCULAR, "RunLog",
            {"item": "date of form, SCCOG 2012"}, "value"),
    Printed("probation-2012", "panels in January 2013", "2013-01-01 to 2013-01-31", CIRCULAR, "RunLog",
            {"item": "date of panel, SCCOG 2012"}, "value"),
]  # fmt: skip

PRINTED = [*LEICESTER, *HARROW, *KENT_2011, *ESSEX_2013, *PROBATION_2012]
