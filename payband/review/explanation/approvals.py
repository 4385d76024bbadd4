"""Explains the approvals that touch a person or a line: what is counted, the threshold, and whether it is reached."""

from collections.abc import Iterator, Sequence

from payband.library import figures_used
from payband.review.approvals import Approvals, Tested
from payband.review.core.approval_subject import Outcome, What
from payband.review.core.approval_words import tier_of
from payband.review.core.approvals import Approval, Counted
from payband.review.explanation.chains import Answer, Chain, Step, money, said
from payband.review.explanation.figure import further_chains
from payband.review.inputs.tables import PackageElement
from payband.review.results import Results
from payband.review.slotting_list import Placement
from payband.rules.cost.levy import levy_rate
from payband.rules.cost.national_insurance import ni_figures
from payband.sheets.sheet import Each
from payband.sheets.unknown import Unknown

__all__ = ["approval_chains"]

_MEASURES = {
    "base salary": "the salary alone",
    "package": "the salary and the pay elements that count",
    "employer cost": "the salary, the pay elements that count, and the employer's on-costs",
    "severance": "severance payments",
}
_NEEDED = {Outcome.NEEDED: "yes", Outcome.NOT_NEEDED: "no", Outcome.UNKNOWN: "not known"}


def approval_chains(results: Results, key: str, placed: Sequence[Placement]) -> Iterator[Chain]:
    """The chains of each test of the person or line of a name in small letters; of a line, how its people fare too."""
    approvals = results.approvals_tested
    of_person = {each.person.person.casefold(): each.line.line.casefold() for each in placed if each.line is not None}
    for each in approvals.tests:
        name = each.name.casefold()
        if name == key:
            yield from _chains(results, approvals, each)
        elif name == of_person.get(key):
            yield from _chains(results, approvals, each, " (the person's line)")
        elif of_person.get(name) == key and each.outcome is Outcome.NEEDED:
            yield from _chains(results, approvals, each, " (a person in the line)")


def _chains(results: Results, approvals: Approvals, tested: Tested, whose: str = "") -> Iterator[Chain]:
    """The chain of a test, and one for each further figure of it."""
    subject, row = tested.subject, tested.row
    rule = subject.rule
    tier = tier_of(row) or rule.above_nothing[-1]
    measured = rule.measure if subject.what is What.SEVERANCE else f"{rule.measure}, {rule.tested_at}"
    body = f"{tested.body}: " if tested.body else ""
    steps = [
        said("what is counted", measured, _MEASURES[rule.measure]),
        *_salary(row, tested),
        *(money(each.element.input.element, each.amount, _of(each.element.input)) for each in row.rows(Counted)),
        *_on_costs(results, row),
        money("amount tested", tested.amount, f"posts: {tested.posts}"),
        money("threshold", tier.threshold, f"approval is needed {tier.comparison} it", [rule.figure_of(tier)]),
        said("approval needed", _NEEDED[tested.outcome], f"{body}{tested.reason}"),
    ]
    key = (("what", subject.name), ("rule", rule.name), ("reason", tested.reason))
    title = f"Approval by the rule '{rule.name}': {subject.name}{whose}"
    chain = Chain(title, tuple(steps), Answer("ApprovalsNeeded", key, "needed"))
    yield chain
    of = f" by the rule '{rule.name}': {subject.name}{whose}"
    yield from further_chains(
        approvals.figures, Approval, row.number, [chain], "ApprovalsNeeded", key, of=of, but=("posts",)
    )


def _salary(row: Each, tested: Tested) -> Iterator[Step]:
    """The salary that a test looks at: a person's own, or the end of the range that the rule tests."""
    subject = tested.subject
    if tested.amount is None or not row.top.is_there:
        return
    if not row.over_range:
        yield money("salary", row.top.basic, "a year, for the time worked")
        return
    span = row.line.grade.input.span
    if row.at_bottom:
        yield money("salary", row.bottom.basic, f"the bottom of {span}")
    elif subject.what is What.VACANCY and subject.line is not None and subject.line.fte_each != 1:
        yield money("salary", row.top.basic, f"the top of {span}, for {subject.line.fte_each} of full time")
    else:
        yield money("salary", row.top.basic, f"the top of {span}")


def _of(element: PackageElement) -> str:
    return f"a year, of {element.line_or_person}, table Package"


def _on_costs(results: Results, row: Each) -> Iterator[Step]:
    """The employer's on-costs of the salary, where the rule counts them."""
    terms = row.input.terms
    year = row.year_at_bottom if row.at_bottom else row.year_at_top
    if terms is None or isinstance(row.amount, Unknown):
        return
    months = results.inputs.settings.price_base
    with figures_used() as used:
        for month in months.months:
            ni_figures(month.pay_date, terms.category, "month", terms.contracted_out)
        for month in months.months if terms.levy else ():
            levy_rate(month.pay_date)
    yield money("on-costs", year.on_costs, f"of the salary in {months}", used)
