"""The command compare: the scenarios of a review side by side."""

import argparse
from typing import TYPE_CHECKING

from payband.commands.terminal.output import CHECK_FAILED, FINE, print_json
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, with_data, with_json, with_overwrite

if TYPE_CHECKING:
    from payband.review.inputs.inputs import Inputs

__all__ = ["COMMANDS", "compare"]

EVERY_SCENARIO = "all"


def compare(given: argparse.Namespace) -> int:
    """Compares the scenarios of a review, prints the result and writes it into a workbook where one is asked for."""
    from payband.review.scenarios.compare import compare

    if given.output is not None:
        from payband.ooxml.saving import check_target

        check_target(given.output, *filter(None, (given.workbook, given.settings)))
    names = [name.strip() for name in (given.scenarios or "").split(",") if name.strip()]
    if [name.casefold() for name in names] == [EVERY_SCENARIO]:
        names = []
    with progress_shown():
        found = compare(_inputs(given), names)
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


def _inputs(given: argparse.Namespace) -> "Inputs":
    """The review; with a table of posts in place of its people where settings are given next to one."""
    from payband.review.inputs.settings import SETTINGS
    from payband.review.scenarios.targets import changed_settings
    from payband.workbook.read import open_review

    if given.settings is None:
        inputs = open_review(given.workbook).inputs
    else:
        from importlib.util import find_spec

        from payband.errors import WrongInput

        if find_spec("pyarrow") is None:
            raise WrongInput('a table of posts needs pyarrow, which is not installed: pip install "payband[parquet]"')
        from payband.batch.posts.as_people import review_of_posts

        inputs = review_of_posts(given.workbook, given.settings).inputs
    if given.years is None:
        return inputs
    horizon = next(each for each in SETTINGS if each.field == "horizon")
    return inputs._replace(settings=changed_settings(inputs.settings, horizon, given.years))


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "workbook", metavar="REVIEW.xlsx", help="a review with a table Scenarios; or, with --settings, a table of posts"
    )
    parser.add_argument(
        "--settings", metavar="REVIEW.xlsx", help="the review of a table of posts, whose rows replace its table People"
    )
    parser.add_argument("--scenarios", metavar="A,B,...", help="the scenarios to compare with the base (default: all)")
    parser.add_argument("--years", metavar="N", help="how many years to look ahead (default: the setting horizon)")
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", help="write the comparison as a workbook with charts")
    with_json(parser)
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "compare": Command(
        _words,
        compare,
        (
            'payband compare review.xlsx --scenarios "Shorter" -o compared.xlsx',
            "payband compare posts.parquet --settings review.xlsx --scenarios all --years 10",
        ),
    )
}
