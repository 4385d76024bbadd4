"""The people of a review in columns for the outlook: alike ones once, and where they go in the proposed structure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from payband.review.columns import amounts, coded, slot_people, why_not_slotted
from payband.review.core.pay_elements import CostedElements, Elements
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.protection_named import protected_months
from payband.review.inputs.several_posts import added_up
from payband.review.inputs.tables import Person
from payband.review.ranges import Ranges
from payband.review.steps_by_years import slot_by_years

if TYPE_CHECKING:
    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

__all__ = ["Dates", "Own", "Slotted", "Staff", "slotted_people", "staff_of", "who_stays"]


class Dates(NamedTuple):
    """The last day in post, the day of starting, the full years in the grade and the end of protection, where given.

    How many months protection lasts is here where it goes by service.
    """

    leaves_on: date | None
    started_on: date | None
    leaves_anyway: bool = False
    full_years: int | None = None
    protection_ends_on: date | None = None
    protected_months: int | None = None


class Own(NamedTuple):
    """The pay elements of people's own that are part of the cost of their posts, by the state of the structure."""

    now: Elements
    proposed: Elements


class Staff(NamedTuple):
    """People in columns, those alike once; a column of codes has the list of what each code stands for next to it."""

    people: "Column"
    """How many there are of each."""
    salary: "Column"
    parts: "Column"
    of_parts: "Column"
    waived: "Column"
    post_now: "Column"
    posts: list[str]
    grade_now: "Column"
    grades: list[str]
    proposed: "Column"
    lines: list[str]
    dates: "Column"
    all_dates: list[Dates]
    profile: "Column"
    profiles: list[tuple[str, str]]
    """On-cost profile and NI category, each empty where the person has none of their own."""
    own: "Column"
    all_own: list[Own]
    several: "Column"
    """Of a post of somebody with several the place in table People: nobody is alike. -1 of anybody else."""
    person_of: Mapping[int, int]
    """The number of the person by the places of the posts of those who have several."""


class Slotted(NamedTuple):
    """Where each of the staff goes in the proposed structure: the number of the line (-1 for none) and the salary."""

    line: "Column"
    salary: "Column"
    estimated: "Column"
    unknown: Mapping[int, str]
    """By the number of the line, why the salary of somebody in it is not known."""
    answered: "Column"
    """Whether the salary of each is known, of those who go anywhere."""


def staff_of(inputs: Inputs) -> Staff:
    """The people, those of whom all is the same that a cost depends on counted together, in their first one's place."""
    import numpy as np

    people = inputs.people
    times = [person.fte for person in people]
    amount: list[Column] = [
        amounts([person.salary_now for person in people]),
        amounts([time.numerator for time in times]),
        amounts([time.denominator for time in times]),
        np.array([person.protection_waived for person in people], dtype=bool),
    ]
    post_now, posts = _small([person.post_now for person in people])
    grade_now, grades = coded([person.grade_now for person in people])
    proposed, lines = _small([person.proposed_line for person in people])
    dates, all_dates = coded(_dates(inputs))
    profile, profiles = coded([(person.on_cost_profile, person.ni_category) for person in people])
    elements = CostedElements(inputs)
    own, all_own = coded([_own(person, elements) for person in people])
    person_of = {place: person for person, places in enumerate(added_up(inputs)) for place in places}
    several = np.full(len(people), -1, dtype=np.int64)
    several[list(person_of)] = list(person_of)
    columns = [*amount, post_now, grade_now, proposed, dates, profile, own, several]
    first, counts = _alike(columns, len(people))
    found = [each[first] for each in columns]
    salary, parts, of_parts, waived, post_now, grade_now, proposed, dates, profile, own, several = found
    return Staff(
        counts, salary, parts, of_parts, waived, post_now, posts, grade_now, grades, proposed, lines, dates, all_dates,
        profile, profiles, own, all_own, several, person_of,
    )  # fmt: skip


_NONE = Own((), ())


def _own(person: Person, elements: CostedElements) -> Own:
    if not elements:
        return _NONE
    return Own(elements.of_person(person.person, "now"), elements.of_person(person.person, "proposed"))


