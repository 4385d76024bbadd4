"""What is published of approvals: lines one by one, people only as a number, and of few people not even that."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from payband.review.answers import FORM_OF, AnswerColumn
from payband.review.approvals import Tested
from payband.review.core.approval_subject import Outcome, What
from payband.review.core.approvals import Approval
from payband.review.disclosure.people import OutcomeCounts
from payband.review.disclosure.published import HIDDEN, Choices, published_column, unless
from payband.review.results import Results
from payband.sheets.sheet import Tells, Unit

__all__ = ["INDIVIDUALS", "Needed", "PublishedApprovals", "approvals_published", "published_columns"]

INDIVIDUALS = "Individual post holders"


class Needed(NamedTuple):
    """An approval that is needed: of a line, or of a number of people by a rule, who have no reason of their own.

    `cells` are what is published of it, by the name of the column.
    """

    cells: Mapping[str, Any]
    reason: str = ""

    @property
    def what(self) -> str:
        """The line, or that it is people."""
        return str(self.cells["what"])

    @property
    def posts(self) -> Any:
        """How many posts, or the mark."""
        return self.cells["posts"]

    @property
    def amount(self) -> Any:
        """The amount tested in pence, or the mark."""
        return self.cells["amount"]

    @property
    def rule(self) -> str:
        """The rule's name."""
        return str(self.cells["rule"])

    @property
    def body(self) -> str:
        """The body that approves."""
        return str(self.cells["body"])


class PublishedApprovals(NamedTuple):
    """The approvals that are needed, and whether their number may be told: it would give one that is withheld."""

    needed: list[Needed]
    number_told: bool


def approvals_published(
    results: Results, choices: Choices, found: OutcomeCounts | None, *, one_by_one: bool = False
) -> PublishedApprovals:
    """The approvals needed, lines first; `one_by_one` lists people with their amounts as well.

    The number of people by a rule is shown for enough of them, where as many or none at all make the difference to
    everybody and to each other number: two rules tell how many people lie between them. The vacant posts of a line are
    shown where its people are; what somebody is paid for going is not.
    """
    lines = {line.line.casefold() for line in results.inputs.structure}
    needed: list[Needed] = []
    people: dict[tuple[str, str], list[Tested]] = {}
    unknown: dict[str, set[str]] = {}
    for each in results.approvals_tested.tests:
        subject = each.subject
        severance = subject.what is What.SEVERANCE
        of_line = one_by_one or subject.what in _OF_LINES or (severance and each.name.casefold() in lines)
        if not of_line and each.outcome is Outcome.UNKNOWN:
            unknown.setdefault(subject.rule.name, set()).add(each.name)
        if each.outcome is not Outcome.NEEDED:
            continue
        if not of_line:
            people.setdefault((subject.rule.name, each.body or ""), []).append(each)
            continue
        hidden = subject.what is What.VACANCY and found is not None and found.hides_people_of(each.name)
        severed = severance and not one_by_one
        hides = {Tells.PAY: severed, Tells.COUNT: hidden, Tells.NOTHING: False}
        needed.append(Needed(_of_line(each, hides), "" if severed else each.reason))
    everybody = {person.person for person in results.inputs.people}
    least = 1 if choices.people else choices.least
    told = _told({by: {each.name for each in tests} for by, tests in people.items()}, everybody, least)
    needed += [Needed(_of_people(tests, told.get(by, HIDDEN))) for by, tests in people.items()]
    few_unknown = any(0 < len(each) < least for each in unknown.values())
    tests_told = found is None or found.people != HIDDEN
    number_told = all(each.posts != HIDDEN for each in needed) and not few_unknown and tests_told
    return PublishedApprovals(needed, number_told)


_OF_LINES = (What.LINE, What.VACANCY)


def published_columns() -> tuple[AnswerColumn, ...]:
    """The columns of the published table, as the sheet of approvals declares them."""
    return tuple(
        published_column(answer.published_heading, FORM_OF[unit], answer.unit if unit is Unit.PENCE else "")
        for _, answer, unit in Approval.answers()
        if answer.published
    )


def _tells() -> dict[str, Tells]:
    """What each published column tells, by its name; words tell nothing that the figures do not."""
    return {
        name: Approval.columns[name].tells if name in Approval.columns else Tells.NOTHING
        for name, answer, _ in Approval.answers()
        if answer.published
    }


def _value(each: Tested, name: str) -> Any:
    return unless(False, each.cells[name])


def _of_line(each: Tested, hides: Mapping[Tells, bool]) -> dict[str, Any]:
    """What is reported of a line, or of somebody who is listed."""
    return {name: HIDDEN if hides[tells] else _value(each, name) for name, tells in _tells().items()}


def _of_people(tests: Sequence[Tested], count: Any) -> dict[str, Any]:
    """What is shown of people by a rule: how many they are where that may be told, and what is the same of them all."""
    cells: dict[str, Any] = {}
    for name, tells in _tells().items():
        values = {_value(each, name) for each in tests}
        cells[name] = values.pop() if tells is Tells.NOTHING and len(values) == 1 else HIDDEN
    return cells | {"what": INDIVIDUALS, "posts": count}


def _told(people: Mapping[tuple[str, str], set[str]], everybody: set[str], least: int) -> dict[tuple[str, str], int]:
    """The numbers of people that are reported, the largest first, so that no difference of two is of few people."""
    known = [everybody]
    told = {}
    for by, group in sorted(people.items(), key=lambda each: -len(each[1])):
        if len(group) >= least and not any(0 < len(group ^ other) < least for other in known):
            known.append(group)
            told[by] = len(group)
    return told
