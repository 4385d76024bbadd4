"""Placement: assimilation, matching or ring-fence, by how much of a person's job is in the new post."""

from datetime import date
from typing import NamedTuple

from payband import library
from payband.errors import WrongInput
from payband.forms import Form, choose, larger, smaller
from payband.kinds import DAY, RATE, TEXT, WHOLE, choice
from payband.library import MatchingPolicy
from payband.registry import Row, Step, worksheet_function
from payband.units import counted, percent_text

__all__ = [
    "GAPS",
    "OUTCOMES",
    "PlacementAnswer",
    "check_slots",
    "decided",
    "in_a_gap",
    "outcome_by_terms",
    "outcome_number",
    "place",
    "placement",
    "silent_on",
    "terms_met",
]

OUTCOMES = (
    "assimilate",
    "competitive assimilation",
    "match with assessment",
    "competitive match",
    "ring-fence",
    "not covered by the policy",
)
"""The outcomes by number, the first being 1."""

RING_FENCE, NOT_COVERED = 5, 6
GAPS = ("match", "ring-fence")
"""How a case may be decided that the policy's own words leave open."""


def outcome_number(
    of_current: Form, of_new: Form, grades_apart: Form, people: Form, posts: Form, policy: MatchingPolicy
) -> Form:
    """The number of the outcome in OUTCOMES, 1 to 6, by the words of a policy alone.

    Shares are basis points: of the present job that is in the new one, and of the new job that comes from the present.
    Assimilation wants both shares high and the same grade; a match wants both in the policy's middle band and the
    grades no further apart than it says; where more people than posts have the claim it is competitive. A share below
    the band, or grades too far apart, leave the ring-fence. What is none of these, no word of the policy covers.

    >>> from payband.forms import Cell
    >>> leicester = MatchingPolicy("Leicester", 7500, 2500, 7400, 1, "")
    >>> [outcome_number(share, share, 0, 2, 2, leicester) for share in (2400, 2500, 7400, 7450, 7500)]
    [5, 3, 3, 6, 1]
    """
    terms = terms_met(of_current, of_new, grades_apart, policy)
    return outcome_by_terms(*terms, people, posts)


def terms_met(of_current: Form, of_new: Form, grades_apart: Form, policy: MatchingPolicy) -> tuple[Form, Form, Form]:
    """Whether a case meets the terms of assimilation, of a match, and of one but for the share that is too high.

    Each is 1 or 0.

    >>> leicester = MatchingPolicy("Leicester", 7500, 2500, 7400, 1, "")
    >>> terms_met(7400, 2500, 1, leicester), terms_met(7500, 7500, 1, leicester)
    ((0, 1, 1), (0, 0, 1))
    """
    least, most = smaller(of_current, of_new), larger(of_current, of_new)
    distance = larger(grades_apart, 0 - grades_apart)
    may_assimilate = choose(least >= policy.assimilate_from, 1, 0) * choose(distance > 0, 0, 1)
    near = choose(distance > policy.grades_apart, 0, 1)
    may_match = choose(least >= policy.match_from, 1, 0) * choose(most > policy.match_to, 0, 1) * near
    return may_assimilate, may_match, choose(least >= policy.match_from, 1, 0) * near


def outcome_by_terms(may_assimilate: Form, may_match: Form, open_case: Form, people: Form, posts: Form) -> Form:
    """The number of the outcome of a case, from the terms that it meets and from how many people claim the posts.

    >>> outcome_by_terms(1, 0, 1, 2, 1), outcome_by_terms(0, 0, 1, 1, 1)
    (2, 6)
    """
    competing = choose(people > posts, 1, 0)
    return choose(
        may_assimilate > 0,
        1 + competing,
        choose(may_match > 0, 3 + competing, choose(open_case > 0, NOT_COVERED, RING_FENCE)),
    )


def decided(number: Form, people: Form, posts: Form, gaps: str) -> Form:
    """The number of the outcome, a case that the policy does not cover decided as a match or as a ring-fence.

    >>> decided(6, 3, 2, "match"), decided(6, 3, 2, "ring-fence"), decided(1, 1, 1, "match")
    (4, 5, 1)
    """
    instead = 3 + choose(people > posts, 1, 0) if gaps == GAPS[0] else RING_FENCE
    return choose(number >= NOT_COVERED, instead, number)


def in_a_gap(number: int) -> bool:
    """Whether the policy's own words leave a case open."""
    return number == NOT_COVERED


def silent_on(of_current: int, of_new: int, policy: MatchingPolicy) -> str:
    """What a policy does not say about a case that it leaves open, in words."""
    least, most = sorted((of_current, of_new))
    assimilate, top = percent_text(policy.assimilate_from), percent_text(policy.match_to)
    if least >= policy.assimilate_from:
        return f"both shares reach {assimilate}, but the grade is another"
    between = [each for each in (least, most) if policy.match_to < each < policy.assimilate_from]
    if between:
        return f"{percent_text(between[0])} lies between {top} and {assimilate}"
    return f"one share is {percent_text(most)}, the other only {percent_text(least)}"


