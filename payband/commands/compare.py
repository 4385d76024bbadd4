"""The command compare: the scenarios of a review side by side."""

import argparse

from payband.commands.terminal.output import CHECK_FAILED, FINE, print_json
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, with_data, with_json, with_overwrite

__all__ = ["COMMANDS", "compare"]


def compare(given: argparse.Namespace) -> int:
    """Compares the scenarios of a review, prints the result and writes it into a workbook where one is asked for."""
    from payband.review.scenarios.compare import compare
    from payband.workbook.read import open_review

    if given.output is not None:
        from payband.ooxml.saving import check_target

        check_target(given.output, given.workbook)
    names = [name.strip() for name in (given.scenarios or "").split(",") if name.strip()]
    with progress_shown():
        found = compare(open_review(given.workbook).inputs, names)
        if given.output is not None:
            from payband.workbook.books.compare_book import write

            write(found, given.output)
    if given.json:
        print_json(found.to_dict())
    else:
        print(found.text())
        for warning in found.warnings:
            print(warning)
        if given.output is not None:
            print(f"Written to {given.output}")
    return CHECK_FAILED if any(each.results.not_passed for each in found.scenarios) else FINE


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="REVIEW.xlsx", help="a review with a table Scenarios")
    parser.add_argument("--scenarios", metavar="A,B,...", help="the scenarios to compare with the base (default: all)")
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", help="write the comparison as a workbook with charts")
    with_json(parser)
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "compare": Command(
        _words,
        compare,
        ("payband compare review.xlsx", 'payband compare review.xlsx --scenarios "Shorter" -o compared.xlsx'),
    )
}
