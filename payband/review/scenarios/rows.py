"""Rows of input tables that carry the name of a scenario: they belong to that scenario alone."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from pydantic import ValidationError

from payband.errors import Problem, WrongInput
from payband.kinds import blank, point_text
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.raw.raw_tables import BadCell, RawRow, RawTable
from payband.review.parts.registry import all_inputs
from payband.review.parts.tables.scenarios import BASE
from payband.review.scenarios.targets import key_columns, key_of, key_part, read_value, rows_by_key, table_named

__all__ = ["COLUMN", "OF_SCENARIOS", "Given", "ScenarioRow", "split_off", "with_rows"]

COLUMN = "scenario"
"""The column that any input table may have: a row that names a scenario in it is a row of that scenario alone."""

OF_SCENARIOS = "rows of scenarios"
"""Under what the inputs keep those rows; no table has this name."""


class ScenarioRow(NamedTuple):
    """A row of an input table as it was found, and the scenario that it belongs to."""

    scenario: str
    table: str
    raw: RawRow


Given: TypeAlias = dict[tuple[str, tuple[str, ...]], RawRow]
"""The rows that a scenario has in the tables, each under its table and key."""


def split_off(tables: Mapping[str, RawTable]) -> tuple[dict[str, RawTable], tuple[ScenarioRow, ...]]:
    """The tables without the rows of scenarios, and those rows.

    A row that no scenario can have stays in its table, and what is wrong with it stands in the first of its cells that
    is read, so that the reader says it.
    """
    base, found = {}, []
    for name, table in tables.items():
        base[name] = table
        if name == "Scenarios" or COLUMN not in table.columns:
            continue
        kept = []
        for row in table.rows:
            scenario = row.cells.get(COLUMN)
            if blank(scenario) or isinstance(scenario, BadCell):
                kept.append(row)
            elif wrong := _misplaced(name, point_text(scenario), row):
                kept.append(RawRow(row.number, {**row.cells, _first_read(table): BadCell(wrong)}))
            else:
                found.append(ScenarioRow(point_text(scenario), name, row))
        base[name] = RawTable(name, table.columns, kept)
    return base, tuple(found)


def _first_read(table: RawTable) -> str:
    """The first column of a table that is read; that of the scenarios, which is not, where every other is missing."""
    read = {column.name for each in all_inputs() if each.name == table.name for column in each.columns}
    return next((name for name in table.columns if name in read), COLUMN)


def _misplaced(table: str, scenario: str, row: RawRow) -> str:
    """Why a row that names a scenario cannot be a row of it; empty where it can."""
    if table == "Settings":
        what, value = (point_text("" if blank(each) else each) for each in map(row.cells.get, ("setting", "value")))
        return (
            f"the row names scenario '{scenario}', and a setting has no rows of scenarios: write it in table "
            f"Scenarios: scenario '{scenario}', what is changed '{what}', value '{value}'"
        )
    if scenario.casefold() == BASE:
        return (
            f"the row names scenario '{scenario}', which is the review as it stands: leave the cell in column "
            f"'{COLUMN}' empty, or give the scenario another name"
        )
    return ""


def with_rows(tables: Mapping[str, list[Any]], rows: Sequence[ScenarioRow]) -> tuple[Given, list[Problem]]:
    """Puts the rows of one scenario into the tables, each in place of the row with its key.

    Gives the rows by their keys, and what is wrong with them.
    """
    problems: list[Problem] = []
    places = {name: rows_by_key(table_named(name), held) for name, held in tables.items()}
    given: Given = {}
    for each in rows:
        table = table_named(each.table)
        try:
            row, key = _row(table, each.raw, tables[each.table], places[each.table])
        except _Wrong as wrong:
            problems += wrong.problems
            continue
        if (each.table, key) in given:
            message = (
                f"this row of scenario '{each.scenario}' is already in row {given[each.table, key].number}: delete one "
                "of the two rows"
            )
            problems.append(_problem(table, each.raw, table.columns[0].name, message))
            continue
        given[each.table, key] = each.raw
        place = places[each.table].get(key)
        if place is None:
            tables[each.table].append(row)
        else:
            tables[each.table][place] = row
    return given, problems


class _Wrong(Exception):
    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def _problem(table: InputTable, raw: RawRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=table.sheet, table=table.name, row=raw.number, column=column)


def _row(
    table: InputTable, raw: RawRow, held: Sequence[Any], places: Mapping[tuple[str, ...], int]
) -> tuple[Any, tuple[str, ...]]:
    """A row of a scenario with its key: the one it stands in place of, with its own cells where they are filled in."""
    read: dict[str, Any] = {}
    problems = []
    for column in table.columns:
        value = raw.cells.get(column.name)
        if blank(value):
            continue
        try:
            if isinstance(value, BadCell):
                raise WrongInput(value.message)
            read[column.field] = read_value(table.rows, column, value)
        except WrongInput as error:
            problems.append(_problem(table, raw, column.name, str(error)))
    if problems:
        raise _Wrong(problems)
    key = tuple(key_part(read.get(column.field)) for column in key_columns(table))
    if key in places:
        return held[places[key]].model_copy(update=read), key
    missing = [column.name for column in table.columns if column.required and column.field not in read]
    if missing:
        raise _Wrong([_problem(table, raw, name, "is empty: it must be filled in") for name in missing])
    try:
        row = table.rows.model_validate(
            {name: value for name, value in raw.cells.items() if not blank(value)} | {"row": raw.number}
        )
    except ValidationError as error:
        raise _Wrong([_problem(table, raw, str(each["loc"][0]), str(each["msg"])) for each in error.errors()]) from None
    return row, key_of(table, row)
