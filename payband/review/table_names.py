"""The names of the tables of a review, known before what they hold is loaded, so that a workbook is read meanwhile."""

from collections.abc import Mapping

__all__ = ["ANSWERS_OF_PARTS", "OF_EVERY_REVIEW", "OF_PARTS", "is_input_table"]

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
"""The input tables of every review, in the order of their sheets; `payband.review.tables` describes them."""

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
}
"""The parts in the order of their sheets, each with its input tables, which `payband.review.<part>_tables` describes.

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
}
"""The answer tables of each part, by which a workbook shows what an earlier run answered."""

_ALL = {name.casefold() for names in (OF_EVERY_REVIEW, *OF_PARTS.values()) for name in names}


def is_input_table(name: str) -> bool:
    """Whether a table of a workbook is one of inputs, capitals or not.

    >>> is_input_table("people"), is_input_table("SlottingList")
    (True, False)
    """
    return name.casefold() in _ALL
