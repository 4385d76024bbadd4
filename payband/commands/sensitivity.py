"""The commands sensitivity and simulate: what the result depends on, and how sure it is."""

import argparse

from payband.commands.terminal.output import FINE, print_json
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, with_data, with_json, with_overwrite

__all__ = ["COMMANDS", "sensitivity", "simulate"]


def sensitivity(given: argparse.Namespace) -> int:
    """Varies one thing at a time, prints the result and writes it into a workbook where one is asked for."""
    from payband.review.risk.sensitivity import sensitivity
    from payband.workbook.read import open_review

    if given.output is not None:
        from payband.ooxml.saving import check_target

        check_target(given.output, given.workbook)
    with progress_shown():
        found = sensitivity(open_review(given.workbook).inputs)
    if given.output is not None:
        from payband.workbook.books.sensitivity_book import write

        write(found, given.output)
    return _told(given, found)


def simulate(given: argparse.Namespace) -> int:
    """Runs a simulation, prints the percentiles and writes it into a workbook where one is asked for."""
    from payband.review.risk.simulation import RUNS, SEED, simulate
    from payband.workbook.read import open_review

    if given.output is not None:
        from payband.ooxml.saving import check_target

        check_target(given.output, given.workbook)
    runs = RUNS if given.runs is None else given.runs
    seed = SEED if given.seed is None else given.seed
    with progress_shown():
        found = simulate(open_review(given.workbook).inputs, runs, seed)
    if given.output is not None:
        from payband.workbook.books.simulation_book import write

        write(found, given.output)
    return _told(given, found)


def _told(given: argparse.Namespace, found: object) -> int:
    """Prints a result as text or JSON."""
    if given.json:
        print_json(found.to_dict())  # type: ignore[attr-defined]
        return FINE
    print(found.text())  # type: ignore[attr-defined]
    for warning in getattr(found, "warnings", ()):
        print(warning)
    if given.output is not None:
        print(f"Written to {given.output}")
    return FINE


def _sensitivity_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="REVIEW.xlsx")
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", help="write it as a workbook with a tornado chart")
    with_json(parser)
    with_overwrite(parser)
    with_data(parser)


def _simulate_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="REVIEW.xlsx", help="a review with a table Distributions")
    parser.add_argument("--runs", metavar="N", type=int, help="how many runs (default: 1000)")
    parser.add_argument(
        "--seed", metavar="S", type=int, help="a whole number; the same seed gives the same answer (default: 1)"
    )
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", help="write it as a workbook with a fan chart")
    with_json(parser)
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "sensitivity": Command(
        _sensitivity_words,
        sensitivity,
        ("payband sensitivity review.xlsx", "payband sensitivity review.xlsx -o tornado.xlsx"),
    ),
    "simulate": Command(
        _simulate_words,
        simulate,
        ("payband simulate review.xlsx", "payband simulate review.xlsx --runs 200 --seed 7 -o fan.xlsx"),
    ),
}
