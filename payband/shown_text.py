"""Text of inputs as it is shown: characters that steer a terminal, or turn the direction of reading, are spelt out."""

import re
from typing import IO, Any

__all__ = ["CONTROLS", "Escaping", "escaped", "shortened"]

CONTROLS = (
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""A pattern of the control characters but ends of lines and tabs, and of those that turn the direction of reading."""

_STEERING = re.compile(f"{CONTROLS}|\r(?!\n)")
_LONGEST_SHOWN = 60


def escaped(text: str) -> str:
    r"""Text without a character that steers a terminal, each spelt as in JSON.

    >>> print(escaped("Clerk\x1b[2J, \u202e00021"))
    Clerk\u001b[2J, \u202e00021
    """
    return text if text.isascii() and text.isprintable() else _STEERING.sub(_spelt, text)


def _spelt(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def shortened(text: str) -> str:
    """Text as a message quotes it: the beginning of a long one, and how long it is.

    >>> shortened("12"), shortened("9" * 1000)[-23:]
    ('12', '999… (1,000 characters)')
    """
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}… ({len(text):,} characters)"


class Escaping:
    """A stream of text, such as the standard output, that writes no character which steers a terminal."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes text; what stands for a character that steers is longer."""
        self._stream.write(escaped(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
