"""Arrears of awards that are paid late: by person and month, by financial year and department.

**Owed** is what the new salary pays less what the old one paid, from the day the award holds (or the first day in post)
to the end of the month before it is paid, or to the last day of those who have left. Each whole month is a twelfth of
the year, parts of months go by days, each to the penny.

**On-costs** are those of the day paid, whatever year the pay is for: NI on top of the month's pay, and of other posts
with the employer; for those who left before that month NI of one week. Awards that are paid to somebody in one month
(to those who left, in one week) are one sum for NI, which is shared by the arrears of each. Pension is at the rate that
is given, or by the scheme's own rule where this is known. The levy is its marginal rate, without an allowance.

Posts whose point or hours change between the first day and the day paid are refused: nothing is averaged.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from payband.calendar import FinancialYear
from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.arrears.owed import OwedToPerson, owed_to_all
from payband.review.parts.arrears.problems import PROBLEMS
from payband.review.parts.tables.arrears import BY_MONTH, BY_PERSON, BY_YEAR, PEOPLE
from payband.rules.pay.salary_months import pay_between
from payband.units import counted, pounds_text

__all__ = ["PROBLEMS", "answer"]

# --- the answers ---------------------------------------------------------------------------------------------------


def answer(calculated: Calculated) -> PartAnswer:
    """Arrears and on-costs by financial year and department, by person and by month."""
    inputs = calculated.inputs
    found = owed_to_all(inputs, inputs.rows_of(PEOPLE.name))
    by_year = _by_year(found)
    total = ("Total", None, len({_who(each) for each in found}), *(sum(column) for column in _amounts(by_year)))
    tables = (
        AnswerRows(BY_YEAR, by_year),
        AnswerRows(BY_PERSON, list(map(_person, found))),
        AnswerRows(BY_MONTH, [row for each in found for row in _months(each)]),
    )
    totals = (AnswerRows(BY_YEAR, [total]),)
    return PartAnswer(tables, totals, list(_checks(found, by_year, inputs)), list(_warnings(found)), _summary(found))


def _who(each: OwedToPerson) -> str:
    return each.row.person.casefold()


def _person(each: OwedToPerson) -> tuple[Any, ...]:
    days = each.days
    return (
        each.row.person, each.award.award, each.row.department or None, each.before, each.after, days.first, days.last,
        each.arrears, each.pay, "week" if days.after_leaving else "month", *each.on_costs,
        each.cost, each.why,
    )  # fmt: skip


def _months(each: OwedToPerson) -> Iterator[tuple[Any, ...]]:
    for month, pence in each.months:
        yield (
            each.row.person, each.award.award, each.row.department or None, f"{month.first:%B %Y}",
            str(FinancialYear.containing(month.first)), month.days, month.of_days, pence,
        )  # fmt: skip


def _by_year(found: Sequence[OwedToPerson]) -> list[tuple[Any, ...]]:
    """A row for each financial year and department in which anything is owed or paid, in order."""
    departments = list(dict.fromkeys(each.row.department for each in found))
    names = {each.casefold(): each for each in reversed(departments)}
    owed: dict[tuple[FinancialYear, str], int] = {}
    paid: dict[tuple[FinancialYear, str], list[OwedToPerson]] = {}
    people: dict[tuple[FinancialYear, str], set[str]] = {}
    for each in found:
        department = each.row.department.casefold()
        for month, pence in each.months:
            key = (FinancialYear.containing(month.first), department)
            owed[key] = owed.get(key, 0) + pence
            people.setdefault(key, set()).add(_who(each))
        key = (each.paid_in, department)
        paid.setdefault(key, []).append(each)
        people.setdefault(key, set()).add(_who(each))
    order = {key: place for place, key in enumerate(dict.fromkeys(each.casefold() for each in departments))}
    keys = sorted(people, key=lambda key: (key[0], order[key[1]]))
    return [
        (str(year), names[department] or None, len(people[year, department]), owed.get((year, department), 0),
         *_paid(paid.get((year, department), ())))
        for year, department in keys
    ]  # fmt: skip


def _paid(found: Sequence[OwedToPerson]) -> tuple[int, ...]:
    """Arrears, NI, pension, levy, other and all of it, of what is paid."""
    on_costs = [sum(column) for column in zip(*(each.on_costs for each in found), strict=True)] or [0, 0, 0, 0]
    return (sum(each.arrears for each in found), *on_costs, sum(each.cost for each in found))


def _amounts(rows: Sequence[tuple[Any, ...]]) -> list[tuple[int, ...]]:
    """The columns of amounts of the years."""
    return list(zip(*(row[3:] for row in rows), strict=True))


def _checks(found: Sequence[OwedToPerson], by_year: Sequence[tuple[Any, ...]], inputs: Inputs) -> Iterator[Check]:
    """Months add up to people and years, and arrears are the difference of what the two salaries pay."""
    by = inputs.settings.part_months
    total = sum(each.arrears for each in found)
    spines = 0
    for each in found:
        first, last = each.days.first, each.days.last
        spines += int(pay_between(each.after, first, last, by)) - int(pay_between(each.before, first, last, by))
    amounts: Mapping[str, int] = {
        "Arrears are the difference of what the two salaries pay": spines,
        "Arrears owed by year add up to those of all people": sum(row[3] for row in by_year),
        "Arrears paid by year add up to those of all people": sum(row[4] for row in by_year),
    }
    for name, pence in amounts.items():
        yield Check(name, pounds_text(total), pounds_text(pence), pence == total)


def _warnings(found: Sequence[OwedToPerson]) -> Iterator[str]:
    left = {_who(each) for each in found if each.days.after_leaving}
    if left:
        were = "person who has" if len(left) == 1 else "people who have"
        yield (
            f"Arrears hold {len(left)} {were} left: check in the circular that leavers are owed the award, and whether "
            "they have to ask for it"
        )


def _summary(found: Sequence[OwedToPerson]) -> list[tuple[str, str, Any, str]]:
    people = len({_who(each) for each in found})
    arrears, cost = sum(each.arrears for each in found), sum(each.cost for each in found)
    text = f"{pounds_text(arrears)} to {counted(people, 'person', 'people')}; {pounds_text(cost)} with on-costs"
    return [("Arrears", "Arrears of late awards", text, "text")]
