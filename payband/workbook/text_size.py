"""How much room a text takes: lines in a column, heights of rows. Nothing but the text and the width is asked."""

from functools import lru_cache
from typing import Any

__all__ = ["LABEL_WIDTH", "LINE_HEIGHT", "SIZE", "VALUE_WIDTH", "height_of", "lines_of"]

SIZE = 10  # of the letters, in points
LINE_HEIGHT = 13.0  # points
LABEL_WIDTH, VALUE_WIDTH = 32, 78  # the columns of the sheets of labels and values

COLUMN_UNIT, SPACE, WIDEST = 0.525, 0.28, 0.85  # a unit of column width, a space and a wide letter, in letter sizes
_LETTERS = (("iljtfI.,;:'|!()[]/-", 0.29), ("rsckvxyzJ", 0.51), ("mMwW%@", 0.85), ("ABCDEFGHKLNOPQRSTUVXYZ&", 0.7))


@lru_cache(maxsize=4096)  # the same names and reasons stand in many rows
def lines_of(text: str, width: float, size: float = SIZE) -> int:
    """How many lines a text takes in a column of a width, by the widths of Arial's letters; rather one too many.

    >>> lines_of("Head of Finance", 26), lines_of("Head of Legal and Democratic Services", 26)
    (1, 2)
    """
    room = width * COLUMN_UNIT * SIZE / size
    if len(text) * WIDEST <= room and "\n" not in text:
        return 1
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            length = sum(_letter(letter) for letter in word)
            if used and used + length > room:
                lines += 1
                used = 0.0
            while length > room:  # a word longer than the line is broken
                lines += 1
                length -= room
            used += length + SPACE
    return lines


def _letter(letter: str) -> float:
    return next((width for letters, width in _LETTERS if letter in letters), 0.56)


def height_of(label: str, value: Any) -> float:
    """The height in points of a row of the Summary or About sheet: a label and its value."""
    lines = max(lines_of(label, LABEL_WIDTH), lines_of(value, VALUE_WIDTH) if isinstance(value, str) else 1)
    return 4 + LINE_HEIGHT * lines
