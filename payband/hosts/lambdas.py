"""A workbook whose names are payband's worksheet functions as LAMBDAs, for Excel 365 without any add-in."""

from collections.abc import Sequence

from payband import rules
from payband.hosts.examples import example_answer, example_formula
from payband.hosts.lambda_figures import Block, figures
from payband.hosts.lambda_readers import read, readers
from payband.hosts.lambda_rules import answers, helpers
from payband.hosts.lambda_text import MOST_CHARACTERS, let, stored
from payband.hosts.packed import zipped
from payband.hosts.plain_book import HEADING, NAME, NOTE, TITLE, Cell, as_cell, parts, sheet
from payband.registry import functions
from payband.whole_files import write_whole
from payband.worksheet import Argument, Row, TableOf, WorksheetFunction

__all__ = ["ONLY_IN_THE_ADD_IN", "build", "names"]

ONLY_IN_THE_ADD_IN = {
    "APPROVAL": "its answer is a sentence; NEEDSAPPROVAL gives TRUE or FALSE",
    "CHECK": "says in words what is wrong with any function's arguments",
    "GRADEFORPOINTS": "its table has as many rows as the body has grades; a lookup in the sheet does the same",
    "HAYGRADE": "its table has as many rows as the body has grades; a lookup in the sheet does the same",
    "PAYLINE": "the spreadsheet's own FORECAST of the same points and pays, rounded to the penny, does the same",
    "PAYGAPHOURLY": "pay times 7 by the days of the period (30.44 a month) and the weekly hours does the same",
    "PLACEMENT": "its answer says why in a sentence",
    "PRESENTVALUE": "the spreadsheet's own NPV of the later years, plus the first year, does the same",
    "PROTECTIONPOLICY": "its answers are words of the policy; give PROTECTION the months and the form",
    "QUARTILESHARES": "it shares out people who are paid one rate, which no formula of a cell does in sight",
    "EXITBAND": "its answer is words of a band; a lookup in a table of your bands does the same",
    "PAYBRACKET": "its answer is words of a bracket; the spreadsheet's own FLOOR by 5000 gives where it begins",
    "SENIORPAY": "its answer is a sentence; NEEDSAPPROVAL tests the package by the same rule",
    "SCENARIO": "it looks a result up in a table; the spreadsheet's own lookups do the same",
    "ROLECHANGE": "its shares must make 100%, which the add-in checks and says; a SUM of differences does the same",
    "EXPLAIN": "lists the steps of any function's answer",
    "ONCOSTTABLE": "its rates and sources are sentences; ONCOSTS gives the sum",
}
"""The functions that are not reasonable as LAMBDAs, and why."""

_INTRODUCTION = (
    "These functions are names of this workbook, for Excel 365: no add-in, no macros. Build on a copy of it.",
    "Type an example into any cell, or put your own figures in it. Whole columns may be given: one answer a row.",
    "The figures are on the sheets LibraryFigures, LibrarySpines and LibraryGrades, each with its dates and source.",
)


def build(path: str) -> str:
    """Writes the workbook; the same functions and figures make the same bytes. Answers what was written, in words."""
    rules.load()
    found = figures()
    defined = names(found.blocks)
    entries = list(functions())
    given = [entry for entry in entries if entry.name not in ONLY_IN_THE_ADD_IN]
    sheets = {"Functions": _functions_sheet(entries), "Arguments": _arguments_sheet(given), **found.sheets}
    content = {name: text.encode() for name, text in parts(sheets, defined).items()}
    write_whole(path, zipped(content))
    return f"{len(given)} functions as LAMBDAs written to {path}"


def names(blocks: dict[str, Block]) -> dict[str, str]:
    """Every name with its LAMBDA, as a file holds it."""
    rules.load()
    typed = {**readers(blocks), **helpers(blocks)}
    answered = answers(blocks)
    for entry in functions():
        if entry.name not in ONLY_IN_THE_ADD_IN:
            typed |= _function(entry, answered)
    found = {name: stored(formula) for name, formula in typed.items()}
    for name, formula in found.items():
        if len(formula) > MOST_CHARACTERS:
            raise ValueError(f"{name} is {len(formula)} characters long, and Excel takes {MOST_CHARACTERS}")
    return found


# --- a function ----------------------------------------------------------------------------------------------------


def _function(entry: WorksheetFunction, answered: dict[str, str]) -> dict[str, str]:
    """The name of a function, which takes columns, and the names that answer one row."""
    if not isinstance(entry.answer, Row):
        inner = f"PAYBAND._ONE_{entry.name}"
        one = {inner: _of_one(entry, answered[entry.name])}
        call = _of_table(entry, inner) if isinstance(entry.answer, TableOf) else _of_columns(entry, (inner,))
    else:
        columns = [name for name, _ in entry.answer.columns]
        one = {
            f"PAYBAND._ONE_{entry.name}_{name.upper().replace(' ', '_')}": _of_one(
                entry, answered[f"{entry.name}.{name}"]
            )
            for name in columns
        }
        call = _of_columns(entry, tuple(one))
    return {**one, f"PAYBAND.{entry.name}": call}


