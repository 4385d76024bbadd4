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
            if not gc.get_freeze_count():  # else somebody keeps values from being looked at, and goes on doing so
                # All that was made is put among the old values, which are looked at seldom: else it would be now.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
