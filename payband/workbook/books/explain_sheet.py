"""Writes an explanation as a small workbook: one sheet, a section for each chain, and the figures at its end."""

import os
from typing import Any

from openpyxl.styles import Alignment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from payband.ooxml.built import built_package
from payband.ooxml.saving import check_target
from payband.ooxml.text_size import LINE_HEIGHT, SIZE, lines_of
from payband.review.explanation.chains import Chain, Explanation, Step
from payband.review.results import Results
from payband.workbook.building.styles import ANSWER_TAB, add_styles, put, set_default_font, set_height
from payband.workbook.building.template import set_page

__all__ = ["SHEET", "write"]

SHEET = "Explanation"
HEADINGS = ("Step", "Value", "How it comes about", "Figures")
FIGURE_HEADINGS = ("Figure", "Value", "Source", "In force from")
WIDTHS = (38, 17, 62, 14)  # as wide in all as the printed page
HEADER_ROW = 3
BOLD = 10.8  # a bold letter takes as much room as one of this size
_FORMS = {"money": "[$£-809]#,##0.00_);([$£-809]#,##0.00)", "percent": "0.00%_);(0.00%)", "day": "dd/mm/yyyy_)"}


def write(explanation: Explanation, results: Results, path: str | os.PathLike[str]) -> None:
    """Writes the sheet Explanation into a new workbook at a path.

    Raises WrongInput where the target is the workbook that was read, is open elsewhere, or cannot be written.
    """
    target = os.fspath(path)
    check_target(target, *([results.source.path] if results.source is not None else ()))
    workbook = Workbook()
    set_default_font(workbook)
    add_styles(workbook)
    workbook.properties.title = f"{SHEET}: {explanation.title}"
    workbook.properties.creator = "payband"
    workbook.properties.language = "en-GB"
    sheet = workbook.worksheets[0]
    sheet.title = SHEET
    _Writer(sheet).fill(explanation)
    built_package(workbook, target).save(target)


class _Writer:
    """Rows of four columns, written from the top of a sheet down."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.row = 1
        for letter, width in zip("ABCD", WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width

    def fill(self, explanation: Explanation) -> None:
        """Title, what it is about, the chains, and the figures by their numbers."""
        self._line((explanation.title,), "payband title", 26)
        lines = lines_of(explanation.about, sum(WIDTHS))
        self.sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(WIDTHS))
        self._line((explanation.about,), "payband row", 4 + LINE_HEIGHT * lines)
        self.sheet.cell(2, 1).alignment = Alignment(vertical="top", wrap_text=True)
        self._line(HEADINGS, "payband heading", 20)
        for chain in explanation.chains:
            self._chain(chain, explanation)
        if explanation.figures:
            self._section("Figures")
            self._line(FIGURE_HEADINGS, "payband heading", 20)
            for number, figure in enumerate(explanation.figures, start=1):
                source = figure.source or "no source given"
                cells = (
                    (f"[{number}] {figure.name}", "text"),
                    (figure.value, "value"),
                    (f"{source} ({figure.status}, {figure.file})", "text"),
                    (figure.effective_from or "no date given", "day"),
                )
                self._cells(cells)
        self.sheet.freeze_panes = f"A{HEADER_ROW + 1}"
        self.sheet.print_title_rows = f"1:{HEADER_ROW}"
        set_page(self.sheet, ANSWER_TAB, "portrait")

    def _chain(self, chain: Chain, explanation: Explanation) -> None:
        self._section(chain.title)
        for number, step in enumerate(chain.steps, start=1):
            shown: Any = "not known" if step.given is None else step.given
            cells = (
                (step.name, "text"),
                (shown, step.form.name if step.given is not None else "value"),
                (step.rule, "text"),
                (explanation.references(step), "text"),
            )
            self._cells(cells, last=number == len(chain.steps), wide=_is_wide(step))

    def _section(self, title: str) -> None:
        self._line((title, None, None, None), "payband section", 24)

    def _line(self, texts: tuple[str | None, ...], style: str, height: float) -> None:
        for column, text in enumerate(texts, start=1):
            cell = self.sheet.cell(self.row, column)
            cell.style = style
            put(cell, text)
        self.sheet.row_dimensions[self.row].height = height
        self.row += 1

    def _cells(self, cells: tuple[tuple[Any, str], ...], *, last: bool = False, wide: bool = False) -> None:
        """One step or figure; the last step of a chain, the figure that it leads to, is in bold."""
        lines = 1
        for column, ((value, form), width) in enumerate(zip(cells, WIDTHS, strict=True), start=1):
            cell = self.sheet.cell(self.row, column)
            cell.style = "payband label" if last and column <= 2 else "payband value"
            side = "right" if column == 2 and not wide else "left"
            indent = 1 if side == "right" else 0  # so that a number stands off the words beside it
            cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True, indent=indent)
            cell.number_format = _FORMS.get(form, "General" if isinstance(value, int) else "@")
            put(cell, value)
            if isinstance(value, str):
                lines = max(lines, lines_of(value, width, BOLD if last and column <= 2 else SIZE))
        set_height(self.sheet, self.row, lines)
        self.row += 1


def _is_wide(step: Step) -> bool:
    return isinstance(step.given, str) and lines_of(step.given, WIDTHS[1]) > 1
