"""Plain English: wording that no UK finance officer would write, kept out of every text that a user reads."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from payband import registry, rules
from payband.commands.terminal.parser import parser_of
from payband.commands.terminal.table import START, overview, rows
from tests.run import TOP

PATTERNS = {
    r"(?<!as it )(?<!as they )\bstands?\b(?! (?:for|still|down)\b)": "is, appears, is already in row 7",
    r"(?<!\b[Tt]here )\b(?:is|are) no\b(?! longer\b| more\b)": "is not a",
    r"\bbeside\b": "next to, alongside, as well as, compared with",
    r"\bmakes? no sense\b": "is out of range, cannot be right",
    r"\bon-costs of it\b": "its on-costs, plus on-costs of",
    r"\bbelow nothing\b": "below zero",
    r"\bhalf of the\b": "half the",
    r"\b(?:is|are) told\b": "the review says, you were told",
    r"\bcannot be told\b": "could not be made, is not known",
    r"\b(?:for|of|to|by|than) who\b": "for anyone who",
    r"\bno month's end\b": "never",
    r"^at once: ": "0 months, immediately",
    r"\bbears? (?:this|that|it) in mind\b": "note the following",
    r"^In it\b|\. In it\b": "say first what is withheld or shown",
    r"\bof them approval is needed\b": "approval is needed for 2 of them",
    r"\bfor long ago\b": "if long ago",
    r"\btrue error\b": "shows an error",
    r"\bin silence\b": "without a message",
    r"\b[Nn]obody (?:says|prints|knows)\b": "is not said, was not published, is not known",
    r"\bwants\b": "requires, needs",
    r"\bshall\b": "must, will, is to",
    r"\bany more\b": "no longer",
    r"\bheld against\b|\bholds? [a-z' ]+ against\b": "compares with, checks against",
    r"\bones? own\b|\bone's own\b": "your own",
}
"""What must not be in a text that a user reads, and how it is said instead."""

NAMES = {"on-costs of it", "not below nothing", "half of the runs", "written beside", "beside"}
"""Headings of tables in users' workbooks, and words of run logs and code, which are read by their names and so stay."""


def told(text: str) -> list[str]:
    """What is wrong with a text, each with what to write instead."""
    if text in NAMES:
        return []
    lines = " ".join(text.split())
    return [
        f"'{found[0]}' ({better}) in: {lines[max(0, found.start() - 60) : found.end() + 40]}"
        for pattern, better in PATTERNS.items()
        for found in re.finditer(pattern, lines)
    ]


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module, where a value is put in shown as {}; its docstrings are for who reads the code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            left_out.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            left_out |= {id(part) for part in node.values if isinstance(part, ast.Constant)}
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values),
            )
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.lineno, node.value


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_finds_plain_wording(pattern: str) -> None:
    assert not re.search(pattern, "The salary is in row 7; 3 people are not placed.")


def test_the_examples_of_such_wording_are_found() -> None:
    for text in (
        "P1 stands in row 7 already: keep one",
        "1.5 runs make no sense",
        "one pay element beside the salary",
        "; on-costs of it £300",
        "half of the runs do not go above it",
        "the host is told",
        "for who started later",
        "at once: at no month's end have the costs passed the savings",
        "The review asks its readers to bear this in mind.",
        "'x' is no number",
        "By 2 of them approval is needed",
    ):
        assert told(text), text
    for text in ("the review as it stands", "- stands for what is withheld", "there is no file", "is no longer there"):
        assert told(text) == []


def test_messages_notes_and_headings_are_plain() -> None:
    found = [
        f"{path.relative_to(TOP)}:{line}: {each}"
        for path in sorted((TOP / "payband").rglob("*.py"))
        for line, text in texts_of(path)
        for each in told(text)
    ]
    assert found == []


def test_names_that_stay_are_names_still() -> None:
    written = {text for path in (TOP / "payband").rglob("*.py") for _, text in texts_of(path)}
    assert written >= NAMES


def test_the_help_of_the_commands_is_plain() -> None:
    assert told(START) == told(overview()) == []
    assert [each for row in rows() for each in told(parser_of(row).format_help())] == []


def test_the_help_of_the_worksheet_functions_is_plain() -> None:
    rules.load()
    shown = [text for each in registry.functions() for text in (each.name, each.help, each.__doc__ or "")]
    shown += [argument.help for each in registry.functions() for argument in each.arguments]
    assert [each for text in shown for each in told(text)] == []


def test_the_readme_and_the_guide_are_plain() -> None:
    texts = [TOP / "README.md", TOP / "workbooks" / "README.md", *(TOP / "payband" / "guide").glob("*.md")]
    assert len(texts) > 10
    for path in texts:
        paragraphs = path.read_text(encoding="utf-8").split("\n\n")
        assert [each for paragraph in paragraphs for each in told(paragraph)] == [], path.name


def test_the_worked_reviews_are_plain() -> None:
    def strings(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for each in value.values():
                yield from strings(each)
        elif isinstance(value, list):
            for each in value:
                yield from strings(each)

    found = [
        f"{path.name}: {each}"
        for path in sorted((TOP / "payband" / "data" / "reviews").glob("*.toml"))
        for text in strings(tomllib.loads(path.read_text(encoding="utf-8")))
        for each in told(text)
    ]
    assert found == []
