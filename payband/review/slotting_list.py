"""The slotting list: where each person's salary goes in the proposed structure."""

from datetime import date, timedelta
from typing import NamedTuple

from payband.calendar import date_text, last_day_after
from payband.errors import PaybandError
from payband.progress import through
from payband.review.answers import SLOTTING_LIST, AnswerRows
from payband.review.inputs import Inputs
from payband.review.ranges import Ranges
from payband.review.tables import Person, Settings, StructureLine
from payband.rules.protection import Award, Protection, Spell, spells
from payband.rules.shares import pay_for_time, share_of
from payband.rules.slotting import Slot, slot_to
from payband.units import pounds_text, rounding_pence

__all__ = [
    "DISPLACED",
    "LEAVES",
    "UNKNOWN",
    "Placement",
    "full_time_share",
    "placements",
    "slotting_rows",
    "spells_of",
    "terms_of",
]

DISPLACED, LEAVES, UNKNOWN = "displaced", "leaves", "unknown"


class Placement(NamedTuple):
    """A person's place in the proposed structure."""

    person: Person
    line: StructureLine | None
    slot: Slot | None
    outcome: str
    why: str
    protection: Protection | None = None
    spells: tuple[Spell, ...] = ()
    protected_until: date | None = None


def full_time_share(annual: int, person: Person) -> int:
    """Pence a year of a full-time salary that a person is paid for the share of full time worked."""
    share: int = pay_for_time(annual, person.fte.numerator, person.fte.denominator)
    return share


def terms_of(person: Person, inputs: Inputs) -> Protection:
    """The terms on which a person's pay would be protected: the settings', or until the person leaves."""
    settings = inputs.settings
    ends_on = last_day_after(settings.implementation_date, settings.protection_months)
    if person.leaves_on is not None:
        ends_on = min(ends_on, person.leaves_on)
    awards = tuple(
        Award(row.effective_from, row.percent, row.flat, rounding_pence(row.rounding), row.at_least)
        for row in inputs.pay_awards
    )
    form, shares = settings.protection_form, settings.protection_shares
    return Protection(settings.implementation_date, ends_on, form, shares, awards)


def spells_of(person: Person, salary_new: int, terms: Protection) -> list[Spell]:
    """The spells of a person's protection, in pence a year for the time worked."""
    return [
        each._replace(
            substantive=full_time_share(each.substantive, person), addition=full_time_share(each.addition, person)
        )
        for each in spells(person.salary_now, salary_new, terms)
    ]


def _protected(person: Person, slot: Slot, inputs: Inputs) -> Placement | None:
    """The protection of a person whose salary falls; None where there is none."""
    if slot.change >= 0 or inputs.settings.protection_months == 0 or person.protection_waived:
        return None
    terms = terms_of(person, inputs)
    found = spells_of(person, slot.salary, terms)
    while found and found[-1].addition == 0:  # pay has caught up, or the taper has run out
        found.pop()
    if not found:
        return None
    return Placement(person, None, slot, "", "", terms, tuple(found), found[-1].last)


def placements(inputs: Inputs, ranges: Ranges) -> list[Placement]:
    """Each person's placement, in the order of the People table."""
    return [_placement(person, inputs, ranges) for person in through(inputs.people, "slotting")]


def _placement(person: Person, inputs: Inputs, ranges: Ranges) -> Placement:
    settings = inputs.settings
    if person.leaves_on is not None and person.leaves_on < settings.implementation_date:
        return Placement(
            person, None, None, LEAVES, f"leaves on {date_text(person.leaves_on)}, before the new structure"
        )
    line = inputs.proposed_line(person.proposed_line) if person.proposed_line else None
    if line is None:
        return Placement(person, None, None, DISPLACED, "no proposed line is named")
    pay_range = ranges.of(line.grade)
    try:
        slot = slot_to(
            person.salary_now, pay_range.points, pay_range.bottom, pay_range.top, settings.slotting_rule, settings.tie,
            pay_range.grade,
        )  # fmt: skip
    except PaybandError as error:
        return Placement(person, line, None, UNKNOWN, str(error))
    rule = f"{settings.slotting_rule} point" if pay_range.points else "range without points"
    why = f"{rule} to {pounds_text(person.salary_now)} in {pay_range.span}"
    if slot.estimated:
        why += "; rests on an estimated point"
    protected = _protected(person, slot, inputs)
    if protected is None:
        why += _why_unprotected(person, slot, settings)
        return Placement(person, line, slot, slot.outcome, why)
    why += _why_it_ends(person, protected, settings)
    return protected._replace(line=line, outcome=slot.outcome, why=why)


def _why_unprotected(person: Person, slot: Slot, settings: Settings) -> str:
    if slot.change < 0 and person.protection_waived:
        return "; protection waived"
    if slot.change < 0 and settings.protection_months:
        return "; nothing left to protect"
    return ""


def _why_it_ends(person: Person, placed: Placement, settings: Settings) -> str:
    planned = last_day_after(settings.implementation_date, settings.protection_months)
    if placed.protected_until == planned:
        return f"; {settings.protection_form} for {settings.protection_months} months"
    if placed.protected_until == person.leaves_on:
        return "; protected until leaving"
    assert placed.protected_until is not None
    after = placed.protected_until + timedelta(days=1)
    return f"; protection is used up on {date_text(after)}, before its {settings.protection_months} months are over"


def slotting_rows(placed: list[Placement]) -> AnswerRows:
    """The slotting list as an answer table."""
    rows = []
    for each in placed:
        slot, person = each.slot, each.person
        rows.append(
            (
                person.person,
                person.post_now,
                each.line.line if each.line else None,
                person.salary_now,
                slot.point if slot else None,
                slot.salary if slot else None,
                slot.change if slot else None,
                share_of(slot.change, person.salary_now) if slot else None,
                each.outcome,
                each.protected_until,
                slot.estimated if slot else False,
                person.illustrative,
                each.why,
            )
        )
    return AnswerRows(SLOTTING_LIST, rows)