def _of_one(entry: WorksheetFunction, answer: str) -> str:
    """The LAMBDA that reads the arguments of one call and answers it."""
    read_first = [each for each in entry.arguments if not each.kind.is_table]
    tables = [each for each in entry.arguments if each.kind.is_table]
    given = ",".join(each.parameter if each in tables else f"{each.parameter}_given" for each in entry.arguments)
    steps = [(each.parameter, read(each, f"{each.parameter}_given")) for each in read_first]
    # what cannot be read is refused even where the answer would not need it
    wrong = ",".join(f"ISERROR({each.parameter})" for each in read_first)
    first_wrong = "".join(f"IF(ISERROR({each.parameter}),{each.parameter}," for each in read_first[:-1])
    refused = first_wrong + read_first[-1].parameter + ")" * (len(read_first) - 1)
    return f"LAMBDA({given},{let(*steps, then=f'IF(OR({wrong}),{refused},{answer})')})"


def _parameters(entry: WorksheetFunction) -> str:
    return ",".join(_declared(each) for each in entry.arguments)


def _declared(argument: Argument) -> str:
    optional = not argument.required and not argument.kind.may_be_blank
    return f"[{argument.parameter}]" if optional else argument.parameter


def _present(argument: Argument) -> str:
    """An argument, or blank text where it was left out."""
    return f'IF(ISOMITTED({argument.parameter}),"",{argument.parameter})'


def _of_table(entry: WorksheetFunction, inner: str) -> str:
    assert isinstance(entry.answer, TableOf)
    headings = ",".join(f'"{name}"' for name, _ in entry.answer.columns)
    call = f"{inner}({','.join(map(_present, entry.arguments))})"
    answer = let(
        ("found", call),
        ("first", "INDEX(found,1,COLUMNS(found))"),
        then=f"IF(ISERROR(first),first,VSTACK({{{headings}}},found))",
    )
    return f"LAMBDA({_parameters(entry)},{answer})"


def _of_columns(entry: WorksheetFunction, inner: tuple[str, ...]) -> str:
    """A call for each row of the columns given; a row that is blank in all of them is answered by a blank one."""
    single = [each for each in entry.arguments if not each.kind.is_table]
    steps = [(f"{each.parameter}_or_blank", _present(each)) for each in entry.arguments]
    whole = "&".join(f"{each.parameter}_or_blank" for each in single)
    steps.append(("grid", f'({whole})=""'))
    blank = "*".join(f"PAYBAND._BLANK({each.parameter}_or_blank)" for each in single)
    steps.append(("blank", f"IF(ROWS(grid)*COLUMNS(grid)>1,{blank},0)"))
    spread = ",".join(f"PAYBAND._SPREAD({each.parameter}_or_blank,grid)" for each in single)
    inside = ",".join(f"{each.parameter}_given" for each in single)
    passed = ",".join(
        f"{each.parameter}_or_blank" if each.kind.is_table else f"{each.parameter}_given" for each in entry.arguments
    )
    columns = [f'IF(blank,"",MAP({spread},LAMBDA({inside},{name}({passed}))))' for name in inner]
    then = columns[0] if len(columns) == 1 else f"HSTACK({','.join(columns)})"
    return f"LAMBDA({_parameters(entry)},{let(*steps, then=then)})"


# --- the sheets that show them -------------------------------------------------------------------------------------


def _functions_sheet(entries: Sequence[WorksheetFunction]) -> tuple[str, int]:
    shown: list[Sequence[Cell]] = [[Cell("payband functions as LAMBDAs", TITLE)]]
    shown += [[Cell(line, NOTE)] for line in _INTRODUCTION]
    shown.append([])
    headings = ("Function", "What it answers", "Type this", "Answer", "Must show")
    shown.append([Cell(heading, HEADING) for heading in headings])
    top = len(shown)
    shown += [_example(entry) for entry in entries if entry.name not in ONLY_IN_THE_ADD_IN]
    shown += [[], [Cell("Only in the add-in", HEADING), Cell("Why", HEADING)]]
    shown += [[Cell(f"PAYBAND.{name}", NAME), Cell(why)] for name, why in ONLY_IN_THE_ADD_IN.items()]
    return sheet(shown, (30, 52, 62, 24, 24), frozen=top), top


def _example(entry: WorksheetFunction) -> list[Cell]:
    answer = as_cell(example_answer(entry))
    formula = example_formula(entry, "calc")
    return [
        Cell(f"PAYBAND.{entry.name}", NAME),
        Cell(entry.help),
        Cell(f"={formula}"),
        answer._replace(formula=stored(formula), spills=True),
        answer,
    ]


def _arguments_sheet(entries: Sequence[WorksheetFunction]) -> tuple[str, int]:
    shown: list[Sequence[Cell]] = [[Cell("Arguments", TITLE)], []]
    headings = ("Function", "Argument", "What to give", "Kind", "If left out")
    shown.append([Cell(heading, HEADING) for heading in headings])
    top = len(shown)
    for entry in entries:
        for argument in entry.arguments:
            left_out = "needed" if argument.required else argument.default_text or "blank"
            given = (argument.name, argument.help, argument.kind.words, left_out)
            shown.append([Cell(f"PAYBAND.{entry.name}", NAME), *map(Cell, given)])
    return sheet(shown, (30, 24, 66, 44, 24), frozen=top), top
