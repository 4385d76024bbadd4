"""Looking a figure up by the name that people give it, with or without its body."""

import os
from datetime import date
from functools import cache

from payband.errors import UnknownFigure, UnknownName, nearest_name
from payband.library.files import Row, folders, not_covered, rows_of

__all__ = ["bodies_with", "look_up", "newest"]


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
def _named(folders: tuple[str, ...], kind: str, column: str, key: str) -> tuple[Row, ...]:
    """The rows of a name, given alone or with its body before it, whatever the case."""

    def is_named(row: Row) -> bool:
        name = row.values[column]
        return key in (name.casefold(), f"{row.values['body']} {name}".casefold())

    return tuple(row for row in rows_of(kind, naming=key) if is_named(row))


def bodies_with(kind: str, column: str, name: str) -> tuple[str, ...]:
    """The bodies that have something of this name."""
    rows = _named(folders(), kind, column, " ".join(name.split()).casefold())
    return tuple(dict.fromkeys(row.values["body"] for row in rows))


@cache
def _all_names(folders: tuple[str, ...], kind: str, column: str) -> tuple[str, ...]:
    """The names to choose the nearest from: alone, and with their bodies where several bodies have them."""
    bodies: dict[str, dict[str, None]] = {}
    for row in rows_of(kind):
        bodies.setdefault(row.values[column], {})[row.values["body"]] = None
    return tuple(f"{body} {name}" if len(of) > 1 else name for name, of in bodies.items() for body in of)


@cache
def _names_of_body(folders: tuple[str, ...], kind: str, column: str, body: str) -> tuple[str, ...]:
    """What a body has of a kind, each under its full name."""
    rows = [row.values for row in rows_of(kind, naming=body) if row.values["body"].casefold() == body]
    return tuple(dict.fromkeys(f"'{values['body']} {values[column]}'" for values in rows))


def look_up(kind: str, column: str, name: str, noun: str) -> list[Row]:
    """The rows of a name, a body's own first. Raises UnknownName with the nearest, or where several bodies have it."""
    rows = list(_named(folders(), kind, column, " ".join(name.split()).casefold()))
    if not rows:
        article = "an" if noun[0] in "aeiou" else "a"
        of_body = _names_of_body(folders(), kind, column, " ".join(name.split()).casefold())
        if of_body:
            raise UnknownName(f"'{name}' is a body and not {article} {noun}: name one of its own, {', '.join(of_body)}")
        hint = nearest_name(name, _all_names(folders(), kind, column))
        raise UnknownName(f"'{name}' is not {article} {noun} in the library; {hint}")
    rows = [row for row in rows if os.path.isabs(row.file)] or rows  # a body's own, where there are any
    bodies = dict.fromkeys(row.values["body"] for row in rows)
    if len(bodies) > 1:
        choices = ", ".join(f"'{body} {rows[0].values[column]}'" for body in bodies)
        raise UnknownName(f"more than one body has a {noun} called '{name}': say which, {choices}")
    return rows
