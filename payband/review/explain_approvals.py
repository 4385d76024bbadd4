"""Explains the approvals that touch a person or a line: what is counted, the threshold, and whether it is reached."""

from collections.abc import Iterator, Sequence

from payband.library import Figure, figures_used
from payband.review.approvals import SEVERANCE, VACANT, Tested
from payband.review.explanation import Answer, Chain, Step, money, said
from payband.review.on_cost_terms import terms_of_line, terms_of_person
from payband.review.ranges import Ranges
from payband.review.results import Results
from payband.review.slotting_list import Placement, full_time_share
from payband.review.tables import StructureLine
from payband.rules.on_costs import on_costs_of_year
from payband.rules.shares import pay_for_time
from payband.units import pounds_text

__all__ = ["approval_chains"]

_MEASURES = {
    "base salary": "the salary alone",
    "package": "the salary and the pay elements that count",
    "employer cost": "the salary, the pay elements that count, and the employer's on-costs",
    "severance": "severance payments",
}


def approval_chains(
    results: Results, key: str, tested: Sequence[Tested], placed: Sequence[Placement]
) -> Iterator[Chain]:
    """A chain for each test of the person or line of a name in small letters; of a line, how its people fare too."""
    figures = {each.name: each for each in results.figures_used if each.name.startswith("approval rule ")}
    of_person = {each.person.person.casefold(): each.line.line.casefold() for each in placed if each.line is not None}
    for each in tested:
        name = each.what.casefold()
        if name == key:
            yield _chain(results, each, figures, placed)
        elif name == of_person.get(key):
            yield _chain(results, each, figures, placed, " (the person's line)")
        elif of_person.get(name) == key and each.needed:
            yield _chain(results, each, figures, placed, " (a person in the line)")


def _chain(
    results: Results, tested: Tested, figures: dict[str, Figure], placed: Sequence[Placement], whose: str = ""
) -> Chain:
    rule = tested.rule
    tier = f"approval rule {rule.name} from {pounds_text(rule.threshold, pence_shown=False).replace(',', '')}"
    used = [figures[name] for name in (tier, f"approval rule {rule.name}") if name in figures][:1]
    measured = rule.measure if rule.measure == "severance" else f"{rule.measure}, {rule.tested_at}"
    steps: list[Step] = [said("what is counted", measured, _MEASURES[rule.measure])]
    holder = next((each for each in placed if each.person.person.casefold() == tested.what.casefold()), None)
    line = results.inputs.proposed_line(tested.what) if holder is None else holder.line
    salary = None if rule.measure == "severance" or tested.amount is None else _salary(results, tested, holder, line)
    if salary is not None:
        steps.append(salary)
    if rule.measure != "base salary":
        names = {tested.what.casefold()}
        if line is not None and rule.measure != "severance":
            names.add(line.line.casefold())  # what belongs to each post of a line belongs to whoever holds one
        steps += _elements(results, rule.measure, names)
    if rule.measure == "employer cost" and salary is not None:
        steps += _on_costs(results, salary.value, holder, line)
    steps.append(money("amount tested", tested.amount, f"posts: {tested.posts}"))
    steps.append(money("threshold", rule.threshold, f"approval is needed {rule.comparison} it", used))
    needed = "not known" if tested.needed is None else "yes" if tested.needed else "no"
    body = f"{rule.approving_body}: " if rule.approving_body else ""
    steps.append(said("approval needed", needed, f"{body}{tested.reason}"))
    row = (("what", tested.what), ("rule", rule.name), ("reason", tested.reason))
    title = f"Approval by the rule '{rule.name}': {tested.what}{whose}"
    return Chain(title, tuple(steps), Answer("ApprovalsNeeded", row, "needed"))


def _salary(results: Results, tested: Tested, holder: Placement | None, line: StructureLine | None) -> Step | None:
    """The salary that a test looks at: a person's own, or the end of the range that the rule tests."""
    if tested.rule.tested_at == "actual":
        if holder is None or holder.slot is None:
            return None
        return money("salary", full_time_share(holder.slot.salary, holder.person), "a year, for the time worked")
    if line is None:
        return None
    found = Ranges(results.inputs).of(line.grade)
    if tested.rule.tested_at == "bottom of range":
        return money("salary", found.bottom, f"the bottom of {found.span}")
    if tested.reason.startswith(VACANT) and found.top is not None and line.fte_each != 1:
        paid = pay_for_time(found.top, line.fte_each.numerator, line.fte_each.denominator)
        return money("salary", paid, f"the top of {found.span}, for {line.fte_each} of full time")
    return money("salary", found.top, f"the top of {found.span}")


def _elements(results: Results, measure: str, names: set[str]) -> Iterator[Step]:
    """The pay elements of the table Package that count for what is tested."""
    for each in results.inputs.package:
        is_severance = each.element.casefold() == SEVERANCE
        if each.line_or_person.casefold() in names and each.counts and is_severance == (measure == SEVERANCE):
            yield money(each.element, each.amount, f"a year, of {each.line_or_person}, table Package")


def _on_costs(results: Results, salary: int, holder: Placement | None, line: StructureLine | None) -> Iterator[Step]:
    """The employer's on-costs of the salary, where the rule counts them."""
    inputs = results.inputs
    terms = None
    if holder is not None:
        terms = terms_of_person(inputs, holder.person, line)
    elif line is not None:
        terms = terms_of_line(inputs, line)
    if terms is not None:
        with figures_used() as used:
            costs = on_costs_of_year(salary, inputs.settings.price_base, terms)
        yield money("on-costs", costs.total, f"of the salary in {inputs.settings.price_base}", used)
