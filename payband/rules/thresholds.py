"""Approval thresholds: which pay packages need a named body's approval, and how the readings of a rule differ."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from payband import library
from payband.errors import PaybandError, WrongInput
from payband.forms import Form, choose
from payband.kinds import AMOUNT, TEXT, YESNO, choice
from payband.registry import Value, worksheet_function
from payband.units import number_from, pence_from, pounds_text

__all__ = [
    "COMPARISONS",
    "MEASURES",
    "TESTED_AT",
    "Approval",
    "Standing",
    "approval",
    "decide",
    "decide_tiers",
    "needs_approval",
    "policies_named",
    "reached",
    "reaches",
    "standing",
]

COMPARISONS = ("at or over", "over")
TESTED_AT = ("actual", "bottom of range", "top of range")
MEASURES = ("base salary", "package", "severance", "employer cost")


def reaches(amount: Form, threshold: Form, comparison: str) -> Form:
    """Whether an amount reaches a threshold: "at or over" it, or "over" it.

    >>> reaches(10_000_000, 10_000_000, "at or over"), reaches(10_000_000, 10_000_000, "over")
    (True, False)
    """
    return amount >= threshold if comparison == "at or over" else amount > threshold


def reached(amount: Form, threshold: Form, over: Form) -> Form:
    """1 where an amount reaches a threshold, else 0; `over` is 1 where it has to be over it, 0 where at or over it.

    >>> reached(10_000_000, 10_000_000, 0), reached(10_000_000, 10_000_000, 1)
    (1, 0)
    """
    at_or_over, above = (choose(reaches(amount, threshold, each), 1, 0) for each in COMPARISONS)
    return choose(over > 0, above, at_or_over)


class Approval(NamedTuple):
    """Whether approval is needed, and why in words."""

    needed: bool
    reason: str
    readings_disagree: bool


def decide(bottom: int, top: int | None, rule: library.ApprovalRule) -> Approval:
    """Tests an amount, or a range from bottom to top, against a rule, and says where other readings would disagree.

    A range is tested where the rule says (its bottom or its top); a single amount is tested as it is.
    """
    is_range = top is not None and top != bottom
    highest = bottom if top is None else top
    tested = bottom if is_range and rule.tested_at == "bottom of range" else highest
    needed = reaches(tested, rule.threshold, rule.comparison)
    other = COMPARISONS[1 - COMPARISONS.index(rule.comparison)]
    limit = pounds_text(rule.threshold, pence_shown=rule.threshold % 100 != 0)
    amount = pounds_text(tested, pence_shown=tested % 100 != 0)
    if is_range:
        end = "top" if tested == highest else "bottom"
        subject = f"the {end} of the range, {amount},"
    else:
        subject = amount
    is_not = "is" if needed else "is not"
    reason = f"{subject} {is_not} {rule.comparison} {limit}"
    differing = []
    if reaches(tested, rule.threshold, other) != needed:
        differing.append(f'read as "{other}" it would {"not " if needed else ""}be')
    if is_range:
        opposite_end, opposite = ("bottom", bottom) if tested == highest else ("top", highest)
        if reaches(opposite, rule.threshold, rule.comparison) != needed:
            shown = pounds_text(opposite, pence_shown=opposite % 100 != 0)
            differing.append(f"at the {opposite_end} of the range, {shown}, it would {'not ' if needed else ''}be")
    if differing:
        reason += "; readings disagree: " + " and ".join(differing)
    return Approval(needed, reason, bool(differing))


def decide_tiers(
    bottom: int, top: int | None, tiers: Sequence[library.ApprovalRule]
) -> tuple[Approval, library.ApprovalRule]:
    """Tests an amount or a range against the tiers of a rule, highest first: the highest that is reached decides.

    Answers with the tier that decides. A tier from £0 names who decides below the others, where nobody else need
    approve. A rule without tiers is a single tier.
    """
    above = [tier for tier in tiers if tier.threshold] or list(tiers)
    for tier in above:
        decided = decide(bottom, top, tier)
        if decided.needed:
            return decided, tier
    lowest = tiers[-1]
    if lowest is not above[-1]:
        decided = decided._replace(reason=f"{decided.reason}: the {_lower_first(lowest.approving_body)} decides")
    return decided, lowest


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def policies_named(setting: str) -> list[str]:
    """The rules of the library that the setting "approval policy" names, with ; between.

    >>> policies_named("Harrow; Severance 2022")
    ['Harrow', 'Severance 2022']
    """
    return [name for name in (part.strip() for part in setting.split(";")) if name]


class Standing(StrEnum):
    """How a post that needs approval is."""

    WITHOUT = "in post or paid without approval"
    IN_RETROSPECT = "approved in retrospect"
    BEFOREHAND = "approved beforehand"
    TO_APPROVE = "to be approved before anybody is appointed"


def standing(in_post_from: date | None, approved_on: date | None, on: date) -> Standing:
    """How a post that needs approval is on a day, by the first day in post or paid and the day of approval.

    Approval on the first day itself is in time.

    >>> from datetime import date
    >>> str(standing(date(2022, 12, 1), date(2022, 12, 8), date(2023, 4, 1)))
    'approved in retrospect'
    """
    if approved_on is not None:
        late = in_post_from is not None and in_post_from < approved_on
        return Standing.IN_RETROSPECT if late else Standing.BEFOREHAND
    return Standing.WITHOUT if in_post_from is not None and in_post_from <= on else Standing.TO_APPROVE


# --- worksheet functions -------------------------------------------------------------------------------------------

_ARGUMENTS = {
    "amount": (AMOUNT, "The package, £ a year, or the bottom of its range"),
    "range_top": (AMOUNT.or_blank(), "The top of the range, £ a year; blank for one amount"),
    "rule": (TEXT, "A rule's name in the library, such as Harrow, or a threshold in £"),
    "comparison": (choice(*COMPARISONS), "at or over, or over; blank for the rule's own (at or over for a threshold)"),
}


def _tiers(rule: str, comparison: str | None) -> list[library.ApprovalRule]:
    """The tiers of a named rule, highest first, or one threshold."""
    try:
        number_from(rule)
    except PaybandError:
        return [
            tier._replace(tested_at="top of range", comparison=comparison or tier.comparison)
            for tier in library.approval_tiers(rule)
        ]
    threshold = pence_from(rule, "the threshold")
    if threshold <= 0:
        raise WrongInput(f"the threshold is {rule}: give an amount above £0, or a rule's name")
    return [library.ApprovalRule("", "package", "top of range", comparison or "at or over", threshold, "", "given")]


def _decided(
    amount: int, range_top: int | None, rule: str, comparison: str | None
) -> tuple[Approval, library.ApprovalRule]:
    if range_top is not None and range_top < amount:
        raise WrongInput(
            f"the range runs from {pounds_text(amount)} down to {pounds_text(range_top)}: give its bottom "
            "first, then its top"
        )
    return decide_tiers(amount, range_top, _tiers(rule, comparison))


@worksheet_function("APPROVAL", Value(TEXT), **_ARGUMENTS)
def approval(amount: int, range_top: int | None, rule: str, comparison: str | None = None) -> str:
    """Says in words whether a pay package, or a severance payment, needs approval, by whom and because of what.

    A range is tested at its top, since that is what the post can come to be paid. Of a rule in tiers, such as
    Severance 2022, the highest tier that is reached names who approves. Where "at or over" and "over", or the
    bottom and the top of the range, would decide differently, the answer says so.

    Raises UnknownName for a rule that is not in the library, WrongInput for a range upside down.

    Source: Harrow, Chief Officers' Employment Panel, 8 December 2022 and 30 March 2023; Localism Act 2011, ss 38-39;
    statutory guidance on special severance payments, 12 May 2022.

    >>> import payband
    >>> payband.approval(91269, 107264, "Harrow").partition(":")[0]
    "Approval needed from the Chief Officers' Employment Panel"
    """
    decided, found = _decided(amount, range_top, rule, comparison)
    by = f" from the {found.approving_body}" if found.approving_body else ""
    named = f" (rule: {found.name})" if found.name else ""
    if not found.threshold:
        by = ""  # the tier below the others: the reason says who decides
    head = f"Approval needed{by}" if decided.needed else f"No approval needed{by}"
    return f"{head}: {decided.reason}{named}"


@worksheet_function("NEEDSAPPROVAL", Value(YESNO), **_ARGUMENTS)
def needs_approval(amount: int, range_top: int | None, rule: str, comparison: str | None = None) -> bool:
    """TRUE if a pay package needs approval; a range is tested at its top.

    The arguments, errors and sources are those of APPROVAL.

    >>> import payband
    >>> payband.needs_approval(91269, 107264, "Harrow")
    True
    """
    return _decided(amount, range_top, rule, comparison)[0].needed
