"""Explains every figure of an answer table of a part, whose sheets say how it comes about."""

from collections.abc import Iterator

from payband.review.explanation.chains import Chain
from payband.review.explanation.figure import further_chains
from payband.review.results import Results
from payband.sheets.figures import Figures
from payband.sheets.sheet import Sheet, Unit

__all__ = ["explained_tables", "table_chains"]


def explained_tables(results: Results) -> dict[str, str]:
    """The answer tables of parts that can be explained: by the name of the table and of its sheet, in small letters."""
    tables = [
        rows.table
        for part in results.parts
        for rows in part.tables
        if part.worked_out is not None and rows.table.name in part.worked_out.tables
    ]
    return {name.casefold(): each.name for each in tables for name in (each.name, each.sheet)}


def table_chains(results: Results, table: str) -> Iterator[Chain]:
    """A chain for each figure of an answer table, row by row."""
    for part in results.parts:
        if part.worked_out is not None and table in part.worked_out.tables:
            figures, sheet = part.worked_out.figures, part.worked_out.tables[table]
            for row in range(figures.rows_of(sheet).size):
                key = _key(figures, sheet, row)
                named = ", ".join(text for _, text in key)
                yield from further_chains(figures, sheet, row, (), table, key, of=f": {named}" if named else "")


def _key(figures: Figures, sheet: type[Sheet], row: int) -> tuple[tuple[str, str], ...]:
    """What names a row of an answer table: its words."""
    given = figures.rows_of(sheet).given
    found = [
        (answer.heading, given[name][row])
        for name, answer, unit in sheet.answers()
        if name in sheet.givens and unit is Unit.TEXT
    ]
    return tuple((heading, str(text)) for heading, text in found if text)
