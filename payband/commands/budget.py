"""The command that writes a budget for the ledger, and compares it with the approved budget and payroll: budget."""

import argparse
import io
import os
from typing import TYPE_CHECKING

from payband.commands.terminal.output import CHECK_FAILED, FINE
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, with_data, with_overwrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from payband.review.budget.layout import Layout
    from payband.review.budget.upload import Upload
    from payband.review.results import Results

__all__ = ["COMMANDS", "budget"]


def budget(given: argparse.Namespace) -> int:
    """Writes the budget of a year as a CSV for the ledger, and the differences from budget and payroll if asked for."""
    from payband.errors import WrongInput
    from payband.ooxml.saving import check_target
    from payband.review.budget.upload import upload_of
    from payband.workbook.lists.budget_files import open_review_with

    files = {"ApprovedBudget": given.approved, "Payroll": given.payroll}
    inputs = [given.workbook, *filter(None, [given.layout, *files.values()])]
    for target in filter(None, (given.output, given.differences)):
        check_target(target, *inputs)
    layout = _layout(given.layout)
    review, notes = open_review_with(given.workbook, {name: path for name, path in files.items() if path})
    for note in notes:
        print(note)
    if not review.inputs.rows_of("CostAllocations"):
        raise WrongInput(
            f"{given.workbook} does not say where costs fall: add the sheets with payband add {given.workbook} budget "
            "and fill in Cost centres, Cost allocations and Subjective codes"
        )
    with progress_shown():
        results = review.calculate()
    if results.not_passed and not given.with_failed_checks:
        print("No budget is written, since not every check passed:")
        for name in [*results.failed, *(f"{each} (could not be made)" for each in results.untold)]:
            print(f"  {name}")
        print(f"Run payband review {given.workbook} and see its sheet Checks, or give --with-failed-checks")
        return CHECK_FAILED
    made = upload_of(results, layout, given.layout or "the layout")
    _write(given.output, [made.headings, *made.rows])
    if given.differences:
        _write_differences(given.differences, results)
    for line in (*_totals(made, layout), *_reconciled(results)):
        print(line)
    for target in filter(None, (given.output, given.differences)):
        print(f"Written to {target}")
    return CHECK_FAILED if results.not_passed else FINE


def _layout(path: str | None) -> "Layout":
    """The layout of a file; one that is not there yet is written with what is taken, to be changed and used again."""
    from payband.review.budget.layout import layout_text, read_layout
    from payband.whole_files import write_whole

    if path is None:
        return read_layout(layout_text(), "the layout")
    if not os.path.exists(path):
        write_whole(path, layout_text().encode())
        print(f"There was no {path}: it is written with what is taken; change it and run this again")
    from payband.errors import WrongInput

    try:
        with open(path, encoding="utf-8-sig") as file:
            return read_layout(file.read(), path)
    except (OSError, UnicodeDecodeError) as error:
        raise WrongInput(f"{path} cannot be read as a layout ({error}): save it as UTF-8 text") from None


def _write(target: str, rows: "Iterable[Sequence[Any]]") -> None:
    from payband.csv_text import CSV_ENCODING, csv_rows
    from payband.whole_files import write_whole

    file = io.StringIO(newline="")
    write = csv_rows(file)
    for row in rows:
        write(row)
    write_whole(target, file.getvalue().encode(CSV_ENCODING))


def _totals(made: "Upload", layout: "Layout") -> "Iterable[str]":
    from payband.units import counted, pounds_text

    how = f"{layout.budget}, {layout.signs}"
    yield f"{counted(len(made.rows), 'row')} of {made.year}: {pounds_text(made.total)} ({how})"
    of_posts = made.of_review - made.taken_off
    yield f"The review's own total of {made.year}: {pounds_text(of_posts)}"
    if made.taken_off:
        yield f"Taken off for vacancies and turnover: {pounds_text(-made.taken_off)}"
    if made.total != made.of_review:
        yield f"Rounding to whole pounds: {pounds_text(made.total - made.of_review)}"


def _write_differences(target: str, results: "Results") -> None:
    """The differences from the approved budget and payroll. Raises WrongInput where neither is given."""
    from payband.errors import WrongInput

    rows = results.tables.get("BudgetDifferences")
    if rows is None or not (results.inputs.rows_of("ApprovedBudget") or results.inputs.rows_of("Payroll")):
        raise WrongInput(
            "there is nothing to compare the budget with: give --approved or --payroll, or fill in the sheet Approved "
            "budget or Payroll"
        )
    headings = [column.heading for column in rows.table.columns]
    shown = {None: "", True: "yes", False: "no"}
    held = [
        [shown[value] if value is None or isinstance(value, bool) else value for value in record.values()]
        for record in rows.records()
    ]
    _write(target, [headings, *held])


def _reconciled(results: "Results") -> "Iterable[str]":
    """By cause, how far the approved budget and payroll differ from the establishment."""
    from payband.units import pounds_text

    rows = results.tables.get("BudgetDifferences")
    sums: dict[tuple[str, str], int] = {}
    for record in () if rows is None else rows.records():
        key = record["compared_with"], record["cause"]
        sums[key] = sums.get(key, 0) + int(record["difference"] * 100)
    for (other, cause), pence in sums.items():
        yield f"{other}, {cause}: {pounds_text(pence)}"


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="REVIEW.xlsx")
    parser.add_argument("-o", "--output", metavar="UPLOAD.csv", required=True, help="the file for the ledger")
    parser.add_argument(
        "--layout", metavar="LAYOUT.toml", help="what the ledger needs; written if it is not there, and read next time"
    )
    parser.add_argument("--approved", metavar="BUDGET.csv", help="the approved budget, with the columns of its sheet")
    parser.add_argument("--payroll", metavar="PAYROLL.csv", help="what payroll pays, with the columns of its sheet")
    parser.add_argument(
        "--differences", metavar="OUT.csv", help="write how far the two differ from the establishment, by cause"
    )
    parser.add_argument("--with-failed-checks", action="store_true", help="write it although checks failed")
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "budget": Command(
        _words,
        budget,
        (
            "payband budget review.xlsx -o upload.csv --layout ledger.toml",
            "payband budget review.xlsx -o upload.csv",
        ),
    )
}
