"""A record of the figures that answers rest on, and its fingerprint."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import NamedTuple

from payband.calendar import date_text
from payband.library.files import Row

__all__ = [
    "Figure",
    "PayFigure",
    "figures_used",
    "fingerprint",
    "fingerprint_of_lines",
    "is_collecting",
    "line_of",
    "note_figure",
    "note_used",
]

_used: ContextVar["dict[Figure, None] | None"] = ContextVar("used", default=None)


class PayFigure(NamedTuple):
    """What a figure of pay is of: a spine or a grade, and which point of it; a whole range has none."""

    of: str
    point: str = ""
    estimate: str = ""
    """What the salary of a point that no document prints was worked out from."""


class Figure(NamedTuple):
    """One figure that an answer rests on."""

    name: str
    value: str
    effective_from: date | None
    effective_to: date | None
    status: str
    source: str
    file: str
    pay: PayFigure | None = None
    """Of a figure of pay, what it is of."""

    @property
    def in_force(self) -> str:
        """The dates between which it is in force, in words."""
        if self.effective_from is None:
            return ""
        if self.effective_to is None:
            return f"from {date_text(self.effective_from)}"
        return f"{date_text(self.effective_from)} to {date_text(self.effective_to)}"


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


def note_used(row: Row, name: str, value: str, pay: PayFigure | None = None) -> None:
    """Notes that an answer rests on a row of the library; nothing happens when nobody collects."""
    if _used.get() is not None:
        note_figure(Figure(name, value, row.effective_from, row.effective_to, row.status, row.source, row.file, pay))


def note_figure(figure: Figure) -> None:
    """Notes that an answer rests on a figure, wherever it came from; nothing happens when nobody collects."""
    collected = _used.get()
    if collected is not None:
        collected[figure] = None


def fingerprint(figures: Iterable[Figure]) -> str:
    """Twelve characters that are the same when, and only when, the same figures were used."""
    return fingerprint_of_lines(map(line_of, figures))


def line_of(figure: Figure) -> str:
    """All that a figure says, in one line of text for a log."""
    told = Figure._fields.index("pay")  # what follows says no more than the name and the value
    return "|".join(str(part) for part in figure[:told])


def fingerprint_of_lines(lines: Iterable[str]) -> str:
    """The fingerprint of figures that a log holds as lines."""
    from hashlib import sha256  # only a report pays for this import

    return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:12]
