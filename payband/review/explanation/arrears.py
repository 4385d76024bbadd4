"""Explains the arrears of a person: month by month, and what the employer pays on them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from payband.calendar import date_text
from payband.library import Figure, figures_used
from payband.review.explanation.chains import Answer, Chain, Step, day, money
from payband.review.inputs.inputs import Inputs
from payband.review.parts.arrears.owed import OwedToPerson, owed_to_all
from payband.review.parts.tables.arrears import BY_PERSON, PEOPLE, ArrearsPersonRow

__all__ = ["arrears_chains", "people_owed"]


def people_owed(inputs: Inputs) -> dict[str, str]:
    """The references of those to whom an award is owed, by the reference in small letters."""
    return {row.person.casefold(): row.person for row in inputs.rows_of(PEOPLE.name)}


def arrears_chains(inputs: Inputs, key: str) -> Iterator[Chain]:
    """The arrears of each award that is owed to a person, and the on-costs; `key` is the reference in small letters."""
    rows: Sequence[ArrearsPersonRow] = [each for each in inputs.rows_of(PEOPLE.name) if each.person.casefold() == key]
    if not rows:
        return
    with figures_used() as used:
        owed = owed_to_all(inputs, rows)
    for each in owed:
        row = (("person", each.row.person), ("award", each.award.award))
        yield Chain(
            f"Arrears of {each.award.award}", tuple(_months(each, list(used))), Answer(BY_PERSON.name, row, "arrears")
        )
        on_costs = tuple(_on_costs(each, list(used)))
        yield Chain(f"On-costs of the arrears of {each.award.award}", on_costs, Answer(BY_PERSON.name, row, "cost"))


def _months(each: OwedToPerson, used: Sequence[Figure]) -> Iterator[Step]:
    award, days = each.award, each.days
    points = [figure for figure in used if figure.pay is not None]
    before = award.effective_from - timedelta(days=1)
    yield money("salary before", each.before, f"on {date_text(before)}, for the time worked", points)
    yield money("salary after", each.after, f"from {date_text(award.effective_from)}, for the time worked", points)
    yield day("first day", days.first, "from which the award is owed")
    yield day("last day", days.last, f"owed; paid on {date_text(award.paid_on)}")
    for month, pence in each.months:
        part = "" if month.days == month.of_days else f", {month.days} of {month.of_days} days"
        yield money(f"{month.first:%B %Y}", pence, f"what the new salary pays less what the old one paid{part}")
    yield money("arrears", each.arrears, "all months together")


def _on_costs(each: OwedToPerson, used: Sequence[Figure]) -> Iterator[Step]:
    period = "week, as of those who have left" if each.days.after_leaving else "month"
    levy = [figure for figure in used if "levy" in figure.name]
    ni = [figure for figure in used if "NI" in figure.name]
    of_scheme = [figure for figure in used if figure.pay is None and figure not in (*levy, *ni)]
    on_costs = each.on_costs
    yield money("arrears", each.arrears)
    yield money("pay of the month", each.pay, "in which they are paid, without arrears; pay elements are in it")
    yield money(
        "employer's NI", on_costs.ni, f"more with the arrears, at the figures of the day paid, by the {period}", ni
    )
    yield money("pension", on_costs.pension, each.why, of_scheme)
    if on_costs.levy:
        yield money("apprenticeship levy", on_costs.levy, "of the arrears", levy)
    if on_costs.other:
        yield money("other on-costs", on_costs.other, "of the arrears")
    yield money("cost", each.cost, "arrears with on-costs")
