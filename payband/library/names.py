"""Looking a figure up by the name that people give it, with or without its body."""

import os
from datetime import date
from functools import cache

from payband.errors import UnknownFigure, UnknownName, nearest, nearest_name
from payband.library.files import Row, folders, not_covered, rows_of

__all__ = ["bodies_with", "is_body_with", "is_named", "look_up", "names_of_body", "newest", "short_name", "unknown"]

_NATIONAL = "Band "
"""What the bands of a national scheme are called; people leave the word out and say 5 for Band 5."""


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
    body, _, last = key.rpartition(" ")
    held = body if column == "grade" and last[:1].isdigit() else key  # no file holds 'NHS England 5' as it is
    return tuple(row for row in rows_of(kind, naming=held) if key in _spelt(row, column))


def _spelt(row: Row, column: str) -> tuple[str, ...]:
    """The ways in which a row is named: alone, with its body, and a grade as people call it for short."""
    name, body = row.values[column], row.values["body"]
    return name.casefold(), f"{body} {name}".casefold(), short_name(body, name).casefold()


def short_name(body: str, name: str) -> str:
    """A grade of a body as people call it for short.

    >>> short_name("NHS England", "Band 5"), short_name("Harrow", "D1")
    ('NHS England 5', 'Harrow D1')
    """
    return f"{body} {name.removeprefix(_NATIONAL)}"


def is_named(kind: str, column: str, name: str) -> bool:
    """Whether the library has something of this kind under a name."""
    return bool(_named(folders(), kind, column, " ".join(name.split()).casefold()))


def is_body_with(kind: str, column: str, body: str) -> bool:
    """Whether a name is that of a body that has something of this kind."""
    return bool(names_of_body(kind, column, body))


def names_of_body(kind: str, column: str, body: str) -> tuple[str, ...]:
    """What a body has of a kind, each under its full name in quotes."""
    return _names_of_body(folders(), kind, column, " ".join(body.split()).casefold())


def unknown(name: str, nouns: str, *kinds: tuple[str, str]) -> UnknownName:
    """That a name is not in the library, with the nearest that is."""
    known = [each for kind, column in kinds for each in _all_names(folders(), kind, column)]
    return UnknownName(f"'{name}' is not {nouns} in the library; {nearest_name(name, known)}")


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
        of_body = names_of_body(kind, column, name)
        if of_body:
            raise UnknownName(f"'{name}' is a body and not {article} {noun}: name one of its own, {', '.join(of_body)}")
        known = _all_names(folders(), kind, column)
        message = f"'{name}' is not {article} {noun} in the library; {nearest_name(name, known)}"
        raise UnknownName(message, nearest(name, known))
    rows = [row for row in rows if os.path.isabs(row.file)] or rows  # a body's own, where there are any
    bodies = dict.fromkeys(row.values["body"] for row in rows)
    if len(bodies) > 1:
        choices = ", ".join(f"'{body} {rows[0].values[column]}'" for body in bodies)
        raise UnknownName(f"more than one body has a {noun} called '{name}': say which, {choices}")
    return rows
