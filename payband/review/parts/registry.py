"""The parts of a review that are only where their inputs are given: the tables of each, and who answers it.

The tables of a part are in `tables/<part>.py`, which names its `PART`; the module that a part names reads the inputs
of the whole review and answers it. A workbook without the tables of a part is as good a review as before.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import NamedTuple

from payband.errors import UnknownName, nearest_name
from payband.review.answers import AnswerTable
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.table_names import ANSWERS_OF_PARTS, OF_PARTS
from payband.review.inputs.tables import INPUTS

__all__ = [
    "Part",
    "all_inputs",
    "any_input_table",
    "inputs_among",
    "part_inputs",
    "part_of_answer",
    "parts",
    "parts_named",
    "parts_with",
    "unanswered",
]


class Part(NamedTuple):
    """A part of a review: its name, what it is for, its input and answer tables, and the module that answers it.

    The module has `answer(calculated) -> PartAnswer`, and its PROBLEMS: the checks of what must hold in its tables, and
    between these and the others, each on its own, so that what ends one does not end the rest. A part that is `last`
    looks at the answers of all the others: its module has `answer_last(calculated, tables)` instead. Parts whose tables
    it reads come `also` where it is asked for.
    """

    name: str
    what: str
    inputs: tuple[InputTable, ...]
    answers: tuple[AnswerTable, ...]
    module: str
    last: bool = False
    also: tuple[str, ...] = ()


def parts() -> tuple[Part, ...]:
    """Every part that a review may have."""
    return tuple(map(_part, OF_PARTS))


def parts_with(tables: Iterable[str]) -> tuple[Part, ...]:
    """The parts that have one of these input tables, capitals or not."""
    names = {table.casefold() for table in tables}
    return tuple(_part(part) for part, own in OF_PARTS.items() if any(table.casefold() in names for table in own))


_SHORT = {"pay gap": "gender pay gap"}
"""What a part is also called, where that is the beginning of no other."""


def _part(name: str) -> Part:
    found: Part = import_module(f"payband.review.parts.tables.{name}").PART
    return found


def parts_named(names: str) -> tuple[Part, ...]:
    """The parts of a list such as "placement, timetable", in the order of their sheets; "all" for every part.

    Raises UnknownName with the nearest name.
    """
    known = {part.name.casefold(): part for part in parts()}
    wanted = [" ".join(each.split()).casefold() for each in names.split(",") if each.strip()]
    wanted = [_SHORT.get(each, each) for each in wanted]
    if "all" in wanted:
        return parts()
    for each in wanted:
        if each not in known:
            raise UnknownName(
                f"'{each}' is not a part of a review; {nearest_name(each, known)}; parts: {', '.join(known)}"
            )
    wanted += [also for each in wanted for also in known[each].also]
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


def part_of_answer(table: str) -> Part | None:
    """The part that answers in a table; None for the tables that every review has.

    >>> part_of_answer("OneOffCostList").name, part_of_answer("SlottingList")
    ('one-off costs', None)
    """
    return next((_part(part) for part, own in ANSWERS_OF_PARTS.items() if table in own), None)


def unanswered(answered: Iterable[str], standing: Iterable[str]) -> list[AnswerTable]:
    """The answer tables of parts that are in a workbook, but were not answered: what they hold is of an earlier run.

    Their part has no input any longer, or its sheets are gone. `standing` are the workbook's tables, capitals or not.
    """
    old = {name.casefold() for name in standing} - {name.casefold() for name in answered}
    having = [part for part, own in ANSWERS_OF_PARTS.items() if any(name.casefold() in old for name in own)]
    return [table for part in having for table in _part(part).answers if table.name.casefold() in old]
