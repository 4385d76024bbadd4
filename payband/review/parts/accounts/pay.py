"""What each person is paid in the year of the accounts, column by column, and what it is for a full year and full time.

Of the year: the salary now and the pay elements now, for the days of the year in post, as the setting 'part months'
counts them; and what is paid for going, of table Exits or else of severance in table Package, where somebody leaves in
the year. Full-time is the salary of a full year and full time. Benefits in kind are worth the same for part time.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from payband.calendar import FinancialYear
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_person
from payband.review.inputs.tables import IN_KIND, PENSIONABLE, PackageElement, Person, StructureLine
from payband.review.parts.exits.costs import exit_of
from payband.review.parts.tables.accounts_notes import (
    ALLOWANCES,
    BENEFITS,
    BONUS,
    ELEMENTS,
    EXPENSES,
    LOSS,
    MADE_FULL,
    NONE,
    NOTES,
    NotesRow,
)
from payband.review.parts.tables.exit_costs import EXITS, ExitRow
from payband.review.slotting_list import full_time_share
from payband.rules.cost.on_costs import share_of_pay
from payband.rules.pay.salary_months import pay_between
from payband.units import half_up

__all__ = ["Paid", "column_of_element", "elements_now", "exits_in_year", "leaves_in", "notes_row", "paid_in_year"]

_CALLED = {"allowance": ALLOWANCES, "fee": ALLOWANCES, "bonus": BONUS, "benefit in kind": BENEFITS, "severance": LOSS}
"""The column of an element that is called no more than what it is."""

_OF_YEAR = (ALLOWANCES, BONUS, EXPENSES, BENEFITS)


class Paid(NamedTuple):
    """What one person is paid, pence: in the year by columns of the note, and a year for the time worked and full-time.

    `first` and `last` are the days of the year in post. The pension contribution is None where the on-costs are not
    stated.
    """

    person: Person
    first: date
    last: date
    of_year: Mapping[str, int]
    pension: int | None
    annual: Mapping[str, int]
    full: Mapping[str, int]
    in_post: bool
    """Whether the person is in post at the end of the year."""

    def remuneration(self, *, with_loss: bool = True) -> int:
        """All of the year, without pension contributions."""
        return sum(self.of_year[each] for each in _OF_YEAR) + (self.of_year[LOSS] if with_loss else 0)

    @property
    def earnings(self) -> int:
        """Taxable earnings of the year, without what is paid for going."""
        return self.remuneration(with_loss=False)

    @property
    def full_pay(self) -> int:
        """Salary, bonus and benefits in kind of a full year, full-time: what the fair pay ratios are of."""
        return self.full[ALLOWANCES] + self.full[BONUS] + self.full[BENEFITS]

    @property
    def full_salary(self) -> int:
        """Salary and allowances of a full year, full-time."""
        return self.full[ALLOWANCES]

    @property
    def full_earnings(self) -> int:
        """All taxable earnings of a full year, full-time."""
        return sum(self.full.values())

    @property
    def annual_earnings(self) -> int:
        """All taxable earnings of a full year, for the time worked."""
        return sum(self.annual.values())


def notes_row(inputs: Inputs) -> NotesRow:
    """What the notes are of."""
    row: NotesRow = inputs.rows_of(NOTES.name)[0]
    return row


def column_of_element(inputs: Inputs, element: PackageElement) -> str | None:
    """The column of the notes that a pay element is in; None where neither its name nor a row says it."""
    name = element.element.casefold()
    for row in inputs.rows_of(ELEMENTS.name):
        if row.element.casefold() == name:
            stands_in: str = row.stands_in
            return stands_in
    return BENEFITS if element.costed_as == IN_KIND else _CALLED.get(name)


def elements_now(inputs: Inputs, person: Person) -> Iterator[PackageElement]:
    """The pay elements that somebody has now next to the salary: those of their own and of the line they are in."""
    names = {person.person.casefold(), person.post_now.casefold()} - {""}
    for each in inputs.package:
        if each.state != "proposed" and not each.is_severance and each.line_or_person.casefold() in names:
            yield each


def exits_in_year(inputs: Inputs, year: FinancialYear) -> list[ExitRow]:
    """The people of table Exits who leave in a year."""
    return [row for row in inputs.rows_of(EXITS.name) if FinancialYear.containing(row.leaves_on) == year]


def leaves_in(inputs: Inputs, person: Person) -> date | None:
    """The last day of somebody, by table People or else by table Exits; None for nobody who leaves."""
    if person.leaves_on is not None:
        return person.leaves_on
    key = person.person.casefold()
    return next((row.leaves_on for row in inputs.rows_of(EXITS.name) if row.person.casefold() == key), None)


def paid_in_year(inputs: Inputs) -> list[Paid]:
    """What everybody is paid who is in post on a day of the year."""
    notes = notes_row(inputs)
    lines = {line.line.casefold(): line for line in inputs.lines("now")}
    found = (_paid(inputs, notes, person, lines.get(person.post_now.casefold())) for person in inputs.people)
    return [each for each in found if each is not None]


def _paid(inputs: Inputs, notes: NotesRow, person: Person, line: StructureLine | None) -> Paid | None:
    year, by = notes.year, inputs.settings.part_months
    leaves = leaves_in(inputs, person)
    first = max(year.starts_on, person.service_from or year.starts_on)
    last = min(year.ends_on, leaves or year.ends_on)
    if first > last:
        return None
    elements = list(elements_now(inputs, person))
    salary = full_time_share(person.salary_now, person)
    of_year, annual, full = (dict.fromkeys((*_OF_YEAR, *more), 0) for more in ((LOSS,), (), ()))
    of_year[ALLOWANCES] = int(pay_between(salary, first, last, by))
    annual[ALLOWANCES], full[ALLOWANCES] = salary, person.salary_now
    pensioned = of_year[ALLOWANCES]
    for each in elements:
        column = column_of_element(inputs, each)
        if column is None or column == NONE:
            continue
        paid = int(pay_between(each.amount, first, last, by))
        of_year[column] += paid
        if each.costed_as == PENSIONABLE:
            pensioned += paid
        if column == LOSS:
            continue
        annual[column] += each.amount
        made_full = notes.part_time_elements == MADE_FULL and column != BENEFITS
        whole = half_up(each.amount * person.fte.denominator, person.fte.numerator)
        full[column] += int(whole) if made_full else each.amount
    of_year[LOSS] += _for_going(inputs, person, year)
    terms = terms_of_person(inputs, person, line)
    pension = None if terms is None else int(share_of_pay(pensioned, terms.pension_rate))
    return Paid(person, first, last, of_year, pension, annual, full, last == year.ends_on)


def _for_going(inputs: Inputs, person: Person, year: FinancialYear) -> int:
    """What somebody who leaves in the year is paid for going: the package without what goes to the pension fund."""
    key = person.person.casefold()
    exits: Sequence[ExitRow] = [row for row in exits_in_year(inputs, year) if row.person.casefold() == key]
    if exits:
        return sum(each.package - each.strain for each in (exit_of(inputs, row) for row in exits))
    leaves = leaves_in(inputs, person)
    if leaves is None or FinancialYear.containing(leaves) != year:
        return 0
    return sum(each.amount for each in inputs.package if each.is_severance and each.line_or_person.casefold() == key)
