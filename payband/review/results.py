"""The answers of a review: as tables, as data frames, as one JSON object, as a summary, and saved in a workbook."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from payband.library import Figure, fingerprint
from payband.review.answers import AnswerRows
from payband.review.inputs import Inputs
from payband.review.protection_cost import ProtectionCost
from payband.review.slotting_list import DISPLACED
from payband.review.structure_cost import StructureCost
from payband.units import pounds

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Results"]


class Results:
    """What a review comes to. Amounts in data frames and JSON are pounds, to the penny."""

    def __init__(
        self,
        *,
        inputs: Inputs,
        ranges: AnswerRows,
        slotting: AnswerRows,
        protection: ProtectionCost,
        structure: StructureCost,
        approvals: AnswerRows,
        checks: AnswerRows,
        run_log: AnswerRows,
        figures_used: list[Figure],
        warnings: list[str],
    ) -> None:
        self.inputs = inputs
        self.protection_cost = protection
        self.structure_cost = structure
        self.figures_used = figures_used
        self.warnings = warnings
        given = (
            ranges,
            slotting,
            protection.by_year,
            protection.by_month,
            structure.rows(),
            approvals,
            checks,
            run_log,
        )
        self.tables = {rows.table.name: rows for rows in given}
        self.totals = {rows.table.name: rows for rows in (structure.total_row(), protection.total_row())}
        """The total of each table that has one, as a row of the same shape."""
        self.source: Any = None
        """The workbook that the review was read from, for saving the answers in a copy of it."""

    @property
    def ranges(self) -> "pd.DataFrame":
        """Pay ranges, a row for each grade."""
        return self.tables["PayRanges"].to_pandas()

    @property
    def slotting(self) -> "pd.DataFrame":
        """The slotting list, a row for each person."""
        return self.tables["SlottingList"].to_pandas()

    @property
    def protection(self) -> "pd.DataFrame":
        """Protection, a row for each person and financial year."""
        return self.tables["ProtectionByYear"].to_pandas()

    @property
    def protection_by_month(self) -> "pd.DataFrame":
        """Protection, a row for each person and month."""
        return self.tables["ProtectionByMonth"].to_pandas()

    @property
    def structure(self) -> "pd.DataFrame":
        """The costed structure, a row for each line."""
        return self.tables["StructureCost"].to_pandas()

    @property
    def approvals(self) -> "pd.DataFrame":
        """Approvals, a row for each line or person and rule."""
        return self.tables["ApprovalsNeeded"].to_pandas()

    @property
    def checks(self) -> "pd.DataFrame":
        """The checks."""
        return self.tables["Checks"].to_pandas()

    @property
    def failed(self) -> list[str]:
        """The names of the checks that failed."""
        return [record["check"] for record in self.tables["Checks"].records() if not record["passed"]]

    def save(self, path: str | os.PathLike[str], live: str = "") -> None:
        """Writes a workbook with the inputs and these answers. The workbook that was read is never changed.

        `live` ("excel", "excel-vba" or "calc") has the answers written as calls of the worksheet functions over the
        workbook's own tables, spelt for that program, or "native" as plain formulas; each cell carries its value too.

        Raises WrongInput where the file cannot be written: it is open, read-only, or the input itself.
        """
        from importlib import import_module  # files are the business of payband.workbook, which stands above this

        import_module("payband.workbook.write").save(self, path, live)

    def to_dict(self) -> dict[str, Any]:
        """The whole review as one object of plain values; amounts are `Decimal` pounds."""
        structure, protection = self.structure_cost, self.protection_cost
        slotting = self.tables["SlottingList"].records()
        years = protection.total_by_year
        return {
            "structure": {
                "lines": structure.rows().records(),
                "totals": structure.total_row().records()[0],
            },
            "ranges": self.tables["PayRanges"].records(),
            "slotting": slotting,
            "protection": {
                "by_financial_year": None if years is None else {year: pounds(cost) for year, cost in years.items()},
                "total": _pounds(protection.total),
                "on_costs": _pounds(protection.on_costs),
                "estimated": protection.estimated,
                "on_costs_by_financial_year": None
                if protection.on_costs_by_year is None
                else {year: pounds(cost) for year, cost in protection.on_costs_by_year.items()},
            },
            "approvals": self.tables["ApprovalsNeeded"].records(),
            "checks": self.tables["Checks"].records(),
            "figures_used": [
                {
                    "figure": figure.name,
                    "value": figure.value,
                    "effective_from": figure.effective_from,
                    "effective_to": figure.effective_to,
                    "status": figure.status,
                    "source": figure.source,
                    "file": figure.file,
                }
                for figure in self.figures_used
            ],
            "figures_fingerprint": fingerprint(self.figures_used),
            "warnings": self.warnings,
        }

    def summary(self) -> list[tuple[str, str, Any, str]]:
        """The headline figures: section, label, value, and the form the value is shown in."""
        settings = self.inputs.settings
        total, protection = self.structure_cost.total, self.protection_cost
        outcomes = Counter(record["outcome"].partition(",")[0] for record in self.tables["SlottingList"].records())
        needed = [record for record in self.tables["ApprovalsNeeded"].records() if record["needed"]]
        holders = Counter(record["line"] for record in self.tables["SlottingList"].records())
        vacant = sum(max(line.posts - holders[line.line], 0) for line in self.inputs.lines("proposed"))
        items: list[tuple[str, str, Any, str]] = [
            ("Review", "Body", settings.body, "text"),
            ("Review", "Review", settings.review_name, "text"),
            ("Review", "New structure starts on", settings.implementation_date, "day"),
            ("Review", "Prices and rates of", str(settings.price_base), "text"),
            ("Structure", "Posts now", total.now.posts, "whole"),
            ("Structure", "Posts proposed", total.proposed.posts, "whole"),
            ("Structure", "Cost now, a year", _pounds(total.now.cost), "money"),
            ("Structure", "Cost proposed, a year", _pounds(total.proposed.cost), "money"),
            ("Structure", "Saving, a full year", _pounds(total.saving), "money"),
            ("Structure", "Modelled cost of the proposed structure", _pounds(total.proposed.modelled), "money"),
            ("Structure", "Modelled less stated", _pounds(total.variance), "money"),
        ]
        if total.now.estimated or total.proposed.estimated:
            items.append(("Structure", "ESTIMATED", _ESTIMATED, "text"))
        if total.implied_pension_rate is not None:
            rate = pounds(total.implied_pension_rate) / 100
            items.append(("Structure", "Pension rate that the stated costs imply (a fit)", rate, "percent"))
        if self.inputs.people:
            items += [
                ("People", "Salary rises", outcomes["rise"], "whole"),
                ("People", "Salary stays", outcomes["same"], "whole"),
                ("People", "Salary falls", outcomes["fall"], "whole"),
                ("People", "Displaced", outcomes[DISPLACED], "whole"),
            ]
            if outcomes["unknown"]:
                items.append(("People", "Salary unknown", outcomes["unknown"], "whole"))
            items.append(("People", "Posts without a holder", vacant, "whole"))
            items.append(("Protection", "People protected", protection.people, "whole"))
            items += [
                ("Protection", f"Cost in {year}", pounds(cost), "money")
                for year, cost in (protection.total_by_year or {}).items()
            ]
            items.append(("Protection", "Cost in all, basic pay", _pounds(protection.total), "money"))
            if protection.estimated:
                items.append(("Protection", "ESTIMATED", _ESTIMATED, "text"))
            if settings.protection_on_costs:
                items.append(("Protection", "On-costs of it", _pounds(protection.on_costs), "money"))
        items.append(("Approvals", "Posts that need approval", self._posts_to_approve(needed), "whole"))
        items += [("Approvals", record["what"], f"{record['body']}: {record['reason']}", "text") for record in needed]
        failed, count = self.failed, len(self.tables["Checks"])
        items.append(("Checks", "Checks passed", f"{count - len(failed)} of {count}", "text"))
        items += [("Checks", "Failed", name, "text") for name in failed]
        items += [("Notes", f"{number}", warning, "text") for number, warning in enumerate(self.warnings, start=1)]
        items.append(("Notes", "Figures used", f"fingerprint {fingerprint(self.figures_used)}", "text"))
        return items

    def _posts_to_approve(self, needed: Sequence[Mapping[str, Any]]) -> int:
        """How many posts need approval: each once, though several rules, or its line and its holder, may need it."""
        posts = {record["what"]: record["posts"] for record in needed}
        line_of = {record["person"]: record["line"] for record in self.tables["SlottingList"].records()}
        return sum(count for what, count in posts.items() if line_of.get(what) not in posts)


_ESTIMATED = "Rests on points that were never published"


def _pounds(pence: int | None) -> Any:
    return None if pence is None else pounds(pence)
