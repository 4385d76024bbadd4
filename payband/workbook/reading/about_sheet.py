"""Reads the About sheet of a review workbook: its author, its date, and what readers should bear in mind."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from payband.kinds import blank
from payband.ooxml.package import Package
from payband.workbook.reading.values import SheetValues

__all__ = ["AboutSheet", "read_about"]

SHEET = "About"
CAVEATS, SOURCES = (
    "What to bear in mind",
    "Sources",
)  # the sections of numbered lines, as payband.workbook.building.front has them


class AboutSheet(NamedTuple):
    """What the sheet says; empty where it says nothing."""

    author: str = ""
    on: date | None = None
    caveats: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def read_about(package: Package) -> AboutSheet:
    """What the About sheet says, by its labels; nothing for a workbook that has no such sheet."""
    if SHEET not in package.sheets:
        return AboutSheet()
    labels: dict[str, Any] = {}
    lists: dict[str, list[str]] = {CAVEATS: [], SOURCES: []}
    section = ""
    for label, value in _lines(SheetValues(package, [SHEET])[SHEET].rows):
        if blank(value):
            section = label
        elif section in lists:
            lists[section].append(str(value).strip())
        else:
            labels.setdefault(label, value)
    on = labels.get("Date")
    day = on.date() if isinstance(on, datetime) else on if isinstance(on, date) else None
    return AboutSheet(str(labels.get("Author", "")).strip(), day, tuple(lists[CAVEATS]), tuple(lists[SOURCES]))


def _lines(rows: Iterable[Sequence[Any]]) -> Iterable[tuple[str, Any]]:
    """The label and the value of each line that has a label."""
    for row in rows:
        if row and not blank(row[0]):
            yield str(row[0]).strip(), row[1] if len(row) > 1 else None
