"""Writes the inputs of a review into a workbook, as payband does, and in a tenth of the time."""

from __future__ import annotations

from datetime import date
from functools import cache

from payband.ooxml.package import Package
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import SETTINGS
from payband.review.inputs.tables import INPUTS, input_table
from payband.review.parts.answering import given_parts, rows_by_table
from payband.review.parts.registry import parts_named
from payband.workbook.building.front import About
from payband.workbook.building.template import blank_package
from payband.workbook.filling.fill import fill_table

__all__ = ["write_inputs"]


@cache
def _blank(parts: str, retired: bool) -> Package:
    """A blank workbook with the sheets of some parts, which takes longer to make than to fill.

    `retired` says that its structure has the columns of old too, as a line fills one.
    """
    about = About(title="Review", body="", purpose="", author="", version="", date=date(2020, 1, 1))
    columns = {"Structure": input_table("Structure").columns} if retired else {}
    return blank_package(about, {}, parts_named(parts) if parts else (), columns=columns)


def write_inputs(inputs: Inputs, path: str) -> None:
    """Writes a review workbook that holds these inputs and no answers yet."""
    given = given_parts(inputs)
    retired = any(line.statutory_role for line in inputs.structure)
    package = _blank(", ".join(part.name for part in given), retired).copy()
    rows_of = rows_by_table(inputs)
    settings = [[column.name, inputs.settings.typed_cell(column), column.unit, column.help] for column in SETTINGS]
    fill_table(package, package.tables["settings"], settings)
    for table in (*INPUTS[1:], *(table for part in given for table in part.inputs)):
        columns = table.written(rows_of[table.name])
        rows = [[column.cell_value(getattr(row, column.field)) for column in columns] for row in rows_of[table.name]]
        fill_table(package, package.tables[table.name.casefold()], rows)
    package.save(path)
