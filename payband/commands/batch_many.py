"""The command batch on many files: pieces done by several processes, and a run that can be taken up again."""

import argparse
import glob
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from payband.commands.terminal.output import CHECK_FAILED, FINE, print_json

if TYPE_CHECKING:
    from payband.batch.many.run import ManyDone

__all__ = ["batch_many", "is_for_many", "with_many"]


def with_many(parser: argparse.ArgumentParser) -> None:
    """The options of a run over many files."""
    many = parser.add_argument_group("many files", "with a folder as -o, which holds a file of answers for each")
    many.add_argument("--workers", metavar="N", type=int, help="processes (default: one fewer than the cores)")
    many.add_argument("--partition-by", metavar="COLUMN", help="put the answers apart by the values of a column")
    many.add_argument("--resume", action="store_true", help="take up a run that was stopped: what is done stays")
    many.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler, such as tcp://scheduler:8786")


def is_for_many(given: argparse.Namespace) -> bool:
    """Whether a command line is about many files, or asks for what a run over many has alone."""
    from payband.batch.many.store import is_remote

    asked = given.workers is not None or given.partition_by or given.resume or given.cluster
    output = given.output or ""
    is_folder = output.endswith(("/", os.sep)) or os.path.isdir(output) or is_remote(output)
    [first, *others] = given.posts
    several = bool(others) or os.path.isdir(first) or is_remote(first)
    pattern = glob.has_magic(first) and not os.path.exists(first)
    return bool(asked or is_folder or several or pattern)


def batch_many(given: argparse.Namespace, by: Sequence[str]) -> int:
    """Answers the files, prints the totals, and lists the pieces that could not be answered."""
    from payband.batch.many.run import ManyRequest, run_many
    from payband.commands.terminal.progress_bar import progress_shown
    from payband.errors import WrongInput

    if not given.output:
        raise WrongInput("the answers of many files need a folder of their own: name one with -o, such as -o answers/")
    if given.output.lower().endswith((".parquet", ".csv", ".xlsx")):
        raise WrongInput(f"-o {given.output}: the answers of many files need a folder: give its name, such as answers/")
    for option, value in (("--rejected", given.rejected), ("--log", given.log)):
        if value:
            raise WrongInput(f"{option}: many files have their rejected rows and their log in the folder of -o")
    request = ManyRequest(
        given.posts,
        given.settings,
        given.output,
        by,
        given.partition_by or "",
        given.workers,
        given.cluster or "",
        given.resume,
        given.totals or "",
        given.map or "",
        given.answer,
        given.data,
    )
    with progress_shown():
        done = run_many(request, dict(vars(given)), lambda text: print(text, file=sys.stderr))
    if given.json:
        print_json(_record(done, given.output))
    else:
        _print(done, given.output)
    return FINE if done.whole else CHECK_FAILED


def _record(done: "ManyDone", output: str) -> dict[str, Any]:
    return {
        "read": done.read,
        "answered": done.answered,
        "rejected": done.rejected,
        "output": output,
        "pieces": [
            {"name": each.name, "status": each.status, "message": each.message, "files": list(each.outputs)}
            for each in done.pieces
        ],
        "stopped": done.stopped,
        "run_log": done.log,
        "notes": list(done.notes),
        "totals": done.totals.records(),
    }


def _print(done: "ManyDone", output: str) -> None:
    from payband.batch.many.task import FAILED, UP_TO_DATE

    print(f"{done.totals}\n")
    failed, before = done.of(FAILED), done.of(UP_TO_DATE)
    counts = f"{len(done.pieces) - len(failed):,} of {done.planned:,} pieces answered"
    if before:
        counts += f", {len(before):,} of them by an earlier run"
    print(counts)
    for each in failed:
        print(f"  {each.name}: {each.message}")
    print(f"{done.read:,} rows read: {done.answered:,} answered, {done.rejected:,} rejected")
    if done.stopped:
        print("Stopped before the end: run the same command with --resume to go on")
    print(f"Written to {output}")
    if done.rejected:
        print(f"Rejected rows: {output.rstrip('/')}/_rejected")
    print(f"Run log: {done.log}")
    for note in done.notes:
        print(f"payband: {note}", file=sys.stderr)
