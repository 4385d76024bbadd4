"""Pieces on a Dask cluster that is there already: who schedules, starts and watches the workers is Dask."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from payband.batch.many.task import MOST_TRIES, PieceDone, Task, Versions, Work, died, do_piece, versions_here
from payband.batch.workers import Interrupt
from payband.errors import WrongInput

__all__ = ["on_cluster"]

_SECONDS = 10  # in which a scheduler answers, and has a worker


@contextmanager
def on_cluster(work: Work, address: str, told: Callable[[str], None]) -> Iterator[Any]:
    """A block in which pieces are done on a cluster.

    Raises WrongInput where no scheduler answers, where it has no worker, and where a worker has other versions.
    """
    with closing(_client(address)) as client, client.as_current():
        told(f"Dashboard: {client.dashboard_link}")
        _check_same(client, work.versions)
        [shared] = client.scatter([work], broadcast=True)

        def doing(tasks: Sequence[Task], interrupt: Interrupt) -> Iterator[PieceDone]:
            return _all(client, shared, tasks, interrupt)

        yield doing


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise WrongInput('--cluster needs Dask, which is not installed: pip install "payband[cluster]"') from None
    start: Any = distributed.Client  # whose functions say nothing of types
    try:
        client = start(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        said = " ".join(str(error).split())
        raise WrongInput(
            f"--cluster {address}: no scheduler answers there ({said}): start one with 'dask scheduler', and give its "
            "address such as tcp://scheduler:8786"
        ) from None
    try:
        client.wait_for_workers(1, timeout=_SECONDS)
    except TimeoutError:
        client.close()
        raise WrongInput(
            f"--cluster {address}: the scheduler has no worker: start some with 'dask worker {address} --nthreads 1'"
        ) from None
    return client


def _check_same(client: Any, here: Versions) -> None:
    """Raises WrongInput where a worker would answer otherwise, or write other bytes."""
    try:
        found = client.run(versions_here)
    except Exception as error:  # what a worker without payband raises is of many kinds
        raise WrongInput(
            f"a worker cannot run payband ({type(error).__name__}: {error}): install payband {here.payband} on all"
        ) from None
    wrong = []
    for worker, there in sorted(found.items()):
        # The user's own figures are asked where a piece is done, as they are here.
        different = here._replace(figures="").differences(Versions(*there)._replace(figures=""))
        if different:
            wrong.append(f"  {worker}: {', '.join(different)}")
    if wrong:
        raise WrongInput("\n".join(["these workers are not as this machine:", *wrong, "Install the same on all."]))


def _all(client: Any, shared: Any, tasks: Sequence[Task], interrupt: Interrupt) -> Iterator[PieceDone]:
    import distributed

    as_completed: Any = distributed.as_completed
    begun = {client.submit(do_piece, shared, task, pure=False): (task, 1) for task in tasks}
    finished = as_completed(list(begun))
    for future in finished:
        task, tries = begun.pop(future)
        if future.status == "finished":
            yield future.result()
        elif future.status == "error" and tries < MOST_TRIES:  # its worker died again and again, or lost it
            again = client.submit(do_piece, shared, task, pure=False)
            begun[again] = (task, tries + 1)
            finished.add(again)
        elif future.status == "error":
            yield died(task)._replace(message=f"its worker failed {MOST_TRIES} times: {future.exception()}")
        if interrupt.asked:
            client.cancel([each for each in begun if each.status == "pending"])
            return
