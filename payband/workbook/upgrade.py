"""What a workbook from before lacks of today's tables, and how it is given that, with everything else as it was."""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from payband.errors import InputProblems, Problem
from payband.ooxml.calculation import drop_calculation_chain
from payband.ooxml.cell_texts import cell_text
from payband.ooxml.cells import column_letters
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.sheet_xml import SheetXml, attribute
from payband.ooxml.table_xml import columns_under, shape_of
from payband.ooxml.units_above import REQUIRED, is_ours, units_of
from payband.review.answers import ANSWERS, MAY_BE_ABSENT, AnswerColumn
from payband.review.inputs.formats import newest_format
from payband.review.inputs.input_table import Column, InputTable
from payband.review.inputs.settings import SETTINGS, default_cell, note_of
from payband.review.parts.registry import inputs_among, parts_with
from payband.workbook.filling.fill import Filling, fill_columns, follow_lengths, named_styles, set_cells
from payband.workbook.format_mark import mark_format, read_mark

__all__ = ["add_answer_columns", "upgrade"]


SETTING_COLUMNS = ("setting", "value", "unit", "note")


class _Table(NamedTuple):
    """A table of a workbook, the columns that it has today, and those of them that the workbook may not know."""

    name: str
    columns: Sequence[Column | AnswerColumn]
    new: Sequence[Column | AnswerColumn]


class Added(NamedTuple):
    """What a workbook was given, in words: settings and columns of inputs, and columns of answers."""

    inputs: list[str]
    answers: list[str]


def upgrade(package: Package) -> Added:
    """Gives a workbook the settings and the columns of inputs and answers that it lacks, and the newest format.

    What is new holds what gives the answers of before, and new columns of answers are empty. The result says what was
    added; nothing was where the workbook lacks nothing. Raises WrongInput for a workbook that is newer than this
    payband, InputProblems for one that is not a review, or that has a column of its own under a name that payband uses.
    """
    mark = read_mark(package)
    tables = [table for table in inputs_among(package.tables) if table.name.casefold() in package.tables]
    if not tables:
        message = "this workbook has none of the tables of a review: start from a review workbook"
        raise InputProblems([Problem(message)], os.path.basename(package.name))
    inputs, answers = _new_inputs(package, tables, mark.inputs), _new_answers(package, mark.answers)
    _refuse_own(package, [*inputs, *answers])
    given = [each for table in inputs for each in _add(package, table)] + _add_settings(package, mark.inputs)
    added = Added(given, [each for table in answers for each in _add(package, table)])
    newest = newest_format()
    if (mark.inputs, mark.answers) != (newest, newest):
        mark_format(package, newest, newest)
    if any(added):
        drop_calculation_chain(package)  # cells that it names may stand elsewhere now
    return added


def add_answer_columns(package: Package) -> list[str]:
    """Adds the columns that the answer tables of a workbook lack since it is older than they are; what they are, in
    words.

    They go to the end of their tables, empty, to be filled. Raises InputProblems for a table that has a column of its
    owner's under the name of one of them.
    """
    mark = read_mark(package)
    tables = _new_answers(package, mark.answers)
    if not tables:
        return []
    _refuse_own(package, tables)
    added = [each for table in tables for each in _add(package, table)]
    mark_format(package, mark.inputs, newest_format())
    return added


# --- what is new ---------------------------------------------------------------------------------------------------


def _new_inputs(package: Package, tables: Sequence[InputTable], format: int) -> list[_Table]:
    """The input tables with columns that a workbook of a format may lack, or that it may be without."""
    found = []
    for table in tables:
        there = {name.casefold() for name in package.tables[table.name.casefold()].columns}
        new = [
            column
            for column in table.written()
            if column.since > format or (column.may_be_absent and column.name.casefold() not in there)
        ]
        found.append(_Table(table.name, table.columns, new))
    return [table for table in found if table.new]


def _new_answers(package: Package, format: int) -> list[_Table]:
    """The answer tables with columns that a workbook of a format may lack."""
    tables = [*ANSWERS, *MAY_BE_ABSENT, *(table for part in parts_with(package.tables) for table in part.answers)]
    found = [
        _Table(table.name, table.columns, [column for column in table.columns if column.since > format])
        for table in {table.name: table for table in tables if table.name.casefold() in package.tables}.values()
    ]
    return [table for table in found if table.new]


def _refuse_own(package: Package, tables: Sequence[_Table]) -> None:
    """Refuses tables in which a column of their owner's has the name of a new one: neither may take its place."""
    problems = []
    for table in tables:
        place = package.tables[table.name.casefold()]
        units = units_of(package, place)
        for column in table.new:
            name = _heading(column)
            if name.casefold() in units and not is_ours(column.unit, units[name.casefold()]):
                message = (
                    f"the column '{name}' is yours, and payband has a column of that name since format {column.since} "
                    "of the workbook: give yours another heading"
                )
                problems.append(Problem(message, sheet=place.sheet, table=place.name, column=name))
    if problems:
        raise InputProblems(problems, os.path.basename(package.name))


