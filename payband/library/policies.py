"""Policies of bodies as dated rows: who approves a package, and who is placed how."""

from datetime import date
from typing import NamedTuple

from payband.library.files import salary_pence
from payband.library.names import look_up, newest
from payband.library.used import note_used

__all__ = ["ApprovalRule", "MatchingPolicy", "approval_rule", "matching_policy"]


class ApprovalRule(NamedTuple):
    """A rule that a pay package needs a named body's approval from a threshold on."""

    name: str
    measure: str
    tested_at: str
    comparison: str
    threshold: int
    approving_body: str
    source: str


def approval_rule(name: str, on: date | None = None) -> ApprovalRule:
    """An approval rule of the library on a date; without a date, the newest that the library holds."""
    rows = look_up("policies/*/approvals*", "rule", name, "approval rule")
    row = newest(rows, on, f"approval rule {name}", rows[0].file)[0]
    values = row.values
    note_used(row, f"approval rule {values['rule']}", f"{values['comparison']} £{values['threshold']}")
    threshold = salary_pence(values["threshold"])
    assert threshold is not None  # the data check refuses a rule without a threshold
    return ApprovalRule(
        values["rule"],
        values["measure"],
        values["tested_at"],
        values["comparison"],
        threshold,
        values["approving_body"],
        values["source"],
    )


class MatchingPolicy(NamedTuple):
    """A body's rule of who is assimilated and who is matched; shares in basis points, both ends included."""

    name: str
    assimilate_from: int
    match_from: int
    match_to: int
    grades_apart: int
    source: str


def matching_policy(name: str, on: date | None = None) -> MatchingPolicy:
    """A matching policy of the library on a date; without a date, the newest that the library holds."""
    rows = look_up("policies/*/matching*", "policy", name, "matching policy")
    row = newest(rows, on, f"matching policy {name}", rows[0].file)[0]
    values = row.values
    shares = (
        f"assimilate {values['assimilate_from']}, match {values['match_from']} to {values['match_to']} basis points"
    )
    note_used(row, f"matching policy {values['policy']}", shares)
    numbers = (int(values[each]) for each in ("assimilate_from", "match_from", "match_to", "grades_apart"))
    return MatchingPolicy(values["policy"], *numbers, values["source"])
