"""Excel by a server of one's own: a real xlwings Server, started from the project that payband writes."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from socket import socket
from typing import Any

import pytest

from payband import rules
from payband.errors import WrongInput
from payband.hosts.excel import server
from payband.registry import functions
from tests.excel_js import NEEDS_XLWINGS_SERVER, SECONDS, call_as_excel, difference, needs_node, stop
from tests.host_cases import CASES

pytestmark = NEEDS_XLWINGS_SERVER
rules.load()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("server")
    server.build(folder)
    return folder


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    """The address of the project's server, started as its README says."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = project / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, str(project / "start.py"), "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(SECONDS * 10):
            if process.poll() is not None:
                pytest.fail(f"the server ended: {log.read_text()}")
            try:
                read(f"{url}/")
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        else:
            pytest.fail(f"the server did not answer in {SECONDS} seconds: {log.read_text()}")
        yield url
    finally:
        stop(process)


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        text: str = answer.read().decode()
    return text


@pytest.fixture(scope="module")
def answered(address: str) -> dict[str, Any]:
    needs_node()
    # The manifest says PAYBAND, the functions the rest.
    answers = call_as_excel(address, [{"function": case.function, "arguments": case.arguments} for case in CASES])
    print(f"\ncalls: xlwings Server {len(CASES)}")
    return answers


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: str(CASES[number]))
def test_case(number: int, answered: dict[str, Any]) -> None:
    assert difference(CASES[number], answered["outcomes"][number]) == ""


def test_names(address: str, answered: dict[str, Any]) -> None:
    assert {each["name"] for each in answered["meta"]["functions"]} == {entry.name for entry in functions()}
    manifest = read(f"{address}/manifest")
    assert '<bt:String id="Functions.Namespace" DefaultValue="PAYBAND" />' in manifest
    assert '<DisplayName DefaultValue="payband" />' in manifest


def test_button(address: str) -> None:
    assert '"function_name":"review"' in read(f"{address}/xlwings/custom-scripts-meta.json")
    assert 'xw-click="review"' in read(f"{address}/taskpane.html")


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    with pytest.raises(WrongInput, match="give a new folder"):
        server.build(tmp_path)
    assert (tmp_path / "README.md").read_text() == "mine"


def test_project(project: Path) -> None:
    said = "\n".join(server.build(project))
    assert str(project) in said
    assert "licence" in said
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert "python start.py" in readme
    assert "PolyForm Noncommercial" in readme
    settings = (project / ".env").read_text(encoding="utf-8")
    server.build(project, licence_key="another")
    assert (project / ".env").read_text(encoding="utf-8") == settings
    for name in ("start.py", "custom_functions/__init__.py", "custom_scripts/__init__.py"):
        compile((project / name).read_text(encoding="utf-8"), name, "exec")
