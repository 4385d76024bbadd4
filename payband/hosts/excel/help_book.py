"""A small workbook that shows every worksheet function: what it answers, its arguments, and an example that works."""

from collections.abc import Sequence

from payband import rules
from payband.hosts.examples import example_answer, example_formula
from payband.hosts.plain_book import HEADING, NAME, NOTE, TITLE, Cell, as_cell, parts, sheet
from payband.registry import functions
from payband.worksheet import WorksheetFunction

__all__ = ["help_book"]

_INTRODUCTION = (
    "These functions run in xlwings Lite, a free add-in: on the Home tab choose Add-ins, find xlwings, add it.",
    "Open xlwings Lite with its button on the Home tab and choose Trust and Continue; the functions are then ready.",
    "Type an example into any cell, or put your own figures in it. Whole columns may be given: one answer a row.",
    "Column D is live. If it shows #NAME?, the workbook was opened before xlwings Lite had started: close it, start "
    "xlwings Lite in an empty workbook, and open this one again.",
    "If a cell still shows #NAME?, select it, press F2 and then Enter. Recalculating alone does not help.",
)


def help_book() -> dict[str, bytes]:
    """The parts of the workbook by name; the same functions make the same bytes."""
    rules.load()
    entries = list(functions())
    shown: list[Sequence[Cell]] = [[Cell("payband functions", TITLE)]]
    shown += [[Cell(line, NOTE)] for line in _INTRODUCTION]
    shown.append([])
    headings = ("Function", "What it answers", "Type this", "Answer", "Must show")
    shown.append([Cell(heading, HEADING) for heading in headings])
    first = sheet([*shown, *map(_example, entries)], (30, 52, 62, 24, 24), frozen=len(shown))
    described: list[Sequence[Cell]] = [[Cell("Arguments", TITLE)], []]
    headings = ("Function", "Argument", "What to give", "Kind", "If left out")
    described.append([Cell(heading, HEADING) for heading in headings])
    rows = [row for entry in entries for row in _arguments(entry)]
    second = sheet([*described, *rows], (30, 24, 66, 44, 24), frozen=len(described))
    sheets = {"Functions": (first, len(shown)), "Arguments": (second, len(described))}
    return {name: content.encode() for name, content in parts(sheets).items()}


def _example(entry: WorksheetFunction) -> list[Cell]:
    answer = as_cell(example_answer(entry))
    return [
        Cell(f"PAYBAND.{entry.name}", NAME),
        Cell(entry.help),
        Cell(f"={example_formula(entry, 'calc')}"),
        answer._replace(formula=example_formula(entry, "excel")),
        answer,
    ]


def _arguments(entry: WorksheetFunction) -> list[list[Cell]]:
    rows = []
    for argument in entry.arguments:
        left_out = "needed" if argument.required else argument.default_text or "blank"
        given = (argument.name, argument.help, argument.kind.words, left_out)
        rows.append([Cell(f"PAYBAND.{entry.name}", NAME), *map(Cell, given)])
    return rows
