"""The cells of a workbook with answers: which are formulas, and whether each holds the answer's value."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import python_calamine
from openpyxl.utils import get_column_letter

from payband.review.results import Results
from tests.net.text import as_csv, shown, without_what_changes

__all__ = ["copy_text"]

NEAR = 0.00005
BELOW = 2  # rows from a table's last row to its total
SUMMARY = "Summary"
KEY = 2  # the first cells of a row, by which it is known where a table holds rows that have no answer
MOST_ALIKE = 2  # cells of a column with the same words in them, which are told one by one
OF_THE_RUN = "RunLog"

_FORMULA_CELL = re.compile(r'<c r="([A-Z]+\d+)"[^>]*><f\b')


class Block(NamedTuple):
    """Where the rows of a table stand: its sheet, its first column and row, its last row, from 1; its headings."""

    sheet: str
    column: int
    first: int
    last: int
    headings: Sequence[str]


class _Copy:
    def __init__(self, path: Path) -> None:
        self._book = python_calamine.load_workbook(str(path), load_tables=True)
        self._sheets: dict[str, list[list[Any]]] = {}
        self.tables = {}
        for name in self._book.table_names or ():
            table = self._book.get_table_by_name(name)
            assert table.start is not None
            assert table.end is not None
            first, column = table.start
            self.tables[name] = Block(table.sheet, column + 1, first + 1, table.end[0] + 1, table.columns)
        with zipfile.ZipFile(path) as archive:
            relations = archive.read("xl/_rels/workbook.xml.rels").decode()
            targets = {}
            for tag in re.findall(r"<Relationship\b[^>]*>", relations):
                targets[_attribute(tag, "Id")] = _attribute(tag, "Target").lstrip("/").removeprefix("xl/")
            book = archive.read("xl/workbook.xml").decode()
            self._formulas = {}
            for tag in re.findall(r"<sheet\b[^>]*>", book):
                part = archive.read(f"xl/{targets[_attribute(tag, 'r:id')]}").decode()
                self._formulas[_attribute(tag, "name")] = set(_FORMULA_CELL.findall(part))

    def rows(self, sheet: str) -> list[list[Any]]:
        if sheet not in self._sheets:
            self._sheets[sheet] = self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        return self._sheets[sheet]

    def row(self, block: Block, number: int) -> list[tuple[Any, bool]]:
        """The cells of a row of a table: what each holds, and whether it is a formula."""
        rows, formulas = self.rows(block.sheet), self._formulas[block.sheet]
        cells = rows[number - 1] if number <= len(rows) else []
        found = []
        for column in range(block.column, block.column + len(block.headings)):
            value = cells[column - 1] if column <= len(cells) else ""
            found.append((value, f"{get_column_letter(column)}{number}" in formulas))
        return found

    def is_formula(self, sheet: str, cell: str) -> bool:
        return cell in self._formulas[sheet]


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    assert found, (name, tag)
    return found[1].replace("&amp;", "&")


def copy_text(path: Path, results: Results, *, formulas_expected: bool = True, counts: bool = False) -> str:
    """For each answer table of a workbook, which columns are formulas and which are values, and every cell that holds
    something else than the answer. Of a copy with values alone, only the latter.

    `counts` has the formulas and values of each table counted and not told by column.
    """
    copy = _Copy(path)
    kinds: list[list[Any]] = []
    differing: list[list[Any]] = []
    for name, answer in results.tables.items():
        if name == OF_THE_RUN:
            continue
        if name not in copy.tables:
            kinds.append([name, "no such table", "", "", ""])
            continue
        block = copy.tables[name]
        expected = [list(record.values()) for record in answer.records()]
        numbers = range(block.first, block.last + 1)
        rows = [copy.row(block, number) for number in numbers]
        headings = [column.heading for column in answer.table.columns]
        formulas = [sum(row[place][1] for row in rows) for place in range(len(headings))]
        values = [
            sum(not row[place][1] and row[place][0] not in ("", None) for row in rows) for place in range(len(headings))
        ]
        if counts:
            kinds.append([name, len(rows), sum(formulas), "", sum(values)])
        else:
            kinds.append(
                [
                    name,
                    len(rows),
                    "; ".join(each for each, count in zip(headings, formulas, strict=True) if count == len(rows)),
                    "; ".join(
                        f"{each} {count}"
                        for each, count in zip(headings, formulas, strict=True)
                        if 0 < count < len(rows)
                    ),
                    "; ".join(
                        each
                        for each, count, other in zip(headings, formulas, values, strict=True)
                        if other and not count
                    ),
                ]
            )
        differing += _differing(name, headings, rows, expected)
        total = results.totals.get(name)
        if total is not None:
            row = copy.row(block, block.last + BELOW)
            differing += _differing(f"{name} total", headings, [row], [list(total.records()[0].values())])
            count = sum(is_formula for _, is_formula in row)
            kinds.append([f"{name} total", 1, "", f"{count} cells", ""])
    lines, formulas_of_summary = _summary(copy, results)
    kinds.append([SUMMARY, len(results.summary()), "", f"{formulas_of_summary} cells", ""])
    differing += lines
    text = as_csv(["table", "rows", "formulas", "formulas in some rows", "values"], kinds) if formulas_expected else ""
    text += as_csv(["differing", "row", "column", "held", "answer"], differing)
    return without_what_changes(text)


def _differing(
    name: str, headings: Sequence[str], rows: list[list[tuple[Any, bool]]], expected: list[list[Any]]
) -> Iterator[list[Any]]:
    """The cells of a table that hold something else. Rows that formulas keep for what may come are told together, and
    so are cells that say the same of every row.
    """
    paired, beyond = list(zip(rows, expected, strict=False)), []
    if len(rows) > len(expected):  # a row is known by its first two cells
        by_key = {tuple(map(shown, row[:KEY])): row for row in expected}
        keyed = [(row, by_key.pop(tuple(shown(_plain(value)) for value, _ in row[:KEY]), None)) for row in rows]
        paired = [(row, answer) for row, answer in keyed if answer is not None]
        beyond = [row for row, answer in keyed if answer is None]
        for key in by_key:
            yield [name, "; ".join(key), "", "no such row", ""]
    elif len(rows) < len(expected):
        yield [name, "", "", f"{len(rows)} rows", f"{len(expected)} rows"]
    for place, heading in enumerate(headings):
        texts: Counter[str] = Counter()
        for number, (row, answers) in enumerate(paired, start=1):
            held, answer = row[place][0], answers[place]
            if not _same(held, answer):
                if isinstance(held, str) and held:
                    texts[held] += 1
                if texts[str(held)] <= MOST_ALIKE:
                    yield [name, number, heading, _plain(held), answer]
        for text, count in texts.items():
            if count > MOST_ALIKE:
                yield [name, f"{count} rows in all", heading, text, ""]
        held_beyond = Counter(_kind(row[place][0]) for row in beyond if place >= KEY and row[place][0] != "")
        for text, count in sorted(held_beyond.items()):
            yield [name, f"{count} rows beyond the answers", heading, text, ""]


def _kind(value: Any) -> str:
    """What a cell holds that no answer stands for, in a word: a text and nought as they are."""
    if isinstance(value, date):
        return "a day"
    return "a number" if isinstance(value, int | float) and value else shown(value)


def _summary(copy: _Copy, results: Results) -> tuple[list[list[Any]], int]:
    """The lines of the summary that hold something else, by their order; and how many of its values are formulas."""
    held = []
    formulas = 0
    for number, row in enumerate(copy.rows(SUMMARY), start=1):
        if len(row) > 1 and row[1] not in ("", None):
            held.append((row[0], row[1]))
            formulas += copy.is_formula(SUMMARY, f"B{number}")
    lines = [(label, value) for _, label, value, _ in results.summary() if value != ""]
    differing: list[list[Any]] = []
    if len(held) != len(lines):
        differing.append([SUMMARY, "", "", f"{len(held)} lines", f"{len(lines)} lines"])
    for number, ((label, value), (name, answer)) in enumerate(zip(held, lines, strict=False), start=1):
        expected = "not known" if answer is None else answer
        if not _same(value, expected) or not _same(label, name):
            differing.append([SUMMARY, number, f"{label} / {name}" if label != name else name, value, expected])
    return differing, formulas


def _plain(value: Any) -> Any:
    return None if value == "" else value


def _same(held: Any, answer: Any) -> bool:
    held = _plain(held)
    if isinstance(answer, bool):
        answer = "yes" if answer else "no"
    if answer is None or answer == "":
        return held is None
    if isinstance(answer, date | datetime):
        return shown(held) == shown(answer)
    if isinstance(answer, int | float | Decimal):
        is_number = isinstance(held, int | float) and not isinstance(held, bool)
        return is_number and abs(float(held) - float(answer)) < NEAR
    return str(held) == str(answer)
