"""A workbook that carries payband's functions for xlwings Lite: Python in the browser, none on the machine.

xlwings Lite is the add-in wa200008175 of the Office store. It keeps its code in the workbook, as properties of a web
extension: `main.py`, and `requirements.txt` with what to install from the public registry, where payband is not. So
`main.py` holds payband's function path itself, packed.
"""

import base64
import bz2
import hashlib
import os
import re
import textwrap

from payband import __version__, rules
from payband.errors import WrongInput
from payband.hosts.excel.help_book import help_book
from payband.hosts.excel.web_extension import XLWINGS_LITE, WebExtensions
from payband.hosts.packed import function_path, zipped
from payband.registry import functions
from payband.spelling import SPELLINGS
from payband.whole_files import write_whole

__all__ = [
    "BUTTON_NEEDS",
    "EXCEL_FUNCTIONS",
    "PLUGIN",
    "XLWINGS",
    "build",
    "build_plugin",
    "main_py",
    "requirements_txt",
]

XLWINGS = "xlwings>=0.37,<1.0.0"
"""What the functions need in the browser; xlwings Lite notes the exact version it takes by itself."""

BUTTON_NEEDS = ("numpy>=1.26,<3", "pydantic>=2.7,<3.0.0")
"""What the button needs as well: pydantic checks the tables of a review, and numpy adds up its years."""

_AT_OPENING = {
    "Office.AutoShowTaskpaneWithDocument": True,
    "xlwingsSettingsWorkbook": {"startupBehavior": "taskpane"},
}
"""What has xlwings Lite start with the workbook, so that the functions are there; a person's own settings stay.

The versions that a workbook saved by xlwings Lite also has are its own to write: none of it has seen this one yet.
"""

EXCEL_FUNCTIONS, EXCEL_BUTTON = "payband.hosts.excel.functions", "payband.hosts.excel.button"
EXCEL_IMPORT = "payband.hosts.excel.import_button"
PLUGIN = "xlwings-payband"
"""The name under which requirements.txt asks for the plugin."""

_FIRST_LINE, _LAST_LINE = "# >>> payband", "# <<< payband"
_OURS = re.compile(rf"^{_FIRST_LINE}.*?^{_LAST_LINE}[^\n]*\n?", re.DOTALL | re.MULTILINE)

_MAIN = """\
{first} {version}: the functions =PAYBAND.SALARY(...) and the rest. Do not edit: "payband excel lite" builds it again.
def _payband_functions():
    import base64, bz2, io, os, sys, tempfile, zipfile

    folder = os.path.join(tempfile.gettempdir(), "payband-{fingerprint}")
    if not os.path.isdir(folder):
        archive = bz2.decompress(base64.b64decode(_PAYBAND))
        zipfile.ZipFile(io.BytesIO(archive)).extractall(folder + ".part")
        os.rename(folder + ".part", folder)
    if folder not in sys.path:
        for name in [name for name in sys.modules if name.partition(".")[0] == "payband"]:
            del sys.modules[name]  # of another state of payband
        sys.path.insert(0, folder)
    from payband.hosts.excel.functions import worksheet_functions

    return worksheet_functions()


# payband itself with its dated figures: a zip archive of Python and CSV files, compressed by bz2, in base64.
_PAYBAND = \"\"\"
{packed}
\"\"\"
globals().update(_payband_functions())


import xlwings as _xlwings


@_xlwings.script
def review(book: _xlwings.Book):
    # The review of this workbook: its tables read, its answers filled in.
    from payband.hosts.excel.button import review as fill_answers

    fill_answers(book)


@_xlwings.script
def import_list(book: _xlwings.Book):
    # The list of staff on the sheet List becomes the rows of this review.
    from payband.hosts.excel.import_button import import_list as take_list

    take_list(book)


{last}
"""

_PLUGIN_MODULE = '''\
"""payband's functions for xlwings Lite: the names of this module are what xlwings Lite shows in Excel."""

from payband.hosts.excel.functions import worksheet_functions

_made = worksheet_functions()
globals().update(_made)
__all__ = sorted(_made)
'''


def build(path: str, workbook: str | None = None) -> str:
    """Writes a workbook with payband's functions for xlwings Lite and gives its path.

    It is a copy of `workbook` with every other part as it was, or a new one that shows each function. Code that the
    workbook carries for xlwings Lite already stays, but for an earlier state of payband's own.
    """
    if workbook is None:
        package = WebExtensions(zipped(help_book()), "the workbook")
    else:
        try:
            with open(workbook, "rb") as file:
                content = file.read()
        except OSError as error:
            raise WrongInput(f"{workbook} cannot be read ({error.strerror}): check the name and close it") from None
        package = WebExtensions(content, workbook)
    properties = package.properties(XLWINGS_LITE)
    properties["main.py"] = main_py(str(properties.get("main.py") or ""))
    properties["requirements.txt"] = requirements_txt(str(properties.get("requirements.txt") or ""))
    package.set_properties(XLWINGS_LITE, {**_AT_OPENING, **properties})
    rules.load()
    package.say_functions(XLWINGS_LITE, [f"{SPELLINGS['excel']}{function.name}" for function in functions()])
    package.save(path)
    return path


def main_py(other: str = "") -> str:
    """The code that the workbook carries, after a person's own if there is any."""
    archive = zipped(function_path(EXCEL_FUNCTIONS, EXCEL_BUTTON, EXCEL_IMPORT), compressed=False)
    ours = _MAIN.format(
        first=_FIRST_LINE,
        last=_LAST_LINE,
        version=__version__,
        fingerprint=hashlib.sha256(archive).hexdigest()[:12],
        packed="\n".join(textwrap.wrap(base64.b64encode(bz2.compress(archive, 9)).decode(), 120)),
    )
    own = _OURS.sub("", other).rstrip()
    return f"{own}\n\n\n{ours}" if own else ours


def requirements_txt(other: str = "") -> str:
    """What xlwings Lite installs: what a person has written, xlwings, and what the button needs."""
    lines = other.splitlines()
    for needed in (XLWINGS, *BUTTON_NEEDS):
        name = needed.partition(">")[0]
        if not any(re.match(rf"\s*{name}\s*(\[|[=<>!~@;#]|$)", line, re.IGNORECASE) for line in lines):
            lines.append(needed)
    return "\n".join([*lines, ""])


def build_plugin(folder: str) -> str:
    """Writes the plugin for xlwings Lite, a wheel that needs xlwings alone, into a folder and gives its path.

    Where `requirements.txt` names it, from a registry or by its address, the workbook itself needs no code.
    """
    module = PLUGIN.replace("-", "_")
    about = f"{module}-{__version__}.dist-info"
    files = {
        f"{module}/__init__.py": _PLUGIN_MODULE.encode(),
        **function_path(EXCEL_FUNCTIONS),
        f"{about}/METADATA": (
            f"Metadata-Version: 2.1\nName: {PLUGIN}\nVersion: {__version__}\n"
            "Summary: The worksheet functions of payband, for xlwings Lite.\n"
            f"License: MIT\nRequires-Python: >=3.11\nRequires-Dist: {XLWINGS}\n"
        ).encode(),
        f"{about}/WHEEL": b"Wheel-Version: 1.0\nGenerator: payband\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    recorded = [f"{name},sha256={_record_hash(content)},{len(content)}" for name, content in files.items()]
    files[f"{about}/RECORD"] = "\n".join([*recorded, f"{about}/RECORD,,", ""]).encode()
    path = os.path.join(folder, f"{module}-{__version__}-py3-none-any.whl")
    write_whole(path, zipped(files))
    return path


def _record_hash(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
