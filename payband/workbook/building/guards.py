"""Guards what a person may type into cells that a workbook was given later, next to the guards that it has."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from payband.ooxml.package import Package
from payband.ooxml.sheet_xml import SheetXml
from payband.review.inputs.input_table import Column
from payband.workbook.building.validation import guard

__all__ = ["add_guards"]

_BEHIND = (
    "hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|customProperties|cellWatches|"
    "ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF|drawingHF|picture|oleObjects|controls|"
    "webPublishItems|tableParts|extLst"
)
"""The elements of a sheet that come after the guards, as ECMA-376 (part 1, 18.3.1.99) lists them."""


def add_guards(package: Package, part: str, table: str, columns: Mapping[str, Column]) -> None:
    """Guards blocks of cells of a sheet, by the column of the table, or the setting, whose values they hold."""
    made = [guard(table, column, cells, None) for cells, column in columns.items()]
    xml = [ElementTree.tostring(each.to_tree("dataValidation"), "unicode") for each in made if each is not None]
    if not xml:
        return
    sheet = SheetXml(package, part)
    head, tail = sheet.content[: sheet.last], sheet.content[sheet.last :]
    new = sheet.own("".join(xml))
    prefix = re.escape(sheet.prefix)
    closing = b"</%sdataValidations>" % sheet.prefix
    if closing in tail:
        tail = tail.replace(closing, new + closing, 1)
        count = rb"""(<%sdataValidations\b[^>]*?\scount\s*=\s*["'])(\d+)""" % prefix
        tail = re.sub(count, lambda found: found[1] + b"%d" % (int(found[2]) + len(xml)), tail, count=1)
    else:
        opening = b'<%sdataValidations count="%d">' % (sheet.prefix, len(xml))
        behind = re.search(rb"<%s(?:%s)(?=[\s/>])|</%sworksheet>" % (prefix, _BEHIND.encode(), prefix), tail)
        at = behind.start() if behind else len(tail)
        tail = tail[:at] + opening + new + closing + tail[at:]
    package.write(part, head + tail)
