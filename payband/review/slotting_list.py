"""The slotting list: where each person's salary goes in the proposed structure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from payband.calendar import date_text, last_day_after
from payband.progress import through
from payband.review.answers import AnswerRows
from payband.review.columns import alike, listed, one_or_many, spells_for_time, why_not_slotted
from payband.review.core.rows.slotting_rows import goes_to, slotting_figures
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import awards_of, increments_of, ladder_of
from payband.review.inputs.protection_named import note_protection, protected_months
from payband.review.inputs.settings import Settings
from payband.review.inputs.tables import Person, StructureLine
from payband.review.ranges import PayRange, Ranges
from payband.review.steps_by_years import slot_by_years, step_by_years
from payband.rules.placing.slotting import Slot
from payband.rules.placing.slotting_steps import OUTCOMES, Outcome, Slotting
from payband.rules.protection import Protection, Spell
from payband.rules.shares import pay_for_time
from payband.sheets.figures import Figures
from payband.units import counted, pounds_text

__all__ = [
    "DISPLACED",
    "LEAVES",
    "UNKNOWN",
    "Placement",
    "Placements",
    "full_time_share",
    "is_protected",
    "outcomes_counted",
    "placements",
    "spells_of",
    "stays_until",
    "terms_of",
    "why_it_ends",
    "why_unprotected",
]

DISPLACED, LEAVES, UNKNOWN = Outcome.DISPLACED, Outcome.LEAVES, Outcome.UNKNOWN


class Placement(NamedTuple):
    """A person's place in the proposed structure."""

    person: Person
    line: StructureLine | None
    slot: Slot | None
    outcome: Outcome
    why: str
    protection: Protection | None = None
    spells: tuple[Spell, ...] = ()
    protected_until: date | None = None


class Placements(list[Placement]):
    """Everybody's placement, with the figures that they rest on."""

    figures: Figures


def outcomes_counted(slotting: AnswerRows) -> Counter[str]:
    """How many people of the slotting list have each outcome, wherever their salaries lay."""
    return Counter(outcome.kind for outcome in slotting.values("outcome"))


def full_time_share(annual: int, person: Person) -> int:
    """Pence a year of a full-time salary that a person is paid for the share of full time worked."""
    share: int = pay_for_time(annual, person.fte.numerator, person.fte.denominator)
    return share


def stays_until(placed: Placement, settings: Settings) -> date | None:
    """The last day of somebody whom the review displaces and who stays after it has started; None for anybody else."""
    last = placed.person.leaves_on
    return last if placed.outcome is DISPLACED and last is not None and last >= settings.implementation_date else None


def terms_of(person: Person, inputs: Inputs, pay_range: PayRange | None = None) -> Protection:
    """The terms on which a person's pay would be protected: the settings', or until the person leaves or it ends.

    `pay_range` is the new one, in which the new salary moves up where the settings have increments.
    """
    settings = inputs.settings
    protected = settings.protection
    ends_on = last_day_after(settings.implementation_date, protected_months(person, settings))
    for day in (person.leaves_on, person.protection_ends_on):
        ends_on = ends_on if day is None else min(ends_on, day)
    increments = increments_of(settings, person.started_on, ends_on) if pay_range is not None else ()
    ladder = ladder_of(pay_range) if pay_range is not None and increments else ()
    awards = awards_of(inputs.pay_awards)
    return Protection(
        settings.implementation_date, ends_on, protected.form, protected.shares, awards, increments, ladder,
        settings.part_months,
    )  # fmt: skip


def spells_of(person: Person, salary_new: int, terms: Protection) -> list[Spell]:
    """The spells of a person's protection, in pence a year for the time worked."""
    return spells_for_time(person.salary_now, salary_new, person.fte.numerator, person.fte.denominator, terms)


def placements(inputs: Inputs, ranges: Ranges) -> Placements:
    """Each person's placement, in the order of the People table."""
    placed = Placements()
    note_protection(inputs.settings)
    goes = [goes_to(person, inputs) for person in inputs.people]
    placed.figures = slotting_figures(inputs, ranges, goes, placed)
    slotted = iter(_slots(inputs, goes, ranges, placed.figures))
    slots = [line if isinstance(line, Outcome) else next(slotted) for line in goes]
    protected: dict[int, tuple[Protection, tuple[Spell, ...]]] = {}
    in_grade: dict[str, list[int]] = {}
    for number, line in enumerate(goes):
        if not isinstance(line, Outcome):
            in_grade.setdefault(line.grade.casefold(), []).append(number)
    rule_and_span = {}
    for grade, members in through(list(in_grade.items()), "slotting"):
        pay_range = ranges.of(grade)
        rule = f"{inputs.settings.slotting_rule} point" if pay_range.points else "range without points"
        rule_and_span[grade] = rule, pay_range.span
        found = _protected(
            [inputs.people[each] for each in members], [slots[each] for each in members], inputs, pay_range
        )
        protected |= {members[place]: terms for place, terms in found.items()}
    for number, (person, line, slot) in enumerate(zip(inputs.people, goes, slots, strict=True)):
        if isinstance(line, Outcome):
            placed.append(Placement(person, None, None, line, _why_nowhere(person, line)))
        elif not isinstance(slot, Slot):
            placed.append(Placement(person, line, None, UNKNOWN, str(slot)))
        else:
            rule, span = rule_and_span[line.grade.casefold()]
            near = f" to {pounds_text(person.salary_now)}"
            if person.full_years is not None:
                on = inputs.settings.implementation_date
                rule, near = step_by_years(person.full_years, ranges.of(line.grade), on).words, ""
            why = f"{rule}{near} in {span}"
            if slot.estimated:
                why += "; rests on an estimated point"
            if number in protected:
                terms, spells = protected[number]
                until = spells[-1].last
                why += f"; {why_it_ends(person, until, inputs.settings)}"
                placed.append(Placement(person, line, slot, slot.outcome, why, terms, spells, until))
            else:
                why += _nothing_protected(person, inputs.settings) if slot.change < 0 else ""
                placed.append(Placement(person, line, slot, slot.outcome, why))
    return placed


