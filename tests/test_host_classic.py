"""Excel on Windows: xlwings' own UDF machinery with Windows stood in for, and the VBA around it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from payband import rules
from payband.errors import PaybandError
from payband.hosts.excel import classic
from payband.hosts.excel.functions import CATEGORY, LONGEST_HELP, python_name, signature
from payband.registry import function, functions
from tests.host_cases import CASES, differences
from tests.run import TOP

pytestmark = pytest.mark.skipif(find_spec("xlwings") is None, reason="xlwings is not installed: pip install xlwings")
rules.load()

SECONDS = 120
TRUE_ERRORS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
}
# What VBA keeps for itself: no argument can be called so.
RESERVED_WORDS = """
and as boolean byref byte byval call case const currency date declare dim do double each else end enum erase error
event exit false for friend function get global goto if implements in integer is let lib like long loop lset me mod
new next not nothing null object on option optional or paramarray preserve print private property public put
raiseevent redim resume return rset select set single static step stop string sub then to true type typeof until
variant wend while with withevents write xor
"""


def run_as_on_windows(folder: Path, calls: list[dict[str, Any]]) -> dict[str, Any]:
    """The real xlwings answers the calls from the UDF module in a folder."""
    asked = {"folder": str(folder), "module": classic.UDF_MODULE.removesuffix(".py"), "calls": calls}
    done = subprocess.run(
        [sys.executable, "-m", "tests.excel_windows"],
        input=json.dumps(asked),
        cwd=TOP,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answered: dict[str, Any] = json.loads(done.stdout)
    return answered


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("classic")
    classic.install(folder)
    return folder


EXTRA: list[dict[str, Any]] = [
    {"function": "EMPLOYERNI", "arguments": [3000, {"date": "2025-05-31"}], "says": 387.45},
    {"function": "EMPLOYERNI", "arguments": ["#N/A", 45808], "says": "#N/A: an argument holds the error #N/A"},
    {"function": "EMPLOYERNI", "arguments": ["#SPILL!", 45808], "says": "#VALUE!: an argument holds the error"},
    {"function": "EMPLOYERNI", "arguments": [[[3000], ["#DIV/0!"]], 45808], "says": "#DIV/0!: an argument holds"},
    {"function": "EMPLOYERNI", "arguments": [[[3000], ["#CALC!"]], 45808], "says": "#VALUE!: an argument holds"},
    {"function": "UPLIFT", "arguments": [True, 0.03], "says": "#VALUE!: "},
    {"function": "PAYRANGE", "arguments": [[["point", "salary"]], 1, 2], "says": "#VALUE!: spine has no rows"},
    {"function": "PROTECTIONENDS", "arguments": [{"date": "2012-01-02"}], "says": {"date": "2014-01-01"}},
]


@pytest.fixture(scope="module")
def answered(installed: Path) -> Iterator[dict[str, Any]]:
    calls = [
        {"function": f"payband_{case.function.lower()}", "arguments": case.arguments, "ranges": ranges}
        for ranges in (True, False)
        for case in CASES
    ]
    calls += [{"function": f"payband_{each['function'].lower()}", "arguments": each["arguments"]} for each in EXTRA]
    answers = run_as_on_windows(installed, calls)
    yield answers
    print(f"\ncalls: Excel on Windows {len(calls)}")


def error_of(cell: Any) -> str | None:
    """The error value that payband's VBA makes of an answer's text."""
    if not isinstance(cell, str):
        return None
    value, colon, _ = cell.partition(": ")
    return value if colon and value in TRUE_ERRORS else None


def as_rows(answer: Any) -> Any:
    """xlwings hands a single row over as a flat one, which Excel lays out as a row."""
    return [answer] if isinstance(answer, list) and not isinstance(answer[0], list) else answer


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: str(CASES[number]))
@pytest.mark.parametrize("ranges", [True, False], ids=["ranges", "arrays"])
def test_case(number: int, ranges: bool, answered: dict[str, Any]) -> None:
    case = CASES[number]
    answer = answered["answers"][number if ranges else number + len(CASES)]
    answer = as_rows(answer)
    found = differences(case, answer, error=error_of, day=lambda day: date.fromisoformat(day["date"]))
    assert found == ""
    if "says" in case.expected:
        first = answer[0][0] if isinstance(answer, list) else answer
        assert case.expected["says"] in first


@pytest.mark.parametrize("number", range(len(EXTRA)), ids=lambda number: str(EXTRA[number]["says"]))
def test_what_com_hands_over(number: int, answered: dict[str, Any]) -> None:
    expected = EXTRA[number]["says"]
    answer = answered["answers"][2 * len(CASES) + number]
    if isinstance(answer, list):
        answer = answer[-1][0]
    assert answer.startswith(expected) if isinstance(expected, str) else answer == expected


# --- the function wizard -------------------------------------------------------------------------------------------


def test_what_xlwings_knows(answered: dict[str, Any]) -> None:
    known = answered["functions"]
    assert set(known) == {python_name(entry) for entry in functions()}
    for entry in functions():
        each = known[python_name(entry)]
        assert each["category"] == CATEGORY
        assert each["help"] == entry.help
        assert list(each["arguments"]) == [argument.parameter for argument in entry.arguments]
        for text in (each["help"], *each["arguments"].values()):
            assert 10 < len(text) <= LONGEST_HELP


def test_wizard_texts_in_vba() -> None:
    text = classic.vba_module()
    described = text.partition("Public Sub PaybandDescribe()")[2].partition("End Sub")[0]
    strings = [each.replace('""', '"') for each in re.findall(r'"((?:[^"]|"")*)"', described)]
    assert max(map(len, strings)) <= LONGEST_HELP
    assert f'Category:="{CATEGORY}"' in text
    for entry in functions():
        assert f'Describe "{python_name(entry).upper()}"' in described
        assert strings.count(entry.help) >= 1
        for argument in entry.arguments:
            assert any(each.startswith(argument.help) for each in strings)


# --- the VBA -------------------------------------------------------------------------------------------------------


def declared(text: str) -> dict[str, str]:
    """The functions that a VBA module declares, with their arguments."""
    found = re.findall(r"^(?:Public )?Function (payband_\w+)\((.*)\)\s*$", text, re.MULTILINE | re.IGNORECASE)
    return {name.lower(): arguments for name, arguments in found}


def test_the_declarations_are_those_of_xlwings(answered: dict[str, Any]) -> None:
    ours = declared(classic.vba_module())
    assert len(ours) == len(list(functions()))
    assert ours == declared(answered["vba"])


def test_the_vba_can_be_imported() -> None:
    text = classic.vba_module()
    text.encode("cp1252")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.split("\r\n")
    assert lines[0] == 'Attribute VB_Name = "PaybandFunctions"'
    assert max(map(len, lines)) < 1000  # the editor takes 1,023
    run = longest = 0
    for line in lines:
        run = run + 1 if line.endswith(" _") else 0
        longest = max(longest, run)
    assert longest <= 24  # continued lines
    for opening, closing in (("Function ", "End Function"), ("Sub ", "End Sub"), ("With ", "End With")):
        opened = [line for line in lines if re.match(rf"\s*(?:Public |Private )?{opening}", line)]
        assert len(opened) == sum(line.strip() == closing for line in lines)
    for entry in functions():
        for name in signature(entry).parameters:
            assert name.lower() not in RESERVED_WORDS.split()
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)


def test_errors_become_true_errors() -> None:
    text = classic.vba_module()
    assert dict(re.findall(r'Case "(#[^"]+)": code = (\d+)', text)) == {
        value: str(code) for value, code in TRUE_ERRORS.items()
    }
    assert "TrueError = CVErr(code)" in text
    # The text of an exception, which a sum passes over, is never an answer: xlwings' own wrapper would have it so.
    assert not re.search(r"^\s*\w+ = Err\.Description", text, re.MULTILINE)
    for entry in functions():
        name = python_name(entry).upper()
        body = text.partition(f"Public Function {name}(")[2].partition("End Function")[0]
        assert f'{name} = Answer("{python_name(entry)}", Array(' in body


# --- installing ----------------------------------------------------------------------------------------------------


def test_install(installed: Path) -> None:
    assert {path.name for path in installed.iterdir()} >= {classic.UDF_MODULE, classic.VBA_MODULE, classic.SETTINGS}
    said = "\n".join(classic.install(installed))
    assert str(installed) in said
    assert str(function("EMPLOYERNI").in_cells([3000, 45808])) == "387.45"
    assert "387.45" in said


def test_install_without_xlwings(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classic, "find_spec", lambda name: None)
    with pytest.raises(PaybandError, match="pip install"):
        classic.install(installed)
