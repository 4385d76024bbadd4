"""The XML of a table's cells, column by column: what a column's kind of value is written as, and in how many lines.

A table of 15,000 rows has hundreds of thousands of cells, but in each column far fewer different values. So each value
of a column is put into XML once, without the row's number; and a row is its cells with the number between them.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from payband.ooxml.cells import Formula, body_xml
from payband.ooxml.text_size import lines_of
from payband.review.answers import Form

__all__ = ["ColumnCells", "decimals", "line_counts", "rows_xml"]

_PLAIN = re.compile(r"[!-%'-;=?-^`-~£](?:[ -%'-;=?-^`-~£]{0,4000}[!-%'-;=?-^`-~£])?")
"""Text of which a cell holds every letter as it is: no markup, no space at an end, no underscore of an escape."""

_PLAIN_LETTERS = bytes(range(0x20, 0x7F)).translate(None, b"&<>_") + "£".encode("latin-1")
_MOST_LETTERS = 4_000

_DIGITS = bytes.maketrans(b"123456789", b"000000000")

_PLACES = {"money": 2, "percent": 4}
"""Decimal places of the values that are held as whole numbers: pence of pounds, basis points of a whole."""


def decimals(values: Iterable[int], places: int, before: str = "", behind: str = "") -> dict[int, str]:
    """Whole numbers as the decimal fractions that a cell holds, between what is before and behind them.

    >>> decimals([38745, -9090000, -5], 2)
    {38745: '387.45', -9090000: '-90900.00', -5: '-0.05'}
    """
    whole = 10**places
    return {
        value: f"{before}{(digits := str(value))[:-places]}.{digits[-places:]}{behind}"
        if value >= whole or value <= -whole
        else f"{before}{'-' if value < 0 else ''}0.{abs(value):0{places}}{behind}"
        for value in values
    }


class ColumnCells(dict[Any, str]):
    """The XML of a column's cells by the value that they hold, made when a value is asked for the first time.

    It starts behind the row's number in the cell's reference, and ends with `behind`: the start of the cell that
    follows, up to its row's number, or the end of the row.

    A column of a form (money, percent, ...) holds values as they were calculated, all of one type; one without a form
    may mix types, and then only text is kept: 1, 1.0 and True are one key of a dictionary and different cells.
    """

    def __init__(self, style: str, form: Form | None = None, *, behind: str = "", from_1904: bool = False) -> None:
        super().__init__()
        self._start = f'" s="{style}"' if style else '"'
        self._behind = behind
        self._from_1904 = from_1904
        self._form = form
        self._mixed = form is None or form.name == "text"

    def foresee(self, values: Sequence[Any]) -> None:
        """Makes the cells of a whole column at once, where these are amounts, shares, or text without any markup."""
        name, start, behind = self._form.name if self._form else "", self._start, self._behind
        if name in _PLACES:
            numbers = set(values).difference(self, (None,))
            self.update(decimals(numbers, _PLACES[name], f"{start}><v>", f"</v></c>{behind}"))
        elif name == "text":
            start = f'{start} t="inlineStr"><is><t>'
            texts = [text for text in set(values).difference(self) if isinstance(text, str)]
            plain = texts if _all_plain(texts) else filter(_PLAIN.fullmatch, texts)
            self.update({text: f"{start}{text}</t></is></c>{behind}" for text in plain})

    def __missing__(self, value: Any) -> str:
        given = value if self._form is None or value is None else self._form.give(value)
        xml = self._start + body_xml(given, from_1904=self._from_1904) + self._behind
        if not self._mixed or value is None or isinstance(value, str):
            self[value] = xml
        return xml


def _all_plain(texts: Sequence[str]) -> bool:
    """Whether every text is plain, as `_PLAIN` has it; told of thousands at once."""
    try:
        letters = "\n".join(texts).encode("latin-1")
    except UnicodeEncodeError:
        return False
    lines = letters.translate(None, _PLAIN_LETTERS)
    spaces_at_ends = letters[:1] == b" " or letters[-1:] == b" " or b" \n" in letters or b"\n " in letters
    return (
        len(lines) == lines.count(b"\n") == len(texts) - 1  # no letter is left, and no text has a line end of its own
        and not spaces_at_ends
        and all(texts)
        and max(map(len, texts)) <= _MOST_LETTERS
    )


def rows_xml(first: int, tags: Sequence[str], cells: Iterable[Iterable[str]]) -> str:
    """Rows one below the other from the row number `first` on.

    Each of the `tags` is a row's start tag from behind the number in it up to the number of its first cell; `cells` are
    the columns of cells, as `ColumnCells` has them.

    >>> rows_xml(7, ['"><c r="A'], [['"><v>1</v></c></row>']])
    '<row r="7"><c r="A7"><v>1</v></c></row>'
    """
    # What stands between two numbers is one text: so the number itself joins them, and no row takes a step in Python.
    pieces = zip(['<row r="'] * len(tags), tags, *(islice(column, len(tags)) for column in cells), strict=True)
    return "".join(map(str.join, map(str, range(first, first + len(tags))), pieces))


def line_counts(columns: Sequence[Sequence[Any]], widths: Sequence[float]) -> list[int] | None:
    """How many lines the longest text of each row takes in its column; nothing where all rows take one."""
    tall = []
    for values, width in zip(columns, widths, strict=True):
        if not width:
            continue
        distinct = set(values)
        if set(map(type, distinct)) <= {str, type(None)}:
            distinct.discard(None)
            texts = dict(zip(distinct, distinct, strict=True))
        else:
            texts = {value: _text(value) for value in distinct}
        longest = max(map(len, texts.values()), default=0)
        if lines_of("M" * longest, width) == 1 and "\n" not in "".join(texts.values()):
            continue  # no text of the column can need a second line
        alike = _alike(list(texts.values()))
        lines = {value: lines_of(text, width) for value, text in zip(texts, alike, strict=True) if text}
        if any(count > 1 for count in lines.values()):
            tall.append([lines.get(value, 1) for value in values])
    if len(tall) < 2:
        return tall[0] if tall else None
    return list(map(max, *tall))


def _alike(texts: list[str]) -> list[str]:
    """Texts with one digit for all, for they are equally wide: reasons that differ in amounts are measured once.

    It is done on the bytes of all at once: `str.translate` takes ten times as long once there is a pound sign.
    """
    mark = "\0"  # no cell can hold it, but a text from elsewhere may
    together = mark.join(text.replace(mark, " ") for text in texts).encode("utf-8", "surrogatepass")
    return together.translate(_DIGITS).decode("utf-8", "surrogatepass").split(mark)


def _text(value: Any) -> str:
    if isinstance(value, Formula):
        value = value.value
    return value if isinstance(value, str) else ""
