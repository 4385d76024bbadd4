"""Does many tasks in processes of their own: one that dies takes only its task with it, and Ctrl-C loses nothing."""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

__all__ = ["MOST_WORKERS", "Interrupt", "default_workers", "done_by_workers", "stopping_on_interrupt"]

TASKS_A_PROCESS = 200  # then processes make way for new ones, so that none of them grows
MOST_WORKERS = 61  # what Windows can wait for

Task = TypeVar("Task")
Answer = TypeVar("Answer")


class Interrupt:
    """Whether somebody has asked to stop."""

    asked = False


@contextmanager
def stopping_on_interrupt() -> Iterator[Interrupt]:
    """Within this block Ctrl-C asks to stop after the tasks in hand; a second Ctrl-C stops at once."""
    interrupt = Interrupt()
    before = signal.getsignal(signal.SIGINT)

    def ask(number: int, frame: Any) -> None:
        interrupt.asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    try:
        signal.signal(signal.SIGINT, ask)
    except ValueError:  # only the main thread may say what Ctrl-C does
        yield interrupt
        return
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)


def default_workers() -> int:
    """One process fewer than there are processor cores to use, so that the machine stays usable; at least one."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(max(usable - 1, 1), MOST_WORKERS)


def done_by_workers(
    tasks: Sequence[Task],
    work: Callable[[Task], Answer],
    died: Callable[[Task], Answer],
    workers: int,
    interrupt: Interrupt,
) -> Iterator[tuple[Task, Answer]]:
    """Each task with its answer, as soon as it is done; with one worker in this process, in order.

    `work` must be a function of a module, and tasks and answers such that they can be sent to a process. Where a
    process dies, nobody knows under which of the tasks in hand: each of them is done again, alone, and the one that
    ends its process again is answered by `died`. Tasks that were not begun when the interrupt came are left out.
    """
    if min(workers, len(tasks)) <= 1:
        for task in tasks:
            if interrupt.asked:
                return
            yield task, work(task)
        return
    waiting = deque(tasks)
    while waiting and not interrupt.asked:
        in_hand = yield from _round(waiting, work, min(workers, len(waiting)), interrupt)
        for task in in_hand:
            again = yield from _round(deque([task]), work, 1, interrupt)
            if again:
                yield task, died(task)


def _round(
    waiting: deque[Task], work: Callable[[Task], Answer], workers: int, interrupt: Interrupt
) -> Generator[tuple[Task, Answer], None, list[Task]]:
    """Yields waiting tasks with their answers until there are none, one of the processes dies, or all have done enough.

    In the end gives the tasks that were in hand when a process died.
    """
    left = TASKS_A_PROCESS * workers
    in_hand: dict[Future[Answer], Task] = {}
    # A fresh start of Python on every system: a fork would copy whatever this process holds at the moment.
    with ProcessPoolExecutor(workers, get_context("spawn"), _leave_interrupts_to_the_parent) as pool:
        while True:
            while waiting and left and len(in_hand) < workers and not interrupt.asked:
                try:
                    with _interrupts_held():
                        future = pool.submit(work, waiting[0])
                    in_hand[future] = waiting[0]
                except BrokenProcessPool:  # it broke since the last look at it
                    return list(in_hand.values())
                waiting.popleft()
                left -= 1
            if not in_hand:
                return []
            finished, _ = wait(in_hand, return_when=FIRST_COMPLETED)
            for future in finished:
                try:
                    answer = future.result()
                except BrokenProcessPool:
                    continue
                yield in_hand.pop(future), answer
            if any(future in in_hand for future in finished):
                return list(in_hand.values())


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Within this block Ctrl-C waits, in processes begun here too: they must not die of it while they start."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
