"""Puts the sheets of further parts into a review workbook in use; every other part of it stays byte for byte."""

import posixpath
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from payband.errors import InputProblems, Problem
from payband.ooxml.merged_styles import MergedStyles
from payband.ooxml.package import TYPES, Package
from payband.review.parts.registry import Part

__all__ = ["add_parts"]

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CELL_STYLE = re.compile(r'(<(?:c|row)\s[^>]*?\bs=")(\d+)(")')
_COLUMN_STYLE = re.compile(r'(<col\s[^>]*?\bstyle=")(\d+)(")')
_DIFFERENCE = re.compile(r'(\bdxfId=")(\d+)(")')
_FOLDERS = {
    "table": "tables", "comments": "comments", "vmlDrawing": "drawings", "drawing": "drawings", "chart": "charts",
}  # fmt: skip
_TYPES = {
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}
"""The content types that are none of spreadsheets."""


class _Wanted(NamedTuple):
    sheet: str
    table: str


def add_parts(package: Package, parts: Sequence[Part]) -> list[str]:
    """Adds the sheets of parts that a workbook lacks, behind its own, and gives their names.

    Raises InputProblems where the workbook is not a review, or has a sheet of that name of somebody else's.
    """
    tables = [_Wanted(each.sheet, each.name) for part in parts for each in part.inputs]
    tables += [_Wanted(each.sheet, each.name) for part in parts for each in part.answers]
    wanted = [each for each in tables if each.table.casefold() not in package.tables]
    there = {name.casefold(): name for name in package.sheets}
    problems = [
        Problem(
            f"a sheet of this name is there already, without table {each.table}: give it another name, or delete it",
            sheet=there[each.sheet.casefold()],
        )
        for each in wanted
        if each.sheet.casefold() in there
    ]
    if "settings" not in package.tables:
        problems = [Problem("this is not a review workbook: it has no table Settings", sheet="Settings")]
    if problems:
        raise InputProblems(problems, posixpath.basename(package.name))
    if wanted:
        _Adding(package, parts).add(list(dict.fromkeys(each.sheet for each in wanted)))
    return list(dict.fromkeys(each.sheet for each in wanted))


