"""Which rows the years have: what posts are paid on which days, as awards, increments and leavers change it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from payband.calendar import Month, end_of_whole_months
from payband.forms import Form
from payband.review.core.courses import Course
from payband.review.core.on_costs import PAID_AT
from payband.review.core.one_person.in_lines import HeldPost
from payband.review.core.one_person.over_years import PostsOverYears
from payband.review.core.one_person.rows import PaidOn
from payband.review.core.pay_elements import OwnElements, in_turn
from payband.review.core.people import Person
from payband.review.core.ranges import Grade
from payband.review.core.rows.climb_rows import ClimbRows
from payband.review.core.rows.raise_rows import Place, RaiseRows
from payband.review.core.rows.rated_years import rated_years
from payband.review.core.rows.structure_rows import StructureRows
from payband.review.core.structure import COSTED_AT
from payband.review.core.years import HOW_MANY, LineIn, LineYear, PaidIn, PostIn, StatedIn, Year
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import ON_COSTS_NOT_STATED
from payband.review.inputs.pay_awards import horizon_years, increments_of, ladder_of, points_above
from payband.review.inputs.rates import Rates
from payband.review.inputs.tables import StructureLine
from payband.review.ranges import PayRange, Ranges, range_moved_in
from payband.review.slotting_list import Placement, stays_until
from payband.rules.pay.salary_months import PartOf, whole_months
from payband.sheets.collected import columns_of
from payband.sheets.rows import NO_ROW, Picked, Rows
from payband.sheets.unknown import Unknown

__all__ = ["AS_IT_GOES", "LineDays", "YearRows"]

_BOTTOM, _TOP, _NOW, _NEW = (
    PAID_AT.index(each)
    for each in (
        (Grade, "bottom"), (Grade, "top"), (Person, "salary_now"), (Person, "salary_new"),
    )
)  # fmt: skip
_AS_PAID_ALIKE, _ONE_LEFT = range(len(HOW_MANY))


class _Paid(NamedTuple):
    """Posts that are paid alike: how many (a place of HOW_MANY, and the row there), the salary, and on which days.

    The salary moves up its `ladder`, rows of points, on the days of `increments`.
    """

    posts: Place
    salary: int
    first: date = date.min
    last: date = date.max
    increments: tuple[date, ...] = ()
    ladder: tuple[int, ...] = ()


AS_IT_GOES = Course(awarded=True, increments=True, leavers=True)


class LineDays(NamedTuple):
    """Days of one financial year of a line, by its row; or those on which its displaced people stay."""

    line: int
    first: date
    last: date
    displaced: bool = False
    course: Course = AS_IT_GOES


class YearRows:
    """Collects the rows of every financial year of the horizon that has rates."""

    def __init__(
        self,
        inputs: Inputs,
        ranges: Ranges,
        placed: Sequence[Placement],
        structure: StructureRows,
        raises: RaiseRows | None = None,
        *,
        for_formulas: bool = False,
    ) -> None:
        """`for_formulas` has rows that say on which side of its top a salary is, which may be typed anew."""
        self._inputs = inputs
        self._climbs = ClimbRows() if for_formulas else None
        self._ranges = ranges
        self._placed = placed
        self._structure = structure
        self._on_costs = structure.on_costs
        self.rates = Rates(inputs.assumptions)
        self._on_costs.rates_of = self.rates
        self._base_rates = Rates(inputs.assumptions, inputs.settings.price_base)
        self.years = horizon_years(inputs.settings)
        self._ends_on = self.years[-1].ends_on
        self.raises = raises or RaiseRows(inputs, self._ends_on)
        self._segments: dict[object, list[tuple[date, int]]] = {}
        self._spans: dict[object, int] = {}
        self.lines_in: dict[LineDays, int] = {}
        self._funded: dict[int, int] = {}
        self._missing: dict[int, Unknown] = {}
        self._missing_staying: dict[int, Unknown] = {}
        self._paid_in: list[tuple[int, int, int, int]] = []
        self._stated_in: list[tuple[int, int, int, int, int]] = []
        self._post_in: list[tuple[int, int, int, int]] = []
        self._several = PostsOverYears(structure.several_posts, self._months)
        self._paid = self._paid_by_line()
        self._staying = self._displaced_by_line()
        self._held_over_years()
        self.rated, self.unrated = rated_years(inputs, self.years, self._on_costs.all_terms)
        self.line_numbers: dict[str, dict[str, int]] = {}
        """By the name of a line, in small letters, its row in each state that it has."""
        for at, line in enumerate(inputs.structure):
            self.line_numbers.setdefault(line.line.casefold(), {})[line.state] = at
        self._line_years = [each for number in range(self.rated) for each in self._lines_of_year(number)]

    # --- what changes in time ----------------------------------------------------------------------------------------

    def _salaries(self, paid: _Paid, course: Course) -> list[tuple[date, int]]:
        """The salaries of posts one after the other, each with the day from which it is paid."""
        ladder = paid.ladder if course.increments else ()
        key = (paid.salary, paid.increments if ladder else (), ladder, course.awarded, course.settled)
        if key not in self._segments:
            increments = set(paid.increments) if ladder else set()
            found = [(date.min, paid.salary)]
            place = self._on_costs.where(paid.salary)
            awards = {day for day in self.raises.award_days if course.awarded and day <= self._ends_on}
            for day in sorted(awards | increments):
                place = self.raises.after(place, day, ladder if day in increments else (), awarded=course.awarded)
                if not course.settled:
                    found.append((day, self._on_costs.raised(paid.salary, place, f"from {day:%d/%m/%Y}")))
            if course.settled and ladder:  # once at the top, after all awards
                place = self.raises.at_the_top(place, ladder[-1], self._ends_on if course.awarded else None)
            if course.settled and place != self._on_costs.where(paid.salary):
                found = [(date.min, self._on_costs.raised(paid.salary, place, "settled"))]
            self._segments[key] = found
        return self._segments[key]

    # --- who is paid when --------------------------------------------------------------------------------------------

    def _paid_by_line(self) -> list[list[_Paid]]:
        """Of each line of the structure, the posts that are paid alike with the days on which they are paid."""
        found: list[list[_Paid]] = [[] for _ in self._inputs.structure]
        for number, (line_number, stretch, _, _) in enumerate(self._structure.posts):
            line = self._inputs.structure[line_number]
            salary = self._on_costs.salary_of(stretch)
            place, row = self._on_costs.where(salary)
            posts = (_AS_PAID_ALIKE, number)
            own = self._structure.own_of.get(number)
            if place in (_NOW, _NEW):
                found[line_number] += self._held(line, line_number, posts, salary, row)
            elif own is not None:
                found[line_number] += self._with_own(line, line_number, posts, salary, place, own)
            else:
                found[line_number].append(self._notional(line, line_number, posts, salary, place))
        return found

    def _held_over_years(self) -> None:
        """The posts of people with several, now and proposed, with what they are paid one salary after the other."""
        for each in self._structure.several_posts.held:
            line = self._inputs.structure[each.line]
            place, _ = self._on_costs.where(each.salary)
            posts, last = (_ONE_LEFT, each.line), self._leaves_on(line, each.holder)
            if place in (_NOW, _NEW):
                paid = self._paid_to(line, each.line, posts, each.salary, each.holder, last, {})
            else:
                paid = self._notional(line, each.line, posts, each.salary, place)._replace(last=last or date.max)
            self._hold(each, paid, now=line.state == "now")

    def _hold(self, post: HeldPost, paid: _Paid, *, now: bool, displaced: bool = False) -> None:
        if post.holder not in self._structure.several_posts.person_of:
            return
        paid_on = partial(self._paid_on, paid, post.line)
        self._several.hold(post, paid_on, now=now, displaced=displaced)

    def _paid_on(self, paid: _Paid, line: int, first: date, last: date, course: Course) -> Iterable[PaidOn]:
        """What a post is paid on some days, one salary after the other."""
        starts, until = _days_paid(paid, first, last, course)
        salaries = self._salaries(paid, course)
        ends = [day - timedelta(days=1) for day, _ in salaries[1:]] + [date.max]
        for (day, salary), end in zip(salaries, ends, strict=True):
            yield PaidOn(salary, line, max(day, starts), min(end, until))

    def _notional(self, line: StructureLine, number: int, posts: Place, salary: int, place: int) -> _Paid:
        """Posts that are costed at an end of their range."""
        settings, found = self._inputs.settings, self._ranges.of(line.grade)
        if place != _BOTTOM or settings.increments == "none":
            return _Paid(posts, salary)
        days = increments_of(settings, settings.implementation_date, self._ends_on)
        return _Paid(posts, salary, increments=days, ladder=self._ladder(found, found.bottom, number, self._missing))

    def _with_own(
        self, line: StructureLine, number: int, posts: Place, salary: int, place: int, own: Sequence[OwnElements]
    ) -> Iterable[_Paid]:
        """A post at an end of its range with the pay elements of its holders' own, which go as each of them leaves."""
        of_line = self._structure.elements.of_line(line.line, line.state)
        own = [each._replace(last=self._leaves_on(line, each.holder)) for each in own]
        for first, last, elements in in_turn(of_line, own):
            if first is None:
                paid = self._notional(line, number, posts, salary, place)
            else:
                salary = self._structure.salary_with(number, place, elements)
                paid = self._notional(line, number, (_ONE_LEFT, number), salary, place)
            yield paid._replace(first=first or paid.first, last=last or paid.last)

    def _leaves_on(self, line: StructureLine, row: int) -> date | None:
        """The last day of somebody who leaves a line. The review makes people leave: the structure now does not."""
        each = self._placed[row]
        displaced = line.state == "now" and stays_until(each, self._inputs.settings) is not None
        return None if displaced and not each.person.leaves_anyway else each.person.leaves_on

    def _held(self, line: StructureLine, number: int, posts: Place, salary: int, row: int) -> Iterable[_Paid]:
        """A post that somebody holds, and the vacancy when its holder has left."""
        settings, last = self._inputs.settings, self._leaves_on(line, row)
        yield self._paid_to(line, number, posts, salary, row, last, self._missing)
        if last is not None and settings.vacancies_costed:
            end = _BOTTOM if COSTED_AT[self._structure.costed_at(number)] == "bottom" else _TOP
            vacancy = self._structure.salary_when_left(number, end, row)
            yield _Paid((_ONE_LEFT, number), vacancy, last + timedelta(days=1))

    def _paid_to(
        self,
        line: StructureLine,
        number: int,
        posts: Place,
        salary: int,
        row: int,
        last: date | None,
        missing: dict[int, Unknown],
    ) -> _Paid:
        """What somebody is paid to a last day, with the increments that come before it."""
        settings, each = self._inputs.settings, self._placed[row]
        now = line.state == "now"
        days: tuple[date, ...] = ()
        if settings.increments != "none":
            found = increments_of(settings, each.person.started_on, self._ends_on)
            days = tuple(day for day in found if last is None or day <= last)
        ladder: tuple[int, ...] = ()
        if days:
            moves_in = range_moved_in(self._ranges, line, each.person.grade_now if now else "")
            pence = each.person.salary_now if now else None if each.slot is None else each.slot.salary
            if moves_in is not None:
                ladder = self._ladder(moves_in, pence, number, missing)
                if self._climbs is not None and ladder_of(moves_in):
                    top = self.raises.ladder(moves_in, 0)[-1]
                    self._climbs.add(number, self._on_costs.where(salary), top, below=bool(ladder))
        return _Paid(posts, salary, date.min, last or date.max, days, ladder)

    def _displaced_by_line(self) -> Mapping[int, list[_Paid]]:
        """Of each line now, those who are displaced and stay until a last day, with the days on which they are paid."""
        found: dict[int, list[_Paid]] = {}
        inputs, settings = self._inputs, self._inputs.settings
        for number, line in enumerate(inputs.structure):
            for row in self._structure.in_lines.get((line.line.casefold(), line.state), ()):
                last = stays_until(self._placed[row], settings) if line.state == "now" else None
                if last is None:
                    continue
                salary = self._structure.salary_of_displaced(number, row)
                if salary is None:
                    self._missing_staying[number] = Unknown(ON_COSTS_NOT_STATED)
                    found.setdefault(number, []).append(_Paid((_ONE_LEFT, number), NO_ROW, date.max, last))
                    continue
                paid = self._paid_to(line, number, (_ONE_LEFT, number), salary, row, last, self._missing_staying)
                paid = paid._replace(first=settings.implementation_date)
                found.setdefault(number, []).append(paid)
                terms = self._structure.terms_of(line)
                self._hold(HeldPost(row, number, salary, terms), paid, now=False, displaced=True)
        return found

    def _ladder(self, found: PayRange, pence: int | None, line: int, missing: dict[int, Unknown]) -> tuple[int, ...]:
        """The rows of the points that a salary moves up through; none at the top and in a range without points."""
        if pence is None or not ladder_of(found):
            return ()
        if any(point.pence is None for point in points_above(pence, found)):
            missing[line] = Unknown(f"an increment leads to a point of {found.span} never published")
        return self.raises.ladder(found, pence)

    # --- days --------------------------------------------------------------------------------------------------------

    def _months(self, first: date, last: date) -> tuple[tuple[Month, ...], list[PartOf]]:
        return whole_months(first, last, self._inputs.settings.part_months)

    def _span(self, paid: _Paid, first: date, last: date, course: Course) -> int:
        """The row of what posts are paid on some days of one financial year; one for all days that bear the same."""
        on_costs, salaries = self._on_costs, self._salaries(paid, course)
        rates = self._base_rates if course.base_rates else None
        ends = [day - timedelta(days=1) for day, _ in salaries[1:]] + [date.max]
        pieces = [
            (salary, *self._months(max(first, day), min(last, end)))
            for (day, salary), end in zip(salaries, ends, strict=True)
        ]
        key = tuple(
            (
                on_costs.bears(salary, whole, rates) if whole else None,
                tuple((on_costs.bears(salary, part.months, rates), part.days, part.of_days) for part in parts),
            )
            for salary, whole, parts in pieces
            if whole or parts
        )
        if key not in self._spans:
            self._spans[key] = span = on_costs.span()
            for salary, whole, parts in pieces:
                if whole:
                    on_costs.stretch(salary, whole, span, rates_of=rates)
                for part in parts:
                    on_costs.part_month(salary, part, span, rates)
        return self._spans[key]

    def line_in(self, days: LineDays) -> int:
        """The row of a line from one day to another."""
        if days in self.lines_in:
            return self.lines_in[days]
        number, first, last, displaced, course = days
        row = self.lines_in[days] = len(self.lines_in)
        line = self._inputs.structure[number]
        for paid in self._staying[number] if displaced else self._paid[number]:
            starts, ends = _days_paid(paid, first, last, course)
            if starts <= ends:
                self._paid_in.append((row, self._span(paid, starts, ends, course), *paid.posts))
        rates = self._base_rates if course.base_rates else None
        together = self._several.parts(number, first, last, course, rates, displaced=displaced)
        self._post_in += [(row, *part) for part in together]
        if line.stated_cost is not None and not displaced:
            whole, parts = self._months(first, last)
            if whole:
                self._stated_in.append((row, whole[0].number, whole[-1].number, 1, 1))
            self._stated_in += [
                (row, each.months[0].number, each.months[-1].number, each.days, each.of_days) for each in parts
            ]
        self._funded[row] = self._funded_row(line, row, days)
        return row

    def _funded_row(self, line: StructureLine, row: int, days: LineDays) -> int:
        """The row of the days of which others pay a share; they do so for whole months."""
        if not line.external_share:
            return NO_ROW
        if line.externally_funded_until is None:
            return row
        if days.course.settled:
            return NO_ROW
        until = min(days.last, end_of_whole_months(line.externally_funded_until))
        return NO_ROW if until < days.first else row if until == days.last else self.line_in(days._replace(last=until))

    def _lines_of_year(self, number: int) -> Iterable[tuple[int, int, int, int, int]]:
        """The rows of the lines in a year: the year, now, now until the new structure starts, and from then on.

        The last is that of the displaced people who stay after it has started.
        """
        year, starts_on = self.years[number], self._inputs.settings.implementation_date
        start = max(year.starts_on, starts_on)
        for states in self.line_numbers.values():
            now, proposed = states.get("now"), states.get("proposed")
            before = after = whole = staying = NO_ROW
            if now is not None:
                whole = self.line_in(LineDays(now, year.starts_on, year.ends_on))
                if start > year.starts_on:
                    before = self.line_in(LineDays(now, year.starts_on, start - timedelta(days=1)))
                if any(paid.last >= year.starts_on for paid in self._staying.get(now, ())):
                    staying = self.line_in(LineDays(now, start, year.ends_on, displaced=True))
            if proposed is not None:
                after = self.line_in(LineDays(proposed, start, year.ends_on))
            yield number, whole, before, after, staying

    def add_line_year(self, now: int, proposed: int) -> int:
        """The row of a line in no year of the horizon, by the rows of what it costs in each state."""
        self._line_years.append((NO_ROW, now, NO_ROW, proposed, NO_ROW))
        return len(self._line_years) - 1

    def course(
        self, days: LineDays, *, awarded: bool = False, increments: bool = False, leavers: bool = False
    ) -> Course:
        """The course of some days on which some of what changes in time happens, if there is any of it.

        Where it is all that there is, it is as things go.
        """
        settled = days.course.settled
        last = date.max if settled else days.last
        there = Course(
            awarded=any(day <= last for day in self.raises.award_days),
            increments=self._inputs.settings.increments != "none",
            leavers=any((paid.first, paid.last) != (date.min, date.max) for paid in self._paid[days.line]),
        )
        found = Course(awarded and there.awarded, increments and there.increments, leavers and there.leavers)
        if found == there:
            return AS_IT_GOES._replace(settled=settled)
        return found._replace(settled=settled and any(found))

    def _missing_of(self, days: LineDays) -> Form:
        """0, or why what is paid in a line is not known."""
        if days.displaced:
            return self._missing_staying.get(days.line, 0)
        return self._missing.get(days.line) or self._structure.missing_of(days.line)

    # --- rows --------------------------------------------------------------------------------------------------------

    def rows(self) -> list[Rows]:
        """The rows of every sheet, next to those of the structure's cost."""
        line_in, span, which, row = columns_of(self._paid_in, 4, at_once=False)
        stated, post_in = (
            columns_of(rows, width, at_once=False) for rows, width in ((self._stated_in, 5), (self._post_in, 4))
        )
        numbers = [days.line for days in self.lines_in]
        year, now, until, after, staying = columns_of(self._line_years, 5, at_once=False)
        unrated: Form = Unknown(self.unrated)
        return [
            *self.raises.rows(),
            Rows(LineIn, len(numbers), {
                "line": numbers, "funded": [self._funded[at] for at in range(len(numbers))],
                "missing": [self._missing_of(days) for days in self.lines_in],
                "turnover_rate": [
                    0 if days.displaced else self._inputs.settings.turnover for days in self.lines_in
                ],
            }),
            (self._climbs or ClimbRows()).rows(),
            Rows(PaidIn, len(line_in), {"of": line_in, "span": span, "posts": Picked(HOW_MANY, which, row)}),
            Rows(PostIn, len(post_in[0]), dict(zip(("of", "post", "days", "of_days"), post_in, strict=True))),
            Rows(StatedIn, len(stated[0]), dict(zip(("of", "first", "last", "days", "of_days"), stated, strict=True))),
            Rows(Year, len(self.years), {"missing": [0] * self.rated + [unrated] * (len(self.years) - self.rated)},
                 self.years),
            Rows(LineYear, len(year),
                 {"year": year, "now": now, "before": until, "after": after, "staying": staying}),
        ]  # fmt: skip


def _days_paid(paid: _Paid, first: date, last: date, course: Course) -> tuple[date, date]:
    """The days on which posts are paid; the first after the last where there are none."""
    if course.settled or not course.leavers:
        there = paid.last == date.max if course.settled else paid.first == date.min
        return (first, last) if there else (last, first - timedelta(days=1))
    return max(first, paid.first), min(last, paid.last)
