"""What the library holds: every rate, spine and grade with its dates, status and source, as tables."""

from itertools import groupby

from payband.library import Row, rows_of, tables
from payband.library.files import points_in
from payband.table import Table
from payband.units import percent_text

__all__ = ["rates", "spines"]

_PERIODS = ("week", "fortnight", "four_weeks", "month", "year")
_COLUMNS = ["from", "to", "status", "source"]


def _dated(row: Row) -> list[str]:
    return [row.effective_from.isoformat(), row.effective_to.isoformat(), row.status, row.source]


def _rate_value(row: Row) -> str:
    values = row.values
    if "basis_points" in values:
        return percent_text(int(values["basis_points"]))
    if "week" in values:
        return ", ".join(f"{period.replace('_', ' ')} £{int(values[period]):,}" for period in _PERIODS)
    if "value" in values:
        return percent_text(int(values["value"])) if values["unit"] == "basis points" else f"£{int(values['value']):,}"
    if "step" in values:
        return f"{values['step']} points"
    return f"{values['who']}: NI from {values['starts_at'].replace('_', ' ')}"


def rates() -> Table:
    """Every statutory and published rate: its name, value, dates, status and source."""
    found = []
    for kind, key in tables():
        subject = kind.partition("/")[0]
        subject = "NI" if subject == "ni" else subject
        for row in sorted(rows_of(kind), key=lambda each: [each.values[part] for part in key]):
            name = " ".join(row.values[part].replace("_", " ") for part in key)
            if "category" in key:
                name = f"category {name}"
            found.append([f"{subject} {name}", _rate_value(row), *_dated(row)])
    return Table(["figure", "value", *_COLUMNS], found)


def spines() -> Table:
    """Every spine and grade: its points or range, dates, status and source."""
    found = []
    by_version = groupby(
        rows_of("spines/*/spine*"), key=lambda row: (row.values["spine"], row.effective_from, row.file)
    )
    for (name, _, _), version in by_version:
        rows = list(version)
        gaps = [row.values["point"] for row in rows if not row.values["salary"]]
        shown = f"points {rows[0].values['point']} to {rows[-1].values['point']}"
        if gaps:
            shown += f"; not published: {', '.join(gaps)}"
        statuses = ", ".join(sorted({row.status for row in rows} - {"not published"}))
        sources = list(dict.fromkeys(row.source for row in rows if row.values["salary"]))
        source = sources[0] + (f" (and {len(sources) - 1} more)" if len(sources) > 1 else "")
        found.append([rows[0].values["body"], f"spine {name}", shown, *_dated(rows[0])[:2], statuses, source])
    for row in rows_of("spines/*/grades*"):
        values = row.values
        points = points_in(values["points"])
        if points:
            shown = f"points {points[0]} to {points[-1]} of {values['spine']}"
        else:
            shown = f"£{int(values['bottom_salary']):,} to £{int(values['top_salary']):,}"
        found.append([values["body"], f"grade {values['grade']}", shown, *_dated(row)])
    return Table(["body", "name", "holds", *_COLUMNS], found)
