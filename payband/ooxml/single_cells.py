"""Single cells of a sheet given new values, with every other byte of the sheet as it was."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from payband.errors import InputProblems, Problem, UnknownName, nearest_name
from payband.ooxml.calculation import drop_calculation_chain
from payband.ooxml.cells import CellRange, cell_xml, column_letters
from payband.ooxml.kept_formulas import Change, keep_formulas
from payband.ooxml.package import Package
from payband.ooxml.sheet_xml import MOST_COLUMNS, MOST_ROWS, CellPlace, RowPlace, SheetXml, attribute
from payband.ooxml.table_xml import shape_of

__all__ = ["set_cells"]

_SPANS = re.compile(rb"""\sspans\s*=\s*["'](\d+):(\d+)["']""")


def set_cells(
    package: Package,
    sheet_name: str,
    values: Mapping[tuple[int, int], Any],
    styles: Mapping[tuple[int, int], str] = {},
) -> None:
    """Gives cells, named by row and column from 1, new values; None empties one. Their styles stay, but for those that
    are given the number of another.

    A cell that was not there takes the style of its row or column, as in Excel. Formulas of the cells are replaced;
    nothing else of the sheet changes. Whoever changes what a formula rests on asks for a calculation afterwards.
    Raises UnknownName for a sheet that the workbook lacks, and InputProblems for a cell outside a sheet, a heading of a
    table, or a part of an array formula.
    """
    if sheet_name not in package.sheets:
        raise UnknownName(f"the workbook has no sheet '{sheet_name}'; {nearest_name(sheet_name, package.sheets)}")
    if not values:
        return
    _check_places(package, sheet_name, values)
    part = package.sheets[sheet_name]
    sheet = SheetXml(package, part)
    changes: list[Change] = []
    by_row: dict[int, dict[int, Any]] = {}
    for (row, column), value in sorted(values.items(), key=lambda each: each[0]):
        by_row.setdefault(row, {})[column] = value
    formulas_go = False
    for number, cells in by_row.items():
        writer = _RowChange(sheet, number, package.counts_from_1904, styles)
        changes += writer.changes(cells)
        formulas_go |= writer.formulas_go
    if formulas_go:
        changes += keep_formulas(sheet, sheet_name, lambda row, column: (row, column) in values)
        drop_calculation_chain(package)
    content = sheet.spliced(changes)
    used = sheet.dimension()
    if used is not None:
        rows, columns = zip(*values, strict=True)
        new = CellRange(
            min(used.first_column, *columns),
            min(used.first_row, *rows),
            max(used.last_column, *columns),
            max(used.last_row, *rows),
        )
        if new != used:
            content = sheet.with_dimension(content, new)
    package.write(part, content)


def _check_places(package: Package, sheet_name: str, values: Iterable[tuple[int, int]]) -> None:
    shapes = [shape_of(package, each) for each in package.tables.values() if each.sheet == sheet_name and each.ref]
    problems = []
    for row, column in values:
        if not (0 < row <= MOST_ROWS and 0 < column <= MOST_COLUMNS):
            problems.append(Problem(f"row {row}, column {column} is not a cell of a sheet", sheet=sheet_name, row=row))
        elif any(each.whole.first_row <= row < each.data.first_row and column in each.whole.columns for each in shapes):
            message = f"cell {column_letters(column)}{row} is a heading of a table, which gives a column its name"
            problems.append(Problem(f"{message}: write below it", sheet=sheet_name, row=row))
    if problems:
        raise InputProblems(problems)


class _RowChange:
    """What changes in one row of a sheet."""

    def __init__(self, sheet: SheetXml, number: int, from_1904: bool, styles: Mapping[tuple[int, int], str]) -> None:
        self._sheet = sheet
        self._styles = styles
        self._number = number
        self._from_1904 = from_1904
        self.formulas_go = False

    def changes(self, values: dict[int, Any]) -> list[Change]:
        """The stretches of XML that change for the values of some columns of the row."""
        sheet, number = self._sheet, self._number
        row = sheet.row_from(number)
        if row is None or row.number != number:
            at = sheet.last if row is None else row.start
            new = "".join(self._new(column, value, "") for column, value in values.items())
            return [(at, at, sheet.own(f'<row r="{number}">{new}</row>'))]
        tag = sheet.tag(row)
        style = attribute(tag, "s") if attribute(tag, "customFormat") in ("1", "true") else ""
        if tag.endswith(b"/>"):
            new = "".join(self._new(column, value, style) for column, value in values.items())
            opened = self._widened(tag, values)[:-2].rstrip() + b">"
            return [(row.start, row.end, opened + sheet.own(f"{new}</row>"))]
        places = list(sheet.cells(row))
        changes: list[Change] = []
        widened = self._widened(tag, values)
        if widened != tag:
            changes.append((row.start, row.tag_end, widened))
        changes += [self._change(row, places, column, value, style) for column, value in values.items()]
        return changes

    def _change(self, row: RowPlace, places: list[CellPlace], column: int, value: Any, style: str) -> Change:
        """The cell's own XML replaced, or a new cell put where it belongs among those of the row."""
        sheet = self._sheet
        place = next((each for each in places if each.column >= column), None)
        if place is None or place.column != column:
            at = place.start if place else places[-1].end if places else row.tag_end
            return (at, at, sheet.own(self._new(column, value, style)))
        formula = re.compile(rb"<" + re.escape(sheet.prefix) + rb"f(?=[\s/>])")
        self.formulas_go |= formula.search(sheet.scan, place.start, place.end) is not None
        kept = attribute(sheet.tag(place), "s")
        return (place.start, place.end, sheet.own(self._cell(column, value, kept)))

    def _new(self, column: int, value: Any, style: str) -> str:
        return self._cell(column, value, style or self._sheet.column_style(column))

    def _cell(self, column: int, value: Any, style: str) -> str:
        style = self._styles.get((self._number, column)) or style
        return cell_xml(f"{column_letters(column)}{self._number}", value, style, from_1904=self._from_1904)

    def _widened(self, tag: bytes, values: Iterable[int]) -> bytes:
        """The row's start tag with its hint of the columns it uses made true."""

        def wide(found: re.Match[bytes]) -> bytes:
            first, last = min(int(found[1]), *values), max(int(found[2]), *values)
            return found[0] if (first, last) == (int(found[1]), int(found[2])) else b' spans="%d:%d"' % (first, last)

        return _SPANS.sub(wide, tag, count=1)
