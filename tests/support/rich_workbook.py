"""A review workbook that carries nearly everything Excel can put into one, made for the tests part by part."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path

from tests.support.workbooks import LEICESTER

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
ANCHORS = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
EXCEL_2009 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
EXCEL_2018 = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
MICROSOFT = "http://schemas.microsoft.com/office"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def picture() -> bytes:
    """A red dot as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )


def relationships(*related: tuple[str, str, str]) -> str:
    """Relationships of (id, type, target); a target with a colon lies outside."""
    lines = "".join(
        f'<Relationship Id="{identity}" Type="{kind if kind.startswith("http") else f"{OFFICE}/{kind}"}" '
        f'Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if ":" in target else ""}/>'
        for identity, kind, target in related
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def anchor(column: int, inside: str) -> str:
    place = "<xdr:col>{}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    return (
        f"<xdr:twoCellAnchor><xdr:from>{place.format(column, 30)}</xdr:from>"
        f"<xdr:to>{place.format(column + 3, 40)}</xdr:to>{inside}<xdr:clientData/></xdr:twoCellAnchor>"
    )


SHAPES = (
    f'{HEAD}<xdr:wsDr xmlns:xdr="{ANCHORS}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}">'
    + anchor(
        1,
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="TextBox 1"/><xdr:cNvSpPr txBox="1"/>'
        '</xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/>'
        "<a:p><a:r><a:t>Agreed by the committee, £ and – kept</a:t></a:r></a:p></xdr:txBody></xdr:sp>",
    )
    + anchor(
        5,
        '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="Picture 2" descr="a red dot"/><xdr:cNvPicPr/></xdr:nvPicPr>'
        '<xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>',
    )
    + anchor(
        9,
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="4" name="Chart 3"/><xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="rId2"/></a:graphicData></a:graphic>'
        "</xdr:graphicFrame>",
    )
    + "</xdr:wsDr>"
)

SPARKLINES = (
    '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" '
    f'xmlns:x14="{EXCEL_2009}"><x14:sparklineGroups xmlns:xm="{MICROSOFT}/excel/2006/main"><x14:sparklineGroup>'
    "<x14:sparklines><x14:sparkline><xm:f>Notes!A1:C1</xm:f><xm:sqref>D1</xm:sqref></x14:sparkline></x14:sparklines>"
    "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)

SHEET = (
    f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetPr codeName="Sheet99"><tabColor rgb="FF00B050"/>'
    '</sheetPr><dimension ref="A1:C4"/><sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="1" '
    'topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
    '<col min="1" max="1" width="31.5" customWidth="1"/></cols>'
    '<sheetData><row r="1" spans="1:3" ht="20.25" customHeight="1">'
    '<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><f>SUM(A1:B1)</f><v>3</v></c></row><row r="3" hidden="1">'
    '<c r="A3" t="inlineStr"><is><r><rPr><b/></rPr><t>rich</t></r><r><t xml:space="preserve"> text</t></r></is></c>'
    '</row><row r="4"><c r="A4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>'
    '<sheetProtection algorithmName="SHA-512" hashValue="AAAA" saltValue="BBBB" spinCount="100000" sheet="1"/>'
    '<protectedRanges><protectedRange sqref="A1" name="open"/></protectedRanges><mergeCells count="1">'
    '<mergeCell ref="A3:C3"/></mergeCells><conditionalFormatting sqref="A1:C1"><cfRule type="dataBar" priority="1">'
    '<dataBar><cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar></cfRule></conditionalFormatting>'
    '<dataValidations count="1"><dataValidation type="list" allowBlank="1" showInputMessage="1" promptTitle="Choose" '
    'sqref="A1"><formula1>"1,2,3"</formula1></dataValidation></dataValidations>'
    '<pageSetup paperSize="9" orientation="landscape" r:id="rId1"/><headerFooter><oddFooter>&amp;LPage &amp;P'
    '</oddFooter></headerFooter><drawing r:id="rId2"/><legacyDrawing r:id="rId3"/>' + SPARKLINES + "</worksheet>"
)

VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shape id="_x0000_s1025" type="#_x0000_t202" style="visibility:hidden"><x:ClientData '
    'ObjectType="Note"><x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>'
)

