"""The command solve: the award, rate, length of protection or number of posts that meets a target."""

import argparse
from typing import Any

from payband.commands.output import CHECK_FAILED, FINE, print_json

__all__ = ["solve"]


def solve(given: argparse.Namespace) -> int:
    """Solves a question and prints the answer; status 1 where there is none."""
    from payband.review.risk import solutions
    from payband.workbook.read import open_review

    asked = _asked(given)
    inputs = open_review(given.workbook).inputs
    if given.what == "award":
        found = solutions.award_within(inputs, asked["on"], asked["target"], asked["year"], added=given.added)
    elif given.what == "pension-rate":
        found = solutions.pension_rate_that_costs(inputs, asked["target"], given.line or "", given.state or "proposed")
    elif given.what == "on-cost-rate":
        found = solutions.on_cost_rate_that_costs(inputs, asked["target"], given.line or "", given.state or "proposed")
    elif given.what == "protection":
        found = solutions.protection_that_breaks_even(inputs, asked["target"])
    else:
        found = solutions.posts_that_save(inputs, given.line, asked["target"])
    if given.json:
        print_json(found.to_dict())
    else:
        print(found.text())
    return FINE if found.answer is not None else CHECK_FAILED


def _asked(given: argparse.Namespace) -> dict[str, Any]:
    """The target, the day and the year, read. Raises WrongInput for what the question lacks, or does not take."""
    from payband.calendar import day_from, financial_year_from
    from payband.errors import WrongInput
    from payband.units import pence_from

    takes = {
        "award": ("on", "year", "added"),
        "pension-rate": ("line", "state"),
        "on-cost-rate": ("line", "state"),
        "protection": (),
        "posts": ("line",),
    }
    for name in ("on", "year", "added", "line", "state"):
        if getattr(given, name) and name not in takes[given.what]:
            raise WrongInput(f"--{name} is not for '{given.what}': leave it out")
    needed = {
        "award": ("target", "on"),
        "pension-rate": ("target",),
        "on-cost-rate": ("target",),
        "posts": ("target", "line"),
    }
    for name in needed.get(given.what, ()):
        if getattr(given, name) is None:
            raise WrongInput(f"'{given.what}' needs --{name}: {_MEANT[name]}")
    return {
        "target": 0 if given.target is None else pence_from(given.target, "--target"),
        "on": None if given.on is None else day_from(given.on, "--on"),
        "year": None if given.year is None else financial_year_from(given.year, "--year"),
    }


_MEANT = {
    "target": "the budget, the cost or the saving, in £",
    "on": "the day of the award, such as 2026-04-01",
    "line": "the line of the structure",
}
