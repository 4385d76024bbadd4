"""A report in the Word styles of the body: what it takes from a template, and what it never takes."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from PIL import Image

from payband.cli import main
from tests.run import TOP

REVIEW = TOP / "workbooks" / "leicester-2011.xlsx"
PRIVATE = "Nobody outside may read this"
GREEN = RGBColor(0x00, 0x5A, 0x30)


def _template(path: Path, change: Callable[[Any], Any] = lambda document: None) -> Path:
    """A body's document: its own font, headings, page and header, with a text and a picture in it."""
    document = Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Georgia", Pt(12)
    heading = document.styles["Heading 1"]
    heading.font.name, heading.font.color.rgb, heading.font.size = "Georgia", GREEN, Pt(17)
    own = document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    own.font.size = Pt(7)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(4), Cm(3)
    section.header.paragraphs[0].text = "Example District Council, our logo"
    document.add_paragraph(PRIVATE)
    picture = BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "PNG")
    picture.seek(0)
    document.add_picture(picture)
    document.add_table(2, 2).cell(0, 0).text = PRIVATE
    document.core_properties.author = PRIVATE
    change(document)
    document.save(str(path))
    return path


def _report(folder: Path, template: Path) -> Any:
    done = main(["report", str(REVIEW), "-o", str(folder / "report.docx"), "--template", str(template)])
    assert done == 0
    return Document(str(folder / "report.docx"))


def _number_of(paragraph: Any) -> int | None:
    number = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    return None if number is None else int(number.get(qn("w:val")))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    _report(folder, _template(folder / "house.docx"))
    return folder / "report.docx"


def test_it_has_the_styles_and_the_page_of_the_template(made: Path) -> None:
    document: Any = Document(str(made))
    heading = document.styles["Heading 1"].font
    assert (heading.name, heading.color.rgb, heading.size) == ("Georgia", GREEN, Pt(17))
    assert document.styles["Normal"].font.name == "Georgia"
    assert document.styles["Note"].font.size == Pt(7)  # the body's own style of the name that the report uses
    section = document.sections[0]
    assert [round(each.cm, 2) for each in (section.left_margin, section.right_margin)] == [4, 3]
    assert section.header.paragraphs[0].text == "Example District Council, our logo"
    assert "Page " in section.footer.paragraphs[0].text  # the template has none
    assert document.paragraphs[0].text == "Leicester City Council: DRAFT"  # its header does not say so


def test_what_the_template_lacks_takes_its_font(made: Path) -> None:
    styles: Any = Document(str(made)).styles
    for name in ("Numbered Paragraph", "Warning", "Table Text", "Contents Line"):
        assert styles[name].base_style.name == "Normal"
        assert styles[name].font.name is None
    assert styles["Committee Table"].type == WD_STYLE_TYPE.TABLE


def test_nothing_of_its_text_is_taken(made: Path) -> None:
    with zipfile.ZipFile(made) as archive:
        for name in archive.namelist():
            assert PRIVATE.encode() not in archive.read(name), name
            if name.startswith("word/media/"):
                with Image.open(BytesIO(archive.read(name))) as picture:
                    assert picture.size != (40, 40)


def test_sections_paragraphs_and_recommendations_are_numbered(made: Path) -> None:
    document: Any = Document(str(made))
    headings = [each for each in document.paragraphs if each.style.name == "Heading 1"]
    numbered = [each for each in document.paragraphs if each.style.name == "Numbered Paragraph"]
    letters = [each for each in document.paragraphs if each.style.name == "List Number"]
    sections = {_number_of(each) for each in headings} - {0}
    assert len(sections) == 1
    assert {_number_of(each) for each in numbered} == sections
    assert None not in {_number_of(each) for each in letters}


def test_tables_and_charts_are_as_wide_as_its_text(made: Path) -> None:
    document = Document(str(made))
    width = Cm(14)
    assert document.tables
    captions = [each for each in document.paragraphs if each.text.startswith("Table ")]
    assert all(each.paragraph_format.keep_with_next for each in captions)
    for table in document.tables:
        assert abs(sum(column.width or 0 for column in table.columns) - width) < Cm(0.1)
    assert document.inline_shapes
    assert all(shape.width <= width for shape in document.inline_shapes)


def test_it_is_the_same_to_the_byte_each_time(made: Path, tmp_path: Path) -> None:
    _report(tmp_path, _template(tmp_path / "house.docx"))
    assert (tmp_path / "report.docx").read_bytes() == made.read_bytes()


def test_libreoffice_shows_its_numbers_and_text(
    made: Path, libreoffice_convert: Callable[..., Path], tmp_path: Path
) -> None:
    shown = subprocess.run(
        ["pdftotext", "-layout", str(libreoffice_convert(made, "pdf")), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Example District Council, our logo" in shown
    assert "1.1" in shown
    assert "(a)" in shown


def _without_lists_and_styles(document: Any) -> None:
    """As a document made by another program: no lists, and none but a few styles."""
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/numbering"):
            del document.part.rels[name]
    styles = document.styles
    for style in list(styles):
        if style.name not in ("Normal", "Heading 1", "Normal Table"):
            style.delete()


def test_a_template_without_lists_and_most_styles_is_completed(tmp_path: Path) -> None:
    document = _report(tmp_path, _template(tmp_path / "bare.docx", _without_lists_and_styles))
    assert {"Title", "Subtitle", "Caption", "List Bullet", "Committee Table"} <= {
        style.name for style in document.styles
    }
    assert any(_number_of(each) for each in document.paragraphs if each.style.name == "Numbered Paragraph")


def _turned(document: Any) -> None:
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)


def test_a_chart_fits_on_a_page_on_its_side(tmp_path: Path) -> None:
    document = _report(tmp_path, _template(tmp_path / "turned.docx", _turned))
    section = document.sections[0]
    high = section.page_height - section.top_margin - section.bottom_margin
    assert all(shape.height < high for shape in document.inline_shapes)


@pytest.mark.parametrize(
    ("template", "output", "said"),
    [
        ("nothere.docx", "report.docx", "--template: nothere.docx cannot be read"),
        ("text.docx", "report.docx", "--template: text.docx is not a Word document: save it in Word as .docx"),
        ("house.docx", "report.html", "--template is for a Word document: give -o a name that ends in .docx too"),
        ("house.docx", "house.docx", "house.docx"),
    ],
)
def test_what_is_refused(
    template: str,
    output: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    before = _template(tmp_path / "house.docx").read_bytes()
    Path("text.docx").write_text("no document", encoding="utf-8")
    assert main(["report", str(REVIEW), "-o", output, "--template", template]) == 2
    assert said in capsys.readouterr().err
    assert Path("house.docx").read_bytes() == before
    assert not Path("report.docx").exists()
