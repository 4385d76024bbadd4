"""Writes what an establishment list gives: a new review workbook, and the list of rows that were not placed."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from payband.csv_text import CSV_ENCODING, csv_rows
from payband.establishment.candidates import Recognised
from payband.establishment.content import shown
from payband.establishment.headings import Grid
from payband.establishment.pay_gap import pay_gap_rows
from payband.establishment.result import Establishment
from payband.establishment.review_rows import ALWAYS, review_rows
from payband.ooxml.package import Package
from payband.progress import through
from payband.review.parts.registry import Part, any_input_table, parts_named
from payband.review.parts.tables.gender_pay_gap import PAY
from payband.review.parts.tables.working_weeks import PART as WORKING
from payband.whole_files import write_whole
from payband.workbook.filling.fill import ask_for_calculation, fill_table

__all__ = ["rejected_rows", "write_imported", "write_rejected", "write_text"]


def write_imported(
    placed: Establishment,
    target: str,
    source: str,
    today: date,
    settings: Mapping[str, Any] = MappingProxyType({}),
    on_costs: Sequence[Mapping[str, Any]] = (),
    parts: Sequence[Part] = (),
) -> None:
    """A new review workbook with the grades, the structure as it is now, and the people.

    Its settings are those given by their names, and otherwise empty.
    """
    from payband.workbook.building.template import About, blank_package  # only a new workbook needs openpyxl

    about = About(
        title="Review of a structure",
        body="",
        purpose=f"Pay ranges, slotting, protection, costs and approvals; structure and people from {source}",
        author="payband",
        version="",
        date=today,
    )
    if placed.working_weeks and WORKING not in parts:
        wanted = {part.name for part in (*parts, WORKING)}
        parts = parts_named(",".join(wanted))
    package = blank_package(about, settings, parts)
    for name, rows in review_rows(placed, source, on_costs).items():
        if name in ALWAYS or name.casefold() in package.tables:
            _fill(package, name, rows)
    if "paygappay" in package.tables:
        _fill(package, PAY.name, list(pay_gap_rows(placed)))
    ask_for_calculation(package)
    package.save(target)


def _fill(package: Package, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = any_input_table(name).written()
    if rows:
        values = ([column.cell_value(row.get(column.field)) for column in columns] for row in through(rows, "writing"))
        fill_table(package, package.tables[name.casefold()], values)


def rejected_rows(placed: Establishment, grid: Grid, columns: Recognised) -> tuple[list[str], list[list[str]]]:
    """The rows that were not placed, and those with a value that could not be read: number, reason, columns taken."""
    taken = [column for column in columns.columns if column.taken]
    unread: dict[int, list[str]] = {}
    for note in placed.notes:
        if note.is_unread:
            unread.setdefault(note.number, []).append(note.what)
    wrong = [(each.number, each.why) for each in placed.not_placed]
    wrong += [(number, f"placed, but {'; '.join(what)}") for number, what in unread.items()]
    rows = []
    for number, why in sorted(wrong):
        cells = grid.rows[number - 1]
        values = [
            shown(cells[column.at]) if column.at < len(cells) and cells[column.at] is not None else ""
            for column in taken
        ]
        rows.append([str(number), why, *values])
    return ["row", "what is wrong", *(column.heading for column in taken)], rows


def write_rejected(path: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Writes the rows that were not placed as CSV that a spreadsheet shows as text and never calculates."""
    made = io.StringIO(newline="")
    write = csv_rows(made)
    for row in (headings, *rows):
        write(row)
    write_whole(path, made.getvalue().encode(CSV_ENCODING))


def write_text(path: str, text: str) -> None:
    """Puts a text file in its place, whole or not at all."""
    write_whole(path, text.encode())
