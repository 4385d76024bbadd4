"""The budget of a review that has been answered, for those who explain it or write it as formulas."""

from payband.review.budget.cells import Budget
from payband.review.parts.answering import Calculated
from payband.review.ranges import Ranges
from payband.review.results import Results
from payband.review.slotting_list import placements

__all__ = ["budget_of", "calculated_of"]


def calculated_of(results: Results) -> Calculated:
    """What the parts of a review were answered from."""
    inputs = results.inputs
    ranges = Ranges(inputs)
    return Calculated(
        inputs, ranges, placements(inputs, ranges), results.protection_cost, results.structure_cost,
        results.approvals_tested, results.yearly_savings,
    )  # fmt: skip


def budget_of(results: Results) -> Budget:
    """The budget of a review."""
    return Budget(calculated_of(results))
