"""The command that starts a review: new."""

import argparse

from payband.commands.output import FINE

__all__ = ["new"]


def new(given: argparse.Namespace) -> int:
    """Writes a blank review workbook."""
    from payband.calendar import date_text, day_from
    from payband.review.parts.registry import parts_named
    from payband.units import counted
    from payband.workbook.new_review import new_review

    spines = []
    for each in given.spine:
        name, _, on = each.partition("@")
        spines.append((name.strip(), day_from(on, f"the date of --spine {each}") if on else None))
    for held in new_review(given.workbook, given.body, spines, parts_named(given.parts)):
        grades = f" and {counted(held.grades, 'grade')}" if held.grades else ""
        print(
            f"Spine {held.spine}, in force from {date_text(held.effective_from)}: "
            f"{counted(held.points, 'point')}{grades}"
        )
    print(f"Written to {given.workbook}: fill in the yellow sheets from Settings on, then run")
    print(f"payband review {given.workbook}")
    return FINE
