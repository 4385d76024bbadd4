"""Fills tables and sheets of a workbook in place: only the XML of the touched sheets and their tables changes."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from payband.errors import InputProblems, Problem
from payband.review.answers import TOTAL_BELOW
from payband.workbook.cells import CellRange, Formula, cell_xml, column_letters, column_number
from payband.workbook.package import Package, TablePlace
from payband.workbook.text_size import LINE_HEIGHT, lines_of

__all__ = ["ask_for_calculation", "fill_sheet", "fill_table", "keep_calculated", "named_styles", "put_last_row"]

_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.S)
_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>.*?</c>)", re.S)
_SHEET_DATA = re.compile(r"<sheetData\s*/>|<sheetData\b[^>]*>(.*?)</sheetData>", re.S)
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_COLUMN = re.compile(r"<col\b[^>]*>")
_PREFIX = re.compile(r"<(\w+):worksheet\b")


MOST_COLUMNS = 16_384
NEWEST_CALCULATION = 191029  # Excel calculates on opening what an older version than itself has calculated
TOTAL_STYLE = "payband label"


class _Row(NamedTuple):
    """A row of a sheet: its attributes and the XML of its cells by column."""

    attributes: dict[str, str]
    cells: dict[int, str]


class _Sheet:
    """The rows of a sheet, taken out of its XML to be changed and put back."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._text = package.read(part).decode("utf-8-sig")
        prefix = _PREFIX.search(self._text)
        if prefix:  # a sheet that another program wrote as <x:row>: the same words without the prefix say the same
            name = prefix.group(1)
            self._text = self._text.replace(f"<{name}:", "<").replace(f"</{name}:", "</")
            self._text = self._text.replace(f"xmlns:{name}=", "xmlns=", 1)
        found = _SHEET_DATA.search(self._text)
        if found is None:
            raise InputProblems([Problem("the sheet has no cells part: open the workbook in Excel and save it")])
        self._span = found.span()
        self.rows: dict[int, _Row] = {}
        number = 0
        for row in _ROW.finditer(found.group(1) or ""):
            attributes = dict(_ATTRIBUTE.findall(row.group(1)))
            number = int(attributes.get("r", number + 1))
            self.rows[number] = _Row(attributes, _cells(row.group(2) or ""))

    def widths(self) -> dict[int, float]:
        """The widths that columns were given, by their number."""
        found = {}
        for column in _COLUMN.findall(self._text):
            attributes = dict(_ATTRIBUTE.findall(column))
            if "width" in attributes:
                for number in range(int(attributes["min"]), min(int(attributes["max"]), MOST_COLUMNS) + 1):
                    found[number] = float(attributes["width"])
        return found

    def put_back(self) -> None:
        """Writes the rows into the sheet's XML, with its dimension."""
        parts = []
        columns: set[int] = set()
        for number in sorted(self.rows):
            row = self.rows[number]
            columns |= row.cells.keys()
            attributes = {**row.attributes, "r": str(number)}
            attributes.pop("spans", None)  # a hint for readers that need not stand, and would now be wrong
            shown = " ".join(f'{name}="{value}"' for name, value in attributes.items())
            parts.append(f"<row {shown}>{''.join(row.cells[column] for column in sorted(row.cells))}</row>")
        start, end = self._span
        text = f"{self._text[:start]}<sheetData>{''.join(parts)}</sheetData>{self._text[end:]}"
        if columns:
            used = CellRange(min(columns), min(self.rows), max(columns), max(self.rows))
            text = re.sub(r'(<dimension\s+ref=")[^"]*', rf"\g<1>{used}", text, count=1)
        self._package.write(self._part, text.encode())


def _cells(text: str) -> dict[int, str]:
    cells: dict[int, str] = {}
    column = 0
    for cell in _CELL.finditer(text):
        reference = _REFERENCE.search(dict(_ATTRIBUTE.findall(cell.group(1))).get("r", ""))
        column = column_number(reference.group(1)) if reference else column + 1
        cells[column] = cell.group(0)
    return cells


def _style_of(cell: str | None) -> str:
    if cell is None:
        return ""
    start = cell.partition(">")[0]
    return str(dict(_ATTRIBUTE.findall(start)).get("s", ""))


