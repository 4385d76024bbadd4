"""The web extensions of a workbook: add-ins that open with it, and the properties that they keep in it."""

import io
import json
import posixpath
import re
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from payband.errors import WrongInput
from payband.hosts.packed import ZIP_DATE
from payband.whole_files import write_whole

__all__ = ["XLWINGS_LITE", "WebExtensions"]

XLWINGS_LITE = "wa200008175"
"""The add-in's name in the Office store."""

_EXTENSION = "http://schemas.microsoft.com/office/webextensions/webextension/2010/11"
_TASKPANES = "http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CONTAINS_FUNCTIONS = "{D87F86FE-615C-45B5-9D79-34F1136793EB}"
_FUNCTION_LIST = "{7C84B067-C214-45C3-A712-C9D94CD141B2}"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TO_TASKPANES = "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes"
_TO_EXTENSION = "http://schemas.microsoft.com/office/2011/relationships/webextension"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES_PART, _ROOT_PART, _FOLDER = "[Content_Types].xml", "_rels/.rels", "xl/webextensions"

for _prefix, _namespace in (
    ("we", _EXTENSION),
    ("r", _OFFICE),
    ("a", _DRAWING),
):
    ElementTree.register_namespace(_prefix, _namespace)


class WebExtensions:
    """A workbook whose web extensions are read and written. Its other parts stay as they are, byte for byte."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._names = [info.filename for info in self._archive.infolist() if not info.is_dir()]
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise WrongInput(f"{name} is not an Excel workbook ({error}): save it in Excel as .xlsx") from None
        self._written: dict[str, bytes] = {}
        if not all(part in self._names for part in (_TYPES_PART, _ROOT_PART)):
            raise WrongInput(f"{name} is not an Excel workbook: save it in Excel as .xlsx")

    # --- properties ----------------------------------------------------------------------------------------------

    def properties(self, add_in: str) -> dict[str, Any]:
        """What an add-in keeps in the workbook, each value by its name; nothing if the workbook does not know it."""
        part = self._part_of(add_in)
        found: dict[str, Any] = {}
        for each in self._tree(part).iter(f"{{{_EXTENSION}}}property") if part else ():
            try:
                found[each.get("name", "")] = json.loads(each.get("value", ""))
            except ValueError:
                found[each.get("name", "")] = each.get("value", "")
        return found

    def set_properties(self, add_in: str, properties: Mapping[str, Any]) -> None:
        """Has an add-in keep these values, as well as what else it keeps; it opens with the workbook from now on."""
        part = self._part_of(add_in) or self._add(add_in)
        root = self._tree(part)
        holder = root.find(f"{{{_EXTENSION}}}properties")
        if holder is None:
            raise WrongInput(f"{self.name} is damaged ({part}): open it in Excel and save it again")
        known = {each.get("name"): each for each in holder}
        for name, value in properties.items():
            element = known.get(name)
            if element is None:
                element = ElementTree.SubElement(holder, f"{{{_EXTENSION}}}property", {"name": name})
            element.set("value", json.dumps(value))  # a property's value is JSON
        self._written[part] = (_HEAD + ElementTree.tostring(root, encoding="unicode")).encode()

    def say_functions(self, add_in: str, names: Sequence[str]) -> None:
        """Says that the workbook uses functions of an add-in, and which, by the names that Excel stores in cells.

        The elements are those of [MS-OWEXML] 2.2.11 and 2.2.13. What the part says of functions already is replaced.
        """
        part = self._part_of(add_in)
        root = self._tree(part)
        held = root.find(f"{{{_EXTENSION}}}extLst")
        held = ElementTree.SubElement(root, f"{{{_EXTENSION}}}extLst") if held is None else held
        for each in list(held):
            if each.get("uri", "").upper() in (_CONTAINS_FUNCTIONS, _FUNCTION_LIST):
                held.remove(each)
        flag = ElementTree.SubElement(held, f"{{{_DRAWING}}}ext", {"uri": _CONTAINS_FUNCTIONS})
        ElementTree.SubElement(flag, f"{{{_EXTENSION}}}containsCustomFunctions", {"val": "1"})
        listed = ElementTree.SubElement(held, f"{{{_DRAWING}}}ext", {"uri": _FUNCTION_LIST})
        functions = ElementTree.SubElement(listed, f"{{{_EXTENSION}}}customFunctionList")
        for name in names:
            ElementTree.SubElement(functions, f"{{{_EXTENSION}}}customFunctionIds").text = name
        self._written[part] = (_HEAD + ElementTree.tostring(root, encoding="unicode")).encode()

    # --- parts ---------------------------------------------------------------------------------------------------

    def _part_of(self, add_in: str) -> str:
        panes = self._related(_ROOT_PART, _TO_TASKPANES)
        for part in self._related(_relations_of(panes[0]), _TO_EXTENSION) if panes else ():
            for each in self._tree(part).findall(f"{{{_EXTENSION}}}reference"):
                if each.get("id", "").casefold() == add_in:
                    return part
        return ""

    def _add(self, add_in: str) -> str:
        """A new web extension that opens at the right, and the name of its part."""
        panes = next(iter(self._related(_ROOT_PART, _TO_TASKPANES)), "")
        if not panes:
            panes = self._free(f"{_FOLDER}/taskpanes", "")
            self._write(panes, f'{_HEAD}<wetp:taskpanes xmlns:wetp="{_TASKPANES}"></wetp:taskpanes>')
            self._add_type(panes, "application/vnd.ms-office.webextensiontaskpanes+xml")
            self._add_relation(_ROOT_PART, _TO_TASKPANES, panes)
        part = self._free(f"{_FOLDER}/webextension", "1")
        self._write(
            part, _EMPTY.format(head=_HEAD, add_in=add_in, identity=str(uuid.uuid5(uuid.NAMESPACE_URL, part)).upper())
        )
        self._add_type(part, "application/vnd.ms-office.webextension+xml")
        relations = _relations_of(panes)
        if relations not in self._names:
            self._write(relations, f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>')
        identity = self._add_relation(relations, _TO_EXTENSION, posixpath.relpath(part, posixpath.dirname(panes)))
        self._insert(
            panes,
            "taskpanes",
            '<{prefix}taskpane dockstate="right" visibility="1" width="350" row="1">'
            f'<{{prefix}}webextensionref xmlns:r="{_OFFICE}" r:id="{identity}"/></{{prefix}}taskpane>',
        )
        return part

    def _free(self, stem: str, number: str) -> str:
        while f"{stem}{number}.xml" in self._names:
            number = str(int(number or 1) + 1)
        return f"{stem}{number}.xml"

    def _add_type(self, part: str, content_type: str) -> None:
        self._insert(_TYPES_PART, "Types", f'<{{prefix}}Override PartName="/{part}" ContentType="{content_type}"/>')

    def _add_relation(self, relations: str, kind: str, target: str) -> str:
        taken = {each.get("Id") for each in self._tree(relations)}
        identity = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        self._insert(
            relations,
            "Relationships",
            f'<{{prefix}}Relationship Id="{identity}" Type="{kind}" Target={quoteattr(target)}/>',
        )
        return identity

    def _related(self, relations: str, kind: str) -> list[str]:
        """The parts of a kind that a relationship part points to."""
        if relations not in self._names:
            return []
        folder = posixpath.dirname(posixpath.dirname(relations))
        return [
            posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
            for each in self._tree(relations)
            if each.get("Type") == kind and each.get("TargetMode") != "External"
        ]

    def _insert(self, part: str, root: str, fragment: str) -> None:
        """Puts XML at the end of a part's root element, the rest of the part as it was."""
        try:
            text = self._read(part).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise self._damaged(part, "not UTF-8") from None
        text = re.sub(rf"<((?:\w+:)?)({root})(\s[^<>]*?)?\s*/>\s*$", r"<\1\2\3></\1\2>", text)
        closing = re.search(rf"</((?:\w+:)?){root}\s*>\s*$", text)
        if closing is None:
            raise self._damaged(part, f"no {root} in it")
        self._write(part, text[: closing.start()] + fragment.format(prefix=closing[1]) + text[closing.start() :])

    def _tree(self, part: str) -> ElementTree.Element:
        content = self._read(part)
        if b"<!DOCTYPE" in content[:2048] or b"<!ENTITY" in content:
            raise WrongInput(f"{self.name} declares XML entities ({part}), which no workbook needs: it is not opened")
        try:
            return ElementTree.fromstring(content)
        except ElementTree.ParseError as error:
            raise self._damaged(part, str(error)) from None

    def _read(self, part: str) -> bytes:
        if part in self._written:
            return self._written[part]
        try:
            return self._archive.read(part)
        except (KeyError, zipfile.BadZipFile, OSError, EOFError, RuntimeError) as error:
            raise self._damaged(part, str(error)) from None

    def _write(self, part: str, text: str) -> None:
        self._written[part] = text.encode()
        if part not in self._names:
            self._names.append(part)

    def _damaged(self, part: str, why: str) -> WrongInput:
        return WrongInput(f"{self.name} is damaged ({part}: {why}): open it in Excel and save it again")

    # --- saving --------------------------------------------------------------------------------------------------

    def save(self, target: str) -> None:
        """Puts the workbook in the target's place, whole or not at all."""
        kept = {info.filename: info for info in self._archive.infolist() if not info.is_dir()}
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for part in self._names:
                info = zipfile.ZipInfo(part, kept[part].date_time if part in kept else ZIP_DATE)
                info.create_system = 3
                info.external_attr = kept[part].external_attr if part in kept else 0o644 << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, self._read(part), compresslevel=9)
        write_whole(target, content.getvalue())


_EMPTY = (
    '{head}<we:webextension xmlns:we="' + _EXTENSION + '" id="{{{identity}}}">'
    '<we:reference id="{add_in}" version="1.0.0.0" store="en-US" storeType="OMEX"/><we:alternateReferences/>'
    "<we:properties></we:properties><we:bindings/>"
    '<we:snapshot xmlns:r="' + _OFFICE + '"/></we:webextension>'
)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"
