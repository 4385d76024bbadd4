"""Protected characteristics of the people of a list: of each person, and counted; only where they are asked for."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from payband.establishment.result import Establishment
from payband.review.parts.tables.equality import REVIEW_GROUP

__all__ = ["NOT_STATED", "characteristic_rows", "equality_counts"]

NOT_STATED = "not stated"


def characteristic_rows(placed: Establishment) -> Iterator[Mapping[str, Any]]:
    """A row for each characteristic of each row of table People, where the list says it."""
    for person in placed.people:
        for characteristic, group in person["characteristics"]:
            yield {"person": person["person"], "characteristic": characteristic.casefold(), "group": group}


def equality_counts(placed: Establishment, source: str) -> Iterator[Mapping[str, Any]]:
    """How many people of the list belong to each group; somebody with several posts counts once.

    Those of whom the list says nothing are a group of their own, so that the shares are shares of all.
    """
    said: dict[str, dict[str, str]] = {}
    for person in placed.people:
        mine = said.setdefault(person["reference"].casefold(), {})
        mine.update({name.casefold(): group for name, group in person["characteristics"]})
    names = dict.fromkeys(name for mine in said.values() for name in mine)
    for name in names:
        for group, count in sorted(Counter(mine.get(name, NOT_STATED) for mine in said.values()).items()):
            yield {
                "characteristic": name, "of_whom": REVIEW_GROUP, "group": group, "people": count, "source": source,
            }  # fmt: skip
