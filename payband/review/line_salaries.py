"""What the posts of a line are paid: at an end of its pay range, or what its holders are paid and vacancies can be."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from payband.review.columns import paid_for_time
from payband.review.ranges import Ranges
from payband.review.slotting_list import DISPLACED, LEAVES, UNKNOWN, Placement
from payband.review.tables import StructureLine
from payband.rules.shares import pay_for_time

__all__ = ["PaidInLines", "PostsPaid", "paid_in_lines", "salaries_in", "salaries_of"]


class PostsPaid(NamedTuple):
    """Posts of a line that are paid the same, pence a year for the time worked."""

    posts: int
    annual: int


_Held = tuple[int, bool] | None  # what a holder is paid and whether that is estimated; None where it is unknown
PaidInLines = Mapping[tuple[str, str], Sequence[_Held]]


def paid_in_lines(placed: Sequence[Placement]) -> PaidInLines:
    """What the people in each line are paid for the time they work, by its name in small letters and its state."""
    held: dict[tuple[str, str], list[_Held]] = {}
    small = {name: name.casefold() for name in {each.person.post_now for each in placed}}
    times = [each.person.fte for each in placed]
    now = paid_for_time([each.person.salary_now for each in placed], times)
    for each, pay in zip(placed, now, strict=True):
        held.setdefault((small[each.person.post_now], "now"), []).append((pay, False))
    small = {name: name.casefold() for name in {each.line.line for each in placed if each.line is not None}}
    then = paid_for_time([0 if each.slot is None else each.slot.salary for each in placed], times)
    for each, pay in zip(placed, then, strict=True):
        if each.line is not None and each.outcome not in (DISPLACED, LEAVES):
            paid = None if each.outcome == UNKNOWN or each.slot is None else (pay, each.slot.estimated)
            held.setdefault((small[each.line.line], "proposed"), []).append(paid)
    return held


def salaries_of(
    line: StructureLine, costed_at: str, ranges: Ranges, placed: Sequence[Placement], warnings: list[str]
) -> tuple[tuple[PostsPaid, ...] | None, bool, str]:
    """What the posts of a line are paid, whether that is estimated, and how it came about."""
    return salaries_in(line, costed_at, ranges, paid_in_lines(placed), warnings)


def salaries_in(
    line: StructureLine, costed_at: str, ranges: Ranges, paid: PaidInLines, warnings: list[str]
) -> tuple[tuple[PostsPaid, ...] | None, bool, str]:
    """The same, where it is worked out already what everybody is paid."""
    pay_range = ranges.of(line.grade)
    end = pay_range.bottom if costed_at == "bottom" else pay_range.top
    annual = None if end is None else pay_for_time(end, line.fte_each.numerator, line.fte_each.denominator)
    ends_estimated = pay_range.end_is_estimated(costed_at)
    noun = "post" if line.posts == 1 else "posts"
    not_known = f"the {'bottom' if costed_at == 'bottom' else 'top'} of {pay_range.span} is not known"
    if costed_at != "actual":
        if annual is None:
            return None, False, not_known
        return (
            (PostsPaid(line.posts, annual),),
            ends_estimated,
            f"{line.posts} {noun} at the {costed_at} of {pay_range.span}",
        )
    holders = paid.get((line.line.casefold(), line.state), ())
    held = [each for each in holders if each is not None]
    if len(held) < len(holders):
        return None, False, "the salary of somebody in it is not known"
    vacant = line.posts - len(held)
    if vacant > 0:
        if annual is None:
            return None, False, not_known
        warnings.append(f"{line.line} ({line.state}): {vacant} vacant of {line.posts} costed at the top of the range")
    salaries = [PostsPaid(1, pay) for pay, _ in held] + ([PostsPaid(vacant, annual)] if vacant > 0 and annual else [])
    estimated = any(flag for _, flag in held) or (vacant > 0 and ends_estimated)
    return tuple(salaries), estimated, f"{len(held)} {noun} at actual pay, {max(vacant, 0)} vacant at the top"
