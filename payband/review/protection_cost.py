"""What protection costs: by person and month, by person and financial year, and in all."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import repeat
from typing import NamedTuple

from payband.calendar import FinancialYear, Month
from payband.forms import Form
from payband.progress import through
from payband.review.answers import PROTECTION_BY_MONTH, PROTECTION_BY_YEAR, AnswerRows, AnswerTable
from payband.review.columns import alike, listed, one_or_many
from payband.review.horizon_rates import Rates
from payband.review.inputs import Inputs
from payband.review.on_cost_terms import terms_of_person
from payband.review.slotting_list import UNKNOWN, Placement
from payband.rules.on_costs import OnCostTerms, on_costs_of_addition_at
from payband.rules.protection import Spell, cost_between, periods, substantive_between
from payband.rules.salary_months import pay_in_month

__all__ = ["ProtectionCost", "protection_cost"]


class ProtectionCost(NamedTuple):
    """The protection of a review: rows for the answer tables and totals in pence.

    The totals are None while somebody's slotting is unknown, so that a sum never leaves a person out unsaid.
    """

    by_month: AnswerRows
    by_year: AnswerRows
    total_by_year: dict[str, int] | None
    total: int | None
    on_costs_by_year: dict[str, int] | None
    on_costs: int | None
    people: int
    estimated: bool
    warnings: tuple[str, ...] = ()

    def total_row(self) -> AnswerRows:
        """The total as one row of the table by year."""
        return AnswerRows(PROTECTION_BY_YEAR, [("Total", None, None, None, self.total, self.on_costs)])


def _terms(inputs: Inputs, each: Placement) -> OnCostTerms | None:
    return terms_of_person(inputs, each.person, each.line) if inputs.settings.protection_on_costs else None


def protection_cost(inputs: Inputs, placed: Sequence[Placement]) -> ProtectionCost:
    """The cost of every protection, and its marginal on-costs where the settings ask for them.

    A year's cost comes from the rule for a year and not from its months; the checks hold one against the other.
    """
    protected = [each for each in placed if each.spells]
    # People whose spells are the same days and whose on-costs have the same terms are worked out together.
    keys = [(_days(each), _terms(inputs, each)) for each in protected]
    months: list[_Pieces] = [()] * len(protected)
    years: list[_Pieces] = [()] * len(protected)
    rates = Rates(inputs.assumptions)
    for places in through(alike(keys, len(placed)), "protection"):
        together = _Together([protected[place] for place in places], keys[places[0]][1], rates)
        for pieces, found in ((months, together.months()), (years, together.years())):
            for place, of_person in zip(places, found, strict=True):
                pieces[place] = of_person
    by_month = _one_below_the_other(PROTECTION_BY_MONTH, months)
    by_year = _one_below_the_other(PROTECTION_BY_YEAR, years)
    totals: dict[str, int] = {}
    on_cost_totals: dict[str, int] = {}
    _, names, *_, costs, on_costs = by_year.columns()
    for year, cost, on_cost in zip(names, costs, on_costs, strict=True):
        totals[year] = totals.get(year, 0) + cost
        on_cost_totals[year] = on_cost_totals.get(year, 0) + (on_cost or 0)
    known = all(each.outcome != UNKNOWN for each in placed)
    with_on_costs = known and inputs.settings.protection_on_costs
    return ProtectionCost(
        by_month,
        by_year,
        dict(sorted(totals.items())) if known else None,
        sum(totals.values()) if known else None,
        dict(sorted(on_cost_totals.items())) if with_on_costs else None,
        sum(on_cost_totals.values()) if with_on_costs else None,
        len(protected),
        any(each.slot is not None and each.slot.estimated for each in protected),
        tuple(f"protection in {year} is ASSUMED: {assumption}" for year, assumption in sorted(rates.assumed.items())),
    )


def _days(each: Placement) -> tuple[date, ...]:
    return (each.spells[0].first, *(spell.last for spell in each.spells))


_Pieces = tuple[Sequence[object], ...]  # the rows of one person as columns


def _one_below_the_other(table: AnswerTable, pieces: Sequence[_Pieces]) -> AnswerRows:
    """The rows of everybody, person by person, as an answer table."""
    columns: list[list[object]] = [[] for _ in table.columns]
    for of_person in pieces:
        for column, piece in zip(columns, of_person, strict=True):
            column.extend(piece)
    return AnswerRows.of_columns(table, columns)


class _Together:
    """People who are protected on the same days, with on-costs on the same terms."""

    def __init__(self, people: Sequence[Placement], terms: OnCostTerms | None, rates: Rates) -> None:
        self._rates = rates
        self._people = [each.person.person for each in people]
        self._terms = terms
        self._spells = [
            Spell(
                each.first,
                each.last,
                one_or_many([person.spells[number].substantive for person in people]),
                one_or_many([person.spells[number].addition for person in people]),
                each.part_months,
            )
            for number, each in enumerate(people[0].spells)
        ]
        self._first, self._last = self._spells[0].first, self._spells[-1].last
        self._on_costs_of_years: dict[str, Form] = {}

    def months(self) -> Iterator[_Pieces]:
        """The rows of each person by month."""
        found = periods(self._first, self._last, "month")
        costs = [cost_between(self._spells, first, last) for _, first, last in found]
        on_costs = []
        for (_, first, last), cost in zip(found, costs, strict=True):
            if self._terms is not None:
                year = str(FinancialYear.containing(first))
                on_costs.append(self._on_costs(Month(first, last), cost, self._terms))
                self._on_costs_of_years[year] = self._on_costs_of_years.get(year, 0) + on_costs[-1]
        return self._pieces(found, found, costs, on_costs)

    def years(self) -> Iterator[_Pieces]:
        """The rows of each person by financial year, once those by month are worked out."""
        found = periods(self._first, self._last, "year")
        costs = [cost_between(self._spells, first, last) for _, first, last in found]
        on_costs = [self._on_costs_of_years[name] for name, _, _ in found] if self._terms is not None else []
        return self._pieces([(name,) for name, _, _ in found], found, costs, on_costs)

    def _pieces(
        self,
        labels: Sequence[tuple[object, ...]],
        found: Sequence[tuple[str, date, date]],
        costs: Sequence[Form],
        on_costs: Sequence[Form],
    ) -> Iterator[_Pieces]:
        substantive = [substantive_between(self._spells, first, last) for _, first, last in found]
        protected = [pay + cost for pay, cost in zip(substantive, costs, strict=True)]
        amounts = [zip(*map(listed, each), strict=True) for each in (protected, substantive, costs)]
        of_people = zip(*map(listed, on_costs), strict=True) if on_costs else repeat([None] * len(found))
        columns = list(zip(*labels, strict=True))
        for person, *pays, extra in zip(self._people, *amounts, of_people, strict=False):  # what repeats has no end
            yield ([person] * len(found), *columns, *pays, extra)

    def _on_costs(self, days: Month, cost: Form, terms: OnCostTerms) -> Form:
        """On-costs of the protection of one month, on top of a whole month's substantive pay."""
        spell = next(spell for spell in reversed(self._spells) if spell.first <= days.last)
        pay = pay_in_month(spell.substantive, days.number)
        return on_costs_of_addition_at(pay, cost, *self._rates(days, terms), terms)
