"""What the tests share."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

import payband.workbook  # noqa: F401  # before openpyxl, which is told here to write alike everywhere
from tests.run import HOW_TO_INSTALL, TOP, find_soffice

# The figures are the built-in ones, whatever pack is installed for whoever runs the tests.
os.environ["PAYBAND_HOME"] = str(TOP / ".venv-tests" / "no-settings-here")

# A slow machine is no fault of the code.
hypothesis.settings.register_profile("payband", parent=hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("payband")

# What payband notes of the files that it writes: not among the notes of who runs the tests.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="payband-tests-")

LIBREOFFICE_SECONDS = 120

# LibreOffice's names for what it can write. CSV: comma, double quote, UTF-8, the first sheet.
LIBREOFFICE_FILTERS = {
    "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
    "ods": "ods",
    "pdf": "pdf",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
}

# A converted file holds what LibreOffice computes, never the answers that the file carried in.
LIBREOFFICE_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference tables and worked examples, which is not part of this repository."""
    folder = Path(os.environ.get("PAYBAND_REFERENCE") or TOP.parent / "shared" / "reference")
    if not folder.is_dir():
        pytest.skip(f"no reference tables in {folder}: set PAYBAND_REFERENCE to the folder that holds them")
    return folder


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five public papers as text, which is not part of this repository."""
    folder = Path(os.environ.get("PAYBAND_SEEDS") or TOP.parent / "shared" / "seeds")
    if not folder.is_dir():
        pytest.skip(f"no papers in {folder}: set PAYBAND_SEEDS to the folder that holds them")
    return folder


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice's program."""
    found = find_soffice()
    if found is None:
        pytest.skip(f"LibreOffice is not installed: {HOW_TO_INSTALL['LibreOffice']}")
    return found


@pytest.fixture(scope="session")
def libreoffice_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user profile of the tests' own, so that nobody's LibreOffice is touched; made once."""
    profile = tmp_path_factory.mktemp("libreoffice-profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(LIBREOFFICE_SETTINGS, encoding="utf-8")
    return profile


@pytest.fixture
def libreoffice_convert(
    soffice: str, libreoffice_profile: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """A function that converts a file with LibreOffice, each formula computed anew: the new file's path."""

    def convert(path: Path, to: str = "xlsx") -> Path:
        folder = tmp_path_factory.mktemp("converted")
        command = [
            soffice,
            f"-env:UserInstallation={libreoffice_profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            LIBREOFFICE_FILTERS[to],
            "--outdir",
            str(folder),
            str(path),
        ]
        said = run_with_children(command, LIBREOFFICE_SECONDS)
        converted = folder / f"{path.stem}.{to}"
        if not converted.is_file():
            pytest.fail(f"LibreOffice made no {to} file of {path}. It said: {said}")
        return converted

    return convert


def run_with_children(command: list[str], seconds: float) -> str:
    """Run a program and give what it printed; when the time is up, end it and what it started."""
    posix = os.name == "posix"
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=posix,
    )
    try:
        return process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        if posix:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()
        pytest.fail(f"{Path(command[0]).name} did not finish in {seconds:g} seconds: {shlex.join(command)}")
