"""Run every check of the repository: ``python3 tests/run.py``.

Needs Python 3.11 or later with pip, and nothing else. It makes a virtual environment in ``.venv-tests``,
installs what ``tests/requirements.lock`` lists, and runs ruff, mypy, import-linter and pytest there.
Without arguments pytest uses the cores of the machine, up to four. Arguments go on to pytest, which then runs as they
say: ``python3 tests/run.py -k protection``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
LOCK = TOP / "tests" / "requirements.lock"
VENV = TOP / ".venv-tests"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")

MOST_PROCESSES = 4  # each takes up to a gigabyte, with the LibreOffice that it drives

DEBIAN_PACKAGES = {
    "LibreOffice": ["libreoffice-calc", "python3-uno", "fonts-dejavu-core", "fonts-liberation"],
    "LibreOffice's Python": ["python3-uno"],
    "LibreOffice Writer": ["libreoffice-writer"],
    "pdftotext": ["poppler-utils"],
    "Chromium": ["chromium"],
}
HOW_TO_INSTALL = {
    "LibreOffice": "install LibreOffice from its own web site; on Debian or Ubuntu: "
    "sudo apt-get install libreoffice-calc python3-uno",
    "LibreOffice's Python": "it comes with LibreOffice; on Debian or Ubuntu: sudo apt-get install python3-uno",
    "LibreOffice Writer": "it comes with LibreOffice; on Debian or Ubuntu: sudo apt-get install libreoffice-writer",
    "pdftotext": "install Poppler (on a Mac: brew install poppler); on Debian or Ubuntu: "
    "sudo apt-get install poppler-utils",
    "Chromium": "install Chromium or Chrome and put it on the PATH; on Debian or Ubuntu: sudo apt-get install chromium",
}


def find_soffice() -> str | None:
    """LibreOffice's program: PAYBAND_SOFFICE, then PATH, then where Mac and Windows put it."""
    chosen = os.environ.get("PAYBAND_SOFFICE")
    if chosen:
        return shutil.which(chosen)
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return found
    places = [
        Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
        Path.home() / "Applications/LibreOffice.app/Contents/MacOS/soffice",
        *(
            Path(os.environ[variable], "LibreOffice", "program", "soffice.com")
            for variable in ("ProgramFiles", "ProgramFiles(x86)")
            if variable in os.environ
        ),
    ]
    return next((str(place) for place in places if place.is_file()), None)


def find_uno(soffice: str) -> str | None:
    """A Python that can talk to LibreOffice: its own, or the machine's with Debian's python3-uno."""
    program = Path(soffice).resolve().parent
    for python in (program / "python", program.parent / "Resources" / "python", Path("/usr/bin/python3")):
        if python.is_file():
            asked = subprocess.run(
                [str(python), "-c", "import uno"], stdin=subprocess.DEVNULL, capture_output=True, check=False
            )
            if asked.returncode == 0:
                return str(python)
    return None


def find_writer(soffice: str) -> str | None:
    """LibreOffice with its Writer, which Debian and Ubuntu install apart."""
    if not sys.platform.startswith("linux"):
        return soffice
    return next((str(path) for path in Path(soffice).resolve().parent.glob("libswlo.so")), None)


def find_chromium() -> str | None:
    """The browser that pages are looked at with: PAYBAND_CHROMIUM, then PATH."""
    chosen = os.environ.get("PAYBAND_CHROMIUM")
    names = [chosen] if chosen else ["chromium", "chromium-browser", "google-chrome", "chrome"]
    return next((path for name in names if (path := shutil.which(name))), None)


def missing_programs() -> list[str]:
    """The programs beside Python that some tests need and this machine lacks.

    Where LibreOffice itself is missing, so are its parts: all are installed in one go.
    """
    soffice = find_soffice()
    found = {
        "LibreOffice": soffice,
        "LibreOffice's Python": find_uno(soffice) if soffice else None,
        "LibreOffice Writer": find_writer(soffice) if soffice else None,
        "pdftotext": shutil.which("pdftotext"),
        "Chromium": find_chromium(),
    }
    return [name for name, path in found.items() if path is None]


def install_programs(names: Sequence[str]) -> None:
    """Install programs where that needs nobody's leave: as root, with apt-get. One second try."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    packages = [package for name in names for package in DEBIAN_PACKAGES[name]]
    heading(f"install {' and '.join(names)} with apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt_get = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    for _ in range(2):
        quietly([*apt_get, "update"], environment)
        if quietly([*apt_get, "install", "-y", "--no-install-recommends", *packages], environment):
            return


def quietly(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Run a command, and show the end of what it printed only if it failed."""
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        print(f"{' '.join(command)}\n{done.stdout[-3000:]}", flush=True)
    return done.returncode == 0


