"""The command add: the sheets of further parts put into a review workbook in use."""

import argparse
import os

from payband.commands.terminal.output import FINE
from payband.commands.terminal.words import Command, with_overwrite

__all__ = ["COMMANDS", "add"]


def add(given: argparse.Namespace) -> int:
    """Adds the sheets of the parts, in place or into a copy, and says which."""
    from payband.errors import UnknownName
    from payband.ooxml.package import Package
    from payband.ooxml.saving import check_ending, check_target, save_in_place
    from payband.review.parts.registry import parts_named
    from payband.workbook.add_parts import add_parts
    from payband.workbook.reading.rows_below import grow_over_rows_below

    parts = parts_named(",".join(given.parts))
    if not parts:
        raise UnknownName("no part is named: give one or more, such as timetable, or all")
    if given.output:
        check_target(given.output, given.workbook)
        check_ending(given.output, os.path.splitext(given.workbook)[1])
    package = Package(given.workbook)
    grow_over_rows_below(package)
    added = add_parts(package, parts)
    if not added:
        print(
            f"{given.workbook} has the sheets of {', '.join(part.name for part in parts)} already: nothing was changed"
        )
        return FINE
    where, note = given.output, ""
    if given.output:
        package.save(given.output)
    else:
        saved = save_in_place(package, given.workbook, what="the workbook with them is", keep=True)
        where, note = saved.path, saved.note
    print(f"Added: {', '.join(added)}")
    print(note or f"Written to {where}")
    return FINE


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="REVIEW.xlsx")
    parser.add_argument(
        "parts", metavar="PART", nargs="+", help='such as timetable or "one-off costs"; all for every part'
    )
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", help="write a copy, and leave the workbook as it is")
    with_overwrite(parser)


COMMANDS = {
    "add": Command(
        _words,
        add,
        ("payband add review.xlsx timetable", 'payband add review.xlsx "one-off costs" -o with-costs.xlsx'),
    )
}
