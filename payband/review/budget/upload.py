"""The rows of a budget as a ledger takes them up, which add up to the review's own total of the year."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from payband.calendar import FinancialYear
from payband.errors import UnknownName, WrongInput, nearest_name
from payband.review.budget.layout import Layout, Period
from payband.review.parts.tables.budget import BY_COST_CENTRE, CODES, COST_CENTRES, VACANCIES
from payband.review.results import Results
from payband.rules.shares import shared_among
from payband.units import half_up, pounds

__all__ = ["Upload", "upload_of"]

_POUND = 100


class Upload(NamedTuple):
    """The rows of a file, its headings, and what it adds up to, pence, with costs positive.

    `of_review` is the review's own total of the same, before whole pounds; `taken_off` what vacancies and turnover take
    off it in rows of their own.
    """

    headings: list[str]
    rows: list[list[str]]
    year: str
    total: int
    of_review: int
    taken_off: int


class _Row(NamedTuple):
    """A row of the budget before it falls into periods, pence."""

    cost_centre: str
    department: str
    fund: str
    component: str
    subjective: str
    pence: int


def upload_of(results: Results, layout: Layout, name: str) -> Upload:
    """The rows that a layout asks for, `name` being its file.

    Each row is shared over the periods to the penny, or to the pound so that all rows add up to the whole. Raises
    WrongInput where an amount is not known or a component has no subjective code, and UnknownName for a year that the
    review does not look at.
    """
    rows = results.tables[BY_COST_CENTRE.name].records()
    year = _year(layout, [row["financial_year"] for row in rows], results)
    chosen = [_row(row, layout) for row in rows if row["financial_year"] == str(year)]
    taken = _taken_off(results, layout, str(year)) if layout.vacancies else []
    found = [row for row in (*chosen, *taken) if row.pence]
    _need_codes(found)
    periods = layout.periods_of(year, name)
    amounts = [shared_among(row.pence, [period.parts for period in periods]) for row in found]
    if layout.rounding == "pound":
        amounts = _in_pounds(amounts)
    sign = 1 if layout.signs == "costs positive" else -1
    review = results.inputs.settings.review_name or results.inputs.settings.body or "review"
    written = [
        _written(row, period, sign * pence, layout, str(year), review)
        for row, shares in zip(found, amounts, strict=True)
        for period, pence in zip(periods, shares, strict=True)
        if pence
    ]
    return Upload(
        [layout.headings.get(column, column) for column in layout.columns],
        written,
        str(year),
        sum(map(sum, amounts)),
        sum(row.pence for row in found),
        sum(row.pence for row in taken),
    )


def _year(layout: Layout, years: Sequence[str], results: Results) -> FinancialYear:
    first = FinancialYear.containing(results.inputs.settings.implementation_date)
    if layout.year and layout.year not in years:
        known = list(dict.fromkeys(years))
        raise UnknownName(f"'{layout.year}' is not a year of this budget; {nearest_name(layout.year, known)}")
    return FinancialYear(int(layout.year[:4])) if layout.year else first


def _row(row: dict[str, Any], layout: Layout) -> _Row:
    now, proposed = row["now"], row["proposed"]
    if now is None or proposed is None:
        raise WrongInput(
            f"the {row['component']} of {row['cost_centre']} in {row['financial_year']} is not known ({row['why']}): "
            "no budget is written while an amount is missing"
        )
    pence = {"now": now, "proposed": proposed, "change": proposed - now}[layout.budget] * _POUND
    return _Row(
        row["cost_centre"], row["department"] or "", row["fund"], row["component"], row["subjective"] or "", int(pence)
    )


def _taken_off(results: Results, layout: Layout, year: str) -> list[_Row]:
    """What vacancies and turnover take off, below zero."""
    centres = {row.cost_centre.casefold(): row for row in results.inputs.rows_of(COST_CENTRES.name)}
    found = []
    for row in results.tables[VACANCIES.name].records():
        if row["financial_year"] == year:
            now, proposed = row["taken_off_now"], row["taken_off_proposed"]
            if now is None or proposed is None:
                raise WrongInput(f"the {row['what_is_taken_off']} of {row['cost_centre']} in {year} is not known")
            off = {"now": now, "proposed": proposed, "change": proposed - now}[layout.budget] * _POUND
            centre, code = centres[row["cost_centre"].casefold()], row["subjective"] or ""
            found.append(
                _Row(centre.cost_centre, centre.department, centre.fund, row["what_is_taken_off"], code, -int(off))
            )
    return found


def _need_codes(rows: Sequence[_Row]) -> None:
    missing = list(dict.fromkeys(row.component for row in rows if not row.subjective))
    if missing:
        raise WrongInput(
            f"no subjective code is given for {', '.join(missing)}: add a row for each to table {CODES.name} (sheet "
            f"{CODES.sheet})"
        )


def _in_pounds(amounts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Whole pounds, in pence, that add up to the whole to the nearest pound: the most cut are a pound more."""
    flat = [pence for shares in amounts for pence in shares]
    whole = [pence // _POUND for pence in flat]
    more = int(half_up(sum(flat), _POUND)) - sum(whole)
    for at in sorted(range(len(flat)), key=lambda at: (-(flat[at] % _POUND), at))[:more]:
        whole[at] += 1
    by_row = iter(whole)
    return [[next(by_row) * _POUND for _ in shares] for shares in amounts]


def _written(row: _Row, period: Period, pence: int, layout: Layout, year: str, review: str) -> list[str]:
    named = {
        "component": row.component, "cost centre": row.cost_centre, "fund": row.fund, "year": year, "review": review,
    }  # fmt: skip
    amount: Decimal = pounds(pence)
    held = {
        "period": period.name, "cost centre": row.cost_centre, "fund": row.fund, "subjective": row.subjective,
        "department": row.department,
        "amount": str(amount.quantize(Decimal(1)) if layout.rounding == "pound" else amount),
        "description": layout.description.format_map(named),
    }  # fmt: skip
    return [held[column] for column in layout.columns]
