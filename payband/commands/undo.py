"""The command undo: workbooks as they were before the last run that wrote into them."""

import argparse
import os

from payband.commands.terminal.output import FINE, UNUSABLE
from payband.commands.terminal.words import Command

__all__ = ["COMMANDS", "undo"]


def undo(given: argparse.Namespace) -> int:
    """Brings the workbooks back, and says of each what became of it; one that cannot be stops no other."""
    from payband.batch.find import find_jobs
    from payband.errors import WrongInput
    from payband.ooxml.saving import opened_by
    from payband.ooxml.undo import kept_of, undo

    status = FINE
    brought = 0
    for job in find_jobs(given.given, None):
        if not job.named and not os.path.exists(kept_of(job.path)):
            continue
        try:
            if job.message and job.status == "failed":
                raise WrongInput(job.message)
            program = opened_by(job.path)
            if program:
                raise WrongInput(f"{job.path} is open in {program}: close it there first")
            undo(job.path)
        except WrongInput as error:
            print(f"payband: {error}")
            status = UNUSABLE
        else:
            brought += 1
            print(f"{job.path} is as it was before the last run; undo again brings back what it held since")
    if not brought and status == FINE:
        raise WrongInput("nothing is kept of any of these workbooks: payband recalc --in-place keeps one for one run")
    return status


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("given", metavar="FILE|DIR|PATTERN", nargs="+", help="workbooks, folders, or '*.xlsx'")


COMMANDS = {"undo": Command(_words, undo, ("payband undo review.xlsx", "payband undo reviews"))}
