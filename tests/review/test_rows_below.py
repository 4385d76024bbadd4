"""Rows below an input table: those that touch it are rows of it, and nothing else below it is dropped unsaid."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table

import payband
from payband.cli import main
from payband.errors import InputProblems
from payband.formulas.reconcile import reconcile
from payband.ooxml.cells import CellRange
from payband.ooxml.package import Package
from payband.ooxml.table_xml import shape_of
from payband.review.inputs.raw.rows_below import Ended, rows_below
from payband.review.parts.registry import all_inputs
from payband.workbook.reading.rows_below import take_in_rows_below
from payband.workbook.reading.values import SheetValues
from payband.workbook.review_file import WorkbookFile
from tests.run import TOP
from tests.support.workbooks import bounds, changed, headings, put, run_payband, table_of

WENT_WRONG = TOP / "tests" / "cases" / "went_wrong" / "workbooks"
LAST = 24  # the last row of People in the Leicester review
NEW = {"person": "P21", "salary now": 80_000, "proposed line": "Divisional Directors"}
Change = Callable[[Workbook], Any]


def typed(row: int, values: dict[str, Any] = NEW, table: str = "People") -> Change:
    """What somebody types into a row, without the table being made longer."""

    def change(book: Workbook) -> None:
        for name, value in values.items():
            put(book, table, row, name, value)

    return change


def totals(book: Workbook) -> None:
    """A row of totals that the table People has."""
    sheet, table = table_of(book, "People")
    put(book, "People", LAST + 1, "person", "Total")
    table.totalsRowCount = 1
    table.ref = table.ref.replace(str(LAST), str(LAST + 1))
    sheet.cell(LAST + 1, 1)


def another_table(row: int) -> Change:
    """A table of somebody's own below People."""

    def change(book: Workbook) -> None:
        sheet, _ = table_of(book, "People")
        held: tuple[Any, ...] = ("mine", "yours", 1, 2)
        for number, value in enumerate(held):
            sheet.cell(row + number // 2, 1 + number % 2, value)
        sheet.add_table(Table(displayName="Own", name="Own", ref=f"A{row}:B{row + 1}"))

    return change


def beside(row: int) -> Change:
    """A note to the right of the table."""

    def change(book: Workbook) -> None:
        sheet, table = table_of(book, "People")
        sheet.cell(row, bounds(table)[2] + 2, "Checked by HR on 3 May")

    return change


def same(n: int) -> dict[str, Any]:
    return {**NEW, "person": f"P{n}"}


class Below(NamedTuple):
    """What is typed below People, which people are read beside the twenty, or what is said of which row."""

    name: str
    changes: Sequence[Change]
    taken: Sequence[str] = ()
    said: Sequence[tuple[int, str]] = ()
    noted: str = ""


BELOW = [
    Below("a row that touches", [typed(LAST + 1)], ["P21"]),
    Below("two rows", [typed(LAST + 1), typed(LAST + 2, same(22))], ["P21", "P22"]),
    Below("a note to the right", [typed(LAST + 1), beside(LAST + 2), beside(LAST + 4)], ["P21"]),
    Below("spaces", [typed(LAST + 1, {"person": "  ", "post now": " "})]),
    Below(
        "a row after a gap",
        [typed(LAST + 2)],
        said=[(26, "row 26 is below the table, which ends in row 24, with an empty row between")],
    ),
    Below(
        "rows after a gap are one problem",
        [typed(LAST + 1, same(23)), *(typed(LAST + n, same(20 + n)) for n in (4, 5, 6))],
        said=[(28, "rows 28 to 30 are below the table, which ends in row 24")],
    ),
    Below(
        "text alone in the first column",
        [typed(LAST + 1, {"person": "Source: HR"})],
        said=[(25, "only 'Source: HR' is in this row, right below the table: if it is a row of the table, fill in")],
    ),
    Below(
        "a sum alone",
        [typed(LAST + 1, {"salary now": 1_900_000})],
        said=[(25, "only '1900000' is in this row")],
    ),
    Below(
        "a row behind one that is asked about is looked through",
        [typed(LAST + 1, {"person": "a note"}), typed(LAST + 2, {**NEW, "salary now": "lots"})],
        said=[(25, "only 'a note'"), (26, "the salary is 'lots': give a number")],
    ),
    Below(
        "a total right below",
        [typed(LAST + 1, {"person": "Total", "salary now": 1_900_000})],
        said=[(25, "is a total, and a total is not a row of the table: leave an empty row")],
    ),
    Below(
        "a total after an empty row",
        [typed(LAST + 2, {"person": "Total", "salary now": 1_900_000})],
        noted="has a total below table People (row 26 of sheet People), which is not a row of it",
    ),
    Below("a row of totals", [totals]),
    Below(
        "a row below the row of totals",
        [totals, typed(LAST + 2)],
        said=[(26, "row 26 is below the table's row of totals, and would be left out: insert a row above the totals")],
    ),
    Below("another table below", [typed(LAST + 1), another_table(LAST + 3)], ["P21"]),
    Below("another table that touches", [another_table(LAST + 1)]),
    Below("what is below another table is of that", [another_table(LAST + 3), typed(LAST + 5)]),
    Below(
        "between the table and another",
        [another_table(LAST + 4), typed(LAST + 2)],
        said=[(26, "row 26 is below the table")],
    ),
    Below(
        "a formula that was never calculated",
        [typed(LAST + 1, {**NEW, "salary now": "=79000+1000"})],
        said=[(25, "holds a formula that was never calculated")],
    ),
]


@pytest.mark.parametrize("each", BELOW, ids=[each.name for each in BELOW])
def test_what_is_below_a_table_is_taken_in_or_told(each: Below, tmp_path: Path) -> None:
    path = changed(tmp_path, *each.changes)
    before = path.read_bytes()
    if each.said:
        with pytest.raises(InputProblems) as caught:
            payband.open_review(path)
        found = caught.value.problems
        assert [(problem.row, problem.table) for problem in found] == [(row, "People") for row, _ in each.said]
        for problem, (_, words) in zip(found, each.said, strict=True):
            assert words in problem.message
    else:
        results = payband.open_review(path).calculate()
        assert [person.person for person in results.inputs.people][20:] == list(each.taken)
        source: WorkbookFile = results.source
        assert list(source.notes) == ([each.noted] if each.noted else [])
        assert results.slotting["person"].tolist()[20:] == list(each.taken)
    assert path.read_bytes() == before


def test_the_file_of_libreoffice_is_read() -> None:
    """Two rows typed below a table of one in LibreOffice, which kept the table as it was."""
    with pytest.raises(InputProblems) as caught:
        payband.open_review(WENT_WRONG / "typed.xlsx")
    said = [str(each) for each in caught.value.problems]
    assert [each for each in said if "table Structure, row 5, column 'grade'" in each and "The same in row 7" in each]
    assert not [each for each in said if "below" in each]


# --- every table ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with every table of every part, and two rows right below each."""
    path = tmp_path_factory.mktemp("all") / "all.xlsx"
    assert run_payband("new", path, "--with", "all").returncode == 0
    book = load_workbook(path)
    for table in all_inputs():
        sheet, place = table_of(book, table.name)
        last = bounds(place)[3]
        for row in (last + 1, last + 2):
            for column in list(headings(book, table.name).values())[:2]:
                sheet.cell(row, column, f"x{row}")
    book.save(path)
    return path


@pytest.mark.parametrize("table", all_inputs(), ids=lambda table: str(table.name))
def test_every_table_takes_in_the_rows_right_below(table: Any, of_all: Path) -> None:
    package = Package(str(of_all))
    place = package.tables[table.name.casefold()]
    before = CellRange.parse(place.ref)
    part = package.read(place.table_part)
    found = take_in_rows_below(package, SheetValues(package, [place.sheet]), [table])
    assert found[table.name].grown_by == 2 == len(found[table.name].rows)
    after = str(before._replace(last_row=before.last_row + 2))
    assert package.tables[table.name.casefold()].ref == after
    assert package.read(place.table_part) == part.replace(str(before).encode(), after.encode())


@pytest.mark.parametrize("table", all_inputs(), ids=lambda table: str(table.name))
def test_every_table_names_a_row_after_a_gap(table: Any) -> None:
    names = [column.name for column in table.columns]
    found = rows_below(Ended(table.name, table.sheet, names, 9), [[None], [None, "x"], ["y", "z"]])
    assert (list(found.rows), found.grown_by) == ([], 0)
    [problem] = found.problems
    assert problem.where == f"sheet {table.sheet}, table {table.name}, row 11, column '{names[1]}'"
    assert "rows 11 to 12 are below the table" in problem.message


# --- the table grows when the workbook is written ------------------------------------------------------------------


def _refs(path: Path) -> set[str]:
    """What the part of table People says of its cells."""
    package = Package(str(path))
    content = package.read(package.tables["people"].table_part).decode()
    return set(re.findall(r'\bref="([^"]*)"', content))


def _typed_below(folder: Path) -> Path:
    """The Leicester review with a person typed below People by a program that changed nothing else."""
    path = changed(folder, typed(LAST + 1))
    assert _refs(path) == {"A4:Q24"}
    return path


def _differing(old: Path, new: Path) -> set[str]:
    one, other = Package(str(old)), Package(str(new))
    return {name for name in one.names if one.entry(name).content() != other.entry(name).content()}


WRITING: dict[str, tuple[Sequence[str], bool]] = {
    # the command, FILE and COPY in place of files, and whether the copy is the answer
    "review": (("review", "FILE", "-o", "COPY"), True),
    "review native": (("review", "FILE", "--native", "-o", "COPY"), True),
    "review live": (("review", "FILE", "--live", "--for", "calc", "-o", "COPY"), True),
    "recalc": (("recalc", "FILE", "--in-place"), False),
    "add": (("add", "FILE", "appointments"), False),
    "add to a copy": (("add", "FILE", "appointments", "-o", "COPY"), True),
    "upgrade to a copy": (("upgrade", "FILE", "-o", "COPY"), True),
    "check": (("check", "FILE", "--mark", "-o", "COPY"), True),
}


@pytest.mark.parametrize("name", WRITING)
def test_the_table_grows_when_the_workbook_is_written(name: str, tmp_path: Path) -> None:
    path = _typed_below(tmp_path)
    source = Path(shutil.copyfile(path, tmp_path / "source.xlsx"))
    command, is_copy = WRITING[name]
    copy = tmp_path / "copy.xlsx"
    done = run_payband(*(each.replace("FILE", str(path)).replace("COPY", str(copy)) for each in command))
    assert done.returncode in (0, 1), done.stderr  # there is one person more than there are posts
    written = copy if is_copy else path
    if is_copy:
        assert path.read_bytes() == source.read_bytes()
    assert _refs(written) == {"A4:Q25"}
    package = Package(str(source))
    people = package.tables["people"]
    differing = _differing(source, written)
    assert people.table_part in differing
    assert people.sheet_part not in differing  # not a byte of what was typed
    inputs = {
        package.tables[table.name.casefold()] for table in all_inputs() if table.name.casefold() in package.tables
    }
    assert {each.table_part for each in inputs} & differing == {people.table_part}
    assert [each.person for each in payband.open_review(written).inputs.people][20:] == ["P21"]


def test_a_native_copy_counts_a_person_below_the_table(soffice: str, tmp_path: Path) -> None:
    path, native = _typed_below(tmp_path), tmp_path / "native.xlsx"
    assert run_payband("review", path, "--native", "-o", native).returncode == 1
    found = reconcile(native, soffice)
    assert found.compared > 900
    assert found.differing == 0, found.differences[:5]


def test_a_marked_workbook_has_its_table_grown_and_the_rest_told(tmp_path: Path) -> None:
    path = changed(tmp_path, typed(LAST + 1), typed(LAST + 3, same(22)))
    assert main(["check", str(path), "--mark"]) == 2
    assert _refs(path) == {"A4:Q25"}
    sheet = load_workbook(path)["Problems"]
    assert [sheet.cell(5, column).value for column in (3, 4, 5)] == ["People", 27, "person"]
    assert main(["undo", str(path)]) == 0
    assert _refs(path) == {"A4:Q24"}


def test_a_filter_keeps_what_it_shows(tmp_path: Path) -> None:
    path = _typed_below(tmp_path)
    package = Package(str(path))
    part = package.tables["people"].table_part
    choice = b'<filterColumn colId="1"><filters><filter val="x"/></filters></filterColumn>'
    content = re.sub(rb'(<autoFilter ref="[^"]*")\s*/>', rb"\1>" + choice + b"</autoFilter>", package.read(part))
    assert choice in content
    package.write(part, content)
    package.save(str(tmp_path / "filtered.xlsx"))
    assert main(["add", str(tmp_path / "filtered.xlsx"), "appointments"]) == 0
    written = Package(str(tmp_path / "filtered.xlsx"))
    assert written.read(part) == content.replace(b"A4:Q24", b"A4:Q25")


def test_a_spine_is_put_below_what_was_typed_below(tmp_path: Path) -> None:
    def point(book: Workbook) -> None:
        sheet, table = table_of(book, "Spines")
        last = bounds(table)[3]
        for column in range(1, 6):
            sheet.cell(last + 1, column, sheet.cell(last, column).value)
        sheet.cell(last + 1, 2, 99)

    path = changed(tmp_path, point)
    spine = tmp_path / "spine.csv"
    spine.write_text("point,salary\n1,20000\n2,21000\n")
    done = run_payband(
        "import-spine", spine, "--review", path, "--body", "Anytown", "--spine", "Own",
        "--from", "2011-04-01", "--to", "2012-03-31", "--source", "a list", "-o", tmp_path / "with.xlsx",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    package = Package(str(tmp_path / "with.xlsx"))
    rows = shape_of(package, package.tables["spines"]).data
    before = Package(str(path))
    old = shape_of(before, before.tables["spines"]).data
    assert rows.last_row == old.last_row + 3


def test_libreoffice_saves_a_row_below_and_it_is_taken_in(
    libreoffice_convert: Callable[[Path], Path], tmp_path: Path
) -> None:
    """The row is in a file that LibreOffice wrote, as it does where somebody types it there."""
    saved = Path(shutil.copyfile(libreoffice_convert(_typed_below(tmp_path)), tmp_path / "saved.xlsx"))
    assert main(["recalc", str(saved), "--in-place"]) == 1
    assert _refs(saved) == {"A4:Q25"}
    assert [each.person for each in payband.open_review(saved).inputs.people][20:] == ["P21"]
