"""The files of figures: where they are, their dated rows, and the row in force on a date."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from typing import NamedTuple

from payband.calendar import date_text
from payband.errors import UnknownFigure, WrongInput
from payband.library.installed import installed_file, installed_files

__all__ = [
    "BUILT_IN",
    "SINGLE_SOURCE",
    "TABLES",
    "Row",
    "folders",
    "in_force",
    "newest_row",
    "not_covered",
    "rows_of",
    "salary_pence",
    "tables",
    "using_data",
]

BUILT_IN = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data")

SINGLE_SOURCE = "single source"
"""The status of a figure that nothing confirms but its one source, or of which no primary document was found."""

_folders: ContextVar[tuple[str, ...]] = ContextVar("folders", default=(BUILT_IN,))


class Row(NamedTuple):
    """One dated row of a data file."""

    effective_from: date
    effective_to: date
    values: dict[str, str]
    file: str

    @property
    def status(self) -> str:
        """confirmed, derived, single source or estimate."""
        return self.values["status"]

    @property
    def source(self) -> str:
        """The document that the figure is on, as a committee may cite it; a single source says that it is one."""
        text = self.values["source"]
        return f"{text}: {SINGLE_SOURCE}" if self.status == SINGLE_SOURCE and SINGLE_SOURCE not in text else text

    @property
    def read_in(self) -> str:
        """Where the document was read, when it was not read on its publisher's own page; empty otherwise."""
        return self.values.get("read_in") or ""


@contextmanager
def using_data(folder: str) -> Iterator[None]:
    """Within this block a folder of a body's own figures is asked before the built-in ones."""
    token = _folders.set((os.path.abspath(folder), *_folders.get()))
    try:
        yield
    finally:
        _folders.reset(token)


@cache
def _read(path: str, name: str) -> tuple[Row, ...]:
    rows = []
    with open(path, encoding="utf-8-sig", newline="") as file:
        for number, values in enumerate(csv.DictReader(file), start=2):
            try:
                first = date.fromisoformat(values["effective_from"])
                last = date.fromisoformat(values["effective_to"])
            except (KeyError, TypeError, ValueError):
                raise WrongInput(
                    f"{name}, row {number}: effective_from and effective_to must be dates such as 2025-04-01"
                ) from None
            rows.append(Row(first, last, values, name))
    return tuple(rows)


def _path(folder: str, name: str) -> str:
    """Where a file of a data folder is: one of an installed pack takes the place of the built-in one of its name."""
    return (installed_file(name) if folder == BUILT_IN else "") or os.path.join(folder, name)


@cache
def _files(folder: str, kind: str) -> tuple[str, ...]:
    """The files of a kind in a data folder; of the built-in figures with those of an installed pack."""
    found = _files_below(folder, kind)
    if folder != BUILT_IN or not installed_files():
        return found
    return tuple(sorted({*found, *(name for name in installed_files() if _is_of(name, kind))}))


def _is_of(name: str, kind: str) -> bool:
    top, any_body, prefix = kind.rstrip("*").partition("/*/")
    if not any_body:
        return name == kind
    first, *_, last = name.split("/")
    return first == top and name.count("/") == 2 and last.startswith(prefix)


def _files_below(folder: str, kind: str) -> tuple[str, ...]:
    """The files of a kind below a folder: 'ni/rates.csv' itself, or every 'spines/*/spine-*.csv'."""
    if not kind.endswith("*"):
        return (kind,) if os.path.isfile(os.path.join(folder, kind)) else ()
    top, _, prefix = kind[:-1].partition("/*/")
    found = []
    base = os.path.join(folder, top)
    for body in sorted(os.listdir(base)) if os.path.isdir(base) else ():
        inside = os.path.join(base, body)
        if os.path.isdir(inside):
            found += [
                f"{top}/{body}/{name}"
                for name in sorted(os.listdir(inside))
                if name.startswith(prefix) and name.endswith(".csv")
            ]
    return tuple(found)


@cache
def _words(path: str) -> str:
    """The text of a file as one run of words, whatever the case, to see quickly which names cannot be in it."""
    with open(path, encoding="utf-8-sig") as file:
        return _as_words(file.read())


def _as_words(text: str) -> str:
    return text.casefold().replace(",", " ").replace('"', "")


def rows_of(kind: str, naming: str = "") -> list[Row]:
    """Every row of a kind of figures, those of a body's own folder first.

    With `naming`, only the files that hold this name are read: a call that asks for one spine does not pay for all.
    """
    wanted = _as_words(naming)
    return [
        row
        for folder in _folders.get()
        for name in _files(folder, kind)
        for path in (_path(folder, name),)
        if not wanted or wanted in _words(path)
        for row in _read(path, name if folder == BUILT_IN else path)
    ]


