"""Who is placed, competes, is ring-fenced or displaced in a round: the policy applied to a line's claims at once."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from payband.calendar import date_text
from payband.library import MatchingPolicy
from payband.review.inputs.tables import StructureLine
from payband.review.parts.placing.placement_claims import Claim, Round
from payband.review.parts.tables.placement import APPOINTED, LEAVES, NOT_APPOINTED
from payband.rules.placing.placement import OUTCOMES, decided, outcome_number, place

__all__ = [
    "ASSIMILATED",
    "COMPETING",
    "DISPLACED",
    "MATCHED",
    "NO_POST_LEFT",
    "RING_FENCED",
    "STANDINGS",
    "UNDECIDED",
    "LineAfter",
    "Outcome",
    "apart",
    "outcomes",
]

ASSIMILATED, MATCHED, COMPETING, RING_FENCED = "assimilated", "matched", "competing", "ring-fenced"
UNDECIDED, DISPLACED = "undecided", "displaced"
NO_POST_LEFT = "no post left"
STANDINGS = (ASSIMILATED, MATCHED, APPOINTED, COMPETING, RING_FENCED, UNDECIDED, DISPLACED, LEAVES)
"""How a person stands after a round, the best first: a person with two claims stands where the better one is."""

_OF_OUTCOME = dict(zip(OUTCOMES, (ASSIMILATED, COMPETING, MATCHED, COMPETING, RING_FENCED, UNDECIDED), strict=True))
_ASSIMILATION, _MATCH, _RING_FENCE, _OPEN = 1, 3, 5, 6  # outcome numbers where nobody competes


class Outcome(NamedTuple):
    """What comes of a claim; `people` have the same claim to the `posts` that are left for them."""

    claim: Claim
    standing: str
    outcome: str
    why: str
    people: int | None = None
    posts: int | None = None
    gap: bool = False


class LineAfter(NamedTuple):
    """A proposed line after a round: what comes of its claims, posts competed for, and posts left unfilled."""

    line: StructureLine
    outcomes: Sequence[Outcome]
    competed_for: int
    unfilled: int

    def count(self, standing: str) -> int:
        """How many of its claims stand so."""
        return sum(each.standing == standing for each in self.outcomes)


def outcomes(
    after: Round,
    lines: Sequence[StructureLine],
    orders: Mapping[str, int],
    policy: MatchingPolicy,
    gaps: str | None,
) -> tuple[list[Outcome], list[LineAfter]]:
    """What comes of every claim of a round, in their order, and every proposed line.

    The policy's steps are taken in its own order: who is appointed holds a post; who meets the terms of assimilation
    comes before who is to be matched, and that before the ring-fence. Each step has the posts that the steps before it
    left, and is competitive where more people take it than that. `orders` has the rank of each grade, in lower case.
    """
    found: dict[int, Outcome] = {}
    of_line: dict[str, list[int]] = {}
    for number, claim in enumerate(after.claims):
        if claim.decision == LEAVES:
            found[number] = Outcome(claim, LEAVES, LEAVES, _decision(claim))
        elif claim.line is None:
            found[number] = Outcome(claim, DISPLACED, DISPLACED, "no proposed line is named")
        elif claim.decision == NOT_APPOINTED:
            found[number] = Outcome(claim, DISPLACED, DISPLACED, _decision(claim))
            of_line.setdefault(claim.line.line.casefold(), []).append(number)
        else:
            of_line.setdefault(claim.line.line.casefold(), []).append(number)
    lines_after = []
    for line in lines:
        numbers = of_line.get(line.line.casefold(), [])
        claims = {number: after.claims[number] for number in numbers if number not in found}
        made, competed_for, unfilled = _of_line(line, claims, orders, policy, gaps)
        found |= made
        lines_after.append(LineAfter(line, [found[number] for number in numbers], competed_for, unfilled))
    return [found[number] for number in range(len(after.claims))], lines_after


def apart(claim: Claim, orders: Mapping[str, int]) -> int | None:
    """Grades from a person's present to the new one: 1 is one up; None without a proposed line."""
    if claim.line is None:
        return None
    return orders[claim.line.grade.casefold()] - orders[claim.person.grade_now.casefold()]


def _of_line(
    line: StructureLine,
    claims: Mapping[int, Claim],
    orders: Mapping[str, int],
    policy: MatchingPolicy,
    gaps: str | None,
) -> tuple[dict[int, Outcome], int, int]:
    """What comes of the claims to one line, the posts competed for, and those left unfilled."""
    found: dict[int, Outcome] = {}
    steps: dict[int, list[int]] = {_ASSIMILATION: [], _MATCH: [], _RING_FENCE: [], _OPEN: []}
    for number, claim in claims.items():
        if claim.decision == APPOINTED:
            found[number] = Outcome(claim, APPOINTED, APPOINTED, _decision(claim))
            continue
        alone = outcome_number(*claim.shares, apart(claim, orders), 1, 1, policy)
        steps[alone if gaps is None else decided(alone, 1, 1, gaps)].append(number)
    left, competed_for = line.posts - len(found), 0
    for step, numbers in steps.items():
        for number in numbers:
            claim = claims[number]
            if left <= 0 and step != _OPEN:
                found[number] = _none_left(claim, line, step)
                continue
            distance = apart(claim, orders)
            assert distance is not None  # it has a line
            answer = place(*claim.shares, distance, len(numbers), left, policy, gaps)
            standing = _OF_OUTCOME[answer.outcome]
            why = f"{answer.why}; {_decision(claim)}" if claim.decision else answer.why
            found[number] = Outcome(claim, standing, answer.outcome, why, len(numbers), left, answer.gap)
        if step in (_ASSIMILATION, _MATCH):
            taken = min(len(numbers), left)
            competed_for += taken if len(numbers) > left else 0
            left -= taken
    return found, competed_for, left


def _decision(claim: Claim) -> str:
    """What a round decided of a claim, and when."""
    return claim.decision + (f" on {date_text(claim.decided_on)}" if claim.decided_on else "")


def _none_left(claim: Claim, line: StructureLine, step: int) -> Outcome:
    """A claim to a line whose posts have all gone to those who come first."""
    who = "those who are appointed" if step == _ASSIMILATION else "those who come first"
    taken = f"the one post of {line.line} goes" if line.posts == 1 else f"all {line.posts} posts of {line.line} go"
    return Outcome(claim, DISPLACED, NO_POST_LEFT, f"{taken} to {who}: name another line")
