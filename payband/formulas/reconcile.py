"""Holds a native workbook, recalculated by LibreOffice, against what payband answers to the same inputs."""

import io
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook

from payband.errors import WrongInput
from payband.formulas.native.basis import STALE
from payband.ooxml.cells import CellRange, column_letters
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.saving import check_target
from payband.ooxml.table_xml import columns_under
from payband.ooxml.values_library import faults_told
from payband.review.answers import TOTAL_BELOW, AnswerTable
from payband.review.inputs.formats import FIRST
from payband.review.parts.registry import unanswered
from payband.review.results import Results
from payband.workbook.filling.answers_written import SUMMARY
from payband.workbook.filling.emptied import total_row_of
from payband.workbook.filling.fill import put_last_row
from payband.workbook.read import open_review

__all__ = ["Difference", "Reconciliation", "recalculated", "reconcile"]

SECONDS = 900
_NEAR = 0.00005
_NO_ANSWER = (None, "", "unknown", "not known")
_NOT_COMPARED = ("RunLog",)
_BY_KEY = {"ProtectionByYear": 2, "ProtectionByMonth": 2}
_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


class Difference(NamedTuple):
    """A cell that holds something else than payband answers."""

    cell: str
    found: Any
    expected: Any


MOST_CELLS_NAMED = 20


class Reconciliation(NamedTuple):
    """How a native workbook compares with payband's own answers."""

    compared: int
    waiting: int
    differences: list[Difference]

    @property
    def differing(self) -> int:
        """How many cells differ."""
        return len(self.differences)


def recalculated(path: str | os.PathLike[str], soffice: str | None = None) -> bytes:
    """A workbook with every formula calculated anew by LibreOffice.

    Raises WrongInput where LibreOffice is absent or makes nothing of the file.
    """
    program = soffice or shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise WrongInput("LibreOffice is not installed, and it is what calculates: install it, or name its program")
    with tempfile.TemporaryDirectory(prefix="payband-") as folder:
        user = Path(folder, "profile", "user")
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_RECALCULATE, encoding="utf-8")
        copy = Path(folder, "workbook.xlsx")
        shutil.copyfile(path, copy)
        command = [
            program, f"-env:UserInstallation={user.parent.as_uri()}", "--headless", "--norestore", "--convert-to",
            "xlsx:Calc MS Excel 2007 XML", "--outdir", str(Path(folder, "out")), str(copy),
        ]  # fmt: skip
        try:
            said = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise WrongInput(f"LibreOffice did not finish with {path} in {SECONDS} seconds") from None
        made = Path(folder, "out", "workbook.xlsx")
        if not made.is_file():
            raise WrongInput(f"LibreOffice could not calculate {path}: {said.stderr.strip() or said.stdout.strip()}")
        return made.read_bytes()


def reconcile(path: str | os.PathLike[str], soffice: str | None = None) -> Reconciliation:
    """Compares every answer of a native workbook, recalculated, with payband's own, to the penny.

    Raises InputProblems where its inputs are such that payband refuses them.
    """
    results = open_review(path).calculate()
    return compare(recalculated(path, soffice), results)


HEADINGS = ("check", "expected", "found", "passed", "detail")
CHECK = "The plain formulas give payband's own answers"


def write_check(path: str | os.PathLike[str], target: str, found: Reconciliation) -> None:
    """Writes a copy of a native workbook with the result of its reconciliation as the last row of its checks."""
    check_target(target, os.fspath(path))
    package = Package(os.fspath(path))
    detail = "; ".join(str(each.cell) for each in found.differences[:MOST_CELLS_NAMED])
    passed = not found.differing
    row = (CHECK, "0 cells differ", f"{found.compared:,} compared, {found.differing:,} differ", passed, detail)
    put_last_row(package, package.tables["checks"], HEADINGS, row)
    package.save(target)


def compare(content: bytes, results: Results) -> Reconciliation:
    """Compares the answers that are in a workbook with those of a review."""
    counts: Counter[str] = Counter()
    differences = []
    for cell, found, expected in _pairs(content, results):
        counts["compared"] += 1
        if found == STALE:
            counts["waiting"] += 1
        elif not same(found, expected):
            differences.append(Difference(cell, found, expected))
    return Reconciliation(counts["compared"] - counts["waiting"], counts["waiting"], differences)


def same(found: Any, expected: Any) -> bool:
    """Whether a cell holds an answer: no answer is an empty cell or "unknown", an amount is right to the penny."""
    if expected is None or expected == "":
        return found in _NO_ANSWER
    if isinstance(expected, bool):
        return bool(found == ("yes" if expected else "no"))
    if isinstance(expected, (datetime, date)):
        found = found.date() if isinstance(found, datetime) else found
        return bool(found == (expected.date() if isinstance(expected, datetime) else expected))
    if isinstance(expected, (int, float, Decimal)):
        is_number = isinstance(found, (int, float)) and not isinstance(found, bool)
        return is_number and abs(float(found) - float(expected)) < _NEAR
    return str(found) == str(expected)


