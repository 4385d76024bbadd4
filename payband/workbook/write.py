"""Writes a review: its inputs into a new workbook, and its answers into a copy of the workbook that was read."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl import Workbook

from payband.errors import Problem, InputProblems, WrongInput
from payband.review.answers import AnswerRows
from payband.review.inputs import Inputs
from payband.review.results import Results
from payband.review.tables import INPUTS, SETTINGS
from payband.workbook.read import WorkbookFile, load
from payband.workbook.styles import set_table_rows, style_rows, write_rows
from payband.workbook.template import FIRST_DATA_ROW, SUMMARY, About, blank_workbook, fill_summary

__all__ = ["save", "save_workbook", "workbook_of"]


def save(results: Results, path: str | os.PathLike[str]) -> None:
    """Writes the answers into a copy of the workbook they were calculated from, or a new one with the inputs.

    The copy is finished beside the target and then put in its place, so that a failure leaves no half-written file.
    Raises WrongInput where the target is the input, is open in a spreadsheet program, or cannot be written.
    """
    target = os.fspath(path)
    source: WorkbookFile | None = results.source
    if source is not None and os.path.exists(target) and os.path.samefile(source.path, target):
        raise WrongInput(f"{target} is the input, which payband never changes: give another name with -o")
    check_free(target)
    workbook = load(source.path) if source is not None else workbook_of(results.inputs, _about(results.inputs))
    fill_answers(workbook, results)
    save_workbook(workbook, target)


def check_free(target: str) -> None:
    """Refuses a target that a spreadsheet program has open or that cannot be written, before any work is done."""
    folder, name = os.path.split(os.path.abspath(target))
    if not os.path.isdir(folder):
        raise WrongInput(f"the folder {folder} does not exist: make it, or give another with -o")
    for lock in (f"~${name}", f"~${name[2:]}", f".~lock.{name}#"):
        if os.path.exists(os.path.join(folder, lock)):
            raise WrongInput(f"{target} is open in a spreadsheet program: close it there, or give another name with -o")
    if os.path.isdir(target):
        raise WrongInput(f"{target} is a folder: give a file name with -o")
    read_only = os.path.exists(target) and not (os.access(target, os.W_OK) and os.stat(target).st_mode & 0o200)
    if read_only or not os.access(folder, os.W_OK):
        raise WrongInput(f"{target} is read-only: give another name with -o, or ask for the right to write it")


def save_workbook(workbook: Workbook, target: str) -> None:
    """Writes a workbook to a temporary file beside its target and then puts it in the target's place."""
    folder = os.path.dirname(os.path.abspath(target))
    handle, temporary = tempfile.mkstemp(suffix=".xlsx", prefix=".payband-", dir=folder)
    os.close(handle)
    try:
        workbook.save(temporary)
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except OSError as error:
        raise WrongInput(f"{target} cannot be written ({error.strerror}): close it, or give another name with -o") from error
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)


# --- inputs into a new workbook ------------------------------------------------------------------------------------


def workbook_of(inputs: Inputs, about: About) -> Workbook:
    """A new review workbook that holds these inputs."""
    settings = {column.name: column.cell_value(getattr(inputs.settings, column.field)) for column in SETTINGS}
    workbook = blank_workbook(about, settings)
    rows_by_table: dict[str, Sequence[Any]] = dict(zip((table.name for table in INPUTS[1:]), inputs[1:], strict=True))
    for table in INPUTS[1:]:
        rows = [[column.cell_value(getattr(row, column.field)) for column in table.columns] for row in rows_by_table[table.name]]
        _fill(workbook, table.sheet, table.name, table.columns, rows, is_input=True)
    return workbook


def _about(inputs: Inputs) -> About:
    settings = inputs.settings
    return About(
        title=settings.review_name or "Review of a structure",
        body=settings.body,
        purpose="Pay ranges, slotting, protection, costs and approvals of a proposed structure",
        author="payband",
        version="",
        date=settings.implementation_date,
        caveats=(),
        sources=(),
    )


# --- answers into a workbook ---------------------------------------------------------------------------------------


def fill_answers(workbook: Workbook, results: Results) -> None:
    """Fills every answer table and the summary of a workbook. Raises InputProblems where it lacks one of them."""
    lacking = [
        Problem(
            f"the table {rows.table.name} for answers is missing: copy the sheet '{rows.table.sheet}' from a blank review",
            sheet=rows.table.sheet,
            table=rows.table.name,
        )
        for rows in results.tables.values()
        if rows.table.sheet not in workbook.sheetnames or rows.table.name not in workbook[rows.table.sheet].tables
    ]
    if SUMMARY not in workbook.sheetnames:
        lacking.append(Problem(f"the sheet '{SUMMARY}' is missing: copy it from a blank review", sheet=SUMMARY))
    if lacking:
        raise InputProblems(lacking)
    for rows in results.tables.values():
        _fill(workbook, rows.table.sheet, rows.table.name, rows.table.columns, _cells(rows), is_input=False)
    fill_summary(workbook[SUMMARY], results.summary(), title=results.inputs.settings.review_name or SUMMARY)


def _cells(rows: AnswerRows) -> Iterator[list[Any]]:
    for record in rows.records():
        yield list(record.values())


def _fill(
    workbook: Workbook, sheet: str, table: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]], *, is_input: bool
) -> None:
    worksheet = workbook[sheet]
    count = write_rows(worksheet, table, rows)
    set_table_rows(worksheet, table, count)
    style_rows(worksheet, columns, FIRST_DATA_ROW, FIRST_DATA_ROW + max(count, 1) - 1, is_input)
