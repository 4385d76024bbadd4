"""What an establishment list gives: the rows of a review, the rows that were not placed, and the totals of both."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

__all__ = ["LEFT_EMPTY", "Establishment", "LeftOut", "NotPlaced", "Note", "Totals"]

LEFT_EMPTY = "is left empty"
"""What a note says of a value that cannot be read, in a row that is placed without it."""


class NotPlaced(NamedTuple):
    """A row that became neither a person nor a post: its number in the file, and why."""

    number: int
    why: str


class LeftOut(NamedTuple):
    """A row that was to be left out, because whoever was in the post has gone: why, and what the list pays in pence."""

    number: int
    why: str
    paid: int


class Note(NamedTuple):
    """Something to know about a row that was placed."""

    number: int
    what: str

    @property
    def is_unread(self) -> bool:
        """Whether it says that a value could not be read."""
        return f" {LEFT_EMPTY}: " in self.what


class Totals(NamedTuple):
    """What was read and what became of it. Salaries are in pence a year, as the list's own column has them."""

    rows_read: int
    rows_of_people: int
    rows_of_vacant_posts: int
    left_out: int
    not_placed: int
    people: int
    vacant_posts: int
    fte: Fraction
    salaries_read: int
    salaries_of_people: int
    salaries_of_vacant_posts: int
    salaries_left_out: int
    salaries_not_placed: int
    full_time_salaries: int
    """Of the people, as table People has them."""
    pay: int
    """Of the people for the time that they work: full-time salaries times FTE, each to the penny."""
    pay_of_vacant_posts: int
    """The same of the vacant posts, by the list's own figures."""
    estimated: int
    """People whose salary is one end or the middle of a pay range."""

    @property
    def posts(self) -> int:
        """The posts of the structure, vacant ones included."""
        return self.people + self.vacant_posts


class Establishment(NamedTuple):
    """The rows of a review that a list gives, by the fields of the tables, and what is to be said about them."""

    structure: Sequence[Mapping[str, Any]]
    people: Sequence[Mapping[str, Any]]
    grades: Sequence[Mapping[str, Any]]
    not_placed: Sequence[NotPlaced]
    left_out: Sequence[LeftOut]
    notes: Sequence[Note]
    remarks: Sequence[str]
    totals: Totals
    working_weeks: Sequence[Mapping[str, Any]] = ()
    """Weeks and hours of posts for part of the year, by the fields of table WorkingWeeks."""
    falls: Sequence[tuple[str, str, Mapping[str, str]]] = ()
    """Of each person's post and each vacant one its line, the person, and where its cost falls by kind of column."""
