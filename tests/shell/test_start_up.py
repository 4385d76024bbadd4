"""Start-up: a worksheet function needs the standard library alone, and the command starts in a blink."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.run import TOP
from tests.support.workbooks import LEICESTER

HEAVY = ("numpy", "pandas", "pydantic", "openpyxl", "simplejson", "xlwings", "python_calamine")

CALLS = """
import sys
sys.path.insert(0, {top!r})
sys.dont_write_bytecode = True
from datetime import date
import payband
assert str(payband.employer_ni(3000, date(2025, 5, 31))) == "387.45"
assert str(payband.protection(200000, 100000, "02/01/2012", 24)) == "200000.00"
assert payband.slot_point(97575, "Divisional Director") == 9
assert str(payband.slot([97575], [[6, 76725], [9, 85575]]).rows[0][1]) == "85575.00"
assert str(payband.on_costs(30000, "2025-26", "19.5%")) == "9599.40"
assert payband.needs_approval(91269, 107264, "Harrow") is True
assert len(payband.pay_range("NJC", 2, 43, "31/03/2026")) == 42
assert str(payband.uplift(30000, "3.2%")) == "30960.00"
assert str(payband.salary("NJC", 20, "01/04/2024")) == "31586.00"
try:
    payband.salary("NJK", 20)
except payband.UnknownName as error:
    assert "did you mean 'NJC'" in str(error)
from payband import registry, rules
rules.load()
assert len(registry.functions()) >= 20
outside = sorted({{name.partition(".")[0] for name in sys.modules}} - set(sys.stdlib_module_names) - {{"payband"}})
print(*outside)
"""


def test_a_worksheet_function_needs_the_standard_library_alone(tmp_path: Path) -> None:
    # -I and -S: no site-packages, nothing of the user's; only the repository itself can be imported.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", CALLS.format(top=str(TOP))],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert set(done.stdout.split()) <= {"__main__"}


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], HEAVY),
        (["call", "EMPLOYERNI", "3000", "2025-05-31"], HEAVY),
        (["functions"], HEAVY),
        (["rates"], HEAVY),
        (["spines"], HEAVY),
        (["review", str(LEICESTER), "--json"], ("pandas", "openpyxl", "xlwings")),
    ],
)
def test_what_a_command_does_not_import(arguments: list[str], unwanted: tuple[str, ...], tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from payband.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        f"print(*[name for name in {unwanted!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TOP), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout
    assert done.stderr.split() == []


# --- how long whole processes take ---------------------------------------------------------------------------------

PYTHON_ALONE = [sys.executable, "-c", "pass"]
TRIES = 3


def installed_command() -> list[str]:
    """The command as it is installed, or, where it is not, the same through Python."""
    found = shutil.which("payband", path=sysconfig.get_path("scripts"))
    return [found] if found else [sys.executable, "-m", "payband"]


def seconds(commands: Sequence[Sequence[str]], runs: int, folder: Path) -> list[float]:
    """The least time of each command, run in turn: what else the machine does can only add to it."""
    taken: list[list[float]] = [[] for _ in commands]
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    for number in range(runs + 1):
        for index, command in enumerate(commands):
            start = time.perf_counter()
            subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
            if number:  # the first run warms the disk's cache
                taken[index].append(time.perf_counter() - start)
    return [min(each) for each in taken]


@pytest.mark.parametrize(
    ("arguments", "times"), [(["--help"], 4.0), (["call", "EMPLOYERNI", "3000", "2025-05-31"], 10.0)]
)
def test_the_command_starts_in_a_few_times_what_python_takes(
    arguments: list[str], times: float, tmp_path: Path
) -> None:
    ratios = []
    for _ in range(TRIES):
        alone, ours = seconds([PYTHON_ALONE, [*installed_command(), *arguments]], 9, tmp_path)
        ratios.append(ours / alone)
        if ratios[-1] <= times:
            return
    pytest.fail(f"{' '.join(arguments)} takes {ratios} times what Python alone takes, more than {times:g}")


def test_a_review_takes_less_than_the_imports_of_others(tmp_path: Path) -> None:
    # Without xlwings the other side is quicker and the test the stricter.
    modules = "pandas, openpyxl, xlwings" if importlib.util.find_spec("xlwings") else "pandas, openpyxl"
    review = [*installed_command(), "review", str(LEICESTER), "-o", str(tmp_path / "answers.xlsx")]
    ratios = []
    for _ in range(TRIES):
        others, ours = seconds([[sys.executable, "-c", f"import {modules}"], review], 5, tmp_path)
        ratios.append(ours / others)
        if ratios[-1] < 1:
            return
    pytest.fail(f"the review takes {ratios} times as long as importing {modules}")
