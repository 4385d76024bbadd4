"""A body's own Word document as the template of a report: its styles and page set-up, and none of its text."""

import io
from copy import deepcopy
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from payband.errors import WrongInput
from payband.report.word_styles import (
    BOX,
    BULLET,
    CAPTION,
    CONTENTS,
    HEADING,
    NOTE,
    NUMBERED,
    RECOMMENDATION,
    SUBHEADING,
    TABLE,
    TABLE_TEXT,
    Lists,
    add_lists,
    add_styles,
    page_set_up,
)

__all__ = ["from_template"]

STYLES = (
    *("Normal", "Title", "Subtitle", HEADING, SUBHEADING, CAPTION, BULLET, RECOMMENDATION, "Header", "Footer"),
    *(NUMBERED, NOTE, BOX, TABLE_TEXT, CONTENTS, TABLE),
)
"""The styles of a report by their names in Word; what a template lacks of them is given to it."""
_KEPT = (
    "styles",
    "stylesWithEffects",
    "numbering",
    "settings",
    "theme",
    "fontTable",
    "webSettings",
    "header",
    "footer",
)
"""The kinds of parts that a report takes from its template; text, pictures, comments and notes are in others."""
_UNWANTED_SETTINGS = ("w:footnotePr", "w:endnotePr", "w:documentProtection", "w:writeProtection", "w:mailMerge")


def from_template(path: str) -> tuple[Any, Lists]:
    """A document with the styles, page, header and footer of another, and the lists that its report is numbered by.

    Raises WrongInput where the file cannot be read as a Word document.
    """
    try:
        with open(path, "rb") as file:
            document = Document(io.BytesIO(file.read()))
    except OSError as error:
        raise WrongInput(f"--template: {path} cannot be read ({error.strerror}): check the name") from None
    except Exception:  # python-docx has no error of its own for what is no document
        raise WrongInput(f"--template: {path} is not a Word document: save it in Word as .docx") from None
    _empty(document)
    section = document.sections[0]
    if None in (section.page_width, section.page_height, section.left_margin, section.right_margin):
        page_set_up(section)
    _with_numbering(document)
    own = Document()
    add_styles(own)
    lists = add_lists(document, linked=False)
    _complete(document.styles, own.styles, lists)
    return document, lists


def _empty(document: Any) -> None:
    """Takes out all text, and the parts that only text refers to."""
    body = document.element.body
    for child in list(body):
        if child is not body.sectPr:
            body.remove(child)
    kept = body.xml
    for name, relation in list(document.part.rels.items()):
        kind = relation.reltype.rpartition("/")[2]
        if kind not in _KEPT or (kind in ("header", "footer") and f'"{name}"' not in kept):
            del document.part.rels[name]
    settings = document.settings.element
    for tag in _UNWANTED_SETTINGS:
        for found in settings.findall(qn(tag)):
            settings.remove(found)


def _with_numbering(document: Any) -> None:
    """Gives a document without lists the part for them."""
    if any(each.reltype == RELATIONSHIP_TYPE.NUMBERING for each in document.part.rels.values()):
        return
    given = Document().part.numbering_part
    root = parse_xml(f"<w:numbering {nsdecls('w')}/>")
    part = NumberingPart(given.partname, given.content_type, root, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)


def _complete(styles: Any, own: Any, lists: Lists) -> None:
    """Adds the styles that a template lacks; they take font and colour from its own."""
    there = {style.name for style in styles}
    for name in STYLES:
        if name not in there:
            styles.element.append(_as_in(styles, own[name].element))
    bullet = styles[BULLET].element.get_or_add_pPr()
    if bullet.find(qn("w:numPr")) is None:
        numbered = bullet.get_or_add_numPr()
        numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = 0, lists.bullets


def _as_in(styles: Any, style: Any) -> Any:
    """A copy of a style that rests on the styles of another document."""
    made = deepcopy(style)
    for tag in ("w:link", "w:next"):
        for found in made.findall(qn(tag)):
            made.remove(found)
    ids = {each.style_id for each in styles}
    based = made.find(qn("w:basedOn"))
    if based is not None and based.get(qn("w:val")) not in ids:
        made.remove(based)
    for look in made.iter(qn("w:rPr")):
        for tag in ("w:rFonts", "w:color"):
            for found in look.findall(qn(tag)):
                if made.get(qn("w:type")) == "paragraph":
                    look.remove(found)
    paragraph = made.find(qn("w:pPr"))
    if paragraph is not None:
        for found in paragraph.findall(qn("w:numPr")):
            paragraph.remove(found)
    return made
