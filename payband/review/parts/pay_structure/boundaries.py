"""How near posts lie to the boundaries of a candidate, on both sides, and of which groups the people are."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from payband.review.inputs.inputs import Inputs
from payband.review.parts.pay_structure.candidates import Candidate
from payband.review.parts.pay_structure.posts import Posts
from payband.review.parts.tables.pay_gaps import CHARACTERISTICS

__all__ = ["boundary_rows", "splitting"]


def boundary_rows(inputs: Inputs, posts: Posts, candidate: Candidate, near: int) -> Iterator[tuple[Any, ...]]:
    """A row for each boundary of a candidate; a boundary splits where posts on both sides are `near` points apart."""
    scores = posts.scores
    groups = _groups(inputs)
    for lower, upper in pairwise(candidate.bands):
        boundary = upper.first
        below = max((each for each in scores if each < boundary), default=None)
        above = min((each for each in scores if each >= boundary), default=None)
        apart = None if below is None or above is None else above - below
        sides = [
            [place for place in posts.held if first <= posts.points[place] < last]
            for first, last in ((boundary - near, boundary), (boundary, boundary + near))
        ]
        yield (
            candidate.name, lower.grade, upper.grade, boundary, below, above, apart,
            apart is not None and apart <= near, *map(len, sides), _in_words(inputs, sides, groups) or None,
        )  # fmt: skip


_SPLITS = 7  # the place of the answer in a row


def splitting(rows: Sequence[tuple[Any, ...]]) -> int:
    """How many of these boundaries split posts."""
    return sum(row[_SPLITS] for row in rows)


def _groups(inputs: Inputs) -> Mapping[str, Mapping[str, str]]:
    """By characteristic, the group of each person; both in small letters."""
    found: dict[str, dict[str, str]] = {}
    for row in inputs.rows_of(CHARACTERISTICS.name):
        found.setdefault(row.characteristic, {})[row.person.casefold()] = row.group.casefold()
    return found


def _in_words(inputs: Inputs, sides: Sequence[Sequence[int]], groups: Mapping[str, Mapping[str, str]]) -> str:
    """How many of each group are near below and near above."""
    said = []
    for of_person in groups.values():
        counts: dict[str, list[int]] = {}
        for number, side in enumerate(sides):
            for place in side:
                group = of_person.get(inputs.people[place].person.casefold(), "not given")
                counts.setdefault(group, [0, 0])[number] += 1
        said += [f"{group} {below} and {above}" for group, (below, above) in sorted(counts.items())]
    return "; ".join(said)
