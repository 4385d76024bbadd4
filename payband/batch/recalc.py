"""Recalculates one workbook of a run: skips it when it is up to date, and says in words what came of it."""

import os
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from hashlib import file_digest
from typing import TYPE_CHECKING, Any, NamedTuple

from payband.batch.find import Job
from payband.batch.outcome import BESIDE, FAILED, NOT_DONE, RECALCULATED, SKIPPED, UNCHANGED, UP_TO_DATE, Outcome
from payband.errors import InputProblems, PaybandError

if TYPE_CHECKING:
    from payband.ooxml.package import Package
    from payband.review.results import Results

__all__ = ["Task", "died", "not_done", "recalculate"]

_FORMULA_CELL = re.compile(r"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]+\d+)["'][^>]*>\s*<(?:\w+:)?f\b""")
_TIME_OF_RUN = re.compile(rb"\b\d\d/\d\d/\d{4} \d\d:\d\d\b")


class Task(NamedTuple):
    """A job with all that the process which does it must know."""

    job: Job
    data: str | None
    force: bool
    earlier: Mapping[str, Any] | None
    """What the run log tells of the run that finished this workbook, with this payband and these figures."""
    overwrite: bool = False
    """Whether a copy takes the place of whatever is there."""
    keep: bool = True
    """Whether a workbook that is filled in place is kept as it was, for one run."""
    written: frozenset[str] = frozenset()
    """The fingerprints of the copies that the run log says payband put there; none where it knows of no copy."""


def recalculate(task: Task) -> Outcome:
    """Calculates a workbook and puts its answers where the task says. What goes wrong is reported and never raised."""
    from payband.library import folders, using_data
    from payband.own_files import overwriting

    start = time.perf_counter()
    # Another process does not know of the user's own figures yet; this one does, and must not ask them twice.
    own = task.data if task.data is not None and task.data not in folders() else None
    try:
        with overwriting(task.overwrite), using_data(own) if own is not None else nullcontext():
            outcome = _recalculated(task)
    except InputProblems as error:
        outcome = _failed(task.job, *map(str, error.problems))
    except PaybandError as error:
        outcome = _failed(task.job, str(error))
    except MemoryError:
        outcome = _failed(task.job, "there is not enough memory for it: use fewer processes with -j")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # One workbook that nobody thought of must not take the others with it; what a library in Rust raises where it
        # gives up is no Exception.
        outcome = _failed(task.job, f"payband itself failed ({type(error).__name__}: {error}): please report it")
    return _timed(outcome, time.perf_counter() - start)


def died(task: Task) -> Outcome:
    """What is said of a workbook whose process ended under it."""
    return _failed(task.job, "its process was ended (killed, or out of memory) twice: run it alone with -j 1")


def not_done(task: Task) -> Outcome:
    """What is said of a workbook that a stopped run did not come to."""
    return Outcome(task.job.path, NOT_DONE, messages=("the run was stopped before: run the command again",))


def _failed(job: Job, *messages: str) -> Outcome:
    return Outcome(job.path, FAILED, messages=messages)


def _timed(outcome: Outcome, seconds: float) -> Outcome:
    from dataclasses import replace

    return replace(outcome, seconds=seconds)


def _recalculated(task: Task) -> Outcome:
    job = task.job
    if job.status:
        return Outcome(job.path, job.status, messages=(job.message,))
    if task.earlier is not None and not task.force and _up_to_date(job, task.earlier):
        return _as_before(job, task.earlier)
    return _calculated(task)


def _up_to_date(job: Job, earlier: Mapping[str, Any]) -> bool:
    """Whether the file, and what was written from it, are what the log tells of."""
    told = earlier["fingerprints"]
    if _fingerprint(job.target) != told.get("output"):
        return False
    # A copy carries the whole workbook, its charts and notes too, so the whole file counts and not its tables alone.
    return job.in_place or _fingerprint(job.path) == told.get("file")


def _as_before(job: Job, earlier: Mapping[str, Any]) -> Outcome:
    return Outcome(
        job.path,
        UP_TO_DATE,
        output=job.target,
        checks=earlier["checks"],
        failed_checks=tuple(earlier["failed_checks"]),
        saving_pence=earlier["saving_pence"],
        protection_pence=earlier["protection_pence"],
        approvals_needed=earlier["approvals_needed"],
        fingerprints=dict(earlier["fingerprints"]),
    )


def _fingerprint(path: str) -> str:
    """Of a file's bytes; empty for a file that is not there or may not be read."""
    try:
        with open(path, "rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _calculated(task: Task) -> Outcome:
    from payband.library import fingerprint
    from payband.review.inputs.fingerprint import input_fingerprint
    from payband.workbook.figures_since import figures_changed
    from payband.workbook.filling.answers_written import fill_answers
    from payband.workbook.filling.fill import ask_for_calculation
    from payband.workbook.read import open_review
    from payband.workbook.review_file import NotAReview
    from payband.workbook.upgrade import add_answer_columns

    job = task.job
    try:
        review = open_review(job.path)
    except NotAReview as error:
        if job.named:
            raise
        return Outcome(job.path, SKIPPED, messages=tuple(str(each) for each in error.problems))
    results = review.calculate()
    read: Package = results.source.package
    package = read.copy()
    added = add_answer_columns(package)
    if _answers_are_formulas(package, results):
        message = "its answers are formulas that follow its inputs: payband review -o writes a copy with values"
        return Outcome(job.path, FAILED if job.named else SKIPPED, messages=(message,))
    fill_answers(package, results)
    ask_for_calculation(package)
    status, output = UNCHANGED, job.target
    messages: tuple[str, ...] = ()
    if not (job.in_place and not task.force and _stands_already(read, package)):
        status, output, messages = _put(package, task)
    return Outcome(
        job.path,
        status,
        output=output,
        checks=len(results.tables["Checks"]),
        failed_checks=(*results.failed, *(f"{name} (could not be made)" for name in results.untold)),
        saving_pence=results.structure_cost.total.saving,
        protection_pence=results.protection_cost.total,
        approvals_needed=results.posts_that_need_approval,
        messages=(*messages, *_said_of(added), *filter(None, [figures_changed(results)]), *results.source.notes),
        fingerprints={
            "file": read.fingerprint,
            "inputs": input_fingerprint(results.source.tables),
            "figures_used": fingerprint(results.figures_used),
            "output": _fingerprint(output),
        },
    )


def _said_of(added: Sequence[str]) -> tuple[str, ...]:
    """What is reported of columns that the workbook was given since it is older than they are."""
    return (f"it was too old to have {' and '.join(added)}, and has been given that",) if added else ()


def _answers_are_formulas(package: "Package", results: "Results") -> bool:
    """Whether the answer tables hold live or native formulas, which values must not take the place of unasked.

    A column or a row of totals that a person added may well have formulas: they stay.
    """
    from payband.ooxml.cells import CellRange
    from payband.ooxml.table_xml import columns_under, shape_of

    for name, rows in results.tables.items():
        place = package.tables.get(name.casefold())
        if place is not None:
            data = shape_of(package, place).data
            columns = columns_under(place, [column.heading for column in rows.table.columns])
            for found in _FORMULA_CELL.finditer(package.read(place.sheet_part).decode("utf-8-sig")):
                cell = CellRange.parse(found[1])
                if data.first_row <= cell.first_row <= data.last_row and cell.first_column in columns:
                    return True
    return False


def _stands_already(read: "Package", filled: "Package") -> bool:
    """Whether filling the answers has changed nothing but the time of the run."""
    log = filled.tables["runlog"].sheet_part

    def held(package: "Package", part: str) -> bytes:
        content = package.read(part)
        return _TIME_OF_RUN.sub(b"", content) if part == log else content

    tables = [place.table_part for place in filled.tables.values()]
    parts = [filled.workbook_part, *filled.sheets.values(), *tables]
    return all(held(read, part) == held(filled, part) for part in parts)


def _put(package: "Package", task: Task) -> tuple[str, str, tuple[str, ...]]:
    """Writes the workbook: what became of it, where it is now, and what to tell."""
    from payband.ooxml.saving import check_target, save_in_place

    job = task.job
    if job.in_place:
        saved = save_in_place(package, job.path, keep=task.keep)
        return (BESIDE, saved.path, (saved.note,)) if saved.note else (RECALCULATED, job.target, ())
    os.makedirs(os.path.dirname(os.path.abspath(job.target)), exist_ok=True)
    check_target(job.target, known=task.written)
    package.save(job.target, task.written)
    return RECALCULATED, job.target, ()
