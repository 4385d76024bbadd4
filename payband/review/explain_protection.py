"""Explains a person's protection: its terms, the difference it pays, each financial year's months, and on-costs."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from payband.calendar import FinancialYear, Month, date_text, last_day_after, months_between
from payband.library import Figure, figures_used
from payband.review.explain_on_costs import addition_text, month_names, profile_figures
from payband.review.explanation import Answer, Chain, Step, day, money, said
from payband.review.horizon_rates import Rates
from payband.review.inputs import Inputs
from payband.review.on_cost_terms import terms_of_person
from payband.review.results import Results
from payband.review.slotting_list import Placement
from payband.review.tables import Assumption, PayAwardRow
from payband.rules.national_insurance import NIFigures
from payband.rules.on_costs import OnCostTerms
from payband.rules.protection import Spell, cost_between, periods, protection_ends, spells
from payband.rules.salary_months import CALENDAR_DAYS, part_of_words, pay_between, pay_in_month
from payband.units import percent_text, pounds_text

__all__ = ["protection_chains"]

_FORMS = {
    "frozen": "the salary now stands still, and pay awards raise the new one up to it",
    "uplifted": "the salary now gets the pay awards too",
    "tapered": "a share of the difference, by year of protection",
}


def protection_chains(results: Results, placed: Placement) -> list[Chain]:
    """The terms and the yearly difference, each financial year's cost and on-costs, and the sum of the years."""
    if placed.slot is None:
        return []
    if not placed.spells:
        return [Chain("Protection", (said("protection", "none", _why_none(results.inputs, placed)),))]
    chains = [_terms_chain(results.inputs, placed)]
    first_day, last_day = placed.spells[0].first, placed.spells[-1].last
    for year, first, last in periods(first_day, last_day, "year"):
        chains.append(_year_chain(placed, year, first, last))
    chains.append(_total_chain(placed))
    if results.inputs.settings.protection_on_costs:
        chains += _on_cost_chains(results, placed)
    return chains


def _why_none(inputs: Inputs, placed: Placement) -> str:
    assert placed.slot is not None  # the caller looked
    if placed.slot.change >= 0:
        return "the salary does not fall"
    if inputs.settings.protection_months == 0:
        return "the settings give no months of protection"
    if placed.person.protection_waived:
        return "protection is waived"
    return "nothing is left to protect"


# --- terms and yearly difference -----------------------------------------------------------------------------------


def _terms_chain(inputs: Inputs, placed: Placement) -> Chain:
    settings, terms, person = inputs.settings, placed.protection, placed.person
    assert terms is not None and placed.protected_until is not None  # a placement with spells has both
    shares = ", ".join(percent_text(share) for share in terms.shares)
    steps = [said("form", terms.form, _FORMS[terms.form] + (f": {shares}" if terms.form == "tapered" else ""))]
    steps.append(day("first protected day", terms.starts_on, "the implementation date"))
    ends_on = protection_ends.rule(terms.starts_on, settings.protection_months)
    steps.append(day("last day by the months", ends_on, f"{settings.protection_months} months from the first day"))
    if person.leaves_on is not None:
        steps.append(day("leaves on", person.leaves_on, "the last day in post: protection stops there, if it is first"))
    steps += _spell_steps(inputs, placed)
    row = (("person", person.person),)
    last = day("protected until", placed.protected_until, placed.why.rpartition("; ")[2])
    title = f"Protection from {date_text(terms.starts_on)} to {date_text(placed.protected_until)}"
    return Chain(title, (*steps, last), Answer("SlottingList", row, "protected_until"))


def _spell_steps(inputs: Inputs, placed: Placement) -> Iterator[Step]:
    """For days that pay the same: the salary without protection, the difference, its share, and the time worked."""
    terms, person, slot = placed.protection, placed.person, placed.slot
    assert terms is not None and slot is not None  # a placement with spells has both
    full_time = spells(person.salary_now, slot.salary, terms)
    # The same rule with every share at the whole gives the difference before the taper, spell by spell.
    untapered = spells(person.salary_now, slot.salary, terms._replace(shares=(10_000,) * len(terms.shares)))
    for paid, whole, before in zip(placed.spells, full_time, untapered, strict=False):  # what adds nothing is left off
        days = f"{paid.first:%d/%m/%Y} to {paid.last:%d/%m/%Y}"
        awards = [row for row in inputs.pay_awards if row.effective_from == paid.first and paid.first > terms.starts_on]
        raised = "".join(f"; after the award of {_award_text(row)}" for row in awards)
        figures = [_award_figure(row) for row in awards]
        yield money("pay without protection", whole.substantive, f"a year from {paid.first:%d/%m/%Y}{raised}", figures)
        higher = "the salary now with the same awards" if terms.form == "uplifted" else "the salary now"
        difference = f"a year, {higher} less the pay without protection; {days}"
        if terms.form == "tapered":
            yield money("difference", before.addition, difference)
            number, share = _share_of(terms.starts_on, terms.shares, paid.first)
            difference = f"a year, {percent_text(share)} of it in year {number} of protection; {days}"
        yield money("difference protected", whole.addition, difference)
        if person.fte != 1:
            yield money("difference for the time worked", paid.addition, f"a year, {person.fte} of it")


def _share_of(starts_on: date, shares: tuple[int, ...], on: date) -> tuple[int, int]:
    """The year of protection that a day falls in, from 1, and the taper's share in it."""
    number = next(number for number in range(1, len(shares) + 2) if on <= last_day_after(starts_on, 12 * number))
    return number, shares[number - 1] if number <= len(shares) else 0


