"""On-costs that are a fixed sum a year: shown in the cost now and proposed alike, so that no saving is made of them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import OnCostProfile
from payband.units import pounds, pounds_text

__all__ = ["FIXED", "WITH_FIXED_NOW", "WITH_FIXED_PROPOSED", "FixedSums", "fixed_sums"]

FIXED = "Fixed on-costs, a year, now and proposed"
"""What the Summary calls the fixed sums of all on-cost profiles."""

WITH_FIXED_NOW, WITH_FIXED_PROPOSED = (
    "Cost now with fixed on-costs, a year",
    "Cost proposed with fixed on-costs, a year",
)
"""What the Summary calls the cost of the structure with them."""


class FixedSums(NamedTuple):
    """The on-cost profiles that have a fixed sum.

    A sum is owed whether a line has the profile or not, and is the same in every year: no award or rate moves it.
    """

    profiles: Sequence[OnCostProfile]

    @property
    def total(self) -> int:
        """Pence a year of all of them."""
        return sum(each.fixed_sum or 0 for each in self.profiles)

    def with_cost(self, cost: int | None) -> int | None:
        """Pence a year of a structure with them; None where its cost is not known."""
        return None if cost is None else cost + self.total

    def said(self) -> str:
        """The sums in words, for what the cost holds; empty where there are none."""
        if not self.profiles:
            return ""
        return f"apart from that, fixed on-costs of {pounds_text(self.total)} a year, which no saving is made of"

    def summary(self, now: int | None, proposed: int | None) -> list[tuple[str, str, Any, str]]:
        """The lines of the Summary on them, next to what the structure costs; none where there are no fixed sums."""
        if not self.profiles:
            return []
        labelled = ((WITH_FIXED_NOW, self.with_cost(now)), (WITH_FIXED_PROPOSED, self.with_cost(proposed)))
        of_cost = [("Structure", label, None if pence is None else pounds(pence), "money") for label, pence in labelled]
        return [("Structure", FIXED, pounds(self.total), "money"), *of_cost]


def fixed_sums(inputs: Inputs) -> FixedSums:
    """The fixed sums of table OnCosts."""
    return FixedSums([each for each in inputs.on_costs if each.fixed_sum is not None])
