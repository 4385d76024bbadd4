"""Excel on Windows: xlwings' own UDF machinery with Windows stood in for, and the VBA around it."""

from __future__ import annotations

import io
import json
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import olefile  # type: ignore[import-untyped,unused-ignore]
import openpyxl
import pytest

from payband import rules
from payband.errors import PaybandError
from payband.hosts.excel import classic
from payband.hosts.excel.addin import macro_workbook
from payband.hosts.excel.functions import CATEGORY, LONGEST_HELP, python_name, signature
from payband.hosts.excel.vba_project import compressed
from payband.registry import function, functions
from tests.conftest import run_with_children
from tests.run import TOP
from tests.support.host_cases import CASES, differences
from tests.support.lite_node import IN_CI, give_up

pytestmark = pytest.mark.skipif(
    find_spec("xlwings") is None and not IN_CI, reason="xlwings is not installed: pip install xlwings"
)
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
# What VBA or LibreOffice's Basic keeps for itself, and what both have as functions: no argument can be called so.
RESERVED_WORDS = """
and as boolean byref byte byval call case const currency date declare dim do double each else end enum erase error
event exit false for friend function get global goto if implements in integer is let lib like long loop lset me mod
new next not nothing null object on option optional or paramarray preserve print private property public put
raiseevent redim resume return rset select set single static step stop string sub then to true type typeof until
variant wend while with withevents write xor
alias any append attribute base binary cdecl classmodule close compare compatible elseif eqv explicit gosub imp input
line local lock lprint name open output ptrsafe random read rem shared system text vbasupport
asc chr instr lcase left len ltrim mid now replace right rtrim space split str timer trim ubound ucase val
"""


def run_as_on_windows(folder: Path, calls: list[dict[str, Any]]) -> dict[str, Any]:
    """The real xlwings answers the calls from the UDF module in a folder."""
    asked = {"folder": str(folder), "module": classic.UDF_MODULE.removesuffix(".py"), "calls": calls}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.excel_windows"],
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
    {"function": "PROTECTIONENDS", "arguments": [{"date": "2012-01-02"}, 24], "says": {"date": "2014-01-01"}},
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
    assert f'UDF_MODULE As String = "{classic.UDF_MODULE.removesuffix(".py")}"' in text
    # The text of an exception, which a sum passes over, is never an answer: xlwings' own wrapper would have it so.
    assert not re.search(r"^\s*\w+ = Err\.Description", text, re.MULTILINE)
    for entry in functions():
        name = python_name(entry).upper()
        body = text.partition(f"Public Function {name}(")[2].partition("End Function")[0]
        assert f'{name} = Answer("{python_name(entry)}", Array(' in body


# --- the VBA at work -----------------------------------------------------------------------------------------------

# What stands in for Python: texts as payband's functions give them on Windows.
STAND_IN = """Attribute VB_Name = "StandIns"
Public Function StandIn(ByVal name As String, ByVal given As Variant) As Variant
    Dim table(0 To 1, 0 To 1) As Variant
    Select Case name
        Case "payband_salary": StandIn = "#N/A: there is no spine 'NJK'; did you mean 'NJC'?"
        Case "payband_uplift": StandIn = 132168
        Case "payband_levy": StandIn = given(0).Rows.Count
        Case "payband_slot": StandIn = Array(9, "#N/A: salary: a colon", "#NB: no error", "#1")
        Case "payband_rangemax": Err.Raise 1000, , "no Python"
        Case "payband_explain"
            table(0, 0) = 1: table(0, 1) = "#DIV/0!: an argument holds the error #DIV/0!"
            table(1, 0) = "#VALUE!: pay is 'x': give a number": table(1, 1) = "fine"
            StandIn = table
        Case Else: StandIn = name
    End Select
End Function
"""
STANDS_IN = {  # there is no Python to call, and LibreOffice does not say which cell calls
    "XLPy.CallUDF(UDF_MODULE, functionName, given)": "StandIn(functionName, given)",
    "Application.Caller.Cells(row, column).Address(External:=True)": '"the calling cell"',
}
KEPT_WORDS = """
Public Function Words(ByVal after As String) As String
    Dim found As Variant
    Select Case after
        Case "SALARY": found = PAYBAND_SALARY("NJK", 1)
        Case "RANGEMAX": found = PAYBAND_RANGEMAX("x")
        Case "SLOT": found = PAYBAND_SLOT(1, 2)
    End Select
    Words = messages.Item("the calling cell")
End Function
"""
FORMULAS = {  # what is typed, and what LibreOffice shows; it writes CVErr(2042), an error in Excel, as "Error 2042"
    'PAYBAND_SALARY("NJK",1)': "Error 2042",
    "PAYBAND_UPLIFT(1,2)": "132168",
    'PAYBAND_RANGEMAX("x")': "Error 2015",
    "PAYBAND_LEVY(H:H,1)": "20",
    "PAYBAND_LEVY(H1:H2,1)": "2",
    "PAYBAND_LEVY(H31:H40,1)": "1",
    'PAYBAND_CHECK("SLOT",1)': "payband_check",
    "INDEX(PAYBAND_SLOT(1,2),1,1)": "9",
    "INDEX(PAYBAND_SLOT(1,2),1,2)": "Error 2042",
    "INDEX(PAYBAND_SLOT(1,2),1,3)": "#NB: no error",
    "INDEX(PAYBAND_SLOT(1,2),1,4)": "#1",
    'INDEX(PAYBAND_EXPLAIN("EMPLOYERNI",1),1,1)': "1",
    'INDEX(PAYBAND_EXPLAIN("EMPLOYERNI",1),1,2)': "Error 2007",
    'INDEX(PAYBAND_EXPLAIN("EMPLOYERNI",1),2,1)': "Error 2015",
    'INDEX(PAYBAND_EXPLAIN("EMPLOYERNI",1),2,2)': "fine",
    'Words("SALARY")': "there is no spine 'NJK'; did you mean 'NJC'?",
    'Words("RANGEMAX")': "Python did not answer: no Python",
    'Words("SLOT")': "salary: a colon",
}
LAST_ROW = 20


