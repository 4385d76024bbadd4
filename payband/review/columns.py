"""A review's posts as columns of whole pence: grouped by all that is no amount, each group handed whole to its rule.

The rules take a NumPy int64 column as they take one integer. So rows are grouped by what is not an amount (grade,
terms, last day) and each rule is called once for a group. What is the same salary is worked out once: public pay
stands on points. NumPy is imported when a function is called and not before, so that the command starts fast; and a
small review goes without: its rows are each a group of one (`alike`), and a group of one is an integer (`one_or_many`).

Whole pence stay far inside 64 bits: a salary is at most £1,000,000 (10**8 pence) and an FTE has at most 10,000 parts,
so a product for rounding stays below 10**13; an award multiplies by ten thousand, so 10**12. Only awards upon awards
without end could leave it: beyond `_MOST_IN_A_COLUMN` a column is one of Python's integers, which have no end.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from payband.calendar import FinancialYear
from payband.errors import PaybandError
from payband.forms import Form
from payband.review.ranges import PayRange
from payband.rules.cost.on_costs import OnCosts, OnCostTerms, on_costs_of_year
from payband.rules.pay.pay_award import after_award
from payband.rules.placing.slotting import Slot, slot_to
from payband.rules.placing.slotting_column import SlotColumn, slots_column
from payband.rules.protection import Protection, Spell, spells
from payband.rules.shares import pay_for_time

if TYPE_CHECKING:
    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

__all__ = [
    "CHUNK",
    "FEW",
    "alike",
    "amounts",
    "coded",
    "groups",
    "listed",
    "on_costs_by_salary",
    "on_costs_column",
    "one_or_many",
    "paid_for_time",
    "slot_people",
    "spells_column",
    "spells_for_time",
    "spells_kept",
    "why_not_slotted",
]

FEW = 250
"""Fewer rows than this are each worked out alone: that takes less time than NumPy takes to be imported."""

CHUNK = 65_536
"""Rows that stay in a processor's cache from one step of a rule to the next."""

_MOST_IN_A_COLUMN = 10**14  # pence: an award works on up to 4 x 10,000 times this in 64 bits, all else on less

Key = TypeVar("Key", bound=Hashable)


# --- columns and groups --------------------------------------------------------------------------------------------


def amounts(values: Sequence[int]) -> "Column":
    """Whole numbers (pence, parts of full time) as an int64 column; of Python's integers if one is beyond reason.

    >>> amounts([3_000_000, 2_500_000]).tolist()
    [3000000, 2500000]
    """
    import numpy as np

    return np.array(values, dtype=object if max(values, default=0) > _MOST_IN_A_COLUMN else np.int64)


def groups(keys: "Sequence[Key] | Column") -> Iterator[tuple[Key, "Column"]]:
    """Each distinct key with the indices of its rows, in the order in which the keys first appear.

    `keys` has one key a row: anything that can be a key of a dictionary, or an integer column such as `coded` makes
    (the quick way for a million rows). The indices of a group rise.

    >>> [(key, rows.tolist()) for key, rows in groups(["b", "a", "b"])]
    [('b', [0, 2]), ('a', [1])]
    """
    import numpy as np

    if isinstance(keys, np.ndarray):
        ordered = np.argsort(keys, kind="stable")
        in_order = keys[ordered]
        starts = np.flatnonzero(in_order[1:] != in_order[:-1]) + 1
        together = np.split(ordered, starts) if len(ordered) else []
        for together_rows in sorted(together, key=lambda each: int(each[0])):
            yield keys[together_rows[0]].item(), together_rows
        return
    rows: dict[Key, list[int]] = {}
    for index, key in enumerate(keys):
        found = rows.get(key)
        if found is None:
            rows[key] = [index]
        else:
            found.append(index)
    for key, indices in rows.items():
        yield key, np.array(indices, dtype=np.int64)


def alike(keys: Sequence[Key], among: int) -> list[list[int]]:
    """The indices of the rows of each distinct key, in the order in which the keys first appear.

    Where the review has few rows, `among` in all, each is alone whatever its key: so it goes without NumPy.

    >>> alike(["b", "a", "b"], among=3), alike(["b", "a", "b"], among=15_000)
    ([[0], [1], [2]], [[0, 2], [1]])
    """
    if among < FEW:
        return [[index] for index in range(len(keys))]
    return [rows.tolist() for _, rows in groups(keys)]


def one_or_many(values: Sequence[int]) -> Form:
    """Whole numbers as the rules take them: a single one as it is, several as a column.

    >>> one_or_many([3_000_000])
    3000000
    """
    return values[0] if len(values) == 1 else amounts(values)


def listed(answer: Form) -> list[int]:
    """What a rule answers to `one_or_many`, as a list of whole numbers again.

    >>> listed(3_000_000), listed(amounts([1, 2]))
    ([3000000], [1, 2])
    """
    found: list[int] = [answer] if isinstance(answer, int) else answer.tolist()
    return found


