"""Excel on Windows with its own Python: the UDF module, the VBA around it, and the steps to install them."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from payband import rules
from payband.errors import PaybandError
from payband.hosts.excel.functions import (
    CATEGORY,
    LONGEST_HELP,
    argument_help,
    function_help,
    python_name,
    signature,
)
from payband.kinds import ANYTHING, AWARDS, DAY, YEAR
from payband.registry import WorksheetFunction, functions

__all__ = ["UDF_MODULE", "VBA_MODULE", "install", "udf_module", "vba_module"]

UDF_MODULE = "payband_udfs.py"
VBA_MODULE = "payband.bas"
SETTINGS = "xlwings.conf"

_TEMPLATE = Path(__file__).with_name("payband.bas")
_CODE_PAGE = "cp1252"  # what the VBA editor of a Western Windows reads
_READS_DATES = (DAY, YEAR, AWARDS, ANYTHING)
_ASKED_ABOUT_A_CELL = ("CHECK", "EXPLAIN")


def install(folder: Path | str) -> list[str]:
    """Writes what Excel on Windows needs into a folder; gives the sentences that say what is there and what to do."""
    if find_spec("xlwings") is None:
        raise PaybandError(
            "Excel reaches payband through xlwings, which is not installed: pip install 'payband[excel]'"
        )
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / UDF_MODULE).write_text(udf_module(), encoding="utf-8")
    (folder / VBA_MODULE).write_bytes(vba_module().encode(_CODE_PAGE))
    (folder / SETTINGS).write_text(settings(), encoding="utf-8")
    said = [f"{len(list(functions()))} functions are written to {folder}: {UDF_MODULE}, {VBA_MODULE}, {SETTINGS}."]
    if sys.platform == "win32":
        said.append(_install_addin_of_xlwings())
    else:
        said.append("This is not Windows: copy the folder to a Windows machine and run 'payband excel install' there.")
    return said + steps(folder)


def steps(folder: Path) -> list[str]:
    """What is left to do in Excel, once."""
    return [
        "In Excel, once:",
        "1. Open a new workbook and press Alt+F11 for the Visual Basic editor.",
        f"2. File, Import File: choose {folder / VBA_MODULE}.",
        "3. Tools, References: tick xlwings.",
        "4. Back in the workbook, File, Save As: type 'Excel Add-in (*.xlam)', "
        f"name payband.xlam, in {folder} beside {SETTINGS}.",
        "5. File, Options, Add-ins, Go, Browse: choose that payband.xlam and tick it.",
        "6. Type =PAYBAND_EMPLOYERNI(3000,DATE(2025,5,31)) into a cell: it shows 387.45.",
    ]


def _install_addin_of_xlwings() -> str:
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", "from xlwings.cli import main; main()", "addin", "install"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    said = (done.stdout + done.stderr).strip()
    return f"xlwings addin install: {said.splitlines()[-1] if said else 'done'}"


# --- the files -----------------------------------------------------------------------------------------------------


def udf_module() -> str:
    """The Python module that xlwings looks through."""
    return (
        '"""payband\'s functions for Excel: xlwings looks for them in this module."""\n\n'
        "from payband.hosts.excel.functions import worksheet_functions\n\n"
        "globals().update(worksheet_functions())\n"
    )


def settings() -> str:
    """The settings that xlwings reads beside the add-in: which Python answers."""
    python = Path(sys.executable)
    windowless = python.with_name("pythonw.exe")
    return f'"INTERPRETER_WIN","{windowless if windowless.exists() else python}"\n'


def vba_module() -> str:
    """The VBA around the functions: true error values, messages, and the texts of the function wizard."""
    rules.load()
    entries = list(functions())
    text = _TEMPLATE.read_text(encoding="utf-8")
    text = text.replace("'<functions>\n", "\n".join(_vba_function(entry) for entry in entries))
    text = text.replace("    '<descriptions>\n", "".join(_vba_description(entry) for entry in entries))
    return text.replace("<category>", CATEGORY).replace("\n", "\r\n")


def _vba_function(entry: WorksheetFunction) -> str:
    """A wrapper like the one that xlwings generates, but for what it does with an error."""
    name = python_name(entry).upper()
    parameters = list(signature(entry).parameters.values())
    declared = [each.name if each.default is each.empty else f"Optional {each.name}" for each in parameters]
    given = ", ".join(each.name for each in parameters)
    reads_dates = any(argument.kind in _READS_DATES for argument in entry.arguments)
    lines = [f"Public Function {name}({', '.join(declared)})"]
    called = f'Answer("{python_name(entry)}", Array({given}), {reads_dates})'
    if entry.name in _ASKED_ABOUT_A_CELL:
        lines += [
            "    Dim kept As Variant",
            f"    kept = KeptMessage({parameters[0].name})",
            f"    If IsEmpty(kept) Then {name} = {called} Else {name} = kept",
        ]
    else:
        lines.append(f"    {name} = {called}")
    lines += ["End Function", ""]
    return "\n".join(lines)


def _vba_description(entry: WorksheetFunction) -> str:
    helps = [argument_help(argument) for argument in entry.arguments]
    lines = [f'    Describe "{python_name(entry).upper()}", {_vba_text(function_help(entry))}, Array( _']
    lines += _continued([f"        {_vba_text(text)}" for text in helps])
    return "\n".join(lines) + "\n"


def _continued(lines: Sequence[str]) -> list[str]:
    return [f"{line}, _" for line in lines[:-1]] + [f"{lines[-1]})"]


def _vba_text(text: str) -> str:
    """A VBA string; Excel refuses one that is longer than the wizard takes."""
    if len(text) > LONGEST_HELP:
        text = text[: LONGEST_HELP - 1].rstrip() + "…"
    return '"' + text.replace('"', '""') + '"'
