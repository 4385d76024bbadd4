"""Grade design: pay against job evaluation points, candidate structures side by side, and the search for boundaries.

**The pay line** goes through the full-time pay of everybody who is in post when the structure starts, by least squares.

**A candidate** is worked out by the review's own rules, as a proposed structure with a line for each line now and each
number of points in it. At assimilation salaries are slotted by the settings; at the top everybody is paid the top of
the grade. Years run on with awards and increments as the settings have them, and protection is shown apart. Costs are
modelled: a cost that is stated for a line is of another structure.

**A search** keeps the grades and pay ranges of a candidate and looks for the points that should lead to them.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.inputs.inputs import Inputs
from payband.review.memo import Memo
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.fairness.pay_gap_groups import Groups
from payband.review.parts.pay_structure.boundaries import boundary_rows, splitting
from payband.review.parts.pay_structure.candidates import candidates
from payband.review.parts.pay_structure.chart import chart_rows
from payband.review.parts.pay_structure.costs import FALLS, RISES, STAYS, UNKNOWN, Worked, worked_out
from payband.review.parts.pay_structure.posts import Posts, evaluated
from payband.review.parts.pay_structure.problems import PROBLEMS
from payband.review.parts.pay_structure.searches import searched
from payband.review.parts.tables.pay_gaps import CHARACTERISTICS, RULES, PayGapRuleRow
from payband.review.parts.tables.pay_structure import (
    BOUNDARIES,
    BY_GRADE,
    BY_GROUP,
    BY_POST,
    BY_YEAR,
    CHART,
    COMPARED,
    FOUND,
    FOUND_GRADES,
    IN_GRADE,
    ON_THE_LINE,
    PAY_LINE,
    TERMS,
    PayStructureTermsRow,
)
from payband.review.years.outlook import STEADY_STATE
from payband.rules.pay.pay_line import PayLine, pay_line_of
from payband.rules.shares import share_of
from payband.units import counted, half_up, pounds, pounds_text

__all__ = ["PROBLEMS", "answer"]

_Rows = list[tuple[Any, ...]]
_MILLIONTHS = 10_000  # parts of a penny
CIRCLES = {RISES: "green", STAYS: "white", FALLS: "red"}


def answer(calculated: Calculated) -> PartAnswer:
    """The pay line, every candidate, and what the searches found."""
    inputs = calculated.inputs
    terms: PayStructureTermsRow = inputs.rows_of(TERMS.name)[0]
    posts = evaluated(inputs)
    paid = _paid(inputs, posts)
    line = pay_line_of([points for points, _ in paid], [pay for _, pay in paid], terms.pay_line)
    memo = Memo()
    worked = [worked_out(inputs, posts, each, memo) for each in candidates(inputs)]
    by_name = {each.candidate.name.casefold(): each for each in worked}
    shown = by_name.get(terms.shown.casefold(), worked[0] if worked else None)
    boundaries = {
        name: list(boundary_rows(inputs, posts, each.candidate, terms.near)) for name, each in by_name.items()
    }
    found = list(searched(inputs, posts, by_name))
    tables = (
        AnswerRows(PAY_LINE, [_line_row(inputs, posts, terms, line)]),
        AnswerRows(CHART, list(chart_rows(paid, line, terms.pay_line, shown, terms.points_to))),
        AnswerRows(ON_THE_LINE, list(_line_posts(inputs, posts, line))),
        AnswerRows(COMPARED, [_compared(each, splitting(boundaries[name])) for name, each in by_name.items()]),
        AnswerRows(BY_GRADE, [row for each in worked for row in _grades(each, line)]),
        AnswerRows(IN_GRADE, [row for each in worked for row in _in_grades(each)]),
        AnswerRows(BY_GROUP, [row for each in worked for row in _groups(inputs, posts, each)]),
        AnswerRows(BY_YEAR, [row for each in worked for row in _years(each)]),
        AnswerRows(BOUNDARIES, [row for rows in boundaries.values() for row in rows]),
        AnswerRows(BY_POST, [row for each in worked for row in _posts(inputs, posts, each)]),
        AnswerRows(FOUND, [each.row for each in found]),
        AnswerRows(FOUND_GRADES, [row for each in found for row in each.grades]),
    )
    return PartAnswer(
        tables,
        checks=[
            *(_posts_agree(each, posts) for each in worked),
            *(_cost_agrees(each) for each in worked),
            *(check for each in found for check in each.checks),
        ],
        warnings=list(_warnings(worked, boundaries, terms)),
        summary=[
            *(line for each in worked for line in _in_summary(each)),
            *(("Pay structure", str(each.row[0]), each.said, "text") for each in found),
        ],
    )


# --- the pay line --------------------------------------------------------------------------------------------------


def _paid(inputs: Inputs, posts: Posts) -> list[tuple[int, int]]:
    """Points and full-time pay of everybody who holds a post, in the order of table People."""
    return [(posts.points[place], inputs.people[place].salary_now) for place in posts.held]


def _millionths(pence: Any) -> int:
    return int(half_up(pence.numerator * _MILLIONTHS, pence.denominator))


def _line_row(inputs: Inputs, posts: Posts, terms: PayStructureTermsRow, line: PayLine) -> tuple[Any, ...]:
    there = _paid(inputs, posts)
    apart = [pay - line.pay_at(points) for points, pay in there]
    return (
        terms.scheme, terms.pay_line, len(there), min(points for points, _ in there),
        max(points for points, _ in there), _millionths(line.constant), _millionths(line.slope),
        _millionths(line.bend) if line.bend else None, line.fit, sum(each > 0 for each in apart),
        sum(each < 0 for each in apart),
    )  # fmt: skip


def _line_posts(inputs: Inputs, posts: Posts, line: PayLine) -> Iterator[tuple[Any, ...]]:
    for place in posts.held:
        person, points = inputs.people[place], posts.points[place]
        at = line.pay_at(points)
        above = person.salary_now - at
        yield (
            person.person, person.post_now or None, points, person.salary_now, at, above,
            share_of(above, at) if at > 0 else None,
        )  # fmt: skip


# --- candidates ----------------------------------------------------------------------------------------------------


def _more(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def _compared(of: Worked, splits: int) -> tuple[Any, ...]:
    whole, now = of.together, of.cost.total.now.cost
    return (
        of.candidate.name, len(of.candidate.rows), whole.posts, whole.people, whole.rises, whole.stays, whole.falls,
        of.unknown, now, whole.cost, _more(whole.cost, now), whole.at_top, of.protection, splits, of.why or None,
    )  # fmt: skip


def _grades(of: Worked, line: PayLine) -> Iterator[tuple[Any, ...]]:
    """Each grade with its width, range, step and overlap."""
    before: tuple[int, int] | None = None
    for row, band, pay_range, found in zip(of.candidate.rows, of.candidate.bands, of.ranges, of.by_grade, strict=True):
        bottom, top = pay_range.bottom or 0, pay_range.top or 0
        step = overlap = overlap_share = None
        if before is not None:
            step = share_of(bottom + top - sum(before), sum(before))
            overlap = before[1] - bottom
            if top > bottom:
                overlap_share = share_of(overlap, top - bottom)
        middle = None if band.last is None else line.pay_at((band.first + band.last) // 2)
        yield (
            of.candidate.name, row.grade, band.first, band.last, band.width, bottom, top,
            share_of(top - bottom, bottom), step, overlap, overlap_share, middle, found.posts,
        )  # fmt: skip
        before = (bottom, top)


def _in_grades(of: Worked) -> Iterator[tuple[Any, ...]]:
    for row, found in zip(of.candidate.rows, of.by_grade, strict=True):
        time = int(half_up(found.full_time.numerator * 100, found.full_time.denominator))
        yield (
            of.candidate.name, row.grade, found.posts, found.people, time, found.rises, found.stays, found.falls,
            found.cost, found.at_top,
        )  # fmt: skip


def _groups(inputs: Inputs, posts: Posts, of: Worked) -> Iterator[tuple[Any, ...]]:
    """Each group by hours and by every characteristic; what is withheld of small ones is as with pay gaps."""
    placed = [of.placed[place] for place in posts.held]
    rules: Mapping[str, PayGapRuleRow] = {row.characteristic.casefold(): row for row in inputs.rows_of(RULES.name)}
    by_hours = {each.person.person.casefold(): "full-time" if each.person.fte == 1 else "part-time" for each in placed}
    named: dict[str, tuple[str, dict[str, str]]] = {"": ("hours", by_hours)}
    for row in inputs.rows_of(CHARACTERISTICS.name):
        key = row.characteristic.casefold()
        named.setdefault(key, (row.characteristic, {}))[1][row.person.casefold()] = row.group
    for key, (name, group_of) in named.items():
        least = rules[key].least_people if key in rules else None
        rule = PayGapRuleRow.model_construct(row=0, characteristic=name, least_people=least, gap=0, recurring_gap=0)
        for group, people, (rises, stays, falls, *others) in Groups(name, group_of, placed, rule, {}).rows():
            counts = (rises, stays, falls)
            shares = [None if each is None or not people else share_of(each, people) for each in counts]
            hidden = people is None or None in counts or None in others
            yield of.candidate.name, name, group, people, *counts, *shares, _WITHHELD if hidden else None


_WITHHELD = "withheld, as it would tell of few people"


def _years(of: Worked) -> Iterator[tuple[Any, ...]]:
    found = [(str(year), of.of_year(year)) for year in of.years.years]
    for name, figures in [*found, (STEADY_STATE, of.settled)]:
        if figures is None:
            said = next(iter(of.years.why.values()), "") or next(iter(of.years.of_rates), "not known")
            yield of.candidate.name, name, None, None, None, None, said
        else:
            now, cost, protection = figures
            yield of.candidate.name, name, now, cost, cost - now, protection, None


def _posts(inputs: Inputs, posts: Posts, of: Worked) -> Iterator[tuple[Any, ...]]:
    rows = of.candidate.rows
    for place in posts.held:
        person, placed, at = inputs.people[place], of.placed[place], of.places[place]
        points, slot = posts.points[place], placed.slot
        to_next = rows[at + 1].points_from - points if at + 1 < len(rows) else None
        yield (
            person.person, of.candidate.name, person.post_now or None, points, rows[at].grade, to_next,
            person.salary_now, None if slot is None else slot.salary, None if slot is None else slot.change,
            CIRCLES.get(placed.outcome.kind), placed.why,
        )  # fmt: skip


# --- what must agree, and what is said -----------------------------------------------------------------------------


def _posts_agree(of: Worked, posts: Posts) -> Check:
    expected = len(posts.held) + sum(each.posts for each, _ in posts.vacant)
    found = of.together.posts
    return Check(
        f"{of.candidate.name}: every post has a grade", counted(expected, "post"), counted(found, "post"),
        expected == found,
    )  # fmt: skip


def _cost_agrees(of: Worked) -> Check:
    expected, found = of.cost.total.proposed.cost, of.together.cost
    wanted, shown = ("not known" if each is None else pounds_text(each) for each in (expected, found))
    known = expected is not None and found is not None
    name = f"{of.candidate.name}: the cost of its grades adds up to what the structure costs"
    return Check(name, wanted, shown, expected == found if known else None)


def _warnings(worked: Sequence[Worked], boundaries: Mapping[str, _Rows], terms: PayStructureTermsRow) -> Iterator[str]:
    for each in worked:
        name = each.candidate.name
        splits = splitting(boundaries[name.casefold()])
        if splits:
            told = counted(splits, "boundary splits", "boundaries split")
            yield (
                f"Pay structure, {name}: {told} posts within {counted(terms.near, 'point')}: see sheet "
                f"{BOUNDARIES.sheet}"
            )
        falling = [
            upper.grade
            for (lower_range, upper_range), upper in zip(pairwise(each.ranges), each.candidate.rows[1:], strict=True)
            if (upper_range.top or 0) < (lower_range.top or 0)
        ]
        if falling:
            yield f"Pay structure, {name}: the top is lower than that of the grade below in {', '.join(falling)}"
        if any(place.outcome is UNKNOWN for place in each.placed):
            yield f"Pay structure, {name}: {each.why}"


def _in_summary(of: Worked) -> Iterator[tuple[str, str, Any, str]]:
    whole = of.together
    people = f"{whole.rises} rise, {whole.stays} stay, {whole.falls} fall"
    yield "Pay structure", f"{of.candidate.name}, people", people, "text"
    for label, pence in (("at assimilation", whole.cost), ("at the top", whole.at_top)):
        amount = None if pence is None else pounds(pence)
        yield "Pay structure", f"{of.candidate.name}, {label}", amount, "money"
