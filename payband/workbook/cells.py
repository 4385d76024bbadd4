"""Cells of a worksheet as XML: where they stand, and what a value is written as."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

__all__ = ["CellRange", "Formula", "cell_xml", "column_letters", "column_number"]

MOST_CHARACTERS = 32_767  # what a cell can hold

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")


class Formula(NamedTuple):
    """A formula and the value it had when the workbook was written, which shows until somebody calculates."""

    text: str
    value: Any


class CellRange(NamedTuple):
    """A block of cells, counted from 1, both ends included."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    @classmethod
    def parse(cls, ref: str) -> "CellRange":
        """The block that a reference such as A4:M23 names."""
        corners = [(column_number(letters), int(row)) for letters, row in _REFERENCE.findall(ref)]
        (first_column, first_row), (last_column, last_row) = corners[0], corners[-1]
        return cls(first_column, first_row, last_column, last_row)

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"

    @property
    def columns(self) -> Iterator[int]:
        """The numbers of its columns."""
        return iter(range(self.first_column, self.last_column + 1))


def column_letters(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_xml(reference: str, value: Any, style: str, *, from_1904: bool = False) -> str:
    """A cell with a value. Text is written as text, whatever it starts with, so that none is taken for a formula.

    >>> cell_xml("B2", "=1+1", "3")
    '<c r="B2" s="3" t="inlineStr"><is><t>=1+1</t></is></c>'
    """
    start = f'<c r="{reference}" s="{style}"' if style else f'<c r="{reference}"'
    if isinstance(value, Formula):
        return _formula_xml(start, value, from_1904=from_1904)
    if value is None or value == "":
        return f"{start}/>"
    if isinstance(value, bool):
        value = "yes" if value else "no"
    elif isinstance(value, Fraction):
        value = float(value)
    elif isinstance(value, (date, datetime)):
        value = _serial(value, from_1904=from_1904)
    if isinstance(value, (int, float, Decimal)):
        return f"{start}><v>{value}</v></c>"
    text = _ILLEGAL.sub("", str(value))[:MOST_CHARACTERS]
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'{start} t="inlineStr"><is><t{space}>{escape(text)}</t></is></c>'


def _formula_xml(start: str, formula: Formula, *, from_1904: bool) -> str:
    text = f"<f>{escape(formula.text)}</f>"
    value = formula.value
    if value is None or value == "":
        return f'{start} t="str">{text}<v></v></c>'
    if isinstance(value, bool):
        value = "yes" if value else "no"
    elif isinstance(value, (date, datetime)):
        value = _serial(value, from_1904=from_1904)
    if isinstance(value, (int, float, Decimal)):
        return f"{start}>{text}<v>{value}</v></c>"
    return f'{start} t="str">{text}<v>{escape(_ILLEGAL.sub("", str(value)))}</v></c>'


def _serial(day: date, *, from_1904: bool) -> int:
    plain = day.date() if isinstance(day, datetime) else day
    start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    return (plain - start).days
