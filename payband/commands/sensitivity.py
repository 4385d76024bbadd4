"""The commands sensitivity and simulate: what the result depends on, and how sure it is."""

import argparse

from payband.commands.output import FINE, print_json
from payband.commands.progress_bar import progress_shown

__all__ = ["sensitivity", "simulate"]


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
