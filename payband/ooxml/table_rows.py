"""The rows of a sheet that a table covers, as they stand: their look, and the cells that a filling leaves alone."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from payband.ooxml.cells import column_number
from payband.ooxml.sheet_xml import RowPlace, SheetXml, attribute
from payband.ooxml.text_size import LINE_HEIGHT

__all__ = ["OldRow", "Styles", "height_of_lines", "old_rows", "pattern_of", "row_height", "row_xml"]

Styles = tuple[str, ...]
"""The style numbers of a row's filled cells; empty for a cell without one."""

# Nothing is found of a cell whose style stands elsewhere in its tag, as some programs write it: its row is read slowly.
_CELLS = re.compile(rb'<c(?=[\s/>])(?: r="([A-Z]{1,3})\d+"(?: s="(\d+)"|(?![^>]*\ss\s*=)))?')
_OF_ITS_PLACE = re.compile(r"""\s(?:r|spans|ht|customHeight)\s*=\s*(?:"[^"]*"|'[^']*')""")
_HIDDEN = re.compile(r"""\s(?:hidden|collapsed)\s*=\s*(?:"[^"]*"|'[^']*')""")
_FEWEST_FOR_BANDS = 4  # of rows: two of each look


class OldRow(NamedTuple):
    """A row: its attributes but for number and height, its height, its styles, and its other cells by column."""

    place: RowPlace
    attributes: str
    height: float
    styles: Styles
    kept: dict[int, str]

    @property
    def as_new(self) -> str:
        """Its attributes for a row that is new, which is not hidden."""
        return _HIDDEN.sub("", self.attributes)


def old_rows(sheet: SheetXml, first: int, last: int, filled: Sequence[int]) -> dict[int, OldRow]:
    """The rows from one number to another, by number. `filled` are the columns whose cells get new values."""
    rows: dict[int, OldRow] = {}
    start = sheet.row_from(first)
    if start is None:
        return rows
    letters = {column: index for index, column in enumerate(filled)}
    tags: dict[bytes, tuple[str, float]] = {}
    looks: dict[tuple[tuple[bytes, bytes], ...], Styles | None] = {}
    for row in sheet.rows(start.start):
        if row.number > last:
            break
        tag = sheet.tag(row).replace(b' r="%d"' % row.number, b"", 1)
        if tag not in tags:
            shown = tag.decode()
            plain = _OF_ITS_PLACE.sub("", shown[shown.index("row") + 3 :].rstrip("/>")).rstrip()
            tags[tag] = plain, float(attribute(tag, "ht") or 0)
        attributes, height = tags[tag]
        found = tuple(_CELLS.findall(sheet.scan, row.tag_end, row.end))
        if found not in looks:
            looks[found] = None if sheet.prefix else _styles(found, letters)
        styles = looks[found]
        kept: dict[int, str] = {}
        if styles is None:
            styles, kept = _cell_by_cell(sheet, row, letters)
        rows[row.number] = OldRow(row, attributes, height, styles, kept)
    return rows


def _styles(found: tuple[tuple[bytes, bytes], ...], places: dict[int, int]) -> Styles | None:
    """The styles of a row all of whose cells get new values; nothing for any other, which is read cell by cell."""
    styles = [""] * len(places)
    for letters, style in found:
        at = places.get(column_number(letters.decode())) if letters else None
        if at is None:
            return None
        styles[at] = style.decode()
    return tuple(styles)


def _cell_by_cell(sheet: SheetXml, row: RowPlace, places: dict[int, int]) -> tuple[Styles, dict[int, str]]:
    styles = [""] * len(places)
    kept = {}
    for cell in sheet.cells(row):
        if cell.column in places:
            styles[places[cell.column]] = attribute(sheet.tag(cell), "s")
        else:
            kept[cell.column] = sheet.content[cell.start : cell.end].decode()
    return tuple(styles), kept


def pattern_of(rows: Sequence[OldRow]) -> list[Styles]:
    """How the rows of a table look: as most of them do, or in turn where every other row looks different.

    One look, or two that alternate from the first row on; none where the table has no rows yet.
    """
    if len(rows) >= _FEWEST_FOR_BANDS:
        bands = [Counter(row.styles for row in rows[start::2]).most_common(1)[0] for start in (0, 1)]
        if bands[0][0] != bands[1][0] and all(count > len(rows) // 4 for _, count in bands):
            return [look for look, _ in bands]
    return [Counter(row.styles for row in rows).most_common(1)[0][0]] if rows else []


def row_xml(number: int, attributes: str, cells: Mapping[int, str]) -> str:
    """A row of a sheet from its cells by column, in their order."""
    return f'<row r="{number}"{attributes}>{"".join(cells[column] for column in sorted(cells))}</row>'


def row_height(points: float) -> str:
    """The attributes of a row of a height of its own; nothing for 0."""
    return f' ht="{points:g}" customHeight="1"' if points else ""


def height_of_lines(lines: int) -> str:
    """The height of a row whose longest text takes more than one line."""
    return row_height(2 + LINE_HEIGHT * lines) if lines > 1 else ""
