"""A bar on the terminal for what takes more than a moment."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["progress_shown"]

SECONDS_WITHOUT_A_BAR = 1


@contextmanager
def progress_shown() -> Iterator[None]:
    """Within this block what is done of long work is shown as a bar; nothing where nobody looks at a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from tqdm import tqdm

    from payband.progress import heard_by

    bars: list[Any] = []

    def listen(what: str, done: int, total: int) -> None:
        if not bars or bars[-1].desc != what:
            for bar in bars:
                bar.close()
            bars[:] = [
                tqdm(total=total, desc=what, delay=SECONDS_WITHOUT_A_BAR, leave=False, unit="", file=sys.__stderr__)
            ]
        bars[-1].update(done - bars[-1].n)

    with heard_by(listen):
        yield
    for bar in bars:
        bar.close()
