"""Which column of a pay spine or a table of grades holds what: by a map or its heading; asked where neither tells."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from payband.errors import UnknownName, nearest_name
from payband.establishment.candidates import BY_MAP, Recognised, TakenColumn
from payband.establishment.content import Content, content_of
from payband.establishment.headings import Grid, Headings, plain_heading
from payband.establishment.questions import ASKED, LEFT_OUT, Question
from payband.library import BUILT_IN

__all__ = ["recognise_spine", "spine_kinds"]

KINDS_FILE = os.path.join(BUILT_IN, "import", "spine_columns.toml")


class _Kinds(NamedTuple):
    what: Mapping[str, str]
    by_heading: Mapping[str, tuple[str, int]]


@cache
def _kinds() -> _Kinds:
    with open(KINDS_FILE, "rb") as file:
        kinds = tomllib.load(file)["kind"]
    by_heading: dict[str, tuple[str, int]] = {}
    for kind in kinds:
        for rank, heading in enumerate(kind["headings"]):
            by_heading.setdefault(plain_heading(heading), (kind["name"], rank))
    return _Kinds({kind["name"]: kind["what"] for kind in kinds}, by_heading)


def spine_kinds() -> Mapping[str, str]:
    """Every kind of column by its name, and what it is."""
    return _kinds().what


def recognise_spine(
    grid: Grid, headings: Headings, data: Sequence[int], given: Mapping[str, str] | None = None
) -> Recognised:
    """Says of each column of a spine or a table of grades what it is taken as.

    `given` is a map from headings to kinds, which decides for the columns that it names. Raises UnknownName for a kind
    or a heading that there is not.
    """
    given = given or {}
    _check_map(given, headings)
    columns: list[TakenColumn] = []
    contents: dict[int, Content] = {}
    for at, (heading, readings) in enumerate(zip(headings.names, headings.readings, strict=True)):
        content = content_of([grid.rows[row][at] if at < len(grid.rows[row]) else None for row in data])
        if not readings and not content.filled:
            continue
        contents[at] = content
        if given.get(heading, ASKED) != ASKED:
            kind, why = given[heading], BY_MAP
        else:
            kind, why = _by_heading(readings, content)
        columns.append(TakenColumn(at, heading, kind, why, content.examples))
    columns = _one_of_each(columns)
    asked: list[Question] = []
    taken = {column.taken for column in columns}
    if not taken & {"salary", "bottom salary", "top salary", "bottom point", "top point"}:
        columns = _ask_for_salary(columns, contents, asked)
    if not taken & {"point", "grade"}:
        left = tuple(column.heading for column in columns if not column.taken)
        text = 'no column of points or grades was found: write "point" or "grade" next to one in the map'
        asked.append(Question(text, left, pick="point"))
    for heading, kind in given.items():
        if kind == ASKED and all(heading not in question.columns for question in asked):
            asked.append(Question(f'the map still has "?" for {heading}', (heading,), (*spine_kinds(), LEFT_OUT)))
    return Recognised(columns, asked)


def _by_heading(readings: Sequence[str], content: Content) -> tuple[str, str]:
    found = next((each for reading in readings if (each := _kinds().by_heading.get(plain_heading(reading)))), None)
    if found is None:
        return LEFT_OUT, f"left out: heading not known; looks like {content.words}"
    return (found[0], "by its name") if content.filled else (LEFT_OUT, "left out: it is empty")


def _one_of_each(columns: Sequence[TakenColumn]) -> list[TakenColumn]:
    """One column of a kind: the map's, else the first; of several salaries it is asked which."""
    first: dict[str, TakenColumn] = {}
    for column in sorted(columns, key=lambda each: (each.why != BY_MAP, each.at)):
        first.setdefault(column.taken, column)
    several = {
        kind
        for kind, one in first.items()
        if kind in ("salary", "point") and one.why != BY_MAP and sum(each.taken == kind for each in columns) > 1
    }
    kept = []
    for column in columns:
        if column.taken in several:
            column = column._replace(taken=LEFT_OUT, why=f"left out: several columns could be the {column.taken}")
        elif column.taken and first[column.taken] is not column:
            column = column._replace(
                taken=LEFT_OUT, why=f"left out: '{first[column.taken].heading}' is taken as {column.taken}"
            )
        kept.append(column)
    return kept


def _ask_for_salary(
    columns: Sequence[TakenColumn], contents: Mapping[int, Content], asked: list[Question]
) -> list[TakenColumn]:
    """Asks which of the columns of amounts is the salary, as where there is one for each area."""
    could_be = [column for column in columns if not column.taken and "salary" in contents[column.at].could_be]
    if not could_be:
        left = tuple(column.heading for column in columns if not column.taken)
        text = 'no column of salaries was found: write "salary" next to one in the map'
        asked.append(Question(text, left, pick="salary"))
        return list(columns)
    shown = "; ".join(f"'{column.heading}' has {', '.join(column.examples)}" for column in could_be)
    text = f"which column is the salary of the point ({shown})?"
    asked.append(Question(text, tuple(column.heading for column in could_be), ("salary", LEFT_OUT)))
    return [
        column._replace(taken=ASKED, why="it could be the salary", choices=("salary", LEFT_OUT))
        if column in could_be
        else column
        for column in columns
    ]


def _check_map(given: Mapping[str, str], headings: Headings) -> None:
    for heading, kind in given.items():
        if kind and kind != ASKED and kind not in spine_kinds():
            near = nearest_name(kind, list(spine_kinds()))
            raise UnknownName(f"the map takes '{heading}' as '{kind}', which is not a kind of column; {near}")
        if kind and heading not in headings.names:
            near = nearest_name(heading, headings.names)
            raise UnknownName(f"the map takes a column '{heading}' which the table does not have; {near}")
