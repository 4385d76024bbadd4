"""The groups that the gender pay gap compares: women with men, and in the same form by ethnicity and disability."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from payband.review.parts.gender_pay_gap.people import Employee
from payband.review.parts.tables.gender_pay_gap import SEXES, PayGapPayRow
from payband.rules.measures.gender_pay_gap import gap_of_means, gap_of_medians, quarters
from payband.rules.measures.printed_share import share_as_printed

__all__ = ["LEAST_BY_PROPOSAL", "Comparison", "Groups", "SixFigures", "comparisons", "six_figures"]

LEAST_BY_PROPOSAL = 10
"""The smallest group of ethnicity or disability that the consultation of 2025 (CP 1288) would have employers show."""

_OF: dict[str, Callable[[PayGapPayRow], str]] = {
    "sex": lambda row: row.sex,
    "ethnicity": lambda row: row.ethnicity,
    "disability": lambda row: row.disability,
}
_USUAL = {
    "sex": ("men",),
    "ethnicity": ("white british", "white"),
    "disability": ("not disabled", "no", "non-disabled"),
}


class SixFigures(NamedTuple):
    """The six figures in basis points; None where a group has nobody, or no bonus, to work one out of."""

    mean_gap: int | None
    median_gap: int | None
    mean_bonus_gap: int | None
    median_bonus_gap: int | None
    with_bonus: tuple[int | None, int | None]
    of_quarters: tuple[tuple[int | None, int | None], ...]
    """Of each quarter, the lower one first, the share of the group compared with and of the other."""


class Groups:
    """The relevant employees by the group of one characteristic; those who did not give it are left out."""

    def __init__(self, characteristic: str, people: Sequence[Employee]) -> None:
        self.characteristic = characteristic
        self.members: dict[str, list[Employee]] = {}
        spelt: dict[str, str] = {}
        self.not_given = 0
        for each in people:
            group = _OF[characteristic](each.row)
            if not group:
                self.not_given += 1
                continue
            self.members.setdefault(spelt.setdefault(group.casefold(), group), []).append(each)
        self.quarters = quarters(
            [
                (each.hourly, group)
                for group, members in self.members.items()
                for each in members
                if each.hourly is not None
            ]
        )

    @property
    def base(self) -> str:
        """The group compared with: men, White British, not disabled; or else the largest."""
        for usual in _USUAL[self.characteristic]:
            for group in self.members:
                if group.casefold() == usual:
                    return group
        return max(self.members, key=lambda group: len(self.members[group]))

    def hourly(self, group: str) -> list[int]:
        """The hourly pay of a group's full-pay relevant employees."""
        return [each.hourly for each in self.members.get(group, ()) if each.hourly is not None]

    def bonuses(self, group: str) -> list[int]:
        """The bonuses of those of a group who were paid one."""
        return [each.bonus for each in self.members.get(group, ()) if each.bonus]

    def in_quarters(self, group: str) -> list[int]:
        """How many of a group are in each quarter."""
        return [quarter.get(group, 0) for quarter in self.quarters]


class Comparison(NamedTuple):
    """A group and the one that it is compared with."""

    groups: Groups
    group: str
    base: str

    @property
    def fewest(self) -> int:
        """How many full-pay relevant employees the smaller of the two has."""
        return min(len(self.groups.hourly(each)) for each in (self.group, self.base))

    @property
    def fewest_with_bonus(self) -> int:
        """How many people with a bonus the smaller of the two has."""
        return min(len(self.groups.bonuses(each)) for each in (self.group, self.base))


def comparisons(people: Sequence[Employee]) -> Iterator[Comparison]:
    """Women with men, and each group of ethnicity and disability that is given with the one compared with."""
    relevant = [each for each in people if each.is_relevant]
    for characteristic in _OF:
        groups = Groups(characteristic, relevant)
        if not groups.members:
            continue
        base = SEXES[0] if characteristic == "sex" else groups.base
        others = SEXES[1:] if characteristic == "sex" else tuple(each for each in groups.members if each != base)
        for group in others:
            yield Comparison(groups, group, base)


def six_figures(each: Comparison, decimals: int) -> SixFigures:
    """The six figures of a comparison, each rounded once."""
    groups, pair = each.groups, (each.base, each.group)

    def share(part: int, whole: int) -> int | None:
        return int(share_as_printed(part, whole, decimals)) if whole else None

    hourly, bonuses = groups.hourly(each.base), groups.bonuses(each.base)
    of_hourly, of_bonuses = groups.hourly(each.group), groups.bonuses(each.group)
    sizes = [sum(quarter.values()) for quarter in groups.quarters]
    base, other = (groups.in_quarters(group) for group in pair)
    of_quarters = tuple((share(a, size), share(b, size)) for a, b, size in zip(base, other, sizes, strict=True))
    sizes_of = [len(groups.members.get(group, ())) for group in pair]
    paid = (share(len(bonuses), sizes_of[0]), share(len(of_bonuses), sizes_of[1]))
    return SixFigures(
        gap_of_means(hourly, of_hourly, decimals),
        gap_of_medians(hourly, of_hourly, decimals),
        gap_of_means(bonuses, of_bonuses, decimals),
        gap_of_medians(bonuses, of_bonuses, decimals),
        paid,
        of_quarters,
    )