def _slots(
    inputs: Inputs, goes: Sequence[StructureLine | Outcome], ranges: Ranges, figures: Figures
) -> Iterator[Slot | str]:
    """Where each goes who has a line, or in words why that is not known."""
    settings = inputs.settings
    going = [(person, line) for person, line in zip(inputs.people, goes, strict=True) if not isinstance(line, Outcome)]
    names = ("salary_new", "place", "change", "outcome", "estimated")
    columns = (figures.known(Slotting, name) for name in names)
    for (person, line), pay, place, change, outcome, estimated in zip(going, *columns, strict=True):
        pay_range = ranges.of(line.grade)
        if person.full_years is not None:
            yield slot_by_years(person.salary_now, person.full_years, pay_range, settings.implementation_date)
        elif pay is None or change is None or outcome is None:
            yield why_not_slotted(person.salary_now, pay_range, settings.slotting_rule, settings.tie)
        else:
            point = pay_range.points[place - 1].point or None if pay_range.points and place else None
            yield Slot(point, pay, change, OUTCOMES[outcome], bool(estimated))


def _why_nowhere(person: Person, outcome: Outcome) -> str:
    """Why somebody goes to no line."""
    if outcome is LEAVES and person.leaves_on is not None:
        return f"leaves on {date_text(person.leaves_on)}, before the new structure"
    return "no proposed line is named"


def _protected(
    people: Sequence[Person], slots: Sequence[object], inputs: Inputs, pay_range: PayRange
) -> dict[int, tuple[Protection, tuple[Spell, ...]]]:
    """The terms and spells of those whose salary falls and is protected, by their place among the people."""
    if not inputs.settings.protection.months:
        return {}
    falls = [
        (index, person, slot)
        for index, (person, slot) in enumerate(zip(people, slots, strict=True))
        if isinstance(slot, Slot) and slot.change < 0 and is_protected(person, inputs.settings)
    ]
    terms_on: dict[tuple[date | int | None, ...], Protection] = {}
    terms_by_place = []
    for _, person, _ in falls:
        months = protected_months(person, inputs.settings)
        by = person.leaves_on, person.started_on, person.protection_ends_on, months
        if by not in terms_on:
            terms_on[by] = terms_of(person, inputs, pay_range)
        terms_by_place.append(terms_on[by])
    protected = {}
    for places in alike(terms_by_place, len(inputs.people)):
        indices, persons, found = zip(*(falls[place] for place in places), strict=True)
        terms = terms_by_place[places[0]]
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


def _nothing_protected(person: Person, settings: Settings) -> str:
    """That nothing of a fall in salary is protected, after what else is said; nothing where no pay is."""
    said = why_unprotected(person, settings)
    return f"; {said}" if person.protection_waived or settings.protection.months else ""


def why_unprotected(person: Person, settings: Settings) -> str:
    """Why nothing of a fall in somebody's salary is protected, where the settings protect pay."""
    if person.protection_waived:
        return "protection waived"
    if settings.protection.by_service and not protected_months(person, settings):
        terms = settings.protection
        least = counted(terms.lengths[0].full_years, "full year")
        return f"not protected: the policy {terms.policy} asks for {least} of service"
    if _ended_before(person, settings):
        return "protection ended before the new structure"
    return "nothing left to protect"


def is_protected(person: Person, settings: Settings) -> bool:
    """Whether a fall in somebody's pay is protected at all, as far as that is known without the new salary."""
    if person.protection_waived or _ended_before(person, settings):
        return False
    return protected_months(person, settings) > 0


def _ended_before(person: Person, settings: Settings) -> bool:
    """Whether protection has ended, by a promotion or a refusal, before the new structure starts."""
    return person.protection_ends_on is not None and person.protection_ends_on < settings.implementation_date


def why_it_ends(person: Person, until: date, settings: Settings) -> str:
    """Why somebody's protection ends on a day."""
    terms, months = settings.protection, protected_months(person, settings)
    if until == last_day_after(settings.implementation_date, months):
        by = f", by the policy {terms.policy}" if terms.policy else ""
        return f"{terms.form} for {months} months{by}"
    if until == person.leaves_on:
        return "protected until leaving"
    if until == person.protection_ends_on:
        return "protection ended early (table People)"
    after = until + timedelta(days=1)
    return f"protection is used up on {date_text(after)}, before its {months} months are over"
