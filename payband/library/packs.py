"""Packs of figures as files: built from a folder, read and compared with their fingerprints, installed and removed."""

import os
import re
import shutil
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any, NamedTuple

from payband.errors import WrongInput
from payband.library.files import BUILT_IN
from payband.library.installed import (
    MANIFEST,
    Pack,
    built_in_pack,
    changed_files,
    changed_since,
    choose,
    figures_folder,
    installed_folder,
    manifest_of,
)
from payband.whole_files import write_whole

__all__ = ["PackFile", "build_pack", "check_pin", "install_pack", "pack_in_use", "read_pack", "remove_pack", "unpack"]

FORMAT = 1
"""The version of the format of packs: a payband that knows a lower one says that it has to be renewed."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_FILE = re.compile(r"[a-z0-9_-]+(?:/[a-z0-9_-]+)*\.csv")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEPT = "pack.zip"


class PackFile(NamedTuple):
    """A pack that was read: what it is called, and its files."""

    pack: Pack
    files: dict[str, bytes]
    content: bytes


# --- building and reading ------------------------------------------------------------------------------------------


def build_pack(folder: str, path: str, day: date) -> Pack:
    """Writes the figures of a folder as a pack, which is called as its file is. The same figures make the same bytes.

    Raises WrongInput for a name that is not fit, a folder without figures, or a file that is not payband's.
    """
    name, ending = os.path.splitext(os.path.basename(path))
    if ending.casefold() != ".zip" or not _NAME.fullmatch(name):
        raise WrongInput(f"{path} is not the name of a pack: give one such as payband-figures-2026-12.zip")
    content = _packed(name, day, _figures_of(folder))
    write_whole(path, content)
    return Pack(name, day, sha256(content).hexdigest())


def _figures_of(folder: str) -> dict[str, bytes]:
    files = {}
    for inside, below, names in os.walk(folder):
        below.sort()
        for name in sorted(names):
            path = os.path.join(inside, name)
            placed = os.path.relpath(path, folder).replace(os.sep, "/")
            if _FILE.fullmatch(placed):
                with open(path, "rb") as file:
                    files[placed] = file.read()
    if not files:
        raise WrongInput(f"{folder} holds no file of figures: give a folder with files such as ni/rates.csv")
    return files


def _packed(name: str, day: date, files: dict[str, bytes]) -> bytes:
    """The bytes of a pack: its files as they are, in order, without times or compression."""
    import json
    from zipfile import ZIP_STORED, ZipFile, ZipInfo

    manifest = {
        "format": FORMAT,
        "name": name,
        "date": day.isoformat(),
        "files": {each: sha256(files[each]).hexdigest() for each in sorted(files)},
    }
    manifest["fingerprint"] = sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        parts = {MANIFEST: json.dumps(manifest, indent=1).encode(), **{each: files[each] for each in sorted(files)}}
        for each, content in parts.items():
            entry = ZipInfo(each, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def read_pack(path: str, expect: str = "") -> PackFile:
    """Reads a pack and holds every byte of it against what it says of itself; its tables are not checked here.

    Raises WrongInput for a file that is not a pack, is of a newer format, was altered, or is not the one expected.
    """
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise WrongInput(f"{path} cannot be read ({error.strerror}): check its name") from None
    found = sha256(content).hexdigest()
    if expect and not _SHA256.fullmatch(expect.casefold()):
        raise WrongInput(f"'{expect}' is not a SHA-256: give its 64 characters, as you were told them with the pack")
    if expect and expect.casefold() != found:
        raise WrongInput(f"{path} has the SHA-256 {found} and not the one expected, {expect}: do not use it, ask again")
    manifest, files = _parts(path, content)
    name, day = manifest["name"], date.fromisoformat(manifest["date"])
    if _packed(name, day, files) != content:
        raise WrongInput(f"{path} was altered after it was built: do not use it, ask for the pack again")
    return PackFile(Pack(name, day, found), files, content)


def _parts(path: str, content: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    import json
    from zipfile import BadZipFile, ZipFile

    no_pack = f"{path} is not a pack of figures: give a file that 'payband figures build' wrote"
    altered = f"{path} was altered after it was built, or is damaged: do not use it, ask for the pack again"
    try:
        archive = ZipFile(BytesIO(content))
        names = archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError, OverflowError, UnicodeDecodeError):
        raise WrongInput(altered if b"pack.json" in content else no_pack) from None
    if MANIFEST not in names:
        raise WrongInput(altered if b"pack.json" in content else no_pack)
    try:
        manifest = json.loads(archive.read(MANIFEST))
        version = manifest["format"]
        if isinstance(version, int) and version > FORMAT:
            raise WrongInput(f"{path} is of format {version}, newer than this payband knows: renew payband first")
        if not _NAME.fullmatch(manifest["name"]) or not all(
            _FILE.fullmatch(each) for each in names if each != MANIFEST
        ):
            raise WrongInput(altered)
        date.fromisoformat(manifest["date"])
        return manifest, {each: archive.read(each) for each in names if each != MANIFEST}
    except WrongInput:
        raise
    except Exception:  # whatever a wrong byte does to the archive, it is not taken
        raise WrongInput(altered) from None


def unpack(found: PackFile, folder: str) -> None:
    """Writes the files of a pack into a folder."""
    for name, content in {**found.files, _KEPT: found.content}.items():
        target = os.path.join(folder, *name.split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(content)
    manifest, _ = _parts(found.pack.name, found.content)
    import json

    with open(os.path.join(folder, MANIFEST), "w", encoding="utf-8") as file:
        json.dump(manifest, file)


# --- installing ----------------------------------------------------------------------------------------------------


def install_pack(found: PackFile) -> str:
    """Keeps a pack next to the user's settings and makes it the one in use; the folder that it is in.

    Raises WrongInput where that folder cannot be written.
    """
    folder = os.path.join(figures_folder(), f"{found.pack.name}-{found.pack.sha256[:12]}")
    temporary = f"{folder}.new"
    try:
        shutil.rmtree(temporary, ignore_errors=True)
        os.makedirs(temporary)
        unpack(found, temporary)
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(temporary, folder)
        choose(os.path.basename(folder))
    except OSError as error:
        raise WrongInput(
            f"the pack cannot be kept in {folder} ({error.strerror}): ask whoever looks after it"
        ) from None
    return folder


def remove_pack() -> None:
    """Goes back to the built-in figures."""
    choose("")


@cache
def _in_use(folder: str) -> Pack:
    if not folder:
        return built_in_pack(BUILT_IN)
    manifest = manifest_of(folder)
    kept = os.path.join(folder, _KEPT)
    changed = changed_files(folder)
    try:
        found = read_pack(kept)
    except WrongInput:
        changed = [_KEPT]
    if changed or found.pack.name != manifest["name"]:
        raise changed_since(changed or [MANIFEST])
    return found.pack


def pack_in_use() -> Pack:
    """The pack of figures that answers rest on, compared with its own fingerprints once.

    Raises WrongInput where its files are not as they were installed.
    """
    return _in_use(installed_folder())


def check_pin(pin: str) -> None:
    """Holds the pack in use against the one that a review names, such as 'payband-figures-2026-12' or with its SHA-256.

    Raises WrongInput for another.
    """
    wanted = pin.replace(",", " ").split()
    if not wanted:
        return
    pack = pack_in_use()
    sha = next((word.casefold() for word in wanted[1:] if _SHA256.fullmatch(word.casefold())), "")
    has = pack.sha256 or (_sha256_of_built_in() if sha else "")
    if wanted[0].casefold() != pack.name.casefold() or (sha and sha != has):
        with_sha = f" with the SHA-256 {sha}" if sha else ""
        raise WrongInput(
            f"the review rests on the pack of figures {wanted[0]}{with_sha}, and {pack} is in use: install the one "
            "that it names with 'payband figures install', or change the setting and look at what differs"
        )


@cache
def _sha256_of_built_in() -> str:
    pack = built_in_pack(BUILT_IN)
    return sha256(_packed(pack.name, pack.date, _figures_of(BUILT_IN))).hexdigest()
