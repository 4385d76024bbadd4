"""How much of a present job is in a new one, and of the new in the present, from the duties that both have."""

from collections.abc import Mapping

__all__ = ["shared_duties"]


def shared_duties(now: Mapping[str, int], new: Mapping[str, int]) -> tuple[int, int]:
    """The share of a present job in a new one and of the new one from the present, in basis points.

    Both jobs are given as shares of their duties, in basis points by the duty's name. A duty that both have counts by
    its share of each: 75% of the present job description may form 60% of the new one.

    Source: Leicester City Council, notes of 28 October 2011, section 5: how much of the current job description forms
    how much of the new one.

    >>> shared_duties({"finance": 7_500, "property": 2_500}, {"finance": 6_000, "legal": 4_000})
    (7500, 6000)
    """
    both = {duty for duty, share in now.items() if share} & {duty for duty, share in new.items() if share}
    return sum(now[duty] for duty in both), sum(new[duty] for duty in both)
