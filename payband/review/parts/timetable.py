"""The timetable of a review: the days of each stage, and what is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from payband import library
from payband.calendar import date_text, months_after
from payband.errors import PaybandError, Problem, nearest_name
from payband.library import Figure, StageRule, bank_holiday_years, bank_holidays, note_bank_holidays
from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.timetable import RULES, STAGE_ROWS, TIMETABLE, StageInput, StageRuleRow
from payband.rules.stages import STAGES, all_before
from payband.rules.working_days import is_working_day, last_working_day, next_working_day, working_days
from payband.units import counted

__all__ = ["PROBLEMS", "answer"]

MOST_WORKING_DAYS = 1_000  # some four years: more is a slip of the keyboard
MOST_MONTHS = 48
_AROUND = timedelta(days=31)  # looked at on both sides, for the next working day and for a stage's last day

TOO_EARLY, TOO_SHORT, TOO_LATE, PAST_LATEST = "too early", "too short", "too late", "past its latest day"


# --- what must hold ------------------------------------------------------------------------------------------------


def _some_stages(inputs: Inputs) -> Iterator[Problem]:
    """Rules are of stages that there are."""
    if not inputs.rows_of(STAGE_ROWS.name):
        message = f"has no row, and table {RULES.name} has some: give the stages, each with its first day"
        yield Problem(message, sheet=STAGE_ROWS.sheet, table=STAGE_ROWS.name)


def _days_of_stages(inputs: Inputs) -> Iterator[Problem]:
    """The days of each stage are in order and can be counted."""
    for row in inputs.readable_rows(STAGE_ROWS.name):
        yield from _stage_problems(row)


def _months_of_stages(inputs: Inputs) -> Iterator[Problem]:
    """Months run from another stage, and both are given or neither."""
    for row in inputs.readable_rows(STAGE_ROWS.name):
        if row.within_months is None:
            if row.of_stage:
                yield _at(STAGE_ROWS, row.row, "within months", f"is empty: give the months from '{row.of_stage}'")
        elif not 1 <= row.within_months <= MOST_MONTHS:
            message = f"{row.within_months} months is out of range: give 1 to {MOST_MONTHS}"
            yield _at(STAGE_ROWS, row.row, "within months", message)
        elif not row.of_stage:
            yield _at(STAGE_ROWS, row.row, "of stage", "is empty: name the stage that the months run from")
        elif row.of_stage.casefold() == row.stage.casefold():
            yield _at(STAGE_ROWS, row.row, "of stage", "is the stage itself: name the one that its months run from")


def _known_rules(inputs: Inputs) -> Iterator[Problem]:
    """Rules that nobody knows, and those that go round in a circle."""
    yield from _rule_problems(inputs.rows_of(RULES.name), inputs)


def _two_rules(inputs: Inputs) -> Iterator[Problem]:
    """A stage with two rules of the workbook's own: which is meant can only be guessed."""
    rows: Sequence[StageRuleRow] = inputs.readable_rows(RULES.name)
    first: dict[str, StageRuleRow] = {}
    for row in rows:
        if row.stage and first.setdefault(row.stage, row) is not row:
            before = first[row.stage]
            message = f"'{row.stage}' already has a rule in row {before.row} ({before.policy}): delete one of them"
            yield _at(RULES, row.row, "stage", message)


PROBLEMS = (_some_stages, _days_of_stages, _months_of_stages, _known_rules, _two_rules)


def _at(table: InputTable, row: int, column: str, message: str) -> Problem:
    return Problem(message, sheet=table.sheet, table=table.name, row=row, column=column)


def _stage_problems(row: StageInput) -> Iterator[Problem]:
    first, last = bank_holiday_years()
    years = f"bank holidays are known from {first} to {last}: give a day between"
    for day, column in ((row.starts_on, "starts on"), (row.ends_on, "ends on")):
        if day is not None and not first <= day.year <= last:
            yield _at(STAGE_ROWS, row.row, column, f"{date_text(day)} is out of range: {years}")
            return
    if row.ends_on is not None and row.ends_on < row.starts_on:
        message = f"{date_text(row.ends_on)} lies before the first day, {date_text(row.starts_on)}: put them in order"
        yield _at(STAGE_ROWS, row.row, "ends on", message)
    elif row.working_days is not None and not 1 <= row.working_days <= MOST_WORKING_DAYS:
        message = f"{row.working_days} working days is out of range: give 1 to {MOST_WORKING_DAYS:,}"
        yield _at(STAGE_ROWS, row.row, "working days", message)
    elif row.working_days is not None and row.ends_on is not None:
        found = working_days(row.starts_on, row.ends_on, bank_holidays(row.starts_on, row.ends_on))
        if found != row.working_days:
            message = f"to {date_text(row.ends_on)} there are {found}, not {row.working_days}: correct one of the two"
            yield _at(STAGE_ROWS, row.row, "working days", message)


