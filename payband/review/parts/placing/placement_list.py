"""The answers of placement: each person's outcome after each round, the lines, the changes, and what must reconcile."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from payband import library
from payband.errors import PaybandError, Problem
from payband.library import Figure, MatchingPolicy
from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.placing.placement_claims import Round, rounds
from payband.review.parts.placing.placement_outcomes import (
    ASSIMILATED,
    COMPETING,
    DISPLACED,
    MATCHED,
    NO_POST_LEFT,
    RING_FENCED,
    STANDINGS,
    UNDECIDED,
    LineAfter,
    Outcome,
    apart,
    outcomes,
)
from payband.review.parts.tables.placement import (
    APPOINTED,
    BY_LINE,
    CHANGES,
    LEAVE_OPEN,
    LEAVES,
    LIST,
    PLACEMENTS,
    RULES,
    PlacementRuleRow,
)
from payband.units import counted, percent_text

__all__ = ["PROBLEMS", "answer", "standings"]

_HELD = (ASSIMILATED, MATCHED, APPOINTED)
_OWN = {"assimilate_from": "assimilate from", "match_from": "match from", "match_to": "match to"}


# --- what must hold ------------------------------------------------------------------------------------------------


def _one_policy(inputs: Inputs) -> Iterator[Problem]:
    """There is one policy, which is known."""
    rules = inputs.rows_of(RULES.name)
    if not rules:
        message = "has no row, and table Placements has some: give one row that names the policy, such as Leicester"
        yield Problem(message, sheet=RULES.sheet, table=RULES.name)
    for row in rules[1:]:
        message = "a review has one policy of placement, and there is already a row of it: delete one of the two rows"
        yield _of_rule(row, "policy", message)
    if rules:
        yield from _policy_problems(rules[0], inputs)


def _claims(inputs: Inputs) -> Iterator[Problem]:
    """Everything that is wrong with the claims of each round."""
    rules = inputs.rows_of(RULES.name)
    yield from rounds(inputs, rules[0].first_round if rules else "")[1]


PROBLEMS = (_one_policy, _claims)


def _of_rule(row: PlacementRuleRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=RULES.sheet, table=RULES.name, row=row.row, column=column)


def _policy_problems(row: PlacementRuleRow, inputs: Inputs) -> Iterator[Problem]:
    """The policy is in the library, or all of it stands in the row."""
    own = {column: getattr(row, field) for field, column in _OWN.items()} | {"grades apart": row.grades_apart}
    given = [column for column, value in own.items() if value is not None]
    if not given:
        try:
            _policy(row, inputs)
        except PaybandError as error:
            yield _of_rule(row, "policy", f"{error}; or give the shares of your own policy in this row")
        return
    for column, value in own.items():
        if value is None:
            yield _of_rule(row, column, f"is empty, but {given[0]} is given: give all four of your own policy, or none")
    if len(given) == len(own) and not row.match_from <= row.match_to <= row.assimilate_from:  # type: ignore[operator]
        message = "the shares are not in order: match from, match to, assimilate from, such as 25%, 74%, 75%"
        yield _of_rule(row, "assimilate from", message)


def _policy(row: PlacementRuleRow, inputs: Inputs) -> MatchingPolicy:
    """The policy of the row: its own shares, or the library's on the implementation date."""
    own = (row.assimilate_from, row.match_from, row.match_to, row.grades_apart)
    if None in own:
        return library.matching_policy(row.policy, inputs.settings.implementation_date)
    assimilate_from, match_from, match_to, apart_at_most = (number for number in own if number is not None)
    band = f"{percent_text(match_from)} to {percent_text(match_to)}"
    text = f"assimilate {percent_text(assimilate_from)}, match {band}"
    source = row.source or f"table {RULES.name}"
    library.note_figure(
        Figure(f"matching policy {row.policy}", text, None, None, "given", source, f"table {RULES.name}")
    )
    return MatchingPolicy(row.policy, assimilate_from, match_from, match_to, apart_at_most, source)


# --- the answers ---------------------------------------------------------------------------------------------------


class _After(NamedTuple):
    """A round with what comes of it."""

    round: Round
    outcomes: Sequence[Outcome]
    lines: Sequence[LineAfter]

    def standings(self) -> dict[str, str]:
        """How each person stands, by the better of two claims."""
        found: dict[str, str] = {}
        for each in self.outcomes:
            person, standing = each.claim.person.person, each.standing
            if person not in found or STANDINGS.index(standing) < STANDINGS.index(found[person]):
                found[person] = standing
        return found

    def in_words(self) -> str:
        """How many people stand how, the competitions and the posts left, in a sentence."""
        counts = Counter(self.standings().values())
        parts = [f"{counts[standing]} {standing}" for standing in STANDINGS if counts[standing]]
        contests = {(each.claim.facts()[0], each.outcome) for each in self.outcomes if each.standing == COMPETING}
        text = f"{counted(sum(counts.values()), 'person', 'people')}: {', '.join(parts)}"
        if contests:
            posts = counted(sum(line.competed_for for line in self.lines), "post")
            text += f"; {counted(len(contests), 'competitive situation')} for {posts}"
        return f"{text}; {counted(sum(line.unfilled for line in self.lines), 'post')} unfilled"


def standings(inputs: Inputs) -> dict[str, str]:
    """How each person stands after the last round, by reference: a word of `STANDINGS`; of a review with placement."""
    return _after_rounds(inputs)[-1].standings() if inputs.rows_of(RULES.name) else {}


