"""What came of one workbook of a run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "BESIDE",
    "FAILED",
    "NOT_DONE",
    "RECALCULATED",
    "SKIPPED",
    "UNCHANGED",
    "UP_TO_DATE",
    "Outcome",
    "counted_by_status",
]

RECALCULATED = "recalculated"
UNCHANGED = "unchanged"  # calculated again: every answer stands as it is, and the file was left alone
UP_TO_DATE = "up to date"  # nothing has changed since an earlier run, so that nothing was calculated
BESIDE = "written beside"  # the file is open, or somebody has changed it: the answers are in a new file beside it
SKIPPED = "skipped"
FAILED = "failed"
NOT_DONE = "not done"  # the run was stopped before

_UNUSABLE = (BESIDE, FAILED, NOT_DONE)


@dataclass(frozen=True)
class Outcome:
    """What came of one workbook. Amounts are pence; None is one that is not known, or was not calculated."""

    file: str
    status: str
    output: str = ""
    checks: int | None = None
    failed_checks: tuple[str, ...] = ()
    saving_pence: int | None = None
    protection_pence: int | None = None
    approvals_needed: int | None = None
    seconds: float = 0.0
    messages: tuple[str, ...] = ()
    fingerprints: dict[str, str] = field(default_factory=dict)
    """Of the file before (`file`), of its input tables, of the figures used, and of what was written (`output`)."""

    @property
    def usable(self) -> bool:
        """Whether the workbook was done, or left out rightly."""
        return self.status not in _UNUSABLE

    @property
    def calculated(self) -> bool:
        """Whether its figures are known, from this run or an earlier one."""
        return self.checks is not None

    @property
    def checks_text(self) -> str:
        """How many of its checks passed."""
        return "" if self.checks is None else f"{self.checks - len(self.failed_checks)} of {self.checks}"

    def figures(self) -> dict[str, Any]:
        """The figures that a log holds so that a later run can show them."""
        return {
            "checks": self.checks,
            "failed_checks": list(self.failed_checks),
            "saving_pence": self.saving_pence,
            "protection_pence": self.protection_pence,
            "approvals_needed": self.approvals_needed,
        }


def counted_by_status(outcomes: Iterable[Outcome]) -> str:
    """How many workbooks came to what, in words.

    >>> counted_by_status([Outcome("a", FAILED), Outcome("b", RECALCULATED), Outcome("c", RECALCULATED)])
    '3 workbooks: 2 recalculated, 1 failed'
    """
    from collections import Counter

    counts = Counter(each.status for each in outcomes)
    order = (RECALCULATED, UNCHANGED, UP_TO_DATE, BESIDE, SKIPPED, FAILED, NOT_DONE)
    total = sum(counts.values())
    noun = "workbook" if total == 1 else "workbooks"
    return f"{total} {noun}: " + ", ".join(f"{counts[each]} {each}" for each in order if counts[each])
