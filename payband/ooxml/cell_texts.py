"""What a cell holds, told from its XML as text: whichever program wrote it, the same value gives the same text."""

import re
from html import unescape

from payband.ooxml.package import Package
from payband.ooxml.sheet_xml import attribute

__all__ = ["cell_text"]

_TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</")
_VALUE = re.compile(r"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</")
_SOUNDS = re.compile(r"<((?:\w+:)?)rPh\b.*?</\1rPh>", re.S)  # how a text is spoken, which is no part of it


def cell_text(package: Package, xml: str) -> str:
    """What a cell of a workbook holds; empty where it holds nothing."""
    kind = attribute(f"{xml.partition('>')[0]}>".encode(), "t")
    if kind == "inlineStr":
        return _told(xml)
    found = _VALUE.search(xml)
    if found is None:
        return ""
    if kind == "s":
        number = found[1].strip()
        strings = package.shared_strings
        return _told(strings[int(number)].decode()) if number.isdecimal() and int(number) < len(strings) else ""
    return _number(found[1]) if kind in ("", "n") else _plain(found[1])


def _number(text: str) -> str:
    """A number, however it is written.

    >>> _number("12.50"), _number("1.25E1")
    ('12.5', '12.5')
    """
    try:
        return f"{float(text):.15g}"
    except ValueError:
        return _plain(text)


def _told(xml: str) -> str:
    """A text, whose letters may have several looks.

    >>> _told("<si><r><t>R&amp;</t></r><r><rPr><b/></rPr><t>D</t></r></si>")
    'R&D'
    """
    return _plain("".join(_TEXT.findall(_SOUNDS.sub("", xml))))


def _plain(text: str) -> str:
    return " ".join(unescape(text).split())
