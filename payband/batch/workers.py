"""Does many tasks in processes of their own: one that dies takes only its task with it, and Ctrl-C loses nothing.

Neither does a request to end, as a system sends it that is shut down, or a terminal that is closed.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
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
    """Within this block Ctrl-C asks to stop after the tasks in hand; a second Ctrl-C stops at once.

    So does a request to end the process (SIGTERM), and the end of its terminal (SIGHUP) unless that is to be passed
    over, as nohup has it.
    """
    interrupt = Interrupt()
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    asking = [number for number in numbers if number == signal.SIGINT or before[number] != signal.SIG_IGN]

    def ask(number: int, frame: Any) -> None:
        interrupt.asked = True
        for each in asking:
            signal.signal(each, signal.default_int_handler)

    try:
        for number in asking:
            signal.signal(number, ask)
    except ValueError:  # only the main thread may say what Ctrl-C does
        yield interrupt
        return
    try:
        yield interrupt
    finally:
        for number in asking:
            signal.signal(number, before[number] or signal.SIG_DFL)


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
    tries: int = 2,
) -> Iterator[tuple[Task, Answer]]:
    """Each task with its answer, as soon as it is done; with one worker in this process, in order.

    `work` must be a function of a module, and tasks and answers such that they can be sent to a process. Where a
    process dies, nobody knows under which of the tasks in hand: each of them is done again, alone, and the one that
    has ended its process `tries` times is answered by `died`. Tasks that were not begun when the interrupt came are
    left out.
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
            for _ in range(tries - 1):
                again = yield from _round(deque([task]), work, 1, interrupt)
                if not again:
                    break
            else:
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
    with _interrupts_held():  # also in the process that keeps watch over what the others share
        made = ProcessPoolExecutor(workers, get_context("spawn"), _leave_interrupts_to_the_parent)
    with made as pool:
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
    """Within this block Ctrl-C waits, in processes begun here too: they must not die of it while they start.

    In these the end of a terminal waits for good; they end with their parent.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGHUP])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_interrupts_to_the_parent() -> None:
    """Signals to all processes of a command do not reach this one, which ends with its parent, whatever ends that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgrp"):
        os.setpgrp()
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # a file that is being written stands as it was
