"""What a person should be told of a whole table of posts, once all its rows are read, in however many pieces."""

from collections.abc import Mapping
from typing import NamedTuple

from payband.batch.posts.column_names import LEAVES, POSTS
from payband.establishment.cells import LEAST_OF_A_YEAR
from payband.units import pounds_text

__all__ = ["Remarks"]


class Remarks(NamedTuple):
    """What was met among the rows: low salaries, a day with the month first, and rows that stand for several posts."""

    low: int = 0
    month_first: str = ""
    rows: int = 0
    posts: int = 0

    def and_of(self, other: "Remarks") -> "Remarks":
        """What was met among these rows and others after them.

        >>> Remarks(2, "", 1, 5).and_of(Remarks(1, "5/31/2025", 0, 0))
        Remarks(low=3, month_first='5/31/2025', rows=1, posts=5)
        """
        return Remarks(
            self.low + other.low,
            self.month_first or other.month_first,
            self.rows + other.rows,
            self.posts + other.posts,
        )

    def notes(self, answered: int, found: Mapping[str, str]) -> list[str]:
        """The same in words; `found` are the table's columns by the names that payband knows."""
        said = []
        if self.month_first:
            said.append(
                f"the column '{found[LEAVES]}' has days with the month first, such as '{self.month_first}': the "
                "others of it were read with the day first; check them, or write all as 2025-05-31"
            )
        if self.rows:
            said.append(
                f"{self.rows:,} rows stand for several posts, {self.posts:,} in all: each post is a "
                f"row of the answers, and '{found[POSTS]}' says what it stands for"
            )
        if self.low:
            said.append(
                f"{self.low:,} of {answered:,} salaries are below {pounds_text(LEAST_OF_A_YEAR, pence_shown=False)}: "
                "make sure that they are £ a year for a full-time post, not pay by month or for the time worked"
            )
        return said