def _dates(inputs: Inputs) -> list[Dates]:
    """The dates of everybody."""
    settings = inputs.settings
    by_service = settings.protection.by_service
    return [
        Dates(
            person.leaves_on, person.started_on, person.leaves_anyway, person.full_years,
            person.protection_ends_on, protected_months(person, settings) if by_service else None,
        )
        for person in inputs.people
    ]  # fmt: skip


def _small(names: Sequence[str]) -> tuple["Column", list[str]]:
    """Codes of names whatever their capitals, and the names in small letters."""
    codes, distinct = coded(names)
    of_distinct, small = coded([name.casefold() for name in distinct])
    return of_distinct[codes] if len(names) else codes, small


def _alike(columns: "Sequence[Column]", count: int) -> tuple["Column", "Column"]:
    """The first of each kind of rows, in the order in which they appear, and how many there are of it."""
    import numpy as np

    if not count:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    order = np.lexsort(columns[::-1])  # stable: the first of a kind stays its first
    new = np.zeros(count, dtype=bool)
    new[0] = True
    for each in columns:
        in_order = each[order]
        new[1:] |= in_order[1:] != in_order[:-1]
    starts = np.flatnonzero(new)
    first, counts = order[starts], np.diff(np.append(starts, count))
    by_place = np.argsort(first)
    return first[by_place], counts[by_place]


def who_stays(staff: Staff, inputs: Inputs, *, anyway: bool = True) -> "Column":
    """Which of the staff the review displaces and stay until a last day after it has started.

    Without those who leave `anyway`, whose going leaves a vacancy in the structure now.
    """
    import numpy as np

    starts_on = inputs.settings.implementation_date
    until = [
        each.leaves_on is not None and each.leaves_on >= starts_on and (anyway or not each.leaves_anyway)
        for each in staff.all_dates
    ]
    displaced = [not name or inputs.proposed_line(name) is None for name in staff.lines]
    found: Column = np.array(until, dtype=bool)[staff.dates] & np.array(displaced, dtype=bool)[staff.proposed]
    return found


def slotted_people(staff: Staff, inputs: Inputs, ranges: Ranges, names: Mapping[str, int]) -> Slotted:
    """Where the staff go in the proposed structure; nobody who is displaced or leaves before it starts."""
    import numpy as np

    settings = inputs.settings
    starts_on = settings.implementation_date
    stays = np.array([each.leaves_on is None or each.leaves_on >= starts_on for each in staff.all_dates], dtype=bool)
    lines = [inputs.proposed_line(name) if name else None for name in staff.lines]
    number = np.array([-1 if line is None else names[line.line.casefold()] for line in lines], dtype=np.int64)
    empty = not len(staff.salary)
    placed = staff.people * 0 - 1 if empty else np.where(stays[staff.dates], number[staff.proposed], -1)
    salary, estimated = np.zeros_like(staff.salary), np.zeros(len(staff.salary), dtype=bool)
    answered = np.ones(len(staff.salary), dtype=bool)
    unknown: dict[int, str] = {}
    in_grade: dict[str, list[int]] = {}
    for code, line in enumerate(lines):
        if line is not None:
            in_grade.setdefault(line.grade, []).append(code)
    for grade, codes in in_grade.items():
        rows = np.flatnonzero((placed >= 0) & np.isin(staff.proposed, codes))
        if not len(rows):
            continue
        pay_range = ranges.of(grade)
        by_years: list[int] = []
        for row in rows.tolist():
            years = staff.all_dates[staff.dates[row]].full_years
            if years is None:
                continue
            by_years.append(row)
            slot = slot_by_years(int(staff.salary[row]), years, pay_range, starts_on)
            if isinstance(slot, str):
                unknown.setdefault(int(placed[row]), slot)
                answered[row] = False
            else:
                salary[row], estimated[row] = slot.salary, slot.estimated
        rows = np.setdiff1d(rows, by_years) if by_years else rows
        found = slot_people(staff.salary[rows], pay_range, settings.slotting_rule, settings.tie)
        salary[rows], estimated[rows], answered[rows] = found.salary, found.estimated, found.answered
        for row in rows[~found.answered].tolist():
            why = why_not_slotted(int(staff.salary[row]), pay_range, settings.slotting_rule, settings.tie)
            unknown.setdefault(int(placed[row]), why)
    return Slotted(placed, salary, estimated, unknown, answered)
