"""The formats of a review workbook, and what is taken where a workbook is too old to know a column or a setting.

Each column of an input table, each setting and each column of an answer says in its declaration since which format it
exists. So the newest format is the highest that any of them names, and a workbook needs to carry nothing but a number.
A column that stands in a workbook is known to it, whatever its format says: only what is missing can be too new for it.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence

from payband.review.answers import ANSWERS, MAY_BE_ABSENT, AnswerColumn, AnswerTable
from payband.review.inputs.input_table import Column, InputTable
from payband.review.inputs.raw.raw_tables import RawTable
from payband.review.inputs.settings import SETTINGS, default_cell
from payband.review.inputs.tables import INPUTS
from payband.review.parts.registry import all_inputs, inputs_among, parts

__all__ = ["FIRST", "OF_TODAY", "is_known", "newest_format", "note_of_what_is_new", "too_new", "with_new_columns"]

FIRST = 1
"""The format of workbooks that say nothing of it: those from before formats were counted."""

OF_TODAY = sys.maxsize
"""The format of tables that are no workbook's: they are as their declarations say, whatever is added to these."""


def newest_format() -> int:
    """The format of the workbooks that payband writes."""
    return _newest(all_inputs(), [*ANSWERS, *MAY_BE_ABSENT, *(table for part in parts() for table in part.answers)])


def is_known(format: int) -> bool:
    """Whether payband can read the workbooks of a format. The tables of the parts are loaded only where they count."""
    return format == FIRST or format <= _newest(INPUTS, [*ANSWERS, *MAY_BE_ABSENT]) or format <= newest_format()


def _newest(inputs: Iterable[InputTable], answers: Iterable[AnswerTable]) -> int:
    columns: list[Column | AnswerColumn] = [*SETTINGS, *(column for table in inputs for column in table.columns)]
    columns += [column for table in answers for column in table.columns]
    return max((column.since for column in columns), default=FIRST)


def too_new(columns: Iterable[Column], there: Iterable[str], format: int) -> list[Column]:
    """The columns or settings, of those of today, that a workbook of a format lacks since it is older than they are."""
    present = {name.casefold() for name in there}
    return [column for column in columns if column.since > format and column.name.casefold() not in present]


def with_new_columns(
    tables: Mapping[str, RawTable], format: int
) -> tuple[dict[str, RawTable], list[tuple[InputTable, Column]]]:
    """The input tables of a workbook as if they had every column, and which columns they had not.

    A column that the workbook is too old to know holds in each row what gives the answers of before.
    """
    completed, added = dict(tables), []
    for table in inputs_among(tables):
        raw = completed.get(table.name)
        for column in () if raw is None else too_new(table.columns, raw.columns, format):
            completed[table.name] = completed[table.name].with_column(column.name, column.before)
            added.append((table, column))
    return completed, added


def note_of_what_is_new(settings: Sequence[Column], columns: Sequence[tuple[InputTable, Column]]) -> str:
    """What a reader is told where a workbook is older than some settings and columns; empty where it is not."""
    new = [f"the setting '{each.name}' ({_taken(each)})" for each in settings]
    new += [f"the column '{each.name}' of table {table.name} ({_stands(each)})" for table, each in columns]
    if not new:
        return ""
    listed = " and ".join(filter(None, (", ".join(new[:-1]), new[-1])))
    return f"This workbook is older than {listed}. Its answers are those of before; payband upgrade adds what is new"


def _taken(setting: Column) -> str:
    """What a setting is taken as that a workbook lacks."""
    value = default_cell(setting) if setting.before is None else setting.before
    return "left empty" if value is None else f"taken as '{value}'"


def _stands(column: Column) -> str:
    return "left empty" if column.before is None else f"taken as '{column.before}' in each row"
