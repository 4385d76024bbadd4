"""Which rows the structure's cost has: its lines now and proposed, and the posts of each that are paid alike."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from payband.calendar import FinancialYear
from payband.forms import Form
from payband.review.columns import FEW
from payband.review.core.implied_rate import implied_rates
from payband.review.core.line_cost import LineCost
from payband.review.core.one_person.in_lines import PostsInLines
from payband.review.core.pay_elements import CostedElements, Elements, OwnElements, by_post, in_turn
from payband.review.core.people import Person
from payband.review.core.ranges import Grade
from payband.review.core.rows.on_cost_rows import OnCostRows
from payband.review.core.structure import (
    COMPARED,
    COSTED_AT,
    COUNTED,
    POSTS_OF,
    Line,
    MovedCost,
    PostInLine,
    Posts,
)
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import ON_COSTS_NOT_STATED, profile_of, terms_of_line
from payband.review.inputs.tables import Person as PersonInput
from payband.review.inputs.tables import StructureLine
from payband.review.ranges import PayRange, Ranges
from payband.review.slotting_list import DISPLACED, LEAVES, UNKNOWN, Placement
from payband.sheets.collected import columns_of
from payband.sheets.figures import Figures
from payband.sheets.rows import NO_ROW, Picked, Rows, Sought
from payband.sheets.unknown import Unknown

__all__ = [
    "StructureRows",
    "costs_that_count",
    "figures_of",
    "months_funded_in",
    "moved_costs",
    "people_in_lines",
    "stated_as",
]

_BOTTOM, _TOP, _NOW, _NEW = range(4)  # the places of PAID_AT
_ALL, _ONE_EACH, _VACANT, _OTHERS = range(4)  # the places of POSTS_OF
_NOT_KNOWN = "the salary of somebody in it is not known"


def months_funded_in(line: StructureLine, year: FinancialYear) -> int:
    """How many whole months of a financial year somebody else pays a part of a line."""
    if line.externally_funded_until is None:
        return 12
    return sum(1 for month in year.months if month.last <= line.externally_funded_until)


def costs_that_count(lines: Sequence[StructureLine]) -> dict[str, Picked]:
    """Of each line of the structure the cost that counts, and what a stated one is compared with."""
    place = {number: row for row, number in enumerate(number for number, line in enumerate(lines) if _moves(line))}
    which = [stated_as(line) for line in lines]
    rows = [place.get(number, number) for number in range(len(lines))]
    return {"counted": Picked(COUNTED, which, rows), "compared": Picked(COMPARED, which, rows)}


def moved_costs(lines: Sequence[StructureLine]) -> Rows:
    """The rows of the stated costs that move with the model."""
    moves = [number for number, line in enumerate(lines) if _moves(line)]
    return Rows(MovedCost, len(moves), {
        "line": moves, "when_stated": [lines[number].modelled_when_stated for number in moves],
    })  # fmt: skip


def stated_as(line: StructureLine) -> int:
    """1 for a line whose cost is stated, 2 where that moves with the model, 0 for any other."""
    return int(line.stated_cost is not None) + int(_moves(line))


def _moves(line: StructureLine) -> bool:
    return line.stated_cost is not None and line.modelled_when_stated is not None


def figures_of(structure: "StructureRows", also: Sequence[Rows] = ()) -> Figures:
    """The figures of the structure's cost, and those of other sheets that rest on its rows."""
    return Figures([*structure.rows(at_once=structure.many), *also], at_once=structure.many)


