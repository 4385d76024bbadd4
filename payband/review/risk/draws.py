"""Drawing from a distribution: whole numbers that a seed decides, whatever else is drawn."""

from collections.abc import Iterator
from math import floor, sqrt
from statistics import NormalDist
from typing import Any, NamedTuple

from payband.errors import WrongInput
from payband.kinds import blank
from payband.review.parts.tables.simulation import NORMAL, TRIANGULAR, UNIFORM, DistributionRow
from payband.review.risk.changes import Change

__all__ = ["BadDistribution", "Distribution", "distribution_of", "draws"]

_NEEDED = {UNIFORM: ("low", "high"), TRIANGULAR: ("low", "likely", "high"), NORMAL: ("mean", "spread")}
_MAY_HAVE = {UNIFORM: (), TRIANGULAR: (), NORMAL: ("low", "high")}
_BITS, _OF_A_FLOAT = 64, 52  # with one more a float could round a share up to the whole, which is not drawn


class BadDistribution(WrongInput):
    """A distribution that cannot be drawn from; `column` says where."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


class Distribution(NamedTuple):
    """What something is drawn from, in its whole units; `low` and `high` of a normal one are None without limits."""

    change: Change
    kind: str
    low: int | None
    middle: int
    """The peak of a triangular distribution, the mean of a normal one."""
    high: int | None
    spread: int

    def at(self, number: int) -> int:
        """What a random whole number below 2 to the 64 draws."""
        low, high = self.low, self.high
        if self.kind == UNIFORM:
            assert low is not None
            assert high is not None
            return low + (number * (high - low + 1) >> _BITS)  # every whole number from low to high alike
        share = ((number >> (_BITS - _OF_A_FLOAT)) + 0.5) / 2**_OF_A_FLOAT
        if self.kind == NORMAL:
            found = floor(NormalDist(self.middle, self.spread).inv_cdf(share) + 0.5)
            return max(found if high is None else min(found, high), found if low is None else low)
        assert low is not None
        assert high is not None
        return floor(_triangular(share, low, self.middle, high) + 0.5)


def _triangular(share: float, low: int, peak: int, high: int) -> float:
    if low == high:
        return low
    if share * (high - low) <= peak - low:
        return low + sqrt(share * (high - low) * (peak - low))
    return high - sqrt((1 - share) * (high - low) * (high - peak))


def distribution_of(row: DistributionRow, change: Change) -> Distribution:
    """The distribution of a row. Raises BadDistribution, which names the column, for what cannot be drawn from."""
    read: dict[str, int] = {}
    for name in ("low", "likely", "high", "mean", "spread"):
        value: Any = getattr(row, name)
        if blank(value):
            if name in _NEEDED[row.distribution]:
                needed = " and ".join(_NEEDED[row.distribution])
                raise BadDistribution(name, f"is empty: a {row.distribution} distribution needs {needed}")
        elif name not in (*_NEEDED[row.distribution], *_MAY_HAVE[row.distribution]):
            raise BadDistribution(name, f"a {row.distribution} distribution has none: empty it, or change the kind")
        else:
            try:
                read[name] = change.read(value, name)
            except WrongInput as error:
                raise BadDistribution(name, str(error)) from None
    low, high = read.get("low"), read.get("high")
    if low is not None and high is not None and low > high:
        raise BadDistribution("high", f"is below low, {change.shown(low)}: change them round")
    if row.distribution == NORMAL and read["spread"] <= 0:
        raise BadDistribution("spread", f"is {change.shown(read['spread'])}: a normal distribution needs one above 0")
    middle = read.get("likely", read.get("mean", 0))
    if row.distribution != UNIFORM and not (low is None or low <= middle) & (high is None or middle <= high):
        column = "likely" if row.distribution == TRIANGULAR else "mean"
        raise BadDistribution(
            column, f"{change.shown(middle)} does not lie between low and high: mend one of the three"
        )
    return Distribution(change, row.distribution, low, middle, high, read.get("spread", 0))


def draws(found: Distribution, seed: int, runs: int) -> Iterator[int]:
    """What each run draws of one thing: decided by the seed and its name, and not by what else is drawn.

    The random numbers are the raw ones of PCG64, which NumPy promises to keep.
    """
    from numpy.random import PCG64, SeedSequence

    name = int.from_bytes(found.change.name.casefold().encode())
    numbers = PCG64(SeedSequence([seed, name])).random_raw(runs)
    return (found.at(int(number)) for number in numbers)
