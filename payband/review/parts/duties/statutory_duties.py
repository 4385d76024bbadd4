"""Statutory duties that move between posts: each must have exactly one holder, before and after."""

from typing import Any

from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.parts.answering import Calculated, PartAnswer, Problems
from payband.review.parts.duties.duties_apart import agreeing_checks
from payband.review.parts.duties.duties_held import NOT_STATED, PROPOSED, STATES, Duty, Held, duties
from payband.review.parts.tables.statutory_duties import HOLDERS
from payband.units import counted

__all__ = ["PROBLEMS", "answer"]


PROBLEMS: Problems = ()
"""None: that nobody or two people hold a duty is what the check is there to say."""


def answer(calculated: Calculated) -> PartAnswer:
    """The holder of each duty before and after, and a check for each that there is exactly one."""
    every = duties(calculated.inputs)
    listed = [duty for duty in every if duty.rows]
    moving, not_stated, for_a_while, warnings = [], [], [], []
    rows: list[tuple[Any, ...]] = []
    checks: list[Check] = []
    for duty in listed:
        if _moves(duty):
            moving.append(f"{duty.name} ({_named(duty.now)} to {_named(duty.proposed)})")
        if None in (duty.now.holders, duty.proposed.holders):
            not_stated.append(duty.name)
        until = "; ".join(dict.fromkeys(row.temporary_until for row in duty.rows if row.temporary_until))
        if until:
            for_a_while.append(f"{duty.name}, {_named(duty.proposed)}: until {until}")
        rows.append(_row(duty, until))
        for state in STATES:
            held = duty.held(state)
            warnings += [f"Statutory duty {duty.name}: {each}" for each in held.odd]
            if held.holders is not None or state == PROPOSED:  # who held it before is no decision of the review
                checks.append(_one_holder(duty.name, state, held))
    failed = sum(each.passed is False for each in checks)
    checks += agreeing_checks(calculated.inputs)
    text = f"{counted(len(rows), 'duty', 'duties')}, {len(moving)} to move" + (
        f": {'; '.join(moving)}" if moving else ""
    )
    summary = [("Statutory duties", "Held", text, "text")]
    if failed:
        summary.append(("Statutory duties", "Without one holder", f"{counted(failed, 'check')} failed", "text"))
    if not_stated:
        summary.append(("Statutory duties", "Holder not stated", "; ".join(not_stated), "text"))
    if for_a_while:
        summary.append(("Statutory duties", "Held for a while", "; ".join(for_a_while), "text"))
    return PartAnswer((AnswerRows(HOLDERS, rows),), checks=checks, warnings=warnings, summary=summary)


def _moves(duty: Duty) -> bool | None:
    """Whether other posts hold it afterwards; None where it is not stated who holds it now."""
    if duty.now.holders is None:
        return None
    return {each.casefold() for each in duty.now.posts} != {each.casefold() for each in duty.proposed.posts}


def _row(duty: Duty, until: str) -> tuple[Any, ...]:
    notes = [row.note for row in duty.rows if row.note]
    why = "; ".join([*duty.now.said, *duty.proposed.said, *notes]) or None
    source = "; ".join(dict.fromkeys(row.source for row in duty.rows if row.source)) or None
    now, proposed = duty.now, duty.proposed
    held = (now.names, now.holders, proposed.names, proposed.holders)
    return (duty.name, *held, _moves(duty), why, until or None, source)


def _one_holder(duty: str, state: str, held: Held) -> Check:
    named = ", ".join(held.posts) or "no post holds it"
    return Check(
        f"Statutory duty has one holder {state}: {duty}",
        "1 holder",
        NOT_STATED if held.holders is None else counted(held.holders, "holder"),
        None if held.holders is None else held.holders == 1,
        "" if held.holders in (1, None) else "; ".join((named, *held.said)),
    )


def _named(held: Held) -> str:
    return "a post not stated" if held.holders is None else held.names
