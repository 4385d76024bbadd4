"""A table's own part: how many of its rows are headings and totals, what its columns compute, and its new length."""

import re
from collections.abc import Sequence
from html import escape, unescape
from typing import NamedTuple

from payband.errors import InputProblems, Problem
from payband.ooxml.cells import CellRange
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.sheet_xml import attribute, utf8

__all__ = ["TableShape", "columns_under", "grow", "lengthen", "shape_of", "with_more_columns"]

_TABLE = re.compile(rb"<(?:\w+:)?table(?=\s)[^>]*>")
_COLUMN = re.compile(rb"<((?:\w+:)?)tableColumn(?=\s)[^>]*?(?:/>|>(.*?)</\1tableColumn>)", re.S)
_COLUMN_FORMULA = re.compile(rb"<(?:\w+:)?calculatedColumnFormula(?=[\s>])[^>]*>([^<]*)<")
_FILTER = re.compile(rb"<((?:\w+:)?)filterColumn(?=\s)([^>]*[^/>])>.*?</\1filterColumn>", re.S)
_SORT = re.compile(rb"<((?:\w+:)?)sortState(?=\s)[^>]*?(?:/>|>.*?</\1sortState>)", re.S)


class TableShape(NamedTuple):
    """The cells of a table: all of them, the rows of data among them, the formula that fills each column, and
    whether a filter hides some of its rows.
    """

    whole: CellRange
    data: CellRange
    formulas: tuple[str, ...]
    filtered: bool

    def with_rows(self, count: int) -> "TableShape":
        """The same with another number of rows, one at least, for Excel allows no table without."""
        last = self.data.first_row + max(count, 1) - 1
        totals = self.whole.last_row - self.data.last_row
        return self._replace(data=self.data._replace(last_row=last), whole=self.whole._replace(last_row=last + totals))


def shape_of(package: Package, place: TablePlace) -> TableShape:
    """The shape of a table as it stands."""
    content = utf8(package.read(place.table_part))
    found = _TABLE.search(content)
    tag = found[0] if found else b""
    whole = CellRange.parse(attribute(tag, "ref") or place.ref)
    headings, totals = int(attribute(tag, "headerRowCount") or 1), int(attribute(tag, "totalsRowCount") or 0)
    data = whole._replace(first_row=whole.first_row + headings, last_row=whole.last_row - totals)
    formulas = []
    for column in _COLUMN.finditer(content):
        formula = _COLUMN_FORMULA.search(column[2] or b"")
        formulas.append(unescape(formula[1].decode()) if formula else "")
    return TableShape(whole, data, tuple(formulas), _FILTER.search(content) is not None)


def columns_under(place: TablePlace, headings: Sequence[str]) -> list[int]:
    """The sheet's columns that carry the headings; where as many others are left as headings, which were renamed, these
    in turn.

    Raises InputProblems where the table lacks one of them.
    """
    columns = list(CellRange.parse(place.ref).columns)
    found: dict[str, int] = {}
    for name, column in zip(place.columns, columns, strict=True):
        found.setdefault(name.casefold(), column)
    wanted = [each.casefold() for each in headings]
    lacking = [each for each in headings if each.casefold() not in found]
    others = [column for column in columns if column not in [found.get(each) for each in wanted]]
    if len(lacking) == len(others):
        found |= zip((each.casefold() for each in lacking), others, strict=True)
        lacking = []
    if not lacking:
        return [found[each] for each in wanted]
    message = f"the table {place.name} lacks the column '{lacking[0]}': give it its heading again"
    raise InputProblems([Problem(message, sheet=place.sheet, table=place.name)])


def lengthen(package: Package, place: TablePlace, old: TableShape, new: TableShape) -> None:
    """Gives a table its new length. Its filter keeps its buttons; choices and order go: they were about other rows."""
    content = utf8(package.read(place.table_part))
    content = _SORT.sub(b"", _FILTER.sub(_without_choices, content))
    content = _with_ref(content, b"table", old.whole, new.whole)
    content = _with_ref(content, b"autoFilter", _of_filter(old, old.whole), _of_filter(new, new.whole))
    if content != package.read(place.table_part):
        package.write(place.table_part, content)


def grow(package: Package, place: TablePlace, rows: int) -> None:
    """Has a table cover so many of the rows right below it. What its filter shows, and all else of it, stays."""
    old = shape_of(package, place)
    new = old.with_rows(old.data.last_row - old.data.first_row + 1 + rows)
    content = _with_ref(utf8(package.read(place.table_part)), b"table", old.whole, new.whole)
    content = _with_ref(content, b"autoFilter", _of_filter(old, old.whole), _of_filter(new, new.whole))
    package.write(place.table_part, content)


def with_more_columns(table: bytes, headings: Sequence[str], old: TableShape) -> bytes:
    """A table's part with more columns at its end. Its filter has their buttons too."""
    whole = old.whole
    wide = whole._replace(last_column=whole.last_column + len(headings))
    blocks = ((b"table", whole, wide), (b"autoFilter", _of_filter(old, whole), _of_filter(old, wide)))
    for tag, before, after in blocks:
        table = _with_ref(table, tag, before, after)
    identity = max(int(attribute(each[0], "id") or 0) for each in _COLUMN.finditer(table))
    last = list(_COLUMN.finditer(table))[-1]
    made = b"".join(
        b'<%stableColumn id="%d" name="%s"/>' % (last[1], number, escape(heading).encode())
        for number, heading in enumerate(headings, start=identity + 1)
    )
    table = table[: last.end()] + made + table[last.end() :]
    count = rb"""(<(?:\w+:)?tableColumns(?=\s)[^>]*?\scount\s*=\s*["'])(\d+)"""
    return re.sub(count, lambda found: found[1] + b"%d" % (int(found[2]) + len(headings)), table, count=1)


def _of_filter(shape: TableShape, whole: CellRange) -> CellRange:
    """What a table's filter covers: all but its row of totals."""
    return whole._replace(last_row=shape.data.last_row)


def _with_ref(table: bytes, tag: bytes, before: CellRange, after: CellRange) -> bytes:
    """A table's part whose element of a tag covers other cells."""
    pattern = rb"""(<(?:\w+:)?%s(?=\s)[^>]*?\sref\s*=\s*["'])%s(["'])""" % (tag, str(before).encode())
    return re.sub(pattern, rb"\g<1>%s\2" % str(after).encode(), table, count=1)


def _without_choices(found: re.Match[bytes]) -> bytes:
    """A column's filter without the values it shows; nothing is left of one that has its button like all others."""
    hidden = attribute(found[2] + b">", "hiddenButton") in ("1", "true")
    return b"<%sfilterColumn%s/>" % (found[1], found[2].rstrip()) if hidden else b""
