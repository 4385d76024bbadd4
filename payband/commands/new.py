"""The command that starts a review: new."""

import argparse

from payband.commands.terminal.output import FINE
from payband.commands.terminal.words import Command, with_data, with_overwrite

__all__ = ["COMMANDS", "new"]


def new(given: argparse.Namespace) -> int:
    """Writes a blank review workbook."""
    from payband.calendar import date_text, day_from
    from payband.review.parts.registry import parts_named
    from payband.units import counted
    from payband.workbook.building.new_review import new_review

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


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="FILE.xlsx", help="the workbook to write")
    parser.add_argument("--body", metavar="NAME", default="", help="the public body")
    parser.add_argument(
        "--spine",
        metavar="NAME[@DATE]",
        action="append",
        default=[],
        help="a pay spine to copy into it: NJC is the newest, NJC@2025-04-01 the one of that day, and a body such as "
        "NHS England all its bands; may be repeated",
    )
    parser.add_argument(
        "--with",
        dest="parts",
        metavar="PART[,PART]",
        default="",
        help="show the sheets of further parts, such as placement,timetable; all for every part",
    )
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "new": Command(
        _words,
        new,
        (
            'payband new blank.xlsx --body "Anytown" --spine NJC@2025-04-01',
            "payband new blank.xlsx --with placement,timetable",
        ),
    )
}
