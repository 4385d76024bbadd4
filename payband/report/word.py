"""A report as a Word document: real styles, numbered headings, captions, tables with header rows and page numbers."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from payband.errors import WrongInput, how_to_add
from payband.report.content import (
    Bullets,
    Heading,
    Note,
    Paragraph,
    PictureBlock,
    Recommendations,
    Report,
    Section,
    Table,
)

__all__ = ["word_bytes"]

NEED_DOCX = f"Word documents are written with python-docx, which is not installed: {how_to_add('report')}"
WARNING_TITLE = "Read this first"
MOST_LETTERS = 255  # of a property of a document


def word_bytes(report: Report, template: str | None = None) -> bytes:
    """The report as the bytes of a .docx file; the same report gives the same bytes.

    With the path of a template it has the styles, page set-up, header and footer of that document.

    Raises WrongInput, saying what to install, where python-docx is missing, and where the template cannot be read.
    """
    try:
        from docx import Document
    except ModuleNotFoundError:
        raise WrongInput(NEED_DOCX) from None
    from payband.report.word_styles import add_styles, page_set_up

    if template is None:
        document = Document()
        lists = add_styles(document)
        page_set_up(document.sections[0])
    else:
        from payband.report.word_template import from_template

        document, lists = from_template(template)
    width, height = _room(document.sections[0])
    _properties(document, report)
    draft_in_header = _header_and_footer(document, report, width)
    _Writer(document, lists, (width, height), numbered_by_style=template is None).report(report, draft_in_header)
    made = io.BytesIO()
    document.save(made)
    return without_times(made.getvalue())


def _room(section: Any) -> tuple[int, int]:
    """How wide and how high the text of a page is."""
    width = section.page_width - section.left_margin - section.right_margin
    return width, section.page_height - section.top_margin - section.bottom_margin


def _properties(document: Any, report: Report) -> None:
    core = document.core_properties
    core.title, core.subject = f"{report.title}, {report.body}"[:MOST_LETTERS], report.subject
    core.author = core.last_modified_by = report.author[:MOST_LETTERS]
    core.comments, core.keywords = f"Draft made with {report.made_by}", ""
    core.category, core.language, core.revision = "Committee report (draft)", "en-GB", 1
    core.created = core.modified = datetime.combine(report.on, time())


def _header_and_footer(document: Any, report: Report, width: int) -> bool:
    """Writes the header and footer, unless a template has its own; whether the header says that this is a draft."""
    from docx.enum.text import WD_TAB_ALIGNMENT

    from payband.report.word_styles import with_field

    section = document.sections[0]
    has_header, has_footer = (_holds_anything(each) for each in (section.header, section.footer))
    if has_header and has_footer:
        return False
    for each in (document.styles["Header"], document.styles["Footer"]):
        stops = each.paragraph_format.tab_stops
        for stop in list(stops):
            del stops[stops._pPr.tabs.index(stop._tab)]
        stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    if not has_header:
        section.header.paragraphs[0].add_run(f"{report.body}\tDRAFT")
    if has_footer:
        return True
    line = section.footer.paragraphs[0]
    line.add_run(f"{report.title}\tPage ")
    with_field(line, "PAGE", "1")
    line.add_run(" of ")
    with_field(line, "NUMPAGES", "1")
    return not has_header


def _holds_anything(header_or_footer: Any) -> bool:
    """Whether a header or footer shows anything: a text, a picture or a field."""
    if header_or_footer.is_linked_to_previous:
        return False
    shown = header_or_footer._element.xpath(".//w:t | .//w:drawing | .//w:pict | .//w:fldSimple | .//w:instrText")
    return bool(shown)


def without_times(made: bytes) -> bytes:
    """The same file with no time of writing in its archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for each in source.infolist():
            entry = zipfile.ZipInfo(each.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(each.filename))
    return out.getvalue()


