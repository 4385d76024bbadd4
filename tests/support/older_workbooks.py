"""A payband that is newer than this one: a setting, two input columns and two answer columns more, since its format.

The declarations stand in for those of a later payband, and all else is today's code.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import TableColumn

from payband.review import answers, review
from payband.review import calculate as calculate_module
from payband.review.answers import MONEY, AnswerColumn, AnswerRows, AnswerTable
from payband.review.inputs import settings, tables
from payband.review.inputs.fields import Day, Money, YesNo
from payband.review.inputs.formats import newest_format
from payband.review.inputs.input_table import column, column_of
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import YES_NO, Person
from payband.review.results import Results
from tests.run import TOP
from tests.support.packages import faults_of_package
from tests.support.workbooks import bounds, headings, table_of

FORMAT_1 = TOP / "tests" / "cases" / "format_1"
NEXT = newest_format() + 1
NEW_ANSWERS = ("cost a week", "of which training")


class NewSettings(settings.Settings):
    """The settings, with one that no older workbook knows and that must be filled in."""

    training_costed: YesNo = column(
        "training costed", "yes / no", "Whether training is costed", choices=YES_NO, since=NEXT, before="no"
    )


class NewPerson(Person):
    """A person, with what is spent on training."""

    training: Money = column("training", "£ a year", "What the training costs", since=NEXT, before=250)
    trained_on: Day | None = column("trained on", "date", default=None, since=NEXT)


def newer_payband(patch: pytest.MonkeyPatch) -> None:
    """Makes the rest of the test one of a newer payband."""
    declared = {name: info for name, info in NewSettings.model_fields.items() if info.json_schema_extra is not None}
    _replace(patch, settings.SETTINGS, tuple(column_of(*each) for each in declared.items()))
    _replace(patch, settings.Settings, NewSettings)
    people = next(table for table in tables.INPUTS if table.name == "People")
    new_inputs = tuple(table._replace(rows=NewPerson) if table is people else table for table in tables.INPUTS)
    _replace(patch, tables.INPUTS, new_inputs)
    costs = next(table for table in answers.ANSWERS if table.name == "StructureCost")
    first, *others = costs.columns
    week, training = NEW_ANSWERS
    new = costs._replace(
        columns=(
            first,
            AnswerColumn(week, "cost_a_week", MONEY, "£ a week", since=NEXT),
            *others,
            AnswerColumn(training, "training", MONEY, "£ a year", since=NEXT),
        )
    )
    _replace(patch, answers.ANSWERS, tuple(new if table is costs else table for table in answers.ANSWERS))
    calculate = calculate_module.calculate

    def calculate_more(given: Inputs, *rest: str) -> Results:
        results = calculate(given, *rest)
        training = sum(person.training for person in given.people) if given.settings.training_costed else 0  # type: ignore[attr-defined]
        for held in (results.tables, results.totals):
            held["StructureCost"] = _with_more(held["StructureCost"], new, training)
        return results

    patch.setattr(review, "calculate", calculate_more)


def _with_more(rows: AnswerRows, table: AnswerTable, training: int) -> AnswerRows:
    line, *others = rows.columns()
    keys = [each.key for each in rows.table.columns]
    weekly = [None if cost is None else cost // 52 for cost in rows.columns()[keys.index("cost_proposed")]]
    return AnswerRows.of_columns(table, [line, weekly, *others, [training] * len(line)])


def _replace(patch: pytest.MonkeyPatch, old: Any, new: Any) -> None:
    """Puts a new declaration in the place of an old one wherever it was imported."""
    for name, module in list(sys.modules.items()):
        if name.startswith("payband"):
            for attribute, value in list(vars(module).items()):
                if value is old:
                    patch.setattr(module, attribute, new)


def faults(path: Path) -> list[str]:
    """What is wrong with a workbook's parts; a formula and its value are told apart by others."""
    return [each for each in faults_of_package(path) if not each.endswith("as a number")]


def own_column(workbook: Workbook, table: str, heading: str, value: Any) -> str:
    """Gives a table a column of its owner's, a value in each row, or a formula with {row} for the row; its letters."""
    sheet, place = table_of(workbook, table)
    first, header, last, bottom = bounds(place)
    letters = get_column_letter(last + 1)
    sheet.cell(header, last + 1).value = heading
    for row in range(header + 1, bottom + 1):
        cell = sheet.cell(row, last + 1)
        cell.value = value.format(row=row) if isinstance(value, str) else value
        cell.font = Font(italic=True)
    place.ref = f"{get_column_letter(first)}{header}:{letters}{bottom}"
    if place.autoFilter is not None:
        place.autoFilter.ref = place.ref
    place.tableColumns.append(TableColumn(id=90 + last, name=heading))
    return letters


def with_own_columns(workbook: Workbook) -> None:
    """What a finance officer may have put into the costed structure: a note and a formula in the table, two formulas
    beside it, and on another sheet sums over both.
    """
    sheet, _ = table_of(workbook, "StructureCost")
    own_column(workbook, "StructureCost", "agreed with", "{row}")
    table, place = table_of(workbook, "StructureCost")
    _, header, _, bottom = bounds(place)
    names = headings(workbook, "StructureCost")
    for row in range(header + 1, bottom + 1):
        table.cell(row, names["agreed with"]).value = f"agreed for {table.cell(row, names['line']).value}"
    cost = get_column_letter(names["cost proposed"])
    own_column(workbook, "StructureCost", "a month", f"={cost}{{row}}/12")
    _, _, last, _ = bounds(place)
    beside = last + 2
    for row in range(header + 1, bottom + 1):
        sheet.cell(row, beside).value = f"={cost}{row}*2"
        sheet.cell(row, beside + 1).value = f"={get_column_letter(beside)}{row}+1"
    sheet.cell(header, beside).value = "twice"
    sheet.cell(header - 3, beside).value = "my own sums"
    sheet.column_dimensions[get_column_letter(beside)].width = 33.5
    own = workbook.create_sheet("My sums")
    letters = get_column_letter(beside)
    own["A1"] = f"=SUM('Structure cost'!{letters}{header + 1}:{letters}{bottom})"
    own["A2"] = f"=SUM('Structure cost'!${cost}${header + 1}:${cost}${bottom})*2"
    own["A3"] = f"=COUNTA('Structure cost'!{letters}:{letters})"
