"""Sheets of workings: a title, headings over columns, and rows of formulas that a person can follow."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from payband.errors import WrongInput
from payband.forms import Cell
from payband.ooxml.cells import cell_xml, column_letters
from payband.ooxml.package import Package
from payband.ooxml.text_size import LINE_HEIGHT, lines_of
from payband.workbook.filling.fill import named_styles

__all__ = ["Col", "F", "Workings", "add_sheets", "sheet_xml"]

HEADING_ROW, FIRST_ROW = 4, 5
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_STYLES = {
    "text": "payband answer text",
    "pence": "payband answer whole",
    "number": "payband answer whole",
    "basis points": "payband answer whole",
    "date": "payband answer day",
    "£": "payband answer money",
    "%": "payband answer rate",
    "value": "payband answer point",
}
_WIDTHS = {"text": 26.0, "date": 12.5, "value": 14.0}


class F(str):
    """The text of a formula, to be told from plain text."""


class Col(NamedTuple):
    """A column of workings: its key, heading and unit."""

    key: str
    heading: str
    unit: str = "pence"
    width: float = 0


class Workings:
    """A sheet of workings, filled row by row."""

    def __init__(self, name: str, says: str, columns: Sequence[Col]) -> None:
        self.name = name
        self.says = says
        self.columns = tuple(columns)
        self.rows: list[Mapping[str, Any]] = []
        self.notes: list[tuple[str, Any]] = []
        self.links: dict[str, str] = {}
        """The cells that lead to another, each with that."""
        self._letters = {each.key: column_letters(number) for number, each in enumerate(columns, start=1)}

    @property
    def next_row(self) -> int:
        """The number of the row that is added next."""
        return FIRST_ROW + len(self.rows)

    def here(self, key: str, row: int | None = None) -> Cell:
        """A cell as a formula of the same sheet names it; of the next row if none is given."""
        return Cell(f"{self._letters[key]}{self.next_row if row is None else row}")

    def at(self, key: str, row: int) -> str:
        """A cell as a formula of another sheet names it."""
        return f"{self.name}!${self._letters[key]}${row}"

    def block(self, key: str, first: int, last: int) -> str:
        """A column of cells as a formula of another sheet names it."""
        letter = self._letters[key]
        return f"{self.name}!${letter}${first}:${letter}${last}"

    def add(self, **values: Any) -> int:
        """Adds a row, and gives its number."""
        unknown = values.keys() - self._letters.keys()
        if unknown:
            raise KeyError(f"{self.name} has no column {unknown}")
        self.rows.append(values)
        return self.next_row - 1

    def xml(self, style_of: Mapping[str, str]) -> str:
        """The sheet as XML."""
        widths = "".join(
            f'<col min="{number}" max="{number}" width="{each.width or _WIDTHS.get(each.unit, 13.0):g}" '
            'customWidth="1"/>'
            for number, each in enumerate(self.columns, start=1)
        )
        last = column_letters(len(self.columns))
        head = [
            f'<row r="1" ht="26" customHeight="1">{_cell("A1", self.name.replace("_", ": "), style_of["title"])}</row>',
            '<row r="2" ht="17" customHeight="1">' + _cell("A2", self.says, style_of["row"]) + "</row>",
            f'<row r="3" ht="16" customHeight="1">{self._head(style_of["unit"], "unit")}</row>',
            f'<row r="4" ht="48" customHeight="1">{self._head(style_of["heading"], "heading")}</row>',
        ]
        styles = {each.key: style_of[each.unit] for each in self.columns}
        wide = {each.key: each.width or _WIDTHS["text"] for each in self.columns if each.unit == "text"}
        body = []
        for number, row in enumerate(self.rows, start=FIRST_ROW):
            cells = "".join(
                _cell(f"{self._letters[each.key]}{number}", row[each.key], styles[each.key])
                for each in self.columns
                if row.get(each.key) is not None
            )
            lines = max(
                (lines_of(row[key], width) for key, width in wide.items() if type(row.get(key)) is str), default=1
            )  # LibreOffice would not find the height by itself
            height = f' ht="{2 + LINE_HEIGHT * lines:g}" customHeight="1"' if lines > 1 else ""
            body.append(f'<row r="{number}"{height}>{cells}</row>')
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<sheetPr><tabColor rgb="FF7F7F7F"/><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<dimension ref="A1:{last}{max(self.next_row - 1, HEADING_ROW)}"/>'
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane xSplit="1" ySplit="4" '
            'topLeftCell="B5" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols>'
            f"<sheetData>{''.join(head + body)}</sheetData>{self._links()}"
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.75" header="0.3" footer="0.35"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;L&amp;8&amp;F&amp;C&amp;8payband – page &amp;P of &amp;N"
            "&amp;R&amp;8&amp;D</oddFooter></headerFooter></worksheet>"
        )

    def _links(self) -> str:
        links = "".join(f'<hyperlink ref="{cell}" location={quoteattr(to)}/>' for cell, to in self.links.items())
        return f"<hyperlinks>{links}</hyperlinks>" if links else ""

    def _head(self, style: str, what: str) -> str:
        return "".join(
            _cell(f"{self._letters[each.key]}{3 if what == 'unit' else 4}", getattr(each, what), style)
            for each in self.columns
        )


def _cell(reference: str, value: Any, style: str) -> str:
    if isinstance(value, Cell):
        value = F(value)
    if isinstance(value, F):
        return f'<c r="{reference}" s="{style or 0}"><f>{escape(value)}</f></c>'
    return cell_xml(reference, value, style)


def sheet_xml(package: Package, sheet: Workings) -> bytes:
    """A sheet as a part of a workbook, in the styles that this has."""
    style = named_styles(package)
    style_of = {unit: style(name) for unit, name in _STYLES.items()}
    style_of |= {each: style(f"payband {each}") for each in ("title", "row", "unit", "heading")}
    return sheet.xml(style_of).encode()


def add_sheets(package: Package, sheets: Sequence[Workings], stem: str = "native") -> None:
    """Adds sheets behind those of a workbook, each with its rows repeated at the top of a printed page.

    Their parts are called by a stem of their own. Raises WrongInput where the workbook has such sheets already: two of
    a name make a file that Excel does not open.
    """
    there_already = {name.casefold() for name in package.sheets} & {sheet.name.casefold() for sheet in sheets}
    if there_already:
        raise WrongInput(
            "the workbook is a copy with formulas already: it has their workings. Make the new copy from the review "
            "that it was made from"
        )
    book = package.workbook_part
    folder = book.rpartition("/")[0]
    text = package.read(book).decode("utf-8-sig")
    relations = f"{folder}/_rels/{book.rpartition('/')[2]}.rels"
    related = package.read(relations).decode("utf-8-sig")
    types = package.read("[Content_Types].xml").decode("utf-8-sig")
    identity = max([int(each) for each in re.findall(r'\bsheetId="(\d+)"', text)], default=0)
    there = len(re.findall(r"<(?:\w+:)?sheet ", text))
    entries = links = overrides = titles = ""
    for number, sheet in enumerate(sheets, start=1):
        part = f"{folder}/worksheets/{stem}{number}.xml"
        package.write(part, sheet_xml(package, sheet))
        entries += (  # with the prefix declared on the spot: the workbook may declare it on each of its sheets too
            f'<sheet xmlns:r="{_RELATIONSHIPS}" name={quoteattr(sheet.name)} sheetId="{identity + number}" '
            f'r:id="rId{stem.title()}{number}"/>'
        )
        links += (
            f'<Relationship Id="rId{stem.title()}{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/worksheet" Target="/{part}"/>'
        )
        overrides += (
            f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.'
            'spreadsheetml.worksheet+xml"/>'
        )
        titles += (
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{there + number - 1}">'
            f"'{sheet.name}'!$1:$4</definedName>"
        )
    text = text.replace("</sheets>", f"{entries}</sheets>", 1)
    if "</definedNames>" in text:
        text = text.replace("</definedNames>", f"{titles}</definedNames>", 1)
    package.write(book, text.encode())
    package.write(relations, related.replace("</Relationships>", f"{links}</Relationships>").encode())
    package.write("[Content_Types].xml", types.replace("</Types>", f"{overrides}</Types>").encode())