def coded(values: Sequence[Key]) -> tuple["Column", list[Key]]:
    """A column of whole numbers that says which of the distinct values stands in each row, and those values.

    >>> codes, distinct = coded(["b", "a", "b"])
    >>> codes.tolist(), distinct
    ([0, 1, 0], ['b', 'a'])
    """
    import numpy as np

    places: dict[Key, int] = {}
    codes = np.fromiter((places.setdefault(value, len(places)) for value in values), np.int64, len(values))
    return codes, list(places)


# --- the rules, a column at a time ---------------------------------------------------------------------------------


def slot_people(salaries: "Column", pay_range: PayRange, rule: str, tie: str | None) -> SlotColumn:
    """Where each of a column of salaries in pence goes in a pay range: the columns of `SlotColumn`.

    A row that has no answer (an unpublished point or range, a tie without a tie rule, no such point) has `answered`
    False; `why_not_slotted` says why.
    """
    return slots_column(salaries, pay_range.points, pay_range.bottom, pay_range.top, rule, tie)


def _slot_or_why(salary: int, pay_range: PayRange, rule: str, tie: str | None) -> Slot | str:
    try:
        return slot_to(salary, pay_range.points, pay_range.bottom, pay_range.top, rule, tie, pay_range.grade)
    except PaybandError as error:
        return str(error)


def why_not_slotted(salary: int, pay_range: PayRange, rule: str, tie: str | None) -> str:
    """Why one salary cannot be slotted into a pay range, in words; for the few rows that `slot_people` marks."""
    found = _slot_or_why(salary, pay_range, rule, tie)
    assert isinstance(found, str)  # only a salary that has no place is asked about
    return found


def spells_column(before: "Column", after: "Column", parts: "Column", of_parts: Form, terms: Protection) -> list[Spell]:
    """The spells of a column of protections on the same terms, in pence a year for the time worked.

    `before` and `after` are full-time salaries; `parts` of `of_parts` are the FTE, 30 of 37; the whole may be
    one for all. Every row has the same spells, of which `spells_kept` says how many still pay something.
    """
    return spells_for_time(before, after, parts, of_parts, terms)


def spells_for_time(before: Form, after: Form, parts: Form, of_parts: Form, terms: Protection) -> list[Spell]:
    """The spells of a protection between two full-time salaries, in pence a year for the time worked."""
    if not isinstance(before, int):
        most = max(int(before.max(initial=0)), *terms.ladder, 0)
        for award in terms.awards:
            most = after_award(most, award.rate, award.flat, award.round_to, award.at_least)
        if most > _MOST_IN_A_COLUMN:
            before, after = before.astype(object), after.astype(object)
    return [
        each._replace(
            substantive=pay_for_time(each.substantive, parts, of_parts),
            addition=pay_for_time(each.addition, parts, of_parts),
        )
        for each in spells(before, after, terms)
    ]


def spells_kept(found: Sequence[Spell]) -> "Column":
    """How many spells of each row's protection stand until its pay has caught up or its taper has run out.

    The last spells that add nothing are none; 0 where there is nothing to protect.
    """
    import numpy as np

    kept = np.zeros(len(found[0].addition), dtype=np.int64)
    for number, spell in enumerate(found, start=1):
        kept = np.where(spell.addition != 0, number, kept)
    return kept


def paid_for_time(salaries: Sequence[int], times: Sequence[Fraction]) -> list[int]:
    """Pence a year of full-time salaries that each is paid for the share of full time worked."""
    parts, of_parts = [time.numerator for time in times], [time.denominator for time in times]
    if len(salaries) < FEW:
        return [pay_for_time(*each) for each in zip(salaries, parts, of_parts, strict=True)]
    return listed(pay_for_time(amounts(salaries), amounts(parts), amounts(of_parts)))


def on_costs_column(annual: "Column", year: FinancialYear, terms: OnCostTerms) -> OnCosts:
    """The on-costs of a column of annual salaries over a financial year: `on_costs_of_year` for each, in pence.

    Each distinct salary is worked out once. All four parts are columns, and so is the total.

    >>> on_costs_column(amounts([3_600_000, 3_600_000]), FinancialYear(2025), OnCostTerms(1950)).total.tolist()
    [1166940, 1166940]
    """
    import numpy as np

    distinct, rows = np.unique(annual, return_inverse=True)
    costs = on_costs_of_year(distinct, year, terms)
    return OnCosts(*(np.broadcast_to(part, distinct.shape)[rows] for part in costs))


def on_costs_by_salary(annual: Iterable[int], year: FinancialYear, terms: OnCostTerms) -> dict[int, OnCosts]:
    """The on-costs of each distinct one of some annual salaries over a financial year, as whole pence.

    >>> on_costs_by_salary([3_600_000, 2_400_000, 3_600_000], FinancialYear(2025), OnCostTerms(1950))[3_600_000].total
    1166940
    """
    distinct = list(dict.fromkeys(annual))
    if len(distinct) < FEW:
        return {pay: on_costs_of_year(pay, year, terms) for pay in distinct}
    parts = (part.tolist() for part in on_costs_column(amounts(distinct), year, terms))
    return {pay: OnCosts(*each) for pay, each in zip(distinct, zip(*parts, strict=True), strict=True)}
