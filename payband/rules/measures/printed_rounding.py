"""How exactly a figure is printed: the rounding that its own digits show."""

__all__ = ["LEAST_FIGURES", "printed_step"]

LEAST_FIGURES = 2
"""The significant figures that a printed amount is taken to have at least: £1m is £1.0m."""


def printed_step(pence: int) -> int:
    """Pence of the multiple that a printed amount is rounded to: the place of its last digit that is not zero.

    An amount of one significant figure is taken to have two, so that £1m is rounded to £100,000 and £200K to £10,000.
    Four times £229,400 is £917,600, and so is not £1m. Whole pounds are rounded to a pound at the finest. An amount of
    0 shows no rounding: 1 penny.

    >>> [printed_step(pounds * 100) // 100 for pounds in (1_000_000, 1_100_000, 265_000, 229_400, 127_485, 200_000)]
    [100000, 100000, 1000, 100, 1, 10000]
    >>> printed_step(12_345), printed_step(500), printed_step(0)
    (1, 100, 1)
    """
    if not pence:
        return 1
    digits = str(abs(pence))
    figures = max(len(digits.rstrip("0")), LEAST_FIGURES)
    step = int(10 ** max(len(digits) - figures, 0))
    return max(step, 100) if pence % 100 == 0 else step
