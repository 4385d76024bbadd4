"""The command that starts a committee report from a review: report."""

import argparse
from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING

from payband.commands.terminal.output import CHECK_FAILED, FINE
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, least, with_data, with_overwrite

if TYPE_CHECKING:
    from payband.report.content import Report

__all__ = ["COMMANDS", "report"]

DOCUMENT, PAGE = ".docx", ".html"
WIDTH = 80  # letters of a line in a terminal


def report(given: argparse.Namespace) -> int:
    """Calculates a review anew and writes the draft of a committee report, as a Word document, a web page, or both."""
    from payband.report.committee import committee_report
    from payband.report.draft import Front, PeopleShown
    from payband.report.left_to_do import shown_in_full, to_complete
    from payband.review.disclosure.small_counts import LEAST
    from payband.whole_files import write_whole
    from payband.workbook.read import open_review
    from payband.workbook.reading.about_sheet import read_about

    targets = _checked(given.output, given.workbook, given.template)
    with progress_shown():
        results = open_review(given.workbook).calculate()
        front = Front(*read_about(results.source.package))
        shown = PeopleShown(LEAST if given.suppress is None else given.suppress, given.people)
        made = committee_report(results, shown, front)
        hides = not shown.listed and shown.least > 1
        full = committee_report(results, PeopleShown(1, listed=False), front) if hides else made
        contents = [_content(made, target, given.template) for target in targets]  # all are made before any is written
    print(f"Draft report: {made.title}, {len(made.sections)} sections")
    _print_list("Complete what is in [brackets]: ", to_complete(made))
    if shown.listed:
        print("People are listed by reference.")
    if hides:
        print(f"Counts of fewer than {shown.least} people are withheld, and what would tell the pay of a few.")
        _print_list("--suppress 1 would show more in: ", shown_in_full(made, full))
    for target, content in zip(targets, contents, strict=True):
        write_whole(target, content)
    for name in results.failed:
        print(f"Check failed, as the report says: {name}")
    for name in results.untold:
        print(f"Check that could not be made, as the report says: {name}")
    for target in targets:
        print(f"Written to {target}")
    return CHECK_FAILED if results.not_passed else FINE


def _print_list(words: str, named: Sequence[str]) -> None:
    """Prints what is named after some words, in lines of a terminal's width; nothing where nothing is named."""
    if named:
        print(fill(words + "; ".join(named), WIDTH, subsequent_indent="  ", break_on_hyphens=False))


def _content(made: "Report", target: str, template: str | None) -> bytes:
    """The report in the form that the target's name asks for."""
    if target.casefold().endswith(DOCUMENT):
        from payband.report.word import word_bytes

        return word_bytes(made, template)
    from payband.report.html import html_text

    return html_text(made).encode()


def _checked(targets: Sequence[str], source: str, template: str | None) -> Sequence[str]:
    """The files to write, each of a kind that can be written and none of them an input."""
    from payband.errors import WrongInput
    from payband.ooxml.saving import check_target

    for target in targets:
        if not target.casefold().endswith((DOCUMENT, PAGE)):
            raise WrongInput(f"{target} can be no report: end its name with {DOCUMENT} for Word, or {PAGE}")
        check_target(target, source, *([template] if template else ()))
    if template and not any(target.casefold().endswith(DOCUMENT) for target in targets):
        raise WrongInput(f"--template is for a Word document: give -o a name that ends in {DOCUMENT} too")
    return targets


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="REVIEW.xlsx")
    parser.add_argument(
        "-o",
        "--output",
        metavar="REPORT.{docx,html}",
        action="append",
        required=True,
        help="the Word document or web page to write; may be given twice",
    )
    parser.add_argument(
        "--template", metavar="MY.docx", help="a Word document whose styles, page, header and footer the report takes"
    )
    parser.add_argument("--people", action="store_true", help="list post holders by reference")
    parser.add_argument(
        "--suppress", metavar="N", type=least, help="hide counts of fewer than N people (default: 5; 1 hides nothing)"
    )
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "report": Command(
        _words,
        report,
        ("payband report review.xlsx -o report.docx", "payband report review.xlsx -o report.docx -o report.html"),
    )
}
