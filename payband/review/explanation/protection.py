"""Explains a person's protection: its terms, the difference it pays, each financial year's months, and on-costs."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from payband.calendar import Month, date_text, full_years, last_day_after
from payband.library import Figure, figures_used
from payband.review.core.protection import ProtectedMonth, ProtectedYear, SpellDays, SpellOfPay
from payband.review.explanation.chains import Answer, Chain, Step, day, money, said
from payband.review.explanation.figure import further_chains
from payband.review.explanation.on_costs import addition_text, month_names, profile_figures
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_person
from payband.review.inputs.protection_named import note_protection, protected_months
from payband.review.inputs.protection_terms import lengths_in_words
from payband.review.inputs.rates import Rates
from payband.review.inputs.settings import Settings
from payband.review.inputs.tables import Assumption, PayAwardRow, Person
from payband.review.results import Results
from payband.review.slotting_list import Placement, why_it_ends, why_unprotected
from payband.rules.cost.national_insurance import NIFigures
from payband.rules.cost.on_costs import OnCostTerms
from payband.rules.pay.salary_months import CALENDAR_DAYS, part_of_words, pay_in_month
from payband.rules.protection import MONTHS_A_YEAR, TAPERS, protection_ends
from payband.sheets.sheet import Each
from payband.units import counted, percent_text, pounds_text

__all__ = ["protection_chains"]

_FORMS = {
    "frozen": "the present salary stays the same, and pay awards raise the new one up to it",
    "uplifted": "the salary now gets the pay awards too",
    "tapered": "a share of the difference, by year of protection",
    "tapered monthly": "a share of the difference, by month of protection",
}


def protection_chains(results: Results, placed: Placement) -> list[Chain]:
    """The terms and the yearly difference, each financial year's cost and on-costs, and the sum of the years."""
    if placed.slot is None:
        return []
    cost = results.protection_cost
    kind = cost.kind_of.get(placed.person.person)
    if kind is None:
        return [Chain("Protection", (said("protection", "none", _why_none(results.inputs, placed)),))]
    spells = [cost.figures.row(SpellOfPay, row) for row in cost.rows.spells_of(kind)]
    years = [cost.figures.row(ProtectedYear, row) for row in cost.rows.years(kind)]
    chains = [_terms_chain(results.inputs, placed, spells)]
    for year in years:
        chains += [_year_chain(results.inputs, placed, year), _pay_chain(placed, year)]
    chains.append(_total_chain(years))
    if results.inputs.settings.protection_on_costs:
        chains += _on_cost_chains(results, placed, years)
    for year in years:
        key = _key(placed, year)
        of_year = [chain for chain in chains if chain.answer is not None and chain.answer.row == key]
        chains += further_chains(cost.figures, ProtectedYear, year.number, of_year, "ProtectionByYear", key)
    return chains


def _key(placed: Placement, year: Each) -> tuple[tuple[str, str], ...]:
    return (("person", placed.person.person), ("financial_year", year.financial_year))


def _why_none(inputs: Inputs, placed: Placement) -> str:
    assert placed.slot is not None  # the caller looked
    if placed.slot.change >= 0:
        return "the salary does not fall"
    if not inputs.settings.protection.months:
        return "the settings give no months of protection"
    if placed.person.protection_waived:
        return "protection is waived"
    found = why_unprotected(placed.person, inputs.settings)
    return "nothing is left to protect" if found == "nothing left to protect" else found


# --- terms and yearly difference -----------------------------------------------------------------------------------