SIMPLE_CHART = (
    f'{HEAD}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}"><c:chart><c:plotArea><c:layout/><c:barChart>'
    '<c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/><c:val><c:numRef>'
    '<c:f>Notes!$A$1:$C$1</c:f></c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx>'
    '<c:axId val="1"/><c:scaling/><c:delete val="0"/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx><c:valAx>'
    '<c:axId val="2"/><c:scaling/><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea>'
    "</c:chart></c:chartSpace>"
)

PIVOT_CACHE = (
    f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" recordCount="1"><cacheSource '
    'type="worksheet"><worksheetSource ref="A1:B2" sheet="Notes"/></cacheSource><cacheFields count="2"><cacheField '
    'name="one"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1"/></cacheField>'
    '<cacheField name="two"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>'
)

# Each part: its name, its content type (empty: a default by its ending), and what it holds.
PARTS: list[tuple[str, str, str | bytes]] = [
    ("xl/worksheets/notes.xml", f"{_SPREADSHEET}.worksheet+xml", SHEET),
    (
        "xl/worksheets/_rels/notes.xml.rels",
        "",
        relationships(
            ("rId1", "printerSettings", "../printerSettings/printerSettings1.bin"),
            ("rId2", "drawing", "../drawings/shapes.xml"),
            ("rId3", "vmlDrawing", "../drawings/notes.vml"),
            ("rId4", "comments", "../notes.xml"),
            (
                "rId5",
                "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                "../threadedComments/threadedComment1.xml",
            ),
            ("rId7", "http://schemas.microsoft.com/office/2007/relationships/slicer", "../slicers/slicer1.xml"),
            ("rId8", "hyperlink", "https://example.org/committee"),
        ),
    ),
    ("xl/printerSettings/printerSettings1.bin", f"{_SPREADSHEET}.printerSettings", bytes(range(256)) * 4),
    ("xl/drawings/shapes.xml", "application/vnd.openxmlformats-officedocument.drawing+xml", SHAPES),
    (
        "xl/drawings/_rels/shapes.xml.rels",
        "",
        relationships(("rId1", "image", "../media/dot.png"), ("rId2", "chart", "../charts/rich.xml")),
    ),
    ("xl/media/dot.png", "", picture()),
    ("xl/charts/rich.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", SIMPLE_CHART),
    (
        "xl/charts/_rels/rich.xml.rels",
        "",
        relationships(
            ("rId1", "http://schemas.microsoft.com/office/2011/relationships/chartStyle", "style1.xml"),
            ("rId2", "http://schemas.microsoft.com/office/2011/relationships/chartColorStyle", "colors1.xml"),
        ),
    ),
    (
        "xl/charts/style1.xml",
        "application/vnd.ms-office.chartstyle+xml",
        f'{HEAD}<cs:chartStyle xmlns:cs="http://schemas.microsoft.com/office/drawing/2012/chartStyle" id="201"/>',
    ),
    (
        "xl/charts/colors1.xml",
        "application/vnd.ms-office.chartcolorstyle+xml",
        f'{HEAD}<cs:colorStyle xmlns:cs="http://schemas.microsoft.com/office/drawing/2012/chartStyle" meth="cycle" '
        'id="10"/>',
    ),
    ("xl/drawings/notes.vml", "", VML),
    (
        "xl/notes.xml",
        f"{_SPREADSHEET}.comments+xml",
        f'{HEAD}<comments xmlns="{MAIN}"><authors><author>tc={{1}}</author></authors><commentList><comment ref="A1" '
        'authorId="0"><text><t>[Threaded comment]</t></text></comment></commentList></comments>',
    ),
    (
        "xl/threadedComments/threadedComment1.xml",
        "application/vnd.ms-excel.threadedcomments+xml",
        f'{HEAD}<ThreadedComments xmlns="{EXCEL_2018}"><threadedComment ref="A1" dT="2026-01-05T10:00:00.00" '
        'personId="{2}" id="{1}"><text>Is this agreed?</text></threadedComment></ThreadedComments>',
    ),
    (
        "xl/persons/person.xml",
        "application/vnd.ms-excel.person+xml",
        f'{HEAD}<personList xmlns="{EXCEL_2018}"><person displayName="A Reviewer" id="{{2}}"/></personList>',
    ),
    ("xl/pivotCache/pivotCacheDefinition1.xml", f"{_SPREADSHEET}.pivotCacheDefinition+xml", PIVOT_CACHE),
    (
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels",
        "",
        relationships(("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")),
    ),
    (
        "xl/pivotCache/pivotCacheRecords1.xml",
        f"{_SPREADSHEET}.pivotCacheRecords+xml",
        f'{HEAD}<pivotCacheRecords xmlns="{MAIN}" count="1"><r><n v="1"/><s v="a"/></r></pivotCacheRecords>',
    ),
    (
        "xl/slicers/slicer1.xml",
        "application/vnd.ms-excel.slicer+xml",
        f'{HEAD}<slicers xmlns="{EXCEL_2009}"><slicer name="one" cache="Slicer_one" rowHeight="241300"/></slicers>',
    ),
    (
        "xl/slicerCaches/slicerCache1.xml",
        "application/vnd.ms-excel.slicerCache+xml",
        f'{HEAD}<slicerCacheDefinition xmlns="{EXCEL_2009}" name="Slicer_one" sourceName="one"/>',
    ),
    (
        "xl/externalLinks/externalLink1.xml",
        f"{_SPREADSHEET}.externalLink+xml",
        f'{HEAD}<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"><sheetNames><sheetName '
        'val="Budget"/></sheetNames></externalBook></externalLink>',
    ),
    (
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        "",
        relationships(("rId1", "externalLinkPath", "file:///S:/Finance/budget.xlsx")),
    ),
    (
        "xl/externalLinks/externalLink2.xml",
        f"{_SPREADSHEET}.externalLink+xml",
        f'{HEAD}<externalLink xmlns="{MAIN}"><ddeLink ddeService="Excel" ddeTopic="rates.xls"><ddeItems><ddeItem '
        'name="R1C1"/></ddeItems></ddeLink></externalLink>',
    ),
    (
        "xl/connections.xml",
        f"{_SPREADSHEET}.connections+xml",
        f'{HEAD}<connections xmlns="{MAIN}"><connection id="1" name="Payroll" type="1" refreshedVersion="6">'
        '<dbPr connection="DSN=payroll" command="SELECT 1"/></connection></connections>',
    ),
    (
        "xl/calcChain.xml",
        f"{_SPREADSHEET}.calcChain+xml",
        f'{HEAD}<calcChain xmlns="{MAIN}"><c r="C1" i="99"/><c r="A4"/></calcChain>',
    ),
    ("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject", b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 20),
    ("xl/_rels/vbaProject.bin.rels", "", relationships()),
    ("xl/embeddings/oleObject1.bin", "application/vnd.openxmlformats-officedocument.oleObject", bytes(512)),
    (
        "xl/ctrlProps/ctrlProp1.xml",
        "application/vnd.ms-excel.controlproperties+xml",
        f'{HEAD}<formControlPr xmlns="{EXCEL_2009}" objectType="CheckBox"/>',
    ),
    (
        "xl/metadata.xml",
        f"{_SPREADSHEET}.sheetMetadata+xml",
        f'{HEAD}<metadata xmlns="{MAIN}"><metadataTypes count="0"/></metadata>',
    ),
    (
        "xl/queryTables/queryTable1.xml",
        f"{_SPREADSHEET}.queryTable+xml",
        f'{HEAD}<queryTable xmlns="{MAIN}" name="Payroll" connectionId="1"/>',
    ),
    ("customXml/item1.xml", "", f'{HEAD}<committee xmlns="urn:example"><paper number="7"/></committee>'),
    ("customXml/_rels/item1.xml.rels", "", relationships(("rId1", "customXmlProps", "itemProps1.xml"))),
    (
        "customXml/itemProps1.xml",
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        f'{HEAD}<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
        'ds:itemID="{3}"/>',
    ),
    ("customUI/customUI14.xml", "", f'{HEAD}<customUI xmlns="{MICROSOFT}/2009/07/customui"/>'),
    (
        "docProps/custom.xml",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
        'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Paper"><vt:lpwstr>P7</vt:lpwstr></property>'
        "</Properties>",
    ),
    ("docProps/thumbnail.jpeg", "", b"\xff\xd8\xff\xe0" + bytes(100)),
    ("xl/of a later Excel/unknown.xml", "", f'{HEAD}<new xmlns="urn:example:later">kept &amp; kept</new>'),
    ("xl/of a later Excel/unknown.dat", "", b"\0\1\2" * 1000),
    ("[trash]/0000.dat", "", b"\xff" * 64),
]

