"""What deleted posts save by financial year: the cost avoided, the exit cost first, and when that is paid back."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from payband.calendar import FinancialYear, date_text
from payband.errors import Problem
from payband.review.answers import AnswerRows
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.deleted_posts import BY_YEAR, DELETED_POSTS, PAYBACK, DeletedPostRow
from payband.rules.measures.payback import payback_month
from payband.rules.pay.salary_months import pay_between
from payband.units import counted, pounds, pounds_text

__all__ = ["PROBLEMS", "answer"]

ALL = "All deleted posts"
NOT_KNOWN = "not known: no exit cost is given"
NOT_IN_TIME = "not within the years shown"


def _rows(inputs: Inputs) -> Iterator[Problem]:
    """A post has a cost, no post has the name of the total, and an exit cost has its amount."""
    for row in inputs.readable_rows(DELETED_POSTS.name):
        if not row.annual_cost:
            yield _problem(row, "annual cost", "is £0: give what the post costs in a year with the employer's costs")
        if row.post.casefold() == ALL.casefold():
            yield _problem(row, "post", f"'{row.post}' is what the total is called: give the post's own name")
        if row.exit_paid_on is not None and row.exit_cost is None:
            yield _problem(
                row, "exit cost", "is empty, but a day of payment is given: give the amount, or take the day out"
            )


PROBLEMS = (_rows,)


def _problem(row: DeletedPostRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=DELETED_POSTS.sheet, table=DELETED_POSTS.name, row=row.row, column=column)


class _Year(NamedTuple):
    """A financial year of some posts in pence; the exit cost is None where one of them is not given."""

    year: FinancialYear
    avoided: int
    exit: int | None

    @property
    def net(self) -> int | None:
        """The cost avoided less the exit cost; below zero the year costs more than it saves."""
        return None if self.exit is None else self.avoided - self.exit


def _avoided(rows: Sequence[DeletedPostRow], first: date, last: date, by: str) -> int:
    """What some posts would have cost from one day to another, part months as `by` counts them."""
    return sum(pay_between(row.annual_cost, max(first, row.last_day + timedelta(1)), last, by) for row in rows)


def _exit(rows: Sequence[DeletedPostRow], first: date, last: date) -> int | None:
    """The exit costs paid from one day to another; None where one that may fall there is not given."""
    due = [row for row in rows if first <= (row.exit_paid_on or row.last_day) <= last]
    if any(row.exit_cost is None for row in due):
        return None
    return sum(row.exit_cost or 0 for row in due)


def _first_day(rows: Sequence[DeletedPostRow]) -> date:
    return min(min(row.last_day, row.exit_paid_on or row.last_day) for row in rows)


def _years(rows: Sequence[DeletedPostRow], horizon: int, by: str) -> list[_Year]:
    """As many financial years as the horizon has, from the one in which the first post ends or is paid for.

    More, up to the last exit cost: a saving without what it costs would not be one.
    """
    start = FinancialYear.containing(_first_day(rows)).start
    last_exit = FinancialYear.containing(max(row.exit_paid_on or row.last_day for row in rows)).start
    years = [FinancialYear(year) for year in range(start, max(start + horizon - 1, last_exit) + 1)]
    return [
        _Year(each, _avoided(rows, each.starts_on, each.ends_on, by), _exit(rows, each.starts_on, each.ends_on))
        for each in years
    ]


def _paid_back(rows: Sequence[DeletedPostRow], years: Sequence[_Year], by: str) -> str:
    """The month by whose end the costs avoided have reached the exit costs, for good within the years shown."""
    if any(row.exit_cost is None for row in rows):
        return NOT_KNOWN
    months = [month for year in years for month in year.year.months]
    avoided = [_avoided(rows, month.first, month.last, by) for month in months]
    spent = [_exit(rows, month.first, month.last) or 0 for month in months]
    at = payback_month([saved - cost for saved, cost in zip(avoided, spent, strict=True)]) if any(avoided) else None
    return NOT_IN_TIME if at is None else f"{months[at - 1].first:%B %Y}"


def _first_saving(rows: Sequence[DeletedPostRow], years: Sequence[_Year]) -> str:
    """The first financial year whose costs avoided are more than its exit costs."""
    for each in years:
        if each.net is None:
            return NOT_KNOWN
        if each.net > 0:
            return str(each.year)
    return NOT_IN_TIME


def answer(calculated: Calculated) -> PartAnswer:
    """Each deleted post by year, all of them together, and when each is paid back."""
    inputs = calculated.inputs
    by = inputs.settings.part_months
    rows: Sequence[DeletedPostRow] = inputs.rows_of(DELETED_POSTS.name)
    groups: list[tuple[str, Sequence[DeletedPostRow]]] = [(row.post, (row,)) for row in rows]
    if len(rows) > 1:
        groups.append((ALL, rows))
    by_year: list[tuple[Any, ...]] = []
    payback: list[_Payback] = []
    for name, group in groups:
        years = _years(group, inputs.settings.horizon, by)
        by_year += _year_rows(name, group, years)
        payback.append(_payback(name, group, years, by))
    unknown = [row.post for row in rows if row.exit_cost is None]
    warnings = [f"no exit cost is given, so the net saving is not known: {'; '.join(unknown)}"] if unknown else []
    _, group = groups[-1]
    return PartAnswer(
        (AnswerRows(BY_YEAR, by_year), AnswerRows(PAYBACK, payback)),
        warnings=warnings,
        summary=_summary(payback[-1], of_several=len(group) > 1),
    )


def _year_rows(name: str, rows: Sequence[DeletedPostRow], years: Sequence[_Year]) -> Iterator[tuple[Any, ...]]:
    to_date: int | None = 0
    for each in years:
        to_date = None if to_date is None or each.net is None else to_date + each.net
        yield name, str(each.year), each.avoided, each.exit, each.net, to_date, _why(rows, each)


def _why(rows: Sequence[DeletedPostRow], each: _Year) -> str:
    gone = [row for row in rows if row.last_day < each.year.ends_on]
    if not gone:
        said = "no post has ended yet"
    else:
        whole = sum(1 for row in gone if row.last_day < each.year.starts_on)
        parts = [f"{counted(whole, 'post')} for the whole year"] if whole else []
        parts += [
            f"{row.post} from {date_text(row.last_day + timedelta(1))}"
            for row in gone
            if row.last_day >= each.year.starts_on
        ]
        said = "; ".join(parts)
    if each.exit is None:
        said += f"; the year shows a saving only if the exit cost stays below {pounds_text(each.avoided)}"
    return said


class _Payback(NamedTuple):
    """When a deleted post, or all of them, is paid back: a row of the answer table."""

    name: str
    annual_cost: int
    last_day: date | None
    exit_cost: int | None
    first_saving: str
    paid_back: str
    net: int | None
    why: str


def _payback(name: str, rows: Sequence[DeletedPostRow], years: Sequence[_Year], by: str) -> _Payback:
    known = None if any(row.exit_cost is None for row in rows) else sum(row.exit_cost or 0 for row in rows)
    nets = [each.net for each in years if each.net is not None]
    return _Payback(
        name,
        sum(row.annual_cost for row in rows),
        rows[0].last_day if len(rows) == 1 else None,
        known,
        _first_saving(rows, years),
        _paid_back(rows, years, by),
        sum(nets) if len(nets) == len(years) else None,
        f"{years[0].year} to {years[-1].year}, at the cost stated; no pay awards, no discounting"
        + (f"; {rows[0].note}" if len(rows) == 1 and rows[0].note else ""),
    )


def _summary(found: _Payback, *, of_several: bool) -> list[tuple[str, str, Any, str]]:
    label = found.name if of_several else f"{found.name}: a year"
    return [
        ("Deleted posts", label, pounds(found.annual_cost), "money"),
        ("Deleted posts", "First year with a saving", found.first_saving, "text"),
        ("Deleted posts", "Paid back in", found.paid_back, "text"),
    ]
