"""The columns of a sheet that an answer table shows, as figures: None where one is not known, or has nothing to say."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from payband.forms import Form
from payband.sheets.figures import Figures
from payband.sheets.sheet import Column, Sheet, Unit
from payband.sheets.unknown import Maybe, Unknown

__all__ = ["answer_columns", "answer_totals", "given_out"]


def answer_columns(figures: Figures, sheet: type[Sheet]) -> list[list[Any]]:
    """The values of each column that an answer table shows, row by row, in the table's order."""
    rows = figures.rows_of(sheet)
    given = rows.given
    found: list[list[Any]] = []
    for name, _, _ in sheet.answers():
        declared = sheet.columns.get(name)
        if name in sheet.givens:
            found.append(figures.known(sheet, name) if isinstance(given[name], Maybe) else _listed(given[name]))
            continue
        if declared is None:
            words = sheet.texts[name]
            found.append([words.rule(each) for each in (rows.inputs if words.of_input else figures.each_row(sheet))])
            continue
        values: list[Any] = list(figures.known(sheet, name))
        if declared.shown is not None:
            values = figures.only_above_nothing(sheet, declared.shown, values)
        if declared.words or declared.unit in (Unit.DAY, Unit.YES_NO):
            as_given = {value: given_out(declared, value) for value in set(values)}  # many rows, few values
            values = [as_given[value] for value in values]
        found.append(values)
    return found


def _listed(values: Sequence[Any]) -> list[Any]:
    listed: list[Any] = values.tolist() if hasattr(values, "tolist") else list(values)
    return listed


def given_out(declared: Column, value: Any) -> Any:
    """A figure as an answer table holds it: a word by its number, a day, yes or no."""
    if value is None:
        return None
    if declared.words:
        return declared.words[value]
    if declared.unit is Unit.DAY:
        return date.fromordinal(value)
    return value > 0 if declared.unit is Unit.YES_NO else value


def answer_totals(figures: Figures, sheet: type[Sheet], sought: Mapping[str, Form]) -> dict[str, Any]:
    """The total of each figure that an answer table shows, by name; `sought` are givens looked for among all rows."""
    totals: dict[str, Any] = {}
    row = figures.totals(sheet, sought)
    for name, _, _ in sheet.answers():
        declared = sheet.columns.get(name)
        if declared is not None:
            value = getattr(row, name) if declared.shown is None or _is_shown(declared.shown(row)) else None
            totals[name] = None if isinstance(value, Unknown) else value
    return totals


def _is_shown(value: Form) -> bool:
    return not isinstance(value, Unknown) and value > 0