_DEFAULTS = {
    "bin": "application/vnd.ms-office.vbaProject",
    "dat": "application/octet-stream",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
}


def rich_workbook(path: Path) -> Path:
    """Writes the Leicester review as an .xlsm that carries all of PARTS, as a stranger's program may pack it."""
    with zipfile.ZipFile(LEICESTER) as old:
        parts: dict[str, str | bytes] = {name: old.read(name) for name in old.namelist()}
    types = _text(parts["[Content_Types].xml"])
    types = types.replace(f"{_SPREADSHEET}.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    said = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in _DEFAULTS.items()
        if f'Extension="{ending}"' not in types
    )
    said += "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind, _ in PARTS if kind)
    parts["[Content_Types].xml"] = types.replace("</Types>", f"{said}</Types>")
    related = relationships(
        ("rich1", "worksheet", "worksheets/notes.xml"),
        ("rich2", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
        ("rich3", "calcChain", "calcChain.xml"),
        ("rich4", "externalLink", "externalLinks/externalLink1.xml"),
        ("rich5", "externalLink", "externalLinks/externalLink2.xml"),
        ("rich6", "connections", "connections.xml"),
        ("rich7", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        ("rich8", "http://schemas.microsoft.com/office/2017/10/relationships/person", "persons/person.xml"),
        ("rich9", "customXml", "../customXml/item1.xml"),
    )
    added = "".join(re.findall(r"<Relationship .*?/>", related))
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = _text(parts[name]).replace("</Relationships>", f"{added}</Relationships>")
    workbook = _text(parts["xl/workbook.xml"])
    workbook = workbook.replace(
        "</sheets>",
        f'<sheet xmlns:r="{OFFICE}" name="Notes" sheetId="99" r:id="rich1"/></sheets><externalReferences>'
        f'<externalReference xmlns:r="{OFFICE}" r:id="rich4"/><externalReference xmlns:r="{OFFICE}" r:id="rich5"/>'
        "</externalReferences>",
    )
    calculated = '<calcPr calcId="191029"/>'  # as Excel saves a workbook that it has calculated
    parts["xl/workbook.xml"] = re.sub(r"<calcPr[^>]*/>", calculated, workbook)
    with zipfile.ZipFile(path, "w") as new:
        for number, (part, content) in enumerate([*parts.items(), *((name, data) for name, _, data in PARTS)]):
            info = zipfile.ZipInfo(part, (2024, 2, 29, 12, 34, 56))
            info.compress_type = zipfile.ZIP_STORED if number % 7 == 0 else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, content, compresslevel=9)
        new.writestr("xl/empty folder/", b"")
    return path


def _text(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode()


def contents(path: Path) -> dict[str, bytes]:
    """Every part of a workbook by its name, in their order."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def changes(before: Path, after: Path) -> set[str]:
    """The parts that differ between two workbooks, that are new or that are gone."""
    old, new = contents(before), contents(after)
    order = [name for name in old if name in new]
    assert [name for name in new if name in old] == order, "the parts stand in another order"
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
