"""What is said of displaced people for whom nothing is counted: those without a last day, or in no line now."""

from collections.abc import Iterator, Sequence

from payband.calendar import date_text
from payband.review.inputs.inputs import Inputs
from payband.review.slotting_list import DISPLACED, Placement, stays_until
from payband.units import counted

__all__ = ["notes_on_displaced"]

MOST_NAMED = 5
"""How many people a note names."""


def notes_on_displaced(inputs: Inputs, placed: Sequence[Placement]) -> Iterator[str]:
    """Whose pay is not counted from the start of the new structure on, and what to give for it to be."""
    starts_on = inputs.settings.implementation_date
    gone = [each.person.person for each in placed if each.outcome is DISPLACED and each.person.leaves_on is None]
    if gone:
        yield (
            f"{counted(len(gone), 'displaced person has', 'displaced people have')} no last day, so nothing is counted "
            f"for them from {date_text(starts_on)}: give it in table People, column 'leaves on' ({_named(gone)})"
        )
    filled = {line.line.casefold() for line in inputs.lines("now") if line.posts}
    nowhere = [
        each.person.person
        for each in placed
        if stays_until(each, inputs.settings) is not None and each.person.post_now.casefold() not in filled
    ]
    if nowhere:
        yield (
            f"{counted(len(nowhere), 'displaced person is', 'displaced people are')} in no line that has posts now, so "
            "nothing is counted for them: give the line in table People, column 'post now', and its posts in table "
            f"Structure ({_named(nowhere)})"
        )


def _named(people: Sequence[str]) -> str:
    return ", ".join([*people[:MOST_NAMED], *(["..."] if len(people) > MOST_NAMED else [])])
