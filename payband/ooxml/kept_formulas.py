"""Formulas that several cells share: what becomes of them when some of these cells are written over."""

import re
from collections.abc import Callable
from typing import NamedTuple

from payband.errors import InputProblems, Problem
from payband.ooxml.cells import CellRange, column_letters
from payband.ooxml.sheet_xml import CellPlace, RowPlace, SheetXml, attribute

__all__ = ["Change", "keep_formulas"]

Change = tuple[int, int, bytes]
_SHARED = re.compile(rb"""\st\s*=\s*["'](shared|array|dataTable)["']""")


class _SharedCell(NamedTuple):
    """A cell of a shared formula: its place, the start tag of its formula, and the formula's text where it has one."""

    row: RowPlace
    cell: CellPlace
    start: int
    tag: bytes
    text: bytes


def keep_formulas(sheet: SheetXml, name: str, taken: Callable[[int, int], bool]) -> list[Change]:
    """What must change in other cells when the cells that are `taken` (asked by row and column) lose their formulas.

    A shared formula whose text is in a taken cell moves into the next cell that shares it. Raises InputProblems
    where only a part of an array formula or of a data table would be taken, which Excel does not allow either.
    """
    if not _SHARED.search(sheet.scan, sheet.first, sheet.last):
        return []
    groups: dict[str, list[_SharedCell]] = {}
    formula = re.compile(rb"<" + re.escape(sheet.prefix) + rb"f(?=[\s/>])[^>]*>")
    for row in sheet.rows():
        if not _SHARED.search(sheet.scan, row.tag_end, row.end):
            continue
        for cell in sheet.cells(row):
            found = formula.search(sheet.scan, cell.start, cell.end)
            kind = attribute(found[0], "t") if found else ""
            if found is None or not kind:
                continue
            if kind == "shared":
                end = found.end() if found[0].endswith(b"/>") else sheet.scan.index(b"</", found.end())
                text = sheet.content[found.end() : end]
                group = groups.setdefault(attribute(found[0], "si"), [])
                group.append(_SharedCell(row, cell, found.start(), found[0], text))
            elif kind in ("array", "dataTable") and (ref := attribute(found[0], "ref")):
                _check_whole(CellRange.parse(ref), name, kind, taken)
    return [change for group in groups.values() for change in _passed_on(sheet, group, taken)]


def _check_whole(block: CellRange, name: str, kind: str, taken: Callable[[int, int], bool]) -> None:
    cells = [(row, column) for row in range(block.first_row, block.last_row + 1) for column in block.columns]
    hit = [cell for cell in cells if taken(*cell)]
    if hit and len(hit) < len(cells):
        row, column = hit[0]
        what = "an array formula" if kind == "array" else "a data table (What-If Analysis)"
        raise InputProblems(
            [
                Problem(
                    f"cell {column_letters(column)}{row} is part of {what} over {block}, which can only be changed as "
                    "a whole: move it or take it away",
                    sheet=name,
                    row=row,
                )
            ]
        )


def _passed_on(sheet: SheetXml, group: list[_SharedCell], taken: Callable[[int, int], bool]) -> list[Change]:
    """The formula's text put into the first cell that stays, where the cell that held it is taken."""
    first = next((each for each in group if each.text), None)
    staying = [each for each in group if not taken(each.row.number, each.cell.column)]
    if first is None or first in staying or not staying:
        return []
    from html import unescape
    from xml.sax.saxutils import escape

    from openpyxl.formula.translate import Translator  # only such a workbook needs it

    heir = staying[0]
    old, new = (f"{column_letters(each.cell.column)}{each.row.number}" for each in (first, heir))
    moved = Translator("=" + unescape(first.text.decode()), origin=old).translate_formula(new)[1:]
    columns = [each.cell.column for each in staying]
    block = CellRange(min(columns), heir.row.number, max(columns), staying[-1].row.number)
    xml = sheet.own(f'<f t="shared" ref="{block}" si="{attribute(heir.tag, "si")}">{escape(moved)}</f>')
    end = heir.start + len(heir.tag)
    if not heir.tag.endswith(b"/>"):
        end = sheet.scan.index(b">", end) + 1
    return [(heir.start, end, xml)]
