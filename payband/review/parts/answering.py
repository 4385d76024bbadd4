"""The parts of a review that are given: what is wrong in them, and their answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from payband.errors import Problem
from payband.review.answers import AnswerRows
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.sound_inputs import said_by
from payband.review.inputs.table_names import OF_PARTS
from payband.review.inputs.tables import INPUTS
from payband.review.parts.registry import Part, part_inputs, parts_with

if TYPE_CHECKING:
    from payband.review.approvals import Approvals
    from payband.review.check import Check
    from payband.review.protection_cost import ProtectionCost
    from payband.review.ranges import Ranges
    from payband.review.slotting_list import Placement
    from payband.review.structure_cost import StructureCost
    from payband.review.years.savings import YearlySavings
    from payband.sheets.figures import Figures
    from payband.sheets.sheet import Sheet

__all__ = [
    "Calculated",
    "PartAnswer",
    "Problems",
    "WorkedOut",
    "answer_last_parts",
    "answer_parts",
    "given_parts",
    "has_part",
    "part_problems",
    "rows_by_table",
]


Problems: TypeAlias = "tuple[Callable[[Inputs], Iterable[Problem]], ...]"


class Calculated(NamedTuple):
    """What a part may build on: the inputs, and the answers that every review has."""

    inputs: Inputs
    ranges: "Ranges"
    placed: "Sequence[Placement]"
    protection: "ProtectionCost"
    structure: "StructureCost"
    approvals: "Approvals"
    savings: "YearlySavings"


class WorkedOut(NamedTuple):
    """The figures that a part's tables are worked out on, and of each table the sheet whose rows it shows.

    Formulas and explanations of the tables come from them.
    """

    figures: "Figures"
    tables: "Mapping[str, type[Sheet]]"


class PartAnswer(NamedTuple):
    """What a part answers: its tables, their totals, checks, warnings, and lines of the summary.

    A line of the summary is a section, a label, a value and the form it is shown in, as `Results.summary` has them.
    """

    tables: "Sequence[AnswerRows]"
    totals: "Sequence[AnswerRows]" = ()
    checks: "Sequence[Check]" = ()
    warnings: Sequence[str] = ()
    summary: Sequence[tuple[str, str, Any, str]] = ()
    worked_out: WorkedOut | None = None


def given_parts(inputs: Inputs) -> list[Part]:
    """The parts that have a row in one of their input tables."""
    return list(parts_with(table for table, rows in inputs.parts.items() if rows))


def has_part(inputs: Inputs, name: str) -> bool:
    """Whether a row stands in one of the input tables of a part, by the part's name in this module."""
    return any(inputs.rows_of(table) for table in OF_PARTS[name])


def part_problems(inputs: Inputs) -> Iterator[Problem]:
    """What is wrong in the tables of the parts, and between these and the others."""
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


def rows_by_table(inputs: Inputs) -> Mapping[str, Sequence[Any]]:
    """The rows of every input table but the settings, by the table's name."""
    tables: Sequence[Any] = inputs
    rows = {table.name: tables[place] for place, table in enumerate(INPUTS) if place}
    return {**rows, **{table.name: inputs.rows_of(table.name) for table in part_inputs()}}
