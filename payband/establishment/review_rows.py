"""The rows of a review's input tables that a list gives, by table: whatever writes them takes them from here."""

from collections.abc import Mapping, Sequence
from typing import Any

from payband.establishment.budget import where_costs_fall
from payband.establishment.equality import characteristic_rows, equality_counts
from payband.establishment.result import Establishment
from payband.review.parts.tables.working_weeks import WORKING_WEEKS

__all__ = ["ALWAYS", "review_rows"]

Rows = Sequence[Mapping[str, Any]]

ALWAYS = ("OnCosts", "Grades", "Structure", "People", "Assumptions")
"""The tables that every review has; the others are those of its parts."""


def review_rows(placed: Establishment, source: str, on_costs: Rows = ()) -> dict[str, Rows]:
    """The rows of each table by the fields of its columns; those of parts that a review may lack come last."""
    centres, allocations = where_costs_fall(placed.falls)
    return {
        "OnCosts": on_costs,
        "Grades": placed.grades,
        "Structure": placed.structure,
        "People": placed.people,
        "Assumptions": _assumptions(placed, source),
        "Characteristics": list(characteristic_rows(placed)),
        "CostCentres": centres,
        "CostAllocations": allocations,
        WORKING_WEEKS.name: placed.working_weeks,
        "EqualityCounts": list(equality_counts(placed, source)),
    }


def _assumptions(placed: Establishment, source: str) -> list[dict[str, Any]]:
    """What was worked out or supposed when the list was read, for the reader of the review to agree to."""
    rows = [{"assumption": remark, "basis": source} for remark in placed.remarks]
    computed = [note for note in placed.notes if note.what.startswith("full-time salary ")]
    if computed:
        rows.append(
            {
                "assumption": "Full-time salaries worked out from actual pay and FTE, to the nearest penny: not exact",
                "value": f"{len(computed)} of {len(placed.people)} people",
                "basis": f"{source}, rows {', '.join(str(note.number) for note in computed[:20])}"
                + (", ..." if len(computed) > 20 else ""),
            }
        )
    if placed.not_placed:
        rows.append(
            {
                "assumption": "Rows of the list that were not placed",
                "value": f"{len(placed.not_placed)}",
                "basis": source,
            }
        )
    return rows
