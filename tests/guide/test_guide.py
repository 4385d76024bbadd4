"""README and guide are true: every block is run and prints what stands there, every link leads somewhere."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt

import payband
from payband.cli import main
from payband.commands.terminal.output import WRONG_COMMAND
from payband.errors import PaybandError
from payband.guide.page import FOLDER, PAGES, guide_html, heading_name
from tests.run import TOP

GUIDE = Path(FOLDER)
README = TOP / "README.md"
TEXTS = [README, TOP / "workbooks" / "README.md", *(GUIDE / f"{page}.md" for page in PAGES)]
RUN_IN_AN_EMPTY_FOLDER = {"first-review.md"}
"""Pages whose first command makes what the others begin with: the example and its list of staff."""

EXCEPTIONS = {
    ("README.md", "$ pip install ."): "installs payband itself, from a network",
    ("README.md", "$ python3 tests/run.py"): "runs these tests",
}
"""Blocks that are not run, each by its first line and with the reason. What is typed into Excel is in none: the form
workbooks/try-in-excel.xlsx has it, and tests/hosts calls every function as Excel would."""


class Block(NamedTuple):
    text: Path
    line: int
    kind: str
    content: str

    @property
    def excepted(self) -> bool:
        return (self.text.name, self.content.partition("\n")[0]) in EXCEPTIONS


def _blocks(text: Path) -> list[Block]:
    tokens = MarkdownIt("commonmark").parse(text.read_text(encoding="utf-8"))
    return [
        Block(text, (token.map or [0])[0] + 1, token.info.strip(), token.content)
        for token in tokens
        if token.type in ("fence", "code_block")
    ]


def _commands(content: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with what it prints."""
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def _printed_by(command: str) -> str:
    program, *arguments = shlex.split(command)
    assert program == "payband", command
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
        main(arguments)
    return shown.getvalue()


def _same(expected: str, found: str) -> bool:
    """Whether a command printed what stands there; three dots stand for anything, and spaces at an end for nothing."""
    lines = ["\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n" for text in (expected, found)]
    return doctest.OutputChecker().check_output(lines[0], lines[1], doctest.ELLIPSIS)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, of somebody who has never used payband."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("PAYBAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    made = tmp_path / "work"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.relative_to(TOP).as_posix())
def test_every_block_prints_what_stands_below_it(text: Path, folder: Path, request: pytest.FixtureRequest) -> None:
    if "payband reconcile" in text.read_text(encoding="utf-8"):
        request.getfixturevalue("soffice")
    if text.name not in RUN_IN_AN_EMPTY_FOLDER:
        for name in ("example-2026.xlsx", "example-2026-staff.csv"):
            shutil.copy(TOP / "workbooks" / name, folder)
    if text == README:
        shutil.copytree(TOP / "workbooks", folder / "workbooks")
    names: dict[str, object] = {}
    for block in _blocks(text):
        place = f"{text.name}, line {block.line}"
        if block.excepted:
            continue
        kind, _, name = block.kind.partition(" ")
        if kind == "csv":
            (folder / name).write_text(block.content, encoding="utf-8")
        elif kind == "pycon":
            asked = doctest.DocTestParser().get_doctest(block.content, names, place, str(text), block.line)
            said = io.StringIO()
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
            runner.run(asked, out=said.write, clear_globs=False)
            names = asked.globs
            assert not runner.failures, said.getvalue()
        else:
            assert kind == "console", f"{place}: a block of the kind '{kind}' is not run: name it in EXCEPTIONS"
            for command, expected in _commands(block.content):
                found = _printed_by(command)
                assert _same(expected, found), (
                    f"{place}: {command}\n--- stands there:\n{expected}\n--- printed:\n{found}"
                )


def test_every_exception_is_a_block() -> None:
    found = {(block.text.name, block.content.partition("\n")[0]) for text in TEXTS for block in _blocks(text)}
    assert EXCEPTIONS.keys() <= found


def test_the_comparison_of_what_is_printed_sees_a_difference() -> None:
    assert _same("12 posts to 10; ...\n", "12 posts to 10; £507,709\nmore\n")
    assert not _same("12 posts to 11\n", "12 posts to 10\n")
    assert not _same("12 posts to 10\n", "12 posts to 10\nmore\n")


# --- links ---------------------------------------------------------------------------------------------------------


