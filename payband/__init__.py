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
    "arrears": "rules.arrears",
    "check": "rules.explain",
    "compa_ratio": "rules.pay_range",
    "consultation": "rules.consultation",
    "employer_cost": "rules.on_costs",
    "employer_ni": "rules.national_insurance",
    "exit_band": "rules.exit_bands",
    "explain": "rules.explain",
    "fair_pay": "rules.fair_pay",
    "hay_grade": "rules.hay",
    "hay_total": "rules.hay",
    "hcas": "rules.high_cost_area",
    "hourly_pay": "rules.wage_floor",
    "levy": "rules.levy",
    "needs_approval": "rules.thresholds",
    "ni_of_benefits": "rules.benefits_in_kind",
    "ni_of_posts": "rules.several_posts",
    "on_cost_table": "rules.on_costs",
    "on_costs": "rules.on_costs",
    "pay_bracket": "rules.remuneration",
    "pay_gap": "rules.pay_gap",
    "pay_multiple": "rules.pay_multiple",
    "pay_range": "rules.pay_range",
    "penetration": "rules.pay_range",
    "placement": "rules.placement",
    "present_value": "rules.present_value",
    "protection": "rules.protection",
    "protection_ends": "rules.protection",
    "protection_policy": "rules.protection_policy",
    "protection_table": "rules.protection",
    "protection_year": "rules.protection",
    "range_max": "rules.pay_range",
    "range_min": "rules.pay_range",
    "redundancy": "rules.redundancy",
    "role_change": "rules.role_change",
    "salary": "rules.pay_range",
    "scenario": "rules.scenario",
    "scheme_redundancy": "rules.scheme_redundancy",
    "senior_pay": "rules.senior_pay",
    "slot": "rules.slotting",
    "slot_point": "rules.slotting",
    "slot_salary": "rules.slotting",
    "term_time_fte": "rules.term_time",
    "uplift": "rules.pay_award",
    "wage_floor": "rules.wage_floor",
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
