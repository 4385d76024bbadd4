"""The function path of payband as files to carry along: what a cell needs, its figures, and nothing else."""

import glob
import io
import os
import zipfile
from collections.abc import Mapping

from payband.library import BUILT_IN

__all__ = ["ZIP_DATE", "function_path", "zipped"]

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip archive can hold: the same bytes on every day."""

_PACKAGE = os.path.dirname(BUILT_IN)
_MODULES = (
    "__init__.py",
    "calendar.py",
    "errors.py",
    "forms.py",
    "hosts/__init__.py",
    "hosts/cells.py",
    "kinds.py",
    "library.py",
    "registry.py",
    "rules/*.py",
    "table.py",
    "units.py",
    "worksheet.py",
)
_FIGURES = ("data/**/*.csv",)


def function_path(*more: str) -> dict[str, bytes]:
    """The files that answer a worksheet function, by name from `payband/` on.

    `more` names what a host adds, from the package's folder: `hosts/excel/*.py`.

    >>> sorted(function_path())[:2]
    ['payband/__init__.py', 'payband/calendar.py']
    """
    files = {}
    for pattern in (*_MODULES, *_FIGURES, *more):
        found = glob.glob(os.path.join(glob.escape(_PACKAGE), *pattern.split("/")), recursive=True)
        if not found:
            raise FileNotFoundError(f"payband's own {pattern} is missing: install payband again")
        for path in found:
            name = os.path.relpath(path, os.path.dirname(_PACKAGE)).replace(os.sep, "/")
            with open(path, "rb") as file:
                files[name] = file.read().replace(b"\r\n", b"\n")
    return dict(sorted(files.items()))


def zipped(files: Mapping[str, bytes], *, compressed: bool = True) -> bytes:
    """A zip archive of files in the order given: the same files make the same bytes."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 3  # as on Unix, wherever it is built
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
            archive.writestr(info, content, compresslevel=9)
    return into.getvalue()
