"""What a row of table Scenarios changes: a setting, the pay award of a day, or a cell of another table."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeAlias

from pydantic import ConfigDict, TypeAdapter, ValidationError

from payband.calendar import FinancialYear, day_from, financial_year_from
from payband.errors import UnknownName, WrongInput, nearest_name
from payband.kinds import blank, point_text
from payband.review.inputs.input_table import Column, InputRow, InputTable
from payband.review.inputs.settings import SETTINGS, Settings
from payband.review.inputs.tables import Assumption
from payband.review.parts.registry import all_inputs

__all__ = [
    "AwardTarget",
    "CellTarget",
    "Keys",
    "RateTarget",
    "SettingTarget",
    "Target",
    "changed_row",
    "changed_settings",
    "key_columns",
    "key_of",
    "rate_row",
    "read_value",
    "rows_by_key",
    "table_named",
    "target_of",
]

KEYS: Mapping[str, tuple[str, ...]] = {
    "PayAwards": ("effective from", "salaries up to"),
    "Assumptions": ("assumption",),
    "Package": ("line or person", "element"),
    "Spines": ("spine", "point", "effective from"),
}
"""The columns that name a row to a scenario, where they are not the table's own key."""

_CELL = re.compile(r"(\w+)\s*\[(.+)\]\s*\.\s*(.+)")
_RATE = re.compile(r"rate employer NI from (.+)", re.I)
_AWARD = re.compile(r"award\s+(.+)", re.I)


class SettingTarget(NamedTuple):
    """A setting."""

    setting: Column


class AwardTarget(NamedTuple):
    """The pay award of a day."""

    effective_from: date


class RateTarget(NamedTuple):
    """The rate of employer's NI from a year on."""

    first_year: FinancialYear


class CellTarget(NamedTuple):
    """A cell of an input table: the table's name, the row's key and the column."""

    table: str
    key: tuple[str, ...]
    column: Column


Target: TypeAlias = SettingTarget | AwardTarget | RateTarget | CellTarget


def table_named(name: str) -> InputTable:
    """The input table of a name, capitals or not. Raises UnknownName with the nearest."""
    known = {table.name: table for table in all_inputs() if table.name not in ("Settings", "Scenarios")}
    for table in known.values():
        if table.name.casefold() == name.casefold():
            return table
    raise UnknownName(f"'{name}' is not an input table; {nearest_name(name, known)}")


@cache
def key_columns(table: InputTable) -> tuple[Column, ...]:
    """The columns that name a row of a table to a scenario."""
    names = KEYS.get(table.name, table.key)
    return tuple(column for name in names for column in table.columns if column.name == name)


