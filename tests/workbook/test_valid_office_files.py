"""Every kind of file that payband writes, held against the standard of Office files by Microsoft's own Open XML SDK.

Excel repairs or refuses what other programs let pass: an element in the wrong place, an attribute that does not exist.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from openpyxl import load_workbook

import payband
from payband.cli import main
from payband.hosts.excel import classic
from payband.ooxml.package import Package
from payband.ooxml.single_cells import set_cells
from payband.workbook.building.worked import COPIES
from tests.support.lite_node import give_up, node_packages, run
from tests.support.older_workbooks import FORMAT_1, newer_payband, with_own_columns
from tests.support.rich_workbook import rich_workbook
from tests.support.workbooks import LEICESTER, people, run_payband, small_review
from tests.workbook.test_lossless import corpus, written_into

__all__ = ["corpus"]  # a fixture, used by its name

COPIED = [LEICESTER.with_name(f"{name}-{how}.xlsx") for name, kinds in COPIES.items() for how in kinds]
FORM = LEICESTER.with_name("try-in-excel.xlsx")
WORKED = sorted({*LEICESTER.parent.glob("*.xlsx")} - {*COPIED, FORM})
Check = Callable[[Path], Counter[tuple[str, str]]]


@pytest.fixture(scope="module")
def faults_of() -> Check:
    """What is wrong with an Office file: how often each fault stands in each part, whatever cell it is of."""
    _, modules = node_packages("ooxml")
    program = modules / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
    os.environ.setdefault("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")  # else it wants libraries of the system

    def faults_of(path: Path) -> Counter[tuple[str, str]]:
        status, said = run([str(program), str(path)], path.parent, seconds=300)
        try:
            found = json.loads(said)
        except json.JSONDecodeError:
            give_up(f"the check of Office files does not run here: {said[-500:]}")
        assert found["ok"] is not bool(found["errors"]), (path.name, status)
        return Counter((each.get("path", ""), re.sub(r"\d+", "#", each["description"])) for each in found["errors"])

    return faults_of


@pytest.fixture(scope="module")
def risky(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review with answers, and with the tables that `sensitivity`, `simulate` and `compare` look at."""
    path = tmp_path_factory.mktemp("valid") / "review.xlsx"
    lines = [{"line": "Officers", "state": state, "grade": "Officer", "posts": 5} for state in ("now", "proposed")]
    tables = small_review(
        assumptions=[{"assumption": "rates after the last published year", "value": "as the last year"}],
        posts=lines,
        people=people(40_000, 30_000),
    )
    more = {
        "Sensitivity": [{"what is varied": "award", "low": 0, "high": "1%"}],
        "Distributions": [
            {"what is varied": "award", "distribution": "triangular", "low": 0, "likely": "2%", "high": "5%"}
        ],
        "Scenarios": [{"scenario": "Longer", "what is changed": "protection months", "value": 36}],
    }
    payband.Review(**tables, more=more).calculate().save(path)
    return path


def test_the_check_finds_what_is_wrong(faults_of: Check, tmp_path: Path) -> None:
    package = Package(str(LEICESTER))
    sheet = package.sheets["People"]
    package.write(sheet, package.read(sheet).replace(b"<sheetData>", b"<sheetData><column/>", 1))
    package.save(str(tmp_path / "wrong.xlsx"))
    [(part, fault)] = faults_of(tmp_path / "wrong.xlsx")
    assert part.lstrip("/") == sheet
    assert "column" in fault


def test_the_form_of_what_is_tried_in_excel(faults_of: Check) -> None:
    assert faults_of(FORM) == Counter()


@pytest.mark.parametrize("path", COPIED, ids=lambda path: path.stem)
def test_a_copy_with_formulas_is_valid_and_is_not_copied_again(path: Path, faults_of: Check, tmp_path: Path) -> None:
    assert faults_of(path) == Counter()
    payband.open_review(path).calculate().save(tmp_path / "answers.xlsx")
    assert faults_of(tmp_path / "answers.xlsx") == Counter()
    done = run_payband("review", path, "--native", "-o", tmp_path / "copy.xlsx")
    assert done.returncode == 2
    assert "Make the new copy from the review that it was made from" in " ".join(done.stderr.split())
    assert not (tmp_path / "copy.xlsx").exists()


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.stem)
def test_the_worked_reviews_and_their_copies(path: Path, faults_of: Check, tmp_path: Path) -> None:
    assert faults_of(path) == Counter()
    results = payband.open_review(path).calculate()
    results.save(tmp_path / "answers.xlsx")
    assert faults_of(tmp_path / "answers.xlsx") == Counter()
    for how in (["--native"], ["--live"], ["--live", "--for", "calc"]):
        done = run_payband("review", path, *how, "-o", tmp_path / "copy.xlsx")
        assert done.returncode in (0, 1), done.stderr  # 1: a check of the paper's own figures fails
        assert faults_of(tmp_path / "copy.xlsx") == Counter(), how
        (tmp_path / "copy.xlsx").unlink()


