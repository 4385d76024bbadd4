"""Excel by a server of one's own: a real xlwings Server, started from the project that payband writes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection, socket
from typing import Any

import pytest

from payband import rules
from payband.errors import WrongInput
from payband.hosts.excel import server
from payband.registry import functions
from tests.support.excel_js import NEEDS_XLWINGS_SERVER, SECONDS, call_as_excel, difference, needs_node, stop
from tests.support.host_cases import CASES

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


def test_a_request_beyond_reason_is_not_read(address: str) -> None:
    """Its headers alone are sent: the server refuses it before there is anything to read."""
    with create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=10) as line:
        line.sendall(b"POST /xlwings/custom-functions-call HTTP/1.1\r\nHost: x\r\nContent-Length: 700000000\r\n\r\n")
        said = b"".join(iter(lambda: line.recv(4096), b"")).decode()  # the answer may come in several pieces
    assert said.startswith("HTTP/1.1 413")
    assert "more than the server reads at once (64 MB)" in said
    assert read(f"{address}/")


@pytest.mark.parametrize(
    ("rows", "variable", "says"),
    [
        (100_001, "", "EMPLOYERNI was given 100,001 rows at once, more than this server answers (100,000)"),
        (11, "10", "11 rows at once, more than this server answers (10)"),
        (10, "10", ""),
        (1_048_576, "no limit here", ""),
    ],
)
def test_a_call_has_a_limit_of_rows_on_a_server(rows: int, variable: str, says: str) -> None:
    """In a process of its own, as xlwings decides on import what it is. The last is a person's own machine."""
    script = (
        "import os, sys\n"
        "rows = int(sys.argv[1])\n"
        "from payband.hosts.excel.functions import worksheet_functions\n"
        "ask = worksheet_functions()['payband_employerni']\n"
        "full = [[3000]] * min(rows, 100_001) + [['']] * (1_048_576 - min(rows, 100_001))\n"
        "answer = ask.__wrapped__ if hasattr(ask, '__wrapped__') else ask\n"
        "try:\n"
        "    print(len(answer(full, '31/05/2025')))\n"
        "except Exception as error:\n"
        "    print(error)\n"
    )
    on_server = variable != "no limit here"
    environment = {
        **os.environ,
        "XLWINGS_ON_SERVER": "true" if on_server else "",
        "XLWINGS_LICENSE_KEY": "noncommercial",
        "PAYBAND_MOST_ROWS": variable if on_server else "",
    }
    done = subprocess.run(
        [sys.executable, "-c", script, str(rows)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert (says in done.stdout) if says else done.stdout.strip() in ("10", "100001")


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
