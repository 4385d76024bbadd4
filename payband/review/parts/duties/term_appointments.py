"""The answers of term appointments: the cost to the end of the term by year, shares of budgets, and the checklist."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from payband.calendar import FinancialYear, date_text
from payband.errors import PaybandError, Problem, nearest_name
from payband.library.questionnaires import ChecklistItem, checklist
from payband.review.answers import AnswerRows, day_text
from payband.review.check import Check, passed
from payband.review.core.paid_between import paid_between
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_profile
from payband.review.inputs.rates import Rates
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables import term_appointments as tables
from payband.review.parts.tables.term_appointments import NOT_STATED, BudgetRow, DisqualificationRow, TermRow
from payband.review.ranges import PayRange, Ranges
from payband.rules.cost.on_costs import OnCostTerms, on_costs_of_year
from payband.rules.shares import share_of
from payband.units import counted, pounds_text

__all__ = ["PROBLEMS", "answer"]


class _Item(Enum):
    """How an item of the checklist came out, in the words of the answer."""

    IN_ORDER = "in order"
    UNDATED = f"in order, date {NOT_STATED}"
    DISQUALIFIED = "not in order"
    NOT_ANSWERED = "not answered"

    @property
    def is_in_order(self) -> bool:
        """Whether nothing stands against the appointment."""
        return self in (_Item.IN_ORDER, _Item.UNDATED)


class _YearOfTerm(NamedTuple):
    """What an appointment costs in a financial year of its term, pence."""

    year: FinancialYear
    first: date
    last: date
    salary: int
    on_costs: int | None

    @property
    def cost(self) -> int | None:
        """Salary and on-costs; unknown where the on-costs are."""
        return None if self.on_costs is None else self.salary + self.on_costs


def _years(row: TermRow, annual: int, terms: OnCostTerms | None, rates: Rates, by: str) -> list[_YearOfTerm]:
    """The years of a term from its first day to its last; none where a date of it is not stated."""
    found: list[_YearOfTerm] = []
    if row.starts_on is None or row.ends_on is None:
        return found
    first = row.starts_on
    while first <= row.ends_on:
        year = FinancialYear.containing(first)
        last = min(year.ends_on, row.ends_on)
        found.append(_YearOfTerm(year, first, last, *paid_between(annual, first, last, terms, rates, by)))
        first = FinancialYear(year.start + 1).starts_on
    return found


def _salaries(row: TermRow, pay_range: PayRange) -> Mapping[str, int]:
    """What the post is costed at, pence a year, as far as it is known."""
    salaries = {"bottom": pay_range.bottom, "actual": row.salary, "top": pay_range.top}
    return {name: salary for name, salary in salaries.items() if salary is not None}


def _items(row: TermRow, inputs: Inputs) -> list[ChecklistItem]:
    """The items of a post's checklist in force on the implementation date, as its pay range is."""
    return checklist(row.checklist, inputs.settings.implementation_date) if row.checklist else []


def _answer_to(item: ChecklistItem, row: TermRow, inputs: Inputs) -> DisqualificationRow | None:
    for each in inputs.rows_of(tables.DISQUALIFICATION.name):
        if (each.post.casefold(), each.item.casefold()) == (row.post.casefold(), item.item.casefold()):
            found: DisqualificationRow = each
            return found
    return None


# --- what must hold ------------------------------------------------------------------------------------------------


def _days(inputs: Inputs) -> Iterator[Problem]:
    """Terms that end before they start."""
    for row in inputs.readable_rows(tables.APPOINTMENTS.name):
        if _ends_before_it_starts(row):
            message = (
                f"ends on {date_text(row.ends_on)}, before it starts on {date_text(row.starts_on)}: put them right"
            )
            yield _at(tables.APPOINTMENTS, row, "ends on", message)


def _ends_before_it_starts(row: TermRow) -> bool:
    return bool(row.starts_on and row.ends_on and row.ends_on < row.starts_on)


def _pay(inputs: Inputs) -> Iterator[Problem]:
    """Grades that nobody knows, and terms past the rates."""
    ranges = Ranges(inputs)
    for row in inputs.rows_of(tables.APPOINTMENTS.name):
        if _ends_before_it_starts(row):
            continue
        try:
            pay_range = ranges.of(row.grade)
        except PaybandError as error:
            yield _at(tables.APPOINTMENTS, row, "grade", str(error))
            continue
        try:
            for salary in _salaries(row, pay_range).values():
                _years(
                    row,
                    salary,
                    terms_of_profile(inputs, row.on_cost_profile),
                    Rates(inputs.assumptions),
                    inputs.settings.part_months,
                )
        except PaybandError as error:  # the rates do not reach that far
            yield _at(tables.APPOINTMENTS, row, "ends on", str(error))


def _checklists(inputs: Inputs) -> Iterator[Problem]:
    """Checklists that nobody knows, and answers to items that they have not."""
    rows = inputs.rows_of(tables.APPOINTMENTS.name)
    for row in rows:
        try:
            _items(row, inputs)
        except PaybandError as error:
            yield _at(tables.APPOINTMENTS, row, "checklist", str(error))
            return  # whose items the answers are is not known
    yield from _unknown_answers(inputs, rows)


