"""The net: every answer, copy, explanation and exit status of many reviews is what it was when it was frozen.

A change that is meant is written into the net by `python -m tests.net.freeze`; the diff says which figures it moved.
"""

from __future__ import annotations

import pytest

from tests.net.cases import CASES, ENDING, FROZEN, pages_of
from tests.net.text import difference


@pytest.mark.parametrize("name", CASES)
def test_nothing_has_changed(name: str) -> None:
    found = pages_of(name)
    frozen = {file: path.read_text(encoding="utf-8") if (path := FROZEN / file).exists() else "" for file in found}
    differing = [text for file in found if (text := difference(frozen[file], found[file], file))]
    if differing:
        pytest.fail("\n".join(differing), pytrace=False)


def test_every_frozen_file_is_of_a_case() -> None:
    files = {path.relative_to(FROZEN).as_posix() for path in FROZEN.rglob(f"*{ENDING}")}
    of_cases = {f"{name}{end}{ENDING}" for name in CASES for end in ("", "-explained")}
    assert files <= of_cases
