"""The units that are in small print above the headings of a table: a column that has its own there is payband's."""

from payband.ooxml.cell_texts import cell_text
from payband.ooxml.cells import CellRange
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.sheet_xml import SheetXml

__all__ = ["REQUIRED", "is_ours", "units_of"]

REQUIRED = "; required"
"""What follows the unit of a column that must be filled in."""


def units_of(package: Package, place: TablePlace) -> dict[str, str]:
    """What is above each heading of a table, by the heading in small letters; empty where nothing is."""
    block = CellRange.parse(place.ref)
    sheet = SheetXml(package, place.sheet_part)
    above = sheet.row_from(block.first_row - 1) if block.first_row > 1 else None
    cells = sheet.by_column(above) if above is not None and above.number == block.first_row - 1 else {}
    texts = [cell_text(package, cells.get(column, "")) for column in block.columns]
    return dict(zip(map(str.casefold, place.columns), texts, strict=True))


def is_ours(unit: str, above: str) -> bool:
    """Whether a column came from payband, by its unit and by what is above its heading in the workbook.

    Its owner may give a column any heading, one that payband has for a newer column too.

    >>> is_ours("£ a year", "£ a year; required"), is_ours("£ a year", "")
    (True, False)
    """
    return above.removesuffix(REQUIRED) == " ".join(unit.split())
