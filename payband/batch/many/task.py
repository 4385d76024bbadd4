"""Does one piece of a run, in whichever process of whichever machine: whatever goes wrong is said, and never raised."""

import os
import pickle
import platform
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from functools import lru_cache
from typing import Any, NamedTuple

import pyarrow as pa

from payband import __version__
from payband.batch.figures_held import figures_held
from payband.batch.many.outputs import answered, joined
from payband.batch.many.people import mark_of
from payband.batch.many.pieces import FilePiece, opened_piece
from payband.batch.many.store import Found, shown, store_of
from payband.batch.posts.people import NOBODY, PeopleInTable
from payband.batch.posts.posts import PostsBatch
from payband.batch.posts.remarks import Remarks
from payband.errors import PaybandError, WrongInput
from payband.library import figures_used, folders, using_data
from payband.library.used import line_of
from payband.progress import heard_by
from payband.review.inputs.inputs import Inputs

__all__ = [
    "DONE",
    "FAILED",
    "UP_TO_DATE",
    "PieceDone",
    "Task",
    "Versions",
    "Work",
    "died",
    "do_piece",
    "unreadable_now",
    "versions_here",
]

DONE, UP_TO_DATE, FAILED = "done", "up to date", "failed"

MOST_TRIES = 5
"""How often a piece is begun whose process ends under it."""


class Versions(NamedTuple):
    """What must be the same wherever pieces of one run are done."""

    payband: str
    python: str
    pyarrow: str
    figures: str

    def differences(self, there: "Versions") -> list[str]:
        """What differs there, in words.

        >>> Versions("1", "3.11.2", "26", "a").differences(Versions("1", "3.12.1", "26", "a"))
        ['Python 3.12.1, here 3.11.2']
        """
        words = {
            "payband": "payband",
            "python": "Python",
            "pyarrow": "pyarrow",
            "figures": "figures with the fingerprint",
        }
        pairs = zip(self._fields, self, there, strict=True)
        return [f"{words[name]} {other}, here {one}" for name, one, other in pairs if one != other]


class Work(NamedTuple):
    """What all pieces of a run have in common."""

    inputs: bytes
    """The review's inputs, pickled: they are read once."""
    output: str
    by: tuple[str, ...]
    partition_by: str
    columns: Mapping[str, str]
    fte_of_each: bool
    data: str | None
    under: str
    """The fingerprint of all that decides an answer but the piece itself."""
    versions: Versions


class Task(NamedTuple):
    """A piece with what the log tells of it, and the files in the output that an earlier run of it wrote."""

    piece: FilePiece
    earlier: Mapping[str, Any] | None = None
    there: Sequence[str] = ()
    people: PeopleInTable = NOBODY
    """What all pieces of the run say of the people in this one."""


class PieceDone(NamedTuple):
    """What came of a piece, in plain values such as a log holds."""

    name: str
    status: str
    message: str = ""
    fingerprint: str = ""
    outputs: Mapping[str, str] = {}
    """The files that were written, from the output on, each with a mark by which a change of it is seen."""
    read: int = 0
    answered: int = 0
    rejected: int = 0
    totals: Sequence[Any] = ()
    remarks: Sequence[Any] = tuple(Remarks())
    figures: Sequence[str] = ()
    seconds: float = 0.0


def versions_here(data: str | None = None) -> Versions:
    """The versions of this process. `data` is a folder of the user's own figures."""
    with own_figures(data):
        figures = "-".join(each.fingerprint for each in figures_held())
    return Versions(__version__, platform.python_version(), pa.__version__, figures)


def died(task: Task) -> PieceDone:
    """What is said of a piece whose process ended under it again and again."""
    return PieceDone(
        task.piece.name,
        FAILED,
        f"its process was ended (killed, or out of memory) {MOST_TRIES} times: run it with fewer --workers",
    )


def do_piece(work: Work, task: Task) -> PieceDone:
    """Answers a piece and writes its files, unless the log's record of it still holds."""
    start = time.perf_counter()
    with heard_by(_nobody):  # what is shown is how many pieces are done
        done = _told(work, task)
    if done.status == FAILED:
        _removed(work.output, task.there)
    return done._replace(seconds=round(time.perf_counter() - start, 3))