def heading(text: str) -> None:
    """Print the one line that stands above a step's own output."""
    print(f"\n== {text} ==", flush=True)


def fingerprint() -> str:
    """What the environment was made from; while it is the same, the environment is used again."""
    made_from = hashlib.sha256(f"{sys.version}\n{TOP}\n".encode())
    made_from.update(LOCK.read_bytes())
    made_from.update((TOP / "pyproject.toml").read_bytes())
    return made_from.hexdigest()


def make_environment(environment: Mapping[str, str]) -> None:
    """Make .venv-tests as the lock file says, unless it is there already."""
    stamp = VENV / "made-from.txt"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == fingerprint():
        return
    heading("install the tools and libraries of tests/requirements.lock into .venv-tests")
    shutil.rmtree(VENV, ignore_errors=True)
    pip = make_empty_environment(environment)
    options = ["--quiet", "--no-input", "--disable-pip-version-check"]
    locked = [*pip, "install", *options, "--require-hashes", "-r", str(LOCK)]
    if not (quietly(locked, environment) or quietly(locked, environment)):
        sys.exit("pip could not install tests/requirements.lock: see what it says above, and try again.")
    # Editable, so that the next run starts at once; tests/house/test_package.py builds the real wheel.
    itself = [str(PYTHON), "-m", "pip", "install", *options]
    if not quietly([*itself, "--no-build-isolation", "--no-deps", "--editable", str(TOP)], environment):
        sys.exit("pip could not install payband itself: see what it says above, and mend pyproject.toml.")
    stamp.write_text(fingerprint())


def make_empty_environment(environment: Mapping[str, str]) -> list[str]:
    """A virtual environment, and the pip command that installs into it.

    Debian's Python has no ensurepip unless python3-venv is installed; the machine's own pip does instead.
    """
    tries = [
        (["--clear"], [str(PYTHON), "-m", "pip"]),
        (["--clear", "--without-pip"], [sys.executable, "-m", "pip", "--python", str(PYTHON)]),
    ]
    for options, pip in tries:
        made = subprocess.run(
            [sys.executable, "-m", "venv", *options, str(VENV)],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if made.returncode == 0:
            works = subprocess.run([*pip, "--version"], env=environment, capture_output=True, check=False)
            if works.returncode == 0:
                return pip
    shutil.rmtree(VENV, ignore_errors=True)
    sys.exit(
        "This Python cannot make a virtual environment: install its venv module "
        "(on Debian or Ubuntu: apt-get install python3-venv) and run this again."
    )


def in_parallel() -> list[str]:
    """What makes pytest use the cores of the machine; each file's tests stay together: what they share is made once."""
    cores = len(os.sched_getaffinity(0)) if sys.platform.startswith("linux") else os.cpu_count() or 1
    processes = min(cores, MOST_PROCESSES)
    return ["-n", str(processes), "--dist", "loadfile"] if processes > 1 else []


def run_checks(pytest_arguments: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Run every check, whatever the others say; the names of those that failed."""
    python = str(PYTHON)
    checks = {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format --check": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy"],
        "lint-imports": [str(PROGRAMS / "lint-imports"), "--no-logo"],
        "pytest": [python, "-m", "pytest", *(pytest_arguments or in_parallel())],
    }
    failed = []
    for name, command in checks.items():
        heading(name)
        done = subprocess.run(command, cwd=TOP, env=environment, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            failed.append(name)
    return failed


def main(pytest_arguments: Sequence[str]) -> int:
    """Prepare, check, and answer with the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - somebody may start it with an older Python
        sys.exit(f"payband needs Python 3.11 or later; this is Python {sys.version.split()[0]}.")
    environment = dict(os.environ)
    environment.pop("PYTHONPATH", None)
    make_environment(environment)

    missing = missing_programs()
    if missing:
        install_programs(missing)
        missing = missing_programs()
    soffice = find_soffice()
    if soffice:
        environment["PAYBAND_SOFFICE"] = soffice
    for name in missing:
        heading(f"{name} is not installed: the tests that need it are skipped, and listed at the end")
        print(f"To run them, {HOW_TO_INSTALL[name]}.", flush=True)

    failed = run_checks(pytest_arguments, environment)
    if os.environ.get("CI", "").lower() in ("1", "true"):
        failed += [f"{name} is not installed, and CI may skip nothing" for name in missing]
    if failed:
        print(f"\nFailed: {'; '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
