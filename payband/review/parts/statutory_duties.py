"""Statutory duties that move between posts: each must have exactly one holder, before and after."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from payband.errors import did_you_mean, nearest
from payband.review.answers import AnswerRows
from payband.review.checks import Check
from payband.review.inputs.inputs import Inputs
from payband.review.parts.registry import Calculated, PartAnswer, Problems
from payband.review.parts.tables.statutory_duties import DUTIES, HOLDERS, NOT_STATED, StatutoryDutyRow
from payband.units import counted

__all__ = ["PROBLEMS", "answer"]

_STATES = (("now", "post_now"), ("proposed", "post_proposed"))


PROBLEMS: Problems = ()
"""None: that nobody or two people hold a duty is what the check is there to say."""


class _Held(NamedTuple):
    """Who holds a duty in one state: the posts named, and how many holders they make; None where it is not stated."""

    posts: tuple[str, ...]
    holders: int | None
    said: tuple[str, ...]
    odd: tuple[str, ...] = ()  # names that are spelt nearly like a line


def _held(rows: Sequence[StatutoryDutyRow], field: str, state: str, inputs: Inputs) -> _Held:
    """The posts of a duty; a line of the structure with several posts is as many holders."""
    lines = {line.line.casefold(): line for line in inputs.lines(state)}
    named = {str(getattr(row, field)).casefold(): str(getattr(row, field)) for row in rows if getattr(row, field)}
    if NOT_STATED in named:
        return _Held((NOT_STATED,), None, ())
    holders, said, odd = 0, [], []
    for key, name in named.items():
        posts = lines[key].posts if key in lines else 1
        holders += posts
        if posts != 1:
            said.append(f"{state}: {name} has {counted(posts, 'post')} in the structure")
        elif key not in lines and lines:
            said.append(f"{state}: {name} is not a line of the structure")
            meant = nearest(name, [line.line for line in lines.values()])
            if meant is not None:
                odd.append(f"{name} ({state}) is not a line of the structure; {did_you_mean(meant)}")
    return _Held(tuple(named.values()), holders, tuple(said), tuple(odd))


def answer(calculated: Calculated) -> PartAnswer:
    """The holder of each duty before and after, and a check for each that there is exactly one."""
    inputs = calculated.inputs
    duties: dict[str, list[StatutoryDutyRow]] = {}
    for row in inputs.rows_of(DUTIES.name):
        duties.setdefault(row.duty.casefold(), []).append(row)
    rows: list[tuple[Any, ...]] = []
    checks: list[Check] = []
    moving, not_stated, warnings = [], [], []
    for given in duties.values():
        duty = given[0].duty
        now, proposed = (_held(given, field, state, inputs) for state, field in _STATES)
        moves = {each.casefold() for each in now.posts} != {each.casefold() for each in proposed.posts}
        if moves:
            moving.append(f"{duty} ({_named(now)} to {_named(proposed)})")
        if None in (now.holders, proposed.holders):
            not_stated.append(duty)
        notes = [row.note for row in given if row.note]
        why = "; ".join([*now.said, *proposed.said, *notes]) or None
        rows.append((duty, _names(now), now.holders, _names(proposed), proposed.holders, moves, why))
        for state, held in (("now", now), ("proposed", proposed)):
            warnings += [f"Statutory duty {duty}: {each}" for each in held.odd]
            named = ", ".join(held.posts) or "no post holds it"
            detail = "" if held.holders in (1, None) else "; ".join((named, *held.said))
            checks.append(
                Check(
                    f"Statutory duty has one holder {state}: {duty}",
                    "1 holder",
                    NOT_STATED if held.holders is None else counted(held.holders, "holder"),
                    None if held.holders is None else held.holders == 1,
                    detail,
                )
            )
    failed = sum(each.passed is False for each in checks)
    text = f"{counted(len(rows), 'duty', 'duties')}, {len(moving)} to move" + (
        f": {'; '.join(moving)}" if moving else ""
    )
    summary = [("Statutory duties", "Held", text, "text")]
    if failed:
        summary.append(("Statutory duties", "Without one holder", f"{counted(failed, 'check')} failed", "text"))
    if not_stated:
        summary.append(("Statutory duties", "Holder not stated", "; ".join(not_stated), "text"))
    return PartAnswer((AnswerRows(HOLDERS, rows),), checks=checks, warnings=warnings, summary=summary)


def _names(held: _Held) -> str:
    return ", ".join(held.posts) or "nobody"


def _named(held: _Held) -> str:
    return "a post not stated" if held.holders is None else _names(held)
