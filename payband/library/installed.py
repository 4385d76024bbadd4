"""The pack of figures that is installed for a user: where it is kept, what it is called, and that it is as installed.

A pack is a folder of figures as one file, which a body's IT can pass on without a release of payband. Each of its files
takes the place of the built-in file of the same name.
"""

import os
import sys
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from payband.errors import WrongInput

__all__ = [
    "MANIFEST",
    "Pack",
    "built_in_pack",
    "changed_files",
    "changed_since",
    "choose",
    "figures_folder",
    "installed_file",
    "installed_files",
    "installed_folder",
    "manifest_of",
    "settings_folder",
]

MANIFEST = "pack.json"
_CHOSEN = "installed.txt"


class Pack(NamedTuple):
    """What a pack of figures is called, its date, and the SHA-256 of its file; empty for the built-in one."""

    name: str
    date: date
    sha256: str = ""

    def __str__(self) -> str:
        return f"{self.name}, SHA-256 {self.sha256}" if self.sha256 else f"{self.name}, built in"


def settings_folder() -> str:
    """The folder of the user's own settings; the variable PAYBAND_HOME names another."""
    if os.environ.get("PAYBAND_HOME"):
        return os.path.abspath(os.environ["PAYBAND_HOME"])
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA") or home, "payband")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Application Support", "payband")
    return os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"), "payband")


def figures_folder() -> str:
    """Where packs are kept."""
    return os.path.join(settings_folder(), "figures")


def choose(name: str) -> None:
    """Makes an unpacked pack the one in use; an empty name goes back to the built-in figures."""
    path = os.path.join(figures_folder(), _CHOSEN)
    if name:
        temporary = f"{path}.new"
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(name)
        os.replace(temporary, path)
    elif os.path.exists(path):
        os.remove(path)
    for each in (installed_folder, installed_files, installed_file):
        each.cache_clear()


@cache
def installed_folder() -> str:
    """The folder of the pack in use; empty where there is none."""
    folder = figures_folder()
    try:
        with open(os.path.join(folder, _CHOSEN), encoding="utf-8") as file:
            name = file.read().strip()
    except OSError:
        return ""
    found = os.path.join(folder, name)
    if not name or not os.path.isfile(os.path.join(found, MANIFEST)):
        raise WrongInput(
            f"the pack of figures '{name}' that is installed is not in {folder}: install it again, or go back to the "
            "built-in figures with 'payband figures remove'"
        )
    return found


def manifest_of(folder: str) -> dict[str, Any]:
    """What a folder of figures says of itself."""
    import json

    with open(os.path.join(folder, MANIFEST), encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


@cache
def installed_files() -> dict[str, str]:
    """The files of the installed pack, each with its SHA-256; none where none is installed."""
    folder = installed_folder()
    return dict(manifest_of(folder)["files"]) if folder else {}


@cache
def installed_file(name: str) -> str:
    """Where a file of the installed pack is, once it is seen to be as it was installed; empty where it has none.

    Raises WrongInput for a file that was changed since.
    """
    if name not in installed_files():
        return ""
    if name in changed_files(installed_folder(), [name]):
        raise changed_since([name])
    return os.path.join(installed_folder(), *name.split("/"))


def changed_since(names: Sequence[str]) -> WrongInput:
    """What is said of a pack that is not as it was installed."""
    return WrongInput(
        f"the installed pack of figures in {installed_folder()} was changed after it was installed "
        f"({', '.join(names[:3])}): install it again, or go back with 'payband figures remove'"
    )


def built_in_pack(folder: str) -> Pack:
    """The pack that payband comes with."""
    found = manifest_of(folder)
    return Pack(found["name"], date.fromisoformat(found["date"]))


def changed_files(folder: str, names: Sequence[str] = ()) -> list[str]:
    """The files of an unpacked pack, or some of them, that are not as its manifest has them."""
    from hashlib import sha256

    changed = []
    for name, expected in manifest_of(folder)["files"].items():
        if names and name not in names:
            continue
        try:
            with open(os.path.join(folder, *name.split("/")), "rb") as file:
                same = sha256(file.read()).hexdigest() == expected
        except OSError:
            same = False
        if not same:
            changed.append(name)
    return changed
