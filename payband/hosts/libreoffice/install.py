"""Finds LibreOffice and puts the extension into it."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence

from payband.errors import WrongInput
from payband.hosts.libreoffice.extension import IDENTIFIER, build

__all__ = ["find_soffice", "install", "uninstall"]

SECONDS = 300
_BY_HAND = (
    "make the extension with 'payband libreoffice build -o payband.oxt' and add it in LibreOffice under "
    "Tools > Extensions"
)


def find_soffice() -> str | None:
    """LibreOffice's program: PAYBAND_SOFFICE, then PATH, then where Mac and Windows put it."""
    chosen = os.environ.get("PAYBAND_SOFFICE")
    if chosen:
        return shutil.which(chosen)
    places = [
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        os.path.expanduser("~/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    ]
    for variable in ("ProgramFiles", "ProgramFiles(x86)"):
        if variable in os.environ:
            places.append(os.path.join(os.environ[variable], "LibreOffice", "program", "soffice.com"))
    on_path = (shutil.which(name) for name in ("soffice", "libreoffice"))
    return next(filter(None, on_path), None) or next(filter(os.path.isfile, places), None)


def install(profile: str | None = None) -> str:
    """Builds the extension, installs it for this user, and says so.

    `profile` is the address (file:///...) of a user profile other than LibreOffice's own.

    Raises WrongInput with what to do where LibreOffice or its Python is missing, or LibreOffice refuses.
    """
    unopkg = _unopkg()
    with tempfile.TemporaryDirectory(prefix="payband-") as folder:
        os.chmod(folder, 0o755)
        _run([unopkg, "add", "-f", *_in_profile(profile), build(os.path.join(folder, "payband.oxt"))])
    return (
        "payband is installed in LibreOffice: close it if it is open, start it again and type "
        '=PAYBAND.EMPLOYERNI(3000,"31/05/2025") into a cell'
    )


def uninstall(profile: str | None = None) -> str:
    """Takes the extension out of LibreOffice, and says so."""
    try:
        _run([_unopkg(), "remove", *_in_profile(profile), IDENTIFIER])
    except WrongInput as error:
        if "no such extension" in str(error):
            return "payband is not in LibreOffice: there is nothing to remove"
        raise
    return "payband is no longer in LibreOffice: close it if it is open, and start it again"


def _in_profile(profile: str | None) -> list[str]:
    return [f"-env:UserInstallation={profile}"] if profile else []


def _unopkg() -> str:
    """LibreOffice's own installer of extensions, once all that it needs is there."""
    if _is_root():
        raise WrongInput("LibreOffice installs no extension for root: run this as an ordinary user, without sudo")
    soffice = find_soffice()
    if soffice is None:
        raise WrongInput(
            "LibreOffice is not found: install it from libreoffice.org, or give its program in PAYBAND_SOFFICE"
        )
    program = os.path.dirname(os.path.realpath(soffice))
    beside = [os.path.join(program, name) for name in ("unopkg", "unopkg.com", "unopkg.exe")]
    unopkg = next(filter(os.path.isfile, beside), None) or shutil.which("unopkg")
    if unopkg is None:
        raise WrongInput(f"LibreOffice in {program} has no unopkg, which installs extensions: {_BY_HAND}")
    program = os.path.dirname(os.path.realpath(unopkg))
    loaders = [os.path.join(program, folder, "pythonloader.py") for folder in ("", "../Resources")]
    if not any(map(os.path.isfile, loaders)):
        raise WrongInput(
            f"LibreOffice in {program} has no Python: install it (on Debian or Ubuntu: sudo apt-get install "
            "python3-uno; on Fedora: sudo dnf install libreoffice-pyuno) and run this again"
        )
    return unopkg


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _run(command: Sequence[str]) -> None:
    """Runs a program of LibreOffice's; raises WrongInput with what it says when it fails or does not end."""
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
        said = process.communicate(timeout=SECONDS)[0]
    except subprocess.TimeoutExpired:
        if posix:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()
        raise WrongInput(f"LibreOffice did not answer in {SECONDS} seconds: close it and run this again") from None
    if process.returncode:
        words = " ".join(line.strip() for line in said.splitlines() if line.strip() and "javaldx" not in line)
        raise WrongInput(f"LibreOffice refused the extension ({words}): close LibreOffice and run this again")
