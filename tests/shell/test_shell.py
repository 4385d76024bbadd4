"""The shell as a new user meets it: how to start, groups of commands, the nearest to a misspelt word, examples."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyarrow.csv import read_csv
from pyarrow.parquet import write_table

import payband
from payband.batch.posts.column_names import EMPLOYEE, KNOWN, POST_NUMBER, SALARY
from payband.batch.posts.columns import PostColumns
from payband.cli import main
from payband.commands.terminal.parser import command_of, parser_of
from payband.commands.terminal.table import GROUPS, START, Row, row_of, rows
from payband.hosts.libreoffice import install
from tests.run import TOP
from tests.support.libreoffice_user import OrdinaryUser
from tests.support.workbooks import people, run_payband, small_review

POSTS = "ref,title,department,salary now,proposed line\n1,Clerk,Parks,24000,Officers\n2,Cook,Schools,25000,Officers\n"
STAFF = "Employee No,Job Title,Grade,Salary,FTE\n1,Clerk,G1,24000,1\n2,Cook,G1,22000,1\n"
SPINE = ["--spine", "Main", "--body", "Anytown", "--from", "2026-04-01", "--to", "2027-03-31"]
WIDEST = 80
COMMANDS = [pytest.param(row, id=row.name) for row in rows()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small files that the examples name."""
    folder = tmp_path_factory.mktemp("examples")
    more: dict[str, list[dict[str, Any]]] = {
        "Scenarios": [{"scenario": "Shorter", "what is changed": "protection months", "value": 6}],
        "Sensitivity": [{"what is varied": "pension rate", "low": 0, "high": "1%"}],
        "Distributions": [{"what is varied": "turnover", "distribution": "uniform", "low": 0, "high": "10%"}],
        "AccountsNotes": [{"financial year": "2025-26", "kind of body": "council", "multiple is of": "full-time pay"}],
        "PayGapReport": [{"snapshot date": "31/03/2026", "regulations": "public bodies in England"}],
        "PayGapPeriods": [
            {"pay period": "Monthly", "length": "month", "first day": "01/03/2026", "last day": "31/03/2026"}
        ],
        "PayGapPay": [
            {
                "person": f"E{number}",
                "sex": ("women", "men")[number % 2],
                "pay period": "Monthly",
                "ordinary pay": 2_000 + number,
                "weekly hours": 37,
            }
            for number in range(24)
        ],
        "CostCentres": [{"cost centre": "C1", "fund": "General Fund"}],
        "CostAllocations": [{"cost centre": "C1"}],
        "SubjectiveCodes": [
            {"component": each, "subjective": each}
            for each in ("basic pay", "National Insurance", "pension", "protection", "on-costs of protection")
        ],
    }
    tables = small_review(
        people=people(24_000, 30_000),
        assumptions=[{"assumption": "rates after the last published year", "value": "as the last year"}],
    )
    tables["posts"].append({"line": "Officers", "state": "now", "grade": "Officer", "posts": 6})
    results = payband.Review(**tables, more=more).calculate()
    results.save(folder / "review.xlsx")
    (folder / "reviews").mkdir()
    shutil.copy(folder / "review.xlsx", folder / "reviews")
    results = payband.open_review(str(folder / "review.xlsx")).calculate()
    results.save(folder / "answers.xlsx")
    results.save(folder / "live.xlsx", live="excel")
    results.save(folder / "native.xlsx", live="native")
    (folder / "posts.csv").write_text(POSTS, encoding="utf-8")
    (folder / "posts").mkdir()
    table = read_csv(folder / "posts.csv")
    for path in (folder / "posts.parquet", folder / "posts" / "north.parquet"):
        write_table(table, path)
    (folder / "staff.csv").write_text(STAFF, encoding="utf-8")
    shutil.copyfile(TOP / "tests" / "cases" / "spine_lists" / "council.csv", folder / "points.csv")
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert main(["import-spine", "points.csv", "-o", "figures", *SPINE]) == 0
        assert main(["figures", "build", "figures", "-o", "payband-figures-2026-11.zip"]) == 0
        assert main(["recalc", "review.xlsx", "reviews", "--in-place", "--force"]) == 0  # so that undo has what to do
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder to work in, and settings of its own."""
    inside = tmp_path / "here"
    shutil.copytree(made, inside)
    monkeypatch.chdir(inside)
    monkeypatch.setenv("PAYBAND_HOME", str(tmp_path / "settings"))
    return inside


def run_line(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command line prints, which must succeed."""
    name, *words = shlex.split(line)
    assert name == "payband"
    status = main(words)
    said = capsys.readouterr()
    assert (status, line) == (0, line), said.out + said.err
    return said.out


