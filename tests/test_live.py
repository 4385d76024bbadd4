"""Live workbooks: how the calls are spelt for each program, what they carry, and how one becomes another."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

import payband
from payband.spelling import SPELLINGS, respell
from tests.run import TOP

LEICESTER = TOP / "workbooks" / "leicester-2011.xlsx"
CALL = re.compile(r"((?:_xldudf_)?PAYBAND[._])([A-Z]+)\(")


def formulas(path: Path) -> dict[str, str]:
    workbook = openpyxl.load_workbook(path)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }


@pytest.fixture(scope="module", params=sorted(SPELLINGS))
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    path = tmp_path_factory.mktemp("live") / f"{request.param}.xlsx"
    payband.open_review(LEICESTER).calculate().save(path, live=request.param)
    return request.param, path


def test_every_call_is_spelt_for_the_program(live: tuple[str, Path]) -> None:
    spelling, path = live
    called = [call for formula in formulas(path).values() for call in CALL.findall(formula)]
    assert {prefix for prefix, _ in called} == {SPELLINGS[spelling]}
    names = {name for _, name in called}
    assert {"SLOTPOINT", "SLOTSALARY", "PROTECTIONYEAR", "EMPLOYERCOST", "NEEDSAPPROVAL", "RANGEMAX"} <= names


def test_the_values_show_until_somebody_calculates(live: tuple[str, Path], tmp_path: Path) -> None:
    _, path = live
    plain = tmp_path / "plain.xlsx"
    payband.open_review(LEICESTER).calculate().save(plain)
    shown, written = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(plain)
    for sheet in ("Pay ranges", "Slotting list", "Structure cost", "Approvals"):
        for row in written[sheet].iter_rows(min_row=5):
            for cell in row:
                assert (shown[sheet][cell.coordinate].value or None) == (cell.value or None), (
                    f"{sheet}!{cell.coordinate}"
                )
    with zipfile.ZipFile(path) as archive:
        assert b"fullCalcOnLoad" not in archive.read("xl/workbook.xml")


@pytest.mark.parametrize("target", sorted(SPELLINGS))
def test_one_becomes_another(live: tuple[str, Path], target: str, tmp_path: Path) -> None:
    _, path = live
    command = [
        sys.executable,
        "-m",
        "payband",
        "respell",
        str(path),
        "--for",
        target,
        "-o",
        str(tmp_path / "other.xlsx"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    payband.open_review(LEICESTER).calculate().save(tmp_path / "straight.xlsx", live=target)
    assert formulas(tmp_path / "other.xlsx") == formulas(tmp_path / "straight.xlsx")


def test_an_unknown_program_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "payband", "review", str(LEICESTER), "--live", "--for", "excl", "-o", "live.xlsx"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean 'excel'?" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_texts_in_a_formula_stay() -> None:
    formula = 'IF(A1="=PAYBAND.SLOT(1)",_xldudf_PAYBAND_SLOT(A1,B1:C2),PAYBAND_SALARY(A1,6))'
    assert respell(formula, "calc") == 'IF(A1="=PAYBAND.SLOT(1)",PAYBAND.SLOT(A1,B1:C2),PAYBAND.SALARY(A1,6))'


def test_frames_have_no_cells_to_call(tmp_path: Path) -> None:
    review = payband.Review(
        settings={"implementation date": "02/01/2012", "price base": "2011-12"},
        posts=[{"line": "A", "state": "now", "posts": 1, "stated cost": 1000}],
    )
    with pytest.raises(payband.WrongInput, match="save the review, open that"):
        review.calculate().save(tmp_path / "live.xlsx", live="calc")