def unreadable_now(found: Found, why: str, output: str, there: Mapping[str, Sequence[str]]) -> PieceDone:
    """What is said of a file whose headings cannot be read. Answers that its pieces had before are removed.

    `there` are the files in the output, by their pieces.
    """
    name = found.name.rpartition(".")[0]
    for piece, files in there.items():
        if name in (piece, piece.rpartition(".part-")[0]):
            _removed(output, files)
    return PieceDone(found.name, FAILED, why)


def _nobody(what: str, done: int, total: int) -> None:
    """Listens to progress in place of anybody."""


def _removed(output: str, names: Sequence[str]) -> None:
    """Removes what an earlier run answered where there is no answer now, so that files and totals agree."""
    for name in names:
        store_of(output).remove(joined(output, name))


def _told(work: Work, task: Task) -> PieceDone:
    """What came of a piece."""
    name = task.piece.name
    try:
        with own_figures(work.data):
            if different := work.versions.differences(_here(work.data)):
                done = PieceDone(name, FAILED, f"a worker has {', '.join(different)}: install the same on all")
            else:
                done = _done(work, task)
    except (PaybandError, pa.ArrowException) as error:
        done = PieceDone(name, FAILED, shown(str(error)))
    except OSError as error:
        where = error.filename or task.piece.path
        done = PieceDone(name, FAILED, shown(f"{where} cannot be read or written ({error.strerror or error})"))
    except MemoryError:
        done = PieceDone(name, FAILED, "there is not enough memory for it: use fewer processes with --workers")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # One piece that nobody thought of must not take the others with it.
        done = PieceDone(
            name, FAILED, shown(f"payband itself failed ({type(error).__name__}: {error}): please report it")
        )
    return done


@lru_cache(maxsize=2)
def _here(data: str | None) -> Versions:
    return versions_here(data)


@lru_cache(maxsize=2)
def _inputs(pickled: bytes) -> Inputs:
    inputs: Inputs = pickle.loads(pickled)
    return inputs


def own_figures(data: str | None) -> Any:
    """A block with the user's own figures, where they are not asked already: another process does not know of them."""
    if data is None or os.path.abspath(data) in folders():
        return nullcontext()
    if not os.path.isdir(data):
        raise WrongInput(f"the folder {data} of --data is not on this machine: copy it there, or share it")
    return using_data(data)


def _done(work: Work, task: Task) -> PieceDone:
    piece, output = task.piece, store_of(work.output)
    fingerprint = f"{piece.fingerprint()}-{mark_of(task.people)}"
    if task.earlier is not None and _holds(work, task.earlier, fingerprint):
        fields = {name: task.earlier[name] for name in PieceDone._fields if name in task.earlier}
        return PieceDone(**{**fields, "status": UP_TO_DATE})
    with figures_used() as used, opened_piece(piece) as posts:
        batch = PostsBatch(
            posts, _inputs(work.inputs), work.by, work.columns, fte_of_each=work.fte_of_each, people=task.people
        )
        outcome, names = answered(batch, piece, work.output, work.partition_by)
    _removed(work.output, [name for name in task.there if name not in names])
    return PieceDone(
        piece.name,
        DONE,
        "",
        fingerprint,
        {name: output.mark(joined(work.output, name)) for name in sorted(names)},
        outcome.read,
        outcome.answered,
        outcome.rejected,
        batch.totals.record(),
        tuple(batch.remarks),
        sorted(map(line_of, used)),
    )


def _holds(work: Work, earlier: Mapping[str, Any], fingerprint: str) -> bool:
    """Whether what the log tells of a piece is so still: the piece, what it is answered by, and its files."""
    if earlier.get("under") != work.under or earlier.get("fingerprint") != fingerprint:
        return False
    output = store_of(work.output)
    return all(output.mark(joined(work.output, name)) == mark for name, mark in earlier["outputs"].items())