# --- the table -----------------------------------------------------------------------------------------------------


def test_the_table_lists_what_the_modules_declare() -> None:
    from importlib import import_module
    from pkgutil import walk_packages

    from payband import commands

    declared = {
        (module.name.removeprefix("payband.commands."), name)
        for module in walk_packages(commands.__path__, "payband.commands.")
        for name in getattr(import_module(module.name), "COMMANDS", ())
    }
    assert sorted(declared) == sorted((row.module, row.name) for row in rows())
    assert len({row.name for row in rows()}) == len(rows())


def test_help_shows_the_commands_in_their_groups() -> None:
    done = run_payband("--help")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line for line in lines if max(map(len, lines)) > WIDEST] == []
    headings = [f"{name}:" for name in GROUPS]
    assert [line for line in lines if line in headings] == headings
    shown = re.findall("^  ([a-z].*?)  ", done.stdout, re.MULTILINE)
    assert shown == [row.name for row in rows()]
    assert run_payband("help").stdout == run_payband("-h").stdout == done.stdout


@pytest.mark.parametrize("first", ["excel", "libreoffice", "figures"])
def test_the_first_of_two_words_has_help_too(first: str) -> None:
    done = run_payband(first, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    wanted = [row for row in rows() if row.name.startswith(f"{first} ")]
    assert [line.split("  ")[0] for line in done.stdout.splitlines()] == [f"payband {row.name}" for row in wanted]
    alone = run_payband(first)
    assert (alone.returncode, alone.stdout) == (2, "")
    assert all(row.name.split()[1] in alone.stderr for row in wanted)


# --- how to start --------------------------------------------------------------------------------------------------


def test_payband_alone_says_how_to_start() -> None:
    done = run_payband()
    assert (done.returncode, done.stderr) == (0, "")
    starts = ["Try it", "Start your own", "In Excel", "Step by step"]
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == starts


def test_what_payband_alone_says_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"(payband [a-z].*?)(?:, then| \(|$)", START, re.MULTILINE)
    assert [line.split()[1] for line in lines] == ["build-workbooks", "review", "new", "excel", "guide"]
    for line in lines:
        run_line(line, capsys)
    assert {"example-2026-staff.csv", "example-2026-answers.xlsx", "review.xlsx", "payband.xlsx"} <= set(os.listdir())


