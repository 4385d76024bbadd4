"""The command import: an establishment list becomes a new review workbook."""

import argparse
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from payband.commands.output import CHECK_FAILED, FINE, print_json
from payband.commands.progress_bar import progress_shown

if TYPE_CHECKING:
    from datetime import date

    from payband.review.establishment_columns import Recognised, Terms
    from payband.review.establishment_headings import Grid, Headings, NotData
    from payband.review.establishment_map import ColumnMap
    from payband.review.establishment_result import Establishment
    from payband.workbook.export_file import ExportFile

__all__ = ["import_list"]

MOST_LISTED = 20


class _Read(NamedTuple):
    """A list as it was read and recognised."""

    file: "ExportFile"
    headings: "Headings"
    data: Sequence[int]
    others: "Sequence[NotData]"
    columns: "Recognised"
    terms: "Terms"
    said: list[str]
    map_to_write: str
    """The file that the map is to be written to; empty where there is one already."""

    @property
    def grid(self) -> "Grid":
        return self.file.grid


def import_list(given: argparse.Namespace) -> int:
    """Reads a list, writes the review workbook, the map and the rows that were not placed, and prints what it did.

    Exit status 1 says that rows were not placed or that the list's own total differs; 2 that something must be
    answered first, when nothing but the map is written.
    """
    from datetime import date

    from payband.errors import WrongInput
    from payband.review.establishment import establishment
    from payband.review.establishment_map import map_text
    from payband.whole_files import removed_on_failure
    from payband.workbook.import_file import rejected_rows, write_imported, write_rejected, write_text
    from payband.workbook.saving import check_target

    target = given.output
    if not target.casefold().endswith(".xlsx"):
        raise WrongInput(f"the review workbook is to be called {target}: give a name that ends in .xlsx")
    inputs = [given.export, *([given.map] if given.map else [])]
    rejected_path, default_map = (os.path.splitext(target)[0] + end for end in (".rejected.csv", ".map.toml"))
    for path in (target, rejected_path):
        check_target(path, *inputs)
    _check_map_is_no_list(given.map or default_map, given.export)
    source = os.path.basename(given.export)
    with progress_shown():
        read = _read(given, default_map)
        if read.map_to_write:
            write_text(read.map_to_write, map_text(read.columns, read.terms, read.file.sheet, source))
        if read.columns.questions:
            raise WrongInput(_questions(read, given))
        placed = establishment(read.grid, read.data, read.columns, read.terms, source)
        if placed.totals.posts == 0:
            raise WrongInput(_nothing_placed(placed, source))
        today = date.today()
        left = _left_already(placed, today)
        placed = placed._replace(remarks=[*placed.remarks, left] if left else placed.remarks)
        headings, rows = rejected_rows(placed, read.grid, read.columns)
        with removed_on_failure(read.map_to_write, rejected_path if rows else ""):
            if rows:
                write_rejected(rejected_path, headings, rows)
            write_imported(placed, target, source, today)
    if not rows and os.path.exists(rejected_path):
        os.unlink(rejected_path)  # of an earlier run: it would be taken for this one's
    differs = _total_differs(read, placed)
    if given.json:
        print_json(_record(read, placed, target, rejected_path if rows else "", differs))
    else:
        _print(read, placed, target, rejected_path if rows else "", differs)
    return CHECK_FAILED if rows or differs else FINE


def _check_map_is_no_list(path: str, export: str) -> None:
    """Refuses a map that is the list itself: neither can be read as the other, and a list is never changed."""
    from payband.errors import WrongInput

    if os.path.exists(path) and os.path.exists(export) and os.path.samefile(path, export):
        raise WrongInput(
            f"{path} is the list that is to be imported, and cannot be its map as well: give another name with -o, or "
            "another map with --map"
        )


# --- reading -------------------------------------------------------------------------------------------------------


def _read(given: argparse.Namespace, default_map: str) -> _Read:
    from payband.errors import WrongInput
    from payband.review.establishment_columns import Terms, recognise
    from payband.review.establishment_headings import data_rows, fill_merged, find_headings

    said: list[str] = []
    path = given.map or (default_map if os.path.exists(default_map) else "")
    known = _map_of(path) if path else None
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
    columns = recognise(file.grid, headings, data, terms, known.columns if known is not None else None)
    return _Read(file, headings, data, others, columns, terms, said, "" if path else default_map)


