"""The format of a review workbook, kept in it as a defined name.

A defined name with a text for its value (Formulas > Name Manager shows it) is what survives best. Excel and LibreOffice
both keep it when they save, and the order of the sheets does not disturb it. It is in the part that lists the
sheets, which every filling writes anyway, so that no other part of the package changes for it. A property of the
document would need a part of its own, and goes with "Remove Properties and Personal Information"; a row of Settings
would be an input that answers seem to rest on, and that a person may change.

The name says the format of the inputs, that of the answers where they have been given newer columns, and the version of
the payband that wrote it. A workbook without the name is of the first format.
"""

import os
import re
from html import escape, unescape
from typing import NamedTuple

from payband import __version__
from payband.errors import WrongInput
from payband.ooxml.package import Package
from payband.review.inputs.formats import FIRST, is_known

__all__ = ["FormatMark", "mark_format", "read_mark"]

NAME = "payband_format"
_COMMENT = "The format of this workbook, by which payband knows what it may lack"
_DEFINED = re.compile(
    rb"""<((?:\w+:)?)definedName\s[^>]*?\bname\s*=\s*["']payband_format["'][^>]*>([^<]*)</\1definedName>""", re.I
)
_SAYS = re.compile(r'"?(?P<inputs>[1-9]\d{0,5})(?:, answers (?P<answers>[1-9]\d{0,5}))?(?:, payband (?P<by>[^"]*))?"?')


class FormatMark(NamedTuple):
    """The format of a workbook's inputs, that of its answers, and the version of the payband that wrote it."""

    inputs: int = FIRST
    answers: int = FIRST
    payband: str = ""


def read_mark(package: Package) -> FormatMark:
    """The format of a workbook.

    Raises WrongInput for one that is newer than this payband, with the version that it needs, and for a name that says
    no format.
    """
    found = _DEFINED.search(package.read(package.workbook_part))
    if found is None:
        return FormatMark()
    name, text = os.path.basename(package.name), unescape(found[2].decode()).strip()
    said = _SAYS.fullmatch(text)
    if said is None:
        raise WrongInput(
            f"the name {NAME} of {name} holds {text}, which is not a format: delete it in Formulas > Name Manager, and "
            "payband reads the workbook as one of the first format"
        )
    inputs = int(said["inputs"])
    mark = FormatMark(inputs, int(said["answers"] or inputs), said["by"] or "")
    newest = max(mark.inputs, mark.answers)
    if not is_known(newest):
        needed = f"payband {mark.payband}" if mark.payband else "a newer payband"
        raise WrongInput(
            f"{name} is a workbook of format {newest}, which payband {__version__} does not know: it needs {needed} or "
            "later"
        )
    return mark


def mark_format(package: Package, inputs: int, answers: int) -> None:
    """Writes the format of a workbook's inputs and that of its answers into it, in place of what it said before."""
    part = package.workbook_part
    content = package.read(part)
    own = f", answers {answers}" if answers != inputs else ""
    text = escape(f'"{inputs}{own}, payband {__version__}"', quote=False).encode()
    found = _DEFINED.search(content)
    if found is not None:
        package.write(part, content[: found.start(2)] + text + content[found.end(2) :])
        return
    root = re.search(rb"<(\w+:)?workbook\b", content)
    prefix = (root[1] or b"") if root else b""
    name = b'<%sdefinedName name="%s" comment="%s">%s</%sdefinedName>' % (
        prefix,
        NAME.encode(),
        _COMMENT.encode(),
        text,
        prefix,
    )
    package.write(part, _with_name(content, prefix, name))


def _with_name(content: bytes, prefix: bytes, name: bytes) -> bytes:
    """The part that lists the sheets with one more defined name, among the others or where they would be."""
    closing, opening = b"</%sdefinedNames>" % prefix, b"<%sdefinedNames>" % prefix
    if closing in content:
        return content.replace(closing, name + closing, 1)
    content = re.sub(rb"<%sdefinedNames\s*/>" % prefix, b"", content, count=1)
    before = rb"(</%ssheets>(?:\s*<%s(functionGroups|externalReferences)\b(?:[^>]*/>|.*?</%s\2>))*)" % ((prefix,) * 3)
    return re.sub(before, lambda found: found[1] + opening + name + closing, content, count=1, flags=re.S)