# --- what is misspelt ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["reveiw"], "did you mean 'review'?"),
        (["Review", "x.xlsx"], "did you mean 'review'?"),
        (["compar", "x.xlsx"], "did you mean 'compare'?"),
        (["import_spine", "x.csv"], "did you mean 'import-spine'?"),
        (["exel", "lite"], "did you mean 'excel'?"),
        (["excel", "light"], "did you mean 'lite'?"),
        (["figures", "instal"], "did you mean 'install'?"),
        (["--hlp"], "did you mean '--help'?"),
        (["--versoin"], "did you mean '--version'?"),
        (["review", "x.xlsx", "--natve"], "did you mean '--native'?"),
        (["review", "x.xlsx", "--ouput=y.xlsx"], "did you mean '--output'?"),
        (["review", "x.xlsx", "-output", "y.xlsx"], "did you mean '--output'?"),
        (["new", "--bdy", "Anytown"], "did you mean '--body'?"),
        (["respell", "x.xlsx", "--fro", "calc"], "did you mean '--for'?"),
        (["excel", "lite", "--outptu", "y.xlsx"], "did you mean '--output'?"),
        (["solve", "x.xlsx", "awrd"], "did you mean 'award'?"),
        (["xyz"], "--help lists them all"),
    ],
)
def test_a_misspelt_word_gets_the_nearest(words: list[str], meant: str) -> None:
    done = run_payband(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: payband" in done.stderr
    assert meant in done.stderr
    assert "Traceback" not in done.stderr


def test_a_word_too_many_is_named() -> None:
    done = run_payband("review", "my", "review.xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'review.xlsx' is one word too many; put a name with spaces into double quotes" in done.stderr


@pytest.mark.parametrize("words", [["review", "no.xlsx", "--js"], ["review", "no.xlsx", "-oout.xlsx"]])
def test_the_beginning_of_an_option_and_one_that_is_joined_on_are_taken(words: list[str], tmp_path: Path) -> None:
    done = run_payband(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert "usage" not in done.stderr
    assert "no.xlsx" in done.stderr


# --- the help of each command --------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", COMMANDS)
def test_the_help_of_a_command_ends_with_one_or_two_examples(row: Row) -> None:
    examples = command_of(row).examples
    assert 1 <= len(examples) <= 2
    lines = parser_of(row).format_help().splitlines()
    assert lines[-len(examples) - 1 :] == ["examples:", *(f"  {line}" for line in examples)]
    assert all(line.startswith(f"payband {row.name}") for line in examples)
    assert row.help in lines


@pytest.mark.parametrize("row", [each for each in COMMANDS if each.id not in ("reconcile", "libreoffice install")])
def test_the_examples_work(row: Row, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in command_of(row).examples:
        if row.name == "figures remove":
            run_line("payband figures install payband-figures-2026-11.zip", capsys)
        assert run_line(line, capsys).strip()
        output = re.search(r"-o (\S+)", line)
        assert output is None or (folder / output[1]).exists()


def only_row(name: str) -> Row:
    row = row_of(name)
    assert row is not None
    return row


def test_the_example_that_calculates_in_libreoffice_works(
    soffice: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = command_of(only_row("reconcile")).examples
    assert [run_line(line, capsys).endswith(" 0 differ\n") for line in lines] == [True]


def test_the_example_that_installs_in_libreoffice_works(
    soffice: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As an ordinary user in a home of their own, whoever runs the tests."""
    user = OrdinaryUser()

    def run(command: list[str]) -> None:
        for word in command:
            if word.endswith(".oxt"):
                user.give(Path(word))
        status, said = user.run(command)
        assert status == 0, said

    monkeypatch.setenv("PAYBAND_SOFFICE", soffice)
    monkeypatch.setattr(install, "_is_root", lambda: False)
    monkeypatch.setattr(install, "_run", run)
    try:
        for line in command_of(only_row("libreoffice install")).examples:
            assert "payband is installed in LibreOffice" in run_line(line, capsys)
    finally:
        user.leave()


def test_batch_lists_its_columns() -> None:
    text = run_payband("batch", "--help").stdout
    for name, holds in KNOWN.items():
        assert re.search(rf"^  {re.escape(name)} +{re.escape(holds)}$", text, re.MULTILINE)
    assert max(map(len, text.splitlines())) <= WIDEST


def test_the_columns_that_batch_lists_are_those_that_it_reads() -> None:
    assert {SALARY, EMPLOYEE, POST_NUMBER, *PostColumns({}, cells=False).coded} == set(KNOWN)


# --- start-up ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "module"),
    [([], None), (["--help"], None), (["--version"], None), (["undo", "--help"], "undo"), (["new", "--help"], "new")],
)
def test_only_the_command_that_is_asked_for_is_imported(words: list[str], module: str | None) -> None:
    script = (
        "import sys\nfrom payband.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    imported = set(done.stderr.split())
    of_commands = {row.module for row in rows() if f"payband.commands.{row.module}" in imported}
    assert of_commands == ({module} if module else set())
    assert ("argparse" in imported) == bool(module)


@pytest.mark.parametrize(("words", "says"), [
    (["help", "solve"], "Find the award"), (["-h", "solve"], "Find the award"), (["help", "excel"], "excel lite"),
])  # fmt: skip
def test_help_of_a_command_by_name(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with contextlib.suppress(SystemExit):
        assert main(words) == 0
    assert says in capsys.readouterr().out
