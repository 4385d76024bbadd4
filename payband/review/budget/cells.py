"""The budget of a review: every component of cost in its cost centre, fund and year, now and proposed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from payband.errors import PaybandError
from payband.review.budget.costs import OF_POSTS, Amounts, PartCosts, costs_of
from payband.review.budget.paid_once import PaidOnce, paid_once
from payband.review.budget.where import Place, Places, Where, shared_over
from payband.review.inputs.pay_awards import ladder_of
from payband.review.parts.answering import Calculated
from payband.review.parts.tables.budget import COMPONENTS

__all__ = ["FULL_YEAR", "Budget", "Cell", "Fallen", "Key", "Recharge"]

FULL_YEAR = "full year"
"""The period of what the structure costs in the prices and rates of the price base."""


class Key(NamedTuple):
    """Where a component of cost falls, and when: a financial year, or a full year."""

    cost_centre: str
    fund: str
    component: str
    subjective: str
    period: str


class Cell:
    """What falls there now and as proposed, pence; None where it is not known, and why."""

    def __init__(self) -> None:
        self.now: int | None = 0
        self.proposed: int | None = 0
        self.why = ""

    def add(self, now: int, proposed: int) -> None:
        """Adds what is known."""
        self.now = None if self.now is None else self.now + now
        self.proposed = None if self.proposed is None else self.proposed + proposed

    def forget(self, why: str) -> None:
        """A part of it is not known."""
        self.now = self.proposed = None
        self.why = self.why or why

    @property
    def saving(self) -> int | None:
        """Now less proposed."""
        return None if self.now is None or self.proposed is None else self.now - self.proposed


class Recharge(NamedTuple):
    """What one fund charges another for its share of a line or of a person's post, in all and by component."""

    name: str
    home: tuple[str, str]
    to: tuple[str, str]
    period: str
    components: Mapping[str, tuple[int, int]]

    @property
    def now(self) -> int:
        """Of the structure now."""
        return sum(now for now, _ in self.components.values())

    @property
    def proposed(self) -> int:
        """Of what is paid."""
        return sum(proposed for _, proposed in self.components.values())


class Fallen(NamedTuple):
    """What falls somewhere of one line, or of what is paid once: its share, pence, and the whole that is shared."""

    key: Key
    name: str
    share: Fraction
    now: int
    proposed: int
    whole_now: int
    whole_proposed: int
    what: str = ""


class _Falls(NamedTuple):
    """A part of a line, the places that bear its cost, and what it costs."""

    name: str
    places: Places
    costs: PartCosts


