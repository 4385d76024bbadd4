"""A run over many files of posts: what is to be done, who does it, and the log by which it is taken up again."""

import json
import os
import pickle
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from payband.batch.figures_held import figures_held
from payband.batch.many.find import find_posts, scanned
from payband.batch.many.log import LOG_NAME, BatchLog
from payband.batch.many.outputs import by_piece, joined
from payband.batch.many.people import PeopleOfRun
from payband.batch.many.pieces import FilePiece, opened_piece
from payband.batch.many.store import DIGITS, is_remote, shown, store_of
from payband.batch.many.task import (
    DONE,
    FAILED,
    UP_TO_DATE,
    PieceDone,
    Task,
    Work,
    own_figures,
    unreadable_now,
    versions_here,
)
from payband.batch.many.workers import workers_of
from payband.batch.posts.people import NOBODY
from payband.batch.posts.posts import PostsBatch
from payband.batch.posts.remarks import Remarks
from payband.batch.posts.run import BatchRequest, answered_map, fingerprint_of, questions_said, write_totals
from payband.batch.workers import MOST_WORKERS, default_workers, stopping_on_interrupt
from payband.errors import UnknownName, WrongInput, nearest_name
from payband.library import figures_used
from payband.library.used import fingerprint_of_lines, line_of
from payband.progress import through
from payband.review.inputs.inputs import Inputs
from payband.table import Table
from payband.workbook.read import open_review

__all__ = ["ManyDone", "ManyRequest", "run_many"]


class ManyRequest(NamedTuple):
    """What is asked for: files of posts, the review with the settings, and the folder for the answers."""

    posts: Sequence[str]
    settings: str
    output: str
    by: Sequence[str] = ()
    partition_by: str = ""
    workers: int | None = None
    """Processes of this machine; None for one fewer than it has cores."""
    cluster: str = ""
    """The address of a Dask scheduler; empty for processes of this machine."""
    resume: bool = False
    totals: str = ""
    map: str = ""
    answers: Sequence[str] = ()
    data: str | None = None


class ManyDone(NamedTuple):
    """What came of a run: the pieces in order, the rows, the totals over all, and what a person should be told."""

    pieces: Sequence[PieceDone]
    read: int
    answered: int
    rejected: int
    totals: Table
    notes: Sequence[str]
    log: str
    stopped: bool
    """Whether somebody stopped it before its end."""
    planned: int

    def of(self, status: str) -> list[PieceDone]:
        """The pieces of which that came."""
        return [each for each in self.pieces if each.status == status]

    @property
    def whole(self) -> bool:
        """Whether every row of every file was answered."""
        return not (self.rejected or self.stopped or self.of(FAILED))


def run_many(
    request: ManyRequest, arguments: Mapping[str, Any] | None = None, told: Callable[[str], None] = print
) -> ManyDone:
    """Answers every file of posts that is asked for, whatever becomes of any one.

    `arguments` are what the log says was asked; `told` is said where a cluster can be watched. Raises WrongInput where
    the run as a whole cannot be done, InputProblems for settings that cannot be used.
    """
    with own_figures(request.data):
        return _run(request, dict(arguments or request._asdict()), told)


def _run(request: ManyRequest, arguments: Mapping[str, Any], told: Callable[[str], None]) -> ManyDone:
    workers = _workers(request)
    output = request.output if is_remote(request.output) else os.path.abspath(request.output)
    log = BatchLog(output)
    there = by_piece(_checked_output(request, output, log), request.partition_by)
    found = scanned(find_posts(request.posts, output))
    names = [piece.name for piece in found.pieces]
    unreadable = [each.found.name.rpartition(".")[0] for each in found.unreadable]
    log.check_goes_on(names, unreadable, request.partition_by)
    with figures_used() as used:
        review = open_review(request.settings)
        work, probe = _work(request, review.inputs, found.pieces, output)
    held = {each.folder: each.fingerprint for each in figures_held()}
    fingerprints = {"settings": fingerprint_of(request.settings), "figures held": held, "under": work.under}
    # Each piece is answered by itself. What rests on all posts of a person is found out here, where all are seen.
    pieces = [_whole_path(piece) for piece in found.pieces]
    people = PeopleOfRun(pieces, probe.matched.found, review.inputs, [each.found.name for each in found.unreadable])
    tasks = [Task(piece, log.earlier.get(piece.name), there.get(piece.name, ()), people.of(piece)) for piece in pieces]
    done: dict[str, PieceDone] = {}
    with workers_of(work, workers, request.cluster, told) as doing, stopping_on_interrupt() as interrupt:
        log.begin(arguments, fingerprints, names)
        for each in found.unreadable:
            done[each.found.name] = unreadable_now(each.found, each.why, output, there)
            log.add(done[each.found.name], work.under)
        steps = through(range(len(tasks)), "pieces")
        next(steps, None)
        for piece in doing(tasks, interrupt):
            done[piece.name] = piece
            log.add(piece, work.under)
            next(steps, None)
    of_all = _summed(request, [done[name] for name in sorted(done)], probe, len(tasks) + len(found.unreadable))
    of_all = of_all._replace(notes=[*of_all.notes, *people.notes])
    log.end(_end(of_all, [line_of(figure) for figure in used]))
    if request.totals:
        write_totals(of_all.totals, request.totals)
    return of_all


