"""What happens to salaries and posts as time goes by, and courses on which some of it does not."""

from typing import NamedTuple

__all__ = ["Course"]


class Course(NamedTuple):
    """What happens to salaries and posts as time goes by, and whether the rates are those of the price base.

    `settled` says that all of it has happened: the last salaries, everyone at the top of the increments, leavers gone.
    """

    awarded: bool = False
    increments: bool = False
    leavers: bool = False
    settled: bool = False
    base_rates: bool = False
