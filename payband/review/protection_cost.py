"""What protection costs: by person and month, by person and financial year, and in all."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from payband.forms import Form
from payband.review.answers import PROTECTION_BY_MONTH, PROTECTION_BY_YEAR, AnswerRows, AnswerTable
from payband.review.columns import FEW
from payband.review.core.people import Person
from payband.review.core.protection import ProtectedMonth, ProtectedYear
from payband.review.core.rows.on_cost_rows import OnCostRows
from payband.review.core.rows.protection_rows import ProtectionRows
from payband.review.core.rows.raise_rows import RaiseRows
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.rates import Rates
from payband.review.ranges import Ranges
from payband.review.slotting_list import UNKNOWN, Placement
from payband.sheets.answers import answer_columns
from payband.sheets.figures import Figures
from payband.sheets.rows import Rows
from payband.sheets.sheet import Sheet
from payband.sheets.unknown import Unknown

__all__ = ["ProtectionCost", "protection_cost"]

_MONTHS_OF_A_FEW = 5
"""Somebody who is protected has many months: so many fewer people than posts are worth whole columns at once."""


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
    figures: Figures
    kind_of: dict[str, int]
    """By the name of a person, the row of those protected alike."""
    rows: ProtectionRows
    warnings: tuple[str, ...] = ()

    def total_row(self) -> AnswerRows:
        """The total as one row of the table by year."""
        totals = {"person": "Total", "cost": self.total, "on_costs": self.on_costs}
        return AnswerRows(PROTECTION_BY_YEAR, [[totals.get(name) for name, _, _ in ProtectedYear.answers()]])


def protection_cost(inputs: Inputs, ranges: Ranges, placed: Sequence[Placement]) -> ProtectionCost:
    """The cost of every protection, and its marginal on-costs where the settings ask for them."""
    protected = [(place, each) for place, each in enumerate(placed) if each.spells]
    rates = Rates(inputs.assumptions)
    on_costs = OnCostRows(rates, inputs.package)
    raises = RaiseRows(
        inputs, max((each.spells[-1].last for _, each in protected), default=inputs.settings.price_base.ends_on)
    )
    rows = ProtectionRows(inputs, ranges, placed, on_costs, raises, strict=True)
    kind_of = {
        each.person.person: rows.add(place, [(spell.first, spell.last) for spell in each.spells], together=True)
        for place, each in protected
    }
    at_once = len(rows.kinds) * _MONTHS_OF_A_FEW >= FEW
    people = Rows(Person, len(placed), {
        "salary_now": [each.person.salary_now for each in placed],
        "salary_new": [_new_salary(each) for each in placed],
    })  # fmt: skip
    figures = Figures([people, *on_costs.rows(), *raises.rows(), *rows.rows(at_once=at_once)], at_once=at_once)
    names = list(kind_of)
    by_month = _of_people(
        PROTECTION_BY_MONTH, figures, ProtectedMonth, names, [rows.months(kind_of[name]) for name in names]
    )
    by_year = _of_people(
        PROTECTION_BY_YEAR, figures, ProtectedYear, names, [rows.years(kind_of[name]) for name in names]
    )
    totals: dict[str, int] = {}
    on_cost_totals: dict[str, int] = {}
    of_years = (by_year.calculated(key) for key in ("financial_year", "cost", "on_costs"))
    for year, cost, on_cost in zip(*of_years, strict=True):
        totals[year] = totals.get(year, 0) + cost
        on_cost_totals[year] = on_cost_totals.get(year, 0) + (on_cost or 0)
    known = all(each.outcome != UNKNOWN for each in placed)
    all_stated = None not in by_year.calculated("on_costs")
    with_on_costs = known and inputs.settings.protection_on_costs and all_stated
    return ProtectionCost(
        by_month,
        by_year,
        dict(sorted(totals.items())) if known else None,
        sum(totals.values()) if known else None,
        dict(sorted(on_cost_totals.items())) if with_on_costs else None,
        sum(on_cost_totals.values()) if with_on_costs else None,
        len(protected),
        any(each.slot is not None and each.slot.estimated for _, each in protected),
        figures,
        kind_of,
        rows,
        tuple(f"protection in {year} is ASSUMED: {assumption}" for year, assumption in sorted(rates.assumed.items())),
    )


def _new_salary(placed: Placement) -> Form:
    if placed.slot is None:
        return Unknown("the salary in another post is not known") if placed.outcome == UNKNOWN else 0
    return placed.slot.salary


def _of_people(
    table: AnswerTable, figures: Figures, sheet: type[Sheet], names: Sequence[str], rows: Sequence[range]
) -> AnswerRows:
    """The rows of everybody, person by person: those of anyone who is protected alike, under the person's own name."""
    places = [row for of_person in rows for row in of_person]
    columns: list[list[Any]] = answer_columns(figures, sheet)
    if places != list(range(figures.rows_of(sheet).size)):
        columns = [[column[row] for row in places] for column in columns]
    columns[0] = [name for name, of_person in zip(names, rows, strict=True) for _ in of_person]
    return AnswerRows.of_columns(table, columns)
