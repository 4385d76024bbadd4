"""Approval of senior pay in central government: a package or a bonus over a threshold, and the exceptions."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from payband import library
from payband.forms import Form
from payband.kinds import AMOUNT, DAY, TEXT, YESNO, choice
from payband.registry import Value, worksheet_function
from payband.rules.thresholds import reaches
from payband.units import percent_text, pounds_text

__all__ = ["APPOINTMENT", "AWARD", "CASES", "POLICY", "Before", "Decided", "decide_senior_pay", "senior_pay", "within"]

POLICY = "Senior pay control"
"""The policy of the library: an approval rule of this name, and what is next to its threshold of pay."""

APPOINTMENT, AWARD, CHANGE = CASES = ("appointment", "annual award", "change of terms")
"""What brings somebody to the pay: each has its own exception, and a change of terms has none."""


def within(package: Form, before: Form, up_to: Form) -> Form:
    """Whether a package is at most so many basis points above another; all in pence, and exactly.

    >>> within(18_900_000, 18_000_000, 500), within(18_900_001, 18_000_000, 500)
    (True, False)
    """
    return package * 10_000 <= before * (10_000 + up_to)


class Before(NamedTuple):
    """The package before, in pence and full-time: the last holder's, or of an award the person's own."""

    package: int | None = None
    approved: bool = False
    substantive: bool = True


class Decided(NamedTuple):
    """Whether approval is needed, None where that is not known; by whom, and why."""

    needed: bool | None
    approver: str
    reason: str


def decide_senior_pay(
    package: int,
    bonus: int,
    on: date,
    case: str = APPOINTMENT,
    before: Before | None = None,
    time: Fraction = Fraction(1),
) -> Decided:
    """Tests a package and a bonus in pence, for a share of full time, by the policy in force on a day.

    Both thresholds are pro rata to the time. An exception is of the package alone: a bonus over its threshold is
    approved whatever the package was before. Raises UnknownFigure for a day that the policy does not cover.
    """
    rule, policy = library.approval_rule(POLICY, on), library.senior_pay_policy(POLICY, on)
    over_pay = _over(package, rule.threshold, rule.comparison, time)
    over_bonus = _over(bonus, policy.bonus, policy.comparison, time)
    said = [_said("the package", package, rule.threshold, rule.comparison, over_pay, time)]
    if bonus or over_bonus:
        said.append(_said("the bonus", bonus, policy.bonus, policy.comparison, over_bonus, time))
    if over_pay:
        exempt, why = _exempt(package, case, before or Before(), policy, time)
        said.append(why)
        needed = True if over_bonus else None if exempt is None else not exempt
    else:
        needed = over_bonus
    return Decided(needed, rule.approving_body, "; ".join(filter(None, said)))


def _over(amount: int, threshold: int, comparison: str, time: Fraction) -> bool:
    return bool(reaches(amount * time.denominator, threshold * time.numerator, comparison))


def _said(what: str, amount: int, threshold: int, comparison: str, over: bool, time: Fraction) -> str:
    limit = pounds_text(threshold, pence_shown=False)
    of_time = "" if time == 1 else f" for {time} of full time"
    shown = pounds_text(amount, pence_shown=amount % 100 != 0)
    return f"{what}, {shown}, is {'' if over else 'not '}{comparison} {limit}{of_time}"


def _exempt(
    package: int, case: str, before: Before, policy: library.SeniorPayPolicy, time: Fraction
) -> tuple[bool | None, str]:
    """Whether an exception holds, None where the policy of the day is not known to have one; and why."""
    if case not in (APPOINTMENT, AWARD):
        return False, f"no exception is for a {case}"
    up_to = policy.award_up_to if case == AWARD else policy.appointment_up_to
    if up_to is None:
        return None, f"whether an {case} was excepted on this day is not known here: see the guidance of the day"
    if before.package is None:
        return False, f"no package before is given, so that the exception for an {case} is not tested"
    whose = "the pay before" if case == AWARD else f"{policy.appointment_over} pay"
    at_most = f"{percent_text(up_to)} above {whose}, {pounds_text(before.package, pence_shown=False)}"
    if case == APPOINTMENT and not before.approved:
        return False, "the post was not approved before"
    if case == APPOINTMENT and policy.substantive_only and not before.substantive:
        return False, "the last holder was an interim, whose pay does not count"
    if within(package * time.denominator, before.package * time.numerator, up_to):
        return True, f"excepted: at most {at_most}"
    return False, f"not excepted: more than {at_most}"


@worksheet_function(
    "SENIORPAY",
    Value(TEXT),
    package=(AMOUNT, "Salary with all other elements of pay, £ a year, full-time"),
    bonus=(AMOUNT, "The bonus, £ a year, full-time; 0 for none"),
    on_date=(DAY, "The day of the appointment or award"),
    approval_for=(choice(*CASES), "appointment, annual award or change of terms"),
    package_before=(AMOUNT, "The last holder's package, or before an award the person's own, £ a year, full-time"),
    approved_before=(YESNO, "yes if the post had approval before"),
    last_holder_interim=(YESNO, "yes if the last holder was an interim, whose pay does not count"),
)
def senior_pay(
    package: int,
    bonus: int,
    on_date: date,
    approval_for: str = APPOINTMENT,
    package_before: int | None = None,
    approved_before: bool = False,
    last_holder_interim: bool = False,
) -> str:
    """Says in words whether senior pay in central government needs the approval of HM Treasury, and why.

    From 26 June 2025: a package over £174,000 or a bonus of more than £25,000; for part time give what full time
    would be paid, since both are pro rata. No approval is needed for a post that was approved before, up to so much
    above the pay of its last holder, nor for an annual award up to so much. The threshold is not a cap.

    Raises UnknownFigure for a day that the policy does not cover.

    Source: HM Treasury, Guidance for approval of senior pay, GOV.UK page updated 26 June 2025; Civil Service World,
    15 July and December 2025.

    >>> import payband
    >>> payband.senior_pay(189_000, 0, "01/12/2025", "appointment", 180_000, "yes").partition(":")[0]
    'No approval needed'
    """
    decided = decide_senior_pay(
        package, bonus, on_date, approval_for, Before(package_before, approved_before, not last_holder_interim)
    )
    heads = {
        True: f"Approval needed from the {decided.approver}",
        False: "No approval needed",
        None: "Not known whether approval is needed",
    }
    return f"{heads[decided.needed]}: {decided.reason}"
