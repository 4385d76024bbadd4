"""Explains what the exit of a person costs: redundancy, notice, strain, and the part of it that is special."""

from collections.abc import Iterator, Sequence

from payband.calendar import date_text
from payband.library import Figure, figures_used
from payband.review.explanation.chains import Answer, Chain, Step, money, said, whole
from payband.review.inputs.inputs import Inputs
from payband.review.parts.exits.costs import Exit, exit_of
from payband.review.parts.tables.exit_costs import COSTS, EXITS, REDUNDANCY
from payband.rules.leaving.redundancy import half_weeks, week_limit
from payband.units import pounds_text

__all__ = ["exit_chains", "people_who_leave"]


def people_who_leave(inputs: Inputs) -> dict[str, str]:
    """The references of those in table Exits, by the reference in small letters."""
    return {row.person.casefold(): row.person for row in inputs.rows_of(EXITS.name)}


def exit_chains(inputs: Inputs, key: str) -> Iterator[Chain]:
    """The package of somebody in table Exits, and its special part; `key` is the reference in small letters."""
    for row in inputs.rows_of(EXITS.name):
        if row.person.casefold() != key:
            continue
        with figures_used() as used:
            of = exit_of(inputs, row)
        named = (("person", row.person),)
        yield Chain("Exit costs: the package", tuple(_package(of, list(used))), Answer(COSTS.name, named, "package"))
        yield Chain("Exit costs: the special part", tuple(_special(of)), Answer(COSTS.name, named, "special_part"))


def _package(of: Exit, used: Sequence[Figure]) -> Iterator[Step]:
    row = of.row
    if row.reason == REDUNDANCY:
        limit = week_limit(row.leaves_on)
        weeks = half_weeks(row.age, row.full_years)
        yield whole("age", row.age, f"on {date_text(row.leaves_on)}")
        yield whole("full years of service", row.full_years, "the last 20 count; none with less than two")
        yield said("weeks' pay", f"{weeks / 2:g}", "half a week below 22, one from 22, one and a half from 41")
        yield money("a week's pay", min(row.week_pay, limit), f"{pounds_text(row.week_pay)}, up to the limit", used)
        yield money("statutory redundancy pay", of.statutory, "the weeks at that week's pay")
        if row.multiplier is not None:
            at = "that week's pay" if row.scheme_capped else f"the actual {pounds_text(row.week_pay)}"
            rule = f"{float(row.multiplier):g} times the weeks at {at}, less the statutory"
            yield money("scheme above", of.scheme_above, rule)
    else:
        yield said("reason", row.reason, "no redundancy pay")
    yield money("notice pay", row.notice_pay, "in place of notice")
    yield money("special payment", row.special_payment, "above all entitlement")
    yield money("strain", of.strain, of.strain_why or "no pension is paid early")
    yield money("package", of.package, "all of it, with strain")


def _special(of: Exit) -> Iterator[Step]:
    row = of.row
    yield money("special payment", row.special_payment, "above all entitlement")
    if row.multiplier is not None:
        chosen = "chosen case by case" if row.scheme_discretionary else "an entitlement: not counted"
        yield money("scheme above", of.scheme_above if row.scheme_discretionary else 0, chosen)
    if of.strain:
        chosen = "the authority chose it" if row.strain_discretionary else "not chosen by the authority: not counted"
        yield money("strain", of.strain if row.strain_discretionary else 0, chosen)
    yield money("special part", of.special, "what is paid above entitlement")
