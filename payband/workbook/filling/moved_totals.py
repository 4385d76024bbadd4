"""A table's own row of totals at its new end: its formulas follow the rows, and its values go."""

import re

from payband.ooxml.cells import CellRange, column_letters, in_row
from payband.ooxml.follow import Growth, follow_references
from payband.ooxml.sheet_xml import SheetXml
from payband.ooxml.table_rows import OldRow

__all__ = ["moved_totals"]

_ARRAY = re.compile(r"""(<(?:\w+:)?f\s(?=[^>]*\bt\s*=\s*["']array)[^>]*?\bref\s*=\s*["'])[A-Z]+\d+(["'])""")
_FORMULA = re.compile(r"(<(?:\w+:)?f(?:\s[^>]*)?>)([^<]*)(</(?:\w+:)?f>)(?:\s*<((?:\w+:)?)v>[^<]*</\4v>)?")


def moved_totals(sheet: SheetXml, old: OldRow, whole: CellRange, growth: Growth, number: int) -> dict[int, str]:
    """The cells of a row of totals as they are in the row of a number, by column; `whole` is where the table was."""

    def followed(found: re.Match[str]) -> str:
        formula = follow_references(found[2], growth, growth.of_data, own_sheet=True)
        return f"{found[1]}{formula}{found[3]}"

    cells = {}
    for cell in sheet.cells(old.place):
        if whole.first_column <= cell.column <= whole.last_column:
            xml = sheet.content[cell.start : cell.end].decode()
            xml = _ARRAY.sub(rf"\g<1>{column_letters(cell.column)}{number}\2", xml, count=1)
            cells[cell.column] = in_row(_FORMULA.sub(followed, xml), number)
    return cells
