"""People in equal work, by grade or by band of points: pay of each group, and what is withheld of it."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from payband import library
from payband.review.parts.equal_pay.workers import BASIC, TOTAL, Worker
from payband.review.parts.fairness.pay_gap_groups import ALL, Group, hidden_pay, hidden_table
from payband.rules.measures.pay_gap import mean_pay, median_pay
from payband.rules.pay.term_time import UNIT
from payband.rules.pay.wage_floor import DIVISOR, hourly_pay_of
from payband.units import half_up

__all__ = ["EqualWork", "band_of"]

_WITHHELD_ELEMENT = "withheld, as it would tell what fewer than {least} people are paid on top of basic pay"


def band_of(points: int, width: int) -> str:
    """The band of points in words.

    >>> band_of(449, 50), band_of(450, 50)
    ('400 to 449', '450 to 499')
    """
    first = points // width * width
    return f"{first:,} to {first + width - 1:,}"


class EqualWork:
    """The people by what makes their work equal, and by group; `columns` are the groups with those not given last."""

    def __init__(
        self, of_work: Mapping[str, Sequence[Worker]], columns: Sequence[str], least: int, kinds: Sequence[str]
    ) -> None:
        self.works = list(of_work)
        self._columns, self.least = list(columns), least
        self._elements = [each for each in kinds if each not in (BASIC, TOTAL)]
        self._in: dict[tuple[str, str], list[Worker]] = {}
        for work, people in of_work.items():
            for each in people:
                for key in (work, ALL):
                    self._in.setdefault((key, each.group), []).append(each)
        counts = [[len(self.members(work, group)) for group in columns] for work in self.works]
        self._hidden = hidden_table(counts, least) if counts else []

    def members(self, work: str, group: str) -> list[Worker]:
        """The people of a group in equal work, or in all."""
        return self._in.get((work, group), [])

    def pay(self, work: str, group: str, kind: str) -> Group:
        """The people of a group in equal work and their mean and median pay of a kind, as far as it may be told."""
        at, column = self._place(work), self._columns.index(group)
        people_hidden = self._hidden[at][column]
        members = self.members(work, group)
        people = None if people_hidden else len(members)
        if work in self._pay_hidden[group]:
            return Group(people, None, None, f"withheld, as it would tell of fewer than {self.least} people")
        if not members:
            return Group(people, None, None, "nobody")
        if work in self._kind_hidden(kind, group):
            return Group(people, None, None, _WITHHELD_ELEMENT.format(least=self.least))
        pays = [each.pay(kind) for each in members]
        why = "the number of people is withheld" if people_hidden else ""
        return Group(people, int(mean_pay(sum(pays), len(pays))), median_pay(pays), why)

    def hourly(self, work: str, group: str, kind: str) -> int | None:
        """Mean pay an hour in millionths of a pound; None where it is withheld or somebody's hours are not given."""
        members = self.members(work, group)
        if self.pay(work, group, kind).mean is None or any(each.full_time_hours is None for each in members):
            return None
        weeks = library.working_time(DIVISOR).year_weeks
        rates = []
        for each in members:
            assert each.full_time_hours is not None
            hours = int(half_up(each.full_time_hours.numerator * UNIT, each.full_time_hours.denominator))
            rates.append(int(hourly_pay_of(each.pay(kind), hours, weeks.numerator, weeks.denominator)))
        return int(half_up(sum(rates), len(rates)))

    # --- what is withheld ------------------------------------------------------------------------------------------

    def _place(self, work: str) -> int:
        return len(self.works) if work == ALL else self.works.index(work)

    @cached_property
    def _pay_hidden(self) -> Mapping[str, set[str]]:
        """Of each group, the works whose pay is withheld because of how many people there are."""
        found = {}
        for column, group in enumerate(self._columns):
            people = {work: len(self.members(work, group)) for work in self.works}
            hidden = {work: self._hidden[at][column] for at, work in enumerate(self.works)}
            found[group] = hidden_pay(people, hidden, self.least)
            if 0 < sum(people.values()) < self.least:
                found[group].add(ALL)
        return found

    def _kind_hidden(self, kind: str, group: str) -> set[str]:
        """The works in which a kind of pay is withheld since few people have it, or as it would tell an element."""
        if kind == BASIC:
            return set()
        return self._few_have[kind][group]

    @cached_property
    def _few_have(self) -> Mapping[str, Mapping[str, set[str]]]:
        """Of each kind of pay and group, the works whose mean would tell what few people have next to basic pay."""
        found: dict[str, dict[str, set[str]]] = {each: {} for each in (*self._elements, TOTAL)}
        for element in self._elements:
            counts = [
                [sum(element in each.elements for each in self.members(work, group)) for group in self._columns]
                for work in self.works
            ]
            hidden = hidden_table(counts, self.least)
            for column, group in enumerate(self._columns):
                have = {work: counts[at][column] for at, work in enumerate(self.works)}
                few = {work for at, work in enumerate(self.works) if hidden[at][column] and self.members(work, group)}
                found[element][group] = self._withheld(group, have, few, hidden[-1][column])
        for group in self._columns:
            have = {work: sum(bool(each.elements) for each in self.members(work, group)) for work in self.works}
            # Total pay less basic pay and the elements in sight is the element that is not.
            few = {work for element in self._elements for work in found[element][group]}
            found[TOTAL][group] = self._withheld(group, have, few - {ALL}, ALL in few)
        return found

    def _withheld(self, group: str, have: Mapping[str, int], few: set[str], of_all: bool) -> set[str]:
        """Works whose mean is withheld, with as many more, or all, as keep what few people have from being told."""
        hidden = hidden_pay(have, {work: work in few | self._pay_hidden[group] for work in self.works}, self.least)
        if of_all or 0 < sum(have[work] for work in hidden) < self.least:
            hidden.add(ALL)
        return hidden
