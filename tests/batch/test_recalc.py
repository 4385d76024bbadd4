"""payband recalc: many workbooks, in place or as copies, with a summary, a run log, and nothing done twice or lost."""

from __future__ import annotations

import contextlib
import csv
import errno
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import TableColumn

import payband
from payband.batch import outcome as words
from payband.batch import workers
from payband.batch.find import find_jobs
from payband.batch.recalc import Task, recalculate
from payband.batch.run import Request, run
from payband.batch.run_log import RunLog
from payband.batch.workers import Interrupt, default_workers, done_by_workers
from payband.cli import main
from payband.ooxml.package import Package
from payband.progress import heard_by
from payband.review.answers import ANSWERS
from payband.workbook.building.worked import names
from tests.run import TOP
from tests.support.workbooks import LEICESTER, answers, bounds, changed, put, rows_of, run_payband, table_of

LOG = "payband-run-log.jsonl"
MACROS = bytes(range(256)) * 40
WORKBOOK_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_WORKBOOK_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)
FAILING = "No line has more people than posts"


# --- workbooks and runs ----------------------------------------------------------------------------------------------


def copy(folder: Path, name: str = "a.xlsx") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(LEICESTER, folder / name))


def fails_a_check(workbook: Any) -> None:
    """More people in a line than it has posts, and the counts of the paper as they were."""
    for person in ("P01", "P02", "P03"):
        put(workbook, "People", person, "proposed line", "City Officer")


def is_bad(workbook: Any) -> None:
    put(workbook, "People", "P03", "salary now", "lots")
    put(workbook, "People", "P04", "FTE", 7)
    put(workbook, "Structure", 10, "grade", "Divisonal Director")


def with_macros(path: Path) -> Path:
    """A macro workbook: the Leicester one with a VBA part."""
    with zipfile.ZipFile(LEICESTER) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(WORKBOOK_TYPE, MACRO_WORKBOOK_TYPE)
                kind = b"application/vnd.ms-office.vbaProject"
                added = b'<Override PartName="/xl/vbaProject.bin" ContentType="' + kind + b'"/></Types>'
                content = content.replace(b"</Types>", added)
            if name == "xl/_rels/workbook.xml.rels":
                kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
                added = b'<Relationship Id="rIdVba" Type="' + kind + b'" Target="vbaProject.bin"/></Relationships>'
                content = content.replace(b"</Relationships>", added)
            target.writestr(name, content)
        target.writestr("xl/vbaProject.bin", MACROS)
    return path


def recalc(*arguments: str | Path, cwd: Path | None = None, status: int = 0) -> dict[str, dict[str, Any]]:
    """What the command tells of each file, by its name."""
    with contextlib.chdir(cwd or "."), contextlib.redirect_stdout(io.StringIO()) as said:
        assert main(["recalc", *map(str, arguments), "--json"]) == status
    return by_name(said.getvalue())


def recalc_by_shell(*arguments: str | Path, cwd: Path | None = None) -> dict[str, dict[str, Any]]:
    """The same by a process of its own, which remembers nothing of the last."""
    done = run_payband("recalc", *arguments, "--json", cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return by_name(done.stdout)


def by_name(said: str) -> dict[str, dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(said)
    names = {os.path.basename(each["file"]): each for each in found}
    assert len(names) == len(found)
    return names


def statuses(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: each["status"] for name, each in found.items()}


def log_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / LOG).read_text(encoding="utf-8").rstrip("\n").split("\n")]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without_time(path: Path) -> dict[str, bytes]:
    """The parts of a workbook but for the time of the run."""
    return {name: re.sub(rb"\d\d/\d\d/\d{4} \d\d:\d\d<", b"<", content) for name, content in parts(path).items()}


def without_name(path: Path) -> dict[str, bytes]:
    """The same, but for the name of the file too."""
    return {name: content.replace(path.name.encode(), b"NAME") for name, content in without_time(path).items()}


# --- where the answers go --------------------------------------------------------------------------------------------


def test_in_place_fills_the_answers_in_and_leaves_all_else(tmp_path: Path) -> None:
    path = copy(tmp_path)
    found = recalc(path, "--in-place")["a.xlsx"]
    assert (found["status"], found["output"], found["messages"]) == ("recalculated", str(path), [])
    # The published figures of the review: £3,475,500 to £2,327,300, and £200,000 of protection.
    assert (found["saving"], found["protection"], found["approvals_needed"]) == (1_148_200, 200_000, 4)
    assert found["checks"] == len(payband.open_review(LEICESTER).calculate().tables["Checks"])
    run_payband("review", LEICESTER, "-o", tmp_path / "copy.xlsx")
    for table in ANSWERS:
        if table.name == "RunLog":
            continue  # it names the file and the time
        assert rows_of(answers(path), table.name) == rows_of(answers(tmp_path / "copy.xlsx"), table.name), table.name
    before, after = parts(LEICESTER), parts(path)
    assert before.keys() - {"xl/calcChain.xml"} == after.keys()
    inputs = {"About", "Settings", "Spines", "Grades", "On-costs", "Structure", "People", "Package"}
    names = load_workbook(LEICESTER).sheetnames
    for name, content in before.items():
        sheet = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
        if (sheet and names[int(sheet[1]) - 1] in inputs) or name in ("xl/styles.xml", "xl/theme/theme1.xml"):
            assert after[name] == content, name


