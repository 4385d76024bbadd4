"""What the tests of Office.js share: Node in Excel's part, and how an answer is read as Excel shows it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.support.host_cases import Case, differences
from tests.support.lite_node import HOW_TO_INSTALL_NODE, IN_CI, find_node, give_up

__all__ = ["NEEDS_XLWINGS_SERVER", "SECONDS", "call_as_excel", "difference", "needs_node", "shown", "stop"]

SECONDS = 120
# Found, not imported: it would make every xlwings of this process a server's.
NEEDS_XLWINGS_SERVER = pytest.mark.skipif(  # in CI nothing is skipped: there they fail without it
    find_spec("xlwings_server") is None and not IN_CI,
    reason="xlwings Server is not installed: pip install xlwings-server",
)
SCRIPT = Path(__file__).with_name("excel_office.mjs")

# Excel's names for the error values in a custom function's answer.
ERROR_VALUES = {
    "Div0": "#DIV/0!",
    "NotAvailable": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


def needs_node() -> str:
    """Node's program; without it a test is skipped, and in CI it fails."""
    found = find_node()
    if found is None:
        give_up(f"Node.js is not installed: {HOW_TO_INSTALL_NODE}")
    return found[0][0]


def call_as_excel(url: str, calls: Sequence[dict[str, Any]], runtime: str = "1.4") -> dict[str, Any]:
    """The functions' description and the outcome of each call."""
    done = subprocess.run(
        [needs_node(), str(SCRIPT), url],
        input=json.dumps({"runtime": runtime, "calls": list(calls)}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answered: dict[str, Any] = json.loads(done.stdout)
    return answered


class ErrorValue(str):
    """A true error value in a cell, with what appears over the cell."""

    hover = ""


def shown(outcome: dict[str, Any]) -> Any:
    """What Excel puts into its cells: one value, or rows."""
    if "answer" not in outcome:
        assert outcome["thrown"], outcome
        error = ErrorValue(outcome["code"])
        error.hover = outcome["message"]
        return error
    rows = [[_cell(cell) for cell in row] for row in outcome["answer"]]
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def _cell(cell: Any) -> Any:
    if isinstance(cell, dict):
        if cell["type"] == "Error":
            return ErrorValue(ERROR_VALUES[cell["errorType"]])
        assert cell == {**cell, "type": "FormattedNumber", "numberFormat": "dd/mm/yyyy"}
        return date(1899, 12, 30) + timedelta(days=cell["basicValue"])
    # A text that looks like an error would be passed over by a sum.
    assert not (isinstance(cell, str) and cell.startswith("#")), cell
    return cell


def difference(case: Case, outcome: dict[str, Any]) -> str:
    """How an outcome differs from what is expected, in words; the words of an error must be there as well."""
    answer = shown(outcome)
    found = differences(case, answer, error=lambda cell: str(cell) if isinstance(cell, ErrorValue) else None, day=_day)
    if not found and "says" in case.expected and case.expected["error"] == "#VALUE!":
        return "" if case.expected["says"] in answer.hover else f"the message is {answer.hover!r}"
    return found


def _day(cell: Any) -> date:
    assert isinstance(cell, date), cell
    return cell


def stop(process: subprocess.Popen[str]) -> None:
    """Ends a server that a test has started."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
