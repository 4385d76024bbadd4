"""The rows and cells of a sheet where they are in its XML, so that a change leaves every other byte as it was."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from payband.errors import InputProblems, Problem
from payband.ooxml.cells import CellRange, column_number
from payband.ooxml.package import Package

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "CellPlace", "RowPlace", "SheetXml", "attribute", "holds_something", "utf8"]

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384

_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_NOT_CODE = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.S)
_DECLARED = re.compile(r"""^(\s*<\?xml[^>]*?encoding\s*=\s*["'])([\w.-]+)""")
_HOLDS = re.compile(rb"<(?:\w+:)?(?:v>[^<]|is[\s>]|f[\s/>])")  # in the XML of a cell that holds something
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s+ref\s*=\s*["']([^"']+)""")
_DIMENSION = re.compile(rb"""(<(?:\w+:)?dimension\s+ref\s*=\s*["'])([^"']*)""")


class RowPlace(NamedTuple):
    """Where a row is: from its start tag to its end, with the end of the start tag between."""

    number: int
    start: int
    tag_end: int
    end: int


class CellPlace(NamedTuple):
    """Where a cell is."""

    column: int
    start: int
    end: int


def attribute(tag: bytes, name: str) -> str:
    """An attribute of a start tag; empty where it lacks it.

    >>> attribute(b'<row r="5" ht="26">', "ht")
    '26'
    """
    found = re.search(rb"""\s%s\s*=\s*(?:"([^"]*)"|'([^']*)')""" % name.encode(), tag)
    return "" if found is None else (found[1] or found[2] or b"").decode()


def holds_something(xml: str) -> bool:
    """Whether the XML of a cell holds anything: a value, a text or a formula.

    >>> holds_something('<c r="A1"><v>5</v></c>'), holds_something('<c r="A1" s="3"/>')
    (True, False)
    """
    return _HOLDS.search(xml.encode()) is not None


def utf8(content: bytes) -> bytes:
    """An XML part in UTF-8, which nearly every part is written in; those in UTF-16 and others are put into it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _DECLARED.sub(r"\g<1>UTF-8", content.decode("utf-16")).encode()
    declared = _DECLARED.match(content[:200].decode("latin-1"))
    if declared is None or declared[2].upper() in ("UTF-8", "UTF8", "US-ASCII"):
        return content
    return _DECLARED.sub(r"\g<1>UTF-8", content.decode(declared[2])).encode()


class SheetXml:
    """A sheet's XML as bytes, and where its rows and cells are. Rows are taken to be in order, as Excel has them.

    Raises InputProblems where the part holds no cells element.
    """

    def __init__(self, package: Package, part: str) -> None:
        self.content = utf8(package.read(part))
        found = _ROOT.search(self.content)
        self.prefix = (found[1] or b"") if found else b""
        self.scan = self.content
        if b"<!" in self.content:  # a comment or a block of plain text may hold what only looks like a row
            self.scan = _NOT_CODE.sub(lambda block: b" " * len(block[0]), self.content)
        name = re.escape(self.prefix) + b"sheetData"
        start = re.search(rb"<" + name + rb"\b[^>]*>", self.scan)
        if start is None:
            raise InputProblems([Problem("the sheet has no cells part: open the workbook in Excel and save it")])
        if start[0].endswith(b"/>"):
            opened = start[0][:-2].rstrip() + b"></" + self.prefix + b"sheetData>"
            for each in ("content", "scan"):
                text = getattr(self, each)
                setattr(self, each, text[: start.start()] + opened + text[start.end() :])
            self.first = self.last = start.start() + opened.index(b">") + 1
        else:
            self.first = start.end()
            self.last = self.scan.index(b"</" + self.prefix + b"sheetData", self.first)
        self._row = re.compile(rb"<" + re.escape(self.prefix) + rb"row(?=[\s/>])[^>]*>")
        self._cell = re.compile(rb"<" + re.escape(self.prefix) + rb"c(?=[\s/>])[^>]*>")

    def rows(self, start: int = 0) -> Iterator[RowPlace]:
        """Every row in turn, or those from a place in the XML on."""
        closing, usual = b"</" + self.prefix + b"row>", b"<" + self.prefix + b'row r="'
        at, number = start or self.first, 0
        while found := self._row.search(self.scan, at, self.last):
            tag, at = found[0], found.end()
            written = tag[len(usual) : tag.index(b'"', len(usual))] if tag.startswith(usual) else attribute(tag, "r")
            number = int(written) if written else number + 1
            if not tag.endswith(b"/>"):
                at = self.scan.index(closing, at) + len(closing)
            yield RowPlace(number, found.start(), found.end(), at)

    def row_from(self, number: int) -> RowPlace | None:
        """The row of a number, or the first below where it is not; nothing where none is below."""
        at = self.scan.find(b'<%srow r="%d"' % (self.prefix, number), self.first, self.last)
        if at >= 0:
            return next(self.rows(at))
        return next((row for row in self.rows() if row.number >= number), None)

    def cells(self, row: RowPlace) -> Iterator[CellPlace]:
        """The cells of a row in turn."""
        closing = b"</" + self.prefix + b"c>"
        at, column = row.tag_end, 0
        while found := self._cell.search(self.scan, at, row.end):
            letters = attribute(found[0], "r").rstrip("0123456789")
            column = column_number(letters) if letters else column + 1
            at = found.end()
            if not found[0].endswith(b"/>"):
                at = self.scan.index(closing, at) + len(closing)
            yield CellPlace(column, found.start(), at)

    def by_column(self, row: RowPlace) -> dict[int, str]:
        """The XML of a row's cells by their column."""
        return {cell.column: self.content[cell.start : cell.end].decode() for cell in self.cells(row)}

    def holds(self, cell: CellPlace) -> bool:
        """Whether a cell holds anything: a value, a text or a formula."""
        return _HOLDS.search(self.scan, cell.start, cell.end) is not None

    def merged(self) -> list[CellRange]:
        """The blocks of merged cells."""
        return [CellRange.parse(found.decode()) for found in _MERGED.findall(self.scan, self.last)]

    def tag(self, place: RowPlace | CellPlace) -> bytes:
        """The start tag of a row or a cell."""
        return self.content[place.start : self.scan.index(b">", place.start) + 1]

    def column_style(self, column: int) -> str:
        """The style that the cells of a column have where nobody gave them one."""
        columns = (tag for tag, first, last in self._columns() if first <= column <= last)
        return next((attribute(tag, "style") for tag in columns), "")

    def widths(self) -> dict[int, float]:
        """The widths that columns were given, by their number."""
        return {
            column: float(attribute(tag, "width"))
            for tag, first, last in self._columns()
            if attribute(tag, "width")
            for column in range(first, min(last, MOST_COLUMNS) + 1)
        }

    def _columns(self) -> Iterator[tuple[bytes, int, int]]:
        for found in re.finditer(rb"<" + re.escape(self.prefix) + rb"col(?=\s)[^>]*>", self.scan[: self.first]):
            yield found[0], int(attribute(found[0], "min") or 0), int(attribute(found[0], "max") or 0)

    def own(self, xml: str) -> bytes:
        """New XML with the prefix that the sheet's elements carry."""
        if self.prefix:
            xml = re.sub(r"<(/?)(?=\w+[\s/>])", rf"<\g<1>{self.prefix.decode()}", xml)
        return xml.encode()

    def spliced(self, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
        """The XML with stretches of it replaced, each given by its start, its end and what is there then."""
        parts, at = [], 0
        for start, end, new in sorted(changes, key=lambda change: change[:2]):
            parts += [self.content[at:start], new]
            at = end
        return b"".join([*parts, self.content[at:]])

    def dimension(self) -> CellRange | None:
        """The cells that the sheet says it uses; nothing where it does not say."""
        found = _DIMENSION.search(self.content, 0, self.first)
        return CellRange.parse(found[2].decode()) if found and found[2] else None

    def with_dimension(self, content: bytes, used: CellRange) -> bytes:
        """XML of the sheet that says it uses other cells; as it was where it said nothing."""
        return _DIMENSION.sub(lambda found: found[1] + str(used).encode(), content, count=1)
