"""The function path of payband as files to carry along: what a cell needs, its figures, and nothing else."""

import ast
import csv
import glob
import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping

from payband.library import BUILT_IN
from payband.library.installed import MANIFEST, installed_file, installed_files, installed_folder, manifest_of
from payband.rules import MODULES

__all__ = ["ZIP_DATE", "function_path", "zipped"]

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip archive can hold: the same bytes on every day."""

_TOP = os.path.dirname(os.path.dirname(BUILT_IN))
_ONLY_COLUMNS = {("payband.rules.placing.slotting", "payband.rules.placing.slotting_column")}
"""What a module imports only when it is given a NumPy column, which no cell of these hosts holds."""

_PARTS = "payband.review.parts.registry"
_NOT_SHOWN = "read_in"

_STARTS = ("payband.hosts.cells", "payband.registry", *(f"payband.rules.{name}" for name in MODULES))


def function_path(*hosts: str) -> dict[str, bytes]:
    """The files that answer a worksheet function, by name: modules with all that they import of payband, and figures.

    `hosts` names the modules that a host adds, such as `payband.hosts.excel.functions`.

    >>> [name for name in function_path() if "library/sp" in name or "scottish" in name]
    ['payband/data/spines/scottish-government/grades.csv', 'payband/library/spines.py']
    """
    files: dict[str, bytes] = {}
    waiting = [*_STARTS, *hosts]
    missing = [module for module in waiting if not _file_of(module)]
    if missing:
        raise FileNotFoundError(f"payband's own {missing[0]} is missing: install payband again")
    while waiting:
        module = waiting.pop()
        name = _file_of(module)
        if name and name not in files:
            files[name] = _read(os.path.join(_TOP, *name.split("/")))
            waiting += (each for each in _imported_by(files[name]) if (module, each) not in _ONLY_COLUMNS)
            waiting.append(module.rpartition(".")[0])
            if module == _PARTS:
                waiting += _modules_of_parts()
    for name in {*_built_in_figures(), *installed_files()}:
        files[f"payband/data/{name}"] = _figures(installed_file(name) or os.path.join(BUILT_IN, *name.split("/")))
    folder = installed_folder() or BUILT_IN
    about = {key: value for key, value in manifest_of(folder).items() if key in ("name", "date")}
    files[f"payband/data/{MANIFEST}"] = json.dumps(about).encode()
    return dict(sorted(files.items()))


def _built_in_figures() -> Iterator[str]:
    for path in glob.glob(os.path.join(glob.escape(BUILT_IN), "**", "*.csv"), recursive=True):
        yield os.path.relpath(path, BUILT_IN).replace(os.sep, "/")


def _figures(path: str) -> bytes:
    """A file of figures without the column of where each was read, which no answer shows."""
    content = _read(path)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    if not rows or _NOT_SHOWN not in rows[0]:
        return content
    place = rows[0].index(_NOT_SHOWN)
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(row[:place] + row[place + 1 :] for row in rows)
    return target.getvalue().encode()


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


def _file_of(module: str) -> str:
    """The file of a module of payband; empty for what is no module, such as a name within one."""
    stem = module.replace(".", "/")
    for name in (f"{stem}.py", f"{stem}/__init__.py"):
        if os.path.isfile(os.path.join(_TOP, *name.split("/"))):
            return name
    return ""


def _imported_by(source: bytes) -> Iterator[str]:
    """The names of payband's that a module imports, wherever it does so."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.partition(".")[0] == "payband")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "payband":
            yield node.module or ""
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _modules_of_parts() -> Iterator[str]:
    """The modules of a review's parts, which are imported by their names."""
    from payband.review.parts.registry import parts  # it needs what a cell's functions do without

    for part in parts():
        yield from (part.module, *(table.rows.__module__ for table in part.inputs))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read().replace(b"\r\n", b"\n")
