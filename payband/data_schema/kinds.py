"""The files that payband reads from a folder of figures, each with the model of its rows."""

from payband.data_schema.policy_rows import (
    ApprovalRow,
    ChecklistRow,
    FormDateRow,
    MatchingRow,
    MultipleRow,
    QuestionRow,
    RoleChangeRow,
    StageRow,
    WorkingTimeRow,
)
from payband.data_schema.rows import (
    AwardRow,
    BracketRow,
    CategoryRow,
    DatedRow,
    DiscountRow,
    GradeRow,
    HayStepRow,
    LevyRow,
    PayGapRow,
    PensionRow,
    RateRow,
    RedundancyRow,
    SpineRow,
    StepRow,
    SupplementRow,
    ThresholdRow,
    WageFloorRow,
)

__all__ = ["KINDS"]

KINDS: dict[str, type[DatedRow]] = {
    "ni/thresholds.csv": ThresholdRow,
    "ni/rates.csv": RateRow,
    "ni/categories.csv": CategoryRow,
    "levy/levy.csv": LevyRow,
    "pensions/employer_rates.csv": PensionRow,
    "redundancy/limits.csv": RedundancyRow,
    "discounting/rates.csv": DiscountRow,
    "hay/steps.csv": HayStepRow,
    "disclosure/brackets.csv": BracketRow,
    "equality/gaps.csv": PayGapRow,
    "wages/floors.csv": WageFloorRow,
    "awards/awards.csv": AwardRow,
    "nhs/high_cost_area_supplements.csv": SupplementRow,
    "spines/*/spine*.csv": SpineRow,
    "spines/*/grades*.csv": GradeRow,
    "spines/*/steps*.csv": StepRow,
    "policies/*/approvals*.csv": ApprovalRow,
    "policies/*/matching*.csv": MatchingRow,
    "policies/*/questionnaire*.csv": QuestionRow,
    "policies/*/form_dates*.csv": FormDateRow,
    "policies/*/disqualification*.csv": ChecklistRow,
    "policies/*/role_change*.csv": RoleChangeRow,
    "policies/*/multiples*.csv": MultipleRow,
    "policies/*/stages*.csv": StageRow,
    "policies/*/working_time*.csv": WorkingTimeRow,
}
"""The files that payband reads, each with the model of its rows."""
