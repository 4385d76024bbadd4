"""Rows that rest on rows before them on their own sheet, such as a salary after one award on that after another.

Whole columns at once cannot be had of those: they are worked out in waves, each resting on the ones before it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from payband.sheets.rows import NO_ROW, Picked, Rows
from payband.sheets.sheet import Sheet

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

__all__ = ["rests_on_itself", "waves"]


def rests_on_itself(all_rows: Mapping[type[Sheet], Rows], sheet: type[Sheet], name: str) -> bool:
    """Whether some rows rest on rows before them."""
    return any(len(before) for _, before in _edges(all_rows, sheet, name))


def waves(all_rows: Mapping[type[Sheet], Rows], sheet: type[Sheet], name: str) -> "list[Array]":
    """Groups of rows that can be worked out one after the other, each at once.

    The rows of a group have the same links, and equally many rows that belong to them.
    """
    import numpy as np

    edges = _edges(all_rows, sheet, name)
    size = all_rows[sheet].size
    depth = np.zeros(size, np.int64)
    while True:
        found = np.zeros(size, np.int64)
        for row, before in edges:
            np.maximum.at(found, row, depth[before] + 1)
        if (found == depth).all():
            break
        depth = found
    keys = [depth, *(np.asarray(all_rows[sheet].given[link]) for link in sheet.links)]
    for child, link in _children(all_rows, sheet):
        of = np.asarray(all_rows[child].given[link], dtype=np.int64)
        keys.append(np.bincount(of[of != NO_ROW], minlength=size))
    order = np.lexsort(keys[::-1])
    changes = np.zeros(size, dtype=bool)
    for key in keys:
        changes[1:] |= key[order][1:] != key[order][:-1]
    return list(np.split(order, np.flatnonzero(changes)))


def _children(all_rows: Mapping[type[Sheet], Rows], sheet: type[Sheet]) -> list[tuple[type[Sheet], str]]:
    """The sheets whose rows belong to rows of this one, each with its link."""
    return [
        (child, link)
        for child in all_rows
        for link, declared in child.links.items()
        if declared.sheet is sheet and child is not sheet
    ]


def _edges(all_rows: Mapping[type[Sheet], Rows], sheet: type[Sheet], name: str) -> "list[tuple[Array, Array]]":
    """Pairs of a row and one before it that is picked for it, or for a row that belongs to it."""
    import numpy as np

    def picked(given: Any, of: Any) -> "tuple[Array, Array]":
        row = np.asarray(given.row, dtype=np.int64)
        picks = np.asarray(given.which, dtype=np.int64) == given.of.index((sheet, name))
        here = np.flatnonzero(picks & (row < of))  # what is picked of the row itself is another column of it
        return of[here], row[here]

    found = []
    for owner, link in [(sheet, ""), *_children(all_rows, sheet)]:
        given = all_rows[owner].given
        picks = [each for each in given.values() if isinstance(each, Picked) and (sheet, name) in each.of]
        if picks:
            of = np.asarray(given[link], dtype=np.int64) if link else np.arange(all_rows[sheet].size)
            found += [picked(each, of) for each in picks]
    return found