class _Writer:
    """Puts the tree into a document, from the top down."""

    def __init__(self, document: Any, lists: Any, room: tuple[int, int], *, numbered_by_style: bool) -> None:
        from payband.report import word_styles

        self.document, self.styles = document, word_styles
        self.lists, self.numbered_by_style = lists, numbered_by_style
        self.width, height = room
        self.picture_height = height - self.styles.CAPTION_HEIGHT
        self.bookmarks = 0

    def report(self, report: Report, draft_in_header: bool) -> None:
        add = self.document.add_paragraph
        add(report.body if draft_in_header else f"{report.body}: DRAFT", style="Subtitle")
        add(report.title, style="Title")
        self._front(report.front)
        self._warnings(report.warnings)
        self._contents(report)
        for number, name, section in report.numbered():
            self._section(number, name, section)

    def _front(self, lines: Sequence[tuple[str, str]]) -> None:
        """What is under the title: a label and its text a line, the texts one below the other."""
        from docx.shared import Cm

        for label, text in lines:
            line = self.document.add_paragraph(style="Normal")
            line.paragraph_format.tab_stops.add_tab_stop(Cm(5.5))
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(5.5), Cm(-5.5)
            line.paragraph_format.space_after = 0
            line.add_run(f"{label}:").bold = True
            line.add_run(f"\t{text}")
        self.document.add_paragraph(style="Normal")

    def _warnings(self, lines: Sequence[str]) -> None:
        if not lines:
            return
        title = self.document.add_paragraph(style=self.styles.BOX)
        title.add_run(WARNING_TITLE).bold = True
        title.paragraph_format.keep_with_next = True
        for line in lines:
            self.document.add_paragraph(line, style=self.styles.BOX)
        self.document.add_paragraph(style="Normal").paragraph_format.space_after = 0

    def _contents(self, report: Report) -> None:
        """A table of contents that Word can update, filled in already; without pages, which only Word knows."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        heading = self.document.add_paragraph(style="Normal")
        heading.add_run("Contents").bold = True
        heading.paragraph_format.keep_with_next = True
        lines = []
        for number, name, section in report.numbered():
            line = self.document.add_paragraph(style=self.styles.CONTENTS)
            link = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="{name}" w:history="1"/>')
            run = line.add_run(f"{number}\t{section.title}")
            link.append(run._r)
            line._p.append(link)
            lines.append(line)
        begin = (
            '<w:fldChar w:fldCharType="begin"/>',
            r'<w:instrText xml:space="preserve"> TOC \o "1-1" \n \h \z </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
        )
        for place, xml in enumerate(begin, start=1):  # after the paragraph's properties
            lines[0]._p.insert(place, parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))
        lines[-1]._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="end"/></w:r>'))

    def _section(self, number: str, name: str, section: Section) -> None:
        heading = self.document.add_heading(section.title, level=1)
        if not number:
            self._unnumbered(heading)
        elif not self.numbered_by_style:
            self.styles.number_by(heading, self.lists.sections, 0)
        self._bookmark(heading, name)
        for place, block in enumerate(section.blocks):
            following = section.blocks[place + 1] if place + 1 < len(section.blocks) else None
            self._block(block, bool(number), following)

    def _unnumbered(self, paragraph: Any) -> None:
        """Takes a paragraph out of the numbering of its style."""
        self.styles.number_by(paragraph, 0, 0)
        paragraph.paragraph_format.left_indent = 0
        paragraph.paragraph_format.first_line_indent = 0

    def _bookmark(self, paragraph: Any, name: str) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        self.bookmarks += 1
        start = f'<w:bookmarkStart {nsdecls("w")} w:id="{self.bookmarks}" w:name="{name}"/>'
        paragraph._p.insert(1, parse_xml(start))
        paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{self.bookmarks}"/>'))

    def _block(self, block: Any, numbered: bool, following: Any) -> None:
        if isinstance(block, Paragraph):
            line = self.document.add_paragraph(block.text, style=self.styles.NUMBERED if numbered else "Normal")
            if numbered and not self.numbered_by_style:
                self.styles.number_by(line, self.lists.sections, 1)
            if isinstance(following, Bullets | Recommendations | Table):
                line.paragraph_format.keep_with_next = True
        elif isinstance(block, Heading):
            self.document.add_heading(block.text, level=2)
        elif isinstance(block, Note):
            self.document.add_paragraph(block.text, style=self.styles.NOTE)
        elif isinstance(block, Bullets):
            for text in block.lines:
                self.document.add_paragraph(text, style=self.styles.BULLET)
        elif isinstance(block, Recommendations):
            self._letters(block.lines, isinstance(following, Note))
        elif isinstance(block, Table):
            self._caption("Table", block.number, block.caption)
            self._table(block)
            if not isinstance(following, Note):
                self.document.add_paragraph(style=self.styles.NOTE)
        else:
            self._picture(block)

    def _letters(self, lines: Sequence[str], note_below: bool) -> None:
        number = None
        for text in lines:
            line = self.document.add_paragraph(text, style=self.styles.RECOMMENDATION)
            if number is None:
                number = self.styles.restart(self.document, self.lists.letters)
            self.styles.number_by(line, number, 0)
            line.paragraph_format.keep_with_next = note_below and text == lines[-1]

    def _caption(self, kind: str, number: int, text: str) -> Any:
        caption = self.document.add_paragraph(f"{kind} ", style="Caption")
        self.styles.with_field(caption, rf"SEQ {kind} \* ARABIC", str(number))
        caption.add_run(f": {text}")
        if not self.numbered_by_style:  # a body's own style may not hold it to what follows
            caption.paragraph_format.keep_with_next = True
        return caption

    def _table(self, block: Table) -> None:
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls, qn
        from docx.shared import Emu

        table = self.document.add_table(rows=1 + len(block.rows), cols=len(block.headings), style=self.styles.TABLE)
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        if look is not None:
            table._tbl.tblPr.remove(look)
        last = int(block.has_total)
        table._tbl.tblPr.append(
            parse_xml(
                f'<w:tblLook {nsdecls("w")} w:val="{0x0620 + 0x40 * last:04X}" w:firstRow="1" w:lastRow="{last}" '
                'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            )
        )
        for tag, text in (("tblCaption", block.caption), ("tblDescription", "Columns: " + ", ".join(block.headings))):
            element = parse_xml(f"<w:{tag} {nsdecls('w')}/>")
            element.set(qn("w:val"), text)
            table._tbl.tblPr.append(element)
        parts = sum(block.widths)
        widths = [Emu(self.width * each // parts) for each in block.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for place, (row, texts) in enumerate(zip(table.rows, (block.headings, *block.rows), strict=True)):
            properties = row._tr.get_or_add_trPr()
            properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
            if not place:
                properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
            for cell, text, width, is_number in zip(row.cells, texts, widths, block.numbers, strict=True):
                cell.width = width
                line = cell.paragraphs[0]
                line.style = self.styles.TABLE_TEXT
                line.add_run(text)
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_number else WD_ALIGN_PARAGRAPH.LEFT
                line.paragraph_format.keep_with_next = (not place or block.is_short) and place < len(block.rows)

    def _picture(self, block: PictureBlock) -> None:
        line = self.document.add_paragraph(style="Normal")
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_before, line.paragraph_format.space_after = self._points(8), 0
        shape = line.add_run().add_picture(io.BytesIO(block.picture.png), width=self.width)
        if shape.height > self.picture_height:
            shape.width = int(shape.width * self.picture_height / shape.height)
            shape.height = self.picture_height
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")  # LibreOffice would keep a distance of its own
        words = shape._inline.docPr
        words.set("descr", block.picture.description)
        words.set("title", block.picture.title)
        words.set("name", block.picture.name)
        self._caption("Figure", block.number, block.picture.title).paragraph_format.keep_with_next = False

    def _points(self, size: float) -> Any:
        from docx.shared import Pt

        return Pt(size)
