"""Which workbooks are meant: files, folders and patterns as a person gives them, and where each one's answers go."""

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from payband.ooxml.saving import is_dated_copy, is_temporary

__all__ = ["ENDINGS", "Job", "find_jobs"]

ENDINGS = (".xlsx", ".xlsm")
_ANSWERS = "-answers"  # how payband review names a copy with the answers


class Job(NamedTuple):
    """One workbook of a run: where it is, where its answers go, and the folder whose run log tells of it.

    `named` says that a person gave this very file. `status` and `message` are set where there is nothing to calculate.
    """

    path: str
    target: str
    log_folder: str
    named: bool
    status: str = ""
    message: str = ""

    @property
    def in_place(self) -> bool:
        """Whether the answers go into the workbook itself."""
        return self.path == self.target


class _Found(NamedTuple):
    path: str
    root: str
    named: bool
    message: str = ""


def find_jobs(given: Iterable[str], output: str | None) -> list[Job]:
    """The jobs of a run, each workbook once, folders walked in the order of their names.

    Without an `output` folder the answers go into the workbooks themselves. With one each workbook has a copy there,
    and what was found in a folder keeps its place in the tree. Patterns such as *.xlsx are expanded here too, since
    the shells of Windows do not.
    """
    jobs: list[Job] = []
    sources: set[str] = set()
    targets: dict[str, str] = {}
    for found in _found(given, output):
        log_folder = output if output is not None else found.root
        if found.message:
            jobs.append(Job(found.path, found.path, log_folder, found.named, "failed", found.message))
            continue
        same = _identity(found.path)
        if same in sources:
            continue
        sources.add(same)
        target = found.path if output is None else os.path.join(output, os.path.relpath(found.path, found.root))
        job = Job(found.path, target, log_folder, found.named)
        if not found.named and _is_written_by_payband(found.path):
            message = "answers that payband wrote before: name the file itself to recalculate it"
            job = job._replace(status="skipped", message=message)
        jobs.append(job)
    if output is None:
        return jobs
    return [job if job.status else _with_own_target(job, targets, sources) for job in jobs]


def _with_own_target(job: Job, targets: dict[str, str], sources: set[str]) -> Job:
    """The job, failed where its copy would take the place of another's, of a workbook of the run or of itself."""
    key = _identity(job.target)
    if key in sources and key != _identity(job.path):
        message = f"its copy would take the place of the workbook {job.target}: give another folder with -o"
        return job._replace(status="failed", message=message)
    if key == _identity(job.path):
        message = f"{job.target} is the workbook itself: give another folder with -o, or say --in-place"
        return job._replace(status="failed", message=message)
    if key in targets:
        message = f"its copy {job.target} would take the place of that of {targets[key]}: rename one of them"
        return job._replace(status="failed", message=message)
    targets[key] = job.path
    return job


def _identity(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _found(given: Iterable[str], output: str | None) -> Iterator[_Found]:
    left_out = None if output is None else _identity(output)
    for each in given:
        if os.path.isdir(each):
            yield from _walked(each, left_out)
        elif os.path.exists(each) or not glob.has_magic(each):
            yield _Found(each, os.path.dirname(each) or ".", True)
        else:
            yield from _matching(each, left_out)


def _matching(pattern: str, left_out: str | None) -> Iterator[_Found]:
    root = _fixed_part(pattern)
    matched = sorted(glob.glob(pattern, recursive=True))
    files = [each for each in matched if os.path.isfile(each) and _is_workbook(os.path.basename(each))]
    folders = [each for each in matched if os.path.isdir(each) and os.path.basename(each)]
    if not files and not folders:
        yield _Found(pattern, root, True, f"no workbook matches {pattern}: check the folder and the pattern")
    for path in files:
        if left_out is None or not _identity(path).startswith(left_out + os.sep):
            yield _Found(path, root, False)
    for folder in folders if "**" not in pattern else ():  # ** goes into the folders by itself
        yield from (each._replace(root=root) for each in _walked(folder, left_out))


def _fixed_part(pattern: str) -> str:
    """The folder that everything a pattern can match lies below."""
    folder = os.path.dirname(pattern)
    while glob.has_magic(folder):
        folder = os.path.dirname(folder)
    return folder or "."


def _walked(top: str, left_out: str | None) -> Iterator[_Found]:
    count = 0
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and _identity(os.path.join(folder, name)) != left_out
        )
        for name in _workbooks(names):
            count += 1
            yield _Found(os.path.join(folder, name), top, False)
    if not count:
        yield _Found(top, top, True, f"the folder {top} holds no .xlsx or .xlsm workbook: check its name")


def _workbooks(names: Sequence[str]) -> list[str]:
    return sorted(name for name in names if _is_workbook(name))


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(ENDINGS) and not name.startswith(".") and not is_temporary(name)


def _is_written_by_payband(path: str) -> bool:
    return os.path.splitext(path)[0].endswith(_ANSWERS) or is_dated_copy(os.path.basename(path))
