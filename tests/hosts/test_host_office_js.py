"""Excel by Office.js: the JavaScript that xlwings generates in Node, against xlwings' own dispatcher."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from payband import rules
from payband.hosts.excel.functions import LONGEST_HELP, signature
from payband.registry import functions
from tests.run import TOP
from tests.support.excel_js import NEEDS_XLWINGS_SERVER, ErrorValue, call_as_excel, difference, needs_node, shown, stop
from tests.support.host_cases import CASES

pytestmark = NEEDS_XLWINGS_SERVER
rules.load()

OTHER_CALLS: list[tuple[str, list[Any], Any]] = [
    ("PAYBAND.EMPLOYERNI", ["#DIV/0!", 45808], "#DIV/0!"),
    ("PAYBAND.EMPLOYERNI", [[[3000], ["#N/A"], [8000]], 45808], [[387.45], ["#N/A"], [1137.45]]),
    ("PAYBAND.EMPLOYERNI", [3000, "#SPILL!"], "#VALUE!"),
    ("PAYBAND.EMPLOYERNI", [[["#SPILL!"], [3000]], 45808], [["#VALUE!"], [387.45]]),
    ("PAYBAND.EMPLOYERNI", [True, 45808], "#VALUE!"),
    ("PAYBAND.PAYRANGE", [[["point", "salary"]], 1, 2], "#VALUE!"),
    ("PAYBAND.EMPLOYERNI", [[[3000], *[[""]] * 1_048_575], 45808], 387.45),  # a whole column of a sheet
]


@pytest.fixture(scope="module")
def dispatcher() -> Iterator[str]:
    """The address of xlwings' dispatcher."""
    needs_node()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.excel_dispatcher"],
        cwd=TOP,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()  # ends when the program does
        assert port.isdecimal(), "the dispatcher did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


@pytest.fixture(scope="module")
def answered(dispatcher: str) -> dict[str, Any]:
    calls = [{"function": f"PAYBAND.{case.function}", "arguments": case.arguments} for case in CASES]
    calls += [{"function": name, "arguments": arguments} for name, arguments, _ in OTHER_CALLS]
    answers = call_as_excel(dispatcher, calls)
    print(f"\ncalls: Office.js {len(calls)}")
    return answers


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: str(CASES[number]))
def test_case(number: int, answered: dict[str, Any]) -> None:
    outcome = answered["outcomes"][number]
    assert difference(CASES[number], outcome) == ""
    assert outcome["requests"] == 1  # none is tried again


@pytest.mark.parametrize("number", range(len(OTHER_CALLS)), ids=lambda number: str(OTHER_CALLS[number][2]))
def test_what_excel_hands_over(number: int, answered: dict[str, Any]) -> None:
    expected = OTHER_CALLS[number][2]
    found = shown(answered["outcomes"][len(CASES) + number])
    assert found == expected
    for cell in found[0] + found[1] if isinstance(found, list) else [found]:
        assert isinstance(cell, ErrorValue) == (isinstance(cell, str) and cell.startswith("#"))


def test_description(answered: dict[str, Any]) -> None:
    described = {each["name"]: each for each in answered["meta"]["functions"]}
    assert set(described) == {f"PAYBAND.{entry.name}" for entry in functions()}
    for entry in functions():
        each = described[f"PAYBAND.{entry.name}"]
        assert each["id"] == f"PAYBAND_{entry.name}"
        assert each["description"] == entry.help
        assert [one["name"] for one in each["parameters"]] == [argument.parameter for argument in entry.arguments]
        for one, argument in zip(each["parameters"], entry.arguments, strict=True):
            assert one["description"].startswith(argument.help)
            assert len(one["description"]) <= LONGEST_HELP
            parameter = signature(entry).parameters[argument.parameter]
            assert one.get("optional", False) == (parameter.default is None)
            if argument.required:
                assert "optional" not in one
    assert answered["meta"]["allowErrorForDataTypeAny"] is True


@pytest.mark.parametrize("runtime", ["1.2", "1.3"])
def test_an_excel_that_takes_no_error_values(dispatcher: str, runtime: str) -> None:
    """It would show an error within an answer as text: the whole answer is an error then, with the message."""
    calls = [
        {"function": "PAYBAND.EMPLOYERNI", "arguments": [[[3000], ["x"]], 45808]},
        {"function": "PAYBAND.EMPLOYERNI", "arguments": [3000, "31/05/2030"]},
        {"function": "PAYBAND.EMPLOYERNI", "arguments": [[[3000], [8000]], 45808]},
    ]
    outcomes = call_as_excel(dispatcher, calls, runtime)["outcomes"]
    assert [shown(outcome) for outcome in outcomes] == ["#VALUE!", "#VALUE!", [[387.45], [1137.45]]]
    assert "give a number" in shown(outcomes[0]).hover
    assert "known to 5 April 2027" in shown(outcomes[1]).hover
