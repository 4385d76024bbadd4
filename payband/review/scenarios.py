"""Scenarios: a review with some of its settings, rows and cells changed, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from payband.errors import InputProblems, PaybandError, Problem, UnknownName, nearest_name
from payband.kinds import point_text
from payband.review.check_inputs import problems_between
from payband.review.inputs import Inputs
from payband.review.parts import part_inputs, part_problems
from payband.review.scenario_awards import award_rows
from payband.review.scenario_rows import OF_SCENARIOS, ScenarioRow, with_rows
from payband.review.scenario_targets import (
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
from payband.review.scenarios_tables import BASE, SCENARIOS, ScenarioChange
from payband.review.tables import INPUTS, PayAwardRow

__all__ = ["BASE", "Scenarios", "without_scenarios"]

_FIELDS = {table.name: Inputs._fields[place] for place, table in enumerate(INPUTS)}

_FREE_COLUMNS = {
    "PayAwards": frozenset(("percent", "flat sum", "rounding", "at least", "source")),
    "OnCosts": frozenset(("pension rate", "other rate", "note")),
    "People": frozenset(("salary now", "FTE", "protection waived", "illustrative")),
    "Package": frozenset(("amount a year", "counts towards approval")),
    "ApprovalRules": frozenset(("threshold", "comparison", "approving body", "source")),
}
"""Columns whose cells nothing in another row or table can contradict."""

# Settings that nothing else can contradict. What a longer protection needs of the rates, the outlook says by year.
_FREE_SETTINGS = frozenset(
    ("slotting_rule", "tie", "protection_months", "increments", "vacancies_costed", "horizon", "round_report_to")
)


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
        self._keys = Keys(_tables_of(inputs))

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
        self._tables: dict[str, list[Any]] = {}
        self._changed_settings: set[str] = set()
        self._causes: dict[tuple[str, int | None, str], ScenarioChange] = {}
        self._setting_causes: list[ScenarioChange] = []
        self.problems: list[Problem] = []

    def _table(self, name: str) -> list[Any]:
        """The rows of a table, for this scenario to change."""
        if name not in self._tables:
            self._tables[name] = list(_tables_of(self._base)[name])
        return self._tables[name]

    def inputs(self) -> Inputs:
        """The inputs of the scenario. Raises InputProblems with everything that is wrong in it."""
        if self._rows:
            tables = {name: self._table(name) for name in dict.fromkeys(row.table for row in self._rows)}
            self.problems += with_rows(tables, self._rows)
            self._keys = Keys({**_tables_of(self._base), **self._tables})
        for target, change in self._targets().items():
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
        found: Inputs = self._base._replace(settings=self._settings, **fields)
        problems = [] if self._unneeded() else self._checked(found)
        if problems:
            raise InputProblems(problems)
        return found

    def _unneeded(self) -> bool:
        """Whether nothing was changed that another table could contradict."""
        tapered = self._settings.protection_form == "tapered"  # whose shares a first month of protection asks for
        free = not tapered and self._changed_settings <= _FREE_SETTINGS
        return (
            not self._rows
            and (free or not self._changed_settings)
            and all(column in _FREE_COLUMNS.get(table, ()) for table, _, column in self._causes)
            and "Assumptions" not in self._tables
        )

    def _checked(self, found: Inputs) -> list[Problem]:
        problems = problems_between(found, set(), {}, cells=True, dates_known=True)
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
        if cause is not None:
            return _problem(cause, "value", message)
        return Problem(message, sheet=problem.sheet, table=problem.table, row=problem.row, column=problem.column)

    def _targets(self) -> Mapping[Target, ScenarioChange]:
        """What is changed, each once. The same thing with two values is a contradiction."""
        found: dict[Target, ScenarioChange] = {}
        days: dict[str, ScenarioChange] = {}
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
                    f"'{other.value}' and this one '{change.value}'; keep one"
                )
                self.problems.append(_problem(change, "value", message))
            day = _award_day(target)
            if day and isinstance(days.setdefault(day, change), ScenarioChange) and days[day] is not change:
                whole = [isinstance(target_of(each.what, self._keys), AwardTarget) for each in (days[day], change)]
                if any(whole) and not all(whole):
                    message = (
                        f"the scenario contradicts itself: row {days[day].row} changes the pay award of the same day; "
                        "give the award once"
                    )
                    self.problems.append(_problem(change, "what is changed", message))
        return found

    def _make(self, target: Target, change: ScenarioChange) -> None:
        if isinstance(target, SettingTarget):
            self._settings = changed_settings(self._settings, target.setting, change.value)
            self._changed_settings.add(target.setting.field)
            self._setting_causes.append(change)
        elif isinstance(target, CellTarget):
            table = table_named(target.table)
            place = self._keys.of(table)[target.key]
            rows = self._table(target.table)
            rows[place] = changed_row(rows[place], target.column, change.value)
            self._causes[target.table, rows[place].row, target.column.name] = change
        elif isinstance(target, AwardTarget):
            rows = self._table("PayAwards")
            of_day = award_rows(target.effective_from, change.value, change.row)
            kept: list[PayAwardRow] = [row for row in rows if row.effective_from != target.effective_from]
            rows[:] = sorted([*kept, *of_day], key=lambda row: (row.effective_from, row.up_to is None, row.up_to or 0))
        elif isinstance(target, RateTarget):
            self._table("Assumptions").append(rate_row(target, change.value, change.row))


def _award_day(target: Target) -> str:
    if isinstance(target, AwardTarget):
        return target.effective_from.isoformat()
    return target.key[0] if isinstance(target, CellTarget) and target.table == "PayAwards" else ""


def _tables_of(inputs: Inputs) -> dict[str, Sequence[Any]]:
    """The rows of every table but the settings, by its name."""
    found = {table.name: getattr(inputs, _FIELDS[table.name]) for table in INPUTS if table.name != "Settings"}
    return {**found, **{table.name: inputs.rows_of(table.name) for table in part_inputs()}}


def without_scenarios(inputs: Inputs) -> Inputs:
    """The inputs with every part of the review but the scenarios."""
    parts = {name: rows for name, rows in inputs.parts.items() if name not in (SCENARIOS.name, OF_SCENARIOS)}
    found: Inputs = inputs._replace(parts=parts)
    return found
