"""Totals of a table of posts by the values of one or more columns, exact to the penny."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa

from payband.batch.posts.codes import combined
from payband.errors import WrongInput
from payband.table import Table
from payband.units import pounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[Any]

__all__ = ["Totals", "TotalsRecord"]

TotalsRecord: TypeAlias = tuple[Sequence[str], Mapping[str, int], Sequence[int]]
"""The values that a group is summed by, how many posts of each FTE it has, and its sums in pence."""

_MOST_GROUPS = 100_000
_MOST_EXACT = 2**53
"""A sum in floats of whole numbers is exact as long as it stays below this."""


class Totals:
    """Sums of amounts in pence, heads and FTE, by the values of some columns, and over all.

    `measures` are the names of the amounts.
    """

    def __init__(self, by: Sequence[str], measures: Sequence[str]) -> None:
        self.by = list(by)
        self.measures = list(measures)
        self._groups: dict[tuple[str, ...], int] = {}
        self._heads: list[dict[int, int]] = []
        """How many posts of each FTE a group has."""
        self._ftes: Sequence[Fraction] = []
        self._sums: list[list[int]] = []

    def add(
        self, columns: Sequence[pa.Array], fte: "Column", ftes: Sequence[Fraction], amounts: Sequence["Column"]
    ) -> None:
        """Adds some rows: the columns that they are summed by, FTE as codes of `ftes`
        (which only ever grows), and an amount for each measure.

        Raises WrongInput where there are more groups than a person could read.
        """
        if not len(fte):
            return
        numbers = np.zeros(len(fte), dtype=np.int64)
        found: list[tuple[str, ...]] = [()]
        for array in columns:
            codes, texts = _texts(array)
            numbers, pairs = combined(numbers, len(found), codes, len(texts))
            found = [(*found[one], texts[other]) for one, other in pairs]
        places = [self._place(key) for key in found]
        size = len(found)
        self._ftes = ftes
        counts = np.bincount(numbers * len(ftes) + fte, minlength=size * len(ftes))
        for at in np.flatnonzero(counts).tolist():
            number, code = divmod(at, len(ftes))
            by_fte = self._heads[places[number]]
            by_fte[code] = by_fte.get(code, 0) + int(counts[at])
        for measure, amount in enumerate(amounts):
            for place, value in zip(places, _sums(numbers, amount, size), strict=True):
                self._sums[place][measure] += value

    def _place(self, key: tuple[str, ...]) -> int:
        place = self._groups.get(key)
        if place is None:
            if len(self._groups) >= _MOST_GROUPS:
                raise WrongInput(
                    f"--by {','.join(self.by)} makes more than {_MOST_GROUPS:,} totals: name a column with fewer values"
                )
            place = self._groups[key] = len(self._heads)
            self._heads.append({})
            self._sums.append([0] * len(self.measures))
        return place

    def record(self) -> list[TotalsRecord]:
        """The sums of each group as plain values, for a log or for another process."""
        return [
            (list(key), {str(self._ftes[code]): count for code, count in self._heads[place].items()}, self._sums[place])
            for key, place in self._groups.items()
        ]

    def add_record(self, record: Sequence[TotalsRecord]) -> None:
        """Adds the sums of other totals by the same columns, which were given by `record`."""
        ftes = {fte: code for code, fte in enumerate(self._ftes)}
        for key, heads, sums in record:
            place = self._place(tuple(key))
            by_fte = self._heads[place]
            for text, count in heads.items():
                code = ftes.setdefault(Fraction(text), len(ftes))
                by_fte[code] = by_fte.get(code, 0) + count
            self._sums[place] = [one + other for one, other in zip(self._sums[place], sums, strict=True)]
        self._ftes = list(ftes)

    @property
    def columns(self) -> list[str]:
        """The columns of the totals."""
        return [*self.by, "headcount", "FTE", *self.measures]

    def table(self) -> Table:
        """The totals, a row for each group in the order of their names and one for all; amounts in pounds."""
        order = sorted(self._groups, key=lambda key: [_in_order(text) for text in key])
        rows = [self._row(key, [self._groups[key]]) for key in order]
        if self.by or not rows:
            over_all = ["Total", *[""] * (len(self.by) - 1)] if self.by else []
            rows.append(self._row(over_all, list(self._groups.values())))
        return Table(self.columns, rows)

    def _row(self, key: Sequence[str], places: Sequence[int]) -> list[Any]:
        heads = [each for place in places for each in self._heads[place].items()]
        fte = sum((self._ftes[code] * count for code, count in heads), Fraction())
        sums = [pounds(sum(self._sums[place][measure] for place in places)) for measure in range(len(self.measures))]
        return [*key, sum(count for _, count in heads), _fte_shown(fte), *sums]


def _sums(numbers: "Column", amount: "Column", size: int) -> list[int]:
    """The sums of an amount by group, in whole pence."""
    most = max(int(amount.max()), -int(amount.min()))
    if amount.dtype == object or most * len(amount) >= _MOST_EXACT:
        sums = [0] * size
        for number, value in zip(numbers.tolist(), amount.tolist(), strict=True):
            sums[number] += value
        return sums
    exact: list[int] = np.bincount(numbers, weights=amount, minlength=size).astype(np.int64).tolist()
    return exact


def _texts(array: pa.Array) -> tuple["Column", list[str]]:
    """A column as codes of the texts that a person reads, the empty one last."""
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    values = ["" if value is None else " ".join(str(value).split()) for value in array.dictionary.to_pylist()]
    codes = array.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)
    return codes, [*values, ""]


def _in_order(text: str) -> tuple[int, int, str]:
    """Numbers by their size, before texts."""
    return (0, int(text), "") if text.isdecimal() else (1, 0, text.casefold())


def _fte_shown(fte: Fraction) -> Any:
    """An FTE to two decimals, as a number."""
    from decimal import ROUND_HALF_UP, Decimal

    return (Decimal(fte.numerator) / Decimal(fte.denominator)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