def test_the_vba_runs(soffice: str, tmp_path: Path) -> None:
    """LibreOffice, which knows VBA, runs the module: errors become CVErr, messages are kept, columns are cut."""
    python = next((each for each in uno_pythons(soffice) if has_uno(each)), None)
    if python is None:
        give_up("no Python of this machine reaches LibreOffice: on Debian or Ubuntu: apt-get install python3-uno")
    text = classic.vba_module()
    for in_excel, here in STANDS_IN.items():
        assert text.count(in_excel) == 1
        text = text.replace(in_excel, here)
    text += KEPT_WORDS.replace("\n", "\r\n")
    cells = [f"<f>{escape(formula)}</f>" for formula in FORMULAS]
    cells += ["<v>0</v>"] * (LAST_ROW - len(cells))
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    modules = {"PaybandFunctions": text, "StandIns": STAND_IN.replace("\n", "\r\n")}
    workbook = tmp_path / "vba.xlsm"
    workbook.write_bytes(macro_workbook(modules, "Sheet1", [[cell] for cell in cells], kind))
    answers = tmp_path / "answers.json"
    script = TOP / "tests" / "support" / "excel_vba_in_calc.py"
    profile = (tmp_path / "profile").as_uri()
    said = run_with_children([python, str(script), soffice, profile, str(workbook), str(answers)], SECONDS)
    assert answers.exists(), said
    shown = json.loads(answers.read_text(encoding="utf-8"))
    print(f"\ncalls: payband's VBA in LibreOffice {len(FORMULAS)}")
    assert dict(zip(FORMULAS, shown, strict=False)) == FORMULAS


def uno_pythons(soffice: str) -> list[str]:
    program = Path(soffice).resolve().parent
    candidates = [program / "python", program.parent / "Resources" / "python", Path("/usr/bin/python3")]
    return [str(path) for path in candidates if path.is_file()] + [sys.executable]


def has_uno(python: str) -> bool:
    return subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0


# --- installing ----------------------------------------------------------------------------------------------------


def test_install(installed: Path, tmp_path: Path) -> None:
    written = {path.name for path in installed.iterdir()} - {"__pycache__"}
    assert written == {
        "payband-files.json", "payband.bas", "payband.xlam", "payband_udfs.py", "xlwings.bas", "xlwings.conf",
    }  # fmt: skip
    assert str(installed) in classic.install(installed)[0]
    again = {path.name: path.read_bytes() for path in installed.iterdir() if path.is_file()}
    classic.install(installed)
    assert again == {path.name: path.read_bytes() for path in installed.iterdir() if path.is_file()}
    assert any("387.45" in each for each in classic.steps(tmp_path))
    assert str(function("EMPLOYERNI").in_cells([3000, 45808])) == "387.45"


def test_functions_that_read_dates_refuse_a_workbook_that_counts_from_1904() -> None:
    text = classic.vba_module()
    refused = {name.lower() for name in re.findall(r'Answer\("(payband_\w+)", Array\(.*\), True\)', text)}
    free = {name.lower() for name in re.findall(r'Answer\("(payband_\w+)", Array\(.*\), False\)', text)}
    assert refused | free == {python_name(entry) for entry in functions()}
    for entry in functions():
        if python_name(entry) in free:
            assert not [one.parameter for one in entry.arguments if one.parameter.endswith(("date", "_on", "_year"))]
    assert python_name(function("EMPLOYERNI")) in refused
    assert python_name(function("PAYMULTIPLE")) in free
    assert "Date1904" in text


def test_install_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, "Successfully installed the xlwings add-in!\n", "")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "run", run)
    said = "\n".join(classic.install(tmp_path))
    assert commands[0][-4:] == ["addin", "install", "--file", str(tmp_path / "payband.xlam")]
    assert "Successfully installed" in said
    assert "387.45" in said