def _terms_chain(inputs: Inputs, placed: Placement, spells: Sequence[Each]) -> Chain:
    settings, terms, person = inputs.settings, placed.protection, placed.person
    assert terms is not None and placed.protected_until is not None  # a placement with spells has both
    shares = ", ".join(percent_text(share) for share in terms.shares)
    steps = list(_policy_steps(person, settings))
    steps += [said("form", terms.form, _FORMS[terms.form] + (f": {shares}" if terms.form in TAPERS else ""))]
    steps.append(day("first protected day", terms.starts_on, "the implementation date"))
    months = protected_months(person, settings)
    ends_on = protection_ends.rule(terms.starts_on, months)
    steps.append(day("last day by the months", ends_on, f"{months} months from the first day"))
    if person.protection_ends_on is not None:
        steps.append(day("protection ends on", person.protection_ends_on, "table People: promoted, or a post refused"))
    if person.leaves_on is not None:
        steps.append(day("leaves on", person.leaves_on, "the last day in post: protection stops there, if it is first"))
    steps += _spell_steps(inputs, placed, spells)
    row = (("person", person.person),)
    last = day("protected until", placed.protected_until, why_it_ends(person, placed.protected_until, settings))
    title = f"Protection from {date_text(terms.starts_on)} to {date_text(placed.protected_until)}"
    return Chain(title, (*steps, last), Answer("SlottingList", row, "protected_until"))


def _policy_steps(person: Person, settings: Settings) -> Iterator[Step]:
    """The policy that the settings name, and the service where its lengths go by that."""
    terms = settings.protection
    if not terms.policy:
        return
    with figures_used() as used:
        note_protection(settings)
    yield said("policy", terms.policy, f"it protects pay for {lengths_in_words(terms)}", list(used))
    if terms.by_service and person.service_from is not None:
        years = full_years(person.service_from, settings.implementation_date)
        rule = f"at the implementation date, from {date_text(person.service_from)}"
        yield said("service", counted(years, "full year"), rule)


def _spell_steps(inputs: Inputs, placed: Placement, spells: Sequence[Each]) -> Iterator[Step]:
    """For days that pay the same: the salary without protection, the difference, its share, and the time worked."""
    terms, person = placed.protection, placed.person
    assert terms is not None  # a placement with spells has them
    for spell in spells:
        first, last = date.fromordinal(spell.first), date.fromordinal(spell.last)
        days = f"{first:%d/%m/%Y} to {last:%d/%m/%Y}"
        awards = [row for row in inputs.pay_awards if row.effective_from == first and first > terms.starts_on]
        raised = "".join(f"; after the award of {_award_text(row)}" for row in awards)
        figures = [_award_figure(row) for row in awards]
        yield money("pay without protection", spell.after, f"a year from {first:%d/%m/%Y}{raised}", figures)
        higher = "the salary now with the same awards" if terms.form == "uplifted" else "the salary now"
        difference = f"a year, {higher} less the pay without protection; {days}"
        if terms.form in TAPERS:
            yield money("difference", spell.difference, difference)
            months = TAPERS[terms.form]
            number = next(
                each
                for each in range(1, len(terms.shares) + 2)
                if first <= last_day_after(terms.starts_on, months * each)
            )
            span = "year" if months == MONTHS_A_YEAR else "month"
            difference = f"a year, {percent_text(spell.share)} of it in {span} {number} of protection; {days}"
        yield money("difference protected", spell.addition_full, difference)
        if person.fte != 1:
            yield money("difference for the time worked", spell.addition, f"a year, {person.fte} of it")


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


def _year_chain(inputs: Inputs, placed: Placement, year: Each) -> Chain:
    """A financial year: part months by their days, whole months together."""
    steps: list[Step] = []
    parts = [part for month in year.rows(ProtectedMonth) for part in month.rows(SpellDays)]
    for _, of_spell in groupby(sorted(parts, key=_spell_of), key=_spell_of):
        steps += _month_steps(list(of_spell), inputs.settings.part_months)
    name = year.financial_year
    steps.append(money(f"cost in {name}", year.cost, "its months together, without on-costs"))
    return Chain(f"Protection in {name}", tuple(steps), Answer("ProtectionByYear", _key(placed, year), "cost"))