def _file_of(given: argparse.Namespace, sheet_of_map: str) -> "ExportFile":
    """The list: from the sheet that is asked for, or else the map's, where the file has it."""
    from payband.errors import WrongInput
    from payband.workbook.export_file import read_export

    if sheet_of_map and not given.sheet:
        try:
            return read_export(given.export, sheet_of_map)
        except WrongInput:  # a map of another file: what is wrong with this one, if anything, is said below
            pass
    return read_export(given.export, given.sheet or "")


def _map_of(path: str) -> "ColumnMap":
    from payband.errors import WrongInput
    from payband.review.establishment_map import read_map

    try:
        with open(path, encoding="utf-8-sig") as file:
            return read_map(file.read(), path)
    except FileNotFoundError:
        raise WrongInput(f"--map: there is no file {path}: check its name") from None
    except (OSError, UnicodeDecodeError) as error:
        raise WrongInput(f"the map {path} cannot be read ({error}): save it as UTF-8 text") from None


def _check_map(
    known: "ColumnMap", path: str, headings: "Headings", asked_for: bool, said: list[str]
) -> "ColumnMap | None":
    """The map, if it is of this list; one that only happens to stand there must have the same headings."""
    from payband.review.establishment_map import differences

    listed = [name for name, readings in zip(headings.names, headings.readings, strict=True) if readings]
    differ = differences(known, [*listed, *(name for name in headings.names if name in known.columns)])
    if asked_for:
        said.append(f"columns are taken as the map {path} says" + (f"; {differ}" if differ else ""))
        return known
    if differ:
        said.append(f"the map {path} is of another list and is not used: {differ}. Give it with --map, or delete it")
        return None
    said.append(f"columns are taken as the map {path} says, which was found beside the output")
    return known


# --- what is said --------------------------------------------------------------------------------------------------


def _questions(read: _Read, given: argparse.Namespace) -> str:
    where = read.map_to_write or given.map or os.path.splitext(given.output)[0] + ".map.toml"
    lines = ["before anything is imported, say:"]
    lines += [f"  {number}. {question}" for number, question in enumerate(read.columns.questions, start=1)]
    lines.append(f"Answer in {where}, where each column has a line, and run the same command again.")
    return "\n".join([*lines, "", _columns_table(read)])


def _nothing_placed(placed: "Establishment", source: str) -> str:
    lines = [f"no row of {source} could be placed, so that nothing is written:"]
    lines += [f"  row {each.number}: {each.why}" for each in placed.not_placed[:5]]
    if len(placed.not_placed) > 5:
        lines.append(f"  and {len(placed.not_placed) - 5:,} more")
    return "\n".join(lines)


def _columns_table(read: _Read) -> str:
    """Each column: what it is taken as, why, and some of its values where it is taken."""
    rows = [("column", "taken as", "why", "for example")]
    rows += [
        (column.heading, column.taken or "-", column.why, ", ".join(column.examples)) for column in read.columns.columns
    ]
    cut = [[_cut(cell, width) for cell, width in zip(row, (30, 16, 60, 44), strict=True)] for row in rows]
    widths = [max(len(row[number]) for row in cut) for number in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cut
    )


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 3]}..."


def _print(read: _Read, placed: "Establishment", target: str, rejected: str, differs: str) -> None:
    from payband.units import counted, pounds_text

    totals = placed.totals
    for line in (*read.file.said, *read.said):
        print(f"{line[:1].upper()}{line[1:]}")
    print(f"Headings in row {read.headings.last + 1}\n")
    print(_columns_table(read))
    print(f"\nRows read     {totals.rows_read:>9,}")
    print(f"  people      {totals.people:>9,}   {pounds_text(totals.salaries_of_people):>18} in the list's column")
    print(f"  vacant posts{totals.vacant_posts:>9,}   {pounds_text(totals.salaries_of_vacant_posts):>18}")
    print(f"  not placed  {totals.not_placed:>9,}   {pounds_text(totals.salaries_not_placed):>18}")
    print(f"  together    {totals.rows_read:>9,}   {pounds_text(totals.salaries_read):>18}")
    print(f"Posts         {totals.posts:>9,}   FTE {float(totals.fte):,.2f}, {counted(len(placed.structure), 'line')}")
    print(f"Full-time salaries of the people {pounds_text(totals.full_time_salaries)}")
    if differs:
        print(f"\n{differs}")
    _print_list("Not placed", [f"row {each.number}: {each.why}" for each in placed.not_placed])
    skipped: dict[str, list[int]] = {}
    for other in read.others:
        if not _is_remark(other):
            skipped.setdefault(other.what, []).append(other.number)
    # A remark could be a post with nothing but its title: each is shown, so that a row of the list can be missed.
    remarks = [f"a remark: row {other.number}, '{_cut(other.text, 60)}'" for other in read.others if _is_remark(other)]
    _print_list(
        "Other rows of the file", [*(f"{what}: rows {_numbers(rows)}" for what, rows in skipped.items()), *remarks]
    )
    _print_list("To know", [*placed.remarks, *(f"row {note.number}: {note.what}" for note in placed.notes)])
    print(f"\nWritten to {target}; its settings are for you to fill in")
    if read.map_to_write:
        print(f"The columns as they were taken: {read.map_to_write}")
    if rejected:
        print(f"The rows that were not placed: {rejected}")