def test_every_worked_review_is_recalculated_and_then_up_to_date(tmp_path: Path) -> None:
    for name in names():
        shutil.copy(TOP / "workbooks" / f"{name}.xlsx", tmp_path)
    first = recalc(tmp_path, "--in-place", "-j", "1", status=1)  # some papers print too little for all checks to pass
    assert len(first) >= 6
    assert set(statuses(first).values()) <= {"recalculated", "unchanged"}
    again = recalc(tmp_path, "--in-place", "-j", "1", status=1)
    assert set(statuses(again).values()) == {"up to date"}


def test_copies_go_into_the_folder_with_their_tree(tmp_path: Path) -> None:
    source = tmp_path / "source"
    copy(source, "a.xlsx")
    copy(source / "north" / "2011", "a.xlsx")
    named = copy(tmp_path / "elsewhere", "b.xlsx")
    before = {path: sha256(path) for path in tmp_path.rglob("*.xlsx")}
    done = run_payband("recalc", source, named, "-o", tmp_path / "out" / "2026")
    assert (done.returncode, done.stderr) == (0, "")
    out = tmp_path / "out" / "2026"
    written = {str(path.relative_to(out)).replace("\\", "/") for path in out.rglob("*") if path.is_file()}
    assert written == {"a.xlsx", "north/2011/a.xlsx", "b.xlsx", LOG}
    assert {path: sha256(path) for path in before} == before
    assert all(len(rows_of(answers(path), "SlottingList")) > 10 for path in out.rglob("*.xlsx"))
    assert done.stdout.splitlines()[-2:] == ["3 workbooks: 3 recalculated", f"Run log: {out / LOG}"]


def test_a_macro_workbook_stays_one(tmp_path: Path) -> None:
    path = with_macros(tmp_path / "macros.xlsm")
    recalc(path, "-o", tmp_path / "out")
    recalc(path, "--in-place")
    for each in (path, tmp_path / "out" / "macros.xlsm"):
        found = parts(each)
        assert found["xl/vbaProject.bin"] == MACROS
        assert MACRO_WORKBOOK_TYPE in found["[Content_Types].xml"]
        assert len(rows_of(answers(each), "SlottingList")) > 10


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "say where the answers go: --in-place for the workbooks themselves, or -o DIR for copies"),
        (["--in-place", "-o", "out"], "say where the answers go"),
        (["--in-place", "-j", "0"], "-j 0: give the number of processes, 1 or more"),
        (["--in-place", "--summary", "s.txt"], "give a name that ends in .csv or .json"),
        (["--in-place", "--summary", "no/s.csv"], "the folder no does not exist"),
        (["--in-place", "--log", "no/log.jsonl"], "the run log no/log.jsonl cannot be written"),
        (["-o", "a.xlsx"], "-o: the folder a.xlsx cannot be made"),
    ],
)
def test_what_cannot_be_run_is_said_and_nothing_is_done(arguments: list[str], message: str, tmp_path: Path) -> None:
    path = copy(tmp_path)
    done = run_payband("recalc", "a.xlsx", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert sha256(path) == sha256(LEICESTER)
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


# --- which workbooks are meant ---------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "a.xlsx",
        "B.XLSX",
        "c.xlsm",
        "~$a.xlsx",
        ".payband-x1.xlsx",
        ".hidden.xlsx",
        "notes.txt",
        "old.xls",
        "a-answers.xlsx",
        "sub/d.xlsx",
        ".git/e.xlsx",
        "out/f.xlsx",
        LOG,
    ):
        path = tmp_path / "t" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return tmp_path / "t"


@pytest.mark.parametrize(
    ("given", "output", "found"),
    [
        ([""], None, ["B.XLSX", "a-answers.xlsx skipped", "a.xlsx", "c.xlsm", "out/f.xlsx", "sub/d.xlsx"]),
        ([""], "out", ["B.XLSX", "a-answers.xlsx skipped", "a.xlsx", "c.xlsm", "sub/d.xlsx"]),
        (["*.xlsx"], None, ["a-answers.xlsx skipped", "a.xlsx"]),
        (["**/*.xlsx"], "out", ["a-answers.xlsx skipped", "a.xlsx", "sub/d.xlsx"]),
        (["s*"], None, ["sub/d.xlsx"]),
        (["*/d.xlsx"], None, ["sub/d.xlsx"]),
        (["a.xlsx", "", "sub/../a.xlsx"], "new", ["a.xlsx", "B.XLSX", "a-answers.xlsx skipped", "c.xlsm", "..."]),
        (["a-answers.xlsx"], None, ["a-answers.xlsx"]),  # who names it means it
        (["old.xls", "nowhere.xlsx"], None, ["old.xls", "nowhere.xlsx"]),  # each will say what it is
        (["*.ods"], None, ["*.ods failed"]),
        ([".git"], None, [".git/e.xlsx"]),
    ],
)
def test_which_workbooks_are_found(given: list[str], output: str | None, found: list[str], tree: Path) -> None:
    jobs = find_jobs([str(tree / each) for each in given], None if output is None else str(tree / output))
    shown = [f"{os.path.relpath(each.path, tree)} {each.status}".rstrip().replace("\\", "/") for each in jobs]
    if found[-1] == "...":
        assert shown[: len(found) - 1] == found[:-1]
        assert len(shown) == len(set(shown))
    else:
        assert shown == found


