"""CSV files as spreadsheets write and open them: what is between columns, and text that is never a formula."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import IO, Any

from payband.shown_text import escaped

__all__ = [
    "CSV_ENCODING",
    "DELIMITERS",
    "FORMULA_START",
    "NUMBER",
    "csv_rows",
    "csv_safe_text",
    "delimiter_of",
    "delimiter_said",
    "holds_rows",
]

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
"""What may separate the columns of a file that somebody else wrote."""

CSV_ENCODING = "utf-8-sig"
"""UTF-8 with a mark at its start, without which Excel would read £ and names with accents as other signs."""

FORMULA_START = r"^[=+\-@\t\r\n]"
"""How text starts that a spreadsheet may take for a formula: a pattern, for whole columns too."""

NUMBER = r"^[+-]?£?[0-9.,]+%?$"
"""A pattern of text that starts so and is a number all the same, such as -5."""

_SAMPLE = 300  # records that the delimiter is chosen by
_FORMULA_START, _NUMBER = re.compile(FORMULA_START), re.compile(NUMBER)
_SAYS_DELIMITER = re.compile(r"sep=(.)[\r\n]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def csv_safe_text(text: str) -> str:
    """One text as a CSV file holds it: with an apostrophe first where a spreadsheet may take it for a formula.

    Characters that would steer a terminal on which the file is shown are spelt out.

    >>> csv_safe_text("=1+1"), csv_safe_text("-5"), csv_safe_text("Clerk")
    ("'=1+1", '-5', 'Clerk')
    """
    text = escaped(text)
    return f"'{text}" if _FORMULA_START.match(text) and not _NUMBER.fullmatch(text) else text


def csv_rows(file: IO[str]) -> Callable[[Iterable[Any]], object]:
    r"""What writes one row of values to a file that is open as text with `newline=""`; text is safe, numbers plain.

    >>> file = io.StringIO(newline="")
    >>> _ = csv_rows(file)(["=1+1", -5, "+a"])
    >>> file.getvalue()
    "'=1+1,-5,'+a\r\n"
    """
    write = csv.writer(file).writerow
    return lambda row: write([csv_safe_text(value) if isinstance(value, str) else value for value in row])


def delimiter_said(text: str) -> str:
    r"""The delimiter that the first line of a text says, as Excel reads it; empty where it says none.

    >>> delimiter_said("sep=;\r\nTitle;Salary\r\n"), delimiter_said("Title;Salary\r\n")
    (';', '')
    """
    found = _SAYS_DELIMITER.match(text)
    return found[1] if found else ""


def holds_rows(cell: str, at: int, width: int, delimiter: str) -> bool:
    r"""Whether a cell has swallowed rows of its table: two stray quotation marks make one cell of all between them.

    `at` is the cell's place in its row, counted from 0, and `width` how many columns the table has. A whole row in the
    cell tells, and so does the rest of one row before the beginning of the next; but only where a number is among the
    values, as in every row of posts, since words with commas may well be in several lines.

    >>> holds_rows("Clerk,25000\n2,Cook", 1, 3, ","), holds_rows("Clerk of works,\ndays", 1, 3, ",")
    (True, False)
    """
    if "\n" not in cell and "\r" not in cell:
        return False
    first, *others = _LINE_END.split(cell)
    rows = [line.split(delimiter) for line in (first, *others) if line.count(delimiter) >= max(width - 1, 2)]
    rest, begun = first.split(delimiter)[1:], others[-1].split(delimiter)[:-1]
    if len(rest) == width - 1 - at and len(begun) == at:
        rows.append([*rest, *begun])
    return any(_NUMBER.fullmatch(value.strip()) for row in rows for value in row)


def delimiter_of(text: str) -> str:
    r"""The delimiter by which most rows have the same number of columns, and more than one; empty where there is none.

    >>> delimiter_of('"Clerk, Cleaner, Cook";salary\nA, B;25000')
    ';'
    """
    best: tuple[float, int, str] = (0.0, 0, "")
    for delimiter in DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
                if number >= _SAMPLE:
                    break
                if any(row):
                    widths[len(row)] += 1
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda each: (each[1] * (each[0] > 1), each[0]), default=(1, 0))
        if width > 1:
            best = max(best, (round(count / widths.total(), 2), width, delimiter))
    return best[2]
