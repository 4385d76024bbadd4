"""What is opened and what is refused: each kind of file by its name, in bounded memory and time, nothing followed."""

from __future__ import annotations

import gzip
import io
import os
import re
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

import payband
from payband.errors import InputProblems, PaybandError, WrongInput
from payband.ooxml import scan
from payband.ooxml.beside import Beside
from payband.ooxml.notes import notes_on
from payband.ooxml.package import Package
from payband.ooxml.single_cells import set_cells
from payband.workbook.reading.values import SheetValues
from tests.run import TOP
from tests.support.large_review import large_workbook
from tests.support.rich_workbook import rich_workbook
from tests.support.workbooks import LEICESTER, bounds, changed, headings, put, run_payband, table_of

MEMORY = 1_200_000_000
SECONDS = 60
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def edited(
    path: Path, edits: dict[str, Callable[[bytes], bytes | None]], added: Mapping[str, bytes] = MappingProxyType({})
) -> Path:
    """The Leicester workbook with parts changed, left out (None) or added."""
    with zipfile.ZipFile(LEICESTER) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content: bytes | None = old.read(name)
            assert content is not None
            if name in edits:
                content = edits[name](content)
            if content is not None:
                new.writestr(name, content)
        for name, content in added.items():
            new.writestr(name, content)
    return path


def part_of(table: str) -> str:
    """The part of the sheet that a table of the Leicester workbook stands on."""
    return Package(str(LEICESTER)).tables[table.casefold()].sheet_part


PEOPLE = part_of("People")


# --- files that are something else ---------------------------------------------------------------------------------