def fill_table(
    package: Package, place: TablePlace, rows: Iterable[Sequence[Any]], total: Sequence[Any] | None = None
) -> int:
    """Puts rows into a table and makes it as long as they are (one row at least, for Excel allows no table without).

    New rows look as the table's first row does. Cells beside the table stay. A `total`, whose first value is its name,
    goes two rows below the table: it is no row of it, so that nothing counts it twice. Raises InputProblems where
    something stands below the table that the rows would run into.
    """
    sheet = _Sheet(package, place.sheet_part)
    old = CellRange.parse(place.ref)
    values = list(rows)
    new = old._replace(last_row=old.first_row + max(len(values), 1))
    below = 0 if total is None else TOTAL_BELOW
    if total is not None:
        _remove_total(sheet, old, str(total[0]))
    _check_room(sheet, place, old, new._replace(last_row=new.last_row + below))
    first_data_row = old.first_row + 1
    model = sheet.rows.get(first_data_row, _Row({}, {}))
    styles = [_style_of(model.cells.get(column)) for column in old.columns]
    letters = [column_letters(column) for column in old.columns]
    from_1904 = package.counts_from_1904
    widths = sheet.widths()
    for number in range(first_data_row, max(old.last_row, new.last_row) + 1):
        row = sheet.rows.get(number)
        attributes = dict(row.attributes if row else model.attributes)
        attributes.pop("ht", None)  # a height that fitted another text
        attributes.pop("customHeight", None)
        index = number - first_data_row
        record: Sequence[Any] = values[index] if index < len(values) else [None] * len(letters)
        lines = _lines(record, [widths.get(column, 0.0) for column in old.columns])
        if lines > 1:  # Excel would find the height by itself, LibreOffice would not
            attributes["ht"], attributes["customHeight"] = f"{2 + LINE_HEIGHT * lines:g}", "1"
        beside = {
            column: cell
            for column, cell in (row.cells.items() if row else ())
            if not old.first_column <= column <= old.last_column
        }
        if number <= new.last_row:
            own = {
                column: cell_xml(f"{letter}{number}", value, style, from_1904=from_1904)
                for column, letter, value, style in zip(old.columns, letters, record, styles, strict=True)
            }
            sheet.rows[number] = _Row(attributes, {**beside, **own})
        elif beside:
            sheet.rows[number] = _Row(attributes, beside)
        else:
            sheet.rows.pop(number, None)
    if total is not None:
        number = new.last_row + TOTAL_BELOW
        bold = named_styles(package)(TOTAL_STYLE)
        sheet.rows[number] = _Row(
            {},
            {
                column: cell_xml(f"{letter}{number}", value, bold if column == old.first_column else style)
                for column, letter, value, style in zip(old.columns, letters, total, styles, strict=True)
            },
        )
    sheet.put_back()
    table = package.read(place.table_part).decode("utf-8-sig")
    package.write(place.table_part, table.replace(f'ref="{place.ref}"', f'ref="{new}"').encode())
    return len(values)


def _remove_total(sheet: _Sheet, table: CellRange, name: str) -> None:
    """Takes away the total of an earlier calculation, which would stand in the way of more rows."""
    row = sheet.rows.get(table.last_row + TOTAL_BELOW)
    if row is not None and f">{name}</t>" in row.cells.get(table.first_column, ""):
        for column in table.columns:
            row.cells.pop(column, None)


def put_last_row(package: Package, place: TablePlace, values: Sequence[Any]) -> None:
    """Puts a row at the end of a table, in place of one there that has the same first value."""
    sheet = _Sheet(package, place.sheet_part)
    old = CellRange.parse(place.ref)
    last = sheet.rows.get(old.last_row, _Row({}, {}))
    again = f">{values[0]}<" in last.cells.get(old.first_column, "")
    new = old if again else old._replace(last_row=old.last_row + 1)
    if not again:
        _check_room(sheet, place, old, new)
    number = new.last_row
    cells = {
        column: cell_xml(f"{column_letters(column)}{number}", value, _style_of(last.cells.get(column)))
        for column, value in zip(old.columns, values, strict=True)
    }
    sheet.rows[number] = _Row({}, cells)
    sheet.put_back()
    table = package.read(place.table_part).decode("utf-8-sig")
    package.write(place.table_part, table.replace(f'ref="{place.ref}"', f'ref="{new}"').encode())


def _lines(record: Sequence[Any], widths: Sequence[float]) -> int:
    """How many lines the longest text of a row takes in its column."""
    shown = (value.value if isinstance(value, Formula) else value for value in record)
    return max(
        (lines_of(text, width) for text, width in zip(shown, widths, strict=True) if width and isinstance(text, str)),
        default=1,
    )


