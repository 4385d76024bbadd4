"""A workbook that openpyxl has built, as a package that keeps to the standard."""

import io
import re
import tempfile

from openpyxl import Workbook

from payband.ooxml.package import Package
from payband.whole_files import not_written

__all__ = ["built_package"]

_STYLES = "xl/styles.xml"
_FONT = re.compile(r"(?<=<font>).*?(?=</font>)")
_PART_OF_A_FONT = re.compile(r"<(\w+)[^>]*/>")
_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
"""The parts of a font as ECMA-376 (part 1, 18.8.22) lists them; openpyxl has an order of its own."""


def built_package(workbook: Workbook, name: str) -> Package:
    """The parts of a workbook, under the name that messages give it.

    Raises WrongInput where there is no room for the files that are written on the way.
    """
    made = io.BytesIO()
    try:
        workbook.save(made)
    except OSError as error:
        raise not_written(f"{name} (a file in {tempfile.gettempdir()} on the way to it)", error) from None
    package = Package(made.getvalue(), name)
    package.write(_STYLES, _FONT.sub(_in_order, package.read(_STYLES).decode()).encode())
    return package


def _in_order(font: re.Match[str]) -> str:
    parts = sorted(_PART_OF_A_FONT.finditer(font[0]), key=lambda part: _ORDER.index(part[1]))
    return "".join(part[0] for part in parts)
