"""The page for the auditor: how the audit was made, and what it does not show."""

from collections.abc import Iterator, Sequence

from payband.calendar import date_text
from payband.review.inputs.inputs import Inputs
from payband.review.parts.equal_pay.regression import LEAST_OF_GROUP, PEOPLE_A_TERM
from payband.review.parts.tables.equal_pay import EqualPayRuleRow
from payband.rules.pay.wage_floor import DIVISOR
from payband.units import percent_text

__all__ = ["method"]

_OF_PAY = {
    "basic pay": "The full-time salary of table People, before tax and without protection.",
    "pay elements": "Each element of table Package that is paid now, without severance. What a person has for the time "
    "worked is brought to full time; an element of a line is a full-time post's. Who has none counts with nothing.",
    "total pay": "Basic pay and all pay elements, of a full-time post.",
    "pay an hour": f"Full-time pay over the weeks of a year ({DIVISOR}) and the hours of a full-time week, where these "
    "are given for everybody in the row.",
    "gap": "How far the group's pay lies below that of the group compared with, as a share of the latter.",
}
_OF_REGRESSION = {
    "regression": "Least squares of the natural logarithm of full-time pay, or of pay an hour where everybody's "
    "full-time hours are given, by the library statsmodels. The difference of a group is what its coefficient comes to "
    "as a percentage.",
    "terms": "Job evaluation points, years of service, and hours as a share of full time, as far as they are given and "
    "differ. Who lacks one is left out of that model, and how many are is said. Points go in as a straight line.",
    "interval": "The 95% interval rests on standard errors that hold where pay varies more in some jobs than in others "
    "(HC3). The sheet Equal pay terms has the ordinary standard errors too.",
    "too few people": f"No figure is given with fewer than {PEOPLE_A_TERM} people for each term and the constant, with "
    f"fewer than {LEAST_OF_GROUP} people of a group, or where one term follows from the others.",
}
_NOT_SHOWN = {
    "cause": "A difference that is left does not prove discrimination, and the lack of one does not prove equal pay. "
    "The regression knows only its terms, and nothing of skills, market supplements or starting pay.",
    "points and grades": "Job evaluation itself may be biased, and so may appointments to grades. The regression takes "
    "both as fair.",
    "one person": "It is of averages. A claim for equal pay compares a person with a comparator in equal work, which "
    "no average answers.",
}
_NEXT = "Find the cause of each gap that is looked into, and decide whether it is a good reason; then act."


def method(
    inputs: Inputs, rules: Sequence[EqualPayRuleRow], limits: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[str, str]]:
    """The subjects of the method, each with what was done; `limits` are least people, gap and recurring gap by rule."""
    for rule, (least, gap, recurring) in zip(rules, limits, strict=True):
        name, on = rule.characteristic, date_text(rule.on or inputs.settings.implementation_date)
        source = rule.source or "Equality and Human Rights Commission guidance on equal pay"
        limit = f"A gap of {percent_text(gap)} or more, or one of {percent_text(recurring)} or more that recurs"
        yield f"{name}: day", f"Pay as it stands now; service is counted to {on}."
        yield f"{name}: equal work", _equal_work(rule)
        yield f"{name}: small groups", _small_groups(least)
        yield f"{name}: what is looked into", f"{limit} in another grade or band. Source: {source}."
    yield from _OF_PAY.items()
    yield from _OF_REGRESSION.items()
    for what, words in _NOT_SHOWN.items():
        yield f"what it does not show: {what}", words
    yield "next", _NEXT


def _equal_work(rule: EqualPayRuleRow) -> str:
    if rule.points_a_band:
        return f"People of one grade now, and people whose points are in one band of {rule.points_a_band:,} points."
    return "People of one grade now. No bands of points are given, so that work of equal value is not compared."


def _small_groups(least: int) -> str:
    if least == 1:
        return "Nothing is withheld: the body asked for it."
    return (
        f"Groups of fewer than {least} people are withheld, with as many others as keep them from being worked out; so "
        "are elements that fewer people have, and total pay where it would tell one."
    )
