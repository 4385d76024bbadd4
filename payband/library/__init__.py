"""The dated figures: what is in force on a date, from which source, and a record of what was used.

Every figure is a row of a CSV file below `data/` (or below a folder given with `--data`, whose rows win): the dates it
is in force, its value, its status and its source. A date that no row covers is an error that names the file to extend;
nothing is carried past its last date.
"""

from payband.library.bank_holidays import bank_holiday_years, bank_holidays, day_of_rule, note_bank_holidays
from payband.library.consultation import consultation_rows, consultation_tiers
from payband.library.duties import EVERY_AUTHORITY, KINDS_OF_AUTHORITY, DutiesApart, answer_by_law, duties_apart
from payband.library.files import (
    BUILT_IN,
    SINGLE_SOURCE,
    TABLES,
    Row,
    folders,
    in_force,
    newest_row,
    rows_of,
    salary_pence,
    tables,
    using_data,
)
from payband.library.pensions import DAY_PAID, arrears_schemes, pension_rate_on_arrears, scheme_rate
from payband.library.policies import (
    ApprovalRule,
    MatchingPolicy,
    MultipleLimit,
    RoleChangePolicy,
    approval_rule,
    approval_tiers,
    matching_policy,
    multiple_limit,
    role_change_policy,
)
from payband.library.protection_policies import (
    FORM_NOT_SAID,
    ProtectionPolicy,
    note_protection_policy,
    protection_lengths,
    protection_policy,
)
from payband.library.senior_pay import LAST_HOLDERS, SeniorPayPolicy, senior_pay_policy
from payband.library.spines import (
    NOT_USED,
    Grade,
    PointSalary,
    Spine,
    grade,
    ladder,
    spine,
    spine_of_grade,
    spines_named,
)
from payband.library.stages import StageRule, stage_rules
from payband.library.steps import step_after, step_of_spine, years_to_steps
from payband.library.used import Figure, PayFigure, figures_used, fingerprint, is_collecting, note_figure, note_used
from payband.library.wage_floors import (
    APPRENTICE,
    FLOORS,
    REAL,
    REAL_LONDON,
    STATUTORY,
    floor_of,
    wage_floor,
    wage_floors,
)
from payband.library.working_time import AMONG_THE_WEEKS, IN_RATIO, LEAVE, NOT_SAID, WorkingTime, working_time

__all__ = [
    "AMONG_THE_WEEKS",
    "APPRENTICE",
    "BUILT_IN",
    "DAY_PAID",
    "EVERY_AUTHORITY",
    "FLOORS",
    "FORM_NOT_SAID",
    "IN_RATIO",
    "KINDS_OF_AUTHORITY",
    "LAST_HOLDERS",
    "LEAVE",
    "NOT_SAID",
    "NOT_USED",
    "REAL",
    "REAL_LONDON",
    "SINGLE_SOURCE",
    "STATUTORY",
    "TABLES",
    "ApprovalRule",
    "DutiesApart",
    "Figure",
    "Grade",
    "MatchingPolicy",
    "MultipleLimit",
    "PayFigure",
    "PointSalary",
    "ProtectionPolicy",
    "RoleChangePolicy",
    "Row",
    "SeniorPayPolicy",
    "Spine",
    "StageRule",
    "WorkingTime",
    "answer_by_law",
    "approval_rule",
    "approval_tiers",
    "arrears_schemes",
    "bank_holiday_years",
    "bank_holidays",
    "consultation_rows",
    "consultation_tiers",
    "day_of_rule",
    "duties_apart",
    "figures_used",
    "fingerprint",
    "floor_of",
    "folders",
    "grade",
    "in_force",
    "is_collecting",
    "ladder",
    "matching_policy",
    "multiple_limit",
    "newest_row",
    "note_bank_holidays",
    "note_figure",
    "note_protection_policy",
    "note_used",
    "pension_rate_on_arrears",
    "protection_lengths",
    "protection_policy",
    "role_change_policy",
    "rows_of",
    "salary_pence",
    "scheme_rate",
    "senior_pay_policy",
    "spine",
    "spine_of_grade",
    "spines_named",
    "stage_rules",
    "step_after",
    "step_of_spine",
    "tables",
    "using_data",
    "wage_floor",
    "wage_floors",
    "working_time",
    "years_to_steps",
]
