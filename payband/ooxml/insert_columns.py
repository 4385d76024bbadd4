"""Empty columns put between the columns of a sheet, as Excel's Insert does it: whatever names a cell to the right, on
any sheet, names it where it is then. Nothing else changes.
"""

import re
from collections.abc import Iterator
from functools import partial
from html import escape, unescape
from typing import NamedTuple

from payband.errors import InputProblems, Problem
from payband.ooxml.calculation import drop_calculation_chain
from payband.ooxml.cells import CellRange, column_letters, column_number
from payband.ooxml.package import Package
from payband.ooxml.sheet_xml import MOST_COLUMNS, SheetXml, attribute, utf8
from payband.ooxml.table_xml import shape_of

__all__ = ["insert_columns"]

_CELL = rb"""(<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["'])([A-Z]{1,3})(?=\d)"""
_CELL_TAG = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])(\d+):(\d+)(?=["'])""")
_COL = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_ATTRIBUTES = re.compile(rb"""(\s(?:sqref|ref|activeCell|topLeftCell|r1|r2)\s*=\s*["'])([A-Z0-9: $]+)(?=["'])""")
_WATCHED = re.compile(rb"""(<(?:\w+:)?(?:inputCells|cellWatch)\s(?:[^>]*?\s)?r\s*=\s*["'])([A-Z0-9]+)""")
_SQREF = re.compile(rb"(<(?:\w+:)?sqref>)([^<]+)(?=</)")
_BREAKS = re.compile(rb"<((?:\w+:)?)colBreaks\b.*?</\1colBreaks>", re.S)
_BREAK = re.compile(rb"""(\sid\s*=\s*["'])(\d+)""")
_FORMULA = re.compile(
    rb"(<((?:\w+:)?(?:f|formula[12]?|calculatedColumnFormula|totalsRowFormula|definedName)|x:Fmla(?:Link|Range))"
    rb"(?:\s[^>]*[^/>])?>)([^<]+)(?=</\2>)"
)
_FORMULA_ATTRIBUTE = re.compile(rb"""(\sfmla(?:Link|Range)\s*=\s*")([^"]+)""")
_SHARED = re.compile(
    rb"""<(?:\w+:)?f\s(?=[^>]*\bt\s*=\s*["']shared["'])(?=[^>]*\bref\s*=\s*["']([A-Z0-9:]+)["'])[^>]*>"""
)
_SPREAD = re.compile(
    rb"""<(?:\w+:)?f\s(?=[^>]*\bt\s*=\s*["'](?:array|dataTable)["'])[^>]*?\bref\s*=\s*["']([A-Z0-9:]+)"""
)
_ANCHOR = re.compile(rb"<((?:\w+:)?)(?:two|one)CellAnchor\b([^>]*)>.*?</\1(?:two|one)CellAnchor>", re.S)
_ANCHOR_COLUMN = re.compile(rb"(<(?:\w+:)?col>)(\d+)(?=</)")
_NOTE_COLUMN = re.compile(rb"(<x:Column>\s*)(\d+)")
_NOTE_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]+)")
_SOURCE = re.compile(rb"<(?:\w+:)?worksheetSource\b[^>]*>")
_BLOCK = re.compile(r"(\$?)([A-Z]{1,3})(\$?\d+)?(?::(\$?)([A-Z]{1,3})(\$?\d+)?)?")
_NAMED = re.compile(r"(?P<sheet>(?:'(?:[^']|'')+'|[^!'\[\]:]+)!)?(?P<block>[$A-Z0-9:]+)")
_OF_THE_SHEET = ("drawing", "vmlDrawing", "comments", "threadedComment", "table", "pivotTable")
_HOLDS_FORMULAS = re.compile(r"/(?:charts|pivotCache|ctrlProps)/|vmlDrawing|\.vml$", re.I)