def _is_remark(other: "NotData") -> bool:
    return other.what == "a remark"


def _print_list(title: str, lines: Sequence[str]) -> None:
    if lines:
        print(f"\n{title}")
        for line in lines[:MOST_LISTED]:
            print(f"  {line}")
        if len(lines) > MOST_LISTED:
            print(f"  and {len(lines) - MOST_LISTED:,} more: --json lists them all")


def _numbers(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows[:8])) + (f" and {len(rows) - 8:,} more" if len(rows) > 8 else "")


def _left_already(placed: "Establishment", today: "date") -> str:
    """What is to be said of people whose last day in post is over; empty where there are none."""
    from payband.calendar import date_text

    days = [person["leaves_on"] for person in placed.people if person["leaves_on"] and person["leaves_on"] < today]
    if not days:
        return ""
    return (
        f"people whose last day in post is before {date_text(today)}: {len(days)} of {len(placed.people)}, the first "
        f"on {date_text(min(days))}. Delete from table People whoever left before the implementation date, and from "
        "Structure the posts that are gone"
    )


def _total_differs(read: _Read, placed: "Establishment") -> str:
    """What is to be said where the list's own last total of salaries is not what its rows add up to.

    A list may have a total for each department and none for all: the rows since the total before count too.
    """
    from payband.units import pounds_text

    at = next(
        (read.columns.place(kind) for kind in ("full-time salary", "actual salary") if read.columns.heading(kind)), None
    )
    totals = [other.number for other in read.others if other.what == "a total"]
    if at is None or not totals:
        return ""
    *before, last = totals
    stated = _amount_in(read, last - 1, at)
    since = [index for index in read.data if (before[-1] if before else 0) <= index < last]
    if stated in (None, placed.totals.salaries_read, sum(_amount_in(read, index, at) or 0 for index in since)):
        return ""
    return (
        f"The list's own total in row {last} is {pounds_text(stated)}, and its rows add up to "
        f"{pounds_text(placed.totals.salaries_read)}: rows may be missing from the list"
    )


def _amount_in(read: _Read, index: int, at: int) -> int | None:
    """The amount in a column of a row of the file; None where there is none."""
    from payband.errors import PaybandError
    from payband.review.establishment_cells import amount

    row = read.grid.rows[index]
    try:
        return amount(row[at]) if at < len(row) else None
    except PaybandError:
        return None


def _record(read: _Read, placed: "Establishment", target: str, rejected: str, differs: str) -> dict[str, Any]:
    from decimal import Decimal

    from payband.units import pounds

    totals = placed.totals
    return {
        "written": target,
        "map_written": read.map_to_write or None,
        "rejected_rows_written": rejected or None,
        "sheet": read.file.sheet or None,
        "headings_row": read.headings.last + 1,
        "totals": {
            "rows_read": totals.rows_read,
            "people": totals.people,
            "vacant_posts": totals.vacant_posts,
            "not_placed": totals.not_placed,
            "posts": totals.posts,
            "fte": Decimal(f"{float(totals.fte):.4f}"),
            "lines": len(placed.structure),
            "salaries_read": pounds(totals.salaries_read),
            "salaries_of_people": pounds(totals.salaries_of_people),
            "salaries_of_vacant_posts": pounds(totals.salaries_of_vacant_posts),
            "salaries_not_placed": pounds(totals.salaries_not_placed),
            "full_time_salaries": pounds(totals.full_time_salaries),
            "own_total_differs": differs or None,
        },
        "columns": [
            {"column": each.heading, "taken_as": each.taken or None, "why": each.why, "examples": list(each.examples)}
            for each in read.columns.columns
        ],
        "not_placed": [each._asdict() for each in placed.not_placed],
        "not_rows_of_the_list": [
            {"number": each.number, "what": each.what, **({"text": each.text} if _is_remark(each) else {})}
            for each in read.others
        ],
        "notes": [each._asdict() for each in placed.notes],
        "remarks": [*read.file.said, *read.said, *placed.remarks],
    }
