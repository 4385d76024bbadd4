"""Posts that are paid alike over time: each distinct salary once, in columns."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from payband.review.core.pay_elements import Elements

if TYPE_CHECKING:
    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

__all__ = ["LINE", "PROFILE", "WHEN", "Block", "Posts", "SeveralPost", "When", "block_of"]

LINE, PROFILE, WHEN, LADDER, SALARY, PARTS, OF_PARTS, ELEMENTS, POSTS = range(9)
"""The rows of the table that a block is made from, a column of it for posts that are paid alike."""


class When(NamedTuple):
    """The times at which posts move up and are paid."""

    increments: tuple[date, ...]
    first: date | None
    last: date | None
    base: bool


class Block(NamedTuple):
    """Posts with the same on-cost profile that are filled and move up at the same times, each distinct salary once.

    `base` says that they are filled on the implementation date; `first` and `last` between which days they are paid.
    `ladders` holds, for each slice of the rows, the salaries that increments lead through, and `elements` the pay
    elements of the rows that have any. `row` and `posts` say how
    many posts have the salary of which row, line by line: those of each `line` begin at its `starts`.
    """

    profile: str
    increments: tuple[date, ...]
    first: date | None
    last: date | None
    base: bool
    salary: "Column"
    parts: "Column"
    of_parts: "Column"
    ladders: tuple[tuple[slice, tuple[int, ...]], ...]
    elements: Mapping[int, Elements]
    line: "Column"
    starts: "Column"
    row: "Column"
    posts: "Column"


class SeveralPost(NamedTuple):
    """A post of somebody with several: its place in table People, the number of its line, and a block of it alone."""

    place: int
    line: int
    block: Block


class Posts(NamedTuple):
    """The posts of one state of the structure; why a line is not known, and which lines rest on estimated points.

    `holders` says how many people are in each line.
    """

    blocks: tuple[Block, ...]
    unknown: Mapping[int, str]
    estimated: frozenset[int]
    holders: "Column"
    until: Mapping[int, date] = {}
    """Of displaced people the last day on which those of a line are paid that is not known."""
    several: tuple[SeveralPost, ...] = ()
    """The posts of people who have several; those of another state next to them with no line."""


def block_of(
    profile: str,
    when: When,
    table: "Column",
    all_ladders: Sequence[tuple[int, ...]],
    all_elements: Sequence[Elements],
) -> Block:
    """A block of its posts: each distinct salary, FTE and ladder becomes a row, those of one ladder together.

    So does each distinct combination of pay elements.
    """
    import numpy as np

    table = table[:, np.lexsort(table[[ELEMENTS, OF_PARTS, PARTS, SALARY, LADDER]])]
    kinds = table[LADDER : ELEMENTS + 1]
    is_new = np.concatenate(([True], (kinds[:, 1:] != kinds[:, :-1]).any(axis=0)))
    row, rows = np.cumsum(is_new) - 1, table[:, is_new]
    codes, starts = np.unique(rows[LADDER], return_index=True)
    ends = [*starts[1:].tolist(), rows.shape[1]]
    ladders = tuple(
        (slice(start, end), all_ladders[code])
        for code, start, end in zip(codes.tolist(), starts.tolist(), ends, strict=True)
    )
    pairs, which = np.unique(table[LINE] * rows.shape[1] + row, return_inverse=True)
    posts = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(posts, which, table[POSTS])
    line = pairs // rows.shape[1]
    first = np.flatnonzero(np.diff(line, prepend=-1))
    held = (line[first], first, pairs % rows.shape[1], posts)
    codes = rows[ELEMENTS]
    elements = {place: all_elements[codes[place]] for place in np.flatnonzero(codes).tolist()}
    return Block(profile, *when, rows[SALARY], rows[PARTS], rows[OF_PARTS], ladders, elements, *held)
