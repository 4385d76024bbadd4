"""The audit of one characteristic: who is in equal work with whom, and the gaps of each kind of pay."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from payband import library
from payband.library import Figure
from payband.review.disclosure.small_counts import LEAST
from payband.review.inputs.inputs import Inputs
from payband.review.parts.equal_pay.equal_work import EqualWork, band_of
from payband.review.parts.equal_pay.workers import Worker, kinds_of_pay, workers
from payband.review.parts.fairness.pay_gap_groups import ALL, NOT_GIVEN, base_of, groups_of_people
from payband.review.parts.gap_flags import GapRow, looked_into
from payband.review.parts.tables.equal_pay import RULES, EqualPayRuleRow
from payband.rules.measures.pay_gap import gap_limit, pay_gap
from payband.units import percent_text

__all__ = ["GRADE", "POINTS", "Audit", "audit_of", "gaps", "given"]

GRADE, POINTS = "grade", "points"


class Audit(NamedTuple):
    """The audit of one characteristic: its people and groups, its limits, and people in equal work."""

    name: str
    people: Sequence[Worker]
    groups: Sequence[str]
    base: str
    least: int
    gap: int
    recurring: int
    works: Mapping[str, EqualWork]


def audit_of(inputs: Inputs, rule: EqualPayRuleRow, least: int | None = None) -> Audit:
    """The audit of a characteristic, with groups of fewer than `least` people withheld if the rule asks for less."""
    name, group_of = groups_of_people(inputs)[rule.characteristic.casefold()]
    people = workers(inputs, rule, group_of, NOT_GIVEN)
    groups = list(dict.fromkeys(each.group for each in people if each.group != NOT_GIVEN))
    counts = {group: sum(each.group == group for each in people) for group in groups}
    columns = [*groups, *([NOT_GIVEN] if any(each.group == NOT_GIVEN for each in people) else [])]
    own = LEAST if rule.least_people is None else rule.least_people
    least = own if least is None else max(own, least)
    kinds = list(kinds_of_pay(people))
    works = {GRADE: EqualWork(_by_grade(inputs, people), columns, least, kinds)}
    if rule.points_a_band:
        works[POINTS] = EqualWork(_by_points(people, rule.points_a_band), columns, least, kinds)
    gap = gap_limit("gap") if rule.gap is None else rule.gap
    recurring = gap_limit("recurring gap") if rule.recurring_gap is None else rule.recurring_gap
    _note_own(rule)
    base = base_of(groups, counts, rule.compared_with) if groups else ""
    return Audit(name, people, groups, base, least, gap, recurring, works)


def _by_grade(inputs: Inputs, people: Sequence[Worker]) -> dict[str, list[Worker]]:
    """The people by grade in the order of table Grades, each grade spelt as first."""
    order = {row.grade.casefold(): place for place, row in enumerate(inputs.grades)}
    found: dict[str, list[Worker]] = {}
    for each in people:
        found.setdefault(each.grade.casefold(), []).append(each)
    in_order = sorted(found, key=lambda grade: (order.get(grade, len(order)), grade))
    return {found[grade][0].grade: found[grade] for grade in in_order}


def _by_points(people: Sequence[Worker], width: int) -> dict[str, list[Worker]]:
    """The people by band of points, the lowest first; those without points come last."""
    found: dict[str, list[Worker]] = {}
    for each in sorted(people, key=lambda each: (each.points is None, each.points or 0)):
        band = "no points" if each.points is None else band_of(each.points, width)
        found.setdefault(band, []).append(each)
    return found


def _note_own(rule: EqualPayRuleRow) -> None:
    """Notes the limits of the body's own among the figures used."""
    for limit, name in ((rule.gap, "gap"), (rule.recurring_gap, "recurring gap")):
        if limit is not None:
            words = f"share from which an equal pay audit looks into a {name} by {rule.characteristic}"
            where = f"table {RULES.name}"
            library.note_figure(Figure(words, percent_text(limit), None, None, "given", rule.source or where, where))


def given(audit: Audit) -> list[Worker]:
    """The people whose group is given."""
    return [each for each in audit.people if each.group != NOT_GIVEN]


# --- the gaps ------------------------------------------------------------------------------------------------------


def gaps(audit: Audit) -> Iterator[tuple[Any, ...]]:
    """The rows of table EqualPay: each kind of pay of each group in each grade or band."""
    for by, equal_work in audit.works.items():
        for kind in kinds_of_pay(audit.people):
            for group in audit.groups:
                if group != audit.base:
                    yield from _of_group(audit, by, equal_work, kind, group)


def _of_group(audit: Audit, by: str, equal_work: EqualWork, kind: str, group: str) -> Iterator[tuple[Any, ...]]:
    """A group against the base in all, once, and in each grade or band."""
    works = [*([ALL] if by == GRADE else []), *equal_work.works]
    rows = [
        GapRow(kind, work, group, equal_work.pay(work, group, kind), equal_work.pay(work, audit.base, kind))
        for work in works
    ]
    for row in rows:
        of, base = row.of, row.base
        mean_gap, median_gap = row.gaps
        hourly = [equal_work.hourly(row.grade, each, kind) for each in (group, audit.base)]
        flag, why = looked_into(row, rows, audit.base, audit.gap, audit.recurring)
        if base.mean == 0:
            why = "; ".join(filter(None, (f"{audit.base}: none have it", why)))
        yield (
            audit.name, by, row.grade, kind, group, audit.base, of.people, base.people, of.mean, base.mean, mean_gap,
            of.median, base.median, median_gap, *hourly, _gap(hourly[1], hourly[0]), flag, why,
        )  # fmt: skip


def _gap(base: int | None, other: int | None) -> int | None:
    return None if not base or other is None else int(pay_gap.rule(base, other))
