"""Builds the extension: an .oxt is a zip file, and needs neither LibreOffice nor its SDK to be made."""

import os
import re

from payband import __version__, rules
from payband.errors import WrongInput
from payband.hosts.libreoffice import component
from payband.hosts.libreoffice.component import FOLDER, SERVICE
from payband.hosts.libreoffice.descriptions import function_help, idl
from payband.hosts.packed import function_path, zipped
from payband.registry import functions
from payband.whole_files import write_whole

__all__ = ["IDENTIFIER", "build", "parts"]

IDENTIFIER = "uk.payband.calc"
"""What LibreOffice knows the extension by."""

_MODULES = ("payband.hosts.libreoffice.answers",)

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
    content = zipped(parts(), compressed=False)  # LibreOffice unpacks it, and no zlib changes a byte
    write_whole(path, content)
    return path


def parts() -> dict[str, bytes]:
    """The content of every file of the extension, by name."""
    rules.load()
    numbers = re.match(r"[\d.]*\d", __version__)
    return {
        "META-INF/manifest.xml": _MANIFEST.encode(),
        "description.xml": _DESCRIPTION.format(identifier=IDENTIFIER, version=numbers and numbers[0]).encode(),
        "payband.idl": idl(functions()).encode(),
        "payband.components": _COMPONENTS.encode(),
        "CalcAddIns.xcu": function_help(functions()).encode(),
        _COMPONENT: _text_of_component(),
        **{f"{FOLDER}/{name}": content for name, content in function_path(*_MODULES).items()},
    }


def _text_of_component() -> bytes:
    with open(os.path.splitext(component.__file__)[0] + ".py", "rb") as file:
        return file.read().replace(b"\r\n", b"\n")
