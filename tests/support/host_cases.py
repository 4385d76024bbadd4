"""The cases that every host answers alike: what a function is given as cells hold it, and what must come back."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from tests.run import TOP

__all__ = ["CASES", "Case", "differences"]


class Case(NamedTuple):
    """One call: a function, its arguments as a host hands them over, and what is expected."""

    function: str
    arguments: list[Any]
    expected: dict[str, Any]
    source: str

    def __str__(self) -> str:
        return f"{self.function}: {self.source}"


def _load() -> list[Case]:
    path = TOP / "tests" / "cases" / "worksheet_functions.json"
    return [
        Case(record.pop("function"), record.pop("arguments"), record, record["source"])
        for record in json.loads(path.read_text(encoding="utf-8"))
    ]


CASES = _load()


def differences(case: Case, answer: Any, *, error: Callable[[Any], str | None], day: Callable[[Any], date]) -> str:
    """How a host's answer differs from what is expected, in words; nothing when it does not.

    A single value or nested lists of rows. `error` gives the error value that a host's cell holds (None for no error);
    `day` reads a host's date.
    """
    expected = case.expected
    if "error" in expected:
        first = answer[0][0] if isinstance(answer, (list, tuple)) else answer
        return "" if error(first) == expected["error"] else f"{answer!r} instead of {expected['error']}"
    if "date" in expected:
        return "" if day(answer) == date.fromisoformat(expected["date"]) else f"{answer!r} instead of a date"
    if "starts" in expected:
        return "" if str(answer).startswith(expected["starts"]) else f"{answer!r} starts otherwise"
    if "last_row" in expected:
        return _compare(list(answer[-1][: len(expected["last_row"])]), expected["last_row"], error, day)
    if "first_column" in expected:
        first = _compare([row[0] for row in answer], expected["first_column"], error, day)
        return first or _compare([row[1] for row in answer], expected["second_column"], error, day)
    return _compare(answer, expected["answer"], error, day)


def _compare(found: Any, expected: Any, error: Callable[[Any], str | None], day: Callable[[Any], date]) -> str:
    if isinstance(expected, dict) and "date" in expected:
        return "" if day(found) == date.fromisoformat(expected["date"]) else f"{found!r} instead of {expected['date']}"
    if isinstance(expected, dict):
        return "" if error(found) == expected["error"] else f"{found!r} instead of {expected['error']}"
    if isinstance(expected, list):
        if not isinstance(found, (list, tuple)) or len(found) != len(expected):
            return f"{found!r} instead of {expected!r}"
        return next(
            filter(None, (_compare(one, other, error, day) for one, other in zip(found, expected, strict=True))), ""
        )
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        same = isinstance(found, (int, float)) and not isinstance(found, bool) and float(found) == float(expected)
    elif expected == "":
        same = found in ("", None)
    else:
        same = found == expected
    return "" if same else f"{found!r} instead of {expected!r}"
