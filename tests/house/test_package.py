"""The wheel that users install: the whole package with its data, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.run import TOP

PACKAGE = TOP / "payband"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    """The wheel, built from this tree without a network."""
    folder: Path = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-build-isolation"]
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(folder), str(TOP)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    assert built.returncode == 0, built.stdout
    [path] = folder.glob("payband-*.whl")
    return zipfile.Path(path)


@pytest.fixture(scope="module")
def names(wheel: zipfile.Path) -> set[str]:
    return {name for name in wheel.root.namelist() if not name.endswith("/")}


def files_of(folder: Path) -> set[str]:
    return {
        path.relative_to(TOP).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_wheel_holds_the_type_marker(names: set[str]) -> None:
    assert "payband/py.typed" in names


def test_wheel_holds_every_file_of_the_data(wheel: zipfile.Path, names: set[str]) -> None:
    data = files_of(PACKAGE / "data")
    assert data, "payband/data is empty"
    assert data - names == set()
    for name in data:
        assert (wheel / name).read_bytes() == (TOP / name).read_bytes(), name


def test_wheel_holds_the_package_and_nothing_else(names: set[str]) -> None:
    inside = {name for name in names if not name.split("/")[0].endswith(".dist-info")}
    assert inside == files_of(PACKAGE)


def test_wheel_names_the_command_and_the_licence(wheel: zipfile.Path) -> None:
    [information] = [folder for folder in wheel.iterdir() if folder.name.endswith(".dist-info")]
    assert "payband = payband.__main__:run" in (information / "entry_points.txt").read_text(encoding="utf-8")
    licence = (information / "licenses" / "LICENCE").read_text(encoding="utf-8")
    assert licence == (TOP / "LICENCE").read_text(encoding="utf-8")


# --- what it is installed with ---------------------------------------------------------------------------------------

LOCK, CONSTRAINTS = TOP / "tests" / "requirements.lock", TOP / "tests" / "constraints.txt"


def _pinned(path: Path) -> list[str]:
    """The lines of a file of requirements without hashes and remarks."""
    lines = [line.removesuffix("\\").strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "--hash"))]


def test_the_constraints_are_the_versions_of_the_tests() -> None:
    assert _pinned(CONSTRAINTS) == _pinned(LOCK)
    assert "--hash" not in CONSTRAINTS.read_text(encoding="utf-8")


def test_pip_takes_the_constraints() -> None:
    """What is needed is installed here already, so that no network is asked; nothing is installed."""
    options = ["--dry-run", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "-c", str(CONSTRAINTS), str(TOP)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Would install payband" in done.stdout


def test_every_library_is_held_below_what_may_break() -> None:
    about = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = about["optional-dependencies"]
    needed = [*about["dependencies"], *(each for name in extras if name != "test" for each in extras[name])]
    tested = {Requirement(line).name: Requirement(line) for line in _pinned(LOCK)}
    for each in map(Requirement, needed):
        assert {found.operator for found in each.specifier} == {">=", "<"}, each
        [pin] = tested[each.name].specifier
        assert each.specifier.contains(pin.version), each