def _award_text(row: PayAwardRow) -> str:
    parts = [percent_text(row.percent)] if row.percent else []
    if row.flat:
        parts.append(pounds_text(row.flat))
    text = " and ".join(parts) or "nothing"
    if row.at_least:
        text += f", at least {pounds_text(row.at_least)}"
    return f"{text} ({row.rounding})"


def _award_figure(row: PayAwardRow) -> Figure:
    return Figure("pay award", _award_text(row), row.effective_from, None, "given", row.source, "table PayAwards")


# --- financial years -----------------------------------------------------------------------------------------------


def _year_chain(placed: Placement, year: str, first: date, last: date) -> Chain:
    """A financial year: part months by their days, whole months together."""
    steps: list[Step] = []
    for spell in placed.spells:
        steps += _month_steps(spell, max(first, spell.first), min(last, spell.last))
    cost = cost_between(placed.spells, first, last)
    steps.append(money(f"cost in {year}", cost, "its months together, without on-costs"))
    row = (("person", placed.person.person), ("financial_year", year))
    return Chain(f"Protection in {year}", tuple(steps), Answer("ProtectionByYear", row, "cost"))


def _month_steps(spell: Spell, first: date, last: date) -> Iterator[Step]:
    of = f"of {pounds_text(spell.addition)} a year"
    for is_whole, run in groupby(months_between(first, last), key=lambda month: month.days == month.of_days):
        months = list(run)
        if is_whole:
            pay = pay_between(spell.addition, months[0].first, months[-1].last)
            one = f"{len(months)} twelfths {of}" if len(months) > 1 else f"a twelfth {of}"
            yield money(month_names(months), pay, one)
            continue
        for month in months:
            pay = pay_between(spell.addition, month.first, month.last, spell.part_months)
            rule = _part_month_rule(spell, month)
            yield money(f"part of {month.first:%B %Y}", pay, rule)


def _part_month_rule(spell: Spell, month: Month) -> str:
    """How a part of a month is paid: what part of the month's pay, or of the year's, and by which way to count."""
    days = f"{month.first:%d/%m} to {month.last:%d/%m}"
    if spell.part_months == CALENDAR_DAYS:
        monthly = pounds_text(pay_in_month(spell.addition, month.number))
        return f"{month.days} of {month.of_days} days ({days}) of {monthly}, by calendar days"
    return f"{part_of_words(month, spell.part_months)} ({days}), of {pounds_text(spell.addition)} a year"


def _total_chain(placed: Placement) -> Chain:
    first_day, last_day = placed.spells[0].first, placed.spells[-1].last
    steps = [
        money(f"cost in {year}", cost_between(placed.spells, first, last))
        for year, first, last in periods(first_day, last_day, "year")
    ]
    whole = cost_between(placed.spells, first_day, last_day)
    steps.append(money("cost in all", whole, "without on-costs, all years together"))
    return Chain("Protection in all", tuple(steps))


# --- on-costs ------------------------------------------------------------------------------------------------------


def _on_cost_chains(results: Results, placed: Placement) -> list[Chain]:
    """What protection adds to NI, pension and the rest: each financial year's months at the same figures together."""
    person, line = placed.person, placed.line
    terms = terms_of_person(results.inputs, person, line)
    if terms is None:
        return []
    given = profile_figures(results.inputs, person.on_cost_profile or (line.on_cost_profile if line else ""))
    rows = [row for row in results.tables["ProtectionByMonth"].rows if row[0] == person.person]
    chains = []
    by_year = groupby(rows, key=lambda row: str(FinancialYear.containing(row[2])))
    for year, of_year in by_year:
        steps = _run_steps(placed, list(of_year), terms, given, results.inputs.assumptions)
        answer = next(
            row for row in results.tables["ProtectionByYear"].rows if row[0] == person.person and row[1] == year
        )
        steps.append(money(f"on-costs in {year}", answer[5], "its months together"))
        key = (("person", person.person), ("financial_year", year))
        to = Answer("ProtectionByYear", key, "on_costs")
        chains.append(Chain(f"On-costs of protection in {year}", tuple(steps), to))
    return chains


def _run_steps(
    placed: Placement,
    rows: list[tuple[Any, ...]],
    terms: OnCostTerms,
    given: tuple[Figure, ...],
    assumptions: Sequence[Assumption],
) -> list[Step]:
    rates = Rates(assumptions)

    def at_same_figures(row: tuple[Any, ...]) -> tuple[Spell, date | None, NIFigures, int]:
        month = Month(row[2], row[3])
        in_part = month.first if month.days < month.of_days else None
        return _spell_of(placed, month), in_part, *rates(month, terms)

    steps = []
    for (spell, _, figures, levy), run in groupby(rows, key=at_same_figures):
        alike = list(run)
        months = [Month(row[2], row[3]) for row in alike]
        pay = pay_in_month(spell.substantive, months[0].number)
        with figures_used() as used:
            for month in months:  # the same figures may stand in rows of different dates
                Rates(assumptions)(month, terms)
        text = addition_text(pay, alike[0][6], figures, levy, terms)
        rule = f"{len(alike)} months, the first: {text}" if len(alike) > 1 else text
        steps.append(money(month_names(months), sum(row[7] for row in alike), rule, [*used, *given]))
    return steps


def _spell_of(placed: Placement, month: Month) -> Spell:
    """The spell whose pay a month's on-costs are worked out on top of: the last that has begun."""
    return next(spell for spell in reversed(placed.spells) if spell.first <= month.last)
