"""What candidate structures would tell of few people: costs that differ by few, and the chart without anybody's pay."""

from itertools import combinations
from typing import Any

from payband.review.answers import AnswerRows
from payband.review.disclosure.published import column_of, rounded_to
from payband.review.disclosure.small_counts import LEAST
from payband.review.parts.tables.pay_structure import BY_GRADE, BY_POST, CHART, PAY_LINE
from payband.review.results import Results

__all__ = ["chart_without_posts", "costs_tell_of_few"]


def costs_tell_of_few(results: Results, least: int = LEAST) -> bool:
    """Whether the costs of two candidates, or of one and of the structure now, differ by what few people are paid.

    Each cost is a sum over the same people, so that the difference of two is the difference in pay of those who are
    paid otherwise in one than in the other: of few of them it could be worked out who is paid what.
    """
    by_post = results.tables.get(BY_POST.name)
    if by_post is None or not len(by_post):
        return False
    ends = {
        (candidate, grade): (bottom, top)
        for candidate, grade, bottom, top in _columns(results.tables[BY_GRADE.name], *_GRADE, "bottom", "top")
    }
    now: dict[str, Any] = {}
    new: dict[str, dict[str, Any]] = {}
    for person, candidate, grade, before, after in _columns(by_post, "person", *_GRADE, "salary now", "salary new"):
        now[person] = before
        new.setdefault(candidate, {})[person] = (after, ends[candidate, grade])
    differ = [sum(now[person] != pay for person, (pay, _) in one.items()) for one in new.values()]
    differ += [sum(one[person] != other[person] for person in one) for one, other in combinations(new.values(), 2)]
    return any(0 < each < least for each in differ)


_GRADE = ("candidate", "grade")


def _columns(rows: AnswerRows, *headings: str) -> list[tuple[Any, ...]]:
    return list(zip(*(column_of(rows, each) for each in headings), strict=True))


def chart_without_posts(results: Results, least: int = LEAST) -> AnswerRows | None:
    """The chart's rows without anybody's pay, nor the pay line of few people; None where there is no chart.

    The line is drawn to the nearest £100: the exact one, next to that of another year, would tell what somebody who has
    come or gone is paid.
    """
    rows = results.tables.get(CHART.name)
    if rows is None:
        return None
    [people] = column_of(results.tables[PAY_LINE.name], "people")
    of_posts = column_of(rows, "pay of a post")
    of_line = column_of(rows, "pay line")
    at = next(number for number, each in enumerate(CHART.columns) if each.heading == "pay line")
    kept = [
        (*row[:at], None if line is None else rounded_to(line, _DRAWN_TO), *row[at + 1 :])
        for row, post, line in zip(rows.rows, of_posts, of_line, strict=True)
        if post is None and (line is None or people >= least)
    ]
    return AnswerRows(CHART, kept)


_DRAWN_TO = 10_000  # pence
