"""The command that makes a copy of a review for publication: publish."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from payband.commands.terminal.output import CHECK_FAILED, FINE
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, least, with_data, with_overwrite

__all__ = ["COMMANDS", "publish"]

WORKBOOK, PAGE = ".xlsx", ".html"


def publish(given: argparse.Namespace) -> int:
    """Calculates a review anew and writes what may be published of it, as a workbook, a web page, or both."""
    from payband.calendar import day_from
    from payband.review.disclosure.publication import publication
    from payband.review.disclosure.published import Choices
    from payband.review.disclosure.small_counts import LEAST
    from payband.workbook.publish_source import what_has_changed
    from payband.workbook.read import open_review

    targets = _checked(given.output, given.workbook)
    least = LEAST if given.suppress is None else given.suppress
    on = day_from(given.date, "the day of --date") if given.date else date.today()
    with progress_shown():
        results = open_review(given.workbook).calculate()
    changed = what_has_changed(results)
    if changed:
        print(
            f"Its {' and '.join(changed)} changed since the answers in {given.workbook} were filled in. What is "
            "published is calculated anew; payband recalc fills in the same answers.",
            file=sys.stderr,
        )
    if results.not_passed and not given.with_failed_checks:
        print("Nothing is published, since not every check passed:")
        for name in results.failed:
            print(f"  {name}")
        for name in results.untold:
            print(f"  {name} (could not be made)")
        print(f"Run payband review {given.workbook} and see its sheet Checks, or give --with-failed-checks")
        return CHECK_FAILED
    made = publication(results, Choices(on, least, given.people, given.assumptions))
    pages = {}
    if any(target.casefold().endswith(PAGE) for target in targets):  # before any file is written
        from payband.report.page import page_text

        pages[PAGE] = page_text(made)
    for target in targets:
        if target.casefold().endswith(PAGE):
            from payband.report.page import write

            write(pages[PAGE], target)
        else:
            from payband.workbook.publish import published_package

            published_package(made, target).save(target)
    shown = "people are listed by reference and post" if given.people else f"counts under {least} are withheld"
    print(f"Published {made.title}: {len(made.tables)} tables; {shown}")
    for target in targets:
        print(f"Written to {target}")
    print("Read them before you publish them: names in the review's own titles are published as they are.")
    return CHECK_FAILED if results.not_passed else FINE


def _checked(targets: Sequence[str], source: str) -> Sequence[str]:
    """The files to write, each of a kind that can be written and none of them the input."""
    from payband.errors import WrongInput
    from payband.ooxml.saving import check_target

    for target in targets:
        if not target.casefold().endswith((WORKBOOK, PAGE)):
            raise WrongInput(f"{target} can be neither a workbook nor a page: end its name with {WORKBOOK} or {PAGE}")
        check_target(target, source)
    return targets


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="RESULTS.xlsx")
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT.{xlsx,html}",
        action="append",
        required=True,
        help="the workbook or web page to write; may be given twice",
    )
    parser.add_argument("--people", action="store_true", help="list people by reference and post title")
    parser.add_argument("--assumptions", action="store_true", help="publish the table of assumptions")
    parser.add_argument(
        "--suppress", metavar="N", type=least, help="hide counts of fewer than N people (default: 5; 1 hides nothing)"
    )
    parser.add_argument("--date", metavar="DATE", help="the day of publication (default: today)")
    parser.add_argument("--with-failed-checks", action="store_true", help="publish although checks failed")
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "publish": Command(
        _words,
        publish,
        (
            "payband publish answers.xlsx -o published.xlsx",
            "payband publish answers.xlsx -o published.html --suppress 10",
        ),
    )
}