def test_a_copy_never_takes_the_place_of_a_workbook(tmp_path: Path) -> None:
    first, second = copy(tmp_path / "one"), copy(tmp_path / "two")
    found = run_payband("recalc", first, second, "-o", tmp_path / "one", "--json")
    assert found.returncode == 2
    itself, other = json.loads(found.stdout)
    assert (itself["status"], other["status"]) == ("failed", "failed")
    assert "is the workbook itself" in itself["messages"][0]
    assert "its copy would take the place of the workbook" in other["messages"][0]
    assert sha256(first) == sha256(second) == sha256(LEICESTER)


def test_two_copies_of_one_name_are_refused(tmp_path: Path) -> None:
    first, second = copy(tmp_path / "one"), copy(tmp_path / "two")
    done = run_payband("recalc", first, second, "-o", tmp_path / "out", "--json")
    one, two = json.loads(done.stdout)
    assert (done.returncode, one["status"], two["status"]) == (2, "recalculated", "failed")
    assert f"would take the place of that of {first}" in two["messages"][0]


# --- one bad file stops nothing --------------------------------------------------------------------------------------


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder as people have them: good workbooks and all kinds of others."""
    folder = tmp_path / "mixed"
    copy(folder, "good.xlsx")
    copy(folder / "sub", "good too.xlsx")
    with_macros(folder / "macros.xlsm")
    changed(folder, fails_a_check, name="check.xlsx")
    changed(folder, is_bad, name="bad.xlsx")
    (folder / "text.xlsx").write_text("not a workbook")
    (folder / "encrypted.xlsx").write_bytes(ENCRYPTED)
    (folder / "cut.xlsx").write_bytes(LEICESTER.read_bytes()[:20_000])
    from openpyxl import Workbook

    Workbook().save(folder / "other.xlsx")
    return folder


EXPECTED = {
    "good.xlsx": "recalculated",
    "good too.xlsx": "recalculated",
    "macros.xlsm": "recalculated",
    "check.xlsx": "recalculated",
    "bad.xlsx": "failed",
    "text.xlsx": "failed",
    "encrypted.xlsx": "failed",
    "cut.xlsx": "failed",
    "other.xlsx": "skipped",
}


@pytest.mark.parametrize("processes", ["1", "3"])
def test_each_workbook_has_its_own_fate(mixed: Path, processes: str, tmp_path: Path) -> None:
    summary = tmp_path / "summary.csv"
    before = {path.name: sha256(path) for path in mixed.rglob("*.xls[xm]")}
    found = recalc(mixed, "--in-place", "-j", processes, "--summary", summary, status=2)
    assert statuses(found) == EXPECTED
    for path in mixed.rglob("*.xls[xm]"):
        assert (sha256(path) != before[path.name]) == (EXPECTED[path.name] == "recalculated")
    assert found["check.xlsx"]["failed_checks"] == [FAILING]
    assert found["good.xlsx"]["failed_checks"] == []
    # Every problem of a workbook, each with its place.
    wrong = found["bad.xlsx"]["messages"]
    assert sorted(each.split(", ")[1] for each in wrong) == ["table People", "table People", "table Structure"]
    assert any("did you mean 'Divisional Director'?" in each for each in wrong)
    assert "none of the tables of a review" in found["other.xlsx"]["messages"][0]
    assert "password" in found["encrypted.xlsx"]["messages"][0]
    # The same in the CSV, where the amounts are numbers.
    with summary.open(encoding="utf-8-sig", newline="") as file:
        rows = {os.path.basename(row["file"]): row for row in csv.DictReader(file)}
    assert {name: row["status"] for name, row in rows.items()} == EXPECTED
    assert all(each in rows["bad.xlsx"]["messages"] for each in wrong)
    assert (rows["good.xlsx"]["saving"], rows["good.xlsx"]["checks"]) == (
        "1148200.00",
        str(found["good.xlsx"]["checks"]),
    )
    assert (rows["bad.xlsx"]["saving"], rows["check.xlsx"]["failed_checks"]) == ("", FAILING)


def test_the_number_of_processes_changes_nothing(mixed: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(mixed, tmp_path / "other" / "mixed"))
    told_by = []
    for folder, processes in ((mixed, "1"), (other, "3")):
        done = run_payband("recalc", "mixed", "-o", "out", "-j", processes, "--json", cwd=folder.parent)
        records = json.loads(done.stdout)
        for record in records:
            record.pop("seconds")
            record["fingerprints"].pop("output", None)  # it holds the time of the run
        told_by.append((done.returncode, done.stderr, records))
    assert told_by[0] == told_by[1]
    for path in (mixed.parent / "out").rglob("*.xls*"):
        twin = other.parent / path.relative_to(mixed.parent)
        assert without_time(path) == without_time(twin), path.name


def test_the_table_shows_the_first_problem_and_how_many_more(mixed: Path) -> None:
    done = run_payband("recalc", "mixed", "-o", "out", cwd=mixed.parent)
    assert (done.returncode, done.stderr) == (2, "")  # no bar where nobody looks at a terminal
    head, line, *rows = done.stdout.splitlines()[:-3]
    assert re.split(" {2,}", head)[:3] == ["file", "status", "checks passed"]
    for gap in (found.start() for found in re.finditer(" ", line)):
        assert {row[gap : gap + 1] for row in [head, *rows]} <= {" ", ""}  # the columns stand below each other
    bad = next(row for row in rows if "bad.xlsx" in row)
    assert "the salary is 'lots': give a number (and 2 more)" in bad
    assert done.stdout.splitlines()[-2] == "9 workbooks: 4 recalculated, 1 skipped, 4 failed"


@pytest.mark.skipif(os.name != "posix", reason="a terminal is made in another way on Windows")
def test_a_terminal_shows_a_bar_with_the_time_left(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        copy(tmp_path, name)
    import termios

    reader, terminal = os.openpty()
    termios.tcsetwinsize(terminal, (24, 100))
    process = subprocess.Popen(
        [sys.executable, "-m", "payband", "recalc", tmp_path, "--in-place"],
        env={**os.environ, "PYTHONPATH": str(TOP)},
        stdout=subprocess.PIPE,
        stderr=terminal,
        text=True,
    )
    said = process.communicate(timeout=60)[0]
    os.close(terminal)
    shown = os.read(reader, 100_000).decode()
    os.close(reader)
    assert process.returncode == 0
    assert re.search(r"recalculating: 100%.* 2/2 \[\d\d:\d\d<\d\d:\d\d", shown)
    assert "recalculating" not in said


@pytest.mark.parametrize(
    ("change", "status"), [(None, 0), (fails_a_check, 1), (is_bad, 2)], ids=["fine", "a check failed", "bad"]
)
def test_exit_status(change: Callable[[Any], None] | None, status: int, tmp_path: Path) -> None:
    copy(tmp_path)
    if change is not None:
        changed(tmp_path, change, name="other.xlsx")
    recalc(tmp_path, "--in-place", status=status)
    recalc(tmp_path, "--in-place", status=status)  # what is up to date counts as it did


def test_a_workbook_that_is_named_must_be_a_review(tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "other.xlsx")
    found = recalc(tmp_path / "other.xlsx", "nowhere.xlsx", "--in-place", status=2, cwd=tmp_path)
    assert statuses(found) == {"other.xlsx": "failed", "nowhere.xlsx": "failed"}
    assert "there is no file nowhere.xlsx" in found["nowhere.xlsx"]["messages"][0]


@pytest.mark.parametrize("how", [["--live"], ["--native"]])
def test_answers_that_are_formulas_are_left_alone(how: list[str], tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    run_payband("review", LEICESTER, *how, "-o", path)
    before = sha256(path)
    found = recalc(tmp_path, "--in-place")["formulas.xlsx"]
    assert (found["status"], sha256(path)) == ("skipped", before)
    assert "its answers are formulas" in found["messages"][0]
    assert statuses(recalc(path, "--in-place", status=2)) == {"formulas.xlsx": "failed"}


def test_formulas_are_known_in_whatever_quotes_a_program_writes(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    run_payband("review", LEICESTER, "--live", "-o", path)
    package = Package(str(path))
    for part in package.sheets.values():
        cells = re.sub(rb"<c [^<>']*>", lambda found: found[0].replace(b'"', b"'"), package.read(part))
        package.write(part, cells)
    package.save(str(path))
    before = sha256(path)
    assert statuses(recalc(path, "--in-place", status=2)) == {"formulas.xlsx": "failed"}
    assert sha256(path) == before


def with_own_formulas(workbook: Any) -> None:
    """A column with a formula and a row of totals that a person added to the slotting list."""
    sheet, table = table_of(workbook, "SlottingList")
    first, header, last_column, last = bounds(table)
    sheet.cell(header, last_column + 1).value = "double"
    for row in range(header + 1, last + 1):
        sheet.cell(row, last_column + 1).value = f"=D{row}*2"
    sheet.cell(last + 1, 4).value = "=SUBTOTAL(109,SlottingList[salary now])"
    table.tableColumns.append(TableColumn(id=last_column + 1, name="double"))
    table.ref = f"A{header}:{get_column_letter(last_column + 1)}{last + 1}"
    table.totalsRowCount = 1
    assert first == 1


def test_formulas_that_a_person_added_to_the_answers_stay(tmp_path: Path) -> None:
    path = changed(tmp_path, with_own_formulas)
    found = recalc(path, "--in-place")["review.xlsx"]
    assert (found["status"], found["messages"]) == ("recalculated", [])
    sheet = load_workbook(path)["Slotting list"]
    assert [sheet.cell(row, 14).value for row in (5, 24)] == ["=D5*2", "=D24*2"]
    assert sheet["D25"].value == "=SUBTOTAL(109,SlottingList[salary now])"


# --- a file that somebody else has in hand ---------------------------------------------------------------------------


@pytest.mark.parametrize("lock", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_a_workbook_that_is_open_is_left_alone(lock: str, tmp_path: Path) -> None:
    path = copy(tmp_path)
    (tmp_path / lock).write_bytes(b"x")
    found = recalc(path, "--in-place", status=2)["a.xlsx"]
    assert (found["status"], sha256(path)) == ("written beside", sha256(LEICESTER))
    beside = Path(found["output"])
    assert beside.parent == tmp_path
    assert re.search(time.strftime("%Y-%m-%d"), beside.name)
    assert len(rows_of(answers(beside), "SlottingList")) > 10
    assert beside.name in found["messages"][0]
    # Once it is closed it is done; what was written beside it is no workbook of its own.
    (tmp_path / lock).unlink()
    assert statuses(recalc(tmp_path, "--in-place")) == {"a.xlsx": "recalculated", beside.name: "skipped"}


def test_a_workbook_that_is_saved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = copy(tmp_path)
    newer = changed(tmp_path, fails_a_check, name="newer.xlsx").read_bytes()
    [job] = find_jobs([str(path)], None)

    def somebody_saves(what: str, done: int, total: int) -> None:
        if what == "writing":
            path.write_bytes(newer)

    with heard_by(somebody_saves):
        found = recalculate(Task(job, None, False, None))
    assert (found.status, path.read_bytes()) == (words.BESIDE, newer)
    assert "changed" in found.messages[0]
    assert len(rows_of(answers(Path(found.output)), "SlottingList")) > 10


def test_a_read_only_workbook_is_left_alone(tmp_path: Path) -> None:
    path = copy(tmp_path)
    path.chmod(0o444)
    found = recalc(path, "--in-place", status=2)["a.xlsx"]
    assert (found["status"], sha256(path)) == ("written beside", sha256(LEICESTER))
    assert "a.xlsx is read-only" in found["messages"][0]
    assert len(rows_of(answers(Path(found["output"])), "SlottingList")) > 10


def test_a_copy_that_is_open_is_not_written_over(tmp_path: Path) -> None:
    path, out = copy(tmp_path), tmp_path / "out"
    recalc(path, "-o", out)
    before = sha256(out / "a.xlsx")
    (out / "~$a.xlsx").write_bytes(b"x")
    found = recalc(path, "-o", out, "--force", status=2)["a.xlsx"]
    assert (found["status"], sha256(out / "a.xlsx")) == ("failed", before)
    assert "open in a spreadsheet program" in found["messages"][0]


AS_AN_ORDINARY_USER = """
import os, sys
from payband.cli import main
main(["recalc", "open", "--in-place"])  # so that all is imported, which another user may have no right to
if os.geteuid() == 0:  # an administrator may write anywhere
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(main(["recalc", "shut", "--in-place", "-j", "1"]))
"""


@pytest.mark.skipif(os.name != "posix", reason="folders are made read-only in another way on Windows")
def test_a_read_only_folder_is_told_of() -> None:
    with tempfile.TemporaryDirectory() as top:  # a folder of the tests' own, which other users may look into
        os.chmod(top, 0o755)
        copy(Path(top, "open"))
        path = copy(Path(top, "shut"))
        path.parent.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", AS_AN_ORDINARY_USER],
            cwd=top,
            env={**os.environ, "PYTHONPATH": str(TOP)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
        assert re.search(r"shut/a.xlsx  failed .* cannot be written", done.stdout)
        assert f"the run log shut/{LOG} cannot be written" in done.stderr
        assert sha256(path) == sha256(LEICESTER)
        path.parent.chmod(0o755)


# --- processes -------------------------------------------------------------------------------------------------------


def double_or_die(number: int) -> int:
    """Work for a process of its own: 13 ends the process."""
    if number == 13:
        os._exit(9)
    return number * 2


def test_a_process_that_dies_takes_only_its_task_with_it() -> None:
    tasks = [*range(8), 13, *range(20, 28)]
    done = dict(done_by_workers(tasks, double_or_die, lambda task: -1, 2, Interrupt()))
    assert done == {each: -1 if each == 13 else each * 2 for each in tasks}


def test_one_task_needs_no_process_of_its_own() -> None:
    assert list(done_by_workers([os.getpid()], abs, lambda task: -1, 4, Interrupt())) == [(os.getpid(), os.getpid())]
    assert default_workers() >= 1


def process_of(number: int) -> int:
    """Work that tells which process did it."""
    return os.getpid()


def test_processes_make_way_for_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "TASKS_A_PROCESS", 1)
    tasks = list(range(6))
    done = dict(done_by_workers(tasks, process_of, lambda task: -1, 2, Interrupt()))
    assert sorted(done) == tasks
    assert len(set(done.values()) - {os.getpid(), -1}) >= 3  # two tasks for each pair of processes


def test_no_task_is_begun_after_the_interrupt() -> None:
    interrupt = Interrupt()
    done = []
    for task, _ in done_by_workers(list(range(50)), abs, lambda task: -1, 2, interrupt):
        done.append(task)
        interrupt.asked = len(done) >= 3
    assert 3 <= len(done) <= 5  # those in hand are finished


posix_processes = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are looked up in /proc")


def command_on(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "payband", "recalc", folder, "--in-place", "--json", *arguments],
        env={**os.environ, "PYTHONPATH": str(TOP)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # whatever these tests were started under
    )


def started(folder: Path, count: int, *arguments: str) -> subprocess.Popen[str]:
    """The command at work on a folder of so many workbooks, with the first of them done."""
    for number in range(count):
        copy(folder, f"{number:02d}.xlsx")
    process = command_on(folder, *arguments)
    until = time.monotonic() + 60
    while not (folder / LOG).exists() or len((folder / LOG).read_bytes().splitlines()) < 4:
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.01)
    return process


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    # The processes of a pool are started through spawn_main; another keeps watch over what they share.
    return [int(each) for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]


def is_alive(process: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


@posix_processes
def test_no_worker_outlives_a_command_that_is_killed(tmp_path: Path) -> None:
    process = started(tmp_path, 16, "-j", "2")
    workers = workers_of(process)
    assert workers
    process.kill()
    process.wait(timeout=60)
    until = time.monotonic() + 20
    while any(map(is_alive, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(is_alive, workers))


@posix_processes
def test_a_killed_process_loses_no_workbook(tmp_path: Path) -> None:
    process = started(tmp_path, 16, "-j", "2")
    killed = workers_of(process)
    assert killed
    os.kill(killed[0], signal.SIGKILL)
    said, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    found = json.loads(said)
    assert len(found) == 16
    assert {each["status"] for each in found} <= {"recalculated", "unchanged"}  # one may have died after its work
    assert len(rows_of(answers(tmp_path / "00.xlsx"), "SlottingList")) > 10
    first = without_name(tmp_path / "00.xlsx")
    for path in tmp_path.glob("*.xlsx"):
        assert without_name(path) == first


@posix_processes
@pytest.mark.parametrize("processes", ["1", "2"])
@pytest.mark.parametrize(
    ("send", "number"),
    [(os.killpg, signal.SIGINT), (os.kill, signal.SIGTERM), (os.killpg, signal.SIGTERM), (os.killpg, signal.SIGHUP)],
    ids=["Ctrl-C", "ended", "all ended", "terminal closed"],
)
def test_stopping_tells_what_was_done(
    send: Callable[[int, int], None], number: int, processes: str, tmp_path: Path
) -> None:
    process = started(tmp_path, 16, "-j", processes)
    workers = workers_of(process)
    assert bool(workers) == (processes == "2")
    send(process.pid, number)  # a terminal sends it to every process of the command
    said, errors = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in errors) == (2, False)
    assert "payband: stopped" in errors
    assert not any(map(is_alive, workers))
    found = {os.path.basename(each["file"]): each["status"] for each in json.loads(said)}
    assert set(found.values()) == {"recalculated", "not done"}
    assert len(found) == 16
    for path in tmp_path.glob("*.xlsx"):
        assert (sha256(path) != sha256(LEICESTER)) == (found[path.name] == "recalculated")
    again = recalc(tmp_path, "--in-place")
    before = {"recalculated": "up to date", "not done": "recalculated"}
    assert statuses(again) == {name: before[status] for name, status in found.items()}


@posix_processes
def test_stopping_while_the_processes_start_is_as_quiet(tmp_path: Path) -> None:
    for number in range(4):
        copy(tmp_path, f"{number}.xlsx")
    process = command_on(tmp_path, "-j", "2")
    until = time.monotonic() + 60
    while not workers_of(process):
        assert process.poll() is None
        assert time.monotonic() < until
    os.killpg(process.pid, signal.SIGINT)
    said, errors = process.communicate(timeout=60)
    assert (process.returncode, errors.count("\n")) == (2, 1)
    assert "payband: stopped" in errors
    assert "not done" in {each["status"] for each in json.loads(said)}


# --- what is up to date ----------------------------------------------------------------------------------------------


def test_in_place_twice_does_nothing_the_second_time(tmp_path: Path) -> None:
    path = copy(tmp_path)
    first = recalc(path, "--in-place")["a.xlsx"]
    before, stood = path.read_bytes(), without_time(path)
    second = recalc(path, "--in-place")["a.xlsx"]
    assert (second["status"], path.read_bytes()) == ("up to date", before)
    for key in ("saving", "protection", "approvals_needed", "checks", "failed_checks", "fingerprints"):
        assert second[key] == first[key]
    forced = recalc(path, "--in-place", "--force")["a.xlsx"]
    assert forced["status"] == "recalculated"
    assert without_time(path) == stood
    # Without its log every answer is calculated again, stands already, and the file is left alone.
    (tmp_path / LOG).unlink()
    before = path.read_bytes()
    assert recalc(path, "--in-place")["a.xlsx"]["status"] == "unchanged"
    assert path.read_bytes() == before
    assert recalc(path, "--in-place")["a.xlsx"]["status"] == "up to date"


def test_in_place_follows_its_inputs(tmp_path: Path) -> None:
    copy(tmp_path, "other.xlsx")
    path = copy(tmp_path)
    recalc(tmp_path, "--in-place")
    workbook = load_workbook(path)
    put(workbook, "Settings", "protection months", "value", 12)
    workbook.save(path)
    found = recalc(tmp_path, "--in-place", status=1)  # the protection is no longer the £200,000 that the paper prints
    assert statuses(found) == {"a.xlsx": "recalculated", "other.xlsx": "up to date"}
    assert found["a.xlsx"]["protection"] < found["other.xlsx"]["protection"] == 200_000
    assert statuses(recalc(tmp_path, "--in-place", status=1)) == {"a.xlsx": "up to date", "other.xlsx": "up to date"}


def change_nothing(out: Path) -> None:
    """Nothing has changed."""


def remove(out: Path) -> None:
    (out / "a.xlsx").unlink()


def write_over(out: Path) -> None:
    workbook = load_workbook(out / "a.xlsx")
    workbook["Summary"]["A1"] = "mine"
    workbook.save(out / "a.xlsx")


def restyle_input(out: Path) -> None:
    source = out.parent / "a.xlsx"
    workbook = load_workbook(source)
    workbook["People"]["A1"].font = Font(bold=True)
    workbook.save(source)


def log_of_another_version(out: Path) -> None:
    text = (out / LOG).read_text(encoding="utf-8")
    assert f'"payband": "{payband.__version__}"' in text
    (out / LOG).write_text(text.replace(f'"payband": "{payband.__version__}"', '"payband": "0.0.1"'), encoding="utf-8")


def half_a_line(out: Path) -> None:
    text = (out / LOG).read_text(encoding="utf-8")
    (out / LOG).write_text(text + text[:100], encoding="utf-8")


def no_log(out: Path) -> None:
    (out / LOG).unlink()


@pytest.mark.parametrize(
    ("happens", "arguments", "status"),
    [
        (change_nothing, [], "up to date"),
        (change_nothing, ["--force"], "recalculated"),
        (half_a_line, [], "up to date"),
        (remove, [], "recalculated"),
        (restyle_input, [], "recalculated"),  # a copy has its looks too
        (log_of_another_version, [], "recalculated"),
        (no_log, [], "recalculated"),
    ],
)
def test_when_a_copy_is_up_to_date(
    happens: Callable[[Path], None], arguments: list[str], status: str, tmp_path: Path
) -> None:
    path, out = copy(tmp_path), tmp_path / "out"
    recalc(path, "-o", out)
    happens(out)
    assert statuses(recalc(path, "-o", out, *arguments)) == {"a.xlsx": status}
    assert statuses(recalc(path, "-o", out)) == {"a.xlsx": "up to date"}


@pytest.mark.parametrize("arguments", [[], ["--force"]])
def test_a_copy_that_somebody_has_changed_is_left_alone(arguments: list[str], tmp_path: Path) -> None:
    path, out = copy(tmp_path), tmp_path / "out"
    recalc(path, "-o", out)
    as_written = (out / "a.xlsx").read_bytes()
    write_over(out)
    before = sha256(out / "a.xlsx")
    found = recalc(path, "-o", out, *arguments, status=2)["a.xlsx"]
    assert (found["status"], sha256(out / "a.xlsx")) == ("failed", before)
    assert "or has been changed since, so it is not replaced" in found["messages"][0]
    assert sorted(os.listdir(out)) == ["a.xlsx", LOG]
    # What payband wrote there, this time or before, is nobody's work, and what nobody wrote may be written.
    (out / "a.xlsx").write_bytes(as_written)
    assert statuses(recalc(path, "-o", out, "--force")) == {"a.xlsx": "recalculated"}
    (out / "a.xlsx").write_bytes(as_written)
    assert statuses(recalc(path, "-o", out, "--force")) == {"a.xlsx": "recalculated"}
    remove(out)
    assert statuses(recalc(path, "-o", out)) == {"a.xlsx": "recalculated"}


def test_other_figures_have_everything_calculated_again(tmp_path: Path) -> None:
    path, out, own = copy(tmp_path), tmp_path / "out", tmp_path / "own"
    (own / "policies" / "ours").mkdir(parents=True)
    rules = own / "policies" / "ours" / "approvals.csv"
    heads = "effective_from,effective_to,body,rule,measure,tested_at,comparison,threshold,approving_body,status,source"
    row = "2011-04-01,2027-03-31,Ours,Ours,package,top of range,over,60000,Personnel panel,confirmed,Pay policy 2011"
    rules.write_text(f"{heads}\n{row}\n", encoding="utf-8")
    assert statuses(recalc_by_shell(path, "-o", out)) == {"a.xlsx": "recalculated"}
    for _ in range(2):
        for processes in ("1", "2"):
            expected = "recalculated" if processes == "1" else "up to date"
            assert statuses(recalc_by_shell(path, "-o", out, "--data", own, "-j", processes)) == {"a.xlsx": expected}
        rules.write_text(f"{heads}\n{row.replace('60000', '50000')}\n", encoding="utf-8")
    last = [each for each in log_of(out) if each["kind"] == "run"][-1]
    assert [each["folder"] for each in last["figures_held"]] == [str(own), "built-in"]


def test_own_figures_reach_every_process(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "policies" / "ours").mkdir(parents=True)
    heads = "effective_from,effective_to,body,rule,measure,tested_at,comparison,threshold,approving_body,status,source"
    row = "2011-04-01,2027-03-31,Ours,Ours,package,top of range,over,60000,Personnel panel,confirmed,Pay policy 2011"
    (own / "policies" / "ours" / "approvals.csv").write_text(f"{heads}\n{row}\n", encoding="utf-8")
    for name in ("a.xlsx", "b.xlsx"):
        changed(tmp_path, lambda workbook: put(workbook, "Settings", "approval policy", "value", "Ours"), name=name)
    files = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    assert statuses(recalc(*files, "-o", tmp_path / "0", status=2)) == {"a.xlsx": "failed", "b.xlsx": "failed"}
    one = recalc(*files, "-o", tmp_path / "1", "--data", own, "-j", "1")
    two = recalc(*files, "-o", tmp_path / "2", "--data", own, "-j", "2")
    assert one["a.xlsx"]["approvals_needed"] == two["b.xlsx"]["approvals_needed"] > 4


# --- what is told ----------------------------------------------------------------------------------------------------


def test_the_run_log_is_enough_to_repeat_the_run(tmp_path: Path) -> None:
    path = copy(tmp_path / "in")
    (tmp_path / "in" / "bad.xlsx").write_text("no")
    recalc("in", "-o", "out", "-j", "2", cwd=tmp_path, status=2)
    run, good, bad = log_of(tmp_path / "out")
    if good["status"] == "failed":
        good, bad = bad, good
    assert (run["kind"], run["payband"], run["folder"]) == ("run", payband.__version__, str(tmp_path))
    assert run["python"] == ".".join(map(str, sys.version_info[:3]))
    assert run["arguments"]["given"] == ["in"]
    assert (run["arguments"]["output"], run["arguments"]["workers"], run["arguments"]["force"]) == ("out", 2, False)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", run["run"])
    copied = tmp_path / "out" / "a.xlsx"
    assert (good["file"], good["output"]) == (str(path).replace("\\", "/"), "a.xlsx")
    assert (good["fingerprints"]["file"], good["fingerprints"]["output"]) == (sha256(path), sha256(copied))
    inside = {row["item"]: row["value"] for row in rows_of(answers(copied), "RunLog")}
    assert inside["input fingerprint"] == good["fingerprints"]["inputs"]
    assert inside["figures fingerprint"] == good["fingerprints"]["figures_used"]
    assert (bad["status"], bad["fingerprints"]) == ("failed", {})
    assert "is not an Excel workbook" in bad["messages"][0]


def test_the_log_goes_where_it_is_asked_to(tmp_path: Path) -> None:
    copy(tmp_path / "in")
    recalc("in", "--in-place", "--log", "my.jsonl", cwd=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "my.jsonl"]
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == ["a.xlsx", "a.xlsx.payband-undo"]
    assert statuses(recalc("in", "--in-place", "--log", "my.jsonl", cwd=tmp_path)) == {"a.xlsx": "up to date"}


def test_a_folder_can_be_moved_with_its_log(tmp_path: Path) -> None:
    copy(tmp_path / "here", "a.xlsx")
    copy(tmp_path / "here" / "sub", "b.xlsx")
    recalc(tmp_path / "here", "--in-place")
    (tmp_path / "here").rename(tmp_path / "there")
    found = recalc(tmp_path / "there", "--in-place")
    assert statuses(found) == {"a.xlsx": "up to date", "b.xlsx": "up to date"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the names of files are letters")
def test_a_name_that_is_no_text_is_done_and_known_again(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    name = os.fsdecode(b"caf\xe9 \xe2\x80\xa8.xlsx")  # as old shares have them, and with an end of line for some
    shutil.copyfile(LEICESTER, folder / name)
    summary = tmp_path / "summary.json"
    for ending in (".csv", ".json"):
        recalc(folder, "-o", out, "--summary", summary.with_suffix(ending))
    assert [each["status"] for each in json.loads(summary.read_text(encoding="utf-8"))] == ["up to date"]
    assert (out / name).is_file()
    assert [each["file"] for each in log_of(out) if each["kind"] == "workbook"] == [str(folder / name)] * 2


class FullDisk(io.StringIO):
    """A file on a disk that has no room left."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_that_cannot_be_finished_ends_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = RunLog.open

    def open_and_fill_the_disk(log: RunLog, *arguments: Any) -> None:
        opened(log, *arguments)
        log._file = FullDisk()

    monkeypatch.setattr(RunLog, "open", open_and_fill_the_disk)
    paths = [copy(tmp_path), copy(tmp_path, "b.xlsx")]
    done = run(Request([str(each) for each in paths], None, workers=1), lambda count: None, lambda outcome: None)
    assert [each.status for each in done.outcomes] == ["recalculated", "recalculated"]
    (warning,) = done.warnings
    assert "cannot be written (No space left on device): make room on the disk" in warning
    assert "a later run will not know what this one did" in warning


