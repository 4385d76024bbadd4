"""Live workbooks: how the calls are spelt for each program, what they carry, and how one becomes another."""

import re
import subprocess
import sys
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import payband
from payband import rules
from payband.formulas.native.basis import STALE
from payband.registry import function
from payband.spelling import SPELLINGS, respell
from tests.run import TOP
from tests.support.native_reviews import with_parts

rules.load()

LEICESTER = TOP / "workbooks" / "leicester-2011.xlsx"
OF_PARTS = {"ARREARS", "HAYGRADE", "HAYTOTAL", "PAYGAP", "PLACEMENT", "REDUNDANCY", "ROLECHANGE", "WAGEFLOOR"}
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
        settings={
            "protection months": 24,
            "protection form": "frozen",
            "implementation date": "02/01/2012",
            "price base": "2011-12",
        },
        posts=[{"line": "A", "state": "now", "posts": 1, "stated cost": 1000}],
    )
    with pytest.raises(payband.WrongInput, match="save the review, open that"):
        review.calculate().save(tmp_path / "live.xlsx", live="calc")


# --- the parts of a review -----------------------------------------------------------------------------------------

_PART_CALL = re.compile(r"(?P<index>INDEX\()?PAYBAND\.(?P<name>[A-Z]+)\((?P<given>[^()]*)\)(?:,1,(?P<place>\d)\))?")
_CELLS = re.compile(r"(?:'(?P<sheet>[^']+)'!)?\$(?P<first>[A-Z]+\$\d+)(?::\$(?P<last>[A-Z]+\$\d+))?")


def _given(text: str, book: openpyxl.Workbook, sheet: str) -> Any:
    """What an argument of a call holds: a cell's value, a block of them, a text or number, or nothing."""
    if not text:
        return None
    if text.startswith('"') or text.isdecimal():
        return text.strip('"')
    found = _CELLS.fullmatch(text)
    assert found, text
    place = book[found["sheet"] or sheet]
    if found["last"] is None:
        return place[found["first"].replace("$", "")].value
    block = place[f"{found['first']}:{found['last']}".replace("$", "")]
    return [[cell.value for cell in row] for row in block]


def calls_of(path: Path, names: set[str]) -> Counter[str]:
    """How often a live copy calls each of some functions; each call answers what its cell shows."""
    shown = openpyxl.load_workbook(path, data_only=True)
    called: Counter[str] = Counter()
    for place, formula in formulas(path).items():
        sheet, _, cell = place.partition("!")
        call = _PART_CALL.search(formula)
        if call is None or call["name"] not in names:
            continue
        called[call["name"]] += 1
        answer = function(call["name"]).in_cells([_given(each, shown, sheet) for each in call["given"].split(",")])
        if call["place"]:
            answer = answer[0][int(call["place"]) - 1]
        value = shown[sheet][cell].value
        assert (("yes" if answer else "no") if isinstance(answer, bool) else answer or None) == (
            Decimal(str(value)) if isinstance(answer, Decimal) else value
        ), (place, formula, answer, value)
    return called


def test_each_call_of_a_part_answers_what_its_cell_shows(tmp_path: Path) -> None:
    with_parts().calculate().save(tmp_path / "in.xlsx")
    payband.open_review(tmp_path / "in.xlsx").calculate().save(tmp_path / "live.xlsx", live="calc")
    called = calls_of(tmp_path / "live.xlsx", OF_PARTS)
    assert set(called) == OF_PARTS
    found = formulas(tmp_path / "live.xlsx")
    assert any("Workings_basis" in text for place, text in found.items() if place.startswith("Job sizes!"))


def test_lines_of_the_parts_give_way_once_an_input_changes(tmp_path: Path) -> None:
    with_parts().calculate().save(tmp_path / "in.xlsx")
    results = payband.open_review(tmp_path / "in.xlsx").calculate()
    results.save(tmp_path / "live.xlsx", live="calc")
    lines = {row[0]: row[1] for row in openpyxl.load_workbook(tmp_path / "live.xlsx")["Summary"].values if row[0]}
    labels = [label for part in results.parts for _, label, _, _ in part.summary]
    assert labels
    assert all(STALE in str(lines[label]) for label in labels)
