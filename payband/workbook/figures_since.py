"""What has become of the figures that a workbook's answers rest on, since the answers were filled in."""

from collections.abc import Mapping
from typing import Any

from payband.ooxml.table_xml import shape_of
from payband.review.disclosure.published import column_of
from payband.review.results import Results
from payband.units import counted, pounds_text
from payband.workbook.reading.values import SheetValues
from payband.workbook.review_file import WorkbookFile

__all__ = ["figures_changed", "logged"]

_SHOWN = 5
_Key = tuple[str, str]  # a figure's name, and the day from which it is in force


def logged(source: WorkbookFile) -> list[tuple[str, ...]]:
    """The rows of the run log that a workbook holds: item, value and dates; none where it has no log."""
    return _rows(source, "runlog", 3)


def _rows(source: WorkbookFile, table: str, columns: int, below: int = 0) -> list[tuple[str, ...]]:
    """The rows of a table as text, and some of those below it."""
    place = source.package.tables.get(table)
    if place is None:
        return []
    data = shape_of(source.package, place).data
    start = data.first_column - 1
    rows = SheetValues(source.package, [place.sheet])[place.sheet].rows[data.first_row - 1 : data.last_row + below]
    return [tuple(str(value) for value in row[start : start + columns]) for row in rows if len(row) > start + 1]


def figures_changed(results: Results) -> str:
    """Says how the figures of a review differ from those of the answers that its workbook holds; empty if they do not.

    A figure is the same one where its name and its first day are. Where the inputs are the same too, it says what
    becomes of the saving.
    """
    source: WorkbookFile = results.source
    then = {item: value for item, value, *_ in logged(source)}
    log = results.tables["RunLog"]
    now: Mapping[str, Any] = dict(zip(column_of(log, "item"), column_of(log, "value"), strict=True))
    if then.get("figures fingerprint", now["figures fingerprint"]) == now["figures fingerprint"]:
        return ""
    before = {_key(item, dates): value for item, value, dates in logged(source) if dates}
    after = {_key(each.name, each.in_force): each.value for each in results.figures_used if each.in_force}
    changed = [
        f"{name} {before[name, start]}, now {value}"
        for (name, start), value in after.items()
        if before.get((name, start), value) != value
    ]
    if then.get("input fingerprint") != str(now["input fingerprint"]) and not changed:
        return ""  # other inputs rest on other figures
    packs = [then.get("figures pack", "earlier figures"), str(now["figures pack"])]
    said = f"its answers rested on {packs[0]}" + (f"; in use is {packs[1]}" if packs[0] != packs[1] else "")
    if not changed:
        return f"{said}: figures were added or have other sources, and no value has changed"
    more = f"; and {counted(len(changed) - _SHOWN, 'other')}" if len(changed) > _SHOWN else ""
    saving = _saving(results) if then.get("input fingerprint") == str(now["input fingerprint"]) else ""
    return f"{said}: {'; '.join(changed[:_SHOWN])}{more}{saving}"


def _key(name: str, dates: str) -> _Key:
    return name, dates.removeprefix("from ").partition(" to ")[0]


def _saving(results: Results) -> str:
    """What the saving was and is, where both are known."""
    table = results.tables["StructureCost"].table
    place = [column.heading for column in table.columns].index("saving")
    total = results.structure_cost.total
    now = total.saving
    below = 3  # its total stands below the table
    rows = [row for row in _rows(results.source, "structurecost", place + 1, below) if row[0] == total.name]
    try:
        then = round(float(rows[-1][place]) * 100)
    except (IndexError, ValueError):
        return ""
    if now is None or then == now:
        return "; the saving stays as it was" if now is not None else ""
    return f"; the saving was {pounds_text(then)} and is {pounds_text(now)}"
