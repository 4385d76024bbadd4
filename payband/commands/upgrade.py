"""The command that brings an older workbook up to date: upgrade."""

import argparse
import os

from payband.commands.terminal.output import FINE
from payband.commands.terminal.words import Command, with_overwrite

__all__ = ["COMMANDS", "upgrade"]


def upgrade(given: argparse.Namespace) -> int:
    """Adds the settings and columns that a workbook lacks, in its own place or in a copy, and says which."""
    from payband.ooxml.package import Package
    from payband.ooxml.saving import check_ending, check_target, save_in_place
    from payband.workbook.format_mark import read_mark
    from payband.workbook.reading.rows_below import grow_over_rows_below
    from payband.workbook.upgrade import upgrade

    if given.output is not None:
        check_target(given.output, given.workbook)
        check_ending(given.output, os.path.splitext(given.workbook)[1])
    package = Package(given.workbook)
    grow_over_rows_below(package)
    before = read_mark(package)
    added = upgrade(package)
    mark = read_mark(package)
    changed = any(added) or mark != before
    if not changed:
        print(f"{given.workbook} lacks nothing (format {mark.inputs})")
    for each in (*added.inputs, *added.answers):
        print(f"Added: {each}")
    if given.output is not None:
        package.save(given.output)
        print(f"Written to {given.output}")
    elif changed:
        saved = save_in_place(package, given.workbook, what="the upgraded workbook is", keep=True)
        print(saved.note or f"{given.workbook} is now of format {mark.inputs}")
    if added.inputs:
        print("Settings and inputs that are new hold what the answers rested on before.")
    if added.answers:
        print("New answers are empty until payband recalc fills them in.")
    return FINE


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="WORKBOOK.xlsx")
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", help="write a copy (default: the workbook itself)")
    with_overwrite(parser)


COMMANDS = {"upgrade": Command(_words, upgrade, ("payband upgrade review.xlsx -o upgraded.xlsx",))}
