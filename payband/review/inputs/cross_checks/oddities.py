"""What is odd in the inputs and may yet be meant: noted beside the answers, and nothing is refused for it."""

import re
from collections.abc import Iterator, Sequence

from payband.calendar import date_text
from payband.review.inputs.cross_checks.alike import spelt_in_two_ways
from payband.review.inputs.cross_checks.odd_structure import odd_structure
from payband.review.inputs.cross_checks.references import reference_notes
from payband.review.inputs.inputs import Inputs
from payband.review.slips import slips
from payband.review.structure_cost import CostedLine
from payband.units import counted, percent_text, pounds_text

__all__ = ["looks_like_a_name", "oddities"]

LEAST_PENSION_RATE, MOST_PENSION_RATE = 500, 4_500  # basis points; 0 is a post without a pension
LEAST_AWARD = 50  # basis points
LEAST_THRESHOLD = 100_000  # pence: no approval is asked for less than £1,000
MOST_TIMES = 2  # how many times its model a stated cost may be, or its model the stated cost
_MOST_ROWS = 12

_NAME_WORD = r"[A-Z](?:\.|['’][A-Z][a-z]+|[a-z]*(?:['’-][A-Z][a-z]+)*)"
_NAME = re.compile(rf"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? )?{_NAME_WORD},?(?: {_NAME_WORD}){{1,3}}")
_OF_POSTS = frozenset(
    """
    adviser advisor agency analyst assistant band business case chief clerk commissioner deputy director employee
    executive grade head holder job lead leader line manager member new nurse officer old partner people person post
    principal proposed record ref reference role secretary senior service staff teacher team title treasurer vacancy
    vacant worker one two three four five six seven eight nine ten
    """.split()  # noqa: SIM905  # as words they can be read
)  # with these in it, a reference is to a post


def looks_like_a_name(reference: str) -> bool:
    """Whether a reference to a person reads like a personal name.

    >>> [looks_like_a_name(each) for each in ("Jane Smith", "Smith, Jane", "J O'Brien", "Ms A. Patel-Jones")]
    [True, True, True, True]
    >>> [looks_like_a_name(each) for each in ("P03", "Post A", "Head of Service", "AB CD", "Chief Executive")]
    [False, False, False, False, False]
    """
    words = re.findall(r"[a-z]+", reference.casefold())
    if not _NAME.fullmatch(reference) or max(map(len, words)) < 3:
        return False
    return not _OF_POSTS & {*words, *(word.removesuffix("s") for word in words)}


def _pension_rates(inputs: Inputs) -> Iterator[str]:
    for profile in inputs.on_costs:
        rate = profile.pension_rate
        if rate and not LEAST_PENSION_RATE <= rate <= MOST_PENSION_RATE:
            yield (
                f"On-cost profile {profile.profile} has a pension rate of {percent_text(rate)}, outside the "
                f"{percent_text(LEAST_PENSION_RATE)} to {percent_text(MOST_PENSION_RATE)} that employers pay: check it"
            )


def _awards(inputs: Inputs) -> Iterator[str]:
    for award in inputs.pay_awards:
        if 0 < award.percent < LEAST_AWARD:
            meant = award.percent * 100
            offered = f": is {percent_text(meant)} meant?" if LEAST_AWARD <= meant <= 2_000 else ": check it"
            yield (
                f"The pay award of {date_text(award.effective_from)} is {percent_text(award.percent)}, under "
                f"{percent_text(LEAST_AWARD)}{offered}"
            )


def _awards_before(inputs: Inputs) -> Iterator[str]:
    start = inputs.settings.implementation_date
    for award in inputs.pay_awards:
        if award.effective_from < start:
            yield (
                f"The pay award of {date_text(award.effective_from)} is before the start on {date_text(start)}: check "
                "the day, or take it out where the salaries hold it already"
            )


def _thresholds(inputs: Inputs) -> Iterator[str]:
    for rule in inputs.approval_rules:
        if 0 < rule.threshold < LEAST_THRESHOLD:
            meant = pounds_text(rule.threshold * 1_000, pence_shown=False)
            yield f"The rule {rule.rule} has a threshold of {pounds_text(rule.threshold)}: is {meant} meant?"


def _ended(inputs: Inputs) -> Iterator[str]:
    """Funding and people that are gone before the new structure starts."""
    start = inputs.settings.implementation_date
    for line in inputs.structure:
        until = line.externally_funded_until
        if until is not None and until < start:
            yield (
                f"{line.line} ({line.state}): the external funding ends on {date_text(until)}, before the start on "
                f"{date_text(start)}: check the day"
            )
    gone = [person.row for person in inputs.people if person.leaves_on is not None and person.leaves_on < start]
    if gone:
        yield (
            f"{counted(len(gone), 'person leaves', 'people leave')} before the start on {date_text(start)} (table "
            f"People, {_shown(gone)}): check the day, or take the row out"
        )


def _shown(rows: Sequence[int]) -> str:
    more = ", ..." if len(rows) > _MOST_ROWS else ""
    return f"{'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, rows[:_MOST_ROWS]))}{more}"


def _stated_costs(lines: Sequence[CostedLine]) -> Iterator[str]:
    for line in lines:
        for state, costed in (("now", line.now), ("proposed", line.proposed)):
            stated, modelled = costed.stated, costed.modelled
            if stated is None or not modelled or modelled <= MOST_TIMES * stated <= MOST_TIMES**2 * modelled:
                continue
            far = "more than twice" if stated > modelled else "less than half of"
            yield (
                f"{line.name} ({state}): the stated cost of {pounds_text(stated)} is {far} the modelled cost of "
                f"{pounds_text(modelled)}: check the figure, the posts and the FTE"
            )


def _references(inputs: Inputs) -> Iterator[str]:
    titles = {name.casefold() for line in inputs.structure for name in (line.line, line.grade)}
    titles |= {person.post_now.casefold() for person in inputs.people}
    rows = [
        person.row
        for person in inputs.people
        if looks_like_a_name(person.person) and person.person.casefold() not in titles
    ]
    if rows:
        yield (
            f"{counted(len(rows), 'person has', 'people have')} what looks like a name for a reference (table People, "
            f"{_shown(rows)}): use a reference that names nobody"
        )


def _rules(inputs: Inputs) -> Iterator[str]:
    start = inputs.settings.implementation_date
    in_force = {rule.rule.casefold() for rule in inputs.approval_rules if rule.effective_from <= start}
    for rule in inputs.approval_rules:
        if rule.rule.casefold() not in in_force:
            in_force.add(rule.rule.casefold())  # said once
            yield (
                f"The rule {rule.rule} is in force only from {date_text(rule.effective_from)}, after the start on "
                f"{date_text(start)}: nothing is tested against it"
            )


def oddities(inputs: Inputs, lines: Sequence[CostedLine]) -> list[str]:
    """Every note on the inputs of a review, its lines costed."""
    return [
        *_pension_rates(inputs),
        *_awards(inputs),
        *_awards_before(inputs),
        *_thresholds(inputs),
        *_ended(inputs),
        *_stated_costs(lines),
        *_references(inputs),
        *_rules(inputs),
        *slips(inputs),
        *odd_structure(inputs),
        *reference_notes(inputs),
        *spelt_in_two_ways(inputs),
    ]