OUTPUTS: dict[str, tuple[str | Path, ...]] = {
    "new.xlsx": ("new", "new.xlsx", "--body", "Borsetshire", "--spine", "NJC@2025-04-01"),
    "parts.xlsx": ("new", "parts.xlsx", "--with", "all"),
    "added.xlsx": ("add", "review.xlsx", "all", "-o", "added.xlsx"),
    "marked.xlsx": ("check", "wrong.xlsx", "--mark", "-o", "marked.xlsx"),
    "published.xlsx": ("publish", "review.xlsx", "-o", "published.xlsx"),
    "report.docx": ("report", "review.xlsx", "-o", "report.docx"),
    "compared.xlsx": ("compare", "review.xlsx", "-o", "compared.xlsx"),
    "varied.xlsx": ("sensitivity", "review.xlsx", "-o", "varied.xlsx"),
    "drawn.xlsx": ("simulate", "review.xlsx", "--runs", "20", "-o", "drawn.xlsx"),
    "explained.xlsx": ("explain", "review.xlsx", "P1", "-o", "explained.xlsx"),
    "answered.xlsx": ("batch", "posts.csv", "--settings", "review.xlsx", "-o", "answered.xlsx"),
    "imported.xlsx": ("import", "export.csv", "-o", "imported.xlsx"),
    "lambda.xlsx": ("functions", "--lambda", "-o", "lambda.xlsx"),
    "lite.xlsx": ("excel", "lite", "-o", "lite.xlsx"),
    "lite-review.xlsx": ("excel", "lite", "review.xlsx", "-o", "lite-review.xlsx"),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_each_command_writes(name: str, risky: Path, faults_of: Check, tmp_path: Path) -> None:
    shutil.copy(risky, tmp_path / "review.xlsx")
    (tmp_path / "posts.csv").write_text("post,salary now,proposed line\nÉva & <b>,25000,Officers\n", "utf-8")
    (tmp_path / "export.csv").write_text("Employee No,Job title,Grade,Salary\n001,Clerk,SO1,30000\n", "utf-8")
    package = Package(str(risky))
    set_cells(package, "Structure", {(5, 2): "someday"})
    package.save(str(tmp_path / "wrong.xlsx"))
    done = run_payband(*OUTPUTS[name], cwd=tmp_path)
    assert (tmp_path / name).exists(), done.stderr
    assert faults_of(tmp_path / name) == Counter()


def test_a_rich_workbook_is_as_valid_as_it_was(faults_of: Check, tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "rich.xlsm")
    payband.open_review(path).calculate().save(tmp_path / "answers.xlsm")
    assert faults_of(tmp_path / "answers.xlsm") == faults_of(path)


def test_real_workbooks_are_as_valid_as_they_were(faults_of: Check, corpus: Path, tmp_path: Path) -> None:
    with (corpus / "INDEX.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def new_faults(row: dict[str, str]) -> Counter[tuple[str, str]] | None:
        written = written_into(corpus / row["file"], row["opens as"], tmp_path).written
        if written is None:
            return None
        after = faults_of(written)
        return after - faults_of(corpus / row["file"]) if after else after

    with ThreadPoolExecutor(os.cpu_count()) as together:
        found = dict(zip([row["file"] for row in rows], together.map(new_faults, rows), strict=True))
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert sum(1 for faults in found.values() if faults is not None) > 160


def test_the_add_in_for_excel(faults_of: Check, tmp_path: Path) -> None:
    classic.install(tmp_path)
    assert faults_of(tmp_path / "payband.xlam") == Counter()


def test_what_an_older_workbook_is_given_keeps_to_the_standard(
    faults_of: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Columns put into a sheet and added to tables with guards, settings added with them, and the format."""
    path = tmp_path / "review.xlsx"
    workbook = load_workbook(FORMAT_1 / "leicester-2011.xlsx")
    with_own_columns(workbook)
    workbook.save(path)
    before = faults_of(path)
    newer_payband(monkeypatch)
    assert main(["recalc", str(path), "--in-place"]) in (0, 1)  # 1: a check of the paper's own dates fails
    assert faults_of(path) - before == Counter()
    assert main(["upgrade", str(path)]) == 0
    assert faults_of(path) - before == Counter()
