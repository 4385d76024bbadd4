"""Excel on Windows with its own Python: the UDF module, the VBA around it, and the steps to install them."""

import hashlib
import json
import locale
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from payband import rules
from payband.errors import PaybandError, how_to_add
from payband.hosts.excel.addin import xlam
from payband.hosts.excel.functions import (
    CATEGORY,
    LONGEST_HELP,
    NO_XLWINGS,
    argument_help,
    function_help,
    python_name,
    signature,
)
from payband.hosts.excel.vba_project import CODE_PAGE
from payband.kinds import ANYTHING, AWARDS, DAY, YEAR
from payband.registry import WorksheetFunction, functions
from payband.units import counted

__all__ = [
    "ADD_IN",
    "SETTINGS",
    "UDF_MODULE",
    "VBA_MODULE",
    "VBA_OF_XLWINGS",
    "default_folder",
    "install",
    "library_of_xlwings",
    "udf_module",
    "uninstall",
    "vba_module",
]

UDF_MODULE = "payband_udfs.py"
VBA_MODULE = "payband.bas"
VBA_OF_XLWINGS = "xlwings.bas"
ADD_IN = "payband.xlam"
SETTINGS = "xlwings.conf"
WRITTEN = "payband-files.json"  # what install wrote, so that uninstall deletes nothing else
INSTALL_SECONDS = 300

_TEMPLATE = Path(__file__).with_name("payband.bas")
_READS_DATES = [kind.read for kind in (DAY, YEAR, AWARDS, ANYTHING)]
_ASKED_ABOUT_A_CELL = ("CHECK", "EXPLAIN")


def default_folder() -> Path:
    """Where the files go unless somebody says otherwise: the user's own folder of program data."""
    return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "payband-excel"


def install(folder: Path | str) -> list[str]:
    """Writes what Excel on Windows needs into a folder, and has xlwings install the add-in where Excel can be there.

    Gives the sentences that say what is there and what to do.
    """
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        raise PaybandError(NO_XLWINGS)
    folder = Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    vba_of_xlwings = (Path(found.origin).parent / "xlwings.bas").read_bytes()
    ours = vba_module()
    modules = {"PaybandFunctions": ours, "xlwings": vba_of_xlwings.decode(CODE_PAGE).replace("\r\n", "\n")}
    modules = {name: text.replace("\r\n", "\n").replace("\n", "\r\n") for name, text in modules.items()}
    (folder / UDF_MODULE).write_text(udf_module(), encoding="utf-8")
    (folder / ADD_IN).write_bytes(xlam(modules, settings(folder)))
    (folder / VBA_MODULE).write_bytes(ours.encode(CODE_PAGE))
    (folder / VBA_OF_XLWINGS).write_bytes(vba_of_xlwings)
    lines = [f'"{name}","{value}"\n' for name, value in settings(folder).items()]
    (folder / SETTINGS).write_text("".join(lines), encoding=locale.getencoding())  # as VBA reads a file
    names = (UDF_MODULE, ADD_IN, VBA_MODULE, VBA_OF_XLWINGS, SETTINGS)
    fingerprints = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    (folder / WRITTEN).write_text(json.dumps(fingerprints, indent=1), encoding="utf-8")
    said = [f"{len(list(functions()))} functions are written to {folder}: the add-in {ADD_IN} and what it is made of."]
    if sys.platform != "win32":
        return [*said, "This is not Windows: run 'payband excel install' on a Windows machine with Excel."]
    said += [_xlwings("install", "--file", str(folder / ADD_IN)), *_where_the_library_is()]
    return [*said, *steps(folder)]


