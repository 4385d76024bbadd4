"""The search for boundaries: among all that keep the order of the grades, the ones with the fewest falls or least cost.

What is searched: every way to part the posts, in the order of their points, into grades in their order, so that each
grade has a post, equal points are never parted, and a boundary is at the points of the lowest post above it. Of
these every one is taken into account, so that none is better than the one found.

How: what a post costs in a grade does not depend on where the other boundaries are. So for each place where a grade may
begin the best way to part the lower posts is kept. With a budget, each way is kept that no other beats in both cost and
falls, unless it can no longer be part of a way as good as one that is known to meet the budget: what the posts above
must cost and lose at the least, apart and at a price for each fall, is known beforehand.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

__all__ = ["Ends", "Found", "Limits", "best_boundaries", "ways_to_part"]

Ends = tuple[int, int | None]
"""The first points of the lowest grade, and the last of the highest: None without an end."""

_FAR = 1 << 62  # more than anything adds up to: no way


class Limits(NamedTuple):
    """What boundaries must keep to: pence that all may cost, and points that grades are wide and posts lie apart."""

    budget: int | None = None
    least_width: int = 1
    least_gap: int = 1
    falls_first: bool = True


NO_LIMITS = Limits()


class Found(NamedTuple):
    """The best boundaries: where each grade starts among the scores, and what they come to.

    Without any that meet the budget, `starts` are those that cost least and `meets` is False.
    """

    starts: tuple[int, ...]
    falls: int
    cost: int
    meets: bool


def best_boundaries(
    scores: Sequence[int],
    falls: Sequence[Sequence[int]],
    costs: Sequence[Sequence[int]],
    ends: Ends,
    limits: Limits = NO_LIMITS,
) -> Found | None:
    """The best boundaries of some grades; None where no boundaries keep to the widths and gaps.

    `scores` are the different points, lowest first; `falls` and `costs` have a row for each grade, lowest first, with
    what the posts of each score come to in it.

    >>> scores, falls = [200, 250, 300], [[0, 1, 1], [0, 0, 0]]
    >>> best_boundaries(scores, falls, [[10, 10, 10], [20, 20, 20]], (0, None))
    Found(starts=(0, 1), falls=0, cost=50, meets=True)
    >>> best_boundaries(scores, falls, [[10, 10, 10], [20, 20, 20]], (0, None), Limits(budget=40))
    Found(starts=(0, 2), falls=1, cost=40, meets=True)
    """
    search = _Search(scores, falls, costs, ends, limits)
    of_fall, of_penny = search.most_cost + 1, search.most_falls + 1  # so heavy that the other decides among equals
    cheapest = search.lightest(1, of_penny)
    if cheapest is None:
        return None
    if limits.budget is not None and cheapest.cost > limits.budget:
        return cheapest._replace(meets=False)
    if not limits.falls_first:
        return cheapest
    fewest = search.lightest(of_fall, 1)
    assert fewest is not None  # there is a cheapest one
    if limits.budget is None or fewest.cost <= limits.budget:
        return fewest
    return search.within(limits.budget, fewest, cheapest)


def ways_to_part(scores: Sequence[int], grades: int, ends: Ends, limits: Limits = NO_LIMITS) -> int:
    """How many sets of boundaries there are that keep to the widths and gaps.

    >>> ways_to_part([200, 250, 300, 350], 2, (0, None)), ways_to_part([200, 250, 300], 2, (0, None), Limits(None, 60))
    (3, 2)
    """
    nothing = [[0] * len(scores) for _ in range(grades)]
    return _Search(scores, nothing, nothing, ends, limits).count()


class _Kept(NamedTuple):
    """Of the ways to part the lower scores the least cost for each number of falls, from one number on."""

    falls: int
    costs: "Array"

    def within(self, most: "Array") -> "_Kept | None":
        """Those that cost no more than the most for their falls; None where none does."""
        import numpy as np

        good = np.flatnonzero(self.costs <= most)
        if not len(good):
            return None
        costs = np.where(self.costs <= most, self.costs, _FAR)[good[0] : good[-1] + 1]
        return _Kept(self.falls + int(good[0]), costs)

    def has(self, falls: int, cost: int) -> bool:
        """Whether a way has so many falls and such a cost."""
        at = falls - self.falls
        return 0 <= at < len(self.costs) and int(self.costs[at]) == cost


def _least(ways: Sequence[_Kept], most_falls: int) -> _Kept | None:
    """The least costs of several, up to a number of falls; None where all have more."""
    import numpy as np

    some = [each for each in ways if each.falls <= most_falls]
    if not some:
        return None
    lowest = min(each.falls for each in some)
    highest = min(max(each.falls + len(each.costs) for each in some), most_falls + 1)
    costs = np.full(highest - lowest, _FAR)
    for each in some:
        at = slice(each.falls - lowest, min(each.falls + len(each.costs), highest) - lowest)
        np.minimum(costs[at], each.costs[: at.stop - at.start], out=costs[at])
    return _Kept(lowest, costs)


class _Search:
    """Parts scores into grades: a grade starts at one place among the scores and ends before another."""

    def __init__(
        self,
        scores: Sequence[int],
        falls: Sequence[Sequence[int]],
        costs: Sequence[Sequence[int]],
        ends: Ends,
        limits: Limits,
    ) -> None:
        self._scores, self._limits, self._ends = scores, limits, ends
        self._count, self._grades = len(scores), len(falls)
        self._falls, self._costs = [_sums(row) for row in falls], [_sums(row) for row in costs]
        self.most_falls = sum(max(row[at] for row in falls) for at in range(self._count))
        self.most_cost = sum(max(row[at] for row in costs) for at in range(self._count))

    @cached_property
    def _wide(self) -> Any:
        """For each start and each end, whether a grade may have them."""
        import numpy as np

        first = np.array([self._ends[0], *self._scores[1:], _FAR])
        ends = np.array([*self._scores, _FAR if self._ends[1] is None else self._ends[1] + 1])
        apart = (high - low for low, high in pairwise(self._scores))
        may_start = np.array([True, *(each >= self._limits.least_gap for each in apart), True])
        places = np.arange(self._count + 1)
        wide = ends[None, :] - first[:, None] >= self._limits.least_width
        return wide & (places[:, None] < places[None, :]) & may_start[None, :] & (places[None, :] > 0)

    def _weights(self, of_fall: int, of_penny: int) -> "list[Array]":
        """What the scores below each come to in each grade, at a price for a fall and for a penny."""
        import numpy as np

        return [
            np.array([of_fall * fall + of_penny * penny for fall, penny in zip(falls, costs, strict=True)])
            for falls, costs in zip(self._falls, self._costs, strict=True)
        ]

    def lightest(self, of_fall: int, of_penny: int) -> Found | None:
        """The way to part all scores that comes to least at a price for a fall and for a penny; None without any."""
        import numpy as np

        weights = self._weights(of_fall, of_penny)
        best = np.full(self._count + 1, _FAR)
        best[0] = 0
        chosen: list[Any] = []
        for sums in weights:
            ways = np.where(self._wide & (best < _FAR)[:, None], (best - sums)[:, None], _FAR)
            starts = ways.argmin(axis=0)
            least = ways[starts, np.arange(self._count + 1)]
            best = np.where(least < _FAR, least + sums, _FAR)
            chosen.append(starts)
        if best[self._count] >= _FAR:
            return None
        places = [self._count]
        for starts in reversed(chosen):
            places.append(int(starts[places[-1]]))
        return self._as_found(tuple(reversed(places[1:])))

    def _as_found(self, starts: tuple[int, ...]) -> Found:
        ends = (*starts[1:], self._count)
        falls, cost = (
            sum(row[end] - row[start] for row, start, end in zip(sums, starts, ends, strict=True))
            for sums in (self._falls, self._costs)
        )
        return Found(starts, falls, cost, meets=True)

    def _to_go(self, of_fall: int, of_penny: int) -> list[list[int]]:
        """For each grade, by where it starts, the least that the scores from there on come to in it and those above."""
        import numpy as np

        least = np.full(self._count + 1, _FAR)
        least[self._count] = 0
        found = [least]
        for sums in reversed(self._weights(of_fall, of_penny)):
            ways = np.where(self._wide & (least < _FAR)[None, :], (least + sums)[None, :], _FAR).min(axis=1)
            least = np.where(ways < _FAR, ways - sums, _FAR)
            found.append(least)
        return [each.tolist() for each in reversed(found)]

    def within(self, budget: int, fewest: Found, cheapest: Found) -> Found:
        """The way with the fewest falls, and of these the least cost, that costs no more than a budget.

        `fewest` costs more than the budget, `cheapest` does not.
        """
        dear, cheap = fewest, cheapest
        while True:  # the price of a fall at which two ways, one on each side of the budget, come to the same
            of_fall, of_penny = dear.cost - cheap.cost, cheap.falls - dear.falls
            between = self.lightest(of_fall, of_penny)
            assert between is not None
            if of_fall * between.falls + of_penny * between.cost >= of_fall * dear.falls + of_penny * dear.cost:
                break
            dear, cheap = (dear, between) if between.cost <= budget else (between, cheap)
        return self._followed((of_fall, of_penny), cheap.falls, budget)

    def _followed(self, price: tuple[int, int], most_falls: int, budget: int) -> Found:
        """The best of the ways that cost no more than a budget and have no more falls than one that is known.

        Nor may one come to more at a price of a fall and a penny than falls and a budget would. Of the ways to part
        the scores below a place, the least cost is kept for each number of falls that may still meet all this.
        """
        import numpy as np

        costs_to_go, falls_to_go, prices_to_go = (self._to_go(*each) for each in ((0, 1), (1, 0), price))
        of_fall, of_penny = price
        at_price = of_fall * most_falls + of_penny * budget
        wide = self._wide.tolist()
        steps = [{0: _Kept(0, np.zeros(1, np.int64))}]
        for grade in range(self._grades):
            falls, costs, before = self._falls[grade], self._costs[grade], steps[-1]
            found: dict[int, _Kept] = {}
            for end in range(1, self._count + 1):
                if costs_to_go[grade + 1][end] >= _FAR:
                    continue
                there = [
                    _Kept(kept.falls + falls[end] - falls[start], kept.costs + (costs[end] - costs[start]))
                    for start, kept in before.items()
                    if wide[start][end]
                ]
                kept = _least(there, most_falls - falls_to_go[grade + 1][end])
                if kept is None:
                    continue
                numbers = kept.falls + np.arange(len(kept.costs))
                most = (at_price - prices_to_go[grade + 1][end] - of_fall * numbers) // of_penny
                most = np.minimum(most, budget - costs_to_go[grade + 1][end])
                trimmed = kept.within(most)
                if trimmed is not None:
                    found[end] = trimmed
            steps.append(found)
        best = steps[-1][self._count]
        return self._as_found(self._traced(steps, best.falls, int(best.costs[0])))

    def _traced(self, steps: "Sequence[Mapping[int, _Kept]]", falls: int, cost: int) -> tuple[int, ...]:
        """Where the grades start of a way with so many falls and such a cost, from the highest grade down."""
        end, starts = self._count, []
        for grade in reversed(range(self._grades)):
            for start, kept in steps[grade].items():
                left = falls - self._falls[grade][end] + self._falls[grade][start]
                paid = cost - self._costs[grade][end] + self._costs[grade][start]
                if self._wide[start, end] and kept.has(left, paid):
                    falls, cost, end = left, paid, start
                    starts.append(start)
                    break
        return tuple(reversed(starts))

    def count(self) -> int:
        """How many ways there are to part all scores."""
        wide = self._wide.tolist()
        ways = {0: 1}
        for _ in range(self._grades):
            ways = {
                end: sum(number for start, number in ways.items() if wide[start][end])
                for end in range(1, self._count + 1)
            }
        return ways.get(self._count, 0)


def _sums(row: Sequence[int]) -> list[int]:
    found = [0]
    for each in row:
        found.append(found[-1] + each)
    return found
