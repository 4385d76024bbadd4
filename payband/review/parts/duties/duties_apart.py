"""What one officer may not hold, by kind of authority and date; and holders on which two tables must agree."""

from collections.abc import Iterator
from datetime import date

from payband.calendar import date_text
from payband.library import DutiesApart, duties_apart
from payband.review.check import Check
from payband.review.inputs.inputs import Inputs
from payband.review.parts.duties.duties_held import (
    NOT_STATED,
    PROPOSED,
    STATES,
    TABLE,
    Held,
    duties,
    duties_of_lines,
    holder_lines,
    is_among,
    name_in_law,
)

__all__ = ["agreeing_checks", "apart_checks", "kind_of_authority"]


def kind_of_authority(inputs: Inputs) -> tuple[str, str]:
    """The kind of authority, and how it is known: by the setting, or by a body's own name; empty where it is not.

    A body called a county council is one, and one called a London borough too. 'City Council' tells nothing in law.
    """
    settings = inputs.settings
    if settings.kind_of_authority:
        return settings.kind_of_authority, "by the setting 'kind of authority'"
    body = settings.body.casefold()
    for name, kind in (("county council", "county council"), ("london borough", "London borough council")):
        if name in body:
            return kind, f"as the body's name says, {settings.body}"
    return "", ""


def apart_checks(inputs: Inputs) -> Iterator[Check]:
    """A check for each two duties of the review that one officer may not hold by law, in each state."""
    on = inputs.settings.implementation_date
    by_name = {name_in_law(duty.name): duty for duty in duties(inputs)}
    for pair in duties_apart(on):
        one, other = by_name.get(pair.duty.casefold()), by_name.get(pair.other.casefold())
        if one is not None and other is not None:
            for state in STATES:
                if state != PROPOSED and None in (one.held(state).holders, other.held(state).holders):
                    continue  # who held them before is no decision of the review
                yield _apart(pair, one.held(state), other.held(state), state, inputs, on)


def agreeing_checks(inputs: Inputs) -> Iterator[Check]:
    """A check that fails for each duty whose holder is one by table StatutoryDuties and another by a line's role.

    A workbook from before the table has the roles of its lines, and may have been given the table beside them. Where
    the two agree there is nothing to say.
    """
    by_role = {name_in_law(duty.name): duty for duty in duties_of_lines(inputs)}
    for duty in duties(inputs):
        of_lines = by_role.get(name_in_law(duty.name))
        if not duty.rows or of_lines is None:
            continue
        for state in STATES:
            listed, held = duty.held(state), of_lines.held(state)
            if listed.holders is None or not held.posts:
                continue  # one of the two says nothing of this state
            lines = holder_lines(duty, state)
            if {line.casefold() for line in lines} == {post.casefold() for post in held.posts}:
                continue
            found = (
                f"{', '.join(lines) or 'nobody'} in table {TABLE}; {held.names} by 'statutory role' of table Structure"
            )
            why = "empty 'statutory role' of the line, or put the duty's row right"
            yield Check(
                f"Table {TABLE} and the statutory roles name one holder {state}: {duty.name}",
                "the same", found, False, why,
            )  # fmt: skip


def _apart(pair: DutiesApart, one: Held, other: Held, state: str, inputs: Inputs, on: date) -> Check:
    kind, known_by = kind_of_authority(inputs)
    name = f"{pair.duty} and {pair.other} are two officers {state}"
    shared = [post for post in one.posts if is_among(post, other.posts) and post != NOT_STATED]
    if one.holders is None or other.holders is None:
        return Check(name, "two posts", NOT_STATED, None)
    if not shared:
        return Check(name, "two posts", "two posts" if one.posts and other.posts else "nobody holds one of them", True)
    post, row = shared[0], pair.rule_for(kind)
    if post in one.several:
        why = f"{post} has several posts: name the post of each duty in table {TABLE}"
        return Check(name, "two posts", f"{post} for both", None, why)
    if row is not None:
        pair.note(row)
        law = f"{row.values['kind']}, {known_by}" if known_by and row.values["kind"] == kind else row.values["kind"]
        return Check(name, "two posts", f"one post: {post}", False, f"{row.source} ({law}; on {date_text(on)})")
    if not kind:
        why = f"the law binds some kinds of authority: {', '.join(pair.by_kind)}; give the setting 'kind of authority'"
        return Check(name, "two posts", f"one post: {post}", None, why)
    why = f"{kind}: no rule that payband holds keeps them apart on {date_text(on)}"
    return Check(name, "two posts", f"one post: {post}", True, why)
