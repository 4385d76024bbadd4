"""What a workbook carries that payband keeps and leaves alone: macros, links to other files, DDE, data connections."""

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from payband.errors import WrongInput
from payband.ooxml.package import Package

__all__ = ["conversations_in", "notes_on"]

MOST_NAMED = 3
_MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")
_DDE_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^<>]*>([^<|!]*)\|[^<!]*!")


def conversations_in(xml: bytes) -> list[str]:
    """The other programs that the formulas of a sheet would call (DDE)."""
    return [_text(each) for each in _DDE_FORMULA.findall(xml)] if b"|" in xml else []


def notes_on(package: Package, looked_through: Mapping[str, Sequence[str]] = {}) -> list[str]:
    """Sentences on what the workbook carries that could act or fetch; none of it is ever run, opened or followed.

    `looked_through` are the parts of sheets that were read already, with the `conversations_in` them.
    """
    notes = []
    related = package.related(package.workbook_part).values()
    macros = any(each.casefold().endswith("vbaproject.bin") for each in package.names)
    if macros or any(kind in _MACRO_SHEETS for kind, _ in related):
        notes.append("carries macros, which payband keeps and never runs")
    workbooks: list[str] = []
    conversations: list[str] = []
    for kind, part in related:
        if kind == "externalLink" and part in package.names:
            _look_into_link(package, part, workbooks, conversations)
    if workbooks:
        count = "another workbook" if len(workbooks) == 1 else f"{len(workbooks)} other workbooks"
        notes.append(f"points to {count}, which payband never opens: {_named(workbooks)}")
    for part in package.sheets.values():
        known = looked_through.get(part)
        conversations += conversations_in(package.read(part)) if known is None else known
    if conversations:
        notes.append(f"calls other programs (DDE), which payband never does: {_named(conversations)}")
    connections = _connections(package, [part for kind, part in related if kind == "connections"])
    if connections:
        notes.append(f"has data connections, which payband never refreshes: {_named(connections)}")
    return notes


def _look_into_link(package: Package, part: str, workbooks: list[str], conversations: list[str]) -> None:
    root = _tree(package, part)
    kinds = {each.tag.rpartition("}")[2]: each for each in root} if root is not None else {}
    if "ddeLink" in kinds:
        link = kinds["ddeLink"]
        conversations.append(f"{link.get('ddeService', '')} {link.get('ddeTopic', '')}".strip())
    elif "oleLink" in kinds:
        conversations.append(kinds["oleLink"].get("progId", "an object"))
    else:
        workbooks += [target for _, target in package.outside(part)][:1] or ["a file without a name"]


def _connections(package: Package, parts: Sequence[str]) -> list[str]:
    trees = [_tree(package, part) for part in parts if part in package.names]
    return [each.get("name", "without a name") for tree in trees if tree is not None for each in tree]


def _tree(package: Package, part: str) -> ElementTree.Element | None:
    """A part's XML; None for a damaged one, which has nothing to do with the review."""
    try:
        return package.tree(part)
    except WrongInput:
        return None


def _text(service: bytes) -> str:
    return service.decode(errors="replace").strip("='\" ")


def _named(names: list[str]) -> str:
    """The first few of these names, each once, cut where they are long: they come from the file."""
    each_once = [name if len(name) <= 80 else f"...{name[-77:]}" for name in dict.fromkeys(names)]
    more = len(each_once) - MOST_NAMED
    return ", ".join(each_once[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
