"""A run over many workbooks: what is to be done, by which processes, told in which logs."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, NamedTuple

from payband.batch.figures_held import figures_held
from payband.batch.find import Job, find_jobs
from payband.batch.outcome import Outcome
from payband.batch.recalc import Task, died, not_done, recalculate
from payband.batch.run_log import LOG_NAME, RunLog
from payband.batch.workers import MOST_WORKERS, default_workers, done_by_workers, stopping_on_interrupt
from payband.errors import WrongInput
from payband.whole_files import make_folder

__all__ = ["Request", "Run", "run"]


class Request(NamedTuple):
    """What a person asks of a run."""

    given: Sequence[str]
    output: str | None
    """The folder for copies with the answers; None for the workbooks themselves."""
    data: str | None = None
    log: str | None = None
    workers: int | None = None
    force: bool = False
    overwrite: bool = False
    keep: bool = True


class Run(NamedTuple):
    """What came of a run, in the order in which the workbooks were given."""

    outcomes: list[Outcome]
    logs: list[str]
    stopped: bool
    warnings: list[str]


def run(request: Request, begin: Callable[[int], None], told: Callable[[Outcome], None]) -> Run:
    """Recalculates every workbook that is asked for, whatever becomes of any one.

    `begin` hears how many there are, `told` what came of each as soon as it is known. Raises WrongInput where the run
    as a whole cannot be done.
    """
    workers = _workers(request.workers)
    jobs = find_jobs(request.given, request.output)
    if request.output is not None:
        make_folder(request.output)
    with ExitStack() as stack:
        logs, warnings = _open_logs(request, jobs, stack)
        tasks = [
            Task(
                job,
                request.data,
                request.force,
                _earlier(logs, job),
                request.overwrite,
                request.keep,
                _written(logs, job),
            )
            for job in jobs
        ]
        begin(len(tasks))
        outcomes: dict[Job, Outcome] = {}
        interrupt = stack.enter_context(stopping_on_interrupt())
        for task, outcome in done_by_workers(tasks, recalculate, died, workers, interrupt):
            outcomes[task.job] = outcome
            if task.job.log_folder in logs and not task.job.status:
                logs[task.job.log_folder].add(outcome, task.job.target)
            told(outcome)
    lost = "a later run will not know what this one did"
    warnings += [f"{trouble}; {lost}" for trouble in dict.fromkeys(log.trouble for log in logs.values()) if trouble]
    done = [outcomes.get(task.job) or not_done(task) for task in tasks]
    return Run(done, sorted({log.path for log in logs.values()}), interrupt.asked, warnings)


def _workers(asked: int | None) -> int:
    if asked is not None and asked < 1:
        raise WrongInput(f"-j {asked}: give the number of processes, 1 or more")
    return default_workers() if asked is None else min(asked, MOST_WORKERS)


def _open_logs(request: Request, jobs: Sequence[Job], stack: ExitStack) -> tuple[dict[str, RunLog], list[str]]:
    """The log for each folder that jobs tell of, and what is to be said of those that cannot be written."""
    figures = figures_held()
    opened: dict[str, RunLog] = {}
    logs: dict[str, RunLog] = {}
    warnings = []
    for folder in dict.fromkeys(job.log_folder for job in jobs if not job.status and os.path.isdir(job.log_folder)):
        path = request.log if request.log is not None else os.path.join(folder, LOG_NAME)
        if path not in opened:
            log = stack.enter_context(RunLog(path))
            try:
                log.open(_arguments(request), figures)
            except WrongInput as error:
                if request.log is not None or request.output is not None:
                    raise
                warnings.append(str(error))  # of a read-only folder, say, whose workbooks will say the same
                continue
            opened[path] = log
        logs[folder] = opened[path]
    return logs, warnings


def _arguments(request: Request) -> Mapping[str, Any]:
    return {**request._asdict(), "given": list(request.given), "in_place": request.output is None}


def _written(logs: Mapping[str, RunLog], job: Job) -> frozenset[str]:
    log = logs.get(job.log_folder)
    return frozenset() if log is None else log.written(job.target)


def _earlier(logs: Mapping[str, RunLog], job: Job) -> Mapping[str, Any] | None:
    log = logs.get(job.log_folder)
    return None if log is None else log.earlier(job.path, job.target)
