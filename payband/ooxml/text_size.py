"""How much room a text takes: lines in a column, heights of rows. Nothing but the text and the width is asked."""

from collections import defaultdict
from functools import lru_cache
from typing import Any

__all__ = [
    "LABEL_WIDTH",
    "LINE_HEIGHT",
    "SECTION_HEIGHT",
    "SIZE",
    "STRIP_HEIGHT",
    "VALUE_WIDTH",
    "height_of",
    "lines_of",
]

SIZE = 10  # of the letters, in points
LINE_HEIGHT = 13.0  # points
LABEL_WIDTH, VALUE_WIDTH = 39, 71  # the columns of the sheets of labels and values
SECTION_HEIGHT = 22  # points: a section of the Summary or About sheet
STRIP_HEIGHT = 168  # points: the first row of the Summary, with its title and, below the words, its charts

COLUMN_UNIT, SPACE, WIDEST = 0.525, 0.28, 0.85  # a unit of column width, a space and a wide letter, in letter sizes
_LETTERS = (("iljtfI.,;:'|!()[]/-", 0.29), ("rsckvxyzJ", 0.51), ("mMwW%@", 0.85), ("ABCDEFGHKLNOPQRSTUVXYZ&", 0.7))
_WIDTHS = defaultdict(lambda: 0.56, {letter: width for letters, width in reversed(_LETTERS) for letter in letters})


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
            length = sum(map(_WIDTHS.__getitem__, word))
            if used and used + length > room:
                lines += 1
                used = 0.0
            while length > room:  # a word longer than the line is broken
                lines += 1
                length -= room
            used += length + SPACE
    return lines


def height_of(label: str, value: Any) -> float:
    """The height in points of a row of the Summary or About sheet: a label and its value."""
    lines = max(lines_of(label, LABEL_WIDTH), lines_of(value, VALUE_WIDTH) if isinstance(value, str) else 1)
    return 2 + LINE_HEIGHT * lines
