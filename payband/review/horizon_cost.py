"""What the posts of a structure cost from one day to another, by line, with and without what changes in time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from payband.review.horizon_memo import Memo
from payband.review.horizon_posts import Block, Posts
from payband.review.horizon_rates import Rates
from payband.rules.increments import after_increment
from payband.rules.on_costs import OnCostTerms
from payband.rules.on_costs_between import on_costs_between
from payband.rules.pay_award import Award, after_awards
from payband.rules.salary_months import CALENDAR_DAYS, pay_between
from payband.rules.shares import pay_for_time

if TYPE_CHECKING:
    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

__all__ = ["Course", "cost_by_line"]


class Course(NamedTuple):
    """What happens to salaries and posts as time goes by: pay awards, increments, people leaving their posts.

    `settled` is the course at its end: the last salaries, everyone at the top of the increments, leavers gone.
    """

    awards: tuple[Award, ...] = ()
    increments: bool = False
    leavers: bool = False
    settled: bool = False
    part_months: str = CALENDAR_DAYS


class _Segment(NamedTuple):
    """The yearly salaries of a block's rows, for the time worked, from a day until the next segment."""

    first: date
    annual: "Column"


def _segments(block: Block, course: Course) -> list[_Segment]:
    """The salaries of a block as awards and increments change them."""
    increments = set(block.increments) if course.increments else set()
    ladders: list[list[Any]] = [list(ladder) for _, ladder in block.ladders]
    salary = block.salary
    found = [_Segment(date.min, pay_for_time(salary, block.parts, block.of_parts))]
    for day in sorted({*increments, *(award.effective_from for award in course.awards)}):
        of_day = [award for award in course.awards if award.effective_from == day]
        if of_day:
            salary = after_awards(salary, of_day)
            ladders = [[after_awards(point, of_day) for point in ladder] for ladder in ladders]
        if day in increments:
            salary = salary.copy()
            for (rows, _), ladder in zip(block.ladders, ladders, strict=True):
                salary[rows] = after_increment(salary[rows], ladder)
        found.append(_Segment(day, pay_for_time(salary, block.parts, block.of_parts)))
    if course.settled and course.increments:
        for (rows, _), ladder in zip(block.ladders, ladders, strict=True):
            if ladder:
                salary = salary.copy()
                salary[rows] = ladder[-1]
    return found if not course.settled else [_Segment(date.min, pay_for_time(salary, block.parts, block.of_parts))]


def _paid(block: Block, course: Course, first: date, last: date) -> tuple[date, date]:
    """The days between two others on which a block's posts are paid; the first after the last where there are none."""
    if course.settled:
        return (first, last) if block.last is None else (last, first)
    if not course.leavers:
        return (first, last) if block.base else (last, first)
    return max(first, block.first or first), min(last, block.last or last)


def _block_cost(
    block: Block, terms: OnCostTerms, course: Course, first: date, last: date, rates: Rates, memo: Memo
) -> "Column | None":
    """Salaries and on-costs of a block from one day to another, of each of its lines; None where nothing is paid."""
    first, last = _paid(block, course, first, last)
    if first > last:
        return None
    awards = tuple(award for award in course.awards if course.settled or award.effective_from <= last)
    moves = course.increments and bool(block.increments or course.settled)
    plain = course._replace(awards=awards, increments=moves, leavers=False)  # what else there is does not touch it

    def work() -> "Column":
        import numpy as np

        segments = _segments(block, plain)
        pay, on_costs = block.salary * 0, block.salary * 0
        ends = [segment.first for segment in segments[1:]]
        for number, segment in enumerate(segments):
            start = max(first, segment.first)
            end = last if number == len(ends) else min(last, ends[number] - timedelta(days=1))
            if start <= end:
                pay = pay + pay_between(segment.annual, start, end, course.part_months)
                on_costs = on_costs + on_costs_between(segment.annual, start, end, terms, rates, course.part_months)
        return np.array([np.add.reduceat(each[block.row] * block.posts, block.starts) for each in (pay, on_costs)])

    return memo.get("block cost", (block,), (terms, plain, first, last, rates.key), work)


def cost_by_line(
    posts: Posts,
    terms_of: Callable[[str], OnCostTerms],
    lines: int,
    course: Course,
    first: date,
    last: date,
    rates: Rates,
    memo: Memo,
) -> "Column":
    """Salaries and on-costs of every line from one day to another, both included, pence: two rows, a column a line."""
    import numpy as np

    found = np.zeros((2, lines), dtype=np.int64)
    for block in posts.blocks:
        costs = _block_cost(block, terms_of(block.profile), course, first, last, rates, memo)
        if costs is not None:
            found[:, block.line] += costs
    return found
