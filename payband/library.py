"""The dated figures: what is in force on a date, from which source, and a record of what was used.

Every figure is a row of a CSV file below `data/` (or below a folder given with `--data`, whose rows win): the dates it
is in force, its value, its status and its source. A date that no row covers is an error that names the file to extend;
nothing is carried past its last date.
"""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from typing import NamedTuple

from payband.calendar import date_text
from payband.errors import UnknownFigure, UnknownName, WrongInput, nearest_name

__all__ = [
    "BUILT_IN",
    "ApprovalRule",
    "Figure",
    "Grade",
    "PointSalary",
    "Row",
    "Spine",
    "approval_rule",
    "figures_used",
    "fingerprint",
    "folders",
    "grade",
    "in_force",
    "is_collecting",
    "note_figure",
    "note_used",
    "rows_of",
    "spine",
    "tables",
    "using_data",
]

BUILT_IN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")

_folders: ContextVar[tuple[str, ...]] = ContextVar("folders", default=(BUILT_IN,))
_used: ContextVar["dict[Figure, None] | None"] = ContextVar("used", default=None)


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
        """The document that the row was taken from."""
        return self.values["source"]


class Figure(NamedTuple):
    """One figure that an answer rests on."""

    name: str
    value: str
    effective_from: date | None
    effective_to: date | None
    status: str
    source: str
    file: str

    @property
    def in_force(self) -> str:
        """The dates between which it is in force, in words."""
        if self.effective_from is None:
            return ""
        if self.effective_to is None:
            return f"from {date_text(self.effective_from)}"
        return f"{date_text(self.effective_from)} to {date_text(self.effective_to)}"


# --- files ---------------------------------------------------------------------------------------------------------


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


@cache
def _files(folder: str, kind: str) -> tuple[str, ...]:
    """The files of a kind below a data folder: 'ni/rates.csv' itself, or every 'spines/*/spine-*.csv'."""
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


def rows_of(kind: str) -> list[Row]:
    """Every row of a kind of figures, those of a body's own folder first."""
    return [
        row
        for folder in _folders.get()
        for name in _files(folder, kind)
        for row in _read(os.path.join(folder, name), name if folder == BUILT_IN else os.path.join(folder, name))
    ]


TABLES = {
    "ni/thresholds.csv": ("threshold",),
    "ni/rates.csv": ("rate",),
    "ni/categories.csv": ("category",),
    "levy/levy.csv": ("item",),
    "pensions/employer_rates.csv": ("scheme", "employer"),
}
"""The files of statutory and published rates, and the columns that name one figure of each."""


def tables() -> Iterable[tuple[str, tuple[str, ...]]]:
    """The files of rates and the columns that name a figure in them."""
    return TABLES.items()


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
    raise UnknownFigure(_not_covered(what, on, rows, kind))


def _not_covered(what: str, on: date, rows: Sequence[Row], file: str) -> str:
    if not rows:
        return f"{what} is not in the figures: add rows to data/{file}, or give your own with --data"
    first, last = min(row.effective_from for row in rows), max(row.effective_to for row in rows)
    if on < first:
        known = f"is known from {date_text(first)} only"
    elif on > last:
        known = f"is known to {date_text(last)} only"
    else:
        before = max(row.effective_to for row in rows if row.effective_to < on)
        after = min(row.effective_from for row in rows if row.effective_from > on)
        known = f"is not known between {date_text(before)} and {date_text(after)}"
    return f"{what} on {date_text(on)} was asked for but {known}: add a row to data/{file}, or give it with --data"


# --- a record of what was used -------------------------------------------------------------------------------------


@contextmanager
def figures_used() -> Iterator[dict[Figure, None]]:
    """Collects, in order and once each, the figures that are used within this block."""
    collected: dict[Figure, None] = {}
    token = _used.set(collected)
    try:
        yield collected
    finally:
        _used.reset(token)


def is_collecting() -> bool:
    """Whether anybody collects the figures that are used."""
    return _used.get() is not None


def note_used(row: Row, name: str, value: str) -> None:
    """Notes that an answer rests on a row of the library; nothing happens when nobody collects."""
    if _used.get() is not None:
        note_figure(Figure(name, value, row.effective_from, row.effective_to, row.status, row.source, row.file))


def note_figure(figure: Figure) -> None:
    """Notes that an answer rests on a figure, wherever it came from; nothing happens when nobody collects."""
    collected = _used.get()
    if collected is not None:
        collected[figure] = None


def fingerprint(figures: Iterable[Figure]) -> str:
    """Twelve characters that are the same when, and only when, the same figures were used."""
    from hashlib import sha256  # only a report pays for this import

    lines = sorted("|".join(str(part) for part in figure) for figure in figures)
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


# --- spines, grades and approval rules -----------------------------------------------------------------------------


class PointSalary(NamedTuple):
    """A spinal column point and its salary; None where it was never published."""

    point: str
    pence: int | None
    estimated: bool = False