class _Shift(NamedTuple):
    """Columns from `first` on of a sheet are so many `places` further to the right."""

    sheet: str
    first: int
    places: int

    def column(self, number: int) -> int:
        return number + self.places if number >= self.first else number

    def letters(self, letters: str) -> str:
        return column_letters(min(self.column(column_number(letters)), MOST_COLUMNS))

    def block(self, text: str) -> str:
        """A block of cells, of whole columns, or a cell; as it was where it is none of these."""
        found = _BLOCK.fullmatch(text)
        if found is None or (found[5] and bool(found[3]) != bool(found[6])) or not (found[3] or found[5]):
            return text
        first = f"{found[1]}{self.letters(found[2])}{found[3] or ''}"
        return f"{first}:{found[4]}{self.letters(found[5])}{found[6] or ''}" if found[5] else first


def insert_columns(package: Package, sheet: str, first: int, count: int) -> None:
    """Puts empty columns before a column of a sheet, by its number.

    Merged cells that lie across that place become wider. Raises InputProblems where a table, a pivot table or an array
    formula does, which only the workbook's owner can say how to part.
    """
    shift = _Shift(sheet, first, count)
    part = package.sheets[sheet]
    _check(package, shift)
    for name, other in package.sheets.items():
        _share_no_more(package, name, other, shift)
    _move_cells(package, part, shift)
    for kind, related in package.related(part).values():
        if kind in _OF_THE_SHEET and related in package.names:
            content = utf8(package.read(related))
            _write(package, related, content, _of_the_sheet(kind, content, shift))
    owners = {each: name for name, each in package.sheets.items()}
    owners |= {place.table_part: place.sheet for place in package.tables.values()}
    owners |= {each: "" for each in package.names if _HOLDS_FORMULAS.search(each) and not each.endswith(".rels")}
    for each, owner in {**owners, package.workbook_part: ""}.items():
        content = utf8(package.read(each))
        formula = partial(_formula, shift, owner.casefold() == sheet.casefold())
        changed = _FORMULA_ATTRIBUTE.sub(formula, _FORMULA.sub(formula, content))
        _write(package, each, content, _SOURCE.sub(partial(_source, shift), changed))
    drop_calculation_chain(package)
    package.tables_changed()


def _write(package: Package, part: str, before: bytes, after: bytes) -> None:
    if after != before:
        package.write(part, after)


# --- what cannot be parted -----------------------------------------------------------------------------------------


def _check(package: Package, shift: _Shift) -> None:
    part = package.sheets[shift.sheet]
    xml = SheetXml(package, part)
    across = [(f"the array formula of {each}", each) for each in _refs(_SPREAD, xml.scan)]
    tables = [(each.name, shape_of(package, each).whole) for each in package.tables.values() if each.sheet_part == part]
    across += [(f"the table {name}", str(whole)) for name, whole in tables]
    for kind, related in package.related(part).values():
        if kind == "pivotTable" and related in package.names:
            tag = re.search(rb"<(?:\w+:)?location\b[^>]*>", package.read(related))
            across.append(("a pivot table", attribute(tag[0], "ref") if tag else "A1"))
    for what, ref in across:
        block = CellRange.parse(ref)
        if block.first_column < shift.first <= block.last_column:
            raise _in_the_way(shift, f"{what} lies across column {column_letters(shift.first)}: move it")
    used = xml.dimension()
    if used is not None and used.last_column >= shift.first and used.last_column + shift.places > MOST_COLUMNS:
        raise _in_the_way(shift, "the sheet is used up to its last column: empty it")
    if len(_CELL_TAG.findall(xml.scan)) != len(re.findall(_CELL, xml.scan)):
        raise _in_the_way(shift, "its cells do not say where they are: open the workbook in Excel and save it")


def _refs(pattern: re.Pattern[bytes], xml: bytes) -> Iterator[str]:
    return (found.decode() for found in pattern.findall(xml))


def _in_the_way(shift: _Shift, what: str) -> InputProblems:
    return InputProblems([Problem(f"there is no room for a new column of the table: {what}", sheet=shift.sheet)])


# --- cells and formulas --------------------------------------------------------------------------------------------


