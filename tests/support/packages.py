"""What makes Excel offer to repair a workbook, looked for in its parts."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string, range_boundaries

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def faults_of_package(path: Path) -> list[str]:
    """Everything wrong with the parts of a workbook, in words."""
    with zipfile.ZipFile(path) as archive:
        return list(_faults(archive))


def _faults(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    if len(set(names)) < len(names):
        yield "a part stands twice in the archive"
    if archive.testzip() is not None:
        yield "a part does not match its checksum"
    trees = {name: ElementTree.fromstring(archive.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    yield from _content_types(trees, names)
    yield from _relationships(trees, set(names))
    workbook = trees["xl/workbook.xml"]
    styles = len(trees["xl/styles.xml"].findall(f"{MAIN}cellXfs/{MAIN}xf"))
    if workbook.find(f"{MAIN}calcPr") is None:
        yield "the workbook asks for no calculation"
    identities: list[str] = []
    for name in names:
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            yield from _sheet(name, trees, styles)
        elif re.fullmatch(r"xl/tables/[^/]+\.xml", name):
            identities += [f"id {trees[name].get('id')}", f"name {str(trees[name].get('displayName')).casefold()}"]
    yield from (f"two tables have the same {each}" for each in set(identities) if identities.count(each) > 1)


def _content_types(trees: dict[str, ElementTree.Element], names: list[str]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    defaults = {str(each.get("Extension")).casefold() for each in types.iter(f"{TYPES}Default")}
    overrides = [str(each.get("PartName")).lstrip("/") for each in types.iter(f"{TYPES}Override")]
    for name in names:
        if name != "[Content_Types].xml" and name not in overrides and name.rpartition(".")[2] not in defaults:
            yield f"{name} has no content type"
        if name.endswith(".xml") and name.startswith("xl/") and name not in overrides:
            yield f"{name} has no content type of its own"
    yield from (f"a content type is given for {each}, which is not there" for each in set(overrides) - set(names))
    if len(set(overrides)) < len(overrides):
        yield "a content type is given twice"


def _relationships(trees: dict[str, ElementTree.Element], names: set[str]) -> Iterator[str]:
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for each in tree.iter(f"{RELATIONS}Relationship"):
            target = str(each.get("Target"))
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if each.get("TargetMode") != "External" and part not in names:
                yield f"{name} points to {part}, which is not there"


def _sheet(name: str, trees: dict[str, ElementTree.Element], styles: int) -> Iterator[str]:
    tree = trees[name]
    cells: dict[tuple[int, int], str] = {}
    rows = []
    for row in tree.iter(f"{MAIN}row"):
        number = int(str(row.get("r")))
        rows.append(number)
        columns = []
        for cell in row.iter(f"{MAIN}c"):
            letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", str(cell.get("r"))).groups()  # type: ignore[union-attr]
            columns.append(column_index_from_string(letters))
            if int(digits) != number:
                yield f"{name}: cell {letters}{digits} stands in row {number}"
            if int(cell.get("s", "0")) >= styles:
                yield f"{name}: cell {letters}{digits} has a style that is not there"
            text = "".join(cell.itertext())
            if cell.get("t") is None and text:
                try:
                    float(text)
                except ValueError:
                    yield f"{name}: cell {letters}{digits} holds {text!r} as a number"
            cells[columns[-1], number] = text
        if any(one >= next for one, next in pairwise(columns)):
            yield f"{name}: the cells of row {number} are out of order or doubled"
    if any(one >= next for one, next in pairwise(rows)):
        yield f"{name}: the rows are out of order or doubled"
    dimension = tree.find(f"{MAIN}dimension")
    if dimension is not None and cells:
        used = (
            min(column for column, _ in cells),
            min(rows),
            max(column for column, _ in cells),
            max(rows),
        )
        if tuple(range_boundaries(str(dimension.get("ref")))) != used:
            yield f"{name}: its dimension {dimension.get('ref')} is not the cells it has, {used}"
    yield from _tables(name, trees, cells)


def _tables(name: str, trees: dict[str, ElementTree.Element], cells: dict[tuple[int, int], str]) -> Iterator[str]:
    relations = trees.get(name.replace("worksheets/", "worksheets/_rels/") + ".rels")
    parts = [str(part.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"))
             for part in trees[name].iter(f"{MAIN}tablePart")]  # fmt: skip
    targets = {} if relations is None else {each.get("Id"): str(each.get("Target")) for each in relations}
    covered: set[tuple[int, int]] = set()
    for identity in parts:
        part = posixpath.normpath(posixpath.join("xl/worksheets", targets[identity])).lstrip("/")
        table = trees[part if part in trees else targets[identity].lstrip("/")]
        title, ref = table.get("displayName"), str(table.get("ref"))
        first, header, last, bottom = (int(each or 0) for each in range_boundaries(ref))
        if bottom <= header:
            yield f"table {title} has no row"
        columns = [str(each.get("name")) for each in table.iter(f"{MAIN}tableColumn")]
        shown = [cells.get((column, header), "") for column in range(first, last + 1)]
        if columns != shown:
            yield f"table {title}: its columns {columns} are not its headings {shown}"
        if len({each.casefold() for each in columns}) < len(columns):
            yield f"table {title}: two columns have one name"
        identities = [each.get("id") for each in table.iter(f"{MAIN}tableColumn")]
        if len(set(identities)) < len(identities):
            yield f"table {title}: two columns have one id"
        filtered = table.find(f"{MAIN}autoFilter")
        if filtered is not None and filtered.get("ref") != ref:
            yield f"table {title}: its filter covers {filtered.get('ref')}, the table {ref}"
        block = {(column, row) for column in range(first, last + 1) for row in range(header, bottom + 1)}
        if block & covered:
            yield f"table {title} overlaps another"
        covered |= block
