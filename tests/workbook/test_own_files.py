"""Whatever command writes it: a file is replaced only if payband wrote it and nobody has changed it since."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import load_workbook

import payband
from payband.cli import main
from payband.commands.terminal.parser import parser_of
from payband.commands.terminal.table import rows
from payband.errors import WrongInput
from payband.ooxml.package import Package
from payband.ooxml.saving import save_in_place
from payband.own_files import check_replaceable, is_as_written, overwriting
from tests.run import TOP
from tests.support.workbooks import LEICESTER, people, small_review

FOREIGN = b"three weeks of somebody's work\n"
REFUSED = "was not written by payband, or has been changed since"

POSTS = "ref,title,salary now,proposed line\n1,Clerk,24000,Officers\n2,Cook,x,Officers\n"
LIST = "Employee No,Job Title,Grade,Salary,FTE\n1,Clerk,G1,24000,1\n2,Cook,G1,22000,1\n3,Driver,G1,x,1\n"

SPINE = ["--spine", "Own", "--body", "Anytown", "--from", "2026-04-01", "--to", "2027-03-31"]
COMMANDS: dict[str, tuple[str, list[str]]] = {
    "review": ("out.xlsx", ["review", "review.xlsx", "-o", "out.xlsx"]),
    "review by default": ("review-answers.xlsx", ["review", "review.xlsx"]),
    "review --native": ("out.xlsx", ["review", "review.xlsx", "--native", "-o", "out.xlsx"]),
    "review --live": ("out.xlsx", ["review", "review.xlsx", "--live", "-o", "out.xlsx"]),
    "explain": ("out.xlsx", ["explain", "review.xlsx", "P1", "-o", "out.xlsx"]),
    "compare": ("out.xlsx", ["compare", "review.xlsx", "-o", "out.xlsx"]),
    "sensitivity": ("out.xlsx", ["sensitivity", "review.xlsx", "-o", "out.xlsx"]),
    "simulate": ("out.xlsx", ["simulate", "review.xlsx", "--runs", "20", "-o", "out.xlsx"]),
    "recalc -o": ("out/review.xlsx", ["recalc", "review.xlsx", "-o", "out", "--force"]),
    "recalc -j 2": ("out/review.xlsx", ["recalc", "review.xlsx", "second.xlsx", "-o", "out", "--force", "-j", "2"]),
    "recalc --summary": ("done.csv", ["recalc", "review.xlsx", "--in-place", "--summary", "done.csv"]),
    "recalc --summary as JSON": ("done.json", ["recalc", "review.xlsx", "--in-place", "--summary", "done.json"]),
    "batch, CSV": ("out.csv", ["batch", "posts.csv", "--settings", "review.xlsx", "-o", "out.csv"]),
    "batch, Parquet": ("out.parquet", ["batch", "posts.csv", "--settings", "review.xlsx", "-o", "out.parquet"]),
    "batch, .xlsx": ("out.xlsx", ["batch", "posts.csv", "--settings", "review.xlsx", "-o", "out.xlsx"]),
    "batch, rejected": ("out.rejected.csv", ["batch", "posts.csv", "--settings", "review.xlsx", "-o", "out.csv"]),
    "batch, log": ("out.run.json", ["batch", "posts.csv", "--settings", "review.xlsx", "-o", "out.csv"]),
    "batch, totals": (
        "totals.csv",
        ["batch", "posts.csv", "--settings", "review.xlsx", "-o", "out.csv", "--totals", "totals.csv"],
    ),
    "budget": ("out.csv", ["budget", "budget.xlsx", "-o", "out.csv"]),
    "pay-gap": ("out.csv", ["pay-gap", "gap.xlsx", "-o", "out.csv"]),
    "accounts": ("out/pay-brackets.csv", ["accounts", "accounts.xlsx", "-o", "out"]),
    "publish": ("out.xlsx", ["publish", "review.xlsx", "-o", "out.xlsx"]),
    "publish a page": ("out.html", ["publish", "review.xlsx", "-o", "out.html"]),
    "report": ("out.docx", ["report", "review.xlsx", "-o", "out.docx"]),
    "guide": ("out.html", ["guide", "-o", "out.html"]),
    "report as a page": ("out.html", ["report", "review.xlsx", "-o", "out.html"]),
    "respell": ("out.xlsx", ["respell", "live.xlsx", "--for", "calc", "-o", "out.xlsx"]),
    "upgrade": ("out.xlsx", ["upgrade", "review.xlsx", "-o", "out.xlsx"]),
    "add": ("out.xlsx", ["add", "review.xlsx", "timetable", "-o", "out.xlsx"]),
    "check --mark": ("out.xlsx", ["check", "review.xlsx", "--mark", "-o", "out.xlsx"]),
    "new": ("out.xlsx", ["new", "out.xlsx", "--body", "Anytown"]),
    "import": ("out.xlsx", ["import", "list.csv", "-o", "out.xlsx"]),
    "import, rejected": ("out.rejected.csv", ["import", "list.csv", "-o", "out.xlsx"]),
    "import-spine": ("out.xlsx", ["import-spine", "points.csv", "-o", "out.xlsx", *SPINE]),
    "import-spine to a folder": (
        "own/spines/anytown/spine-2026-04-01.csv",
        ["import-spine", "points.csv", "-o", "own", *SPINE],
    ),
    "statements": ("out/statements.csv", ["statements", "review.xlsx", "-o", "out", "--with-failed-checks"]),
    "statements, letter": (
        "out/statement-letter.docx",
        ["statements", "review.xlsx", "-o", "out", "--with-failed-checks"],
    ),
    "figures build": ("out.zip", ["figures", "build", "figures", "-o", "out.zip", "--date", "2026-12-01"]),
    "functions --lambda": ("out.xlsx", ["functions", "--lambda", "-o", "out.xlsx"]),
    "excel lite": ("out.xlsx", ["excel", "lite", "-o", "out.xlsx"]),
    "excel lite of a workbook": ("out.xlsx", ["excel", "lite", "review.xlsx", "-o", "out.xlsx"]),
    "libreoffice build": ("out.oxt", ["libreoffice", "build", "-o", "out.oxt"]),
}


@pytest.fixture(autouse=True)
def no_notes(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that other tests wrote is known: a worked review that they built is byte for byte the one kept here."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("notes")))


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the commands read."""
    folder = tmp_path_factory.mktemp("made")
    more = {
        "Scenarios": [{"scenario": "A", "what is changed": "protection months", "value": 6}],
        "Sensitivity": [{"what is varied": "pension rate", "low": 0, "high": "1%"}],
        "Distributions": [{"what is varied": "turnover", "distribution": "uniform", "low": 0, "high": "10%"}],
    }
    carried_on = [{"assumption": "rates after the last published year", "value": "as the last year"}]
    now = {"line": "Officers", "state": "now", "grade": "Officer", "posts": 6}
    tables = small_review(people=people(24_000, 30_000), assumptions=carried_on)
    tables["posts"].append(now)
    results = payband.Review(**tables, more=more).calculate()
    results.save(folder / "review.xlsx")
    results.save(folder / "second.xlsx")
    components = ("basic pay", "National Insurance", "pension", "protection")
    budget = {
        "CostCentres": [{"cost centre": "C1", "fund": "General Fund"}],
        "CostAllocations": [{"cost centre": "C1"}],
        "SubjectiveCodes": [{"component": each, "subjective": str(at)} for at, each in enumerate(components)],
    }
    payband.Review(**tables, more=budget).calculate().save(folder / "budget.xlsx")
    gap: dict[str, list[dict[str, object]]] = {
        "PayGapReport": [{"snapshot date": "31/03/2026", "regulations": "public bodies in England"}],
        "PayGapPeriods": [
            {"pay period": "Monthly", "length": "month", "first day": "01/03/2026", "last day": "31/03/2026"}
        ],
        "PayGapPay": [
            {"person": f"E{number}", "sex": ("women", "men")[number % 2], "pay period": "Monthly",
             "ordinary pay": 2_000 + number, "weekly hours": 37}
            for number in range(24)
        ],
    }  # fmt: skip
    payband.Review(**tables, more=gap).calculate().save(folder / "gap.xlsx")
    notes = {
        "AccountsNotes": [{"financial year": "2025-26", "kind of body": "council", "multiple is of": "full-time pay"}]
    }
    payband.Review(**tables, more=notes).calculate().save(folder / "accounts.xlsx")
    payband.open_review(str(folder / "review.xlsx")).calculate().save(folder / "live.xlsx", live="excel")
    (folder / "posts.csv").write_text(POSTS, encoding="utf-8")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    shutil.copyfile(TOP / "tests" / "cases" / "spine_lists" / "council.csv", folder / "points.csv")
    with _inside(folder):
        main(["import-spine", "points.csv", "-o", "figures", *SPINE])
    return folder


