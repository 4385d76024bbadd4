"""The button of xlwings Lite on every worked review, with nothing importable but what the workbook asks for."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from importlib.metadata import packages_distributions, requires, version
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import payband
from payband.hosts.excel import lite
from payband.workbook.building.worked import names
from tests.hosts.test_host_lite import properties
from tests.run import TOP
from tests.support.button_book import compared, payload

# Without site (-S), so that payband comes from nowhere but the workbook's own code.
SCRIPT = """
import asyncio
import importlib.abc
import json
import sys

folder, site, *allowed = sys.argv[1:]
sys.path.append(site)


class OnlyWhatIsAskedFor(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        of_python = top in sys.stdlib_module_names or top.startswith("_sysconfigdata")
        if of_python or top in allowed or top == "payband":
            return None
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, OnlyWhatIsAskedFor())
code = {"__name__": "main"}
with open(folder + "/main.py", encoding="utf-8") as file:
    exec(compile(file.read(), "main.py", "exec"), code)
import payband
import xlwings

assert payband.__file__.startswith(folder), payband.__file__
with open(folder + "/book.json", encoding="utf-8") as file:
    book = xlwings.Book(json=json.load(file))
asyncio.run(code["review"](None, book))  # as xlwings calls a script, for no particular user
with open(folder + "/actions.json", "w", encoding="utf-8") as file:
    json.dump({"actions": book.json()["actions"], "sheets": book.api["sheets"]}, file, default=str)
"""


def modules_of(requirements: str) -> set[str]:
    """The modules that a workbook's requirements bring, with all that they require in turn."""
    waiting = [Requirement(line) for line in requirements.split("\n") if line]
    distributions: set[str] = set()
    while waiting:
        each = waiting.pop()
        name = canonicalize_name(each.name)
        if name in distributions or (each.marker is not None and not each.marker.evaluate({"extra": ""})):
            continue
        distributions.add(name)
        assert version(name) in each.specifier, f"the tests have another {name} than the workbook asks for"
        waiting += [Requirement(text) for text in requires(name) or ()]
    found = packages_distributions()
    return {module for module, homes in found.items() if distributions & set(map(canonicalize_name, homes))}


def pressed(path: Path, folder: Path, without: str = "") -> dict[str, Any]:
    """What the button in a copy of a workbook for xlwings Lite does: its actions, and the sheets."""
    built = lite.build(str(folder / "lite.xlsx"), str(path))
    found = properties(built)
    (folder / "main.py").write_text(found["main.py"], encoding="utf-8")
    book = payload(openpyxl.load_workbook(path), path.name, version("xlwings"))
    (folder / "book.json").write_text(json.dumps(book), encoding="utf-8")
    allowed = modules_of(found["requirements.txt"]) - {without}
    assert not {"openpyxl", "pandas", "holidays", "simplejson", "tqdm"} & allowed
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", SCRIPT, str(folder), sysconfig.get_path("purelib"), *allowed],
        env={"TMPDIR": str(folder), "XLWINGS_ON_SERVER": "true", "XLWINGS_LICENSE_KEY": "noncommercial"},
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    actions: dict[str, Any] = json.loads((folder / "actions.json").read_text(encoding="utf-8"))
    return actions


@pytest.mark.parametrize("name", names())
def test_the_button_answers_every_worked_review_with_what_its_requirements_bring(name: str, tmp_path: Path) -> None:
    path = TOP / "workbooks" / f"{name}.xlsx"
    found = pressed(path, tmp_path)
    alerts = [action["args"][0] for action in found["actions"] if action["func"] == "alert"]
    results = payband.open_review(path).calculate()
    assert alerts[-1].startswith("The answers are filled in. ")
    assert ("All checks pass." in alerts[-1]) == (not results.not_passed)
    assert compared(found["actions"], found["sheets"], results) > 20


def test_what_the_requirements_do_not_bring_cannot_be_imported(tmp_path: Path) -> None:
    """The test above would see a package that is missing: without pydantic the button fails."""
    with pytest.raises(AssertionError, match="No module named 'pydantic'"):
        pressed(TOP / "workbooks" / "leicester-2011.xlsx", tmp_path, without="pydantic")


def test_some_worked_reviews_have_a_timetable() -> None:
    with_one = [
        name for name in names() if payband.open_review(TOP / "workbooks" / f"{name}.xlsx").inputs.rows_of("Stages")
    ]
    assert len(with_one) >= 2
