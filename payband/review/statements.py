"""A statement for each person whose outcome is decided: post and pay before and after, and how pay is protected."""

from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from payband.calendar import date_text
from payband.errors import PaybandError
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import Settings
from payband.review.parts.placing.placement_list import standings
from payband.review.parts.placing.placement_outcomes import COMPETING, MATCHED, RING_FENCED, UNDECIDED
from payband.review.parts.placing.placement_outcomes import DISPLACED as NOT_PLACED
from payband.review.ranges import Ranges
from payband.review.slotting_list import DISPLACED, LEAVES, UNKNOWN, Placement, full_time_share, placements
from payband.rules.protection import TAPERS
from payband.units import counted, pounds_text

__all__ = ["FIELDS", "LeftOut", "Statements", "statements"]


class LeftOut(StrEnum):
    """Why somebody gets no statement."""

    DISPLACED = "displaced: no post in the new structure"
    LEAVES = "leaving before the new structure starts"
    UNDECIDED = "placement not decided"
    UNKNOWN = "new pay not known"
    ESTIMATED = "new pay rests on a point that was never published"
    ILLUSTRATIVE = "illustrative: the salary is not a record"


class _Subject(NamedTuple):
    """Somebody whose outcome is decided."""

    placed: Placement
    inputs: Inputs
    ranges: Ranges

    def pay(self, salary: int) -> str:
        """What a full-time salary comes to for the time worked."""
        return pounds_text(full_time_share(salary, self.placed.person))

    @property
    def new_salary(self) -> int:
        """The new full-time salary, pence a year."""
        assert self.placed.slot is not None  # the outcome is decided
        return self.placed.slot.salary


class Statements(NamedTuple):
    """The statements, each a text for each field of `FIELDS`, and how many people are left out for which reason."""

    rows: list[tuple[str, ...]]
    left_out: Counter[LeftOut]

    def in_words(self) -> str:
        """How many there are, and who has none."""
        said = [f"{counted(len(self.rows), 'statement')}"]
        said += [f"{counted(count, 'person', 'people')} without one, {why}" for why, count in self.left_out.items()]
        return "; ".join(said)


def statements(inputs: Inputs) -> Statements:
    """A statement for everybody whose post and pay in the new structure are decided, in the order of table People.

    Pay is for the time worked and salaries are full-time, £ a year to the penny. People are known by their references.
    """
    ranges = Ranges(inputs)
    stand = standings(inputs)
    rows: list[tuple[str, ...]] = []
    left_out: Counter[LeftOut] = Counter()
    for placed in placements(inputs, ranges):
        why = _why_left_out(placed, stand.get(placed.person.person, ""))
        if why is None:
            subject = _Subject(placed, inputs, ranges)
            rows.append(tuple(text(subject) for text in FIELDS.values()))
        else:
            left_out[why] += 1
    return Statements(rows, left_out)


_STILL_OPEN = (MATCHED, COMPETING, RING_FENCED, UNDECIDED)
"""How somebody stands who is still to be assessed or to compete, or of whom the policy says nothing."""


def _why_left_out(placed: Placement, standing: str) -> LeftOut | None:
    if placed.outcome is LEAVES:
        return LeftOut.LEAVES
    if standing in _STILL_OPEN:
        return LeftOut.UNDECIDED
    if placed.outcome is DISPLACED or standing == NOT_PLACED:
        return LeftOut.DISPLACED
    if placed.outcome is UNKNOWN or placed.slot is None:
        return LeftOut.UNKNOWN
    if placed.person.illustrative:
        return LeftOut.ILLUSTRATIVE
    return LeftOut.ESTIMATED if placed.slot.estimated else None


# --- the fields ----------------------------------------------------------------------------------------------------


def _point_now(of: _Subject) -> str:
    """The point of the grade now that has the salary; empty where none has, or the grade is not known."""
    person = of.placed.person
    if not person.grade_now:
        return ""
    try:
        points = of.ranges.of(person.grade_now).points
    except PaybandError:  # the grade now may be one that only the reader knows
        return ""
    at = [point.point for point in points if point.pence == person.salary_now]
    return str(at[0]) if len(at) == 1 else ""


def _point_new(of: _Subject) -> str:
    slot = of.placed.slot
    return "" if slot is None or slot.point is None else str(slot.point)


def _share(of: _Subject) -> str:
    fte = of.placed.person.fte
    return "full-time" if fte == 1 else f"{float(fte):.6g}"


def _change(of: _Subject) -> str:
    """What happens to pay, in a sentence."""
    person = of.placed.person
    change = full_time_share(of.new_salary, person) - full_time_share(person.salary_now, person)
    if not change:
        return "Your pay stays the same."
    return f"Your pay {'rises' if change > 0 else 'falls'} by {pounds_text(abs(change))} a year."


def _protection(of: _Subject) -> str:
    """How pay is protected, in a sentence; empty where it does not fall."""
    placed, settings = of.placed, of.inputs.settings
    if of.new_salary >= placed.person.salary_now:
        return ""
    if placed.person.protection_waived:
        return "You have given up pay protection."
    if placed.protected_until is None:
        return "Your pay is not protected."
    paid = [(each.first, int(each.substantive + each.addition)) for each in placed.spells]
    until = f"until {date_text(placed.protected_until)}"
    if settings.protection.form in TAPERS:
        steps = ", ".join(f"{pounds_text(pay)} a year from {date_text(day)}" for day, pay in paid)
        return f"Your pay is protected in part {until}: {steps}."
    rises = ", and rises with pay awards" if settings.protection.form == "uplifted" else ""
    return f"Your pay is protected at {pounds_text(paid[0][1])} a year {until}{rises}."


def _until(of: _Subject) -> str:
    return "" if of.placed.protected_until is None else date_text(of.placed.protected_until)


def _setting(name: str) -> Callable[[_Subject], str]:
    assert name in Settings.model_fields
    return lambda of: str(getattr(of.inputs.settings, name))


FIELDS: dict[str, Callable[[_Subject], str]] = {
    "reference": lambda of: of.placed.person.person,
    "body": _setting("body"),
    "review": _setting("review_name"),
    "starts_on": lambda of: date_text(of.inputs.settings.implementation_date),
    "post_now": lambda of: of.placed.person.post_now,
    "grade_now": lambda of: of.placed.person.grade_now,
    "point_now": _point_now,
    "salary_now": lambda of: pounds_text(of.placed.person.salary_now),
    "post_new": lambda of: of.placed.line.line if of.placed.line else "",
    "grade_new": lambda of: of.placed.line.grade if of.placed.line else "",
    "point_new": _point_new,
    "salary_new": lambda of: pounds_text(of.new_salary),
    "share_of_full_time": _share,
    "pay_now": lambda of: of.pay(of.placed.person.salary_now),
    "pay_new": lambda of: of.pay(of.new_salary),
    "change": _change,
    "protection": _protection,
    "protected_until": _until,
}
"""The fields of a statement by the names that a mail merge knows them by, in the order of the file's columns."""
