"""Shares of a present job in a new post, worked out from table Duties where both jobs have their duties there."""

from collections.abc import Callable
from fractions import Fraction

from payband.review.inputs.inputs import Inputs
from payband.rules.placing.shared_duties import shared_duties

__all__ = ["Shares", "shares_by_duties"]

Shares = tuple[Fraction, Fraction]
"""The share of the present job in the new, and of the new job from the present."""


def shares_by_duties(inputs: Inputs) -> Callable[[str, str], Shares | None]:
    """What the duties say of a present post and a proposed line; nothing where one of them has no duties there."""
    now: dict[str, dict[str, int]] = {}
    new: dict[str, dict[str, int]] = {}
    for row in inputs.rows_of("Duties"):
        for held, share in ((now, row.share_now), (new, row.share_new)):
            if share:
                held.setdefault(row.post.casefold(), {})[row.duty.casefold()] = share

    def shares(post_now: str, line: str) -> Shares | None:
        present, proposed = now.get(post_now.casefold()), new.get(line.casefold())
        if present is None or proposed is None:
            return None
        of_current, of_new = shared_duties(present, proposed)
        return Fraction(of_current, 10_000), Fraction(of_new, 10_000)

    return shares
