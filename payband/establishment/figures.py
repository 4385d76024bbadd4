"""What the library knows of an establishment list: the salary of a spinal point, and grades of the same name."""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from payband.calendar import day_from
from payband.errors import PaybandError
from payband.library import rows_of, spine
from payband.units import counted

__all__ = ["grade_rows", "listed", "rows_text", "salary_of_point", "spine_asked"]

MOST_NAMED = 20


def spine_asked(terms: str) -> tuple[str, date | None]:
    """The spine and the day that 'NJC@2025-04-01' names; no day for the newest salaries.

    >>> spine_asked("NJC@2025-04-01")
    ('NJC', datetime.date(2025, 4, 1))
    """
    name, _, day = terms.partition("@")
    on = day_from(day.strip(), "the day of the spine") if day.strip() else None
    if name.strip():
        spine(name.strip(), on)  # a spine that is not known is told at once
    return name.strip(), on


def salary_of_point(name: str, on: date | None, step: str) -> int | str:
    """The salary of a point, or why there is none."""
    try:
        found = spine(name, on)
        each = found.points[found.position(step)]
    except PaybandError as error:
        return str(error)
    return each.pence if each.pence is not None else f"the salary of point {step} of {found.label} was never published"


def grade_rows(structure: Sequence[Mapping[str, Any]], source: str) -> tuple[list[dict[str, Any]], list[str]]:
    """A row for each grade, its range to be filled in; none for a grade of the user's own figures (`--data`)."""
    bodies: dict[str, set[str]] = {}
    own: set[str] = set()
    for row in rows_of("spines/*/grades*"):
        name = row.values["grade"].casefold()
        bodies.setdefault(name, set()).add(row.values["body"])
        if os.path.isabs(row.file):
            own.add(name)
    rows: dict[str, dict[str, Any]] = {}
    elsewhere = []
    for line in structure:
        name = line["grade"].casefold()
        if not name or name in own or name in rows:
            continue
        rows[name] = {
            "grade": line["grade"],
            "provisional": True,
            "source": f"named in {source}: fill in its pay range",
        }
        if name in bodies:
            elsewhere.append(f"'{line['grade']}' of {listed(sorted(bodies[name]))}")
    remarks = []
    if rows:
        remarks.append(
            f"{counted(len(rows), 'grade')} in table Grades without a pay range: fill in salaries, or spine and points"
        )
    if elsewhere:
        remarks.append(
            f"the library has grades named {'; '.join(elsewhere)}: if they are yours, delete their rows in Grades"
        )
    return list(rows.values()), remarks


def rows_text(numbers: Sequence[int]) -> str:
    """Some rows by their numbers, the first of many.

    >>> rows_text([4]), rows_text([4, 8])
    ('row 4', 'rows 4, 8')
    """
    shown = ", ".join(map(str, numbers[:MOST_NAMED])) + (", ..." if len(numbers) > MOST_NAMED else "")
    return f"row{'s' if len(numbers) > 1 else ''} {shown}"


def listed(parts: Iterable[str]) -> str:
    """Words in a row: 'a, b and c'."""
    *head, last = parts
    return f"{', '.join(head)} and {last}" if head else last
