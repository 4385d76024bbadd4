"""The one door to whoever does the pieces: this process, processes of this machine, or a cluster that is there."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from payband.batch.many.task import MOST_TRIES, PieceDone, Task, Work, died, do_piece
from payband.batch.workers import Interrupt, done_by_workers

__all__ = ["done_anywhere"]


def done_anywhere(
    work: Work,
    tasks: Sequence[Task],
    workers: int,
    cluster: str,
    interrupt: Interrupt,
    told: Callable[[str], None],
) -> Iterator[PieceDone]:
    """What came of each piece, as soon as it is known. `told` is told where a cluster can be watched.

    A piece whose process dies is done again. Raises WrongInput for a cluster that cannot be used.
    """
    if cluster:
        from payband.batch.many.cluster import done_on_cluster  # only a cluster needs Dask

        yield from done_on_cluster(work, tasks, cluster, interrupt, told)
        return
    for _, done in done_by_workers(tasks, partial(do_piece, work), died, workers, interrupt, MOST_TRIES):
        yield done
