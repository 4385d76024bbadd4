"""The posts of people who have several, as time goes by: on which days which of them are paid what."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from payband.calendar import Month
from payband.review.core.courses import Course
from payband.review.core.one_person.in_lines import HeldPost, PostsInLines
from payband.review.core.one_person.rows import OnDays, PaidOn, days_together
from payband.review.core.rows.on_cost_rows import RatesOf
from payband.rules.pay.salary_months import PartOf

__all__ = ["PostsOverYears", "in_months"]

Months = Callable[[date, date], tuple[tuple[Month, ...], list[PartOf]]]
"""The whole months from one day to another, and the parts of months."""


def in_months(days: OnDays, months_of: Months) -> Iterator[tuple[tuple[Month, ...], int, int]]:
    """The whole months of some days, and those that parts of a month are a part of; how many days, and of how many."""
    whole, parts = months_of(days.first, days.last)
    if whole:
        yield whole, 1, 1
    for part in parts:
        yield part.months, part.days, part.of_days


PaidIn = Callable[[date, date, Course], Iterable[PaidOn]]
"""What a post is paid from one day to another on a course of things, one salary after the other."""


class _Held(NamedTuple):
    """A post over time. `displaced` is one now that is paid until its last day, next to those of the new structure."""

    post: HeldPost
    paid: PaidIn
    now: bool
    displaced: bool


class PostsOverYears:
    """Collects what the posts of people with several are paid over the years.

    Those now are together; and those of the new structure, with what displaced people are paid until they go.
    """

    def __init__(self, posts: PostsInLines, months_of: Months) -> None:
        self._posts = posts
        self._months_of = months_of
        self._held: list[_Held] = []
        self._by_line: dict[tuple[int, bool], list[tuple[list[_Held], int]]] | None = None

    def hold(self, post: HeldPost, paid: PaidIn, *, now: bool, displaced: bool) -> None:
        """Notes what a post is paid, one salary after the other."""
        self._held.append(_Held(post, paid, now, displaced))

    def parts(
        self, line: int, first: date, last: date, course: Course, rates_of: RatesOf | None, *, displaced: bool
    ) -> Iterator[tuple[int, int, int]]:
        """The posts of a line that are together with others on some days: row, days, and of how many."""
        if self._by_line is None:
            self._by_line = self._together()
        for group, mine in self._by_line.get((line, displaced), ()):
            yield from self._parts(group, mine, first, last, course, rates_of)

    def _parts(
        self, group: Sequence[_Held], mine: int, first: date, last: date, course: Course, rates_of: RatesOf | None
    ) -> Iterator[tuple[int, int, int]]:
        post = group[mine].post
        who = self._posts.name_of(post.holder)
        paid = [list(each.paid(first, last, course)) for each in group]
        for days in days_together(paid, mine, first, last):
            for months, count, of_days in in_months(days, self._months_of):
                row = self._posts.together.posts(who, post.terms, days.posts, months, rates_of)
                yield row + days.mine, count, of_days

    def _together(self) -> dict[tuple[int, bool], list[tuple[list[_Held], int]]]:
        """By line, and whether of its displaced people, each post with those that it is together with."""
        found: dict[tuple[int, bool], list[tuple[list[_Held], int]]] = {}
        for now in (True, False):
            of_phase = {each.post: each for each in self._held if each.now == now}
            for group in self._posts.groups(of_phase):
                held = [of_phase[post] for post in group]
                for mine, each in enumerate(held):
                    found.setdefault((each.post.line, each.displaced), []).append((held, mine))
        return found
