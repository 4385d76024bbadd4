"""The library that reads the values of cells, its faults told as those of the file that it was given."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from payband.errors import WrongInput

__all__ = ["faults_told"]

# Beyond the year 9999 as days, and beyond what the library can count in: it gives up on such a date.
_FAR_DATE = re.compile(
    rb"""<(?:\w+:)?c\b[^<]*?\sr\s*=\s*["']([A-Z]+[0-9]+)["'][^<]*>\s*(?:<(?:\w+:)?f\b[^<]*(?:</(?:\w+:)?f>)?\s*)?"""
    rb"<(?:\w+:)?v\b[^<>]*>\s*-?(?:[0-9]{8,}|[0-9.]+[eE]\+?(?:[89]|[1-9][0-9]))"
)


@contextmanager
def faults_told(damaged: Callable[[str], WrongInput], where: str = "", xml: bytes = b"") -> Iterator[None]:
    """Within this block whatever the library makes of a file is an error of that file: `damaged` makes it of a reason.

    The library is written in Rust. Where that gives up ("panics"), Python gets a kind of error of its own, which
    is not an `Exception`, and which would end a whole run. `where` says what was read, from `xml`.
    """
    from python_calamine import CalamineError

    start = f"{where}: " if where else ""
    try:
        yield
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise damaged(f"{start}{error}") from None
    except BaseException as error:
        if not _is_panic(error):
            raise
        far = _FAR_DATE.search(xml)
        cell = f", perhaps for cell {far[1].decode()}, whose number is far beyond any date" if far else ""
        raise damaged(f"{start}it cannot be read{cell}; the reader said: {error}") from None


def _is_panic(error: BaseException) -> bool:
    return type(error).__module__ == "pyo3_runtime"