def test_install_without_xlwings(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classic, "find_spec", lambda name: None)
    with pytest.raises(PaybandError, match="pip install"):
        classic.install(installed)


def test_the_add_in(installed: Path) -> None:
    """Its VBA project, read by a program that knows the format, holds both modules; its sheet the settings."""
    with zipfile.ZipFile(installed / "payband.xlam") as archive:
        assert archive.testzip() is None
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        project = olefile.OleFileIO(io.BytesIO(archive.read("xl/vbaProject.bin")), raise_defects=olefile.DEFECT_UNSURE)
    assert project.parsing_issues == []
    for text in ("INTERPRETER_WIN", sys.executable, "PYTHONPATH", str(installed)):
        assert f">{text}<" in sheet
    streams = {"/".join(each): project.openstream(each).read() for each in project.listdir()}
    for name in ("PaybandFunctions", "xlwings"):
        text = decompressed(streams[f"VBA/{name}"]).decode("cp1252")
        assert text.startswith(f'Attribute VB_Name = "{name}"\r\n')
    assert decompressed(streams["VBA/PaybandFunctions"]) == (installed / "payband.bas").read_bytes()
    xlwings = (installed / "xlwings.bas").read_bytes().replace(b"\r\n", b"\n")
    assert decompressed(streams["VBA/xlwings"]).replace(b"\r\n", b"\n") == xlwings
    assert b"Module=PaybandFunctions\r\n" in streams["PROJECT"]
    directory = decompressed(streams["VBA/dir"])
    assert directory.startswith(bytes.fromhex("010004000000 01000000"))
    assert b"PaybandFunctions" in directory


def test_the_add_in_has_its_styles(installed: Path) -> None:
    """Excel repairs a workbook whose cells have no style to refer to; openpyxl reads one of the same parts as it is."""
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    workbook = openpyxl.load_workbook(io.BytesIO(macro_workbook({}, "Sheet1", [["<v>1</v>"]], kind)))
    assert list(workbook.named_styles) == ["Normal"]
    assert workbook["Sheet1"]["A1"].style == "Normal"
    with zipfile.ZipFile(installed / "payband.xlam") as archive:
        assert "styles.xml" in archive.read("xl/_rels/workbook.xml.rels").decode()
        assert 'PartName="/xl/styles.xml"' in archive.read("[Content_Types].xml").decode()


def decompressed(container: bytes) -> bytes:
    """What stands in a compressed container, by [MS-OVBA] 2.4.1.3."""
    assert container[0] == 1
    out = bytearray()
    place = 1
    while place < len(container):
        header = int.from_bytes(container[place : place + 2], "little")
        assert header >> 12 & 7 == 3
        end = place + (header & 0xFFF) + 3
        place += 2
        start = len(out)
        if not header >> 15:
            out += container[place:end]
            place = end
        while place < end:
            flags = container[place]
            place += 1
            for bit in range(8):
                if place >= end:
                    break
                if not flags >> bit & 1:
                    out.append(container[place])
                    place += 1
                    continue
                token = int.from_bytes(container[place : place + 2], "little")
                place += 2
                bits = max((len(out) - start - 1).bit_length(), 4)
                length, offset = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
                for _ in range(length):
                    out.append(out[-offset])
    return bytes(out)


@pytest.mark.parametrize(
    "content", [b"", b"a", b"abc" * 3000, bytes(range(256)) * 40, random.Random(1).randbytes(9000)]
)
def test_compression(content: bytes) -> None:
    assert decompressed(compressed(content)) == content


def test_uninstall_deletes_its_own_files_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "add-in"
    classic.install(folder)
    (folder / "mine.txt").write_text("keep", encoding="utf-8")
    (folder / classic.VBA_MODULE).write_text("' edited", encoding="utf-8")
    kept, said = classic.uninstall(folder)
    assert kept == "Left as they are, since they were changed: payband.bas."
    assert said == f"4 files deleted from {folder}. Restart Excel."
    assert sorted(each.name for each in folder.iterdir()) == ["mine.txt", "payband.bas"]
    [said] = classic.uninstall(folder)
    assert said.startswith("Nothing to delete")
    (folder / classic.SETTINGS).write_text("mine", encoding="utf-8")
    [said] = classic.uninstall(folder)
    assert said.startswith("Nothing to delete")
    assert (folder / classic.SETTINGS).read_text(encoding="utf-8") == "mine"
    classic.install(other := tmp_path / "other")
    classic.uninstall(other)
    assert not other.exists()


def test_the_library_is_looked_for_where_vba_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "env" / "Scripts" / "python.exe"
    python.parent.mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(python))
    assert classic.library_of_xlwings() == (None, [python.parent, python.parent.parent])
    (tmp_path / "env" / "xlwings64-0.37.8.dll").write_bytes(b"")
    found, _ = classic.library_of_xlwings()
    assert found == tmp_path / "env" / "xlwings64-0.37.8.dll"
