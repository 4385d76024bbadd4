"""How pay is protected, and for how long by service: as the settings say it, or the policy that these name."""

from datetime import date
from typing import NamedTuple

from payband import library
from payband.kinds import SHARES
from payband.library import FORM_NOT_SAID, ProtectionPolicy
from payband.units import counted

__all__ = ["Length", "ProtectionTerms", "lengths_in_words", "shares_of", "terms_of_policy"]


class Length(NamedTuple):
    """For how many months those with at least some full years of service are protected."""

    full_years: int
    months: int


class ProtectionTerms(NamedTuple):
    """How pay is protected; `lengths` go by service, the fewest years first, and say more than one thing or none."""

    form: str
    shares: tuple[int, ...]
    lengths: tuple[Length, ...]
    policy: str = ""

    @property
    def months(self) -> int:
        """The longest protection."""
        return max((each.months for each in self.lengths), default=0)

    @property
    def by_service(self) -> bool:
        """Whether how long it lasts depends on service."""
        return any(each.full_years for each in self.lengths)

    def after(self, years: int) -> int:
        """The months for somebody with some full years of service; 0 where they are too few.

        >>> terms = ProtectionTerms("frozen", (), (Length(2, 12), Length(5, 24)))
        >>> [terms.after(years) for years in (1, 2, 4, 9)]
        [0, 12, 12, 24]
        """
        return next((each.months for each in reversed(self.lengths) if each.full_years <= years), 0)


def terms_of_policy(
    policy: str, day: date, form: str, shares: tuple[int, ...], lengths: tuple[Length, ...] = ()
) -> ProtectionTerms:
    """What a policy of the library gives on a day; the form and the shares are those given where it says none.

    What is given as `lengths` is taken in place of the policy's. Raises PaybandError for a policy that is not in the
    library that day.
    """
    found = library.protection_lengths(policy, day)
    first = found[0]
    if first.form != FORM_NOT_SAID:
        form, shares = first.form, shares_of(first)
    by_policy = tuple(Length(each.least_years, each.months) for each in found)
    return ProtectionTerms(form, shares, lengths or by_policy, first.name)


def shares_of(policy: ProtectionPolicy) -> tuple[int, ...]:
    """The shares of a policy's taper, in basis points; none for another form."""
    read: tuple[int, ...] = SHARES.read(policy.shares, "the shares") if policy.shares else ()
    return read


def lengths_in_words(terms: ProtectionTerms) -> str:
    """How long pay is protected, by service where that matters.

    >>> lengths_in_words(ProtectionTerms("frozen", (), (Length(0, 24),)))
    '24 months'
    >>> lengths_in_words(ProtectionTerms("frozen", (), (Length(2, 12), Length(5, 24))))
    '12 months from 2 full years of service, 24 months from 5 full years of service'
    """
    if not terms.by_service:
        return counted(terms.months, "month")
    return ", ".join(
        counted(each.months, "month")
        + (f" from {counted(each.full_years, 'full year')} of service" if each.full_years else "")
        for each in terms.lengths
    )
