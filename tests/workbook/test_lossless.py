"""Writing into somebody's workbook changes what was written and nothing else: part by part, byte for byte."""

from __future__ import annotations

import csv
import os
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import PaybandError
from payband.ooxml.calculation import ask_for_calculation
from payband.ooxml.package import Package
from payband.ooxml.single_cells import set_cells
from payband.workbook.filling.fill import fill_sheet, fill_table
from payband.workbook.reading.values import SheetValues
from tests.conftest import run_with_children
from tests.run import TOP
from tests.support.rich_workbook import PARTS, changes, contents, rich_workbook

CALCULATION = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/calcChain.xml"}
LIBREOFFICE_SECONDS = 300


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of many parts."""
    return rich_workbook(tmp_path_factory.mktemp("rich") / "rich.xlsm")


def test_the_rich_workbook_is_rich(rich: Path) -> None:
    assert len(contents(rich)) >= 40 + len(PARTS)


# --- one change at a time ------------------------------------------------------------------------------------------


def nothing(package: Package) -> set[str]:
    return set()


def cells_of_a_sheet(package: Package) -> set[str]:
    set_cells(package, "People", {(5, 3): 140_000, (300, 2): "=text", (301, 5): None})
    return {package.sheets["People"]}


def cells_of_the_sheet_with_everything(package: Package) -> set[str]:
    set_cells(package, "Notes", {(1, 1): 4, (2, 2): "new", (10, 1): 1.5})
    return {package.sheets["Notes"]}


def a_table(package: Package) -> set[str]:
    place = package.tables["checks"]
    fill_table(package, place, [[f"check {number}"] + [""] * (len(place.columns) - 1) for number in range(40)])
    return {place.sheet_part, place.table_part}


def a_sheet(package: Package) -> set[str]:
    fill_sheet(package, "Summary", [(26, [("A title", "")]), (None, [("a line", ""), (12.5, "")])])
    return {package.sheets["Summary"]}


def asking_for_calculation(package: Package) -> set[str]:
    ask_for_calculation(package)
    return CALCULATION


ASKED = 'calcId="0" fullCalcOnLoad="1"'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<calcPr/>", f"<calcPr {ASKED}/>"),
        (
            '<calcPr calcMode="manual" calcId="191029" iterate="1" iterateCount="50" fullPrecision="0"/>',
            f'<calcPr {ASKED} calcMode="manual" iterate="1" iterateCount="50" fullPrecision="0"/>',
        ),
        ("<definedNames/>", f"<definedNames/><calcPr {ASKED}/>"),
        ("<definedNames><definedName name='a'>1</definedName></definedNames><oleSize ref='A1'/>",
         f"<definedNames><definedName name='a'>1</definedName></definedNames><calcPr {ASKED}/><oleSize ref='A1'/>"),
        ("", f"<calcPr {ASKED}/>"),
    ],
)  # fmt: skip
def test_how_a_workbook_calculates_stays_as_its_owner_chose(rich: Path, before: str, after: str) -> None:
    package = Package(str(rich))
    part = package.workbook_part
    text = re.sub(r"</sheets>.*</workbook>", f"</sheets>{before}</workbook>", package.read(part).decode(), flags=re.S)
    package.write(part, text.encode())
    ask_for_calculation(package)
    assert package.read(part).decode().endswith(f"</sheets>{after}</workbook>")


@pytest.mark.parametrize(
    "change",
    [nothing, cells_of_a_sheet, cells_of_the_sheet_with_everything, a_table, a_sheet, asking_for_calculation],
)
def test_only_what_is_written_changes(rich: Path, tmp_path: Path, change: Callable[[Package], set[str]]) -> None:
    package = Package(str(rich))
    expected = change(package)
    package.save(str(tmp_path / "saved.xlsm"))
    assert changes(rich, tmp_path / "saved.xlsm") == expected


def test_what_is_not_written_stays_as_it_was_packed(rich: Path, tmp_path: Path) -> None:
    package = Package(str(rich))
    cells_of_a_sheet(package)
    package.save(str(tmp_path / "saved.xlsm"))
    with zipfile.ZipFile(rich) as old, zipfile.ZipFile(tmp_path / "saved.xlsm") as new:
        assert new.namelist() == old.namelist()
        said = [
            [(each.compress_type, each.compress_size, each.CRC, each.date_time, each.external_attr) for each in listed]
            for listed in (old.infolist(), new.infolist())
        ]
        differing = [info.filename for info, one, two in zip(old.infolist(), *said, strict=True) if one != two]
    assert differing == [package.sheets["People"]]


def test_every_byte_around_the_cells_stays(rich: Path, tmp_path: Path) -> None:
    package = Package(str(rich))
    part = package.sheets["Notes"]
    before = package.read(part)
    set_cells(package, "Notes", {(1, 2): 7})
    after = package.read(part)
    assert after == before.replace(b'<c r="B1"><v>2</v></c>', b'<c r="B1"><v>7</v></c>') != before


def test_answers_change_their_sheets_tables_and_charts_alone(rich: Path, tmp_path: Path) -> None:
    results = payband.open_review(rich).calculate()
    results.save(tmp_path / "answers.xlsm")
    package = Package(str(rich))
    places = [package.tables[name.casefold()] for name in results.tables]
    allowed = {place.sheet_part for place in places} | {place.table_part for place in places}
    allowed |= CALCULATION | {package.sheets["Summary"]}
    allowed |= {part for part in package.names if re.fullmatch(r"xl/charts/chart\d+\.xml", part)}  # their ranges follow
    found = changes(rich, tmp_path / "answers.xlsm")
    assert found <= allowed, found - allowed
    assert "xl/calcChain.xml" not in contents(tmp_path / "answers.xlsm")
    assert not found & ({name for name, _, _ in PARTS} - CALCULATION)


def test_a_small_change_to_a_large_workbook_is_quick(tmp_path: Path) -> None:
    """Four cells of 15,000 rows many times as fast as openpyxl does it, both in this process, one after the other."""
    from openpyxl import Workbook

    path = tmp_path / "large.xlsx"
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Posts")
    for row in range(15_000):
        sheet.append([f"P{row:05}", *(row * 1.25 + column for column in range(5))])
    workbook.save(path)
    values: dict[tuple[int, int], float | str] = {(2, 2): 1, (3, 3): 2.5, (4, 4): "text", (15_000, 5): 4}

    def with_payband() -> None:
        package = Package(str(path))
        set_cells(package, "Posts", values)
        package.save(str(tmp_path / "payband.xlsx"))

    def with_openpyxl() -> None:
        workbook = load_workbook(path)
        for (row, column), value in values.items():
            workbook["Posts"].cell(row, column, value)
        workbook.save(tmp_path / "openpyxl.xlsx")

    def seconds(do: Callable[[], None]) -> float:
        started = time.process_time()
        do()
        return time.process_time() - started

    quickest = min(seconds(with_payband) for _ in range(3))
    assert seconds(with_openpyxl) > 10 * quickest
    for name in ("payband.xlsx", "openpyxl.xlsx"):
        there = load_workbook(tmp_path / name, read_only=True)["Posts"]
        rows = list(there.iter_rows(values_only=True))
        assert [rows[row - 1][column - 1] for row, column in values] == list(values.values())


# --- real workbooks of others --------------------------------------------------------------------------------------


class Real(NamedTuple):
    """A workbook of the corpus: what it opens as, and the message of payband if that refused it."""

    path: Path
    kind: str
    message: str
    changed: set[str]
    written: Path | None


# What is written: into rows near the top and below, new cells and old ones, a number, text like a formula, an empty.
WRITTEN = {(60, 2): 12.5, (61, 3): "=not a formula", (62, 1): None, (300, 2): "£ – ok"}

# Files that cannot be written to, by what must be said of them.
REFUSALS = {
    "54764-2.xlsx": "declares XML entities",
    "clusterfuzz-testcase-minimized-POIXSSFFuzzer-5265527465181184.xlsx": "is damaged",
    "duplicate-filename.xlsx": "two different parts of the same name",
    "invalid.xlsx": "is not an Excel workbook",
    "protect.xlsx": "is protected by a password",
    "protected_sha512.xlsx": "is protected by a password",
    "sample-beta.xlsx": "is not an Excel workbook",
    "testEXCEL_4.xls": "very old .xls workbook",
    "xlsx-corrupted.xlsx": "is damaged",
}
REFUSALS_BY_KIND = {
    "xls": "is an old .xls workbook: save it in Excel as .xlsx",
    "xlsb": r"is a binary workbook \(.xlsb\)",
    "not a zip": "is not an Excel workbook that can be opened .the end of the file is missing or damaged",
}

# Its shared texts are made to fill the memory of whoever shows them; payband keeps the file, and reads no value of it.
UNREADABLE = {"poc-shared-strings.xlsx": "is damaged"}


@pytest.fixture(scope="module")
def corpus() -> Path:
    """The folder of real workbooks that others made, which is not part of this repository."""
    folder = Path(os.environ.get("PAYBAND_CORPUS") or TOP.parent / "shared" / "corpus")
    if not (folder / "INDEX.csv").is_file():
        pytest.skip(f"no real workbooks in {folder}: set PAYBAND_CORPUS to the folder that holds them with INDEX.csv")
    return folder


@pytest.fixture(scope="module")
def real_workbooks(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Real]:
    """Every workbook of the corpus, with cells written into the first sheet of each that opens."""
    folder = tmp_path_factory.mktemp("corpus")
    with (corpus / "INDEX.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 100
    return [written_into(corpus / row["file"], row["opens as"], folder) for row in rows]


def written_into(path: Path, kind: str, folder: Path) -> Real:
    target = folder / path.name
    try:
        package = Package(str(path))
        sheet = next(iter(package.sheets))
        set_cells(package, sheet, WRITTEN)
        package.save(str(target))
    except PaybandError as error:
        assert not target.exists()
        return Real(path, kind, str(error), set(), None)
    found = changes_of(path, target)
    chains = {part for part in package.names if part.casefold().endswith("calcchain.xml")}
    allowed = {package.sheets[sheet], "[Content_Types].xml", package.part("xl/_rels/workbook.xml.rels")} | chains
    assert found <= allowed, (path.name, found - allowed)
    assert package.sheets[sheet] in found
    return Real(path, kind, "", found, target)


def changes_of(before: Path, after: Path) -> set[str]:
    """The parts that differ as they are packed, damaged ones too, by their name as payband gives it."""
    old, new = Package(str(before)), Package(str(after))
    assert [name for name in old.names if name in new.names] == new.names
    return {name for name in old.names if name not in new.names or old.entry(name).packed != new.entry(name).packed}


def test_every_real_workbook_is_written_to_or_refused_in_words(real_workbooks: list[Real]) -> None:
    for each in real_workbooks:
        expected = REFUSALS.get(each.path.name) or REFUSALS_BY_KIND.get(each.kind, "")
        assert bool(expected) == bool(each.message), (each.path.name, each.message)
        assert re.search(expected, each.message), (each.path.name, each.message)
        assert each.path.name in each.message or not each.message
    assert sum(1 for each in real_workbooks if each.written) > 160


def test_the_values_of_every_real_workbook_can_be_read(real_workbooks: list[Real]) -> None:
    for each in real_workbooks:
        if each.written is None:
            continue
        package = Package(str(each.written))
        sheet = next(iter(package.sheets))
        if each.path.name in UNREADABLE:
            with pytest.raises(PaybandError, match=UNREADABLE[each.path.name]):
                SheetValues(package, [sheet])[sheet]
            continue
        rows = SheetValues(package, [sheet])[sheet].rows
        found = {place: rows[place[0] - 1][place[1] - 1] for place in WRITTEN}
        assert found == {place: value if value is not None else "" for place, value in WRITTEN.items()}, each.path.name


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_openpyxl_opens_what_it_opened_before(real_workbooks: list[Real]) -> None:
    opened = 0
    for each in real_workbooks:
        if each.written is None or each.path.name in UNREADABLE:
            continue
        error, cells = with_openpyxl(each.written)
        if error:
            assert with_openpyxl(each.path)[0] == error, each.path.name
        elif cells:  # it passes over sheets that are of no kind it knows
            opened += 1
            assert cells == list(WRITTEN.values()), each.path.name
    assert opened > 140


def with_openpyxl(path: Path) -> tuple[str, list[Any]]:
    """The kind of error that openpyxl fails with, and the cells that were written."""
    try:
        workbook = load_workbook(path, data_only=True)
    except Exception as error:
        return type(error).__name__, []
    name = next(iter(Package(str(path)).sheets))
    if name not in workbook.sheetnames:
        return "", []
    return "", [workbook[name].cell(row, column).value for row, column in WRITTEN]


def test_libreoffice_opens_what_it_opened_before(
    real_workbooks: list[Real], soffice: str, libreoffice_profile: Path, tmp_path: Path
) -> None:
    """All in one run of LibreOffice; only what it makes nothing of is tried again as it was before."""
    written = [each for each in real_workbooks if each.written and each.path.name not in UNREADABLE]
    shown = converted(
        [each.written for each in written if each.written], tmp_path / "after", soffice, libreoffice_profile
    )
    missing = [each for each in written if each.path.stem not in shown]
    before = (
        converted([each.path for each in missing], tmp_path / "before", soffice, libreoffice_profile) if missing else {}
    )
    assert not before.keys(), f"LibreOffice opened these before they were written to: {sorted(before)}"
    assert len(shown) > 150
    lacking = [
        each.path.name for each in written if each.path.stem in shown and "=not a formula" not in shown[each.path.stem]
    ]
    assert lacking == []


def converted(paths: list[Path], folder: Path, soffice: str, profile: Path) -> dict[str, str]:
    """The first sheet of each workbook as CSV, by the file's name without its ending."""
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(folder)]
    run_with_children([*command, *map(str, paths)], LIBREOFFICE_SECONDS)
    return {each.stem: each.read_text(encoding="utf-8") for each in folder.glob("*.csv")}
