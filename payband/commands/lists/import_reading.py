"""How the command import reads a list: its file, its map, and what each column is taken as."""

import argparse
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from payband.establishment.candidates import Recognised
    from payband.establishment.headings import Grid, Headings, NotData
    from payband.establishment.map import ColumnMap
    from payband.establishment.questions import Terms
    from payband.workbook.lists.export_file import ExportFile

__all__ = ["ListRead", "read_list", "recognised_again"]


class ListRead(NamedTuple):
    """A list as it was read and recognised."""

    file: "ExportFile"
    headings: "Headings"
    data: Sequence[int]
    others: "Sequence[NotData]"
    columns: "Recognised"
    terms: "Terms"
    given: Mapping[str, str]
    """What the map says of the columns, and the answers so far."""
    said: list[str]
    map_path: str
    """The file of the map that was read or is to be written; empty where one of another list stands in its place."""
    map_was_there: bool

    @property
    def grid(self) -> "Grid":
        """The cells of the list."""
        return self.file.grid


def read_list(given: argparse.Namespace, default_map: str) -> ListRead:
    """Reads a list with its map, if there is one, and the answers of the command line."""
    from payband.errors import WrongInput
    from payband.establishment.columns import recognise
    from payband.establishment.headings import data_rows, fill_merged, find_headings
    from payband.establishment.map import map_in, with_answers
    from payband.establishment.questions import Terms

    said: list[str] = []
    path = given.map or (default_map if os.path.exists(default_map) else "")
    known = map_in(path) if path else None
    file = _file_of(given, known.sheet if known else "")
    headings = find_headings(file.grid, frozenset(known.columns) if known else frozenset())
    file = file._replace(grid=fill_merged(file.grid, headings))
    data, others = data_rows(file.grid, headings)
    if not data:
        raise WrongInput(f"{given.export} has headings in row {headings.last + 1} and no rows below them")
    if known is not None:
        known = _check_map(known, path, headings, bool(given.map), said)
    terms = known.terms if known is not None else Terms()
    asked = {"line": given.line, "full_time_hours": given.full_time_hours, "spine": given.spine}
    terms = terms._replace(**{name: value for name, value in asked.items() if value is not None})
    columns_given = dict(known.columns) if known is not None else {}
    terms, columns_given = with_answers(given.answer, headings.names, terms, columns_given)
    columns = recognise(file.grid, headings, data, terms, columns_given)
    map_path = default_map if not path else path if known is not None else ""
    return ListRead(
        file, headings, data, others, columns, terms, columns_given, said, map_path, map_was_there=bool(path)
    )


def recognised_again(read: ListRead, columns: Mapping[str, str], terms: "Terms") -> ListRead:
    """The same list with more answers."""
    from payband.establishment.columns import recognise

    found = recognise(read.grid, read.headings, read.data, terms, columns)
    return read._replace(columns=found, terms=terms, given=columns)


def _file_of(given: argparse.Namespace, sheet_of_map: str) -> "ExportFile":
    """The list: from the sheet that is asked for, or else the map's, where the file has it."""
    from payband.errors import WrongInput
    from payband.workbook.lists.export_file import read_export

    if sheet_of_map and not given.sheet:
        try:
            return read_export(given.export, sheet_of_map)
        except WrongInput:  # a map of another file: what is wrong with this one, if anything, is said below
            pass
    return read_export(given.export, given.sheet or "")


def _check_map(
    known: "ColumnMap", path: str, headings: "Headings", asked_for: bool, said: list[str]
) -> "ColumnMap | None":
    """The map, if it is of this list; one that only happens to stand there must have the same headings."""
    from payband.establishment.map import differences

    listed = [name for name, readings in zip(headings.names, headings.readings, strict=True) if readings]
    differ = differences(known, [*listed, *(name for name in headings.names if name in known.columns)])
    if asked_for:
        said.append(f"columns are taken as the map {path} says" + (f"; {differ}" if differ else ""))
        return known
    if differ:
        said.append(f"the map {path} is of another list and is not used: {differ}. Give it with --map, or delete it")
        return None
    said.append(f"columns are taken as the map {path} says, which was found next to the output")
    return known
