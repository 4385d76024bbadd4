"""Writes a review: its inputs into a new workbook, and its answers into a copy of the workbook that was read."""

import os
from copy import copy
from typing import TYPE_CHECKING

from payband.errors import WrongInput
from payband.ooxml.package import Package
from payband.ooxml.saving import check_ending, check_target
from payband.review.answers import RUN_LOG, AnswerRows
from payband.review.cycles import without_looking_for_cycles
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import SETTINGS
from payband.review.inputs.table_names import is_input_table
from payband.review.inputs.tables import INPUTS
from payband.review.parts.answering import given_parts, rows_by_table
from payband.review.results import Results
from payband.workbook.filling.answers_written import fill_answers
from payband.workbook.filling.fill import ask_for_calculation, fill_table
from payband.workbook.format_mark import read_mark
from payband.workbook.reading.read_tables import fingerprint_of
from payband.workbook.reading.values import SheetValues
from payband.workbook.review_file import WorkbookFile
from payband.workbook.upgrade import add_answer_columns

if TYPE_CHECKING:
    from payband.workbook.building.template import About

__all__ = ["package_of", "save"]


@without_looking_for_cycles()
def save(results: Results, path: str | os.PathLike[str], live: str = "") -> None:
    """Writes the answers into a copy of the workbook they were calculated from, or a new one with the inputs.

    `live` has them written as calls of the worksheet functions, spelt for a host (excel, excel-vba, calc), or, as
    "native", as plain formulas that need no payband. The copy is finished next to the target and then put in its place,
    so that a failure leaves no half-written file. Raises WrongInput where the target is the input, is open in a
    spreadsheet program, is not as payband wrote it, or cannot be written.
    """
    target = os.fspath(path)
    source: WorkbookFile | None = results.source
    check_target(target, *([source.path] if source is not None else ()))
    check_ending(target, ".xlsx" if source is None else os.path.splitext(source.path)[1].casefold())
    package = source.package.copy() if source is not None else package_of(results.inputs)
    if live and source is None:
        raise WrongInput("live answers call the cells of a workbook: save the review, open that, and save it live")
    if source is not None:
        add_answer_columns(package)
    if live == "native" and source is not None:
        from payband.formulas.native.native import fill_native_answers

        fill_native_answers(package, results, source.setting_rows)
    elif live and source is not None:
        from payband.formulas.live.live import fill_live_answers

        fill_live_answers(package, results, source.setting_rows, live)
    else:
        fill_answers(package, results if source is not None else _of_file(results, package))
        ask_for_calculation(package)
    package.save(target)


def _of_file(results: Results, package: Package) -> Results:
    """The results of a new workbook: their run log has the fingerprint of its inputs, as the file is read again."""
    sheets = [place.sheet for name, place in package.tables.items() if is_input_table(name)]
    found = fingerprint_of(package, SheetValues(package, sheets), read_mark(package).inputs)
    items, values, *more = results.tables[RUN_LOG.name].columns()
    values = [found if item == "input fingerprint" else value for item, value in zip(items, values, strict=True)]
    of_file = copy(results)
    of_file.tables = results.tables | {RUN_LOG.name: AnswerRows.of_columns(RUN_LOG, [items, values, *more])}
    return of_file


# --- inputs into a new workbook ------------------------------------------------------------------------------------


def package_of(inputs: Inputs, about: "About | None" = None, *, charts: bool = True) -> Package:
    """A new review workbook that holds these inputs."""
    from payband.workbook.building.template import About, blank_package  # only a new workbook needs openpyxl

    settings = inputs.settings
    if about is None:
        about = About(
            title=settings.review_name or "Review of a structure",
            body=settings.body,
            purpose="Pay ranges, slotting, protection, costs and approvals of a proposed structure",
            author="payband",
            version="",
            date=settings.implementation_date,
        )
    values = {column.name: settings.typed_cell(column) for column in SETTINGS}
    given = given_parts(inputs)
    rows_of = rows_by_table(inputs)
    tables = (*INPUTS[1:], *(table for part in given for table in part.inputs))
    columns = {table.name: table.written(rows_of[table.name]) for table in tables}
    package = blank_package(about, values, given, charts=charts, columns=columns)
    for table in tables:
        rows = [
            [column.cell_value(getattr(row, column.field)) for column in columns[table.name]]
            for row in rows_of[table.name]
        ]
        fill_table(package, package.tables[table.name.casefold()], rows)
    return package
