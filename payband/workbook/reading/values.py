"""What the cells of sheets hold, read from parts that were checked before, in bounded memory."""

import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from payband.errors import WrongInput
from payband.ooxml.archive import Entry, new_entry, write_entries
from payband.ooxml.beside import Beside
from payband.ooxml.cells import CellRange, column_letters, column_number
from payband.ooxml.deflate import checksum
from payband.ooxml.notes import conversations_in
from payband.ooxml.opening import refuse_unsafe_xml
from payband.ooxml.package import Package
from payband.ooxml.scan import may_hold_errors, may_hold_formulas
from payband.ooxml.values_library import faults_told
from payband.review.inputs.raw.raw_tables import BadCell

__all__ = ["SheetCells", "SheetValues", "plain", "plain_column", "row_cells"]

MOST_ROWS = 1_048_576
MANY = 1_000_000  # bytes of sheets, of two thousand people or so
MOST_CELLS = 40_000_000  # 1,000,000 rows of 40 columns: the reader of values keeps a place for each, filled or not

# The reader of values gives nothing at all for an error value, and for a formula that was never calculated. Both must
# be told from an empty cell, so such cells are found in the sheet's own XML. No "<" can stand inside a tag, so that
# each pattern passes over the sheet once, whatever is in it.
_TAG = rb"<(?:\w+:)?"
_FORMULA = _TAG + rb"f\b[^<]*(?:</(?:\w+:)?f>)?\s*"
_VALUE = _TAG + rb"v\b[^<>]*>([^<]*)"
_ERROR_CELL = re.compile(
    _TAG + rb"""c\b([^<]*\bt\s*=\s*["']e["'][^<]*)(?:""" + _FORMULA + rb")?(?:" + _VALUE + rb")?", re.S
)
_FORMULA_CELL = re.compile(_TAG + rb"c\b([^<]*)" + _FORMULA + rb"(?:" + _VALUE + rb")?", re.S)
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]+)([0-9]+)["']""")
_TEXT_RESULT = re.compile(rb"""\st\s*=\s*["']str["']""")
_MERGED = re.compile(_TAG + rb"""mergeCell\b[^<]*?\bref\s*=\s*["']([A-Z]+[0-9]+:[A-Z]+[0-9]+)["']""")
_FILLED_CELL = re.compile(_TAG + rb"c\b([^<]*[^/<])>")