class _Adding:
    def __init__(self, package: Package, parts: Sequence[Part]) -> None:
        from payband.workbook.building.template import About, blank_package  # only a new sheet needs openpyxl

        self._package = package
        self._source = blank_package(About("", "", "", "payband", "", date(2000, 1, 1)), {}, parts, charts=False)
        self._styles = MergedStyles(self._source, package)
        self._types: list[tuple[str, str]] = []
        numbers = [int(package.tree(place.table_part).get("id") or 0) for place in package.tables.values()]
        self._next_table = max([0, *numbers]) + 1

    def add(self, sheets: Sequence[str]) -> None:
        """Adds the sheets of these names, which the source has."""
        parts = {name: self._sheet(self._source.sheets[name]) for name in sheets}
        self._styles.write()
        self._list_sheets(parts)
        self._list_types()

    def _new_name(self, folder: str, stem: str, ending: str) -> str:
        number = 1
        while self._package.part(f"xl/{folder}/{stem}{number}{ending}"):
            number += 1
        return f"xl/{folder}/{stem}{number}{ending}"

    def _sheet(self, part: str) -> str:
        """Writes a sheet with what belongs to it, and gives its part."""
        xml = self._source.read(part).decode()
        xml = _numbered(_CELL_STYLE, self._styles.cell, xml)
        xml = _numbered(_COLUMN_STYLE, self._styles.cell, xml)
        xml = _numbered(_DIFFERENCE, self._styles.difference, xml)
        new = self._new_name("worksheets", "part", ".xml")
        self._package.write(new, xml.encode())
        self._types.append((new, f"{_SPREADSHEET}.worksheet+xml"))
        links = ""
        for identity, (kind, target) in self._source.related(part).items():
            links += _link(identity, kind, self._copied(kind, target))
        self._relate(new, links)
        return new

    def _copied(self, kind: str, part: str) -> str:
        """Copies what belongs to a sheet, and to that such as the chart of a drawing; gives the copy's part."""
        content = self._source.read(part)
        if kind == "table":
            content = re.sub(rb'(<table\b[^>]*?\sid=")\d+', rb"\g<1>%d" % self._next_table, content, count=1)
            self._next_table += 1
        copy = self._new_name(_FOLDERS[kind], "part", posixpath.splitext(part)[1])
        self._package.write(copy, content)
        if kind != "vmlDrawing":
            self._types.append((copy, _TYPES.get(kind, f"{_SPREADSHEET}.{kind}+xml")))
        links = "".join(
            _link(identity, below, self._copied(below, target))
            for identity, (below, target) in self._source.related(part).items()
        )
        if links:
            self._relate(copy, links)
        return copy

    def _relate(self, part: str, links: str) -> None:
        """Writes the parts that a new part points to."""
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        relations = f'{head}<Relationships xmlns="{_PACKAGE_RELATIONSHIPS}">{links}</Relationships>'
        folder, name = posixpath.split(part)
        self._package.write(f"{folder}/_rels/{name}.rels", relations.encode())

    def _list_sheets(self, parts: dict[str, str]) -> None:
        package = self._package
        book = package.workbook_part
        relations = package.part(posixpath.join(posixpath.dirname(book), "_rels", f"{posixpath.basename(book)}.rels"))
        text, related = (package.read(part).decode("utf-8-sig") for part in (book, relations))
        identity = max([int(each) for each in re.findall(r'\bsheetId="(\d+)"', text)], default=0)
        there = len(re.findall(r"<(?:\w+:)?sheet\s", text))
        prefix = (re.search(r"<(\w+:)?sheets\b", text) or [""] * 2)[1] or ""
        entries = links = titles = ""
        for number, (name, part) in enumerate(parts.items(), start=1):
            link = f"rIdPart{identity + number}"
            entries += (
                f'<{prefix}sheet xmlns:r="{_RELATIONSHIPS}" name={quoteattr(name)} sheetId="{identity + number}" '
                f'r:id="{link}"/>'
            )
            links += _link(link, "worksheet", part)
            titles += (
                f'<{prefix}definedName name="_xlnm.Print_Titles" localSheetId="{there + number - 1}">'
                f"'{name}'!$1:$4</{prefix}definedName>"
            )
        text = text.replace(f"</{prefix}sheets>", f"{entries}</{prefix}sheets>", 1)
        text = text.replace(f"</{prefix}definedNames>", f"{titles}</{prefix}definedNames>", 1)
        package.write(book, text.encode())
        package.write(relations, re.sub(r"(</(?:\w+:)?Relationships>)", rf"{links}\1", related).encode())

    def _list_types(self) -> None:
        types = self._package.part(TYPES) or TYPES
        text = self._package.read(types).decode("utf-8-sig")
        added = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in self._types)
        if not re.search(r'Extension="vml"', text, re.IGNORECASE):
            vml = "application/vnd.openxmlformats-officedocument.vmlDrawing"
            text = re.sub(r"(<Types\b[^>]*>)", rf'\1<Default Extension="vml" ContentType="{vml}"/>', text, count=1)
        self._package.write(types, re.sub(r"(</Types>)", rf"{added}\1", text).encode())


def _numbered(pattern: re.Pattern[str], new: Callable[[int], int], xml: str) -> str:
    """XML with the numbers that a pattern finds made those of the target."""
    return pattern.sub(lambda found: f"{found[1]}{new(int(found[2]))}{found[3]}", xml)


def _link(identity: str, kind: str, part: str) -> str:
    declared = f'xmlns="{_PACKAGE_RELATIONSHIPS}"'
    return f'<Relationship {declared} Id="{identity}" Type="{_RELATIONSHIPS}/{kind}" Target="/{part}"/>'
