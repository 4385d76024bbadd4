"""What an establishment list gives: the rows of a review, the rows that were not placed, and the totals of both."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

__all__ = ["Establishment", "NotPlaced", "Note", "Totals"]


class NotPlaced(NamedTuple):
    """A row that became neither a person nor a post: its number in the file, and why."""

    number: int
    why: str


class Note(NamedTuple):
    """Something to know about a row that was placed."""

    number: int
    what: str


class Totals(NamedTuple):
    """What was read and what became of it. Salaries are in pence a year, as the list's own column has them."""

    rows_read: int
    people: int
    vacant_posts: int
    not_placed: int
    fte: Fraction
    salaries_read: int
    salaries_of_people: int
    salaries_of_vacant_posts: int
    salaries_not_placed: int
    full_time_salaries: int
    """Of the people, as table People has them."""

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
    notes: Sequence[Note]
    remarks: Sequence[str]
    totals: Totals