def _heading(column: Column | AnswerColumn) -> str:
    return column.heading if isinstance(column, AnswerColumn) else column.name


def _unit(column: Column | AnswerColumn) -> str:
    """What is above a column's heading."""
    return f"{column.unit}{REQUIRED}" if isinstance(column, Column) and column.required else column.unit


# --- adding --------------------------------------------------------------------------------------------------------


def _add(package: Package, table: _Table) -> list[str]:
    """Adds those of the new columns that the table lacks; what they are, in words."""
    place = package.tables[table.name.casefold()]
    there = {name.casefold() for name in place.columns}
    lacking = [column for column in table.new if _heading(column).casefold() not in there]
    if not lacking:
        return []
    from payband.workbook.building.styles import kind_of, style_name, width_of  # only such a workbook needs openpyxl
    from payband.workbook.filling.more_columns import NewColumn, add_columns

    alike = {kind_of(each): _heading(each) for each in table.columns if _heading(each).casefold() in there}
    style = named_styles(package)
    new = [
        NewColumn(
            _heading(column),
            _unit(column),
            alike.get(kind_of(column), ""),
            style(style_name(kind_of(column), isinstance(column, Column))),
            width_of(column),
            column.before if isinstance(column, Column) else None,
        )
        for column in lacking
    ]
    add_columns(package, place, new)
    _guard_columns(package, table.name, [column for column in lacking if isinstance(column, Column)])
    return [f"the column '{each.heading}' of table {place.name}" for each in new]


def _guard_columns(package: Package, table: str, columns: Sequence[Column]) -> None:
    """Guards what is typed into new columns of an input table, as far down as a new workbook does."""
    if not columns:
        return
    from payband.workbook.building.guards import add_guards
    from payband.workbook.building.validation import LAST_INPUT_ROW

    place = package.tables[table.casefold()]
    data = shape_of(package, place).data
    last = max(data.last_row, LAST_INPUT_ROW)
    letters = map(column_letters, columns_under(place, [each.name for each in columns]))
    cells = (f"{each}{data.first_row}:{each}{last}" for each in letters)
    add_guards(package, place.sheet_part, table, dict(zip(cells, columns, strict=True)))


def _add_settings(package: Package, format: int) -> list[str]:
    """Adds rows for the settings that the table lacks, each with what was taken for it; what they are, in words."""
    place = package.tables.get("settings")
    if place is None:
        return []
    kinds = _setting_styles(package, place)
    there = {name for name, _ in kinds}
    lacking = [each for each in SETTINGS if each.name.casefold() not in there]
    if not lacking:
        return []
    from payband.workbook.building.guards import add_guards  # only such a workbook needs openpyxl
    from payband.workbook.building.styles import kind_of, style_name

    known = {each.name.casefold(): kind_of(each) for each in SETTINGS}
    of_kind = {known[name]: style for name, style in kinds if name in known and style}
    data = shape_of(package, place).data
    start = data.last_row - data.first_row + 1
    values = [_taken(each, format) for each in lacking]
    rows = [(each.name, value, each.unit, note_of(each)) for each, value in zip(lacking, values, strict=True)]
    follow_lengths(package, {place.name: start + len(rows)})
    filling = Filling(list(zip(*rows, strict=True)), None, SETTING_COLUMNS, start)
    fill_columns(package, place, filling)
    [value_column] = columns_under(place, SETTING_COLUMNS)[1:2]
    style = named_styles(package)
    cells = {(data.last_row + number, value_column): each for number, each in enumerate(lacking, start=1)}
    set_cells(
        package,
        place.sheet,
        dict(zip(cells, values, strict=True)),
        {at: of_kind.get(kind_of(each)) or style(style_name(kind_of(each), True)) for at, each in cells.items()},
    )
    guarded = {f"{column_letters(column)}{row}": each for (row, column), each in cells.items()}
    add_guards(package, place.sheet_part, place.name, guarded)
    return [f"the setting '{each.name}'" for each in lacking]


def _taken(setting: Column, format: int) -> Any:
    """What is taken for a setting in a workbook of a format that lacks it."""
    return setting.before if setting.since > format and setting.before is not None else default_cell(setting)


def _setting_styles(package: Package, place: TablePlace) -> list[tuple[str, str]]:
    """The settings that are in the table, each with the style of its value."""
    name, value = columns_under(place, SETTING_COLUMNS)[:2]
    data = shape_of(package, place).data
    sheet = SheetXml(package, place.sheet_part)
    start = sheet.row_from(data.first_row)
    found = []
    for row in sheet.rows(start.start) if start is not None else ():
        cells = sheet.by_column(row)
        if row.number <= data.last_row and (text := cell_text(package, cells.get(name, ""))):
            style = attribute(cells.get(value, "").partition(">")[0].encode() + b">", "s")
            found.append((text.casefold(), style))
    return found
