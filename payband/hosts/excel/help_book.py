"""A small workbook that shows every worksheet function: what it answers, its arguments, and an example that works."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from payband import __version__, rules
from payband.hosts.cells import serial
from payband.hosts.examples import example_answer, example_formula
from payband.registry import functions
from payband.worksheet import WorksheetFunction

__all__ = ["help_book"]

_NAMESPACES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_INTRODUCTION = (
    "These functions run in xlwings Lite, a free add-in: on the Home tab choose Add-ins, find xlwings, add it.",
    "Open xlwings Lite with its button on the Home tab and choose Trust and Continue; the functions are then ready.",
    "Type an example into any cell, or put your own figures in it. Whole columns may be given: one answer a row.",
    "Column D is live. If it shows #NAME?, wait until xlwings Lite has started, then press Ctrl+Alt+F9.",
)

# The looks of cells by their place in the style sheet below.
_PLAIN, _TITLE, _NOTE, _HEADING, _TEXT, _NUMBER, _DAY, _NAME = range(8)
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


class _Cell(NamedTuple):
    """What a cell holds: a value, its look, and the formula that gives it."""

    value: Any
    look: int = _TEXT
    formula: str = ""


def help_book() -> dict[str, bytes]:
    """The parts of the workbook by name; the same functions make the same bytes."""
    rules.load()
    entries = list(functions())
    shown: list[Sequence[_Cell]] = [[_Cell("payband functions", _TITLE)]]
    shown += [[_Cell(line, _NOTE)] for line in _INTRODUCTION]
    shown.append([])
    headings = ("Function", "What it answers", "Type this", "Answer", "Must show")
    shown.append([_Cell(heading, _HEADING) for heading in headings])
    first = _sheet([*shown, *map(_example, entries)], (30, 52, 62, 24, 24), frozen=len(shown))
    described: list[Sequence[_Cell]] = [[_Cell("Arguments", _TITLE)], []]
    headings = ("Function", "Argument", "What to give", "Kind", "If left out")
    described.append([_Cell(heading, _HEADING) for heading in headings])
    rows = [row for entry in entries for row in _arguments(entry)]
    second = _sheet([*described, *rows], (30, 24, 66, 44, 24), frozen=len(described))
    sheets = {"Functions": (first, len(shown)), "Arguments": (second, len(described))}
    return {name: content.encode() for name, content in _parts(sheets).items()}


def _example(entry: WorksheetFunction) -> list[_Cell]:
    answer = _as_cell(example_answer(entry))
    return [
        _Cell(f"PAYBAND.{entry.name}", _NAME),
        _Cell(entry.help),
        _Cell(f"={example_formula(entry, 'calc')}"),
        answer._replace(formula=example_formula(entry, "excel")),
        answer,
    ]


def _arguments(entry: WorksheetFunction) -> list[list[_Cell]]:
    rows = []
    for argument in entry.arguments:
        left_out = "needed" if argument.required else argument.default_text or "blank"
        given = (argument.name, argument.help, argument.kind.words, left_out)
        rows.append([_Cell(f"PAYBAND.{entry.name}", _NAME), *map(_Cell, given)])
    return rows


def _as_cell(value: Any) -> _Cell:
    if isinstance(value, (bool, int, str)):
        return _Cell(value)
    if isinstance(value, date):
        return _Cell(serial(value), _DAY)
    return _Cell(float(value), _NUMBER)


# --- as XML --------------------------------------------------------------------------------------------------------


def _sheet(rows: Sequence[Sequence[_Cell]], widths: Sequence[int], frozen: int) -> str:
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


def _row(number: int, row: Sequence[_Cell], widths: Sequence[int]) -> str:
    wrapped = [
        -(-len(str(cell.value)) // (width - 2))
        for cell, width in zip(row, widths, strict=False)
        if cell.look in (_TEXT, _NAME)
    ]
    height = 22 if row and row[0].look == _TITLE else 4 + 13 * max(wrapped, default=1)
    cells = "".join(_cell(f"{'ABCDE'[place]}{number}", cell) for place, cell in enumerate(row))
    return f'<row r="{number}" ht="{height}" customHeight="1">{cells}</row>'


def _cell(place: str, cell: _Cell) -> str:
    formula = f"<f>{escape(cell.formula)}</f>" if cell.formula else ""
    head = f'<c r="{place}" s="{cell.look}"'
    if isinstance(cell.value, bool):
        return f'{head} t="b">{formula}<v>{int(cell.value)}</v></c>'
    if isinstance(cell.value, str):
        text = escape(cell.value)
        if formula:
            return f'{head} t="str">{formula}<v>{text}</v></c>'
        return f'{head} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"{head}>{formula}<v>{cell.value!r}</v></c>"


def _parts(sheets: dict[str, tuple[str, int]]) -> dict[str, str]:
    """Every part of the workbook, from each sheet's XML and the row of its headings."""
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
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _ in numbered
    )
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
        f"<sheets>{listed}</sheets><definedNames>{titles}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{number}.xml": sheets[name][0] for number, name in numbered},
    }
