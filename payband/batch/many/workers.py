"""The one door to whoever does the pieces: this process, processes of this machine, or a cluster that is there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TypeAlias

from payband.batch.many.task import MOST_TRIES, PieceDone, Task, Work, died, do_piece
from payband.batch.workers import Interrupt, done_by_workers

__all__ = ["Doing", "workers_of"]

Doing: TypeAlias = Callable[[Sequence[Task], Interrupt], Iterator[PieceDone]]
"""What came of each piece, as soon as it is known; a piece whose process dies is done again."""


def workers_of(work: Work, workers: int, cluster: str, told: Callable[[str], None]) -> AbstractContextManager[Doing]:
    """A block in which pieces are done. `told` is said where a cluster can be watched.

    Raises WrongInput for a cluster that cannot be used.
    """
    if cluster:
        from payband.batch.many.cluster import on_cluster  # only a cluster needs Dask

        return on_cluster(work, cluster, told)
    return _here(work, workers)


@contextmanager
def _here(work: Work, workers: int) -> Iterator[Doing]:
    def doing(tasks: Sequence[Task], interrupt: Interrupt) -> Iterator[PieceDone]:
        for _, done in done_by_workers(tasks, partial(do_piece, work), died, workers, interrupt, MOST_TRIES):
            yield done

    yield doing
