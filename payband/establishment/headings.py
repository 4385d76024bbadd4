"""The headings of an establishment list: where they stand, what they say, and which rows below them are data."""

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from payband.errors import WrongInput
from payband.kinds import blank, point_text
from payband.library import BUILT_IN
from payband.review.inputs.raw.raw_tables import BadCell

__all__ = [
    "ColumnKind",
    "Grid",
    "Headings",
    "NotData",
    "column_kinds",
    "data_rows",
    "fill_merged",
    "find_headings",
    "kind_of_heading",
    "no_salary_of_a_year",
    "plain_heading",
]

KINDS_FILE = os.path.join(BUILT_IN, "import", "columns.toml")
ROWS_SEARCHED = 60  # a report's title, filters and run date do not take more
LEAST_KNOWN = 2  # headings that must be known for a row to be taken for the headings

_WORDS = {
    "number": "no", "num": "no", "nbr": "no", "nr": "no", "nos": "no", "identifier": "id", "emp": "employee",
    "wte": "fte", "ft": "full time", "fulltime": "full time", "parttime": "part time", "prorata": "pro rata",
    "prorated": "pro rata", "rated": "rata", "hrs": "hours", "wkly": "weekly", "desc": "description",
    "payscale": "pay scale", "min": "minimum", "max": "maximum", "floors": "floor", "ceilings": "ceiling",
    "organization": "organisation", "utilization": "utilisation", "percentage": "percent", "%": "percent",
}  # fmt: skip
_NO_MATTER = {"current", "as", "at", "on", "the", "of", "per", "pa", "gbp", "annum", "curr"}
_NO_SALARY_OF_A_YEAR = re.compile(
    r"\b(?:month|monthly|p m|pm|pcm|week|weekly|p w|pw|fortnightly|hour|hourly|p h|ph|costs?|oncosts?|total)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_TOTAL = re.compile(
    r"\W*(?:grand|sub|overall|report|page|running)[ -]*totals?\b.*|"
    r"\W*totals?(?:\W*|\W*[:=-].*| (?:for|of|in|by|posts?|staff|people|rows?|records?|employees|salary|salaries|fte|"
    r"cost)\b.*)|.*\btotals?\W*|\W*(?:sum|average|mean)\W*",
    re.I,
)
# Posts are called Report Writer, Records Manager, Filter Operator, Confidential Secretary: such a word makes a remark
# only alone, before a mark, or before a word that no title goes on with.
_REMARK = re.compile(
    r"\W*(?:end of|page \d|printed\b|run (?:date|by|on|time)\b|produced\b|"
    r"no of records|number of records|total records)|"
    r"\W*(?:reports?|records?|rows?|count|source|notes?|filter(?:s|ed)?|selections?|confidential|official)"
    r"(?:\W*$|\s*[:=*.;–—|]|\s+-|-\s|-sensitive\b|\s+\(?\d|\s+\w+\s*:|\s+(?:run|date|dated|time|name|id|ref|no|number|title|parameters?|"
    r"criteria|generated|created|produced|printed|prepared|extracted|exported|taken|as|at|by|for|from|in|is|are|on|of|to|"
    r"only|sensitive|returned|selected|read|found|listed|contains?|includes?|excludes?|covers?|shows?|ends?|period|total)"
    r"\b)|\W*end\W*$|\W+$",
    re.I,
)  # fmt: skip


class Grid(NamedTuple):
    """The cells of an export as they were read: row 1 is the file's or sheet's first.

    `merged` are blocks of merged cells (first row, first column, last row, last column, counted from 0);
    `headings_at` is the index of the headings' row where the file says it, as an Excel table does.
    """

    rows: Sequence[Sequence[Any]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    headings_at: int | None = None


class ColumnKind(NamedTuple):
    """One kind of column that lists have: what it is, and whether payband takes it up."""

    name: str
    what: str
    used: bool
    personal: bool


class Headings(NamedTuple):
    """The headings: the first and last row they stand in (from 0), and each way to read a column's, longest first."""

    first: int
    last: int
    names: Sequence[str]
    readings: Sequence[tuple[str, ...]]


class NotData(NamedTuple):
    """A row that is no row of the list: a title, a total, a heading that is repeated, a remark."""

    number: int
    what: str
    text: str


@cache
def _kinds() -> tuple[Mapping[str, ColumnKind], Mapping[str, tuple[ColumnKind, int]]]:
    with open(KINDS_FILE, "rb") as file:
        data = tomllib.load(file)
    kinds: dict[str, ColumnKind] = {}
    by_heading: dict[str, tuple[ColumnKind, int]] = {}
    for each in data["kind"]:
        kind = ColumnKind(each["name"], each["what"], each.get("used", True), each.get("personal", False))
        kinds[kind.name] = kind
        for rank, heading in enumerate(each["headings"]):
            by_heading.setdefault(plain_heading(heading), (kind, rank))
    return kinds, by_heading


def column_kinds() -> Mapping[str, ColumnKind]:
    """Every kind of column by its name."""
    return _kinds()[0]


def plain_heading(heading: str) -> str:
    """A heading without what makes no difference: capitals, punctuation, dates, "current", "as at".

    >>> plain_heading("Basic_Salary (as at 1/4/2025)"), plain_heading("EmployeeNumber"), plain_heading("WTE £ Salary")
    ('basic salary', 'employee no', 'fte salary')
    """
    undated = re.sub(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}", " ", heading)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", undated)
    words = re.findall(r"[a-z]+|\d+|#|%", spaced.casefold().replace("'", ""))
    plain = [_WORDS.get(word, "no" if word == "#" else word) for word in words if word not in _NO_MATTER]
    kept = [word for number, word in enumerate(plain) if not word.isdigit() or (len(word) == 1 and number)]
    return " ".join(kept or plain)