def test_every_command_with_an_output_may_be_told_to_overwrite() -> None:
    with_output = {
        each.prog: "--overwrite" in each._option_string_actions
        for each in map(parser_of, rows())
        if "--output" in each._option_string_actions
    }
    assert len(with_output) > 15
    assert [name for name, may in with_output.items() if not may] == []
    tried = {" ".join(words[:2]) for _, words in COMMANDS.values()} | {words[0] for _, words in COMMANDS.values()}
    assert {name.removeprefix("payband ") for name in with_output} - tried <= {"build-workbooks", "reconcile"}


@pytest.mark.parametrize("name", COMMANDS)
def test_only_what_payband_wrote_is_replaced(
    name: str, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    output, words = COMMANDS[name]

    def run(*more: str) -> tuple[int, str]:
        status = main([*words, *more])
        said = capsys.readouterr()
        return status, said.out + said.err

    with _inside(tmp_path):
        path = Path(output)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FOREIGN)
        status, said = run()
        assert (status, path.read_bytes()) == (2, FOREIGN), said
        assert REFUSED in said
        assert not [each for each in path.parent.iterdir() if each.name.startswith(".payband-")]
        status, said = run("--overwrite")
        assert status in (0, 1), said
        assert path.read_bytes() != FOREIGN
        assert is_as_written(str(path))
        status, said = run()
        assert status in (0, 1), said
        with path.open("ab") as file:
            file.write(b"\n")
        changed = path.read_bytes()
        status, said = run()
        assert (status, path.read_bytes()) == (2, changed), said
        assert REFUSED in said


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices as POSIX has them")
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("kind", ["pipe", "link to a pipe", "link to a device"])
def test_a_device_or_a_pipe_is_refused(
    name: str, kind: str, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    output, words = COMMANDS[name]
    path = tmp_path / output
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link to a pipe":
        os.mkfifo(tmp_path / "pipe")
        path.symlink_to(tmp_path / "pipe")
    else:
        path.symlink_to("/dev/null")
    before = os.lstat(path)
    with _inside(tmp_path):
        status = main([*words, "--overwrite"])
    said = capsys.readouterr()
    assert status == 2
    assert "is a device or a pipe" in said.out + said.err
    assert os.lstat(path).st_ino == before.st_ino
    assert not stat.S_ISREG(path.stat().st_mode)


def test_a_run_log_is_added_to_and_nothing_else_is(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    with _inside(tmp_path):
        Path("notes.txt").write_bytes(FOREIGN)
        assert main(["recalc", "review.xlsx", "--in-place", "--log", "notes.txt"]) == 2
        assert Path("notes.txt").read_bytes() == FOREIGN
        assert main(["recalc", "review.xlsx", "--in-place", "--log", "log.jsonl"]) == 0
        assert main(["recalc", "review.xlsx", "--in-place", "--log", "log.jsonl"]) == 0
        os.mkfifo("pipe")
        assert main(["recalc", "review.xlsx", "--in-place", "--log", "pipe"]) == 2
    assert "is not a run log of payband" in capsys.readouterr().err


def test_a_folder_of_worked_reviews_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("payband.workbook.building.worked.names", lambda: ["kent-2011"])
    words = ["build-workbooks", "-o", str(tmp_path)]
    assert main(words) == main(words) == 0
    (tmp_path / "kent-2011.xlsx").write_bytes(FOREIGN)
    assert main(words) == 2
    assert (tmp_path / "kent-2011.xlsx").read_bytes() == FOREIGN


# --- what a fingerprint knows ----------------------------------------------------------------------------------------


def saved_by_a_spreadsheet(path: Path) -> None:
    load_workbook(path).save(path)


def one_byte_changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("change", [saved_by_a_spreadsheet, one_byte_changed, cut_short])
def test_a_changed_workbook_is_not_replaced_from_a_script(change: Callable[[Path], None], tmp_path: Path) -> None:
    results = payband.open_review(str(LEICESTER)).calculate()
    target = tmp_path / "answers.xlsx"
    results.save(target)
    results.save(target)
    assert is_as_written(str(target))
    change(target)
    before = target.read_bytes()
    with pytest.raises(WrongInput, match=REFUSED):
        results.save(target)
    assert target.read_bytes() == before
    results.save(target, overwrite=True)
    assert is_as_written(str(target))


def test_a_copy_is_known_wherever_it_lies_and_whoever_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "nobody"))
    payband.open_review(str(LEICESTER)).calculate().save(tmp_path / "a.xlsx")
    moved = shutil.move(tmp_path / "a.xlsx", tmp_path / "moved.xlsx")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "somebody"))
    check_replaceable(str(moved))
    assert not (tmp_path / "nobody").exists()


def test_a_persons_own_work_filled_in_place_stays_their_own(tmp_path: Path) -> None:
    """Else an import would take a review, typed by a person, for its own: recalc was the last that wrote it."""
    own, ours = tmp_path / "own.xlsx", tmp_path / "ours.xlsx"
    shutil.copyfile(LEICESTER, own)
    payband.open_review(str(LEICESTER)).calculate().save(ours)
    for path, known in ((own, False), (ours, True)):
        save_in_place(Package(str(path)), str(path))
        assert is_as_written(str(path)) is known


def test_an_empty_file_holds_nothing_to_lose(tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").touch()
    check_replaceable(str(tmp_path / "empty.xlsx"))


def test_what_was_changed_while_a_command_worked_stays(tmp_path: Path) -> None:
    package = Package(str(LEICESTER))
    target = tmp_path / "out.xlsx"
    package.save(str(target))
    with overwriting(False):
        package.save(str(target))
        target.write_bytes(FOREIGN)
        with pytest.raises(WrongInput, match=REFUSED):
            package.save(str(target))
    assert target.read_bytes() == FOREIGN