class Spine(NamedTuple):
    """A pay spine as it stands on a date, lowest point first."""

    name: str
    points: tuple[PointSalary, ...]
    rows: tuple[Row, ...]

    @property
    def label(self) -> str:
        """What a message calls it; a spine given in cells has no name of its own."""
        return f"spine {self.name}" if self.rows else self.name

    def position(self, point: str) -> int:
        """Where a point stands in the spine; UnknownName when it has no such point."""
        for index, each in enumerate(self.points):
            if each.point == point:
                return index
        raise UnknownName(
            f"point {point} is not on {self.label}, which runs from {self.points[0].point} to "
            f"{self.points[-1].point}: check the point or the spine"
        )

    def use(self, index: int) -> PointSalary:
        """The point at a place of the spine, noted as a figure that was used."""
        row = self.rows[index]
        note_used(row, f"{self.name} point {row.values['point']}", row.values["salary"] or "not published")
        return self.points[index]


class Grade(NamedTuple):
    """A grade's pay range on a date: spinal points, or a bottom and a top without points (then `points` is empty)."""

    name: str
    body: str
    points: tuple[PointSalary, ...]
    bottom: int | None
    top: int | None
    effective_from: date
    effective_to: date
    source: str


class ApprovalRule(NamedTuple):
    """A rule that a pay package needs a named body's approval from a threshold on."""

    name: str
    measure: str
    tested_at: str
    comparison: str
    threshold: int
    approving_body: str
    source: str


def _newest(rows: list[Row], on: date | None, what: str, file: str) -> list[Row]:
    """The rows in force on a date, or, where no date was given, those of the newest date there is."""
    if on is None:
        newest = max(row.effective_from for row in rows)
        return [row for row in rows if row.effective_from == newest]
    found = [row for row in rows if row.effective_from <= on <= row.effective_to]
    if not found:
        raise UnknownFigure(_not_covered(what, on, rows, file))
    return found


@cache
def _named(folders: tuple[str, ...], kind: str, column: str) -> dict[str, list[Row]]:
    index: dict[str, list[Row]] = {}
    for row in rows_of(kind):
        body, name = row.values["body"], row.values[column]
        for key in dict.fromkeys((name.casefold(), f"{body} {name}".casefold())):
            index.setdefault(key, []).append(row)
    return index


def _look_up(kind: str, column: str, name: str, noun: str) -> list[Row]:
    index = _named(_folders.get(), kind, column)
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


def spine(name: str, on: date | None = None) -> Spine:
    """A pay spine of the library as it stood on a date; without a date, the newest that the library holds."""
    rows = _look_up("spines/*/spine*", "spine", name, "spine")
    rows = _newest(rows, on, f"spine {name}", rows[0].file)
    points = tuple(PointSalary(row.values["point"], salary_pence(row.values["salary"])) for row in rows)
    return Spine(rows[0].values["spine"], points, tuple(rows))


def _spine_of_grade(row: Row, on: date | None) -> Spine:
    """The spine that a grade's points are on: that of the date asked for, or the newest that the grade still had."""
    name = row.values["spine"]
    if on is None:
        rows = _look_up("spines/*/spine*", "spine", name, "spine")
        last_days = [each.effective_to for each in rows if each.effective_from <= row.effective_to]
        on = min([row.effective_to, max(last_days, default=row.effective_to)])
    return spine(name, on)


def grade(name: str, on: date | None = None) -> Grade:
    """A grade of the library as it stood on a date; without a date, the newest that the library holds."""
    rows = _look_up("spines/*/grades*", "grade", name, "grade")
    row = _newest(rows, on, f"grade {name}", rows[0].file)[0]
    label = f"{row.values['body']} {row.values['grade']}"
    points: tuple[PointSalary, ...] = ()
    bottom, top = salary_pence(row.values["bottom_salary"]), salary_pence(row.values["top_salary"])
    if row.values["spine"]:
        whole = _spine_of_grade(row, on)
        points = tuple(whole.use(whole.position(point)) for point in row.values["points"].split())
        bottom, top = points[0].pence, points[-1].pence
        note_used(row, label, f"points {points[0].point} to {points[-1].point} of {whole.name}")
    else:
        note_used(row, label, f"{row.values['bottom_salary']} to {row.values['top_salary']}")
    return Grade(label, row.values["body"], points, bottom, top, row.effective_from, row.effective_to, row.source)


def approval_rule(name: str, on: date | None = None) -> ApprovalRule:
    """An approval rule of the library on a date; without a date, the newest that the library holds."""
    rows = _look_up("policies/*/approvals*", "rule", name, "approval rule")
    row = _newest(rows, on, f"approval rule {name}", rows[0].file)[0]
    values = row.values
    note_used(row, f"approval rule {values['rule']}", f"{values['comparison']} £{values['threshold']}")
    threshold = salary_pence(values["threshold"])
    assert threshold is not None  # the data check refuses a rule without a threshold
    return ApprovalRule(
        values["rule"],
        values["measure"],
        values["tested_at"],
        values["comparison"],
        threshold,
        values["approving_body"],
        values["source"],
    )


def folders() -> tuple[str, ...]:
    """The data folders in the order in which they are asked; what a cache of figures must be kept by."""
    return _folders.get()
