"""The look of a committee report in Word: A4, its styles, its numbering and its fields, made once for a document."""

from typing import Any, NamedTuple

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

__all__ = [
    "BOX",
    "BULLET",
    "CAPTION",
    "CAPTION_HEIGHT",
    "CONTENTS",
    "HEADING",
    "NOTE",
    "NUMBERED",
    "RECOMMENDATION",
    "SUBHEADING",
    "TABLE",
    "TABLE_TEXT",
    "Lists",
    "add_lists",
    "add_styles",
    "number_by",
    "page_set_up",
    "restart",
    "with_field",
]

FONT = "Arial"
NAVY = RGBColor(0x1F, 0x38, 0x64)
INK = RGBColor(0x1A, 0x1A, 0x1A)
CAPTION_HEIGHT = Cm(3.2)  # beside a picture on one page

HEADING, SUBHEADING, CAPTION, BULLET = "Heading 1", "Heading 2", "Caption", "List Bullet"
RECOMMENDATION = "List Number"
NUMBERED, NOTE, BOX, TABLE_TEXT, CONTENTS = "Numbered Paragraph", "Note", "Warning", "Table Text", "Contents Line"
TABLE = "Committee Table"

FIRST_LIST = 90  # numbers of the lists, apart from those of the template


class Lists(NamedTuple):
    """The numbers of the lists of a document: sections with their paragraphs, letters and bullets."""

    sections: int
    letters: int
    bullets: int


def add_styles(document: Any) -> Lists:
    """Gives a new document its styles and lists. Everything that a reader sees comes from a style."""
    styles = document.styles
    _defaults(styles)
    _paragraphs(styles)
    styles.element.append(parse_xml(_TABLE_STYLE))
    _as_word_does_now(document.settings.element)
    lists = add_lists(document, linked=True)
    for name, number, level in (
        (HEADING, lists.sections, 0),
        (NUMBERED, lists.sections, 1),
        (RECOMMENDATION, lists.letters, 0),
        (BULLET, lists.bullets, 0),
    ):
        _number_style(styles[name], number, level)
    return lists


def add_lists(document: Any, *, linked: bool) -> Lists:
    """Adds the lists of a report to a document; linked to the styles that they number, where these are payband's."""
    numbering = document.part.numbering_part.element
    taken = [int(each.get(qn("w:abstractNumId"))) for each in numbering.findall(qn("w:abstractNum"))]
    taken += [int(each.get(qn("w:numId"))) for each in numbering.findall(qn("w:num"))]
    first = max([FIRST_LIST, *(number + 1 for number in taken)])
    lists = Lists(first, first + 1, first + 2)
    for number, levels in zip(lists, (_SECTIONS, _LETTERS, _BULLETS), strict=True):
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        if not linked:
            for level in abstract.iter(qn("w:lvl")):
                for link in level.findall(qn("w:pStyle")):
                    level.remove(link)
        first_num = numbering.find(qn("w:num"))
        if first_num is None:
            numbering.append(abstract)
        else:
            first_num.addprevious(abstract)
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )
    return lists


def number_by(paragraph: Any, number: int, level: int) -> None:
    """Numbers one paragraph by a list; by the list 0 it has no number."""
    numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbered.get_or_add_ilvl().val = level
    numbered.get_or_add_numId().val = number


def _as_word_does_now(settings: Any) -> None:
    """Has Word open the document as one of today and not in the mode for those of 2007."""
    compatibility = settings.find(qn("w:compat"))
    if compatibility is not None:
        settings.remove(compatibility)
    made = parse_xml(
        f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    after = settings.find(qn("w:rsids"))
    if after is None:
        settings.append(made)
    else:
        after.addprevious(made)


def _level(level: int, form: str, text: str, style: str, left: int, hanging: int, look: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}<w:suff w:val="tab"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{look}</w:lvl>'
    )


_SECTIONS = _level(0, "decimal", "%1", "Heading1", 680, 680) + _level(
    1, "decimal", "%1.%2", "NumberedParagraph", 680, 680
)
_LETTERS = _level(0, "lowerLetter", "(%1)", "ListNumber", 1247, 567)
_BULLETS = _level(
    0,
    "bullet",
    "•",
    "ListBullet",
    1020,
    340,
    f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/></w:rPr>',
)

