"""Whether a sheet may hold what only a pattern can find: told from its bytes, many times as fast as by the pattern.

A sheet of fifteen thousand people has eight million characters, of which hardly one is of interest, and what looks at
them here lets go of Python meanwhile. Each function says no only where a pattern would find nothing.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["may_hold_errors", "may_hold_formulas"]

_SMALL = 200_000  # bytes, below which a pattern takes no time worth saving

_ERROR = re.compile(rb"""["']e["']""")
_FORMULA = re.compile(rb"[<:]f[\s/>]")

_QUOTES, _SPACES = b"\"'", b" \t\n\r\v\f"


def may_hold_errors(xml: bytes) -> bool:
    """Whether a value of an attribute is e, as the type of a cell with an error is.

    >>> may_hold_errors(b'<c r="A1" t="e"/>'), may_hold_errors(b'<c r="A1" t="b"/>')
    (True, False)
    """
    if len(xml) < _SMALL:
        return _ERROR.search(xml) is not None
    return _stands(xml, b"e", _QUOTES, _QUOTES)


def may_hold_formulas(xml: bytes | memoryview) -> bool:
    """Whether an element is called f, with a prefix or none.

    >>> may_hold_formulas(b"<x:f>1+1</x:f>"), may_hold_formulas(b"<formula1>1</formula1>")
    (True, False)
    """
    if len(xml) < _SMALL:
        return _FORMULA.search(xml) is not None
    return _stands(xml, b"f", b"<:", _SPACES + b"/>")


def _stands(xml: bytes | memoryview, character: bytes, before: bytes, after: bytes) -> bool:
    """Whether a character is right after one of some others, and right before one of others."""
    held = _bytes(xml)
    at = (held[1:-1] == character[0]).nonzero()[0] + 1
    at = at[_is_one_of(held[at - 1], before)]
    return bool(_is_one_of(held[at + 1], after).any())


def _bytes(xml: bytes | memoryview) -> "NDArray[Any]":
    import numpy as np  # a large review needs it anyway, and a small sheet does not

    return np.frombuffer(xml, dtype=np.uint8)


def _is_one_of(characters: "NDArray[Any]", others: bytes) -> "NDArray[Any]":
    found: NDArray[Any] = characters == others[0]
    for other in others[1:]:
        found |= characters == other
    return found
