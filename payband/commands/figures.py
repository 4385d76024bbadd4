"""The commands on packs of figures: build, check, install, remove, show."""

import argparse
import os
from datetime import date
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from payband.commands.terminal.output import FINE, print_json
from payband.commands.terminal.words import Command, with_json, with_overwrite

if TYPE_CHECKING:
    from payband.library.packs import PackFile

__all__ = ["COMMANDS", "build", "check", "install", "remove", "show"]


def build(given: argparse.Namespace) -> int:
    """Writes a folder of figures as a pack, once the check of its tables finds nothing wrong."""
    from payband.calendar import day_from
    from payband.errors import WrongInput
    from payband.library.packs import build_pack

    if not os.path.isdir(given.folder):
        raise WrongInput(f"there is no folder {given.folder}: check its name")
    _check_tables(given.folder, given.folder)
    day = day_from(given.date, "the date of the pack") if given.date else date.today()
    pack = build_pack(given.folder, given.output, day)
    print(f"{given.output}\nSHA-256 {pack.sha256}")
    return FINE


def check(given: argparse.Namespace) -> int:
    """Says whether a pack is as it was built and its tables are right."""
    found = _checked(given)
    print(f"{given.pack}: {found.pack.name}, {len(found.files)} tables, as it was built\nSHA-256 {found.pack.sha256}")
    return FINE


def install(given: argparse.Namespace) -> int:
    """Keeps a pack, checked first, beside the user's settings; the figures come from it from then on."""
    from payband.library.packs import install_pack

    found = _checked(given)
    folder = install_pack(found)
    print(f"{found.pack.name} is in use, from {folder}\nSHA-256 {found.pack.sha256}")
    return FINE


def remove(given: argparse.Namespace) -> int:
    """Goes back to the figures that payband comes with."""
    from payband.library.packs import pack_in_use, remove_pack

    remove_pack()
    print(f"The figures are those that payband comes with: {pack_in_use().name}")
    return FINE


def show(given: argparse.Namespace) -> int:
    """Says which pack of figures is in use."""
    from payband.calendar import date_text
    from payband.library.installed import installed_folder
    from payband.library.packs import pack_in_use

    pack, folder = pack_in_use(), installed_folder()
    if given.json:
        print_json({**pack._asdict(), "folder": folder})
        return FINE
    print(f"{pack.name} of {date_text(pack.date)}, {f'installed in {folder}' if folder else 'built in'}")
    if pack.sha256:
        print(f"SHA-256 {pack.sha256}")
    return FINE


def _checked(given: argparse.Namespace) -> "PackFile":
    """A pack whose bytes are as built and whose tables the schema accepts."""
    from payband.library.packs import read_pack, unpack

    found = read_pack(given.pack, given.expect or "")
    with TemporaryDirectory() as folder:
        unpack(found, folder)
        _check_tables(folder, given.pack)
    return found


def _check_tables(folder: str, named: str) -> None:
    from payband.data_schema import check_folder
    from payband.errors import InputProblems

    problems = check_folder(folder)
    if problems:
        raise InputProblems(problems, named)


def _build_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="figures in the files that payband reads, such as ni/rates.csv")
    parser.add_argument("-o", "--output", metavar="FILE.zip", required=True, help="such as payband-figures-2026-12.zip")
    parser.add_argument("--date", metavar="DATE", help="the date of the pack (default: today)")
    with_overwrite(parser)


def _pack_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", metavar="FILE.zip", help="a pack of figures")
    parser.add_argument("--expect", metavar="SHA256", help="refuse a pack with another SHA-256")


def _no_words(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


COMMANDS = {
    "figures build": Command(_build_words, build, ("payband figures build figures -o payband-figures-2026-12.zip",)),
    "figures check": Command(_pack_words, check, ("payband figures check payband-figures-2026-11.zip",)),
    "figures install": Command(_pack_words, install, ("payband figures install payband-figures-2026-11.zip",)),
    "figures remove": Command(_no_words, remove, ("payband figures remove",)),
    "figures show": Command(with_json, show, ("payband figures show", "payband figures show --json")),
}