def _budgets(inputs: Inputs) -> Iterator[Problem]:
    """Budgets of nothing."""
    for budget in inputs.readable_rows(tables.BUDGETS.name):
        if not budget.amount:
            yield _at(
                tables.BUDGETS,
                budget,
                "budget amount",
                "is £0: a share of nothing cannot be worked out, give the amount",
            )


PROBLEMS = (_days, _pay, _checklists, _budgets)


def _unknown_answers(inputs: Inputs, rows: tuple[TermRow, ...]) -> Iterator[Problem]:
    posts = {row.post.casefold(): row for row in rows}
    for each in inputs.rows_of(tables.DISQUALIFICATION.name):
        row = posts[each.post.casefold()]
        items = [item.item for item in _items(row, inputs)]
        if not items:
            message = f"{row.post} names no checklist in table {tables.APPOINTMENTS.name}: name one there"
            yield _at(tables.DISQUALIFICATION, each, "item", message)
        elif each.item.casefold() not in {item.casefold() for item in items}:
            message = f"'{each.item}' is not an item of {row.checklist}; {nearest_name(each.item, items)}"
            yield _at(tables.DISQUALIFICATION, each, "item", message)


def _at(table: InputTable, row: Any, column: str, message: str) -> Problem:
    return Problem(message, sheet=table.sheet, table=table.name, row=row.row, column=column)


# --- the answers ---------------------------------------------------------------------------------------------------


class _Appointment:
    """An appointment with its range, and the years of its term at each salary."""

    def __init__(self, row: TermRow, calculated: Calculated, rates: Rates) -> None:
        inputs = calculated.inputs
        self.row = row
        self.range = calculated.ranges.of(row.grade)
        self.terms = terms_of_profile(inputs, row.on_cost_profile)
        self.salaries = _salaries(row, self.range)
        self.years = {
            name: _years(row, salary, self.terms, rates, inputs.settings.part_months)
            for name, salary in self.salaries.items()
        }
        self.items = [(item, _answer_to(item, row, inputs)) for item in _items(row, inputs)]
        self.price_base = inputs.settings.price_base

    def in_range(self) -> bool | None:
        """Whether the salary lies in the range; None where one of them is not known."""
        if self.row.salary is None or self.range.bottom is None or self.range.top is None:
            return None
        return self.range.bottom <= self.row.salary <= self.range.top

    def to_the_end(self, name: str) -> int | None:
        """What it costs to the end of the term; None where the end, the salary or the on-costs are not stated."""
        costs = [year.cost for year in self.years.get(name, ())]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if costs and len(known) == len(costs) else None

    def why(self) -> str:
        """What the cost to the end of the term is, or what it lacks."""
        lacks = [f"the {name} of the term is {NOT_STATED}" for name in _days_lacking(self.row)]
        if self.terms is None:
            lacks.append(f"on-costs are {NOT_STATED}: name an on-cost profile")
        if self.row.salary is None:
            lacks.append(f"the salary within the range is {NOT_STATED}")
        held = "salary as it is today, without pay awards" if self.row.starts_on and self.row.ends_on else ""
        ends = f"ends with {self.row.term}" if self.row.term else ""
        return "; ".join(part for part in (ends, *lacks, held) if part)

    def outcomes(self) -> list[_Item]:
        """How each item of the checklist came out."""
        return [_outcome(item, given) for item, given in self.items]


def _days_lacking(row: TermRow) -> list[str]:
    """The days of a term that nobody states: what it ends with may be known, and its day may not."""
    days = {"first day": row.starts_on, "last day": row.ends_on}
    return [name for name, day in days.items() if day is None]


def _outcome(item: ChecklistItem, given: DisqualificationRow | None) -> _Item:
    if given is None or given.answer is None:
        return _Item.NOT_ANSWERED
    if given.answer != item.clear_answer:
        return _Item.DISQUALIFIED
    return _Item.IN_ORDER if given.checked_on else _Item.UNDATED


def answer(calculated: Calculated) -> PartAnswer:
    """The cost of each appointment to the end of its term, shares of budgets, and the checklist."""
    inputs = calculated.inputs
    rates = Rates(inputs.assumptions)
    found = [_Appointment(row, calculated, rates) for row in inputs.rows_of(tables.APPOINTMENTS.name)]
    budgets: tuple[BudgetRow, ...] = inputs.rows_of(tables.BUDGETS.name)
    answers = (
        AnswerRows(tables.COSTS, [_cost_row(each) for each in found]),
        AnswerRows(tables.BY_YEAR, [row for each in found for row in _year_rows(each)]),
        AnswerRows(tables.SHARES, [*_post_shares(found, budgets), *_budget_shares(budgets)]),
        AnswerRows(tables.CHECKLIST, [row for each in found for row in _checklist_rows(each)]),
    )
    warnings = [
        f"Term appointments: the {name} of the term of {each.row.post} is {NOT_STATED}, so there is no cost to its end"
        for each in found
        for name in _days_lacking(each.row)
    ]
    warnings += [f"Term appointments rest on an assumption in {year}: {text}" for year, text in rates.assumed.items()]
    summary = [("Term appointments", each.row.post, _in_words(each), "text") for each in found]
    return PartAnswer(answers, checks=list(_checks(found)), warnings=warnings, summary=summary)