def _share_no_more(package: Package, name: str, part: str, shift: _Shift) -> None:
    """Gives each cell its own formula where cells of several columns share one: each may follow in its own way."""
    content = utf8(package.read(part))
    blocks = {attribute(tag[0], "si"): CellRange.parse(tag[1].decode()) for tag in _SHARED.finditer(content)}
    shared = {group for group, block in blocks.items() if block.first_column != block.last_column}
    if not shared or not (name == shift.sheet or _may_name(content, shift.sheet)):
        return
    from openpyxl.formula.translate import Translator  # only such a workbook needs it

    sheet = SheetXml(package, part)
    formula = re.compile(rb"<" + re.escape(sheet.prefix) + rb"f(?=[\s/>])[^>]*>")
    origins: dict[str, tuple[str, str]] = {}
    changes = []
    for row in sheet.rows():
        for cell in sheet.cells(row):
            found = formula.search(sheet.scan, cell.start, cell.end)
            if found is None or attribute(found[0], "t") != "shared" or attribute(found[0], "si") not in shared:
                continue
            end, text = found.end(), ""
            if not found[0].endswith(b"/>"):
                closing = sheet.scan.index(b"</", found.end())
                text, end = unescape(sheet.content[found.end() : closing].decode()), sheet.scan.index(b">", closing) + 1
            here = f"{column_letters(cell.column)}{row.number}"
            text, origin = origins.setdefault(attribute(found[0], "si"), (text, here))
            moved: str = Translator(f"={text}", origin=origin).translate_formula(here)
            changes.append((found.start(), end, sheet.own(f"<f>{escape(moved[1:], quote=False)}</f>")))
    package.write(part, sheet.spliced(changes))


def _move_cells(package: Package, part: str, shift: _Shift) -> None:
    """The cells of the sheet, and all that says where they are but for formulas."""
    sheet = SheetXml(package, part)

    def cell(found: re.Match[bytes]) -> bytes:
        return found[1] + shift.letters(found[2].decode()).encode()

    def spans(found: re.Match[bytes]) -> bytes:
        return found[1] + b"%d:%d" % (shift.column(int(found[2])), shift.column(int(found[3])))

    def breaks(found: re.Match[bytes]) -> bytes:
        return _BREAK.sub(lambda each: each[1] + b"%d" % (shift.column(int(each[2]) + 1) - 1), found[0])

    head = _COL.sub(lambda found: _width(found[0], shift), sheet.content[: sheet.first])
    rows = _SPANS.sub(spans, re.sub(_CELL, cell, sheet.content[sheet.first : sheet.last]))
    rows = re.sub(
        rb"<(?:\w+:)?f\s[^>]*>",
        lambda found: _ATTRIBUTES.sub(partial(_blocks, shift), found[0]),
        rows,
    )
    tail = _WATCHED.sub(partial(_blocks, shift), _BREAKS.sub(breaks, sheet.content[sheet.last :]))
    head, tail = (
        _anchors(_SQREF.sub(partial(_blocks, shift), _ATTRIBUTES.sub(partial(_blocks, shift), each)), shift)
        for each in (head, tail)
    )
    package.write(part, head + rows + tail)


def _width(tag: bytes, shift: _Shift) -> bytes:
    """The width of columns, which goes with them; new ones between those of one width have it too."""
    first, last = int(attribute(tag, "min") or 0), int(attribute(tag, "max") or 0)
    moved = shift.column(first), min(shift.column(last), MOST_COLUMNS)
    if moved[0] > MOST_COLUMNS:
        return b""
    tag = re.sub(rb"""(\smin\s*=\s*["'])\d+""", rb"\g<1>%d" % moved[0], tag)
    return re.sub(rb"""(\smax\s*=\s*["'])\d+""", rb"\g<1>%d" % moved[1], tag)


def _blocks(shift: _Shift, found: re.Match[bytes]) -> bytes:
    """Cells that are in an attribute or an element, several with spaces between."""
    return found[1] + " ".join(map(shift.block, found[2].decode().split(" "))).encode()


