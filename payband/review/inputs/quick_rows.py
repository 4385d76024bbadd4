"""Reads the rows of an input table cell by cell, each distinct value once: the quick way for what is not wrong."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import compress, repeat
from typing import Annotated, Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from payband.kinds import blank
from payband.review.inputs.distinct import of_distinct
from payband.review.inputs.input_table import InputRow, InputTable
from payband.review.inputs.raw.raw_tables import BadCell, RawTable

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
    count = len(raw.numbers)
    whole = [True] * count
    state = rows.model_construct(row=0).__getstate__()  # with every default
    defaults = state["__dict__"]
    columns: dict[str, Iterable[Any]] = {name: repeat(defaults.get(name), count) for name in rows.model_fields}
    columns["row"] = raw.numbers
    always = {"row"}  # the fields that every row has
    sometimes: dict[str, list[bool]] = {}  # those that some have, and which
    for column in table.columns:
        held = raw.column(column.name) if column.name in usable else []
        if set(map(type, held)) <= {type(None)}:
            if column.required:
                return [None] * count
            continue
        found, marks = _read(held, rows.model_fields[column.field], cells=cells)
        if _WRONG in marks or (column.required and _BLANK in marks):
            refused = (_WRONG, _BLANK) if column.required else (_WRONG,)
            whole = [
                is_whole and not any(each is mark for mark in refused)
                for is_whole, each in zip(whole, found, strict=True)
            ]
        if _BLANK in marks:
            sometimes[column.field] = [each is not _BLANK for each in found]
            default = defaults.get(column.field)
            found = [default if each is _BLANK else each for each in found]
        else:
            always.add(column.field)
        columns[column.field] = found
    by_row = zip(*columns.values(), strict=True)
    names = tuple(columns)
    given_fields: dict[tuple[bool, ...], set[str]] = {}  # the same set for all rows that have the same fields

    def row_of(values: tuple[Any, ...], given: tuple[bool, ...]) -> RowModel:
        fields = given_fields.get(given)
        if fields is None:
            fields = given_fields[given] = always | set(compress(sometimes, given))
        made = rows.__new__(rows)  # as pickle brings a row back, in a tenth of the time of `model_construct`
        state["__dict__"] = dict(zip(names, values, strict=True))
        state["__pydantic_fields_set__"] = fields
        made.__setstate__(state)
        return made

    given = zip(*sometimes.values(), strict=True) if sometimes else repeat((), count)
    return [
        row_of(values, has) if is_whole else None for is_whole, values, has in zip(whole, by_row, given, strict=True)
    ]


@cache
def _reader(kind: Any) -> TypeAdapter[Any]:
    """What reads a cell of a kind: many columns share one, and it takes a while to make."""
    return TypeAdapter(kind, config=ConfigDict(arbitrary_types_allowed=True))


def _read(values: Sequence[Any], field: FieldInfo, *, cells: bool) -> tuple[list[Any], set[object]]:
    """What the values of a column are read as, each distinct one read once, and which marks are among them."""
    kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    context = {"cells": cells}
    marks: set[object] = set()

    def read(value: Any) -> Any:
        if blank(value):
            marks.add(_BLANK)
            return _BLANK
        if not isinstance(value, BadCell):
            try:
                return _reader(kind).validate_python(value, context=context)
            except ValidationError:
                pass
        marks.add(_WRONG)
        return _WRONG

    def read_all(distinct: list[Any]) -> list[Any]:
        if not any(blank(value) or value.__class__ is BadCell for value in distinct):
            try:
                found: list[Any] = _reader(list[kind]).validate_python(distinct, context=context)
            except ValidationError:
                pass  # one of them, at least
            else:
                return found
        return list(map(read, distinct))

    return of_distinct(values, read_all), marks
