"""Policies of bodies as dated rows: who approves a package, and who is placed how."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from payband.library.files import Row
from payband.library.names import look_up, newest
from payband.library.used import note_used
from payband.units import percent_text, pounds_text

__all__ = [
    "ApprovalRule",
    "MatchingPolicy",
    "MultipleLimit",
    "RoleChangePolicy",
    "approval_rule",
    "approval_tiers",
    "matching_policy",
    "multiple_limit",
    "role_change_policy",
]


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
    """An approval rule of the library on a date; without a date, the newest that the library holds.

    Of a rule in tiers it is the lowest one above £0: from there on somebody has to approve.
    """
    rows = _rows_of_rule(name, on)
    above = [row for row in rows if _threshold(row)] or rows
    return _noted(above[-1], tiered=len(rows) > 1)


def approval_tiers(name: str, on: date | None = None) -> tuple[ApprovalRule, ...]:
    """An approval rule with all its tiers, highest first; one alone for a rule without tiers.

    A tier from £0 names who decides below the others.
    """
    rows = _rows_of_rule(name, on)
    return tuple(_noted(row, tiered=len(rows) > 1) for row in rows)


def _threshold(row: Row) -> int:
    return int(Decimal(row.values["threshold"]) * 100)


def _rows_of_rule(name: str, on: date | None) -> list[Row]:
    """The rows of a rule in force, the highest threshold first."""
    rows = look_up("policies/*/approvals*", "rule", name, "approval rule")
    return sorted(newest(rows, on, f"approval rule {name}", rows[0].file), key=_threshold, reverse=True)


def _noted(row: Row, *, tiered: bool) -> ApprovalRule:
    values = row.values
    threshold = _threshold(row)
    amount = pounds_text(threshold, pence_shown=threshold % 100 != 0)
    tier = f" from {amount}" if tiered else ""
    note_used(row, f"approval rule {values['rule']}{tier}", f"{values['comparison']} {amount}")
    return ApprovalRule(
        values["rule"],
        values["measure"],
        values["tested_at"],
        values["comparison"],
        _threshold(row),
        values["approving_body"],
        values["source"],
    )


class MatchingPolicy(NamedTuple):
    """A body's rule that says who is assimilated and who is matched; shares in basis points, both ends included."""

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
    assimilate, first, last = (percent_text(int(values[key])) for key in ("assimilate_from", "match_from", "match_to"))
    shares = f"assimilate {assimilate}, match {first} to {last}"
    note_used(row, f"matching policy {values['policy']}", shares)
    return MatchingPolicy(
        values["policy"],
        int(values["assimilate_from"]),
        int(values["match_from"]),
        int(values["match_to"]),
        int(values["grades_apart"]),
        values["source"],
    )


class RoleChangePolicy(NamedTuple):
    """A body's rule of how much of a role may change before its holder is formally consulted; basis points."""

    name: str
    limit: int
    comparison: str
    source: str


def role_change_policy(name: str, on: date | None = None) -> RoleChangePolicy:
    """A role-change policy of the library on a date; without a date, the newest that the library holds."""
    rows = look_up("policies/*/role_change*", "policy", name, "role-change policy")
    row = newest(rows, on, f"role-change policy {name}", rows[0].file)[0]
    values = row.values
    note_used(
        row, f"role-change policy {values['policy']}", f"{values['comparison']} {percent_text(int(values['limit']))}"
    )
    return RoleChangePolicy(values["policy"], int(values["limit"]), values["comparison"], values["source"])


class MultipleLimit(NamedTuple):
    """The highest pay multiple that a policy allows, in hundredths, and what it is a multiple of."""

    name: str
    of: str
    limit: int
    source: str


def multiple_limit(name: str, on: date | None = None) -> MultipleLimit:
    """A limit on the pay multiple on a date; without a date, the newest that the library holds."""
    rows = look_up("policies/*/multiples*", "policy", name, "limit on the pay multiple")
    row = newest(rows, on, f"limit on the pay multiple {name}", rows[0].file)[0]
    values = row.values
    note_used(row, f"pay multiple limit {values['policy']}", f"{values['limit']} times the {values['of']}")
    return MultipleLimit(values["policy"], values["of"], int(values["limit"]) * 100, values["source"])
