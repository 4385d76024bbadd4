"""Which rows the years of many posts have: the posts of a state in blocks, on the days of each year, in columns.

The same columns are worked out on them as on the rows of a few posts (`year_rows`).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from payband.calendar import FinancialYear, Month, end_of_whole_months
from payband.review.core.courses import Course
from payband.review.core.on_costs import PAID_AT, Raise, Terms
from payband.review.core.people import Person
from payband.review.core.ranges import Point
from payband.review.core.rows.climb_rows import ClimbRows
from payband.review.core.rows.on_cost_rows import OnCostRows, RatesOf
from payband.review.core.rows.raise_rows import RaiseRows
from payband.review.core.rows.structure_rows import moved_costs
from payband.review.core.structure import POSTS_OF, Line, PostInLine, Posts
from payband.review.core.years import Causes, LineIn, PaidIn, PostIn, StatedIn
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import profile_of, terms_of_profile
from payband.review.inputs.tables import StructureLine
from payband.review.years.line_rows import line_of_posts, line_rows, missing_of
from payband.review.years.posts import Posts as PostsOfState
from payband.review.years.several_posts import PostsTogether
from payband.review.years.windows import Window, days_paid
from payband.rules.pay.salary_months import PartOf, whole_months
from payband.sheets.collected import Collected
from payband.sheets.figures import Figures, Kept
from payband.sheets.rows import NO_ROW, Picked, Rows
from payband.sheets.unknown import Maybe

if TYPE_CHECKING:
    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

__all__ = ["SHOWN", "YearColumns"]

_NOW, _RAISED, _POINT = (PAID_AT.index(each) for each in ((Person, "salary_now"), (Raise, "after"), (Point, "salary")))
_ONE_EACH = POSTS_OF.index((Line, "one"))


SHOWN = (
    (LineIn, "salaries"),
    (LineIn, "on_costs"),
    (LineIn, "external"),
    (LineIn, "moved"),
    *((Causes, name) for name in Causes.columns),
    (LineIn, "turnover"),
    (LineIn, "cost"),
)
"""What is shown of each line: the fields of StateCost, in their order."""


class YearColumns:
    """Collects the rows of one state of the structure on the days of some windows.

    `lines` are those of the state, by their numbers in `posts`; the rows of LineIn are those of the first window, a row
    for each line, then of the second, and so on.
    """

    def __init__(
        self,
        inputs: Inputs,
        posts: PostsOfState,
        lines: Mapping[int, StructureLine],
        windows: Sequence[Window],
        ends_on: date,
        rates: RatesOf,
        base_rates: RatesOf,
        person_of: Mapping[int, int],
    ) -> None:
        self._inputs, self._posts, self._lines = inputs, posts, list(lines.values())
        self._row_of = {number: row for row, number in enumerate(lines)}
        self._windows = len(windows)
        self._rows: list[Rows] = []
        self._kept = Kept(most=2)
        self._by = inputs.settings.part_months
        self._on_costs = OnCostRows(rates, inputs.package)
        self._base_rates = base_rates
        self._raises = RaiseRows(inputs, ends_on)
        self._line_of = [line_of_posts(block, self._row_of) for block in posts.blocks]
        self._funders = [row for row, line in enumerate(self._lines) if line.external_share]
        self._months: dict[tuple[date, date], tuple[tuple[Month, ...], list[PartOf]]] = {}
        self._people = [0]
        self._blocks = [*posts.blocks, *(each.block for each in posts.several)]
        for block in self._blocks:
            self._people.append(self._people[-1] + len(block.salary))
        self._terms = [self._terms_of(block.profile) for block in self._blocks]
        self._points: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._salaries: dict[object, list[tuple[date, int]]] = {}
        self._spans: dict[object, int] = {}
        self._base_salaries: dict[int, int] = {}
        self._lines_in = Collected(1)
        self._funded: dict[int, int] = {}
        self._paid_in, self._posts_rows = Collected(3), Collected(3)
        self._stated_in, self._causes = Collected(5), Collected(5)
        self._stated = [row for row, line in enumerate(self._lines) if line.stated_cost is not None]
        self._post_in, self._post_in_line = Collected(4), Collected(2)
        self._several = self._posts_together(person_of)
        self._leavers = any(block.first or block.last or not block.base for block in self._blocks)
        final = [self._add(window, self._final(window)) for window in windows]
        for window, of in zip(windows, final, strict=True):
            self._add_funded(window, of)
            self._add_stated(window, of)
        for window, of in zip(windows, final, strict=True):
            self._add_causes(window, of)
        self._add_posts_of_stated()

    def _terms_of(self, profile: str) -> int:
        found = terms_of_profile(self._inputs, profile)
        assert found is not None  # posts without terms are in no block
        return self._on_costs.terms(found, profile_of(self._inputs, profile))

    def _posts_together(self, person_of: Mapping[int, int]) -> PostsTogether:
        """The posts of people who have several, whose blocks follow those of all posts."""
        before, all_terms = len(self._posts.blocks), self._on_costs.all_terms
        rows = self._terms[before:]
        return PostsTogether(
            self._posts.several, person_of, [all_terms[row] for row in rows], rows, self._on_costs, self._months_of,
            lambda number, course: self._salaries_of(before + number, course),
        )  # fmt: skip

    # --- what happens in a window ------------------------------------------------------------------------------------

    def _course(
        self, window: Window, *, awarded: bool = False, increments: bool = False, leavers: bool = False
    ) -> Course:
        """The course of a window in which some of what changes in time happens, if there is any of it."""
        awarded = awarded and any(window.settled or day <= window.last for day in self._raises.award_days)
        increments = increments and self._inputs.settings.increments != "none"
        leavers = leavers and self._leavers
        return Course(awarded, increments, leavers, window.settled and (awarded or increments or leavers))

    def _final(self, window: Window) -> Course:
        return self._course(window, awarded=True, increments=True, leavers=True)

    def _add(self, window: Window, course: Course) -> int:
        """The row of the first line in a window, as things go on a course."""
        import numpy as np

        of = self._lines_in.extend(np.arange(len(self._lines)))
        for number, block in enumerate(self._posts.blocks):
            span = self._span(number, window, course, None)
            if span != NO_ROW:
                self._paid_in.extend(of + self._line_of[number], span + block.row, block.posts)
        for line, *part in self._several.parts(window, course, self._rates_in(course)):
            self._post_in.add(of + self._row_of[line], *part)
        return of

    def _rates_in(self, course: Course) -> RatesOf | None:
        return self._base_rates if course.base_rates else None

    def _add_causes(self, window: Window, of: int) -> None:
        """The rows of what makes the lines cost what they do: the same window with less happening in it."""
        import numpy as np

        in_price_base = FinancialYear.containing(window.first) == self._inputs.settings.price_base
        final = self._final(window)
        courses = {
            "of": final,
            "in_base_rates": Course(base_rates=not in_price_base),
            "in_own_rates": Course(),
            "without_leavers": self._course(window, leavers=True),
            "before_awards": self._course(window, increments=True, leavers=True),
        }
        at = {final: of}
        for course in courses.values():
            if course not in at:
                at[course] = self._add(window, course)
        self._causes.extend(*(at[courses[name]] + np.arange(len(self._lines)) for name in Causes.links))

    # --- salaries ----------------------------------------------------------------------------------------------------

    def _salaries_of(self, number: int, course: Course) -> list[tuple[date, int]]:
        """The salaries of a block one after the other: the day, and the row of the first of them."""
        import numpy as np

        block = self._blocks[number]
        moves = course.increments and bool(block.increments or course.settled)
        awarded = course.awarded
        key = (number, awarded, moves, course.settled)
        if key in self._salaries:
            return self._salaries[key]
        if course.settled and not moves:
            found = [(date.min, self._salaries_of(number, course._replace(settled=False))[-1][1])]
            self._salaries[key] = found
            return found
        which: Any = _NOW
        rows: Any = np.arange(self._people[number], self._people[number + 1])
        ladders = [(places, self._rungs(ladder)) for places, ladder in block.ladders] if moves else []
        if number not in self._base_salaries:
            self._base_salaries[number] = self._salary_rows(number, which, rows)
        found = [(date.min, self._base_salaries[number])]
        increments = set(block.increments) if moves else set()
        for day in sorted((self._raises.award_days if awarded else set()) | increments):
            first = self._raises.many_after(which, rows, day, ladders if day in increments else (), awarded=awarded)
            which, rows = _RAISED, np.arange(first, first + len(block.salary))
            found.append((day, self._salary_rows(number, which, rows)))
        if course.settled:
            found = [(date.min, self._settled_rows(number, which, rows, ladders, awarded=awarded))]
        self._salaries[key] = found
        return found

    def _settled_rows(self, number: int, which: Any, rows: Any, ladders: Any, *, awarded: bool) -> int:
        """The salaries at the end: after all awards, and at the top of what increments lead to."""
        import numpy as np

        which = np.full(len(rows), which)
        rows = rows.copy()
        for places, ladder in ladders:
            if ladder:
                top = self._raises.point_on(ladder[-1], date.max) if awarded else (_POINT, ladder[-1])
                which[places], rows[places] = top
        return self._salary_rows(number, which, rows)

    def _rungs(self, ladder: tuple[int, ...]) -> tuple[int, ...]:
        if ladder not in self._points:
            self._points[ladder] = self._raises.points_of(ladder)
        return self._points[ladder]

    def _salary_rows(self, number: int, which: Any, rows: Any) -> int:
        block = self._blocks[number]
        terms = self._terms[number]
        return self._on_costs.many_salaries(which, rows, block.parts, block.of_parts, terms, block.elements)

    # --- days --------------------------------------------------------------------------------------------------------

    def _span(self, number: int, window: Window, course: Course, only: Any) -> int:
        """The first of the rows of what the salaries of a block are paid in a window; no row where nothing is.

        `only` are the places of some of the salaries; None for all.
        """
        import numpy as np

        block = self._posts.blocks[number]
        first, last = days_paid(block, course, window)
        if first > last:
            return NO_ROW
        terms, rates = self._terms[number], self._rates_in(course)
        salaries = self._salaries_of(number, course)
        ends = [day - timedelta(days=1) for day, _ in salaries[1:]] + [date.max]
        pieces = [
            (salary, *self._months_of(max(first, day), min(last, end)))
            for (day, salary), end in zip(salaries, ends, strict=True)
            if day <= last and end >= first
        ]
        bear = self._on_costs.many_bear
        key = (number, None if only is None else only.tobytes(), tuple(
            (salary, bear(terms, whole, rates) if whole else None,
             tuple((bear(terms, part.months, rates), part.days, part.of_days) for part in parts))
            for salary, whole, parts in pieces
        ))  # fmt: skip
        if key in self._spans:
            return self._spans[key]
        among = np.arange(len(block.salary)) if only is None else only
        self._spans[key] = span = self._on_costs.many_spans(len(among))
        spans = np.arange(span, span + len(among))
        for salary, whole, parts in pieces:
            if whole:
                self._on_costs.many_stretches(salary + among, terms, whole, spans, rates)
            for part in parts:
                self._on_costs.many_part_months(salary + among, terms, part, spans, rates)
        return span

    def _months_of(self, first: date, last: date) -> tuple[tuple[Month, ...], list[PartOf]]:
        """The whole months from one day to another, and the parts of months."""
        if (first, last) not in self._months:
            self._months[first, last] = whole_months(first, last, self._by)
        return self._months[first, last]

    # --- what others pay, and stated costs ---------------------------------------------------------------------------

    def _add_funded(self, window: Window, of: int) -> None:
        """Of each line that others pay a share of, the row of the days for which they do: whole months."""
        for number in self._funders:
            until = self._lines[number].externally_funded_until
            if until is None:
                self._funded[of + number] = of + number
            elif not window.settled:
                until = min(window.last, end_of_whole_months(until))
                if until == window.last:
                    self._funded[of + number] = of + number
                elif until >= window.first:
                    self._funded[of + number] = self._line_until(number, window._replace(last=until))

    def _line_until(self, line: int, window: Window) -> int:
        """The row of one line in a window, as things go."""
        import numpy as np

        row = self._lines_in.add(line)
        for number, block in enumerate(self._posts.blocks):
            mine = np.flatnonzero(self._line_of[number] == line)
            among, which = np.unique(block.row[mine], return_inverse=True)
            span = self._span(number, window, self._final(window), among) if len(mine) else NO_ROW
            if span != NO_ROW:
                self._paid_in.extend(row, span + which, block.posts[mine])
        number = list(self._row_of)[line]
        for _, *part in self._several.parts(window, self._final(window), None, number):
            self._post_in.add(row, *part)
        return row

    def _add_stated(self, window: Window, of: int) -> None:
        whole, parts = self._months_of(window.first, window.last)
        for number in self._stated:
            if whole:
                self._stated_in.add(of + number, whole[0].number, whole[-1].number, 1, 1)
            for part in parts:
                self._stated_in.add(of + number, part.months[0].number, part.months[-1].number, part.days, part.of_days)

    def _add_posts_of_stated(self) -> None:
        """The posts of lines with a stated cost in the price base, which the stated cost is compared with."""
        import numpy as np

        months = tuple(self._inputs.settings.price_base.months)
        for number, block in enumerate(self._posts.blocks):
            line = self._line_of[number]
            mine = np.flatnonzero(np.isin(line, self._stated))
            if block.base and len(mine):
                _, salary = self._salaries_of(number, Course())[0]
                of = self._on_costs.many_stretches(
                    salary + block.row[mine], self._terms[number], months, NO_ROW, self._base_rates
                )
                self._posts_rows.extend(line[mine], np.arange(of, of + len(mine)), block.posts[mine])
        base = Window(months[0].first, months[-1].last)
        for line_number, row, *_ in self._several.parts(base, Course(), self._base_rates) if self._stated else ():
            if (at := self._row_of[line_number]) in self._stated:
                self._post_in_line.add(at, row)

    # --- figures -----------------------------------------------------------------------------------------------------

    def costs(self, inputs: Inputs, lines: int, shown: Sequence[Any] = SHOWN) -> "Column":
        """What each of so many lines costs in each window, pence: the columns of `shown`, windows and lines.

        `inputs` may have other rates of pension and other on-costs than those that the rows were collected for: what
        does not rest on them is not worked out again. A line that is not of this state costs nothing; a figure that is
        not known is 0.
        """
        import numpy as np

        if not self._rows:
            self._rows = self.rows()
        rows = [self._on_costs.terms_in(inputs) if each.sheet is Terms else each for each in self._rows]
        figures = Figures(rows, at_once=True, kept=self._kept)
        found = np.zeros((len(shown), self._windows, lines), dtype=np.int64)
        numbers, count = list(self._row_of), self._windows * len(self._lines)
        for field, (sheet, name) in enumerate(shown):
            values = figures.values(sheet, name)
            known = np.where(values.why > 0, 0, values.values) if isinstance(values, Maybe) else values
            found[field][:, numbers] = known[:count].reshape(self._windows, len(numbers))
        return found

    # --- rows --------------------------------------------------------------------------------------------------------

    def rows(self) -> list[Rows]:
        """The rows of every sheet, as NumPy columns."""
        import numpy as np

        salary = np.concatenate([np.zeros(0, np.int64), *(block.salary for block in self._blocks)])
        line, of, count = self._posts_rows.columns(at_once=True)
        [lines_in] = self._lines_in.columns(at_once=True)
        funded = np.full(len(lines_in), NO_ROW)
        funded[list(self._funded)] = list(self._funded.values())
        why = [self._posts.unknown.get(number) for number in self._row_of]
        paid_in, stated_in = self._paid_in.columns(at_once=True), self._stated_in.columns(at_once=True)
        return [
            Rows(Person, len(salary), {"salary_now": salary, "salary_new": salary}),
            *self._raises.rows(at_once=True),
            *self._on_costs.rows(at_once=True),
            line_rows(self._inputs, self._lines, self._posts.holders[list(self._row_of)],
                      missing_of(np.arange(len(self._lines)), why)),
            moved_costs(self._lines),
            *self._several.together.rows(at_once=True),
            Rows(PostInLine, len(self._post_in_line), dict(zip(
                ("line", "post"), self._post_in_line.columns(at_once=True), strict=True,
            ))),
            Rows(PostIn, len(self._post_in), dict(zip(
                ("of", "post", "days", "of_days"), self._post_in.columns(at_once=True), strict=True,
            ))),
            Rows(Posts, len(line), {
                "line": line, "of": of, "count": count, "each": Picked(POSTS_OF, [_ONE_EACH] * len(line), line),
                "each_of_holders": np.ones(len(line), np.int64),
            }),
            Rows(LineIn, len(lines_in), {
                "line": lines_in, "funded": funded, "missing": missing_of(lines_in, why),
                "turnover_rate": np.full(len(lines_in), self._inputs.settings.turnover),
            }),
            ClimbRows().rows(),
            Rows(PaidIn, len(self._paid_in), dict(zip(("of", "span", "posts"), paid_in, strict=True))),
            Rows(StatedIn, len(self._stated_in),
                 dict(zip(("of", "first", "last", "days", "of_days"), stated_in, strict=True))),
            Rows(Causes, len(self._causes), dict(zip(Causes.links, self._causes.columns(at_once=True), strict=True))),
        ]  # fmt: skip
