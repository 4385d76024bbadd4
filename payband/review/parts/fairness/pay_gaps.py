"""Pay gaps before and after by grade and group, those to look into, and who gains and who loses."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

from payband import library
from payband.errors import Problem, nearest_name
from payband.library import Figure
from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.fairness.pay_gap_groups import ALL, NOW, PROPOSED, Group, Groups, characteristics
from payband.review.parts.tables.pay_gaps import (
    CHARACTERISTICS,
    PAY_GAPS,
    RULES,
    WHO_GAINS,
    CharacteristicRow,
    PayGapRuleRow,
)
from payband.rules.measures.pay_gap import gap_reaches, pay_gap
from payband.rules.shares import share_of
from payband.units import counted, percent_text

__all__ = ["PROBLEMS", "answer"]


# --- what must hold ------------------------------------------------------------------------------------------------


def _at(table: InputTable, row: int | None, column: str, message: str) -> Problem:
    return Problem(message, sheet=table.sheet, table=table.name, row=row, column=column)


def _groups_compared_with(inputs: Inputs) -> Iterator[Problem]:
    """The group that others are compared with is one of the characteristic."""
    rows: Sequence[CharacteristicRow] = inputs.rows_of(CHARACTERISTICS.name)
    groups: dict[str, dict[str, str]] = {}
    for row in rows:
        groups.setdefault(row.characteristic.casefold(), {}).setdefault(row.group.casefold(), row.group)
    for rule in inputs.rows_of(RULES.name):
        of_rule = groups.get(rule.characteristic.casefold())
        if of_rule is not None and rule.compared_with and rule.compared_with.casefold() not in of_rule:
            hint = nearest_name(rule.compared_with, of_rule.values())
            message = f"'{rule.compared_with}' is not a group of {rule.characteristic}; {hint}"
            yield _at(RULES, rule.row, "compared with", message)


def _limits(inputs: Inputs) -> Iterator[Problem]:
    """The limits of a rule fit together."""
    for rule in inputs.readable_rows(RULES.name):
        if rule.least_people == 0:
            yield _at(RULES, rule.row, "least people", "is 0: give 1 to withhold nothing, or more")
        if rule.gap is not None and rule.recurring_gap is not None and rule.recurring_gap > rule.gap:
            message = f"{percent_text(rule.recurring_gap)} lies above the gap of {percent_text(rule.gap)}: give less"
            yield _at(RULES, rule.row, "recurring gap", message)


PROBLEMS = (_groups_compared_with, _limits)


# --- the answers ---------------------------------------------------------------------------------------------------


class _Side(Enum):
    """Where the pay of a group lies against that of another."""

    BELOW = "below"
    ABOVE = "above"


class _Row(NamedTuple):
    """One group against another in a grade, or in all, before or after."""

    when: str
    grade: str
    group: str
    of: Group
    base: Group

    @property
    def gaps(self) -> tuple[int | None, int | None]:
        """The gaps of mean and of median pay."""
        return _gap(self.base.mean, self.of.mean), _gap(self.base.median, self.of.median)

    def reaches(self, limit: int) -> set[tuple[_Side, str]]:
        """Which measures are as far apart as the limit, and on which side the group's pay lies."""
        pairs = {"mean": (self.base.mean, self.of.mean), "median": (self.base.median, self.of.median)}
        found = set()
        for name, (base, other) in pairs.items():
            if base is not None and other is not None and base != other:
                if gap_reaches(base, other, limit):
                    found.add((_Side.BELOW, name))
                elif gap_reaches(base, 2 * base - other, limit):
                    found.add((_Side.ABOVE, name))
        return found


def _gap(base: int | None, other: int | None) -> int | None:
    return None if base is None or other is None else pay_gap.rule(base, other)


def _rows(groups: Groups, group: str, pays: Mapping[str, Mapping[tuple[str, str], Group]]) -> list[_Row]:
    """A group against the base in all and in each grade, now and proposed."""
    found = []
    for when, pay in pays.items():
        for grade in (ALL, *groups.grades(when)):
            found.append(_Row(when, grade, group, pay[group, grade], pay[groups.base, grade]))
    return found


def _looked_into(row: _Row, rows: Sequence[_Row], groups: Groups) -> tuple[str | None, str]:
    """Whether a gap is to be looked into and why, from what is in sight alone.

    The guidance says: a difference of 5% or more, or a recurring one of 3% or more. A gap recurs where the same
    measure reaches the share the same way in another grade at the same time, or in the same grade (or in all) at the
    other time.
    """
    if row.gaps == (None, None):
        return None, _why(row, groups, "")
    limit, recurring = groups.limit, groups.recurring_limit
    reached = row.reaches(limit)
    if reached:
        return f"{percent_text(limit)} or more", _why(row, groups, _distance(reached, limit))
    wide = row.reaches(recurring)
    again = [
        each
        for each in rows
        if each is not row
        and wide & each.reaches(recurring)
        and (each.grade == row.grade or (each.when == row.when and ALL not in (each.grade, row.grade)))
    ]
    if not again:
        return "no", _why(row, groups, "")
    measures = {measure for each in again for measure in wide & each.reaches(recurring)}
    where = ", ".join(f"{each.grade} {each.when}" for each in again)
    words = f"{_distance(measures, recurring)}, and again in {where}"
    return f"recurring {percent_text(recurring)} or more", _why(row, groups, words)


