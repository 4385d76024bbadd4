"""Work in a thread alongside: what packs and reads bytes, or waits for a disk, needs no Python meanwhile."""

import sys
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Beside"]

Answer = TypeVar("Answer")


class Beside(Generic[Answer]):
    """Work that has begun in a thread of its own; called, it waits for the answer, or raises what went wrong.

    Where there are no threads, as in a browser, the work is done when its answer is asked for.

    >>> total = Beside(lambda: sum(range(10)))
    >>> total()
    45
    """

    def __init__(self, work: Callable[[], Answer]) -> None:
        self._work = work
        self._answers: list[Answer] = []
        self._error: BaseException | None = None
        self._thread: threading.Thread | None = None
        if sys.platform != "emscripten":
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            self._answers.append(self._work())
        except BaseException as error:
            self._error = error

    def __call__(self) -> Answer:
        """The answer of the work."""
        if self._thread is not None:
            self._thread.join()
        elif not self._answers and self._error is None:
            self._run()
        if self._error is not None:
            raise self._error
        return self._answers[0]
