"""The command that writes a statement for each person: statements."""

import argparse
import io
import os

from payband.commands.terminal.output import CHECK_FAILED, FINE
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, with_data, with_overwrite

__all__ = ["COMMANDS", "DATA", "LETTER", "statements"]

DATA, LETTER = "statements.csv", "statement-letter.docx"
"""The files that are written: what is merged, and the letter that it is merged into."""


def statements(given: argparse.Namespace) -> int:
    """Writes a CSV for a mail merge, a row for each person whose outcome is decided, and a letter with its fields."""
    from payband.csv_text import CSV_ENCODING, csv_rows
    from payband.ooxml.saving import check_target
    from payband.report.statement_letter import letter_bytes
    from payband.review.statements import FIELDS
    from payband.review.statements import statements as made_from
    from payband.whole_files import make_folder, write_whole
    from payband.workbook.read import open_review

    targets = [os.path.join(given.output, name) for name in (DATA, LETTER)]
    review = open_review(given.workbook)
    make_folder(given.output)
    for target in targets:
        check_target(target, given.workbook)
    with progress_shown():
        results = review.calculate()
        if results.not_passed and not given.with_failed_checks:
            print("No statement is written, since not every check passed:")
            for name in [*results.failed, *(f"{each} (could not be made)" for each in results.untold)]:
                print(f"  {name}")
            print(f"Run payband review {given.workbook} and see its sheet Checks, or give --with-failed-checks")
            return CHECK_FAILED
        made = made_from(results.inputs)
    file = io.StringIO(newline="")
    write = csv_rows(file)
    for row in ([*FIELDS], *made.rows):
        write(row)
    for target, content in zip(targets, (file.getvalue().encode(CSV_ENCODING), letter_bytes()), strict=True):
        write_whole(target, content)
    print(made.in_words())
    for target in targets:
        print(f"Written to {target}")
    print("They hold what each person is paid: keep them where only those who write to people can read them.")
    return CHECK_FAILED if results.not_passed else FINE


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="REVIEW.xlsx")
    parser.add_argument("-o", "--output", metavar="DIR", required=True, help="the folder to write into")
    parser.add_argument("--with-failed-checks", action="store_true", help="write them although checks failed")
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {"statements": Command(_words, statements, ("payband statements review.xlsx -o statements",))}
