"""What must hold in the tables of the budget, and between these and the others: each fault by its row."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from payband.errors import Problem
from payband.review.budget.paid_once import OF_EXITS
from payband.review.budget.where import Where, rows_by_name
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.raw.row_words import rows_told
from payband.review.parts.tables.arrears import PEOPLE as ARREARS_PEOPLE
from payband.review.parts.tables.arrears import ArrearsPersonRow
from payband.review.parts.tables.budget import ALLOCATIONS, COST_CENTRES, AllocationRow
from payband.review.parts.tables.exit_costs import EXITS
from payband.review.parts.tables.one_off_costs import ONE_OFF_COSTS
from payband.units import counted

__all__ = ["PROBLEMS", "problem"]


_MOST_NAMED = 10


def problem(table: InputTable, row: Any, column: str, message: str) -> Problem:
    """A fault in a cell of a table."""
    return Problem(message, sheet=table.sheet, table=table.name, row=row.row, column=column)


def share_text(share: Fraction) -> str:
    """A share in percent, to as many places as tell it from the whole.

    >>> share_text(Fraction(9999, 10000)), share_text(Fraction(3, 2)), share_text(Fraction(1, 3))
    ('99.99%', '150%', '33.3333%')
    """
    return f"{float(share) * 100:.4f}".rstrip("0").rstrip(".") + "%"


def _called(row: AllocationRow) -> str:
    named = f"'{row.line_or_person}'" if row.line_or_person else "all that no other row names"
    return f"{named} ({row.state})" if row.state else named


def _shares(inputs: Inputs) -> Iterator[Problem]:
    """The shares of a cost add up to one."""
    for rows in rows_by_name(inputs.rows_of(ALLOCATIONS.name)).values():
        together = sum((row.share for row in rows), Fraction(0))
        if together != 1:
            said = f"the shares of {_called(rows[0])} add up to {share_text(together)}: they must add up to 100%"
            if len(rows) > 1 and abs(together - 1) < Fraction(1, 100):
                said += "; write a third as 1/3, not as 33.33%"
            yield problem(ALLOCATIONS, rows[-1], "share", said)
        for row in rows:
            if not row.share:
                yield problem(ALLOCATIONS, row, "share", "is 0%: delete the row, or give a share")


def _both_states(inputs: Inputs) -> Iterator[Problem]:
    """A cost falls by the rows of both states, or by those of each."""
    found = rows_by_name(inputs.rows_of(ALLOCATIONS.name))
    for (name, state), rows in found.items():
        if not state:
            continue
        for both in found.get((name, ""), ()):
            said = (
                f"{_called(both)} falls here in both states, and row {rows[0].row} says where it falls '{state}': "
                "write the state in this row"
            )
            yield problem(ALLOCATIONS, both, "state", said)


def _once_each(inputs: Inputs) -> Iterator[Problem]:
    """The shares of a cost fall in different places: one place twice is hardly meant."""
    where = Where(inputs)
    for rows in rows_by_name(inputs.readable_rows(ALLOCATIONS.name)).values():
        seen: dict[tuple[str, str, str], int] = {}
        for row in rows:
            centre = where.centres.get(row.cost_centre.casefold())
            fund = row.fund or ("" if centre is None else centre.fund)
            place = row.cost_centre.casefold(), fund.casefold(), row.subjective.casefold()
            if place in seen:
                said = f"a share of {_called(row)} falls in '{row.cost_centre}' by row {seen[place]} already"
                yield problem(ALLOCATIONS, row, "cost centre", f"{said}: name another, or make one row of the two")
            seen.setdefault(place, row.row)


def _states_there(inputs: Inputs) -> Iterator[Problem]:
    """A line that a row is for in one state is there in that state."""
    lines = {line.line.casefold() for line in inputs.structure}
    there = {(line.line.casefold(), line.state) for line in inputs.structure}
    people = {person.person.casefold() for person in inputs.people}
    for row in inputs.readable_rows(ALLOCATIONS.name):
        name = row.line_or_person.casefold()
        if row.state and name in lines and name not in people and (name, row.state) not in there:
            said = f"'{row.line_or_person}' is not in the structure {row.state}: write the other state, or empty it"
            yield problem(ALLOCATIONS, row, "state", said)


def _funds(inputs: Inputs) -> Iterator[Problem]:
    """Every cost is of a fund; a cost centre without one is said once."""
    funds = {row.cost_centre.casefold(): row.fund for row in inputs.rows_of(COST_CENTRES.name)}
    without: dict[str, list[Any]] = {}
    for row in inputs.rows_of(ALLOCATIONS.name):
        centre = row.cost_centre.casefold()
        if centre in funds and not row.fund and not funds[centre]:
            without.setdefault(centre, []).append(row)
    for rows in without.values():
        said = f"is empty, and so is that of cost centre '{rows[0].cost_centre}': say which, such as General Fund"
        yield problem(ALLOCATIONS, rows[0], "fund", rows_told(said, [row.row for row in rows]))


def _somewhere(inputs: Inputs) -> Iterator[Problem]:
    """The cost of every line, and what is paid once, falls somewhere."""
    where = Where(inputs)
    nowhere = dict.fromkeys(
        f"'{line.line}' ({line.state})" for line in inputs.structure if where.of_line(line.line, line.state) is None
    )
    if nowhere:
        named = ", ".join(list(nowhere)[:_MOST_NAMED])
        more = f" and {counted(len(nowhere) - _MOST_NAMED, 'other')}" if len(nowhere) > _MOST_NAMED else ""
        said = (
            f"no row says where the cost of {named}{more} falls: add one with its cost centre, or a row without a line "
            "for all that no other row names"
        )
        yield Problem(said, sheet=ALLOCATIONS.sheet, table=ALLOCATIONS.name, column="line or person")
    for row in inputs.rows_of(ONE_OFF_COSTS.name):
        if where.of_name(row.person_or_line) is None:
            said = (
                f"no row of table {ALLOCATIONS.name} says where '{row.item}' falls: name here whom or what it is for, "
                "or add a row there without a line"
            )
            yield problem(ONE_OFF_COSTS, row, "person or line", said)


def _paid_to(inputs: Inputs) -> Iterator[Problem]:
    """What is paid to somebody once falls somewhere."""
    where = Where(inputs)
    for row in inputs.readable_rows(EXITS.name):
        if where.of_name(row.person) is None:
            said = f"no row of table {ALLOCATIONS.name} says where what '{row.person}' is paid falls: add one"
            yield problem(EXITS, row, "person", said)
    for row in inputs.readable_rows(ARREARS_PEOPLE.name):
        if where.of_name(row.person, row.department) is None:
            yield problem(ARREARS_PEOPLE, row, "person", _nowhere(where, row))


def _nowhere(where: Where, row: ArrearsPersonRow) -> str:
    said = f"no row of table {ALLOCATIONS.name} says where the arrears of '{row.person}' fall"
    centres = [each.cost_centre for each in where.of_department(row.department)]
    if len(centres) > 1:
        return f"{said}, and '{row.department}' has the cost centres {', '.join(centres)}: add a row with one of these"
    if centres:
        return f"{said}, and cost centre '{centres[0]}' of '{row.department}' has no fund: give it in table CostCentres"
    return (
        f"{said}: add one, or name '{row.department}' as the department of a cost centre"
        if row.department
        else (f"{said}: add one, or give the department here and in table {COST_CENTRES.name}")
    )


def _twice(inputs: Inputs) -> Iterator[Problem]:
    """A redundancy or pension strain of table OneOffCosts says whose it is, where table Exits may hold it too."""
    leaving = {row.person.casefold() for row in inputs.readable_rows(EXITS.name)}
    people = {person.person.casefold(): person.post_now.casefold() for person in inputs.people}
    lines = {people.get(who, "") for who in leaving}  # an empty one may be any
    for row in inputs.readable_rows(ONE_OFF_COSTS.name) if leaving else ():
        name = row.person_or_line.casefold()
        may_be = not name or name in lines or "" in lines
        if row.kind in OF_EXITS and name not in leaving and name not in people and may_be:
            said = (
                f"does not say whose '{row.item}' is, and table {EXITS.name} may hold it too: name the person, so that "
                "it is counted once"
            )
            yield problem(ONE_OFF_COSTS, row, "person or line", said)


def _rates_and_sums(inputs: Inputs) -> Iterator[Problem]:
    """A vacancy factor is a rate or a sum, and so is turnover."""
    for row in inputs.readable_rows(COST_CENTRES.name):
        for rate, amount, column in (
            (row.vacancy_factor, row.vacancy_sum, "vacancy sum"),
            (row.turnover, row.turnover_sum, "turnover sum"),
        ):
            if rate is not None and amount is not None:
                yield problem(COST_CENTRES, row, column, "is given, and so is a rate: empty one of the two")


def _turnover_once(inputs: Inputs) -> Iterator[Problem]:
    """A budget shows turnover apart from its posts: it is not in the cost of the years as well."""
    rows = inputs.readable_rows(COST_CENTRES.name)
    if rows and inputs.settings.turnover:
        said = (
            "a budget shows turnover by cost centre, apart from its posts, and the setting 'turnover allowance' takes "
            "it off the cost of each year: empty the setting, and give the turnover here"
        )
        yield problem(COST_CENTRES, rows[0], "turnover", said)


PROBLEMS = (
    _shares, _both_states, _once_each, _states_there, _funds, _somewhere, _paid_to, _twice, _rates_and_sums,
    _turnover_once,
)  # fmt: skip
