"""The equal pay audit: gaps between groups in equal work, those to look into, and a regression with its interval.

Equal work is that of one grade now, and where a width is given that of one band of job evaluation points. Basic pay,
each pay element and total pay are compared as of a full-time post, and by the hour where full-time hours are given.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from payband import library
from payband.errors import Problem, nearest_name
from payband.library import Figure
from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.disclosure.small_counts import LEAST
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer, Problems
from payband.review.parts.equal_pay.equal_work import EqualWork, band_of
from payband.review.parts.equal_pay.findings import findings
from payband.review.parts.equal_pay.method import method
from payband.review.parts.equal_pay.workers import BASIC, Worker, kinds_of_pay, workers
from payband.review.parts.gap_flags import GapRow, looked_into
from payband.review.parts.pay_gap_groups import ALL, NOT_GIVEN, base_of, groups_of_people
from payband.review.parts.tables.equal_pay import (
    EQUAL_PAY,
    METHOD,
    PEOPLE,
    REGRESSION,
    RULES,
    TERMS,
    EqualPayPersonRow,
    EqualPayRuleRow,
)
from payband.rules.pay_gap import gap_limit, pay_gap
from payband.units import counted, percent_text

__all__ = ["PROBLEMS", "answer"]

GRADE, POINTS = "grade", "points"


# --- what must hold ------------------------------------------------------------------------------------------------


def _at(table: InputTable, row: int | None, column: str, message: str) -> Problem:
    return Problem(message, sheet=table.sheet, table=table.name, row=row, column=column)


def _rules(inputs: Inputs) -> Iterator[Problem]:
    """A rule is there, its limits fit together, and what it compares with is a group."""
    if not inputs.rows_of(RULES.name):
        message = "has no rows: name the characteristic that is audited, such as sex"
        yield Problem(message, sheet=RULES.sheet, table=RULES.name)
    of = groups_of_people(inputs)
    for rule in inputs.readable_rows(RULES.name):
        for field, name in ((rule.least_people, "least people"), (rule.points_a_band, "points a band")):
            if field == 0:
                yield _at(RULES, rule.row, name, "is 0: give 1 or more, or leave it empty")
        if rule.gap is not None and rule.recurring_gap is not None and rule.recurring_gap > rule.gap:
            message = f"{percent_text(rule.recurring_gap)} lies above the gap of {percent_text(rule.gap)}: give less"
            yield _at(RULES, rule.row, "recurring gap", message)
        _, group_of = of.get(rule.characteristic.casefold(), ("", {}))
        groups = {group.casefold(): group for group in group_of.values()}
        if groups and rule.compared_with and rule.compared_with.casefold() not in groups:
            hint = nearest_name(rule.compared_with, groups.values())
            message = f"'{rule.compared_with}' is not a group of {rule.characteristic}; {hint}"
            yield _at(RULES, rule.row, "compared with", message)


def _bands(inputs: Inputs) -> Iterator[Problem]:
    """Bands of points need the points of somebody."""
    people: Sequence[EqualPayPersonRow] = inputs.rows_of(PEOPLE.name)
    if not any(row.points is not None for row in people):
        for rule in inputs.readable_rows(RULES.name):
            if rule.points_a_band:
                message = f"is given, and nobody's points are: give them in table {PEOPLE.name}, or empty this"
                yield _at(RULES, rule.row, "points a band", message)


PROBLEMS: Problems = (_rules, _bands)


# --- the answers ---------------------------------------------------------------------------------------------------


class _Audit(NamedTuple):
    """The audit of one characteristic: its people and groups, its limits, and people in equal work."""

    name: str
    people: Sequence[Worker]
    groups: Sequence[str]
    base: str
    least: int
    gap: int
    recurring: int
    works: Mapping[str, EqualWork]


def answer(calculated: Calculated) -> PartAnswer:
    """The gaps, the regressions, the method, and what is to be said of them."""
    inputs = calculated.inputs
    rules: Sequence[EqualPayRuleRow] = inputs.rows_of(RULES.name)
    audits = [_audit(inputs, rule) for rule in rules]
    gaps = [row for each in audits for row in _gaps(each)]
    found = [findings(each.name, _given(each), each.groups, each.base, each.least) for each in audits]
    regressions = [row for each in found for row in each.regressions]
    tables = (
        AnswerRows(EQUAL_PAY, gaps),
        AnswerRows(REGRESSION, regressions),
        AnswerRows(TERMS, [row for each in found for row in each.terms]),
        AnswerRows(METHOD, list(method(inputs, rules, [(each.least, each.gap, each.recurring) for each in audits]))),
    )
    return PartAnswer(
        tables,
        checks=[check for each in audits for check in _checks(each)],
        warnings=[*(text for each in audits for text in _warnings(each, gaps)), *_not_worked_out(regressions)],
        summary=[line for each in audits for line in _summary(each, gaps, regressions)],
    )


def _audit(inputs: Inputs, rule: EqualPayRuleRow) -> _Audit:
    name, group_of = groups_of_people(inputs)[rule.characteristic.casefold()]
    people = workers(inputs, rule, group_of, NOT_GIVEN)
    groups = list(dict.fromkeys(each.group for each in people if each.group != NOT_GIVEN))
    counts = {group: sum(each.group == group for each in people) for group in groups}
    columns = [*groups, *([NOT_GIVEN] if any(each.group == NOT_GIVEN for each in people) else [])]
    least = LEAST if rule.least_people is None else rule.least_people
    kinds = list(kinds_of_pay(people))
    works = {GRADE: EqualWork(_by_grade(inputs, people), columns, least, kinds)}
    if rule.points_a_band:
        works[POINTS] = EqualWork(_by_points(people, rule.points_a_band), columns, least, kinds)
    gap = gap_limit("gap") if rule.gap is None else rule.gap
    recurring = gap_limit("recurring gap") if rule.recurring_gap is None else rule.recurring_gap
    _note_own(rule)
    base = base_of(groups, counts, rule.compared_with) if groups else ""
    return _Audit(name, people, groups, base, least, gap, recurring, works)


def _by_grade(inputs: Inputs, people: Sequence[Worker]) -> dict[str, list[Worker]]:
    order = {row.grade.casefold(): place for place, row in enumerate(inputs.grades)}
    grades = sorted({each.grade for each in people}, key=lambda grade: (order.get(grade.casefold(), len(order)), grade))
    return {grade: [each for each in people if each.grade == grade] for grade in grades}


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


def _given(audit: _Audit) -> list[Worker]:
    return [each for each in audit.people if each.group != NOT_GIVEN]


# --- the gaps ------------------------------------------------------------------------------------------------------


def _gaps(audit: _Audit) -> Iterator[tuple[Any, ...]]:
    for by, equal_work in audit.works.items():
        for kind in kinds_of_pay(audit.people):
            for group in audit.groups:
                if group != audit.base:
                    yield from _of_group(audit, by, equal_work, kind, group)


def _of_group(audit: _Audit, by: str, equal_work: EqualWork, kind: str, group: str) -> Iterator[tuple[Any, ...]]:
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


# --- checks, warnings, summary -------------------------------------------------------------------------------------


def _checks(audit: _Audit) -> Iterator[Check]:
    everybody = counted(len(audit.people), "person", "people")
    for by, equal_work in audit.works.items():
        columns = dict.fromkeys(each.group for each in audit.people)
        found = sum(len(equal_work.members(work, group)) for work in equal_work.works for group in columns)
        name = f"Everybody is in one {by if by == GRADE else 'band of points'} of the equal pay audit by {audit.name}"
        yield Check(name, everybody, counted(found, "person", "people"), found == len(audit.people))


def _warnings(audit: _Audit, gaps: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    if any(each.group == NOT_GIVEN for each in audit.people):
        yield f"Equal pay: {audit.name} is not given for everybody; those without it are left out"
    if len(audit.groups) < 2:
        yield f"Equal pay: {audit.name} has one group, so that there is nothing to compare it with"
        return
    grades = audit.works[GRADE]
    alone = [work for work in grades.works if sum(bool(grades.members(work, group)) for group in audit.groups) == 1]
    if alone:
        shown = counted(len(alone), "grade")
        yield f"Equal pay: {shown} of {len(grades.works)} have one group of {audit.name} only: no gap can be there"
    flagged = [row for row in gaps if row[0] == audit.name and row[17] not in (None, "no")]
    if flagged:
        in_sight = sum(row[0] == audit.name and row[17] is not None for row in gaps)
        yield f"Equal pay, {audit.name}: {len(flagged)} of {counted(in_sight, 'gap')} in sight to look into"


def _not_worked_out(regressions: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    for why in dict.fromkeys(row[-1] for row in regressions if row[7] is None):
        yield f"Equal pay: {why}"


def _summary(
    audit: _Audit, gaps: Sequence[tuple[Any, ...]], regressions: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[str, str, Any, str]]:
    for group in audit.groups:
        if group == audit.base:
            continue
        mine = [row for row in gaps if row[0] == audit.name and row[4] == group]
        mean = next((row[10] for row in mine if (row[2], row[3]) == (ALL, BASIC)), None)
        parts = ["mean gap of basic pay not told" if mean is None else f"mean gap of basic pay {percent_text(mean)}"]
        last = [row for row in regressions if row[0] == audit.name and row[1] == BASIC and row[3] == group]
        if last and last[-1][7] is not None:
            parts.append(last[-1][11])
        yield "Equal pay", f"{audit.name}: {group} against {audit.base}", "; ".join(parts), "text"