def _formula(shift: _Shift, own_sheet: bool, found: re.Match[bytes]) -> bytes:
    text = unescape(found[found.lastindex or 0].decode())
    if not (own_sheet or _may_name(text.encode(), shift.sheet)):
        return found[0]
    moved = _moved(text, shift, own_sheet=own_sheet)
    return found[0] if moved == text else found[1] + escape(moved, quote=found.re is _FORMULA_ATTRIBUTE).encode()


def _may_name(content: bytes, sheet: str) -> bool:
    """Whether formulas may name a sheet; in XML or quoted, a name with marks looks otherwise and is not looked for."""
    return not sheet.replace(" ", "").isalnum() or sheet.casefold().encode() in content.decode().casefold().encode()


def _moved(formula: str, shift: _Shift, *, own_sheet: bool) -> str:
    r"""A formula that names the cells where they are now.

    >>> _moved("SUM(D5:F5)*'A sheet'!F$2+T[F1]&\"F1\"", _Shift("A sheet", 5, 2), own_sheet=False)
    'SUM(D5:F5)*\'A sheet\'!H$2+T[F1]&"F1"'
    """
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

    try:
        tokens = Tokenizer(f"={formula}").items
    except TokenizerError:
        return formula
    if "".join(each.value for each in tokens) != formula:
        return formula
    return "".join(
        _operand(each.value, shift, own_sheet=own_sheet)
        if each.type == Token.OPERAND and each.subtype == Token.RANGE
        else each.value
        for each in tokens
    )


def _operand(text: str, shift: _Shift, *, own_sheet: bool) -> str:
    found = _NAMED.fullmatch(text)
    if found is None:
        return text
    sheet = (found["sheet"] or "")[:-1]
    name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    if (name.casefold() != shift.sheet.casefold()) if name else not own_sheet:
        return text
    return (found["sheet"] or "") + shift.block(found["block"])


# --- what lies on the sheet ----------------------------------------------------------------------------------------


def _of_the_sheet(kind: str, content: bytes, shift: _Shift) -> bytes:
    """A part that belongs to the sheet: drawings, notes, tables and pivot tables say where on it they are."""
    if kind == "drawing":
        return _anchors(content, shift)
    if kind == "vmlDrawing":
        content = _NOTE_COLUMN.sub(lambda found: found[1] + b"%d" % _from_0(int(found[2]), shift), content)
        return _NOTE_ANCHOR.sub(partial(_note_anchor, shift), content)
    return _ATTRIBUTES.sub(partial(_blocks, shift), content)


def _from_0(column: int, shift: _Shift) -> int:
    """A column counted from 0."""
    return shift.column(column + 1) - 1


def _anchors(content: bytes, shift: _Shift) -> bytes:
    """Pictures and charts between cells: they move with these, and grow where their owner has not said otherwise."""

    def anchor(found: re.Match[bytes]) -> bytes:
        how = attribute(found[0][: found[0].index(b">") + 1], "editAs")
        columns = [int(each[1]) for each in _ANCHOR_COLUMN.findall(found[0])]
        if how == "absolute" or not columns or (how == "oneCell" and columns[0] + 1 < shift.first):
            return found[0]
        return _ANCHOR_COLUMN.sub(lambda each: each[1] + b"%d" % _from_0(int(each[2]), shift), found[0])

    return _ANCHOR.sub(anchor, content)


def _note_anchor(shift: _Shift, found: re.Match[bytes]) -> bytes:
    numbers = [int(each) for each in found[2].split(b",")]
    for at in (0, 4) if len(numbers) == 8 else ():
        numbers[at] = _from_0(numbers[at], shift)
    return found[1] + ", ".join(map(str, numbers)).encode()


def _source(shift: _Shift, found: re.Match[bytes]) -> bytes:
    """The cells that a pivot table counts."""
    if attribute(found[0], "sheet").casefold() != escape(shift.sheet).casefold():
        return found[0]
    return _ATTRIBUTES.sub(partial(_blocks, shift), found[0])