class Budget:
    """The budget of a review, and where each of its posts falls."""

    def __init__(self, calculated: Calculated) -> None:
        self._calculated = calculated
        inputs = calculated.inputs
        self.where = Where(inputs)
        key_of = self.where.of_person if self.where.has_own_rows() else None
        self.years, parts = costs_of(calculated, key_of)
        self.falls = [_Falls(each.part.line.line, self._places(each), each) for each in parts]
        self.once = paid_once(inputs)

    def _places(self, costs: PartCosts) -> Places:
        line = costs.part.line
        key = costs.part.key
        found = self.where.of_line(line.line, line.state) if key is None else key
        assert isinstance(found, tuple)  # the inputs are checked for it
        return found

    @cached_property
    def periods(self) -> list[str]:
        """The full year, and every financial year that is looked at or in which something is paid once."""
        return [FULL_YEAR, *map(str, sorted({*self.years, *(each.year for each in self.once)}))]

    @cached_property
    def cells(self) -> Mapping[Key, Cell]:
        """All that falls anywhere, by cost centre in the order of the chart, fund, component and period."""
        found: dict[Key, Cell] = {}
        for falls, period, costs in self._by_period():
            if costs is None:
                for place in falls.places:
                    for component in self._expected(falls):
                        found.setdefault(self.key_of(place, component, period), Cell()).forget(self._why(falls, period))
        for each in self.fallen():
            found.setdefault(each.key, Cell()).add(each.now, each.proposed)
        return {key: found[key] for key in sorted(found, key=self._order)}

    def fallen(self) -> Iterator[Fallen]:
        """Everything that falls anywhere, as far as it is known."""
        for falls, period, costs in self._by_period():
            for component, (now, proposed) in (costs or {}).items():
                shares = (shared_over(falls.places, now), shared_over(falls.places, proposed))
                for place, of_now, of_proposed in zip(falls.places, *shares, strict=True):
                    if of_now or of_proposed:
                        key = self.key_of(place, component, period)
                        yield Fallen(key, falls.name, place.share, of_now, of_proposed, now, proposed)
        for once in self.once:
            places = self.places_of(once)
            for place, share in zip(places, shared_over(places, once.pence), strict=True):
                if share:
                    key, anyway = self.key_of(place, once.component, str(once.year)), once.owed_anyway
                    name, whole = once.name or once.what, once.pence
                    yield Fallen(
                        key, name, place.share, share if anyway else 0, share, whole if anyway else 0, whole, once.what
                    )

    def places_of(self, once: PaidOnce) -> Places:
        """The places that bear what is paid once."""
        places = self.where.of_name(once.name, once.department)
        assert places is not None  # the inputs are checked for it
        return places

    def key_of(self, place: Place, component: str, period: str) -> Key:
        """Where a component falls in a place and period."""
        code = self.where.code(component, place.pay_code)
        return Key(place.cost_centre, place.fund, component, code, period)

    def _expected(self, falls: _Falls) -> Sequence[str]:
        """The components of a cost that is not known: those of a full year where this is known."""
        known = falls.costs.full_year.amounts or {}
        return [component for component in OF_POSTS if any(known.get(component, ()))] or [OF_POSTS[0]]

    def _by_period(self) -> Iterator[tuple[_Falls, str, Amounts | None]]:
        for falls in self.falls:
            yield falls, FULL_YEAR, falls.costs.full_year.amounts
            for year, costs in zip(self.years, falls.costs.years, strict=True):
                yield falls, str(year), costs.amounts

    def _why(self, falls: _Falls, period: str) -> str:
        costs = falls.costs
        of_years = {str(year): each.why for year, each in zip(self.years, costs.years, strict=True)}
        return f"{falls.name}: {costs.full_year.why if period == FULL_YEAR else of_years[period]}"

    def _order(self, key: Key) -> tuple[Any, ...]:
        centres = list(self.where.centres)
        at = centres.index(key.cost_centre.casefold()) if key.cost_centre.casefold() in self.where.centres else -1
        return at, key.fund, COMPONENTS.index(key.component), key.subjective, self.periods.index(key.period)

    def total(self, period: str) -> tuple[int | None, int | None]:
        """What a period costs in all, now and proposed; None where something of it is not known."""
        cells = [cell for key, cell in self.cells.items() if key.period == period]
        return _sum(cell.now for cell in cells), _sum(cell.proposed for cell in cells)

    def of_posts(self, cost_centre: str, period: str) -> tuple[int | None, int | None]:
        """The pay and on-costs of a cost centre in a period, before what others pay."""
        cells = [
            cell for key, cell in self.cells.items()
            if key.period == period and key.component in OF_POSTS
            and key.cost_centre.casefold() == cost_centre.casefold()
        ]  # fmt: skip
        return _sum(cell.now for cell in cells), _sum(cell.proposed for cell in cells)

    def points_of(self, grade: str) -> Sequence[int]:
        """The salaries of the points of a grade, lowest first; none where it is not known or has no points."""
        try:
            return ladder_of(self._calculated.ranges.of(grade)) if grade else ()
        except PaybandError:  # the present grade need not be known
            return ()

    def recharges(self) -> Iterator[Recharge]:
        """What the fund with the largest share of a post charges the others, in each year that is known."""
        for falls, period, amounts in self._by_period():
            if period == FULL_YEAR or amounts is None or len({place.fund for place in falls.places}) < 2:
                continue
            home = max(falls.places, key=lambda place: place.share)  # of equal shares the first
            by_component = {
                component: (shared_over(falls.places, now), shared_over(falls.places, proposed))
                for component, (now, proposed) in amounts.items()
            }
            for number, place in enumerate(falls.places):
                if place.fund == home.fund:
                    continue
                components = {name: (now[number], proposed[number]) for name, (now, proposed) in by_component.items()}
                charged = Recharge(
                    falls.name,
                    (home.cost_centre, home.fund),
                    (place.cost_centre, place.fund),
                    period,
                    components,
                )
                if charged.now or charged.proposed:
                    yield charged


def _sum(values: Iterable[int | None]) -> int | None:
    found = list(values)
    return None if None in found else sum(each or 0 for each in found)
