"""Scenarios: a review with some of its settings, rows and cells changed, and nothing else."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from payband.errors import InputProblems, PaybandError, Problem, UnknownName, nearest_name
from payband.kinds import blank, point_text
from payband.review.inputs.cross_checks.between_tables import problems_between
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.rates import ni_rate_year
from payband.review.inputs.raw.damage import NO_DAMAGE
from payband.review.inputs.tables import INPUTS, PayAwardRow
from payband.review.parts.answering import part_problems
from payband.review.parts.tables.scenarios import BASE, SCENARIOS, ScenarioChange
from payband.review.scenarios.awards import award_rows
from payband.review.scenarios.rows import OF_SCENARIOS, Given, ScenarioRow, with_rows
from payband.review.scenarios.stated_costs import moving_as_in
from payband.review.scenarios.targets import (
    AwardTarget,
    CellTarget,
    Keys,
    RateTarget,
    SettingTarget,
    Target,
    changed_row,
    changed_settings,
    rate_row,
    table_named,
    target_of,
)
from payband.rules.protection import TAPERS

__all__ = ["BASE", "Scenarios", "rows_of_table", "without_scenarios"]

_FIELDS = {table.name: Inputs._fields[place] for place, table in enumerate(INPUTS)}

_FREE_COLUMNS = {
    "PayAwards": frozenset(("percent", "flat sum", "rounding", "at least", "source")),
    "OnCosts": frozenset(("pension rate", "other rate", "note")),
    "People": frozenset(("salary now", "FTE", "protection waived", "illustrative")),
    "Package": frozenset(("amount a year", "counts towards approval")),
    "ApprovalRules": frozenset(("threshold", "comparison", "approving body", "source")),
}
"""Columns whose cells nothing in another row or table can contradict."""

# Settings that nothing else can contradict, but for a protection that is tapered, or longer with on-costs.
_FREE_SETTINGS = frozenset(("slotting_rule", "tie", "protection_months", "vacancies_costed", "round_report_to"))

_RATED_BY = ("protection months", "protection on-costs", "implementation date", "price base")
"""The settings that say for which months the rates must be known."""


class Scenarios:
    """The scenarios of a review: their names, and the inputs of each.

    A scenario is the review with the changes of its rows in table Scenarios, and with the rows that carry its name in
    other tables: such a row stands in place of the one with the same key, whose cells it keeps where its own are
    empty, or is added. The order of the rows makes no difference.
    """

    def __init__(self, inputs: Inputs) -> None:
        self.base = inputs
        self._changes: dict[str, list[ScenarioChange]] = {}
        self._rows: dict[str, list[ScenarioRow]] = {}
        names: dict[str, str] = {}
        for change in inputs.rows_of(SCENARIOS.name):
            names.setdefault(change.scenario.casefold(), change.scenario)
            self._changes.setdefault(change.scenario.casefold(), []).append(change)
        for row in inputs.rows_of(OF_SCENARIOS):
            names.setdefault(row.scenario.casefold(), row.scenario)
            self._rows.setdefault(row.scenario.casefold(), []).append(row)
        self.names = tuple(names.values())
        """The scenarios in the order in which they first appear; the base is not among them."""
        self._keys = Keys(partial(rows_of_table, inputs))

    def inputs_of(self, name: str) -> Inputs:
        """The inputs of a scenario; those of the review itself for "base".

        Raises UnknownName for a name that there is not, InputProblems with everything wrong in the scenario: sheet
        Scenarios, row and column.
        """
        key = name.casefold()
        if key == BASE:
            return self.base
        if key not in self._changes and key not in self._rows:
            raise UnknownName(f"'{name}' is not a scenario of the review; {nearest_name(name, (BASE, *self.names))}")
        return _Application(name, self.base, self._keys, self._changes.get(key, ()), self._rows.get(key, ())).inputs()

    def changes_of(self, name: str) -> str:
        """What a scenario changes, in words."""
        key = name.casefold()
        said = [
            f"{each.what} = {point_text('' if each.value is None else each.value)}"
            for each in self._changes.get(key, ())
        ]
        said += [f"{row.table} row {row.raw.number}" for row in self._rows.get(key, ())]
        return "; ".join(said)

    def problems(self) -> list[Problem]:
        """Everything that is wrong with any scenario."""
        found = [
            _problem(change, "scenario", f"'{BASE}' is the review as it stands: give the scenario another name")
            for change in self._changes.get(BASE, ())
        ]
        for name in self.names:
            try:
                self.inputs_of(name)
            except InputProblems as error:
                found += error.problems
        return found


def _problem(change: ScenarioChange, column: str, message: str) -> Problem:
    return Problem(message, sheet=SCENARIOS.sheet, table=SCENARIOS.name, row=change.row, column=column)


class _Application:
    """The changes of one scenario made to the inputs of the review."""

    def __init__(
        self, name: str, base: Inputs, keys: Keys, changes: Sequence[ScenarioChange], rows: Sequence[ScenarioRow]
    ) -> None:
        self._name = name
        self._base = base
        self._keys = keys
        self._changes = changes
        self._rows = rows
        self._settings = base.settings
        self._given: Given = {}
        self._tables: dict[str, list[Any]] = {}
        self._changed_settings: set[str] = set()
        self._causes: dict[tuple[str, int | None, str], ScenarioChange] = {}
        self._setting_causes: list[ScenarioChange] = []
        self.problems: list[Problem] = []

    def _table(self, name: str) -> list[Any]:
        """The rows of a table, for this scenario to change."""
        if name not in self._tables:
            self._tables[name] = list(rows_of_table(self._base, name))
        return self._tables[name]

    def _rows_now(self, name: str) -> Sequence[Any]:
        """The rows of a table as the scenario has them."""
        return self._tables[name] if name in self._tables else rows_of_table(self._base, name)

    def inputs(self) -> Inputs:
        """The inputs of the scenario. Raises InputProblems with everything that is wrong in it."""
        if self._rows:
            tables = {name: self._table(name) for name in dict.fromkeys(row.table for row in self._rows)}
            self._given, problems = with_rows(tables, self._rows)
            self.problems += problems
            self._keys = Keys(self._rows_now)
        # Cells first: a whole award or rate moves the rows that the keys of the cells point to.
        for target, change in sorted(self._targets().items(), key=lambda each: _is_whole(each[0])):
            try:
                self._make(target, change)
            except PaybandError as error:
                self.problems.append(_problem(change, "value", str(error)))
        if self.problems:
            raise InputProblems(self.problems)
        fields: dict[str, Any] = {_FIELDS[name]: tuple(rows) for name, rows in self._tables.items() if name in _FIELDS}
        parts = {name: tuple(rows) for name, rows in self._tables.items() if name not in _FIELDS}
        if parts:
            fields["parts"] = {**self._base.parts, **parts}
        found: Inputs = moving_as_in(self._base, self._base._replace(settings=self._settings, **fields))
        problems = [] if self._unneeded() else self._checked(found)
        if problems:
            raise InputProblems(problems)
        return found

    def _unneeded(self) -> bool:
        """Whether nothing was changed that another table could contradict."""
        settings = self._settings
        tapered = settings.protection_form in TAPERS  # whose shares a first month of protection asks for
        longer = self._settings.protection_months > self._base.settings.protection_months
        rated = longer and self._settings.protection_on_costs  # by rates that the base did not ask for
        free = not tapered and not rated and not settings.protection_policy and self._changed_settings <= _FREE_SETTINGS
        return (
            not self._rows
            and (free or not self._changed_settings)
            and all(column in _FREE_COLUMNS.get(table, ()) for table, _, column in self._causes)
            and "Assumptions" not in self._tables
        )

    def _checked(self, found: Inputs) -> list[Problem]:
        problems = problems_between(found, NO_DAMAGE, {}, cells=True, dates_known=True)
        if not problems:
            problems = list(part_problems(without_scenarios(found)))
        return [self._traced(each) for each in problems]

    def _traced(self, problem: Problem) -> Problem:
        """What is wrong between the tables, at the row of Scenarios that brought it about where one did."""
        message = f"in scenario '{self._name}': {problem.message}"
        cause = self._causes.get((problem.table, problem.row, problem.column))
        if cause is None and problem.table == "Settings":
            named = [each for each in self._setting_causes if each.what.casefold() in problem.message.casefold()]
            cause = next(iter(named or self._setting_causes), None)
        if cause is None and (problem.table, problem.column) in (("OnCosts", "profile"), ("People", "NI category")):
            cause = next((each for each in self._setting_causes if each.what.casefold() in _RATED_BY), None)
        if cause is not None:
            return _problem(cause, "value", message)
        return Problem(message, sheet=problem.sheet, table=problem.table, row=problem.row, column=problem.column)

    def _targets(self) -> Mapping[Target, ScenarioChange]:
        """What is changed, each once. The same thing with two values is a contradiction."""
        found: dict[Target, ScenarioChange] = {}
        wholes: dict[tuple[str, str], tuple[ScenarioChange, bool]] = {}
        for change in self._changes:
            try:
                target = target_of(change.what, self._keys)
            except PaybandError as error:
                self.problems.append(_problem(change, "what is changed", str(error)))
                continue
            other = found.setdefault(target, change)
            if other is not change and point_text(other.value) != point_text(change.value):
                message = (
                    f"the scenario contradicts itself: row {other.row} gives '{change.what}' the value "
                    f"'{other.value}' and this one '{change.value}'; delete one of the two"
                )
                self.problems.append(_problem(change, "value", message))
            if subject := _subject(target):
                first, whole = wholes.setdefault(subject, (change, _is_whole(target)))
                if whole != _is_whole(target):
                    self._contradicted(change, f"row {first.row} changes the {_shown(subject)}; give it once")
                for (table, key), raw in self._given.items() if _is_whole(target) else ():
                    if _subject_of_row(table, key) == subject:
                        message = f"row {raw.number} of table {table} gives the {_shown(subject)}; give it once"
                        self._contradicted(change, message)
        return found

    def _contradicted(self, change: ScenarioChange, by: str, column: str = "what is changed") -> None:
        self.problems.append(_problem(change, column, f"the scenario contradicts itself: {by}"))

    def _against_own_row(self, target: CellTarget, before: Any, after: Any, change: ScenarioChange) -> None:
        """A cell that a row of the same scenario gives already must have the value that it has there."""
        raw = self._given.get((target.table, target.key))
        if raw is None or blank(raw.cells.get(target.column.name)):
            return
        if getattr(before, target.column.field) != getattr(after, target.column.field):
            self._contradicted(
                change,
                f"row {raw.number} of table {target.table} gives '{target.column.name}' the value "
                f"'{raw.cells[target.column.name]}' and this one '{change.value}'; delete one of the two",
                "value",
            )

    def _make(self, target: Target, change: ScenarioChange) -> None:
        if isinstance(target, SettingTarget):
            self._settings = changed_settings(self._settings, target.setting, change.value)
            self._changed_settings.add(target.setting.field)
            self._setting_causes.append(change)
        elif isinstance(target, CellTarget):
            table = table_named(target.table)
            place = self._keys.of(table)[target.key]
            rows = self._table(target.table)
            before, rows[place] = rows[place], changed_row(rows[place], target.column, change.value)
            self._against_own_row(target, before, rows[place], change)
            self._causes[target.table, rows[place].row, target.column.name] = change
        elif isinstance(target, AwardTarget):
            rows = self._table("PayAwards")
            of_day = award_rows(target.effective_from, change.value, change.row)
            kept: list[PayAwardRow] = [row for row in rows if row.effective_from != target.effective_from]
            rows[:] = sorted([*kept, *of_day], key=lambda row: (row.effective_from, row.up_to is None, row.up_to or 0))
        elif isinstance(target, RateTarget):
            # The rate takes the place of the one that is assumed from the same year.
            rows = self._table("Assumptions")
            rows[:] = [row for row in rows if ni_rate_year(row.assumption) != target.first_year]
            rows.append(rate_row(target, change.value, change.row))


def _is_whole(target: Target) -> bool:
    """Whether a whole award or rate is given, and not a cell of it."""
    return isinstance(target, (AwardTarget, RateTarget))


def _subject(target: Target) -> tuple[str, str] | None:
    """The award or the rate that a target changes, by its table and its day or year; nothing for other targets."""
    if isinstance(target, AwardTarget):
        return "PayAwards", target.effective_from.isoformat()
    if isinstance(target, RateTarget):
        return "Assumptions", str(target.first_year)
    return _subject_of_row(target.table, target.key) if isinstance(target, CellTarget) else None


def _subject_of_row(table: str, key: tuple[str, ...]) -> tuple[str, str] | None:
    """The award or the rate that a row of a table gives; nothing for other rows."""
    if table == "PayAwards":
        return table, key[0]
    year = ni_rate_year(key[0]) if table == "Assumptions" else None
    return (table, str(year)) if year is not None else None


def _shown(subject: tuple[str, str]) -> str:
    table, when = subject
    return f"pay award of {when}" if table == "PayAwards" else f"employer NI rate from {when}"


def rows_of_table(inputs: Inputs, name: str) -> Sequence[Any]:
    """The rows of a table, the settings apart."""
    return getattr(inputs, _FIELDS[name]) if name in _FIELDS else inputs.rows_of(name)


def without_scenarios(inputs: Inputs) -> Inputs:
    """The inputs with every part of the review but the scenarios."""
    parts = {name: rows for name, rows in inputs.parts.items() if name not in (SCENARIOS.name, OF_SCENARIOS)}
    found: Inputs = inputs._replace(parts=parts)
    return found
