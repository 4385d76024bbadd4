"""What README and guide name within a sentence is there: commands with their options, functions, files and codes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from payband import registry, rules
from payband.commands.terminal.parser import parser_of, row_and_rest
from payband.guide.page import FOLDER, PAGES
from payband.review.inputs.settings import SETTINGS
from payband.review.parts.registry import all_inputs, parts
from tests.run import TOP

TEXTS = [TOP / "README.md", TOP / "workbooks" / "README.md", *(Path(FOLDER) / f"{page}.md" for page in PAGES)]


def _codes(text: Path) -> list[str]:
    """What stands in backticks within the sentences, tables and lists of a text."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text.read_text(encoding="utf-8"))
    return [child.content for token in tokens for child in token.children or [] if child.type == "code_inline"]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.relative_to(TOP).as_posix())
def test_each_command_has_the_options_that_it_is_named_with(text: Path) -> None:
    for code in _codes(text):
        if not code.startswith("payband ") or code.startswith("payband COMMAND"):
            continue
        words = shlex.split(code)[1:]
        if words == ["--help"]:
            continue
        row, rest = row_and_rest(words)
        known = parser_of(row)._option_string_actions
        options = [word for word in rest if re.match(r"--?[a-z]", word)]
        assert [option for option in options if option not in known] == [], code


def test_each_option_that_is_named_alone_is_one_of_a_command() -> None:
    from payband.commands.terminal.table import rows

    known = {name for row in rows() for name in parser_of(row)._option_string_actions}
    for text in TEXTS:
        for code in _codes(text):
            if code.startswith("-"):
                assert code.split()[0] in known, f"{text.name}: {code}"


def test_each_function_is_one_of_paybands() -> None:
    rules.load()
    known = {each.name for each in registry.functions()}
    shown = {code for text in TEXTS for code in _codes(text)}
    named = {name for code in shown for name in re.findall(r"=PAYBAND[._]([A-Z]+)\(", code)}
    assert named
    assert named <= known
    changes = (Path(FOLDER) / "changes.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\b[A-Z]{6,}\b", changes)) <= known


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.relative_to(TOP).as_posix())
def test_each_file_and_folder_is_there(text: Path) -> None:
    for code in _codes(text):
        name = code.split()[0]
        if re.match(r"(payband|tests|workbooks)/", name) and "NAME" not in name:
            assert (TOP / name).exists(), code


def test_the_tables_of_sheets_parts_and_settings_name_those_there_are() -> None:
    blank = (Path(FOLDER) / "blank-workbook.md").read_text(encoding="utf-8")
    sheets = re.findall(r"^\| ([A-Z][\w -]+?) \|", blank, re.MULTILINE)
    assert set(sheets) <= {table.sheet for table in all_inputs()}
    named = re.search(r"\| part \| what it answers \|\n\|---\|---\|\n((?:\|.*\n)+)", blank)
    assert named is not None
    found = {part for row in named[1].splitlines() for part in row.split("|")[1].strip().split(", ")}
    assert found == {part.name for part in parts()} - {"from the paper"}


@pytest.mark.parametrize(
    "setting",
    ["costed at", "tie goes to", "unpublished points", "part months", "figures pack", "stated costs in scenarios"],
)
def test_a_setting_that_the_guide_names_is_one(setting: str) -> None:
    assert setting in {each.name for each in SETTINGS}
    assert any(setting in " ".join(text.read_text(encoding="utf-8").split()) for text in TEXTS)
