"""A small workbook written as plain XML: sheets of text, numbers, dates and formulas, with nothing but the library."""

from collections.abc import Mapping, Sequence
from datetime import date
from string import ascii_uppercase
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from payband import __version__
from payband.hosts.cells import serial

__all__ = ["HEADING", "NAME", "NOTE", "TITLE", "Cell", "as_cell", "parts", "sheet"]

_NAMESPACES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_SPILLS = ' cm="1"'
_METADATA = f"""{_HEAD}<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" \
xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"><metadataTypes count="1">\
<metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" pasteValues="1" merge="1" \
splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" assign="1" coerce="1" cellMeta="1"/>\
</metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst>\
<ext uri="{{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}}"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext>\
</extLst></bk></futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>"""

# The looks of cells by their place in the style sheet below.
_PLAIN, TITLE, NOTE, HEADING, _TEXT, _NUMBER, _DAY, NAME = range(8)
_STYLES = f"""{_HEAD}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
<numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="#,##0.00##"/>\
</numFmts><fonts count="4"><font><sz val="10"/><name val="Arial"/></font>\
<font><b/><sz val="16"/><color rgb="FF1F3864"/><name val="Arial"/></font>\
<font><b/><sz val="10"/><color rgb="FFFFFFFF"/><name val="Arial"/></font>\
<font><b/><sz val="10"/><name val="Arial"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FF1F3864"/><bgColor indexed="64"/></patternFill></fill></fills>\
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/>\
<bottom style="thin"><color rgb="FFD0D7E5"/></bottom><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="8">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="2" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1">\
<alignment vertical="center" wrapText="1"/></xf>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1">\
<alignment horizontal="left" vertical="top" wrapText="1"/></xf>\
<xf numFmtId="165" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" \
applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" \
applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>\
<xf numFmtId="0" fontId="3" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1">\
<alignment horizontal="left" vertical="top" wrapText="1"/></xf></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


class Cell(NamedTuple):
    """What a cell holds: a value, its look, and the formula that gives it."""

    value: Any
    look: int = _TEXT
    formula: str = ""
    spills: bool = False  # for a formula of Excel's newer kind, which may fill the cells beside it


def as_cell(value: Any) -> Cell:
    """A value as a cell holds it, with the look that suits it."""
    if isinstance(value, (bool, int, str)):
        return Cell(value)
    if isinstance(value, date):
        return Cell(serial(value), _DAY)
    return Cell(float(value), _NUMBER)


# --- as XML --------------------------------------------------------------------------------------------------------


def sheet(rows: Sequence[Sequence[Cell]], widths: Sequence[int], frozen: int) -> str:
    """A sheet's XML: its rows, how wide its columns are, and how many rows stay in sight."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )
    pane = f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/>'
    written = "".join(_row(number, row, widths) for number, row in enumerate(rows, start=1))
    return (
        f'{_HEAD}<worksheet {_NAMESPACES}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="14"/><cols>{columns}</cols><sheetData>{written}</sheetData>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.75" header="0.3" footer="0.35"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _row(number: int, row: Sequence[Cell], widths: Sequence[int]) -> str:
    wrapped = [
        -(-len(str(cell.value)) // (width - 2))
        for cell, width in zip(row, widths, strict=False)
        if cell.look in (_TEXT, NAME)
    ]
    height = 22 if row and row[0].look == TITLE else 4 + 13 * max(wrapped, default=1)
    cells = "".join(
        _cell(f"{ascii_uppercase[place]}{number}", cell) for place, cell in enumerate(row) if cell.value is not None
    )
    return f'<row r="{number}" ht="{height}" customHeight="1">{cells}</row>'


def _cell(place: str, cell: Cell) -> str:
    kind = f' t="array" ref="{place}"' if cell.spills else ""
    formula = f"<f{kind}>{escape(cell.formula)}</f>" if cell.formula else ""
    head = f'<c r="{place}" s="{cell.look}"{_SPILLS if cell.spills else ""}'
    if isinstance(cell.value, bool):
        return f'{head} t="b">{formula}<v>{int(cell.value)}</v></c>'
    if isinstance(cell.value, str):
        text = escape(cell.value)
        if formula:
            return f'{head} t="str">{formula}<v>{text}</v></c>'
        return f'{head} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"{head}>{formula}<v>{cell.value!r}</v></c>"


def parts(sheets: Mapping[str, tuple[str, int]], names: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every part of the workbook, from each sheet's XML and the row of its headings, and the names it defines."""
    numbered = list(enumerate(sheets, start=1))
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        for number, _ in numbered
    )
    listed = "".join(f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, name in numbered)
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{number - 1}">{name}!${row}:${row}</definedName>'
        for (number, name), (_, row) in zip(numbered, sheets.values(), strict=True)
    )
    defined = "".join(
        f'<definedName name="{escape(name)}">{escape(formula)}</definedName>'
        for name, formula in sorted((names or {}).items(), key=lambda each: each[0].casefold())
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _ in numbered
    )
    has_spills = any(_SPILLS in xml for xml, _ in sheets.values())
    metadata = {"xl/metadata.xml": _METADATA} if has_spills else {}
    if has_spills:
        overrides += f'<Override PartName="/xl/metadata.xml" ContentType="{_SHEET_TYPE}.sheetMetadata+xml"/>'
        number = len(sheets) + 2
        related += f'<Relationship Id="rId{number}" Type="{_OFFICE}/sheetMetadata" Target="metadata.xml"/>'
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>{overrides}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
        f'<Override PartName="/docProps/core.xml" '
        f'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        f'Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>payband functions</dc:title>'
        f"<dc:creator>payband {__version__}</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>",
        "xl/workbook.xml": f"{_HEAD}<workbook {_NAMESPACES}><bookViews><workbookView/></bookViews>"
        f"<sheets>{listed}</sheets><definedNames>{titles}{defined}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        **metadata,
        **{f"xl/worksheets/sheet{number}.xml": sheets[name][0] for number, name in numbered},
    }
