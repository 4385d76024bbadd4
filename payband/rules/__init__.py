"""The pay rules, each a small function on whole pence, and their worksheet functions."""

from importlib import import_module

__all__ = ["MODULES", "load", "load_for"]

MODULES = (
    "cost.arrears",
    "cost.benefits_in_kind",
    "cost.levy",
    "cost.national_insurance",
    "cost.on_costs",
    "cost.several_posts",
    "explain",
    "leaving.consultation",
    "leaving.redundancy",
    "leaving.scheme_redundancy",
    "measures.pay_gap",
    "measures.pay_multiple",
    "measures.present_value",
    "pay.hay",
    "pay.high_cost_area",
    "pay.pay_award",
    "pay.pay_range",
    "pay.term_time",
    "pay.wage_floor",
    "placing.placement",
    "placing.role_change",
    "placing.slotting",
    "protection",
    "protection_policy",
    "scenario",
    "thresholds",
)
"""The modules that hold worksheet functions."""


def load() -> None:
    """Imports every module of rules, so that the registry knows all worksheet functions."""
    for name in MODULES:
        import_module(f"payband.rules.{name}")


def load_for(function: str) -> None:
    """Imports the module that holds a worksheet function; every module where none is known to hold it."""
    homes: dict[str, str] = vars(import_module("payband"))["_HOMES"]  # the public names, which start nothing else
    wanted = function.replace("_", "").casefold()
    module = next((home for name, home in homes.items() if name.replace("_", "") == wanted), "")
    if module.startswith("rules.") and module != "rules.explain":  # EXPLAIN and CHECK call any of the others
        import_module(f"payband.{module}")
    else:
        load()
