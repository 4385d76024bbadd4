"""The posts of a structure for the outlook: alike ones once, in blocks that bear the same on-costs."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

from payband.review.columns import amounts, groups
from payband.review.core.pay_elements import CostedElements, Elements, OwnElements, by_post, in_turn
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import ON_COSTS_NOT_STATED, terms_of_line
from payband.review.inputs.pay_awards import horizon_years, increments_of, ladder_of, points_above
from payband.review.inputs.tables import StructureLine
from payband.review.ranges import PayRange, Ranges, range_moved_in
from payband.review.years.blocks import LINE, PROFILE, WHEN, Posts, SeveralPost, When, block_of
from payband.review.years.staff import Slotted, Staff, who_stays

if TYPE_CHECKING:
    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

__all__ = ["Posts", "posts_of", "posts_of_displaced"]


class _Numbers:
    """Numbers for things, in the order in which they are met."""

    def __init__(self) -> None:
        self.all: dict[Any, int] = {}

    def of(self, thing: Any) -> int:
        return self.all.setdefault(thing, len(self.all))


class _Collector:
    """Gathers the posts of one state, line by line, as columns of whole numbers."""

    def __init__(self, inputs: Inputs, ranges: Ranges, names: Mapping[str, int]) -> None:
        self._at = names
        self._settings = inputs.settings
        self._ranges = ranges
        self._ends_on = horizon_years(inputs.settings)[-1].ends_on
        self._profiles, self._whens, self._ladders = _Numbers(), _Numbers(), _Numbers()
        self._no_ladder = self._ladders.of(())
        self._costed = CostedElements(inputs)
        self._elements = _Numbers()
        self._none = self._elements.of(())
        self._rows: list[Any] = []
        self._several: list[tuple[int, Any]] = []
        self.several_unknown: dict[int, str] = {}
        """Of posts of people with several, by their place, why what they are paid is not known."""
        self.unknown: dict[int, str] = {}
        self.estimated: set[int] = set()

    def _table(
        self, line: Any, profile: str, when: Any, ladder: Any, salary: Any, fte: Any, posts: Any, elements: Any
    ) -> Any:
        import numpy as np

        parts, of_parts = fte
        columns = (line, self._profiles.of(profile), when, ladder, salary, parts, of_parts, elements, posts)
        return np.array(np.broadcast_arrays(*map(np.atleast_1d, columns)), dtype=np.int64)

    def notional(
        self,
        line: StructureLine,
        number: int,
        posts: int,
        left_on: date | None = None,
        fte: Fraction | None = None,
        own: Elements = (),
        until: date | None = None,
        several: int = -1,
    ) -> None:
        """Posts that are costed at an end of their range; from the day after, if somebody `left_on` a day.

        `fte` is that of each post, where it is not the line's; `own` are the pay elements of the holders' own, who have
        them `until` a day. `several` is the place of a holder with several posts, of which this is noted as one; it is
        among the posts of the line already.
        """
        costed_at = line.costed_at or self._settings.costed_at
        pay_range = self._ranges.of(line.grade)
        end = pay_range.bottom if costed_at == "bottom" else pay_range.top
        if end is None:
            which = "bottom" if costed_at == "bottom" else "top"
            self.unknown[number] = f"the {which} of {pay_range.span} is not known"
            if several >= 0:
                self.several_unknown[several] = self.unknown[number]
            return
        if pay_range.end_is_estimated("bottom" if costed_at == "bottom" else "top"):
            self.estimated.add(number)
        ladder = self._no_ladder
        increments: tuple[date, ...] = ()
        if costed_at == "bottom" and self._settings.increments != "none":
            ladder = int(self._ladder(number, pay_range, amounts([end]))[0])
            if ladder != self._no_ladder:
                increments = increments_of(self._settings, self._settings.implementation_date, self._ends_on)
        first = None if left_on is None else left_on + timedelta(days=1)
        when = self._whens.of(When(increments, first, until, left_on is None))
        time = fte or line.fte_each
        elements = self._elements.of(tuple(sorted({*self._costed.of_line(line.line, line.state), *own})))
        found = self._table(
            number, self._profile(line), when, ladder, end, (time.numerator, time.denominator), posts, elements
        )
        if several < 0:
            self._rows.append(found)
        else:
            self._several.append((several, found))

    def held_at_end(self, line: StructureLine, number: int, staff: Staff, rows: "Column", leaves: "Column") -> None:
        """The posts of people with several in a line that is costed at an end of its range, where each has a post.

        `rows` and `leaves` are as of `with_own`.
        """
        if int(staff.people[rows].sum()) > line.posts:
            return
        for row, goes in zip(rows.tolist(), leaves.tolist(), strict=True):
            if staff.several[row] >= 0:
                of_person = staff.all_own[int(staff.own[row])]
                own = of_person.now if line.state == "now" else of_person.proposed
                until = staff.all_dates[int(staff.dates[row])].leaves_on if goes else None
                self.notional(line, number, 1, own=own, until=until, several=int(staff.several[row]))

    def with_own(self, line: StructureLine, number: int, staff: Staff, rows: "Column", leaves: "Column") -> int:
        """Posts at an end of their range whose holders have pay elements of their own; how many these are.

        `rows` are the rows of the people in the line among the staff, and `leaves` says who of them goes on the last
        day that is given.
        """
        own = []
        for row, goes in zip(rows.tolist(), leaves.tolist(), strict=True):
            of_person = staff.all_own[int(staff.own[row])]
            elements = of_person.now if line.state == "now" else of_person.proposed
            if elements:  # which are one person's: nobody is alike
                last = staff.all_dates[int(staff.dates[row])].leaves_on if goes else None
                own.append(OwnElements(row, elements, last))
        posts = by_post(own, int(staff.people[rows].sum()), line.posts)
        for of_post in posts:
            for first, last, elements in in_turn((), of_post):
                left_on = first - timedelta(days=1) if first else None
                self.notional(line, number, 1, left_on=left_on, own=elements, until=last)
        return len(posts)

    def held(
        self,
        lines: Sequence[StructureLine],
        staff: Staff,
        rows: "Column",
        of: "Column",
        salary: "Column",
        leaves: "Column",
        first: date | None = None,
        *,
        costed: bool = True,
    ) -> None:
        """Posts costed at what their holders are paid, of lines with one profile and, if it matters, one grade.

        `rows` are the rows of their people among the staff, `of` the numbers of the lines they are in, and `leaves`
        says who of them goes on the last day that is given. From a `first` day on they are paid in no post of the
        structure, and leave no vacancy. Of lines that are not `costed` only the posts of people with several are noted.
        """
        import numpy as np

        settings = self._settings
        now = lines[0].state == "now"
        ladders = amounts([self._no_ladder] * len(rows))
        rising = np.flatnonzero(self._rise(staff, rows, leaves))
        if len(rising):
            grades: Any = groups(staff.grade_now[rows[rising]])
            for grade, among_rising in grades:
                places = rising[among_rising]
                pay_range = range_moved_in(self._ranges, lines[0], staff.grades[grade] if now else "")
                if pay_range is not None:
                    by_line: Any = groups(of[places])
                    for number, among in by_line:
                        ladders[places[among]] = self._ladder(number, pay_range, salary[places[among]])
        dates, fte = staff.dates[rows], (staff.parts[rows], staff.of_parts[rows])
        # An increment that moves nobody does not part the year's pay in two.
        moves = ladders != self._no_ladder
        when = np.zeros(len(rows), dtype=np.int64)
        for moving, going in product((False, True), repeat=2):
            which = (moves == moving) & (leaves == going)
            if which.any():
                when[which] = self._when(staff, moving=moving, going=going, first=first)[dates[which]]
        elements = self._elements_of(lines, staff, rows, of)
        found = self._table(of, self._profile(lines[0]), when, ladders, salary, fte, staff.people[rows], elements)
        several = staff.several[rows]
        self._several += [(int(several[at]), found[:, [at]]) for at in np.flatnonzero(several >= 0).tolist()]
        if not costed:
            return
        self._rows.append(found)
        if settings.vacancies_costed and first is None and any(each.leaves_on for each in staff.all_dates):
            by_number = {self._at[line.line.casefold()]: line for line in lines}
            gone = np.flatnonzero(leaves)
            keys = zip(*(each[gone].tolist() for each in (of, dates, *fte)), strict=True)
            for (number, code, *time), places in groups(list(keys)):
                leaves_on = staff.all_dates[code].leaves_on
                if leaves_on is not None:
                    posts = int(staff.people[rows][gone[places]].sum())
                    self.notional(by_number[number], number, posts, leaves_on, Fraction(*time))

    def _elements_of(self, lines: Sequence[StructureLine], staff: Staff, rows: "Column", of: "Column") -> "Column":
        """For each of some rows of the staff the number of the pay elements that they have in their line."""
        import numpy as np

        if not self._costed:
            return np.full(len(rows), self._none)
        of_line = {self._at[line.line.casefold()]: self._costed.of_line(line.line, line.state) for line in lines}
        own = [each.now if lines[0].state == "now" else each.proposed for each in staff.all_own]
        pairs = zip(of.tolist(), staff.own[rows].tolist(), strict=True)
        return amounts([self._elements.of(tuple(sorted({*of_line[number], *own[code]}))) for number, code in pairs])

    def _rise(self, staff: Staff, rows: "Column", leaves: "Column") -> "Column":
        """Which of some rows of the staff have an increment before they go."""
        import numpy as np

        if self._settings.increments == "none":
            return np.zeros(len(rows), dtype=bool)
        days = [increments_of(self._settings, each.started_on, self._ends_on) for each in staff.all_dates]
        stays = np.array([bool(each) for each in days])
        goes = np.array([
            any(day <= (each.leaves_on or date.max) for day in found)
            for each, found in zip(staff.all_dates, days, strict=True)
        ])  # fmt: skip
        dates = staff.dates[rows]
        return np.where(leaves, goes[dates], stays[dates])

    def _when(self, staff: Staff, *, moving: bool, going: bool, first: date | None) -> "Column":
        """For each of the dates of the staff when they move up and are paid; to the last day if they are `going`."""
        found = []
        for each in staff.all_dates:
            increments = increments_of(self._settings, each.started_on, self._ends_on) if moving else ()
            found.append(self._whens.of(When(increments, first, each.leaves_on if going else None, first is None)))
        return amounts(found)

    def _profile(self, line: StructureLine) -> str:
        return line.on_cost_profile or self._settings.on_cost_profile

    def _ladder(self, line: int, pay_range: PayRange, salaries: "Column") -> "Column":
        """For each salary the number of the ladder that it moves up; none at the top and in a range without points."""
        import numpy as np

        ladder = ladder_of(pay_range)
        if not ladder:
            return np.full(len(salaries), self._no_ladder)
        if len(ladder) < len(pay_range.points) or pay_range.estimated:
            for salary in salaries.tolist():
                above = points_above(salary, pay_range)
                if any(point.pence is None for point in above):
                    why = f"an increment leads to a point of {pay_range.span} never published"
                    self.unknown.setdefault(line, why)
                elif any(point.estimated for point in above):
                    self.estimated.add(line)
        return np.where(salaries < ladder[-1], self._ladders.of(ladder), self._no_ladder)

    def posts(self, holders: "Column") -> Posts:
        """The blocks, each with its rows in columns."""
        import numpy as np

        whens, profiles, ladders = list(self._whens.all), list(self._profiles.all), list(self._ladders.all)
        several = []
        for place, row in sorted(self._several, key=lambda each: each[0]):
            of_post = block_of(profiles[row[PROFILE, 0]], whens[row[WHEN, 0]], row, ladders, list(self._elements.all))
            several.append(SeveralPost(place, int(row[LINE, 0]), of_post))
        if not self._rows:
            return Posts((), self.unknown, frozenset(self.estimated), holders, several=tuple(several))
        table = np.concatenate(self._rows, axis=1)
        blocks = []
        for code, places in groups(table[PROFILE] * len(whens) + table[WHEN]):
            profile, when = profiles[code // len(whens)], whens[code % len(whens)]
            blocks.append(block_of(profile, when, table[:, places], ladders, list(self._elements.all)))
        return Posts(tuple(blocks), self.unknown, frozenset(self.estimated), holders, several=tuple(several))


def posts_of(
    state: str, inputs: Inputs, ranges: Ranges, names: Mapping[str, int], staff: Staff, slotted: Slotted
) -> Posts:
    """The posts of a state of the structure; `names` numbers its lines."""
    import numpy as np

    collector = _Collector(inputs, ranges, names)
    settings = inputs.settings
    elements = CostedElements(inputs)
    leaves = np.ones(len(staff.people), dtype=bool)
    if state == "now":
        line_of, salary = _lines_now(staff, names), staff.salary
        leaves = ~who_stays(staff, inputs, anyway=False)  # the review makes them leave: the structure now does not
    else:
        line_of, salary = slotted.line, slotted.salary
    holders = np.zeros(len(names), dtype=np.int64)
    np.add.at(holders, line_of[line_of >= 0], staff.people[line_of >= 0])
    actual: dict[tuple[str, str], list[StructureLine]] = {}
    for line in inputs.lines(state):
        number = names[line.line.casefold()]
        if not line.posts:
            continue
        if not line.grade:
            collector.unknown[number] = "its grade is not given"
        elif terms_of_line(inputs, line) is None:
            collector.unknown[number] = ON_COSTS_NOT_STATED
        elif (line.costed_at or settings.costed_at) != "actual":
            mine = np.flatnonzero(line_of == number) if elements or staff.person_of else np.zeros(0, np.int64)
            collector.held_at_end(line, number, staff, mine, leaves[mine])
            apart = collector.with_own(line, number, staff, mine, leaves[mine])
            if line.posts > apart:
                collector.notional(line, number, line.posts - apart)
        elif state == "proposed" and number in slotted.unknown:
            collector.unknown[number] = f"the salary of somebody in it is not known: {slotted.unknown[number]}"
            mine = np.flatnonzero((line_of == number) & (staff.several >= 0))
            collector.several_unknown |= dict.fromkeys(
                staff.several[mine[~slotted.answered[mine]]].tolist(), collector.unknown[number]
            )
            if len(mine := mine[slotted.answered[mine]]):
                collector.held([line], staff, mine, line_of[mine], salary[mine], leaves[mine], costed=False)
        else:
            alike = (line.on_cost_profile, line.grade if settings.increments != "none" else "")
            actual.setdefault(alike, []).append(line)
            vacant = line.posts - int(holders[number])
            if vacant > 0 and settings.vacancies_costed:
                collector.notional(line, number, vacant)
    for lines in actual.values():
        rows = _people_of(lines, line_of, names)
        if len(rows):
            collector.held(lines, staff, rows, line_of[rows], salary[rows], leaves[rows])
            if state == "proposed":
                collector.estimated.update(line_of[rows][slotted.estimated[rows]].tolist())
    return _with_unknown(collector.posts(holders), staff, collector.several_unknown)


def _with_unknown(posts: Posts, staff: Staff, why: Mapping[int, str]) -> Posts:
    """Posts, where a line is not known too if somebody in it has another post of which the pay is not known."""
    if not why:
        return posts
    of_person = {staff.person_of[place]: reason for place, reason in why.items()}
    unknown = dict(posts.unknown)
    for each in posts.several:
        if (person := staff.person_of[each.place]) in of_person:
            unknown.setdefault(each.line, of_person[person])
    return posts._replace(unknown=unknown)


def posts_of_displaced(inputs: Inputs, ranges: Ranges, names: Mapping[str, int], staff: Staff) -> Posts:
    """The posts now of those who are displaced and stay until a last day, from the start of the new structure on."""
    import numpy as np

    collector = _Collector(inputs, ranges, names)
    stays, starts_on = who_stays(staff, inputs), inputs.settings.implementation_date
    line_of = np.where(stays, _lines_now(staff, names), -1)
    holders = np.zeros(len(names), dtype=np.int64)
    np.add.at(holders, line_of[line_of >= 0], staff.people[line_of >= 0])
    alike: dict[tuple[str, str], list[StructureLine]] = {}
    for line in inputs.lines("now"):
        number = names[line.line.casefold()]
        if not (line.posts and holders[number]):
            continue
        if terms_of_line(inputs, line) is None:
            collector.unknown[number] = ON_COSTS_NOT_STATED
        else:
            moves_in = line.grade if inputs.settings.increments != "none" else ""
            alike.setdefault((line.on_cost_profile, moves_in), []).append(line)
    for lines in alike.values():
        rows = _people_of(lines, line_of, names)
        collector.held(lines, staff, rows, line_of[rows], staff.salary[rows], stays[rows], starts_on)
    found = collector.posts(holders)
    until = {
        number: max(staff.all_dates[code].leaves_on or starts_on for code in staff.dates[line_of == number].tolist())
        for number in found.unknown
    }
    return found._replace(until=until)


def _lines_now(staff: Staff, names: Mapping[str, int]) -> "Column":
    """The number of the line that each of the staff is in now; -1 for none."""
    import numpy as np

    numbers = np.array([names.get(name, -1) for name in staff.posts], dtype=np.int64)
    found: Column = numbers[staff.post_now]
    return found


def _people_of(lines: Sequence[StructureLine], line_of: "Column", names: Mapping[str, int]) -> "Column":
    """The rows of the staff who are in some lines."""
    import numpy as np

    is_one = np.zeros(len(names) + 1, dtype=bool)  # the last for who is in no line
    is_one[[names[line.line.casefold()] for line in lines]] = True
    return np.flatnonzero(is_one[line_of])
