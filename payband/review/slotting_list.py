"""The slotting list: where each person's salary goes in the proposed structure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from payband.calendar import date_text, last_day_after
from payband.progress import through
from payband.review.answers import SLOTTING_LIST, AnswerRows
from payband.review.columns import alike, listed, one_or_many, slots_of_people, spells_for_time
from payband.review.inputs import Inputs
from payband.review.pay_awards import awards_of, increments_of, ladder_of
from payband.review.ranges import PayRange, Ranges
from payband.review.settings import Settings
from payband.review.tables import Person, StructureLine
from payband.rules.protection import Protection, Spell
from payband.rules.shares import pay_for_time, share_of
from payband.rules.slotting import Slot
from payband.units import pounds_text

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
    "why_it_ends",
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


def terms_of(person: Person, inputs: Inputs, pay_range: PayRange | None = None) -> Protection:
    """The terms on which a person's pay would be protected: the settings', or until the person leaves.

    `pay_range` is the new one, in which the new salary moves up where the settings have increments.
    """
    settings = inputs.settings
    ends_on = last_day_after(settings.implementation_date, settings.protection_months)
    if person.leaves_on is not None:
        ends_on = min(ends_on, person.leaves_on)
    form, shares = settings.protection_form, settings.protection_shares
    increments = increments_of(settings, person.started_on, ends_on) if pay_range is not None else ()
    ladder = ladder_of(pay_range) if pay_range is not None and increments else ()
    awards = awards_of(inputs.pay_awards)
    return Protection(
        settings.implementation_date, ends_on, form, shares, awards, increments, ladder, settings.part_months
    )


def spells_of(person: Person, salary_new: int, terms: Protection) -> list[Spell]:
    """The spells of a person's protection, in pence a year for the time worked."""
    return spells_for_time(person.salary_now, salary_new, person.fte.numerator, person.fte.denominator, terms)


def placements(inputs: Inputs, ranges: Ranges) -> list[Placement]:
    """Each person's placement, in the order of the People table."""
    placed: list[Any] = [None] * len(inputs.people)
    in_grade: dict[str, list[tuple[int, Person, StructureLine]]] = {}
    starts_on = inputs.settings.implementation_date
    for index, person in enumerate(inputs.people):
        leaves_on = person.leaves_on
        line = inputs.proposed_line(person.proposed_line) if person.proposed_line else None
        if leaves_on is not None and leaves_on < starts_on:
            why = f"leaves on {date_text(leaves_on)}, before the new structure"
            placed[index] = Placement(person, None, None, LEAVES, why)
        elif line is None:
            placed[index] = Placement(person, None, None, DISPLACED, "no proposed line is named")
        else:
            in_grade.setdefault(line.grade.casefold(), []).append((index, person, line))
    for members in through(list(in_grade.values()), "slotting"):
        slotted = _slotted([(person, line) for _, person, line in members], inputs, ranges)
        for (index, _, _), each in zip(members, slotted, strict=True):
            placed[index] = each
    return placed


def _slotted(
    people_in_lines: Sequence[tuple[Person, StructureLine]], inputs: Inputs, ranges: Ranges
) -> list[Placement]:
    """The placements of people who all go into the same grade."""
    settings = inputs.settings
    people = [person for person, _ in people_in_lines]
    pay_range = ranges.of(people_in_lines[0][1].grade)
    salaries = [person.salary_now for person in people]
    slots = list(slots_of_people(salaries, pay_range, settings.slotting_rule, settings.tie, len(inputs.people)))
    protected = _protected(people, slots, inputs, pay_range)
    rule = f"{settings.slotting_rule} point" if pay_range.points else "range without points"
    span = pay_range.span
    placed = []
    for index, ((person, line), slot) in enumerate(zip(people_in_lines, slots, strict=True)):
        if isinstance(slot, str):
            placed.append(Placement(person, line, None, UNKNOWN, slot))
            continue
        why = f"{rule} to {pounds_text(person.salary_now)} in {span}"
        if slot.estimated:
            why += "; rests on an estimated point"
        if index in protected:
            terms, found = protected[index]
            until = found[-1].last
            why += f"; {why_it_ends(person, until, settings)}"
            placed.append(Placement(person, line, slot, slot.outcome, why, terms, found, until))
        else:
            why += _why_unprotected(person, settings) if slot.change < 0 else ""
            placed.append(Placement(person, line, slot, slot.outcome, why))
    return placed


