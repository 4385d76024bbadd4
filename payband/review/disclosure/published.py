"""What a published copy is made of: tables with a caption and notes, and what a reader chose to have in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from payband.calendar import date_text
from payband.review.answers import AnswerColumn, AnswerRows, AnswerTable, Form
from payband.review.disclosure.small_counts import LEAST
from payband.units import percent_text, pounds_text, to_multiple

__all__ = [
    "HIDDEN",
    "NOT_AVAILABLE",
    "Choices",
    "Publication",
    "PublishedTable",
    "column_of",
    "published_column",
    "rounded_to",
    "shown",
    "unless",
]

HIDDEN, NOT_AVAILABLE = "[c]", "[x]"
"""The marks of official statistics: withheld so that nothing is shown of a few people, and not available."""


class Choices(NamedTuple):
    """What is to be published: on which day, from which count on, and whether people and assumptions are listed."""

    on: date
    least: int = LEAST
    people: bool = False
    assumptions: bool = False


class PublishedTable(NamedTuple):
    """A table of a published copy. Its values are whole pence, basis points, numbers, dates and text, or a mark.

    The first column names the row. `has_total` says that the last row is a total.
    """

    name: str
    sheet: str
    caption: str
    columns: tuple[AnswerColumn, ...]
    rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = ()
    has_total: bool = False
    chart: str = ""
    """The table of chart data whose chart shows it; none where it has no chart."""


class Publication(NamedTuple):
    """A whole published copy. `headline` has a label and a sentence a line; `charts` the data of the charts."""

    title: str
    subject: str
    on: date
    headline: Sequence[tuple[str, str]]
    tables: Sequence[PublishedTable]
    notes: Sequence[str]
    charts: Mapping[str, AnswerRows]


def published_column(heading: str, form: Form, unit: str = "") -> AnswerColumn:
    """A column of a published table, its unit in the heading."""
    return AnswerColumn(f"{heading} ({unit})" if unit else heading, heading, form, unit)


def column_of(rows: AnswerRows, heading: str) -> list[Any]:
    """A column of the answers as it was calculated."""
    table: AnswerTable = rows.table
    return rows.columns()[[each.heading for each in table.columns].index(heading)]


def unless(hidden: bool, value: Any) -> Any:
    """The value, or the mark where it is hidden or not known."""
    return HIDDEN if hidden else NOT_AVAILABLE if value is None else value


def rounded_to(pence: int, step: int) -> int:
    """Pence to the nearest step, an exact half away from nothing: a cost and the same as a saving are one figure.

    >>> rounded_to(9_175_000, 10_000), rounded_to(-9_175_000, 10_000)
    (9180000, -9180000)
    """
    amount = int(to_multiple(abs(pence), step))
    return -amount if pence < 0 else amount


def shown(value: Any, column: AnswerColumn) -> str:
    """A value as a reader sees it: whole pounds, a percentage, a date, yes or no; a mark as it is.

    >>> from payband.review.answers import MONEY, PERCENT
    >>> money, share = AnswerColumn("cost", "cost", MONEY), AnswerColumn("share", "share", PERCENT)
    >>> shown(-1_234_500, money), shown(768, share), shown("[c]", money)
    ('(£12,345)', '7.68%', '[c]')
    """
    if value in (HIDDEN, NOT_AVAILABLE):
        return str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, int):
        if column.form.name == "money":
            return pounds_text(value, pence_shown=value % 100 != 0)
        return percent_text(value) if column.form.name == "percent" else f"{value:,}"
    return str(value)
