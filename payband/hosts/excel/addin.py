"""The Excel add-in payband.xlam: payband's VBA, the VBA of xlwings and its settings in one file, made without Excel."""

import io
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from payband.hosts.excel.vba_project import Module, vba_project

__all__ = ["SETTINGS_SHEET", "macro_workbook", "xlam"]

SETTINGS_SHEET = "xlwings.conf"  # where xlwings' VBA looks for its settings
PROJECT = "PaybandAddIn"

_ADD_IN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STYLES = (  # the least that Excel writes: one font, two fills, one border, one format, the style Normal
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_DOCUMENT_MODULE = (
    'Attribute VB_Name = "{name}"\r\n'
    'Attribute VB_Base = "0{{{kind}-0000-0000-C000-000000000046}}"\r\n'
    "Attribute VB_GlobalNameSpace = False\r\n"
    "Attribute VB_Creatable = False\r\n"
    "Attribute VB_PredeclaredId = True\r\n"
    "Attribute VB_Exposed = True\r\n"
    "Attribute VB_TemplateDerived = False\r\n"
    "Attribute VB_Customizable = True\r\n"
)
_WORKBOOK_KIND, _SHEET_KIND = "00020819", "00020820"


def xlam(modules: Mapping[str, str], settings: Mapping[str, str]) -> bytes:
    """The add-in, of VBA modules by name and the settings of xlwings."""
    cells = [[_text(name), _text(value)] for name, value in settings.items()]
    return macro_workbook(modules, SETTINGS_SHEET, cells, _ADD_IN)


def macro_workbook(modules: Mapping[str, str], sheet: str, rows: Sequence[Sequence[str]], kind: str) -> bytes:
    """A workbook of one sheet with VBA modules; its cells are what is in an XML cell: a formula, a text."""
    documents = [
        Module("ThisWorkbook", _DOCUMENT_MODULE.format(name="ThisWorkbook", kind=_WORKBOOK_KIND), is_document=True),
        Module("Sheet1", _DOCUMENT_MODULE.format(name="Sheet1", kind=_SHEET_KIND), is_document=True),
    ]
    project = vba_project(
        PROJECT,
        [*documents, *(Module(name, text) for name, text in modules.items())],
        f"{{{uuid.uuid5(uuid.NAMESPACE_DNS, PROJECT)}}}".upper(),
    )
    data = "".join(_row(number, cells) for number, cells in enumerate(rows, start=1))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _HEAD
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + '<Default Extension="xml" ContentType="application/xml"/>'
        + f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/>'
        + '<Override PartName="/xl/worksheets/sheet1.xml" '
        + 'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        + '<Override PartName="/xl/styles.xml" '
        + 'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        + '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        + "</Types>",
        "_rels/.rels": _relations((f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": _HEAD
        + f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><workbookPr codeName="ThisWorkbook"/>'
        + f'<sheets><sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            (f"{_OFFICE}/relationships/worksheet", "worksheets/sheet1.xml"),
            ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": _HEAD
        + f'<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet1"/><sheetData>{data}</sheetData></worksheet>',
        "xl/styles.xml": _STYLES,
        "xl/vbaProject.bin": project,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _row(number: int, cells: Sequence[str]) -> str:
    row = "".join(_cell(f"{chr(65 + place)}{number}", inside) for place, inside in enumerate(cells))
    return f'<row r="{number}">{row}</row>'


def _cell(address: str, inside: str) -> str:
    kind = ' t="inlineStr"' if inside.startswith("<is>") else ""
    return f'<c r="{address}"{kind}>{inside}</c>'


def _text(value: str) -> str:
    return f'<is><t xml:space="preserve">{escape(value)}</t></is>'


def _relations(*targets: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{each}</Relationships>'
