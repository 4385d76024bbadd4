"""Builds the extension: an .oxt is a zip file, and needs neither LibreOffice nor its SDK to be made."""

import os
import re
from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

from payband import __version__, rules
from payband.errors import WrongInput
from payband.hosts.libreoffice.component import FOLDER, SERVICE
from payband.hosts.libreoffice.descriptions import function_help, idl
from payband.registry import functions

__all__ = ["IDENTIFIER", "build"]

IDENTIFIER = "uk.payband.calc"
"""What LibreOffice knows the extension by."""

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What a worksheet function needs: these, every module of rules, and the figures.
_MODULES = (
    "__init__.py",
    "calendar.py",
    "errors.py",
    "forms.py",
    "hosts/__init__.py",
    "hosts/cells.py",
    "hosts/libreoffice/__init__.py",
    "hosts/libreoffice/answers.py",
    "kinds.py",
    "library.py",
    "registry.py",
    "table.py",
    "units.py",
    "worksheet.py",
)

_COMPONENT = "payband_component.py"
_COMPONENTS = f"""<?xml version="1.0" encoding="UTF-8"?>
<components xmlns="http://openoffice.org/2010/uno-components">
  <component loader="com.sun.star.loader.Python" uri="{_COMPONENT}">
    <implementation name="{SERVICE}"><service name="{SERVICE}"/></implementation>
  </component>
</components>
"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
  <manifest:file-entry manifest:full-path="payband.idl"
    manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB"/>
  <manifest:file-entry manifest:full-path="payband.components"
    manifest:media-type="application/vnd.sun.star.uno-components"/>
  <manifest:file-entry manifest:full-path="CalcAddIns.xcu"
    manifest:media-type="application/vnd.sun.star.configuration-data"/>
</manifest:manifest>
"""
_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006">
  <identifier value="{identifier}"/>
  <version value="{version}"/>
  <display-name><name lang="en">payband: pay ranges, on-costs, slotting and protection</name></display-name>
</description>
"""


def build(path: str) -> str:
    """Writes the extension and gives its path; the same payband gives the same bytes.

    Raises WrongInput where it cannot be written.
    """
    if not path.lower().endswith(".oxt"):
        raise WrongInput(f"{path}: an extension of LibreOffice ends in .oxt: give a name such as payband.oxt")
    try:
        with ZipFile(path, "w") as archive:
            for name, content in _parts():
                entry = ZipInfo(name)  # dated 1980 and not compressed: nothing of the clock or of zlib is in it
                entry.create_system = 3
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, content)
    except OSError as error:
        raise WrongInput(f"{path} cannot be written ({error.strerror}): choose another folder or name") from None
    return path


def _parts() -> Iterator[tuple[str, bytes]]:
    """The name and content of every file of the extension."""
    rules.load()
    numbers = re.match(r"[\d.]+\d", __version__)
    yield "META-INF/manifest.xml", _MANIFEST.encode()
    yield "description.xml", _DESCRIPTION.format(identifier=IDENTIFIER, version=numbers and numbers[0]).encode()
    yield "payband.idl", idl(functions()).encode()
    yield "payband.components", _COMPONENTS.encode()
    yield "CalcAddIns.xcu", function_help(functions()).encode()
    yield _COMPONENT, _content("hosts/libreoffice/component.py")
    for name in sorted([*_MODULES, *_below("rules", ".py"), *_below("data", ".csv")]):
        yield f"{FOLDER}/payband/{name}", _content(name)


def _below(folder: str, ending: str) -> list[str]:
    found = []
    for path, _, names in os.walk(os.path.join(_PACKAGE, folder)):
        inside = os.path.relpath(path, _PACKAGE).replace(os.sep, "/")
        found += [f"{inside}/{name}" for name in names if name.endswith(ending)]
    return found


def _content(name: str) -> bytes:
    with open(os.path.join(_PACKAGE, name), "rb") as file:
        return file.read().replace(b"\r\n", b"\n")  # a checkout on Windows gives the same bytes
