"""A review workbook as it was read."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from payband.errors import InputProblems
from payband.ooxml.package import Package
from payband.review.inputs.raw.raw_tables import RawTable

__all__ = ["NotAReview", "WorkbookFile"]


class NotAReview(InputProblems):
    """A workbook that has none of the tables of a review."""


class WorkbookFile(NamedTuple):
    """A review workbook as it was read. `notes` say what it carries that payband leaves alone: macros, links."""

    path: str
    package: Package
    setting_rows: dict[str, int]
    tables: Mapping[str, RawTable] = {}
    notes: Sequence[str] = ()
