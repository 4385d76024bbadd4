"""Questions put the other way round: the award a budget allows, the rate a cost implies, protection, and posts."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from payband.calendar import FinancialYear, date_text, last_day_after
from payband.errors import UnknownName, WrongInput, nearest_name
from payband.review.core.solve import greatest_that, rate_that_costs
from payband.review.fewer_posts import ENDS, overfilled, with_displaced
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import horizon_years
from payband.review.inputs.tables import PayAwardRow, StructureLine
from payband.review.parts.one_off_costs import one_off_costs
from payband.review.ranges import Ranges
from payband.review.risk.measures import measured
from payband.review.scenarios.stated_costs import as_they_move, moving_as_in
from payband.review.slotting_list import DISPLACED, LEAVES, placements
from payband.review.structure_cost import structure_cost
from payband.review.years.outlook import Memo, outlook
from payband.rules.cost.on_costs import share_of_pay
from payband.rules.protection import TAPERS
from payband.rules.shares import share_of
from payband.units import counted, percent_text, pounds, pounds_text

__all__ = [
    "Solution",
    "award_within",
    "on_cost_rate_that_costs",
    "pension_rate_that_costs",
    "posts_that_save",
    "protection_that_breaks_even",
]

MOST_RATE = 10_000
MOST_POSTS = 100_000


class Solution(NamedTuple):
    """An answer, or why there is none, in words; amounts are pence and the answer is a whole number of its unit."""

    question: str
    answer: int | None
    unit: str
    target: int
    reached: int
    """What the answer comes to; without an answer, what comes nearest to the target."""
    sentences: Sequence[str]

    @property
    def shown(self) -> str:
        """The answer in words."""
        if self.answer is None:
            return "no answer"
        return percent_text(self.answer) if self.unit == "basis points" else counted(self.answer, self.unit)

    def text(self) -> str:
        """The question, the answer and what it rests on."""
        return "\n".join([f"{self.question}: {self.shown}", *(f"  {each}" for each in self.sentences)])

    def to_dict(self) -> dict[str, Any]:
        """The solution as one object of plain values; amounts are `Decimal` pounds."""
        return {
            "question": self.question,
            "answer": self.answer,
            "unit": self.unit if self.unit == "basis points" else f"{self.unit}s",
            "shown": self.shown,
            "target": pounds(self.target),
            "reached": pounds(self.reached),
            "short_by": None if self.answer is not None else pounds(abs(self.target - self.reached)),
            "sentences": list(self.sentences),
        }


# --- a pay award ---------------------------------------------------------------------------------------------------


def award_within(
    inputs: Inputs, on: date, budget: int, year: FinancialYear | None = None, *, added: bool = False
) -> Solution:
    """The greatest pay award of a day, in basis points, with which a year does not cost more than a budget.

    The award stands in place of those of the same day, for all salaries; the new salary goes to the nearest £1. The
    cost is that of the structure that is paid, with on-costs and protection, in `year`, or else in the financial year
    of the day; with `added` the budget is for what the award adds to it. Raises WrongInput for a day outside the
    horizon and for a year that is not known.
    """
    years = horizon_years(inputs.settings)
    year = year or FinancialYear.containing(on)
    if not inputs.settings.implementation_date < on <= years[-1].ends_on:
        raise WrongInput(
            f"the award's day is {date_text(on)}: give one after {date_text(inputs.settings.implementation_date)} and "
            f"not after {date_text(years[-1].ends_on)}, the end of the horizon"
        )
    if year not in years:
        raise WrongInput(f"the year is {year}: give one of the horizon, {years[0]} to {years[-1]}")
    if on > year.ends_on:
        raise WrongInput(f"the award of {date_text(on)} costs nothing in {year}, which ends before: give a later year")
    memo = Memo()
    others = tuple(row for row in inputs.pay_awards if row.effective_from != on)

    def cost_at(rate: int) -> int:
        row = PayAwardRow.model_construct(
            row=0, effective_from=on, percent=rate, flat=0, rounding="nearest £1", at_least=0, up_to=None, source=""
        )
        looked = outlook(inputs._replace(pay_awards=(*others, row) if rate else others), memo)
        total = looked.total(year)
        if total is None:
            said = [*(f"{line}: {why}" for line, why in looked.why.items()), *looked.warnings]
            raise WrongInput(f"the cost of {year} is not known: {said[0] if said else 'a line has no cost'}")
        return total.proposed.cost + total.protection_cost

    before = cost_at(0)
    floor = before if added else 0
    found = greatest_that(lambda rate: cost_at(rate) - floor <= budget, 0, MOST_RATE)
    of_what = "what it adds" if added else "the cost"
    question = f"The pay award of {date_text(on)} with which {of_what} in {year} stays within {pounds_text(budget)}"
    said = [f"without an award {year} costs {pounds_text(before)}, protection included"]
    if found is None:
        nearest = before - floor
        said.append(f"there is no answer: even without an award that is {pounds_text(nearest - budget)} too much")
        return Solution(question, None, "basis points", budget, nearest, said)
    reached = cost_at(found) - floor
    said.append(
        f"at {percent_text(found)} {year} costs {pounds_text(cost_at(found))}, {pounds_text(budget - reached)} within "
        f"the budget; the award adds {pounds_text(cost_at(found) - before)}"
    )
    if found < MOST_RATE:
        over = cost_at(found + 1) - floor - budget
        said.append(f"at {percent_text(found + 1)} the budget is passed by {pounds_text(over)}")
    else:
        said.append("no award is looked for above 100%")
    if (on.month, on.day) != (4, 1) and year == FinancialYear.containing(on):
        said.append(f"a part of the year: the award is paid from {date_text(on)} on")
    return Solution(question, found, "basis points", budget, reached, said)


# --- a rate --------------------------------------------------------------------------------------------------------


def pension_rate_that_costs(inputs: Inputs, cost: int, line: str = "", state: str = "proposed") -> Solution:
    """The one pension rate, in basis points, at which the model of the structure comes nearest to a stated cost.

    The structure is costed in the prices of the price base, every on-cost profile at the same pension rate; `line`
    names one line of it. Raises UnknownName for a line that there is not, WrongInput where a line has no model.
    """
    of_what, state_at = _model_of(inputs, line, state)

    def cost_at(rate: int) -> int:
        modelled, _ = state_at(rate)
        return modelled

    question = f"The pension rate at which {of_what}, costs {pounds_text(cost)} a year"
    found = rate_that_costs(cost, cost_at, MOST_RATE)
    if found is None:
        nearest, rate = (cost_at(0), 0) if cost < cost_at(0) else (cost_at(MOST_RATE), MOST_RATE)
        return _no_rate(question, cost, nearest, rate)
    reached = cost_at(found)
    said = [f"at {percent_text(found)} the model costs {pounds_text(reached)}, {_beside(reached, cost)}", _A_FIT]
    return Solution(question, found, "basis points", cost, reached, said)


def on_cost_rate_that_costs(inputs: Inputs, cost: int, line: str = "", state: str = "proposed") -> Solution:
    """The on-costs in all, in basis points of the salaries, with which a structure comes nearest to a stated cost.

    The salaries are those of the model, less what others pay. Raises as `pension_rate_that_costs` does.
    """
    of_what, state_at = _model_of(inputs, line, state)
    _, salaries = state_at(0)
    question = f"The on-costs, as a share of salaries, with which {of_what}, costs {pounds_text(cost)} a year"
    if not salaries:
        raise WrongInput(f"{of_what}, has no salaries, so that no on-costs follow from a cost: give it posts")
    if not salaries <= cost <= salaries * 2:
        nearest, rate = (salaries, 0) if cost < salaries else (salaries * 2, MOST_RATE)
        return _no_rate(question, cost, nearest, rate)
    found = share_of(cost - salaries, salaries)
    reached = salaries + share_of_pay(salaries, found)
    said = [
        f"salaries of {pounds_text(salaries)} with {percent_text(found)} on them are {pounds_text(reached)}, "
        f"{_beside(reached, cost)}",
        _A_FIT,
    ]
    return Solution(question, found, "basis points", cost, reached, said)


_A_FIT = "a fit of this one figure, and not a reproduction of the method behind it"


def _model_of(inputs: Inputs, line: str, state: str) -> tuple[str, Callable[[int], tuple[int, int]]]:
    """What is costed, in words, and its cost and salaries at a pension rate; stated costs are left aside."""
    if line:
        line = _line_of(inputs, line, state).line
    ranges = Ranges(inputs)
    placed = placements(inputs, ranges)
    modelled = tuple(each.model_copy(update={"stated_cost": None}) for each in inputs.structure)

    def state_at(rate: int) -> tuple[int, int]:
        profiles = tuple(each.model_copy(update={"pension_rate": rate}) for each in inputs.on_costs)
        found = structure_cost(inputs._replace(structure=modelled, on_costs=profiles), ranges, placed)
        [costed] = [each for each in found.lines if each.name.casefold() == line.casefold()] or [found.total]
        costed_state = costed.now if state == "now" else costed.proposed
        if costed_state.modelled is None or costed_state.salaries is None:
            raise WrongInput(
                f"the {state} structure has a line that cannot be modelled: give it a grade with known pay"
            )
        return costed_state.modelled, costed_state.salaries

    return f"{line}, {state}" if line else f"the structure, {state}", state_at


def _no_rate(question: str, cost: int, nearest: int, rate: int) -> Solution:
    said = [
        f"there is no answer from 0% to 100%: the nearest is {pounds_text(nearest)} at {percent_text(rate)}, "
        f"{pounds_text(abs(nearest - cost))} too {'much' if nearest > cost else 'little'}"
    ]
    return Solution(question, None, "basis points", cost, nearest, said)


def _beside(found: int, target: int) -> str:
    if found == target:
        return "exactly"
    return f"{pounds_text(abs(found - target))} {'more' if found > target else 'less'}"


# --- protection ----------------------------------------------------------------------------------------------------


def protection_that_breaks_even(inputs: Inputs, least: int = 0) -> Solution:
    """The longest protection, in months, with which the net saving over the horizon is not below `least` pence.

    The net saving is after protection and one-off costs. What is paid after the horizon is not counted, so that no
    protection is looked for that lasts longer. Raises WrongInput where a year is not known.
    """
    memo = Memo()
    settings = inputs.settings
    ends_on = horizon_years(settings)[-1].ends_on
    most = 0
    while last_day_after(settings.implementation_date, most + 1) <= ends_on:
        most += 1
    limit = "the horizon; the setting 'horizon' looks further"
    terms = settings.protection
    shares_last = TAPERS.get(terms.form, 0) * len(terms.shares)
    if terms.form in TAPERS and shares_last < most:
        most = shares_last
        of = f"the policy {terms.policy}" if terms.policy else "the setting 'protection shares'"
        limit = f"{of} says; another share looks further"
    costs = one_off_costs(inputs)

    def net_at(months: int) -> int:
        lengths = tuple(each._replace(months=months) for each in terms.lengths)
        varied = inputs._replace(settings=settings.model_copy(update={"protection_lengths": lengths}))
        return measured(outlook(varied, memo), costs, 0, 0).net_saving

    found = greatest_that(lambda months: net_at(months) >= least, 0, most)
    years = horizon_years(settings)
    question = f"The longest protection with which {years[0]} to {years[-1]} save {pounds_text(least)} or more"
    if found is None:
        said = [
            f"there is no answer: without any protection the net saving is {pounds_text(net_at(0))}, "
            f"{pounds_text(least - net_at(0))} too little"
        ]
        return Solution(question, None, "month", least, net_at(0), said)
    said = [f"with {counted(found, 'month')} the net saving is {pounds_text(net_at(found))}"]
    if found < most:
        said.append(f"with {counted(found + 1, 'month')} it is {pounds_text(net_at(found + 1))}")
    elif net_at(0) == net_at(most):
        said.append("protection makes no difference: nobody is protected")
    else:
        said.append(f"that is as long as {limit}")
    return Solution(question, found, "month", least, net_at(found), said)


# --- posts ---------------------------------------------------------------------------------------------------------


def posts_that_save(inputs: Inputs, line: str, saving: int) -> Solution:
    """The greatest number of posts of a proposed line with which the structure saves a target in a full year.

    The saving is that of the whole structure in the prices of the price base, before protection. With fewer posts than
    people it depends on who is displaced: the answer saves the target whoever it is. Raises UnknownName for a line
    that is not proposed, WrongInput for one with a stated cost that does not move with its posts.
    """
    inputs = as_they_move(inputs)
    chosen = _line_of(inputs, line, "proposed")
    if chosen.stated_cost is not None and chosen.modelled_when_stated is None:
        raise WrongInput(f"the line '{chosen.line}' has a stated cost, which its posts do not change: empty it first")
    ranges = Ranges(inputs)
    as_it_is = placements(inputs, ranges)

    @cache
    def savings_at(posts: int) -> tuple[int, int]:
        """The least and the most that are saved, whoever goes."""
        changed = chosen.model_copy(update={"posts": posts})
        varied = inputs._replace(structure=tuple(changed if each is chosen else each for each in inputs.structure))
        varied = moving_as_in(inputs, varied)
        too_few = [each for each in overfilled(varied, as_it_is) if each.line.row == changed.row]
        found = []
        for end in ENDS:
            of_end = with_displaced(varied, too_few, end) if too_few else varied
            placed = placements(of_end, ranges) if too_few else as_it_is
            saved = structure_cost(of_end, ranges, placed).total.saving
            if saved is None:
                raise WrongInput("the saving is not known: every line needs a cost, now and proposed")
            found.append(saved)
        return min(found), max(found)

    def saved(posts: int) -> str:
        least, most = savings_at(posts)
        if least == most:
            return pounds_text(least)
        return f"{pounds_text(least)} to {pounds_text(most)}, depending on who is displaced"

    question = f"The posts of '{chosen.line}' with which a full year saves {pounds_text(saving)}"
    found = greatest_that(lambda posts: savings_at(posts)[0] >= saving, 0, MOST_POSTS)
    if found is None:
        nearest, _ = savings_at(0)
        said = [
            f"there is no answer: without any post of it the structure saves {pounds_text(nearest)}, "
            f"{pounds_text(saving - nearest)} too little"
        ]
        return Solution(question, None, "post", saving, nearest, said)
    said = [f"with {counted(found, 'post')} a full year saves {saved(found)}"]
    if found < MOST_POSTS:
        said.append(f"with {counted(found + 1, 'post')} it saves {saved(found + 1)}")
    holders = sum(each.line is chosen and each.outcome not in (DISPLACED, LEAVES) for each in as_it_is)
    if found < holders:
        said.append(
            f"{counted(holders, 'person is', 'people are')} slotted into it, so "
            f"{counted(holders - found, 'person', 'people')} would be displaced"
        )
    return Solution(question, found, "post", saving, savings_at(found)[0], said)


def _line_of(inputs: Inputs, name: str, state: str) -> StructureLine:
    """The line of a name in a state."""
    lines = inputs.lines(state)
    for each in lines:
        if each.line.casefold() == name.casefold():
            return each
    hint = nearest_name(name, [each.line for each in lines])
    raise UnknownName(f"'{name}' is not a line of the {state} structure; {hint}")
