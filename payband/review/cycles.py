"""Keeps Python from looking for circles of references while a review makes values that hold none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_looking_for_cycles"]


@contextmanager
def without_looking_for_cycles() -> Iterator[None]:
    """Within this block, or the function it decorates, Python does not look for circles of references.

    A large review makes hundreds of thousands of values that all stay and hold no reference back. To look among them
    again and again takes a third of the time of its calculation.
    """
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()