def _links(text: Path) -> list[str]:
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(text.read_text(encoding="utf-8")):
        for child in token.children or []:
            found += [str(child.attrGet(name)) for name in ("href", "src") if child.attrGet(name)]
    return found


def _headings(text: Path) -> set[str]:
    tokens = MarkdownIt("commonmark").parse(text.read_text(encoding="utf-8"))
    return {
        heading_name(tokens[place + 1].content) for place, token in enumerate(tokens) if token.type == "heading_open"
    }


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.relative_to(TOP).as_posix())
def test_every_link_leads_to_a_file_and_a_heading(text: Path) -> None:
    for link in _links(text):
        assert not re.match(r"\w+:", link), (
            f"{text.name}: {link} is outside of the repository and cannot be checked here"
        )
        name, _, heading = link.partition("#")
        target = (text.parent / name).resolve() if name else text
        assert target.is_file(), f"{text.name}: {link}"
        if heading:
            assert heading in _headings(target), f"{text.name}: {link}"


def test_the_readme_leads_to_the_guide_and_the_guide_to_all_its_pages() -> None:
    assert "payband/guide/first-review.md" in _links(README)
    assert sorted(path.stem for path in GUIDE.glob("*.md")) == sorted(PAGES)
    used = {link for text in TEXTS for link in _links(text) if link.startswith("pictures/") and text.parent == GUIDE}
    assert used == {f"pictures/{path.name}" for path in (GUIDE / "pictures").iterdir()}


# --- the one page ----------------------------------------------------------------------------------------------------


def test_the_guide_is_one_page_that_asks_for_nothing_from_outside() -> None:
    page = guide_html(payband.__version__)
    assert page.count("<h1>") == 1
    assert page.count("<h2 ") == len(PAGES)
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))
    targets = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert {target.partition(":")[0] for target in targets if not target.startswith("#")} == {"data"}
    assert {target[1:] for target in targets if target.startswith("#")} <= set(names)
    assert all(re.search(r'alt="[^"]{20,}"', image) for image in re.findall(r"<img[^>]*>", page))


def test_without_a_browser_the_command_prints_where_it_is(folder: Path) -> None:
    path = Path(_printed_by("payband guide").strip())
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert _printed_by("payband guide") == f"{path}\n"
    assert _printed_by("payband guide -o own.html") == "Written to own.html\n"
    assert (folder / "own.html").read_bytes() == path.read_bytes()


def test_at_a_terminal_it_opens_in_the_browser(tmp_path: Path) -> None:
    """The browser is a script that notes what it is given; the terminal is a real one."""
    import pty

    browser, noted = tmp_path / "browser", tmp_path / "noted"
    browser.write_text(f'#!/bin/sh\necho "$1" > {noted}\n', encoding="utf-8")
    browser.chmod(0o755)
    environment = {**os.environ, "BROWSER": str(browser), "XDG_STATE_HOME": str(tmp_path)}
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "payband", "guide"]
    subprocess.run(command, env=environment, cwd=TOP, stdin=theirs, stdout=theirs, stderr=theirs, check=True)
    os.close(theirs)
    said = os.read(ours, 4096).decode()
    os.close(ours)
    path = tmp_path / "payband" / "payband-guide.html"
    assert said.splitlines()[-1] == f"Opened in your browser: {path}"
    assert noted.read_text(encoding="utf-8").strip() == path.as_uri()


# --- codes -----------------------------------------------------------------------------------------------------------


def _kinds(of: type[PaybandError]) -> Iterator[type[PaybandError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)


def test_each_kind_of_message_has_a_code_with_a_heading_in_the_guide() -> None:
    headings = re.findall(r"^## (PB\d+) ", (GUIDE / "says-no.md").read_text(encoding="utf-8"), re.MULTILINE)
    kinds = [kind for kind in _kinds(PaybandError) if kind.__module__ == "payband.errors"]
    codes = [kind.code for kind in kinds]
    assert len(set(codes)) == len(codes)
    assert sorted([*codes, WRONG_COMMAND]) == headings


def test_at_a_terminal_a_message_ends_with_its_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["call", "SALRY", "NJC", "17"]
    assert main(arguments) == 2
    assert "PB" not in capsys.readouterr().err
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(arguments) == 2
    assert capsys.readouterr().err.endswith("Help: payband guide, 'When it says no', PB3\n")
