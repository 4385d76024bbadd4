"""The command that writes the notes to the accounts on pay as the CSV files that they are published in: accounts."""

import argparse
import os
from typing import TYPE_CHECKING, Any

from payband.commands.terminal.output import CHECK_FAILED, FINE
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, least, with_data, with_overwrite

if TYPE_CHECKING:
    from payband.review.disclosure.published import PublishedTable

__all__ = ["COMMANDS", "accounts"]


def accounts(given: argparse.Namespace) -> int:
    """Calculates a review anew and writes each of its notes to the accounts as a CSV file in a folder."""
    from payband.errors import WrongInput
    from payband.ooxml.saving import check_target
    from payband.review.disclosure.accounts_notes import accounts_notes_published, file_of, has_notes
    from payband.review.disclosure.published import Choices
    from payband.review.disclosure.small_counts import LEAST
    from payband.workbook.read import open_review

    review = open_review(given.workbook)
    if not review.inputs.rows_of("AccountsNotes"):
        raise WrongInput(
            f"{given.workbook} has no notes to the accounts: add the sheets with payband add {given.workbook} "
            '"accounts notes" and fill in Accounts notes and Senior posts'
        )
    with progress_shown():
        results = review.calculate()
    if results.not_passed and not given.with_failed_checks:
        print("Nothing is written, since not every check passed:")
        for name in [*results.failed, *(f"{each} (could not be made)" for each in results.untold)]:
            print(f"  {name}")
        print(f"Run payband review {given.workbook} and see its sheet Checks, or give --with-failed-checks")
        return CHECK_FAILED
    suppress = LEAST if given.suppress is None else given.suppress
    assert has_notes(results)
    settings = results.inputs.settings
    tables = accounts_notes_published(results, Choices(settings.implementation_date, suppress))
    targets = {os.path.join(given.output, file_of(each)): each for each in tables}
    os.makedirs(given.output, exist_ok=True)
    for target in targets:
        check_target(target, given.workbook)
    for target, table in targets.items():
        _write(target, table)
        print(f"Written to {target}")
    if suppress > 1:
        print(
            f"Counts under {suppress} people are withheld ([c]), and exit bands merged. The Regulations ask for every "
            "bracket: where yours must all be printed, give --suppress 1 and read them before you publish them."
        )
    return CHECK_FAILED if results.not_passed else FINE


def _write(target: str, table: "PublishedTable") -> None:
    """One note as a CSV file: its headings, then its rows with plain numbers."""
    import io

    from payband.csv_text import CSV_ENCODING, csv_rows
    from payband.whole_files import write_whole

    file = io.StringIO(newline="")
    write = csv_rows(file)
    write([column.heading for column in table.columns])
    for row in table.rows:
        write([_plain(value, column) for value, column in zip(row, table.columns, strict=True)])
    write_whole(target, file.getvalue().encode(CSV_ENCODING))


def _plain(value: Any, column: Any) -> Any:
    """A value as a file holds it: pounds and shares as numbers, a mark as it is."""
    return column.form.give(value) if isinstance(value, int) else value


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="REVIEW.xlsx")
    parser.add_argument("-o", "--output", metavar="FOLDER", required=True, help="the folder for the CSV files")
    parser.add_argument(
        "--suppress", metavar="N", type=least, help="hide counts of fewer than N people (default: 5; 1 hides nothing)"
    )
    parser.add_argument("--with-failed-checks", action="store_true", help="write them although checks failed")
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "accounts": Command(
        _words,
        accounts,
        (
            "payband accounts review.xlsx -o notes",
            "payband accounts review.xlsx -o notes --suppress 1",
        ),
    )
}
