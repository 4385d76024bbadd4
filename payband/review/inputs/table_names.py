"""The names of the tables of a review, known before what they hold is loaded, so that a workbook is read meanwhile."""

from collections.abc import Mapping

__all__ = [
    "ANSWERS_OF_EVERY_REVIEW",
    "ANSWERS_OF_PARTS",
    "INPUT_MARK",
    "OF_EVERY_REVIEW",
    "OF_PARTS",
    "SHEETS",
    "is_input_table",
    "is_table_of_review",
    "tables_of_sheet",
]

INPUT_MARK = "Input: fill in the table."
"""What the template says on every sheet of inputs."""

OF_EVERY_REVIEW = (
    "Settings",
    "Spines",
    "Grades",
    "OnCosts",
    "Structure",
    "People",
    "Package",
    "ApprovalRules",
    "Assumptions",
    "PayAwards",
)
"""The input tables of every review, in the order of their sheets; `payband.review.inputs.tables` describes them."""

OF_PARTS: Mapping[str, tuple[str, ...]] = {
    "scenarios": ("Scenarios",),
    "one_off_costs": ("OneOffCosts",),
    "sensitivity": ("Sensitivity",),
    "simulation": ("Distributions",),
    "placement": ("PlacementRules", "Placements"),
    "pay_gaps": ("Characteristics", "PayGapRules"),
    "compression": ("TierRules", "ReportingLines"),
    "equality": ("EqualityCounts",),
    "timetable": ("Stages", "StageRules"),
    "job_sizes": ("JobForms", "JobQuestions", "JobStaff", "JobScores", "HayGrades"),
    "term_appointments": ("TermAppointments", "Budgets", "Disqualification"),
    "figure_checks": ("PaperFigures", "FigureTerms"),
    "appointments": ("Appointments",),
    "pay_multiples": ("PayMultiples",),
    "cost_ranges": ("ProvisionalGrades",),
    "deleted_posts": ("DeletedPosts",),
    "role_changes": ("RoleChangePolicy", "Duties"),
    "statutory_duties": ("StatutoryDuties",),
    "working_weeks": ("WorkingWeeks",),
    "wage_floor": ("WageFloors",),
    "arrears": ("LateAwards", "ArrearsPeople"),
    "exit_costs": ("Exits", "StrainFactors", "ExitPolicies"),
    "gender_pay_gap": ("PayGapReport", "PayGapPeriods", "PayGapPay", "PayGapBonuses"),
    "equal_pay": ("EqualPayRules", "EqualPayPeople"),
    "accounts_notes": (
        "AccountsNotes",
        "SeniorPosts",
        "ElementColumns",
        "ExitKinds",
        "ExitBands",
        "OtherStaff",
        "NotesLastYear",
    ),
    "senior_pay": ("SeniorPayCases",),
    "paper_statements": ("PaperStatements",),
    "budget": ("CostCentres", "CostAllocations", "SubjectiveCodes", "ApprovedBudget", "Payroll"),
    "pay_structure": ("PayStructureTerms", "JobPoints", "CandidateGrades", "BoundarySearches"),
}
"""The parts in the order of their sheets, each with its input tables: `payband.review.parts.tables.<part>` has them.

A review loads the parts that it has and no others.
"""

ANSWERS_OF_PARTS: Mapping[str, tuple[str, ...]] = {
    "scenarios": ("Years", "YearByYear"),
    "one_off_costs": ("MoneyByYear", "OneOffCostList"),
    "sensitivity": ("SensitivityList",),
    "simulation": (),
    "placement": ("PlacementList", "PlacementByLine", "PlacementChanges"),
    "pay_gaps": ("PayGaps", "WhoGains"),
    "compression": ("Tiers", "ReportingPay"),
    "equality": ("EqualityProfile", "EqualityReconciled"),
    "timetable": ("Timetable",),
    "job_sizes": ("JobSizes", "JobProfiles", "JobForm", "JobMissing", "JobStaffByGrade"),
    "term_appointments": ("TermCosts", "TermCostByYear", "BudgetShares", "TermChecklist"),
    "figure_checks": ("FigureChecks", "CountChecks"),
    "appointments": ("ApprovalsByPost",),
    "pay_multiples": ("PayMultiplesByYear",),
    "cost_ranges": ("CostRanges",),
    "deleted_posts": ("DeletedPostsByYear", "DeletedPostsPayback"),
    "role_changes": ("RoleChanges",),
    "statutory_duties": ("StatutoryHolders",),
    "working_weeks": ("FTEByWeeks",),
    "wage_floor": ("WageFloorByYear", "WageFloorPoints", "WageFloorPeople"),
    "arrears": ("ArrearsByYear", "ArrearsByPerson", "ArrearsByMonth"),
    "exit_costs": ("ExitCosts", "ExitConsultation"),
    "gender_pay_gap": ("GenderPayGap", "PayGapQuarters", "PayGapHourly"),
    "equal_pay": ("EqualPay", "EqualPayRegression", "EqualPayTerms", "EqualPayMethod"),
    "accounts_notes": (
        "PayBrackets",
        "SeniorRemuneration",
        "SeniorSalaryList",
        "ExitPackages",
        "FairPay",
        "FairPayChange",
        "WorkforceMultiple",
    ),
    "senior_pay": ("SeniorPayControl",),
    "paper_statements": ("FromThePaper",),
    "budget": (
        "BudgetByCostCentre",
        "BudgetFullYear",
        "BudgetChart",
        "BudgetRecharges",
        "BudgetVacancies",
        "BudgetReconciled",
        "BudgetDifferences",
    ),
    "pay_structure": (
        "PayLine",
        "PayLineChart",
        "PayLinePosts",
        "CandidatesCompared",
        "CandidatesByGrade",
        "CandidatesInGrade",
        "CandidatesByGroup",
        "CandidatesByYear",
        "CandidateBoundaries",
        "CandidatesByPost",
        "SearchesFound",
        "SearchesByGrade",
    ),
}
"""The answer tables of each part, by which a workbook shows what an earlier run answered."""

