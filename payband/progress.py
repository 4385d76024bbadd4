"""Tells whoever listens how far a long piece of work has come; where nobody listens nothing is done."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

__all__ = ["Listener", "heard_by", "through"]

Listener = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)

Item = TypeVar("Item")
_TIMES_TOLD = 200  # a listener is told no more often than this of one piece of work


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Within this block a listener hears of progress."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def through(items: Sequence[Item], what: str) -> Iterator[Item]:
    """The items one after the other, telling how far that has come.

    >>> with heard_by(lambda what, done, total: print(what, done, total)):
    ...     _ = list(through(["a", "b"], "slotting"))
    slotting 0 2
    slotting 1 2
    slotting 2 2
    """
    listener = _listener.get()
    if listener is None:
        yield from items
        return
    total = len(items)
    every = max(total // _TIMES_TOLD, 1)
    for done, item in enumerate(items):
        if done % every == 0:
            listener(what, done, total)
        yield item
    listener(what, total, total)