class _Answers:
    """The columns of an answer table that a workbook has, wherever they are: its owner may have columns among them,
    and it may be older than some.
    """

    def __init__(self, place: TablePlace, table: AnswerTable) -> None:
        there = {name.casefold() for name in place.columns}
        known = [each for each in table.columns if each.since == FIRST or each.heading.casefold() in there]
        self.sheet = place.sheet
        self._keys = [each.key for each in known]
        self._columns = columns_under(place, [each.heading for each in known])

    def row(self, sheet: list[list[Any]], number: int) -> list[Any]:
        """The cells of a row of the sheet."""
        cells = sheet[number - 1] if number <= len(sheet) else []
        return [_plain(cells[column - 1]) if column <= len(cells) else None for column in self._columns]

    def expected(self, record: dict[str, Any]) -> list[Any]:
        """What payband answers, in the same order."""
        return [record[key] for key in self._keys]

    def cells(self, number: int, found: list[Any], expected: list[Any]) -> Iterator[tuple[str, Any, Any]]:
        """Each cell of a row with what it holds and what it should hold."""
        for column, one, other in zip(self._columns, found, expected, strict=True):
            yield f"{self.sheet}!{column_letters(column)}{number}", one, other


def _pairs(content: bytes, results: Results) -> Iterator[tuple[str, Any, Any]]:
    package = Package(content, "the recalculated workbook")
    with faults_told(_unreadable):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets: dict[str, list[list[Any]]] = {}

    def sheet_of(name: str) -> list[list[Any]]:
        if name not in sheets:
            with faults_told(_unreadable, f"sheet '{name}'"):
                sheets[name] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return sheets[name]

    for name, rows in results.tables.items():
        if name in _NOT_COMPARED or name.casefold() not in package.tables:
            continue
        place = package.tables[name.casefold()]
        sheet = sheet_of(place.sheet)
        block, answers = CellRange.parse(place.ref), _Answers(place, rows.table)
        found = {number: answers.row(sheet, number) for number in range(block.first_row + 1, block.last_row + 1)}
        found = {number: row for number, row in found.items() if row[0] != CHECK}  # an earlier reconciliation's own
        expected = list(map(answers.expected, rows.records()))
        by_key = _BY_KEY.get(name, 0)
        yield from _by_key(answers, found, expected, by_key) if by_key else _in_order(answers, found, expected)
        total = results.totals.get(name)
        if total is not None:
            number = block.last_row + TOTAL_BELOW
            yield from answers.cells(number, answers.row(sheet, number), answers.expected(total.records()[0]))
    for table in unanswered(results.tables, package.tables):
        place = package.tables[table.name.casefold()]
        answers, sheet = _Answers(place, table), sheet_of(place.sheet)
        block = CellRange.parse(place.ref)
        numbers = list(range(block.first_row + 1, block.last_row + 1))
        below = total_row_of(package, place)
        for number in numbers if below is None else [*numbers, below]:
            row = answers.row(sheet, number)
            yield from answers.cells(number, row, [None] * len(row))
    yield from _headlines(sheet_of(SUMMARY), results)


def _unreadable(why: str) -> WrongInput:
    return WrongInput(f"the recalculated workbook cannot be read ({why}): open the workbook, save it, and try again")


def _headlines(sheet: list[list[Any]], results: Results) -> Iterator[tuple[str, Any, Any]]:
    """The lines of the summary by their label; a section's heading is not a line, for nothing is next to it."""
    lines = [
        (number, row[0], row[1])
        for number, row in enumerate(sheet, start=1)
        if len(row) > 1 and row[1] not in ("", None)
    ]
    stale = any(value == STALE for _, _, value in lines)
    for _, label, value, _ in results.summary():
        line = next((each for each in lines if each[1] == label), None)
        if line is not None:
            lines.remove(line)
            yield f"{SUMMARY}!B{line[0]}", line[2], value
        elif value not in (None, ""):
            # Which approvals and notes there are is an explanation too: it waits for a new run with the others.
            yield f"{SUMMARY}: {label}", STALE if stale and not label.startswith("Cost in ") else None, value


def _plain(value: Any) -> Any:
    return None if value == "" else value


def _in_order(
    answers: _Answers, found: dict[int, list[Any]], expected: list[list[Any]]
) -> Iterator[tuple[str, Any, Any]]:
    for (number, row), answer in zip(found.items(), expected, strict=False):
        yield from answers.cells(number, row, answer)
    for number in list(found)[len(expected) :]:
        yield from answers.cells(number, found[number], [None] * len(found[number]))
    waits = any(STALE in row for row in found.values())  # which rows there are waits for a new run with the others
    for answer in expected[len(found) :]:
        yield f"{answers.sheet}: a row that is not there", STALE if waits else None, answer


def _by_key(
    answers: _Answers, found: dict[int, list[Any]], expected: list[list[Any]], length: int
) -> Iterator[tuple[str, Any, Any]]:
    """Rows by their first cells: a row that payband does not give must be empty but for them."""
    left = {tuple(str(each) for each in row[:length]): row for row in expected}
    for number, row in found.items():
        key = tuple(str(each) for each in row[:length])
        answer = left.pop(key, [*row[:length], *[None] * (len(row) - length)])
        yield from answers.cells(number, row, answer)
    for answer in left.values():
        yield f"{answers.sheet}: a row that is not there", None, answer
