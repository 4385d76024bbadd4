"""People by group of a protected characteristic, before and after, and which counts and pays of them are withheld."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from payband.review.disclosure.small_counts import LEAST, hidden_counts
from payband.review.inputs.inputs import Inputs
from payband.review.parts.tables.pay_gaps import CHARACTERISTICS, RULES, CharacteristicRow, PayGapRuleRow
from payband.review.slotting_list import DISPLACED, LEAVES, UNKNOWN, Placement
from payband.rules.measures.pay_gap import gap_limit, mean_pay, median_pay

__all__ = ["ALL", "NOT_GIVEN", "NOW", "OUTCOMES", "PROPOSED", "Group", "Groups", "characteristics"]

ALL, NOT_GIVEN = "all", "not given"
NOW, PROPOSED = "now", "proposed"
OUTCOMES = ("rise", "same", "fall", DISPLACED, LEAVES, UNKNOWN)

_BASES = ("men", "man", "male", "males", "m")
"""How the group is called that the Gender Pay Gap Information Regulations hold the other against."""


class _Member(NamedTuple):
    """A person of a group: the grade and full-time pay in pence before and after; None where there is none."""

    outcome: str
    grades: dict[str, str | None]
    pays: dict[str, int | None]


class Group(NamedTuple):
    """A group of a grade, or of all: its people, and its mean and median pay in pence; None where not told."""

    people: int | None
    mean: int | None
    median: int | None
    why: str


class Groups:
    """The groups of one characteristic, with what is withheld of them."""

    def __init__(
        self,
        name: str,
        group_of: Mapping[str, str],
        placed: Sequence[Placement],
        rule: PayGapRuleRow | None,
        order: Mapping[str, int],
    ) -> None:
        self.name = name
        self._order = order
        self.least = LEAST if rule is None or rule.least_people is None else rule.least_people
        self.limit = gap_limit("gap") if rule is None or rule.gap is None else rule.gap
        recurring = None if rule is None else rule.recurring_gap
        self.recurring_limit = gap_limit("recurring gap") if recurring is None else recurring
        self._members: dict[str, list[_Member]] = {}
        for each in placed:
            group = group_of.get(each.person.person.casefold(), NOT_GIVEN)
            self._members.setdefault(group, []).append(_member(each))
        self._in_grade: dict[tuple[str, str, str], list[_Member]] = {}
        for group, members in self._members.items():
            for member in members:
                for when, grade in member.grades.items():
                    for key in (grade, ALL) if grade is not None else ():
                        self._in_grade.setdefault((group, when, key), []).append(member)
        self.all_given = NOT_GIVEN not in self._members
        self.groups = [group for group in self._members if group != NOT_GIVEN]
        self.base = _base(self.groups, self._members, rule.compared_with if rule else "")
        # Whoever has the workbook may know how many people are in the review, so that the total of all always stays.
        self.columns = [*self.groups, *(() if self.all_given else (NOT_GIVEN,))]
        self._hidden_outcomes = _hidden([self.outcomes(group) for group in self.columns], self.least)
        self._grades = {when: self._grades_of(when) for when in (NOW, PROPOSED)}
        self._hidden_grades = {when: self._grades_hidden(when) for when in (NOW, PROPOSED)}

    def grades(self, when: str) -> list[str]:
        """The grades that somebody of a group is in."""
        return self._grades[when]

    def _grades_of(self, when: str) -> list[str]:
        found = [each.grades[when] for group in self.columns for each in self._members[group]]
        grades = dict.fromkeys(grade for grade in found if grade is not None)
        return sorted(grades, key=lambda grade: self._order.get(grade.casefold(), len(self._order)))

    def members(self, group: str, when: str, grade: str = ALL) -> list[_Member]:
        """The people of a group in a grade, or in any."""
        return self._in_grade.get((group, when, grade), [])

    # --- who gains ---------------------------------------------------------------------------------------------------

    def rows(self) -> Iterator[tuple[str, int | None, list[int | None]]]:
        """Each group, those not given, and all: the people, and those with each outcome; None where withheld."""
        for at, group in enumerate(self.columns):
            hidden = self._hidden_outcomes[at]
            yield group, self._people(group), _shown(self.outcomes(group), hidden[:-1])
        counts = [sum(each) for each in zip(*(self.outcomes(group) for group in self.columns), strict=True)]
        yield ALL, sum(counts), _shown(counts, self._hidden_outcomes[-1][:-1])

    def outcomes(self, group: str) -> list[int]:
        """How many people of a group have each of `OUTCOMES`."""
        counts = Counter(each.outcome for each in self._members[group])
        return [counts[each] for each in OUTCOMES]

    def _people(self, group: str) -> int | None:
        """How many people a group has, if no table withholds it."""
        at = self.columns.index(group)
        of_tables = [hidden[-1][at] for hidden in self._hidden_grades.values()]
        return None if any(of_tables) or self._hidden_outcomes[at][-1] else len(self._members[group])

    # --- pay ---------------------------------------------------------------------------------------------------------

    def _grades_hidden(self, when: str) -> list[list[bool]]:
        """What to hide of the people by grade and group; the last but one row is of those who have no post then."""
        by_grade = [[len(self.members(group, when, grade)) for group in self.columns] for grade in self._grades[when]]
        without = [sum(each.grades[when] is None for each in self._members[group]) for group in self.columns]
        return _hidden([*by_grade, without], self.least)

    def _withheld(self, group: str, when: str) -> dict[str, tuple[bool, bool]]:
        """Of each grade and of all, whether the people and whether the pay of a group is withheld."""
        at = self.columns.index(group)
        *of_grades, of_others, _ = (row[at] for row in self._hidden_grades[when])
        people = {grade: len(self.members(group, when, grade)) for grade in self._grades[when]}
        hidden = dict(zip(self._grades[when], of_grades, strict=True))
        pay_hidden = {grade for grade, is_hidden in hidden.items() if is_hidden}
        # Mean pay times people is a sum. Taken from that of all, the sums in sight leave that of the grades withheld:
        # they must together have enough people too.
        in_sight = sorted(
            (grade for grade in people if grade not in pay_hidden and people[grade]), key=people.__getitem__
        )
        while in_sight and 0 < sum(people[grade] for grade in pay_hidden) < self.least:
            pay_hidden.add(in_sight.pop(0))
        few = 0 < sum(people.values()) < self.least
        # How many have no post then, taken from how many the group has, would give how many have one.
        all_hidden = few or of_others or self._people(group) is None
        return {grade: (hidden[grade], grade in pay_hidden) for grade in people} | {ALL: (all_hidden, few)}

    def pay(self, when: str) -> dict[tuple[str, str], Group]:
        """The pay of each group in each grade and in all."""
        found = {}
        for group in self.groups:
            for grade, withheld in self._withheld(group, when).items():
                found[group, grade] = _pay(self.members(group, when, grade), when, withheld, self.least)
        return found


def _member(placed: Placement) -> _Member:
    """A person with the grade and the pay before and after. Whoever leaves or is displaced has none after."""
    line, slot = placed.line, placed.slot
    grade_new = None if line is None else line.grade or line.line
    return _Member(
        placed.outcome.kind,
        {NOW: placed.person.grade_now or "no grade", PROPOSED: grade_new},
        {NOW: placed.person.salary_now, PROPOSED: None if slot is None else slot.salary},
    )


def _base(groups: Sequence[str], members: dict[str, list[_Member]], wanted: str) -> str:
    """The group that the others are held against: the one asked for, men, or the largest."""
    for names in ((wanted.casefold(),), _BASES):
        for group in groups:
            if group.casefold() in names:
                return group
    return max(groups, key=lambda group: len(members[group]))


def _hidden(counts: Sequence[Sequence[int]], least: int) -> list[list[bool]]:
    """What to hide of a table with its totals; everything where nothing less would do."""
    found = hidden_counts(counts, least, keep_total=True)
    return [[True] * (len(counts[0]) + 1) for _ in range(len(counts) + 1)] if found is None else found


def _shown(counts: Sequence[int], hidden: Sequence[bool]) -> list[int | None]:
    return [None if is_hidden else count for count, is_hidden in zip(counts, hidden, strict=True)]


def _pay(members: Sequence[_Member], when: str, withheld: tuple[bool, bool], least: int) -> Group:
    people_hidden, pay_hidden = withheld
    people = None if people_hidden else len(members)
    if pay_hidden:
        return Group(people, None, None, f"withheld, as it would tell of fewer than {least} people")
    if not members:
        return Group(people, None, None, "nobody")
    pays = [each.pays[when] for each in members]
    known = [pay for pay in pays if pay is not None]
    if len(known) < len(pays):
        return Group(people, None, None, "a new salary is not known")
    why = "the number of people is withheld" if people_hidden else ""
    return Group(people, mean_pay(sum(known), len(known)), median_pay(known), why)


def characteristics(inputs: Inputs, placed: Sequence[Placement]) -> list[Groups]:
    """The groups of every characteristic that is given."""
    rules = {row.characteristic.casefold(): row for row in inputs.rows_of(RULES.name)}
    rows: Sequence[CharacteristicRow] = inputs.rows_of(CHARACTERISTICS.name)
    names: dict[str, str] = {}
    of_group: dict[str, dict[str, str]] = {}
    spelt: dict[tuple[str, str], str] = {}
    for row in rows:
        key = row.characteristic.casefold()
        names.setdefault(key, row.characteristic)
        group = spelt.setdefault((key, row.group.casefold()), row.group)
        of_group.setdefault(key, {})[row.person.casefold()] = group
    order = {row.grade.casefold(): place for place, row in enumerate(inputs.grades)}
    return [Groups(name, of_group[key], placed, rules.get(key), order) for key, name in names.items()]
