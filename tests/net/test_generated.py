"""The generated reviews vary all there is to vary, and most of them are answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from payband.review.inputs.settings import SETTINGS
from payband.review.parts.registry import all_inputs
from tests.net.cases import FROZEN
from tests.net.generated import COUNT, generated

ANSWERED = 200
OF_MANY_KINDS = ("StageRules",)  # a stage is a stage: its kind decides nothing but which rule is its own
OF_ONE_KIND = ("body", "figures pack")  # a review that names other figures than those in use is refused
TABLES = {
    "spines": "Spines",
    "grades": "Grades",
    "on_costs": "OnCosts",
    "posts": "Structure",
    "people": "People",
    "package": "Package",
    "approval_rules": "ApprovalRules",
    "assumptions": "Assumptions",
    "pay_awards": "PayAwards",
}


NOT_DRAWN = (
    ("SeniorPosts", "name to print"), ("CandidateGrades", "spine"), ("CandidateGrades", "bottom point"),
    ("CandidateGrades", "top point"),
)  # fmt: skip
"""Columns that no generated review has; the tests of their parts have them."""


def _given() -> Iterator[tuple[str, str, Any]]:
    """Every value of every generated review with its table and column; of the settings with their name."""
    for number in range(1, COUNT + 1):
        tables = generated(number)
        yield from (("Settings", name, value) for name, value in tables["settings"].items())
        named = {TABLES[name]: rows for name, rows in tables.items() if name in TABLES} | tables["more"]
        for name, rows in named.items():
            yield from ((name, column, value) for row in rows for column, value in row.items())


def test_every_setting_and_every_column_is_varied() -> None:
    values = defaultdict(set)
    for table, name, value in _given():
        values[table, name].add(str(value))
    settings = {setting.name: setting for setting in SETTINGS}
    same = [name for name in settings if name not in OF_ONE_KIND and len(values["Settings", name]) < 2]
    assert not same, "settings that every review has alike"
    lacking = [
        (name, choice)
        for name, setting in settings.items()
        for choice in setting.choices
        if choice not in values["Settings", name]
    ]
    assert not lacking, "choices of a setting that no review makes"
    for each in all_inputs()[1:]:
        for column in each.columns:
            if (each.name, column.name) in NOT_DRAWN:
                continue
            found = values[each.name, column.name] - {"", "None"}
            assert found, f"{each.name}: no review has a '{column.name}'"
            missing = set(column.choices) - found - {""}
            assert not missing or each.name in OF_MANY_KINDS, f"{each.name}: no review has {missing} as '{column.name}'"


def test_most_are_answered() -> None:
    pages = [path.read_text(encoding="utf-8") for path in sorted((FROZEN / "generated").glob("*.txt"))]
    assert len(pages) == COUNT
    assert sum("\n== StructureCost total\n" in page for page in pages) >= ANSWERED
    assert all("\n== payband review" in page or "\n== refused" in page for page in pages)
