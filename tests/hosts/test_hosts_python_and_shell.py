"""The cases of the worksheet functions in Python, as hosts call the registry, and in the shell."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from payband import rules
from payband.errors import PaybandError
from payband.hosts.cells import as_host_cells
from payband.registry import function, functions
from tests.support.host_cases import CASES, Case, differences

rules.load()


@pytest.fixture(scope="module", autouse=True)
def calls(request: pytest.FixtureRequest) -> Iterator[dict[str, int]]:
    """How many calls each way made, printed at the end."""
    counted = {"Python": 0, "shell": 0}
    yield counted
    print("\ncalls: " + ", ".join(f"{host} {count}" for host, count in counted.items()))


def error_of(cell: Any) -> str | None:
    """The error value that a cell would show."""
    return cell.cell_value if isinstance(cell, PaybandError) else None


@pytest.mark.parametrize("case", CASES, ids=str)
def test_python(case: Case, calls: dict[str, int]) -> None:
    calls["Python"] += 1
    found = function(case.function).in_cells(case.arguments)
    answer = as_host_cells(found, day=lambda day: day, error=lambda error: error)
    assert differences(case, answer, error=error_of, day=lambda day: day) == ""
    if "says" in case.expected:
        said = function("CHECK").in_cells([case.function, *case.arguments])
        assert case.expected["says"] in said


def test_every_function_has_a_case() -> None:
    assert {each.name for each in functions()} == {case.function for case in CASES}


def shell_words(case: Case) -> list[str]:
    """The arguments as they are typed: blanks as nothing, columns and tables as JSON."""
    words = []
    for argument in case.arguments:
        if isinstance(argument, list):
            words.append(json.dumps(argument))
        else:
            words.append("" if argument is None else str(argument))
    return words


SINGLE = [case for case in CASES if "answer" in case.expected and not isinstance(case.expected["answer"], list)]


@pytest.mark.parametrize("case", SINGLE, ids=str)
def test_shell(case: Case, calls: dict[str, int]) -> None:
    calls["shell"] += 1
    done = subprocess.run(
        [sys.executable, "-m", "payband", "call", "--json", case.function, *shell_words(case)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert differences(case, answer, error=lambda cell: None, day=date.fromisoformat) == ""


@pytest.mark.parametrize("case", [case for case in CASES if "error" in case.expected], ids=str)
def test_shell_says_what_is_wrong(case: Case, calls: dict[str, int]) -> None:
    calls["shell"] += 1
    done = subprocess.run(
        [sys.executable, "-m", "payband", "call", case.function, *shell_words(case)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    # The shell hands every word over as text, so that a number is told apart from a date only by what it says.
    assert done.stderr.startswith("payband: ")
    assert done.stdout == ""