@pytest.mark.parametrize("first", ["=", "+", "-", "@"])
def test_no_name_becomes_a_formula_in_the_summary(first: str, tmp_path: Path) -> None:
    name = f"{first}cmd.xlsx"
    copy(tmp_path / "in", name)
    recalc("?cmd.xlsx", "--in-place", "--summary", "../s.csv", cwd=tmp_path / "in")
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["file"], row["status"]) == (f"'{name}", "recalculated")


def test_the_summary_as_json_holds_what_is_printed_as_json(tmp_path: Path) -> None:
    copy(tmp_path)
    done = run_payband("recalc", "a.xlsx", "--in-place", "--json", "--summary", "s.json", cwd=tmp_path)
    assert json.loads(done.stdout) == json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))


# --- the fingerprint of the inputs -----------------------------------------------------------------------------------


def fingerprint(path: Path) -> str:
    records = payband.open_review(path).calculate().tables["RunLog"].records()
    return next(str(each["value"]) for each in records if each["item"] == "input fingerprint")


def restyle(workbook: Any) -> None:
    workbook["People"]["A5"].font = Font(bold=True)
    workbook["People"].column_dimensions["A"].width = 50


def move_table(workbook: Any) -> None:
    sheet = workbook["Assumptions"]
    table = sheet.tables["Assumptions"]
    sheet.move_range(table.ref, rows=3)
    table.ref = re.sub(r"\d+", lambda found: str(int(found[0]) + 3), table.ref)
    if table.autoFilter is not None:
        table.autoFilter.ref = table.ref


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda workbook: None, True),
        (restyle, True),
        (move_table, True),
        (lambda workbook: workbook["Summary"].cell(40, 1, "a note"), True),
        (lambda workbook: put(workbook, "People", "P03", "salary now", 70_000), False),
        (lambda workbook: put(workbook, "Settings", "horizon", "value", 4), False),
        (lambda workbook: put(workbook, "People", "P03", "post now", "Another"), False),
    ],
)
def test_the_fingerprint_is_of_what_the_tables_hold(change: Callable[[Any], Any], same: bool, tmp_path: Path) -> None:
    assert (fingerprint(changed(tmp_path, change)) == fingerprint(LEICESTER)) == same
