"""The checked input tables of a review."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from payband.review.inputs.settings import Settings
from payband.review.inputs.tables import (
    ApprovalRuleRow,
    Assumption,
    GradeRow,
    OnCostProfile,
    PackageElement,
    PayAwardRow,
    Person,
    SpinePoint,
    StructureLine,
)

__all__ = ["Inputs"]


class _Tables(NamedTuple):
    """The input tables of a review, in the order of INPUTS; those of its parts; what a reader must know of them all."""

    settings: Settings
    spines: tuple[SpinePoint, ...]
    grades: tuple[GradeRow, ...]
    on_costs: tuple[OnCostProfile, ...]
    structure: tuple[StructureLine, ...]
    people: tuple[Person, ...]
    package: tuple[PackageElement, ...]
    approval_rules: tuple[ApprovalRuleRow, ...]
    assumptions: tuple[Assumption, ...]
    pay_awards: tuple[PayAwardRow, ...]
    parts: Mapping[str, tuple[Any, ...]] = {}
    notes: tuple[str, ...] = ()


class Inputs(_Tables):
    """The input tables of a review, read and valid row by row."""

    def lines(self, state: str) -> list[StructureLine]:
        """The lines of the structure in one state."""
        return [line for line in self.structure if line.state == state]

    def proposed_line(self, name: str) -> StructureLine | None:
        """The proposed line of a name, capitals or not."""
        return self._proposed_lines.get(name.casefold())

    def rows_of(self, table: str) -> tuple[Any, ...]:
        """The rows of an input table of a part of the review; none where the review has no such table."""
        return self.parts.get(table, ())

    def readable_rows(self, table: str) -> tuple[Any, ...]:
        """The rows of such a table that could be read, for what can be said of a row by itself."""
        return self.parts.get(table, ())

    def profile(self, name: str) -> OnCostProfile | None:
        """The on-cost profile of a name, capitals or not."""
        return self._profiles.get(name.casefold())

    # Everybody asks for a line and a profile, so each is looked for by its name and not through the whole table.

    @cached_property
    def _proposed_lines(self) -> dict[str, StructureLine]:
        return {line.line.casefold(): line for line in reversed(self.lines("proposed"))}

    @cached_property
    def _profiles(self) -> dict[str, OnCostProfile]:
        return {each.profile.casefold(): each for each in reversed(self.on_costs)}
