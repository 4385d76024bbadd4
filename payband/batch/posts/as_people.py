"""A table of posts as the people of a review, for what looks at years and scenarios and not at one day."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from payband.batch.posts.column_names import CATEGORY, FTE, LEAVES, LINE, PROFILE, SALARY, WAIVED
from payband.batch.posts.columns import PostColumns
from payband.batch.posts.file import PostsFile
from payband.batch.posts.files import open_posts
from payband.batch.posts.posts import PostsBatch, Rejected
from payband.calendar import day_from
from payband.errors import InputProblems, Problem, WrongInput
from payband.establishment.lines import share_text
from payband.review.inputs.raw.raw_tables import RawTable
from payband.review.inputs.tables import input_table
from payband.review.review import Review
from payband.units import pounds
from payband.workbook.read import open_review, open_review_with

__all__ = ["review_of_posts"]

_MOST_LISTED = 20
_PERSON = "person"


def review_of_posts(path: str, settings: str) -> Review:
    """The review of a workbook with the rows of a table of posts in place of its table People.

    A row is a person; where the table has no column `person`, its number is the reference. Columns with the names of
    others of table People, such as `post now` or `started on`, are read as these.

    Raises WrongInput for a table without a column of lines or with rows for several posts, and InputProblems for rows
    that `payband batch` would reject: nobody is left out of what the years cost.
    """
    posts = open_posts(path)
    batch = PostsBatch(posts, open_review(settings).inputs)
    if asked := batch.matched.recognised.asked:
        raise WrongInput(f"{path}: {asked[0].text}. Rename the column to say so")
    found = batch.matched.found
    if LINE not in found:
        raise WrongInput(f"{path}: the column '{LINE}' is missing: the years of a review are those of its lines")
    refused = _Refused()
    batch.run(lambda schema: _Nowhere(), refused)
    if refused.problems:
        more = len(refused.problems) - _MOST_LISTED
        last = [Problem(f"and {more:,} more: payband batch lists them all")] if more > 0 else []
        raise InputProblems([*refused.problems[:_MOST_LISTED], *last], path)
    if batch.remarks.rows:
        raise WrongInput(f"{path}: rows stand for several posts: give a row for each post")
    posts = open_posts(path)  # as text that was read as codes is not what is to be read now
    return open_review_with(settings, {"People": _people(posts, found)})


class _Refused(Rejected):
    """The rows that have no answer, as problems."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, number: int, column: str, value: str, why: str) -> None:
        self.problems.append(Problem(f"{value}: {why}" if value else why, row=number, column=column))


class _Nowhere:
    """Takes answers that nobody reads."""

    def write(self, rows: pa.RecordBatch) -> None:
        """Takes rows."""

    def close(self) -> None:
        """Ends."""


def _people(posts: PostsFile, found: Mapping[str, str]) -> RawTable:
    table = input_table("People")
    units = {column.name: column.unit for column in table.columns}
    own = {name.casefold(): name for name in posts.columns if name not in found.values()}
    others = {name: own[name.casefold()] for name in units if name not in found and name.casefold() in own}
    reader = PostColumns(found, cells=posts.cells)
    held: dict[str, list[Any]] = {name: [] for name in (_PERSON, *_READ, *others)}
    numbers: list[int] = []
    for piece in posts.pieces():
        pence, codes, usable, _ = reader.read(piece.rows, piece.cells)
        some = usable.nonzero()[0].tolist()
        numbers += [piece.number(row) for row in some]
        held[SALARY] += [pounds(each) for each in pence[some].tolist()]
        for name, shown in _READ.items():
            if name != SALARY:
                texts = [shown(value) for value in reader.coded[name].values]
                held[name] += [texts[code] for code in codes[name][some].tolist()]
        for name, column in others.items():
            values = piece.cells.get(column) or piece.rows.column(column).to_pylist()
            held[name] += [_as_cell(values[row], units[name], name) for row in some]
    if _PERSON not in others:
        held[_PERSON] = [str(number) for number in numbers]
    held |= {name: [None] * len(numbers) for name in units if name not in held}
    return RawTable.of_columns(table.name, list(held), numbers, list(held.values()))


_READ: Mapping[str, Any] = {
    SALARY: None,
    LINE: lambda text: text or None,
    FTE: share_text,
    PROFILE: lambda text: text or None,
    CATEGORY: lambda text: text or None,
    WAIVED: lambda waived: "yes" if waived else None,
    LEAVES: lambda day: day,
}
"""The columns that are read as `payband batch` reads them, each with how a cell of table People would hold it."""


def _as_cell(value: Any, unit: str, name: str) -> Any:
    if isinstance(value, str):
        text = value.strip()
        return (day_from(text, f"'{name}'") if unit == "date" else text) if text else None
    return value
