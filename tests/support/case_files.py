"""Reads the tables of tests/cases."""

from __future__ import annotations

import csv

from tests.run import TOP

CASES = TOP / "tests" / "cases"


def case_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table; an empty table is a mistake, since its tests would pass by testing nothing."""
    with open(CASES / name, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows, f"{name} has no rows"
    return rows
