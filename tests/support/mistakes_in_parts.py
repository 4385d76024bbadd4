"""Mistakes that a person makes in the tables of a review, each as what it does to the review of test_references."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["MISTAKES_IN_TABLES", "Change", "cell", "put", "setting"]

Change = Callable[[dict[str, Any]], None]


def cell(table: str, column: str, value: Any, row: int = 0) -> Change:
    """A cell that holds something else; nothing at all for None."""

    def change(tables: dict[str, Any]) -> None:
        tables[table][row][column] = value

    return change


def setting(name: str, value: Any) -> Change:
    """A setting that is something else."""

    def change(tables: dict[str, Any]) -> None:
        tables["Settings"][name] = value

    return change


def again(table: str, row: int = 0, **values: Any) -> Change:
    """A row that stands a second time; underlines in names stand for spaces."""

    def change(tables: dict[str, Any]) -> None:
        more = {name.replace("_", " "): value for name, value in values.items()}
        tables[table].append({**tables[table][row], **more})

    return change


def put(table: str, /, **values: Any) -> Change:
    """A row more."""

    def change(tables: dict[str, Any]) -> None:
        row = {name.replace("_", " "): value for name, value in values.items()}
        tables[table] = [*tables.get(table, []), row]

    return change


def emptied(table: str) -> Change:
    """A table whose rows were all deleted."""

    def change(tables: dict[str, Any]) -> None:
        tables[table] = []

    return change


def both(*changes: Change) -> Change:
    """Two mistakes at once."""

    def change(tables: dict[str, Any]) -> None:
        for each in changes:
            each(tables)

    return change


RULE = {
    "rule": "Own", "measure": "package", "tested at": "actual", "comparison": "over", "threshold": 100_000,
    "approving body": "Council", "effective from": "01/04/2010",
}  # fmt: skip


def rule(**values: Any) -> Change:
    """An approval rule with something else in it."""
    return put("ApprovalRules", **{**RULE, **{name.replace("_", " "): value for name, value in values.items()}})


MISTAKES_IN_TABLES: Mapping[str, tuple[Change, str, str]] = {
    # what is done; the table it is told of, or "noted" where it is beside the answers; the words
    "spine without a name": (cell("Spines", "spine", None), "Spines", "is empty: it must be filled in"),
    "point in words": (cell("Spines", "salary", "about 21,000"), "Spines", "give a number"),
    "salary of a point in pence": (cell("Spines", "salary", 2_100_000), "Spines", "slip of the keyboard"),
    "point twice on a day": (again("Spines"), "Spines", "is already in row 1: delete one of the two rows"),
    "points out of order": (cell("Spines", "salary", 28_000), "Grades", "put the points in order"),
    "point that takes effect nowhere": (cell("Spines", "effective from", "31/02/2011"), "Spines", "the date"),
    "grade twice": (again("Grades"), "Grades", "is already in row 1: delete one of the two rows"),
    "grade with points and salaries": (cell("Grades", "bottom salary", 20_000), "Grades", "give one or the other"),
    "grade without a top point": (cell("Grades", "top point", None), "Grades", "give both points"),
    "grade upside down": (
        both(cell("Grades", "bottom point", "P3"), cell("Grades", "top point", "P1")), "Grades", "swap them",
    ),
    "grade without a range": (put("Grades", grade="Clerk"), "Grades", "has no pay range: give a spine and points"),
    "grade with one salary": (put("Grades", grade="Clerk", bottom_salary=20_000), "Grades", "needs a bottom salary"),
    "order in words": (cell("Grades", "order", "first"), "Grades", "'first' is not a whole number"),
    "provisional maybe": (cell("Grades", "provisional", "maybe"), "Grades", "yes or no"),
    "profile twice": (again("OnCosts"), "OnCosts", "is already in row 1"),
    "pension rate of 120%": (cell("OnCosts", "pension rate", "120%"), "OnCosts", "no rate over 100% is read"),
    "pension rate empty": (cell("OnCosts", "pension rate", None), "OnCosts", "is empty: it must be filled in"),
    "pension rate of 2%": (cell("OnCosts", "pension rate", "2%"), "noted", "outside the 5% to 45%"),
    "scheme of initials": (
        cell("OnCosts", "pension scheme", "PPS", row=1), "OnCosts", "did you mean 'Police Pension Scheme'?",
    ),
    "state in another word": (cell("Structure", "state", "future", row=1), "Structure", "did you mean 'proposed'?"),
    "line twice": (again("Structure"), "Structure", "the line 'Desk, now' is already in row 1"),
    "posts below nothing": (cell("Structure", "posts", -1), "Structure", "is out of range"),
    "posts empty": (cell("Structure", "posts", None), "Structure", "is empty: it must be filled in"),
    "FTE of 37 hours": (cell("Structure", "FTE each", 37), "Structure", "If these are hours a week of 37"),
    "neither grade nor cost": (cell("Structure", "grade", None), "Structure", "give a grade or a stated cost"),
    "funded until, without a share": (
        cell("Structure", "externally funded until", "01/05/2012"), "Structure", "give the external share",
    ),
    "stated cost of a month": (cell("Structure", "stated cost", 4_000, row=1), "noted", "is less than half of"),
    "total row in Structure": (again("Structure", line="Total"), "Structure", "'Total' is what a total is called"),
    "person twice": (again("People"), "People", "the person 'Anne' is already in row 1"),
    "salary empty": (cell("People", "salary now", None), "People", "is empty: it must be filled in"),
    "salary a month": (cell("People", "salary now", 1_900), "noted", "it looks like monthly pay: £22,800.00 a year"),
    "salary a week": (cell("People", "salary now", 430), "People", "looks like a slip of the keyboard"),
    "salary of four weeks": (cell("People", "salary now", 1_700), "noted", "four-weekly pay: £22,100.00 a year"),
    "salary with a nought too many": (cell("People", "salary now", 230_000), "noted", "a digit too many: £23,000.00"),
    "salary with a nought too few": (cell("People", "salary now", 2_200), "noted", "a digit too few: £22,000.00"),
    "salary of another point": (cell("People", "salary now", 26_000), "noted", "looks like point P6 of spine Ladder"),
    "salary with digits swapped": (
        cell("People", "salary now", 32_000), "noted", "two digits in the wrong order: £23,000.00 is point P3",
    ),
    "salary of the time worked": (
        both(cell("People", "salary now", 11_500), cell("People", "FTE", 0.5)),
        "noted", "pay for the time worked: £23,000.00 full-time",
    ),
    "name for a reference": (again("People", person="Jane Smith"), "noted", "looks like a name for a reference"),
    "share of 750%": (cell("People", "share of current job in the new", 7.5), "People", "a share of 750% is not"),
    "leaving day before the start": (cell("People", "leaves on", "31/01/2012"), "noted", "1 person leaves before"),
    "start in the grade left empty": (setting("increments", "anniversary"), "People", "give the day"),
    "waived perhaps": (cell("People", "protection waived", "perhaps"), "People", "yes or no"),
    "pay element without an amount": (cell("Package", "amount a year", None), "Package", "must be filled in"),
    "pay element that counts or not": (cell("Package", "counts towards approval", ""), "Package", "must be filled in"),
    "rule of another measure": (rule(measure="salary"), "ApprovalRules", "did you mean 'base salary'?"),
    "rule with a threshold in words": (rule(threshold="100k"), "ApprovalRules", "the amount is '100k'"),
    "rule with a threshold of 100": (rule(threshold=100), "noted", "is £100,000 meant?"),
    "rule that comes into force later": (rule(effective_from="01/04/2013"), "noted", "nothing is tested against it"),
    "rule twice": (both(rule(), rule()), "ApprovalRules", "the rule 'Own, 1 April 2010' is already in row 1"),
    "award without an amount": (put("PayAwards", effective_from="01/04/2012"), "PayAwards", "say what the award is"),
    "award of 2 for 2%": (put("PayAwards", effective_from="01/04/2012", percent=2), "PayAwards", "write 2% or 0.02"),
    "award of 0.02%": (put("PayAwards", effective_from="01/04/2012", percent="0.02%"), "noted", "is 2% meant?"),
    "award before the start": (put("PayAwards", effective_from="01/04/2011", percent="1%"), "noted", "before the"),
    "award of the fourth of January": (
        put("PayAwards", effective_from="04/01/2013", percent="1%"), "noted", "does not take effect on the first of a",
    ),
    "award for salaries up to 50": (
        put("PayAwards", effective_from="01/04/2012", percent="1%", salaries_up_to=50), "noted", "which nobody has",
    ),
    "rule that every post reaches": (rule(threshold=10_000), "noted", "which every full-time post reaches"),
    "FTE of a twentieth": (cell("People", "FTE", 0.05), "noted", "1 person has an FTE below 0.1 (table People, row 1)"),
    "FTE of a line of a twentieth": (
        cell("Structure", "FTE each", 0.05, row=1), "noted", "1 line has an FTE below 0.1 (table Structure, row 2)",
    ),
    "fewer posts than people": (
        cell("Structure", "posts", 1), "noted", "Desk (now): 2 people with 2 FTE for 1 post, whose cost alone is",
    ),
    "no posts for people": (cell("Structure", "posts", 0), "noted", "Desk (now): 2 people with 2 FTE for 0 posts"),
    "external share of one state": (
        both(
            cell("Structure", "external share", "80%"),
            put("Structure", line="Desk", state="proposed", grade="Officer", posts=2),
        ),
        "noted", "Desk: the external share is 80% now and 0% as proposed, which moves the saving",
    ),
    "element of a person and of the line": (
        put(
            "Package", line_or_person="Counter", element="fee", amount_a_year=100, counts_towards_approval="yes",
            costed_as="not costed",
        ),
        "noted", "'fee' of Anne is also in row 2 for the line Counter, and both are counted",
    ),
    "order of grades that is not that of their pay": (
        cell("Grades", "order", 3), "noted", "Grade Manager has the order 2, below Officer with 3",
    ),
    "point of a later year": (
        cell("Spines", "effective from", "01/04/2012", row=1), "noted",
        "Spine Ladder: point P2 (table Spines, row 2) has a salary only from 1 April 2012, after the start",
    ),
    "role nearly that of the law": (
        cell("Structure", "statutory role", "Monitoring Oficer", row=1), "noted",
        "The statutory role 'Monitoring Oficer' (table Structure, row 2) is spelt nearly like 'Monitoring Officer'",
    ),
    "cost paid before the start": (
        cell("OneOffCosts", "paid on", "01/02/2012"), "noted", "'fee' is paid on 1 February 2012, before the start",
    ),
    "duty spelt in another way": (
        cell("StatutoryDuties", "duty", "Returning Oficer"), "noted", "is spelt nearly like 'Returning Officer'",
    ),
    "holder spelt in two ways": (
        cell("StatutoryDuties", "post now", "Clark"), "noted", "'Clark' holds it now and 'Clerk' as proposed",
    ),
    "pay of a month of those who report": (
        both(
            cell("ReportingLines", "post or person", "Porter"), cell("ReportingLines", "bottom salary", 2_000),
            cell("ReportingLines", "top salary", 3_000),
        ),
        "noted", "£2,000.00 is low for a full-time year: if it is by month, write £24,000.00",
    ),
    "rates for points that are added": (
        both(cell("Sensitivity", "low", "19%"), cell("Sensitivity", "high", "21%")),
        "noted", "pension rate: +19% to +21% is added to the rate, and both ends are on one side of it",
    ),
    "discount rate twice": (
        both(
            put("Assumptions", assumption="discount rate", value="3.5%"),
            put("Assumptions", assumption="discount rate", value="3%"),
        ),
        "Assumptions", "the discount rate is already in row 1",
    ),
    "risk of another word": (
        put("Assumptions", assumption="turnover", risk="severe"), "Assumptions", "'severe' is not one of the choices",
    ),
    "price base of one year": (setting("price base", "2011"), "Settings", "write two years that follow each other"),
    "protection for ever": (setting("protection months", 999), "Settings", "give at most 600"),
    "tapered without shares": (setting("protection form", "tapered"), "Settings", "give the setting"),
    "slotting rule misspelt": (setting("slotting rule", "neerest"), "Settings", "did you mean 'nearest'?"),
    "horizon of no years": (setting("horizon", 0), "Settings", "horizon"),
    "more appointments than posts": (
        both(*(again("Appointments", post=f"post {n}") for n in (2, 3))), "Appointments", "this row is one more",
    ),
    "interim before the first day": (
        both(cell("Appointments", "appointed on", "01/05/2012"),
             cell("Appointments", "interim or acting until", "01/04/2012")),
        "Appointments", "lies before the first day",
    ),
    "two least gaps for all grades": (
        both(cell("TierRules", "lower grade", ""), put("TierRules", least_gap="2%")),
        "TierRules", "is empty, for every grade, and so is row 1",
    ),
    "salaries of a post swapped": (
        both(cell("ReportingLines", "bottom salary", 30_000), cell("ReportingLines", "top salary", 20_000)),
        "ReportingLines", "swap them",
    ),
    "provisional salaries swapped": (
        both(cell("ProvisionalGrades", "lowest salary", 30_000), cell("ProvisionalGrades", "highest salary", 20_000)),
        "ProvisionalGrades", "is above the highest salary: swap them",
    ),
    "provisional grade of no line": (
        both(cell("ProvisionalGrades", "grade", "Clerk"),
             put("Grades", grade="Clerk", bottom_salary=20_000, top_salary=21_000)),
        "ProvisionalGrades", "no line of the structure has the grade 'Clerk'",
    ),
    "count without a count": (cell("EqualityCounts", "people", None), "EqualityCounts", "give one of them"),
    "count of 2.5 people": (cell("EqualityCounts", "people", 2.5), "EqualityCounts", "whole number"),
    "count twice": (again("EqualityCounts"), "EqualityCounts", "the same count"),
    "figure with no name": (cell("PaperFigures", "figure", ""), "PaperFigures", "must be filled in"),
    "check with two stated figures": (cell("FigureTerms", "role", "is", row=1), "FigureTerms", "in row 1: delete"),
    "know-how that is no step": (cell("JobScores", "know-how", 461), "JobScores", "461"),
    "redundancy without the age": (
        both(cell("OneOffCosts", "kind", "redundancy statutory"), cell("OneOffCosts", "amount", None),
             cell("OneOffCosts", "full years", 3), cell("OneOffCosts", "week's pay", 400)),
        "OneOffCosts", "statutory redundancy needs the age",
    ),
    "cost paid in another century": (cell("OneOffCosts", "paid on", "01/04/2112"), "OneOffCosts", "2112"),
    "recurring gap above the gap": (
        both(cell("PayGapRules", "gap", "3%"), cell("PayGapRules", "recurring gap", "5%")), "PayGapRules", "give less",
    ),
    "median above the highest": (cell("PayMultiples", "median", 200_000), "PayMultiples", "above the highest"),
    "multiple of a year twice": (again("PayMultiples"), "PayMultiples", "is already in row 1"),
    "rounds without a policy": (emptied("PlacementRules"), "PlacementRules", "has no row, and table"),
    "appeal without a change": (cell("Placements", "decision", "appeal upheld"), "Placements", "give what it changed"),
    "role that does not add up": (
        put("Duties", post="Clerk", duty="post", share_now="60%", share_new="100%"), "Duties", "Clerk",
    ),
    "scenario to a word": (cell("Scenarios", "value", "many"), "Scenarios", "is not a whole number"),
    "sensitivity the wrong way round": (
        both(cell("Sensitivity", "low", "1%"), cell("Sensitivity", "high", "-1%")), "Sensitivity", "is below low",
    ),
    "draw from 5% to 1%": (
        both(cell("Distributions", "low", "5%"), cell("Distributions", "high", "1%")), "Distributions", "is below low",
    ),
    "deleted post that costs nothing": (
        put("DeletedPosts", post="Clerk", annual_cost=0, last_day="31/03/2012"), "DeletedPosts", "is £0",
    ),
    "exit paid on a day, of nothing": (
        put("DeletedPosts", post="Clerk", annual_cost=1, last_day="31/03/2012", exit_cost_paid_on="31/03/2012"),
        "DeletedPosts", "give the amount, or take the day out",
    ),
    "stage that ends before it starts": (cell("Stages", "ends on", "29/02/2012"), "Stages", "put them in order"),
    "stage of too many days": (
        both(cell("Stages", "ends on", "08/03/2012"), cell("Stages", "working days", 4)), "Stages", "are 6, not 4",
    ),
    "hours of nobody's week": (cell("WorkingWeeks", "hours a week", 40), "WorkingWeeks", "are more than the 37"),
    "weeks that are neither given": (cell("WorkingWeeks", "weeks a year", None), "WorkingWeeks", "give one of them"),
    "no hours of a full-time week": (cell("WageFloors", "full-time hours", 0), "WageFloors", "give more than 0"),
    "floor by its other name": (cell("WageFloors", "floor", "NLW"), "WageFloors", "did you mean 'statutory'?"),
    "gaps that are not kept": (cell("WageFloors", "gaps up to salary", 24_000), "WageFloors", "no gaps are kept"),
    "salary given up whole": (cell("WageFloors", "salary sacrifice", 23_000), "WageFloors", "is a whole salary"),
    "arrears paid before they are due": (
        cell("LateAwards", "paid on", "31/03/2025"), "LateAwards", "is before it is due from 1 April 2025",
    ),
    "arrears of no month": (cell("LateAwards", "paid on", "30/04/2025"), "LateAwards", "so that no month is owed"),
    "award of no spine": (cell("LateAwards", "spine", None), "LateAwards", "say what the award is"),
    "award of a day without salaries": (
        cell("LateAwards", "effective from", "01/05/2025"), "LateAwards", "take effect on 1 May 2025",
    ),
    "point that has changed": (
        cell("ArrearsPeople", "point when paid", 21), "ArrearsPeople", "has changed from point 20 to point 21",
    ),
    "hours that have changed": (
        cell("ArrearsPeople", "FTE when paid", 0.5), "ArrearsPeople", "has changed from 1 to 1/2",
    ),
    "left before the award": (
        cell("ArrearsPeople", "left on", "31/03/2025"), "ArrearsPeople", "is before the first day for which",
    ),
    "pension of pay paid late that nobody gave": (
        cell("ArrearsPeople", "pension on arrears", None), "ArrearsPeople", "ask the pension fund which rate it takes",
    ),
    "strain outside the fund's factors": (
        cell("Exits", "age", 64), "Exits", "the fund's factors are for ages 55 to 56, and Anne is 64",
    ),
    "factor of nothing": (cell("StrainFactors", "factor", 0), "StrainFactors", "give the factor above 0"),
    "factor twice for an age": (cell("StrainFactors", "age", 56), "StrainFactors", "is already in row"),
    "strain both ways": (cell("Exits", "strain stated", 5_000), "Exits", "empty one"),
    "service before birth": (cell("Exits", "full years", 45), "Exits", "45 years of service at age 56"),
    "exit of no week's pay": (cell("Exits", "week's pay", 0), "Exits", "is £0"),
    "exit policy that compares with nothing": (
        cell("ExitPolicies", "comparison", "above"), "ExitPolicies", "is not one of the choices",
    ),
    "pay gap of Wales": (
        cell("PayGapReport", "regulations", "public bodies in Wales"), "PayGapReport", "are not covered",
    ),
    "snapshot date of a year": (
        cell("PayGapReport", "snapshot date", "01/04/2026"), "PayGapReport", "give 31 March 2026",
    ),
    "pay period of four weeks and a bit": (
        cell("PayGapPeriods", "last day", "28/03/2026"), "PayGapPeriods", "Give the days of a whole pay period",
    ),
    "pay of half a month": (
        cell("PayGapPay", "paid from", "16/03/2026"), "PayGapPay", "which is not the full pay period",
    ),
    "sex of another word": (cell("PayGapPay", "sex", "lady"), "PayGapPay", "neither men nor women"),
    "no hours for hourly pay": (cell("PayGapPay", "weekly hours", None), "PayGapPay", "has no hourly rate without it"),
    "arrears of more than all": (
        cell("PayGapPay", "of other periods", 2_500), "PayGapPay", "is more than the ordinary pay",
    ),
    "bonus without a date": (cell("PayGapBonuses", "paid on", None), "PayGapBonuses", "give the day"),
    "bonus of half a pay period": (cell("PayGapBonuses", "pay periods", 0.5), "PayGapBonuses", "are not possible"),
    "bonus of nothing": (cell("PayGapBonuses", "amount", 0), "PayGapBonuses", "is £0: give what was paid"),
    "bands without points": (
        both(cell("EqualPayRules", "points a band", 50), cell("EqualPayPeople", "points", None)),
        "EqualPayRules", "nobody's points are",
    ),
    "band of no width": (cell("EqualPayRules", "points a band", 0), "EqualPayRules", "give 1 or more"),
    "week of 400 hours": (cell("EqualPayRules", "full-time hours", 400), "EqualPayRules", "are not possible"),
    "notes of a body that there is not": (
        cell("AccountsNotes", "kind of body", "county"), "AccountsNotes", "is not one of the choices",
    ),
    "ratios by no method": (cell("AccountsNotes", "percentile method", None), "AccountsNotes", "give nearest rank"),
    "notes of two years": (
        again("AccountsNotes", financial_year="2025-26"), "AccountsNotes", "is a second row",
    ),
    "brackets before the Regulations": (
        cell("AccountsNotes", "financial year", "2013-14"), "AccountsNotes", "is known from 1 April 2015 only",
    ),
    "a name that nobody asks for": (
        cell("SeniorPosts", "name to print", "B. Invented"), "SeniorPosts", "with a salary from £150,000.00 are named",
    ),
    "severance as a bonus": (
        put("ElementColumns", element="severance", column="bonus"), "ElementColumns", "its column is 'loss of office'",
    ),
    "exit agreed after leaving": (cell("ExitKinds", "agreed in", "2027-28"), "ExitKinds", "is after 2026-27"),
    "bands with a gap": (cell("ExitBands", "over", 60_000, row=1), "ExitBands", "this leaves a gap"),
    "bands that overlap": (cell("ExitBands", "over", 40_000, row=1), "ExitBands", "this leaves an overlap"),
    "bands that begin above nothing": (cell("ExitBands", "over", 10_000), "ExitBands", "the first band begins at £0"),
    "other staff without pay": (cell("OtherStaff", "full-time pay", None), "OtherStaff", "must be filled in"),
    "other staff of nobody": (cell("OtherStaff", "number", 0), "OtherStaff", "give how many people"),
    "last year's ratio of nothing": (cell("NotesLastYear", "item", "mediam"), "NotesLastYear", "mean 'median'?"),
    "last year's ratio with an amount": (cell("NotesLastYear", "amount", 5), "NotesLastYear", "has none: empty it"),
    "senior pay before the policy": (
        cell("SeniorPayCases", "takes effect", "01/04/2012"), "SeniorPayCases", "is known from 8 April 2013 only",
    ),
    "package before of nothing": (cell("SeniorPayCases", "package before", 0), "SeniorPayCases", "is £0"),
    "shares that do not add up": (cell("CostAllocations", "share", "90%"), "CostAllocations", "must add up to 100%"),
    "cost of no fund": (cell("CostCentres", "fund", None), "CostAllocations", "such as General Fund"),
    "cost of both states and of one": (
        put("CostAllocations", line_or_person="Anne", cost_centre="Counter services"),
        "CostAllocations", "write the state",
    ),
    "lines that fall nowhere": (cell("CostAllocations", "state", "now"), "CostAllocations", "(proposed) falls"),
    "code of salaries": (cell("SubjectiveCodes", "component", "salary"), "SubjectiveCodes", "mean 'basic pay'?"),
    "vacancies twice": (cell("CostCentres", "vacancy sum", 100), "CostCentres", "empty one of the two"),
    "budget below nothing": (cell("ApprovedBudget", "amount", -1), "ApprovedBudget", "a cost is above it"),
    "the same post twice in payroll": (again("Payroll"), "Payroll", "delete one of the two"),
    "payroll periods that overlap": (
        again("Payroll", paid_from="01/03/2012", paid_to="31/03/2012", cost_to_date=2_600), "Payroll", "overlap",
    ),
    "payroll of nobody's salary": (cell("Payroll", "salary", None), "Payroll", "write agency"),
    "payroll of net pay": (cell("Payroll", "cost to date", 18_000), "Payroll", "looks like net pay"),
    "payroll of no whole month": (cell("Payroll", "paid to", "30/03/2012"), "Payroll", "the last day of a month"),
    "pay line that is wavy": (
        cell("PayStructureTerms", "pay line", "wavy"), "PayStructureTerms", "is not one of the choices",
    ),
    "points outside the scheme": (cell("JobPoints", "points", 2_000), "JobPoints", "lie outside NJC"),
    "grades with a gap between": (
        cell("CandidateGrades", "points from", 331, row=1), "CandidateGrades", "321 to 330 would have no grade",
    ),
    "search for the cheapest": (
        cell("BoundarySearches", "aim", "cheapest"), "BoundarySearches", "is not one of the choices",
    ),
    "equal pay of one person twice": (again("EqualPayPeople", points=310), "EqualPayPeople", "is already in row 1"),
    "stage that follows itself": (cell("StageRules", "follows", "launch", row=1), "StageRules", "follow itself"),
    "duty held by nobody known": (
        put("StatutoryDuties", duty="Monitoring Officer", post_now="Deskk", post_proposed="not stated"),
        "noted", "is not a line of the structure; did you mean 'Desk'?",
    ),
    "statement of a table that there is not": (
        put("PaperStatements", statement="posts", printed="2", place="4.1", table="Strcture", row="Desk",
            column="posts"),
        "PaperStatements", "is not a table of a review; did you mean 'Structure'?",
    ),
    "statement that nothing answers": (
        put("PaperStatements", statement="posts", printed="2", place="4.1"),
        "PaperStatements", "say why none does",
    ),
    "job without a name": (put("JobForms", job=""), "JobForms", "is empty: it must be filled in"),
    "job twice": (again("JobForms"), "JobForms", "the job 'Treasurer' is already in row 1"),
    "question twice": (again("JobQuestions"), "JobQuestions", "is already in row 1"),
    "staff below nothing": (cell("JobStaff", "FTE", -2), "JobStaff", "FTE"),
    "Hay grades that do not rise": (
        both(put("HayGrades", Hay_grade="A", points_from=300), put("HayGrades", Hay_grade="B", points_from=200)),
        "HayGrades", "the grade table does not rise",
    ),
    "characteristic twice": (again("Characteristics"), "Characteristics", "is already in row 1"),
    "least gap of 150%": (cell("TierRules", "least gap", "150%"), "TierRules", "no rate over 100% is read"),
    "two role-change policies": (again("RoleChangePolicy", policy="Own"), "RoleChangePolicy", "delete the other rows"),
    "spine misspelt in one row": (
        put("Spines", spine="Laddder", point="P7", salary=27_000, effective_from="01/04/2011"),
        "noted", "has 'Ladder' and 'Laddder' (row 7), which are two: is one of them misspelt?",
    ),
    "line misspelt in one state": (
        put("Structure", line="Desks", state="proposed", grade="Officer", posts=1),
        "noted", "has 'Desk' and 'Desks' (row 3)",
    ),
    "pot misspelt": (
        both(cell("OneOffCosts", "pot", "Reserve"), again("OneOffCosts", item="other fee", pot="Resreve")),
        "noted", "has 'Reserve' and 'Resreve' (row 2)",
    ),
    "round misspelt": (
        put("Placements", round="apeals", person="Bert", line="Counter", decision="appeal dismissed"),
        "noted", "has 'appeals' and 'apeals' (row 2)",
    ),
    "scenario misspelt": (
        put("Scenarios", scenario="Longr", what_is_changed="horizon", value=6),
        "noted", "has 'Longer' and 'Longr' (row 2)",
    ),
    "salary in thousands": (cell("People", "salary now", "£23.5k"), "People", "did you mean £23,500?"),
    "salary with words": (cell("People", "salary now", "£22,000 pa"), "People", "give a number"),
    "salary of a range": (cell("People", "salary now", "21,000 - 23,000"), "People", "'21,000 - 23,000'"),
    "FTE in words": (cell("People", "FTE", "half"), "People", "give a number"),
    "FTE of a whole percentage": (cell("People", "FTE", 100), "People", "write 100"),
    "leaving day of another century": (cell("People", "leaves on", "01/03/2102"), "noted", "90 years after the start"),
    "appointed in another century": (
        cell("Appointments", "appointed on", "01/05/2102"), "noted", "90 years after the start",
    ),
    "started after the start": (cell("People", "started on", "01/03/2022"), "noted", "started in the grade on"),
    "start of 1066": (cell("People", "started on", "01/03/1066"), "People", "give a date between 1900 and 2199"),
    "external share of 80": (cell("Structure", "external share", 80), "Structure", "a share of 8000% is not possible"),
    "other rate of 50%": (cell("OnCosts", "other rate", "50%"), "noted", "has another rate of 50%, over 25%"),
    "pension rate of 1.98": (cell("OnCosts", "pension rate", 1.98), "OnCosts", "write 1.98% or 0.0198"),
    "award of 20%": (put("PayAwards", effective_from="01/04/2012", percent="20%"), "noted", "is 20%, over 10%"),
    "award below nothing": (put("PayAwards", effective_from="01/04/2012", percent="-2%"), "PayAwards", "0% to 100%"),
    "award of another decade": (
        put("PayAwards", effective_from="01/04/2025", percent="2%"), "noted", "adds nothing in any of these years",
    ),
    "price base of later years": (setting("price base", "2015-16"), "noted", "is 4 years after the start"),
    "day that is no day": (setting("implementation date", "30/02/2012"), "Settings", "which is not a date"),
    "month before the day": (setting("implementation date", "03/13/2012"), "Settings", "which is not a date"),
    "protection of 2 years as months": (setting("protection months", 2), "noted", "if years are meant, write 24"),
    "shares and no taper": (setting("protection shares", "100%, 50%"), "noted", "used by a tapered protection alone"),
    "shares that rise": (
        both(setting("protection form", "tapered"), setting("protection months", 24),
             setting("protection shares", "50%, 100%")),
        "noted", "The protection shares rise (50%, 100%)",
    ),
    "costed at the maximum": (setting("costed at", "maximum"), "Settings", "did you mean 'top'?"),
    "pay element twice": (again("Package"), "noted", "and both are counted: delete one if it was typed twice"),
    "pay element below nothing": (cell("Package", "amount a year", -100), "Package", "is below £0"),
    "discount rate misspelt": (
        put("Assumptions", assumption="discont rate", value="5%"), "noted", "did you mean 'discount rate'?",
    ),
    "rates after the last year, misspelt": (
        put("Assumptions", assumption="rates after the last publishd year", value="as the last year"),
        "noted", "did you mean 'rates after the last published year'?",
    ),
    "discount rate of 3.5": (
        put("Assumptions", assumption="discount rate", value=3.5), "Assumptions", "write 3.5% or 0.035",
    ),
    "one-off cost in thousands": (cell("OneOffCosts", "amount", 35), "noted", "write £35,000"),
    "one-off cost below nothing": (cell("OneOffCosts", "amount", -5_000), "OneOffCosts", "is below £0"),
    "budget of a pound": (cell("OneOffCosts", "budget", 1), "noted", "One-off costs are within their budgets"),
    "week's pay of a year": (
        both(cell("OneOffCosts", "kind", "redundancy statutory"), cell("OneOffCosts", "amount", None),
             cell("OneOffCosts", "age", 40), cell("OneOffCosts", "full years", 5),
             cell("OneOffCosts", "week's pay", 24_000)),
        "noted", "looks like a month's or a year's",
    ),
    "service longer than life": (
        both(cell("OneOffCosts", "kind", "redundancy statutory"), cell("OneOffCosts", "amount", None),
             cell("OneOffCosts", "age", 30), cell("OneOffCosts", "full years", 25),
             cell("OneOffCosts", "week's pay", 400)),
        "OneOffCosts", "25 years of service at age 30",
    ),
    "printed share of 55": (cell("EqualityCounts", "printed share", 55), "EqualityCounts", "write 55% or 0.55"),
    "60 weeks a year": (cell("WorkingWeeks", "weeks a year", 60), "WorkingWeeks", "at most 52.143"),
    "weeks that do not make the FTE": (
        cell("WorkingWeeks", "weeks a year", 20), "noted", "is not what hours and weeks make of it",
    ),
    "scenario with a rate of 22": (
        put("Scenarios", scenario="S2", what_is_changed="OnCosts[Officers].pension rate", value=22),
        "Scenarios", "write 22% or 0.22",
    ),
    "launch on a Sunday": (cell("Stages", "starts on", "04/03/2012"), "noted", "is a Sunday"),
    "term that ends before it starts": (
        cell("TermAppointments", "ends on", "01/02/2013"), "TermAppointments", "before it starts on 1 March 2013",
    ),
    "budget of nothing": (put("Budgets", budget="office", budget_amount=0), "Budgets", "is £0"),
    "item answered twice": (again("Disqualification"), "Disqualification", "is already in row 1"),
    "answer of another word": (cell("Disqualification", "answered", "perhaps"), "Disqualification", "yes or no"),
}  # fmt: skip
"""Each: what is done, where it is told (a table, or beside the answers), and the words."""
