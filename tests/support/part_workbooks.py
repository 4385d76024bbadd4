"""What tests of a review's parts share: a saved workbook, read again or opened by LibreOffice, holds the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from openpyxl import load_workbook

from payband.review.results import Results
from payband.workbook import open_review
from tests.support.workbooks import rows_of, same_cell


def assert_the_same_in_a_workbook(
    results: Results, tables: Iterable[str], path: Path, convert: Callable[..., Path]
) -> None:
    """Saves the answers, reads the workbook again, has LibreOffice open it, and compares every cell of the tables."""
    results.save(path)
    again = open_review(path).calculate()
    assert json.dumps(again.to_dict()["parts"], default=str) == json.dumps(results.to_dict()["parts"], default=str)
    converted = load_workbook(convert(path), data_only=True)
    for name in tables:
        answer = results.tables[name]
        found = rows_of(converted, name)
        assert len(answer) == len(found), name
        for expected, row in zip(answer.records(), found, strict=True):
            for column in answer.table.columns:
                held = expected[column.key]
                assert same_cell(row[column.heading], held), (name, column.heading, held, row[column.heading])
    errors = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in converted.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]
    assert not errors
