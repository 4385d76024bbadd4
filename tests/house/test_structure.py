"""The structure of the package: no circle of imports, and no module named in a string outside the tables of parts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.run import TOP

PACKAGE = TOP / "payband"
MODULE = re.compile(r"payband(\.\w+)+")

NAMED_IN_STRINGS = {
    "payband/hosts/excel/lite.py",  # what a workbook's own code imports
    "payband/hosts/libreoffice/component.py",  # inside LibreOffice, where an error is shown and not raised
    "payband/hosts/libreoffice/extension.py",  # the modules that the extension packs
    "payband/hosts/packed.py",  # the modules that a host packs
    "payband/report/committee_pay_structure.py",  # the part whose tables it shows
    "payband/report/committee_parts.py",  # the part whose tables are shown with other money
    "payband/report/html.py",  # where a template is
    "payband/report/page.py",
    "payband/review/results.py",  # files stand above reviews
}
"""The files that may name a module of the package in a string, beside the tables of the parts."""


def _name(path: Path) -> str:
    parts = path.relative_to(TOP).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = {f"{node.module}.{each.name}" for each in node.names}
            yield from full & MODULES.keys() or {node.module}


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {name: {each for each in _imported(path) if each in MODULES} for name, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_a_module_is_named_in_a_string_in_tables_alone() -> None:
    found = set()
    for path in MODULES.values():
        place = path.relative_to(TOP).as_posix()
        if place.startswith("payband/review/parts/tables/") or place in NAMED_IN_STRINGS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if MODULE.fullmatch(named) and named in MODULES:
                found.add(f"{place}: {named}")
    assert not found


def test_every_module_that_the_parts_name_is_there() -> None:
    from payband.review.parts.registry import parts

    assert {part.module for part in parts()} <= MODULES.keys()


def test_every_folder_says_what_it_is_for() -> None:
    said = {name: ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) for name, path in MODULES.items()}
    assert [name for name, text in said.items() if not text] == []
    assert all((path.parent / "__init__.py").is_file() for path in MODULES.values())
