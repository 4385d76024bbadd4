"""What a row is linked to: how rows of one sheet belong to those of another, and a row that is not there."""

from typing import Any

from payband.sheets.search import ListRun
from payband.sheets.sheet import Link, Sheet

__all__ = ["Absent", "absent", "child_link", "sheet_of"]


def child_link(child: type[Sheet], parent: type[Sheet], by: str) -> str:
    """The link by which the rows of a sheet belong to those of another."""
    links = [by] if by else [name for name, each in child.links.items() if each.sheet is parent]
    if len(links) != 1:
        raise ValueError(f"{child.__name__} has {len(links)} links to {parent.__name__}: say which")
    return links[0]


class Absent:
    """A row that is not there: each of its columns is the same, and its runs have no rows."""

    __slots__ = ("_sheet", "_value")

    is_there = False

    def __init__(self, sheet: type[Sheet], value: int) -> None:
        self._sheet = sheet
        self._value = value

    def __getattr__(self, name: str) -> Any:
        return ListRun(0, lambda _: ()) if name in self._sheet.runs else self._value


def absent(declared: Link) -> Absent:
    """The row that is where a link leads to none. Raises ValueError where the link has nothing to say instead."""
    if declared.absent is None:
        raise ValueError(f"the link {declared.name} leads to no row, and has nothing to say instead")
    return Absent(sheet_of(declared), declared.absent)


def sheet_of(declared: Link) -> type[Sheet]:
    """The sheet of the rows that a link leads to."""
    assert declared.sheet is not None  # a sheet sets it where it is declared
    return declared.sheet
