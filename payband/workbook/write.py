"""Writes a review: its inputs into a new workbook, and its answers into a copy of the workbook that was read."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from payband.errors import InputProblems, Problem, WrongInput
from payband.progress import through
from payband.review.answers import MAY_BE_ABSENT, AnswerTable
from payband.review.cycles import without_looking_for_cycles
from payband.review.inputs import Inputs
from payband.review.parts import given_parts, part_of_answer, rows_by_table, unanswered
from payband.review.results import Results
from payband.review.settings import SETTINGS
from payband.review.tables import INPUTS
from payband.workbook.cells import Formula
from payband.workbook.emptied import empty_answers
from payband.workbook.fill import (
    Filling,
    ask_for_calculation,
    fill_columns,
    fill_sheet,
    fill_table,
    follow_lengths,
    named_styles,
)
from payband.workbook.package import Package
from payband.workbook.read import WorkbookFile
from payband.workbook.saving import check_ending, check_target
from payband.workbook.text_size import SECTION_HEIGHT, STRIP_HEIGHT, height_of
from payband.workbook.upgrade import add_answer_columns

if TYPE_CHECKING:
    from payband.workbook.template import About

__all__ = ["package_of", "save"]

SUMMARY = "Summary"


@without_looking_for_cycles()
def save(results: Results, path: str | os.PathLike[str], live: str = "") -> None:
    """Writes the answers into a copy of the workbook they were calculated from, or a new one with the inputs.

    `live` has them written as calls of the worksheet functions, spelt for a host (excel, excel-vba, calc), or, as
    "native", as plain formulas that need no payband. The copy is finished beside the target and then put in its place,
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
        from payband.workbook.native import fill_native_answers

        fill_native_answers(package, results, source.setting_rows)
    elif live and source is not None:
        from payband.workbook.live import fill_live_answers

        fill_live_answers(package, results, source.setting_rows, live)
    else:
        fill_answers(package, results)
        ask_for_calculation(package)
    package.save(target)


# --- inputs into a new workbook ------------------------------------------------------------------------------------


def package_of(inputs: Inputs, about: "About | None" = None, *, charts: bool = True) -> Package:
    """A new review workbook that holds these inputs."""
    from payband.workbook.template import About, blank_package  # only a new workbook needs openpyxl

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
    values = {column.name: column.cell_value(getattr(settings, column.field)) for column in SETTINGS}
    given = given_parts(inputs)
    package = blank_package(about, values, given, charts=charts)
    rows_of = rows_by_table(inputs)
    for table in (*INPUTS[1:], *(table for part in given for table in part.inputs)):
        rows = [
            [column.cell_value(getattr(row, column.field)) for column in table.columns] for row in rows_of[table.name]
        ]
        fill_table(package, package.tables[table.name.casefold()], rows)
    return package


# --- answers into a workbook ---------------------------------------------------------------------------------------


def fill_answers(
    package: Package,
    results: Results,
    live_rows: Mapping[str, Sequence[Sequence[Any]]] = {},
    live_totals: Mapping[str, Sequence[Any]] = {},
    live_summary: Mapping[str | int, Formula | str] = {},
) -> None:
    """Fills every answer table and the summary of a workbook. Raises InputProblems where it lacks one of them, but for
    those that may be absent. Answers of parts that have no input any more are emptied.

    The rows and totals of a table, and the values of the summary by their label or number, may be given as formulas.
    """
    name = os.path.basename(package.name)
    lacking = [
        Problem(
            f"the table {rows.table.name} for answers is missing: {_how_to_add(rows.table, name)}",
            sheet=rows.table.sheet,
            table=rows.table.name,
        )
        for rows in results.tables.values()
        if rows.table.name.casefold() not in package.tables and rows.table not in MAY_BE_ABSENT
    ]
    if SUMMARY not in package.sheets:
        lacking.append(Problem(f"the sheet '{SUMMARY}' is missing: copy it from a blank review", sheet=SUMMARY))
    if lacking:
        raise InputProblems(lacking, name)
    lengths = {name: len(rows) for name, rows in results.tables.items() if name.casefold() in package.tables}
    old = unanswered(results.tables, package.tables)
    follow_lengths(package, lengths | {table.name: 0 for table in old})
    for name, rows in through(list(results.tables.items()), "writing"):
        if name.casefold() not in package.tables:
            continue  # a workbook without charts
        total = results.totals.get(name)
        headings = [column.heading for column in rows.table.columns]
        if live_rows.get(name):
            filling = Filling(list(zip(*live_rows[name], strict=True)), None, headings)
        else:
            filling = Filling(rows.columns(), [column.form for column in rows.table.columns], headings)
        fill_columns(
            package,
            package.tables[name.casefold()],
            filling,
            None if total is None else live_totals.get(name) or list(total.records()[0].values()),
        )
    for table in old:
        empty_answers(package, table)
    fill_sheet(package, SUMMARY, _summary_rows(package, results, live_summary))


def _how_to_add(table: AnswerTable, workbook: str) -> str:
    """What to do where an answer table is missing: a part's can be added, those of every review come from a new one."""
    part = part_of_answer(table.name)
    if part is not None:
        return f'payband add {workbook} "{part.name}" puts its sheet in'
    return f"copy the sheet '{table.sheet}' from a blank review"


def _summary_rows(
    package: Package, results: Results, live: Mapping[str | int, Formula | str]
) -> Iterator[tuple[float | None, list[tuple[Any, str]]]]:
    """The Summary sheet: a title, and lines of label and value under the heading of their section."""
    style = named_styles(package)
    title = results.inputs.settings.review_name or SUMMARY
    if any(kind == "drawing" for kind, _ in package.related(package.sheets[SUMMARY]).values()):
        yield STRIP_HEIGHT, [(title, style("payband summary title") or style("payband title"))]
    else:
        yield 26, [(title, style("payband title"))]
    section = ""
    for number, (each, label, value, form) in enumerate(results.summary()):
        if each != section:
            section = each
            yield SECTION_HEIGHT, [(section, style("payband section")), (None, style("payband section"))]
        shown = "not known" if value is None else live.get(number, live.get(label, value))
        kind = style(f"payband summary {'text' if isinstance(shown, str) else form}")
        yield height_of(label, shown), [(label, style("payband label")), (shown, kind)]
