"""How much of a role changes, from the shares of its duties now and in the new structure, against a policy's limit."""

from collections.abc import Sequence
from datetime import date

from payband import library
from payband.errors import WrongInput
from payband.forms import larger
from payband.kinds import DAY, DUTY_SHARES, RATE, TEXT, YESNO
from payband.library import RoleChangePolicy
from payband.registry import Row, Step, worksheet_function
from payband.rules.thresholds import reaches
from payband.units import percent_text

__all__ = ["changed", "changes_role", "role_change", "whole"]

_WHOLE = 10_000


def changed(now: Sequence[int], new: Sequence[int]) -> int:
    """The share of a role that changes, in basis points, from the shares of its duties now and new in the same order.

    It is what goes away, duty by duty; as both make 100%, as much comes in its place.

    >>> changed((6_000, 4_000, 0), (6_000, 1_500, 2_500))
    2500
    """
    return sum(larger(before - after, 0) for before, after in zip(now, new, strict=True))


def whole(shares: Sequence[int]) -> str:
    """What is wrong with the shares of a role's duties, which must make 100%; empty when nothing is.

    >>> whole((6_000, 4_000)), whole((6_000, 3_900))
    ('', 'the shares make 99%, not 100%')
    """
    total = sum(shares)
    return "" if total == _WHOLE else f"the shares make {percent_text(total)}, not 100%"


def changes_role(share: int, policy: RoleChangePolicy) -> bool:
    """Whether a share of change, in basis points, goes past a policy's limit, so that the holder is consulted.

    >>> kent = RoleChangePolicy("Kent", 2_500, "over", "")
    >>> [changes_role(share, kent) for share in (2_499, 2_500, 2_501)]
    [False, False, True]
    """
    found: bool = reaches(share, policy.limit, policy.comparison)
    return found


# --- worksheet function --------------------------------------------------------------------------------------------


def _check(now: tuple[int, ...], new: tuple[int, ...]) -> None:
    if len(now) != len(new):
        raise WrongInput(
            f"there are {len(now)} shares now and {len(new)} new: give each duty both, 0 where it comes or goes"
        )
    for what, shares in (("now", now), ("new", new)):
        if wrong := whole(shares):
            raise WrongInput(f"{what}: {wrong}; mend the shares of the duties")


@worksheet_function(
    "ROLECHANGE",
    Row((("changed", RATE), ("formally consulted", YESNO))),
    shares_now=(
        DUTY_SHARES,
        "The share of the role that each duty takes now, one cell a duty; 0 for a duty that comes",
    ),
    shares_new=(DUTY_SHARES, "The same in the new structure, in the same order; 0 for a duty that goes"),
    policy=(TEXT, "A role-change policy's name in the library, such as Kent"),
    on_date=(DAY, "The date for a policy of the library; without one, its newest"),
)
def role_change(
    shares_now: tuple[int, ...], shares_new: tuple[int, ...], policy: str, on_date: date | None = None
) -> tuple[int, bool]:
    """How much of a role changes, and whether that is past the policy's limit, so that its holder is consulted.

    Two cells: the share that changes, which is what goes away, duty by duty; and TRUE where it is more than the limit.
    By Kent's policy that is more than 25%: 25% itself is not.

    Raises WrongInput where the shares now, or new, do not make 100%, or where their numbers differ; UnknownName for a
    policy that the library lacks.

    Source: Kent County Council, 15 December 2011, paragraph 3(3).

    >>> import payband
    >>> print(payband.role_change(["60%", "40%", 0], ["60%", "15%", "25%"], "Kent"))
    changed  formally consulted
    -------  ------------------
     0.2500  no
    """
    _check(shares_now, shares_new)
    share = changed(shares_now, shares_new)
    return share, changes_role(share, library.role_change_policy(policy, on_date))


@role_change.explained
def _steps(shares_now: tuple[int, ...], shares_new: tuple[int, ...], policy: str, on_date: date | None) -> list[Step]:
    found = library.role_change_policy(policy, on_date)
    gone = [
        Step(f"duty {number}", percent_text(max(before - after, 0)), f"goes, of {percent_text(before)}")
        for number, (before, after) in enumerate(zip(shares_now, shares_new, strict=True), start=1)
        if before > after
    ]
    return [*gone, Step("limit", f"{found.comparison} {percent_text(found.limit)}", found.source)]
