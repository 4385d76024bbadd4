"""Which figures a run could ask: a fingerprint of each folder of data files, built in or the user's own."""

import os
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from payband.library import BUILT_IN, folders
from payband.library.installed import installed_folder

__all__ = ["HeldFigures", "figures_held"]

_ENDINGS = (".csv", ".toml")


class HeldFigures(NamedTuple):
    """A folder of figures and what its files hold."""

    folder: str
    fingerprint: str


def figures_held() -> list[HeldFigures]:
    """The folders of figures in the order in which they are asked. A change of any file changes its fingerprint."""
    found = [HeldFigures("built-in" if folder == BUILT_IN else folder, _fingerprint(folder)) for folder in folders()]
    pack = installed_folder()
    return [*found, HeldFigures(f"pack {os.path.basename(pack)}", _fingerprint(pack))] if pack else found


def _fingerprint(folder: str) -> str:
    digest = sha256()
    for path in _files(folder):
        with open(path, "rb") as file:
            content = sha256(file.read()).hexdigest()
        digest.update(f"{os.path.relpath(path, folder).replace(os.sep, '/')}|{content}\n".encode())
    return digest.hexdigest()[:12]


def _files(folder: str) -> Iterator[str]:
    for inside, below, names in os.walk(folder):
        below.sort()
        yield from (os.path.join(inside, name) for name in sorted(names) if name.endswith(_ENDINGS))
