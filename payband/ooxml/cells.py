"""Cells of a worksheet as XML: where they are, and what a value is written as."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from html import escape  # the one for XML imports all that fetches a web page
from math import isfinite
from typing import Any, NamedTuple

__all__ = ["CellRange", "Formula", "body_xml", "cell_xml", "column_letters", "column_number", "in_row", "text_xml"]

MOST_CHARACTERS = 32_767  # what a cell can hold

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(r"[&<>\r]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_IN_ROW = re.compile(r"""^(<(?:\w+:)?c\b[^>]*?\sr\s*=\s*["'][A-Z]+)\d+""")
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


def text_xml(value: str) -> str:
    """A text as a cell's XML holds it, without what no cell can hold.

    Excel reads _x0041_ as the character of that number: such a text is written so that it comes back as itself.

    >>> text_xml("R&D"), text_xml("_x0041_")
    ('R&amp;D', '_x005F_x0041_')
    """
    text = value if value.isprintable() else _ILLEGAL.sub("", value)
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS]
    if "_x" in text:
        text = _ESCAPE.sub("_x005F_", text)
    if _MARKUP.search(text):
        text = escape(text.replace("\r\n", "\n").replace("\r", "\n"), quote=False)
    return text


def body_xml(value: Any, *, from_1904: bool = False) -> str:
    """A cell's XML behind its reference and style. Text is text, whatever it starts with; none is taken for a formula.

    >>> body_xml("=1+1"), body_xml(12), body_xml(None)
    (' t="inlineStr"><is><t>=1+1</t></is></c>', '><v>12</v></c>', '/>')
    """
    if isinstance(value, str):
        if not value:
            return "/>"
        text = text_xml(value)
        space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        return f' t="inlineStr"><is><t{space}>{text}</t></is></c>'
    if value is None:
        return "/>"
    if isinstance(value, Formula):
        return _formula_xml(value, from_1904=from_1904)
    number = _number(value, from_1904=from_1904)
    return body_xml(_shown(value)) if number is None else f"><v>{number}</v></c>"


def cell_xml(reference: str, value: Any, style: str, *, from_1904: bool = False) -> str:
    """A cell with a value. Text is written as text, whatever it starts with, so that none is taken for a formula.

    >>> cell_xml("B2", "=1+1", "3")
    '<c r="B2" s="3" t="inlineStr"><is><t>=1+1</t></is></c>'
    """
    style = f' s="{style}"' if style else ""
    return f'<c r="{reference}"{style}{body_xml(value, from_1904=from_1904)}'


def _formula_xml(formula: Formula, *, from_1904: bool) -> str:
    text = f"<f>{escape(formula.text, quote=False)}</f>"
    value = formula.value
    number = None if value is None or isinstance(value, str) else _number(value, from_1904=from_1904)
    if number is not None:
        return f">{text}<v>{number}</v></c>"
    return f' t="str">{text}<v>{text_xml(_shown(value))}</v></c>'


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _number(value: Any, *, from_1904: bool) -> Any:
    """What a number or a date is written as; nothing for what is shown as text, as what is not a number is."""
    if isinstance(value, bool) or (isinstance(value, (float, Decimal)) and not isfinite(value)):
        return None
    if isinstance(value, Fraction):
        value = float(value)
    elif isinstance(value, date):
        value = _serial(value, from_1904=from_1904)
    return value if isinstance(value, (int, float, Decimal)) else None


def _serial(day: date, *, from_1904: bool) -> int:
    plain = day.date() if isinstance(day, datetime) else day
    start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    return (plain - start).days


def in_row(xml: str, number: int) -> str:
    """The XML of a cell as it stands in another row.

    >>> in_row('<c r="B7" s="3"><v>1</v></c>', 12)
    '<c r="B12" s="3"><v>1</v></c>'
    """
    return _IN_ROW.sub(rf"\g<1>{number}", xml, count=1)
