"""What is published of approvals: lines one by one, people only as a number, and of few people not even that."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from payband.review.approvals import SEVERANCE, VACANT
from payband.review.published import HIDDEN, Choices, column_of, unless
from payband.review.published_people import OutcomeCounts
from payband.review.results import Results

__all__ = ["INDIVIDUALS", "Needed", "PublishedApprovals", "approvals_published"]

INDIVIDUALS = "Individual post holders"


class Needed(NamedTuple):
    """An approval that is needed: of a line, or of a number of people by a rule, who have no reason of their own."""

    what: str
    posts: Any
    amount: Any
    rule: str
    body: str
    reason: str = ""


class PublishedApprovals(NamedTuple):
    """The approvals that are needed, and whether their number may be told: it would give one that is withheld."""

    needed: list[Needed]
    number_told: bool


def approvals_published(
    results: Results, choices: Choices, found: OutcomeCounts | None, *, one_by_one: bool = False
) -> PublishedApprovals:
    """The approvals needed, lines first; `one_by_one` lists people with their amounts as well.

    The number of people by a rule is told of enough of them, where as many or none at all make the difference to
    everybody and to each other number: two rules tell how many people lie between them. The vacant posts of a line are
    told where its people are; what somebody is paid for going is not.
    """
    headings = ("what", "posts", "amount", "rule", "needed", "body", "reason")
    tested = list(zip(*(column_of(results.tables["ApprovalsNeeded"], each) for each in headings), strict=True))
    lines = {line.line.casefold() for line in results.inputs.structure}
    needed: list[Needed] = []
    people: dict[tuple[str, str], set[str]] = {}
    unknown: dict[str, set[str]] = {}
    for what, posts, amount, rule, is_needed, body, reason in tested:
        of_line = one_by_one or what.casefold() in lines
        if not of_line and is_needed is None:
            unknown.setdefault(rule, set()).add(what)
        if not is_needed:
            continue
        if not of_line:
            people.setdefault((rule, body), set()).add(what)
            continue
        hidden = reason.startswith(VACANT) and found is not None and found.hides_people_of(what)
        severed = reason.startswith(SEVERANCE) and not one_by_one
        shown = unless(severed, amount)
        needed.append(Needed(what, HIDDEN if hidden else posts, shown, rule, body, "" if severed else reason))
    everybody = {person.person for person in results.inputs.people}
    least = 1 if choices.people else choices.least
    told = _told(people, everybody, least)
    needed += [Needed(INDIVIDUALS, told.get(by, HIDDEN), HIDDEN, *by) for by in people]
    few_unknown = any(0 < len(each) < least for each in unknown.values())
    tests_told = found is None or found.people != HIDDEN
    number_told = all(each.posts != HIDDEN for each in needed) and not few_unknown and tests_told
    return PublishedApprovals(needed, number_told)


def _told(people: Mapping[tuple[str, str], set[str]], everybody: set[str], least: int) -> dict[tuple[str, str], int]:
    """The numbers of people that are told, the largest first, so that no difference of two is of few people."""
    known = [everybody]
    told = {}
    for by, group in sorted(people.items(), key=lambda each: -len(each[1])):
        if len(group) >= least and not any(0 < len(group ^ other) < least for other in known):
            known.append(group)
            told[by] = len(group)
    return told
