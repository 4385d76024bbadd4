"""The posts of people who have several in the outlook: which bear NI together, on which days, in columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from payband.review.core.courses import Course
from payband.review.core.one_person.in_lines import alike_for_ni
from payband.review.core.one_person.over_years import Months, in_months
from payband.review.core.one_person.rows import PaidOn, TogetherRows, days_together
from payband.review.core.rows.on_cost_rows import OnCostRows, RatesOf
from payband.review.years.blocks import Posts, SeveralPost
from payband.review.years.windows import Window, days_paid
from payband.rules.cost.on_costs import OnCostTerms

__all__ = ["NO_LINE", "PostsTogether", "beside_each_other"]

NO_LINE = -1
"""The line of a post that bears NI together with those of some lines, and is costed elsewhere."""

_A_DAY = timedelta(days=1)


def beside_each_other(proposed: Posts, displaced: Posts) -> tuple[Posts, Posts]:
    """The posts of the new structure and of displaced people, each with the other's next to it, by the same people."""

    def with_others(mine: Posts, others: Posts) -> Posts:
        beside = [each._replace(line=NO_LINE) for each in others.several]
        return mine._replace(several=tuple(sorted((*mine.several, *beside), key=lambda each: each.place)))

    if not (proposed.several and displaced.several):
        return proposed, displaced
    return with_others(proposed, displaced), with_others(displaced, proposed)


class PostsTogether:
    """The posts of one state of the structure by the people who have them, and on which days they are together.

    `salaries_of` gives the salaries of a post on a course of things, one after the other: from which day on, and the
    row.
    """

    def __init__(
        self,
        posts: Sequence[SeveralPost],
        person_of: Mapping[int, int],
        terms: Sequence[OnCostTerms],
        terms_rows: Sequence[int],
        on_costs: OnCostRows,
        months_of: Months,
        salaries_of: Callable[[int, Course], Sequence[tuple[date, int]]],
    ) -> None:
        self._posts = posts
        self._terms_rows = terms_rows
        self._months_of = months_of
        self._salaries_of = salaries_of
        self.together = TogetherRows(on_costs, None)
        by_person: dict[int, list[int]] = {}
        for number, each in enumerate(posts):
            by_person.setdefault(person_of[each.place], []).append(number)
        self._groups: list[list[int]] = [
            [members[place] for place in alike]
            for members in by_person.values()
            for alike in alike_for_ni([terms[number] for number in members])
            if len(alike) > 1
        ]

    def parts(
        self, window: Window, course: Course, rates_of: RatesOf | None, line: int | None = None
    ) -> Iterator[tuple[int, int, int, int]]:
        """The posts that are together with others on the days of a window: line, row, days, and of how many.

        Of all lines, or of one `line`.
        """
        for group in self._groups:
            wanted = [self._posts[number].line for number in group]
            if not any(each != NO_LINE and line in (None, each) for each in wanted):
                continue
            paid = [list(self._paid(number, window, course)) for number in group]
            for mine, of_line in enumerate(wanted):
                if of_line == NO_LINE or line not in (None, of_line):
                    continue
                for days in days_together(paid, mine, window.first, window.last):
                    for months, count, of_days in in_months(days, self._months_of):
                        row = self.together.posts(str(group), self._terms_rows[group[0]], days.posts, months, rates_of)
                        yield of_line, row + days.mine, count, of_days

    def _paid(self, number: int, window: Window, course: Course) -> Iterator[PaidOn]:
        post = self._posts[number]
        first, last = days_paid(post.block, course, window)
        if first > last:
            return
        salaries = self._salaries_of(number, course)
        ends = [day - _A_DAY for day, _ in salaries[1:]] + [date.max]
        for (day, salary), end in zip(salaries, ends, strict=True):
            yield PaidOn(salary, post.line, max(day, first), min(end, last))
