"""Which rows a person's posts have: over the same months together, and which of their line's days these fall in."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from payband.calendar import Month
from payband.review.core.one_person.pay import CutMore, PostOfPerson, Together, TogetherRun
from payband.review.core.rows.on_cost_rows import OnCostRows, RatesOf
from payband.sheets.collected import Collected
from payband.sheets.rows import Picked, Rows

__all__ = ["OnDays", "PaidOn", "TogetherRows", "days_together"]

_A_DAY = timedelta(days=1)


class PaidOn(NamedTuple):
    """A salary of a post, and the line, from one day to another."""

    salary: int
    line: int
    first: date = date.min
    last: date = date.max


class OnDays(NamedTuple):
    """Days on which the same posts are paid the same: the first and the last, and the salaries, each with its line."""

    first: date
    last: date
    posts: tuple[tuple[int, int], ...]
    mine: int
    """Which of the posts it is whose share is asked for."""


def days_together(posts: Sequence[Iterable[PaidOn]], mine: int, first: date, last: date) -> Iterator[OnDays]:
    """The days of some on which one of a person's posts is paid and another is too, as long as all pay the same.

    `posts` are what each of them is paid, one salary after the other; `mine` is the place of the one.
    """
    paid = [
        [each._replace(first=max(each.first, first), last=min(each.last, last)) for each in of_post]
        for of_post in posts
    ]
    paid = [[each for each in of_post if each.first <= each.last] for of_post in paid]
    starts = {each.first for of_post in paid for each in of_post}
    starts |= {each.last + _A_DAY for of_post in paid for each in of_post if each.last < last}
    found: OnDays | None = None
    for day in sorted(starts):
        there = [
            (place, each.salary, each.line)
            for place, of_post in enumerate(paid)
            for each in of_post
            if each.first <= day <= each.last
        ]
        places = [place for place, _, _ in there]
        until = min((each for each in starts if each > day), default=last + _A_DAY) - _A_DAY
        if mine not in places or len(there) == 1:
            if found is not None:
                yield found
            found = None
            continue
        of_days = OnDays(day, until, tuple((salary, line) for _, salary, line in there), places.index(mine))
        if found is not None and found[2:] == of_days[2:]:
            found = found._replace(last=until)
            continue
        if found is not None:
            yield found
        found = of_days
    if found is not None:
        yield found


class TogetherRows:
    """Collects the rows of the pay of people with several posts, over some months each.

    `held` is the column that says of a line whether it has posts; None where all have some.
    """

    def __init__(self, on_costs: OnCostRows, held: tuple[Any, str] | None) -> None:
        self._on_costs = on_costs
        self._held = held
        self._runs = Collected(4)
        self._posts = Collected(3)
        self._pairs = Collected(3)
        self._first_of: dict[object, int] = {}
        self.names: list[str] = []
        """Whose pay each row is of."""
        self._people: list[Any] = []

    def posts(
        self,
        who: str,
        terms: int,
        salaries: Sequence[tuple[int, int]],
        months: tuple[Month, ...],
        rates_of: RatesOf | None = None,
        stretches: Sequence[int] = (),
        people: Sequence[Any] = (),
    ) -> int:
        """The row of the first of a person's posts over some months; the others follow it.

        `salaries` are those of the posts, each with its line, all on `terms` with the same NI letter; `stretches` their
        rows over the months, where they have some.
        """
        key = (who, tuple(salaries), months, rates_of)
        if key not in self._first_of:
            of = len(self.names)
            self.names.append(who)
            for run in self._on_costs.ni_runs(terms, months, rates_of):
                self._runs.add(of, *run)
            over = stretches or [
                self._on_costs.stretch(salary, months, terms=terms, rates_of=rates_of) for salary, _ in salaries
            ]
            self._people += people or [None] * len(salaries)
            rows = [self._posts.add(of, stretch, line) for stretch, (_, line) in zip(over, salaries, strict=True)]
            for post in rows:
                for other in rows:
                    if other != post:
                        self._pairs.add(post, other, int(other < post))
            self._first_of[key] = rows[0]
        return self._first_of[key]

    def rows(self, *, at_once: bool = False) -> list[Rows]:
        """The rows of every sheet; as NumPy columns for evaluation at once."""
        of_run, first, last, rates = self._runs.columns(at_once=at_once)
        of, stretch, line = self._posts.columns(at_once=at_once)
        post, other, before = self._pairs.columns(at_once=at_once)
        held: Any = [1] * len(line) if self._held is None else Picked((self._held,), [0] * len(line), line)
        return [
            Rows(Together, len(self.names), {}, self.names),
            Rows(TogetherRun, len(of_run), {"of": of_run, "rates": rates, "first": first, "last": last}),
            Rows(PostOfPerson, len(of), {"of": of, "stretch": stretch, "held": held}, self._people),
            Rows(CutMore, len(post), {"post": post, "other": other, "first": before}),
        ]
