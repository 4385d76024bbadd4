"""What a draft report leaves to its author: the placeholders to complete, and where it withholds something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from payband.report.content import Block, PictureBlock, Report, Section, Table

_PLACEHOLDER = re.compile(r"\[(?:[a-z ]+ )?to be completed\]")


def to_complete(report: Report) -> Sequence[str]:
    """What is still to be written, as the report names it: each placeholder once, in the order of the report.

    >>> from datetime import date
    >>> from payband.report.content import Paragraph
    >>> front = [("Report to", "[committee to be completed]"), ("Report author", "A. Writer")]
    >>> legal = Section("Law", [Paragraph("Legal implications: [to be completed]."), Paragraph("None.")])
    >>> to_complete(Report("Review", "", "Anytown", "", date(2026, 4, 1), front, [], [legal]))
    ['Report to', 'Legal implications']
    """
    named = [name for name, value in report.front if _PLACEHOLDER.search(value)]
    if _PLACEHOLDER.search(report.body):
        named.append("Name of the body")
    for section in report.sections:
        for text in _texts(section.blocks):
            found = _PLACEHOLDER.search(text)
            if found:
                before = text[: found.start()].rstrip(" :")
                named.append(before if before and "." not in before else section.title)
    return list(dict.fromkeys(named))


def shown_in_full(report: Report, full: Report) -> Sequence[str]:
    """The titles of the sections of which `full`, the same report with nothing withheld, shows more."""
    given = {section.title: _compared(section) for section in report.sections}
    return [section.title for section in full.sections if given.get(section.title) != _compared(section)]


def _compared(section: Section) -> Sequence[object]:
    """The contents of a section but for the numbers of tables and pictures, which follow what is before them."""
    return [
        (block.picture.name, block.picture.description)
        if isinstance(block, PictureBlock)
        else replace(block, number=0)
        if isinstance(block, Table)
        else block
        for block in section.blocks
    ]


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    """The texts of some blocks, cells of tables too."""
    for block in blocks:
        for each in fields(block):
            value = getattr(block, each.name)
            if isinstance(value, str):
                yield value
            elif isinstance(value, (list, tuple)):
                yield from (cell for row in value for cell in ([row] if isinstance(row, str) else _cells(row)))


def _cells(row: object) -> Sequence[str]:
    return [cell for cell in row if isinstance(cell, str)] if isinstance(row, (list, tuple)) else []
