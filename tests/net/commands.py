"""Runs the command in this process, in a folder of its own, and gives what it said."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from payband import cli
from payband.commands.terminal import parser
from tests.net.text import Page, without_what_changes

_BLANKS, _RULES = re.compile(" {2,}"), re.compile("-{3,}")
_PARSER = patch.object(parser, "parser_of", cache(parser.parser_of))
"""The words of a command, which are the same each time, are made once and not a thousand times."""

__all__ = ["folder_of_its_own", "libraries_silent", "run", "run_into"]


@contextlib.contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """An empty folder, in which everything runs, so that no path of this machine is said."""
    before = Path.cwd()
    with TemporaryDirectory(prefix="payband-net-") as folder:
        os.chdir(folder)
        try:
            yield Path(folder)
        finally:
            os.chdir(before)


def run(*words: str) -> str:
    """What the command `payband` with these words comes to: the exit status, what it printed and what it complained."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), libraries_silent(), _PARSER:
        try:
            status = f"exit status {cli.main(words)}"
        except SystemExit as ended:
            status = f"exit status {ended.code}"
        except BaseException as error:  # the panic of a library is no Exception
            if isinstance(error, KeyboardInterrupt):
                raise
            status = f"ended by {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}".rstrip(": ")
    parts = [status]
    if out.getvalue().strip():
        parts.append(out.getvalue().rstrip())
    if err.getvalue().strip():
        parts.append(f"-- complaints\n{err.getvalue().rstrip()}")
    said = without_what_changes("\n".join(parts))
    return "\n".join(line.rstrip() for line in said.splitlines())


def run_into(page: Page, *words: str, close: bool = False) -> str:
    """Runs the command and puts what it said under a section that is called as the command is.

    `close` has the columns of what it printed stand close together, which takes less room in the net.
    """
    said = run(*words)
    if close:
        said = "\n".join(_close(line) for line in said.splitlines())
    page.add(" ".join(["payband", *(f'"{word}"' if " " in word else word for word in words)]), said)
    return said


def _close(line: str) -> str:
    """A line of a table with two blanks between its cells; rules under headings go."""
    text = line.lstrip(" ")
    return f"{' ' if text != line else ''}{_BLANKS.sub('  ', _RULES.sub('--', text)).rstrip()}"


@contextlib.contextmanager
def libraries_silent() -> Iterator[None]:
    """Keeps what a library that panics writes past Python, which names places of the machine it was built on."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
