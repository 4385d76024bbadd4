"""The answers of a review: as tables, as data frames, as one JSON object, as a summary, and saved in a workbook."""

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, Any

from payband.library import Figure, fingerprint
from payband.own_files import overwriting
from payband.review.answers import AnswerRows
from payband.review.approvals import Approvals
from payband.review.chart_data import TableAmounts, chart_rows
from payband.review.cost_holds import COST_HOLDS, what_cost_holds
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import PartAnswer
from payband.review.protection_cost import ProtectionCost
from payband.review.slotting_list import DISPLACED, outcomes_counted
from payband.review.structure_cost import StructureCost
from payband.review.summary import (
    MOST_NOTES,
    PAID_TO_DISPLACED,
    PROTECTION_IN_ALL,
    full_year_saving,
    headlines,
    headlines_text,
    net_saving_to,
)
from payband.review.years.savings import YearlySavings
from payband.table import Table
from payband.units import counted, pounds

if TYPE_CHECKING:
    import pandas as pd

    from payband.review.years.outlook import Outlook

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
        approvals: Approvals,
        checks: AnswerRows,
        run_log: AnswerRows,
        figures_used: list[Figure],
        warnings: list[str],
        savings: YearlySavings,
        parts: Sequence[PartAnswer] = (),
    ) -> None:
        self.inputs = inputs
        self.protection_cost = protection
        self.structure_cost = structure
        self.approvals_tested = approvals
        self.yearly_savings = savings
        self.figures_used = figures_used
        self.warnings = warnings
        given = (
            ranges,
            slotting,
            protection.by_year,
            protection.by_month,
            structure.rows(),
            approvals.rows(),
            checks,
            run_log,
        )
        self.tables = {rows.table.name: rows for rows in given}
        self.totals = {rows.table.name: rows for rows in (structure.total_row(), protection.total_row())}
        """The total of each table that has one, as a row of the same shape."""
        charted = chart_rows(self.tables, inputs, TableAmounts(self.tables, self.totals, savings.savings))
        self.tables |= {rows.table.name: rows for rows in charted}
        self.parts = parts
        self.tables |= {rows.table.name: rows for part in parts for rows in part.tables}
        self.totals |= {rows.table.name: rows for part in parts for rows in part.totals}
        self.source: Any = None
        """The workbook that the review was read from, for saving the answers in a copy of it."""

    def __repr__(self) -> str:
        [(_, [named]), (_, [structure, *_]), *_] = headlines(self)
        return f"<Results: {named}; {structure}>"

    def __str__(self) -> str:
        """The headlines, as the command `payband review` prints them."""
        return headlines_text(dict(headlines(self)))

    def _repr_html_(self) -> str:
        """The headlines as a notebook shows them."""
        rows = [
            [section if number == 0 else "", text]
            for section, texts in headlines(self)
            for number, text in enumerate(texts)
        ]
        return Table(["Section", "What the review comes to"], rows)._repr_html_()

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
        return self._checks(False)

    @property
    def untold(self) -> list[str]:
        """The names of the checks of which it cannot be told whether they hold, since what they look at is unknown."""
        return self._checks(None)

    @property
    def not_passed(self) -> list[str]:
        """The names of the checks that failed, and of those that cannot be told."""
        return [*self.failed, *self.untold]

    def _checks(self, passed: bool | None) -> list[str]:
        return [record["check"] for record in self.tables["Checks"].records() if record["passed"] is passed]

    def save(self, path: str | os.PathLike[str], live: str = "", *, overwrite: bool = False) -> None:
        """Writes a workbook with the inputs and these answers. The workbook that was read is never changed.

        `live` ("excel", "excel-vba" or "calc") has the answers written as calls of the worksheet functions over the
        workbook's own tables, spelt for that program, or "native" as plain formulas; each cell carries its value too.

        A file that is there already is replaced if payband wrote it and nobody has changed it since; with `overwrite`,
        whatever it is.

        Raises WrongInput where the file cannot be written: it is open, read-only, somebody else's, or the input itself.
        """
        from importlib import import_module  # files are the business of payband.workbook, which stands above this

        with overwriting(True) if overwrite else nullcontext():
            import_module("payband.workbook.write").save(self, path, live)

    @cached_property
    def outlook(self) -> "Outlook":
        """What the review comes to year by year, over the horizon of the settings, and in the steady state."""
        from payband.review.years.outlook import outlook

        return self.yearly_savings.outlook or outlook(self.inputs)

    @property
    def years(self) -> "pd.DataFrame":
        """The whole structure, a row for each financial year of the horizon and the steady state."""
        return self.outlook.total_rows().to_pandas()

    @property
    def year_by_year(self) -> "pd.DataFrame":
        """Every line in each financial year of the horizon and in the steady state."""
        return self.outlook.rows().to_pandas()

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
            **({"parts": self._parts_to_dict()} if self.parts else {}),
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
        slotting = self.tables["SlottingList"]
        outcomes = outcomes_counted(slotting)
        needed = self._approvals_needed()
        holders = Counter(slotting.column("line"))
        vacant = sum(max(line.posts - holders[line.line], 0) for line in self.inputs.lines("proposed"))
        items: list[tuple[str, str, Any, str]] = []
        items += [("In short", *each) for each in self._in_short()]
        items += [
            ("Review", "Body", settings.body, "text"),
            ("Review", "Review", settings.review_name, "text"),
            ("Review", "New structure starts on", settings.implementation_date, "day"),
            ("Review", "Prices and rates of", str(settings.price_base), "text"),
            ("Structure", "Posts now", total.now.posts, "whole"),
            ("Structure", "Posts proposed", total.proposed.posts, "whole"),
            ("Structure", "Cost now, a year", _pounds(total.now.cost), "money"),
            ("Structure", "Cost proposed, a year", _pounds(total.proposed.cost), "money"),
        ]
        if self.structure_cost.has_stated:
            items += [
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
            displaced = self.yearly_savings.displaced
            if any(displaced):
                items.append(
                    (
                        "People",
                        PAID_TO_DISPLACED,
                        None if None in displaced else pounds(sum(map(int, filter(None, displaced)))),
                        "money",
                    )
                )
            items.append(("Protection", "People protected", protection.people, "whole"))
            items += [
                ("Protection", f"Cost in {year}", pounds(cost), "money")
                for year, cost in (protection.total_by_year or {}).items()
            ]
            if protection.estimated:
                items.append(("Protection", "ESTIMATED", _ESTIMATED, "text"))
            if settings.protection_on_costs:
                items.append(("Protection", "On-costs of protection", _pounds(protection.on_costs), "money"))
        items += self._savings()
        if len(self.tables["ApprovalsNeeded"]):  # without a rule nothing is tested, and none would read as all clear
            items.append(("Approvals", "Posts that need approval", self.posts_that_need_approval, "whole"))
        items += [("Approvals", record["what"], f"{record['body']}: {record['reason']}", "text") for record in needed]
        items += [item for part in self.parts for item in part.summary]
        count = len(self.tables["Checks"])
        items.append(("Checks", "Checks passed", f"{count - len(self.not_passed)} of {count}", "text"))
        items += [("Checks", "Failed", name, "text") for name in self.failed]
        items += [("Checks", "Cannot be told", name, "text") for name in self.untold]
        notes, more = self.warnings[:MOST_NOTES], len(self.warnings) - MOST_NOTES
        items += [("Notes", f"{number}", warning, "text") for number, warning in enumerate(notes, start=1)]
        if more > 0:
            items.append(("Notes", "More", f"{counted(more, 'more note')} on the sheet Run log", "text"))
        items.append(("Notes", "Figures used", f"fingerprint {fingerprint(self.figures_used)}", "text"))
        return items

    def _in_short(self) -> list[tuple[str, Any, str]]:
        """The figures that matter most: the posts, the saving of a full year, protection, and what is saved in all."""
        total, settings = self.structure_cost.total, self.inputs.settings
        items: list[tuple[str, Any, str]] = [
            ("Posts", f"{total.now.posts:,} now, {total.proposed.posts:,} proposed", "text"),
            (full_year_saving(settings), _pounds(total.saving), "money"),
        ]
        if self.inputs.people:
            items.append((PROTECTION_IN_ALL, _pounds(self.protection_cost.total), "money"))
        if years := self.tables["ChartSavings"].records():
            last = years[-1]
            items.append((net_saving_to(last["financial_year"]), last["net_saving_to_date"], "money"))
        return [*items, (COST_HOLDS, what_cost_holds(self.inputs, self.tables["SlottingList"]), "text")]

    def _savings(self) -> list[tuple[str, str, Any, str]]:
        """The saving of each financial year less protection, as the charts show it."""
        years = self.tables["ChartSavings"].records()
        if not years:
            return []
        items = [
            ("Savings", f"In {year['financial_year']}, less protection", year["net_saving"], "money")
            for year in years[:MOST_YEARS]
        ]
        if all(value is None for _, _, value, _ in items):
            return [("Savings", "By financial year, less protection", None, "money")]
        return items

    def _parts_to_dict(self) -> dict[str, list[dict[str, Any]]]:
        """The answer tables of the parts by their names."""
        return {rows.table.name: rows.records() for part in self.parts for rows in part.tables}

    def _approvals_needed(self) -> list[dict[str, Any]]:
        """The tests against approval rules that found that approval is needed."""
        return [record for record in self.tables["ApprovalsNeeded"].records() if record["needed"]]

    @property
    def posts_that_need_approval(self) -> int | None:
        """How many posts need approval, each counted once though several rules, or its line and holder, may need it.

        None where there is no rule to test against.
        """
        if not len(self.tables["ApprovalsNeeded"]):
            return None
        posts: dict[str, int] = {record["what"]: record["posts"] for record in self._approvals_needed()}
        slotting = self.tables["SlottingList"]
        line_of = dict(zip(slotting.column("person"), slotting.column("line"), strict=True))
        return sum(count for what, count in posts.items() if line_of.get(what) not in posts)


MOST_YEARS = 5
"""How many years the summary shows one by one: it is one page."""

_ESTIMATED = "Rests on points that were never published"


def _pounds(pence: int | None) -> Any:
    return None if pence is None else pounds(pence)
