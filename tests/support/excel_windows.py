"""xlwings as it runs on Windows, on any machine: its own modules, with Windows and Excel themselves stood in for.

Started as a program of its own: what it does to sys.platform and sys.modules must not reach other tests. Reads calls as
JSON from standard input, answers as JSON.
"""

from __future__ import annotations

import ctypes
import datetime
import importlib
import io
import json
import sys
import types
from typing import Any
from unittest import mock

RANGE_IID = "{00020846-0000-0000-C000-000000000046}"
ERROR_CODES = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
    "#SPILL!": -2146826243,
    "#CALC!": -2146826238,
}
MISSING = -2147352572  # what COM hands over for an argument that was left out


class ComTime(datetime.datetime):
    """A date as pywin32 hands it over: a datetime with a time zone."""


class FakeRange:
    """A range of cells as Excel hands it over."""

    def __init__(self, rows: Any) -> None:
        self.Value = rows
        self._oleobj_ = mock.MagicMock()
        self._oleobj_.GetTypeInfo.return_value.GetTypeAttr.return_value.iid = RANGE_IID
        self.Worksheet = mock.MagicMock()
        self.Row, self.Column = 2, 1
        self.Rows, self.Columns = mock.Mock(Count=len(rows)), mock.Mock(Count=len(rows[0]))


def load_xlwings() -> Any:
    """The real xlwings with its Windows part: COM server, UDFs, conversion."""
    import numpy  # noqa: F401 - what xlwings takes up must be loaded while the machine is itself
    import pandas  # noqa: F401

    names = "pythoncom pywintypes win32api win32con win32gui win32process win32timezone win32event winreg"
    stand_ins: dict[str, Any] = {name: types.ModuleType(name) for name in names.split()}
    for name in ("win32com", "win32com.client", "win32com.server"):
        stand_ins[name] = types.ModuleType(name)
    for name in ("dispatcher", "policy", "util", "exception"):
        stand_ins[f"win32com.server.{name}"] = types.ModuleType(f"win32com.server.{name}")
    for name, module in stand_ins.items():
        module.__path__ = []
        module.__getattr__ = lambda attribute, name=name: _made(name, attribute)
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(stand_ins[parent], child, module)
    client = stand_ins["win32com.client"]
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(client, name, type(name, (), {}))
    stand_ins["pywintypes"].com_error = type("com_error", (Exception,), {"hresult": 0})
    stand_ins["pywintypes"].TimeType = ComTime
    stand_ins["pywintypes"].IID = lambda text: text
    stand_ins["pythoncom"].TypeIIDs = {stand_ins["pythoncom"].IID_IDispatch: FakeRange.__class__}
    stand_ins["pythoncom"].CoInitialize = lambda: None

    def unwrap(value: Any) -> Any:
        raise TypeError("not a Python object")

    stand_ins["win32com.server.util"].unwrap = unwrap
    stand_ins["win32timezone"].TimeZoneInfo = types.SimpleNamespace(utc=lambda: datetime.UTC)
    for name in ("windll", "oledll", "WinError"):
        if not hasattr(ctypes, name):
            setattr(ctypes, name, mock.MagicMock())
    stand_ins["pythoncom"].__file__ = "pythoncom.dll"
    # Of matplotlib xlwings makes pictures, where it is installed; it would look for the fonts of Windows.
    sys.modules["matplotlib"] = None  # type: ignore[assignment]
    with mock.patch.object(sys, "platform", "win32"), mock.patch.object(ctypes, "PyDLL"):
        return importlib.import_module("xlwings")


_attributes: dict[tuple[str, str], Any] = {}


def _made(module: str, attribute: str) -> Any:
    if attribute.startswith("__"):
        raise AttributeError(attribute)
    return _attributes.setdefault((module, attribute), mock.MagicMock(name=f"{module}.{attribute}"))


def as_com(value: Any, error_codes: dict[str, int] = ERROR_CODES) -> Any:
    """A cell or a range as Excel hands it over: numbers as doubles, blanks as nothing, errors as numbers, dates."""
    if isinstance(value, list):
        rows = value if isinstance(value[0], list) else [value]
        return FakeRange(tuple(tuple(as_com(cell) for cell in row) for row in rows))
    if isinstance(value, dict):
        day = datetime.date.fromisoformat(value["date"])
        return ComTime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if value in ("", None):
        return None
    return error_codes.get(value, value)


def as_json(value: Any) -> Any:
    """An answer as it goes to Excel, for JSON: a date by its day."""
    if isinstance(value, (list, tuple)):
        return [as_json(each) for each in value]
    return {"date": value.date().isoformat()} if isinstance(value, datetime.datetime) else value


def main() -> None:
    """Answers the calls and tells what xlwings knows of the functions."""
    asked = json.load(sys.stdin)
    sys.path.insert(0, asked["folder"])
    load_xlwings()
    com_server = importlib.import_module("xlwings.com_server")
    udfs = importlib.import_module("xlwings.udfs")
    module = udfs.get_udf_module(asked["module"], None)
    server = com_server.XLPython()
    answers = []
    for call in asked["calls"]:
        parameters = getattr(module, call["function"]).__xlfunc__["args"]
        given = [as_com(value) for value in call["arguments"]]
        given += [MISSING] * (len(parameters) - len(given))
        if not call.get("ranges", True):
            given = [value.Value if isinstance(value, FakeRange) else value for value in given]
        answers.append(as_json(server.CallUDF(asked["module"], call["function"], tuple(given))))
    text = io.StringIO()
    udfs.generate_vba_wrapper(asked["module"], module, text, types.SimpleNamespace(Name="payband.xlam"))
    known = {
        name: {
            "help": made.__xlfunc__["ret"]["doc"],
            "category": made.__xlfunc__["category"],
            "arguments": {each["name"]: each["doc"] for each in made.__xlfunc__["args"]},
        }
        for name, made in vars(module).items()
        if hasattr(made, "__xlfunc__")
    }
    json.dump({"answers": answers, "vba": text.getvalue(), "functions": known}, sys.stdout)


if __name__ == "__main__":
    main()
