"""How much of each role changes by the shares of its duties, and whose holder is formally consulted."""

from collections.abc import Iterator, Sequence
from typing import Any

from payband import library
from payband.errors import PaybandError, Problem
from payband.library import Figure, RoleChangePolicy
from payband.review.answers import AnswerRows
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.role_changes import CHANGES, DUTIES, POLICY, DutyRow, RoleChangePolicyRow
from payband.rules.placing.role_change import changed, changes_role, whole
from payband.units import counted, percent_text

__all__ = ["PROBLEMS", "answer"]

CONSULTED, NOT_CONSULTED = "formally consulted", "no formal consultation by this test"


def _problem(table: InputTable, row: Any, column: str, message: str) -> Problem:
    return Problem(
        message, sheet=table.sheet, table=table.name, row=None if row is None else row.row, column=column if row else ""
    )


def _posts(inputs: Inputs) -> dict[str, list[DutyRow]]:
    """The duties of each post, in the order of the table."""
    found: dict[str, list[DutyRow]] = {}
    for row in inputs.rows_of(DUTIES.name):
        found.setdefault(row.post.casefold(), []).append(row)
    return found


def _one_policy(inputs: Inputs) -> Iterator[Problem]:
    """There is one policy, which is known."""
    policies = inputs.rows_of(POLICY.name)
    duties = inputs.readable_rows(DUTIES.name)
    if duties and not policies and not inputs.readable_rows("PlacementRules"):
        message = "has no row, and table Duties has some: give one row that names the policy, such as Kent"
        yield _problem(POLICY, None, "", message)
    for row in policies[1:]:
        yield _problem(POLICY, row, "policy", "a review has one role-change policy: delete the other rows")
    if policies and policies[0].limit is None:
        try:
            _policy(inputs)
        except PaybandError as error:
            yield _problem(POLICY, policies[0], "policy", f"{error}; or give the limit of your own policy in this row")


def _whole_posts(inputs: Inputs) -> Iterator[Problem]:
    """The duties of each post make the whole of it, now and new."""
    for rows in _posts(inputs).values():
        for column, shares in (("share now", _now(rows)), ("share new", _new(rows))):
            if not any(shares):
                continue  # a post that goes, or one that comes
            if wrong := whole(shares):
                mend = "give every duty of it, and mend the shares"
                yield _problem(DUTIES, rows[0], column, f"{rows[0].post}: {wrong}; {mend}")


PROBLEMS = (_one_policy, _whole_posts)


def _now(rows: Sequence[DutyRow]) -> list[int]:
    return [row.share_now for row in rows]


def _new(rows: Sequence[DutyRow]) -> list[int]:
    return [row.share_new for row in rows]


def _policy(inputs: Inputs) -> RoleChangePolicy:
    """The policy of the row: its own limit, or the library's on the implementation date."""
    row: RoleChangePolicyRow = inputs.rows_of(POLICY.name)[0]
    if row.limit is None:
        return library.role_change_policy(row.policy, inputs.settings.implementation_date)
    source = row.source or f"table {POLICY.name}"
    text = f"{row.comparison} {percent_text(row.limit)}"
    library.note_figure(
        Figure(f"role-change policy {row.policy}", text, None, None, "given", source, f"table {POLICY.name}")
    )
    return RoleChangePolicy(row.policy, row.limit, row.comparison, source)


def answer(calculated: Calculated) -> PartAnswer:
    """Each post's change, the duties that make it, and who is formally consulted."""
    if not calculated.inputs.rows_of(POLICY.name):
        return PartAnswer((AnswerRows(CHANGES, []),))  # the duties are there for placement
    policy = _policy(calculated.inputs)
    limit = f"{policy.comparison} {percent_text(policy.limit)}"
    rows, consulted = [], []
    posts = [each for each in _posts(calculated.inputs).values() if any(_now(each)) and any(_new(each))]
    for duties in posts:
        share = changed(_now(duties), _new(duties))
        past = changes_role(share, policy)
        if past:
            consulted.append(duties[0].post)
        rows.append(
            (
                duties[0].post,
                len(duties),
                share,
                limit,
                past,
                CONSULTED if past else NOT_CONSULTED,
                _said(duties, "share_now", "share_new") or None,
                _said(duties, "share_new", "share_now") or None,
            )
        )
    text = f"{len(consulted)} of {counted(len(posts), 'post')} {limit}"
    text += f": {', '.join(consulted)}" if consulted else ": nobody is formally consulted by this test"
    if not posts:
        text = f"consultation where a role changes {limit}; no shares of duties are given, so no role is tested"
    warnings = [] if posts else [f"Role changes: {text}"]
    summary = [("Role changes", f"Test of {policy.name}", text, "text")]
    return PartAnswer((AnswerRows(CHANGES, rows),), warnings=warnings, summary=summary)


def _said(duties: Sequence[DutyRow], larger: str, smaller: str) -> str:
    """The duties that are more in one state than in the other, with the difference and the other post."""
    said = []
    for row in duties:
        difference = getattr(row, larger) - getattr(row, smaller)
        if difference > 0:
            other = f" ({row.moved})" if row.moved else ""
            said.append(f"{row.duty} {percent_text(difference)}{other}")
    return "; ".join(said)
