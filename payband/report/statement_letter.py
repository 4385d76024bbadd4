"""The letter that a statement is merged into: a Word document with a merge field for each text, to be restyled."""

import io
from typing import Any

from payband.errors import WrongInput
from payband.report.word import NEED_DOCX, without_times

__all__ = ["letter_bytes"]

_ROWS = (
    ("Post", "post_now", "post_new"),
    ("Grade", "grade_now", "grade_new"),
    ("Point", "point_now", "point_new"),
    ("Full-time salary a year", "salary_now", "salary_new"),
    ("Share of full time", "share_of_full_time", "share_of_full_time"),
    ("Your pay a year", "pay_now", "pay_new"),
)
"""The lines of the letter's table: what each is called, and the fields before and after."""


def letter_bytes() -> bytes:
    """The letter as the bytes of a .docx file: the same each time.

    Raises WrongInput, saying what to install, where python-docx is missing.
    """
    try:
        from docx import Document
    except ModuleNotFoundError:
        raise WrongInput(NEED_DOCX) from None
    from datetime import datetime

    from payband.report.word_styles import page_set_up

    document = Document()
    page_set_up(document.sections[0])
    core = document.core_properties
    core.title, core.author, core.language = "Statement of post and pay", "", "en-GB"
    core.created = core.modified = datetime(2026, 1, 1)
    _text(document.add_paragraph(style="Title"), "Statement of your post and pay")
    _text(document.add_paragraph(), "{body}, {review}")
    _text(document.add_paragraph(), "Reference: {reference}")
    _text(document.add_paragraph(), "The new structure starts on {starts_on}. This is what it means for you.")
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, title in zip(table.rows[0].cells, ("", "Now", "From {starts_on}"), strict=True):
        _text(cell.paragraphs[0], title)
    for title, before, after in _ROWS:
        cells = table.add_row().cells
        for cell, text in zip(cells, (title, f"{{{before}}}", f"{{{after}}}"), strict=True):
            _text(cell.paragraphs[0], text)
    _text(document.add_paragraph(), "")
    _text(document.add_paragraph(), "{change}")
    _text(document.add_paragraph(), "{protection}")
    made = io.BytesIO()
    document.save(made)
    return without_times(made.getvalue())


def _text(paragraph: Any, text: str) -> None:
    """Text whose names in braces are merge fields."""
    while text:
        plain, _, rest = text.partition("{")
        if plain:
            paragraph.add_run(plain)
        name, _, text = rest.partition("}")
        if name:
            paragraph._p.append(_field(name))


def _field(name: str) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" MERGEFIELD {name} "><w:r><w:t>«{name}»</w:t></w:r></w:fldSimple>'
    )