def _check_room(sheet: _Sheet, place: TablePlace, old: CellRange, new: CellRange) -> None:
    for number in range(old.last_row + 1, new.last_row + 1):
        row = sheet.rows.get(number)
        for column in row.cells if row else ():
            cell = row.cells[column] if row else ""
            if old.first_column <= column <= old.last_column and ("<v>" in cell or "<is>" in cell or "<f" in cell):
                raise InputProblems(
                    [
                        Problem(
                            f"cell {column_letters(column)}{number} stands where the answers must go: move what "
                            f"is below the table {place.name} to another sheet",
                            sheet=place.sheet,
                            table=place.name,
                            row=number,
                        )
                    ]
                )


def fill_sheet(package: Package, name: str, rows: Iterable[tuple[float | None, Sequence[tuple[Any, str]]]]) -> None:
    """Puts rows into a sheet from its first row on, in place of all it held: each a height and (value, style) cells."""
    sheet = _Sheet(package, package.sheets[name])
    sheet.rows.clear()
    from_1904 = package.counts_from_1904
    for number, (height, cells) in enumerate(rows, start=1):
        attributes = {} if height is None else {"ht": f"{height:g}", "customHeight": "1"}
        sheet.rows[number] = _Row(
            attributes,
            {
                column: cell_xml(f"{column_letters(column)}{number}", value, style, from_1904=from_1904)
                for column, (value, style) in enumerate(cells, start=1)
            },
        )
    sheet.put_back()


def named_styles(package: Package) -> Callable[[str], str]:
    """The style number that cells of a named cell style carry; empty for a name the workbook lacks."""
    styles = next((part for kind, part in package.related(package.workbook_part).values() if kind == "styles"), "")
    if not styles:
        return lambda name: ""
    root = package.tree(styles)
    space = root.tag.partition("}")[0] + "}"
    formats = root.find(f"{space}cellXfs")
    names = root.find(f"{space}cellStyles")
    numbers: dict[str, str] = {}
    for number, each in enumerate(formats if formats is not None else ()):
        numbers.setdefault(each.get("xfId", "0"), str(number))
    found = {
        each.get("name", ""): numbers.get(each.get("xfId", ""), "") for each in (names if names is not None else ())
    }
    return lambda name: found.get(name, "")


def keep_calculated(package: Package) -> None:
    """Has Excel show the values that the workbook carries until somebody calculates: its functions may be absent."""
    _set_calculation(package, f'calcId="{NEWEST_CALCULATION}"')


def ask_for_calculation(package: Package) -> None:
    """Has Excel calculate everything when it opens the workbook: the old order and values are of before."""
    _set_calculation(package, 'calcId="0" fullCalcOnLoad="1"')


def _set_calculation(package: Package, how: str) -> None:
    part = package.workbook_part
    text = package.read(part).decode("utf-8-sig")
    prefix = re.search(r"<(\w+:)?workbook\b", text)
    name = (prefix.group(1) or "") if prefix else ""
    if re.search(rf"<{name}calcPr\b", text):
        text = re.sub(rf"<{name}calcPr\b[^>]*?(/?)>", rf"<{name}calcPr {how}\1>", text, count=1)
    else:
        text = re.sub(
            rf"(</{name}sheets>(?:\s*<{name}(?:functionGroups|externalReferences|definedNames)\b.*?"
            rf"</{name}(?:functionGroups|externalReferences|definedNames)>)*)",
            rf"\g<1><{name}calcPr {how}/>",
            text,
            count=1,
            flags=re.S,
        )
    package.write(part, text.encode())
    for relation, (kind, chain) in package.related(part).items():
        if kind == "calcChain":
            package.remove(chain)
            _forget(package, part, relation, chain)


def _forget(package: Package, part: str, relation: str, removed: str) -> None:
    """Takes a removed part out of the relationships and the content types."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    text = package.read(relations).decode("utf-8-sig")
    package.write(relations, re.sub(rf'<Relationship\b[^>]*\bId="{re.escape(relation)}"[^>]*?/>', "", text).encode())
    types = package.read("[Content_Types].xml").decode("utf-8-sig")
    pattern = rf'<Override\b[^>]*\bPartName="/{re.escape(removed)}"[^>]*?/>'
    package.write("[Content_Types].xml", re.sub(pattern, "", types).encode())
