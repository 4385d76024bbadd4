"""Whether and when Excel calculates a workbook that it opens."""

import re

from payband.ooxml.package import Package

__all__ = ["ask_for_calculation", "drop_calculation_chain", "keep_calculated"]

_OF_THE_LAST = re.compile(r"""\s(?:calcId|fullCalcOnLoad|calcCompleted)\s*=\s*(?:"[^"]*"|'[^']*')""")
NEWEST_CALCULATION = 191029  # Excel calculates on opening what an older version than itself has calculated


def keep_calculated(package: Package) -> None:
    """Has Excel show the values that the workbook carries until somebody calculates: its functions may be absent."""
    _set_calculation(package, f'calcId="{NEWEST_CALCULATION}"')


def ask_for_calculation(package: Package) -> None:
    """Has Excel calculate everything when it opens the workbook: the old order and values are of before."""
    _set_calculation(package, 'calcId="0" fullCalcOnLoad="1"')


def drop_calculation_chain(package: Package) -> None:
    """Leaves out the order in which Excel calculated: it names cells that may no longer hold a formula."""
    part = package.workbook_part
    for relation, (kind, chain) in package.related(part).items():
        if kind == "calcChain":
            package.remove(chain)
            _forget(package, part, relation, chain)


def _set_calculation(package: Package, how: str) -> None:
    part = package.workbook_part
    text = package.read(part).decode("utf-8-sig")
    prefix = re.search(r"<(\w+:)?workbook\b", text)
    name = (prefix.group(1) or "") if prefix else ""
    if re.search(rf"<{name}calcPr\b", text):
        # What else it says is the user's own choice: by hand, with iterations, with the precision that is shown.
        text = re.sub(
            rf"<{name}calcPr\b([^>]*?)\s*(/?)>",
            lambda found: f"<{name}calcPr {how}{_OF_THE_LAST.sub('', found[1])}{found[2]}>",
            text,
            count=1,
        )
    else:
        text = re.sub(
            rf"(</{name}sheets>(?:\s*<{name}(functionGroups|externalReferences|definedNames)\b"
            rf"(?:[^>]*/>|.*?</{name}\2>))*)",
            rf"\g<1><{name}calcPr {how}/>",
            text,
            count=1,
            flags=re.S,
        )
    package.write(part, text.encode())
    drop_calculation_chain(package)


def _forget(package: Package, part: str, relation: str, removed: str) -> None:
    """Takes a removed part out of the relationships and the content types."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    text = package.read(relations).decode("utf-8-sig")
    pattern = rf"""<(?:\w+:)?Relationship\b[^>]*\bId\s*=\s*["']{re.escape(relation)}["'][^>]*?/>"""
    package.write(relations, re.sub(pattern, "", text).encode())
    types = package.read("[Content_Types].xml").decode("utf-8-sig")
    pattern = rf"""<(?:\w+:)?Override\b[^>]*\bPartName\s*=\s*["']/{re.escape(removed)}["'][^>]*?/>"""
    package.write("[Content_Types].xml", re.sub(pattern, "", types).encode())
