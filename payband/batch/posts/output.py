"""Answers as Arrow columns: exact pounds, codes for text, dates; what has no answer is empty."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from payband.batch.posts.answers import MONEY_DIGITS, NO_DAY, OUTCOMES, Answers, PostRules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[Any]

__all__ = ["FEW_VALUES", "MONEY", "AnswerColumns", "plain_field"]

MONEY = pa.decimal128(MONEY_DIGITS, 2)
_MONEY_HERE = pa.decimal32(MONEY_DIGITS, 2)  # the same in a quarter of the bytes: whole pence are one as they are
FEW_VALUES = (
    "salary new", "protected until", "pay new", "employer NI", "pension", "levy", "other on-costs", "employer cost",
)  # fmt: skip
"""The columns of answers with few distinct values, since pay is by points: each value is written once."""

_CODES = pa.dictionary(pa.int32(), pa.string())


class AnswerColumns:
    """The columns of answers, in the order in which they follow the table's own."""

    def __init__(self, rules: PostRules) -> None:
        self._rules = rules
        self.protection = [f"protection {name}" for name, _, _ in rules.years]
        self.schema = pa.schema(
            [
                ("point", _CODES),
                ("salary new", _MONEY_HERE),
                ("change", _MONEY_HERE),
                ("outcome", _CODES),
                ("protected until", pa.date32()),
                *((name, _MONEY_HERE) for name in self.protection),
                ("protection cost", _MONEY_HERE),
                ("pay now", _MONEY_HERE),
                ("pay new", _MONEY_HERE),
                ("employer NI", _MONEY_HERE),
                ("pension", _MONEY_HERE),
                ("levy", _MONEY_HERE),
                ("other on-costs", _MONEY_HERE),
                ("employer cost", _MONEY_HERE),
                ("estimated", pa.bool_()),
            ]
        )

    @property
    def measures(self) -> list[str]:
        """The amounts that are summed in totals."""
        return ["pay now", "pay new", *self.protection, "protection cost", "employer cost"]

    def amounts(self, answers: Answers) -> list["Column"]:
        """The amounts that are summed in totals, in pence; posts without a place count with what they are paid now."""
        return [answers.pay_now, answers.pay, *answers.protection, answers.protection_cost, answers.employer_cost]

    def arrays(self, answers: Answers) -> list[pa.Array]:
        """The answers of some posts, column by column."""
        known = _valid(answers.slotted)

        def money(pence: "Column") -> pa.Array:
            return _money(pence, known)

        costs = answers.on_costs
        return [
            _coded(answers.point, self._rules.points),
            money(answers.salary),
            money(answers.change),
            _coded(answers.outcome, OUTCOMES),
            pa.array(answers.protected_until, mask=answers.protected_until == NO_DAY).cast(pa.date32()),
            *(money(each) for each in answers.protection),
            money(answers.protection_cost),
            _money(answers.pay_now, None),
            money(answers.pay),
            money(costs.employer_ni),
            money(costs.pension),
            money(costs.levy),
            money(costs.other),
            money(answers.employer_cost),
            pa.array(answers.estimated),
        ]


def plain_field(field: pa.Field) -> pa.Field:
    """A column of answers with the type that a reader should see: text for codes, and the common decimal for money."""
    kind = field.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return pa.field(field.name, MONEY if kind == _MONEY_HERE else kind)


def _valid(known: "Column") -> pa.Buffer | None:
    """Which rows hold an amount, as Arrow says it; nothing where all do."""
    return None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))


def _money(pence: "Column", valid: pa.Buffer | None) -> pa.Array:
    """Pence as exact pounds, with none of them touched: a decimal is a whole number and where its point is."""
    return pa.Array.from_buffers(_MONEY_HERE, len(pence), [valid, pa.py_buffer(np.ascontiguousarray(pence))])


def _coded(codes: "Column", values: Sequence[str]) -> pa.Array:
    """Texts by their codes; -1 stands for none.

    A text that two ranges have is there once: of a dictionary with one twice Arrow writes bytes that nobody set.
    """
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    if len(places) < len(values):
        codes = np.where(codes < 0, codes, np.array([places[value] for value in values])[codes])
        values = list(places)
    none = codes < 0
    indices = pa.array(codes.astype(np.int32), mask=none if none.any() else None)
    return pa.DictionaryArray.from_arrays(indices, pa.array(values, pa.string()))