ANSWERS_OF_EVERY_REVIEW = (
    "PayRanges",
    "SlottingList",
    "ProtectionByYear",
    "ProtectionByMonth",
    "StructureCost",
    "ApprovalsNeeded",
    "Checks",
    "RunLog",
    "ChartRanges",
    "ChartPeople",
    "ChartProtection",
    "ChartStructure",
    "ChartSavings",
)
"""The answer tables of every review."""

SHEETS: Mapping[str, str] = {
    "PayAwards": "Pay awards",
    "Scenarios": "Scenarios",
    "OneOffCosts": "One-off costs",
    "Sensitivity": "Sensitivity",
    "Distributions": "Distributions",
    "PlacementRules": "Placement rules",
    "Placements": "Placements",
    "Characteristics": "Characteristics",
    "PayGapRules": "Pay gap rules",
    "TierRules": "Tier rules",
    "ReportingLines": "Reporting lines",
    "EqualityCounts": "Equality counts",
    "Stages": "Stages",
    "StageRules": "Stage rules",
    "JobForms": "Job forms",
    "JobQuestions": "Job questions",
    "JobStaff": "Job staff",
    "JobScores": "Job scores",
    "HayGrades": "Hay grades",
    "TermAppointments": "Term appointments",
    "Budgets": "Budgets",
    "Disqualification": "Disqualification",
    "PaperFigures": "Paper figures",
    "FigureTerms": "Figure terms",
    "Appointments": "Appointments",
    "PayMultiples": "Pay multiples",
    "ProvisionalGrades": "Provisional grades",
    "DeletedPosts": "Deleted posts",
    "RoleChangePolicy": "Role change policy",
    "Duties": "Duties",
    "StatutoryDuties": "Statutory duties",
    "WorkingWeeks": "Working weeks",
    "WageFloors": "Wage floors",
    "LateAwards": "Late awards",
    "ArrearsPeople": "Arrears people",
    "Exits": "Exits",
    "StrainFactors": "Strain factors",
    "ExitPolicies": "Exit policies",
    "PayGapReport": "Pay gap report",
    "PayGapPeriods": "Pay gap periods",
    "PayGapPay": "Pay gap pay",
    "PayGapBonuses": "Pay gap bonuses",
    "EqualPayRules": "Equal pay rules",
    "EqualPayPeople": "Equal pay people",
    "AccountsNotes": "Accounts notes",
    "SeniorPosts": "Senior posts",
    "ElementColumns": "Element columns",
    "ExitKinds": "Exit kinds",
    "ExitBands": "Exit bands",
    "OtherStaff": "Other staff",
    "NotesLastYear": "Notes last year",
    "SeniorPayCases": "Senior pay cases",
    "PaperStatements": "Paper statements",
    "CostCentres": "Cost centres",
    "CostAllocations": "Cost allocations",
    "SubjectiveCodes": "Subjective codes",
    "ApprovedBudget": "Approved budget",
    "Payroll": "Payroll",
    "PayStructureTerms": "Pay structure terms",
    "JobPoints": "Job points",
    "CandidateGrades": "Candidate grades",
    "BoundarySearches": "Boundary searches",
}
"""The sheet of the template for each input table that a workbook need not have."""

_ANSWERS = {name.casefold() for names in (ANSWERS_OF_EVERY_REVIEW, *ANSWERS_OF_PARTS.values()) for name in names}
_ALL = {name.casefold() for names in (OF_EVERY_REVIEW, *OF_PARTS.values()) for name in names}


def is_input_table(name: str) -> bool:
    """Whether a table of a workbook is one of inputs, capitals or not.

    >>> is_input_table("people"), is_input_table("SlottingList")
    (True, False)
    """
    return name.casefold() in _ALL


def is_table_of_review(name: str) -> bool:
    """Whether a table of a workbook is one of a review's inputs or answers, capitals or not.

    >>> is_table_of_review("slottinglist"), is_table_of_review("People2")
    (True, False)
    """
    return name.casefold() in _ALL or name.casefold() in _ANSWERS


def tables_of_sheet(sheet: str) -> list[str]:
    """The input tables that a workbook need not have and that are on this sheet of the template.

    >>> tables_of_sheet("one-off costs"), tables_of_sheet("Our notes")
    (['OneOffCosts'], [])
    """
    return [table for table, own in SHEETS.items() if own.casefold() == sheet.casefold()]