def _cost_row(each: _Appointment) -> tuple[Any, ...]:
    row, pay_range = each.row, each.range
    ends = day_text(row.ends_on) or (f"with {row.term}" if row.term else NOT_STATED)
    days = (day_text(row.starts_on) or NOT_STATED, ends)
    costs = (each.to_the_end(name) for name in ("bottom", "actual", "top"))
    pay = (pay_range.bottom, row.salary, pay_range.top)
    return (row.post, pay_range.grade, *pay, each.in_range(), *days, *costs, each.why() or None)


def _year_rows(each: _Appointment) -> Iterator[tuple[Any, ...]]:
    for name, years in each.years.items():
        for year in years:
            yield each.row.post, name, str(year.year), year.first, year.last, year.salary, year.on_costs, year.cost


def _post_shares(found: list[_Appointment], budgets: tuple[BudgetRow, ...]) -> Iterator[tuple[Any, ...]]:
    names = {"bottom": "bottom of the range", "actual": "actual salary", "top": "top of the range"}
    for each in found:
        for at, annual in each.salaries.items():
            amounts = [(annual, f"{names[at]}, before on-costs")]
            if each.terms is not None:
                cost = annual + on_costs_of_year(annual, each.price_base, each.terms).total
                amounts.append((cost, f"{names[at]}, with on-costs of {each.price_base}"))
            for amount, basis in amounts:
                for budget in budgets:
                    yield each.row.post, amount, basis, *_of_budget(amount, budget)


def _budget_shares(budgets: tuple[BudgetRow, ...]) -> Iterator[tuple[Any, ...]]:
    """Each budget as a share of the larger ones of its year, or of a year that is not stated either."""
    for part in budgets:
        for whole in budgets:
            if part.amount < whole.amount and part.year == whole.year:
                yield part.budget, part.amount, "budget", *_of_budget(part.amount, whole)


def _of_budget(amount: int, budget: BudgetRow) -> tuple[Any, ...]:
    year = NOT_STATED if budget.year is None else str(budget.year)
    return budget.budget, budget.amount, year, share_of(amount, budget.amount), budget.staff


def _checklist_rows(each: _Appointment) -> Iterator[tuple[Any, ...]]:
    for (item, given), outcome in zip(each.items, each.outcomes(), strict=True):
        said = (given.answer, given.checked_on, given.by or None) if given else (None, None, None)
        yield each.row.post, item.item, item.clear_answer, *said, outcome.value


def _in_words(each: _Appointment) -> str:
    span = [
        NOT_STATED if end is None else pounds_text(end, pence_shown=False)
        for end in (each.range.bottom, each.range.top)
    ]
    parts = [f"range {span[0]} to {span[1]}"]
    salary = each.row.salary
    parts.append(
        f"salary within it {NOT_STATED}" if salary is None else f"salary {pounds_text(salary, pence_shown=False)}"
    )
    cost = each.to_the_end("top")
    if each.row.ends_on is None and each.row.term:
        parts.append(f"ends with {each.row.term}")
    else:
        ends = NOT_STATED if each.row.ends_on is None else date_text(each.row.ends_on)
        parts.append(f"last day of the term {ends}")
    if cost is not None:
        parts.append(f"{pounds_text(cost, pence_shown=False)} to then at the top, with on-costs")
    return "; ".join(parts)


# --- what must agree -----------------------------------------------------------------------------------------------


def _checks(found: list[_Appointment]) -> Iterator[Check]:
    outside = [each.row.post for each in found if each.in_range() is False]
    untold = [each.row.post for each in found if each.in_range() is None]
    if len(untold) < len(found):
        said = f"{len(outside)} outside"
        yield Check(
            "Every term appointment is paid in its range",
            "0 outside",
            f"{said}, {len(untold)} not told" if untold else said,
            passed(outside, untold),
            "; ".join([*outside, *(f"{post}: the salary or the range is not stated" for post in untold)]),
        )
    for each in found:
        outcomes = each.outcomes()
        if outcomes:
            clear = sum(outcome.is_in_order for outcome in outcomes)
            others = [
                f"{item.item}: {outcome.value}"
                for (item, _), outcome in zip(each.items, outcomes, strict=True)
                if outcome is not _Item.IN_ORDER
            ]
            yield Check(
                f"Every item of the checklist is in order: {each.row.post}",
                counted(len(outcomes), "item"), counted(clear, "item"), clear == len(outcomes), "; ".join(others),
            )  # fmt: skip