def _rule_problems(rows: Sequence[StageRuleRow], inputs: Inputs) -> Iterator[Problem]:
    follows: dict[str, list[str]] = {}
    for row in rows:
        follows.setdefault(row.stage, []).extend(kind.casefold() for kind in _kinds(row.follows))
    for row in rows:
        if not row.stage:
            if row.follows or row.least_working_days is not None:
                message = "is empty: name the kind of stage that the rule is of"
                yield _at(RULES, row.row, "stage", message)
                continue
            try:
                library.stage_rules(row.policy, inputs.settings.implementation_date)
            except PaybandError as error:
                yield _at(RULES, row.row, "policy", f"{error}; or give a row for each stage of your own policy")
        elif not row.follows and row.least_working_days is None:
            message = (
                f"nothing is said of the stage '{row.stage}': give the stages it follows or its least working days"
            )
            yield _at(RULES, row.row, "follows", message)
        for kind in _kinds(row.follows):
            if kind.casefold() not in STAGES:
                message = f"'{kind}' is not a kind of stage; {nearest_name(kind, STAGES)}"
                yield _at(RULES, row.row, "follows", message)
            elif row.stage in (kind.casefold(), *all_before(kind.casefold(), follows)):
                message = f"'{row.stage}' would have to follow itself by way of '{kind}': take one of the two out"
                yield _at(RULES, row.row, "follows", message)


