"""The command that writes the gender pay gap as the government's service lists it: pay-gap."""

import argparse
import io
from typing import TYPE_CHECKING

from payband.commands.terminal.output import CHECK_FAILED, FINE
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, with_data, with_overwrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

__all__ = ["COMMANDS", "pay_gap"]


def pay_gap(given: argparse.Namespace) -> int:
    """Writes the six figures by sex as a CSV, and those by ethnicity and disability in the same form if asked for."""
    from payband.errors import WrongInput
    from payband.ooxml.saving import check_target
    from payband.review.parts.gender_pay_gap.people import the_report
    from payband.review.parts.gender_pay_gap.service import in_the_same_form, of_the_service
    from payband.workbook.read import open_review

    for target in filter(None, (given.output, given.others)):
        check_target(target, given.workbook)
    review = open_review(given.workbook)
    report = the_report(review.inputs)
    if report is None:
        raise WrongInput(
            f"{given.workbook} has no gender pay gap: add the sheets with payband add {given.workbook} "
            "'gender pay gap', and fill them in"
        )
    with progress_shown():
        results = review.calculate()
    failed = [check for check in results.not_passed if "pay gap" in check]
    if failed:
        print("Nothing is written, since not every check of the gender pay gap passed:")
        for name in failed:
            print(f"  {name}")
        return CHECK_FAILED
    _write(given.output, of_the_service(results, report))
    if given.others:
        _write(given.others, in_the_same_form(results, report))
    for text in results.warnings:
        if text.startswith("Gender pay gap"):
            print(text)
    for target in filter(None, (given.output, given.others)):
        print(f"Written to {target}")
    return FINE


def _write(target: str, rows: "Iterable[Sequence[Any]]") -> None:
    from payband.csv_text import CSV_ENCODING, csv_rows
    from payband.whole_files import write_whole

    file = io.StringIO(newline="")
    write = csv_rows(file)
    for row in rows:
        write(row)
    write_whole(target, file.getvalue().encode(CSV_ENCODING))


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="REVIEW.xlsx")
    parser.add_argument("-o", "--output", metavar="FIGURES.csv", required=True, help="the figures by sex")
    parser.add_argument("--others", metavar="OTHERS.csv", help="those by ethnicity and disability, in the same form")
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "pay-gap": Command(
        _words,
        pay_gap,
        ("payband pay-gap review.xlsx -o gender-pay-gap.csv --others ethnicity-and-disability.csv",),
    )
}
