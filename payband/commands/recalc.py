"""The command recalc: many review workbooks at once."""

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from payband.commands.terminal.output import CHECK_FAILED, FINE, UNUSABLE, print_json
from payband.commands.terminal.words import Command, with_data, with_json, with_overwrite

if TYPE_CHECKING:
    from payband.batch.run import Run

__all__ = ["COMMANDS", "recalc"]


def recalc(given: argparse.Namespace) -> int:
    """Recalculates the workbooks, prints the summary, and answers with the worst that came of any."""
    from payband.batch import report
    from payband.batch.run import Request, run
    from payband.errors import WrongInput

    if given.in_place == bool(given.output):
        raise WrongInput("say where the answers go: --in-place for the workbooks themselves, or -o DIR for copies")
    if given.summary:
        report.check_summary_name(given.summary)
        if given.log and os.path.realpath(given.log) == os.path.realpath(given.summary):
            raise WrongInput(f"--summary {given.summary} is the file of the run log: give another name")
    with _Bar() as bar:
        data = None if given.data is None else os.path.abspath(given.data)
        request = Request(
            given.given, given.output, data, given.log, given.jobs, given.force, given.overwrite, not given.no_backup
        )
        done = run(request, bar.begin, bar.told)
    if given.summary:
        report.write_summary(done.outcomes, given.summary)
    if given.json:
        print_json(report.records(done.outcomes))
    else:
        _print(done)
    for warning in done.warnings:
        print(f"payband: {warning}", file=sys.stderr)
    if done.stopped:
        print("payband: stopped; what was done is in the summary, and run again does the rest", file=sys.stderr)
    return _status(done)


def _print(done: "Run") -> None:
    from payband.batch import report
    from payband.batch.outcome import counted_by_status

    print(f"{report.table(done.outcomes)}\n\n{counted_by_status(done.outcomes)}")
    for log in done.logs:
        print(f"Run log: {log}")


def _status(done: "Run") -> int:
    if not all(each.usable for each in done.outcomes):
        return UNUSABLE
    return CHECK_FAILED if any(each.failed_checks for each in done.outcomes) else FINE


class _Bar:
    """A bar with the time left, where somebody looks at a terminal."""

    def __init__(self) -> None:
        self._bar: Any = None

    def begin(self, total: int) -> None:
        """Shows the bar, unless there is one workbook only."""
        if sys.stderr.isatty() and total > 1:
            from tqdm import tqdm

            self._bar = tqdm(total=total, desc="recalculating", unit=" workbooks", file=sys.__stderr__)

    def told(self, outcome: Any) -> None:
        """One more is done."""
        if self._bar is not None:
            self._bar.update()

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("given", metavar="FILE|DIR|PATTERN", nargs="+", help="workbooks, folders, or '*.xlsx'")
    parser.add_argument("--in-place", action="store_true", help="fill the answers into the workbooks themselves")
    parser.add_argument("-o", "--output", metavar="DIR", help="write copies with the answers into this folder")
    parser.add_argument("-j", "--jobs", metavar="N", type=int, help="processes (default: one fewer than the cores)")
    parser.add_argument(
        "--no-backup", action="store_true", help="keep no earlier version, so that payband undo cannot bring it back"
    )
    parser.add_argument("--force", action="store_true", help="recalculate what is up to date too")
    parser.add_argument("--summary", metavar="FILE", help="write the summary as FILE.csv or FILE.json too")
    parser.add_argument("--log", metavar="FILE", help="the run log (default: payband-run-log.jsonl there)")
    with_json(parser)
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "recalc": Command(
        _words,
        recalc,
        ("payband recalc reviews --in-place", "payband recalc review.xlsx -o recalculated --summary done.csv"),
    )
}