def check_slots(shares: tuple[int, ...]) -> str:
    """What is wrong with one person's claims to several posts, by their shares; empty when nothing is.

    Two posts are possible on an exact half and half only.

    Source: Leicester City Council, minutes of 28 October 2011, section 5.

    >>> check_slots((5000, 5000)), check_slots((5100, 4900))
    ('', 'two posts need an exact 50% and 50% split, not 51% and 49%: choose one of them')
    """
    if len(shares) < 2 or shares == (5000, 5000):
        return ""
    shown = " and ".join(percent_text(share) for share in shares)
    if len(shares) > 2:
        return f"{len(shares)} posts for one person ({shown}): choose one, or two on an exact 50% and 50% split"
    return f"two posts need an exact 50% and 50% split, not {shown}: choose one of them"


class PlacementAnswer(NamedTuple):
    """How a person comes to a post, and why in words; `gap` says that the policy itself leaves the case open."""

    outcome: str
    why: str
    gap: bool


def place(
    of_current: int,
    of_new: int,
    grades_apart: int,
    people: int,
    posts: int,
    policy: MatchingPolicy,
    gaps: str | None,
) -> PlacementAnswer:
    """How a person comes to a post. Without `gaps` a case that the policy leaves open stays so."""
    number = outcome_number(of_current, of_new, grades_apart, people, posts, policy)
    shares = f"{percent_text(of_current)} of the present job makes {percent_text(of_new)} of the new"
    grade = "same grade" if not grades_apart else f"{abs(grades_apart)} up" if grades_apart > 0 else (
        f"{abs(grades_apart)} down"
    )  # fmt: skip
    claims = f"{people} for {counted(posts, 'post')}"
    why = f"{shares}; {grade}; {claims}"
    if not in_a_gap(number):
        return PlacementAnswer(OUTCOMES[number - 1], why, False)
    why += f"; the policy is silent: {silent_on(of_current, of_new, policy)}"
    if gaps is None:
        return PlacementAnswer(OUTCOMES[number - 1], f"{why}: decide it as {' or '.join(GAPS)}", True)
    outcome = OUTCOMES[decided(number, people, posts, gaps) - 1]
    return PlacementAnswer(outcome, f"{why}; decided as {gaps} by the setting", True)


# --- worksheet function --------------------------------------------------------------------------------------------


def _check(people: int, posts: int) -> None:
    if people < 1:
        raise WrongInput("the number of people is 0: count the person who is to be placed")
    if posts < 1:
        raise WrongInput("the number of posts is 0: nobody can be placed where there is no post")


@worksheet_function(
    "PLACEMENT",
    Row((("outcome", TEXT), ("why", TEXT))),
    share_of_current=(RATE, "Share of the present job that is in the new one, such as 80%"),
    share_of_new=(RATE, "Share of the new job that comes from the present one"),
    grades_apart=(WHOLE, "Grades from the present to the new: 0 the same, 1 one above, -1 one below"),
    people=(WHOLE, "How many people have this claim to the post, this one too"),
    posts=(WHOLE, "How many such posts there are"),
    policy=(TEXT, "A matching policy's name in the library, such as Leicester"),
    gaps=(choice(*GAPS), "How to decide what the policy leaves open: match or ring-fence; blank refuses it"),
    on_date=(DAY, "The date for a policy of the library; without one, its newest"),
)
def placement(
    share_of_current: int,
    share_of_new: int,
    grades_apart: int,
    people: int,
    posts: int,
    policy: str,
    gaps: str | None = None,
    on_date: date | None = None,
) -> tuple[str, str]:
    """How a person comes to a post in a new structure: assimilation, matching or the ring-fence, and why.

    Assimilate where both shares are 75% or more, the grade is the same and there are no more people than posts; match
    with an assessment where both are 25% to 74% and the grade is the same or one apart; competitively where there are
    more people than posts; else the ring-fence. Where the policy's words leave a case open (74.5%, or 75% and more with
    another grade), `gaps` decides, and the answer says so.

    Raises WrongInput for a case that the policy leaves open where `gaps` is blank, and for no people or no posts;
    UnknownName for a policy that the library lacks.

    Source: Leicester City Council, minutes of 28 October 2011, section 5.

    >>> import payband
    >>> print(payband.placement("80%", "75%", 0, 6, 3, "Leicester"))
    outcome                   why
    ------------------------  ----------------------------------------------------------------------
    competitive assimilation  80% of the present job makes 75% of the new; same grade; 6 for 3 posts
    """
    _check(people, posts)
    found = library.matching_policy(policy, on_date)
    answer = place(share_of_current, share_of_new, grades_apart, people, posts, found, gaps)
    if answer.gap and gaps is None:
        silent = silent_on(share_of_current, share_of_new, found)
        raise WrongInput(f"the policy of {found.name} does not say ({silent}): give gaps as {' or '.join(GAPS)}")
    return answer.outcome, answer.why


@placement.explained
def _steps(
    share_of_current: int,
    share_of_new: int,
    grades_apart: int,
    people: int,
    posts: int,
    policy: str,
    gaps: str | None,
    on_date: date | None,
) -> list[Step]:
    found = library.matching_policy(policy, on_date)
    number = outcome_number(share_of_current, share_of_new, grades_apart, people, posts, found)
    band = f"{percent_text(found.match_from)} to {percent_text(found.match_to)}"
    return [
        Step("assimilation", f"{percent_text(found.assimilate_from)} or more both ways", "with the same grade"),
        Step("match", f"{band} both ways", f"with grades at most {found.grades_apart} apart"),
        Step("competition", "yes" if people > posts else "no", f"{people} people for {posts} posts"),
        Step("by the policy alone", OUTCOMES[number - 1], found.source),
    ]
