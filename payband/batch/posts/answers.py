"""The answers of a piece of a table of posts, column by column: the review's rules on whole pence."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from payband.batch.posts.codes import alike, combined, distinct_of, of_codes, small
from payband.batch.posts.column_names import CATEGORY, FTE, GRADE, LEAVES, LINE, PROFILE, SALARY, WAIVED
from payband.batch.posts.columns import Refusal
from payband.batch.posts.places import Place, Places, Wanted
from payband.calendar import last_day_after
from payband.errors import InputProblems, Problem, WrongInput
from payband.forms import Form
from payband.review.columns import (
    groups,
    on_costs_column,
    slot_people,
    spells_column,
    spells_kept,
    why_not_slotted,
)
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.protection_named import contradictions
from payband.review.inputs.tables import Person
from payband.review.ranges import PayRange
from payband.review.slotting_list import terms_of
from payband.rules.cost.on_costs import OnCosts
from payband.rules.placing.slotting_steps import OUTCOMES as _OUTCOMES
from payband.rules.placing.slotting_steps import Outcome
from payband.rules.protection import cost_between, periods
from payband.rules.shares import pay_for_time
from payband.units import pounds_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[Any]

__all__ = ["OUTCOMES", "Answers", "PostRules"]

OUTCOMES = tuple(each.value for each in _OUTCOMES)
"""What can come of a post, in the order of the codes."""

_DISPLACED, _LEFT = _OUTCOMES.index(Outcome.DISPLACED), _OUTCOMES.index(Outcome.LEAVES)
_FEWER_SALARIES = 2  # rows to a distinct salary among the first, from which on it pays to look for posts that are alike
_SAMPLE = 2_048
_MOST_PARTS = 10_000  # of full time: as many as a single FTE can have
_DAY_0 = date(1970, 1, 1)
MONEY_DIGITS = 9  # of pence that a column of money holds; a whole number of 32 bits holds as many
MOST_MONEY = 10**MONEY_DIGITS
NO_DAY = np.int32(-(2**31))


class Answers(NamedTuple):
    """The answers of some posts: columns of pence in 32 bits, of codes and of days.

    Where `slotted` is False only the outcome holds.
    """

    slotted: "Column"
    point: "Column"
    """Where the point stands in `PostRules.points`; -1 in a range without points."""
    salary: "Column"
    change: "Column"
    outcome: "Column"
    estimated: "Column"
    pay_now: "Column"
    pay: "Column"
    protected_until: "Column"
    """Days from 1 January 1970; `NO_DAY` for none."""
    protection: tuple["Column", ...]
    """What protection costs in each of `PostRules.years`."""
    protection_cost: "Column"
    on_costs: OnCosts
    employer_cost: "Column"

    def taken(self, rows: "Column") -> "Answers":
        """The answers of some rows, by their numbers or by a mark on those that are kept."""
        taken: list[Any] = [
            tuple(part[rows] for part in each) if isinstance(each, tuple) else each[rows] for each in self
        ]
        return Answers(*taken)._replace(on_costs=OnCosts(*(part[rows] for part in self.on_costs)))


class PostRules:
    """The rules of a review for columns of posts."""

    def __init__(self, inputs: Inputs) -> None:
        settings = inputs.settings
        if settings.asked:
            raise InputProblems(
                Problem(
                    f"the setting '{each.name}' is empty: {each.ask}",
                    sheet="Settings",
                    table="Settings",
                    column="value",
                )
                for each in settings.asked
            )
        self._inputs = inputs
        self._settings = settings
        self._places = Places(inputs)
        self.points: list[str] = []
        """The points of all the ranges met so far."""
        self._range_starts: dict[PayRange, int] = {}
        wrong = contradictions(settings)
        if not wrong and settings.protection.by_service:
            wrong = [
                (
                    "protection policy",
                    f"'{settings.protection.policy}' protects pay by length of service, which posts do not hold: give "
                    "the months and the form, and mark who is too new as 'protection waived'",
                )
            ]
        if wrong:
            raise InputProblems(
                Problem(f"{name}: {message}", sheet="Settings", table="Settings", column="value")
                for name, message in wrong
            )
        months, starts_on = settings.protection.months, settings.implementation_date
        ends_on = last_day_after(starts_on, months) if months else None
        self.years = periods(starts_on, ends_on, "year") if ends_on else []
        """The financial years that protection can fall in, with their first and last protected day."""

    def wanted(self, codes: dict[str, "Column"], values: dict[str, list[Any]]) -> tuple["Column", list[Place]]:
        """The place of each row as a number, and the places."""
        numbers = np.zeros(len(codes[LINE]), dtype=np.int64)
        kinds: list[tuple[int, ...]] = [()]
        for name in (LINE, GRADE, PROFILE, CATEGORY):
            if len(values[name]) > 1:
                numbers, pairs = combined(numbers, len(kinds), codes[name], len(values[name]))
                kinds = [(*kinds[kind], code) for kind, code in pairs]
            else:
                kinds = [(*kind, 0) for kind in kinds]
        names = (LINE, GRADE, PROFILE, CATEGORY)
        wanted = [Wanted(*(values[name][code] for name, code in zip(names, kind, strict=True))) for kind in kinds]
        return numbers, self._places.of(wanted)

    def refusals(
        self, numbers: "Column", places: Sequence[Place], codes: dict[str, "Column"], values: dict[str, list[Any]]
    ) -> list[Refusal]:
        """The rows whose place cannot be used, and why."""
        refused = []
        for number, place in enumerate(places):
            if place.why:
                for row in np.flatnonzero(numbers == number).tolist():
                    value = values[place.column][codes[place.column][row]] if place.column in codes else ""
                    refused.append(Refusal(row, place.column, str(value), place.why))
        return refused

    def answer(
        self,
        now: "Column",
        numbers: "Column",
        places: Sequence[Place],
        codes: dict[str, "Column"],
        values: dict[str, list[Any]],
    ) -> tuple[Answers, list[Refusal]]:
        """The answers of posts whose places can be used; a row that cannot be slotted is refused, and says why.

        Public pay stands on points, so that many posts are alike in all that decides an answer: each kind is worked out
        once. Where few are, every row is worked out by itself. Lines of one grade with the same on-costs are one place.
        """
        places, numbers = distinct_of(places, numbers)
        if len(np.unique(now[:_SAMPLE])) > min(len(now), _SAMPLE) // _FEWER_SALARIES:
            return self._answer(now, numbers, places, codes, values)
        salaries = pa.array(now).dictionary_encode()
        rows, kinds = alike(
            [
                (salaries.indices.to_numpy(), len(salaries.dictionary)),
                (numbers, len(places)),
                *((codes[name], len(values[name])) for name in (FTE, WAIVED, LEAVES)),
            ]
        )
        of_kinds = {name: codes[name][rows] for name in (FTE, WAIVED, LEAVES)}
        answers, refused = self._answer(now[rows], numbers[rows], places, of_kinds, values)
        why = {refusal.row: refusal for refusal in refused}
        wrong = np.flatnonzero(np.isin(kinds, list(why))) if why else ()
        return answers.taken(kinds), [why[int(kinds[row])]._replace(row=int(row)) for row in wrong]

    def _answer(
        self,
        now: "Column",
        numbers: "Column",
        places: Sequence[Place],
        codes: dict[str, "Column"],
        values: dict[str, list[Any]],
    ) -> tuple[Answers, list[Refusal]]:
        """The same, row by row."""
        count = len(now)
        settings = self._settings
        starts_on = settings.implementation_date
        leaves = values[LEAVES]
        has_left = of_codes([day is not None and day < starts_on for day in leaves], codes[LEAVES])
        goes = of_codes([place.pay_range is not None for place in places], numbers)
        slotted = goes & ~has_left
        outcome = np.where(has_left, _LEFT, _DISPLACED).astype(np.int8)
        point = np.full(count, -1, dtype=np.int32)
        salary = np.zeros(count, dtype=np.int64)
        estimated = np.zeros(count, dtype=bool)
        refused: list[Refusal] = []
        number: int
        ranges, at_range = distinct_of([place.pay_range for place in places], numbers)
        for number, rows in groups(at_range if slotted.all() else np.where(slotted, at_range, at_range.dtype.type(-1))):
            pay_range = ranges[number]
            if number < 0 or pay_range is None:
                continue
            found = slot_people(now[rows], pay_range, settings.slotting_rule, settings.tie)
            if not found.answered.all():
                refused += [self._not_slotted(row, int(now[row]), pay_range) for row in rows[~found.answered].tolist()]
            salary[rows] = found.salary
            point[rows] = np.where(found.place >= 0, found.place + self._start(pay_range), -1)
            estimated[rows] = found.estimated
            outcome[rows] = found.outcome
        parts, of_parts = _time_worked(values[FTE], codes[FTE])
        pay, on_costs, cost = self._paid(salary, point, slotted, numbers, places, codes[FTE], values[FTE])
        protection, until = self._protection(now, salary, parts, of_parts, slotted, codes, values)
        protection_cost = _in_all(protection, count)
        # The others of a post are parts of these, or a salary now, which is at most a million pounds.
        for what, pence in (("protection", protection_cost), ("salary", salary), ("employer cost", cost)):
            _check_fits(what, pence)
        answers = Answers(
            slotted=slotted,
            point=point,
            salary=_narrow(salary),
            change=_narrow(salary - now),
            outcome=outcome,
            estimated=estimated,
            pay_now=_narrow(pay_for_time(now, parts, of_parts)),
            pay=_narrow(pay),
            protected_until=until,
            protection=tuple(map(_narrow, protection)),
            protection_cost=_narrow(protection_cost),
            on_costs=OnCosts(*map(_narrow, on_costs)),
            employer_cost=_narrow(cost),
        )
        return answers, refused

    def _not_slotted(self, row: int, salary: int, pay_range: PayRange) -> Refusal:
        why = why_not_slotted(salary, pay_range, self._settings.slotting_rule, self._settings.tie)
        return Refusal(row, SALARY, pounds_text(salary), why)

    def _start(self, pay_range: PayRange) -> int:
        """Where the points of a range start among those of all ranges."""
        start = self._range_starts.get(pay_range)
        if start is None:
            start = self._range_starts[pay_range] = len(self.points)
            self.points += [each.point for each in pay_range.points]
        return start

    def _paid(
        self,
        salary: "Column",
        point: "Column",
        slotted: "Column",
        numbers: "Column",
        places: Sequence[Place],
        fte: "Column",
        ftes: Sequence[Fraction],
    ) -> tuple["Column", OnCosts, "Column"]:
        """Each post's pay, its on-costs in prices of the price base, and both together.

        They are worked out once for all that are paid the same.
        """
        all_terms, at_terms = distinct_of([place.terms for place in places], numbers)
        if (slotted & (point < 0)).any():  # a range without points: few are paid the same
            rows = at_row = np.arange(len(salary))
        else:
            rows, at_row = alike([(point + 1, len(self.points) + 1), (at_terms, len(all_terms)), (fte, len(ftes))])
        parts, of_parts = _time_worked(ftes, fte[rows])
        pay = pay_for_time(salary[rows], parts, of_parts)
        on_costs = OnCosts(*(np.zeros(len(rows), dtype=np.int64) for _ in OnCosts._fields))
        number: int
        for number, among in groups(at_terms[rows]):
            terms = all_terms[number]
            if terms is not None:
                costs = on_costs_column(pay[among], self._settings.price_base, terms)
                for part, cost in zip(on_costs, costs, strict=True):
                    part[among] = cost
        cost = pay + on_costs.total
        return pay[at_row], OnCosts(*(part[at_row] for part in on_costs)), cost[at_row]

    def _protection(
        self,
        now: "Column",
        salary: "Column",
        parts: "Column",
        of_parts: Form,
        slotted: "Column",
        codes: dict[str, "Column"],
        values: dict[str, list[Any]],
    ) -> tuple[tuple["Column", ...], "Column"]:
        """What protection costs in each year, and its last day."""
        until = np.full(len(now), NO_DAY, dtype=np.int32)
        if not self.years:
            return (), until
        falls = slotted & (salary < now)
        if any(values[WAIVED]):
            falls &= ~of_codes(values[WAIVED], codes[WAIVED])
        leaves = values[LEAVES]
        if (
            len(leaves) == 1
        ):  # nobody leaves: all are protected on the same terms, and a salary from itself costs nothing
            before = np.where(falls, now, salary)
            return self._protected(before, salary, parts, of_parts, leaves[0])
        costs = tuple(np.zeros(len(now), dtype=np.int64) for _ in self.years)
        falling = np.flatnonzero(falls)
        number: int
        for number, among in groups(small(codes[LEAVES][falling], len(leaves))):
            rows = falling[among]
            whole = of_parts if isinstance(of_parts, int) else of_parts[rows]
            found, until[rows] = self._protected(now[rows], salary[rows], parts[rows], whole, leaves[number])
            for cost, of_rows in zip(costs, found, strict=True):
                cost[rows] = of_rows
        return costs, until

    def _protected(
        self, before: "Column", after: "Column", parts: "Column", of_parts: Form, leaves_on: date | None
    ) -> tuple[tuple["Column", ...], "Column"]:
        """The same for posts that are all protected until the same day."""
        found = spells_column(before, after, parts, of_parts, terms_of(_who_leaves(leaves_on), self._inputs))
        last_days = np.array([NO_DAY, *((spell.last - _DAY_0).days for spell in found)], dtype=np.int32)
        costs = tuple(cost_between(found, first, last) for _, first, last in self.years)
        return costs, last_days[spells_kept(found)]


def _time_worked(ftes: Sequence[Fraction], codes: "Column") -> tuple["Column", Form]:
    """The parts of full time that each row's FTE stands for, and of how many: of one whole where all have one.

    A column is divided by one number many times as fast as each row by its own.
    """
    whole = lcm(*(each.denominator for each in ftes))
    if whole > _MOST_PARTS:
        return of_codes([each.numerator for each in ftes], codes), of_codes([each.denominator for each in ftes], codes)
    return of_codes([each.numerator * (whole // each.denominator) for each in ftes], codes), whole


def _in_all(protection: Sequence["Column"], count: int) -> "Column":
    """What protection costs in all its years."""
    total: Column = np.zeros(count, dtype=np.int64)
    for cost in protection:
        total = total + cost
    return total


def _check_fits(what: str, pence: "Column") -> None:
    """Raises WrongInput where an amount has more digits than a column of money: years, awards or rates made it so."""
    if (most := int(pence.max(initial=0))) >= MOST_MONEY:
        raise WrongInput(
            f"a post's {what} comes to {pounds_text(most)}, and a column of money holds less than "
            f"{pounds_text(MOST_MONEY)}: check the protection months, the pay awards and the rates of the settings"
        )


def _narrow(pence: "Column") -> "Column":
    """Amounts below `MOST_MONEY` in half the bytes."""
    return pence.astype(np.int32)


def _who_leaves(day: date | None) -> Person:
    """Somebody of whom only the last day matters."""
    return Person(person="a post", salary_now=1_000, fte=Fraction(1), leaves_on=day)
