"""Numbers that a sheet shows with zeros before them, as references are: 123 in the format 000000 is 000123."""

import re

from payband.ooxml.cells import column_number
from payband.ooxml.package import Package

__all__ = ["numbers_with_zeros"]

_FORMAT = re.compile(rb"""<(?:\w+:)?numFmt\b[^<]*>""")
_CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.S)
_CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\b[^<]*>")
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^<]*[^/<])>(?:<(?:\w+:)?f\b[^<]*(?:/>|</(?:\w+:)?f>))?\s*<(?:\w+:)?v\b[^<>]*>(\d+)</"
)
_ZEROS = re.compile(rb"0{2,}")


def numbers_with_zeros(package: Package, sheet: str) -> dict[tuple[int, int], str]:
    """What the cells of a sheet show whose format is zeros alone, by row and column counted from 1."""
    parts = package.related(package.workbook_part).values()
    styles = next((part for kind, part in parts if kind == "styles" and part in package.names), "")
    widths = _widths(package.read(styles)) if styles else {}
    if not widths:
        return {}
    found = {}
    for tag, digits in _CELL.findall(package.read(package.sheets[sheet])):
        width = widths.get(_attribute(tag, b"s"), 0)
        reference = re.fullmatch(rb"([A-Z]+)([0-9]+)", _attribute(tag, b"r"))
        if width and reference and _attribute(tag, b"t") in (b"", b"n"):
            place = int(reference[2]), column_number(reference[1].decode())
            found[place] = digits.decode().zfill(width)
    return found


def _widths(styles: bytes) -> dict[bytes, int]:
    """How many digits the cell formats of zeros alone show, by the number of the cell format."""
    codes = {_attribute(tag, b"numFmtId"): _attribute(tag, b"formatCode") for tag in _FORMAT.findall(styles)}
    zeros = {number: len(code) for number, code in codes.items() if _ZEROS.fullmatch(code)}
    formats = _CELL_FORMATS.search(styles) if zeros else None
    if formats is None:
        return {}
    found = {}
    for number, tag in enumerate(_CELL_FORMAT.findall(formats[0])):
        if width := zeros.get(_attribute(tag, b"numFmtId")):
            found[str(number).encode()] = width
    return found


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\b" + name + rb"""\s*=\s*["']([^"']*)["']""", tag)
    return found[1] if found else b""