def kind_of_heading(readings: Sequence[str]) -> tuple[ColumnKind, int] | None:
    """The kind of column that a heading names, and its place among the headings of that kind; None if not known."""
    by_heading = _kinds()[1]
    for reading in readings:
        plain = plain_heading(reading)
        if plain and (found := by_heading.get(plain)):
            return found
    return None


def no_salary_of_a_year(heading: str) -> str:
    """The word by which a heading of an amount says that it is not the salary of a year alone; empty for none.

    >>> no_salary_of_a_year("Salary p.m."), no_salary_of_a_year("Employment cost"), no_salary_of_a_year("Salary")
    ('p m', 'cost', '')
    """
    found = _NO_SALARY_OF_A_YEAR.search(plain_heading(heading))
    return found[0] if found else ""


# --- where the headings stand --------------------------------------------------------------------------------------


def _text(value: Any) -> str:
    return "" if blank(value) or isinstance(value, BadCell) else point_text(value)


def _looks_like_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-(£]*[\d,]+(?:\.\d+)?[-)%]?|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}", text))


def _single(grid: Grid, row: int) -> list[tuple[str, ...]]:
    return [(_text(value),) if _text(value) else () for value in grid.rows[row]]


def _double(grid: Grid, row: int) -> list[tuple[str, ...]] | None:
    """Headings in two rows, of which the upper may stand over several columns; None where the upper looks otherwise."""
    if row == 0:
        return None
    upper = [_text(value) for value in grid.rows[row - 1]]
    lower = [_text(value) for value in grid.rows[row]]
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    if sum(map(bool, upper)) < 2 or any(map(_looks_like_number, filter(None, upper))):
        return None
    if any(_looks_like_number(text) and not _YEAR.fullmatch(text) for text in lower if text):
        return None  # a row of data
    merged = {
        column: first_column
        for first_row, first_column, last_row, last_column in grid.merged
        if first_row <= row - 1 <= last_row
        for column in range(first_column, last_column + 1)
    }
    readings: list[tuple[str, ...]] = []
    group = ""
    for column in range(width):
        if column in merged:
            group = upper[merged[column]]
        elif upper[column] or grid.merged:
            group = upper[column]
        own = group if lower[column] else upper[column]
        whole = " ".join(filter(None, (own, lower[column])))
        readings.append(tuple(dict.fromkeys(filter(None, (whole, lower[column], own if not lower[column] else "")))))
    return readings


def _known(readings: Sequence[tuple[str, ...]], also: frozenset[str]) -> int:
    return sum(
        1 for each in readings if each and (kind_of_heading(each) is not None or any(name in also for name in each))
    )


def find_headings(grid: Grid, also_known: frozenset[str] = frozenset()) -> Headings:
    """The headings of a list: the row, or two rows, in which the most headings are known.

    `also_known` are headings that a map names. Raises WrongInput where no row looks like headings.
    """
    best: tuple[int, int, int, list[tuple[str, ...]]] | None = None
    searched = range(min(len(grid.rows), ROWS_SEARCHED))
    if grid.headings_at is not None:
        readings = _single(grid, grid.headings_at)
        best = (_known(readings, also_known), grid.headings_at, grid.headings_at, readings)
        searched = range(0)
    for row in searched:
        one = _single(grid, row)
        known = _known(one, also_known)
        if known >= LEAST_KNOWN and (best is None or known > best[0]):
            best = (known, row, row, one)
        two = _double(grid, row)
        if two is not None and (known := _known(two, also_known)) >= LEAST_KNOWN + 1:
            above = _known(_single(grid, row - 1), also_known)
            if known > above and (best is None or known > best[0]):
                best = (known, row - 1, row, two)
    if best is None:
        best = _unknown_headings(grid)
    _, first, last, readings = best
    width = max((len(row) for row in grid.rows), default=0)
    readings = [*readings, *([()] * (width - len(readings)))]
    return Headings(first, last, _names(readings), readings)