def _protected(
    people: Sequence[Person], slots: Sequence[Slot | str], inputs: Inputs, pay_range: PayRange
) -> dict[int, tuple[Protection, tuple[Spell, ...]]]:
    """The terms and spells of those whose salary falls and is protected, by their place among the people."""
    if inputs.settings.protection_months == 0:
        return {}
    falls = [
        (index, person, slot)
        for index, (person, slot) in enumerate(zip(people, slots, strict=True))
        if not isinstance(slot, str) and slot.change < 0 and not person.protection_waived
    ]
    terms_on: dict[tuple[date | None, date | None], Protection] = {}
    for _, person, _ in falls:
        days = person.leaves_on, person.started_on
        if days not in terms_on:
            terms_on[days] = terms_of(person, inputs, pay_range)
    protected = {}
    for places in alike([terms_on[person.leaves_on, person.started_on] for _, person, _ in falls], len(inputs.people)):
        indices, persons, found = zip(*(falls[place] for place in places), strict=True)
        terms = terms_on[persons[0].leaves_on, persons[0].started_on]
        spells = spells_for_time(
            one_or_many([person.salary_now for person in persons]),
            one_or_many([slot.salary for slot in found]),
            one_or_many([person.fte.numerator for person in persons]),
            one_or_many([person.fte.denominator for person in persons]),
            terms,
        )
        by_person = zip(*(_spells_apart(spell) for spell in spells), strict=True)
        for index, of_person in zip(indices, by_person, strict=True):
            kept = list(of_person)
            while kept and kept[-1].addition == 0:  # pay has caught up, or the taper has run out
                kept.pop()
            if kept:
                protected[index] = terms, tuple(kept)
    return protected


def _spells_apart(together: Spell) -> list[Spell]:
    """A spell of several people as one of each."""
    pays = zip(listed(together.substantive), listed(together.addition), strict=True)
    return [
        Spell(together.first, together.last, substantive, addition, together.part_months)
        for substantive, addition in pays
    ]


def _why_unprotected(person: Person, settings: Settings) -> str:
    """Why nothing of a fall in salary is protected."""
    if person.protection_waived:
        return "; protection waived"
    return "; nothing left to protect" if settings.protection_months else ""


def why_it_ends(person: Person, until: date, settings: Settings) -> str:
    """Why somebody's protection ends on a day."""
    planned = last_day_after(settings.implementation_date, settings.protection_months)
    if until == planned:
        return f"{settings.protection_form} for {settings.protection_months} months"
    if until == person.leaves_on:
        return "protected until leaving"
    after = until + timedelta(days=1)
    return f"protection is used up on {date_text(after)}, before its {settings.protection_months} months are over"


def slotting_rows(placed: Sequence[Placement]) -> AnswerRows:
    """The slotting list as an answer table."""
    people = [each.person for each in placed]
    slots = [each.slot for each in placed]
    return AnswerRows.of_columns(
        SLOTTING_LIST,
        [
            [person.person for person in people],
            [person.post_now for person in people],
            [each.line.line if each.line else None for each in placed],
            [person.salary_now for person in people],
            [slot.point if slot else None for slot in slots],
            [slot.salary if slot else None for slot in slots],
            [slot.change if slot else None for slot in slots],
            [
                share_of(slot.change, person.salary_now) if slot else None
                for slot, person in zip(slots, people, strict=True)
            ],
            [each.outcome for each in placed],
            [each.protected_until for each in placed],
            [slot.estimated if slot else False for slot in slots],
            [person.illustrative for person in people],
            [each.why for each in placed],
        ],
    )
