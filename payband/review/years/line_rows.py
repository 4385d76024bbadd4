"""The rows of the lines of one state of the structure for many posts, and which line each of their posts is of."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from payband.review.core.rows.structure_rows import costs_that_count, months_funded_in, stated_as
from payband.review.core.structure import COSTED_AT, Line
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import StructureLine
from payband.review.years.blocks import Block
from payband.sheets.rows import NO_ROW, Rows
from payband.sheets.unknown import Unknown

if TYPE_CHECKING:
    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

__all__ = ["line_of_posts", "line_rows", "missing_of"]

_COSTED_AT_ACTUAL = COSTED_AT.index("actual")


def missing_of(lines: "Column", why: Sequence[str | None]) -> Any:
    """For each of some rows 0, or why its line is not known; `why` says it line by line."""
    import numpy as np

    if not any(why):
        return np.zeros_like(lines)
    of_line: list[Any] = [0 if each is None else Unknown(each) for each in why]
    return [of_line[line] for line in lines.tolist()]


def line_rows(inputs: Inputs, lines: Sequence[StructureLine], holders: "Column", missing: Any) -> Rows:
    """The rows of the lines; `holders` says how many people are in each."""
    settings = inputs.settings
    costed_at = [line.costed_at or settings.costed_at for line in lines]
    return Rows(Line, len(lines), {
        "grade": [NO_ROW] * len(lines),
        "costed_at": [COSTED_AT.index(each) if each else _COSTED_AT_ACTUAL for each in costed_at],
        "posts": [line.posts for line in lines],
        "holders": holders,
        "with_own": [0] * len(lines),
        "vacancies_costed": [int(settings.vacancies_costed)] * len(lines),
        "share": [line.external_share.numerator for line in lines],
        "of_parts": [line.external_share.denominator for line in lines],
        "months": [months_funded_in(line, settings.price_base) for line in lines],
        "stated": [line.stated_cost or 0 for line in lines],
        "is_stated": [stated_as(line) for line in lines],
        **costs_that_count(lines),
        "missing": missing,
    }, lines)  # fmt: skip


def line_of_posts(block: Block, row_of: Mapping[int, int]) -> "Column":
    """The row of the line of each of the posts of a block that are paid alike."""
    import numpy as np

    rows = np.array([row_of[number] for number in block.line.tolist()], dtype=np.int64)
    return np.repeat(rows, np.diff(np.append(block.starts, len(block.row))))
