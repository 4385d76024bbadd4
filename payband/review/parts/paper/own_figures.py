"""The review's own answers by name, so that a figure of a paper can be held against them."""

from collections.abc import Iterator
from typing import NamedTuple

from payband.review.answers import MONEY, STRUCTURE_COST, AnswerRows
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated
from payband.rules.pay.pay_range import midpoint

__all__ = ["AMOUNT", "COUNT", "OwnFigure", "own_figures", "own_kind", "own_names"]

AMOUNT, COUNT = "amount", "count"


class OwnFigure(NamedTuple):
    """One answer of the review: whether it is an amount in pence or a count, and its value, None if not known."""

    kind: str
    value: int | None
    typed: str = ""
    """Why it was not worked out by the review: it is what somebody typed, or rests on salaries chosen to fit."""


_TOTAL = "total"
_OF_STRUCTURE = ("posts now", "posts proposed", "cost now", "cost proposed", "saving", "modelled", "external")
_OF_RANGE = ("bottom", "midpoint", "top")
_OF_PROTECTION = {_TOTAL: AMOUNT, "on-costs": AMOUNT, "people": COUNT}


def _grades(inputs: Inputs) -> dict[str, str]:
    """The grades of the workbook and of its lines, by their names in small letters."""
    names = [row.grade for row in inputs.grades] + [line.grade for line in inputs.structure if line.grade]
    return {name.casefold(): name for name in reversed(names)}


def own_names(inputs: Inputs) -> Iterator[str]:
    """The name of every answer that a figure can be held against, such as 'StructureCost total saving'."""
    for line in (_TOTAL, *{row.line.casefold(): row.line for row in inputs.structure}.values()):
        yield from (f"StructureCost {line} {heading}" for heading in _OF_STRUCTURE)
    for grade in _grades(inputs).values():
        yield from (f"PayRanges {grade} {end}" for end in _OF_RANGE)
    yield from (f"Protection {name}" for name in _OF_PROTECTION)
    yield f"People {_TOTAL}"


def own_kind(name: str) -> str:
    """Whether an answer of the review is an amount or a count."""
    heads = ("posts now", "posts proposed", "protection people", f"people {_TOTAL}")
    return COUNT if name.casefold().endswith(heads) else AMOUNT


def own_figures(calculated: Calculated) -> dict[str, OwnFigure]:
    """Every answer of `own_names`, by its name in small letters."""
    inputs, found = calculated.inputs, dict(_structure(calculated.structure.rows()))
    for line in inputs.structure:
        name = f"StructureCost {line.line} cost {line.state}"
        if line.stated_cost is not None and name in found:
            found[name] = found[name]._replace(typed="it is the stated cost of its line in table Structure")
    found |= _structure(calculated.structure.total_row(), _TOTAL)
    given = {row.grade.casefold(): row for row in inputs.grades}
    for grade in _grades(inputs).values():
        pay_range = calculated.ranges.of(grade)
        bottom, top = pay_range.bottom, pay_range.top
        middle = None if bottom is None or top is None else midpoint(bottom, top)
        for end, value in zip(_OF_RANGE, (bottom, middle, top), strict=True):
            typed = getattr(given.get(grade.casefold()), f"{end}_salary", None) is not None
            why = f"it is the {end} salary of its grade in table Grades" if typed else ""
            found[f"PayRanges {grade} {end}"] = OwnFigure(AMOUNT, value, why)
    protection = calculated.protection
    values = (protection.total, protection.on_costs, protection.people)
    chosen = any(person.illustrative for person in inputs.people)
    why = "it rests on illustrative people, whose salaries no document prints" if chosen else ""
    for (name, kind), value in zip(_OF_PROTECTION.items(), values, strict=True):
        found[f"Protection {name}"] = OwnFigure(kind, value, why)
    found[f"People {_TOTAL}"] = OwnFigure(COUNT, len(inputs.people))
    return {name.casefold(): figure for name, figure in found.items()}


def _structure(rows: AnswerRows, name: str = "") -> dict[str, OwnFigure]:
    columns = {column.heading: column for column in STRUCTURE_COST.columns}
    places = {heading: STRUCTURE_COST.columns.index(columns[heading]) for heading in _OF_STRUCTURE}
    return {
        f"StructureCost {name or row[0]} {heading}": OwnFigure(
            AMOUNT if columns[heading].form is MONEY else COUNT, row[place]
        )
        for row in rows.rows
        for heading, place in places.items()
    }