def zipped(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return packed.getvalue()


def ole(stream: str) -> bytes:
    """The start of an old compound file, with a stream's name where its directory has it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + stream.encode("utf-16-le") + bytes(512)


def with_encrypted_flag() -> bytes:
    content = bytearray(LEICESTER.read_bytes())
    for mark, place in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = content.index(mark)
        content[at + place] |= 1
    return bytes(content)


def packed_as(method: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
    return packed.getvalue()


LEICESTER_BYTES = LEICESTER.read_bytes()
XLSB = {"[Content_Types]_DOT_xml": b"<Types/>", "xl__workbook_DOT_bin": b"\x83\1"}
OTHER_FILES: list[tuple[str, bytes, str]] = [
    ("empty", b"", r"is not an Excel workbook: save it in Excel as .xlsx \(it is empty\)"),
    ("csv", b"person,salary now\nP01,20000\n", r"\(it holds plain text, as a CSV file does\)"),
    ("csv in Windows letters", "person,salary\nJosé,£20\n".encode("cp1252"), "plain text, as a CSV"),
    ("web page", b"\r\n<html><table><tr><td>P01</td></tr></table></html>", "web page that was given a workbook's name"),
    ("web page with its type", b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "it is a web page"),
    ("XML spreadsheet of 2003", b'<?xml version="1.0"?><Workbook/>', "it is an XML file"),
    ("PDF", b"%PDF-1.7\n\0", "it is a PDF"),
    ("gzip", gzip.compress(LEICESTER_BYTES), "it is a compressed file: unpack it first"),
    ("Excel 4", b"\x09\x04\x06\0\0\0\x10\0", "it is a very old .xls workbook"),
    ("anything", bytes(range(256)), "is not an Excel workbook: save it in Excel as .xlsx$"),
    ("xls", ole("Workbook"), "is an old .xls workbook: save it in Excel as .xlsx$"),
    ("encrypted", ole("EncryptedPackage"), "is protected by a password: save it in Excel as .xlsx without one"),
    ("ole of another kind", ole("WordDocument"), "an old .xls workbook or is protected by a password"),
    ("xlsb", zipped(**XLSB), r"is a binary workbook \(.xlsb\): save it in Excel as .xlsx"),
    (
        "ods",
        zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_DOT_xml=b"<x/>"),
        r"is an OpenDocument file \(.ods\), not an Excel workbook: save it as .xlsx",
    ),
    ("Word", zipped(word__document_DOT_xml=b"<x/>"), "but a Word document: give the workbook"),
    ("zip of workbooks", zipped(pay_DOT_xlsx=LEICESTER_BYTES), "zip folder with pay.xlsx in it: unpack it first"),
    ("empty zip", zipped(), "is not an Excel workbook"),
    ("half a workbook", LEICESTER_BYTES[: len(LEICESTER_BYTES) // 2], "the end of the file is missing or damaged"),
    ("all but the last byte", LEICESTER_BYTES[:-1], "the end of the file is missing or damaged"),
    ("its first part cut out", LEICESTER_BYTES[2000:], "is not an Excel workbook|is damaged"),
    ("password on its zip", with_encrypted_flag(), "is protected by a password"),
    ("packed with bzip2", packed_as(zipfile.ZIP_BZIP2), "packed in a way that workbooks never are"),
    ("packed with LZMA", packed_as(zipfile.ZIP_LZMA), "packed in a way that workbooks never are"),
]


@pytest.mark.parametrize(("content", "said"), [each[1:] for each in OTHER_FILES], ids=[each[0] for each in OTHER_FILES])
def test_other_files_are_told_by_what_they_are(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "given.xlsx"
    path.write_bytes(content)
    with pytest.raises(WrongInput) as caught:
        payband.open_review(path)
    assert re.search(said, str(caught.value)), caught.value
    assert "given.xlsx" in str(caught.value)
    assert path.read_bytes() == content


# --- workbooks that are damaged, hostile or odd --------------------------------------------------------------------

DOCTYPE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def after_declaration(inserted: bytes) -> Callable[[bytes], bytes]:
    def edit(content: bytes) -> bytes:
        head, found, rest = content.partition(b"?>") if content.startswith(b"<?xml") else (b"", b"", content)
        return head + found + inserted + rest

    return edit


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def edit(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode(), 1)

    return edit


DAMAGED: list[tuple[str, dict[str, Callable[[bytes], bytes | None]], str]] = [
    ("no workbook part", {"xl/workbook.xml": lambda _: None}, "is damaged.*missing|is not an Excel workbook"),
    ("no relations", {"_rels/.rels": lambda _: None}, "is not an Excel workbook"),
    ("no content types", {"[Content_Types].xml": lambda _: None}, r"is damaged \(\[Content_Types\].xml is missing"),
    ("broken workbook", {"xl/workbook.xml": lambda content: content[:300]}, r"is damaged \(xl/workbook.xml"),
    ("broken styles", {"xl/styles.xml": lambda content: b"<styleSheet"}, "is damaged"),
    ("cut sheet", {PEOPLE: lambda content: content[: len(content) // 2]}, "is damaged"),
    ("cell not closed", {PEOPLE: swap("</v></c>", "</v>")}, "is damaged"),
    ("entities in a sheet", {PEOPLE: after_declaration(DOCTYPE)}, "declares XML entities"),
    ("entities in relations", {"_rels/.rels": after_declaration(DOCTYPE)}, "declares XML entities"),
    ("entities in styles", {"xl/styles.xml": after_declaration(DOCTYPE)}, "declares XML entities"),
    (
        "a rare encoding",
        {"xl/workbook.xml": lambda content: b'<?xml version="1.0" encoding="cp037"?>' + content.partition(b"?>")[2]},
        "is damaged.*encoding cp037",
    ),
    (
        "it calls itself a document",
        {"[Content_Types].xml": swap("spreadsheetml.sheet.main+xml", "wordprocessingml.document.main+xml")},
        "its main part calls itself",
    ),
    (
        "a table of no cells",
        {"xl/tables/table1.xml": lambda content: re.sub(rb' ref="[^"]*"', b"", content)},
        "no cells",
    ),
    (
        "a table of odd cells",
        {"xl/tables/table1.xml": lambda content: re.sub(rb' ref="[^"]*"', b' ref="A0:B9"', content)},
        "no cells",
    ),
]


@pytest.mark.parametrize(("edits", "said"), [each[1:] for each in DAMAGED], ids=[each[0] for each in DAMAGED])
def test_damaged_and_hostile_workbooks_are_refused_in_words(
    tmp_path: Path, edits: dict[str, Callable[[bytes], bytes | None]], said: str
) -> None:
    path = edited(tmp_path / "given.xlsx", edits)
    with pytest.raises(PaybandError, match=said) as caught:
        payband.open_review(path)
    assert "given.xlsx" in str(caught.value)


def test_a_relation_that_goes_round_in_a_circle_ends(tmp_path: Path) -> None:
    """The relations of the sheet name the sheet itself as its table."""
    relations = f"xl/worksheets/_rels/{PEOPLE.rpartition('/')[2]}.rels"

    def edit(content: bytes) -> bytes:
        return re.sub(rb"/xl/tables/\w+\.xml", f"/{PEOPLE}".encode(), content)

    with pytest.raises(WrongInput, match=r"is damaged .*has no cells"):
        payband.open_review(edited(tmp_path / "given.xlsx", {relations: edit}))


@pytest.mark.parametrize("name", ["../outside.xml", "xl/../../outside.xml", "..\\outside.xml", "C:/outside.xml"])
def test_a_part_that_names_a_place_outside_is_refused(tmp_path: Path, name: str) -> None:
    path = edited(tmp_path / "given.xlsx", {}, {name: b"x"})
    with pytest.raises(WrongInput, match="names a place outside the workbook"):
        payband.open_review(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(LEICESTER) as archive:
        same = archive.read("xl/workbook.xml")
    path = edited(tmp_path / "twice.xlsx", {}, {"xl/workbook.xml": same})
    assert payband.open_review(path).inputs.people
    Package(str(path)).save(str(tmp_path / "once.xlsx"))
    with zipfile.ZipFile(tmp_path / "once.xlsx") as archive:
        assert archive.namelist().count("xl/workbook.xml") == 1
    edited(path, {}, {"xl/workbook.xml": same + b" "})
    with pytest.raises(WrongInput, match=r"two different parts of the same name \(xl/workbook.xml\)"):
        payband.open_review(path)


def in_utf_16(content: bytes) -> bytes:
    text = content.decode().partition("?>")[2] if content.startswith(b"<?xml") else content.decode()
    return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")


def in_latin_1(content: bytes) -> bytes:
    text = content.decode().partition("?>")[2] if content.startswith(b"<?xml") else content.decode()
    return ('<?xml version="1.0" encoding="ISO-8859-1"?>' + text).encode("latin-1", "xmlcharrefreplace")


def prefixed(content: bytes) -> bytes:
    """A sheet as some programs write it: every name of the main namespace with a prefix."""
    named = re.sub(rb"<(/?)(?=\w+[\s/>])", rb"<\1x:", content)
    return named.replace(b"xmlns=", b"xmlns:x=", 1)


def strict(content: bytes) -> bytes:
    for kind in (b"spreadsheetml", b"officeDocument"):
        content = content.replace(
            b"http://schemas.openxmlformats.org/%s/2006/" % kind, b"http://purl.oclc.org/ooxml/%s/" % kind
        )
    return content


def repacked(path: Path, rename: Callable[[str], str], edit: Callable[[str, bytes], bytes]) -> Path:
    with zipfile.ZipFile(LEICESTER) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(rename(name), edit(name, old.read(name)))
    return path


def relative(content: bytes) -> bytes:
    assert b'Target="/xl/' in content
    return content.replace(b'Target="/xl/', b'Target="../')


def same_name(name: str) -> str:
    return name


def is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/sheet")


ODD: list[tuple[str, Callable[[str], str], Callable[[str, bytes], bytes]]] = [
    ("backslashes in names", lambda name: name.replace("/", "\\"), lambda _, content: content),
    ("names from the root", lambda name: f"/{name}", lambda _, content: content),
    ("other capitals", lambda name: name if name.startswith("[") else name.swapcase(), lambda _, content: content),
    ("UTF-16", same_name, lambda name, content: in_utf_16(content) if name.endswith(".xml") else content),
    ("ISO 8859-1", same_name, lambda name, content: in_latin_1(content) if name.endswith(".xml") else content),
    ("prefixes", same_name, lambda name, content: prefixed(content) if is_sheet(name) else content),
    ("strict", same_name, lambda name, content: strict(content) if name.endswith((".xml", ".rels")) else content),
    (
        "relative targets",
        same_name,
        lambda name, content: relative(content) if "worksheets/_rels/" in name else content,
    ),
]


@pytest.mark.parametrize(("rename", "edit"), [each[1:] for each in ODD], ids=[each[0] for each in ODD])
def test_workbooks_of_other_programs_read_alike(
    tmp_path: Path, rename: Callable[[str], str], edit: Callable[[str, bytes], bytes]
) -> None:
    path = repacked(tmp_path / "odd.xlsx", rename, edit)
    assert payband.open_review(path).inputs == payband.open_review(LEICESTER).inputs
    package = Package(str(path))
    set_cells(package, "People", {(200, 1): "=new"})
    package.save(str(tmp_path / "again.xlsx"))
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "again.xlsx") as new:
        assert new.namelist() == old.namelist()
        differing = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert len(differing) == 1
    again = Package(str(tmp_path / "again.xlsx"))
    assert SheetValues(again, ["People"])["People"].rows[199][0] == "=new"


# --- bombs, within bounds ------------------------------------------------------------------------------------------


def rows(count: int, cells: Callable[[int], str], attributes: str = "") -> Iterator[bytes]:
    for start in range(1, count + 1, 10_000):
        lines = (
            f'<row r="{number}"{attributes}>{cells(number)}</row>'
            for number in range(start, min(start + 10_000, count + 1))
        )
        yield "".join(lines).encode()


def with_sheet(path: Path, part: str, pieces: Iterator[bytes], replace: bytes = b"</sheetData>") -> Path:
    """The Leicester workbook with more written into a sheet, or in place of a part, piece by piece."""
    with zipfile.ZipFile(LEICESTER) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            content = old.read(name)
            if name != part:
                new.writestr(name, content)
                continue
            before, found, after = content.partition(replace)
            assert found
            with new.open(name, "w", force_zip64=True) as file:
                file.write(before)
                for piece in pieces:
                    file.write(piece)
                file.write(found + after)
    return path


def a_million_empty_styled_rows(path: Path) -> None:
    first = 1000
    cells = "ABCDEFGH"
    pieces = rows(
        1_000_000,
        lambda number: (
            "".join(f'<c r="{letter}{number + first}" s="1"/>' for letter in cells) if number % 4 == 0 else ""
        ),
        ' s="1" customFormat="1"',
    )
    with_sheet(
        path,
        PEOPLE,
        (re.sub(rb'<row r="(\d+)"', lambda m: b'<row r="%d"' % (int(m[1]) + first), each) for each in pieces),
    )


def a_part_of_blanks(path: Path) -> None:
    with_sheet(path, PEOPLE, (b" " * 1_000_000 for _ in range(500)))


def says(path: Path, part: str, size: int) -> None:
    """Makes the list of parts say another size of a part than it has."""
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\1\2")
    while content[at + 46 : at + 46 + len(part)] != part.encode():
        at = content.index(b"PK\1\2", at + 4)
    struct.pack_into("<I", content, at + 24, size)
    path.write_bytes(content)


def more_than_any_workbook(path: Path) -> None:
    noise = os.urandom(10_000_000)
    edited(path, {}, {"xl/media/image1.bin": noise, "xl/media/image2.bin": noise})
    says(path, "xl/media/image1.bin", 600_000_000)
    says(path, "xl/media/image2.bin", 600_000_000)


def a_part_that_says_less_than_it_holds(path: Path) -> None:
    """The list of parts says 1,000 bytes; what is packed unpacks to 400 MB."""
    with_sheet(path, PEOPLE, (b" " * 1_000_000 for _ in range(400)))
    says(path, PEOPLE, 1000)


def a_value_in_the_last_cell(path: Path) -> None:
    with_sheet(path, PEOPLE, iter([b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>']))


def a_row_beyond_the_sheet(path: Path) -> None:
    with_sheet(path, PEOPLE, iter([b'<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>']))


def a_table_over_the_whole_sheet(path: Path) -> None:
    edited(
        path,
        {
            Package(str(LEICESTER)).tables["people"].table_part: lambda content: re.sub(
                rb' ref="A\d+:\w+"', b' ref="A4:XFD1048576"', content
            )
        },
    )


def cells_that_never_end(path: Path) -> None:
    with_sheet(path, PEOPLE, (b'<c r="A1" t="e"><f>' * 20_000 for _ in range(15)))


def errors_without_end(path: Path) -> None:
    with_sheet(path, PEOPLE, (b'<row r="900">' + b'<c r="A900" t="e"/>' * 20_000 + b"</row>" for _ in range(20)))


def a_million_shared_texts(path: Path) -> None:
    related = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    said = f'<Relationship Id="shared" Type="{kind}" Target="/xl/sharedStrings.xml"/></Relationships>'
    texts = b"".join(b"<si><t>%d</t></si>" % number for number in range(1_000_000))
    edited(
        path,
        {related: swap("</Relationships>", said)},
        {"xl/sharedStrings.xml": f"<sst {NAMESPACE}>".encode() + texts + b"</sst>"},
    )


def elements_within_elements(path: Path) -> None:
    edited(path, {"xl/workbook.xml": swap("</workbook>", "<a>" * 300_000 + "</a>" * 300_000 + "</workbook>")})


BOMBS: list[tuple[Callable[[Path], None], str]] = [
    (a_million_empty_styled_rows, "opened: 20 people"),
    (a_part_of_blanks, "holds a part that unpacks to 500 MB from .* as no real workbook does"),
    (more_than_any_workbook, "would unpack to 1,2.. MB in .* more than payband opens"),
    (a_part_that_says_less_than_it_holds, "its length or checksum is wrong"),
    (a_value_in_the_last_cell, "reach to column XFD and row 1,048,576.*delete what is far"),
    (a_row_beyond_the_sheet, "has cells below row 1,048,576"),
    (a_table_over_the_whole_sheet, "opened: 20 people"),
    (cells_that_never_end, "is damaged .sheet 'People'"),
    (errors_without_end, "row 900 is below the table, which ends in row 24"),
    (a_million_shared_texts, "opened: 20 people"),
    (elements_within_elements, "opened: 20 people"),
]

# Opens a review in a process of its own and prints what came of it, and the most memory that it took.
OPENER = """
import resource, sys
if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
import payband
from payband.errors import PaybandError
try:
    print(f"opened: {len(payband.open_review(sys.argv[1]).inputs.people)} people")
except PaybandError as error:
    print(str(error)[:2000])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited as Linux does it")
@pytest.mark.parametrize(("make", "said"), BOMBS, ids=[each[0].__name__ for each in BOMBS])
def test_bombs_end_within_bounds(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    path = tmp_path / "given.xlsx"
    make(path)
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", OPENER, str(path), str(MEMORY)],
        env={**os.environ, "PYTHONPATH": str(TOP), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert re.search(said, done.stdout), done.stdout
    assert time.monotonic() - started < SECONDS


# --- what acts or fetches ------------------------------------------------------------------------------------------


def test_macros_links_and_dde_are_told_and_never_followed(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "rich.xlsm")
    results = payband.open_review(path).calculate()
    assert results.source.notes == [
        "carries macros, which payband keeps and never runs",
        "points to another workbook, which payband never opens: file:///S:/Finance/budget.xlsx",
        "calls other programs (DDE), which payband never does: Excel rates.xls",
        "has data connections, which payband never refreshes: Payroll",
    ]
    done = run_payband("review", path, "-o", tmp_path / "answers.xlsm")
    assert "rich.xlsm carries macros, which payband keeps and never runs" in done.stdout


def test_a_plain_workbook_has_nothing_to_tell() -> None:
    assert notes_on(Package(str(LEICESTER))) == []


def test_a_dde_formula_in_a_cell_is_told(tmp_path: Path) -> None:
    formula = "<c r=\"Z9\"><f>cmd|' /C calc'!A0</f><v>0</v></c></row></sheetData>"
    path = edited(tmp_path / "dde.xlsx", {PEOPLE: swap("</row></sheetData>", formula)})
    assert notes_on(Package(str(path))) == ["calls other programs (DDE), which payband never does: cmd"]


# --- values as people have them ------------------------------------------------------------------------------------


def typed(table: str, key: Any, column: str, value: Any, number_format: str = "") -> Callable[[Workbook], Any]:
    def change(workbook: Workbook) -> None:
        row = put(workbook, table, key, column, value)
        if number_format:
            sheet, _ = table_of(workbook, table)
            sheet.cell(row, headings(workbook, table)[column]).number_format = number_format

    return change


def in_1904(workbook: Workbook) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    workbook.epoch = CALENDAR_MAC_1904


def person(number: int, field: str) -> Callable[[payband.Review], Any]:
    return lambda review: getattr(review.inputs.people[number], field)


VALUES: list[tuple[str, list[Callable[[Workbook], Any]], Callable[[payband.Review], Any], Any]] = [
    ("leading zeros", [typed("People", "P01", "person", "000417")], person(0, "person"), "000417"),
    ("a number as payroll number", [typed("People", "P01", "person", 417)], person(0, "person"), "417"),
    (
        "a long payroll number",
        [typed("People", "P01", "person", "00417000000000000001")],
        person(0, "person"),
        "00417000000000000001",
    ),
    ("NA as a name", [typed("People", "P01", "person", "NA")], person(0, "person"), "NA"),
    ("None as a name", [typed("People", "P01", "person", "None")], person(0, "person"), "None"),
    ("nan as a name", [typed("People", "P01", "person", "nan")], person(0, "person"), "nan"),
    ("TRUE as a name", [typed("People", "P01", "person", "TRUE")], person(0, "person"), "TRUE"),
    ("1e5 as a name", [typed("People", "P01", "person", "1e5")], person(0, "person"), "1e5"),
    ("a formula as a name", [typed("People", "P01", "person", "'=1+1")], person(0, "person"), "'=1+1"),
    ("blanks around a name", [typed("People", "P01", "person", "  P 01 ")], person(0, "person"), "P 01"),
    (
        "a number stored as text",
        [typed("People", "P01", "salary now", "126,983")],
        lambda r: r.inputs.people[0].salary_now,
        None,
    ),
    ("a date of 1904", [in_1904], lambda r: r.inputs.settings.implementation_date, date(2012, 1, 2)),
    (
        "a date with a time",
        [typed("Settings", "implementation date", "value", datetime(2012, 1, 2, 9, 30))],
        lambda r: r.inputs.settings.implementation_date,
        date(2012, 1, 2),
    ),
]


@pytest.mark.parametrize(
    ("changes", "found", "expected"), [each[1:] for each in VALUES], ids=[each[0] for each in VALUES]
)
def test_values_as_people_have_them(
    tmp_path: Path, changes: list[Callable[[Workbook], Any]], found: Callable[[payband.Review], Any], expected: Any
) -> None:
    if expected is None:
        expected = found(payband.open_review(LEICESTER))
    value = found(payband.open_review(changed(tmp_path, *changes)))
    assert (value, type(value)) == (expected, type(expected))


def merged(table: str, span: str) -> Callable[[Workbook], Any]:
    def change(workbook: Workbook) -> None:
        sheet, _ = table_of(workbook, table)
        sheet.merge_cells(span)

    return change


def renamed(table: str, old: str, new: str) -> Callable[[Workbook], Any]:
    def change(workbook: Workbook) -> None:
        sheet, place = table_of(workbook, table)
        column = headings(workbook, table)[old]
        sheet.cell(bounds(place)[1], column).value = new

    return change


REFUSED: list[tuple[str, Callable[[Workbook], Any], str]] = [
    (
        "a time as salary",
        typed("People", "P01", "salary now", time_of_day(12, 30)),
        r"row 5, column 'salary now'.*12:30",
    ),
    ("a time as date", typed("People", "P01", "leaves on", time_of_day(12, 30)), r"row 5, column 'leaves on'.*12:30"),
    ("NA as salary", typed("People", "P01", "salary now", "NA"), r"row 5, column 'salary now'.*'NA'"),
    ("an unclear number", typed("People", "P01", "salary now", "1.234,50"), r"row 5, column 'salary now'"),
    ("an error", typed("People", "P01", "salary now", "#DIV/0!"), r"row 5, column 'salary now'.*#DIV/0!"),
    ("a formula", typed("People", "P01", "salary now", "=1+1"), "row 5, column 'salary now'.*never calculated"),
    (
        "merged cells",
        merged("People", "B6:B8"),
        r"sheet People, table People, row 6: the cells B6:B8 are merged.*Unmerge",
    ),
    ("one cell merged out of the table", merged("People", "A10:A10"), "opened"),
    (
        "two columns of a name",
        renamed("People", "FTE", "salary now"),
        "2 columns are called 'salary now': delete all but one",
    ),
]


@pytest.mark.parametrize(("change", "said"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_values_that_cannot_be_read_are_refused_with_their_place(
    tmp_path: Path, change: Callable[[Workbook], Any], said: str
) -> None:
    path = changed(tmp_path, change)
    if said == "opened":
        assert len(payband.open_review(path).inputs.people) == 20
        return
    with pytest.raises(InputProblems) as caught:
        payband.open_review(path)
    assert re.search(said, str(caught.value)), caught.value


@pytest.mark.parametrize("written", ["NaN", "1E+400", "-INF"])
def test_a_number_beyond_reason_is_refused(tmp_path: Path, written: str) -> None:
    path = changed(tmp_path, typed("People", "P01", "salary now", 123456.5))
    package = Package(str(path))
    sheet = package.read(PEOPLE)
    assert b">123456.5<" in sheet
    package.write(PEOPLE, sheet.replace(b">123456.5<", f">{written}<".encode()))
    package.save(str(path))
    with pytest.raises(InputProblems, match=r"row 5, column 'salary now': holds a number beyond all reason"):
        payband.open_review(path)


def with_totals(workbook: Workbook) -> None:
    """The tables of people, of lines and of pay elements each with Excel's row of totals."""
    for name, column in (("People", 4), ("Structure", 4), ("Package", 3)):
        sheet, table = table_of(workbook, name)
        first, header, _, last = bounds(table)
        sheet.cell(last + 1, first).value, sheet.cell(last + 1, column).value = "Total", 1_234_567
        last_column = table.ref.partition(":")[2].rstrip("0123456789")
        table.ref, table.totalsRowCount = f"A{header}:{last_column}{last + 1}", 1


def test_a_row_of_totals_is_nobody(tmp_path: Path) -> None:
    path = changed(tmp_path, with_totals)
    review, plain = payband.open_review(path), payband.open_review(LEICESTER)
    assert [len(review.inputs.people), len(review.inputs.structure)] == [20, 9]
    assert review.calculate().summary() == plain.calculate().summary()


def without_headings(workbook: Workbook) -> None:
    table = table_of(workbook, "People")[1]
    table.headerRowCount, table.ref, table.autoFilter = 0, "A5:N24", None


def test_a_table_that_shows_no_headings_is_told_of_once(tmp_path: Path) -> None:
    with pytest.raises(InputProblems) as raised:
        payband.open_review(changed(tmp_path, without_headings))
    (problem,) = raised.value.problems
    assert str(problem) == (
        "sheet People, table People: the table People shows no headings: select one of its cells and tick "
        "Table Design > Header Row"
    )


def test_blank_rows_at_the_end_of_a_table_are_passed_over(tmp_path: Path) -> None:
    def longer(workbook: Workbook) -> None:
        _, place = table_of(workbook, "People")
        place.ref = re.sub(r"\d+$", "5000", place.ref)
        if place.autoFilter is not None:
            place.autoFilter.ref = place.ref

    assert len(payband.open_review(changed(tmp_path, longer)).inputs.people) == 20


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('t="e"><v>#N/A</v>', "holds the error #N/A"),
        ("t = 'e' ><v>#N/A</v>", "holds the error #N/A"),
        ("><f>1+1</f>", "holds a formula that was never calculated"),
        ('><f t="shared" si="0"/>', "holds a formula that was never calculated"),
    ],
)
def test_a_bad_cell_is_found_among_thousands(tmp_path: Path, cell: str, said: str) -> None:
    path = tmp_path / "large.xlsx"
    large_workbook(path, 3_000)
    package = Package(str(path))
    part = package.tables["people"].sheet_part
    xml, count = re.subn(
        rb'(<c r="D2345"(?: s="\d+")?)><v>[^<]*</v>', rb"\1 " + cell.encode(), package.read(part), count=1
    )
    assert count == 1
    package.write(part, xml)
    package.save(str(path))
    with pytest.raises(InputProblems, match=f"row 2345, column 'salary now': {said}") as caught:
        payband.open_review(path)
    assert len(caught.value.problems) == 1


@settings(max_examples=300)
@given(st.lists(st.sampled_from([*"efx<>:/ '\"=\n\t", "<f", ":f", "'e'", '"e"'])).map("".join))
def test_a_look_at_the_bytes_finds_what_the_patterns_find(text: str) -> None:
    xml = f"<c{text}>".encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "_SMALL", 0)
        found = scan.may_hold_errors(xml), scan.may_hold_formulas(xml)
    assert found == (scan.may_hold_errors(xml), scan.may_hold_formulas(xml))


@pytest.mark.parametrize("platform", ["linux", "emscripten"])
def test_what_goes_wrong_beside_is_raised_where_it_is_asked_for(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    divided = Beside(lambda: 1 // 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            divided()
    done: list[int] = []
    counted = Beside(lambda: done.append(1))
    assert (counted(), counted(), done) == (None, None, [1])
