"""What the net is written in: text in sections, tables as CSV, and nothing that changes from run to run."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from payband.review.answers import AnswerRows

__all__ = ["Page", "answer_csv", "as_csv", "difference", "given_csv", "same_sections", "shown", "without_what_changes"]

OF_A_RUN = ("run at", "payband version", "input", "input fingerprint", "figures fingerprint")
"""The rows of the run log that say when, with which version and on which file, and nothing about the answers."""

SECTION = "== "
MOST_LINES = 60

_TODAY = re.compile(r"(last day in post is before) \d{1,2} \w+ \d{4}")
_FINGERPRINT = re.compile(r"\bfingerprint [0-9a-f]{8,}")


class Page:
    """A file of the net: sections with a heading each."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def add(self, heading: str, body: str) -> None:
        """Adds a section; a table with nothing in it is its heading alone."""
        body = body.rstrip("\n")
        self._parts.append(f"{SECTION}{heading}\n{body}\n" if body else f"{SECTION}{heading}\n")

    def text(self) -> str:
        """The whole file."""
        return "\n".join(self._parts)


def shown(value: Any) -> str:
    """A value as the net shows it: pounds and shares to the last digit, dates as 2012-01-02, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and not value:
        return "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV under their headings, without the columns that hold nothing in any row."""
    texts = [[shown(value) for value in row] for row in rows]
    if not texts:
        return ""
    kept = [place for place in range(len(headings)) if any(row[place] for row in texts)]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([headings[place] for place in kept])
    writer.writerows([[row[place] for place in kept] for row in texts])
    return file.getvalue()


def answer_csv(rows: AnswerRows) -> str:
    """An answer table as CSV; of the run log what it says of the answers, sorted, as no order is promised."""
    headings = [column.heading for column in rows.table.columns]
    values = [list(record.values()) for record in rows.records()]
    if rows.table.name == "RunLog":
        values = [row for row in values if row[0] not in OF_A_RUN]
        values.sort(key=lambda row: [shown(each) for each in row])
    return without_what_changes(as_csv(headings, values))


def without_what_changes(text: str) -> str:
    """A text without fingerprints, and without the day on which somebody has left already."""
    return _TODAY.sub(r"\1 today", _FINGERPRINT.sub("fingerprint ...", text))


def given_csv(table: Iterable[Mapping[str, Any]]) -> str:
    """The rows of an input table as they were given."""
    rows = list(table)
    headings = list(dict.fromkeys(name for row in rows for name in row))
    return as_csv(headings, [[row.get(name) for name in headings] for row in rows])


# --- comparing ------------------------------------------------------------------------------------------------------


def difference(frozen: str, found: str, name: str) -> str:
    """What differs between the frozen text of a file and what is found, section by section; "" for nothing."""
    if frozen == found:
        return ""
    lines: list[str] = []
    before, after = dict(_sections(frozen)), dict(_sections(found))
    for heading in dict.fromkeys([*before, *after]):
        old, new = before.get(heading, []), after.get(heading, [])
        if old != new:
            lines.append(f"{name}: {heading or 'the first lines'}")
            if old and new and old[0] == new[0]:
                lines.append(f"  {old[0]}")  # the headings of a table
            changed = difflib.unified_diff(old, new, lineterm="", n=0)
            lines += [f"  {line}" for line in changed if not line.startswith(("---", "+++", "@@"))]
    if not lines:
        lines = [f"{name}: the order of the sections, or blank lines"]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"  ... and {len(lines) - MOST_LINES} more lines"]
    return "\n".join(lines)


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    heading, lines = "", []  # type: str, list[str]
    for line in text.splitlines():
        if line.startswith(SECTION):
            if heading or lines:
                yield heading, lines
            heading, lines = line.removeprefix(SECTION), []
        elif line or lines:
            lines.append(line)
    yield heading, lines


def same_sections(text: str, base: str, name: str) -> str:
    """A page of a variant: a section that is the same in the page of the base says so instead of itself."""
    of_base = dict(_sections(base))
    page = Page()
    for heading, lines in _sections(text):
        same = len(lines) > 1 and lines == of_base.get(heading)
        page.add(heading, f"as in {name}" if same else "\n".join(lines))
    return page.text()
