"""Which rows there are of pay awards and increments, and of the salaries and points that they change."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from payband.review.core.on_costs import PAID_AT, AwardDay, PayAward, Raise, Rung
from payband.review.core.ranges import Point
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import award_of, ladder_of
from payband.review.inputs.tables import PayAwardRow
from payband.review.ranges import PayRange
from payband.rules.pay.pay_award import in_order
from payband.sheets.collected import Collected
from payband.sheets.rows import Picked, Rows

__all__ = ["Place", "RaiseRows", "picked"]

Place = tuple[int, int]
"""Where a salary is from: a place of `PAID_AT`, and the row there."""

_RAISED, _POINT = PAID_AT.index((Raise, "after")), PAID_AT.index((Point, "salary"))


class RaiseRows:
    """Collects the salaries that pay awards after the implementation date, and increments, make of others."""

    def __init__(self, inputs: Inputs, ends_on: date) -> None:
        self._starts_on = inputs.settings.implementation_date
        self._days: dict[tuple[date, bool], int] = {}
        self.awards: list[tuple[int, PayAwardRow]] = []
        """Each pay award: the row of its day, and the row of the workbook."""
        self._raises = Collected(3)
        self._raised: dict[object, Place] = {}
        self._rungs = Collected(3)
        self.points: list[tuple[PayRange, int]] = []
        """Each point of a range that increments lead through: the range, and the place there."""
        self._salaries_of_points: list[Any] = []
        self._ladders: dict[str, tuple[int, ...]] = {}
        by_day: dict[date, list[PayAwardRow]] = {}
        for row in inputs.pay_awards:
            if self._starts_on < row.effective_from <= ends_on:
                by_day.setdefault(row.effective_from, []).append(row)
        self.award_days = frozenset(by_day)
        """The days of pay awards."""
        for day, rows in sorted(by_day.items()):
            row_of = {award_of(row): row for row in rows}
            self.awards += [(self._day(day), row_of[award]) for award in in_order(row_of)]

    @property
    def days(self) -> list[date]:
        """The days on which salaries change, by their rows."""
        return [day for day, _ in self._days]

    def _day(self, day: date, *, awarded: bool = True) -> int:
        """The row of a day, with its pay awards or as if there were none."""
        return self._days.setdefault((day, awarded), len(self._days))

    def ladder(self, found: PayRange, pence: int) -> tuple[int, ...]:
        """The rows of the points that a salary moves up through; none at the top and in a range without points."""
        ladder = ladder_of(found)
        if not ladder or pence >= ladder[-1]:
            return ()
        if found.grade not in self._ladders:
            places = [at for at, point in enumerate(found.points) if point.pence is not None]
            self.points += [(found, at) for at in places]
            self._ladders[found.grade] = self.points_of([found.points[at].pence for at in places])
        return self._ladders[found.grade]

    def after(self, place: Place, day: date, ladder: tuple[int, ...] = (), *, awarded: bool = True) -> Place:
        """A salary or a point after the awards of a day, and after the increment if there is a ladder to move up.

        Where it is not `awarded` it is as if there were no awards.
        """
        key = (place, day, ladder, awarded)
        if key not in self._raised:
            if ladder:
                rungs = [self.point_on(point, day) if awarded else (_POINT, point) for point in ladder]
                # The awards in a row of their own: a formula would repeat them for every point of the ladder.
                before = self.after(place, day) if awarded and day in self.award_days else place
                self._raised[key] = self._moved_up(before, day, rungs)
            else:
                self._raised[key] = (_RAISED, self._raises.add(*place, self._day(day, awarded=awarded)))
        return self._raised[key]

    def at_the_top(self, place: Place, top: int, awarded_until: date | None) -> Place:
        """A salary once no increment moves it further, by the top of its range after the awards until a day.

        One that is above it stays. Without a day the top is as if there were no awards.
        """
        key = (place, top, awarded_until)
        if key not in self._raised:
            rung = (_POINT, top) if awarded_until is None else self.point_on(top, awarded_until)
            self._raised[key] = self._moved_up(place, date.max, [rung])
        return self._raised[key]

    def _moved_up(self, place: Place, day: date, rungs: Sequence[Place]) -> Place:
        """A salary after an increment alone; a row rests on rows before it."""
        raised = self._raises.add(*place, self._day(day, awarded=False))
        for rung in rungs:
            self._rungs.add(raised, *rung)
        return (_RAISED, raised)

    def points_of(self, salaries: Sequence[Any]) -> tuple[int, ...]:
        """The rows of the points with some salaries, for many who move up through them."""
        first = len(self._salaries_of_points)
        self._salaries_of_points += salaries
        return tuple(range(first, first + len(salaries)))

    def many_after(
        self, which: Any, rows: Any, day: date, ladders: Sequence[tuple[slice, tuple[int, ...]]], *, awarded: bool
    ) -> int:
        """The first row of many salaries after a day: its awards, unless they are left out, then its increments.

        `which` and `rows` say where each is from; `ladders` are the points that slices of them move up through.
        """
        import numpy as np

        rungs = [[self.point_on(each, day) if awarded else (_POINT, each) for each in ladder] for _, ladder in ladders]
        first = self._raises.extend(which, rows, self._day(day, awarded=awarded))
        for (places, _), ladder in zip(ladders, rungs, strict=True):
            if ladder:
                raised = np.arange(first + places.start, first + places.stop)
                of_rung = np.array(ladder, dtype=np.int64).T[:, None, :]
                self._rungs.extend(
                    np.repeat(raised, len(ladder)), *np.tile(of_rung, (1, len(raised), 1)).reshape(2, -1)
                )
        return first

    def point_on(self, point: int, day: date) -> Place:
        """A point of a range on a day, after all awards until then."""
        place = (_POINT, point)
        for award_day in sorted(each for each in self.award_days if each <= day):
            place = self.after(place, award_day)
        return place

    def rows(self, *, at_once: bool = False) -> list[Rows]:
        """The rows of every sheet; as NumPy columns for evaluation at once."""
        of_day, awards = _columns(self.awards)
        given = [award_of(each) for each in awards]
        which, row, day = self._raises.columns(at_once=at_once)
        of, which_rung, rung = self._rungs.columns(at_once=at_once)
        return [
            Rows(Point, len(self._salaries_of_points), {"salary": self._salaries_of_points}),
            Rows(AwardDay, len(self._days), {}),
            Rows(PayAward, len(given), {
                "day": of_day, **{name: [getattr(each, name) for each in given] for name in PayAward.givens},
            }, awards),
            Rows(Raise, len(self._raises), {"before": Picked(PAID_AT, which, row), "day": day}),
            Rows(Rung, len(self._rungs), {"of": of, "salary": Picked(PAID_AT, which_rung, rung)}),
        ]  # fmt: skip


def picked(places: Sequence[Place]) -> Picked:
    """Salaries by where each is from."""
    return Picked(PAID_AT, *_columns(places))


def _columns(rows: Sequence[tuple[Any, Any]]) -> list[Any]:
    return list(zip(*rows, strict=True)) if rows else [(), ()]