def key_part(value: Any) -> str:
    """A part of a row's key as text: dates as 2026-04-01, capitals alike."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else point_text(value).casefold()


def key_of(table: InputTable, row: InputRow) -> tuple[str, ...]:
    """The key of a row of a table."""
    return tuple(key_part(getattr(row, column.field)) for column in key_columns(table))


def rows_by_key(table: InputTable, rows: Sequence[InputRow]) -> dict[tuple[str, ...], int]:
    """Where each row of a table is, by its key."""
    return {key_of(table, row): place for place, row in enumerate(rows)}


def target_of(what: str, keys: "Keys") -> Target:
    """What the words of a row of Scenarios name.

    Raises UnknownName, with the nearest name, for a setting, table, row or column that there is not.
    """
    if found := _CELL.fullmatch(what):
        table = table_named(found[1])
        column = _column_of(table, found[3])
        return CellTarget(table.name, _row_of(table, found[2], keys), column)
    if found := _RATE.fullmatch(what):
        return RateTarget(financial_year_from(found[1], "the year it starts in"))
    if found := _AWARD.fullmatch(what):
        return AwardTarget(day_from(found[1], "the day of the award"))
    for setting in SETTINGS:
        if setting.name.casefold() == what.casefold():
            return SettingTarget(setting)
    names = [setting.name for setting in SETTINGS]
    raise UnknownName(
        f"'{what}' is not a setting, nor written as Structure[City Officer, proposed].posts or award 2026-04-01; "
        f"{nearest_name(what, names)}"
    )


class Keys:
    """The keys of the rows of each table of a review, made out once for all its scenarios, and only where asked for."""

    def __init__(self, rows: Callable[[str], Sequence[InputRow]]) -> None:
        self._rows = rows
        self._found: dict[str, dict[tuple[str, ...], int]] = {}

    def of(self, table: InputTable) -> dict[tuple[str, ...], int]:
        """Where each row of a table is, by its key."""
        if table.name not in self._found:
            self._found[table.name] = rows_by_key(table, self._rows(table.name))
        return self._found[table.name]

    def shown(self, table: InputTable) -> Iterator[str]:
        """The rows of a table as a scenario names them."""
        for row in self._rows(table.name):
            parts = [getattr(row, column.field) for column in key_columns(table)]
            yield ", ".join(part.isoformat() if isinstance(part, date) else str(part) for part in parts if part)


@cache
def _columns_by_name(table: InputTable) -> dict[str, Column]:
    return {column.name.casefold(): column for column in table.columns}


def _column_of(table: InputTable, name: str) -> Column:
    known = [column.name for column in _columns_by_name(table).values()]
    found = _columns_by_name(table).get(" ".join(name.split()).casefold())
    if found is not None:
        return found
    raise UnknownName(f"table {table.name} has no column '{name}'; {nearest_name(name, known)}")


def _row_of(table: InputTable, text: str, keys: Keys) -> tuple[str, ...]:
    """The key of the row that a text names: all parts of it in order, or the first ones where they name one row."""
    known = keys.of(table)
    if not key_columns(table):
        raise WrongInput(f"the rows of table {table.name} have no names that a scenario could use")
    said = " ".join(text.split())
    text = said.casefold()
    whole = tuple(_as_date(part.strip()) for part in text.split(","))
    for key in (whole, (_as_date(text),)):  # a name may hold commas itself
        padded = (*key, *[""] * (len(key_columns(table)) - len(key)))
        if padded in known:
            return padded
    starting = [key for key in known if key[: len(whole)] == whole or ", ".join(filter(None, key)) == text]
    if len(starting) == 1:
        return starting[0]
    if starting:
        names = "; ".join(", ".join(filter(None, key)) for key in starting[:4])
        raise WrongInput(f"'{said}' names {len(starting)} rows of table {table.name}: say which, {names}")
    shown = list(keys.shown(table))
    raise UnknownName(f"table {table.name} has no row '{said}'; {nearest_name(said, shown)}")


def _as_date(text: str) -> str:
    if not re.search(r"\d{4}$|^\d{4}-", text):
        return text
    try:
        return day_from(text).isoformat()
    except WrongInput:
        return text


# --- values --------------------------------------------------------------------------------------------------------


@cache
def _reader(model: Any, field: str) -> TypeAdapter[Any]:
    info = model.model_fields[field]
    kind: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    return TypeAdapter(kind, config=ConfigDict(arbitrary_types_allowed=True))


@cache
def _read_known(model: Any, field: str, kind: Any, value: Hashable) -> Any:
    return _reader(model, field).validate_python(value, context={"cells": False})


def read_value(model: Any, column: Column, value: Any) -> Any:
    """What a cell of a column becomes; "none" or nothing empties it. Raises WrongInput where it cannot be read."""
    if blank(value) or point_text(value).casefold() == "none":
        if column.required or column.ask:
            raise WrongInput(f"{column.name}: is empty: {column.ask or 'it must be filled in'}")
        if not (isinstance(value, str) and value.strip() and "none" in column.choices):
            return model.model_fields[column.field].default
    try:
        kind: Any = type(value)  # 1 and 1.0 and TRUE are equal, and not the same
        return _read_known(model, column.field, kind, value)
    except ValidationError as error:
        first: Any = error.errors()[0]
        raise WrongInput(f"{column.name}: {first.get('ctx', {}).get('error', first['msg'])}") from None


def changed_row(row: Any, column: Column, value: Any) -> Any:
    """A row with one of its cells changed."""
    return row.model_copy(update={column.field: read_value(type(row), column, value)})


def changed_settings(settings: Settings, column: Column, value: Any) -> Settings:
    """The settings with one of them changed."""
    return settings.model_copy(update={column.field: read_value(Settings, column, value)})


def rate_row(target: RateTarget, value: Any, row: int) -> Assumption:
    """The row of Assumptions that a changed rate stands for."""
    from payband.units import basis_points_from, percent_text

    rate = basis_points_from(value, "the rate")
    if rate < 0:
        raise WrongInput(f"a rate of {percent_text(rate)} is not possible: give one from 0% to 100%")
    name = f"employer NI rate from {target.first_year}"
    return Assumption.model_construct(row=row, assumption=name, value=percent_text(rate), basis="scenario")
