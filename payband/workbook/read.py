"""Reads a review workbook: its tables as they stand, with what cannot be read said in words."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from payband.ooxml.package import Package
from payband.review.cycles import without_looking_for_cycles
from payband.review.inputs.table_names import is_input_table
from payband.workbook.reading.lost_inputs import sheets_of_lost_inputs
from payband.workbook.reading.values import SheetValues

if TYPE_CHECKING:
    from payband.review.inputs.raw.raw_tables import RawTable
    from payband.review.review import Review

__all__ = ["open_review", "open_review_with"]


def open_review(path: str | os.PathLike[str]) -> "Review":
    """Opens a review workbook: its inputs, read and checked. The file is never changed.

    Raises WrongInput for a file that is no workbook or one that is newer than this payband, InputProblems for
    everything wrong in one, naming sheet, table, row and column.
    """
    return open_review_with(path, {})


@without_looking_for_cycles()
def open_review_with(path: str | os.PathLike[str], tables: "Mapping[str, RawTable]") -> "Review":
    """A review workbook with some tables, by their names, in place of its own."""
    name = os.fspath(path)
    package = Package(name)
    sheets = [place.sheet for name, place in package.tables.items() if is_input_table(name)]
    values = SheetValues(package, [*sheets, *sheets_of_lost_inputs(package)])
    # The tables and rules take as long to load as the sheets take to be read, which goes on beside.
    from payband.workbook.format_mark import read_mark
    from payband.workbook.reading.read_tables import review_of

    if values.many:
        import numpy  # noqa: F401  # which columns need

    return review_of(name, package, values, read_mark(package).inputs, tables)
