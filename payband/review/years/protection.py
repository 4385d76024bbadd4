"""Protection in the outlook: what it pays and its on-costs, by financial year and proposed line."""

from collections.abc import Hashable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from payband.calendar import FinancialYear, Month, last_day_after, months_between
from payband.review.columns import groups, spells_column, spells_kept
from payband.review.core.pay_elements import CostedElements
from payband.review.core.protection import ProtectedMonth
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_profile
from payband.review.inputs.pay_awards import awards_of, increments_of, ladder_of
from payband.review.inputs.rates import Rates
from payband.review.memo import Memo
from payband.review.ranges import Ranges
from payband.review.years.staff import Dates, Slotted, Staff
from payband.rules.cost.on_costs import OnCostTerms
from payband.rules.pay.salary_months import pay_in_month
from payband.rules.protection import Protection, Spell, cost_between
from payband.sheets.worked import Worked

if TYPE_CHECKING:
    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

__all__ = ["protection_by_line"]


class _Group(NamedTuple):
    """Staff whose protection has the same dates, range to move up in, and on-costs; those of a line stand together."""

    dates: Dates
    grade: str
    profile: str
    category: str
    rows: "Column"
    people: "Column"
    lines: "Column"
    starts: "Column"
    """Where the staff of each of the lines begin."""
    distinct: "Column"
    """The first of the staff with each distinct salary now, new salary, FTE and sum of pay elements."""
    elements: "Column"
    """Of those the pay elements a year, pence, which bear NI with the new salary."""
    which: "Column"
    """Which of those each of the staff is."""