def _distance(reached: set[tuple[_Side, str]], limit: int) -> str:
    """What lies how far below or above, in words."""
    words = []
    for side in _Side:
        names = sorted(name for where, name in reached if where is side)
        if names:
            words.append(f"{' and '.join(names)} pay {percent_text(limit)} or more {side.value}")
    return ", ".join(words)


def _why(row: _Row, groups: Groups, words: str) -> str:
    """The words, and why something of either group is not told."""
    if row.of.why == row.base.why:
        reasons = [row.of.why]
    else:
        reasons = [f"{group}: {why}" for group, why in ((row.group, row.of.why), (groups.base, row.base.why)) if why]
    return "; ".join(each for each in (words, *reasons) if each)


def _row(groups: Groups, row: _Row, flag: tuple[str | None, str]) -> tuple[Any, ...]:
    mean_gap, median_gap = row.gaps
    of, base = row.of, row.base
    return (
        groups.name, row.when, row.grade, row.group, groups.base, of.people, base.people,
        of.mean, base.mean, mean_gap, of.median, base.median, median_gap, *flag,
    )  # fmt: skip


def _gains(groups: Groups) -> Iterator[tuple[Any, ...]]:
    for group, people, outcomes in groups.rows():
        shares = [None if each is None or not people else share_of(each, people) for each in outcomes[:4]]
        withheld = people is None or None in outcomes
        why = f"withheld: counts that would tell of fewer than {groups.least} people" if withheld else None
        yield groups.name, group, people, *outcomes, *shares, why


def answer(calculated: Calculated) -> PartAnswer:
    """The gaps, those to look into, who gains, and the checks of it."""
    inputs = calculated.inputs
    _note_rules(inputs.rows_of(RULES.name))
    gaps: list[tuple[Any, ...]] = []
    gains: list[tuple[Any, ...]] = []
    summary: list[tuple[str, str, Any, str]] = []
    checks: list[Check] = []
    warnings: list[str] = []
    for groups in characteristics(inputs, calculated.placed):
        pays = {when: groups.pay(when) for when in (NOW, PROPOSED)}
        for group in groups.groups:
            if group == groups.base:
                continue
            rows = _rows(groups, group, pays)
            flags = [_looked_into(row, rows, groups) for row in rows]
            gaps += [_row(groups, row, flag) for row, flag in zip(rows, flags, strict=True)]
            in_sight = [flag[0] for flag in flags if flag[0] is not None]
            to_look_into = sum(flag != "no" for flag in in_sight)
            many = f"{to_look_into} of {counted(len(in_sight), 'gap')} in sight to look into"
            summary.append(_summary(groups, group, rows, many))
            if to_look_into:
                warnings.append(f"Pay gaps, {groups.name}, {group} against {groups.base}: {many}")
        gains += _gains(groups)
        checks.append(_adds_up(groups, len(inputs.people)))
        if not groups.all_given:
            warnings.append(f"Pay gaps: {groups.name} is not given for everybody; those without it are left out")
        if len(groups.groups) < 2:
            warnings.append(f"Pay gaps: {groups.name} has one group, so that there is nothing to compare it with")
    return PartAnswer(
        (AnswerRows(PAY_GAPS, gaps), AnswerRows(WHO_GAINS, gains)), checks=checks, warnings=warnings, summary=summary
    )


def _note_rules(rules: Sequence[PayGapRuleRow]) -> None:
    """Notes the limits of the body's own among the figures used."""
    for rule in rules:
        own = [(rule.gap, "gap"), (rule.recurring_gap, "recurring gap")]
        for limit, name in own:
            if limit is not None:
                source = rule.source or f"table {RULES.name}"
                words = f"share from which to look into a {name} by {rule.characteristic}"
                figure = Figure(words, percent_text(limit), None, None, "given", source, f"table {RULES.name}")
                library.note_figure(figure)


def _adds_up(groups: Groups, people: int) -> Check:
    """The outcomes of the groups, one by one, make all the people of the review."""
    found = sum(sum(groups.outcomes(group)) for group in groups.columns)
    everybody = counted(people, "person", "people")
    name = f"The groups of {groups.name} and their outcomes add up to all people"
    return Check(name, everybody, counted(found, "person", "people"), found == people)


def _summary(groups: Groups, group: str, rows: Sequence[_Row], many: str) -> tuple[str, str, Any, str]:
    def words(row: _Row) -> str:
        mean, median = row.gaps
        if mean is None or median is None:
            return "not told"
        return f"mean {percent_text(mean)}, median {percent_text(median)}"

    now, proposed = (next(row for row in rows if (row.when, row.grade) == (when, ALL)) for when in (NOW, PROPOSED))
    text = f"{words(now)} now; {words(proposed)} proposed; {many}"
    return "Pay gaps", f"{groups.name}: {group} against {groups.base}", text, "text"