_FAR = re.compile(rb"""\sr\s*=\s*["'](?:[A-Z]{2}|[A-Z]*[0-9]{6})""")
_TALL = re.compile(rb"""\sr\s*=\s*["'][A-Z]*[0-9]{6}""")
_BEYOND = re.compile(rb"""\sr\s*=\s*["'][A-Z]*[0-9]{8}""")
_WIDE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{2,3})[0-9]""")

_WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<workbookPr date1904="{from_1904}"/><sheets>{sheets}</sheets></workbook>'
)
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_RELATIONSHIP = (
    '<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/>'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


class SheetCells(NamedTuple):
    """What a sheet holds: its rows from the first on, the cells that cannot be read, and the merged ones."""

    rows: list[list[Any]]
    bad: dict[tuple[int, int], BadCell]
    merged: list[CellRange]


class SheetValues:
    """The values of some sheets of a package. Asking for one raises WrongInput if a sheet is damaged or beyond reason.

    They are read in a thread beside from the start, so that what reads tables can be loaded meanwhile. The reader of
    values sees a workbook of these sheets alone, made anew from parts that were checked: so it meets no part that
    unpacks to more than it says, no odd name, no odd encoding, and nothing that is none of its business.
    """

    def __init__(self, package: Package, sheets: Iterable[str]) -> None:
        self._package = package
        self._sheets = {sheet: package.sheets[sheet] for sheet in dict.fromkeys(sheets)}
        self._numbers = {sheet: number for number, sheet in enumerate(self._sheets, start=1)}
        self._others = {
            kind: part
            for kind, part in package.related(package.workbook_part).values()
            if kind in ("styles", "sharedStrings") and part in package.names
        }
        self._from_1904 = package.counts_from_1904
        self.many = sum(map(package.size, self._sheets.values())) > MANY
        """Whether they are so many that they are calculated in columns."""
        self.conversations: dict[str, list[str]] = {}
        """The `conversations_in` the parts of the sheets that were asked for."""
        self._parsed = Beside(self._parse)
        self._cells: dict[str, SheetCells] = {}

    def __getitem__(self, sheet: str) -> SheetCells:
        if sheet not in self._cells:
            parsed, xml = self._parsed()[sheet]
            with faults_told(self._damaged, f"sheet '{sheet}'", xml):
                # Rows of the sheet from its first on, whatever is empty at its top or left.
                rows = parsed.to_python(skip_empty_area=False)
            self.conversations[self._sheets[sheet]] = conversations_in(xml)
            merged = _MERGED.findall(xml) if b"mergeCell" in xml else []
            self._cells[sheet] = SheetCells(
                rows, self._bad_cells(xml, sheet), [CellRange.parse(each.decode()) for each in merged]
            )
            del self._parsed()[sheet]
        return self._cells[sheet]

    def _parse(self) -> dict[str, tuple[Any, bytes]]:
        """Each sheet as the reader of values has it, and its XML. Hardly any of it needs Python."""
        entries = []
        checked = {}
        for sheet, part in self._sheets.items():
            xml = checked[sheet] = self._checked(part)
            self._check_extent(xml, sheet)
            entries.append(self._entry(f"xl/worksheets/sheet{self._numbers[sheet]}.xml", part, xml))
        for kind, part in self._others.items():
            entries.append(self._entry(f"xl/{kind}.xml", part, self._checked(part)))
        workbook = self._opened(entries)
        parsed = {}
        for sheet, number in self._numbers.items():
            with faults_told(self._damaged, f"sheet '{sheet}'", checked[sheet]):
                parsed[sheet] = (workbook.get_sheet_by_name(f"s{number}"), checked[sheet])
        return parsed

    def _opened(self, entries: list[Entry]) -> Any:
        from python_calamine import CalamineWorkbook

        numbers = self._numbers.values()
        sheets = "".join(f'<sheet name="s{number}" sheetId="{number}" r:id="r{number}"/>' for number in numbers)
        related = [
            _RELATIONSHIP.format(id=f"r{number}", kind="worksheet", target=f"worksheets/sheet{number}.xml")
            for number in numbers
        ]
        related += [
            _RELATIONSHIP.format(id=kind, kind=kind, target=f"{kind}.xml") for kind in ("styles", "sharedStrings")
        ]
        main = _RELATIONSHIP.format(id="r1", kind="officeDocument", target="xl/workbook.xml")
        workbook = _WORKBOOK.format(from_1904=int(self._from_1904), sheets=sheets)
        made = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONSHIPS.format(main),
            "xl/workbook.xml": workbook,
            "xl/_rels/workbook.xml.rels": _RELATIONSHIPS.format("".join(related)),
        }
        file = io.BytesIO()
        write_entries(file, [*(new_entry(name, [text.encode()]) for name, text in made.items()), *entries])
        file.seek(0)
        with faults_told(self._damaged):
            return CalamineWorkbook.from_filelike(file)

    def _checked(self, part: str) -> bytes:
        xml = self._package.read(part)
        refuse_unsafe_xml(xml, part, self._package.name)
        return xml

    def _entry(self, name: str, part: str, xml: bytes) -> Entry:
        """A part under another name, still compressed if it is what was read."""
        entry = self._package.entry(part)
        if entry.crc != checksum(xml):  # it was in UTF-16 or the like, which not every reader knows
            entry = new_entry(name, [xml])
        return entry._replace(name=name.encode(), flags=0)

    def _damaged(self, why: str) -> WrongInput:
        return WrongInput(f"{self._package.name} is damaged ({why}): open it in Excel and save it again")

    # --- before any value is read --------------------------------------------------------------------------------

    def _check_extent(self, xml: bytes, sheet: str) -> None:
        """A value far out makes the reader of values keep a place for every cell before it: too many are refused."""
        if not _FAR.search(xml):
            return
        if _BEYOND.search(xml):
            raise self._damaged(f"sheet '{sheet}' has cells below row {MOST_ROWS:,}")
        columns = max((column_number(each.decode()) for each in set(_WIDE.findall(xml))), default=26)
        if columns * (MOST_ROWS if _TALL.search(xml) else 99_999) <= MOST_CELLS:
            return
        last_row = last_column = 0
        for cell in _FILLED_CELL.finditer(xml):
            reference = _REFERENCE.search(cell.group(1))
            if reference is None:
                raise self._damaged(f"sheet '{sheet}' has cells without a place")
            last_column = max(last_column, column_number(reference.group(1).decode()))
            last_row = max(last_row, int(reference.group(2)))
        if last_row * last_column > MOST_CELLS:
            raise WrongInput(
                f"{self._package.name}: the values of sheet '{sheet}' reach to column {column_letters(last_column)} "
                f"and row {last_row:,}, more than payband reads ({MOST_CELLS:,} cells): delete what is far from "
                "the table"
            )

    def _bad_cells(self, xml: bytes, sheet: str) -> dict[tuple[int, int], BadCell]:
        """The cells of a sheet that cannot be read, and why."""
        bad: dict[tuple[int, int], BadCell] = {}
        if may_hold_errors(xml):
            for tag, value in _ERROR_CELL.findall(xml):
                shown = value.decode(errors="replace") or "#VALUE!"
                bad[self._place(tag, sheet)] = BadCell(f"holds the error {shown}: mend the formula, or type the value")
        if may_hold_formulas(xml):
            never = BadCell("holds a formula that was never calculated: open the workbook in Excel and save it")
            for tag, value in _FORMULA_CELL.findall(xml):
                if not value and not _TEXT_RESULT.search(tag):
                    bad.setdefault(self._place(tag, sheet), never)
        return bad

    def _place(self, tag: bytes, sheet: str) -> tuple[int, int]:
        found = _REFERENCE.search(tag)
        if found is None:
            raise self._damaged(f"sheet '{sheet}' has cells without a place")
        return int(found.group(2)), column_number(found.group(1).decode())


def row_cells(sheet: SheetCells, block: CellRange, number: int) -> list[Any]:
    """The cells of one row under the columns of a block; None where the sheet holds nothing."""
    row = sheet.rows[number - 1] if number <= len(sheet.rows) else []
    cells = [plain(value) for value in row[block.first_column - 1 : block.last_column]]
    cells += [None] * (block.last_column - block.first_column + 1 - len(cells))
    if sheet.bad:
        for column in block.columns:
            bad = sheet.bad.get((number, column))
            if bad is not None:
                cells[column - block.first_column] = bad
    return cells


def plain_column(values: Sequence[Any]) -> list[Any]:
    """Each value of a column as `plain` gives it."""
    if set(map(type, values)) == {str}:  # what most columns are; a cell that holds nothing is an empty text
        return [value or None for value in values]
    return list(map(plain, values))


def plain(value: Any) -> Any:
    """A value as the tables take it: whole numbers as such, and times of day, which no table holds, as text."""
    if value.__class__ is str:
        return value or None
    if value.__class__ is float:
        if value.is_integer():
            return int(value)
        if not math.isfinite(value):
            return BadCell("holds a number beyond all reason: type it anew")
        return value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (time, timedelta)) and not isinstance(value, date):
        return str(value)
    return value
