"""Approvals: every proposed line, and every person where a rule looks at actual pay, tested against every rule.

The figures are worked out on the sheets of `payband.review.core`; here they are given out test by test.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from payband.review.answers import APPROVALS_NEEDED, AnswerRows
from payband.review.core.approval_subject import Outcome, Subject
from payband.review.core.approvals import Approval
from payband.sheets.answers import answer_columns
from payband.sheets.figures import Figures
from payband.sheets.sheet import Each

__all__ = ["Approvals", "Tested"]


class Tested(NamedTuple):
    """A line or a person tested against a rule, with what the answer table shows of it by the names of its columns."""

    subject: Subject
    outcome: Outcome
    cells: Mapping[str, Any]
    row: Each

    @property
    def name(self) -> str:
        """The line or the person."""
        return self.subject.name

    @property
    def posts(self) -> int:
        """How many posts are tested."""
        found: int = self.cells["posts"]
        return found

    @property
    def amount(self) -> int | None:
        """The amount tested, pence a year; None where the pay is not known."""
        found: int | None = self.cells["amount"]
        return found

    @property
    def reason(self) -> str:
        """Why approval is needed or is not, or why that is not known."""
        return str(self.cells["reason"])

    @property
    def body(self) -> str | None:
        """The approving body, "" where the rule names none; None where it is not known which of several it is."""
        found: str | None = self.cells["body"]
        return found


class Approvals:
    """Everything that is tested, by every rule."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self._columns = answer_columns(figures, Approval)

    def rows(self) -> AnswerRows:
        """The tests as an answer table."""
        return AnswerRows.of_columns(APPROVALS_NEEDED, self._columns)

    def __len__(self) -> int:
        return self.figures.rows_of(Approval).size

    def undecided(self) -> list[tuple[str, str]]:
        """What is tested and not decided, as its pay is not known: the line or the person, and why."""
        of = {name: column for (name, _, _), column in zip(Approval.answers(), self._columns, strict=True)}
        shown = zip(of["what"], of["reason"], of["needed"], strict=True)
        return [(what, reason) for what, reason, needed in shown if needed is None]

    @cached_property
    def tests(self) -> list[Tested]:
        """Every test."""
        names = [name for name, _, _ in Approval.answers()]
        by_row = zip(*self._columns, strict=True)
        cells = [dict(zip(names, values, strict=True)) for values in by_row]
        rows = self.figures.each_row(Approval)
        return [Tested(row.input, Outcome(each["needed"]), each, row) for row, each in zip(rows, cells, strict=True)]
