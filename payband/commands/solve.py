"""The command solve: the award, rate, length of protection or number of posts that meets a target."""

import argparse
from typing import Any

from payband.commands.terminal.output import CHECK_FAILED, FINE, print_json
from payband.commands.terminal.words import Command, one_of, with_data, with_json

__all__ = ["COMMANDS", "solve"]


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


_QUESTIONS = ("award", "pension-rate", "on-cost-rate", "protection", "posts")
_MEANT = {
    "target": "the budget, the cost or the saving, in £",
    "on": "the day of the award, such as 2026-04-01",
    "line": "the line of the structure",
}


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="REVIEW.xlsx")
    parser.add_argument(
        "what",
        type=one_of(*_QUESTIONS),
        choices=_QUESTIONS,
        help="the award that a budget allows, the pension rate or on-cost rate that a cost implies, the longest "
        "protection that the saving pays for, or the most posts on a line that still meet a saving",
    )
    parser.add_argument(
        "--target", metavar="AMOUNT", help="the budget, cost or saving in £; for protection 0 if left out"
    )
    parser.add_argument("--on", metavar="DATE", help="the day of the award")
    parser.add_argument("--year", metavar="YEAR", help="the year of the budget (default: the year of the award)")
    parser.add_argument("--added", action="store_true", help="the budget is for the cost of the award alone")
    parser.add_argument("--line", metavar="LINE", help="a line of the structure")
    parser.add_argument("--state", choices=("now", "proposed"), help="for the two rates (default: proposed)")
    with_json(parser)
    with_data(parser)


COMMANDS = {
    "solve": Command(
        _words,
        solve,
        (
            "payband solve review.xlsx award --target 250000 --on 2026-10-01",
            "payband solve review.xlsx protection",
        ),
    )
}
