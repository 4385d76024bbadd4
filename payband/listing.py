"""What the library holds: every rate, spine and grade with its dates, status and source, as tables."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from payband.library import NOT_USED, Row, rows_of, tables
from payband.library.files import points_in
from payband.table import Table
from payband.units import percent_text, pounds_text

__all__ = ["bodies", "ending", "in_force_on", "rates", "spines"]

_PERIODS = ("week", "fortnight", "four_weeks", "month", "year")
_COLUMNS = ["from", "to", "status", "source", "read in"]


def _dated(row: Row) -> list[str]:
    return [row.effective_from.isoformat(), row.effective_to.isoformat(), row.status, row.source, row.read_in]


def _rate_value(row: Row) -> str:
    values = row.values
    if "falls_on" in values:
        return values["falls_on"]
    if "pence" in values:
        return f"{pounds_text(int(values['pence']))} {values['unit']}"
    if "terms" in values:
        return values["terms"]
    if "maximum" in values:
        share = percent_text(int(values["basis_points"]))
        return f"{share} of salary, £{int(values['minimum']):,} to £{int(values['maximum']):,} a year"
    if "basis_points" in values:
        return percent_text(int(values["basis_points"]))
    if "week" in values:
        return ", ".join(f"{period.replace('_', ' ')} £{int(values[period]):,}" for period in _PERIODS)
    if "value" in values:
        return percent_text(int(values["value"])) if values["unit"] == "basis points" else f"£{int(values['value']):,}"
    if "hundredths_of_a_day" in values:
        return f"{int(values['hundredths_of_a_day']) / 100:g} days"
    if "step" in values:
        return f"{values['step']} points"
    start = values["starts_at"]
    return f"{values['who']}: {'no employer NI' if start == 'never' else 'NI from ' + start.replace('_', ' ')}"


def rates() -> Table:
    """Every statutory and published rate: its name, value, dates, status, source and where that was read."""
    found = []
    for kind, key in tables():
        subject = kind.partition("/")[0]
        subject = {
            "ni": "NI",
            "nhs": "NHS high cost area supplement,",
            "wages": "wage floor:",
            "awards": "award",
            "holidays": "bank holiday:",
        }.get(subject, subject)
        subject = "days of a pay period:" if kind == "equality/pay_periods.csv" else subject
        for row in sorted(rows_of(kind), key=lambda each: [each.values[part] for part in key]):
            name = " ".join(row.values[part].replace("_", " ") for part in key)
            if "category" in key:
                name = f"category {name}"
            found.append([f"{subject} {name}", _rate_value(row), *_dated(row)])
    return Table(["figure", "value", *_COLUMNS], found)


def _version(rows: list[Row]) -> list[str]:
    """What a listing says of a spine as it stood between two dates."""
    first = rows[0].values
    blank = [row.values["point"] for row in rows if not row.values["salary"]]
    estimates = [row.values["point"] for row in rows if row.values.get("estimate")]
    shown = f"points {first['point']} to {rows[-1].values['point']}"
    if blank:
        shown += f"; not published: {', '.join(blank)}"
    if estimates:
        shown += f"; only as an estimate: {', '.join(estimates)}"
    dates = [rows[0].effective_from.isoformat(), rows[0].effective_to.isoformat()]
    statuses = ", ".join(sorted({row.status for row in rows} - {"not published"}))
    printed = [row for row in rows if row.values["salary"]]
    texts = [_first_of(row.source for row in printed), _first_of(row.read_in for row in printed)]
    return [first["body"], f"spine {first['spine']}", shown, *dates, statuses, *texts]


def _first_of(texts: Iterable[str]) -> str:
    """The first of some texts, and how many others there are."""
    found = list(dict.fromkeys(filter(None, texts)))
    return (found[0] if found else "") + (f" (and {len(found) - 1} more)" if len(found) > 1 else "")


def _of_spine(row: Row) -> tuple[str, str, str]:
    return row.values["body"], row.values["spine"], row.file


def _pay_range(row: Row) -> str:
    points = points_in(row.values["points"])
    if points:
        return f"points {points[0]} to {points[-1]} of {row.values['spine']}"
    ends = [row.values[f"{end}_salary"] for end in ("bottom", "top")]
    return " to ".join(f"£{int(end):,}" if end else "not seen" for end in ends)


def _of_steps(row: Row) -> tuple[str, str, str]:
    return row.values["body"], row.values["grade"], row.file


def _years(rows: list[Row]) -> list[str]:
    """What a listing says of the years of service that lead to the steps of a grade."""
    first, *others = rows
    shown = [
        first.values["point"],
        *(f"{row.values['point']} after {row.values['full_years']} years" for row in others),
    ]
    return [first.values["body"], f"years to steps of {first.values['grade']}", ", ".join(shown), *_dated(first)]


def spines() -> Table:
    """Every spine and grade: its points or range, dates, status, source and where that was read."""
    found = []
    rows = [row for row in rows_of("spines/*/spine*") if row.status != NOT_USED]
    by_version = groupby(rows, key=lambda row: (*_of_spine(row), row.effective_from))
    found = [_version(list(version)) for _, version in by_version]
    for row in rows_of("spines/*/grades*"):
        found.append([row.values["body"], f"grade {row.values['grade']}", _pay_range(row), *_dated(row)])
    steps = groupby(rows_of("spines/*/steps*"), key=lambda row: (*_of_steps(row), row.effective_from))
    found += [_years(list(of_grade)) for _, of_grade in steps]
    return Table(["body", "name", "holds", *_COLUMNS], found)


def bodies(listed: Table) -> Table:
    """For each body of a table of spines and grades how many it has, and the first and the last day they reach."""
    by_body: dict[str, list[dict[str, str]]] = {}
    for record in listed.records():
        by_body.setdefault(record["body"], []).append(record)
    found = []
    for body, records in by_body.items():
        names = {record["name"] for record in records}
        counts = [sum(name.startswith(f"{kind} ") for name in names) for kind in ("spine", "grade")]
        first, last = min(record["from"] for record in records), max(record["to"] for record in records)
        found.append([body, *counts, first, last])
    return Table(["body", "spines", "grades", "from", "to"], found)


def in_force_on(listed: Table, on: date) -> Table:
    """The rows of a table that are in force on a day."""
    day = on.isoformat()
    return _where(listed, (record["from"] <= day <= record["to"] for record in listed.records()))


def ending(listed: Table, on: date) -> Table:
    """The last row of each figure that ends within a year of a day."""
    first, last = on.isoformat(), on.replace(year=on.year + 1, day=min(on.day, 28)).isoformat()
    names = [tuple(record.get(part) for part in ("body", "name", "figure")) for record in listed.records()]
    newest: dict[object, str] = {}
    for name, record in zip(names, listed.records(), strict=True):
        newest[name] = max(newest.get(name, ""), record["to"])
    ends = zip(names, listed.records(), strict=True)
    return _where(listed, (record["to"] == newest[name] and first <= newest[name] <= last for name, record in ends))


def _where(listed: Table, wanted: Iterable[bool]) -> Table:
    return Table(listed.columns, [row for row, is_wanted in zip(listed, wanted, strict=True) if is_wanted])
