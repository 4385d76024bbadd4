"""Which gaps of pay are to be looked into: a large one, or one that recurs, and on which side."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from payband.review.parts.fairness.pay_gap_groups import ALL, Group
from payband.rules.measures.pay_gap import gap_reaches, pay_gap
from payband.units import percent_text

__all__ = ["GapRow", "looked_into"]


class _Side(Enum):
    """Where the pay of a group lies against that of another."""

    BELOW = "below"
    ABOVE = "above"


class GapRow(NamedTuple):
    """One group against another in a grade, or in all, before or after."""

    when: str
    grade: str
    group: str
    of: Group
    base: Group

    @property
    def gaps(self) -> tuple[int | None, int | None]:
        """The gaps of mean and of median pay."""
        return _gap(self.base.mean, self.of.mean), _gap(self.base.median, self.of.median)

    def reaches(self, limit: int) -> set[tuple[_Side, str]]:
        """Which measures are as far apart as the limit, and on which side the group's pay lies."""
        pairs = {"mean": (self.base.mean, self.of.mean), "median": (self.base.median, self.of.median)}
        found = set()
        for name, (base, other) in pairs.items():
            if base and other is not None and base != other:
                if gap_reaches(base, other, limit):
                    found.add((_Side.BELOW, name))
                elif gap_reaches(base, 2 * base - other, limit):
                    found.add((_Side.ABOVE, name))
        return found


def _gap(base: int | None, other: int | None) -> int | None:
    return None if not base or other is None else pay_gap.rule(base, other)


def looked_into(row: GapRow, rows: Sequence[GapRow], base: str, limit: int, recurring: int) -> tuple[str | None, str]:
    """Whether a gap is to be looked into and why, from what is in sight alone.

    The guidance says: a difference of 5% or more, or a recurring one of 3% or more. A gap recurs where the same
    measure reaches the share the same way in another grade at the same time, or in the same grade (or in all) at the
    other time.
    """
    if row.gaps == (None, None):
        return None, _why(row, base, "")
    reached = row.reaches(limit)
    if reached:
        return f"{percent_text(limit)} or more", _why(row, base, _distance(reached, limit))
    wide = row.reaches(recurring)
    again = [
        each
        for each in rows
        if each is not row
        and wide & each.reaches(recurring)
        and (each.grade == row.grade or (each.when == row.when and ALL not in (each.grade, row.grade)))
    ]
    if not again:
        return "no", _why(row, base, "")
    measures = {measure for each in again for measure in wide & each.reaches(recurring)}
    where = ", ".join(f"{each.grade} {each.when}" for each in again)
    words = f"{_distance(measures, recurring)}, and again in {where}"
    return f"recurring {percent_text(recurring)} or more", _why(row, base, words)


def _distance(reached: set[tuple[_Side, str]], limit: int) -> str:
    """What lies how far below or above, in words."""
    words = []
    for side in _Side:
        names = sorted(name for where, name in reached if where is side)
        if names:
            words.append(f"{' and '.join(names)} pay {percent_text(limit)} or more {side.value}")
    return ", ".join(words)


def _why(row: GapRow, base: str, words: str) -> str:
    """The words, and why something of either group is not told."""
    if row.of.why == row.base.why:
        reasons = [row.of.why]
    else:
        reasons = [f"{group}: {why}" for group, why in ((row.group, row.of.why), (base, row.base.why)) if why]
    return "; ".join(each for each in (words, *reasons) if each)
