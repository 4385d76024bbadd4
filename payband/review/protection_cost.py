"""What protection costs: by person and month, by person and financial year, and in all."""

from typing import NamedTuple

from payband.calendar import FinancialYear, Month
from payband.progress import through
from payband.review.answers import PROTECTION_BY_MONTH, PROTECTION_BY_YEAR, AnswerRows
from payband.review.inputs import Inputs
from payband.review.on_cost_terms import terms_of_person
from payband.review.slotting_list import UNKNOWN, Placement
from payband.rules.on_costs import OnCostTerms, on_costs_of_addition
from payband.rules.protection import cost_between, periods, substantive_between
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

    def total_row(self) -> AnswerRows:
        """The total as one row of the table by year."""
        return AnswerRows(PROTECTION_BY_YEAR, [("Total", None, None, None, self.total, self.on_costs)])


def _terms(inputs: Inputs, each: Placement) -> OnCostTerms | None:
    return terms_of_person(inputs, each.person, each.line) if inputs.settings.protection_on_costs else None


def protection_cost(inputs: Inputs, placed: list[Placement]) -> ProtectionCost:
    """The cost of every protection, and its marginal on-costs where the settings ask for them.

    A year's cost comes from the rule for a year and not from its months; the checks hold one against the other.
    """
    month_rows: list[tuple[object, ...]] = []
    year_rows: list[tuple[object, ...]] = []
    totals: dict[str, int] = {}
    on_cost_totals: dict[str, int] = {}
    protected = [each for each in placed if each.spells]
    for each in through(protected, "protection"):
        terms = _terms(inputs, each)
        first_day, last_day = each.spells[0].first, each.spells[-1].last
        on_costs_of_years: dict[str, int] = {}
        for name, first, last in periods(first_day, last_day, "month"):
            cost = cost_between(each.spells, first, last)
            substantive = substantive_between(each.spells, first, last)
            on_costs = None
            if terms is not None:
                year = str(FinancialYear.containing(first))
                on_costs = _on_costs(each, Month(first, last), cost, terms)
                on_costs_of_years[year] = on_costs_of_years.get(year, 0) + on_costs
            month_rows.append((each.person.person, name, first, last, substantive + cost, substantive, cost, on_costs))
        for year, first, last in periods(first_day, last_day, "year"):
            cost = cost_between(each.spells, first, last)
            substantive = substantive_between(each.spells, first, last)
            on_costs = on_costs_of_years.get(year) if terms is not None else None
            year_rows.append((each.person.person, year, substantive + cost, substantive, cost, on_costs))
            totals[year] = totals.get(year, 0) + cost
            on_cost_totals[year] = on_cost_totals.get(year, 0) + (on_costs or 0)
    known = all(each.outcome != UNKNOWN for each in placed)
    with_on_costs = known and inputs.settings.protection_on_costs
    return ProtectionCost(
        AnswerRows(PROTECTION_BY_MONTH, month_rows),
        AnswerRows(PROTECTION_BY_YEAR, year_rows),
        dict(sorted(totals.items())) if known else None,
        sum(totals.values()) if known else None,
        dict(sorted(on_cost_totals.items())) if with_on_costs else None,
        sum(on_cost_totals.values()) if with_on_costs else None,
        len(protected),
        any(each.slot is not None and each.slot.estimated for each in protected),
    )


def _on_costs(each: Placement, days: Month, cost: int, terms: OnCostTerms) -> int:
    """On-costs of the protection of one month, on top of a whole month's substantive pay."""
    spell = next(spell for spell in reversed(each.spells) if spell.first <= days.last)
    pay = pay_in_month(spell.substantive, days.number)
    marginal: int = on_costs_of_addition(pay, cost, days, terms)
    return marginal
