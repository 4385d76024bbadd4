"""What is said of an approval: made from the figures and values of its row, last of all."""

from payband.library import ApprovalRule
from payband.review.core.approval_subject import Subject, TestedRule, What
from payband.rules.thresholds import Approval
from payband.sheets.sheet import Each
from payband.sheets.unknown import Unknown

__all__ = ["NO_GRADE", "NO_TERMS", "body_of", "reason_of", "tier_of"]

NO_GRADE = "its grade is not given, so its pay range is not known"
NO_TERMS = "the employer cost is not known without an on-cost profile"


def tier_of(of: Each) -> ApprovalRule | None:
    """The tier of its rule that decides; None where the amount is not known, and with it which of several does."""
    rule: TestedRule = of.input.rule
    if len(rule.tiers) == 1:
        return rule.tiers[0]
    return None if isinstance(of.amount, Unknown) else _decided(of)[1]


def body_of(of: Each) -> str | None:
    """The body that approves; None where it is not known which."""
    tier = tier_of(of)
    return None if tier is None else tier.approving_body


def reason_of(of: Each) -> str:
    """Why approval is needed or is not, or why that is not known."""
    subject: Subject = of.input
    if isinstance(of.amount, Unknown):
        reason = _why_unknown(of)
    else:
        reason = _decided(of)[0].reason
        if of.estimated:
            reason += "; rests on an estimated point"
    if subject.what is What.SEVERANCE:
        return f"severance of {reason}"
    if subject.what is What.VACANCY and subject.line is not None:
        time = subject.line.fte_each
        return f"vacant: {reason}" if time == 1 else f"vacant, {time} of full time: {reason}"
    return reason


def _decided(of: Each) -> tuple[Approval, ApprovalRule]:
    """What is decided of the amount, or of the amounts at both ends of a range, and the tier that decides."""
    rule: TestedRule = of.input.rule
    if of.over_range:
        return rule.decided(of.amount_at_bottom, of.amount_at_top)
    return rule.decided(of.amount, None)


def _why_unknown(of: Each) -> str:
    """Why the amount is not known."""
    ends = of.bottom.full if of.over_range else 0, of.top.full
    if not any(isinstance(each, Unknown) for each in ends):
        why: str = of.amount.why
        return why
    if not of.over_range:
        return "the salary is not known"
    return f"the pay range is not known: {of.line.grade.input.span}"
