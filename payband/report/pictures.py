"""A chart as a picture that a page or a document can hold: SVG with words for anyone who cannot see it, and PNG."""

import io
import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Picture", "picture_of"]

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
DOTS_PER_INCH = 160
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_NO_METADATA = {"Creator": None, "Date": None, "Format": None, "Type": None}


class Picture(NamedTuple):
    """A chart: the table whose data it shows, its title and description in words, and the picture in two forms.

    The SVG is one element without a prologue, ready to be in a page next to others; letters are letters in it.
    """

    name: str
    title: str
    description: str
    svg: str
    png: bytes


def picture_of(figure: "Figure", name: str, title: str, description: str) -> Picture:
    """A drawn figure as a picture. The same figure gives the same bytes: no date and no program's name is in it."""
    drawn, dots = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="svg", metadata=_NO_METADATA)
    figure.savefig(dots, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return Picture(name, title, description, _for_a_page(drawn.getvalue(), name, title, description), dots.getvalue())


def _for_a_page(drawn: bytes, name: str, title: str, description: str) -> str:
    """The drawing with its words, as wide as there is room for, and with names that no other chart has."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(drawn)
    for metadata in root.findall(f"{{{SVG}}}metadata"):
        root.remove(metadata)
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key == "id":
                element.set(key, f"{name}-{value}")
            elif key == f"{{{XLINK}}}href" and value.startswith("#"):
                element.set(key, f"#{name}-{value[1:]}")
            elif "url(#" in value:
                element.set(key, _REFERENCE.sub(rf"url(#{name}-\1)", value))
    for key in ("width", "height"):
        root.attrib.pop(key, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        words = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
        words.text = text
        root.insert(place, words)
    return ElementTree.tostring(root, encoding="unicode")
