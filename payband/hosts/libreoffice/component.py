"""The UNO component of the extension: runs inside LibreOffice and hands each call on to payband.

It is put into the .oxt as text. Its syntax stays that of older Pythons, so that one can say that it is too old; UNO is
imported only when LibreOffice asks for the component.
"""

import os
import re
import struct
import sys
from datetime import date
from importlib import import_module
from typing import Any

__all__ = ["getComponentFactory"]

SERVICE = "Payband"
INTERFACE = "paybandcalc.XPayband"
FOLDER = "python"
OLDEST = (3, 11)

_VALUE_ERROR = struct.unpack("<d", struct.pack("<II", 519, 0x7FF80000))[0]  # Calc's #VALUE!, see answers.py


def _load(folder: str) -> Any:
    """The function that answers; payband from the extension's own folder, whatever else is installed."""
    sys.path.insert(0, folder)
    try:
        return import_module("payband.hosts.libreoffice.answers").answer
    finally:
        sys.path.remove(folder)


def _what_is_missing(error: Exception) -> str:
    """Why payband does not start, in one line."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        return f"payband needs Python {oldest} or later and this LibreOffice has {version}: install a newer LibreOffice"
    said = " ".join(str(error).split())
    module = re.match("No module named '([^']+)'", said)  # UNO's own import forgets error.name
    if module and not module[1].startswith("payband"):
        return f"Python {version} of LibreOffice lacks its module {module[1]}: install the whole of Python 3"
    return f"payband does not start in LibreOffice ({type(error).__name__}: {said}): install its extension again"


def _says(message: str) -> Any:
    """Answers in payband's place when it does not start: errors, and why from CHECK and EXPLAIN."""

    def answer(name: str, given: Any, null_date: date) -> Any:
        if name == "CHECK":
            return message
        return ((message if name == "EXPLAIN" else _VALUE_ERROR,),)

    return answer


def _null_date(document: Any) -> date:
    """The day that a document counts its dates from."""
    found = document.getPropertyValue("NullDate") if document is not None else None
    return date(1899, 12, 30) if found is None else date(found.Year, found.Month, found.Day)


def _service(folder: str) -> Any:
    """The class that LibreOffice makes the component from."""
    uno: Any = import_module("uno")
    base: Any = import_module("unohelper").Base
    try:
        answer = _load(folder)
    except Exception as error:
        answer = _says(_what_is_missing(error))

    class Payband(base, uno.getClass(INTERFACE), uno.getClass("com.sun.star.lang.XServiceInfo")):  # type: ignore[misc]
        """One method for each worksheet function, made when it is first called."""

        def __init__(self, context: Any) -> None:
            pass

        def __getattr__(self, name: str) -> Any:
            if not name.isalnum():
                raise AttributeError(name)
            function_name = name.upper()

            def method(document: Any, *given: Any) -> Any:
                return answer(function_name, given, _null_date(document))

            setattr(self, name, method)
            return method

        def getImplementationName(self) -> str:
            return SERVICE

        def supportsService(self, name: str) -> bool:
            return name == SERVICE

        def getSupportedServiceNames(self) -> Any:
            return (SERVICE,)

    return Payband


def getComponentFactory(name: str, manager: Any, key: Any) -> Any:
    """What LibreOffice's Python loader asks a component for."""
    helper = import_module("unohelper").ImplementationHelper()
    helper.addImplementation(_service(os.path.join(os.path.dirname(__file__), FOLDER)), SERVICE, (SERVICE,))
    return helper.getComponentFactory(name, key, manager)
