"""The cell styles of one workbook among those of another, whose own stay as they are."""

import re
from xml.etree import ElementTree

from payband.errors import WrongInput
from payband.ooxml.package import MAIN, Package

__all__ = ["MergedStyles"]

_LISTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
"""The lists of styles in the order that the standard has them (ECMA-376, part 1, 18.8.39)."""

_FIRST_OWN_FORMAT = 164  # below, formats of numbers are those that every program knows
_AFTER = ("tableStyles", "colors", "extLst")


class MergedStyles:
    """Takes styles of a source workbook into a target; `cell` and `difference` say what became of a style's number."""

    def __init__(self, source: Package, target: Package) -> None:
        self._target = target
        self._part = _styles_part(target)
        self._text = target.read(self._part).decode("utf-8-sig")
        self._from, self._to = source.tree(_styles_part(source)), target.tree(self._part)
        if self._to.tag != f"{MAIN}styleSheet" or "<styleSheet" not in self._text:
            raise WrongInput(
                f"{target.name} writes its styles in a way of its own: open it in Excel, save it, try again"
            )
        self._added: dict[str, list[str]] = {name: [] for name in _LISTS}
        self._taken: dict[tuple[str, int], int] = {}
        self._formats = {
            each.get("formatCode", ""): int(each.get("numFmtId", "0")) for each in _children(self._to, "numFmts")
        }

    def cell(self, number: int) -> int:
        """The number that a cell's style of the source has in the target."""
        return self._take("cellXfs", number)

    def difference(self, number: int) -> int:
        """The number that a conditional format of the source has in the target."""
        return self._take("dxfs", number)

    def write(self) -> None:
        """Writes the styles of the target with those that were taken."""
        text = self._text
        for name in _LISTS:
            if self._added[name]:
                text = self._appended(text, name)
        self._target.write(self._part, text.encode())

    def _take(self, name: str, number: int) -> int:
        key = (name, number)
        if key not in self._taken:
            element = _children(self._from, name)[number]
            if name in ("cellXfs", "cellStyleXfs"):
                element = self._format(element, name)
            self._taken[key] = self._append(name, element)
        return self._taken[key]

    def _format(self, element: ElementTree.Element, name: str) -> ElementTree.Element:
        """The format of cells, what it names being the target's."""
        made = ElementTree.fromstring(ElementTree.tostring(element))
        for attribute, of in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            made.set(attribute, str(self._take(of, int(element.get(attribute, "0")))))
        made.set("numFmtId", str(self._number_format(int(element.get("numFmtId", "0")))))
        if name == "cellXfs":
            made.set("xfId", str(self._named(int(element.get("xfId", "0")))))
        return made

    def _number_format(self, number: int) -> int:
        if number < _FIRST_OWN_FORMAT:
            return number
        element = next(each for each in _children(self._from, "numFmts") if each.get("numFmtId") == str(number))
        code = element.get("formatCode", "")
        if code not in self._formats:
            new = max([_FIRST_OWN_FORMAT - 1, *self._formats.values()]) + 1
            self._formats[code] = new
            made = ElementTree.Element(f"{MAIN}numFmt", {"numFmtId": str(new), "formatCode": code})
            self._append("numFmts", made)
        return self._formats[code]

    def _named(self, number: int) -> int:
        """The named style of a format: the target's of the same name, or else the source's."""
        style = next((each for each in _children(self._from, "cellStyles") if each.get("xfId") == str(number)), None)
        if style is None:
            return 0
        name = style.get("name", "").casefold()
        there = next(
            (each for each in _children(self._to, "cellStyles") if each.get("name", "").casefold() == name), None
        )
        if there is not None:
            return int(there.get("xfId", "0"))
        is_new = ("cellStyleXfs", number) not in self._taken
        taken = self._take("cellStyleXfs", number)
        if is_new:
            made = ElementTree.fromstring(ElementTree.tostring(style))
            made.set("xfId", str(taken))
            self._append("cellStyles", made)
        return taken

    def _append(self, name: str, element: ElementTree.Element) -> int:
        added = self._added[name]
        added.append(_text(element))
        return len(_children(self._to, name)) + len(added) - 1

    def _appended(self, text: str, name: str) -> str:
        items = "".join(self._added[name])
        count = len(_children(self._to, name)) + len(self._added[name])
        found = re.search(rf"<{name}\b([^>]*?)(?:/>|>(.*?)</{name}>)", text, re.S)
        if found is not None:
            attributes = re.sub(r'\scount="\d+"', "", found[1])
            new = f'<{name} count="{count}"{attributes}>{found[2] or ""}{items}</{name}>'
            return text[: found.start()] + new + text[found.end() :]
        later = [*_LISTS[_LISTS.index(name) + 1 :], *_AFTER]
        places = [each.start() for tag in later if (each := re.search(rf"<{tag}\b", text)) is not None]
        at = min(places, default=text.index("</styleSheet>"))
        return f'{text[:at]}<{name} count="{count}">{items}</{name}>{text[at:]}'


def _styles_part(package: Package) -> str:
    part = next((part for kind, part in package.related(package.workbook_part).values() if kind == "styles"), "")
    if not part:
        raise WrongInput(f"{package.name} has no styles: open it in Excel, save it, and try again")
    return part


def _children(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [each for found in root.findall(f"{MAIN}{name}") for each in found]


def _text(element: ElementTree.Element) -> str:
    """An element as it stands where the standard's own names need no prefix."""
    text = ElementTree.tostring(element, encoding="unicode")
    return re.sub(r'\sxmlns:ns0="[^"]*"', "", re.sub(r"(</?)ns0:", r"\1", text))
