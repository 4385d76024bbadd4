"""An open workbook as Excel sends it to a button through xlwings, and what the button has it do, held to a review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, range_boundaries

from payband.review.answers import MAY_BE_ABSENT
from payband.review.results import Results
from payband.workbook.building.charts import CHART_COLUMNS

__all__ = ["applied", "compared", "payload"]


def payload(workbook: Workbook, name: str, version: str) -> dict[str, Any]:
    """What Excel sends of a workbook; `version` is that of xlwings."""
    return {
        "client": "Office.js",
        "version": version,
        "names": [],
        "sheets": [_sheet(sheet) for sheet in workbook.worksheets],
        "book": {"name": name, "active_sheet_index": 0, "selection": "A1"},
    }


def applied(workbook: Workbook, actions: Sequence[Mapping[str, Any]]) -> None:
    """Does to a workbook what a script had Excel do: new sheets, values, formulas, tables made longer, cells emptied.

    AssertionError for anything else that would change what the workbook holds.
    """
    for action in actions:
        func, args, place = action["func"], action["args"], action["sheet_position"]
        if func in ("alert", "setRangeColor"):
            continue
        if func == "addSheet":
            workbook.create_sheet(args[1], args[0])
            continue
        sheet = workbook.worksheets[place]
        if func == "resizeTable":
            list(sheet.tables.values())[args[0]].ref = args[1].replace("$", "")
            continue
        assert func in ("setValues", "setFormula", "rangeClearContents"), func
        for row in range(action["row_count"]):
            for column in range(action["column_count"]):
                value = None if func == "rangeClearContents" else action["values"][row][column]
                cell = sheet.cell(action["start_row"] + row + 1, action["start_column"] + column + 1)
                cell.value = value[1:] if isinstance(value, str) and value[:1] == "'" else value or None


def _sheet(sheet: Any) -> dict[str, Any]:
    tables = []
    for table in sheet.tables.values():
        left, top, right, bottom = cast("tuple[int, int, int, int]", range_boundaries(table.ref))
        columns = get_column_letter(left), get_column_letter(right)
        tables.append(
            {
                "name": table.displayName,
                "range_address": table.ref,
                "header_row_range_address": f"{columns[0]}{top}:{columns[1]}{top}",
                "data_body_range_address": f"{columns[0]}{top + 1}:{columns[1]}{bottom}",
                "total_row_range_address": None,
            }
        )
    values = [[_held(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    return {
        "name": sheet.title, "values": values, "tables": tables, "pictures": [], "shapes": [], "charts": [],
        "notes": [], "visibility": "Visible", "print_area": None, "show_gridlines": True, "pivot_tables": [],
    }  # fmt: skip


def _held(value: Any) -> Any:
    """What Excel sends of a cell."""
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%dT00:00:00.000Z")
    return value


def compared(actions: Sequence[Mapping[str, Any]], sheets: Sequence[Mapping[str, Any]], results: Results) -> int:
    """How many cells the button wrote that are the answers of a review; AssertionError where one is not.

    `sheets` are those of the workbook, as Excel sends them.
    """
    names = [sheet["name"] for sheet in sheets]
    standing = {table["name"].casefold() for sheet in sheets for table in sheet["tables"]}
    written = {
        (names[action["sheet_position"]], action["start_row"], action["start_column"]): action["values"]
        for action in actions
        if action["func"] == "setValues"
    }
    count = 0
    for name, rows in results.tables.items():
        if name == "RunLog":
            continue  # it says when it was run
        if rows.table in MAY_BE_ABSENT and name.casefold() not in standing:
            continue
        values = written[rows.table.sheet, 4, CHART_COLUMNS.get(name, 1) - 1]
        records = rows.records()
        assert len(values) == max(len(records), 1), name
        for row, record in zip(values, records, strict=False):
            for cell, value in zip(row, record.values(), strict=True):
                assert _same(cell, value), (name, cell, value)
                count += 1
        if name in results.totals:
            total = written[rows.table.sheet, 4 + max(len(records), 1) + 1, 0][0]
            assert str(total[0]).startswith("Total"), total
            assert all(map(_same, total, results.totals[name].records()[0].values())), total
    return count


def _same(cell: Any, value: Any) -> bool:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, Decimal):
        return bool(cell == float(value))
    if isinstance(value, date):
        return str(cell).startswith(value.isoformat())
    if value in (None, ""):
        return cell in (None, "")
    return bool(cell == value) or (isinstance(cell, str) and cell[:1] == "'" and cell[1:] == value)