def _groups(staff: Staff, slotted: Slotted, inputs: Inputs, names: Sequence[str]) -> list[_Group]:
    """Everybody whose salary falls and who has not waived protection."""
    import numpy as np

    moves = inputs.settings.increments != "none"
    falls = (slotted.line >= 0) & (slotted.salary < staff.salary) & ~staff.waived
    falls &= ~np.isin(slotted.line, list(slotted.unknown))
    rows = np.flatnonzero(falls)
    rows = rows[np.argsort(slotted.line[rows], kind="stable")]
    kinds: dict[tuple[str, str, str], int] = {}
    kind_of = np.zeros((len(names), len(staff.profiles)), dtype=np.int64)
    for number in np.unique(slotted.line[rows]).tolist():
        line = inputs.proposed_line(names[number])
        assert line is not None  # somebody is slotted into it
        for code, (profile, category) in enumerate(staff.profiles):
            kind = (line.grade if moves else "", profile or line.on_cost_profile, category)
            kind_of[number, code] = kinds.setdefault(kind, len(kinds))
    all_kinds, found = list(kinds), []
    elements = _elements(staff, slotted, inputs, names)
    keyed: Any = groups(staff.dates[rows] * len(kinds) + kind_of[slotted.line[rows], staff.profile[rows]])
    for key, among in keyed:
        chosen = rows[among]
        lines = slotted.line[chosen]
        starts = np.flatnonzero(np.diff(lines, prepend=-1))
        beside = elements[chosen]
        columns = (staff.salary, slotted.salary, staff.parts, staff.of_parts)
        pays = np.array([*(each[chosen] for each in columns), beside])
        order = np.lexsort(pays)
        is_new = np.concatenate(([True], (pays[:, order][:, 1:] != pays[:, order][:, :-1]).any(axis=0)))
        which = np.empty_like(order)
        which[order] = np.cumsum(is_new) - 1
        grade, profile, category = all_kinds[key % len(kinds)]
        found.append(
            _Group(
                staff.all_dates[key // len(kinds)], grade, profile, category, chosen, staff.people[chosen],
                lines[starts], starts, order[is_new], beside[order[is_new]], which,
            )
        )  # fmt: skip
    return found


def _elements(staff: Staff, slotted: Slotted, inputs: Inputs, names: Sequence[str]) -> "Column":
    """Of each of the staff the pay elements a year beside the new salary, pence; no benefits in kind."""
    import numpy as np

    found = np.zeros(len(staff.people), dtype=np.int64)
    costed = CostedElements(inputs)
    if costed:
        for row, (line, code) in enumerate(zip(slotted.line.tolist(), staff.own.tolist(), strict=True)):
            if line >= 0:
                of_line = costed.of_line(names[line], "proposed")
                found[row] = costed.paid({*of_line, *staff.all_own[code].proposed})
    return found


def _protection(inputs: Inputs, dates: Dates, ladder: tuple[int, ...]) -> Protection:
    settings = inputs.settings
    starts_on = settings.implementation_date
    terms, months = settings.protection, dates.protected_months
    ends_on = last_day_after(starts_on, terms.months if months is None else months)
    for day in (dates.leaves_on, dates.protection_ends_on):
        ends_on = ends_on if day is None else min(ends_on, day)
    increments: tuple[date, ...] = increments_of(settings, dates.started_on, ends_on)
    awards = awards_of(inputs.pay_awards)
    rising = ladder if increments else ()
    return Protection(starts_on, ends_on, terms.form, terms.shares, awards, increments, rising, settings.part_months)


def protection_by_line(
    staff: Staff,
    slotted: Slotted,
    inputs: Inputs,
    ranges: Ranges,
    names: Sequence[str],
    years: Sequence[FinancialYear],
    rated: int,
    rates: Rates,
    memo: Memo,
) -> "Column":
    """Protected pay and its on-costs, pence: two rows, then a row a year (the steady state last) and a column a line.

    The rules, the roundings and the choice of who is protected are those of the table ProtectionByYear.
    """
    import numpy as np

    settings = inputs.settings
    total = np.zeros((2, len(years) + 1, len(names)), dtype=np.int64)
    if not settings.protection.months:
        return total
    found = memo.get(
        "protected",
        (staff, slotted, inputs.structure),
        (settings.increments != "none",),
        lambda: _groups(staff, slotted, inputs, names),
    )
    for group in found:
        ladder = ladder_of(ranges.of(group.grade)) if group.grade else ()
        protection = _protection(inputs, group.dates, ladder)
        terms = None
        if settings.protection_on_costs:
            terms = terms_of_profile(inputs, group.profile, group.category)
        months = _Months(group, staff, slotted, protection, terms, rates)
        for number, year in enumerate(years[:rated]):
            first, last = max(year.starts_on, protection.starts_on), min(year.ends_on, protection.ends_on)
            if first <= last:
                by = months.by(first, last)
                total[:, number, group.lines] += memo.get(
                    "protected year", (group,), by, partial(months.between, first, last, memo)
                )
    return total


class _Months:
    """The months of one group's protection.

    A month depends on what has happened by its end alone, so that protections of different lengths share it: what has
    run out stays so. It may begin again where the shares of a taper rise, or both salaries get awards that differ.
    """

    def __init__(
        self,
        group: _Group,
        staff: Staff,
        slotted: Slotted,
        protection: Protection,
        terms: OnCostTerms | None,
        rates: Rates,
    ) -> None:
        self._group, self._staff, self._slotted = group, staff, slotted
        self._protection = protection
        self._terms, self._rates = terms, rates
        self._spells: list[Spell] = []
        falls = list(protection.shares) == sorted(protection.shares, reverse=True) and protection.form != "uplifted"
        self._later: tuple[Hashable, ...] = (
            () if falls else (protection.ends_on, protection.awards, protection.increments)
        )

    def by(self, first: date, last: date) -> tuple[Hashable, ...]:
        """What the days from one to another depend on beside the group."""
        terms = self._protection
        awards = tuple(each for each in terms.awards if terms.starts_on < each.effective_from <= last)
        increments = tuple(each for each in terms.increments if each <= last)
        by = (terms.starts_on, terms.form, terms.shares, awards, increments, terms.ladder, terms.part_months)
        return (*by, self._later, self._terms, first, last, self._rates.key)

    def between(self, first: date, last: date, memo: Memo) -> "Column":
        """Protected pay and its on-costs from one day to another, by line: the sum of the months."""
        months: Any = (
            memo.get("protected month", (self._group,), self.by(*month), partial(self.cost, month))
            for month in months_between(first, last)
        )
        total: Column = sum(months)
        return total

    def cost(self, month: Month) -> "Column":
        """Protected pay and its on-costs in a month, by line."""
        import numpy as np

        group, staff = self._group, self._staff
        if not self._spells:
            columns = (staff.salary, self._slotted.salary, staff.parts, staff.of_parts)
            before, after, parts, of_parts = (each[group.rows][group.distinct] for each in columns)
            self._spells = spells_column(before, after, parts, of_parts, self._protection)
        cost = cost_between(self._spells, month.first, month.last)
        on_costs = cost * 0
        if self._terms is not None:
            substantive = _last_protected(self._spells, month)
            on_costs = _on_costs(substantive + group.elements, month, cost, self._terms, self._rates)
        by_row = (each[group.which] * group.people for each in (cost, on_costs))
        return np.array([np.add.reduceat(each, group.starts) for each in by_row])


def _last_protected(spells: Sequence[Spell], month: Month) -> "Column":
    """Pay without protection on the last day of a month that is protected, pence a year: an award may end it before."""
    import numpy as np

    first, *later = (
        number for number, each in enumerate(spells) if each.first <= month.last and each.last >= month.first
    )
    pay: Column = spells[first].substantive
    if later:
        kept = spells_kept(spells)
        for number in later:
            pay = np.where(kept > number, spells[number].substantive, pay)
    return pay


def _on_costs(annual: "Column", month: Month, cost: "Column", terms: OnCostTerms, rates: Rates) -> "Column":
    """Marginal on-costs of a month's protection, on top of a whole month's substantive pay and pay elements."""
    figures, levy = rates(month, terms)
    row = Worked(
        ProtectedMonth, whole_pay=pay_in_month(annual, month.number), cost=cost, ni=figures,
        levy_rate=_Levy(levy), of=_Bearing(terms), missing=0,
    )  # fmt: skip
    found: Column = row.on_costs
    return found


class _Levy(NamedTuple):
    """The rate of the levy of a month."""

    levy: int


class _Bearing(NamedTuple):
    """Who is protected, with the terms of their on-costs."""

    terms: OnCostTerms
