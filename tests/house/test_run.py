"""The command that runs the tests, on a machine that has only Python: everything missing is installed in one go."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests import run

DEBIAN = ["libreoffice-calc", "libreoffice-writer", "python3-uno", "poppler-utils", "chromium"]


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with no program on its PATH; the folder that is its PATH."""
    for name in ("PAYBAND_SOFFICE", "PAYBAND_CHROMIUM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


def test_every_program_is_found_missing_at_once(bare_machine: Path) -> None:
    assert run.missing_programs() == list(run.DEBIAN_PACKAGES) == list(run.HOW_TO_INSTALL)


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="apt-get is Debian's")
def test_one_install_brings_every_package(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt_get, called = bare_machine / "apt-get", bare_machine / "called"
    apt_get.write_text(f'#!/bin/sh\necho "$@" >> {called}\n')
    apt_get.chmod(apt_get.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    run.install_programs(run.missing_programs())

    update, install = called.read_text().splitlines()
    assert update.endswith(" update")
    assert set(DEBIAN) <= set(install.split())


@pytest.mark.parametrize(("cores", "said"), [(1, []), (2, ["-n", "2"]), (64, ["-n", "4"])])
def test_the_tests_use_the_cores_of_the_machine(
    cores: int, said: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(cores)), raising=False)
    commands: list[list[str]] = []

    def note(command: list[str], **how: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(subprocess, "run", note)

    run.run_checks([], {})
    run.run_checks(["-k", "protection"], {})

    in_parallel, as_asked = [command[3:] for command in commands if command[1:3] == ["-m", "pytest"]]
    assert in_parallel == [*said, *(["--dist", "loadfile"] if said else [])]
    assert as_asked == ["-k", "protection"]
