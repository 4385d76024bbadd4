"""The equal pay audit: gaps between groups in equal work, those to look into, and a regression with its interval.

Equal work is that of one grade now, and where a width is given that of one band of job evaluation points. Basic pay,
each pay element and total pay are compared as of a full-time post, and by the hour where full-time hours are given.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from payband.errors import Problem, nearest_name
from payband.review.answers import AnswerRows, AnswerTable
from payband.review.check import Check
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer, Problems
from payband.review.parts.equal_pay.audit import GRADE, Audit, audit_of, given
from payband.review.parts.equal_pay.audit import gaps as gaps_of
from payband.review.parts.equal_pay.findings import findings
from payband.review.parts.equal_pay.method import method
from payband.review.parts.equal_pay.workers import BASIC
from payband.review.parts.fairness.pay_gap_groups import ALL, NOT_GIVEN, groups_of_people
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
from payband.units import counted, percent_text

__all__ = ["PROBLEMS", "answer"]

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


def answer(calculated: Calculated) -> PartAnswer:
    """The gaps, the regressions, the method, and what is to be said of them."""
    inputs = calculated.inputs
    rules: Sequence[EqualPayRuleRow] = inputs.rows_of(RULES.name)
    audits = [audit_of(inputs, rule) for rule in rules]
    gaps = [row for each in audits for row in gaps_of(each)]
    found = [findings(each.name, given(each), each.groups, each.base, each.least) for each in audits]
    regressions = [row for each in found for row in each.regressions]
    limits = [(each.least, each.gap, each.recurring) for each in audits]
    tables = (
        AnswerRows(EQUAL_PAY, gaps),
        AnswerRows(REGRESSION, regressions),
        AnswerRows(TERMS, [row for each in found for row in each.terms]),
        AnswerRows(METHOD, list(method(inputs, rules, limits))),
    )
    of_gaps, of_regressions = _cells(EQUAL_PAY, gaps), _cells(REGRESSION, regressions)
    return PartAnswer(
        tables,
        checks=[check for each in audits for check in _checks(each)],
        warnings=[*(text for each in audits for text in _warnings(each, of_gaps)), *_not_worked_out(of_regressions)],
        summary=[line for each in audits for line in _summary(each, of_gaps, of_regressions)],
    )


_Cells: TypeAlias = Mapping[str, Any]
"""A row of an answer by its headings, as it was worked out."""


def _cells(table: AnswerTable, rows: Sequence[tuple[Any, ...]]) -> list[_Cells]:
    headings = [column.heading for column in table.columns]
    return [dict(zip(headings, row, strict=True)) for row in rows]


# --- checks, warnings, summary -------------------------------------------------------------------------------------


def _checks(audit: Audit) -> Iterator[Check]:
    everybody = counted(len(audit.people), "person", "people")
    for by, equal_work in audit.works.items():
        columns = dict.fromkeys(each.group for each in audit.people)
        found = sum(len(equal_work.members(work, group)) for work in equal_work.works for group in columns)
        name = f"Everybody is in one {by if by == GRADE else 'band of points'} of the equal pay audit by {audit.name}"
        yield Check(name, everybody, counted(found, "person", "people"), found == len(audit.people))


def _warnings(audit: Audit, gaps: Sequence[_Cells]) -> Iterator[str]:
    if any(each.group == NOT_GIVEN for each in audit.people):
        yield f"Equal pay: {audit.name} is not given for everybody; those without it are left out"
    if len(audit.groups) < 2:
        yield f"Equal pay: {audit.name} has one group, so that there is nothing to compare it with"
        return
    grades = audit.works[GRADE]
    alone = [work for work in grades.works if sum(bool(grades.members(work, group)) for group in audit.groups) == 1]
    if alone:
        shown = counted(len(alone), "grade")
        have = "has" if len(alone) == 1 else "have"
        yield f"Equal pay: {shown} of {len(grades.works)} {have} one group of {audit.name} only: no gap can be there"
    flags = [row["look into"] for row in gaps if row["characteristic"] == audit.name and row["look into"] is not None]
    if any(flag != "no" for flag in flags):
        to_look_into = sum(flag != "no" for flag in flags)
        yield f"Equal pay, {audit.name}: {to_look_into} of {counted(len(flags), 'gap')} in sight to look into"


def _not_worked_out(regressions: Sequence[_Cells]) -> Iterator[str]:
    for why in dict.fromkeys(row["why"] for row in regressions if row["difference"] is None):
        yield f"Equal pay: {why}"


def _summary(
    audit: Audit, gaps: Sequence[_Cells], regressions: Sequence[_Cells]
) -> Iterator[tuple[str, str, Any, str]]:
    """The mean gap of basic pay of each group, and what the last regression that has a figure says."""
    for group in audit.groups:
        if group == audit.base:
            continue
        of_group = {"characteristic": audit.name, "group": group, "pay": BASIC}
        of_all = (row for row in gaps if of_group.items() <= row.items() and row["equal work"] == ALL)
        gap = next(of_all)["mean gap"]
        parts = ["mean gap of basic pay not known" if gap is None else f"mean gap of basic pay {percent_text(gap)}"]
        said = [row for row in regressions if of_group.items() <= row.items() and row["difference"] is not None]
        parts += [row["finding"] for row in said[-1:]]
        yield "Equal pay", f"{audit.name}: {group} against {audit.base}", "; ".join(parts), "text"