def _workers(request: ManyRequest) -> int:
    if request.workers is not None and request.workers < 1:
        raise WrongInput(f"--workers {request.workers}: give the number of processes, 1 or more")
    if request.cluster and request.workers is not None:
        raise WrongInput("--workers and --cluster: the cluster has its own workers, so give one of the two")
    return default_workers() if request.workers is None else min(request.workers, MOST_WORKERS)


def _checked_output(request: ManyRequest, output: str, log: BatchLog) -> list[str]:
    """The files in the output. Raises WrongInput where others than those of a run to be taken up are there."""
    store = store_of(output)
    if os.path.isfile(output):
        raise WrongInput(f"-o {request.output} is a file: the answers of many files need a folder")
    there = store.listed(output)
    if not there:
        return []
    if not request.resume:
        went_on = ", or take up the run that was stopped with --resume" if LOG_NAME in there else ""
        raise WrongInput(f"-o {shown(request.output)} is not empty: give an empty folder{went_on}")
    if not log.read():
        raise WrongInput(
            f"--resume: {shown(request.output)} has no run log {LOG_NAME}, so whose files are in it is not known: "
            "give an empty folder with -o"
        )
    store.cleared(output)
    return [name for name in there if name != LOG_NAME]


def _whole_path(piece: FilePiece) -> FilePiece:
    """The piece with a path that other processes find too."""
    return piece if is_remote(piece.path) else piece._replace(path=os.path.abspath(piece.path))


def _work(request: ManyRequest, inputs: Inputs, pieces: Sequence[FilePiece], output: str) -> tuple[Work, PostsBatch]:
    """What all pieces have in common, and the first of them, opened, by which the columns were read."""
    with opened_piece(pieces[0]) as posts:
        beside = f"{_here(request.output)}.parquet"  # the map of the columns is beside the output
        mapped = BatchRequest(posts.path, request.settings, beside, map=request.map, answers=request.answers)
        terms, columns = answered_map(mapped, posts.columns)
        fte_of_each = terms.said("several_fte") == "each post"
        probe = PostsBatch(posts, inputs, request.by, columns, fte_of_each=fte_of_each, people=NOBODY)
        if probe.matched.recognised.asked:
            raise WrongInput(questions_said(mapped, probe, terms))
    _check_partition(request.partition_by, probe.written.names, pieces[0].kind)
    versions = versions_here()
    asked = [list(request.by), request.partition_by, dict(columns), fte_of_each, list(versions)]
    under = sha256(f"{fingerprint_of(request.settings)}|{json.dumps(asked)}".encode()).hexdigest()[:DIGITS]
    work = Work(
        pickle.dumps(inputs),
        output,
        tuple(request.by),
        request.partition_by,
        columns,
        fte_of_each,
        None if request.data is None else os.path.abspath(request.data),
        under,
        versions,
    )
    return work, probe


def _check_partition(column: str, known: Sequence[str], kind: str) -> None:
    if column and column not in known:
        raise UnknownName(f"--partition-by {column}: there is no such column; {nearest_name(column, known)}")
    if column and kind == "xlsx":
        raise WrongInput("--partition-by: the answers to workbooks are workbooks: give .parquet or .csv files")


def _here(output: str) -> str:
    """The output's own name, on this machine where it is in a store."""
    plain = output.rstrip("/" + os.sep)
    return plain.rpartition("/")[2] if is_remote(plain) else plain


# --- what came of it -----------------------------------------------------------------------------------------------


def _summed(request: ManyRequest, pieces: Sequence[PieceDone], probe: PostsBatch, planned: int) -> ManyDone:
    read, answered, rejected = (sum(getattr(each, name) for each in pieces) for name in _COUNTS)
    remarks = Remarks()
    for each in pieces:
        probe.totals.add_record(each.totals)
        remarks = remarks.and_of(Remarks(*each.remarks))
    notes = [*probe.notes, *remarks.notes(answered, probe.matched.found)]
    totals = probe.totals.table()
    log = shown(joined(request.output, LOG_NAME))
    return ManyDone(pieces, read, answered, rejected, totals, notes, log, len(pieces) < planned, planned)


_COUNTS = ("read", "answered", "rejected")


def _end(done: ManyDone, own: Sequence[str]) -> dict[str, Any]:
    """The last line of the log."""
    lines = Counter(own)
    for each in done.pieces:
        lines |= Counter(each.figures)
    figures = sorted(lines.elements())
    return {
        "stopped": done.stopped,
        "pieces": {status: len(done.of(status)) for status in (DONE, UP_TO_DATE, FAILED)},
        "rows": {name: getattr(done, name) for name in _COUNTS},
        "failed": {each.name: each.message for each in done.of(FAILED)},
        "totals": [
            {name: value if isinstance(value, int | str) else str(value) for name, value in record.items()}
            for record in done.totals.records()
        ],
        "figures used": fingerprint_of_lines(figures),
        "figures": sorted(set(figures)),
    }
