"""The hand-over copy from the shell: written, reconciled, and a figure that somebody typed over found."""

import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from payband.formulas.reconcile import CHECK
from tests.run import TOP

LEICESTER = TOP / "workbooks" / "leicester-2011.xlsx"
AT_LEAST = 5_207
"""How many cells the answers had before any part of a review stood in it."""


def payband(*words: str) -> subprocess.CompletedProcess[str]:
    """Runs the command."""
    command = [sys.executable, "-m", "payband", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=180)


@pytest.fixture(scope="module")
def native(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("native") / "native.xlsx"
    done = payband("review", str(LEICESTER), "--native", "-o", str(path))
    assert done.returncode == 0, done.stderr
    return path


def test_every_answer_agrees_and_the_result_stands_among_the_checks(native: Path, tmp_path: Path) -> None:
    checked, counts = tmp_path / "checked.xlsx", set()
    for path in (native, checked):  # and again on the copy, whose own line is not compared
        done = payband("reconcile", str(path), "-o", str(checked if path is native else tmp_path / "again.xlsx"))
        assert done.returncode == 0, done.stdout + done.stderr
        found = re.search(r"([\d,]+) cells compared, 0 differ", done.stdout)
        assert found is not None, done.stdout
        counts.add(found[1])
    [count] = counts
    assert int(count.replace(",", "")) >= AT_LEAST
    for path in (checked, tmp_path / "again.xlsx"):
        sheet = openpyxl.load_workbook(path)["Checks"]
        last = sheet.tables["Checks"].ref.rpartition(":")[2][1:]
        assert [cell.value for cell in sheet[int(last)]][:4] == [
            CHECK,
            "0 cells differ",
            f"{count} compared, 0 differ",
            "yes",
        ]
        assert [cell.value for row in sheet.iter_rows() for cell in row].count(CHECK) == 1


def test_a_figure_typed_over_a_formula_is_found(native: Path, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(native)
    workbook["Slotting list"]["F6"] = 118_984
    workbook.save(tmp_path / "typed.xlsx")
    done = payband("reconcile", str(tmp_path / "typed.xlsx"))
    assert done.returncode == 1
    assert "Slotting list!F6: 118984 instead of Decimal('110484.00')" in done.stdout.replace("118984.0", "118984")


def test_live_and_native_at_once_are_refused(tmp_path: Path) -> None:
    done = payband("review", str(LEICESTER), "--native", "--live", "-o", str(tmp_path / "both.xlsx"))
    assert done.returncode == 2
    assert "give one of them" in done.stderr
