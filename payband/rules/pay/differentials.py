"""Differentials: how far apart two pay ranges lie, and how much of them is the same pay."""

from payband.forms import Form, larger, smaller
from payband.rules.shares import share_of

__all__ = ["gap_between", "gap_is_kept", "overlap", "overlap_share"]


def gap_between(lower_top: Form, higher_bottom: Form) -> Form:
    """Pence from the top of one range to the bottom of the next; below 0 where they overlap.

    >>> gap_between(61_000_00, 63_945_00)
    294500
    """
    return higher_bottom - lower_top


def gap_is_kept(lower_top: Form, higher_bottom: Form, least: Form) -> Form:
    """Whether the gap is at least a share of the lower top, in basis points. Nothing is rounded on the way.

    >>> gap_is_kept(100_00, 110_00, 1_000), gap_is_kept(100_00, 109_99, 1_000)
    (True, False)
    """
    return gap_between(lower_top, higher_bottom) * 10_000 >= lower_top * least


def overlap(lower_bottom: Form, lower_top: Form, higher_bottom: Form, higher_top: Form) -> Form:
    """Pence that lie in both ranges; 0 where they do not overlap.

    >>> overlap(100, 200, 180, 300), overlap(100, 200, 220, 300)
    (20, 0)
    """
    return larger(smaller(lower_top, higher_top) - larger(lower_bottom, higher_bottom), 0)


def overlap_share(shared: Form, higher_bottom: Form, higher_top: Form) -> Form:
    """An overlap as a share of the higher range, in basis points; the range must have a width.

    >>> overlap_share(20, 180, 300)
    1667
    """
    return share_of(shared, higher_top - higher_bottom)