def _pay_chain(placed: Placement, year: Each) -> Chain:
    """What is paid in a financial year: the new pay, and protection on top of it."""
    declared = ProtectedMonth.columns
    steps = (
        money("new pay", year.substantive_pay, declared["substantive_pay"].says),
        money("protection", year.cost, declared["cost"].says),
        money("protected pay", year.protected_pay, declared["protected_pay"].says),
    )
    to = Answer("ProtectionByYear", _key(placed, year), "protected_pay")
    return Chain(f"Protected pay in {year.financial_year}", steps, to)


def _spell_of(part: Each) -> int:
    return int(part.spell.number)


def _month_steps(parts: Sequence[Each], by: str) -> Iterator[Step]:
    """The months of one spell."""
    of = f"of {pounds_text(parts[0].spell.addition)} a year"
    for is_whole, run in groupby(parts, key=_is_whole):
        of_run = list(run)
        if is_whole:
            one = f"{len(of_run)} twelfths {of}" if len(of_run) > 1 else f"a twelfth {of}"
            yield money(month_names([_days(part) for part in of_run]), sum(part.cost for part in of_run), one)
            continue
        for part in of_run:
            days = _days(part)
            rule = _part_month_rule(part.spell.addition, days, by)
            yield money(f"part of {days.first:%B %Y}", part.cost, rule)


def _part_month_rule(addition: int, month: Month, by: str) -> str:
    """How a part of a month is paid: what part of the month's pay, or of the year's, and by which way to count."""
    days = f"{month.first:%d/%m} to {month.last:%d/%m}"
    if by == CALENDAR_DAYS:
        monthly = pounds_text(pay_in_month(addition, month.number))
        return f"{month.days} of {month.of_days} days ({days}) of {monthly}, by calendar days"
    return f"{part_of_words(month, by)} ({days}), of {pounds_text(addition)} a year"


def _days(part: Each) -> Month:
    return Month(date.fromordinal(part.first), date.fromordinal(part.last))


def _is_whole(part: Each) -> bool:
    days = _days(part)
    return days.days == days.of_days


def _total_chain(years: Sequence[Each]) -> Chain:
    steps = [money(f"cost in {year.financial_year}", year.cost) for year in years]
    steps.append(money("cost in all", sum(year.cost for year in years), "without on-costs, all years together"))
    return Chain("Protection in all", tuple(steps))


# --- on-costs ------------------------------------------------------------------------------------------------------


def _on_cost_chains(results: Results, placed: Placement, years: Sequence[Each]) -> list[Chain]:
    """What protection adds to NI, pension and the rest: each financial year's months at the same figures together."""
    person, line = placed.person, placed.line
    terms = terms_of_person(results.inputs, person, line)
    if terms is None:
        return []
    given = profile_figures(results.inputs, person.on_cost_profile or (line.on_cost_profile if line else ""))
    chains = []
    for year in years:
        steps = _run_steps(year.rows(ProtectedMonth), terms, given, results.inputs.assumptions)
        steps.append(money(f"on-costs in {year.financial_year}", year.on_costs, "its months together"))
        to = Answer("ProtectionByYear", _key(placed, year), "on_costs")
        chains.append(Chain(f"On-costs of protection in {year.financial_year}", tuple(steps), to))
    return chains


def _run_steps(
    months: Sequence[Each], terms: OnCostTerms, given: tuple[Figure, ...], assumptions: Sequence[Assumption]
) -> list[Step]:
    rates = Rates(assumptions)

    def at_same_figures(month: Each) -> tuple[int, date | None, NIFigures, int]:
        days = _days(month)
        in_part = days.first if days.days < days.of_days else None
        return _spell_of(month.rows(SpellDays)[-1]), in_part, *rates(days, terms)

    steps = []
    for _, run in groupby(months, key=at_same_figures):
        alike = list(run)
        days = [_days(month) for month in alike]
        with figures_used() as used:
            for each in days:  # the same figures may stand in rows of different dates
                Rates(assumptions)(each, terms)
        text = addition_text(alike[0], terms)
        rule = f"{len(alike)} months, the first: {text}" if len(alike) > 1 else text
        steps.append(money(month_names(days), sum(month.on_costs for month in alike), rule, [*used, *given]))
    return steps
