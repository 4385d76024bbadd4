"""A fingerprint of what the input tables hold, whatever the workbook around them looks like."""

from collections.abc import Mapping, Sequence
from typing import Any

from payband.kinds import blank
from payband.review.inputs.distinct import of_distinct
from payband.review.inputs.raw.raw_tables import BadCell, RawTable
from payband.review.parts.registry import inputs_among

__all__ = ["input_fingerprint"]

_NOTHING = ""


def input_fingerprint(tables: Mapping[str, RawTable]) -> str:
    """Twelve characters that are the same when, and only when, the input tables hold the same.

    The rows count in their order, and each cell with its kind: 7 is not the text "7". What no answer rests on does not
    count: styles, where a table stands, the order of its columns, columns that are not payband's, empty rows, answers.

    >>> from payband.review.inputs.raw.raw_tables import RawRow
    >>> def people(salary, row):
    ...     cells = {"person": "A", "salary now": salary}
    ...     return {"People": RawTable("People", list(cells), [RawRow(row, cells)])}
    >>> input_fingerprint(people(30_000, 5)) == input_fingerprint(people(30_000, 9))
    True
    >>> input_fingerprint(people(30_000, 5)) == input_fingerprint(people("30000", 5))
    False
    """
    from hashlib import sha256

    digest = sha256()
    for table in inputs_among(tables):
        raw = tables.get(table.name)
        if raw is None:
            continue
        names = [column.name for column in table.columns if column.name in raw.columns]
        digest.update(repr((table.name, names)).encode())
        told = [_told_column(raw.column(name)) for name in names]
        # A row that is empty has nothing in its first column, as hardly any has.
        empty = {place for place, cell in enumerate(told[0] if told else ()) if cell == _NOTHING}
        empty = {place for place in empty if all(cells[place] == _NOTHING for cells in told)}
        for cells in told:
            kept = (cell for place, cell in enumerate(cells) if place not in empty) if empty else cells
            digest.update("\n".join([*kept, ""]).encode())
    return digest.hexdigest()[:12]


def _told_column(values: Sequence[Any]) -> list[str]:
    kinds = set(map(type, values))
    if kinds == {str}:  # what most columns are
        return [repr(value) if value.strip() else _NOTHING for value in values]
    if kinds == {int}:
        return list(map(str, values))
    return of_distinct(values, lambda distinct: list(map(_told, distinct)))


def _told(value: Any) -> str:
    """A cell's content as it is told from every other: text in quotes, so that no number or date is like it."""
    if isinstance(value, BadCell):
        return f"bad {value.message!r}"
    if blank(value):
        return _NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value or 0:.15g}"  # a cell keeps 15 digits
    if hasattr(value, "isoformat"):
        return str(value.isoformat()[:10])
    return repr(value) if isinstance(value, str) else str(value)