class StructureRows:
    """Collects the rows of the structure's cost, in the prices and rates of the price base.

    Everybody has a row, for formulas to follow; or those who are paid alike are taken `together`.
    """

    def __init__(self, inputs: Inputs, ranges: Ranges, placed: Sequence[Placement], *, together: bool = False) -> None:
        self._inputs = inputs
        self._ranges = ranges
        self._placed = placed
        self._together = together
        self.on_costs = OnCostRows(package=inputs.package)
        self.elements = CostedElements(inputs)
        """Which pay elements are part of the cost of whose post."""
        self.own_of: dict[int, list[OwnElements]] = {}
        """Of posts at an end of their range, by their place, the holders whose own pay elements they have."""
        self.months = tuple(inputs.settings.price_base.months)
        """The months of the price base."""
        self._grades: dict[str, int] = {}
        self._found_ranges: list[PayRange] = []
        self._times = [(time.numerator, time.denominator) for time in (each.person.fte for each in placed)]
        self._salary_now: list[Form] = [each.person.salary_now for each in placed]
        self._salary_new: list[Form] = [
            Unknown(_NOT_KNOWN) if each.outcome == UNKNOWN or each.slot is None else each.slot.salary for each in placed
        ]
        self._estimated = [each.slot is not None and each.slot.estimated for each in placed]
        self.many = max(len(placed), len(inputs.structure)) >= FEW
        """Whether there are so many people or lines that whole columns are worked out at once."""
        self.in_lines = people_in_lines(placed)
        """The places of the people in each line, by its name in small letters and its state."""
        self.posts: list[tuple[int, int, int, int]] = []
        """The posts that are paid alike: line, salary over the year, how many people or 1, and which of its posts."""
        self._stretch_of: dict[int, int] = {}
        self._when_left: dict[tuple[int, int, int], int] = {}
        self.several_posts = PostsInLines(inputs, self.on_costs)
        """The posts of people who have several, whose pay bears NI together."""
        self._lines = [self._line(number, line) for number, line in enumerate(inputs.structure)]
        self._together_in = self.several_posts.over(self.months, self.year_of)

    def rows(self, *, at_once: bool = False) -> list[Rows]:
        """The rows of every sheet; as NumPy columns for evaluation at once."""
        inputs, lines = self._inputs, self._lines
        of_line, stretch, count, which = columns_of(self.posts, 4, at_once=at_once)
        names = list({line.line.casefold(): line.line for line in inputs.structure}.values())
        at = {(line.line.casefold(), line.state): number for number, line in enumerate(inputs.structure)}
        columns: Mapping[str, Any] = {key: [each[key] for each in lines] for key in lines[0]} if lines else {}
        return [
            Rows(Grade, len(self._found_ranges), {
                end: [_end(each, end) for each in self._found_ranges] for end in ("bottom", "top")
            }, self._found_ranges),
            Rows(Person, len(self._placed), {
                "salary_now": self._salary_now, "salary_new": self._salary_new,
            }),
            *self.on_costs.rows(at_once=at_once),
            Rows(Line, len(lines), {
                **(columns or dict.fromkeys((*Line.givens, *Line.links), ())),
                **costs_that_count(inputs.structure),
            }, inputs.structure),
            moved_costs(inputs.structure),
            *self.several_posts.together.rows(at_once=at_once),
            Rows(PostInLine, len(self._together_in), dict(zip(
                ("line", "post"), columns_of(self._together_in, 2, at_once=at_once), strict=True,
            ))),
            Rows(Posts, len(self.posts), {
                "line": of_line, "of": stretch, "count": count, "each": Picked(POSTS_OF, which, of_line),
                "each_of_holders": [int(each[3] == _ONE_EACH) for each in self.posts],
            }),
            Rows(LineCost, len(names), {
                "now": [at.get((name.casefold(), "now"), NO_ROW) for name in names],
                "proposed": [at.get((name.casefold(), "proposed"), NO_ROW) for name in names],
                "fit": Sought(implied_rates),
            }, names),
        ]  # fmt: skip

    def _grade(self, name: str) -> int:
        key = name.casefold()
        if key not in self._grades:
            self._grades[key] = len(self._found_ranges)
            self._found_ranges.append(self._ranges.of(name))
        return self._grades[key]

    def _line(self, number: int, line: StructureLine) -> dict[str, Any]:
        """What is given of a line; its posts and their salaries get their rows."""
        settings = self._inputs.settings
        costed_at = COSTED_AT.index(line.costed_at or settings.costed_at or "top")
        holders = self.in_lines.get((line.line.casefold(), line.state), [])
        missing: Form = 0
        if not line.grade:
            missing = Unknown("its grade is not given")
        elif line.posts or not self._together:  # formulas follow a number of posts that is none today
            at = self.terms_of(line)
            if at == NO_ROW:
                missing = Unknown(ON_COSTS_NOT_STATED)
            self._posts_of(number, line, costed_at, holders, at)
        return {
            "grade": self._grade(line.grade) if line.grade else NO_ROW,
            "costed_at": costed_at,
            "posts": line.posts,
            "holders": len(holders),
            "with_own": 0 if COSTED_AT[costed_at] == "actual" else len(self._with_own(line, holders)),
            "vacancies_costed": int(settings.vacancies_costed),
            "share": line.external_share.numerator,
            "of_parts": line.external_share.denominator,
            "months": months_funded_in(line, settings.price_base),
            "stated": line.stated_cost or 0,
            "is_stated": stated_as(line),
            "missing": missing,
        }

    def _posts_of(self, number: int, line: StructureLine, costed_at: int, holders: Sequence[int], terms: int) -> None:
        """Rows for the posts of a line that are paid alike."""
        of_line = self.elements.of_line(line.line, line.state)

        def at_end(end: int, which: int) -> int:
            name = f"{line.line}, {line.state}{': vacant' if which == _VACANT else ''}"
            salary = self.salary_at(line, end, terms, name, elements=of_line)
            self._pay_posts(number, salary, 1, which)
            return salary

        hold = self.several_posts.hold
        if COSTED_AT[costed_at] != "actual":
            own = self._with_own(line, holders)
            shared = len(holders) > line.posts  # then a post is nobody's own
            apart: set[int] = set()
            for of_post in own:
                names = ", ".join(self._placed[each.holder].person.person for each in of_post)
                self.own_of[len(self.posts)] = of_post
                elements = in_turn(of_line, [each._replace(last=None) for each in of_post])[0][2]
                salary = self.salary_at(
                    line, costed_at, terms, f"{line.line}, {line.state}: {names}", elements=elements
                )
                self._pay_posts(number, salary, 1, _ONE_EACH)
                for each in of_post:
                    apart.add(each.holder)
                    hold(each.holder, number, salary, terms, shared=shared)
            others = at_end(costed_at, _OTHERS if own else _ALL)
            for holder in holders:
                if holder not in apart:
                    hold(holder, number, others, terms, shared=shared)
            return
        where = _NOW if line.state == "now" else _NEW
        count: dict[int, int] = {}
        for holder in holders:
            elements = self._of_holder(line, holder)
            salary = self.salary_of(holder, where, terms, f"{line.line}, {line.state}", elements)
            count[salary] = count.get(salary, 0) + 1
            hold(holder, number, salary, terms)
        for salary, people in count.items():
            self._pay_posts(number, salary, people, _ONE_EACH)
        if self._inputs.settings.vacancies_costed:
            at_end(_TOP, _VACANT)

    def _with_own(self, line: StructureLine, holders: Sequence[int]) -> list[list[OwnElements]]:
        """The holders of a line with pay elements of their own, post by post."""
        if not self.elements:
            return []
        of_people = ((each, self._placed[each].person) for each in holders)
        own = [
            OwnElements(each, elements, person.leaves_on)
            for each, person in of_people
            if (elements := self.elements.of_person(person.person, line.state))
        ]
        return by_post(own, len(holders), line.posts)

    def _of_holder(self, line: StructureLine, holder: int) -> Elements:
        """The pay elements of a holder of a line: the line's and their own."""
        return self.elements.of_holder(self._placed[holder].person.person, line.line, line.state)

    def salary_of(self, person: int, where: int, terms: int, name: str, elements: Elements = ()) -> int:
        """The row of what somebody is paid, now or in the new structure, for the time worked."""
        estimated = where == _NEW and self._estimated[person]
        at, time = (where, person), self._times[person]
        if self._together:
            pay = self._salary_new[person] if where == _NEW else self._salary_now[person]
            return self.on_costs.salary_alike(pay, at, terms, estimated=estimated, time=time, elements=elements)
        of = self._placed[person].person
        what = f"{name}: {of.person}"
        return self.on_costs.salary(at, terms, estimated=estimated, time=time, of=of, what=what, elements=elements)

    def new_salary_of(self, person: int, terms: int, name: str, elements: Elements = ()) -> int:
        """The row of what somebody is paid in the new structure, for the time worked."""
        return self.salary_of(person, _NEW, terms, name, elements)

    def salary_at(
        self,
        line: StructureLine,
        end: int,
        terms: int,
        name: str,
        *,
        full_time: bool = False,
        left_by: PersonInput | None = None,
        elements: Elements = (),
    ) -> int:
        """The row of the salary at an end of a line's range, for the time that each of its posts works, or full time.

        `end` is a place of COSTED_AT; a post `left_by` somebody is for the time that they worked.
        """
        grade, time = self._grade(line.grade), Fraction(1) if full_time else left_by.fte if left_by else line.fte_each
        return self.on_costs.salary(
            (end, grade),
            terms,
            estimated=self._found_ranges[grade].end_is_estimated(COSTED_AT[end]),
            time=(time.numerator, time.denominator),
            of=None if full_time else left_by or line,
            what=name,
            elements=elements,
        )

    def salary_when_left(self, number: int, end: int, person: int) -> int:
        """The row of the salary at which somebody's post in a line is costed after they have left: part-time if it was.

        `end` is a place of COSTED_AT.
        """
        key = (number, end, person)
        if key not in self._when_left:
            line, left_by = self._inputs.structure[number], self._placed[person].person
            name = f"{line.line}, {line.state}: left by {left_by.person}"
            self._when_left[key] = self.salary_at(
                line, end, self.terms_of(line), name, left_by=left_by,
                elements=self.elements.of_line(line.line, line.state),
            )  # fmt: skip
        return self._when_left[key]

    def salary_with(self, number: int, end: int, elements: Elements) -> int:
        """The row of the salary at which a post in a line is costed that has some pay elements.

        `end` is a place of COSTED_AT.
        """
        line = self._inputs.structure[number]
        return self.salary_at(line, end, self.terms_of(line), f"{line.line}, {line.state}", elements=elements)

    def terms_of(self, line: StructureLine) -> int:
        """The row of a line's on-cost terms; no row where they are not stated."""
        terms, profile = terms_of_line(self._inputs, line), profile_of(self._inputs, line.on_cost_profile)
        return NO_ROW if terms is None else self.on_costs.terms(terms, profile)

    def range_of(self, line: StructureLine) -> PayRange:
        """The pay range of a line that has a grade."""
        return self._found_ranges[self._grade(line.grade)]

    def missing_of(self, number: int) -> Form:
        """0, or why the posts of a line cannot be costed."""
        found: Form = self._lines[number]["missing"]
        return found

    def costed_at(self, number: int) -> int:
        """Where the posts of a line are costed: a place of COSTED_AT."""
        found: int = self._lines[number]["costed_at"]
        return found

    def salary_of_displaced(self, number: int, person: int) -> int | None:
        """The row of what somebody in a line now is paid, whatever that is costed at; None without on-costs stated."""
        line = self._inputs.structure[number]
        terms = self.terms_of(line)
        if terms == NO_ROW:
            return None
        return self.salary_of(person, _NOW, terms, f"{line.line}, displaced", self._of_holder(line, person))

    def year_of(self, salary: int) -> int:
        """The row of a salary over the months of the price base."""
        if salary not in self._stretch_of:
            self._stretch_of[salary] = self.on_costs.stretch(salary, self.months)
        return self._stretch_of[salary]

    def _pay_posts(self, line: int, salary: int, count: int, which: int) -> None:
        """A row for posts that are paid a salary, over the months of the price base."""
        self.posts.append((line, self.year_of(salary), count, which))


def _end(found: PayRange, end: str) -> Form:
    pence = found.bottom if end == "bottom" else found.top
    return Unknown(f"the {end} of {found.span} is not known") if pence is None else pence


def people_in_lines(placed: Sequence[Placement]) -> dict[tuple[str, str], list[int]]:
    """The places of the people in each line, by its name in small letters and its state."""
    found: dict[tuple[str, str], list[int]] = {}
    small = {name: name.casefold() for name in {each.person.post_now for each in placed}}
    small |= {name: name.casefold() for name in {each.line.line for each in placed if each.line is not None}}
    for number, each in enumerate(placed):
        found.setdefault((small[each.person.post_now], "now"), []).append(number)
        if each.line is not None and each.outcome not in (DISPLACED, LEAVES):
            found.setdefault((small[each.line.line], "proposed"), []).append(number)
    return found