TABLES = {
    "ni/thresholds.csv": ("threshold",),
    "ni/rates.csv": ("rate",),
    "ni/categories.csv": ("category",),
    "levy/levy.csv": ("item",),
    "pensions/employer_rates.csv": ("scheme", "employer"),
    "redundancy/limits.csv": ("item",),
    "discounting/rates.csv": ("rate",),
    "hay/steps.csv": ("step",),
    "disclosure/brackets.csv": ("item",),
    "equality/gaps.csv": ("gap",),
    "equality/pay_periods.csv": ("period",),
    "wages/floors.csv": ("floor",),
    "awards/awards.csv": ("award",),
    "holidays/bank_holidays.csv": ("holiday",),
    "nhs/high_cost_area_supplements.csv": ("zone",),
}
"""The files of statutory and published rates, and the columns that name one figure of each."""


def tables() -> Iterable[tuple[str, tuple[str, ...]]]:
    """The files of rates and the columns that name a figure in them."""
    return TABLES.items()


def folders() -> tuple[str, ...]:
    """The data folders in the order in which they are asked; what a cache of figures must be kept by."""
    return _folders.get()


def salary_pence(text: str) -> int | None:
    """The salary that a data row holds, whole pounds or pounds and pence; None where it was not published."""
    if not text:
        return None
    whole, _, part = text.partition(".")
    try:
        return int(whole) * 100 + int((part + "00")[:2])
    except ValueError:
        raise WrongInput(
            f"a data file holds '{text}' where an amount belongs: write pounds, or pounds and pence, without £ "
            "and commas"
        ) from None


# --- what is in force ----------------------------------------------------------------------------------------------


@cache
def _by_key(folders: tuple[str, ...], kind: str) -> dict[tuple[str, ...], list[Row]]:
    index: dict[tuple[str, ...], list[Row]] = {}
    for row in rows_of(kind):
        index.setdefault(tuple(row.values[column] for column in TABLES[kind]), []).append(row)
    return index


def in_force(kind: str, key: str, on: date, what: str) -> Row:
    """The row of a rates file that is in force on a date. `what` names the figure for a reader.

    Raises UnknownFigure, naming the file to extend, when no row covers the date.
    """
    rows = _by_key(_folders.get(), kind).get((key,), [])
    for row in rows:
        if row.effective_from <= on <= row.effective_to:
            return row
    raise UnknownFigure(not_covered(what, on, rows, kind))


def newest_row(kind: str, key: str, what: str) -> Row:
    """The newest row of a rates file, for a figure that holds until another is set."""
    rows = _by_key(_folders.get(), kind).get((key,), [])
    if not rows:
        raise UnknownFigure(f"{what} '{key}' is not in the figures: add rows to data/{kind}, or give it with --data")
    return max(rows, key=lambda row: row.effective_from)


def not_covered(what: str, on: date, rows: Sequence[Row], file: str) -> str:
    """What is said where no row covers a date: what is known, and the file to extend."""
    place = file if os.path.isabs(file) else f"data/{file}"
    if not rows:
        return f"{what} is not in the figures: add rows to {place}, or give your own with --data"
    first, last = min(row.effective_from for row in rows), max(row.effective_to for row in rows)
    if on < first:
        known = f"is known from {date_text(first)} only"
    elif on > last:
        known = f"is known to {date_text(last)} only"
    else:
        before = max(row.effective_to for row in rows if row.effective_to < on)
        after = min(row.effective_from for row in rows if row.effective_from > on)
        known = f"is not known between {date_text(before)} and {date_text(after)}"
    return f"{what} on {date_text(on)} was asked for but {known}: add a row to {place}, or give it with --data"


def points_in(text: str) -> list[str]:
    """The points that a grade's row names, lowest first: with spaces between, or with ; where a point has spaces.

    >>> points_in("1 2 3"), points_in("Step 1; Step 2"), points_in("Year 1;")
    (['1', '2', '3'], ['Step 1', 'Step 2'], ['Year 1'])
    """
    parts = text.split(";") if ";" in text else text.split()
    return [" ".join(part.split()) for part in parts if part.strip()]


def points_text(points: Sequence[str]) -> str:
    """Points as a grade's row names them.

    >>> points_text(["1", "2"]), points_text(["Step 1", "Step 2"]), points_text(["Year 1"])
    ('1 2', 'Step 1; Step 2', 'Year 1;')
    """
    if not any(" " in point for point in points):
        return " ".join(points)
    return "; ".join(points) + (";" if len(points) == 1 else "")
