"""Explains a person of a review: how the salary was slotted."""

from payband.review.core.slotting import Slotted
from payband.review.explanation.chains import Answer, Chain, Step, day, money, percent, said
from payband.review.explanation.figure import further_chains
from payband.review.explanation.protection import protection_chains
from payband.review.explanation.range import range_and_figures, range_steps
from payband.review.explanation.several_posts import chains_of_posts
from payband.review.results import Results
from payband.review.slotting_list import Placement, Placements, stays_until
from payband.review.steps_by_years import step_by_years
from payband.sheets.sheet import Each
from payband.units import pounds_text

__all__ = ["person_chains"]

_RULES = {
    "nearest": "the point whose salary is nearest",
    "next above": "the first point at or above the salary",
    "next below": "the last point at or below the salary",
    "bottom": "the bottom of the range",
    "same point": "the point with the same salary",
}


def person_chains(results: Results, everybody: Placements, number: int) -> list[Chain]:
    """Slotting, protection by financial year and its on-costs, of a person by the place in table People."""
    placed, figures = everybody[number], everybody.figures
    slotting = _slotting(results, placed, figures.row(Slotted, number))
    row = (("person", placed.person.person),)
    more = further_chains(figures, Slotted, number, [slotting], "SlottingList", row)
    return [slotting, *more, *chains_of_posts(results, number), *protection_chains(results, placed)]


def _slotting(results: Results, placed: Placement, slotted: Each) -> Chain:
    inputs, person, slot = results.inputs, placed.person, placed.slot
    settings, declared = inputs.settings, Slotted.columns
    steps: list[Step] = [money(declared["salary_now"].heading, slotted.salary_now, declared["salary_now"].says)]
    if person.fte != 1:
        steps.append(said("FTE", str(person.fte), "share of full time; salaries are compared at full time"))
    row = (("person", person.person),)
    if placed.line is None or not placed.line.grade:
        last = stays_until(placed, settings)
        if last is not None:
            steps.append(day("leaves on", last, "paid until then; the saving of the year is less by that"))
        steps.append(said("outcome", placed.outcome.value, placed.why))
        return Chain("Slotting", tuple(steps), Answer("SlottingList", row, "outcome"))
    found, figures = range_and_figures(inputs, placed.line.grade)
    titled = f"{found.title}, " if found.title and found.title != found.grade else ""
    provisional = "; provisional" if found.provisional else ""
    steps.append(said("grade", found.grade, f"{titled}the grade of {placed.line.line}{provisional}"))
    steps += range_steps(found, figures, person.salary_now)
    if person.full_years is not None:
        by_years = step_by_years(person.full_years, found, settings.implementation_date)
        steps.append(said("full years in the grade", str(person.full_years), f"{by_years.words}: {by_years.step}"))
    elif found.points:
        tie = (
            f"; a tie goes to the {settings.tie} point" if settings.tie and settings.slotting_rule == "nearest" else ""
        )
        steps.append(said("slotting rule", settings.slotting_rule, f"{_RULES[settings.slotting_rule]}{tie}"))
    else:
        rule = "the bottom of the range" if settings.slotting_rule == "bottom" else "a salary inside the range stays"
        steps.append(said("slotting rule", "no points", rule))
    if slot is None:
        steps.append(said("outcome", placed.outcome.value, placed.why))
        return Chain("Slotting", tuple(steps), Answer("SlottingList", row, "outcome"))
    if slot.point is not None:
        chosen = "chosen by the rule; outside the range its nearer end"
        steps.append(said("point", slot.point, chosen if person.full_years is None else "whatever the salary is"))
    estimated = "; rests on an estimated point" if slot.estimated else ""
    steps.append(money(declared["salary_new"].heading, slotted.salary_new, f"a year, full-time{estimated}"))
    steps.append(said("outcome", slot.outcome.value))
    share = declared["change_share"]
    steps.append(percent(share.heading, slotted.change_share, share.says))
    less = f"{pounds_text(slotted.salary_new)} less {pounds_text(slotted.salary_now)}"
    steps.append(money(declared["change"].heading, slotted.change, less))
    return Chain("Slotting", tuple(steps), Answer("SlottingList", row, "change"))
