"""An invented body with its people, pay elements and exits, whose notes to the accounts the tests work out."""

from __future__ import annotations

from typing import Any

import payband
from tests.support.workbooks import small_review

__all__ = ["NOTES", "body", "person", "records", "review"]

Row = dict[str, Any]

NOTES: dict[str, Row] = {
    "council": {"financial year": "2025-26", "kind of body": "council", "multiple is of": "full-time pay",
                "loss of office in brackets": "yes", "pay elements of part-timers": "made full-time"},
    "NHS": {"financial year": "2025-26", "kind of body": "NHS", "percentile method": "nearest rank",
            "band width": 5_000, "director among staff": "no", "pay elements of part-timers": "made full-time"},
}  # fmt: skip


def person(name: str, salary: Any, **more: Any) -> Row:
    row = {"person": name, "salary now": salary, "post now": "Officers", "grade now": "Officer",
           "proposed line": "Officers"}  # fmt: skip
    return row | {each.replace("_", " "): value for each, value in more.items()}


PEOPLE: list[Row] = [
    person("CX", 178_250),
    person("D1", 121_000),
    person("H1", 58_250),
    person("H2", 54_999),
    person("H3", 50_000),
    person("H4", 49_999),
    *(person(f"S{number}", 24_000 + 500 * number) for number in range(1, 11)),
]
SENIOR: list[Row] = [
    {"person": "CX", "post": "Chief Executive", "senior officer": "yes", "name to print": "A. Invented",
     "services": "all services", "budget held": 90_000_000, "number of staff": 1_200},
    {"person": "D1", "post": "Director of Finance", "senior officer": "yes", "services": "finance"},
    *({"person": f"H{number}", "post": "Head of Service", "senior officer": "no", "services": "a service"}
      for number in (1, 2, 3)),
]  # fmt: skip


def body(kind: str = "council", **given: Any) -> dict[str, Any]:
    """The tables of the body; `notes` are put beside its own, tables of parts stand in place of them."""
    notes = NOTES[kind] | {name.replace("_", " "): value for name, value in given.pop("notes", {}).items()}
    posts: list[Row] = [
        {"line": "Officers", "state": state, "grade": "Officer", "posts": 400} for state in ("now", "proposed")
    ]
    parts = {"AccountsNotes": [notes], "SeniorPosts": SENIOR, **given.pop("more", {})}
    settings = {"implementation date": "01/04/2026", "price base": "2025-26", **given.pop("settings", {})}
    grades = [{"grade": "Officer", "order": 1, "bottom salary": 20_000, "top salary": 250_000}]
    tables = {"people": PEOPLE, "posts": posts, "grades": grades, **given}
    return small_review(settings=settings, more={name: rows for name, rows in parts.items() if rows}, **tables)


def review(kind: str = "council", **given: Any) -> payband.Review:
    return payband.Review(**body(kind, **given))


def records(table: str, kind: str = "council", **given: Any) -> list[Row]:
    found: list[Row] = review(kind, **given).calculate().tables[table].records()
    return found