_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="CommitteeTable">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr>
    <w:tblStyleRowBandSize w:val="1"/>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="1F3864"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="1F3864"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="8A94A3"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="40" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>
      <w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/><w:bCs/><w:color w:val="FFFFFF"/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="1F3864"/><w:vAlign w:val="bottom"/></w:tcPr>
  </w:tblStylePr>
  <w:tblStylePr w:type="lastRow">
    <w:rPr><w:b/><w:bCs/></w:rPr>
    <w:tcPr><w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="1F3864"/></w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>"""


def _defaults(styles: Any) -> None:
    """Font, size and language of the whole document, and no theme fonts that would win over them."""
    normal = styles["Normal"]
    _font(normal, 11)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    normal.paragraph_format.widow_control = True
    for properties in styles.element.iter(qn("w:rPr")):
        for language in properties.findall(qn("w:lang")):
            properties.remove(language)
    for properties in (
        styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"),
        normal.element.get_or_add_rPr(),
    ):
        properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'))


def _font(style: Any, size: float, *, bold: bool | None = None, colour: RGBColor | None = None) -> None:
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for each in list(fonts.attrib):
        del fonts.attrib[each]
    for each in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{each}"), FONT)
    style.font.size = Pt(size)
    style.font.italic = False
    if bold is not None:
        style.font.bold = bold
    if colour is not None:
        style.font.color.rgb = colour


def _paragraphs(styles: Any) -> None:
    def spaced(name: str, before: float, after: float, **look: Any) -> Any:
        style = styles[name]
        _font(style, look.pop("size"), **look)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        return style

    def own(name: str, before: float, after: float, **look: Any) -> Any:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.quick_style = True
        return spaced(name, before, after, **look)

    title = spaced("Title", 6, 12, size=20, bold=True, colour=NAVY)
    border = title.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    subtitle = spaced("Subtitle", 0, 2, size=13, bold=True, colour=INK)
    for spread in subtitle.element.rPr.findall(qn("w:spacing")):
        subtitle.element.rPr.remove(spread)
    for name, size, before in ((HEADING, 14, 18), (SUBHEADING, 11.5, 12)):
        style = spaced(name, before, 6, size=size, bold=True, colour=NAVY)
        style.paragraph_format.keep_with_next = True
    styles[SUBHEADING].paragraph_format.left_indent = Cm(1.2)
    caption = spaced(CAPTION, 10, 4, size=10, bold=True, colour=INK)
    caption.paragraph_format.keep_with_next = True
    own(NUMBERED, 0, 6, size=11)
    for name in (BULLET, RECOMMENDATION):
        spaced(name, 0, 4, size=11)
        context = styles[name].element.pPr.find(qn("w:contextualSpacing"))
        if context is not None:
            styles[name].element.pPr.remove(context)
    note = own(NOTE, 3, 3, size=9)
    note.paragraph_format.keep_together = True
    own(TABLE_TEXT, 0, 0, size=9)
    contents = own(CONTENTS, 0, 2, size=11)
    contents.paragraph_format.tab_stops.add_tab_stop(Cm(1.2))
    box = own(BOX, 0, 3, size=10)
    box.paragraph_format.left_indent = box.paragraph_format.right_indent = Cm(0.2)
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FDF1E7"/>'
    for look in (_BOX_BORDER, shade):  # which Word wants before the spacing
        box.element.get_or_add_pPr().insert_element_before(parse_xml(look), "w:spacing", "w:ind")
    for name in ("Header", "Footer"):
        spaced(name, 0, 0, size=9)


_BOX_BORDER = "".join(
    [
        f"<w:pBdr {nsdecls('w')}>",
        *(
            f'<w:{side} w:val="single" w:sz="12" w:space="4" w:color="C55A11"/>'
            for side in ("top", "left", "bottom", "right")
        ),
        "</w:pBdr>",
    ]
)


def _number_style(style: Any, number: int, level: int) -> None:
    """Has a style numbered by a list; the place of the text is the list's."""
    properties = style.element.get_or_add_pPr()
    for tag in ("w:numPr", "w:ind", "w:tabs"):
        found = properties.find(qn(tag))
        if found is not None:
            properties.remove(found)
    numbered = properties.get_or_add_numPr()
    numbered.get_or_add_ilvl().val = level
    numbered.get_or_add_numId().val = number


def restart(document: Any, letters: int) -> int:
    """Has a list of letters begin anew: the number of the list that goes on from here."""
    numbering = document.part.numbering_part.element
    number = max(int(each.get(qn("w:numId"))) for each in numbering.findall(qn("w:num"))) + 1
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{letters}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    return number


def page_set_up(section: Any) -> None:
    """A4 upright with margins of a committee paper."""
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)


def with_field(paragraph: Any, code: str, shown: str) -> None:
    """Adds a field such as PAGE to a paragraph, with the text that is there until it is updated."""
    for xml in (
        '<w:fldChar {} w:fldCharType="begin"/>',
        '<w:instrText {} xml:space="preserve"> ' + code + " </w:instrText>",
        '<w:fldChar {} w:fldCharType="separate"/>',
    ):
        paragraph.add_run()._r.append(parse_xml(xml.format(nsdecls("w"))))
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="end"/>'))
