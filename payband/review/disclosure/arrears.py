"""Whether arrears by year would tell what a few people are paid."""

from typing import Any

from payband.review.answers import AnswerRows
from payband.review.disclosure.published import column_of
from payband.review.disclosure.small_counts import LEAST
from payband.review.parts.tables.arrears import BY_MONTH, BY_YEAR
from payband.review.results import Results

__all__ = ["arrears_tell_of_few"]

_Days = tuple[str, str, int]  # an award, a month and how many days of it are owed


def arrears_tell_of_few(results: Results, least: int = LEAST) -> bool:
    """Whether few people make the difference between the amounts that a department has in several years.

    Each amount is a sum over people; who is owed the same awards for the same days has the same part in every one. So
    few people who are owed for other days than the rest of a department can be worked out of two amounts. One year that
    is owed and one in which it is paid are the same amount.
    """
    by_year = results.tables.get(BY_YEAR.name)
    if by_year is None:
        return False
    days: dict[tuple[str, str], set[_Days]] = {}
    by_month = results.tables[BY_MONTH.name]
    for person, award, department, month, of_month in _columns(by_month, "month", "days"):
        days.setdefault((_folded(department), person.casefold()), set()).add((award, month, of_month))
    alike: dict[str, dict[frozenset[_Days], int]] = {}
    for (department, _), owed in days.items():
        groups = alike.setdefault(department, {})
        groups[frozenset(owed)] = groups.get(frozenset(owed), 0) + 1
    amounts = _amounts(by_year)
    return any(
        amounts.get(department, 0) > 1 and any(people < least for people in groups.values())
        for department, groups in alike.items()
        if len(groups) > 1
    )


def _columns(rows: AnswerRows, *headings: str) -> list[tuple[Any, ...]]:
    names = ("person", "award", "department", *headings)
    return list(zip(*(column_of(rows, each) for each in names), strict=True))


def _folded(department: str | None) -> str:
    return (department or "").casefold()


def _amounts(by_year: AnswerRows) -> dict[str, int]:
    """How many years of each department have an amount that is owed, or paid where these are more."""
    owed: dict[str, int] = {}
    paid: dict[str, int] = {}
    headings = ("department", "owed for the year", "paid in the year")
    for department, of_year, in_year in zip(*(column_of(by_year, each) for each in headings), strict=True):
        for found, pence in ((owed, of_year), (paid, in_year)):
            found[_folded(department)] = found.get(_folded(department), 0) + (1 if pence else 0)
    return {each: max(owed[each], paid[each]) for each in owed}
