"""Approval thresholds: which pay packages need a named body's approval, and how the readings of a rule differ."""

from typing import NamedTuple

from payband import library
from payband.errors import PaybandError, WrongInput
from payband.kinds import AMOUNT, TEXT, YESNO, choice
from payband.registry import Value, worksheet_function
from payband.units import pence_from, pounds_text

__all__ = ["COMPARISONS", "MEASURES", "TESTED_AT", "Approval", "approval", "decide", "needs_approval", "reaches"]

COMPARISONS = ("at or over", "over")
TESTED_AT = ("actual", "bottom of range", "top of range")
MEASURES = ("base salary", "package", "severance", "employer cost")


def reaches(amount: int, threshold: int, comparison: str) -> bool:
    """Whether an amount reaches a threshold: "at or over" it, or "over" it.

    >>> reaches(10_000_000, 10_000_000, "at or over"), reaches(10_000_000, 10_000_000, "over")
    (True, False)
    """
    return amount >= threshold if comparison == "at or over" else amount > threshold


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


# --- worksheet functions -------------------------------------------------------------------------------------------

_ARGUMENTS = {
    "amount": (AMOUNT, "The package, £ a year, or the bottom of its range"),
    "range_top": (AMOUNT.or_blank(), "The top of the range, £ a year; blank for one amount"),
    "rule": (TEXT, "A rule's name in the library, such as Harrow, or a threshold in £"),
    "comparison": (choice(*COMPARISONS), "at or over, or over; blank for the rule's own (at or over for a threshold)"),
}


def _rule(rule: str, comparison: str | None) -> library.ApprovalRule:
    try:
        threshold = pence_from(rule)
    except PaybandError:
        found = library.approval_rule(rule)
        return found._replace(tested_at="top of range", comparison=comparison or found.comparison)
    if threshold <= 0:
        raise WrongInput(f"the threshold is {rule}: give an amount above £0, or a rule's name")
    return library.ApprovalRule("", "package", "top of range", comparison or "at or over", threshold, "", "given")


def _decided(
    amount: int, range_top: int | None, rule: str, comparison: str | None
) -> tuple[Approval, library.ApprovalRule]:
    if range_top is not None and range_top < amount:
        raise WrongInput(
            f"the range runs from {pounds_text(amount)} down to {pounds_text(range_top)}: give its bottom "
            "first, then its top"
        )
    found = _rule(rule, comparison)
    return decide(amount, range_top, found), found


@worksheet_function("APPROVAL", Value(TEXT), **_ARGUMENTS)
def approval(amount: int, range_top: int | None, rule: str, comparison: str | None = None) -> str:
    """Says in words whether a pay package needs approval, by whom and because of what.

    A range is tested at its top, since that is what the post can come to be paid. Where "at or over" and "over", or the
    bottom and the top of the range, would decide differently, the answer says so.

    Raises UnknownName for a rule that is not in the library, WrongInput for a range upside down.

    Source: Harrow, Chief Officers' Employment Panel, 8 December 2022 and 30 March 2023; Localism Act 2011, ss 38-39.

    >>> import payband
    >>> payband.approval(91269, 107264, "Harrow").partition(":")[0]
    "Approval needed from the Chief Officers' Employment Panel"
    """
    decided, found = _decided(amount, range_top, rule, comparison)
    by = f" from the {found.approving_body}" if found.approving_body else ""
    named = f" (rule: {found.name})" if found.name else ""
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
