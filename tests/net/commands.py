"""Runs the command in this process, in a folder of its own, and gives what it said."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from payband.cli import main
from tests.net.text import Page, without_what_changes

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
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), libraries_silent():
        try:
            status = f"exit status {main(words)}"
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


def run_into(page: Page, *words: str) -> str:
    """Runs the command and puts what it said under a section that is called as the command is."""
    said = run(*words)
    page.add(" ".join(["payband", *(f'"{word}"' if " " in word else word for word in words)]), said)
    return said


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