def uninstall(folder: Path | str) -> list[str]:
    """Takes out of Excel what `install` put there, and deletes its files; other files in the folder stay.

    Gives the sentences that say what was done.
    """
    folder = Path(folder).resolve()
    written = _fingerprints(folder)
    there = [folder / name for name in written if (folder / name).is_file()]
    ours = [each for each in there if hashlib.sha256(each.read_bytes()).hexdigest() == written[each.name]]
    if not written:
        return [f"Nothing to delete: {folder} has no files of the add-in. If you gave another folder, name it."]
    said = [_xlwings("remove", "--file", ADD_IN)] if sys.platform == "win32" else []
    for each in (*ours, folder / WRITTEN):
        each.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()
    kept = [each.name for each in there if each not in ours]
    if kept:
        said.append(f"Left as they are, since they were changed: {', '.join(kept)}.")
    return [*said, f"{counted(len(ours), 'file')} deleted from {folder}. Restart Excel."]


def _fingerprints(folder: Path) -> dict[str, str]:
    """The files that `install` wrote into a folder, each with its fingerprint; none where it wrote none."""
    try:
        found: dict[str, str] = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    names = (UDF_MODULE, ADD_IN, VBA_MODULE, VBA_OF_XLWINGS, SETTINGS)
    return {name: found[name] for name in names if name in found}


def library_of_xlwings() -> tuple[Path | None, list[Path]]:
    """The file through which VBA calls Python, if it is in a folder where VBA looks; and those folders."""
    python = Path(sys.executable)
    looked = [python.parent, python.parent.parent]
    found = (each for folder in looked if folder.is_dir() for each in folder.glob("xlwings64-*.dll"))
    return next(found, None), looked


def _where_the_library_is() -> list[str]:
    """What to do where xlwings was installed so that VBA does not find its library, as by `pip install --user`."""
    found, looked = library_of_xlwings()
    if found is not None:
        return []
    folders = " and ".join(map(str, looked))
    return [
        f"Excel will not find xlwings64.dll: looked in {folders}. With 'pip install --user', or Python from the "
        "Microsoft Store, it is elsewhere. Make a virtual environment (python -m venv payband-env) and activate it; "
        f"{how_to_add('excel')}, then 'payband excel install'.",
    ]


def steps(folder: Path) -> list[str]:
    """How to see that it works, and what to do by hand if Excel does not take the add-in."""
    return [
        "Restart Excel and type =PAYBAND_EMPLOYERNI(3000,DATE(2025,5,31)) into a cell: it shows 387.45.",
        f"If it shows #NAME?: File, Options, Add-ins, Go, Browse, choose {folder / ADD_IN} and tick it.",
        "If Excel says that the add-in's project is damaged, make it by hand: in a new workbook press Alt+F11; File, "
        f"Import File: {VBA_MODULE}, and again: {VBA_OF_XLWINGS}; then save the workbook as 'Excel Add-in (*.xlam)' in "
        f"{folder}, named payband2.xlam, and browse to that one. {SETTINGS} next to it says which Python answers.",
        "After an update of xlwings or payband, run 'payband excel install' again.",
    ]


def _xlwings(*arguments: str) -> str:
    """Has xlwings copy the add-in to where Excel loads it from at its start, or delete it there."""
    done = subprocess.run(
        [sys.executable, "-c", "from xlwings.cli import main; main()", "addin", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    said = (done.stdout + done.stderr).strip().splitlines()
    return f"xlwings says: {said[-1]}" if said else f"xlwings: {arguments[0]} is done."


# --- the files -----------------------------------------------------------------------------------------------------


def udf_module() -> str:
    """The Python module that xlwings looks through."""
    return (
        '"""payband\'s functions for Excel: xlwings looks for them in this module."""\n\n'
        "from payband.hosts.excel.functions import worksheet_functions\n\n"
        "globals().update(worksheet_functions())\n"
    )


def settings(folder: Path) -> dict[str, str]:
    """The settings of xlwings: which Python answers, and where the UDF module lies."""
    python = Path(sys.executable)
    windowless = python.with_name("pythonw.exe")
    return {"INTERPRETER_WIN": str(windowless if windowless.exists() else python), "PYTHONPATH": str(folder)}


def vba_module() -> str:
    """The VBA around the functions: error values, messages, and the texts of the function wizard."""
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
    reads_dates = any(argument.kind.read in _READS_DATES for argument in entry.arguments)
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
