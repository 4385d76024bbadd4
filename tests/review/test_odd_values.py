"""Values that no person means: characters that steer a terminal, NaN, lists, endless digits, and files that lie."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

import payband
from payband.batch.posts.run import BatchRequest, run_batch
from payband.batch.posts.writers import csv_safe
from payband.cli import main
from payband.csv_text import csv_rows
from payband.errors import WrongInput
from payband.kinds import MONTHS, WHOLE
from payband.ooxml.package import Package
from payband.shown_text import CONTROLS, escaped
from payband.units import basis_points_from, pence_from, ratio_from
from tests.support.workbooks import LEICESTER, people, run_payband, small_review

STEERING = ["\x1b[2J", "\x07", "\x9b31m", "\x7f", "\u202e", "\u2066", "\u200f", "\u061c", "\x00"]
RAW = re.compile(CONTROLS)


# --- on a terminal and in CSV ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("steering", STEERING)
def test_what_steers_a_terminal_is_spelt_out(steering: str) -> None:
    shown = escaped(f"Clerk{steering}, nights\nand\tdays")
    assert not RAW.search(shown)
    assert json.loads(json.dumps(f"{steering}", ensure_ascii=False).replace(steering, escaped(steering))) == steering
    assert shown.startswith("Clerk\\u00") or shown.startswith("Clerk\\u")
    assert shown.endswith("nights\nand\tdays")


@pytest.mark.parametrize("words", [["review", "{}"], ["review", "{}", "--json"], ["explain", "{}", "P\u202e1"]])
def test_no_command_prints_it_raw(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tables = small_review(people=[{**people(30_000)[0], "person": "P\u202e1"}])
    tables["settings"]["review name"] = "Evil\x9b31m review\u202e"
    tables["posts"].append({"line": "Old\u2066", "state": "now", "grade": "Officer", "posts": 1})
    payband.Review(**tables).calculate().save("review.xlsx")
    assert main([each.format("review.xlsx") for each in words]) in (0, 1)
    said = capsys.readouterr()
    assert not RAW.search(said.out + said.err)
    assert "\\u202e" in said.out
    if "--json" in words:
        assert json.loads(said.out)["slotting"][0]["person"] == "P\u202e1"


def test_an_error_is_spelt_out_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(tmp_path / "no\x1b[31m.xlsx")]) == 2
    assert "no\\u001b[31m.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize("steering", STEERING)
def test_no_csv_holds_it_raw(steering: str) -> None:
    file = io.StringIO(newline="")
    csv_rows(file)([f"Clerk{steering}", f"{steering}=1+1", 5])
    assert not RAW.search(file.getvalue())
    column = csv_safe(pa.array([f"Clerk{steering}", None, "=1"])).to_pylist()
    assert not RAW.search(column[0])
    assert column[1:] == [None, "'=1"]


def test_rejected_rows_and_answers_of_a_batch_are_safe(tmp_path: Path, settings_file: str) -> None:
    path = tmp_path / "posts.csv"
    rows = "ref,title,salary now,proposed line\n1,Cl\u202eerk,24000,Officers\n2,Co\x1b[31mok,x\x9b,Officers\n"
    path.write_text(rows, encoding="utf-8")
    request = BatchRequest(str(path), settings_file, str(tmp_path / "out.csv"))
    assert run_batch(request).outcome.rejected == 1
    for name in ("out.csv", "out.rejected.csv"):
        text = (tmp_path / name).read_text(encoding="utf-8-sig")
        assert not RAW.search(text)
        assert "\\u" in text


# --- Parquet ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def settings_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("settings") / "settings.xlsx"
    payband.Review(**small_review()).calculate().save(path)
    return str(path)


@pytest.mark.parametrize(
    ("column", "values", "says"),
    [
        ("FTE", pa.array([1.0, float("nan"), 0.5]), "is NaN"),
        ("salary now", pa.array([30_000.0, float("nan"), 25_000.0]), "is NaN"),
        ("FTE", pa.array([[1.0], [0.5, 0.5], None]), "several values"),
        ("salary now", pa.array([[30_000], [1, 2], None]), "several values"),
        ("proposed line", pa.array([{"a": "Officers"}, {"a": "x"}, None]), "several values"),
        ("FTE", pa.array([{"a": 1}, {"a": 2}, None]), "several values"),
        ("salary now", pa.array([30_000.0, 1e300, 25_000.0]), "beyond all reason"),
        ("salary now", pa.array(["30000", "9" * 2_000_000, "25000"]), "2,000,000 characters"),
        ("FTE", pa.array(["1", "9" * 2_000_000, "0.5"]), "2,000,000 characters"),
        ("FTE", pa.array([1.0, 1e300, 0.5]), "beyond all reason"),
        ("salary now", pa.array([2**63, 2**64 - 1, 25_000], pa.uint64()), "no amount over"),
        ("salary now", pa.array(["30000", "30_000", "25000"]), "is '30_000'"),
        ("FTE", pa.array(["1", "0_1", "0.5"]), "is '0_1'"),
    ],
    ids=lambda each: str(each)[:20] if isinstance(each, str) else "",
)
def test_a_row_that_no_cell_could_hold_is_refused(
    column: str, values: pa.Array, says: str, settings_file: str, tmp_path: Path
) -> None:
    rows: dict[str, Any] = {"salary now": [30_000, 26_000, 25_000], "proposed line": ["Officers"] * 3, "FTE": [1.0] * 3}
    rows[column] = values
    parquet.write_table(pa.table(rows), tmp_path / "posts.parquet")
    request = BatchRequest(str(tmp_path / "posts.parquet"), settings_file, str(tmp_path / "out.parquet"))
    done = run_batch(request)
    with (tmp_path / "out.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        csv.field_size_limit(10_000_000)
        rejected = list(csv.reader(file))[1:]
    assert done.outcome.read == done.outcome.answered + done.outcome.rejected == 3
    assert any(says in " ".join(row) for row in rejected)


# --- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read", [pence_from, basis_points_from, ratio_from])
@pytest.mark.parametrize(
    "value", ["1_000", "0_1", "9" * 2_000_000, "0." + "1" * 2_000_000, "1e999999999", "-1e-999999999", 10**400, 1e300]
)
def test_no_number_beyond_reason_is_read(read: Callable[[Any], Any], value: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        read(value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("kind", [MONTHS, WHOLE])
@pytest.mark.parametrize("value", ["1_2", "9" * 5_000])
def test_no_whole_number_with_underscores_or_without_end(kind: Any, value: str) -> None:
    with pytest.raises(WrongInput):
        kind.read(value, "the number")


# --- files -----------------------------------------------------------------------------------------------------------


def test_two_parts_whose_names_differ_in_capitals_are_refused(tmp_path: Path) -> None:
    sheet = Package(str(LEICESTER)).sheets["People"]
    path = tmp_path / "review.xlsx"
    path.write_bytes(LEICESTER.read_bytes())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(sheet.replace("sheet", "SHEET"), archive.read(sheet).replace(b"76725", b"96725"))
    done = run_payband("review", path, "-o", tmp_path / "out.xlsx")
    assert done.returncode == 2
    assert "two different parts of the same name" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="limits of files as POSIX has them")
def test_an_import_that_cannot_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A disk that is full for the workbook, and was not for the map and the rejected rows."""
    import resource

    monkeypatch.chdir(tmp_path)
    lines = ["Employee No,Job Title,Grade,Salary,FTE", "1,Clerk,G1,24000,1", "2,Cook,G1,22000,1", "3,Driver,G1,x,1"]
    Path("list.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        status = main(["import", "list.csv", "-o", "review.xlsx"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert status == 2
    assert "cannot be written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]
    assert main(["import", "list.csv", "-o", "review.xlsx"]) == 1
    assert {path.name for path in tmp_path.iterdir()} == {
        "list.csv", "review.xlsx", "review.map.toml", "review.rejected.csv",
    }  # fmt: skip


def test_an_extension_is_put_in_place_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "payband.oxt"
    assert main(["libreoffice", "build", "-o", str(path)]) == 0
    before = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert main(["libreoffice", "build", "-o", str(path)]) == 2
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (before, [path])
