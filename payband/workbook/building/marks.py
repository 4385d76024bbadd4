"""Conditional formats: what failed, what is to be looked into, and what is estimated: a word, a sign and a colour."""

from collections.abc import Sequence
from typing import NamedTuple

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from payband.review.answers import AnswerColumn
from payband.review.parts.paper.figure_checks import DIFFERS
from payband.review.parts.wage_floors.compression import APART
from payband.rules.thresholds import Standing
from payband.workbook.building.styles import AMBER, AMBER_FILL, RED, RED_FILL

__all__ = ["mark_summary", "mark_values"]

LAST_SHEET_ROW = 1_048_576


def _mark(colour: str, fill: str, sign: str = "", *, bold: bool = False, italic: bool = False) -> DifferentialStyle:
    return DifferentialStyle(
        font=Font(color=colour, bold=bold, italic=italic),
        fill=PatternFill(bgColor=fill, fill_type="solid"),
        numFmt=NumberFormat(numFmtId=_SIGNS[sign], formatCode=f'"{sign} "@') if sign else None,
    )


_SIGNS = {"\u2717": 201, "!": 202, "~": 203}  # a cross, and the numbers of formats that no other style has
FAILED, NEEDED = _mark(RED, RED_FILL, "\u2717", bold=True), _mark(AMBER, AMBER_FILL, "!", bold=True)
ESTIMATED = _mark(AMBER, AMBER_FILL, "~", italic=True)
WARNED = _mark(AMBER, AMBER_FILL, bold=True)  # without a sign: Excel may show a long text of a number format as ####


class _Marked(NamedTuple):
    """What is marked: a test of the cell, in which {} stands for it, and the look."""

    test: str
    look: DifferentialStyle


def _is(word: str, look: DifferentialStyle) -> _Marked:
    return _Marked(f'{{}}="{word}"', look)


_MARKS: dict[tuple[str, str], tuple[_Marked, ...]] = {
    # table (or any), heading, what is marked and how
    ("Checks", "passed"): (_is("no", FAILED),),
    ("ApprovalsNeeded", "needed"): (_is("yes", NEEDED),),
    ("SlottingList", "outcome"): (_is("unknown", FAILED),),
    ("PlacementList", "not covered"): (_is("yes", NEEDED),),
    ("OneOffCostList", "over budget"): (_is("yes", FAILED),),
    ("PayGaps", "look into"): (_Marked('AND({0}<>"",{0}<>"no")', NEEDED),),
    ("Tiers", "finding"): (_Marked(f'AND({{0}}<>"",{{0}}<>"{APART}")', NEEDED),),
    ("ReportingPay", "look into"): (_is("yes", NEEDED),),
    ("EqualityProfile", "as printed"): (_is("no", FAILED),),
    ("EqualityReconciled", "agrees"): (_is("no", FAILED),),
    ("Timetable", "warning"): (_Marked('{}<>""', WARNED),),
    ("JobForm", "answer"): (_is("missing", NEEDED),),
    ("TermCosts", "in the range"): (_is("no", FAILED),),
    ("TermChecklist", "outcome"): (_is("not in order", FAILED), _is("not answered", FAILED)),
    ("FigureChecks", "outcome"): (_is(DIFFERS, FAILED),),
    ("CountChecks", "outcome"): (_is(DIFFERS, FAILED),),
    ("ApprovalsByPost", "standing"): (_is(Standing.WITHOUT, FAILED), _is(Standing.IN_RETROSPECT, NEEDED)),
    ("RoleChanges", "more than limit"): (_is("yes", NEEDED),),
    ("", "estimated"): (_is("yes", ESTIMATED),),
    ("", "provisional"): (_is("yes", ESTIMATED),),
}


def mark_values(worksheet: Worksheet, table_name: str, columns: Sequence[AnswerColumn], first_row: int) -> None:
    """Conditional formatting: what failed, what is to be looked into, what is estimated, provisional or unknown.

    The word itself says it too, and a sign before it.
    """
    for number, column in enumerate(columns, start=1):
        for name in (table_name, ""):
            for marked in _MARKS.get((name, column.heading), ()):
                letter = get_column_letter(number)
                rule = Rule("expression", formula=[marked.test.format(f"${letter}{first_row}")], dxf=marked.look)
                worksheet.conditional_formatting.add(f"{letter}{first_row}:{letter}{LAST_SHEET_ROW}", rule)


def mark_summary(worksheet: Worksheet) -> None:
    """The same marks on the Summary, by the label of a line."""
    for label, look in (("Failed", FAILED), ("Cannot be told", NEEDED), ("ESTIMATED", ESTIMATED)):
        rule = Rule("expression", formula=[f'$A2="{label}"'], dxf=look)
        worksheet.conditional_formatting.add(f"A2:B{LAST_SHEET_ROW}", rule)
