"""The pay rules, each a small function on whole pence, and their worksheet functions."""

from importlib import import_module

__all__ = ["MODULES", "load", "load_for"]

MODULES = (
    "arrears",
    "benefits_in_kind",
    "consultation",
    "exit_bands",
    "explain",
    "fair_pay",
    "hay",
    "high_cost_area",
    "levy",
    "national_insurance",
    "on_costs",
    "pay_award",
    "pay_gap",
    "pay_multiple",
    "pay_range",
    "placement",
    "present_value",
    "protection",
    "protection_policy",
    "redundancy",
    "remuneration",
    "role_change",
    "scenario",
    "scheme_redundancy",
    "senior_pay",
    "several_posts",
    "slotting",
    "term_time",
    "thresholds",
    "wage_floor",
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
