"""payband: pay ranges, on-costs, slotting, pay protection and approvals for UK public bodies.

The same rules answer in a spreadsheet cell, a script, the shell and a whole review workbook. Amounts go in as pounds
(numbers or text) and come out as `Decimal`, to the penny; columns in, columns out.

>>> import payband
>>> from datetime import date
>>> payband.employer_ni(3000, date(2025, 5, 31))
Decimal('387.45')
"""

from typing import Any

__version__ = "0.1.0"

# Where each public name lives. Names are imported when first used, so that a cell or the shell starts in a blink; the
# types are in __init__.pyi.
_HOMES = {
    "approval": "rules.thresholds",
    "arrears": "rules.cost.arrears",
    "check": "rules.explain",
    "compa_ratio": "rules.pay.pay_range",
    "consultation": "rules.leaving.consultation",
    "employer_cost": "rules.cost.on_costs",
    "employer_ni": "rules.cost.national_insurance",
    "explain": "rules.explain",
    "hay_grade": "rules.pay.hay",
    "hay_total": "rules.pay.hay",
    "hcas": "rules.pay.high_cost_area",
    "hourly_pay": "rules.pay.wage_floor",
    "levy": "rules.cost.levy",
    "needs_approval": "rules.thresholds",
    "ni_of_benefits": "rules.cost.benefits_in_kind",
    "ni_of_posts": "rules.cost.several_posts",
    "on_cost_table": "rules.cost.on_costs",
    "on_costs": "rules.cost.on_costs",
    "pay_gap": "rules.measures.pay_gap",
    "pay_multiple": "rules.measures.pay_multiple",
    "pay_range": "rules.pay.pay_range",
    "penetration": "rules.pay.pay_range",
    "placement": "rules.placing.placement",
    "present_value": "rules.measures.present_value",
    "protection": "rules.protection",
    "protection_ends": "rules.protection",
    "protection_policy": "rules.protection_policy",
    "protection_table": "rules.protection",
    "protection_year": "rules.protection",
    "range_max": "rules.pay.pay_range",
    "range_min": "rules.pay.pay_range",
    "redundancy": "rules.leaving.redundancy",
    "role_change": "rules.placing.role_change",
    "salary": "rules.pay.pay_range",
    "scenario": "rules.scenario",
    "scheme_redundancy": "rules.leaving.scheme_redundancy",
    "slot": "rules.placing.slotting",
    "slot_point": "rules.placing.slotting",
    "slot_salary": "rules.placing.slotting",
    "term_time_fte": "rules.pay.term_time",
    "uplift": "rules.pay.pay_award",
    "wage_floor": "rules.pay.wage_floor",
    "InputProblems": "errors",
    "PaybandError": "errors",
    "UnknownFigure": "errors",
    "UnknownName": "errors",
    "WrongInput": "errors",
    "Table": "table",
    "figures_used": "library",
    "using_data": "library",
    "Results": "review",
    "Review": "review",
    "open_review": "workbook",
    "posts": "batch.frames.posts",
}

__all__ = [*_HOMES, "__version__"]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'payband' has no attribute '{name}'")
    from importlib import import_module

    value = getattr(import_module(f"payband.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
