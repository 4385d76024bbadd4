"""Looking a figure up by the name that people give it, with or without its body."""

import os
from datetime import date
from functools import cache

from payband.errors import UnknownFigure, UnknownName, nearest_name
from payband.library.files import Row, folders, not_covered, rows_of

__all__ = ["look_up", "newest"]


def newest(rows: list[Row], on: date | None, what: str, file: str) -> list[Row]:
    """The rows in force on a date, or, where no date was given, those of the newest date there is."""
    if on is None:
        newest = max(row.effective_from for row in rows)
        return [row for row in rows if row.effective_from == newest]
    found = [row for row in rows if row.effective_from <= on <= row.effective_to]
    if not found:
        raise UnknownFigure(not_covered(what, on, rows, file))
    return found


@cache
def _named(folders: tuple[str, ...], kind: str, column: str) -> dict[str, list[Row]]:
    index: dict[str, list[Row]] = {}
    for row in rows_of(kind):
        body, name = row.values["body"], row.values[column]
        for key in dict.fromkeys((name.casefold(), f"{body} {name}".casefold())):
            index.setdefault(key, []).append(row)
    return index


def look_up(kind: str, column: str, name: str, noun: str) -> list[Row]:
    """The rows of a name, a body's own first. Raises UnknownName with the nearest, or where several bodies have it."""
    index = _named(folders(), kind, column)
    rows = index.get(" ".join(name.split()).casefold())
    if not rows:
        known = dict.fromkeys(row.values[column] for found in index.values() for row in found)
        article = "an" if noun[0] in "aeiou" else "a"
        raise UnknownName(f"'{name}' is not {article} {noun} in the library; {nearest_name(name, known)}")
    rows = [row for row in rows if os.path.isabs(row.file)] or rows  # a body's own, where there are any
    bodies = dict.fromkeys(row.values["body"] for row in rows)
    if len(bodies) > 1:
        choices = ", ".join(f"'{body} {rows[0].values[column]}'" for body in bodies)
        raise UnknownName(f"more than one body has a {noun} called '{name}': say which, {choices}")
    return rows
