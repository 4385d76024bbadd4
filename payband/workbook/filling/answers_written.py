"""Fills the answers of a review into the tables and the summary of a workbook."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from payband.errors import InputProblems, Problem
from payband.ooxml.cells import Formula
from payband.ooxml.package import Package
from payband.ooxml.text_size import SECTION_HEIGHT, STRIP_HEIGHT, height_of
from payband.progress import through
from payband.review.answers import MAY_BE_ABSENT, AnswerTable
from payband.review.parts.registry import part_of_answer, unanswered
from payband.review.results import Results
from payband.workbook.filling.emptied import empty_answers
from payband.workbook.filling.fill import Filling, fill_columns, fill_sheet, follow_lengths, named_styles

__all__ = ["SUMMARY", "fill_answers"]

SUMMARY = "Summary"


def fill_answers(
    package: Package,
    results: Results,
    live_rows: Mapping[str, Sequence[Sequence[Any]]] = {},
    live_totals: Mapping[str, Sequence[Any]] = {},
    live_summary: Mapping[str | int, Formula | str] = {},
) -> None:
    """Fills every answer table and the summary of a workbook. Raises InputProblems where it lacks one of them, but for
    those that may be absent. Answers of parts that have no input any longer are emptied.

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
