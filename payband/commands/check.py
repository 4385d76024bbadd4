"""The command check: whether the inputs of a review can be used, without an answer."""

import argparse
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from payband.commands.terminal.output import FINE, UNUSABLE, print_json
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, with_data, with_json, with_overwrite

if TYPE_CHECKING:
    from payband.errors import Problem

__all__ = ["COMMANDS", "check"]


def check(given: argparse.Namespace) -> int:
    """Reads the inputs of a review, prints everything that is wrong, and marks it in the workbook if asked to."""
    from payband.errors import InputProblems, WrongInput
    from payband.ooxml.saving import check_ending, check_target
    from payband.workbook.read import open_review

    if given.output:
        if not given.mark:
            raise WrongInput("-o is for the copy that --mark writes: give both, or neither")
        check_target(given.output, given.workbook)
        check_ending(given.output, os.path.splitext(given.workbook)[1])
    problems: Sequence[Problem] = ()
    said = ""
    with progress_shown():
        try:
            inputs = open_review(given.workbook).inputs
        except InputProblems as error:
            problems, said = error.problems, str(error)
        else:
            counts = f"{len(inputs.structure)} rows of the structure, {len(inputs.people)} people"
            said = f"{os.path.basename(given.workbook)}: the inputs can be used ({counts}); nothing was calculated"
    marked = _mark(given.workbook, given.output, problems) if given.mark else ""
    if given.json:
        print_json([{name: getattr(each, name) for name in _NAMES} for each in problems])
    else:
        print(said)
        if marked:
            print(marked)
    return UNUSABLE if problems else FINE


_NAMES = ("sheet", "table", "row", "column", "message")


def _mark(workbook: str, output: str | None, problems: "Sequence[Problem]") -> str:
    """Writes the sheet Problems, and says where."""
    from payband.ooxml.package import Package
    from payband.ooxml.saving import save_in_place
    from payband.review.inputs.problem_list import SHEET
    from payband.workbook.problems_sheet import has_problems_sheet, mark_problems
    from payband.workbook.reading.rows_below import grow_over_rows_below

    package = Package(workbook)
    grow_over_rows_below(package)
    if not problems and not has_problems_sheet(package) and not output:
        return ""
    mark_problems(package, problems)
    if output:
        package.save(output)
        return f"Marked on the sheet {SHEET} of {output}"
    saved = save_in_place(package, workbook, what=f"the copy with a sheet {SHEET} is", keep=True)
    if saved.note:
        return saved.note
    return f"Marked on the sheet {SHEET} of {workbook}; payband undo takes that away again"


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="REVIEW.xlsx")
    parser.add_argument(
        "--mark", action="store_true", help="write a sheet Problems into it, with a link to each cell that is wrong"
    )
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", help="with --mark, write it into a copy instead")
    with_json(parser)
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "check": Command(
        _words, check, ("payband check review.xlsx", "payband check review.xlsx --mark -o review-problems.xlsx")
    )
}