def _unknown_headings(grid: Grid) -> tuple[int, int, int, list[tuple[str, ...]]]:
    """The first row of words alone with something in as many columns as any row has, where no heading is known."""
    rows = range(min(len(grid.rows), ROWS_SEARCHED))
    filled = {row: [text for value in grid.rows[row] if (text := _text(value))] for row in rows}
    most = max((len(texts) for texts in filled.values()), default=0)
    for row in rows:
        texts = filled[row]
        if len(texts) >= max(most - 1, 2) and len(set(texts)) == len(texts) and not any(map(_looks_like_number, texts)):
            return 0, row, row, _single(grid, row)
    raise WrongInput(
        "no row looks like headings: the list needs one row with the names of its columns, such as 'Post Title', "
        "'Grade' and 'Annual Salary'"
    )


def _names(readings: Sequence[tuple[str, ...]]) -> list[str]:
    """What each column is called: a heading that stands twice gets a number, a column without one its letter."""
    seen: Counter[str] = Counter()
    names = []
    for index, each in enumerate(readings):
        name = each[0] if each else f"(column {_letters(index)})"
        seen[name.casefold()] += 1
        count = seen[name.casefold()]
        names.append(name if count == 1 else f"{name} ({count})")
    return names


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def fill_merged(grid: Grid, headings: Headings) -> Grid:
    """The list with the words of cells that are merged downwards in each of their rows.

    Words alone: an amount in a merged cell is one amount, and would be counted twice.
    """
    rows = list(grid.rows)
    for first_row, first_column, last_row, last_column in grid.merged:
        if first_row >= len(rows):
            continue  # below all that is filled
        value = rows[first_row][first_column] if first_column < len(rows[first_row]) else None
        if first_row <= headings.last or first_column != last_column or not isinstance(value, str):
            continue
        for number in range(first_row + 1, min(last_row, len(rows) - 1) + 1):
            row = [*rows[number], *([None] * (first_column + 1 - len(rows[number])))]
            row[first_column] = value
            rows[number] = row
    return grid._replace(rows=rows)


# --- which rows are data -------------------------------------------------------------------------------------------


def data_rows(grid: Grid, headings: Headings) -> tuple[list[int], list[NotData]]:
    """The indices of the rows of data below the headings, and what the other filled rows of the file are."""
    others = [
        NotData(number, "before the headings", text)
        for number, row in enumerate(grid.rows[: headings.first], start=1)
        if (text := _shown(row))
    ]
    repeated = [
        {column: text for column, value in enumerate(grid.rows[row]) if (text := _text(value).casefold())}
        for row in range(headings.first, headings.last + 1)
    ]
    found = []
    for index in range(headings.last + 1, len(grid.rows)):
        row = grid.rows[index]
        filled = [(column, value) for column, value in enumerate(row) if not blank(value)]
        if not filled:
            continue
        what = _what_else(filled, repeated)
        if what:
            others.append(NotData(index + 1, what, _shown(row)))
        else:
            found.append(index)
    return found, others


def _what_else(filled: Sequence[tuple[int, Any]], repeated: Sequence[Mapping[int, str]]) -> str:
    """What a row is that is no data; empty for data."""
    first = filled[0][1]
    if not isinstance(first, str):
        return ""
    column, text = filled[0][0], " ".join(first.split())
    for heading in repeated:
        if heading.get(column) == text.casefold():
            same = sum(1 for at, value in filled if heading.get(at) == _text(value).casefold())
            if same * 2 > len(filled) and same * 2 > len(heading):
                return "the headings again"
    if _TOTAL.fullmatch(text):
        words = sum(1 for _, value in filled[1:] if isinstance(value, str) and not _looks_like_number(value.strip()))
        if words <= 1:
            return "a total"
    if len(filled) == 1 and _REMARK.match(text):
        return "a remark"
    return ""


def _shown(row: Sequence[Any]) -> str:
    return " | ".join(_iterate(row))[:200]


def _iterate(row: Sequence[Any]) -> Iterator[str]:
    for value in row:
        if text := _text(value):
            yield text