def _after_rounds(inputs: Inputs) -> list[_After]:
    rule: PlacementRuleRow = inputs.rows_of(RULES.name)[0]
    policy = _policy(rule, inputs)
    gaps = None if rule.gaps == LEAVE_OPEN else rule.gaps
    orders = _orders(inputs)
    return [
        _After(each, *outcomes(each, inputs.lines("proposed"), orders, policy, gaps))
        for each in rounds(inputs, rule.first_round)[0]
    ]


def _orders(inputs: Inputs) -> dict[str, int]:
    """The rank of each grade, by its name in small letters."""
    return {row.grade.casefold(): row.order for row in inputs.grades}


def answer(calculated: Calculated) -> PartAnswer:
    """Every person's outcome after each round, every line, what changed, and the checks of it."""
    inputs = calculated.inputs
    found, orders = _after_rounds(inputs), _orders(inputs)
    tables = (
        AnswerRows(LIST, [row for after in found for row in _list_rows(after, orders)]),
        AnswerRows(BY_LINE, [_line_row(after.round.name, line) for after in found for line in after.lines]),
        AnswerRows(CHANGES, [row for before, after in pairwise(found) for row in _changes(before, after)]),
    )
    checks = [check for after in found for check in _checks(after, inputs)]
    summary = [("Placement", f"After the {after.round.name}", after.in_words(), "text") for after in found]
    return PartAnswer(tables, checks=[*checks, *_covered(found[-1])], warnings=_warnings(found[-1]), summary=summary)


def _list_rows(after: _After, orders: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    for each in after.outcomes:
        claim, line = each.claim, each.claim.line
        known = line is not None and each.standing != LEAVES
        yield (
            after.round.name,
            claim.person.person,
            claim.person.post_now or None,
            claim.person.grade_now or None,
            line.line if known and line else None,
            line.grade if known and line else None,
            apart(claim, orders) if known else None,
            claim.shares[0] if known else None,
            claim.shares[1] if known else None,
            each.people,
            each.posts,
            each.outcome,
            each.gap,
            each.why,
        )


def _line_row(name: str, after: LineAfter) -> tuple[Any, ...]:
    competing = [each.claim.person.person for each in after.outcomes if each.standing == COMPETING]
    return (
        name,
        after.line.line,
        after.line.posts,
        len(after.outcomes),
        *(after.count(each) for each in _HELD),
        len(competing),
        after.competed_for,
        after.count(RING_FENCED),
        after.count(UNDECIDED),
        after.count(DISPLACED),
        after.unfilled,
        ", ".join(competing) or None,
    )


def _by_person(after: _After) -> dict[str, tuple[str, str]]:
    """Each person's lines and outcomes in words."""
    found: dict[str, tuple[str, str]] = {}
    for each in after.outcomes:
        line = "" if each.standing == LEAVES or each.claim.line is None else each.claim.line.line
        had = found.get(each.claim.person.person)
        found[each.claim.person.person] = (
            (f"{had[0]}; {line}", f"{had[1]}; {each.outcome}") if had else (line, each.outcome)
        )
    return found


def _changes(before: _After, after: _After) -> Iterator[tuple[Any, ...]]:
    was, now = _by_person(before), _by_person(after)
    for person, stands in now.items():
        if stands != was[person]:
            lines = (was[person][0] or None, stands[0] or None)
            yield person, before.round.name, after.round.name, *lines, was[person][1], stands[1]


# --- what must reconcile -------------------------------------------------------------------------------------------


def _checks(after: _After, inputs: Inputs) -> Iterator[Check]:
    name = after.round.name
    standings = after.standings()
    missing = [each.person for each in inputs.people if each.person not in standings]
    people = counted(len(inputs.people), "person", "people")
    found = counted(len(standings), "person", "people")
    yield Check(
        f"Every person is placed, competing, ring-fenced, displaced or leaving: {name}",
        people, found, not missing and len(standings) == len(inputs.people), "; ".join(missing),
    )  # fmt: skip
    # The list of people and the posts of the structure, counted apart, come to the same.
    held = sum(each.standing in _HELD for each in after.outcomes)
    competed, unfilled = sum(line.competed_for for line in after.lines), sum(line.unfilled for line in after.lines)
    posts = sum(line.posts for line in inputs.lines("proposed"))
    yield Check(
        f"Posts filled, competed for and unfilled are all posts: {name}",
        counted(posts, "post"), counted(held + competed + unfilled, "post"), posts == held + competed + unfilled,
        f"{held} filled, {competed} competed for, {unfilled} unfilled",
    )  # fmt: skip


def _covered(last: _After) -> Iterator[Check]:
    undecided = [each.claim.person.person for each in last.outcomes if each.standing == UNDECIDED]
    yield Check(
        "Every case of placement is covered by the policy or decided",
        "0 undecided", f"{len(undecided)} undecided", not undecided, "; ".join(undecided),
    )  # fmt: skip


def _warnings(last: _After) -> list[str]:
    found = []
    silent = [each.claim.person.person for each in last.outcomes if each.gap]
    if silent:
        people = counted(len(silent), "case", "cases")
        found.append(
            f"Placement: the policy's own words do not cover {people} ({', '.join(silent)}); the column 'why' of table "
            f"{LIST.name} says what it is silent on and how it was decided"
        )
    left = [each.claim.person.person for each in last.outcomes if each.outcome == NO_POST_LEFT]
    if left:
        people = ", ".join(left)
        found.append(f"Placement: no post is left in the line of {people}: name another line in {PLACEMENTS.name}")
    return found
