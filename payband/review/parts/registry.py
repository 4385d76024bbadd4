"""The parts of a review that stand only where their inputs are given: the tables of each, and who answers it.

The tables of a part are in `tables/<part>.py`, which names its `PART`; the module that a part names reads the inputs
of the whole review and answers it. A workbook without the tables of a part is as good a review as before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from payband.errors import UnknownName, nearest_name
from payband.review.answers import AnswerRows, AnswerTable
from payband.review.inputs.table_names import ANSWERS_OF_PARTS, OF_PARTS
from payband.review.inputs.tables import INPUTS, InputTable

if TYPE_CHECKING:
    from payband.errors import Problem
    from payband.review.approvals import Approvals
    from payband.review.checks import Check
    from payband.review.inputs.inputs import Inputs
    from payband.review.protection_cost import ProtectionCost
    from payband.review.ranges import Ranges
    from payband.review.slotting_list import Placement
    from payband.review.structure_cost import StructureCost
    from payband.review.years.savings import YearlySavings

__all__ = [
    "Calculated",
    "Part",
    "PartAnswer",
    "Problems",
    "all_inputs",
    "answer_last_parts",
    "answer_parts",
    "any_input_table",
    "given_parts",
    "has_part",
    "inputs_among",
    "part_inputs",
    "part_of_answer",
    "part_problems",
    "parts",
    "parts_named",
    "parts_with",
    "rows_by_table",
    "unanswered",
]


class Part(NamedTuple):
    """A part of a review: its name, what it is for, its input and answer tables, and the module that answers it.

    The module has `answer(calculated) -> PartAnswer`, and its PROBLEMS: the checks of what must hold in its tables, and
    between these and the others, each on its own, so that what ends one does not end the rest. A part that is `last`
    looks at the answers of all the others: its module has `answer_last(calculated, tables)` instead.
    """

    name: str
    what: str
    inputs: tuple[InputTable, ...]
    answers: tuple[AnswerTable, ...]
    module: str
    last: bool = False


Problems: TypeAlias = "tuple[Callable[[Inputs], Iterable[Problem]], ...]"


class Calculated(NamedTuple):
    """What a part may build on: the inputs, and the answers that every review has."""

    inputs: "Inputs"
    ranges: "Ranges"
    placed: "Sequence[Placement]"
    protection: "ProtectionCost"
    structure: "StructureCost"
    approvals: "Approvals"
    savings: "YearlySavings"


class PartAnswer(NamedTuple):
    """What a part answers: its tables, their totals, checks, warnings, and lines of the summary.

    A line of the summary is a section, a label, a value and the form it is shown in, as `Results.summary` has them.
    """

    tables: "Sequence[AnswerRows]"
    totals: "Sequence[AnswerRows]" = ()
    checks: "Sequence[Check]" = ()
    warnings: Sequence[str] = ()
    summary: Sequence[tuple[str, str, Any, str]] = ()


def parts() -> tuple[Part, ...]:
    """Every part that a review may have."""
    return tuple(map(_part, OF_PARTS))


def parts_with(tables: Iterable[str]) -> tuple[Part, ...]:
    """The parts that have one of these input tables, capitals or not."""
    names = {table.casefold() for table in tables}
    return tuple(_part(part) for part, own in OF_PARTS.items() if any(table.casefold() in names for table in own))


def _part(name: str) -> Part:
    found: Part = import_module(f"payband.review.parts.tables.{name}").PART
    return found


def parts_named(names: str) -> tuple[Part, ...]:
    """The parts of a list such as "placement, timetable", in the order of their sheets; "all" for every part.

    Raises UnknownName with the nearest name.
    """
    known = {part.name.casefold(): part for part in parts()}
    wanted = [" ".join(each.split()).casefold() for each in names.split(",") if each.strip()]
    if "all" in wanted:
        return parts()
    for each in wanted:
        if each not in known:
            raise UnknownName(
                f"'{each}' is not a part of a review; {nearest_name(each, known)}; parts: {', '.join(known)}"
            )
    return tuple(part for name, part in known.items() if name in wanted)


def part_inputs() -> tuple[InputTable, ...]:
    """The input tables of every part."""
    return tuple(table for part in parts() for table in part.inputs)


def all_inputs() -> tuple[InputTable, ...]:
    """The input tables that a workbook may have: those of every review, then those of its parts."""
    return (*INPUTS, *part_inputs())


def inputs_among(tables: Iterable[str]) -> tuple[InputTable, ...]:
    """The input tables that a workbook with these tables may have: those of every review, and of the parts it has."""
    return (*INPUTS, *(table for part in parts_with(tables) for table in part.inputs))


def any_input_table(name: str) -> InputTable:
    """The input table of a name. Raises UnknownName with the nearest name."""
    tables = {table.name: table for table in all_inputs()}
    if name not in tables:
        raise UnknownName(f"'{name}' is not a table of a review; {nearest_name(name, tables)}")
    return tables[name]


def given_parts(inputs: "Inputs") -> list[Part]:
    """The parts that have a row in one of their input tables."""
    return list(parts_with(table for table, rows in inputs.parts.items() if rows))


def has_part(inputs: "Inputs", name: str) -> bool:
    """Whether a row stands in one of the input tables of a part, by the part's name in this module."""
    return any(inputs.rows_of(table) for table in OF_PARTS[name])


def part_problems(inputs: "Inputs") -> "Iterator[Problem]":
    """What is wrong in the tables of the parts, and between these and the others."""
    from payband.review.inputs.sound_inputs import said_by  # it needs what is declared here

    for part in given_parts(inputs):
        checks: Problems = import_module(part.module).PROBLEMS
        for check in checks:
            yield from said_by(check, inputs)


def answer_parts(calculated: Calculated) -> list[PartAnswer]:
    """The answers of every part whose inputs are given, but for those that look at all the others."""
    return [import_module(part.module).answer(calculated) for part in given_parts(calculated.inputs) if not part.last]


def answer_last_parts(calculated: Calculated, tables: Mapping[str, AnswerRows]) -> list[PartAnswer]:
    """The answers of the parts that look at the answer tables of all the others, which are given by name."""
    given = [part for part in given_parts(calculated.inputs) if part.last]
    return [import_module(part.module).answer_last(calculated, tables) for part in given]


def part_of_answer(table: str) -> Part | None:
    """The part that answers in a table; None for the tables that every review has.

    >>> part_of_answer("OneOffCostList").name, part_of_answer("SlottingList")
    ('one-off costs', None)
    """
    return next((_part(part) for part, own in ANSWERS_OF_PARTS.items() if table in own), None)


def unanswered(answered: Iterable[str], standing: Iterable[str]) -> list[AnswerTable]:
    """The answer tables of parts that stand in a workbook, but were not answered: what they hold is of an earlier run.

    Their part has no input any more, or its sheets are gone. `standing` are the workbook's tables, capitals or not.
    """
    old = {name.casefold() for name in standing} - {name.casefold() for name in answered}
    having = [part for part, own in ANSWERS_OF_PARTS.items() if any(name.casefold() in old for name in own)]
    return [table for part in having for table in _part(part).answers if table.name.casefold() in old]


def rows_by_table(inputs: "Inputs") -> Mapping[str, Sequence[Any]]:
    """The rows of every input table but the settings, by the table's name."""
    tables: Sequence[Any] = inputs
    rows = {table.name: tables[place] for place, table in enumerate(INPUTS) if place}
    return {**rows, **{table.name: inputs.rows_of(table.name) for table in part_inputs()}}