def _kinds(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


# --- the stages ----------------------------------------------------------------------------------------------------


class _Stage(NamedTuple):
    """A stage with its last day made out."""

    name: str
    kind: str
    first: date
    last: date
    days: int
    latest: date | None = None
    why_latest: str = ""


class _Rules(NamedTuple):
    """What the policy says, by kind of stage."""

    follows: Mapping[str, Sequence[str]]
    least: Mapping[str, int]


def _rules(inputs: Inputs) -> _Rules:
    """The rules of the workbook, over those of the library's policies that it names."""
    rules: dict[str, StageRule] = {}
    rows: Sequence[StageRuleRow] = inputs.rows_of(RULES.name)
    for row in sorted(rows, key=lambda row: bool(row.stage)):
        if not row.stage:
            rules |= {each.stage: each for each in library.stage_rules(row.policy, inputs.settings.implementation_date)}
        else:
            follows = tuple(kind.casefold() for kind in _kinds(row.follows))
            rules[row.stage] = StageRule(row.stage, follows, row.least_working_days, row.source)
            words = [f"follows {', '.join(follows)}"] if follows else []
            if row.least_working_days is not None:
                words.append(f"{row.least_working_days} working days or more")
            name, source = f"stages of {row.policy}: {row.stage}", row.source or f"table {RULES.name}"
            library.note_figure(Figure(name, "; ".join(words), None, None, "given", source, f"table {RULES.name}"))
    least = {each.stage: each.least_working_days for each in rules.values() if each.least_working_days is not None}
    return _Rules({each.stage: each.follows for each in rules.values()}, least)


def _holidays(rows: Sequence[StageInput]) -> dict[date, str]:
    """The bank holidays of the timetable, with room after its last day for a stage given in working days."""
    longest = max((row.working_days or 0 for row in rows), default=0)
    room = timedelta(days=2 * longest) + _AROUND
    first = min(row.starts_on for row in rows)
    last = max(row.ends_on or row.starts_on for row in rows)
    return bank_holidays(first, last + room)


def _stages(rows: Sequence[StageInput], holidays: Mapping[date, str]) -> list[_Stage]:
    """The stages in the order of their first days."""
    found = []
    first_days = {row.stage.casefold(): row.starts_on for row in rows}
    for row in rows:
        latest, why = None, ""
        if row.within_months is not None:
            latest = months_after(first_days[row.of_stage.casefold()], row.within_months)
            why = f"{counted(row.within_months, 'month')} after '{row.of_stage}'"
        last = row.ends_on or row.starts_on
        if row.ends_on is None and row.working_days is not None:
            last = last_working_day(row.starts_on, row.working_days, holidays)
        days = working_days(row.starts_on, last, holidays)
        found.append(_Stage(row.stage, row.kind, row.starts_on, last, days, latest, why))
    return sorted(found, key=lambda stage: stage.first)


# --- what is wrong with a stage ------------------------------------------------------------------------------------


def _off_days(stage: _Stage, holidays: Mapping[date, str]) -> Iterator[str]:
    """A first or last day that is not a working day."""
    for day in dict.fromkeys((stage.first, stage.last)):
        if is_working_day(day, holidays):
            continue
        why = f"a bank holiday in England and Wales, {holidays[day]}" if day in holidays else f"a {day:%A}"
        after = next_working_day(day, holidays)
        yield f"{date_text(day)} is {why}; the next working day is {after:%A} {date_text(after)}"


def _wrong(stage: _Stage, stages: Iterable[_Stage], rules: _Rules, launch: date) -> Iterator[tuple[str, str]]:
    """What the policy and the implementation date have against a stage: the kind of fault, and the words."""
    before = all_before(stage.kind, rules.follows)
    late = [each for each in stages if each.kind in before and each.last > stage.first]
    if late:
        last = max(late, key=lambda each: each.last)
        yield TOO_EARLY, f"it starts before '{last.name}' ends on {date_text(last.last)}, which it must follow"
    least = rules.least.get(stage.kind)
    if least is not None and stage.days < least:
        yield TOO_SHORT, f"it has {counted(stage.days, 'working day')}, and the policy requires {least} or more"
    if stage.latest is not None and stage.last > stage.latest:
        yield PAST_LATEST, f"its latest day is {date_text(stage.latest)}, {stage.why_latest}"
    if stage.kind == "launch" and stage.first != launch:
        side = "after" if stage.first > launch else "before"
        yield TOO_LATE, f"the launch is {side} the implementation date, {date_text(launch)}"
    elif stage.last > launch:
        yield TOO_LATE, f"it ends after the implementation date, {date_text(launch)}"


def answer(calculated: Calculated) -> PartAnswer:
    """Each stage's days and weekdays, the working days in it, and what is wrong with it."""
    inputs = calculated.inputs
    rows: Sequence[StageInput] = inputs.rows_of(STAGE_ROWS.name)
    holidays, rules, launch = _holidays(rows), _rules(inputs), inputs.settings.implementation_date
    stages = _stages(rows, holidays)
    faults: dict[str, list[str]] = {TOO_EARLY: [], TOO_SHORT: [], TOO_LATE: [], PAST_LATEST: []}
    table, warnings = [], []
    for stage in stages:
        said = list(_off_days(stage, holidays))
        for fault, words in _wrong(stage, stages, rules, launch):
            faults[fault].append(stage.name)
            said.append(words)
        warnings += [f"Timetable, {stage.name}: {each}" for each in said]
        least = rules.least.get(stage.kind)
        days = (stage.first, f"{stage.first:%A}", stage.last, f"{stage.last:%A}", stage.days, least)
        table.append((stage.name, stage.kind, *days, "; ".join(said) or None, stage.latest))
    note_bank_holidays(stages[0].first, max(stage.last for stage in stages))
    if not rules.follows:
        warnings.append(
            f"The timetable is not checked against a policy: name one in table {RULES.name}, such as Leicester, or "
            "give your own rules there"
        )
    first, last = stages[0].first, max(stage.last for stage in stages)
    span = f"{counted(len(stages), 'stage')} from {date_text(first)} to {date_text(last)}"
    found = sum(1 for row in table if row[-2])
    text = f"{span}; {counted(found, 'stage')} to look at" if found else span
    return PartAnswer(
        (AnswerRows(TIMETABLE, table),),
        checks=list(_checks(faults, bool(rules.follows), any(stage.latest for stage in stages))),
        warnings=warnings,
        summary=[("Timetable", "Stages", text, "text")],
    )


def _checks(faults: Mapping[str, Sequence[str]], by_policy: bool, by_months: bool) -> Iterator[Check]:
    names = {TOO_LATE: "No stage ends after the implementation date, and the launch is on it"}
    if by_policy:
        names |= {
            TOO_EARLY: "No stage starts before those it must follow have ended",
            TOO_SHORT: "No stage is shorter than the policy's least working days",
        }
    if by_months:
        names |= {PAST_LATEST: "No stage is held after its latest day, by the months given"}
    for fault, name in names.items():
        found = faults[fault]
        yield Check(name, "0 stages", counted(len(found), "stage"), not found, "; ".join(found))
