"""A fingerprint of what the input tables hold, whatever the workbook around them looks like."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from payband.kinds import blank
from payband.review.inputs import BadCell, RawTable
from payband.review.parts import inputs_among

__all__ = ["input_fingerprint"]


def input_fingerprint(tables: Mapping[str, RawTable]) -> str:
    """Twelve characters that are the same when, and only when, the input tables hold the same.

    The rows count in their order, and each cell with its kind: 7 is not the text "7". What no answer rests on does not
    count: styles, where a table stands, the order of its columns, columns that are not payband's, empty rows, answers.

    >>> from payband.review.inputs import RawRow
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
        nothing = _line([repr(_told(None))] * len(names))
        lines = map(_line, zip(*(_column(raw.column(name)) for name in names), strict=True))
        digest.update("".join(line for line in lines if line != nothing).encode())
    return digest.hexdigest()[:12]


def _line(cells: Iterable[str]) -> str:
    return f"[{', '.join(cells)}]"


def _column(values: Sequence[Any]) -> list[str]:
    """Each cell of a column as it is told, each distinct one worked out once: people share most of what they have."""
    kinds = set(map(type, values))
    if len(kinds) == 1 and kinds <= {str, int, type(None)}:
        known = {value: repr(_told(value)) for value in set(values)}
        return [known[value] for value in values]
    # 1 and 1.0 and TRUE are equal, and not told alike; nor are 0.0 and -0.0.
    of_kinds: dict[type, dict[Any, str]] = {}
    found = []
    for value in values:
        of_kind = of_kinds.setdefault(value.__class__, {})
        try:
            told = of_kind.get(value)
            if told is None or value == 0:
                told = of_kind[value] = repr(_told(value))
        except TypeError:  # what has no hash, a list for instance
            told = repr(_told(value))
        found.append(told)
    return found


def _told(value: Any) -> tuple[str, str]:
    """A cell's kind and content, as it is told from every other."""
    if isinstance(value, BadCell):
        return "bad", value.message
    if blank(value):
        return "", ""
    if isinstance(value, str):
        return "text", value
    if isinstance(value, bool):
        return "yes or no", str(value)
    if hasattr(value, "isoformat"):
        return "date", value.isoformat()[:10]
    return "number", f"{value:.15g}" if isinstance(value, float) else str(value)  # a cell keeps 15 digits
