"""Reads the rows of an input table cell by cell, each distinct value once: the quick way for what is not wrong."""

from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import Annotated, Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from payband.kinds import blank
from payband.review.raw_tables import BadCell, RawTable
from payband.review.tables import InputRow, InputTable

__all__ = ["quick_rows"]

RowModel = TypeVar("RowModel", bound=InputRow)

_BLANK, _WRONG = object(), object()  # an empty cell; one that cannot be read by itself


def quick_rows(
    raw: RawTable, table: InputTable, rows: type[RowModel], usable: set[str], *, cells: bool
) -> list[RowModel | None]:
    """The rows of a table; None for each that has something wrong, of which pydantic's own reading says what.

    The row is the same that `rows.model_validate` makes: the fields are read by the same readers. People share their
    grades, lines and profiles, so that most cells have been read before. `usable` names the columns to be read.
    """
    whole = [True] * len(raw.numbers)
    fields: list[str] = []
    columns: list[list[Any]] = []
    for column in table.columns:
        held = raw.column(column.name) if column.name in usable else []
        if set(map(type, held)) <= {type(None)}:
            if column.required:
                return [None] * len(raw.numbers)
            continue
        found, marks = _read(held, rows.model_fields[column.field], cells=cells)
        if _WRONG in marks or (column.required and _BLANK in marks):
            refused = (_WRONG, _BLANK) if column.required else (_WRONG,)
            whole = [
                is_whole and not any(each is mark for mark in refused)
                for is_whole, each in zip(whole, found, strict=True)
            ]
        fields.append(column.field)
        columns.append(found)
    state = rows.model_construct(row=0).__getstate__()  # with every default
    given_fields: dict[tuple[str, ...], set[str]] = {}  # the same set for all rows that have the same fields

    def row_of(number: int, values: tuple[Any, ...]) -> RowModel:
        given = {name: value for name, value in zip(fields, values, strict=True) if value is not _BLANK}
        given["row"] = number
        names = tuple(given)
        if names not in given_fields:
            given_fields[names] = set(names)
        made = rows.__new__(rows)  # as pickle brings a row back, in a tenth of the time of `model_construct`
        made.__setstate__(
            {
                **state,
                "__dict__": {**state["__dict__"], **given},
                "__pydantic_fields_set__": given_fields[names],
            }
        )
        return made

    by_row = zip(*columns, strict=True) if columns else repeat((), len(raw.numbers))
    return [
        row_of(number, values) if is_whole else None
        for number, is_whole, values in zip(raw.numbers, whole, by_row, strict=True)
    ]


@cache
def _reader(kind: Any) -> TypeAdapter[Any]:
    """What reads a cell of a kind: many columns share one, and it takes a while to make."""
    return TypeAdapter(kind, config=ConfigDict(arbitrary_types_allowed=True))


def _read(values: Sequence[Any], field: FieldInfo, *, cells: bool) -> tuple[list[Any], set[object]]:
    """What the values of a column are read as, each distinct one read once, and which marks are among them."""
    kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    reader = _reader(kind)
    context = {"cells": cells}
    marks: set[object] = set()

    def read(value: Any) -> Any:
        if blank(value):
            marks.add(_BLANK)
            return _BLANK
        if not isinstance(value, BadCell):
            try:
                return reader.validate_python(value, context=context)
            except ValidationError:
                pass
        marks.add(_WRONG)
        return _WRONG

    if set(map(type, values)) == {str}:
        texts = {value: read(value) for value in set(values)}
        return [texts[value] for value in values], marks
    # A value is told from another of its kind alone: 1 and 1.0 and TRUE are equal, and not the same.
    known: dict[type, dict[Any, Any]] = {}
    found = []
    for value in values:
        of_kind = known.setdefault(value.__class__, {})
        try:
            found.append(of_kind[value])
        except KeyError:
            found.append(of_kind.setdefault(value, read(value)))
        except TypeError:  # what has no hash, a list for instance
            found.append(read(value))
    return found, marks
