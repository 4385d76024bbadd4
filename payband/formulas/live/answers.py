"""Answers of a live workbook that follow from other answers of the same row, as their sheet declares them."""

from payband.forms import Cell, Form
from payband.formulas.cell_units import in_units, whole_units
from payband.formulas.places import Places
from payband.sheets.sheet import Sheet

__all__ = ["answers_from_answers"]


class _NoAnswerError(Exception):
    """A column reads what is not an answer of its row."""


class _AnswerCells:
    """A row of an answer table as cells."""

    def __init__(self, places: Places, sheet: type[Sheet], table: str, index: int) -> None:
        self._places = places
        self._sheet = sheet
        self._table = table
        self._index = index

    def __getattr__(self, name: str) -> Form:
        declared = self._sheet.columns.get(name)
        if declared is None or declared.answer is None or declared.words:
            raise _NoAnswerError
        return whole_units(self._places.answer(self._table, declared.answer.heading, self._index), declared.unit)


def answers_from_answers(places: Places, sheet: type[Sheet], table: str, index: int) -> dict[str, str]:
    """The formulas, by the keys of their columns, of the figures of a row that rest on others of the row alone."""
    found = {}
    for name, answer, unit in sheet.answers():
        declared = sheet.columns.get(name)
        if declared is None or declared.words:
            continue
        try:
            text = declared.rule(_AnswerCells(places, sheet, table, index))
        except _NoAnswerError:
            continue
        if isinstance(text, Cell):
            found[answer.key] = in_units(text, unit)
    return found
