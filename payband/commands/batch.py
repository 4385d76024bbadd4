"""The command batch: a flat table of posts through the rules of a review."""

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from payband.commands.batch_many import batch_many, is_for_many, with_many
from payband.commands.terminal.output import CHECK_FAILED, FINE, print_json
from payband.commands.terminal.words import Command, with_data, with_json, with_overwrite

if TYPE_CHECKING:
    from payband.batch.posts.run import BatchRequest, Done

__all__ = ["COMMANDS", "batch"]


def batch(given: argparse.Namespace) -> int:
    """Answers the posts, prints the totals, and says how many rows were rejected."""
    from importlib.util import find_spec

    from payband.errors import WrongInput, how_to_add

    if find_spec("pyarrow") is None:
        raise WrongInput(f"payband batch needs pyarrow, which is not installed: {how_to_add('parquet')}")
    from payband.batch.posts.run import BatchRequest, run_batch
    from payband.commands.terminal.progress_bar import progress_shown

    by = [name.strip() for name in (given.by or "").split(",") if name.strip()]
    if given.totals and not given.totals.lower().endswith(".csv"):
        raise WrongInput(f"--totals {given.totals}: the totals are written as .csv, so give a name that ends so")
    if is_for_many(given):
        return batch_many(given, by)
    [posts] = given.posts
    request = BatchRequest(
        posts,
        given.settings,
        given.output or _beside(posts),
        by,
        given.rejected or "",
        given.log or "",
        given.totals or "",
        given.map or "",
        given.answer,
    )
    with progress_shown():
        done = run_batch(request, dict(vars(given)))
    if given.json:
        print_json(_record(done))
    else:
        _print(done, request)
    return CHECK_FAILED if done.outcome.rejected else FINE


def _beside(posts: str) -> str:
    """The output where none is named: a file of the same kind in this folder."""
    stem, ending = os.path.splitext(os.path.basename(posts))
    return f"{stem}-answers{ending}"


def _record(done: "Done") -> dict[str, Any]:
    outcome, request = done.outcome, done.request
    return {
        "read": outcome.read,
        "answered": outcome.answered,
        "rejected": outcome.rejected,
        "output": request.output,
        "rejected_rows": request.rejected_path,
        "run_log": request.log_path,
        "notes": list(done.notes),
        "totals": outcome.totals.records(),
    }


def _print(done: "Done", request: "BatchRequest") -> None:
    outcome = done.outcome
    print(f"{outcome.totals}\n")
    print(f"{outcome.read:,} rows read: {outcome.answered:,} answered, {outcome.rejected:,} rejected")
    print(f"Written to {request.output}")
    if outcome.rejected:
        print(f"Rejected rows: {request.rejected_path}")
    print(f"Run log: {request.log_path}")
    for note in done.notes:
        print(f"payband: {note}", file=sys.stderr)


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "posts",
        metavar="POSTS.{parquet,csv,xlsx}",
        nargs="+",
        help="a row for each post; several files, a folder, or a pattern such as 'posts/*.parquet' need a folder as -o",
    )
    parser.add_argument("--settings", metavar="REVIEW.xlsx", required=True, help="the review with settings and tables")
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT.{parquet,csv,xlsx}",
        help="default: POSTS-answers in this folder; a folder for many files",
    )
    with_many(parser)
    parser.add_argument(
        "--map", metavar="MAP.toml", help="what each column holds (default: OUT.map.toml, if it exists)"
    )
    parser.add_argument("--answer", metavar="NAME=ANSWER", action="append", default=[], help="an answer to a question")
    parser.add_argument("--by", metavar="COLUMN[,COLUMN]", help="print totals by the values of these columns")
    parser.add_argument("--totals", metavar="FILE.csv", help="write the totals as CSV too")
    parser.add_argument("--rejected", metavar="FILE.csv", help="rejected rows and why (default: OUT.rejected.csv)")
    parser.add_argument("--log", metavar="FILE.json", help="the run log (default: OUT.run.json)")
    with_json(parser)
    with_overwrite(parser)
    with_data(parser)


def _columns() -> str:
    """The columns that decide an answer, each with what it holds."""
    from payband.batch.posts.column_names import KNOWN

    width = max(map(len, KNOWN))
    lines = [f"  {name:<{width}}  {holds}" for name, holds in KNOWN.items()]
    return "\n".join(["columns of POSTS:", *lines, "  Any other column is copied to the output unchanged."])


COMMANDS = {
    "batch": Command(
        _words,
        batch,
        (
            "payband batch posts.csv --settings review.xlsx -o answers.csv",
            "payband batch 'posts/*.parquet' --settings review.xlsx -o answers/ --workers 4",
        ),
        _columns,
    )
}
